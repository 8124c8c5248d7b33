"""Decides which tables of a document belong to the plan. Drafts of profiles and runs use the same rules.

A plan of a hundred pages prints its matrix among tables of inhabitants, glossaries and budgets. A table belongs to the
plan if one of its headers is in the profile's column of actions. A table without a header continues the table before it
if it has as many columns and begins on the same page or the next. Other tables are set aside, each with an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..layouts import Profile, numbers_in
from ..records import PrintedLine
from ..reference.headers import header_key
from .headers import HeaderReader

ACTION = "action"
BY_HAND = "the profile's"  # what the reason begins with where a person has set a table aside
MOSTLY = 2 / 3  # share of a header's labels in the profile from which on the table belongs to the plan
FEWEST = 3  # such labels
WHITE_BELOW = 3.0  # heights of a line: white space between two parts of one table, at most
SAME_SIDE = 0.1  # of a table's width: by which the right sides of its parts differ, at most


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of a PDF: its header rows, and its rows with the titles between them."""

    number: int  # as `directriz tables` counts it
    headers: tuple[PrintedLine, ...]
    rows: tuple[PrintedLine, ...]

    @property
    def page(self) -> int:
        """The page that it begins on."""
        return (self.headers or self.rows)[0].page or 1

    @property
    def last_page(self) -> int:
        """The last page that it stands on."""
        last = (self.rows or self.headers)[-1]
        pages = [piece.page for cell in last.pieces for piece in cell]
        return max([last.page or 1, *pages])

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(len(line.cells) for line in (*self.headers, *self.rows))

    @property
    def title(self) -> str:
        """Its header in one line, or its first row."""
        cells = [" ".join(filter(None, column)) for column in zip(*(line.cells for line in self.headers), strict=False)]
        return " | ".join(cells or self.rows[0].cells)


def printed_tables(lines: Iterable[PrintedLine]) -> list[PrintedTable]:
    """Return the tables of a PDF in order; none for a text dump, which does not show where a table ends."""
    found: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if line.table is not None:
            found.setdefault(line.table, []).append(line)
    return [
        PrintedTable(number, tuple(line for line in own if line.spans), tuple(line for line in own if not line.spans))
        for number, own in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Sorted:
    """The tables of a document, sorted."""

    own: tuple[PrintedTable, ...]
    aside: tuple[tuple[PrintedTable, str], ...]  # with the reason


def sort_tables(tables: Sequence[PrintedTable], reader: HeaderReader, profile: Profile) -> Sorted:
    """Return the plan's own tables, and the others with the reason why they are set aside."""
    chosen = numbers_in(profile.tables)
    unwanted = {_key(title) for title in profile.aside}
    own: list[PrintedTable] = []
    aside: list[tuple[PrintedTable, str]] = []
    goes_on = False  # True where the table before this one is the plan's
    for table in tables:
        if chosen is not None and table.number not in chosen:
            reason: str | None = f"{BY_HAND} `tables` does not name it"
        elif _key(table.title) in unwanted:
            reason = f"{BY_HAND} `aside` names its header"
        else:
            reason = _reason_against(table, own[-1] if goes_on else None, reader)
        if reason is None:
            own.append(table)
        else:
            aside.append((table, reason))
        goes_on = reason is None
    return Sorted(tuple(own), tuple(aside))


def cut_off(tables: Sorted) -> list[tuple[PrintedTable, PrintedTable]]:
    """Return the tables set aside that may go on with one of the plan, each after it: as wide, and next to it.

    A page that cuts a header row leaves its second half as the first row of the page ("verificación" for "Fuentes de
    verificación"), and the rows below it look like another table. So do rows that are drawn otherwise than those above.
    """
    before = {table.number + 1: table for table in tables.own}
    below = dict(before)  # the same, with the tables right below them
    found: list[tuple[PrintedTable, PrintedTable]] = []
    for table, reason in sorted(tables.aside, key=lambda each: each[0].number):
        own, above = before.get(table.number), below.get(table.number)
        if reason.startswith(BY_HAND):
            continue
        if own is not None and own.width == table.width and table.page <= own.last_page + 1:
            found.append((own, table))
        elif above is not None and _is_right_below(above, table):
            found.append((above, table))
            below.setdefault(table.number + 1, table)
    return found


def _is_right_below(own: PrintedTable, table: PrintedTable) -> bool:
    """Tell whether a table stands right below another one, as wide as it, with as many columns or one more or less.

    A table that is shaded in every second row, or ruled below groups of rows, may be read as several tables.
    """
    upper = [piece.box for row in own.rows for cell in row.pieces for piece in cell if piece.page == table.page]
    lower = [piece.box for row in (*table.headers, *table.rows) for cell in row.pieces for piece in cell]
    if table.page != own.last_page or abs(own.width - table.width) > 1 or not upper or not lower:
        return False
    height = min(bottom - top for _, top, _, bottom in (*upper, *lower))
    gap = min(box[1] for box in lower) - max(box[3] for box in upper)
    sides = [max(box[2] for box in boxes) - min(box[0] for box in boxes) for boxes in (upper, lower)]
    right = abs(max(box[2] for box in upper) - max(box[2] for box in lower))
    return -height < gap < WHITE_BELOW * height and right < SAME_SIDE * max(sides)


def goes_on(own: PrintedTable, table: PrintedTable, lines: Sequence[PrintedLine]) -> bool:
    """Tell whether a table has the columns of one on the page before, at the same places, and no text between them."""
    if table.page != own.last_page + 1:
        return False
    ends = [place for place, line in enumerate(lines) if line.table == own.number]
    begins = next(place for place, line in enumerate(lines) if line.table == table.number)
    if any(line.table is None and line.role is None for line in lines[ends[-1] + 1 : begins]):
        return False
    spans = [_reach(own, table, column) for column in range(own.width)]
    found = [span for span in spans if span is not None]
    return len(found) > 1 and all(left[1] <= right[0] for left, right in pairwise(found))


def _reach(own: PrintedTable, table: PrintedTable, column: int) -> tuple[float, float] | None:
    """Return how far to the left and right the words of a column stand in two tables; None where it is blank."""
    rows = [*own.headers, *own.rows, *table.headers, *table.rows]
    boxes = [piece.box for row in rows if len(row.pieces) == own.width for piece in row.pieces[column]]
    return (min(box[0] for box in boxes), max(box[2] for box in boxes)) if boxes else None


def _key(title: str) -> str:
    return header_key(title)


def _reason_against(table: PrintedTable, before: PrintedTable | None, reader: HeaderReader) -> str | None:
    """Return why a table does not belong to the plan; None if it does."""
    headers = table.headers or tuple(row for row in table.rows[:1] if reader.is_header(row))
    if not headers:
        if before is not None and before.width == table.width and table.page <= before.last_page + 1:
            return None
        return "it has no header, and does not go on with a table of the plan"
    roles = reader.published(headers)
    if ACTION in roles:
        return None
    labels = [cell for line in headers for cell in line.cells if cell]
    known = sum(role is not None for role in roles)
    if known >= FEWEST and MOSTLY * len(roles) <= known < len(roles) and len(labels) > known:
        return None  # a table of the plan with a new header of the actions: it is refused with its name, not set aside
    return "none of its headers is the column of actions"
