"""Tables that people fill in, as files: XLSX and CSV to write into, HTML to read and print.

What comes back was saved by Excel, LibreOffice or a text editor: with or without a byte-order mark, in UTF-8 or the
Windows encoding or UTF-16, with commas, semicolons or tabs, numbers as 3 or 3.0.
"""

from __future__ import annotations

import csv
import io
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from ..errors import SourceUnreadable

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
REMEDY = "Fill in a copy of the sheet as it was written: XLSX, or CSV in UTF-8."
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
    """Return the table as CSV in UTF-8 with a byte-order mark, by which Excel knows the encoding."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[name] for name in columns] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode("utf-8")


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
    rows = _xlsx_rows(path, needed) if path.suffix.lower() == ".xlsx" else _csv_rows(path)
    header = [cell.strip() for cell in rows[0]] if rows else []
    if missing := [name for name in needed if name not in header]:
        raise SourceUnreadable(str(path), f"it has no column {missing[0]!r}", REMEDY)
    filled = []
    for line, cells in enumerate(rows[1:], start=2):
        padded = [*cells, *[""] * (len(header) - len(cells))]
        filled.append((line, dict(zip(header, (cell.strip() for cell in padded), strict=False))))
    return filled


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceUnreadable(str(path), f"cannot be read: {error.strerror}", REMEDY) from None
    try:
        text = raw.decode("utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")  # Excel's "CSV" without more; ids and grades are plain letters
    header = text.partition("\n")[0]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count)))


def _xlsx_rows(path: Path, needed: Sequence[str]) -> list[list[str]]:
    """Return the cells of the first worksheet whose first row has the columns `needed`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, data_only=True)
    except (OSError, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise SourceUnreadable(str(path), f"is no workbook that can be read: {error}", REMEDY) from None
    sheets = [[[_text(cell) for cell in cells] for cells in sheet.iter_rows(values_only=True)] for sheet in book]
    return next((rows for rows in sheets if rows and set(needed) <= set(rows[0])), [])


def _text(value: Any) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
