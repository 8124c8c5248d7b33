"""Cards printed side by side: the rows of their table are parted, so that each card is read by itself.

Two or three cards stand beside each other in one table: the same labels are printed twice in a row. Cards in columns of
text need no parting, since a column is read after the other; they are put into the order of the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ..records import PrintedLine, PrintedPiece
from ..reference.headers import header_key
from .card_labels import numbered_label

LabelOf = Callable[[PrintedLine, int], str | None]
LEVEL = 6.0  # points by which the tops of cards in one row of a page may differ


def without_sides(lines: Sequence[PrintedLine], label_of: LabelOf) -> list[PrintedLine]:
    """Return the rows of one table with cards side by side parted; those of any other table as they are.

    `label_of` returns the label that a cell of a row begins with.
    """
    begins = _beginnings(lines, label_of)
    if not begins:
        return list(lines)
    keys = [[header_key(label_of(line, place) or "") for place in range(len(line.cells))] for line in lines]
    first = next(key for row in keys for key in row if key)
    made: list[PrintedLine] = []
    block: list[PrintedLine] = []
    has_label = False
    for line, row in zip(lines, keys, strict=True):
        if first in row and has_label:
            titles = len(block) > 1 and all(numbered_label(cell) for cell in block[-1].cells if cell)
            made += _parted(block[:-1] if titles else block, begins)
            block, has_label = block[-1:] if titles else [], False
        block.append(line)
        has_label = has_label or any(row)
    return made + _parted(block, begins)


def _beginnings(lines: Sequence[PrintedLine], label_of: LabelOf) -> tuple[int, ...]:
    """Return the columns in which cards side by side begin, without the first; () where rows repeat no label."""
    seen: Counter[tuple[int, ...]] = Counter()
    labelled = 0
    for line in lines:
        places: dict[str, list[int]] = {}
        for place in range(len(line.cells)):
            if key := header_key(label_of(line, place) or ""):
                places.setdefault(key, []).append(place)
        labelled += bool(places)
        again = {tuple(own[1:]) for own in places.values() if len(own) > 1}
        if again:
            seen[min(again)] += 1
    if not seen or 2 * sum(seen.values()) < labelled:
        return ()
    return max(seen, key=lambda columns: (len(columns), seen[columns]))


def _parted(block: Sequence[PrintedLine], begins: Sequence[int]) -> list[PrintedLine]:
    """Return the rows of cards side by side, those of the left card first."""
    edges = _edges(block, begins)
    made: list[PrintedLine] = []
    for side in range(len(begins) + 1):
        for line in block:
            part = _side(line, side, begins, edges)
            if any(part.cells):
                made.append(part)
    return made


def _edges(block: Sequence[PrintedLine], begins: Sequence[int]) -> list[float]:
    """Return where the columns in which cards begin have their left edge, in points."""
    found = []
    for column in begins:
        boxes = [line.pieces[column][0].box for line in block if len(line.pieces) > column and line.pieces[column]]
        found.append(min((box[0] for box in boxes), default=0.0))
    return found


def _side(line: PrintedLine, side: int, begins: Sequence[int], edges: Sequence[float]) -> PrintedLine:
    """Return the cells of a row that belong to one of the cards; a title row's words by where they stand."""
    if len(line.cells) == 1:
        kept = [piece for piece in (line.pieces[0] if line.pieces else ()) if _side_of(piece, edges) == side]
        return replace(line, cells=(" ".join(piece.text for piece in kept),), pieces=(tuple(kept),))
    stops = (0, *begins, len(line.cells))
    start, stop = stops[side], stops[side + 1]
    spans = line.spans[start:stop] if line.spans else ()
    return replace(line, cells=line.cells[start:stop], pieces=line.pieces[start:stop], spans=spans, covered=())


def _side_of(piece: PrintedPiece, edges: Sequence[float]) -> int:
    return sum(piece.box[0] >= edge - 1 for edge in edges)


def are_beside(labels: Sequence[str]) -> bool:
    """Tell whether the labels of one line are those of cards side by side: one is printed twice."""
    keys = [header_key(label) for label in labels]
    words = [label.split() for label in labels]
    doubled = any(len(each) % 2 == 0 and each[: len(each) // 2] == each[len(each) // 2 :] for each in words if each)
    return doubled or len(set(keys)) < len(keys)


@dataclass(frozen=True, slots=True)
class Corner:
    """Where a card begins."""

    page: int
    top: float
    left: float


def in_page_order(corners: Sequence[Corner | None]) -> list[int]:
    """Return the places of the cards in the order of the page: row by row where two or more begin at one height."""
    order = list(range(len(corners)))
    made: list[int] = []
    for page in dict.fromkeys(corner.page if corner else None for corner in corners):
        own = [place for place in order if (corners[place].page if corners[place] else None) == page]  # type: ignore[union-attr]
        made += _rows_of_page(own, corners) if page is not None else own
    return made


def _rows_of_page(own: list[int], corners: Sequence[Corner | None]) -> list[int]:
    found = [(corner.top, corner.left, place) for place in own if (corner := corners[place]) is not None]
    rows: list[list[tuple[float, float, int]]] = []
    for each in sorted(found):
        if rows and each[0] - rows[-1][0][0] <= LEVEL:
            rows[-1].append(each)
        else:
            rows.append([each])
    if not any(len(row) > 1 for row in rows):
        return own
    return [place for row in rows for _, _, place in sorted(row, key=lambda each: each[1])]
