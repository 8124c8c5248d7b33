"""Rows turned into columns of plain values. Tables are checked and made from these columns.

Nothing here needs pandas, so that `directriz check` can check every table without the second that importing it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..schema import Table

WHOLE = {int, bool, type(None)}
Columns = Mapping[str, list[Any]]  # name → the values of the rows, a missing one as None; all of one length


def is_missing(value: Any) -> bool:
    """Tell whether a value is missing: None, or NaN."""
    return value is None or (isinstance(value, float) and value != value)


def columns_of(table: Table, rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Return rows as exactly the table's columns; an empty text is missing."""
    every = list(rows)
    return {name: _cells([row[name] for row in every]) for name in table.column_names}


def _cells(values: list[Any]) -> list[Any]:
    """Return the values of a column; an empty text, and a number that is none, is missing."""
    kinds = set(map(type, values))
    if kinds <= WHOLE:  # nothing that could be missing in another way than None
        return values
    if kinds <= {*WHOLE, str}:
        return [value if value != "" else None for value in values]
    return [None if value == "" or is_missing(value) else value for value in values]
