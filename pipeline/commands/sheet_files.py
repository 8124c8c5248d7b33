"""Tables that people fill in, as files: XLSX and CSV to write into, HTML to read and print.

What comes back was saved by Excel, LibreOffice or a text editor: with or without a byte-order mark, in UTF-8 or the
Windows encoding, with commas, semicolons or tabs, numbers as 3 or 3.0.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from ..errors import SourceUnreadable

Row = Mapping[str, str]
TABLE = "lectura"  # name of the worksheet that is filled in
GUIDE = "guía - guide"
WIDTHS = {"action": 50, "context": 40, "directive": 90, "note": 30, "action_id": 24, "directive_id": 22}
OTHER_WIDTH = 12
FILLED = ("directive_id", "grade", "primary", "note")  # columns that readers write into
NO_CLOCK = datetime(2000, 1, 1)  # in the file's properties, so that the same sheet is the same file
REMEDY = "Fill in a copy of the sheet as it was written: XLSX, or CSV in UTF-8."
HIDDEN = ("action_sha256", "directive_sha256")


def xlsx_of(columns: Sequence[str], rows: Iterable[Row], guide: str) -> bytes:
    """Return a workbook: the guide on one worksheet, the table to fill in on the other."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    book.properties.created = book.properties.modified = NO_CLOCK
    about = book.active
    about.title = GUIDE
    about.column_dimensions["A"].width = 120
    for line in guide.splitlines():
        about.append([line])
    table = book.create_sheet(TABLE)
    table.append(list(columns))
    for row in rows:
        table.append([row[name] for name in columns])
    for cells in table.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"  # a text that begins with = is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, letter in zip(columns, _letters(len(columns)), strict=True):
        table.column_dimensions[letter].width = WIDTHS.get(name, OTHER_WIDTH)
        table.column_dimensions[letter].hidden = name in HIDDEN
        table[f"{letter}1"].font = Font(bold=True)
        if name in FILLED:
            table[f"{letter}1"].fill = PatternFill("solid", start_color="FFF2CC")
    grades = DataValidation(type="list", formula1='"3,2,1"', allow_blank=True)
    letter = list(_letters(len(columns)))[list(columns).index("grade")]
    grades.add(f"{letter}2:{letter}{table.max_row}")
    table.add_data_validation(grades)
    table.freeze_panes = "A2"
    table.auto_filter.ref = table.dimensions
    book.active = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


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


def html_of(title: str, guide: str, rows: Iterable[Row]) -> bytes:
    """Return a page to read and print: the guide, then each action with its directives."""
    parts = [f"<!doctype html><html lang='es'><meta charset='utf-8'><title>{escape(title)}</title>", STYLE]
    parts += [f"<pre>{escape(guide)}</pre>"]
    last = None
    for row in rows:
        pair = (row["action_id"], row["target_plan_id"])
        if pair != last:
            parts.append(f"<h2>{escape(row['action_id'])} → {escape(row['target_plan_id'])}</h2>")
            parts.append(f"<p><b>{escape(row['action'])}</b></p><p class='context'>{escape(row['context'])}</p>")
            last = pair
        parts.append(f"<p class='directive'>☐ <b>{escape(row['directive_id'])}</b> {escape(row['directive'])}</p>")
    return "\n".join([*parts, "</html>", ""]).encode("utf-8")


STYLE = (
    "<style>body{font:15px/1.45 sans-serif;max-width:50em;margin:2em auto;padding:0 1em}pre{white-space:pre-wrap;"
    "font:inherit}h2{font-size:1.1em;border-top:1px solid #999;padding-top:1em;page-break-after:avoid}"
    ".context{color:#555}.directive{margin:.4em 0 .4em 1.5em;text-indent:-1.5em}</style>"
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
        text = raw.decode("utf-8-sig")
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
