"""The header of a table that is drawn only in part: its lines of text are put over the columns of the body.

Met in statistics and budgets: a label over several columns with no rule between ("Año 2020" over two years' numbers), a
header that stands above the only rule, the first record or a section title in one row with the header, a label that is
cut at a column's edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .evidence import Evidence
from .fragments import Fragment, fill_grid
from .grid import Bools, build_grid
from .header_body import (
    DEEPEST,
    Body,
    body_of,
    from_shade,
    is_rule_between,
    on_columns_of_body,
    wide_rules,
    with_labelled_columns,
)
from .header_labels import FIT, Extent, Label, column_extents, label_rows
from .lines_in_pieces import MOST_WORDS, NEAR, PiecedLine, column_at, line_in_pieces, words_by_column

PARTLY = 0.4  # share of a table's width that a rule below merged cells covers
FEWEST_DRAWN = 4  # edges of rows, the sides of the table among them
SAME_RULE = 2.0  # points: a rule lies so near to the edge that it draws
FEWEST_PARTED = 3  # rules inside a table that part its rows


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of labels above a body, a section title between the two, and where the body begins (y)."""

    rows: tuple[tuple[Label, ...], ...]
    edges: tuple[float, ...]  # above each row
    titles: tuple[float, ...]  # y above each section title below the header
    body: float
    columns: Floats  # the column edges of the table


def with_header(fragment: Fragment, free: frozenset[int], strokes: Floats) -> Fragment:
    """Return a fragment with its header put over its columns.

    It is returned unchanged if rules draw the header or none is found.

    `free` are words that no table has, `strokes` (y, x0, x1) the page's horizontal rules.
    """
    if fragment.column_count < 2 or fragment.page_words.turned or not len(fragment.page_words):
        return fragment
    if _are_rows_drawn(fragment, strokes):
        return fragment
    own = body = body_of(fragment, strokes)
    narrow = fragment if own is None else with_labelled_columns(on_columns_of_body(fragment, own), own)
    if narrow is not fragment:
        body = body_of(narrow, strokes)
    header = None if body is None else _header_above(narrow, body, free, strokes)
    if header is None or not header.rows:
        return fragment if own is None else with_labelled_columns(fragment, own)
    if narrow is fragment and _is_same(fragment, header):
        return fragment
    return _relaid(narrow, header)


def _header_above(fragment: Fragment, body: Body, free: frozenset[int], strokes: Floats) -> Header | None:
    """Return the header that the lines of text above a body make; None if rules draw it, or there is none."""
    lines, begins, first, words = body.lines, body.begins, body.first, fragment.page_words
    wide = wide_rules(strokes, fragment)
    above = [] if fragment.evidence is Evidence.RULES else _lines_above(fragment, lines[0], free, wide, begins == 0)
    head = from_shade([*above, *lines[:begins]], fragment)
    is_open = (
        (begins or body.is_weak) and len(head) > 1 and not any(is_rule_between(wide, *pair) for pair in pairwise(head))
    )
    if not is_open and (_is_parted(fragment, lines, begins, wide) or (body.is_weak and _has_edge(fragment, head))):
        return None
    titles = _titles(head, fragment, words)
    head = head[: len(head) - len(titles)]
    if not head:
        return None
    extents = _text_extents(lines[first:], fragment)
    rows = label_rows(head, extents, fragment, words)
    if rows is None:
        return None
    labels = (label for _, own in rows for label in own)
    if body.is_of_words and not _are_levels(head, fragment.grid.columns, labels):
        return None
    header = _header(rows, titles, lines[begins], fragment)
    return header if fragment.evidence is Evidence.RULES else replace(header, columns=_edges(header, extents, fragment))


def _are_levels(head: Sequence[PiecedLine], columns: Floats, labels: Iterable[Label]) -> bool:
    """Tell whether lines are levels of a header, not records: a label is over several columns, one in the first one."""
    firsts = sum(column_at(sum(line.spans[0]) / 2, columns) == 0 for line in head)
    return firsts < 2 and any(label.stop - label.first > 1 for label in labels)


def _edges(header: Header, extents: Sequence[Extent], fragment: Fragment) -> Floats:
    """Return the column edges of a fragment, moved out of the labels of single columns into the white space beside."""
    boxes = fragment.page_words.boxes
    sides = [(column.left, column.right) for column in extents]
    for label in (label for row in header.rows for label in row if label.stop - label.first == 1):
        own, (left, right) = boxes[list(label.words)], sides[label.first]
        sides[label.first] = min(left, float(own[:, 0].min())), max(right, float(own[:, 2].max()))
    edges = fragment.grid.columns.copy()
    for place, ((_, left), (right, _)) in enumerate(pairwise(sides), start=1):
        if left < right and not left <= edges[place] <= right:
            edges[place] = (left + right) / 2
    return edges


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


def _has_edge(fragment: Fragment, head: Sequence[PiecedLine]) -> bool:
    """Tell whether a fragment parts rows among some lines."""
    edges = fragment.grid.rows[1:-1]
    return bool(head) and bool(((edges > head[0].bottom) & (edges < head[-1].bottom)).any())


def _is_parted(fragment: Fragment, lines: Sequence[PiecedLine], begins: int, wide: Floats) -> bool:
    """Tell whether rules part the rows of a table, its header among them."""
    if fragment.evidence is Evidence.RULES and begins == 0:
        return True
    inside = wide[(wide > lines[begins].top) & (wide < lines[-1].bottom)]
    return len(inside) >= FEWEST_PARTED and len(inside) * 3 > len(lines)


def _lines_above(
    fragment: Fragment, first: PiecedLine, free: frozenset[int], wide: Floats, lacks_header: bool
) -> list[PiecedLine]:
    """Return the lines right above a table that stand over its columns, from the top; no rule lies between.

    One may, where the table has no header yet.
    """
    words, height = fragment.page_words, fragment.line_height
    x0, _, x1, _ = fragment.box
    boxes = words.boxes
    near = (boxes[:, 3] < first.top + 0.3 * height) & (boxes[:, 1] > first.top - (DEEPEST + 1) * NEAR * height)
    members = [word for word in np.flatnonzero(near).tolist() if word in free]
    found: list[PiecedLine] = []
    below = first
    for line in reversed([line_in_pieces(each, words) for each in lines_among(places_of(words), members)]):
        gap = below.top - line.bottom
        inside = line.spans[0][0] > x0 - height and line.spans[-1][1] < x1 + height
        if gap > NEAR * height or not inside or not _stands_over(line, fragment):
            break
        if is_rule_between(wide, line, below) and (found or not lacks_header):
            break
        found.append(line)
        below = line
    while found and not _has_labels(found[-1], fragment):
        found.pop()
    return found[::-1] if len(found) <= DEEPEST else []


def _has_labels(line: PiecedLine, fragment: Fragment) -> bool:
    """Tell whether a line has labels: several pieces, or one behind the first column."""
    return len(line.pieces) > 1 or line.spans[0][0] > fragment.grid.columns[1] - FIT * fragment.line_height


def _stands_over(line: PiecedLine, fragment: Fragment) -> bool:
    """Tell whether a line is one of labels, or a short title in the first column."""
    columns = fragment.grid.columns
    if len(line.pieces) == 1:
        return _has_labels(line, fragment) or len(line.pieces[0]) <= MOST_WORDS
    places = [column_at(sum(span) / 2, columns) for span in line.spans]
    return len(set(places)) == len(places) and max(map(len, line.pieces)) <= MOST_WORDS


def _titles(head: list[PiecedLine], fragment: Fragment, words: Words) -> list[PiecedLine]:
    """Return the lines at the end of a header that are section titles: alone in the first column, below its label."""
    columns = fragment.grid.columns
    found: list[PiecedLine] = []
    while len(head) - len(found) > 1:
        line, above = head[-1 - len(found)], head[-2 - len(found)]
        is_alone = len(line.pieces) == 1 and column_at(line.spans[0][0], columns) == 0
        begins = not words.texts[line.pieces[0][0]][:1].islower()
        if not (is_alone and begins and len(above.pieces) > 1):
            break
        found.insert(0, line)
    return found


def _text_extents(body: Sequence[PiecedLine], fragment: Fragment) -> list[Extent]:
    """Return the extents of columns by the lines of their body; lines of one piece are titles and left out."""
    columns, words = fragment.grid.columns, fragment.page_words
    found: dict[int, list[tuple[float, float]]] = {}
    for line in body:
        if len(line.pieces) > 1:
            for column, own in words_by_column(line, columns, words).items():
                boxes = words.boxes[own]
                found.setdefault(column, []).append((float(boxes[:, 0].min()), float(boxes[:, 2].max())))
    return column_extents(found, columns, body[0].bottom - body[0].top, fragment.evidence is Evidence.RULES)


def _header(
    rows: list[tuple[list[PiecedLine], list[Label]]],
    titles: Sequence[PiecedLine],
    body: PiecedLine,
    fragment: Fragment,
) -> Header:
    tops = [rows[0][0][0].top, *(lines[0].top for lines, _ in rows[1:]), *(line.top for line in titles), body.top]
    bottoms = [*(lines[-1].bottom for lines, _ in rows), *(line.bottom for line in titles)]
    edges = [min(tops[0] - 1.0, float(fragment.grid.rows[0]))]
    edges += [(above + below) / 2 for above, below in zip(bottoms, tops[1:], strict=True)]
    count = len(rows)
    return Header(
        tuple(tuple(labels) for _, labels in rows),
        tuple(edges[:count]),
        tuple(edges[count:-1]),
        edges[-1],
        fragment.grid.columns,
    )


def _is_same(fragment: Fragment, header: Header) -> bool:
    """Tell whether a fragment already has these rows of a header, without words of another row in them."""
    depth = len(header.rows)
    if header.columns is not fragment.grid.columns and (header.columns != fragment.grid.columns).any():
        return False
    if depth + len(header.titles) >= fragment.row_count:
        return False
    for row, labels in enumerate(header.rows):
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
    edges = np.array([*header.edges, *header.titles, header.body, *grid.rows[first + 1 :]])
    parted: list[Bools] = []
    for labels in header.rows:
        standing = np.ones(count - 1, dtype=bool)
        for label in labels:
            standing[label.first : label.stop - 1] = False
        parted.append(standing)
    parted += [np.zeros(count - 1, dtype=bool) for _ in header.titles]
    standing = np.vstack([*parted, grid.standing[first:]])
    fresh = np.ones((len(parted) + 1, count), dtype=bool)
    made = build_grid(header.columns, edges, np.vstack([fresh, grid.lying[first + 1 :]]), standing)
    return fill_grid(fragment.page, fragment.engine, made, fragment.page_words, fragment.rectangles)
