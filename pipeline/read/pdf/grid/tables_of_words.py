"""Small tables of words alone, which white space draws: no numbers, two columns or three, few rows.

Prose in columns, a list, a letterhead and the names below a letter look much the same. What speaks for a table is
counted: a rule below its first row, or a first row in bold or italics; texts that begin at one place in every row;
places of the grid that hold text; rows that stand apart. With enough of it the lines are a table; with less they stay
lines of text, and the page has a doubt there (`table_unread`); a list or prose has neither.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..page.aligned_words import Aligned, lines_of
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .grid import Grid
from .gutters import white_strips
from .lines_in_pieces import (
    APART,
    NEAR,
    PiecedLine,
    column_at,
    grid_of_lines,
    is_one_place,
    line_in_pieces,
    may_be_parted,
    text_line,
    words_by_column,
)
from .row_score import TextLine, is_number, row_scores
from .rule_groups import across
from .white_tables import LEADING, MARKS

NARROWEST = 0.45  # of the line's height: white space before a piece that begins where a column does
SAME_PLACE = 0.3  # of the line's height: texts of one column begin, or are centred, no farther apart
FEWEST_ROWS = 3
FILLED = 0.75  # share of the places of the grid that hold text
LABELLED = 0.8  # share of the rows that have a text in the first column
PLACED = 0.85  # share of a column's texts that begin at one place
MOST_WORDS = 22  # of a cell, on average: more are prose
FULL = 0.85  # of a column's width: a line that reaches so far is full
PROSE = 0.6  # share of full lines in a column of prose
FEWEST_OF_PROSE = 5  # lines of a column
LINES_OF_PROSE = 2.0  # of a cell, on average
SURE_ROWS = 4  # of a table of three columns without a header that shows
SURELY_FILLED = 0.9  # share of the places of such a table that hold text
FEW_WORDS = 6.0  # of a cell of such a table, on average


@dataclass(frozen=True, slots=True)
class _Read:
    """Lines that may be a table: its column edges, the line with which each row begins, the words of each cell."""

    lines: list[PiecedLine]
    columns: Floats
    starts: list[int]
    cells: list[list[list[int]]]  # of each row, of each column
    words: Words
    has_header: bool

    @property
    def height(self) -> float:
        return float(np.median([line.height for line in self.lines]))


def tables_of_words(
    words: Words, outside: Sequence[int], strokes: Floats, stands_out: Callable[[int], bool]
) -> tuple[list[Grid], list[Aligned]]:
    """Return the small tables among the words `outside` all others, and the places that may be one.

    `strokes` (y, x0, x1) are the page's horizontal rules; `stands_out` tells whether a word is bold or slanted.
    """
    grids: list[Grid] = []
    unsure: list[Aligned] = []
    if len(outside) < 2 * FEWEST_ROWS or words.turned:
        return grids, unsure
    for group in _groups(lines_of(words, tuple(outside)), words):
        read = _read(group, words, strokes, stands_out)
        if read is None or not _may_be_table(read):
            continue
        if _is_sure(read):
            grids.append(grid_of_lines(read.lines, read.starts, read.columns, None))
        else:
            box = float(read.columns[0]), group[0].top, float(read.columns[-1]), group[-1].bottom
            unsure.append(Aligned(box, len(read.cells), len(read.columns) - 1))
    return grids, unsure


def _groups(printed: Sequence[list[int]], words: Words) -> list[list[PiecedLine]]:
    """Return runs of lines near each other whose pieces stand in columns."""
    places = places_of(words)
    parted = [may_be_parted(line, places) for line in printed]
    if sum(parted) < FEWEST_ROWS:
        return []
    groups: list[list[PiecedLine]] = [[]]
    for members, may_part in zip(printed, parted, strict=True):
        group = groups[-1]
        if not group and not may_part:
            continue
        line = line_in_pieces(members, words, APART)
        placed = _as_next(group, line, words) if group else None
        if placed is not None:
            group.append(placed)
        elif len(line.pieces) > 1:
            groups.append([line])
        elif group:
            groups.append([])
    trimmed = list(map(_trimmed, groups))
    for above, group in pairwise(trimmed):
        if len(above) == 1 and len(group) >= FEWEST_ROWS - 1 and _is_header_of(above[0], group):
            group.insert(0, above[0])
    return [group for group in trimmed if len(group) >= FEWEST_ROWS]


def _is_header_of(line: PiecedLine, group: Sequence[PiecedLine]) -> bool:
    """Tell whether a line above a group has a label over each of its columns but one, as a centred header has."""
    height = line.height
    columns = _columns(group, height)
    places = [column_at(sum(span) / 2, columns) for span in line.spans]
    is_near = 0 <= group[0].top - line.bottom < NEAR * height
    return is_near and len(set(places)) == len(places) >= max(2, len(columns) - 2)


def _as_next(group: Sequence[PiecedLine], line: PiecedLine, words: Words) -> PiecedLine | None:
    """Return a line as it follows the lines of a table, cut where their columns begin; None where it does not."""
    last = group[-1]
    height = last.height
    if line.top - last.bottom > NEAR * height or not 0.6 < line.height / max(height, 0.1) < 1.6:
        return None
    parted = [each for each in group if len(each.pieces) > 1]
    starts = sorted({span[0] for each in parted[-4:] for span in each.spans})
    line = _cut(line, starts, words, height)
    near = SAME_PLACE * height
    if len(line.pieces) == 1:
        left, right = line.spans[0]
        beyond = [x for x, _ in parted[-1].spans if x > left + near]  # a centred header begins elsewhere
        begins = any(abs(x - left) < near for x in starts)
        return line if begins and (not beyond or right < min(beyond) - NARROWEST * height) else None
    above = [span for each in parted[-4:] for span in each.spans]
    shared = sum(any(is_one_place(own, each, near) for each in above) for own in line.spans)
    return line if shared * 2 >= len(line.pieces) else None


def _cut(line: PiecedLine, starts: Sequence[float], words: Words, height: float) -> PiecedLine:
    """Return a line with its pieces cut before words that begin where a column does, behind some white space."""
    places = places_of(words)
    pieces: list[list[int]] = []
    for piece in line.pieces:
        pieces.append([piece[0]])
        for first, second in pairwise(piece):
            left = places[second][0]
            is_start = any(abs(x - left) < SAME_PLACE * height / 2 for x in starts)
            if is_start and left - places[first][2] > NARROWEST * height:
                pieces.append([second])
            else:
                pieces[-1].append(second)
    spans = tuple((places[piece[0]][0], max(places[word][2] for word in piece)) for piece in pieces)
    return replace(line, pieces=tuple(map(tuple, pieces)), spans=spans)


def _trimmed(group: list[PiecedLine]) -> list[PiecedLine]:
    """Return a group without lines of one piece at its end that stand apart from the text above."""
    last = max((index for index, line in enumerate(group) if len(line.pieces) > 1), default=-1)
    stop = last + 1
    while 0 < stop < len(group) and group[stop].top - group[stop - 1].bottom < 0.6 * group[stop].height:
        stop += 1
    return group[:stop]


def _read(lines: list[PiecedLine], words: Words, strokes: Floats, stands_out: Callable[[int], bool]) -> _Read | None:
    """Return lines as rows and columns; None where no white space parts two columns."""
    height = float(np.median([line.height for line in lines]))
    columns = _columns_below_header(lines, height)
    if len(columns) < 3:
        return None
    header = _header_lines(lines, columns, words, strokes, stands_out)
    body = [text_line(line, columns, words) for line in lines[header:]]
    starts = [*([0] if header else []), header]
    scores = row_scores(body, columns, words)
    whole = [_begins_in_all(line, columns, words) for line in body[1:]]
    starts += [header + 1 + at for at, (score, is_whole) in enumerate(zip(scores, whole, strict=True))
               if score > 0 or is_whole]  # fmt: skip
    cells = []
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        row: list[list[int]] = [[] for _ in columns[1:]]
        for line in lines[start:stop]:
            for column, own in words_by_column(line, columns, words).items():
                row[column] += own
        cells.append(row)
    return _Read(lines, columns, starts, cells, words, header > 0)


def _begins_in_all(line: TextLine, columns: Floats, words: Words) -> bool:
    """Tell whether a line has a text in each column, none of which begins in small letters: it goes on with no row."""
    firsts = [words.texts[own[0]] for own in line.words.values()]
    return len(firsts) == len(columns) - 1 and not any(text[:1].islower() for text in firsts)


def _columns_below_header(lines: Sequence[PiecedLine], height: float) -> Floats:
    """Return the edges of the columns; of the lines below the first one, where it only has a centred label for each."""
    columns, below = _columns(lines, height), _columns(lines[1:], height)
    places = {column_at(sum(span) / 2, below) for span in lines[0].spans}
    if len(below) < len(columns) and len(below) - 1 == len(lines[0].spans) == len(places):
        return np.array([columns[0], *below[1:-1], columns[-1]])
    return columns


def _columns(lines: Sequence[PiecedLine], height: float) -> Floats:
    """Return the edges of the columns: the middles of the gutters that no piece goes over."""
    strips = [(strip[0][0], strip[-1][1]) for strip in white_strips([line.spans for line in lines], 0)]
    edges = [(left + right) / 2 for left, right in strips if right - left > NARROWEST * height]
    sides = [side for line in lines for span in line.spans for side in span]
    return np.array([min(sides) - 1.0, *edges, max(sides) + 1.0])


def _header_lines(
    lines: Sequence[PiecedLine], columns: Floats, words: Words, strokes: Floats, stands_out: Callable[[int], bool]
) -> int:
    """Return how many lines at the top are a header: above a rule, or bold or slanted as no other is; 0 = none."""
    ruled = strokes[across(strokes, columns[0], columns[-1]), 0]
    for number in range(1, min(4, len(lines) - 1)):
        if ((ruled > lines[number - 1].bottom - 2) & (ruled < lines[number].top + 2)).any():
            return number
    marked = [all(stands_out(word) for piece in line.pieces for word in piece) for line in lines]
    count = marked.index(False) if False in marked else 0
    return count if 0 < count <= 3 and sum(marked) == count else 0


def _may_be_table(read: _Read) -> bool:
    """Tell whether lines in columns may be a table: no list, no letterhead, no prose."""
    texts, count = read.words.texts, len(read.columns) - 1
    body = read.cells[read.has_header :]
    if len(read.cells) < FEWEST_ROWS or len(body) < 2:
        return False
    filled = [cell for row in read.cells for cell in row if cell]
    labelled = sum(bool(row[0]) for row in read.cells)
    if len(filled) < FILLED * count * len(read.cells) or labelled < LABELLED * len(read.cells):
        return False
    printed = [texts[word] for cell in filled for word in cell]
    if any(map(LEADING.match, printed)) or len(printed) > MOST_WORDS * len(filled):
        return False
    first = [row[0] for row in body if row[0]]
    marks = sum(all(_is_mark(texts[word]) for word in cell) for cell in first)
    if count == 2 and (marks * 2 > len(first) or _are_page_numbers([row[-1] for row in body if row[-1]], texts)):
        return False
    if _is_prose(read):
        return False
    if _is_centred(read) and not read.has_header:
        return False
    return all(_is_placed(read, column) for column in range(1, count))


def _is_mark(text: str) -> bool:
    """Tell whether a word is the mark of an item: a number, a letter with a bracket, a sign."""
    return is_number(text) or MARKS.match(text) is not None or not any(map(str.isalnum, text))


def _are_page_numbers(cells: Sequence[list[int]], texts: Sequence[str]) -> bool:
    """Tell whether cells hold whole numbers that only rise, as in a table of contents."""
    printed = ["".join(texts[word] for word in cell) for cell in cells]
    numbers = [int(text) for text in printed if text.isdecimal()]
    return len(numbers) == len(printed) and all(above <= below for above, below in pairwise(numbers))


def _is_prose(read: _Read) -> bool:
    """Tell whether two columns hold lines that mostly reach their right side, several in each cell, as prose does."""
    prose = 0
    if len(read.lines) < LINES_OF_PROSE * len(read.cells):
        return False
    for column in range(len(read.columns) - 1):
        boxes = [_extent(own, read.words) for line in read.lines
                 if (own := words_by_column(line, read.columns, read.words).get(column))]  # fmt: skip
        width = max((right for _, right in boxes), default=0.0) - min((left for left, _ in boxes), default=0.0)
        full = sum(right - left > FULL * width for left, right in boxes)
        prose += len(boxes) >= FEWEST_OF_PROSE and full >= PROSE * len(boxes)
    return prose > 1


def _extent(own: Sequence[int], words: Words) -> tuple[float, float]:
    places = places_of(words)
    return min(places[word][0] for word in own), max(places[word][2] for word in own)


def _first_extents(read: _Read, column: int) -> Floats:
    """Return (n, 2): left and right of the first line of each cell of a column, below the header."""
    found = []
    for start, stop in list(pairwise([*read.starts, len(read.lines)]))[read.has_header :]:
        lines = (words_by_column(line, read.columns, read.words).get(column) for line in read.lines[start:stop])
        if (own := next(filter(None, lines), None)) is not None:
            found.append(_extent(own, read.words))
    return np.array(found).reshape(-1, 2)


def _share_at_one_place(places: Floats, near: float) -> float:
    if not len(places):
        return 0.0
    return float((np.abs(places - np.median(places)) < near).mean())


def _is_placed(read: _Read, column: int) -> bool:
    """Tell whether the texts of a column begin at one place, are centred at one, or are numbers that end at one."""
    own, near = _first_extents(read, column), SAME_PLACE * read.height
    filled = [row[column] for row in read.cells[read.has_header :] if row[column]]
    numbers = sum(all(is_number(read.words.texts[word]) for word in cell) for cell in filled)
    sides = [own[:, 0], own.mean(axis=1), *([own[:, 1]] if numbers * 2 >= len(filled) else [])]
    return any(_share_at_one_place(side, near) >= PLACED for side in sides)


def _is_centred(read: _Read) -> bool:
    """Tell whether all columns are centred, as names below a letter are."""
    near = SAME_PLACE * read.height
    columns = [_first_extents(read, column) for column in range(len(read.columns) - 1)]
    return all(
        _share_at_one_place(own[:, 0], near) < PLACED <= _share_at_one_place(own.mean(axis=1), near) for own in columns
    )


def _is_sure(read: _Read) -> bool:
    """Tell whether enough speaks for a table: its header shows, or it has three columns, short and filled.

    Two columns without a header are as often a list of people (florencia p. 4 and 5).
    """
    count, rows = len(read.columns) - 1, len(read.cells)
    if read.has_header:
        return rows > SURE_ROWS or not _is_centred(read)
    filled = [cell for row in read.cells for cell in row if cell]
    is_filled = len(filled) >= SURELY_FILLED * count * rows
    is_short = sum(map(len, filled)) <= FEW_WORDS * len(filled)
    return count > 2 and is_filled and is_short and rows >= SURE_ROWS
