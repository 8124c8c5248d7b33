"""Where the header of a table ends and its body begins, and the columns that the body shows.

The body begins with the first line that has numbers where the columns have numbers; in a table of words below the first
rule from side to side, or below lines that alone are shaded.
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
from .fragments import Fragment, refilled, shade_at, words_in
from .headers import YEAR
from .lines_in_pieces import APART, PiecedLine, line_in_pieces, words_by_column
from .row_score import MOSTLY, is_number, stand_beside
from .rule_groups import WIDE, across

DEEPEST = 6  # lines of a header
WHOLE = 0.9  # the same, of a rule below all labels


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of text of a table: those before `begins` are its header, `first` is the first one of numbers."""

    lines: list[PiecedLine]
    begins: int
    first: int
    is_weak: bool  # few columns, or none, are of numbers
    is_of_words: bool  # no column behind the first one is of numbers: a rule or a shade shows where it begins


def body_of(fragment: Fragment, strokes: Floats) -> Body | None:
    """Return the lines of a table and where its body begins: with its numbers, or below a rule; None if unknown."""
    words = fragment.page_words
    lines = [line_in_pieces(line, words) for line in lines_among(places_of(words), sorted(words_in(fragment)))]
    numbered = _columns_of_numbers(lines, fragment.grid.columns, words)
    numeric = numbered - {0}
    wide = wide_rules(strokes, fragment)
    first = next((n for n, line in enumerate(lines) if _is_body(line, numbered, fragment.grid.columns, words)), None)
    if not numeric:
        first = _first_below_header(lines, fragment, strokes)
    if first is None or first > DEEPEST or first + 1 >= len(lines):
        return None
    begins = min(_first_of_body(lines, first, wide), _below_shade(lines, fragment) or first)
    while begins and stand_beside(lines[begins - 1], lines[begins]):
        begins -= 1
    return Body(lines, begins, first, len(numeric) * 2 < fragment.column_count - 1, not numeric)


def _first_below_header(lines: Sequence[PiecedLine], fragment: Fragment, strokes: Floats) -> int | None:
    """Return the first line below the first rule inside a table of words, or below its shaded lines; None: neither."""
    whole = wide_rules(strokes, fragment, WHOLE)
    ruled = (number for number in range(1, len(lines)) if is_rule_between(whole, lines[number - 1], lines[number]))
    return _below_shade(lines, fragment) or next(ruled, None)


def _below_shade(lines: Sequence[PiecedLine], fragment: Fragment) -> int:
    """Return the first line below those that alone lie on the shade of the first one; 0 if there are none."""
    if not lines or not _shades(lines[:1], fragment)[0]:
        return 0
    shades = _shades(lines, fragment)
    shaded = next((number for number, shade in enumerate(shades) if shade != shades[0]), 0)
    return 0 if shades[0] in shades[shaded:] else shaded


def from_shade(head: list[PiecedLine], fragment: Fragment) -> list[PiecedLine]:
    """Return the lines of a header from the first one on a shade: text on white above it is a heading."""
    shaded = next((number for number, shade in enumerate(_shades(head, fragment)) if shade), 0)
    return head[shaded:]


def _shades(lines: Sequence[PiecedLine], fragment: Fragment) -> list[float]:
    return [shade_at((line.top + line.bottom) / 2, fragment.box, fragment.rectangles) for line in lines]


def _first_of_body(lines: Sequence[PiecedLine], body: int, wide: Floats) -> int:
    """Return the first line of the body: right below the last rule above its first numbers, or these numbers."""
    for number in range(body, 0, -1):
        if is_rule_between(wide, lines[number - 1], lines[number]):
            return number
    return body


def _columns_of_numbers(lines: Sequence[PiecedLine], columns: Floats, words: Words) -> set[int]:
    """Return the columns in which the lower lines hold numbers."""
    printed: dict[int, list[bool]] = {}
    for line in lines[len(lines) // 3 :]:
        for column, own in words_by_column(line, columns, words).items():
            printed.setdefault(column, []).append(all(is_number(words.texts[word]) for word in own))
    return {column for column, are in printed.items() if sum(are) >= MOSTLY * len(are)}


def _is_body(line: PiecedLine, numbered: set[int], columns: Floats, words: Words) -> bool:
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


def on_columns_of_body(fragment: Fragment, body: Body) -> Fragment:
    """Return a fragment without the columns that labels of its header alone make, where no rule draws the columns.

    A label in the middle of two columns stands between them. A label of a column stands beside its numbers if these are
    set right and it is not.
    """
    if fragment.evidence is Evidence.RULES or not body.begins:
        return fragment
    columns, words = fragment.grid.columns, fragment.page_words
    filled = _extents_by_column(body.lines[body.begins :], columns, words)
    labels = _extents_by_column([body.lines[body.begins - 1]], columns, words)
    upper = _extents_by_column(body.lines[: body.begins], columns, words)
    blank = [column for column in range(1, fragment.column_count) if column not in filled]
    gone, edges = [], columns.tolist()
    for column in sorted(blank, key=lambda each: each not in labels):
        beside = [each for each in (column - 1, column + 1) if each in filled and each not in labels]
        if column in upper and beside:
            nearest = min(beside, key=lambda each: _apart(filled[each], upper[column]))
            labels[nearest] = upper[column]
            edges[max(column, nearest)] = edges[min(column, nearest)]
            gone.append(column)
    if not gone or fragment.column_count - len(gone) < 2:
        return fragment
    return without_columns(fragment, sorted(gone), np.unique(np.array(edges)))


def with_labelled_columns(fragment: Fragment, body: Body) -> Fragment:
    """Return a fragment with a column of its own for each label over white space alone, far from the other labels.

    No row has a value in such a column, so white space does not show it. Tables that rules draw stay as they are.
    """
    if fragment.evidence is Evidence.RULES or not body.begins:
        return fragment
    columns, words = fragment.grid.columns, fragment.page_words
    filled = _extents_by_column(body.lines[body.begins :], columns, words)
    line = body.lines[body.begins - 1]
    least = APART * (line.bottom - line.top)
    found: list[float] = []
    for first, second in pairwise(line.spans):
        place = int(np.searchsorted(columns, sum(first) / 2)) - 1
        if second[0] - first[1] < least or place != int(np.searchsorted(columns, sum(second) / 2)) - 1:
            continue
        edge = (first[1] + second[0]) / 2
        if place in filled and not filled[place][0] < edge < filled[place][1]:
            found.append(edge)
    for edge in found:
        fragment = _with_column(fragment, edge)
    return fragment


def _with_column(fragment: Fragment, edge: float) -> Fragment:
    """Return a fragment with the column of an edge parted there; cells over several columns stay over both parts."""
    grid = fragment.grid
    place = int(np.searchsorted(grid.columns, edge)) - 1
    owner = np.insert(grid.owner, place + 1, grid.owner[:, place], axis=1)
    wide = np.array([grid.spans[index].column_count > 1 for index in grid.owner[:, place].tolist()])
    owner[:, place + 1] = np.where(wide, owner[:, place], len(grid.spans) + np.arange(len(owner)))
    edges = replace(
        grid,
        columns=np.insert(grid.columns, place + 1, edge),
        open_above=tuple(np.insert(grid.open_above, place + 1, grid.open_above[place]).tolist()),
        open_below=tuple(np.insert(grid.open_below, place + 1, grid.open_below[place]).tolist()),
    )
    return refilled(fragment, edges, owner)


def _extents_by_column(lines: Sequence[PiecedLine], columns: Floats, words: Words) -> dict[int, tuple[float, float]]:
    """Return the left and right side of the words of some lines in each column that they fill."""
    found: dict[int, tuple[float, float]] = {}
    for line in lines:
        for column, own in words_by_column(line, columns, words).items():
            left, right = found.get(column, (np.inf, -np.inf))
            boxes = words.boxes[own]
            found[column] = min(left, float(boxes[:, 0].min())), max(right, float(boxes[:, 2].max()))
    return found


def _apart(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return how far two extents are from each other; below 0 where they overlap."""
    return max(first[0], second[0]) - min(first[1], second[1])


def without_columns(fragment: Fragment, gone: list[int], columns: Floats) -> Fragment:
    """Return a fragment without some columns, on other column edges."""
    grid = fragment.grid
    edges = replace(
        grid,
        columns=columns,
        open_above=tuple(np.delete(grid.open_above, gone).tolist()),
        open_below=tuple(np.delete(grid.open_below, gone).tolist()),
    )
    return refilled(fragment, edges, np.delete(grid.owner, gone, axis=1))


def wide_rules(strokes: Floats, fragment: Fragment, share: float = WIDE) -> Floats:
    """Return where (y) rules run over most of a table's width, from the top."""
    x0, _top, x1, bottom = fragment.box
    return np.unique(np.round(strokes[across(strokes, x0, x1, share) & (strokes[:, 0] < bottom + 1), 0]))


def is_rule_between(wide: Floats, above: PiecedLine, below: PiecedLine) -> bool:
    """Tell whether one of some rules (y) lies between two lines of text."""
    return bool(((wide > above.bottom - 2) & (wide < below.top + 2)).any())
