"""Doubts about a table because of its texts, whatever its grid was made from.

The grid says where rows and columns are, and the texts may contradict it. A text that is cut by an edge, numbers one
below the other or far apart in one cell, a row that only continues the one above, a label followed by a number: each
speaks for another grid.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.rules import join_rules
from ..page.words import Words, places_of
from .evidence import Evidence
from .fragments import Fragment, FragmentCell, GridDoubt
from .headers import NUMBERED, YEAR
from .lines_in_pieces import APART, SPACE
from .row_score import is_number
from .rule_groups import across

MOST_LOOSE = 3  # words of a line: in a longer line all spaces may be wide, because it is justified
JUSTIFIED = 2.5  # times the usual space of such a line
STACKED = 2  # cells of one row with numbers one below the other
FEWEST_RISING = 4  # rows with numbers that rise: three do by chance
PAGE_NUMBER = re.compile(r"^[1-9]\d{0,3}$")
FEWEST_COLUMNS = 3  # least number of columns of a row in which all cells have the same number of lines
SLACK = 3.0  # points: a rule between two cells ends no farther inside its row
DRAWN = 0.6  # share of the edges of rows that are rules


def doubts_of_texts(fragment: Fragment, depth: int, drawn: Floats, lying: Floats) -> list[GridDoubt]:
    """Return the doubts about the grid of a fragment because of its texts.

    `depth` is the number of its header's rows, `drawn` (x, top, bottom) and `lying` (y, x0, x1) are the page's rules.
    """
    if fragment.page_words.turned or not len(fragment.page_words):
        return []
    is_closed = are_rows_closed(fragment, lying)
    has_gaps = _has_gaps(fragment)
    lines = _lines_of_cells(fragment, has_gaps or not is_closed or fragment.row_count <= max(1, depth) + 1)
    found = _cut_texts(fragment, drawn)
    found += _stacked(fragment, lines, depth)
    found += _apart(fragment, lines, depth) if has_gaps else []
    found += _headless(fragment, lines, depth)
    found += ([] if is_closed else _going_on(fragment, depth, lying)) + _rising(fragment)
    if not is_closed or fragment.row_count <= max(1, depth) + 1:
        found += _side_by_side(fragment, lines, depth)
    if not is_closed:
        found += _broken_rules(fragment, lying) + _over_columns(fragment, depth) + _rows_without_label(fragment, depth)
    return found


def are_rows_closed(fragment: Fragment, lying: Floats) -> bool:
    """Tell whether rules part the rows of a wholly drawn table."""
    if fragment.evidence is not Evidence.RULES:
        return False
    x0, top, x1, bottom = fragment.box
    wide = across(lying, x0, x1)
    drawn = np.unique(np.round(lying[wide & (lying[:, 0] > top - 3) & (lying[:, 0] < bottom + 3), 0]))
    whole = np.abs(fragment.grid.rows[:, None] - lying[None, :, 0]).min(axis=1, initial=np.inf) < 3
    return len(drawn) >= DRAWN * len(fragment.grid.rows) or bool(whole.mean() >= DRAWN)


def _lines_of_cells(fragment: Fragment, is_whole: bool) -> list[list[list[int]]]:
    """Return the words of each cell, line by line; not `is_whole` = all in one line in cells without a number.

    In tables whose rows rules part, only lines of numbers are looked at, which saves time.
    """
    places, texts = places_of(fragment.page_words), fragment.page_words.texts
    return [
        [list(cell.words)]
        if _is_one_line(cell) or not (is_whole or any(is_number(texts[word]) for word in cell.words))
        else lines_among(places, cell.words)
        for cell in fragment.cells
    ]


def _is_one_line(cell: FragmentCell) -> bool:
    """Tell whether the words of a cell are one line as printed, none of them made whole out of two."""
    return len(cell.lines) == 1 and cell.lines[0].count(" ") == len(cell.words) - 1


def _are_edges_drawn(fragment: Fragment, drawn: Floats) -> bool:
    """Tell whether a rule stands between all cells side by side, over the whole height of each row."""
    grid = fragment.grid
    near = np.abs(grid.columns[1:-1, None] - drawn[:, 0]) < fragment.line_height
    whole = (drawn[:, 1, None] < grid.rows[:-1] + SLACK) & (drawn[:, 2, None] > grid.rows[1:] - SLACK)
    parted = grid.owner[:, :-1] != grid.owner[:, 1:]
    return bool(((near.astype(int) @ whole > 0) | ~parted.T).all())


def _are_numbers(words: Words, line: Sequence[int]) -> bool:
    return all(is_number(words.texts[word]) for word in line)


def _cut_texts(fragment: Fragment, drawn: Floats) -> list[GridDoubt]:
    """Return a doubt for each edge that no rule draws, and that parts words a space apart."""
    if _are_edges_drawn(fragment, drawn):
        return []
    words = fragment.page_words
    places = places_of(words)
    column = {word: cell.span for cell in fragment.cells for word in cell.words}
    found: dict[int, GridDoubt] = {}
    for line in lines_among(places, sorted(column)):
        for first, second in pairwise(line):
            _, top, right, bottom = places[first]
            if places[second][0] - right > SPACE * (bottom - top) or column[first] == column[second]:
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
            if numbers > 1:
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
            usual = float(np.median(boxes[line[1:], 0] - boxes[line[:-1], 2])) if len(line) > MOST_LOOSE else 0.0
            for number, (first, second) in enumerate(pairwise(line)):
                gap = float(boxes[second, 0] - boxes[first, 2])
                if gap < max(APART * fragment.line_height, JUSTIFIED * usual):
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


def _has_gaps(fragment: Fragment) -> bool:
    """Tell whether two words stand far apart in any cell: a look before its lines are gathered."""
    order = [word for cell in fragment.cells for word in cell.words]
    cell = np.repeat(np.arange(len(fragment.cells)), [len(cell.words) for cell in fragment.cells])
    boxes = fragment.page_words.boxes[order]
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    return bool((gaps[cell[1:] == cell[:-1]] >= APART * fragment.line_height).any())


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


def _going_on(fragment: Fragment, depth: int, lying: Floats) -> list[GridDoubt]:
    """Return a doubt for each row with a text that goes on with the one above, where no rule parts the two."""
    counts = Counter(cell.span.row for cell in fragment.cells if cell.words)
    x0, _, x1, _ = fragment.box
    wide = lying[across(lying, x0, x1), 0]
    is_parted = (np.abs(fragment.grid.rows[:, None] - wide).min(axis=1, initial=np.inf) < SLACK).tolist()
    found = []
    for cell in fragment.cells:
        row = cell.span.row
        if not cell.words or row == 0 or cell.span.row_count > 1 or is_parted[row]:
            continue
        above = fragment.cell_at(row - 1, cell.span.column)
        if not above.lines or above.span.column_count > 1:
            continue
        goes_on = len(above.words) > 1 and is_open(fragment.page_words, above.lines[-1])  # "Bajo" alone is a grade
        if goes_on or (counts[row] == 1 and cell.lines[0][:1].islower()):
            found.append(GridDoubt(row, cell.span.column, "its text goes on with the row above", "one row"))
    return found[:1] or _small_label(fragment, max(1, depth))


def _small_label(fragment: Fragment, first: int) -> list[GridDoubt]:
    """Return a doubt for a row whose label begins with a small letter, where hardly another one does."""
    own = [cell for cell in fragment.cells if cell.words and cell.span.column == 0]
    labels = {cell.span.row: cell.lines[0] for cell in own}
    small = [row for row, text in labels.items() if row >= first and text[:1].islower()]
    if not small or len(small) * 4 > len(labels):
        return []
    return [GridDoubt(small[0], 0, "its label begins with a small letter, as no other one does", "one row")]


def _side_by_side(fragment: Fragment, lines: list[list[list[int]]], depth: int) -> list[GridDoubt]:
    """Return a doubt for each row whose cells have as many lines, side by side, each of which begins anew.

    All of its cells have; or two have, one of them a number in each line, and the others have a label for all of them.
    """
    words, texts = fragment.page_words, fragment.page_words.texts
    rows: dict[int, list[list[list[int]]]] = {}
    for cell, own in zip(fragment.cells, lines, strict=True):
        if cell.span.row >= depth:
            rows.setdefault(cell.span.row, []).append(own if cell.span.column_count == cell.span.row_count == 1 else [])
    found = []
    for row, cells in rows.items():
        several = [own for own in cells if len(own) > 1]
        counted = any(all(_are_numbers(words, line) for line in own) for own in several)
        is_labelled = len(several) > 1 and counted and not any(_are_numbers(words, line) for line in cells[0])
        if not (len(several) == len(cells) >= FEWEST_COLUMNS or is_labelled) or len(set(map(len, several))) > 1:
            continue
        if not any(texts[line[0]][:1].islower() for own in several for line in own[1:]):
            said = "all of its cells have" if len(several) == len(cells) else "its cells beside a label have"
            found.append(GridDoubt(row, None, f"{said} as many lines", f"{len(several[0])} rows"))
    return found


def is_open(words: Words, line: str) -> bool:
    """Tell whether a line of text cannot end where it does."""
    last = line.split()[-1] if line.split() else ""
    return last.endswith(("-", "\u00ad", ",")) or words.language.is_open(last.lower())


def _rising(fragment: Fragment) -> list[GridDoubt]:
    """Return a doubt if the last column of an undrawn table has numbers that only rise: a table of contents."""
    if fragment.evidence is not Evidence.WHITE or fragment.column_count > 3 or fragment.row_count < FEWEST_RISING:
        return []
    last = fragment.column_count - 1
    texts = ["".join(fragment.cell_at(row, last).lines) for row in range(fragment.row_count)]
    numbers = [int(text) for text in texts if PAGE_NUMBER.match(text)]
    if len(numbers) < len(texts) - 1 or any(below < above for above, below in pairwise(numbers)):
        return []
    return [GridDoubt(None, last, "its numbers only rise, as in a table of contents", "lines of text")]


def _over_columns(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each row with a text over columns that other rows separate, beside other texts."""
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


def _rows_without_label(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt if a few rows have no text in the first column and fewer than others: they may continue one."""
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
    """Return a doubt if all long rules of a table end at one edge, and others begin there: two tables side by side."""
    x0, top, x1, bottom = fragment.box
    height = fragment.line_height
    lying = join_rules(lying)
    is_near = (lying[:, 0] > top - 2 * height) & (lying[:, 0] < bottom + 2 * height)
    own = lying[is_near & (lying[:, 1] < x1) & (lying[:, 2] > x0)]
    for column, edge in enumerate(fragment.grid.columns[1:-1].tolist(), start=1):
        crossing = (own[:, 1] < edge - 1) & (own[:, 2] > edge + 1)
        left, right = own[own[:, 2] <= edge + 1], own[own[:, 1] >= edge - 1]
        if crossing.any() or len(left) < 2 or len(right) < 2:
            continue
        gap = float(right[:, 1].min() - left[:, 2].max())
        if gap > APART * height and np.ptp(left[:, 2]) < height and np.ptp(right[:, 1]) < height:
            return [GridDoubt(None, column, "all rules end at this column", "two tables")]
    return []
