"""Tables that people fill in with a spreadsheet: written so that Excel opens them, read in any form it saves.

Excel with Spanish settings reads a CSV with semicolons, in UTF-8 only where a byte-order mark stands first; it saves
with semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, and puts blank columns and rows behind the table. All of that
is read here. The user is told what had to be guessed.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ..csv_files import ANY_LENGTH, parse_csv, utf16_of
from ..errors import SourceUnreadable
from ..store import read_file
from ..text import shortened

BOM = b"\xef\xbb\xbf"
SEPARATORS = (";", ",", "\t")
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
FORMULA = ("=", "+", "-", "@", "\t")
REMEDY = "Save it as XLSX, or as CSV in UTF-8, with the header row as it was written."
DAMAGED = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, SyntaxError),  # the XML parser's errors are SyntaxErrors
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, MemoryError, AssertionError),
)  # what the reader of workbooks raises where a part of one is not as it expects
MOST_UNPACKED = 100 * 2**20  # bytes; 20,000 verdicts have 10 MB
WIDE, NARROW, LONG = 60, 14, 40


@dataclass(frozen=True)
class Sheet:
    """A table that came back."""

    path: Path
    rows: tuple[tuple[int, dict[str, str]], ...]  # line or row of the file, values by column, no white space around
    notes: tuple[str, ...] = ()  # what had to be guessed

    def say(self, tell: Callable[[str], None]) -> None:
        """Tell what had to be guessed, a line each."""
        for note in self.notes:
            tell(note)


def sheet_bytes(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as the file `path` is named: a workbook for .xlsx, tabs for .tsv, else CSV as Excel reads it."""
    if path.suffix.lower() == ".xlsx":
        return _workbook(columns, rows)
    text = io.StringIO()
    separator = "\t" if path.suffix.lower() == ".tsv" else ";"
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_no_formula(cell) for cell in row] for row in rows)
    return BOM + text.getvalue().encode("utf-8")


def _no_formula(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; the space is taken off when it comes back."""
    return f" {cell}" if cell.startswith(FORMULA) else cell


def _workbook(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    table = book.active
    for row in (columns, *rows):
        table.append(list(row))
    longest = [max((len(str(cell.value or "")) for cell in cells), default=0) for cells in table.iter_cols()]
    for cells in table.iter_rows():
        for cell in cells:
            cell.data_type = "s" if cell.value else "n"  # a text that begins with = is no formula
            cell.number_format = "@"  # a text stays one, whatever it looks like
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for cell, length in zip(table[1], longest, strict=True):
        cell.font = Font(bold=True)
        table.column_dimensions[cell.column_letter].width = WIDE if length > LONG else NARROW
    table.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read_sheet(path: Path, needed: Sequence[str]) -> Sheet:
    """Return the rows of a table that was filled in, in whatever form a spreadsheet saved it; blank rows are left out.

    The header may stand in other capitals and in another order. Refuses (SourceUnreadable) a file that cannot be read,
    one without a column of `needed`, and a row with more values than the header has columns.
    """
    raw = read_file(path, str(path), SourceUnreadable)
    if raw.startswith(OLD_EXCEL):
        raise SourceUnreadable(str(path), "it is a workbook of Excel 97-2003 (.xls)", "Save it as XLSX or CSV.")
    if raw.startswith(ZIP) or path.suffix.lower() == ".xlsx":
        return Sheet(path, tuple(_by_column(path, _workbook_rows(path, raw, needed), needed)))
    text, notes = _decoded(path, raw)
    separator, body = _separated(text, needed)
    rows = parse_csv(body, str(path), separator=separator, most=ANY_LENGTH, refusal=SourceUnreadable)
    return Sheet(path, tuple(_by_column(path, rows, needed)), notes)


def _decoded(path: Path, raw: bytes) -> tuple[str, tuple[str, ...]]:
    if encoding := utf16_of(raw):
        return raw.decode(encoding, errors="replace"), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = f"{path}: it is not UTF-8 and was read as Windows-1252; see whether the accents in your notes are right"
        return raw.decode("cp1252", errors="replace"), (note,)


def _separated(text: str, needed: Sequence[str]) -> tuple[str, str]:
    """Return the separator of the columns, as in the header, and the text without Excel's line `sep=;`."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= len("sep=;"):
        text = rest
    header = text.partition("\n")[0]

    def worth(separator: str) -> tuple[int, int]:
        rows = parse_csv(header, "header", separator=separator, most=ANY_LENGTH, refusal=SourceUnreadable)
        cells = rows[0][1] if rows else []
        return len(_known(cells, needed)), len(cells)

    return max(SEPARATORS, key=worth), text


def _known(cells: Sequence[str], needed: Sequence[str]) -> set[str]:
    return {_name(cell) for cell in cells} & set(needed)


def _name(cell: str) -> str:
    return cell.strip().lower()


def _workbook_rows(path: Path, raw: bytes, needed: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Return the rows of the worksheet whose first row has most of the columns `needed`."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _check_unpacked(path, raw)
        book = load_workbook(io.BytesIO(raw), data_only=True)
        sheets = [
            [[_text(cell) for cell in row] for row in each.iter_rows(values_only=True)] for each in book.worksheets
        ]
    except (*DAMAGED, InvalidFileException) as error:
        found = f"it is no workbook that can be read: {shortened(str(error))}"
        raise SourceUnreadable(str(path), found, REMEDY) from None
    best = max(sheets, key=lambda rows: len(_known(rows[0], needed)) if rows else -1, default=[])
    return list(enumerate(best, start=1))


def _check_unpacked(path: Path, raw: bytes) -> None:
    """Refuse (SourceUnreadable) a workbook of which the parts are larger than any sheet of verdicts."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        size = sum(part.file_size for part in parts.infolist())
    if size > MOST_UNPACKED:
        found = f"unpacked it has {size / 2**20:.0f} MB, more than {MOST_UNPACKED // 2**20}"
        raise SourceUnreadable(str(path), found, REMEDY)


def _text(value: Any) -> str:
    """Return a cell's value as it was typed: 3 for 3.0, a day as 2026-11-29."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _by_column(
    path: Path, rows: Sequence[tuple[int, list[str]]], needed: Sequence[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    header = [_name(cell) for cell in rows[0][1]] if rows else []
    if missing := [name for name in needed if name not in header]:
        found = f"it has no column {missing[0]!r}; its first row is {'; '.join(filter(None, header))[:120] or 'blank'}"
        raise SourceUnreadable(str(path), found, REMEDY)
    for line, cells in rows[1:]:
        values = [cell.strip() for cell in cells]
        if any(values[len(header) :]):
            found = f"{len(values)} values under {len(header)} columns"
            remedy = "A cell with the separator or a line break in it must stand in quotes: save it as XLSX."
            raise SourceUnreadable(f"{path} l. {line}", found, remedy)
        if any(values):
            values += [""] * (len(header) - len(values))
            yield line, {name: value for name, value in zip(header, values, strict=False) if name}
