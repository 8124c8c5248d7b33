"""Rows of a table that a text dump holds by spaces (`pdftotext -layout`), each as one line with its cells.

Columns are what a strip of blanks parts on every line of a page's part of a table; they are learned anew after each
header and form feed, since such a dump moves them from page to page. A table is read whole or the dump stays as it is:
- every part has as many columns as the header (k cells of a header that is printed again do not tell them);
- a row begins where its number stands, on its first line; without numbers, after a blank line;
- a line of one piece that crosses a strip is no part of a row: a heading, a running title, a page number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..text import fold

FEWEST_COLUMNS = 3
FEWEST_ROWS = 3
PIECE = re.compile(r"\S+(?: \S+)*")
NUMBER = re.compile(r"^(?:\w{1,4}[-. ]{0,2})?\d+(?:[.-]\d+)*[.)]?$")
PAGE = re.compile(r"^\W*(?:\w+\.? )?\d+(?: ?(?:/|de|of) ?\d+)?\W*$")
Strip = tuple[int, int]  # first and last column of characters that are blank


@dataclass(frozen=True, slots=True)
class DumpLine:
    """A printed line of a dump with the white space before it."""

    number: int
    text: str
    blanks_before: int
    breaks_page: bool  # a form feed stands before it


def _pieces(line: DumpLine) -> list[tuple[int, int, str]]:
    """Return where each run of words that single spaces part begins and ends, and its text."""
    return [(match.start(), match.end(), match.group()) for match in PIECE.finditer(line.text)]


def rows_by_blanks(lines: Sequence[DumpLine]) -> list[DumpLine] | None:
    """Return the lines with each row of a table as one line, its cells parted by tabs.

    None where there is no header of three cells, fewer than three rows, or a part that cannot be read by the strips.
    """
    first = next((at for at, line in enumerate(lines) if len(_pieces(line)) >= FEWEST_COLUMNS), None)
    if first is None or any("\t" in line.text for line in lines):
        return None
    found = list(lines[:first])
    labels = [fold(text) for _, _, text in _pieces(lines[first])]
    starts = [at for at in range(first, len(lines)) if at == first or _opens_part(lines[at], labels)]
    rows = 0
    for start, end in pairwise([*starts, len(lines)]):
        heads = _headings_before(lines, start, end, len(lines))
        part = _read_part(lines[start : end - heads], len(labels), _is_header(lines[start], labels))
        if part is None:
            return None
        rows += sum("\t" in line.text for line in part) - _is_header(lines[start], labels)
        found += [*part, *lines[end - heads : end]]
    return found if rows >= FEWEST_ROWS else None


def _opens_part(line: DumpLine, labels: list[str]) -> bool:
    return line.breaks_page or _is_header(line, labels)


def _is_header(line: DumpLine, labels: list[str]) -> bool:
    """Tell whether a line prints the labels of the first header; one that wraps may print only their first words."""
    own = [fold(text) for _, _, text in _pieces(line)]
    alike = (one.startswith(other) or other.startswith(one) for one, other in zip(own, labels, strict=False))
    return len(own) == len(labels) and all(alike)


def _headings_before(lines: Sequence[DumpLine], start: int, end: int, total: int) -> int:
    """Return how many lines between a blank line and the next header are headings: those of one piece at the margin."""
    count = 0
    if end < total and not lines[end].breaks_page:
        while end - count - 1 > start and len(_pieces(lines[end - count - 1])) == 1:
            count += 1
            if lines[end - count].blanks_before:
                return count
    return 0


def _read_part(part: Sequence[DumpLine], columns: int, has_header: bool) -> list[DumpLine] | None:
    """Return a header and the rows below it; None if its strips part another number of columns or no row begins."""
    strips = _strips([line for line in part if len(_pieces(line)) >= FEWEST_COLUMNS])
    if len(strips) != columns - 1:
        return None
    groups: list[list[DumpLine]] = []
    others: dict[int, list[DumpLine]] = {}
    by_number = _has_numbers(part[1:] if has_header else part, strips)
    for line, below in zip(part, [*part[1:], None], strict=True):
        if _crosses(line, strips) or (len(_pieces(line)) == 1 and PAGE.match(line.text) and line.blanks_before):
            if len(_pieces(line)) > 1 or (below is not None and not below.blanks_before):
                return None  # words of a cell that begins above its row's number
            others.setdefault(len(groups), []).append(line)
        elif not groups or _begins(line, strips, by_number, others.get(len(groups))):
            groups.append([line])
        else:
            groups[-1].append(line)
    if any(not _is_row(group, strips, by_number, has_header and at == 0) for at, group in enumerate(groups)):
        return None
    found = list(others.get(0, ()))
    for at, group in enumerate(groups, start=1):
        found += [_joined(group, strips), *others.get(at, ())]
    return found


def _strips(lines: Sequence[DumpLine]) -> list[Strip]:
    """Return the strips of two blanks and more that stand between words on all lines."""
    width = max((len(line.text) for line in lines), default=0)
    taken = [any(at < len(line.text) and line.text[at] != " " for line in lines) for at in range(width)]
    edges = [at for at in range(1, width) if taken[at] != taken[at - 1]]
    edges = edges if taken[:1] == [True] else edges[1:]
    return [(start, end - 1) for start, end in zip(edges[::2], edges[1::2], strict=False) if end - start > 1]


def _cells(line: DumpLine, strips: Sequence[Strip]) -> list[str]:
    starts = [0, *(start for start, _ in strips)]
    ends = [*(start for start, _ in strips), len(line.text)]
    return [line.text[start:end].strip() for start, end in zip(starts, ends, strict=True)]


def _crosses(line: DumpLine, strips: Sequence[Strip]) -> bool:
    return any(line.text[start : end + 1].strip() for start, end in strips)


def _has_numbers(part: Sequence[DumpLine], strips: Sequence[Strip]) -> bool:
    """Tell whether the first column of the rows holds numbers and nothing else."""
    inner = [line for line in part if not _crosses(line, strips) and len(_pieces(line)) >= FEWEST_COLUMNS]
    own = [cell for line in inner if (cell := _cells(line, strips)[0])]
    return any(NUMBER.match(cell) for cell in own)


def _begins(line: DumpLine, strips: Sequence[Strip], by_number: bool, heading: list[DumpLine] | None) -> bool:
    """Tell whether a row begins on a line: with its number, or after a blank line or a heading."""
    if by_number and NUMBER.match(_cells(line, strips)[0]):
        return True
    return heading is not None or line.blanks_before > 0


def _is_row(group: Sequence[DumpLine], strips: Sequence[Strip], by_number: bool, is_header: bool) -> bool:
    """Tell whether lines are one row: its first line has all cells but one, and no later one has its number."""
    cells = [_cells(line, strips) for line in group]
    filled = sum(map(bool, cells[0]))
    if is_header:
        return filled == len(cells[0])
    later = any(row[0] for row in cells[1:]) if by_number else any(sum(map(bool, row)) == filled for row in cells[1:])
    return filled >= max(FEWEST_COLUMNS, len(cells[0]) - 1) and not later and (bool(cells[0][0]) or not by_number)


def _joined(group: Sequence[DumpLine], strips: Sequence[Strip]) -> DumpLine:
    columns = zip(*(_cells(line, strips) for line in group), strict=True)
    return replace(group[0], text="\t".join(" ".join(filter(None, column)) for column in columns))
