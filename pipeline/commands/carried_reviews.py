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

from ..editions import Line
from ..errors import WrongUsage
from ..link.carried import Editions
from ..link.files import read_reviews, read_tables
from ..link.questions import readable_text
from ..link.verdicts import Judged, judge
from .answer import Answer, json_answer
from .link_sheets import SHEET
from .snapshots import read_snapshot

if TYPE_CHECKING:
    import pandas as pd

    from ..link.reviews import Tables

WIDTH = 120
GAP = " | "
SAME_WORDS = "same words"  # evidence of edition_changes begins so where the text, or all but small things, is the same
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
    snapshot = read_snapshot(root, str(root / "output")).tables
    rows = {
        name: [dict(zip(snapshot[name].columns, row, strict=True)) for row in snapshot[name].rows]
        for name in ("plans", "edition_changes")
        if name in snapshot
    }
    reviews = read_reviews(root)
    actions = {
        str(row["action_id"]): {str(k): str(v) for k, v in row.items()} for row in tables.actions.to_dict("records")
    }
    superseded = {row["plan_id"]: row["supersedes"] for row in rows["plans"] if row["supersedes"]}
    judged: dict[Pair, Judged] = {}
    for plan_id in superseded:
        editions = published_editions(plan_id, superseded, rows.get("edition_changes", []), actions)
        own = tables.actions[tables.actions["plan_id"] == plan_id]
        judged |= judge(own, tables.directives, reviews, editions)
    directives = _by_id(tables.directives, "directive_id")
    return Carried(judged, actions, directives)


def _by_id(frame: pd.DataFrame, key: str) -> dict[str, Row]:
    rows = ({str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records"))
    return {row[key]: row for row in rows}


def published_editions(
    plan_id: str, superseded: Mapping[str, str], changes: Sequence[Row], actions: Mapping[str, Row]
) -> Editions:
    """Return the editions before a plan as the published tables tell them, one comparison after the other."""
    before: list[str] = []
    lines: dict[str, list[Line]] = {}
    after = plan_id
    while (former := superseded.get(after)) and former not in (*before, plan_id):
        before.append(former)
        own = [_line(row, actions) for row in changes if row["plan_id"] == after and row["action_id_old"]]
        if own:
            lines[former] = own if after == plan_id else list(_through(own, lines.get(after, [])))
        after = former
    return Editions.of(before, lines)


def _line(row: Row, actions: Mapping[str, Row]) -> Line:
    is_one = not {"merged", "split"} & set(row["kind"].split("|"))
    is_small = is_one and row["evidence"].startswith(SAME_WORDS)
    text_hash = actions.get(row["action_id_old"], {}).get("text_sha256", "")
    return Line(row["action_id_old"], row["action_id_new"] or None, row["kind"], is_small, text_hash)


def _through(lines: Sequence[Line], later: Sequence[Line]) -> Iterator[Line]:
    """Yield the comparisons that lead over an edition in between."""
    for line in lines:
        onward = [each for each in later if each.action_id_old == line.action_id_new]
        if not onward:
            yield Line(line.action_id_old, None, "removed", False, line.text_sha256)
        for each in onward:
            kind = "|".join(dict.fromkeys([*line.kind.split("|"), *each.kind.split("|")]))
            is_small = line.is_small and each.is_small
            yield Line(line.action_id_old, each.action_id_new, kind, is_small, line.text_sha256)


def list_carried(root: Path, arguments: argparse.Namespace) -> Answer:
    """Return the verdicts to be given again, as text, as JSON, or written as a table to fill in.

    Refuses (WrongUsage) published tables in which no plan supersedes another.
    """
    from ..store import write_file
    from .spreadsheets import sheet_bytes

    tables = read_tables(root)
    carried = read_carried(root, tables)
    if not any(value for value in _superseded(root)):
        remedy = (
            'Write supersedes = "ID" in the entry of the new edition in raw/sources.toml, then run `directriz all`.'
        )
        raise WrongUsage("--carried", "no published plan supersedes another", remedy)
    found = [row for row in carried.to_reread() if _is_asked(row, arguments)]
    held = sum(_is_asked({"action_id": pair[0], "target_plan_id": pair[1]}, arguments) for pair in carried.held())
    if arguments.export:
        write_file(arguments.export, sheet_bytes(arguments.export, COLUMNS, _sheet_rows(found, carried)))
        return Answer(f"{len(found)} verdicts to be given again written to {arguments.export}")
    if arguments.json:
        return json_answer({"to_reread": found, "pairs_carried_over": held})
    width = get_terminal_size((WIDTH, 0)).columns
    return Answer("\n".join(_told(found, held, max(width, 60))))


def _superseded(root: Path) -> list[str]:
    plans = read_snapshot(root, str(root / "output")).tables["plans"]
    return [row[plans.columns.index("supersedes")] for row in plans.rows]


def _is_asked(row: Mapping[str, Any], arguments: argparse.Namespace) -> bool:
    is_plan = arguments.plan is None or row["action_id"].startswith(f"{arguments.plan}/")
    return is_plan and arguments.target in (None, row["target_plan_id"])


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
    yield f"{len(found)} verdicts on an earlier edition must be given again; {held} pairs of action and framework hold"
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
