"""Headers of two rows that the reader reads whole in one table of a document, and not in another.

In some tables LibreOffice draws no rule between "Início" and "Término" below "Prazo": the reader takes both as one cell
of the first row. Where another table of the document has the same labels in two rows, the header is that one's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..records import PrintedLine, PrintedPiece
from .plan_tables import PrintedTable, printed_tables


def with_repeated_headers(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return lines in which the second row of a header, read as a row, has the cells that another table shows."""
    tables = printed_tables(lines)
    whole = {_words(table.headers[0]): table.headers for table in tables if len(table.headers) == 2}
    new: dict[int, PrintedLine] = {}
    for table in tables if whole else ():
        new |= dict(_mended(table, whole.get(_words(table.headers[0])) if len(table.headers) == 1 else None))
    return [new.get(id(line), line) for line in lines]


def _words(line: PrintedLine) -> tuple[str, ...]:
    return tuple(word for cell in line.cells for word in cell.split())


def _mended(table: PrintedTable, known: Sequence[PrintedLine] | None) -> Iterator[tuple[int, PrintedLine]]:
    """Yield the two rows of a header in the make-up of the known one, by the id of the line that each replaces."""
    if known is None or not table.rows or len(known[0].cells) != len(table.headers[0].cells):
        return
    upper, lower = table.headers[0], table.rows[0]
    if _words(lower) != _words(known[1]) or lower.cells == known[1].cells:
        return
    yield id(upper), replace(upper, spans=known[0].spans)
    yield (
        id(lower),
        replace(lower, cells=known[1].cells, pieces=_parted(lower, known[1]), spans=known[1].spans, covered=()),
    )


def _parted(line: PrintedLine, known: PrintedLine) -> tuple[tuple[PrintedPiece, ...], ...]:
    """Return the pieces of a row, word by word, in the cells of another row with the same words."""
    words = [
        replace(piece, text=word, marks=()) for cell in line.pieces for piece in cell for word in piece.text.split()
    ]
    found: list[tuple[PrintedPiece, ...]] = []
    for cell in known.cells:
        count = len(cell.split())
        found.append(tuple(words[:count]))
        words = words[count:]
    return tuple(found)
