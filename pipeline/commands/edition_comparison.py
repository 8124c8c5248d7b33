"""The two editions that `directriz changes` compares: their published rows, and the change of each action.

Of a plan, the changes are those of the table `edition_changes`. A framework has directives in place of actions: they
are compared here, in the same way, and are not published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Literal

from ..errors import WrongUsage

Row = Mapping[str, str]
Unit = Literal["action", "directive"]
TABLES = ("plans", "actions", "directives", "edition_changes", "excluded")
KEYS: tuple[tuple[Unit, str], ...] = (("action", "actions"), ("directive", "directives"))


@dataclass(frozen=True)
class Comparison:
    """The changes of one edition, with the actions (or directives) of both."""

    plan_id: str
    supersedes: str
    changes: Sequence[Row]  # with the columns of edition_changes
    actions: Mapping[str, Row]  # of both editions, by id
    language: str = "es"  # of the new edition, ISO 639-1
    told_in: str = "en"  # language in which the changes are told
    titles: Mapping[str, str] = field(default_factory=dict)  # of both editions, by plan_id
    headers: tuple[Row, Row] = field(default_factory=lambda: ({}, {}))  # printed headers by column: before, now
    unit: Unit = "action"

    def old(self, row: Row) -> Row:
        """Return the earlier action of a change, all blank where there is none."""
        return self.actions.get(row["action_id_old"]) or {}

    def new(self, row: Row) -> Row:
        """Return the new action of a change, all blank where there is none."""
        return self.actions.get(row["action_id_new"]) or {}

    def sizes(self) -> tuple[int, int]:
        """Return how many actions the earlier and the new edition have."""
        new = sum(row["plan_id"] == self.plan_id for row in self.actions.values())
        return len(self.actions) - new, new


def read_comparison(root: Path, plan_id: str, told_in: str = "en") -> Comparison:
    """Return the changes of an edition, to be told in a language.

    Refuses (WrongUsage) what is not published, a document that supersedes none, one whose earlier edition is not
    published, and two documents of which one has actions and the other directives.
    """
    from .printed_labels import read_labels
    from .snapshots import read_snapshot

    output = root / "output"
    if not (output / "edition_changes.csv").is_file():
        raise WrongUsage("output/", "the table edition_changes is not published", "Run `directriz all` first.")
    tables = read_snapshot(root, str(output)).tables
    rows = {
        name: [dict(zip(tables[name].columns, row, strict=True)) for row in tables[name].rows]
        for name in TABLES
        if name in tables
    }
    plans = {row["plan_id"]: row for row in rows["plans"]}
    before = _superseded(plan_id, plans)
    unit, actions = compared_rows(rows, plan_id, before)
    changes = [row for row in rows["edition_changes"] if row["plan_id"] == plan_id]
    language = plans[plan_id]["language"]
    return Comparison(
        plan_id,
        before,
        changes if unit == "action" else _changes_of_directives(plan_id, actions, language),
        actions,
        language,
        told_in,
        {each: plans[each]["title"] for each in (plan_id, before)},
        read_labels(root, (before, plan_id), rows.get("excluded", [])),
        unit,
    )


def _superseded(plan_id: str, plans: Mapping[str, Row]) -> str:
    """Return the edition that a plan supersedes; refuses (WrongUsage) what cannot be compared."""
    if plan_id not in plans:
        editions = [plan for plan, row in plans.items() if row["supersedes"]]
        told = f"Editions that supersede another: {', '.join(editions) or 'none'}."
        raise WrongUsage(plan_id, "no document of that id is published", told)
    before = plans[plan_id]["supersedes"]
    if not before:
        later = [plan for plan, row in plans.items() if row["supersedes"] == plan_id]
        remedy = f'Write supersedes = "ID" under id = "{plan_id}" in raw/sources.toml, then run `directriz all`.'
        if later:
            remedy = f"{', '.join(later)} supersedes it: `directriz changes {later[0]}` compares the two. {remedy}"
        raise WrongUsage(plan_id, "the manifest names no edition that it supersedes", remedy)
    if before not in plans:
        found = f"the edition {before!r} that it supersedes is not among the published documents"
        remedy = f'Put the entry with id = "{before}" back into raw/sources.toml, then run `directriz all`.'
        raise WrongUsage(plan_id, found, remedy)
    return before


def compared_rows(rows: Mapping[str, Sequence[Row]], plan_id: str, before: str) -> tuple[Unit, dict[str, Row]]:
    """Return the actions of both editions by id; their directives if neither has actions.

    Refuses (WrongUsage) two documents of which one has actions and the other directives.
    """
    has: dict[str, list[str]] = {plan_id: [], before: []}
    for unit, table in KEYS:
        own = [row for row in rows.get(table, []) if row["plan_id"] in has]
        for each, names in has.items():
            names += [table] if any(row["plan_id"] == each for row in own) else []
        if all(names[:1] == [table] for names in has.values()):
            return unit, {row[f"{unit}_id"]: row if unit == "action" else _as_action_row(row) for row in own}
    told = " and ".join(f"{each} has {' and '.join(names) or 'neither'}" for each, names in has.items())
    found = f"`changes` compares actions with actions or directives with directives; {told}"
    remedy = f"See whether supersedes under id = {plan_id!r} in raw/sources.toml names the right document."
    raise WrongUsage(plan_id, found, remedy)


def _as_action_row(row: Row) -> Row:
    """Return a directive with the columns by which actions are told: its section in place of an axis."""
    blank = dict.fromkeys(_names_of_action(), "")
    text = row["text"] or row["text_amended"]
    own = {"action_id": row["directive_id"], "action": text, "axis": row["section"] or row["kind"]}
    return blank | own | {name: row[name] for name in ("plan_id", "number", "text_sha256")}


def _names_of_action() -> list[str]:
    from ..records import Action

    return [each.name for each in fields(Action)]


def _changes_of_directives(plan_id: str, rows: Mapping[str, Row], language: str) -> list[Row]:
    """Return the change of each directive, with the columns of edition_changes."""
    from ..editions import Edition, compare_editions
    from ..reference.successions import read_successions
    from .published_editions import action_of

    new = [action_of(row) for row in rows.values() if row["plan_id"] == plan_id]
    old = [action_of(row) for row in rows.values() if row["plan_id"] != plan_id]
    before, after = Edition(old, (), None, language), Edition(new, (), None, language)
    changes = compare_editions(plan_id, before, after, read_successions())
    return [{name: "" if value is None else str(value) for name, value in asdict(each).items()} for each in changes]
