"""Matrices of actions: printed lines become rows of one logical table, and rows become actions.

This module separates rows from headers, headings, drawn rules and other lines. `rows.py` joins rows that pages cut,
`plan_tables.py` decides which tables belong to the plan, `actions.py` makes actions of the rows. Cases met:
- repeated headers, rows of dashes (ar-plan l. 57), titles of sub-axes as rows (l. 38);
- tables of other things and the text around them: they are set aside, with an issue;
- a layout that differs from the profile: all differences are refused in one error, each with its places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..errors import LayoutMismatch
from ..language import Language
from ..layouts import Profile
from ..patterns import profile_pattern
from ..records import Action, Excluded, Issue, PrintedLine, Records
from ..reference.headers import header_key
from ..text import is_rule
from .actions import ENDED, NO_ACTION, ActionMaker
from .blank_schedules import blank_schedules
from .broken_tables import mend_tables
from .exchanged_columns import exchanged_columns
from .headers import HEADER, Grid, HeaderReader
from .heading_groups import FIELDS
from .heading_looks import look_of_text, pattern_of
from .headings import HeadingReader, HeadingValue
from .hierarchy import hierarchy_doubts, hierarchy_refusals
from .matrix_reading import HEADING_FIELDS, MatrixReading
from .no_action import LOOK, TABS, no_action
from .number_gaps import check_numbers, number_gaps
from .pieces import exclude, place_of, whole
from .plan_tables import PrintedTable, Sorted, cut_off, goes_on, printed_tables, sort_tables
from .profile_advice import fix_unknown_header, toml_list, where
from .refused_rows import refuse_together
from .rows import RowJoiner
from .set_aside import LONGEST, tables_aside, text_aside
from .sums import is_sum
from .tables_by_hand import own_header_aside, unused_headers, unused_keys, unused_splits
from .unread_headings import A_LINE, rule_place, with_unread_headings, without_lost_axes

SURE = "word"  # look of a line with a word for a heading: "Eje 2: …"
MOST_TAKEN = 1 / 2  # share of the plan's rows that one pattern below [excluded] may take away
MOST_COVERED = 1 / 4  # share of the columns of a title row that cells of the rows above may cover
MANY_JOINED = 3  # times as many printed rows as actions, from which the column of the actions is doubted
NEAR = 3  # most lines of text between such a line and the table below it
UNPARTED_ROW = re.compile(r"\d+[.\d]*\s+(?:\S+\s+){3}")


class _LineSorter:
    """Separates headers, headings, rules and rows, line by line."""

    def __init__(self, profile: Profile, profile_name: str, language: Language, reading: MatrixReading) -> None:
        self._headers = HeaderReader(profile, profile_name)
        self._headings = HeadingReader(profile.heading)
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._profile, self._reading = profile, reading
        self._joiner = RowJoiner(profile.layout, profile_name, language)
        self._undrawn = profile.layout.undrawn
        self._header_rows: list[PrintedLine] = []
        self._seen: set[tuple[str, ...]] = set()
        self._grid: Grid | None = None
        self._taken: Counter[str] = Counter()  # rows of the plan that each pattern below [excluded] takes away
        self._is_lost = False  # True below a header that is refused: its rows are not refused as well
        self._tables: dict[int, PrintedTable] = {}
        self._table: int | None = None
        self._printed_count = 0  # rows that the joiner got
        self._text: list[PrintedLine] = []
        self._likely: tuple[PrintedLine, str, int] | None = (
            None  # a line that looks like a heading, its look, its place
        )

    def sort(self, lines: Sequence[PrintedLine]) -> None:
        """Sort every line of the document; the rows go into the reading."""
        mended = mend_tables(lines, self._headers.role)
        lines = mended.lines
        self._reading.excluded += mended.excluded
        printed = printed_tables(lines)
        tables = sort_tables(printed, self._headers, self._profile)
        name = self._reading.profile_name
        self._reading.issues += unused_keys(self._reading.plan_id, name, self._profile, printed)
        self._reading.refused += own_header_aside(tables, self._headers, name)
        self._tables = {table.number: table for table in tables.own}
        for line in lines:
            if line.table is None or line.table in self._tables:
                self._sort_line(line)
        self._reading.rows += self._joiner.finished()
        self._reading.refused += self._joiner.refused
        self._reading.row_issues += self._joiner.issues()
        self._tell_joined()
        self._tell_aside(tables, lines)
        if self._reading.rows and not self._reading.refused:
            plan_id = self._reading.plan_id
            self._reading.issues += unused_headers(plan_id, name, self._profile, self._headers.printed)
        self._reading.doubt_unused(self._headings.unused())
        self._reading.issues = with_unread_headings(self._reading, lines, set(self._tables), self)
        self._reading.issues, lost = without_lost_axes(self._reading.issues, self, lines[0].source_file)
        self._reading.refused += [*lost, *self._rows_taken(tables)]

    def is_known(self, text: str) -> bool:
        """Tell whether the profile says what a line is: a heading, or no value."""
        return self._headings.fits(text) or any(pattern.fullmatch(text) for pattern, _ in self._unwanted)

    def free_field(self) -> str:
        """Return the widest column of headings that neither a heading nor a column of the profile fills.

        A [[heading]] that fits no line fills none.
        """
        unused = [pattern for _, pattern in self._headings.unused()]
        rules = [rule.pattern for rule in self._profile.heading if rule.pattern not in unused]
        taken = {name for pattern in rules for name in re.compile(pattern).groupindex}
        return next((name for name in FIELDS if name not in taken and name not in self._profile.columns), FIELDS[1])

    def fix_heading(self, look: str, names: Sequence[str], field: str) -> tuple[str, str]:
        """Return the column of headings of a look, `field` if no rule reads the like, and what to write.

        Lines that begin with the same word as headings already read are of their column: their rule is too narrow.
        """
        like = self._like(look)
        if like is None:
            place = rule_place(field, self._profile.heading)
            return field, f"add to the profile {place}:\n[[heading]]\npattern = '{pattern_of(field, look, names)}'"
        fix = (
            f"the [[heading]] no. {like.level + 1} of the profile reads lines with the same word, and not this: write "
        )
        return like.field, f"{fix}in place of its pattern:\npattern = '{pattern_of(like.field, look, names)}'"

    def _like(self, look: str) -> HeadingValue | None:
        """Return a heading already read that begins with the same word as a line of this look."""
        entered = self._reading.context.entered if look.startswith(SURE) else []
        return next((each for each in entered if look_of_text(each.piece.text) == look), None)

    def _continued(self, table: PrintedTable) -> LayoutMismatch:
        """Return the error for a table that goes on with the plan's, under a header that the profile does not know."""
        first = (table.headers or table.rows)[0]
        labels = [cell for cell in first.cells if cell]
        unknown = [label for label in labels if self._headers.role(label) is None]
        rows = f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
        found = f"a table of {rows} has the columns of the plan's table on the page before, and another header: "
        found += repr(table.title[:LONGEST])
        aside = toml_list([*self._profile.aside, table.title])
        remedy = (
            "Does a page cut the header, or does the plan go on under other labels? Then name these:\n"
            f"{fix_unknown_header(self._profile, self._reading.profile_name, unknown or labels, ())}\n"
            f"Is it a table of something else? Then write above [columns]:\n    aside = {aside}"
        )
        return LayoutMismatch(place_of(first), found, remedy, cause=f"goes on: {table.title}")

    def _tell_aside(self, tables: Sorted, lines: Sequence[PrintedLine]) -> None:
        aside = [
            *tables_aside(self._reading.plan_id, tables.aside),
            *text_aside(self._reading.plan_id, self._text),
        ]
        for record in Records(aside).of(Excluded):
            self._reading.excluded.append(record)
        self._reading.issues += Records(aside).of(Issue)
        for own, table in cut_off(tables):
            if own.width == table.width and goes_on(own, table, lines):
                self._reading.refused.append(self._continued(table))
                continue
            detail = f"table {table.number} is set aside, and may go on with the plan's table before it: like columns"
            detail += f", next to it; {len(table.rows)} rows are not published if it does"
            self._reading.doubt("table_may_go_on", "doubt", (None, table.page), detail, table.title[:LONGEST])

    def _tell_joined(self) -> None:
        """Note that most printed rows are joined with those before: the column of the actions may not be the finest."""
        rows, printed = len(self._reading.rows), self._printed_count
        if rows and printed >= MANY_JOINED * rows:
            detail = f"{printed} printed rows are read as {rows} actions: the others have no cell of their own in the "
            detail += "column of the actions, and their values stand behind those of the row before. If each row is an "
            detail += f"action, {where(self._reading.profile_name)}\nwrite the header of a finer column under `action`"
            self._reading.doubt("row_joined", "doubt", (None, None), detail, None)

    def _sort_line(self, line: PrintedLine) -> None:
        try:
            if not (self._is_excluded(line) or self._is_header(line) or self._is_heading(line)):
                self._add_row(line)
        except LayoutMismatch as refusal:
            self._reading.refused.append(refusal)
            self._is_lost = self._is_lost or bool(refusal.cause.startswith(HEADER))

    def _is_excluded(self, line: PrintedLine) -> bool:
        piece = whole(line)
        reason = "rule" if all(is_rule(cell) for cell in line.cells if cell) else None
        reason = reason or next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            if reason in self._profile.excluded:
                self._refuse_excluded_header(line, reason)
            self._reading.excluded.append(exclude(piece, reason))
            self._tell_excluded_heading(piece.text, line.page, reason)
        return reason is not None

    def _refuse_excluded_header(self, line: PrintedLine, reason: str) -> None:
        """Refuse a pattern below [excluded] that takes away a header of the plan; count the rows that it takes."""
        if line.table not in self._tables or sum(map(bool, line.cells)) < 2:
            return
        if line.spans and self._headers.is_header(line):
            found = f"the pattern `{reason}` below [excluded] takes away the header of the plan's table: "
            found += repr(" | ".join(line.cells)[:LONGEST])
            raise LayoutMismatch(place_of(line), found, self._narrow(reason), cause=f"{HEADER}excluded by {reason}")
        self._taken[reason] += 1

    def _narrow(self, reason: str) -> str:
        patterns = toml_list(self._profile.excluded[reason])
        place = where(self._reading.profile_name)
        return f"{place}\nbelow [excluded], narrow or take out the line `{reason}` = {patterns}"

    def _rows_taken(self, tables: Sorted) -> Iterator[LayoutMismatch]:
        """Yield the error for each pattern below [excluded] that takes away more than half of the plan's rows."""
        rows = [row for table in tables.own for row in table.rows if sum(map(bool, row.cells)) > 1]
        for reason, count in self._taken.items():
            if count > MOST_TAKEN * len(rows):
                found = f"the pattern `{reason}` below [excluded] takes away {count} of {len(rows)} rows of the plan"
                yield LayoutMismatch(rows[0].source_file, found, self._narrow(reason))

    def _tell_excluded_heading(self, text: str, page: int | None, reason: str) -> None:
        """Note a heading with its word and name ("Eje 2: …") that a pattern below [excluded] takes away."""
        if (look_of_text(text) or "").startswith(SURE) and self._headings.fits(text):
            detail = (
                f"the pattern `{reason}` below [excluded] of profile {self._reading.profile_name!r} takes away a line "
            )
            detail += f"that a [[heading]] fits, {text[:60]!r}: the rows below keep the heading before it. Narrow it"
            self._reading.doubt("heading_unread", "doubt", (None, page), detail, text)

    def _is_header(self, line: PrintedLine) -> bool:
        is_drawn = bool(line.spans) and line.table in self._tables
        if not is_drawn and (len(line.cells) == 1 or not self._headers.is_header(line)):
            return False
        self._headings.stop_waiting()
        key = tuple(header_key(cell) for cell in line.cells)
        self._reading.excluded.append(exclude(whole(line), "repeated-header" if key in self._seen else "header"))
        self._seen.add(key)
        if is_drawn:
            self._enter_table(line)
            return True
        follows = bool(self._header_rows) and self._headers.is_second_row(line)
        self._header_rows = [*self._header_rows, line] if follows else [line]
        self._enter_grid(self._headers.grid(self._header_rows))
        return True

    def _enter_table(self, line: PrintedLine) -> None:
        """Use the grid of a drawn table from the first of its header rows on."""
        if line.table is not None and line.table != self._table:
            self._table = line.table
            self._header_rows = list(self._tables[line.table].headers)
            self._enter_grid(self._headers.grid(self._header_rows))

    def _enter_grid(self, grid: Grid) -> None:
        """Use a grid from here on.

        A repeated header that only lacks columns which a page may leave out changes nothing.
        """
        before = self._grid if self._grid and not self._joiner.is_broken else None
        if before is None or grid.width == before.width or grid.columns != before.without(self._undrawn):
            self._grid = grid
        self._is_lost = False
        self._joiner.begin_part()

    def _is_heading(self, line: PrintedLine) -> bool:
        if sum(bool(cell) for cell in line.cells) != 1 or not (len(line.cells) == 1 or line.cells[0]):
            return False
        if len(line.covered) > MOST_COVERED * len(line.cells):
            return False
        found = self._headings.read(line)
        if found is None:
            return len(line.cells) == 1 and self._set_aside(line)
        values, labels = found
        if self._likely and self._like(
            self._likely[1]
        ):  # "Eje 2: …" above a narrower heading, where "Eje 1: …" is read
            self._tell_likely_heading()
        self._likely = None
        if values and self._reading.context.holds(values):
            self._reading.excluded.append(exclude(whole(line), "repeated-heading"))
            return True
        self._reading.excluded += labels
        self._header_rows = []
        self._joiner.break_table()
        if values:
            self._reading.context.enter(values)
        return True

    def _set_aside(self, line: PrintedLine) -> bool:
        piece = whole(line)
        if line.role:
            self._reading.excluded.append(exclude(piece, line.role))
            return True
        if self._tables and line.table is None:
            self._text.append(line)
            if (look := look_of_text(piece.text)) and look.startswith(SURE):
                self._likely = (line, look, len(self._text))
            return True
        if self._grid is not None and UNPARTED_ROW.match(piece.text):
            found = f"a numbered row stands in a single cell: {piece.text[:80]!r}"
            raise LayoutMismatch(place_of(line), found, LOOK if line.pieces else TABS, cause="row in one cell")
        self._reading.excluded.append(exclude(piece, "unplaced"))
        detail = "a line outside the tables that no pattern of the profile knows: kept in excluded"
        self._reading.doubt("line_unplaced", "defect", (None, piece.page), detail, piece.text)
        return True

    def _tell_likely_heading(self) -> None:
        """Note a line shortly above a table that looks like a heading and fits no [[heading]] of the profile."""
        if self._likely is None:
            return
        line, look, place = self._likely
        self._likely = None
        if len(self._text) - place > NEAR:
            return
        field = "subaxis" if self._reading.context.value("axis") else "axis"
        _, fix = self.fix_heading(look, [line.cells[0]], field)
        detail = f"{A_LINE} looks like a heading, and no [[heading]] of the profile fits it: the rows below"
        detail += f" keep the headings before it. If it is one, {fix}"
        self._reading.doubt("heading_unread", "doubt", (None, line.page), detail, whole(line).text)

    def _add_row(self, line: PrintedLine) -> None:
        self._header_rows = []
        self._tell_likely_heading()
        if self._is_lost:
            return
        if self._grid is None:
            raise LayoutMismatch(
                place_of(line),
                f"a row stands before any header that the profile knows: {' | '.join(line.cells)[:80]!r}",
                "Add the document's headers under [columns] in its profile.",
                cause="row before header",
            )
        if is_sum(line, self._grid):
            self._reading.excluded.append(exclude(whole(line), "row-without-action"))
            self._reading.doubt("row_without_action", "doubt", (None, line.page), NO_ACTION, whole(line).text)
            return
        context = self._reading.context
        headings = {name: value for name in HEADING_FIELDS if (value := context.value(name)) is not None}
        self._joiner.add(line, self._grid, headings)
        self._printed_count += 1


def rebuild_matrix(
    lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str, language: Language
) -> Records:
    """Return the actions of a matrix with their progress, cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch, all causes at once): a document without a row, an unknown header, a row with a cell too
    many, a row with a cell too few if the profile does not say how to place it, many rows with one id. Refuses
    (CheckFailed) a gap in numbers that the profile calls contiguous.
    """
    reading = MatrixReading(plan_id, profile_name)
    _LineSorter(profile, profile_name, language, reading).sort(lines)
    maker = ActionMaker(plan_id, profile, reading)
    made = [record for row in reading.rows for record in maker.make(row)]
    actions = [record for record in made if isinstance(record, Action)]
    order = hierarchy_refusals(actions, reading, profile, lines[0].source_file)
    collapsed = [
        each for each in maker.collapsed() if not order or each.cause != ENDED
    ]  # the order tells the right fix
    refuse_together([*reading.refused, *maker.told_twice(), *collapsed, *order])
    if not actions:
        raise no_action(lines, profile, profile_name)
    maker.doubt_axis_key()
    hierarchy_doubts(actions, reading)
    reading.issues += exchanged_columns(plan_id, Records(made), profile, profile_name)
    reading.issues += [
        *unused_splits(plan_id, profile_name, profile, reading.rows),
        *blank_schedules(plan_id, reading.rows),
    ]
    if profile.layout.contiguous:
        reading.issues += check_numbers(actions, profile.layout, lines[0].source_file, profile_name)
    elif lines[0].pieces:
        reading.issues += number_gaps(plan_id, actions)
    ids = maker.ids
    issues = [
        replace(issue, plan_id=plan_id, record_id=None if row is None else ids.get(row))
        for row, issue in reading.row_issues
    ]
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    return Records([*made, *reading.excluded, *leftovers, *issues, *reading.issues])
