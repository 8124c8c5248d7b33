"""Tables that people fill in, as files: XLSX and CSV to write into, HTML to read and print.

`spreadsheets` reads them back, whatever program saved them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from .spreadsheets import read_sheet, sheet_bytes

Row = Mapping[str, str]
TABLE = "lectura"  # name of the worksheet that is filled in
GUIDE = "guía - guide"
DIRECTIVES = "directrices"  # worksheet with every directive, to look one up
WIDTHS = {"text": 100, "note": 30, "action_id": 26, "directive_id": 22}
OTHER_WIDTH = 12
FILLED = ("directive_id", "grade", "primary", "note")  # columns that readers write into
TO_FILL = "FFF2CC"  # yellow
OF_ACTIONS = "DDE6F0"  # pale blue: the line of an action, above those of its directives
NO_CLOCK = datetime(2000, 1, 1)  # in the file's properties, so that the same sheet is the same file
HIDDEN = ("action_sha256", "directive_sha256")


def xlsx_of(columns: Sequence[str], rows: Sequence[Row], guide: str, directives: Iterable[tuple[str, str]]) -> bytes:
    """Return a workbook: the guide, the table to fill in, and every directive to look up, each on a worksheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.properties.created = book.properties.modified = NO_CLOCK
    _write_lines(book.active, GUIDE, [(line,) for line in guide.splitlines()], (120,))
    table = book.create_sheet()
    lines = [tuple(columns), *(tuple(row[name] for name in columns) for row in rows)]
    _write_lines(table, TABLE, lines, [WIDTHS.get(name, OTHER_WIDTH) for name in columns])
    _mark_headers(table, columns)
    for place, row in enumerate(rows, start=2):
        if row["line"] == rows[0]["line"]:
            _fill(table[place], OF_ACTIONS)
    _write_lines(book.create_sheet(), DIRECTIVES, [("directive_id", "text"), *directives], (22, 120))
    book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_lines(sheet: Any, title: str, lines: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """Write lines of texts into a worksheet, wrapped; a text that begins with = stays a text."""
    from openpyxl.styles import Alignment

    sheet.title = title
    for line in lines:
        sheet.append([cell or None for cell in line])
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip(_letters(len(widths)), widths, strict=True):
        sheet.column_dimensions[letter].width = width


def _mark_headers(table: Any, columns: Sequence[str]) -> None:
    """Show which columns are to be filled in, offer the grades, hide the hashes."""
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, letter in zip(columns, _letters(len(columns)), strict=True):
        table.column_dimensions[letter].hidden = name in HIDDEN
        table[f"{letter}1"].font = Font(bold=True)
        if name in FILLED:
            table[f"{letter}1"].fill = PatternFill("solid", start_color=TO_FILL)
        if name == "grade":
            grades = DataValidation(type="list", formula1='"3,2,1"', allow_blank=True)
            grades.add(f"{letter}2:{letter}{table.max_row}")
            table.add_data_validation(grades)
    table.freeze_panes = "A2"
    table.auto_filter.ref = table.dimensions


def _fill(cells: Iterable[Any], colour: str) -> None:
    from openpyxl.styles import Font, PatternFill

    for cell in cells:
        cell.fill, cell.font = PatternFill("solid", start_color=colour), Font(bold=True)


def _letters(count: int) -> Iterator[str]:
    from openpyxl.utils import get_column_letter

    return (get_column_letter(place) for place in range(1, count + 1))


def csv_of(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the table as CSV as Excel with Spanish settings opens it."""
    return sheet_bytes(Path("sheet.csv"), columns, ([row[name] for name in columns] for row in rows))


def html_of(guide: str, rows: Sequence[Row], directives: Iterable[tuple[str, str]]) -> bytes:
    """Return a page to read and print: the guide, each action with its directives, and every directive at the end."""
    parts = ["<!doctype html><html lang='es'><meta charset='utf-8'><title>Hoja de lectura</title>", STYLE]
    parts += [f"<pre>{escape(guide)}</pre>"]
    for row in rows:
        named, text = escape(row["directive_id"]), escape(row["text"])
        if row["line"] == rows[0]["line"]:
            parts.append(f"<h2>{escape(row['action_id'])} → {escape(row['target_plan_id'])}</h2><p><b>{text}</b></p>")
        else:
            parts.append(f"<p class='directive'>☐ <b>{named}</b> {text}</p>")
    parts.append("<h2>Todas las directrices / all directives</h2>")
    parts += [f"<p class='directive'><b>{escape(named)}</b> {escape(text)}</p>" for named, text in directives]
    return "\n".join([*parts, "</html>", ""]).encode("utf-8")


STYLE = (
    "<style>body{font:15px/1.45 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}pre{white-space:pre-wrap;"
    "font:inherit}h2{font-size:1.1em;border-top:1px solid #999;padding-top:1em;page-break-after:avoid}"
    ".directive{margin:.4em 0 .4em 1.5em;text-indent:-1.5em}</style>"
)


def read_filled(path: Path, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a table that was filled in, each with its line: values without white space around them.

    Refuses (SourceUnreadable) a file that is no such table, or that lacks one of the columns `needed`.
    """
    return list(read_sheet(path, needed).rows)
