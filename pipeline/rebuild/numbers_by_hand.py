"""Numbers of paragraphs as a person reads them on the page: `raw/reviews/numbers.csv`.

A run is refused where the numbers and the paragraphs of a list do not add up. A row that gives the number that was read
confirms it: the page prints it so. A row that gives another number moves the record to it. A row holds as long as the
record's text is the one that the person looked at; where it has changed, the run stops (ReviewStale).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..corrections import HandNumber
from ..errors import ManifestInvalid, ReviewStale
from ..records import Cell, Directive, Drawn, Issue, Records
from ..text import sha256

DOUBTS = frozenset({"number_gap", "number_back", "number_doubled", "number_added", "number_misread", "number_inferred"})
CHANGED = (Directive, Cell, Drawn, Issue)
UNPLACED = "number_unplaced"


def with_numbers_by_hand(records: Records, rows: Sequence[HandNumber]) -> Records:
    """Return the records of a list with the numbers that people have read, and an issue for each of them.

    The doubts about these numbers go. Refuses (ReviewStale) a row whose record is gone or has another text, and
    (ManifestInvalid) a row that gives a record the number of another one.
    """
    if not rows:
        return records
    directives = {each.directive_id: each for each in records.of(Directive)}
    said = {row.record_id: row for row in rows}
    for row in rows:
        refuse_stale(row, directives.get(row.record_id))
    moved = {row.record_id: new_id(row, directives[row.record_id]) for row in rows}
    refuse_doubles(rows, moved, directives)
    made = [numbered(each, said[each.directive_id], moved) if each.directive_id in said else each
            for each in directives.values()]  # fmt: skip
    kept = [each for each in records.of(Issue) if not is_settled(each, said)]
    beside = [moved_to(each, moved) for each in (*records.of(Cell), *records.of(Drawn), *kept)]
    told = [reviewed(row, moved, directives) for row in rows]
    others = [each for kind in records.kinds() if kind not in CHANGED for each in records.of(kind)]
    return Records([*others, *made, *beside, *told])


def refuse_stale(row: HandNumber, directive: Directive | None) -> None:
    """Refuse (ReviewStale) a row about a record that is not there, or whose text is another one."""
    if directive is None:
        found = f"there is no record {row.record_id!r} any more"
        raise ReviewStale(row.place, found, "Delete the row, or correct its record_id.")
    if not sha256(directive.text_source).startswith(row.expected):
        found = f"{row.record_id} begins “{' '.join(directive.text_source.split()[:8])}”: its text is another one"
        remedy = f"Look at the page again; the hash is now {sha256(directive.text_source)[:12]}."
        raise ReviewStale(row.place, found, remedy)


def new_id(row: HandNumber, directive: Directive) -> str:
    """Return the id of a record under the number that a person has read."""
    stem = row.record_id.rpartition("/")[0]
    return row.record_id if row.number == directive.number else f"{stem}/{row.number.lower().replace(' ', '')}"


def refuse_doubles(rows: Sequence[HandNumber], moved: Mapping[str, str], directives: Mapping[str, Directive]) -> None:
    """Refuse (ManifestInvalid) a row that gives a record an id that another record has."""
    taken = {moved.get(record_id, record_id): record_id for record_id in directives}
    for row in rows:
        if taken[moved[row.record_id]] != row.record_id:
            found = f"{row.record_id} and {taken[moved[row.record_id]]} would both have the number {row.number}"
            raise ManifestInvalid(row.place, found, "Say in a row of its own which number the other record has.")


def numbered(directive: Directive, row: HandNumber, moved: Mapping[str, str]) -> Directive:
    """Return a record under the number that a person has read."""
    return replace(directive, directive_id=moved[row.record_id], number=row.number, number_inferred=False)


def is_settled(issue: Issue, said: Mapping[str, HandNumber]) -> bool:
    """Tell whether an issue is a doubt about a number that a person has read."""
    if issue.issue_code == UNPLACED:
        return any(f"the number {row.number} is" in issue.detail for row in said.values())
    return issue.issue_code in DOUBTS and issue.record_id in said


def reviewed(row: HandNumber, moved: Mapping[str, str], directives: Mapping[str, Directive]) -> Issue:
    """Return the issue that says who read a number."""
    directive = directives[row.record_id]
    before = f", read as {directive.number} by the program" if row.number != directive.number else ""
    detail = f"number {row.number}{before}: read so by {row.reviewer} on {row.date}: {row.reason}"
    place = directive.plan_id, moved[row.record_id], directive.page_start
    return Issue("number_reviewed", "info", "rebuild", *place, detail, None)


def moved_to(record: Any, moved: Mapping[str, str]) -> Any:
    """Return a record that belongs to another one, under the id that this one has now."""
    return replace(record, record_id=moved[record.record_id]) if record.record_id in moved else record
