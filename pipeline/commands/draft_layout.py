"""Drafts the layout of a matrix: its numbers, merged cells, and columns that are not drawn.

A dump does not show merged cells. A column left of the actions that is blank in many rows is proposed as merged
(ar-plan: Medidas in six of ten).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..layouts import HEADING_COLUMNS
from ..records import PrintedLine
from .draft_headers import Columns, HeaderRow, is_row, printed

PARENTS = (*HEADING_COLUMNS, "objective", "measure")  # columns whose cells apply to the rows below them
PERHAPS = ("goal", "responsible")  # columns whose cells may
BLANK = 0.25  # share of blank cells from which a parent is taken as merged
KEYED = 0.9  # share of the numbers that a pattern has to fit
CARRIED = 0.5  # share of the cells that carry their number in front
NUMBERS = (r"\d+\.?", r"\d+(?:\.\d+)+\.?", r"[A-Z]{1,3}[-. ]?\d+(?:[.-]\d+)*\.?", r"[\w.\-/]+")
CARRIED_TEXT = r"\s+\S.*"
CARRIED_NUMBERS = (r"\d+\.(?:\s?\d+\.)+", r"\d+\.(?:\s?\d+\.)*", r"\d+(?:\.\d+)+", r"\d+[.)\-]+")


@dataclass(frozen=True, slots=True)
class Body:
    """A row below a header, with its cells by published column."""

    line: PrintedLine
    width: int  # of its header
    cells: Mapping[str, str]  # blank ones too
    covered: frozenset[str] = frozenset()  # columns that a cell of an earlier row is drawn over


@dataclass
class LayoutDraft:
    """What a profile's [layout] and [split] could say."""

    key: str = "number"
    key_pattern: str = r"^\d+$"
    split: dict[str, str] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    perhaps: dict[str, tuple[int, int]] = field(default_factory=dict)  # column → blank rows, rows
    undrawn: list[str] = field(default_factory=list)
    undrawn_lines: list[int | None] = field(default_factory=list)
    short_lines: list[int | None] = field(default_factory=list)
    axis_names: list[str] = field(default_factory=list)  # cells of the column of axes


def read_body(lines: Sequence[PrintedLine], headers: Sequence[HeaderRow], columns: Columns) -> list[Body]:
    """Return the rows below the headers that `columns` knows, each with the cells that its header names."""
    heads = {header.line.line: header.is_second for header in headers}
    body: list[Body] = []
    grid: list[str | None] = []
    for line in lines:
        if line.line in heads:
            grid = grid if heads[line.line] else columns.grids.get(line.line, [])
        elif grid and is_row(line) and (len(printed(line)) > 1 or not line.cells[0]):
            named = zip(grid, line.cells, strict=False)
            body.append(Body(line, len(grid), {name: cell for name, cell in named if name}))
    return body


def draft_layout(body: Sequence[Body], columns: Columns) -> LayoutDraft:
    """Return the layout that the rows of a matrix show."""
    draft = LayoutDraft()
    _find_uneven_rows(body, draft)
    even = [row for row in body if row.line.line not in draft.undrawn_lines]
    _find_numbers(even, draft)
    keyed = [row for row in even if re.match(draft.key_pattern, row.cells.get(draft.key, ""))]
    for name in (*PARENTS, *PERHAPS):
        blank = sum(not row.cells.get(name) for row in keyed[1:])
        if name not in columns.columns or name == draft.key or not blank:
            continue
        if name in PARENTS and blank >= BLANK * len(keyed[1:]):
            draft.merged.append(name)
        else:
            draft.perhaps[name] = (blank, len(keyed))
    if draft.undrawn_lines:
        draft.undrawn = draft.merged[:1]
    return draft


def _find_uneven_rows(body: Sequence[Body], draft: LayoutDraft) -> None:
    """Note the rows with fewer cells than their header: whole pages with one cell fewer, and single rows."""
    pages: dict[tuple[int | None, int], list[Body]] = {}
    for row in body:
        pages.setdefault((row.line.page, row.width), []).append(row)
    for (_, width), rows in pages.items():
        lacking = {width - len(row.line.cells) for row in rows}
        if lacking == {1} and rows[0].line.page is not None:
            draft.undrawn_lines += [row.line.line for row in rows]
        else:
            draft.short_lines += [row.line.line for row in rows if len(row.line.cells) < width]


def draft_numbers(body: Sequence[Body]) -> LayoutDraft:
    """Return where the numbers of a matrix are: in a column of their own, or in front of a text."""
    draft = LayoutDraft()
    _find_numbers(body, draft)
    return draft


def _find_numbers(body: Sequence[Body], draft: LayoutDraft) -> None:
    numbers = [cell for row in body if (cell := row.cells.get("number"))]
    if numbers:
        fitting = (pattern for pattern in NUMBERS if _share(pattern, numbers) >= KEYED)
        draft.key_pattern = f"^{next(fitting, NUMBERS[-1])}$"
        return
    draft.key, draft.key_pattern = "action", r"^\S"
    for name in ("action", "objective"):
        pattern = carried_number([row.cells.get(name, "") for row in body])
        if pattern is None:
            continue
        draft.split[name] = split_of(name, pattern)
        if name == "action":
            draft.key_pattern = rf"^{pattern}(?:\s|$)"


def carried_number(cells: Sequence[str]) -> str | None:
    """Return the pattern of the number in front of most texts ("1.2 Capacitar a …"); None where few have one."""
    printed = [cell for cell in cells if cell]
    pattern = max(CARRIED_NUMBERS, key=lambda one: _share(one + CARRIED_TEXT, printed))
    if _share(pattern + CARRIED_TEXT, printed) < CARRIED:
        return None
    return pattern


def split_of(name: str, number: str) -> str:
    """Return the pattern that parts a number from the text of a column of actions or objectives."""
    group = {"action": "number", "objective": "objective_number"}[name]
    return rf"(?P<{group}>{number})\s+(?P<{name}>.+)"


def _share(pattern: str, cells: Sequence[str]) -> float:
    return sum(re.fullmatch(pattern, cell) is not None for cell in cells) / len(cells) if cells else 0.0
