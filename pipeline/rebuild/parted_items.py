"""Items of a plan in prose that stand in the middle of a line: the reader has joined them with the line above.

"Responsable: X. Plazo: 2027 • Abrir refugios …" ends the values of one action and begins the next. Without a cut the
next action would be a part of the last value, and be lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from ..records import PrintedLine, PrintedPiece
from ..text import BULLETS

MARKS = re.compile(rf"\s(?=[{BULLETS}]\s*\S)")
NUMBERS = re.compile(r"\s(?=(?P<number>\d{1,3}(?:\.\d{1,3})*)[.)]?-?\s+[^\W\d_a-z])")
Fits = Callable[[str], re.Match[str] | None]


def with_parted_items(lines: Iterable[PrintedLine], fits: Fits, has_label: Callable[[str], bool]) -> list[PrintedLine]:
    """Return lines cut before an item that stands behind values with labels.

    `fits` returns the match of an item. A number begins an item only if it follows the one before.
    """
    found: list[PrintedLine] = []
    last: str | None = None
    for line in lines:
        is_prose = line.table is None and len(line.cells) == 1 and line.role is None
        for part in _cut(line, fits, has_label, last) if is_prose else (line,):
            match = fits(part.cells[0]) if is_prose else None
            last = (match.groupdict().get("number") if match else None) or last
            found.append(part)
    return found


def _cut(line: PrintedLine, fits: Fits, has_label: Callable[[str], bool], last: str | None) -> Iterator[PrintedLine]:
    text = line.cells[0]
    if len(line.pieces[0]) > 1 if line.pieces else False:
        yield line  # over two pages: which piece a word stands in is not looked for
        return
    match = fits(text)
    last = (match.groupdict().get("number") if match else None) or last
    places = [each.end() for each in MARKS.finditer(text)]
    places += [each.end() for each in NUMBERS.finditer(text) if last is not None and _follows(last, each["number"])]
    place = next((at for at in sorted(places) if has_label(text[:at]) and fits(text[at:])), None)
    if place is None:
        yield line
        return
    yield _part(line, text[:place].rstrip())
    yield from _cut(_part(line, text[place:]), fits, has_label, last)


def _part(line: PrintedLine, text: str) -> PrintedLine:
    pieces: tuple[tuple[PrintedPiece, ...], ...] = tuple(
        tuple(replace(piece, text=text, marks=(), breaks=()) for piece in cell) for cell in line.pieces
    )
    return replace(line, cells=(text,), pieces=pieces)


def _follows(before: str, number: str) -> bool:
    """Tell whether a number comes next after another: 1.3 after 1.2. A code with a letter ("C4") is no number."""
    first, second = before.split("."), number.split(".")
    is_counted = first[-1].isdecimal() and second[-1].isdecimal()
    return is_counted and [*first[:-1], str(int(first[-1]) + 1)] == [*second[:-1], str(int(second[-1]))]
