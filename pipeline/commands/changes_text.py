"""The changes of an edition as text: first what holds for the whole edition, then each changed action."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .changes_words import column_name, count_of, evidence, said
from .edition_comparison import CHANGE_KINDS, Comparison, Row
from .word_changes import marked_text

SECTIONS = ("reworded", "moved", "merged", "split", "added", "removed", "columns", "renumbered", "unchanged")
PLACE_COLUMNS = ("axis", "subaxis", "subaxis_description", "number", "measure")
SHARE = 0.8  # share of the pairs under a heading: if so many have its new wording, it is shown once


def text_lines(comparison: Comparison, with_unchanged: bool) -> Iterator[str]:
    """Yield the lines of the whole text."""
    new = [row for row in comparison.actions.values() if row["plan_id"] == comparison.plan_id]
    told = comparison.told_in
    counts = said(told, "sizes").format(new=len(new), old=len(comparison.actions) - len(new))
    yield f"{title_of(comparison)}: {counts}"
    yield ", ".join(f"{count} {said(told, f'count {kind}')}" for kind, count in comparison.counts().items())
    whole = list(of_the_whole(comparison))
    if whole:
        yield from ["", said(told, "whole"), *(f"  {line}" for line in whole)]
    for section, rows in sections(comparison).items():
        if section in ("unchanged", "renumbered") and not with_unchanged:
            continue
        yield from ["", said(told, f"title {section}")]
        for rows_of_one in _groups(section, rows):
            yield from _told(comparison, section, rows_of_one)


def title_of(comparison: Comparison) -> str:
    """Return the heading of the whole: both editions by their ids."""
    return said(comparison.told_in, "against").format(new=comparison.plan_id, old=comparison.supersedes)


def sections(comparison: Comparison) -> dict[str, list[Row]]:
    """Return the changes by kind of message, in the order of SECTIONS; each stands once."""
    found: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    usual = _usual_columns(comparison)
    for row in comparison.changes:
        kinds = row["kind"].split("|")
        first = next(kind for kind in ("merged", "split", "moved", *CHANGE_KINDS) if kind in kinds)
        if first in ("unchanged", "renumbered") and set(columns_of(row)) - usual:
            first = "columns"
        found[first].append(row)
    return {name: rows for name, rows in found.items() if rows}


def columns_of(row: Row) -> list[str]:
    """Return the changed columns that say something of the action itself: not its heading or its number."""
    fields = row["fields_changed"].split("|") if row["fields_changed"] else []
    return [name for name in fields if name not in PLACE_COLUMNS]


def _usual_columns(comparison: Comparison) -> set[str]:
    """Return the columns that only one of the editions has."""
    return {name for name, _ in _columns_of_one_side(comparison)}


def _columns_of_one_side(comparison: Comparison) -> Iterator[tuple[str, str]]:
    sides: dict[str, set[str]] = defaultdict(set)
    for row in comparison.actions.values():
        for name, value in row.items():
            if value:
                sides[name].add(row["plan_id"])
    for name, plans in sides.items():
        if len(plans) == 1:
            yield name, plans.pop()


def of_the_whole(comparison: Comparison) -> Iterator[str]:
    """Yield what holds for many actions: new and lost columns, headings in other words, bodies by other names."""
    for name, plan_id in _columns_of_one_side(comparison):
        side = "column new" if plan_id == comparison.plan_id else "column gone"
        yield said(comparison.told_in, side).format(column=column_name(comparison.told_in, name))
    for name in ("axis", "subaxis", "measure"):
        yield from _headings(comparison, name)
    renamed: Counter[str] = Counter()
    for row in comparison.changes:
        for reason in row["evidence"].split("|"):
            column, colon, words = reason.partition(": ")
            if colon and f"renamed:{column}" in row["fields_changed"].split("|"):
                renamed.update(words.split("; "))
    for words, count in renamed.most_common():
        yield f"{evidence(comparison.told_in, words)}: {count_of(comparison.told_in, 'cell', count)}"


def _headings(comparison: Comparison, name: str) -> Iterator[str]:
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
            told = said(comparison.told_in, "heading").format(
                column=column_name(comparison.told_in, name), old=heading, new=after
            )
            yield f"{told} ({count_of(comparison.told_in, 'action', count)})"


def _groups(section: str, rows: list[Row]) -> list[list[Row]]:
    """Return the rows of one merge or split together, all others alone."""
    key = {"merged": "action_id_new", "split": "action_id_old"}.get(section)
    if key is None:
        return [[row] for row in rows]
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return list(groups.values())


def _told(comparison: Comparison, section: str, rows: list[Row]) -> Iterator[str]:
    first = rows[0]
    if section in ("merged", "split"):
        old = list(dict.fromkeys(row["action_id_old"] for row in rows))
        new = list(dict.fromkeys(row["action_id_new"] for row in rows))
        yield f"  {' + '.join(old)} → {' + '.join(new)}{_also(comparison, section, first)}{_doubt(comparison, rows)}"
        yield from (
            f"      {said(comparison.told_in, 'before')} {comparison.actions[action_id]['action']}" for action_id in old
        )
        yield from (
            f"      {said(comparison.told_in, 'now')} {comparison.actions[action_id]['action']}" for action_id in new
        )
        return
    old_row, new_row = comparison.old(first), comparison.new(first)
    ids = " → ".join(action_id for action_id in (first["action_id_old"], first["action_id_new"]) if action_id)
    yield f"  {ids}{_also(comparison, section, first)}{_doubt(comparison, rows)}"
    if section == "moved":
        yield from (f"      {evidence(comparison.told_in, reason)}" for reason in first["evidence"].split("|")
                    if reason.startswith("stood "))  # fmt: skip
    if old_row and new_row and old_row["action"] != new_row["action"]:
        yield f"      {marked_text(old_row['action'], new_row['action'])}"
    else:
        yield f"      {(new_row or old_row)['action']}"
    yield from (f"      {line}" for line in column_lines(comparison, first))


def column_lines(comparison: Comparison, row: Row) -> Iterator[str]:
    """Yield each changed column of a pair as text, with the changes of bodies."""
    for change in column_changes(comparison, row):
        if change.told:
            yield f"{change.name}: {change.told}"
        elif change.old and change.new:
            yield f"{change.name}: {marked_text(change.old, change.new)}"
        else:
            yield f"{change.name}: “{change.old}” → “{change.new}”"


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One changed column of a pair of actions."""

    name: str
    told: str  # what changed of the bodies, "" in a column of other things
    old: str
    new: str


def column_changes(comparison: Comparison, row: Row) -> Iterator[ColumnChange]:
    """Yield each changed column of a pair."""
    bodies = dict(reason.split(": ", 1) for reason in row["evidence"].split("|") if ": " in reason)
    one_side = _usual_columns(comparison)
    for field in columns_of(row):
        name = field.removeprefix("renamed:")
        if name in one_side:
            continue
        printed = column_name(comparison.told_in, name)
        if name in bodies:
            word = said(comparison.told_in, "same bodies" if field != name else "other bodies")
            told = evidence(comparison.told_in, bodies[name])
            yield ColumnChange(f"{printed} ({word})", told, "", "")
        else:
            yield ColumnChange(printed, "", comparison.old(row)[name], comparison.new(row)[name])


def _also(comparison: Comparison, section: str, row: Row) -> str:
    others = [kind for kind in row["kind"].split("|") if kind not in (section, "renumbered", "unchanged")]
    told = [said(comparison.told_in, f"kind {kind}") for kind in others]
    return f", {said(comparison.told_in, 'also')} {said(comparison.told_in, 'and').join(told)}" if others else ""


def _doubt(comparison: Comparison, rows: list[Row]) -> str:
    """Return the words that mark an uncertain pair; "" for an action without a counterpart, which is no pair."""
    return f"  ({said(comparison.told_in, 'doubt')})" if any(map(is_doubtful, rows)) else ""


def is_doubtful(row: Row) -> bool:
    """Tell whether a person should read both actions of a pair; an action without a counterpart is no pair."""
    return bool(row["certainty"] == "low" and row["action_id_old"] and row["action_id_new"])
