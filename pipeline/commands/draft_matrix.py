"""Drafts the profile of a matrix: which tables have the column of actions, and their layout.

- If no header names the actions (`META AL 2031 | INDICADOR` in plans of government), the finest column of measures is
  taken, else the one with the longest texts.
- Tables of other things in the document (inhabitants, contracts) are set aside, and the draft lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..records import PrintedLine
from ..reference.headers import HeaderWords, Mapper, header_key
from ..reference.plan_words import read_plan_words
from .draft_headers import (
    Columns,
    HeaderRow,
    find_headers,
    is_row,
    printed,
    read_columns,
)
from .draft_layout import LayoutDraft, draft_layout, read_body

TOPICS = frozenset(map(header_key, read_plan_words().topics))  # headers of columns that hold no actions
INSTEAD = ("measure", "goal", "objective")  # columns that may hold the actions if no column is named so
TAKEN = "no header says what the actions are: check that these are"
NOT_FOUND = "no header row was found: write here what is printed over the actions"


@dataclass(frozen=True, slots=True)
class MatrixDraft:
    """The drafted columns and layout of a matrix."""

    headers: Sequence[HeaderRow]  # of all tables
    columns: Columns
    layout: LayoutDraft
    aside: dict[int | None, str] = field(default_factory=dict)  # line → header of a table without actions


def read_matrix(lines: Sequence[PrintedLine], known: HeaderWords) -> MatrixDraft:
    """Return the columns and the layout of the tables that have a column of actions.

    If no header names the actions, the likeliest other column is taken, and a note in the draft says so.
    """
    mapper = Mapper(known)
    headers = find_headers(lines, mapper)
    columns = read_columns(headers, mapper)
    taken = "action" not in columns.columns
    if taken:
        mapper = _mapper_of_actions(lines, headers, columns, known)
        columns = read_columns(headers, mapper)
    own = _with_actions(headers, columns)
    aside = {header.line.line: " | ".join(printed(header.line)) for header in headers if header not in own}
    columns = read_columns(own, mapper)
    if taken:
        columns.notes["action"] = TAKEN if own else NOT_FOUND
    if not own:
        columns.columns["action"] = ["(action)"]
    return MatrixDraft(headers, columns, draft_layout(read_body(lines, headers, columns), columns), aside)


def _mapper_of_actions(
    lines: Sequence[PrintedLine], headers: Sequence[HeaderRow], columns: Columns, known: HeaderWords
) -> Mapper:
    """Return a mapper that takes another column for that of the actions."""
    said = {name: {header_key(label) for label in labels} for name, labels in columns.columns.items()}
    column = next((name for name in INSTEAD if name in said and not said[name] <= TOPICS), None)
    if column is not None:
        return Mapper(known, {column: "action"})
    label = _longest_label(lines, headers, set(columns.unmapped))
    actions = (*known.columns["action"], *([label] if label else []))
    return Mapper(HeaderWords({**known.columns, "action": actions}, known.programmed, known.executed))


def _longest_label(lines: Sequence[PrintedLine], headers: Sequence[HeaderRow], among: set[str]) -> str | None:
    """Return the header, of those in `among`, over the longest texts."""
    heads = {header.line.line: header for header in headers}
    keys = {header_key(label): label for label in among if header_key(label)}
    lengths: dict[str, int] = {}
    labels: tuple[str, ...] = ()
    for line in lines:
        if header := heads.get(line.line):
            labels = labels if header.is_second else line.cells
        elif is_row(line):
            for label, cell in zip(labels, line.cells, strict=False):
                if label := keys.get(header_key(label), ""):
                    lengths[label] = lengths.get(label, 0) + len(cell)
    return max(sorted(lengths), key=lambda label: lengths[label], default=None)


def _with_actions(headers: Sequence[HeaderRow], columns: Columns) -> list[HeaderRow]:
    """Return the header rows, and their second rows, of the tables that have a column of actions."""
    own: list[HeaderRow] = []
    has_actions = False
    for header in headers:
        if not header.is_second:
            has_actions = "action" in columns.grids[header.line.line]
        if has_actions:
            own.append(header)
    return own
