"""What `directriz changes` tells, whether as text, as JSON or as a page: every change once, in one section.

The rows of a merge or a split are one change. `counts` are the changes of each section, and all three forms show them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..editions.edition import BODY_COLUMNS
from .edition_comparison import Comparison, Row

SECTIONS = ("reworded", "moved", "merged", "split", "added", "removed", "columns", "renumbered", "unchanged")
FIRST = ("merged", "split", "moved", "reworded", "added", "removed", "renumbered", "unchanged")  # which of two kinds
PLACE_COLUMNS = ("axis", "subaxis", "subaxis_description", "number", "measure")
OF_THE_FILE = ("page_start", "page_end")  # columns that a text file lacks and a PDF has: no change of the edition
HEADINGS = ("axis", "subaxis", "measure")
PLACES = ("stood ", "stands ")  # how the evidence of a moved action begins
SHARE = 0.8  # share of the pairs under a heading: if so many have its new wording, it is told once


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that differs between two actions of a pair."""

    column: str
    how: str  # renamed: the same bodies by other names | replaced: other bodies | changed: another text
    before: str
    now: str
    bodies: tuple[str, ...] = ()  # what happened to each body, in English


@dataclass(frozen=True, slots=True)
class Pair:
    """An earlier and a new action; one side is blank where an action was added or removed."""

    row: Row  # of edition_changes
    columns: tuple[ColumnChange, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the two belong together, in English; what changed of their bodies is in `columns`."""
        found = (each for each in _reasons(self.row) if not is_of_bodies(each))
        return tuple(each for each in found if self.is_moved or not each.startswith(PLACES))

    @property
    def is_moved(self) -> bool:
        """True if the action stands under another heading or elsewhere under its own."""
        return "moved" in self.row["kind"].split("|")

    @property
    def places(self) -> tuple[str, ...]:
        """Where the action stood and stands, in English, if it moved."""
        return tuple(each for each in self.reasons if each.startswith(PLACES))


@dataclass(frozen=True, slots=True)
class Change:
    """One change: a pair, all pairs of a merge or a split, or an action without a counterpart."""

    section: str
    pairs: tuple[Pair, ...]
    old: tuple[Row, ...]  # rows of actions
    new: tuple[Row, ...]

    @property
    def also(self) -> tuple[str, ...]:
        """The other kinds that hold for one of its pairs; a new number alone is no news."""
        kinds = dict.fromkeys(kind for pair in self.pairs for kind in pair.row["kind"].split("|"))
        return tuple(kind for kind in kinds if kind not in (self.section, "renumbered", "unchanged"))

    @property
    def is_doubtful(self) -> bool:
        """True if a person should read both sides; an action without a counterpart has one side only."""
        return bool(self.old and self.new) and any(pair.row["certainty"] == "low" for pair in self.pairs)

    @property
    def is_joined(self) -> bool:
        """True for a merge or a split."""
        return self.section in ("merged", "split")


@dataclass(frozen=True, slots=True)
class WholeChange:
    """Something that holds for the whole edition."""

    what: str  # column_new | column_gone | header | heading | body
    column: str
    before: str = ""
    now: str = ""
    count: int | None = None  # heading: actions; body: cells
    body: str = ""  # how a body's name changed, in English


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told of two editions."""

    comparison: Comparison
    whole: tuple[WholeChange, ...]
    sections: Mapping[str, tuple[Change, ...]]  # in the order of SECTIONS, none empty

    def counts(self) -> dict[str, int]:
        """Return the number of changes of each section."""
        return {name: len(changes) for name, changes in self.sections.items()}


def report_of(comparison: Comparison) -> Report:
    """Return everything that is told of two editions."""
    lone = _columns_of_one_side(comparison)
    found: dict[str, list[Change]] = {name: [] for name in SECTIONS}
    for rows in _groups(comparison):
        change = _change(comparison, rows, lone)
        found[change.section].append(change)
    sections = {name: tuple(changes) for name, changes in found.items() if changes}
    return Report(comparison, tuple(_of_the_whole(comparison, lone)), sections)


def _groups(comparison: Comparison) -> list[list[Row]]:
    """Return the rows of one merge or split together, all others alone, in published order."""
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in comparison.changes:
        kinds = row["kind"].split("|")
        key = next((("merged", row["action_id_new"]) for kind in kinds if kind == "merged"), None)
        key = key or next((("split", row["action_id_old"]) for kind in kinds if kind == "split"), None)
        groups.setdefault(key or ("", row["action_id_old"], row["action_id_new"]), []).append(row)
    return list(groups.values())


def _change(comparison: Comparison, rows: list[Row], lone: Mapping[str, str]) -> Change:
    pairs = tuple(Pair(row, tuple(_column_changes(comparison, row, lone))) for row in rows)
    kinds = rows[0]["kind"].split("|")
    section = next(kind for kind in FIRST if kind in kinds)
    if section in ("unchanged", "renumbered") and pairs[0].columns:
        section = "columns"
    old = {row["action_id_old"]: comparison.old(row) for row in rows if comparison.old(row)}
    new = {row["action_id_new"]: comparison.new(row) for row in rows if comparison.new(row)}
    return Change(section, pairs, tuple(old.values()), tuple(new.values()))


def _column_changes(comparison: Comparison, row: Row, lone: Mapping[str, str]) -> Iterator[ColumnChange]:
    """Yield each column of a pair that says something else of the action itself: not its heading or its number."""
    bodies = dict(each.split(": ", 1) for each in _reasons(row) if is_of_bodies(each))
    for field in filter(None, row["fields_changed"].split("|")):
        name = field.removeprefix("renamed:")
        if name in PLACE_COLUMNS or name in lone:
            continue
        how = "changed" if name not in bodies else "renamed" if field != name else "replaced"
        told = tuple(bodies.get(name, "").split("; ")) if name in bodies else ()
        yield ColumnChange(name, how, comparison.old(row)[name], comparison.new(row)[name], told)


def _reasons(row: Row) -> list[str]:
    return row["evidence"].split("|")


def is_of_bodies(reason: str) -> bool:
    """Tell whether a reason of the evidence says what changed of the bodies of a column."""
    return reason.partition(": ")[0] in BODY_COLUMNS and ": " in reason


def _columns_of_one_side(comparison: Comparison) -> dict[str, str]:
    """Return the columns that have a value in one of the editions only, each with that edition."""
    sides: dict[str, set[str]] = defaultdict(set)
    for row in comparison.actions.values():
        for name, value in row.items():
            if value:
                sides[name].add(row["plan_id"])
    return {name: plans.pop() for name, plans in sides.items() if len(plans) == 1}


def _of_the_whole(comparison: Comparison, lone: Mapping[str, str]) -> Iterator[WholeChange]:
    """Yield new and lost columns, headers and headings in other words, bodies that go by another name."""
    before, now = comparison.headers
    for name, plan_id in lone.items():
        if name in OF_THE_FILE:
            continue
        is_new = plan_id == comparison.plan_id
        header = (now if is_new else before).get(name, "")
        yield WholeChange(
            "column_new" if is_new else "column_gone", name, "" if is_new else header, header if is_new else ""
        )
    for name, header in before.items():
        if name not in lone and now.get(name, header) != header:
            yield WholeChange("header", name, header, now[name])
    for name in HEADINGS:
        yield from _headings(comparison, name)
    for words, count in _renamed_bodies(comparison).most_common():
        yield WholeChange("body", "", count=count, body=words)


def _renamed_bodies(comparison: Comparison) -> Counter[str]:
    """Return how bodies go by another name, each with the number of cells."""
    found: Counter[str] = Counter()
    for row in comparison.changes:
        for reason in _reasons(row):
            column, _, words = reason.partition(": ")
            if is_of_bodies(reason) and f"renamed:{column}" in row["fields_changed"].split("|"):
                found.update(words.split("; "))
    return found


def _headings(comparison: Comparison, name: str) -> Iterator[WholeChange]:
    """Yield the headings whose actions now stand under a heading in other words."""
    pairs: dict[str, Counter[str]] = defaultdict(Counter)
    printed = {row[name] for row in comparison.actions.values() if row["plan_id"] == comparison.plan_id}
    for row in comparison.changes:
        old, new = comparison.old(row), comparison.new(row)
        if old and new:
            pairs[old[name]][new[name]] += 1
    for heading, counts in pairs.items():
        after, count = counts.most_common(1)[0]
        if heading and heading not in printed and after and count >= SHARE * sum(counts.values()):
            yield WholeChange("heading", name, heading, after, count)
