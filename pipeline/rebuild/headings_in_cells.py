"""Headings that the reader took for a line of a cell below or above: "… en las capitales Objetivo 4: La asistencia".

Where a table has rules between its rows alone, none below the last one, the heading of the next table stands right
below the last row, and the next header is one that is printed again; or the heading is the first line of the header's
first label ("Objetivo 4: La asistencia Acción"), which another table has without it. The heading is told by its word
and number, which other headings of the document have; a cell that speaks of one ("las metas del Objetivo 4: …") is left
as it is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ..records import PrintedLine
from ..reference.plan_words import accented, read_plan_words
from ..text import fold
from .heading_looks import COUNTED, look_of_text
from .parted_headers import parted_pieces

SHORTEST = 3  # words of the cell before the heading
WORD = "word "  # what the look of a heading with a word of its own begins with


def with_headings_apart(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return lines in which such a heading is a line of its own, below the row; it keeps the box of the cell."""
    looks = {look for line in lines if len(line.cells) == 1 and (look := _counted_look(line.cells[0]))}
    last = {line.table: place for place, line in enumerate(lines) if line.table is not None}
    labels = {line.cells[1:]: line.cells[0] for line in lines if line.spans and _counted_look(line.cells[0]) is None}
    made: list[PrintedLine] = []
    for place, line in enumerate(lines):
        label = labels.get(line.cells[1:]) if looks and line.spans and line.pieces and len(line.cells) > 1 else None
        if label and line.cells[0].endswith(f" {label}"):
            made += _with_title_above(line, label, looks)
            continue
        is_row = line.table is not None and not line.spans and len(line.cells) > 1 and place < last[line.table]
        made += _parted(line, looks) if looks and is_row and line.pieces else [line]
    return made


def _counted_look(text: str) -> str | None:
    """Return the look of a line that is a heading with its word and number."""
    look = look_of_text(" ".join(text.split()))
    if look is None or not look.startswith(WORD):
        return None
    rest = re.sub(rf"^{accented(look.removeprefix(WORD))}\s*", "", text, count=1, flags=re.IGNORECASE)
    return look if COUNTED.match(rest) else None


def _parted(line: PrintedLine, looks: Collection[str]) -> list[PrintedLine]:
    at = next((index for index, cell in enumerate(line.cells) if cell and not cell.isdigit()), None)
    if at is None or (start := next(_heading_starts(line.cells[at], looks), None)) is None:
        return [line]
    cell = line.cells[at]
    kept, rest = parted_pieces(line.pieces[at], cell[:start])
    row = replace(
        line,
        cells=tuple(cell[:start].rstrip() if index == at else each for index, each in enumerate(line.cells)),
        pieces=tuple(kept if index == at else each for index, each in enumerate(line.pieces)),
    )
    page = rest[0].page if rest else line.page
    title = replace(line, cells=(cell[start:],), pieces=(rest,), table=None, covered=(), page=page, opens_page=False)
    return [row, title]


def _with_title_above(line: PrintedLine, label: str, looks: Collection[str]) -> list[PrintedLine]:
    """Return a header and the heading that stands in its first label, above it."""
    heading = line.cells[0].removesuffix(label).rstrip()
    if _counted_look(heading) not in looks:
        return [line]
    above, own = parted_pieces(line.pieces[0], heading)
    title = replace(line, cells=(heading,), pieces=(above,), table=None, covered=(), spans=())
    return [title, replace(line, cells=(label, *line.cells[1:]), pieces=(own, *line.pieces[1:]), opens_page=False)]


def _heading_starts(cell: str, looks: Collection[str]) -> Iterator[int]:
    """Yield where a heading of one of some looks begins in a cell, behind words that do not speak of it."""
    small = set(map(fold, read_plan_words().small)) | {"del", "al"}
    for look in sorted(looks):
        for match in re.finditer(rf"(?<=\s){accented(look.removeprefix(WORD))}(?=\s)", cell, re.IGNORECASE):
            before = cell[: match.start()].split()
            is_apart = len(before) >= SHORTEST and fold(before[-1]) not in small and before[-1][-1] not in ",;:("
            if cell[match.start()].isupper() and is_apart and _counted_look(cell[match.start() :]) == look:
                yield match.start()
