"""The editions before a plan, from the published tables: which of today's actions continue those of each edition.

The edition just before is in `edition_changes`. Those before it are compared with the plan directly, as the run does,
and only if somebody gave verdicts on them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from ..editions import Edition, Line, compare_editions, lines_of
from ..link.carried import Editions
from ..records import Action, ActionAgency
from ..reference.agencies import own_registers
from ..reference.successions import read_successions
from .snapshots import read_snapshot

SAME_WORDS = "same words"  # evidence of edition_changes begins so where the text, or all but small things, is the same
TABLES = ("plans", "edition_changes", "actions", "action_agencies")
Row = Mapping[str, str]


@dataclass(frozen=True)
class PublishedEditions:
    """The published tables that tell of editions, by name."""

    root: Path
    rows: Mapping[str, Sequence[Row]]

    @property
    def superseded(self) -> dict[str, str]:
        """The edition before, by plan_id."""
        return {row["plan_id"]: row["supersedes"] for row in self.rows["plans"] if row["supersedes"]}

    @property
    def newest(self) -> set[str]:
        """The plans that no published edition supersedes."""
        return {row["plan_id"] for row in self.rows["plans"]} - set(self.superseded.values())

    def before(self, plan_id: str, reviewed: Collection[str]) -> Editions:
        """Return the editions before a plan; of those further back only the `reviewed` ones are compared."""
        superseded, there = self.superseded, {row["plan_id"] for row in self.rows["actions"]}
        before = list(_chain(plan_id, superseded))
        lines: dict[str, list[Line]] = {}
        for place, former in enumerate(before):
            if former not in there:
                continue
            if place == 0:
                lines[former] = list(self._nearest(plan_id))
            elif former in reviewed:
                lines[former] = self._compared(former, plan_id)
        return Editions.of(before, lines)

    def _nearest(self, plan_id: str) -> Iterator[Line]:
        hashes = {row["action_id"]: row["text_sha256"] for row in self.rows["actions"]}
        for row in self.rows["edition_changes"]:
            old = row["action_id_old"]
            if row["plan_id"] == plan_id and old:
                is_one = not {"merged", "split"} & set(row["kind"].split("|"))
                is_small = is_one and row["evidence"].startswith(SAME_WORDS)
                yield Line(old, row["action_id_new"] or None, row["kind"], is_small, hashes.get(old, ""))

    def _compared(self, former: str, plan_id: str) -> list[Line]:
        old, new = self._edition(former), self._edition(plan_id)
        successions = read_successions(own=own_registers(self.root))
        return lines_of(compare_editions(plan_id, old, new, successions), old, new, successions)

    def _edition(self, plan_id: str) -> Edition:
        plan = next(row for row in self.rows["plans"] if row["plan_id"] == plan_id)
        actions = [action_of(row) for row in self.rows["actions"] if row["plan_id"] == plan_id]
        bodies = [_body(row) for row in self.rows["action_agencies"] if row["action_id"].startswith(f"{plan_id}/")]
        return Edition(actions, bodies, plan["jurisdiction"] or None, plan["language"])


def _chain(plan_id: str, superseded: Mapping[str, str]) -> Iterator[str]:
    """Yield the editions before a plan, the nearest first; a chain that leads back to itself ends there."""
    seen = {plan_id}
    while (plan_id := superseded.get(plan_id, "")) and plan_id not in seen:
        seen.add(plan_id)
        yield plan_id


def action_of(row: Row) -> Action:
    """Return a published action with what editions are compared by; pages and inherited values are left out."""
    values: dict[str, object] = {each.name: row.get(each.name) or None for each in fields(Action)}
    others = {"page_start": None, "page_end": None, "measure_inherited": False, "responsible_inherited": False}
    return Action(**values | others | {"action": row["action"]})  # type: ignore[arg-type]


def _body(row: Row) -> ActionAgency:
    name, position = row["agency_id"] or None, int(row["position"])
    return ActionAgency(row["action_id"], row["role"], position, name, row["surface"], row["method"], None, False)


def read_published(root: Path) -> PublishedEditions:
    """Return the published tables that tell of editions."""
    tables = read_snapshot(root, str(root / "output")).tables
    rows = {
        name: [dict(zip(tables[name].columns, row, strict=True)) for row in tables[name].rows] if name in tables else []
        for name in TABLES
    }
    return PublishedEditions(root, rows)
