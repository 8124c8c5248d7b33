"""Tables of a PDF as text to read in a terminal: whole cells in columns, or value by value where it is too narrow."""

from __future__ import annotations

import io
import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from math import sqrt
from typing import Any

from rich.box import MINIMAL_DOUBLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..read.pdf.reader import page_ranges

PIPE_WIDTH = 160  # characters, where the text goes to a file or another program
NARROWEST = 11  # characters that a column of longer words needs; with less, they would be read letter by letter
LONGEST_WORD = 24  # characters; a longer one is broken
EMPTY = "—"  # where values are listed
DITTO = '"'  # printed for the text of a merged cell in every row after its first


def render_text(result: dict[str, Any], width: int | None = None) -> str:
    """Return the object of `directriz tables` as text, `width` characters wide (default: the terminal's).

    Of each table: its pages, its rows with the page where they stand, and why each fragment was or was not joined.
    """
    width = width or shutil.get_terminal_size((PIPE_WIDTH, 24)).columns
    parts = []
    for table in result["tables"]:
        parts += [f"Table {table['table']}, {page_ranges(table['pages'])}", ""]
        parts += _table_lines(table, width)
        parts += [f"p. {join['page']}: {join['reason']}" for join in table["joins"]]
        parts.append("")
    if not result["tables"]:
        parts.append(f"No table in {result['file']} ({result['page_count']} pages).")
    if result.get("unread_pages"):
        parts.append(f"Not read, needs OCR: {page_ranges(result['unread_pages'])}")
    parts += [f"p. {doubt['page']}: {doubt['detail']}" for doubt in result.get("doubts", ())]
    return "\n".join(parts)


def _table_lines(table: dict[str, Any], width: int) -> Iterator[str]:
    """Yield the lines of one table, a section's title in a line of its own above its rows."""
    columns = max([len(table["header"]), *(len(row["cells"]) for row in table["rows"]), 1])
    widths = _column_widths(table, columns, width)
    header = [*table["header"], *[""] * (columns - len(table["header"]))]
    for is_section, rows in groupby(table["rows"], key=lambda row: row["kind"] == "section"):
        if is_section:
            yield from ("\n".join(textwrap.wrap(row["cells"][0], width)) + "\n" for row in rows)
        elif widths is None:
            yield from _rows_by_value(list(rows), header, width)
        else:
            yield from _rows_in_columns(list(rows), header, widths, width)
            header = [""] * columns


def _column_widths(table: dict[str, Any], columns: int, width: int) -> list[int] | None:
    """Return the width of each column, after the square root of what it holds; None where they would be too narrow."""
    room = width - len(_pages_of({"page_start": 999, "page_end": 999})) - 3 * (columns + 1)
    texts = [[table["header"][k] if k < len(table["header"]) else ""] for k in range(columns)]
    for row in table["rows"]:
        if row["kind"] != "section":
            for column, text in enumerate(row["cells"]):
                texts[column].append("" if row["inherited"][column] else text)
    longest = [max(map(len, column)) for column in texts]
    if sum(longest) <= room:
        return longest
    least = [min(max(len(word) for text in column for word in [*text.split(), " "]), LONGEST_WORD) for column in texts]
    if sum(min(low, NARROWEST) for low in least) > room:
        return None
    wants = [
        sqrt(most * (1 + sum(map(len, column)) / len(column))) for most, column in zip(longest, texts, strict=True)
    ]
    scale = room / sum(wants)
    widths = [min(most, max(low, int(want * scale))) for low, want, most in zip(least, wants, longest, strict=True)]
    while sum(widths) > room:
        widest = max(range(columns), key=lambda k: widths[k] - least[k] / 2)
        widths[widest] -= 1
    return widths


def _rows_in_columns(rows: list[dict[str, Any]], header: list[str], widths: list[int], width: int) -> Iterator[str]:
    """Yield rows as lines of columns, each cell wrapped, a rule below each row."""
    grid = Table("p.", box=MINIMAL_DOUBLE_HEAD, show_header=any(header), show_lines=True, pad_edge=False)
    for title, column_width in zip(header, widths, strict=True):
        grid.add_column(Text(title), width=column_width, overflow="fold")
    for row in rows:
        grid.add_row(_pages_of(row), *(Text(text) for text in _shown(row)))
    page = Console(file=io.StringIO(), width=max(width, 1), color_system=None, legacy_windows=False)
    with page.capture() as captured:
        page.print(grid)
    yield from (line.rstrip() for line in captured.get().split("\n") if line.strip(" ╷╵"))
    yield ""


def _rows_by_value(rows: list[dict[str, Any]], header: list[str], width: int) -> Iterator[str]:
    """Yield rows as lines for each value after its column's title, for a terminal too narrow for columns."""
    for row in rows:
        yield f"p. {_pages_of(row)}"
        for column, text in enumerate(_shown(row)):
            title = header[column] if header[column] else f"column {column + 1}"
            yield from textwrap.wrap(
                f"{title}: {text or EMPTY}", max(width, 20), initial_indent="  ", subsequent_indent="    "
            )
        yield ""


def _shown(row: dict[str, Any]) -> list[str]:
    return [DITTO if inherited else text for text, inherited in zip(row["cells"], row["inherited"], strict=True)]


def _pages_of(row: dict[str, Any]) -> str:
    first, last = row["page_start"], row["page_end"]
    return str(first) if first == last else f"{first}-{last}"
