"""Matrices of actions: lines of a dump into rows of one logical table, and rows into actions.

Rows meet every accident of a page break; `rows.py` joins them. This module tells rows from headers, headings, drawn
rules and the rest, and makes actions of them:
- repeated headers, rows of dashes (ar-plan l. 57), titles of sub-axes as rows (l. 38);
- a number printed twice (corett-2020, 1.1), numbers printed in front of their text (`2. 1.1.`);
- activities under a heading whose code is not theirs (3.2.1.x under 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import CheckFailed, LayoutMismatch
from ..language import Language
from ..layouts import Profile
from ..records import Action, Excluded, Issue, PrintedLine, PrintedPair, Records
from ..text import is_rule, sha256, shortened, slug, small_number
from .headers import Grid, HeaderReader, header_key
from .headings import Context, HeadingReader, HeadingValue, compact_code, is_prefix
from .pieces import Piece, cells_of, exclude, joined, joined_whole, page_span, place_of, split_at, whole
from .rows import Row, RowJoiner

UNPARTED_ROW = re.compile(r"\d+[.\d]*\s+(?:\S+\s+){3}")
TABS = "The cells of a row are parted by tabs; an editor may have made spaces of them."
LOOK = "See with `directriz tables` and `directriz look` what is recognised as a table, and what its headers are."
HEADING_FIELDS = ("axis", "subaxis", "subaxis_description", "strategic_objective")
CELL_FIELDS = ("measure", "action", "goal", "indicators", "verification", "responsible", "associated", "observations")


@dataclass
class _Reading:
    """What has been read of the document so far."""

    plan_id: str
    rows: list[Row] = field(default_factory=list)
    excluded: list[Excluded] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    row_issues: list[tuple[int | None, Issue]] = field(default_factory=list)  # with the number of their row
    context: Context = field(default_factory=Context)

    def doubt(
        self, code: str, severity: str, row: tuple[str | None, int | None], detail: str, text: str | None
    ) -> None:
        record_id, page = row
        self.issues.append(Issue(code, severity, "rebuild", self.plan_id, record_id, page, detail, text))


class _LineSorter:
    """Tells headers, headings, rules and rows apart, line by line."""

    def __init__(self, profile: Profile, profile_name: str, language: Language, reading: _Reading) -> None:
        self._headers = HeaderReader(profile, profile_name)
        self._headings = HeadingReader(profile.heading)
        self._unwanted = [(re.compile(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._reading = reading
        self._joiner = RowJoiner(profile.layout, profile_name, language)
        self._undrawn = profile.layout.undrawn
        self._header_rows: list[PrintedLine] = []
        self._seen: set[tuple[str, ...]] = set()
        self._grid: Grid | None = None

    def sort(self, lines: Sequence[PrintedLine]) -> None:
        """Put every line of the document where it belongs; the rows end in the reading."""
        for line in lines:
            if not (self._is_excluded(line) or self._is_header(line) or self._is_heading(line)):
                self._add_row(line)
        self._reading.rows += self._joiner.finished()
        self._reading.row_issues += self._joiner.issues()

    def _is_excluded(self, line: PrintedLine) -> bool:
        piece = whole(line)
        reason = "rule" if all(is_rule(cell) for cell in line.cells if cell) else None
        reason = reason or next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            self._reading.excluded.append(exclude(piece, reason))
        return reason is not None

    def _is_header(self, line: PrintedLine) -> bool:
        if len(line.cells) == 1 or not self._headers.is_header(line):
            return False
        self._headings.stop_waiting()
        follows = bool(self._header_rows) and self._headers.is_second_row(line)
        self._header_rows = [*self._header_rows, line] if follows else [line]
        self._enter_grid(self._headers.grid(self._header_rows))
        key = tuple(header_key(cell) for cell in line.cells)
        self._reading.excluded.append(exclude(whole(line), "repeated-header" if key in self._seen else "header"))
        self._seen.add(key)
        return True

    def _enter_grid(self, grid: Grid) -> None:
        """Put a grid in force; a header repeated without the columns that a page may leave out changes nothing."""
        before = self._grid if self._grid and not self._joiner.is_broken else None
        if before is None or grid.width == before.width or grid.columns != before.without(self._undrawn):
            self._grid = grid
        self._joiner.begin_part()

    def _is_heading(self, line: PrintedLine) -> bool:
        if sum(bool(cell) for cell in line.cells) != 1 or not (len(line.cells) == 1 or line.cells[0]):
            return False
        found = self._headings.read(line)
        if found is None:
            return len(line.cells) == 1 and self._set_aside(line)
        values, labels = found
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
        if self._grid is not None and UNPARTED_ROW.match(piece.text):
            found = f"a numbered row stands in a single cell: {piece.text[:80]!r}"
            raise LayoutMismatch(place_of(line), found, LOOK if line.pieces else TABS)
        if line.role:
            self._reading.excluded.append(exclude(piece, line.role))
            return True
        self._reading.excluded.append(exclude(piece, "unplaced"))
        detail = "a line outside the tables that no pattern of the profile knows: kept in excluded"
        self._reading.doubt("line_unplaced", "defect", (None, piece.page), detail, piece.text)
        return True

    def _add_row(self, line: PrintedLine) -> None:
        self._header_rows = []
        if self._grid is None:
            raise LayoutMismatch(
                place_of(line),
                f"a row stands before any header that the profile knows: {' | '.join(line.cells)[:80]!r}",
                "Add the document's headers under [columns] in its profile.",
            )
        context = self._reading.context
        headings = {name: value for name in HEADING_FIELDS if (value := context.value(name)) is not None}
        self._joiner.add(line, self._grid, headings)


@dataclass(frozen=True, slots=True)
class _Split:
    """A cell that carries its number in front of its text."""

    number: str | None
    text: str | None  # without the number
    number_pieces: list[Piece]
    pieces: list[Piece]


def _split(pieces: list[Piece], pattern: str | None, text_group: str) -> _Split:
    """Return a cell as its number and its text; the page may cut it right behind the number."""
    text = joined_whole(pieces)
    match = re.fullmatch(pattern, text or "") if pattern else None
    if match is None:
        return _Split(None, text, [], pieces)
    number = next(text for name, text in match.groupdict().items() if name != text_group)
    return _Split(compact_code(number), match[text_group], *split_at(pieces, match.start(text_group)))


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a row is made an action of, beside its cells."""

    number: str | None
    text: str
    objective: _Split
    headings: dict[str, HeadingValue]


class _ActionMaker:
    """Makes an action, its cells and its progress of each row."""

    def __init__(self, plan_id: str, profile: Profile, reading: _Reading) -> None:
        self._plan_id, self._profile, self._reading = plan_id, profile, reading
        self._taken: dict[str, int] = {}
        self._unnumbered: dict[str, int] = {}
        self._ids: dict[int, str] = {}  # number of a row → action_id

    def make(self, row: Row) -> list[Any]:
        """Return the records of one row."""
        split = _split(row.pieces.get("action", []), self._profile.split.get("action"), "action")
        number = split.number or compact_code(joined(row.pieces.get("number", [])))
        self._check_action(row, split.pieces)
        action_id = self._action_id(row, number)
        objective = _split(row.value_pieces("objective"), self._profile.split.get("objective"), "objective")
        self._ids[row.number] = action_id
        self._say_inherited(action_id, row)
        inherits = self._fits(action_id, row, number, objective)
        headings = {name: value for name, value in row.headings.items() if self._has(action_id, row, value, number)}
        nothing = _Split(None, None, [], [])
        parts = _Parts(number, split.text or "", objective if inherits else nothing, headings)
        action = self._action(row, action_id, parts)
        own = [("number", split.number_pieces or row.pieces.get("number", [])), ("action", split.pieces)]
        if not row.is_inherited("objective"):
            own += [("objective_number", objective.number_pieces), ("objective", objective.pieces)]
        self._reading.excluded += [exclude(piece, "ignored-column") for piece in self._ignored_pieces(row)]
        return [action, *self._cells(action_id, row, own, headings), *self._pairs(action_id, row)]

    @staticmethod
    def _ignored_pieces(row: Row) -> list[Piece]:
        """Return what stands in the row's columns that the profile ignores: neither a value nor progress."""
        paired = {f"{index}" for pair in row.grid.pairs for index in (pair.programmed, pair.executed)}
        return [piece for key, pieces in row.pieces.items() if key.isdigit() and key not in paired for piece in pieces]

    def _say_inherited(self, action_id: str, row: Row) -> None:
        for column, block in row.blocks.items():
            if row.is_inherited(column):
                detail = f"{column} stands in a merged cell that is printed on {self._ids[block.first_row]}"
                self._reading.doubt("value_inherited", "info", (action_id, row.page), detail, joined(block.pieces))

    def _check_action(self, row: Row, pieces: list[Piece]) -> None:
        if not pieces:
            raise LayoutMismatch(
                row.place, "a numbered row has no action", "A cell is missing from the row, or its columns are shifted."
            )

    def _counted(self, part: str) -> str:
        """Return the number of the next row of an axis that prints none."""
        self._unnumbered[part] = self._unnumbered.get(part, 0) + 1
        return str(self._unnumbered[part])

    def _action_id(self, row: Row, number: str | None) -> str:
        axis = row.headings.get("axis")
        match = re.search(self._profile.layout.axis_key, axis.piece.text) if axis else None
        part = slug(match["key"] if match else axis.piece.text.split()[0]) if axis else "accion"
        base = f"{self._plan_id}/{part}/{(number or self._counted(part)).lower()}"
        self._taken[base] = self._taken.get(base, 0) + 1
        if self._taken[base] == 1:
            return base
        action_id = f"{base}-{self._taken[base]}"
        detail = f"the number {number} is printed more than once under this axis: this row is {action_id}"
        self._reading.doubt("number_doubled", "doubt", (action_id, row.page), detail, number)
        return action_id

    def _fits(self, action_id: str, row: Row, number: str | None, objective: _Split) -> bool:
        """Tell whether the row may bear the objective: one inherited needs a code that is a prefix of the row's."""
        if is_prefix(objective.number, number):
            return True
        if not row.is_inherited("objective"):
            detail = f"objective {objective.number} is printed beside activity {number}: kept as printed"
            self._reading.doubt("code_mismatch", "info", (action_id, row.page), detail, objective.number)
            return True
        self._not_inherited(action_id, row, f"objective {objective.number}", number)
        return False

    def _has(self, action_id: str, row: Row, value: HeadingValue, number: str | None) -> bool:
        if is_prefix(value.code, number):
            return True
        self._not_inherited(action_id, row, f"heading {value.code}", number)
        return False

    def _not_inherited(self, action_id: str, row: Row, what: str, number: str | None) -> None:
        detail = f"{what} stands over activity {number} but its code is no prefix of it: not inherited"
        self._reading.doubt("heading_code_mismatch", "doubt", (action_id, row.page), detail, number)

    def _action(self, row: Row, action_id: str, parts: _Parts) -> Action:
        page_start, page_end = page_span(row.own_pieces())
        texts = {name: joined_whole(row.value_pieces(name)) for name in CELL_FIELDS if name != "action"}
        headings = parts.headings
        return Action(
            action_id=action_id,
            plan_id=self._plan_id,
            **{name: headings[name].piece.text if name in headings else None for name in HEADING_FIELDS},
            objective_number=parts.objective.number,
            objective=parts.objective.text,
            number=parts.number,
            measure_inherited=row.is_inherited("measure"),
            action=parts.text,
            responsible_inherited=row.is_inherited("responsible"),
            page_start=page_start,
            page_end=page_end,
            text_sha256=sha256(parts.text),
            **texts,
        )

    def _cells(
        self,
        action_id: str,
        row: Row,
        own: list[tuple[str, list[Piece]]],
        headings: dict[str, HeadingValue],
    ) -> list[Any]:
        taken = self._reading.context.take(list(headings.values()))
        columns = [(value.field, [value.piece]) for value in taken] + own
        columns += [(name, row.first_pieces(name)) for name in CELL_FIELDS if name != "action"]
        return [cell for column, pieces in columns for cell in cells_of(action_id, column, pieces)]

    def _pairs(self, action_id: str, row: Row) -> list[Any]:
        made: list[Any] = []
        for pair in row.grid.pairs:
            first, second = (row.pieces.get(f"{index}", []) for index in (pair.programmed, pair.executed))
            made.append(
                PrintedPair(
                    action_id=action_id,
                    position=pair.position,
                    year=pair.year,
                    year_printed=pair.year_printed,
                    year_inferred=pair.year_inferred,
                    programmed_printed=joined(first),
                    executed_printed=joined(second),
                )
            )
            made += cells_of(action_id, f"programmed_printed.{pair.position}", first)
            made += cells_of(action_id, f"executed_printed.{pair.position}", second)
        return made


def _check_numbers(actions: Iterable[Action], source_file: str) -> None:
    """Refuse a number that is missing or out of order within its axis (CheckFailed): a row was lost or misread.

    Refuses (LayoutMismatch) a number with parts, such as 1.1: a profile cannot call such numbers contiguous.
    """
    expected: dict[str | None, int] = {}
    for action in actions:
        number, due = action.number or "", expected.get(action.axis, 1)
        read = small_number(number)
        if read is None:
            found = f"{shortened(action.action_id)}: number {shortened(number)!r} is not one of 1, 2, 3…"
            raise LayoutMismatch(source_file, found, "Take `contiguous` out of the profile's [layout].")
        if read not in (due, due - 1):
            raise CheckFailed(
                source_file,
                f"{action.action_id}: number {number} follows {due - 1}; {due} is missing",
                f"Look at the rows before {action.action[:60]!r}: a row is lost, or its number is misread.",
            )
        expected[action.axis] = read + 1


def rebuild_matrix(
    lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str, language: Language
) -> Records:
    """Return the actions of a matrix with their progress, cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch) a document without a row, an unknown header, a row with a cell too many or, where the
    profile does not say how to place it, too few, and (CheckFailed) a gap in numbers that the profile calls contiguous.
    """
    reading = _Reading(plan_id)
    _LineSorter(profile, profile_name, language, reading).sort(lines)
    maker = _ActionMaker(plan_id, profile, reading)
    made = [record for row in reading.rows for record in maker.make(row)]
    actions = [record for record in made if isinstance(record, Action)]
    if not actions:
        found = "no row of actions was found below a header of the profile"
        raise LayoutMismatch(lines[0].source_file, found, LOOK if lines[0].pieces else TABS)
    if profile.layout.contiguous:
        _check_numbers(actions, lines[0].source_file)
    issues = [
        replace(issue, plan_id=plan_id, record_id=None if row is None else actions[row].action_id)
        for row, issue in reading.row_issues
    ]
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    return Records([*made, *reading.excluded, *leftovers, *issues, *reading.issues])
