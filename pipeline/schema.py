"""The published tables and columns, read from `schema.toml`: types, limits, keys, descriptions.

The data package, the Parquet metadata, the data dictionary and the checks are all made from them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_FILE = Path(__file__).with_name("schema.toml")


@dataclass(frozen=True, slots=True)
class Column:
    """One published column."""

    name: str
    type: str  # string | integer | number | boolean
    en: str  # description
    es: str
    required: bool = False  # False = may be missing
    unique: bool = False
    enum: tuple[str, ...] = ()  # the values it may take; () = any
    pattern: str | None = None  # regular expression that the whole value matches
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None  # <table>.<column> that every value stands in


@dataclass(frozen=True, slots=True)
class Table:
    """One published table."""

    name: str
    en: str
    es: str
    primary_key: tuple[str, ...]
    columns: tuple[Column, ...]
    parquet_only: bool = False  # too many rows for a spreadsheet: no CSV is written
    is_view: bool = False  # made from other tables, by publish/views.sql

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files that hold the table."""
        parquet = f"{self.name}.parquet"
        return (parquet,) if self.parquet_only else (f"{self.name}.csv", parquet)

    @property
    def column_names(self) -> tuple[str, ...]:
        """The columns' names, in published order."""
        return tuple(column.name for column in self.columns)


def _column(entry: dict[str, Any]) -> Column:
    return Column(**{**entry, "enum": tuple(entry.get("enum", ()))})


@cache
def tables() -> dict[str, Table]:
    """Return every published table by name, in published order.

    An unknown key in `schema.toml` is a TypeError: the file is part of the code, not input.
    """
    with SCHEMA_FILE.open("rb") as file:
        entries = tomllib.load(file)
    return {
        name: Table(
            name=name,
            en=entry["en"],
            es=entry["es"],
            primary_key=tuple(entry["primary_key"]),
            columns=tuple(_column(column) for column in entry["columns"]),
            parquet_only=entry.get("parquet_only", False),
            is_view=entry.get("view", False),
        )
        for name, entry in entries.items()
    }
