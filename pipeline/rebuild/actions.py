"""Makes actions from the rows of a matrix, with the places of their values, progress, extra columns and doubts.

Cases met:
- a number is printed in front of its text (`2. 1.1.`), or twice (corett-2020, 1.1);
- activities stand under a heading with another code (3.2.1.x under 3.1);
- one heading ends another that should stay in force, so that many rows get one id: refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import LayoutMismatch
from ..layouts import EXTRAS, HEADING_COLUMNS, Layout, Profile
from ..patterns import profile_pattern
from ..records import Action, Extra, PrintedPair
from ..text import fold, number_sort, sha256, slug
from .headings import HeadingValue, compact_code, is_prefix
from .matrix_reading import CELL_FIELDS, HEADING_FIELDS, MatrixReading
from .pieces import Piece, cells_of, exclude, joined, joined_whole, page_span, split_at
from .profile_advice import where
from .rows import Row
from .sums import TOTAL


def slug_of(number: str | None) -> str:
    """Return a printed number as part of an id: lower case, nothing but letters, digits, full stops and hyphens."""
    return re.sub(r"[^a-z0-9.]+", "-", fold(number or "")).strip("-.")


OF_AN_ACTION = ("responsible", "associated", "indicators", "verification", "deadline")
MANY = 4  # rows with the number of another row: with so many, headings are missing; fewer are numbers printed twice
SHARE = 0.2  # of all rows
NO_ACTION = "a row of the plan's table has no action in the column of the actions, or a sum: kept in excluded"
ENDED = "a narrower heading ended a wider one"
ENDS = "A line that fits a [[heading]] ends the headings of that [[heading]] and of all later ones of the profile."


@dataclass(frozen=True, slots=True)
class _Split:
    """A cell that carries its number in front of its text."""

    number: str | None
    text: str | None  # without the number
    number_pieces: list[Piece]
    pieces: list[Piece]


def _split(pieces: list[Piece], pattern: str | None, text_group: str) -> _Split:
    """Return the number and the text of a cell; a page may cut the cell right after the number."""
    text = joined_whole(pieces)
    match = profile_pattern(pattern).fullmatch(text or "") if pattern else None
    if match is None or not match[text_group]:
        return _Split(None, text, [], pieces)
    number = next(text for name, text in match.groupdict().items() if name != text_group)
    return _Split(compact_code(number), match[text_group], *split_at(pieces, match.start(text_group)))


def _heading_text(row: Row, name: str, headings: Mapping[str, HeadingValue]) -> str | None:
    """Return the row's own cell for a heading column, else the heading above the row."""
    if name in HEADING_COLUMNS and (own := joined_whole(row.value_pieces(name))):
        return own
    return headings[name].piece.text if name in headings else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an action is made from, besides the cells of its row."""

    number: str | None
    text: str
    objective: _Split
    headings: dict[str, HeadingValue]  # those over the row


class ActionMaker:
    """Makes an action, its cells and its progress of each row."""

    def __init__(self, plan_id: str, profile: Profile, reading: MatrixReading) -> None:
        self._plan_id, self._profile, self._reading = plan_id, profile, reading
        self._taken: dict[str, int] = {}
        self._unnumbered: dict[str, int] = {}
        self._axes: dict[str, dict[str, None]] = {}  # part of the ids → the axes that have it
        self._doubled: list[tuple[Row, str, str | None]] = []  # rows whose number another row has too
        self._told_twice: list[tuple[Row, HeadingValue, str]] = []  # rows under a heading, with a cell for its column
        self.ids: dict[int, str] = {}  # number of a row → action_id

    def make(self, row: Row) -> list[Any]:
        """Return the records of one row."""
        split = _split(row.pieces.get("action", []), self._profile.split.get("action"), "action")
        number = split.number or compact_code(joined(row.pieces.get("number", [])))
        if not split.pieces or self._is_total(row, split.text):
            return self._without_action(row)
        action_id = self._action_id(row, number)
        objective = _split(row.value_pieces("objective"), self._profile.split.get("objective"), "objective")
        self.ids[row.number] = action_id
        self._say_inherited(action_id, row)
        inherits = self._fits(action_id, row, number, objective)
        over = {name: value for name, value in row.headings.items() if not self._has_own(row, value)}
        headings = {name: value for name, value in over.items() if self._has(action_id, row, value, number)}
        nothing = _Split(None, None, [], [])
        parts = _Parts(number, split.text or "", objective if inherits else nothing, headings)
        action = self._action(row, action_id, parts)
        own = [("number", split.number_pieces or row.pieces.get("number", [])), ("action", split.pieces)]
        if split.number_pieces:
            self._exclude_other_number(action_id, row, number)
        if not row.is_inherited("objective"):
            own += [("objective_number", objective.number_pieces), ("objective", objective.pieces)]
        self._reading.excluded += [exclude(piece, "ignored-column") for piece in self._ignored_pieces(row)]
        extras = self._extras(action_id, row)
        return [action, *self._cells(action_id, row, own, headings), *self._pairs(action_id, row), *extras]

    def _exclude_other_number(self, action_id: str, row: Row, number: str | None) -> None:
        """Set aside the cell of the column of numbers of an action whose text begins with its number."""
        pieces = row.pieces.get("number", [])
        self._reading.excluded += [exclude(piece, "repeated-number") for piece in pieces]
        if pieces and compact_code(joined(pieces)) != number:
            detail = f"the column of numbers says {joined(pieces)!r}, and the text begins with {number}: that is taken"
            self._reading.doubt("code_mismatch", "doubt", (action_id, row.page), detail, joined(pieces))

    @staticmethod
    def _ignored_pieces(row: Row) -> list[Piece]:
        """Return the text in columns that the profile ignores: neither a value nor progress."""
        taken = {f"{index}" for pair in row.grid.pairs for index in (pair.programmed, pair.executed)}
        taken |= {f"{index}" for index, _ in row.grid.extras}
        return [piece for key, pieces in row.pieces.items() if key.isdigit() and key not in taken for piece in pieces]

    def _say_inherited(self, action_id: str, row: Row) -> None:
        for column, block in row.blocks.items():
            if row.is_inherited(column) and not column.isdigit():
                first = self.ids.get(block.first_row, "a row without an action")
                detail = f"{column} stands in a merged cell that is printed on {first}"
                self._reading.doubt("value_inherited", "info", (action_id, row.page), detail, joined(block.pieces))

    def _without_action(self, row: Row) -> list[Any]:
        """Return the words of a row without an action as excluded, with a doubt; that of a dump is refused.

        In a PDF the cells of such a row are in their right columns: it is a total, or a line that explains the others.
        """
        if row.own_pieces() and row.own_pieces()[0].box is None:
            remedy = (
                "A cell is missing from the row, or its columns are shifted; or the header under `action` of the "
                "profile is not that of the actions."
            )
            refusal = LayoutMismatch(row.place, "a numbered row has no action", remedy, cause="row without action")
            self._reading.refused.append(refusal)
            return []
        self._reading.doubt("row_without_action", "doubt", (None, row.page), NO_ACTION, joined(row.own_pieces()))
        return [exclude(piece, "row-without-action") for piece in row.own_pieces()]

    @staticmethod
    def _is_total(row: Row, text: str | None) -> bool:
        """Tell whether a row is a sum of those above: it says so, and names no body, indicator or deadline."""
        says = TOTAL.match(fold(text or "")) is not None
        return says and not any(row.pieces.get(name) for name in OF_AN_ACTION)

    def _counted(self, part: str) -> str:
        """Return the number for the next row of an axis without printed numbers."""
        self._unnumbered[part] = self._unnumbered.get(part, 0) + 1
        return str(self._unnumbered[part])

    def _action_id(self, row: Row, number: str | None) -> str:
        axis = _heading_text(row, "axis", row.headings) or ""
        match = profile_pattern(self._profile.layout.axis_key).search(axis)
        word = (match["key"] if match else None) or axis.split(" ")[0]
        part = slug(word) or "accion"
        self._axes.setdefault(part, {}).setdefault(axis)
        number = None if self._profile.layout.count_rows else number
        base = f"{self._plan_id}/{part}/{slug_of(number) or self._counted(part)}"
        self._taken[base] = self._taken.get(base, 0) + 1
        if self._taken[base] == 1:
            return base
        action_id = f"{base}-{self._taken[base]}"
        self._doubled.append((row, part, number))
        what = f"the number {number} is printed more than once under this axis"
        what = what if number else "this row has no number, and its count is the number of another row of this axis"
        detail = f"{what}: this row is {action_id}"
        self._reading.doubt("number_doubled", "doubt", (action_id, row.page), detail, number)
        return action_id

    def _fits(self, action_id: str, row: Row, number: str | None, objective: _Split) -> bool:
        """Tell whether the objective may belong to the row.

        If it is inherited, its code must be a prefix of the row's code.
        """
        if is_prefix(objective.number, number):
            return True
        if not row.is_inherited("objective"):
            detail = f"objective {objective.number} is printed beside activity {number}: kept as printed"
            self._reading.doubt("code_mismatch", "info", (action_id, row.page), detail, objective.number)
            return True
        self._not_inherited(action_id, row, f"objective {objective.number}", number)
        return False

    def _has_own(self, row: Row, heading: HeadingValue) -> bool:
        """Tell whether the row has a cell of its own for the column of a heading; note one that says something else."""
        own = joined_whole(row.value_pieces(heading.field)) if heading.field in HEADING_COLUMNS else None
        if own and fold(own) != fold(heading.piece.text):
            self._told_twice.append((row, heading, own))
        return bool(own)

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
            **{name: _heading_text(row, name, headings) for name in HEADING_FIELDS},
            objective_number=parts.objective.number,
            objective=parts.objective.text,
            number=parts.number,
            measure_inherited=row.is_inherited("measure"),
            action=parts.text,
            responsible_inherited=row.is_inherited("responsible"),
            page_start=page_start,
            page_end=page_end,
            text_sha256=sha256(parts.text),
            number_sort=number_sort(parts.number),
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
        columns += [(name, row.first_pieces(name)) for name in (*HEADING_COLUMNS, *CELL_FIELDS) if name != "action"]
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

    def _extras(self, action_id: str, row: Row) -> list[Any]:
        """Return the cells of the columns that no published column holds, merged ones on every row that they cover."""
        made: list[Any] = []
        for position, (index, label) in enumerate(row.grid.extras, start=1):
            pieces = row.value_pieces(str(index))
            if text := joined_whole(pieces):
                pages = page_span(pieces)
                made.append(Extra(action_id, self._plan_id, label, position, text, *pages))
            made += cells_of(action_id, f"extras.{position}", row.first_pieces(str(index)))
        return made

    def doubt_axis_key(self) -> None:
        """Note an `axis_key` of the profile that fits no axis: the ids have the first word of each."""
        layout = self._profile.layout
        axes = [axis for found in self._axes.values() for axis in found if axis]
        if layout.axis_key == Layout().axis_key or not axes:
            return
        if not any(profile_pattern(layout.axis_key).search(axis) for axis in axes):
            detail = (
                f"`axis_key` of profile {self._reading.profile_name!r} fits none of the {len(axes)} axes, the first "
            )
            detail += f"is {axes[0]!r}: the ids have the first word of each. Correct the pattern, or take it out"
            self._reading.doubt("profile_key_unused", "doubt", (None, None), detail, layout.axis_key)

    def told_twice(self) -> list[LayoutMismatch]:
        """Return the errors for rows with one axis in a heading and another in a cell; one for each column."""
        errors: list[LayoutMismatch] = []
        for field in dict.fromkeys(heading.field for _, heading, _ in self._told_twice):
            rows = [each for each in self._told_twice if each[1].field == field]
            row, heading, own = rows[0]
            found = f"{len(rows)} rows have two values for {field}: the heading {heading.piece.text!r} stands over the "
            found += f"first of them, and its own cell says {own!r}"
            others = [name for name in HEADING_COLUMNS if name != field and name not in self._profile.columns]
            remedy = (
                f"{where(self._reading.profile_name)}\ntake out the [[heading]] whose pattern has (?P<{field}>…), or "
                f"write another group in its place, such as (?P<{others[-1] if others else 'subaxis_description'}>…); "
                f"or move the header of that column from {field} to another line of [columns], such as {EXTRAS}."
            )
            errors.append(LayoutMismatch(row.place, found, remedy))
        return errors

    def collapsed(self) -> list[LayoutMismatch]:
        """Return the error for a document in which many rows have the number of another row of their axis."""
        count = len(self._doubled)
        if count < MANY or count < SHARE * len(self.ids):
            return self._without_wider_heading()
        row, part, number = self._doubled[0]
        if len(self._axes[part]) > 1:
            return [self._same_word(row, part, list(self._axes[part]))]
        ends = self._ended()
        told = f"{count} of {len(self.ids)} rows have a number that another row under {part!r} has too: the first is"
        found = f"{told} number {number}. The headings above them are not recognised, or one heading ends another."
        fix = [
            "Write a [[heading]] for the lines that head these rows, the widest first (axis, then subaxis).",
            ENDS,
            *(
                f"{by!r} ended {wider!r}: put the [[heading]] that fits {wider!r} above the one that fits {by!r}."
                for wider, by in ends
            ),
        ]
        if not any(row.headings for row, _, _ in self._doubled):
            fix.append("No heading is in force over these rows. If the document has none, let the rows be counted; the")
            fix.append("printed numbers stay in the column `number`. Below [layout]:")
            fix.append("    count_rows = true")
        remedy = "\n".join([where(self._reading.profile_name), *fix])
        return [LayoutMismatch(row.place, found, remedy)]

    def _same_word(self, row: Row, part: str, axes: Sequence[str]) -> LayoutMismatch:
        """Return the error for axes that have the same word in their ids, each with numbers of its own."""
        shown = ", ".join(repr(axis[:60]) for axis in axes[:3])
        found = f"{len(self._doubled)} of {len(self.ids)} rows have a number that another row has too: the ids of "
        found += f"{len(axes)} axes have the same word, {part!r} ({shown})"
        fix = "below [layout], with a group `key` that fits another word of each axis, such as the second one:"
        line = r"    axis_key = '^\w+\W+(?:[\dIVX]+\W+)?(?P<key>\w+)'"
        return LayoutMismatch(row.place, found, f"{where(self._reading.profile_name)}\n{fix}\n{line}")

    def _ended(self) -> list[tuple[str, str]]:
        """Return the wider headings that a narrower one ended, each with the narrower one, without repetitions."""
        return list(dict.fromkeys((old.piece.text, by.piece.text) for old, by in self._reading.context.ended))

    def _without_wider_heading(self) -> list[LayoutMismatch]:
        """Return the errors for rows that lost their axis because a narrower heading ended it; [] if there are none."""
        ends = self._ended()
        ended = {old.field for old, _ in self._reading.context.ended}
        rows = self._reading.rows
        for name in HEADING_FIELDS:
            lost = [row for row in rows if name not in row.headings]
            if ends and lost and (len(lost) < len(rows) or name in ended):
                wider, by = ends[0]
                old, new = self._reading.context.ended[0]
                found = f"{len(lost)} of {len(rows)} rows stand under no {name}: {by!r} ended {wider!r}"
                fix = f"{ENDS}\nPut the [[heading]] that fits {wider!r} above the one that fits {by!r}: no. "
                fix += f"{old.level + 1} above no. {new.level + 1}."
                remedy = f"{where(self._reading.profile_name)}\n{fix}"
                return [LayoutMismatch(lost[0].place, found, remedy, cause=ENDED)]
        return []
