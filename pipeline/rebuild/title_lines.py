"""Titles over the tables of a PDF that are printed on two lines or three, each of which the reader took for a title.

Bold lines of one type that stand one below the other are titles of their own ("EJE 1" over "OBJETIVO 1"), or one that
is too long for its line ("… GENERALES Y FORMACIÓN PARA" over "EL TRABAJO Y DESARROLLO HUMANO", Timbiquí 2012 p. 37).
They are one where the first cannot end so: with a preposition, before a small letter, or where the next word had no
room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..records import PrintedLine
from ..reference.plan_words import read_plan_words
from ..text import fold
from .heading_looks import LONG, look_of_text

CLOSE = 1.0  # heights of a line: white between the lines of one title, at most
ALIKE = 0.5  # points by which the sizes of its lines differ, at most


def with_whole_titles(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return lines in which a title over several lines is one line, with the pieces of all."""
    sides = _sides(lines)
    found: list[PrintedLine] = []
    for line in lines:
        before = found[-1] if found else None
        if before is not None and _goes_on(before, line, sides.get(line.page or 0, (0.0, 0.0))):
            pieces = tuple(piece for cell in (*before.pieces, *line.pieces) for piece in cell)
            found[-1] = replace(before, cells=(f"{before.cells[0]} {line.cells[0]}",), pieces=(pieces,))
        else:
            found.append(line)
    return found


def _sides(lines: Sequence[PrintedLine]) -> dict[int, tuple[float, float]]:
    """Return how far the text and tables of each page reach to the left and right."""
    found: dict[int, tuple[float, float]] = {}
    for line in lines:
        for piece in (piece for cell in line.pieces for piece in cell):
            left, right = found.get(piece.page, (piece.box[0], piece.box[2]))
            found[piece.page] = (min(left, piece.box[0]), max(right, piece.box[2]))
    return found


def _goes_on(before: PrintedLine, line: PrintedLine, sides: tuple[float, float]) -> bool:
    """Tell whether a line goes on with the title before it."""
    if not (_is_title(before) and _is_title(line)) or before.page != line.page:
        return False
    if abs((before.size or 0.0) - (line.size or 0.0)) > ALIKE or (before.is_bold, before.is_shaded) != (
        line.is_bold,
        line.is_shaded,
    ):
        return False
    first, second = before.cells[0], line.cells[0]
    upper, lower = before.pieces[0][-1].box, line.pieces[0][0].box
    height = line.size or lower[3] - lower[1]
    if not 0 <= lower[1] - upper[3] + height <= (1 + CLOSE) * height or len(first) + len(second) > LONG:
        return False
    look = look_of_text(second)
    if (look is not None and look != "capitals") or first.endswith((".", ":", ";")):
        return False
    if second[:1].islower() or fold(first.split()[-1]) in map(fold, read_plan_words().small):
        return True
    letter = (upper[2] - upper[0]) / len(before.pieces[0][-1].text)
    return upper[2] - upper[0] + letter * (1 + len(second.split()[0])) > sides[1] - sides[0]


def _is_title(line: PrintedLine) -> bool:
    """Tell whether a line outside the tables is set as a title: in bold type or on a bar."""
    is_text = line.table is None and line.role is None and len(line.cells) == 1 and bool(line.pieces and line.pieces[0])
    return is_text and (line.is_bold or line.is_shaded) and bool(line.cells[0])
