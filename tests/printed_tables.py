"""Lines of a PDF as the readers hand them on, made without a PDF: tables and lines of text, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from directriz.records import PrintedLine, PrintedPiece

FILE = "plan.pdf"
Row = Sequence[str]


def text_line(page: int, text: str, place: int = 0) -> PrintedLine:
    """Return a line of text outside the tables."""
    return PrintedLine(FILE, page, None, (text,), pieces=(_pieces(page, text, place, 0),), size=10.0)


def table_lines(number: int, header: Row, rows: Sequence[tuple[int, Row]]) -> Iterator[PrintedLine]:
    """Yield the header and the rows of a table; each row with its page."""
    first = rows[0][0]
    yield PrintedLine(FILE, first, None, tuple(header), pieces=_row(first, header, 0), spans=(1,) * len(header),
                      table=number)  # fmt: skip
    for place, (page, row) in enumerate(rows, start=1):
        yield PrintedLine(FILE, page, None, tuple(row), pieces=_row(page, row, place), table=number)


def _row(page: int, cells: Row, place: int) -> tuple[tuple[PrintedPiece, ...], ...]:
    return tuple(_pieces(page, cell, place, column) for column, cell in enumerate(cells))


def _pieces(page: int, text: str, place: int, column: int) -> tuple[PrintedPiece, ...]:
    box = (100.0 * column, 20.0 * place, 100.0 * column + 90, 20.0 * place + 10)
    return (PrintedPiece(page, box, text),) if text else ()
