"""Headers of two rows of which the reader takes the second for a row with one cell.

In some tables LibreOffice draws no rule between "Início" and "Término" below "Prazo": the reader takes both as one cell
of the first row, and the second column has no header. Where another table of the document has the same labels in two
rows, the header is that one's; else each of the columns has one of the words, if there are as many of both.
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
    for table in tables:
        if len(table.headers) == 1 and table.rows:
            known = whole.get(_words(table.headers[0])) or _with_one_word_each(table)
            new |= dict(_mended(table, known))
    return [new.get(id(line), line) for line in lines]


def _words(line: PrintedLine) -> tuple[str, ...]:
    return tuple(word for cell in line.cells for word in cell.split())


def _with_one_word_each(table: PrintedTable) -> tuple[PrintedLine, PrintedLine] | None:
    """Return both rows of a header whose last label is over several columns, a word below it over each; else None."""
    upper, lower = table.headers[0], table.rows[0]
    width = len(upper.cells)
    last = max((place for place, cell in enumerate(upper.cells) if cell), default=width)
    filled = [place for place, cell in enumerate(lower.cells) if cell]
    if filled != [last] or len(lower.cells) != width or any(span != 1 for span in upper.spans):
        return None
    words, count = lower.cells[last].split(), width - last
    below = [row for row in table.rows[1:] if len(row.cells) == width]
    if count < 2 or len(words) != count or 2 * sum(all(row.cells[last:]) for row in below) <= len(below):
        return None
    cells = (*("",) * last, *words)
    spans = (*upper.spans[:last], count, *(0,) * (count - 1))
    return replace(upper, spans=spans), replace(lower, cells=cells, spans=(1,) * width)


def _mended(table: PrintedTable, known: Sequence[PrintedLine] | None) -> Iterator[tuple[int, PrintedLine]]:
    """Yield the two rows of a header in the make-up of the known one, by the id of the line that each replaces."""
    if known is None or len(known[0].cells) != len(table.headers[0].cells):
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
        replace(piece, text=word, marks=(), breaks=())
        for cell in line.pieces
        for piece in cell
        for word in piece.text.split()
    ]
    found: list[tuple[PrintedPiece, ...]] = []
    for cell in known.cells:
        count = len(cell.split())
        found.append(tuple(words[:count]))
        words = words[count:]
    return tuple(found)
