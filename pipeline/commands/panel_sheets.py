"""Blind sheets for a panel of readers: written for each reader alone, gathered, compared and settled.

A sheet shows an action with its context and directives, and no ranking: all directives in document order, or a
shortlist in an order of its own for each reader, drawn from a stated seed. Sheets come back as XLSX or CSV.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from ..errors import ManifestInvalid, ReviewStale, SourceUnreadable, WrongUsage
from ..link.panel import LEAST, Opinion
from ..link.review_loop import Candidate, Question
from ..link.review_order import Pair
from ..reference.reading_guide import read_guide
from ..store import json_bytes, write_file
from ..text import sha256
from .sheet_files import csv_of, html_of, read_filled, xlsx_of

COLUMNS = (
    *("action_id", "target_plan_id", "line", "directive_id", "text", "grade", "primary", "note"),
    *("action_sha256", "directive_sha256"),
)
NEEDED = ("action_id", "target_plan_id", "line", "directive_id", "grade", "primary", "action_sha256")
ACTION, DIRECTIVE, OTHER, NONE = "acción", "directriz", "otra", "ninguna"  # what a line is for
LINES = {
    OTHER: "otra directriz: escriba su número en directive_id / another directive: write its number in directive_id",
    NONE: "ninguna corresponde: marque x en primary / none fits: mark x under primary",
}
OTHER_LINES = 2  # blank lines for directives that the shortlist lacks
SHEETS = "sheets.json"
GRADES = {"": 0, "0": 0, "1": 1, "2": 2, "3": 3}
MARKED = {"x", "sí", "si", "yes", "1", "true", "verdadero", "✓", "✔"}
UNMARKED = {"", "0", "no", "false", "falso"}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What the sheets of one folder ask; kept in `sheets.json` beside them."""

    readers: int
    seed: str
    shortlist: int  # directives shown for an action; 0 = all
    shown: Mapping[Pair, Sequence[str]]  # in document order, so that the file tells no rank
    whole: Mapping[str, str] = field(default_factory=dict)  # framework of which all directives are shown → its mark

    def as_json(self) -> bytes:
        """Return the plan as JSON."""
        pairs = [
            {"action_id": pair[0], "target_plan_id": pair[1], "shown": list(ids)} for pair, ids in self.shown.items()
        ]
        asked = {"readers": self.readers, "seed": self.seed, "shortlist": self.shortlist, "whole": dict(self.whole)}
        return json_bytes({**asked, "pairs": pairs})


def write_sheets(
    folder: Path, plan: SheetPlan, questions: Sequence[Question], directives: Sequence[tuple[str, str]]
) -> list[str]:
    """Write guide, sheets and `sheets.json`, and return the names of the sheets to fill in.

    `directives` are id and text of all directives of the frameworks, for readers who look for one by hand.

    Refuses (WrongUsage) a folder that holds sheets already: somebody may have filled them in.
    """
    if (folder / SHEETS).exists():
        raise WrongUsage(str(folder), "it holds sheets already", "Name another folder, or take the old sheets away.")
    guide = read_guide()
    names = []
    for reader in range(1, plan.readers + 1):
        rows = [row for question in questions for row in _rows(question, plan, reader)]
        name = f"reader-{reader}"
        write_file(folder / f"{name}.xlsx", xlsx_of(COLUMNS, rows, guide, directives))
        write_file(folder / f"{name}.csv", csv_of(COLUMNS, rows))
        write_file(folder / f"{name}.html", html_of(guide, rows, directives))
        names.append(f"{name}.xlsx")
    write_file(folder / "guide.md", guide.encode("utf-8"))
    write_file(folder / SHEETS, plan.as_json())
    return names


def _rows(question: Question, plan: SheetPlan, reader: int) -> Iterator[dict[str, str]]:
    shown = question.candidates
    if plan.shortlist:
        shown = tuple(sorted(shown, key=lambda each: _draw(plan.seed, reader, question.action_id, each.directive_id)))
    context = f" [{question.context}]" if question.context else ""
    yield _row(question, ACTION, Candidate("", question.text + context, ""))
    for candidate in shown:
        yield _row(question, DIRECTIVE, candidate)
    for _ in range(OTHER_LINES if plan.shortlist else 0):
        yield _row(question, OTHER, Candidate("", LINES[OTHER], ""))
    yield _row(question, NONE, Candidate("", LINES[NONE], ""))


def _draw(*parts: object) -> str:
    """Return a sort key that gives each seed and each reader an order of their own."""
    return sha256("/".join(map(str, parts)))


def _row(question: Question, line: str, candidate: Candidate) -> dict[str, str]:
    blank = dict.fromkeys(COLUMNS, "")
    return blank | {
        "action_id": question.action_id,
        "target_plan_id": question.target_plan_id,
        "line": line,
        "directive_id": candidate.directive_id,
        "text": candidate.text,
        "action_sha256": question.sha256,
        "directive_sha256": candidate.sha256,
    }


def read_plan(folder: Path) -> SheetPlan:
    """Return what the sheets of a folder ask; refuses (SourceUnreadable) a folder without `sheets.json`."""
    path = folder / SHEETS
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        shown = {(pair["action_id"], pair["target_plan_id"]): tuple(pair["shown"]) for pair in found["pairs"]}
        whole = {str(target): str(mark) for target, mark in found.get("whole", {}).items()}
        return SheetPlan(int(found["readers"]), str(found["seed"]), int(found["shortlist"]), shown, whole)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "Give the folder that `directriz review links --sheet` wrote."
        raise SourceUnreadable(str(path), f"cannot be read: {error}", remedy) from None


@dataclass(frozen=True, slots=True)
class Known:
    """The records that a sheet may be about, as they are published today."""

    actions: Mapping[str, str]  # action_id → hash of its text
    directives: Mapping[str, Mapping[str, str]]  # framework → directive_id → hash, in document order

    def directive(self, written: str, target: str) -> str | None:
        """Return the directive that a reader named by its id or its number alone, None where there is none."""
        ids = self.directives.get(target, {})
        asked = written.lower()
        return next((each for each in ids if asked in (each, each.rsplit("/", 1)[-1])), None)


@dataclass(frozen=True, slots=True)
class Returned:
    """One reader's sheet that came back."""

    opinions: Mapping[Pair, Opinion]  # an action left blank was not read, and is not here
    lost: tuple[str, ...] = ()  # lines of the sheet as it was written that are not there, or have other ids or hashes


def read_returned(folder: Path, plan: SheetPlan, known: Known) -> list[Returned]:
    """Return the sheet of each reader.

    Refused: no sheet of a reader, two that were filled in differently, or nothing filled in by anybody
    (SourceUnreadable); an action or directive that was not asked about, a grade or mark that is impossible, two
    primary directives (ManifestInvalid); a text that has changed since the sheets were written (ReviewStale).
    """
    found = [_returned_by(folder, reader, plan, known) for reader in range(1, plan.readers + 1)]
    if not any(each.opinions for each in found):
        remedy = "Put the sheets there that the readers filled in, under the names that they had."
        raise SourceUnreadable(str(folder), f"no line of its {len(found)} sheets is filled in", remedy)
    return found


def _returned_by(folder: Path, reader: int, plan: SheetPlan, known: Known) -> Returned:
    paths = [path for ending in ("xlsx", "csv") if (path := folder / f"reader-{reader}.{ending}").is_file()]
    if not paths:
        raise SourceUnreadable(str(folder / f"reader-{reader}.xlsx"), "there is no such sheet", "Put it back.")
    read = {path: _read_sheet(path, plan, known) for path in paths}
    filled = [each for each in read.values() if each.opinions]
    if len(filled) == 2 and filled[0].opinions != filled[1].opinions:
        remedy = "Keep the one that counts and delete the other."
        raise SourceUnreadable(str(paths[0]), f"it and {paths[1].name} were filled in differently", remedy)
    return min(filled or read.values(), key=lambda each: len(each.lost))


def _read_sheet(path: Path, plan: SheetPlan, known: Known) -> Returned:
    marks: dict[Pair, list[Mark]] = {}
    rows = read_filled(path, NEEDED)
    for number, row in rows:
        place = f"{path} row {number}"
        grade, is_marked = _grade(row["grade"], place), _is_marked(row["primary"], place)
        if grade or is_marked:
            pair = (row["action_id"], row["target_plan_id"])
            _check_asked(pair, row, plan, known, place)
            directive_id = _directive(row, known, place)
            marks.setdefault(pair, []).append(Mark(directive_id, grade, is_marked, place))
    opinions = {pair: _opinion(of_pair) for pair, of_pair in marks.items()}
    return Returned(opinions, tuple(_lost_lines((row for _, row in rows), plan, known)))


def _lost_lines(rows: Iterable[Row], plan: SheetPlan, known: Known) -> Iterator[str]:
    """Yield the lines that the sheet had when it was written and that have not come back as they were."""
    found = set()
    for row in rows:
        target, written = row["target_plan_id"], row["directive_id"]
        directive_id = known.directive(written, target) if written else None
        shown = row.get("directive_sha256", "")
        is_of_today = known.actions.get(row["action_id"]) == row["action_sha256"] and (
            not directive_id or shown in ("", known.directives[target][directive_id])
        )
        if is_of_today and (directive_id or row["line"] == NONE):
            found.add((row["action_id"], target, directive_id))
    for pair, shown_ids in plan.shown.items():
        for directive_id in (*shown_ids, None):
            if (*pair, directive_id) not in found:
                yield f"{pair[0]} → {directive_id or f'{pair[1]}, {NONE}'}"


@dataclass(frozen=True, slots=True)
class Mark:
    """One filled line of a sheet."""

    directive_id: str  # "" = the line "none fits"
    grade: int
    is_primary: bool
    place: str


def _grade(written: str, place: str) -> int:
    if written not in GRADES:
        raise ManifestInvalid(place, f"grade {written!r} is none of 3, 2, 1", "Write one of them, or leave it blank.")
    return GRADES[written]


def _is_marked(written: str, place: str) -> bool:
    if written.lower() not in MARKED | UNMARKED:
        raise ManifestInvalid(place, f"column primary has {written!r}", "Write x, or leave it blank.")
    return written.lower() in MARKED


def _check_asked(pair: Pair, row: Row, plan: SheetPlan, known: Known, place: str) -> None:
    if pair not in plan.shown:
        raise ManifestInvalid(place, f"the sheet did not ask for {pair[0]} and {pair[1]}", "Leave its ids as they are.")
    if known.actions.get(pair[0]) != row["action_sha256"]:
        raise ReviewStale(place, f"{pair[0]} has another text today", "Write new sheets and read that action again.")


def _directive(row: Row, known: Known, place: str) -> str:
    """Return the directive that a line is about, "" on the line "none fits"."""
    written = row["directive_id"]
    if not written:
        if row["line"] == NONE:
            return ""
        raise ManifestInvalid(place, f"the line {row['line']!r} names no directive", "Grade a line with a directive.")
    directive_id = known.directive(written, row["target_plan_id"])
    if directive_id is None:
        raise ManifestInvalid(place, f"{row['target_plan_id']} has no directive {written!r}", "Write its number.")
    if "." in written and (longer := known.directive(f"{written}0", row["target_plan_id"])):
        found = f"{written} may be {written}0: a spreadsheet drops the last zero of a number"
        raise ManifestInvalid(place, found, f"Write {directive_id} or {longer}.")
    was = row.get("directive_sha256", "")
    if was and was != known.directives[row["target_plan_id"]][directive_id]:
        raise ReviewStale(place, f"{directive_id} has another text today", "Write new sheets and read it again.")
    return directive_id


def _opinion(marks: Sequence[Mark]) -> Opinion:
    """Return what the filled lines of one action say; refuses (ManifestInvalid) what contradicts itself."""
    grades = _grades(marks)
    primaries = [mark for mark in marks if mark.is_primary and mark.directive_id]
    none = [mark for mark in marks if not mark.directive_id]
    accepted = {directive_id for directive_id, grade in grades.items() if grade >= LEAST}
    if len(primaries) > 1:
        raise ManifestInvalid(primaries[1].place, "a second primary directive is marked", "Mark the most direct one.")
    if none and (accepted or primaries):
        raise ManifestInvalid(
            none[0].place, "none fits, and yet a directive is graded 2 or 3", "Take one of them back."
        )
    if primaries and primaries[0].directive_id not in accepted:
        remedy = "Give it 2 or 3, or mark another one."
        raise ManifestInvalid(primaries[0].place, "the primary directive is not graded 2 or 3", remedy)
    primary = primaries[0].directive_id if primaries else _only_best(grades)
    return Opinion(grades, primary)


def _grades(marks: Sequence[Mark]) -> dict[str, int]:
    """Return the grade of each directive; refuses (ManifestInvalid) one with two different grades."""
    grades: dict[str, int] = {}
    for mark in marks:
        if mark.directive_id and mark.grade and grades.setdefault(mark.directive_id, mark.grade) != mark.grade:
            found = f"{mark.directive_id} is graded {grades[mark.directive_id]} and again {mark.grade}"
            raise ManifestInvalid(mark.place, found, "Leave one of the two grades.")
    return grades


def _only_best(grades: Mapping[str, int]) -> str | None:
    """Return the directive with the highest grade where it is the only one, and accepted."""
    highest = max(grades.values(), default=0)
    best = [directive_id for directive_id, grade in grades.items() if grade == highest]
    return best[0] if len(best) == 1 and highest >= LEAST else None


def equal_sheets(opinions: Sequence[Mapping[Pair, Opinion]]) -> list[tuple[int, int]]:
    """Return the pairs of readers (numbers from 1) who gave the very same answers to everything: perhaps one sheet."""
    numbered = list(enumerate(opinions, start=1))
    return [(one, other) for (one, first), (other, second) in combinations(numbered, 2) if first and first == second]


def unread(pairs: Iterable[Pair], opinions: Sequence[Mapping[Pair, Opinion]]) -> list[tuple[Pair, int]]:
    """Return the actions that a reader left blank, with the reader's number."""
    return [(pair, reader) for pair in pairs for reader, said in enumerate(opinions, start=1) if pair not in said]
