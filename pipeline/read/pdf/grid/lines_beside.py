"""Doubts about a table because of lines of text above, below and beside it: they may be its rows, or continue one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ....language import begins_note
from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.words import places_of
from .fragments import Fragment, GridDoubt
from .lines_in_pieces import APART, MOST_WORDS, SAME_PLACE, SPACE, is_one_place, line_in_pieces
from .text_doubts import is_open

MOST_LEFT = 4  # lines above and below a table that are looked at
CLOSE = 0.6  # of the distance of rows: a title above them is no farther off
FEWEST_WORDS = 4  # between rules beside a table
CAPTION = re.compile(r"^[^\W\d]+ (?:[\dIVX]+(?:[.\-]\d+)*|[^\W\d]{1,2})[.:]")  # "Quadro II: …", "Table A."


def doubts_of_lines_beside(fragment: Fragment, depth: int, outside: Sequence[int], lying: Floats) -> list[GridDoubt]:
    """Return doubts about a fragment, with `depth` header rows, because of the words `outside` all tables of the page.

    `lying` (y, x0, x1) are the horizontal rules of the page.
    """
    if fragment.page_words.turned or not len(outside):
        return []
    found = _below(fragment, outside) + _beside_ends(fragment, outside, depth)
    return found + _between_rules(fragment, outside, lying)


def _below(fragment: Fragment, outside: Sequence[int]) -> list[GridDoubt]:
    """Return a doubt if a text of the last row may continue below the table."""
    words, height = fragment.page_words, fragment.line_height
    boxes = words.boxes[list(outside)]
    x0, _, x1, _ = fragment.box
    last = [cell for cell in fragment.cells if cell.words and cell.span.row + cell.span.row_count == fragment.row_count]
    bottom = max((cell.box[3] for cell in last), default=fragment.box[3])
    near = np.flatnonzero(
        (boxes[:, 1] > bottom - 0.3 * height)
        & (boxes[:, 1] < bottom + 0.8 * height)
        & (boxes[:, 0] > x0 - 2)
        & (boxes[:, 2] < x1 + 2)
    )
    if not len(near):
        return []
    for place in near.tolist():
        left = boxes[place, 0] - boxes[near, 2]
        if ((left > -1) & (left < SPACE * height)).any():
            continue
        text = words.texts[outside[place]]
        for cell in last:
            goes_on = bool(cell.lines) and (text[:1].islower() or is_open(words, cell.lines[-1]))
            left, _, right, _ = boxes[place].tolist()
            if (
                goes_on
                and min(abs(cell.box[0] - left), abs(cell.box[0] + cell.box[2] - left - right) / 2) < 0.5 * height
            ):
                return [GridDoubt(fragment.row_count - 1, cell.span.column, "its text may go on below the table", text)]
    return []


def _beside_ends(fragment: Fragment, outside: Sequence[int], depth: int) -> list[GridDoubt]:
    """Return a doubt for a short line right above or below a table, in its first column, as far off as its rows are."""
    words, height, grid = fragment.page_words, fragment.line_height, fragment.grid
    if fragment.row_count < 2:
        return []
    places, pitch, white = places_of(words), float(np.median(np.diff(grid.rows))), _white_between(fragment)
    filled = [cell for cell in fragment.cells if cell.words]
    first, last = min(cell.box[1] for cell in filled), max(cell.box[3] for cell in filled)
    left = min((cell.box[0] for cell in filled if cell.span.column == 0), default=grid.box[0])
    found = []
    lines = lines_among(places, outside)
    for number, line in enumerate(lines):
        top, bottom = min(places[word][1] for word in line), max(places[word][3] for word in line)
        apart = max(first - bottom, top - last)
        if not -0.3 * height < apart < max(1.2 * height, white + 0.2 * height):
            continue
        is_above = bottom < first + 0.3 * height
        row = 0 if is_above else fragment.row_count - 1
        if (
            abs(places[line[0]][0] - left) < 0.5 * height
            and len(line) <= MOST_WORDS
            and not _is_caption_or_note(" ".join(words.texts[word] for word in line))
            and (not is_above or not depth or apart < CLOSE * pitch)
            and not _ends_paragraph(lines[number - 1 : number] if is_above else [], line, places)
        ):
            found.append(GridDoubt(row, 0, "a short line beside the table may be its row", words.texts[line[0]]))
    return found[:1]


def _is_caption_or_note(text: str) -> bool:
    """Tell whether a line is a table's caption ("Quadro II: …", "Tabla 3. …") or a note below it ("Fuente: …")."""
    return CAPTION.match(text) is not None or begins_note(text)


def _white_between(fragment: Fragment) -> float:
    """Return the usual white space between the texts of a row and those of the next one."""
    tops, bottoms = dict[int, float](), dict[int, float]()
    for cell in fragment.cells:
        if cell.words and cell.span.row_count == 1:
            row = cell.span.row
            tops[row] = min(tops.get(row, np.inf), cell.box[1])
            bottoms[row] = max(bottoms.get(row, -np.inf), cell.box[3])
    gaps = [tops[row + 1] - bottoms[row] for row in tops if row + 1 in tops]
    return float(np.median(gaps)) if gaps else 0.0


def _ends_paragraph(before: Sequence[list[int]], line: Sequence[int], places: list[list[float]]) -> bool:
    """Tell whether a line is the last one of a paragraph: a longer line of prose, if any is `before`, is close above.

    Both begin at one place.
    """
    if not before or len(before[0]) <= MOST_WORDS:
        return False
    above, height = before[0], places[line[0]][3] - places[line[0]][1]
    return places[line[0]][1] - places[above[0]][3] < CLOSE * height


def rows_left(fragment: Fragment, outside: Sequence[int], near: float) -> list[GridDoubt]:
    """Return a doubt if lines above or below a table, `near` (of the line's height), stand in pieces in its columns."""
    if fragment.page_words.turned or not len(outside):
        return []
    places, height = places_of(fragment.page_words), fragment.line_height
    x0, top, x1, bottom = fragment.box
    own = [word for word in outside if places[word][2] > x0 - height and places[word][0] < x1 + height]
    lines = lines_among(places, own)
    above = [line for line in reversed(lines) if places[line[0]][3] < top + height / 2]
    below = [line for line in lines if places[line[0]][1] > bottom - height / 2]
    for row, beside, end in ((0, above, top), (fragment.row_count - 1, below, bottom)):
        for line in beside[:MOST_LEFT]:
            if max(places[line[0]][1] - end, end - places[line[0]][3]) > near * height:
                break
            end = places[line[0]][1 if row == 0 else 3]
            if _stands_in_columns(fragment, line):
                said = " ".join(fragment.page_words.texts[word] for word in line)
                return [GridDoubt(row, None, "lines beside the table stand in its columns", said)]
    return []


def _between_rules(fragment: Fragment, outside: Sequence[int], lying: Floats) -> list[GridDoubt]:
    """Return a doubt if words stand between rules beside a table and in no table: another table was not read."""
    boxes, height = fragment.page_words.boxes[list(outside)], fragment.line_height
    x0, top, x1, bottom = fragment.box
    own = lying[(lying[:, 0] > top - 2 * height) & (lying[:, 0] < bottom + 2 * height)]
    for rules in (own[own[:, 2] < x0 + 1], own[own[:, 1] > x1 - 1]):
        if len(rules) < 2 or np.ptp(rules[:, 0]) < 2 * height:
            continue
        left, right = float(rules[:, 1].min()), float(rules[:, 2].max())
        inside = (boxes[:, 0] > left - 1) & (boxes[:, 2] < right + 1)
        inside &= (boxes[:, 1] > rules[:, 0].min() - 1) & (boxes[:, 3] < rules[:, 0].max() + 1)
        if inside.sum() >= FEWEST_WORDS:
            return [GridDoubt(None, None, "words between rules beside the table are in no table", "two tables")]
    return []


def _stands_in_columns(fragment: Fragment, line: Sequence[int]) -> bool:
    """Tell whether a line is in pieces, each of which begins, ends or is centred where a column's texts do."""
    pieces, near = line_in_pieces(line, fragment.page_words, APART).spans, SAME_PLACE * fragment.line_height
    boxes = [cell.box for cell in fragment.cells if cell.words and cell.span.column_count == 1]
    return len(pieces) > 1 and all(any(is_one_place(own, (box[0], box[2]), near) for box in boxes) for own in pieces)
