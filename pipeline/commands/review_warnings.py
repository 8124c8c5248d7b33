"""Warnings of `directriz check` about verdicts in `raw/reviews/links.csv` on records that are not there.

The run uses no such verdict, and says so in `issues` (`review_unused`, `review_stale`). Here an id is told beforehand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from ..csv_files import parse_records, read_csv_text
from ..documents import kept_at
from ..errors import ManifestInvalid
from ..records import Action, Directive
from ..sources import Source
from ..store import read_records

REVIEWS = "raw/reviews/links.csv"
NEAR = 0.8  # similarity, from 0 to 1, of an id to the one that is meant
Row = Mapping[str, str]


def told_reviews(root: Path, sources: Sequence[Source], refused: Collection[str | None]) -> Iterator[tuple[str, str]]:
    """Yield the plan and what is told of each unknown id in the file of verdicts, alike ones together.

    A file that is refused yields nothing: the refusal tells of it. Ids of documents that are refused are not looked at.
    """
    rows = _rows(root / REVIEWS)
    if not rows or None in refused:
        return
    known = {source.id: source for source in sources}
    before = {source.supersedes for source in sources}
    ids = _Ids(root, known, refused)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for line, row in rows:
        plan_id = row["action_id"].partition("/")[0]
        if plan_id not in known and plan_id not in before:
            groups.setdefault((plan_id, row["action_id"], f"there is no document {plan_id!r}"), []).append(line)
            continue
        for name, kind in (("action_id", Action), ("directive_id", Directive)):
            if row[name] and (why := ids.why_unknown(row[name], kind)):
                groups.setdefault((plan_id, row[name], why), []).append(line)
    for (plan_id, unknown, why), lines in groups.items():
        count = "a verdict is" if len(lines) == 1 else f"{len(lines)} verdicts are"
        places = ", ".join(map(str, lines[:3])) + (", …" if len(lines) > 3 else "")
        yield plan_id, f"{REVIEWS} l. {places}: {count} on {unknown!r}, and {why}: not used"


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        text = read_csv_text(path, REVIEWS)
        header, rows = parse_records(text, REVIEWS) if text else ([], [])
    except ManifestInvalid:
        return []
    return rows if {"action_id", "directive_id"} <= set(header) else []


class _Ids:
    """The ids of the actions and directives of the documents that are not refused, each read once."""

    def __init__(self, root: Path, known: Mapping[str, Source], refused: Collection[str | None]) -> None:
        self._root, self._known, self._refused = root, known, refused
        self._ids: dict[tuple[str, type], list[str]] = {}

    def why_unknown(self, record_id: str, kind: type[Action] | type[Directive]) -> str:
        """Return why an id is that of no record; "" if it is one, or its document cannot be looked at."""
        plan_id = record_id.partition("/")[0]
        if plan_id in self._refused or (plan_id not in self._known and kind is Action):
            return ""
        if plan_id not in self._known:
            return f"there is no document {plan_id!r}"
        ids = self._of(plan_id, kind)
        if record_id in ids:
            return ""
        near = get_close_matches(record_id, ids, n=1, cutoff=NEAR)
        what = "action" if kind is Action else "directive"
        return f"{plan_id!r} has no such {what}" + (f" (is {near[0]!r} meant?)" if near else "")

    def _of(self, plan_id: str, kind: type[Action] | type[Directive]) -> list[str]:
        if (plan_id, kind) not in self._ids:
            records = read_records(kept_at(self._root, "rebuild", plan_id)[0], kind).of(kind)
            self._ids[plan_id, kind] = [
                each.action_id if isinstance(each, Action) else each.directive_id for each in records
            ]
        return self._ids[plan_id, kind]
