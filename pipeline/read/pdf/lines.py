"""The lines of text outside tables, in reading order, with how they are printed: for documents of paragraphs.

Met here: numbers in the margin (oas-plan-3-sample, oas-plan-2), two columns, footnotes in smaller print at the foot of
the page, a footer at the end of each annex only ("IF-2025-…", ar-restitucion p. 8 and 10).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pipeline.read.pdf.document import PdfFile
from pipeline.read.pdf.faces import Marks, Run, marks_on, runs_of
from pipeline.read.pdf.fragments import Box
from pipeline.read.pdf.furniture import Line, Sheet, furniture_of
from pipeline.read.pdf.geometry import Floats
from pipeline.read.pdf.reader import FOOTNOTE, SMALLER, opened_sheet, page_numbers, refuse_without_text
from pipeline.read.pdf.reading import Vocabulary, lines_of_words
from pipeline.read.pdf.words import TextLayer, Words

NARROWEST = 0.25  # share of the page's width that a column of text has, at least
GUTTER = 10.0  # points of white space between two columns of text
FEWEST_LINES = 6  # of a column of text
PROSE = 0.6  # share of a column's width that most of its lines fill


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line outside the tables."""

    page: int
    text: str
    box: Box
    height: float  # points, of most of its words
    gap: float  # points of white space between it and the line above it in its column; the page's top for the first
    runs: tuple[Run, ...]
    role: str  # body | footnote | header | footer | page-number | watermark


def lines_of(path: str | Path, pages: Iterable[int] | None = None) -> list[TextLine]:
    """Return the lines of a PDF outside its tables, in reading order; `pages` counts from 1, None = all.

    Refuses what `read_pdf` refuses.
    """
    vocabulary = Vocabulary()
    sheets: list[Sheet] = []
    printed: list[tuple[Line, tuple[Run, ...]]] = []
    with PdfFile(path) as source:
        for page in source.pages(page_numbers(source, pages)):
            opened = opened_sheet(page, vocabulary)
            sheets.append(opened.sheet)
            if opened.layer is None or opened.words is None:
                continue
            marks = marks_on(page, opened.layer.view, opened.rules)
            printed += _printed_lines(opened.sheet, opened.words, opened.layer, marks)
    refuse_without_text(source.place, sheets)
    return _with_roles(sheets, printed)


def _printed_lines(sheet: Sheet, words: Words, layer: TextLayer, marks: Marks) -> list[tuple[Line, tuple[Run, ...]]]:
    outside = [index for line in sheet.lines for index in line.words]
    lines = []
    for members in _in_reading_order(words.boxes, sorted(outside), sheet.width):
        boxes = words.boxes[members]
        box = (*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist())
        text = " ".join(words.texts[index] for index in members)
        line = Line(sheet.number, text, box, tuple(members))
        lines.append((line, tuple(runs_of(layer, words, members, marks))))
    return lines


def _in_reading_order(boxes: Floats, members: list[int], width: float) -> list[list[int]]:
    """Return lines of word indexes; where the page has two columns of text, the left one first."""
    chosen = boxes[members]
    gutter = _gutter(chosen, width)
    if gutter is None:
        return [[members[index] for index in line] for line in lines_of_words(chosen)]
    across = _across(chosen, gutter)
    ordered: list[list[int]] = []
    zone_tops = sorted(chosen[across, 1].tolist())
    zone = np.searchsorted(zone_tops, chosen[:, 1] + 1)
    side = np.where(across, 0, np.where((chosen[:, 0] + chosen[:, 2]) / 2 < gutter, 1, 2))
    for key in sorted(set(zip(zone.tolist(), side.tolist(), strict=True))):
        group = np.flatnonzero((zone == key[0]) & (side == key[1]))
        ordered += [[members[group[index]] for index in line] for line in lines_of_words(chosen[group])]
    return ordered


def _across(boxes: Floats, gutter: float) -> npt.NDArray[np.bool_]:
    """Tell which words stand in a line that runs over both columns."""
    across = np.zeros(len(boxes), dtype=bool)
    for line in lines_of_words(boxes):
        left, right = boxes[line, 0], boxes[line, 2]
        before, after = right[right <= gutter], left[left >= gutter]
        is_over = len(before) + len(after) < len(line)
        across[line] = is_over or (len(before) and len(after) and after.min() - before.max() < GUTTER)
    return across


def _gutter(boxes: Floats, width: float) -> float | None:
    """Return the x between two columns of text; None where there is one column."""
    if len(boxes) < FEWEST_LINES * 4:
        return None
    start, stop = boxes[:, 0].min(), boxes[:, 2].max()
    lines = lines_of_words(boxes)
    for x in np.arange(start + NARROWEST * width, stop - NARROWEST * width, 2.0):
        apart = (boxes[:, 2] < x - GUTTER / 2) | (boxes[:, 0] > x + GUTTER / 2)
        if apart.mean() < 0.97:
            continue
        both = [line for line in lines if boxes[line, 0].min() < x < boxes[line, 2].max()]
        left = [boxes[line][boxes[line, 2] < x] for line in both]
        right = [boxes[line][boxes[line, 0] > x] for line in both]
        if len(both) >= FEWEST_LINES and _are_prose(left, x - start) and _are_prose(right, stop - x):
            return float(x)
    return None


def _are_prose(lines: list[Floats], width: float) -> bool:
    filled = [np.ptp(line[:, [0, 2]]) >= PROSE * width for line in lines if len(line)]
    return bool(sum(filled) * 2 > len(lines))


def _with_roles(sheets: list[Sheet], printed: list[tuple[Line, tuple[Run, ...]]]) -> list[TextLine]:
    by_page = {sheet.number: sheet for sheet in sheets}
    grouped: dict[int, list[Line]] = {sheet.number: [] for sheet in sheets}
    for line, _ in printed:
        grouped[line.page].append(line)
    regrouped = [replace(sheet, fragments=(), lines=tuple(grouped[sheet.number])) for sheet in sheets]
    furniture = furniture_of(regrouped)
    heights = {line: float(line.box[3] - line.box[1]) for line, _ in printed}
    usual = float(np.median([height for line, height in heights.items() if line not in furniture] or [10.0]))
    lines: list[TextLine] = []
    is_foot = False
    for line, runs in printed:
        above = lines[-1] if lines and lines[-1].page == line.page and lines[-1].box[1] < line.box[1] else None
        is_foot = line not in furniture and (
            _begins_footnotes(line, heights[line], usual, by_page[line.page]) or (is_foot and above is not None)
        )
        role = furniture.get(line, "footnote" if is_foot else "body")
        gap = line.box[1] - (above.box[3] if above else 0.0)
        lines.append(TextLine(line.page, line.text, line.box, heights[line], gap, runs, role))
    return lines


def _begins_footnotes(line: Line, height: float, usual: float, sheet: Sheet) -> bool:
    """Tell whether the footnotes of a page begin with this line: a mark, in smaller print or under a short rule."""
    if line.box[1] < sheet.height / 3 or FOOTNOTE.match(line.text) is None:
        return False
    ruled = any(
        0 <= line.box[1] + 3 - y < 3 * height and x1 - x0 < 0.6 * sheet.width and x0 <= line.box[0] + height
        for y, x0, x1 in sheet.strokes
    )
    return bool(height < SMALLER * usual or (ruled and line.text[:1].isdigit()))
