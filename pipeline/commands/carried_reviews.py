"""`directriz review links --carried`: verdicts on the earlier edition that must be given again, with both texts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from shutil import get_terminal_size
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from ..link.published_tables import read_reviews, read_tables
from ..link.questions import readable_text
from ..link.verdicts import Judged, judge
from .answer import Answer, counted, json_answer
from .link_sheets import SHEET
from .published_editions import read_published

if TYPE_CHECKING:
    import pandas as pd

    from ..link.reviews import Tables

WIDTH = 120
GAP = " | "
PAIRS_HOLD = "pairs of action and framework hold"
Row = Mapping[str, str]
Pair = tuple[str, str]  # action_id, framework


@dataclass(frozen=True)
class Carried:
    """The state of the verdicts on earlier editions, and the texts that they are about."""

    judged: Mapping[Pair, Judged]
    actions: Mapping[str, Row]
    directives: Mapping[str, Row]

    def to_reread(self) -> list[dict[str, Any]]:
        """Return the verdicts that must be given again, in the new edition's order."""
        return [
            {
                "action_id": pair[0],
                "target_plan_id": pair[1],
                "action": self.actions[pair[0]]["action"],
                "action_id_before": old.verdict.carried_from,
                "action_before": self.actions.get(old.verdict.carried_from or "", {}).get("action", ""),
                "directive_id": old.verdict.directive_id or None,
                "directive": self._text(old.verdict.directive_id),
                "verdict_before": old.verdict.verdict,
                "grade_before": old.verdict.grade or None,
                "reviewer": old.verdict.reviewer,
                "why": old.changed,
            }
            for pair, said in self.judged.items()
            for old in said.stale
            if old.verdict.carried_from
        ]

    def first_to_read(self) -> set[Pair]:
        """Return the actions and frameworks on which a verdict must be given again."""
        return {(each["action_id"], each["target_plan_id"]) for each in self.to_reread()}

    def held(self) -> set[Pair]:
        """Return the actions and frameworks on which earlier verdicts hold and none must be given again."""
        carried = {pair for pair, said in self.judged.items() if any(each.carried_from for each in said.held)}
        return carried - self.first_to_read()

    def _text(self, directive_id: str) -> str:
        """Return the text of a directive as the terminal loop shows it: before all amendments, so without holes."""
        return readable_text(self.directives.get(directive_id, {}))


def read_carried(root: Path, tables: Tables) -> Carried:
    """Return the state of the verdicts on earlier editions, from the published tables and the reviews."""
    published, reviews = read_published(root), read_reviews(root)
    actions = {
        str(row["action_id"]): {str(k): str(v) for k, v in row.items()} for row in tables.actions.to_dict("records")
    }
    reviewed = {str(action_id).split("/")[0] for action_id in reviews["action_id"]}
    judged: dict[Pair, Judged] = {}
    for plan_id in published.superseded:
        own = tables.actions[tables.actions["plan_id"] == plan_id]
        judged |= judge(own, tables.directives, reviews, published.before(plan_id, reviewed))
    directives = _by_id(tables.directives, "directive_id")
    return Carried(judged, actions, directives)


def _by_id(frame: pd.DataFrame, key: str) -> dict[str, Row]:
    rows = ({str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records"))
    return {row[key]: row for row in rows}


def list_carried(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the verdicts to be given again, as text, as JSON, or written as a table to fill in.

    Refuses (WrongUsage) published tables in which no plan supersedes another.
    """
    from ..store import write_file
    from .spreadsheets import sheet_bytes

    tables = read_tables(root)
    carried = read_carried(root, tables)
    published = read_published(root)
    if not published.superseded:
        remedy = (
            'Write supersedes = "ID" in the entry of the new edition in raw/sources.toml, then run `directriz all`.'
        )
        raise WrongUsage("--carried", "no published plan supersedes another", remedy)
    plans = {arguments.plan} if arguments.plan else published.newest
    asked = [row for row in carried.to_reread() if arguments.target in (None, row["target_plan_id"])]
    found = [row for row in asked if row["action_id"].split("/")[0] in plans]
    older = 0 if arguments.plan else len(asked) - len(found)
    held = sum(pair[0].split("/")[0] in plans and arguments.target in (None, pair[1]) for pair in carried.held())
    if arguments.export:
        rows = list(_sheet_rows(found, carried))
        write_file(arguments.export, sheet_bytes(arguments.export, COLUMNS, rows))
        return Answer(_exported(len(found), len(rows), arguments.export))
    if arguments.json:
        return json_answer({"to_reread": found, "pairs_carried_over": held, "on_older_editions": older})
    width = get_terminal_size((WIDTH, 0)).columns
    lines = [*_told(found, held, max(width, 60))]
    if older:
        lines.append(f"\n{older} more are about editions that a later one supersedes; --plan ID lists those of one.")
    return Answer("\n".join(lines))


def _exported(verdicts: int, rows: int, path: Path) -> str:
    """Return what was written, and why the table has fewer rows than there are verdicts."""
    told = f"{verdicts} verdicts to be given again written to {path}, in {rows} rows"
    return f"{told}: verdicts on the same action and directive share a row" if rows < verdicts else told


COLUMNS = (*SHEET, "action_before", "verdict_before")  # of the table to fill in


def _sheet_rows(found: Sequence[Mapping[str, Any]], carried: Carried) -> Iterator[tuple[str, ...]]:
    """Yield a row for each action and directive; where actions were merged, all earlier ones stand in it."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in found:
        key = (row["action_id"], row["target_plan_id"], row["directive_id"] or "")
        groups.setdefault(key, []).append(row)
    for (action_id, target, directive_id), rows in groups.items():
        action, directive = carried.actions[action_id], carried.directives.get(directive_id, {})
        values = {
            "action_id": action_id,
            "target_plan_id": target,
            "action": rows[0]["action"],
            "context": action.get("measure", ""),
            "directive_id": directive_id,
            "directive": rows[0]["directive"] or "none of these",
            "action_sha256": action["text_sha256"],
            "directive_sha256": directive.get("text_sha256", ""),
            "action_before": " / ".join(dict.fromkeys(row["action_before"] for row in rows)),
            "verdict_before": " / ".join(dict.fromkeys(_verdict(row) for row in rows)),
        }
        yield tuple(values.get(name, "") for name in COLUMNS)


def _verdict(row: Mapping[str, Any]) -> str:
    grade = f", grade {row['grade_before']}" if row["grade_before"] else ""
    return f"{row['verdict_before']}{grade}, by {row['reviewer']}"


def _told(found: Sequence[Mapping[str, Any]], held: int, width: int) -> Iterator[str]:
    verdicts, pairs = counted(len(found), "verdict"), counted(held, "pair of action and framework holds", PAIRS_HOLD)
    yield f"{verdicts} on an earlier edition must be given again; {pairs}"
    if found:
        yield "Give them with `directriz review links --reviewer NAME`, or in a spreadsheet: --carried --export FILE."
    last = None
    for row in found:
        if (row["action_id_before"], row["action_id"]) != last:
            last = (row["action_id_before"], row["action_id"])
            yield from ["", *_side_by_side(row, width)]
        directive = (
            f"{row['directive_id']}: {row['directive']}"
            if row["directive_id"]
            else f"none of {row['target_plan_id']} fits"
        )
        yield from wrap(f"{_verdict(row)}: {directive}", width, initial_indent="  ", subsequent_indent="      ")


def _side_by_side(row: Mapping[str, Any], width: int) -> Iterator[str]:
    """Yield the earlier and the new text in two columns, below the ids."""
    half = (width - len(GAP)) // 2
    left = [f"before: {row['action_id_before']}", *wrap(row["action_before"], half)]
    right = [f"now: {row['action_id']} ({row['why']})", *wrap(row["action"], half)]
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"{one.ljust(half)}{GAP}{other}".rstrip()
