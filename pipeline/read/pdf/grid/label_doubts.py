"""Doubts about a table because of its labels: those of its header, and those of its rows.

A label that two columns share, a blank place beside a label over others, a row with its label alone or without one:
each may come from a label over several columns or a row in two parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .evidence import Evidence
from .fragments import Fragment, FragmentCell, GridDoubt
from .header_labels import Below, Extent, column_extents, score_over
from .headers import YEAR
from .row_score import is_number

NEAR = 0.02  # a way to lay a label over columns whose score is nearer than this to the best one is a doubt


def same_labels(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt if two columns have the same label: a label over both of them and others may be missed."""
    seen: dict[tuple[str, ...], int] = {}
    for column in range(1, fragment.column_count if depth else 0):
        cells = dict.fromkeys(fragment.cell_at(row, column) for row in range(depth))
        label = tuple(line for cell in cells for line in cell.lines)
        if label and label in seen and fragment.cell_at(depth - 1, column).span.column == column:
            return [GridDoubt(0, column, "two columns have the same label", "a label over several columns")]
        seen[label] = column
    return []


def label_alone(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for a row that has its label alone, where other rows have more: a title, or a wrapped label."""
    filled: dict[int, list[FragmentCell]] = {}
    for cell in fragment.cells:
        if cell.words:
            filled.setdefault(cell.span.row, []).append(cell)
    body = {row: own for row, own in filled.items() if row >= max(1, depth)}
    firsts = {row: own[0].span for row, own in body.items() if len(own) == 1}
    alone = [row for row, span in firsts.items() if not span.column and span.column_count < fragment.column_count]
    if not alone or len(alone) * 3 > len(body):
        return []
    return [GridDoubt(alone[0], 0, "a row has its label alone", "a title, or the row above or below")]


def lone_labels(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each row of labels with a blank place, above a label, that a label beside may cover as well.

    It may if it stands nearly as well in the middle of its columns and that one.
    """
    found = []
    extents = _extents_below(fragment, depth) if depth > 1 else []
    for row in range(min(depth, fragment.row_count - 1) if depth > 1 or _is_line_of_groups(fragment) else 0):
        own = [fragment.cell_at(row, column) for column in range(fragment.column_count)]
        below = [fragment.cell_at(row + 1, column) for column in range(fragment.column_count)]
        lone = [column for column in range(1, fragment.column_count)
                if not own[column].words and own[column].span.row_count == 1 and below[column].words]  # fmt: skip
        if extents:
            lone = [column for column in lone if _may_be_covered(column, own, below, extents)]
        if lone and any(cell.words and cell.span.column for cell in own):
            found.append(GridDoubt(row, lone[0], "a blank place beside a label", "a label over more columns"))
    return found


def _extents_below(fragment: Fragment, depth: int) -> list[Extent]:
    """Return the extents of the columns by their cells below the header."""
    held: dict[int, list[tuple[float, float]]] = {}
    for cell in fragment.cells:
        if cell.words and cell.span.row >= depth and cell.span.column_count == 1:
            held.setdefault(cell.span.column, []).append((cell.box[0], cell.box[2]))
    is_ruled = fragment.evidence is Evidence.RULES
    return column_extents(held, fragment.grid.columns, fragment.line_height, is_ruled)


def _may_be_covered(
    column: int, own: Sequence[FragmentCell], below: Sequence[FragmentCell], extents: Sequence[Extent]
) -> bool:
    """Tell whether a label beside a blank place stands over its columns and that one as well as over its own."""
    texts = {
        place: Below(cell.lines[0], cell.box[0], cell.box[2], len(cell.lines))
        for place, cell in enumerate(below)
        if cell.words
    }
    beside = [own[place] for place in (column - 1, column + 1) if 0 < place < len(own) and own[place].words]
    for cell in beside:
        first, stop = cell.span.column, cell.span.column + cell.span.column_count
        span = cell.box[0], cell.box[2]
        least = score_over(span, (first, stop), texts, extents) - NEAR
        left, right = min(first, column), max(stop, column + 1)
        both = max(1, first - (right - stop)), min(len(own), stop + (first - left))  # as many on the other side, too
        ways = {(left, right), (min(left, both[0]), max(right, both[1]))}
        if any(score_over(span, way, texts, extents) > least for way in ways):
            return True
    return False


def rows_without_label(fragment: Fragment, depth: int) -> list[GridDoubt]:
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


def _is_line_of_groups(fragment: Fragment) -> bool:
    """Tell whether most places of the first row are blank, above a row of words in all columns: labels of groups."""
    if fragment.row_count < 2 or fragment.cell_at(0, 0).words:
        return False
    blank = sum(not fragment.cell_at(0, column).words for column in range(fragment.column_count))
    below = [fragment.cell_at(1, column).words for column in range(1, fragment.column_count)]
    are_labels = all(own and not _are_numbers_without_years(fragment, own) for own in below)
    return are_labels and fragment.column_count > blank > fragment.column_count / 2


def _are_numbers_without_years(fragment: Fragment, words: Sequence[int]) -> bool:
    """Tell whether words are numbers, other than years: no label."""
    texts = [fragment.page_words.texts[word] for word in words]
    return all(map(is_number, texts)) and not all(map(YEAR.match, texts))
