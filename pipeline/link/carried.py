"""Reviews on an earlier edition of a plan: which of them hold for the edition that supersedes it, and which do not.

A verdict is carried over if the later action says the same, bodies, numbers and punctuation aside. Where it
was reworded, merged or split, somebody has to read it again. A verdict on the new action itself comes before both.
What becomes of each verdict is a row of `issues`, so that none is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..editions import Line
from ..records import Issue
from .reviews import framework_of

Row = Mapping[str, str]
ByAction = Mapping[str, list[tuple[int, Row]]]  # action_id → place in the file and row


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An action of an earlier edition that one of today's continues."""

    action_id: str
    kind: str  # as in edition_changes: reworded|moved
    is_carried: bool  # the text is the same, or only bodies, numbers and punctuation differ
    text_sha256: str  # of its text in the earlier edition


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions before a plan and the later actions of theirs."""

    before: tuple[str, ...] = ()  # plan ids, the nearest edition first
    compared: frozenset[str] = frozenset()  # those of them whose actions are known
    predecessors: Mapping[str, tuple[Predecessor, ...]] = field(default_factory=dict)  # by today's action_id
    removed: frozenset[str] = frozenset()  # actions of earlier editions that no later one continues

    @classmethod
    def of(cls, before: Sequence[str], lines: Mapping[str, Sequence[Line]]) -> Editions:
        """Return the editions `before` a plan from the lines of those that were compared with it."""
        found: dict[str, list[Predecessor]] = {}
        every = [line for plan_id in before for line in lines.get(plan_id, ())]
        for line in every:
            if line.action_id_new is not None:
                predecessor = Predecessor(line.action_id_old, line.kind, line.is_small, line.text_sha256)
                found.setdefault(line.action_id_new, []).append(predecessor)
        removed = frozenset(line.action_id_old for line in every if line.action_id_new is None)
        kept = {action_id: tuple(those) for action_id, those in found.items()}
        return cls(tuple(before), frozenset(lines), kept, removed)


@dataclass(frozen=True, slots=True)
class Brought:
    """One row of links.csv, applied to an action of today's edition."""

    position: int  # in the file
    row: Row
    carried_from: str | None = None  # action of an earlier edition
    changed: str | None = None  # why it must be read again; None = as far as editions go it holds
    is_replaced: bool = False  # a verdict on today's action replaces it


def rows_for(action_id: str, text_hash: str, by_action: ByAction, editions: Editions) -> list[Brought]:
    """Return the verdicts on an action: its own first, then those of earlier editions."""
    own = [Brought(position, row) for position, row in by_action.get(action_id, [])]
    return [*own, *_with_replaced(own, list(_earlier(action_id, text_hash, by_action, editions)))]


def _earlier(action_id: str, text_hash: str, by_action: ByAction, editions: Editions) -> Iterator[Brought]:
    for before in editions.predecessors.get(action_id, ()):
        for position, row in by_action.get(before.action_id, []):
            yield Brought(position, row, before.action_id, _changed(row, before, text_hash))
    for former, rows in by_action.items():  # editions that are no longer in the workspace: word for word
        plan_id = former.split("/")[0]
        if plan_id in editions.before and plan_id not in editions.compared:
            found = (Brought(position, row, former) for position, row in rows if row["action_sha256"] == text_hash)
            yield from found


def _changed(row: Row, before: Predecessor, text_hash: str) -> str | None:
    """Return why a verdict on an earlier action must be read again, None where it holds."""
    if row["action_sha256"] == text_hash and before.is_carried:
        return None
    if row["action_sha256"] != before.text_sha256:
        return "its text had changed already before this edition"
    kinds = [kind for kind in before.kind.split("|") if kind not in ("unchanged", "renumbered")]
    return None if before.is_carried else f"the action was {' and '.join(kinds)}"


def _with_replaced(own: list[Brought], earlier: list[Brought]) -> Iterator[Brought]:
    """Yield earlier verdicts; those that a later verdict replaces are marked.

    A reader's verdict on today's action replaces the same reader's earlier one. If the text must be read again, the
    verdict of any reader replaces it, since somebody has then read it again.
    """
    said: list[Row] = [brought.row for brought in own]
    for brought in earlier:
        same = [row for row in said if _pair(row) == _pair(brought.row)]
        readers = {row["reviewer"] for row in same}
        is_replaced = bool(same) if brought.changed else brought.row["reviewer"] in readers
        yield Brought(brought.position, brought.row, brought.carried_from, brought.changed, is_replaced)
        if not is_replaced and not brought.changed:
            said.append(brought.row)


def _pair(row: Row) -> tuple[str, str | None]:
    return row["directive_id"], framework_of(row)


def unused_reviews(
    reviews: Iterable[Row], plan_id: str, text_hashes: Mapping[str, str], editions: Editions
) -> Iterator[Issue]:
    """Yield an issue for each verdict on an action of a plan, or of its earlier editions, that no longer exists.

    `text_hashes` are those of the plan's actions, by action_id.
    """
    hashes = set(text_hashes.values())
    for row in reviews:
        action_id = row["action_id"]
        owner = action_id.split("/")[0]
        if action_id in editions.removed:
            yield _unused(plan_id, row, f"the action is in {owner} and no longer in {plan_id}")
        elif owner == plan_id and action_id not in text_hashes:
            yield _unused(plan_id, row, f"{plan_id} has no action of this id any more")
        elif owner in editions.before and owner not in editions.compared and row["action_sha256"] not in hashes:
            why = f"{owner} is not in raw/sources.toml, and no action of {plan_id} has its very words"
            yield _unused(plan_id, row, why)


def homeless_reviews(reviews: Iterable[Row], plan_id: str, known: Iterable[str]) -> Iterator[Issue]:
    """Yield an issue of `plan_id` for each verdict on a plan that is neither a document nor an edition before one."""
    plans = set(known)
    for row in reviews:
        owner = row["action_id"].split("/")[0]
        if owner not in plans:
            yield _unused(plan_id, row, f"there is no document {owner} in raw/sources.toml")


def _unused(plan_id: str, row: Row, why: str) -> Issue:
    said = f"verdict {row['verdict']} of {row['reviewer']} on {row['directive_id'] or 'none fits'} is not used: {why}"
    return Issue("review_unused", "doubt", "link", plan_id, row["action_id"], None, said, None)
