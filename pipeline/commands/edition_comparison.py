"""The published changes of one edition, with the actions of both, as `directriz changes` tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import WrongUsage

Row = Mapping[str, str]
CHANGE_KINDS = ("reworded", "moved", "merged", "split", "added", "removed", "renumbered", "unchanged")


@dataclass(frozen=True)
class Comparison:
    """The published changes of one edition, with the actions of both."""

    plan_id: str
    supersedes: str
    changes: Sequence[Row]  # rows of edition_changes
    actions: Mapping[str, Row]  # of both editions, by action_id
    language: str = "es"  # of the new edition, ISO 639-1
    told_in: str = "en"  # language in which the changes are told
    titles: Mapping[str, str] = field(default_factory=dict)  # of both editions, by plan_id

    def counts(self) -> dict[str, int]:
        """Return how many actions each kind holds for: merged and split are counted by the action they meet in."""
        found: Counter[str] = Counter()
        met: set[tuple[str, str]] = set()
        for row in self.changes:
            for kind in row["kind"].split("|"):
                one = {"merged": row["action_id_new"], "split": row["action_id_old"]}.get(kind)
                if one is None or (kind, one) not in met:
                    found[kind] += 1
                    met |= {(kind, one)} if one else set()
        return {kind: found[kind] for kind in CHANGE_KINDS if found[kind]}

    def old(self, row: Row) -> Row:
        """Return the earlier action of a change, all blank where there is none."""
        return self.actions.get(row["action_id_old"]) or {}

    def new(self, row: Row) -> Row:
        """Return the new action of a change, all blank where there is none."""
        return self.actions.get(row["action_id_new"]) or {}


def read_comparison(root: Path, plan_id: str, told_in: str = "en") -> Comparison:
    """Return the published changes of an edition, to be told in a language; refused as `changes` says."""
    from .snapshots import read_snapshot

    output = root / "output"
    if not (output / "edition_changes.csv").is_file():
        raise WrongUsage("output/", "the table edition_changes is not published", "Run `directriz all` first.")
    tables = read_snapshot(root, str(output)).tables
    rows = {
        name: [dict(zip(tables[name].columns, row, strict=True)) for row in tables[name].rows]
        for name in ("plans", "actions", "edition_changes")
    }
    superseded = {row["plan_id"]: row["supersedes"] for row in rows["plans"]}
    _check_plan(plan_id, superseded)
    found = [row for row in rows["edition_changes"] if row["plan_id"] == plan_id]
    both = (plan_id, superseded[plan_id])
    actions = {row["action_id"]: row for row in rows["actions"] if row["plan_id"] in both}
    language = next(row["language"] for row in rows["plans"] if row["plan_id"] == plan_id)
    titles = {row["plan_id"]: row["title"] for row in rows["plans"] if row["plan_id"] in both}
    return Comparison(plan_id, superseded[plan_id], found, actions, language, told_in, titles)


def _check_plan(plan_id: str, superseded: Mapping[str, str]) -> None:
    if plan_id not in superseded:
        editions = [plan for plan, before in superseded.items() if before]
        told = f"Editions that supersede another: {', '.join(editions) or 'none'}."
        raise WrongUsage(plan_id, "no document of that id is published", told)
    if not superseded[plan_id]:
        remedy = f'Write supersedes = "ID" under id = "{plan_id}" in raw/sources.toml, then run `directriz all`.'
        raise WrongUsage(plan_id, "the manifest names no edition that it supersedes", remedy)
    if superseded[plan_id] not in superseded:
        found = f"the edition {superseded[plan_id]!r} that it supersedes is not among the published documents"
        raise WrongUsage(plan_id, found, "Keep its entry in raw/sources.toml, then run `directriz all`.")
