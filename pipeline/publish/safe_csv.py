"""CSV for spreadsheets: no cell of a document is taken for a formula, and no character is lost.

A spreadsheet computes a cell that begins with =, +, - or @. A document may print one by chance ("-Constancia de
registro", ar-restitucion) or by design ("=HYPERLINK(…)"). An apostrophe is written before such a cell, and before one
that begins with an apostrophe. Taking one apostrophe off the cells that begin with one gives the published ones back.
"""

from __future__ import annotations

import csv
import io

from ..csv_files import ANY_LENGTH, parse_csv
from ..errors import SourceUnreadable
from ..schema import Table

TAKEN_FOR_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the last four are full-width
GUARD = "'"  # stands before a cell that a spreadsheet would compute


def guard(cell: str) -> str:
    """Return a cell that no spreadsheet computes."""
    return GUARD + cell if cell.startswith((*TAKEN_FOR_FORMULAS, GUARD)) else cell


def unguard(cell: str) -> str:
    """Return the cell that `guard` was given."""
    return cell.removeprefix(GUARD)


def guarded_csv(table: Table, text: str, separator: str = ",") -> str:
    """Return a published CSV table with its text cells guarded; numbers stay as they are."""
    rows = [row for _, row in parse_csv(text, f"{table.name}.csv", most=ANY_LENGTH, refusal=SourceUnreadable)]
    texts = {column.name for column in table.columns if column.type == "string"}
    header = rows[0]
    is_text = [name in texts for name in header]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n", delimiter=separator)
    writer.writerow(header)
    for row in rows[1:]:
        writer.writerow([guard(cell) if text else cell for cell, text in zip(row, is_text, strict=True)])
    return out.getvalue()
