"""The header of a table that is drawn only in part: its lines of text are put over the columns of the body.

Met in statistics and budgets: a label over several columns with no rule between ("Año 2020" over two years' numbers), a
header that stands above the only rule, the first record or a section title in one row with the header, a label that is
cut at a column's edge. The body begins with the first line that has numbers where the columns have numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .evidence import Evidence
from .fragments import Fragment, fill_grid, refilled, words_in
from .grid import Bools, Grid, build_grid
from .header_labels import FIT, HeaderLine, Label, column_at, label_rows, line_in_pieces, words_by_column
from .headers import YEAR
from .row_score import is_number, stand_beside

NEAR = 2.6  # of the line's height: lines of a header are no farther apart
MOSTLY = 0.7  # share of a column's lines that are numbers
DEEPEST = 6  # lines of a header
MOST_WORDS = 6  # of a label or title
WIDE = 0.6  # share of a table's width that a rule covers
PARTLY = 0.4  # share of a table's width that a rule below merged cells covers
FEWEST_DRAWN = 4  # edges of rows, the sides of the table among them
SAME_RULE = 2.0  # points: a rule lies so near to the edge that it draws
FEWEST_PARTED = 3  # rules inside a table that part its rows
TIGHT = 0.85  # of the pitch of the body: lines of one label are nearer


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of labels above a body, a section title between the two, and where the body begins (y)."""

    rows: tuple[tuple[Label, ...], ...]
    edges: tuple[float, ...]  # above each row
    titles: tuple[float, ...]  # y above each section title below the header
    body: float
    kept: int  # rows of the grid above it that rules part, which stay


def with_header(fragment: Fragment, free: frozenset[int], strokes: Floats) -> Fragment:
    """Return a fragment with its header put over its columns.

    It is returned unchanged if rules draw the header or none is found.

    `free` are words that no table has, `strokes` (y, x0, x1) the page's horizontal rules.
    """
    header = header_of(fragment, free, strokes)
    if header is None or not header.rows or _is_same(fragment, header):
        return fragment
    made = _relaid(fragment, header)
    return made if made.evidence is Evidence.RULES else _without_blank_columns(made)


def _without_blank_columns(fragment: Fragment) -> Fragment:
    """Return a fragment without inner columns that hold no text of their own: white space without a rule beside it."""
    own = {cell.span.column for cell in fragment.cells if cell.words and cell.span.column_count == 1}
    blank = [column for column in range(1, fragment.column_count - 1) if column not in own]
    if not blank or fragment.column_count - len(blank) < 2:
        return fragment
    grid = fragment.grid
    edges = replace(
        grid,
        columns=np.delete(grid.columns, blank),
        open_above=tuple(np.delete(grid.open_above, blank).tolist()),
        open_below=tuple(np.delete(grid.open_below, blank).tolist()),
    )
    return refilled(fragment, edges, np.delete(grid.owner, blank, axis=1))


def header_of(fragment: Fragment, free: frozenset[int], strokes: Floats) -> Header | None:
    """Return the header that the lines of text above the first line of numbers make; None if there is none."""
    words = fragment.page_words
    if fragment.column_count < 2 or words.turned or not len(words) or _are_rows_drawn(fragment, strokes):
        return None
    lines = [line_in_pieces(line, words) for line in lines_among(places_of(words), sorted(words_in(fragment)))]
    numbered = _columns_of_numbers(lines, fragment.grid.columns, words)
    numeric = numbered - {0}
    body = next((n for n, line in enumerate(lines) if _is_body(line, numbered, fragment.grid.columns, words)), None)
    if not numeric or body is None or body > DEEPEST or body + 1 >= len(lines):
        return None
    wide = _wide(strokes, fragment)
    begins = _first_of_body(lines, body, wide)
    is_weak = len(numeric) * 2 < fragment.column_count - 1  # one column of numbers may be blank in a first record
    while begins and stand_beside(lines[begins - 1], lines[begins]):
        begins -= 1
    if _is_parted(fragment, lines, begins, wide) or (is_weak and _has_edge(fragment, lines[:begins])):
        return None
    kept = _kept_rows(fragment, lines[:begins], wide)
    lines, begins, body = _from(float(fragment.grid.rows[kept]), lines, begins, body) if kept else (lines, begins, body)
    above = [] if fragment.evidence is Evidence.RULES else _lines_above(fragment, lines[0], free, wide, begins == 0)
    head = [*above, *lines[:begins]]
    titles = _titles(head, lines[begins:], fragment, words)
    head = head[: len(head) - len(titles)]
    if not head:
        return None
    rows = label_rows(head, _text_extents(lines[body:], fragment.grid.columns, words), fragment, words)
    if rows is None:
        return None
    return _header(rows, titles, lines[begins], fragment, kept)


def _are_rows_drawn(fragment: Fragment, strokes: Floats) -> bool:
    """Tell whether rules separate all rows of a wholly drawn grid, with two edges or more.

    Lines of text then add nothing.
    """
    if fragment.evidence is not Evidence.RULES or len(fragment.grid.rows) < FEWEST_DRAWN:
        return False
    x0, _top, x1, _bottom = fragment.box
    drawn = np.maximum(np.minimum(strokes[:, 2], x1) - np.maximum(strokes[:, 1], x0), 0.0)
    at = np.abs(strokes[:, 0][:, None] - fragment.grid.rows[1:-1]) < SAME_RULE
    return bool((np.where(at, drawn[:, None], 0.0).sum(axis=0) > PARTLY * (x1 - x0)).all())


def _kept_rows(fragment: Fragment, head: Sequence[HeaderLine], wide: Floats) -> int:
    """Return how many rows of a wholly drawn grid stand above the last rule inside its header."""
    if fragment.evidence is not Evidence.RULES:
        return 0
    for above, below in reversed(list(pairwise(head))):
        if _between(wide, above, below):
            return int(np.searchsorted(fragment.grid.rows, below.top + 1)) - 1
    return 0


def _from(top: float, lines: list[HeaderLine], begins: int, body: int) -> tuple[list[HeaderLine], int, int]:
    skipped = sum(line.bottom < top + 2 for line in lines)
    return lines[skipped:], begins - skipped, body - skipped


def _has_edge(fragment: Fragment, head: Sequence[HeaderLine]) -> bool:
    """Tell whether a fragment parts rows among some lines."""
    edges = fragment.grid.rows[1:-1]
    return bool(head) and bool(((edges > head[0].bottom) & (edges < head[-1].bottom)).any())


def _wide(strokes: Floats, fragment: Fragment) -> Floats:
    """Return where (y) rules run over most of a table's width, from the top."""
    x0, _top, x1, bottom = fragment.box
    wide = np.minimum(strokes[:, 2], x1) - np.maximum(strokes[:, 1], x0) > WIDE * (x1 - x0)
    return np.unique(np.round(strokes[wide & (strokes[:, 0] < bottom + 1), 0]))


def _between(wide: Floats, above: HeaderLine, below: HeaderLine) -> bool:
    return bool(((wide > above.bottom - 2) & (wide < below.top + 2)).any())


def _first_of_body(lines: Sequence[HeaderLine], body: int, wide: Floats) -> int:
    """Return the first line of the body: right below the last rule above its first numbers, or these numbers."""
    for number in range(body, 0, -1):
        if _between(wide, lines[number - 1], lines[number]):
            return number
    return body


def _is_parted(fragment: Fragment, lines: Sequence[HeaderLine], begins: int, wide: Floats) -> bool:
    """Tell whether rules part the rows of a table, its header among them."""
    if fragment.evidence is Evidence.RULES and begins == 0:
        return True
    inside = wide[(wide > lines[begins].top) & (wide < lines[-1].bottom)]
    return len(inside) >= FEWEST_PARTED and len(inside) * 3 > len(lines)


def _columns_of_numbers(lines: Sequence[HeaderLine], columns: Floats, words: Words) -> set[int]:
    """Return the columns in which the lower lines hold numbers."""
    printed: dict[int, list[bool]] = {}
    for line in lines[len(lines) // 3 :]:
        for column, own in words_by_column(line, columns, words).items():
            printed.setdefault(column, []).append(all(is_number(words.texts[word]) for word in own))
    return {column for column, are in printed.items() if sum(are) >= MOSTLY * len(are)}


def _is_body(line: HeaderLine, numbered: set[int], columns: Floats, words: Words) -> bool:
    """Tell whether a line has numbers, not all of them years, in half of the columns of numbers that it fills.

    A number in the first column is enough where the rows are numbered.
    """
    own = words_by_column(line, columns, words)
    if 0 in numbered & own.keys() and len(own) > 1 and all(is_number(words.texts[word]) for word in own[0]):
        return True
    numeric = numbered - {0}
    filled = [own[column] for column in numeric & own.keys()]
    numbers = [[words.texts[word] for word in each] for each in filled]
    are = [each for each in numbers if all(map(is_number, each))]
    is_years = all(YEAR.match(text) for each in are for text in each)
    return bool(are) and len(are) * 2 >= len(numeric) and (not is_years or (0 in own and len(numeric) == 1))


def _lines_above(
    fragment: Fragment, first: HeaderLine, free: frozenset[int], wide: Floats, lacks_header: bool
) -> list[HeaderLine]:
    """Return the lines right above a table that stand over its columns, from the top; no rule lies between.

    One may, where the table has no header yet.
    """
    words, height = fragment.page_words, fragment.line_height
    x0, _, x1, _ = fragment.box
    boxes = words.boxes
    near = (boxes[:, 3] < first.top + 0.3 * height) & (boxes[:, 1] > first.top - (DEEPEST + 1) * NEAR * height)
    members = [word for word in np.flatnonzero(near).tolist() if word in free]
    found: list[HeaderLine] = []
    below = first
    for line in reversed([line_in_pieces(each, words) for each in lines_among(places_of(words), members)]):
        gap = below.top - line.bottom
        inside = line.spans[0][0] > x0 - height and line.spans[-1][1] < x1 + height
        if gap > NEAR * height or not inside or not _stands_over(line, fragment):
            break
        if _between(wide, line, below) and (found or not lacks_header):
            break
        found.append(line)
        below = line
    while found and not _has_labels(found[-1], fragment):
        found.pop()
    return found[::-1] if len(found) <= DEEPEST else []


def _has_labels(line: HeaderLine, fragment: Fragment) -> bool:
    """Tell whether a line has labels: several pieces, or one behind the first column."""
    return len(line.pieces) > 1 or line.spans[0][0] > fragment.grid.columns[1] - FIT * fragment.line_height


def _stands_over(line: HeaderLine, fragment: Fragment) -> bool:
    """Tell whether a line is one of labels, or a short title in the first column."""
    columns = fragment.grid.columns
    if len(line.pieces) == 1:
        return _has_labels(line, fragment) or len(line.pieces[0]) <= MOST_WORDS
    places = [column_at(sum(span) / 2, columns) for span in line.spans]
    return len(set(places)) == len(places) and max(map(len, line.pieces)) <= MOST_WORDS


def _titles(head: list[HeaderLine], body: Sequence[HeaderLine], fragment: Fragment, words: Words) -> list[HeaderLine]:
    """Return the lines at the end of a header that are section titles: alone in the first column, below its label."""
    columns = fragment.grid.columns
    pitch = min((under.top - above.top for above, under in pairwise(body)), default=0.0)
    others = any(len(line.pieces) == 1 and column_at(line.spans[0][0], columns) == 0
                 and not words.texts[line.pieces[0][0]][:1].islower() for line in body)  # fmt: skip
    found: list[HeaderLine] = []
    while len(head) - len(found) > 1:
        line, above = head[-1 - len(found)], head[-2 - len(found)]
        is_alone = len(line.pieces) == 1 and column_at(line.spans[0][0], columns) == 0
        labelled = others or any(column_at(each.spans[0][0], columns) == 0 for each in head[: -1 - len(found)])
        begins = not words.texts[line.pieces[0][0]][:1].islower()
        if not (is_alone and labelled and begins and len(above.pieces) > 1 and line.top - above.top > TIGHT * pitch):
            break
        found.insert(0, line)
    return found


def _text_extents(body: Sequence[HeaderLine], columns: Floats, words: Words) -> list[tuple[float, float, float, float]]:
    """Return the left and right side of what each column holds, or its edges where it holds nothing; then its edges."""
    sides = [(float(left), float(right)) for left, right in pairwise(columns.tolist())]
    found: dict[int, list[int]] = {}
    for line in body:
        if len(line.pieces) > 1:
            for column, own in words_by_column(line, columns, words).items():
                found.setdefault(column, []).extend(own)
    for column, own in found.items():
        sides[column] = float(words.boxes[own, 0].min()), float(words.boxes[own, 2].max())
    return [(*text, *edge) for text, edge in zip(sides, pairwise(columns.tolist()), strict=True)]


def _header(
    rows: list[tuple[list[HeaderLine], list[Label]]],
    titles: Sequence[HeaderLine],
    body: HeaderLine,
    fragment: Fragment,
    kept: int,
) -> Header:
    tops = [rows[0][0][0].top, *(lines[0].top for lines, _ in rows[1:]), *(line.top for line in titles), body.top]
    bottoms = [*(lines[-1].bottom for lines, _ in rows), *(line.bottom for line in titles)]
    edges = [float(fragment.grid.rows[kept]) if kept else min(tops[0] - 1.0, float(fragment.grid.rows[0]))]
    edges += [(above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=True)]
    count = len(rows)
    return Header(
        tuple(tuple(labels) for _, labels in rows), tuple(edges[:count]), tuple(edges[count:-1]), edges[-1], kept
    )


def _is_same(fragment: Fragment, header: Header) -> bool:
    """Tell whether a fragment already has these rows of a header, without words of another row in them."""
    depth = header.kept + len(header.rows)
    if depth + len(header.titles) >= fragment.row_count:
        return False
    for row, labels in enumerate(header.rows, start=header.kept):
        own = {frozenset(cell.words) for cell in fragment.cells if cell.words and cell.span.row == row}
        if own != {frozenset(label.words) for label in labels}:
            return False
        for label in labels:
            span = fragment.cells[int(fragment.grid.owner[row, label.first])].span
            if (span.column, span.column_count) != (label.first, label.stop - label.first):
                return False
    return abs(float(fragment.grid.rows[depth + len(header.titles)]) - header.body) < fragment.line_height


def _relaid(fragment: Fragment, header: Header) -> Fragment:
    """Return a fragment with the rows of a header in place of its own above the body."""
    grid, count = fragment.grid, fragment.column_count
    first = int(np.searchsorted(grid.rows, header.body + 0.4 * fragment.line_height)) - 1
    first = max(0, min(first, fragment.row_count - 1))
    edges = np.array([*grid.rows[: header.kept], *header.edges, *header.titles, header.body, *grid.rows[first + 1 :]])
    parted: list[Bools] = []
    for labels in header.rows:
        standing = np.ones(count - 1, dtype=bool)
        for label in labels:
            standing[label.first : label.stop - 1] = False
        parted.append(standing)
    parted += [np.zeros(count - 1, dtype=bool) for _ in header.titles]
    upright = grid.owner[:, :-1] != grid.owner[:, 1:]
    made = build_grid(
        grid.columns, edges, _lying(grid, header, first), np.vstack([upright[: header.kept], *parted, upright[first:]])
    )
    return fill_grid(fragment.page, fragment.engine, made, fragment.page_words, fragment.rectangles)


def _lying(grid: Grid, header: Header, first: int) -> Bools:
    """Return which rules lie above each place of the new grid; `first` is the grid's row in which its body begins."""
    drawn = np.vstack(
        [~np.array(grid.open_above)[None], grid.owner[:-1] != grid.owner[1:], ~np.array(grid.open_below)[None]]
    )
    fresh = np.ones((len(header.rows) + len(header.titles), grid.owner.shape[1]), dtype=bool)
    above = drawn[: header.kept + 1] if header.kept else np.ones_like(drawn[:1])
    return np.vstack([above, fresh, drawn[first + 1 :]])
