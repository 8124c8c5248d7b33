"""How likely a logical table is right, and what in it is doubtful."""

from __future__ import annotations

from dataclasses import dataclass

from .doubt_weights import SAID, share_wrong
from .grid.fragments import Fragment, GridDoubt
from .grid.grid_doubts import BLANK_COLUMN
from .join_doubts import doubts_of_joins
from .page.doubts import Doubt
from .prose.page_records import Reading
from .table.join import LogicalTable

EACH_BREAK = 0.99
NO_ROWS = "labels without rows"
PAGE_CODES = (
    "page_ocr",
    "page_unread",
    "text_layer_doubtful",
    "engines_differ",
)  # that are about the page's tables, too


@dataclass(frozen=True, slots=True)
class TableDoubt:
    """One doubt about one table; `row` and `column` count from 0, None = about all of them."""

    page: int
    row: int | None
    column: int | None
    reason: str
    other: str | None  # the other reading, where there is one


def confidence_of(table: LogicalTable, reading: Reading) -> tuple[float, tuple[TableDoubt, ...]]:
    """Return how likely every cell, row and join of a table is right, 0 to 1, and the doubts about it.

    All signs on the table are weighed together; they are its doubts if they make it likely enough that it is wrong.
    """
    signs = signs_of(table, reading)
    wrong = share_wrong(sign.reason for sign in signs)
    right = (1 - wrong) * EACH_BREAK ** (len(table.pages) - 1)
    return round(right, 4), tuple(signs) if wrong >= SAID else ()


def signs_of(table: LogicalTable, reading: Reading) -> list[TableDoubt]:
    """Return all signs that a table may be wrong, weak ones too.

    A sign is seen on the page: a word over the side of its cell, lines that may be rows, numbers of two columns in one
    cell, text beside the table in its columns, a join that may be wrong, a page read with doubt. `row` counts in the
    logical table; it is None where the sign is about the header.
    """
    signs = [TableDoubt(doubt.page, None, None, doubt.detail, doubt.text or None) for doubt in reading.doubts
             if doubt.page in table.pages and doubt.severity == "doubt" and doubt.code in PAGE_CODES]  # fmt: skip
    for index, _ in table.sources:
        fragment = reading.fragments[index]
        signs += [_about(table, fragment, doubt) for doubt in fragment.doubts if not _is_filled(table, doubt)]
    signs += [TableDoubt(page, None, None, reason, other) for page, reason, other in doubts_of_joins(table, reading)]
    if table.header and not table.rows and all(sign.reason != NO_ROWS for sign in signs):
        signs.append(TableDoubt(table.pages[0], None, None, NO_ROWS, "the header of the next table"))
    return signs


def doubts_of_tables(reading: Reading) -> tuple[Doubt, ...]:
    """Return the doubts about the tables of a reading as doubts about its pages, for `issues`.

    Doubts about a whole page are left out here, because `reading.doubts` has them.
    """
    said = {doubt.detail for doubt in reading.doubts}
    return tuple(
        Doubt("table_doubtful", "doubt", doubt.page, f"table {number}{_place(doubt)}: {doubt.reason}{_other(doubt)}")
        for number, table in enumerate(reading.tables, start=1)
        for doubt in confidence_of(table, reading)[1]
        if doubt.reason not in said
    )


def _place(doubt: TableDoubt) -> str:
    row = "" if doubt.row is None else f", row {doubt.row + 1}"
    return row if doubt.column is None else f"{row}, column {doubt.column + 1}"


def _other(doubt: TableDoubt) -> str:
    return f"; the other reading: {doubt.other}" if doubt.other else ""


def _is_filled(table: LogicalTable, doubt: GridDoubt) -> bool:
    """Tell whether a column that is blank on one page has a label, or text on other pages."""
    if doubt.column is None or doubt.row is not None or doubt.reason != BLANK_COLUMN:
        return False
    if any(table.header[doubt.column : doubt.column + 1]):
        return True
    cells = [row.cells[doubt.column] for row in table.rows if doubt.column < len(row.cells)]
    return any(cell.column_count == 1 and cell.first_line for cell in cells)


def _about(table: LogicalTable, fragment: Fragment, doubt: GridDoubt) -> TableDoubt:
    """Return a doubt about a fragment as one about the table: its row is the table's row that stands there."""
    row = None if doubt.row is None else _row_at(table, fragment.page, float(fragment.grid.rows[doubt.row]))
    return TableDoubt(fragment.page, row, doubt.column, doubt.reason, doubt.other)


def _row_at(table: LogicalTable, page: int, top: float) -> int | None:
    """Return the row of a table that begins at a height (points) on a page; None where it is the header's."""
    for number, row in enumerate(table.rows):
        tops = [piece.top for cell in row.cells for piece in cell.pieces if piece.page == page]
        if tops and max(tops) >= top - 1 and row.page_start <= page <= row.page_end:
            return number
    return None
