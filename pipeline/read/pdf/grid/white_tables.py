"""Tables without any rule or fill: lines of text whose pieces stand in columns, one below the other.

A table is a run of lines near each other, most of them cut into pieces at the same places. White gutters that hardly
any line crosses separate its columns. A line is a row, unless it only continues the text above it. Prose in two columns
is no table (its pieces are long), nor is a list (its first pieces are marks), nor a table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ..page.aligned_words import lines_of
from ..page.arrays import median_of
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .captions import is_caption
from .grid import Grid
from .gutters import Side, white_strips, whitest
from .headers import YEAR
from .lines_in_pieces import (
    APART,
    NEAR,
    SAME_PLACE,
    SPACE,
    PiecedLine,
    grid_of_lines,
    is_one_place,
    line_in_pieces,
    may_be_parted,
    text_line,
)
from .row_score import is_number, row_scores

BRIDGED = 2  # lines of one piece between two lines of several
BRIDGED_TEXT = 8  # the same, of lines that go on with a text in a column behind the first
CLOSE = 0.6  # of the line's height: white space between the lines of one text
FEWEST_LINES = 3  # of several pieces, where a table has three columns or more
FEWEST_OF_TWO = 4  # the same, of two columns
SHARED = 0.5  # of a line's pieces that stand in the columns of a line above
OVER = 0.1  # share of the lines that may go over a gutter
NARROWEST = 0.5  # of the line's height: a gutter
LONGEST = 5.0  # words of a piece, on average
MARKS = re.compile(r"^(?:[•▪■●○\-–—*·]|\(?[0-9ivxIVX]{1,4}[.)°º]+|\(?[a-zA-Z][.)])$")
LETTERS = re.compile(r"[^\W\d_]{2}")
LEADING = re.compile(r"^[.…_]{2,}$|^\.$")
LEGIBLE = 0.6  # share of the words that are numbers or words of letters
NUMBERS = 0.1  # for each piece: fewer, and a table is one of words alone
FEWEST_OF_WORDS = 5  # lines, all of several pieces, of such a table
MOST_OF_ONE_ROW = 4  # lines of a header and one row: more are texts side by side
DEEPEST = 4  # lines of a header


def white_grids(words: Words, outside: Sequence[int], known: Floats | None, strokes: Floats) -> list[Grid]:
    """Return the grids that white space shows among the words `outside` the drawn tables of a page.

    `known` are the column edges of such a table at the end of the page before: they are kept where all words fit.
    `strokes` (y, x0, x1) are the horizontal rules of the page: a table of few words has some.
    """
    if len(outside) < FEWEST_LINES * 2:
        return []
    places = places_of(words)
    printed = lines_of(words, tuple(outside))
    if sum(may_be_parted(line, places) for line in printed) < FEWEST_LINES:
        return []
    lines = [line_in_pieces(line, words, APART) for line in printed]
    grids = []
    for number, group in enumerate(_groups(lines, words, strokes)):
        columns = _columns(group, words, known if number == 0 else None)
        grid = None if columns is None or _is_header_alone(group, words) else _grid(group, columns, words)
        if grid is not None and (len(grid.rows) > 3 or (len(grid.rows) == 3 and len(group) <= MOST_OF_ONE_ROW)):
            grids.append(grid)
    return grids


def _groups(lines: Sequence[PiecedLine], words: Words, strokes: Floats) -> list[list[PiecedLine]]:
    """Return runs of lines that may be tables."""
    groups: list[list[PiecedLine]] = []
    group: list[PiecedLine] = []
    for line in lines:
        if group and (_is_caption(line, words) or not _goes_on(group, line)):
            groups.append(group)
            group = []
        if group or len(line.pieces) > 1:
            group.append(line)
    groups.append(group)
    trimmed = [_trimmed(group, words) for group in groups]
    return [group for group in trimmed if _is_table(group, words, strokes)]


def _is_caption(line: PiecedLine, words: Words) -> bool:
    """Tell whether a line is a table's caption: no table goes on below it."""
    return len(line.pieces[0]) > 1 and is_caption([words.texts[word] for word in line.pieces[0][:2]])


def _goes_on(group: Sequence[PiecedLine], line: PiecedLine) -> bool:
    """Tell whether a line belongs to the lines above it."""
    last = group[-1]
    if line.top - last.bottom > NEAR * last.height or line.height > 1.6 * last.height:
        return False
    left, right = min(each.spans[0][0] for each in group), max(each.spans[-1][1] for each in group)
    if len(line.pieces) == 1:
        singles = next((index for index, each in enumerate(reversed(group)) if len(each.pieces) > 1), len(group))
        most = BRIDGED if abs(line.spans[0][0] - left) < line.height else BRIDGED_TEXT
        row = next((each for each in reversed(group) if len(each.pieces) > 1), last)
        is_last = abs(line.spans[0][0] - row.spans[-1][0]) < SAME_PLACE * line.height  # a text's next line may be wider
        is_inside = line.spans[0][0] > left - line.height and line.spans[0][1] < right + line.height
        return singles < most and (is_inside or is_last)
    several = [each for each in group if len(each.pieces) > 1][-3:]
    return any(_share(line, each) for each in several)


def _share(line: PiecedLine, other: PiecedLine) -> bool:
    """Tell whether enough pieces of a line stand in the columns of another one."""
    shared = sum(any(is_one_place(own, each, SAME_PLACE * line.height) for each in other.spans) for own in line.spans)
    return shared >= max(2, SHARED * len(line.spans)) or shared == len(line.spans)


def _trimmed(group: list[PiecedLine], words: Words) -> list[PiecedLine]:
    """Return a group without the lines of one piece at its end, except those that continue a text above them."""
    last = max((index for index, line in enumerate(group) if len(line.pieces) > 1), default=-1)
    stop = last + 1
    while 0 < stop < len(group) and _goes_below(group[stop], group[stop - 1], group[last], words):
        stop += 1
    return group[:stop]


def _goes_below(line: PiecedLine, above: PiecedLine, row: PiecedLine, words: Words) -> bool:
    """Tell whether a line of one piece stands close below a text of a row, and begins where it does.

    Below the first column it goes on in small letters.
    """
    is_close = line.top - above.bottom < CLOSE * line.height
    goes_on = words.texts[line.pieces[0][0]][:1].islower()
    begins = any(abs(line.spans[0][0] - span[0]) < SAME_PLACE * line.height for span in row.spans[not goes_on :])
    return is_close and begins


def _is_table(group: Sequence[PiecedLine], words: Words, strokes: Floats) -> bool:
    """Tell whether a run of lines may be a table: enough lines of several pieces, short ones, no list."""
    several = [line for line in group if len(line.pieces) > 1]
    if len(several) < FEWEST_LINES or len(several) * 3 < len(group):
        return False
    pieces = [piece for line in several for piece in line.pieces]
    if sum(map(len, pieces)) > LONGEST * len(pieces):
        return False
    printed = [words.texts[word] for piece in pieces for word in piece]
    if sum(map(_is_legible, printed)) < LEGIBLE * len(printed):
        return False  # what is read of a chart or a photograph
    few_numbers = sum(map(is_number, printed)) < NUMBERS * len(pieces)
    y = strokes[:, 0]
    is_ruled = bool(((y > group[0].top) & (y < group[-1].bottom)).sum() > 1)
    if few_numbers and not is_ruled and (len(several) < FEWEST_OF_WORDS or not _are_words_in_columns(group)):
        return False
    led = sum(any(LEADING.match(words.texts[word]) for piece in line.pieces for word in piece) for line in several)
    marked = sum(all(MARKS.match(words.texts[word]) for word in line.pieces[0]) for line in several)
    most = max(len(line.pieces) for line in several)
    return not (most == 2 and (led * 2 > len(several) or marked * 2 > len(several)))


def _are_words_in_columns(group: Sequence[PiecedLine]) -> bool:
    """Tell whether lines of words alone are a table: all in pieces, or those of one piece go on in a column.

    This needs three columns, because two are as often prose.
    """
    full = [line for line in group if len(line.pieces) > 2]
    if all(len(line.pieces) > 1 for line in group):
        return True
    if len(full) < FEWEST_OF_WORDS or len(group[0].pieces) < 3:
        return False
    sides = [span for line in full for span in line.spans[1:]]
    alone = [line for line in group if len(line.pieces) == 1]
    return all(any(is_one_place(line.spans[0], side, SAME_PLACE * line.height) for side in sides) for line in alone)


def _is_legible(text: str) -> bool:
    """Tell whether a word reads as one: a number, or two letters and more in a row."""
    return is_number(text) or LETTERS.search(text) is not None


def _columns(group: Sequence[PiecedLine], words: Words, known: Floats | None) -> Floats | None:
    """Return the column edges of a group: the known ones if its words fit, else its own; None if it has too few."""
    several = [line for line in group if len(line.pieces) > 1]
    height = median_of(np.array([line.height for line in several]))
    left, right = min(line.spans[0][0] for line in group), max(line.spans[-1][1] for line in group)
    if known is not None and len(known) > 2 and _fits(several, known, height):
        return known
    edges = _gutters([_texts_of(line, words) for line in several], height)
    count = len(edges) + 1
    if count < 2 or (count == 2 and not _is_pair(several, edges[0], words)):
        return None
    return np.array([left - 1.0, *edges, right + 1.0])


def _fits(lines: Sequence[PiecedLine], columns: Floats, height: float) -> bool:
    """Tell whether the pieces of lines stand in the columns of a table, each in one."""
    inner = columns[1:-1].tolist()
    if any(line.spans[0][0] < columns[0] - height or line.spans[-1][1] > columns[-1] + height for line in lines):
        return False
    crossed = sum(any(a < x - 1 and b > x + 1 for a, b in line.spans for x in inner) for line in lines)
    doubled = sum(len({sum((a + b) / 2 > x for x in inner) for a, b in line.spans}) < len(line.spans) for line in lines)
    return crossed <= OVER * len(lines) and doubled <= OVER * len(lines)


def _texts_of(line: PiecedLine, words: Words) -> tuple[Side, ...]:
    """Return the sides of the texts of a line: words with only spaces between them."""
    return line_in_pieces([word for piece in line.pieces for word in piece], words).spans


def _gutters(lines: Sequence[tuple[Side, ...]], height: float) -> list[float]:
    """Return the middles of the gutters that hardly any line crosses, with texts of many lines on both sides."""
    strips = [
        strip for strip in white_strips(lines, OVER * len(lines)) if strip[-1][1] - strip[0][0] > NARROWEST * height
    ]
    kept: list[float] = []
    for edge in (whitest(strip, np.inf)[0] for strip in strips):
        beyond = sum(any(a > edge for a, _ in line) and any(b < edge for _, b in line) for line in lines)
        start = kept[-1] if kept else -np.inf
        inside = sum(any(start < (a + b) / 2 < edge for a, b in line) for line in lines)
        if beyond >= max(2, 0.2 * len(lines)) and inside >= max(2, 0.2 * len(lines)):
            kept.append(edge)
    return kept


def _is_pair(lines: Sequence[PiecedLine], edge: float, words: Words) -> bool:
    """Tell whether lines of two columns are a table: short labels on the left, numbers or short texts on the right."""
    if len(lines) < FEWEST_OF_TWO:
        return False
    left = [piece for line in lines for piece, span in zip(line.pieces, line.spans, strict=True) if span[1] < edge]
    right = [piece for line in lines for piece, span in zip(line.pieces, line.spans, strict=True) if span[0] > edge]
    numbers = sum(all(is_number(words.texts[word]) for word in piece) for piece in right)
    labels = sum(any(not is_number(words.texts[word]) for word in piece) for piece in left)
    is_labelled = labels * 2 > len(left) and sum(map(len, left)) <= LONGEST * len(left)
    return is_labelled and numbers * 2 > len(right) > 0


def _grid(group: Sequence[PiecedLine], columns: Floats, words: Words) -> Grid:
    """Return the grid of a group of lines on given columns."""
    starts = _starts(group, columns, words)
    inner = columns[1:-1]
    standing = np.ones((len(starts), len(inner)), dtype=bool)
    for row, (start, stop) in enumerate(zip(starts, [*starts[1:], len(group)], strict=True)):
        for line in group[start:stop]:
            standing[row] &= ~_is_crossed(line, inner, words)
    return grid_of_lines(group, starts, columns, standing)


def _is_crossed(line: PiecedLine, inner: Floats, words: Words) -> npt.NDArray[np.bool_]:
    """Tell which edges a line crosses: a word stands over the edge, or the words beside it are hardly a space apart."""
    crossed = np.zeros(len(inner), dtype=bool)
    for piece, (left, right) in zip(line.pieces, line.spans, strict=True):
        for place in np.flatnonzero((inner > left - 1) & (inner < right + 1)).tolist():
            boxes, x = words.boxes[list(piece)], float(inner[place])
            before, after = boxes[boxes[:, 2] <= x + 1, 2], boxes[boxes[:, 0] >= x - 1, 0]
            stands_over = len(before) + len(after) < len(boxes)
            is_space = len(before) and len(after) and after.min() - before.max() < SPACE * line.height
            crossed[place] |= bool(stands_over or is_space)
    return crossed


def _starts(group: Sequence[PiecedLine], columns: Floats, words: Words) -> list[int]:
    """Return the lines with which rows begin: those of the header are one row, a line that goes on begins none."""
    body = _first_of_body(group, words)
    header = body if body <= DEEPEST and _is_close(group[: body + 1]) else int(body > 0)
    lines = [text_line(line, columns, words) for line in group[header:]]
    scores = row_scores(lines, columns, words)
    return [*([0] if header else []), header, *(header + 1 + index for index, score in enumerate(scores) if score > 0)]


def _first_of_body(group: Sequence[PiecedLine], words: Words) -> int:
    return next((index for index, line in enumerate(group) if _begins_body(line, words)), len(group))


def _is_header_alone(group: Sequence[PiecedLine], words: Words) -> bool:
    """Tell whether all lines are those of a header: few, close, without a number (two columns of a poster's labels)."""
    return len(group) <= DEEPEST and _first_of_body(group, words) == len(group) and _is_close(group)


def _begins_body(line: PiecedLine, words: Words) -> bool:
    """Tell whether a line is no header's: numbers, or a number before its first text."""
    return _has_numbers(line, words) or all(is_number(words.texts[word]) for word in line.pieces[0])


def _has_numbers(line: PiecedLine, words: Words) -> bool:
    """Tell whether half of the pieces of a line behind its first one are numbers."""
    rest = line.pieces[1:] if len(line.pieces) > 1 else line.pieces
    numbers = sum(all(is_number(words.texts[word]) for word in piece) for piece in rest)
    is_years = all(YEAR.match(words.texts[word]) for piece in rest for word in piece)
    return numbers * 2 >= len(rest) and not is_years


def _is_close(lines: Sequence[PiecedLine]) -> bool:
    """Tell whether the lines of a header stand close, nearer than what follows them or as near."""
    gaps = [below.top - above.bottom for above, below in pairwise(lines)]
    return len(gaps) > 1 and max(gaps[:-1]) <= gaps[-1] + 0.2 * lines[0].height
