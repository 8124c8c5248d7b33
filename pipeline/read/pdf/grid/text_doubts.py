"""Doubts about a table that its texts show, whatever its grid was made from.

The grid says where rows and columns are; the texts are a second witness. A text that is cut by an edge, numbers one
below the other or far apart in one cell, a row that only goes on with the one above, a label followed by a number: each
speaks for another grid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.rules import join_rules
from ..page.words import Words, places_of
from .evidence import Evidence
from .fragments import Fragment, GridDoubt
from .headers import NUMBERED, YEAR, header_depth
from .row_score import LED, is_number

TOUCHING = 0.4  # of the line's height: words of one text are no farther apart
APART = 1.0  # of the line's height: words of one text are nearer
STACKED = 2  # cells of one row with numbers one below the other
SAME_PITCH = 0.93  # of the distance between rows: lines of one text are nearer
FEWEST_ROWS = 3
WIDE = 0.6  # share of a table's width that a rule covers
CLOSE = 0.6  # of the distance of rows: a title above them is no farther off
DRAWN = 0.6  # share of the edges of rows that are rules
MOST_WORDS = 6  # of a line that may be a title or the label of a row


def doubts_of_texts(fragment: Fragment, outside: Sequence[int], drawn: Floats, lying: Floats) -> list[GridDoubt]:
    """Return what the texts of a fragment say against its grid.

    `outside` are the words of its page that no table has, `drawn` (x, top, bottom) and `lying` (y, x0, x1) the rules.
    """
    if fragment.page_words.turned or not len(fragment.page_words):
        return []
    depth, is_closed = header_depth(fragment), _is_closed(fragment, lying)
    lines = _lines_of_cells(fragment)
    found = _cut_texts(fragment, drawn)
    found += _stacked(fragment, lines, depth)
    found += _apart(fragment, lines, depth)
    found += _headless(fragment, lines, depth)
    found += _going_on(fragment, depth, is_closed)
    if not is_closed:
        found += _spaced_as_rows(fragment, lines, depth) + _lone_labels(fragment, depth)
        found += _below(fragment, outside) + _beside_ends(fragment, outside, depth)
        found += _over_columns(fragment, depth) + _without_label(fragment, depth) + _broken_rules(fragment, lying)
    return found


def _is_closed(fragment: Fragment, lying: Floats) -> bool:
    """Tell whether rules part the rows of a wholly drawn table."""
    if fragment.evidence is not Evidence.RULES:
        return False
    x0, top, x1, bottom = fragment.box
    wide = np.minimum(lying[:, 2], x1) - np.maximum(lying[:, 1], x0) > WIDE * (x1 - x0)
    drawn = np.unique(np.round(lying[wide & (lying[:, 0] > top - 3) & (lying[:, 0] < bottom + 3), 0]))
    whole = np.abs(fragment.grid.rows[:, None] - lying[None, :, 0]).min(axis=1, initial=np.inf) < 3
    return len(drawn) >= DRAWN * len(fragment.grid.rows) or bool(whole.mean() >= DRAWN)


def _lines_of_cells(fragment: Fragment) -> list[list[list[int]]]:
    """Return the words of each cell, line by line."""
    places = places_of(fragment.page_words)
    return [lines_among(places, cell.words) if len(cell.words) > 1 else [list(cell.words)] if cell.words else []
            for cell in fragment.cells]  # fmt: skip


def _are_numbers(words: Words, line: Sequence[int]) -> bool:
    return all(is_number(words.texts[word]) for word in line)


def _cut_texts(fragment: Fragment, drawn: Floats) -> list[GridDoubt]:
    """Return a doubt for each edge that no rule draws, and that parts words a space apart."""
    words, grid = fragment.page_words, fragment.grid
    boxes, places = words.boxes, places_of(words)
    column = {word: cell.span for cell in fragment.cells for word in cell.words}
    found: dict[int, GridDoubt] = {}
    for line in lines_among(places, sorted(column)):
        for first, second in pairwise(line):
            if column[first].row != column[second].row or column[first] == column[second]:
                continue
            gap, x = float(boxes[second, 0] - boxes[first, 2]), float(grid.columns[column[second].column])
            y, height = float(boxes[first, 1] + boxes[first, 3]) / 2, float(boxes[first, 3] - boxes[first, 1])
            is_drawn = ((np.abs(drawn[:, 0] - x) < height) & (drawn[:, 1] < y) & (drawn[:, 2] > y)).any()
            if gap > TOUCHING * height or is_drawn or _are_numbers(words, (first, second)):
                continue
            place = column[second].column
            text = f"{words.texts[first]} {words.texts[second]}"
            found.setdefault(place, GridDoubt(column[first].row, place, "words a space apart stand in two cells", text))
    return list(found.values())


def _stacked(fragment: Fragment, lines: list[list[list[int]]], depth: int) -> list[GridDoubt]:
    """Return a doubt for each row several of whose cells hold numbers one below the other."""
    counts: Counter[int] = Counter()
    most: dict[int, int] = {}
    for cell, own in zip(fragment.cells, lines, strict=True):
        if cell.span.row >= depth and cell.span.row_count == 1 and cell.span.column_count == 1 and len(own) > 1:
            numbers = sum(_are_numbers(fragment.page_words, line) for line in own)
            if numbers > 1 and numbers * 3 > len(own) * 2:
                counts[cell.span.row] += 1
                most[cell.span.row] = max(most.get(cell.span.row, 0), numbers)
    reason = "its cells hold numbers one below the other"
    return [GridDoubt(row, None, reason, f"{most[row]} rows") for row, count in counts.items() if count >= STACKED]


def _apart(fragment: Fragment, lines: list[list[list[int]]], depth: int) -> list[GridDoubt]:
    """Return a doubt for each column with a cell whose words stand far apart on one line."""
    words, boxes = fragment.page_words, fragment.page_words.boxes
    found: dict[int, GridDoubt] = {}
    counts: Counter[int] = Counter()
    is_drawn = fragment.evidence is Evidence.RULES
    for cell, own in zip(fragment.cells, lines, strict=True):
        for line in own if not is_drawn or cell.span.row >= max(1, depth) else ():
            for number, (first, second) in enumerate(pairwise(line)):
                gap = float(boxes[second, 0] - boxes[first, 2])
                if (
                    gap < APART * fragment.line_height
                    or LED.search(words.texts[first])
                    or LED.search(words.texts[second])
                ):
                    continue
                if number == 0 and (NUMBERED.match(words.texts[first]) or not words.texts[first].isalnum()):
                    continue
                counts[cell.span.column] += 1
                text = f"{words.texts[first]} | {words.texts[second]}"
                reason = "words of one cell stand apart"
                found.setdefault(
                    cell.span.column, GridDoubt(cell.span.row, cell.span.column, reason, f"two columns: {text}")
                )
    least = STACKED if fragment.evidence is Evidence.RULES else 1
    return [doubt for column, doubt in found.items() if counts[column] >= least]


def _headless(fragment: Fragment, lines: list[list[list[int]]], depth: int) -> list[GridDoubt]:
    """Return a doubt where labels of the first rows end with lines of numbers: the first record stands among them."""
    words = fragment.page_words
    ended = labels = 0
    for cell, own in zip(fragment.cells, lines, strict=True):
        if cell.span.row <= max(0, depth - 1) and cell.span.column and own:
            labels += 1
            is_label = any(not _are_numbers(words, line) for line in own[:-1])
            is_year = all(YEAR.match(words.texts[word]) for word in own[-1])
            ended += len(own) > 1 and is_label and _are_numbers(words, own[-1]) and not is_year
    for row in range(1, min(depth, fragment.row_count)):
        labelled = [cell for cell in fragment.cells if cell.words and cell.span.row == row and cell.span.column]
        numbers = [cell for cell in labelled if _are_numbers(words, cell.words)]
        years = [cell for cell in numbers if all(YEAR.match(words.texts[word]) for word in cell.words)]
        if len(numbers) * 2 > len(labelled) > 0 and len(years) * 2 < len(numbers):
            return [GridDoubt(0, None, "a row of the header holds numbers", "one row more")]
    if ended and ended * (3 if fragment.evidence is not Evidence.RULES else 1) >= labels:
        return [GridDoubt(0, None, "labels of the header end with numbers", "one row more")]
    return []


def _going_on(fragment: Fragment, depth: int, is_closed: bool) -> list[GridDoubt]:
    """Return a doubt for each row with a text that goes on with the one above, where no rule parts the two."""
    counts = Counter(cell.span.row for cell in fragment.cells if cell.words)
    if is_closed or fragment.column_count < 2:
        return []
    found = []
    for cell in fragment.cells:
        row = cell.span.row
        if not cell.words or row == 0 or cell.span.row_count > 1:
            continue
        above = fragment.cell_at(row - 1, cell.span.column)
        if not above.lines or above.span.column_count > 1:
            continue
        if _is_open(fragment.page_words, above.lines[-1]) or (counts[row] == 1 and cell.lines[0][:1].islower()):
            found.append(GridDoubt(row, cell.span.column, "its text goes on with the row above", "one row"))
    return found[:1]


def _is_open(words: Words, line: str) -> bool:
    last = line.split()[-1] if line.split() else ""
    return last.endswith(("-", "\u00ad", ",")) or words.language.is_open(last.lower())


def _spaced_as_rows(fragment: Fragment, lines: list[list[list[int]]], depth: int) -> list[GridDoubt]:
    """Return a doubt for each row one of whose cells has lines as far apart as rows are, where no rule parts rows."""
    boxes, tops, ends = fragment.page_words.boxes, dict[int, float](), dict[int, float]()
    for cell, own in zip(fragment.cells, lines, strict=True):
        if own and cell.span.row_count == 1:
            top, end = float(boxes[own[0], 1].min()), float(boxes[own[-1], 1].min())
            tops[cell.span.row] = min(tops.get(cell.span.row, np.inf), top)
            ends[cell.span.row] = max(ends.get(cell.span.row, -np.inf), end)
    pitches = [tops[row + 1] - ends[row] for row in range(max(depth, 0), fragment.row_count - 1)
               if row in ends and row + 1 in tops]  # fmt: skip
    if len(pitches) < FEWEST_ROWS - 1:
        return []
    least = SAME_PITCH * float(np.median(pitches))
    found: dict[int, GridDoubt] = {}
    for cell, own in zip(fragment.cells, lines, strict=True):
        if cell.span.row < depth or cell.span.row_count > 1 or len(own) < 2:
            continue
        for above, below in pairwise(own):
            pitch = float(boxes[below, 1].min() - boxes[above, 1].min())
            begins = not fragment.page_words.texts[below[0]][:1].islower()
            if pitch > least and begins and not _is_open(fragment.page_words, fragment.page_words.texts[above[-1]]):
                reason = "its lines stand as far apart as rows"
                found.setdefault(cell.span.row, GridDoubt(cell.span.row, cell.span.column, reason, "two rows"))
    return list(found.values())


def _lone_labels(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each row of labels with blank places beside a label, above labels of their own."""
    found = []
    for row in range(min(depth, fragment.row_count - 1) if depth > 1 else 0):
        own = [fragment.cell_at(row, column) for column in range(fragment.column_count)]
        below = [fragment.cell_at(row + 1, column) for column in range(fragment.column_count)]
        lone = [column for column in range(1, fragment.column_count)
                if not own[column].words and own[column].span.row_count == 1 and below[column].words]  # fmt: skip
        if lone and any(cell.words and cell.span.column for cell in own):
            found.append(GridDoubt(row, lone[0], "a blank place beside a label", "a label over more columns"))
    return found


def _below(fragment: Fragment, outside: Sequence[int]) -> list[GridDoubt]:
    """Return a doubt where a text of the last row may go on below the table."""
    words, height = fragment.page_words, fragment.line_height
    if not len(outside):
        return []
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
        if ((left > -1) & (left < TOUCHING * height)).any():
            continue
        text = words.texts[outside[place]]
        for cell in last:
            goes_on = bool(cell.lines) and (text[:1].islower() or _is_open(words, cell.lines[-1]))
            if goes_on and abs(cell.box[0] - float(boxes[place, 0])) < 0.5 * height:
                return [GridDoubt(fragment.row_count - 1, cell.span.column, "its text may go on below the table", text)]
    return []


def _beside_ends(fragment: Fragment, outside: Sequence[int], depth: int) -> list[GridDoubt]:
    """Return a doubt for a short line right above or below a table, in its first column, as far off as its rows are."""
    words, height, grid = fragment.page_words, fragment.line_height, fragment.grid
    if not len(outside) or fragment.row_count < 2:
        return []
    places, pitch = places_of(words), float(np.median(np.diff(grid.rows)))
    filled = [cell for cell in fragment.cells if cell.words]
    first, last = min(cell.box[1] for cell in filled), max(cell.box[3] for cell in filled)
    left = min((cell.box[0] for cell in filled if cell.span.column == 0), default=grid.box[0])
    found = []
    for line in lines_among(places, outside):
        top, bottom = min(places[word][1] for word in line), max(places[word][3] for word in line)
        apart = max(first - bottom, top - last)
        if not -0.3 * height < apart < max(1.2 * height, pitch - 0.8 * height):
            continue
        gaps = [places[b][0] - places[a][2] for a, b in pairwise(line)]
        is_above = bottom < first + 0.3 * height
        row = 0 if is_above else fragment.row_count - 1
        inside = places[line[0]][0] > grid.box[0] - height and places[line[-1]][2] < grid.box[2] + height
        if gaps and max(gaps) > APART * height and inside:
            found.append(
                GridDoubt(row, None, "a line beside the table stands in pieces as its rows do", "one row more")
            )
        elif (
            abs(places[line[0]][0] - left) < 0.5 * height
            and len(line) <= MOST_WORDS
            and (not is_above or not depth or apart < CLOSE * pitch)
        ):
            found.append(GridDoubt(row, 0, "a short line beside the table may be its row", words.texts[line[0]]))
    return found[:1]


def _over_columns(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each row with a text over columns that other rows part, beside other texts."""
    found = []
    for cell in fragment.cells:
        is_row = cell.span.row >= max(1, depth) or (cell.lines and cell.span.row and NUMBERED.match(cell.lines[0]))
        if not is_row or not 1 < cell.span.column_count < fragment.column_count or not cell.words:
            continue
        others = [each for each in fragment.cells if each.span.row == cell.span.row and each.words and each is not cell]
        if others:
            found.append(
                GridDoubt(cell.span.row, cell.span.column, "its text stands over several columns", "two cells")
            )
    return found[:1]


def _without_label(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt where few rows have no text in the first column, and fewer texts than others: they may go on."""
    filled: dict[int, set[int]] = {}
    for cell in fragment.cells:
        for row in range(cell.span.row, cell.span.row + cell.span.row_count) if cell.words else ():
            filled.setdefault(row, set()).add(cell.span.column)
    body = [row for row in range(max(1, depth), fragment.row_count) if row in filled]
    bare = [row for row in body if 0 not in filled[row]]
    usual = float(np.median([len(filled[row]) for row in body])) if body else 0.0
    short = [row for row in bare if len(filled[row]) < usual]
    if short and len(bare) * 3 <= len(body):
        return [GridDoubt(short[0], 0, "a row without a label", "one row with the one above or below")]
    return []


def _broken_rules(fragment: Fragment, lying: Floats) -> list[GridDoubt]:
    """Return a doubt where all long rules over a table end, and begin anew, at one edge: two tables side by side."""
    x0, top, x1, bottom = fragment.box
    height = fragment.line_height
    lying = join_rules(lying)
    own = lying[
        (lying[:, 0] > top - 2 * height) & (lying[:, 0] < bottom + 2 * height) & (lying[:, 1] < x1) & (lying[:, 2] > x0)
    ]
    for edge in fragment.grid.columns[1:-1].tolist():
        crossing = (own[:, 1] < edge - 1) & (own[:, 2] > edge + 1)
        left, right = own[own[:, 2] <= edge + 1], own[own[:, 1] >= edge - 1]
        if crossing.any() or len(left) < 2 or len(right) < 2:
            continue
        gap = float(right[:, 1].min() - left[:, 2].max())
        if gap > APART * height and np.ptp(left[:, 2]) < height and np.ptp(right[:, 1]) < height:
            return [
                GridDoubt(
                    None,
                    int(np.searchsorted(fragment.grid.columns, edge)),
                    "all rules end at this column",
                    "two tables",
                )
            ]
    return []
