"""The lines of text outside tables, in reading order, and how they are printed. Documents of paragraphs need them.

Met here: numbers in the margin (oas-plan-3-sample, oas-plan-2), two columns, footnotes in smaller print at the foot of
the page, a footer at the end of each annex only ("IF-2025-…", ar-restitucion p. 8 and 10).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from ..page.drawing import Box
from ..page.typefaces import Run
from .furniture import FOOTNOTE_BEGINS, SMALLER
from .page_records import Line, Reading, Sheet

HANGING = re.compile(r"[gjpqyçQ,;()\[\]{}|/]")  # letters and marks that reach below the line
FEWEST_LINES = 3  # of a kind, from which on its own usual height is known
UNDER = 2.5  # points below a line where its underlines run


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside the tables."""

    page: int
    text: str
    box: Box
    height: float  # points; of most of its words
    gap: float  # points of white space between it and the line above it in its column; the page's top for the first
    runs: tuple[Run, ...]  # () where the reading was not asked how words are printed
    role: str  # body | footnote | header | footer | page-number | watermark
    column: int = 0  # of its page; 0 = over the whole page
    first_width: float = 0.0  # points, of its first word
    is_shaded: bool = False  # True where a bar of colour lies behind it
    is_marked: bool = False  # True where a bullet is drawn before it

    @property
    def is_bold(self) -> bool:
        """True where most of its letters are bold."""
        bold = sum(len(run.text) for run in self.runs if run.face.is_bold)
        return 2 * bold > sum(len(run.text) for run in self.runs)

    @property
    def size(self) -> float:
        """Size in points of the type of most of the line; the height of its box if runs were not asked for."""
        letters: Counter[float] = Counter()
        for run in self.runs:
            letters[round(run.size, 1)] += len(run.text)
        return max(letters, key=lambda size: (letters[size], size)) if letters else self.height

    @property
    def baseline(self) -> float:
        """Points from the page's top."""
        return max((run.baseline for run in self.runs if not run.face.is_raised), default=self.box[3])


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual height of the body's lines. The box of a line without p, q or a comma is lower, with the same type."""

    low: float  # points; of lines without letters below the baseline
    deep: float  # points, of the others
    size: float  # points, of the type; 0 where it is not known

    def is_smaller(self, line: TextLine) -> bool:
        """Tell whether a line is in smaller print than the body."""
        if line.runs and self.size:
            return line.size < SMALLER * self.size
        return line.height < SMALLER * (self.deep if HANGING.search(line.text) else self.low)


def usual_of(reading: Reading) -> Usual:
    """Return the usual height of the lines of a reading, without tables and furniture."""
    plain = [(sheet, at, line) for sheet in reading.sheets for at, line in enumerate(sheet.lines)
             if line not in reading.furniture]  # fmt: skip
    heights = [line.box[3] - line.box[1] for _, _, line in plain] or [10.0]
    deep = [height for height, (_, _, line) in zip(heights, plain, strict=False) if HANGING.search(line.text)]
    low = [height for height, (_, _, line) in zip(heights, plain, strict=False) if not HANGING.search(line.text)]
    sizes = [run.size for sheet, at, _ in plain if sheet.runs for run in sheet.runs[at] for _ in run.text]
    low_height, deep_height = (float(np.median(kind if len(kind) >= FEWEST_LINES else heights)) for kind in (low, deep))
    return Usual(low_height, deep_height, float(np.median(sizes)) if sizes else 0.0)


def text_lines(reading: Reading) -> list[TextLine]:
    """Return the lines of a reading outside its tables, in reading order, each with its role."""
    usual = usual_of(reading)
    return [line for sheet in reading.sheets for line in _lines_on(sheet, reading.furniture, usual)]


def _lines_on(sheet: Sheet, furniture: dict[Line, str], usual: Usual) -> list[TextLine]:
    lines: list[TextLine] = []
    is_foot = is_small = False
    for index, line in enumerate(sheet.lines):
        height = float(line.box[3] - line.box[1])
        above = lines[-1] if lines and lines[-1].box[1] < line.box[1] else None
        gap = line.box[1] - (above.box[3] if above else 0.0)
        runs = sheet.runs[index] if sheet.runs else ()
        placed = (line.column, line.first_width, line.is_shaded, line.is_marked)
        made = TextLine(line.page, line.text, line.box, height, gap, runs, "body", *placed)
        begins = line not in furniture and _begins_footnotes(line, usual.is_smaller(made), sheet)
        is_small = usual.is_smaller(made) if begins else is_small
        goes_on = is_foot and above is not None and (not is_small or usual.is_smaller(made))
        is_foot = line not in furniture and (begins or goes_on)
        lines.append(replace(made, role=furniture.get(line, "footnote" if is_foot else "body")))
    return lines


def _begins_footnotes(line: Line, is_smaller: bool, sheet: Sheet) -> bool:
    """Tell whether the footnotes of a page begin with this line: a mark, in smaller print or under a short rule."""
    if line.box[1] < sheet.height / 3 or FOOTNOTE_BEGINS.match(line.text) is None:
        return False
    height = line.box[3] - line.box[1]
    ruled = any(
        0 <= line.box[1] + 3 - y < 3 * height and x1 - x0 < 0.6 * sheet.width and x0 <= line.box[0] + height
        for y, x0, x1 in sheet.strokes
        if not _marks_words(y, x0, x1, sheet)
    )
    return is_smaller or (ruled and line.text[:1].isdigit())


def _marks_words(y: float, x0: float, x1: float, sheet: Sheet) -> bool:
    """Tell whether a rule runs through or just below words, as strikes and underlines do."""
    return any(
        line.box[1] < y < line.box[3] + UNDER and min(x1, line.box[2]) - max(x0, line.box[0]) > 0
        for line in sheet.lines
    )
