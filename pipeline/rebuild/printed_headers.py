"""The names of a table's columns: the header cells printed over each of them.

- one header cell over several columns, with or without cells of its own below it ("Meta | Cuatrienio");
- a header of two or three rows: the name of a column is what stands over it, from top to bottom;
- the same words over two columns of one table ("Meta Cuatrienio" twice): the second is `Meta Cuatrienio [2]`;
- a column with nothing over it: `(column 3)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..records import PrintedLine
from ..reference.headers import header_key


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """One column of a table as its header names it."""

    index: int  # from 0
    path: tuple[str, ...]  # headers over it, from top to bottom
    own: tuple[str, ...]  # those of them that begin at this column
    name: str  # as a profile names it
    is_under_span: bool  # True where the first of them covers the column before it too

    @property
    def label(self) -> str:
        """The header as printed, without the mark of a second column with the same words."""
        return " ".join(self.path)


def _stack(rows: Sequence[PrintedLine], index: int) -> list[tuple[str, int]]:
    """Return the headers over a column, each with the column that it begins at."""
    found: list[tuple[str, int]] = []
    for row in rows:
        start = index
        while row.spans and start > 0 and start < len(row.spans) and row.spans[start] == 0:
            start -= 1
        text = row.cells[start] if start < len(row.cells) else ""
        reaches = start == index or (start < len(row.spans) and start + row.spans[start] > index)
        if text and reaches:
            found.append((text, start))
    return found


def printed_columns(rows: Sequence[PrintedLine]) -> list[PrintedColumn]:
    """Return the columns that one or more header rows of a table announce, from left to right."""
    width = max(len(row.cells) for row in rows)
    found: list[PrintedColumn] = []
    for index in range(width):
        stack = _stack(rows, index)
        path = tuple(text for text, _ in stack)
        is_under = bool(stack) and stack[0][1] < index
        own = tuple(text for text, start in stack if start == index)
        found.append(PrintedColumn(index, path, own, _name(path, found, own, index), is_under))
    return found


def _name(path: tuple[str, ...], before: Sequence[PrintedColumn], own: tuple[str, ...], index: int) -> str:
    label = " ".join(path)
    if not label:
        return f"(column {index + 1})"
    same = [column for column in before if header_key(column.label) == header_key(label)]
    if same and not own:  # one header cell over both: one column in two
        return same[-1].name
    return f"{label} [{len(same) + 1}]" if same else label
