"""The published tables of a workspace, as rows of plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import SourceUnreadable
from ..published_files import parquet_files
from ..schema import tables

Row = dict[str, Any]
REMEDY = "Run `directriz all` first."


@dataclass(frozen=True)
class Published:
    """The tables that the last run left in `output/`; missing values are None."""

    tables: Mapping[str, list[Row]]
    package: Mapping[str, Any] = field(default_factory=dict)  # datapackage.json
    build: Mapping[str, Any] = field(default_factory=dict)  # build.json

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table in published order; none where it was not published."""
        return self.tables.get(table, [])

    def rows_of_record(self, table: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a table by the record that they belong to."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(table):
            if row[key] is not None:
                groups.setdefault(row[key], []).append(row)
        return groups


def read_published(root: Path) -> Published:
    """Return the tables of `root`/output; refuses (SourceUnreadable) a workspace without them."""
    for name in ("plans", "actions", "directives", "links"):
        if not parquet_files(root / "output", name):
            raise SourceUnreadable(f"output/{name}.parquet", "is not there", REMEDY)
    return read_tables(root / "output")


def read_tables(folder: Path) -> Published:
    """Return the tables in a folder, and their descriptions."""
    import pyarrow.parquet as pq

    rows = {
        name: [row for path in paths for row in pq.read_table(path).to_pylist()]
        for name in tables()
        if (paths := parquet_files(folder, name))
    }
    return Published(rows, _json(folder / "datapackage.json"), _json(folder / "build.json"))


def _json(path: Path) -> dict[str, Any]:
    """Return what a published JSON file holds; refuses (SourceUnreadable) one that is not there or broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"output/{path.name}", f"cannot be read: {error}", REMEDY) from None
    return content if isinstance(content, dict) else {}
