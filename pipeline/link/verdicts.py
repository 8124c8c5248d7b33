"""What the reviews say of the actions of one plan, today: verdicts that hold, verdicts gone stale, carried-over ones.

A verdict holds while the action's and the directive's text are those that the reader saw. `carried` says which verdicts
on an earlier edition hold for the edition that supersedes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..records import Issue
from .carried import Brought, Editions, rows_for
from .reviews import (
    MISSING,
    NAMED_PRIMARY,
    VOTES_NOT_KEPT,
    framework_marks,
    framework_of,
    is_of_shortlist,
    is_program,
    is_whole,
    number_in_note,
    numbers_shown,
    rows_of_reviews,
)

VOTES = re.compile(r"votes (\d(?:/\d)*)")
GONE = "the directive, which is gone,"
LEAST_ACCEPTED = 2  # a reading that graded a directive so much says that the action carries it out


@dataclass(frozen=True, slots=True)
class Verdict:
    """One reader's verdict, as it applies to an action of today."""

    action_id: str
    directive_id: str  # "" = none fits
    verdict: str
    grade: int  # 0 where the reader gave none
    reviewer: str
    position: int  # in the file, so that the reader's order counts among equals
    carried_from: str | None = None  # the superseded plan's action
    note: str = ""
    is_whole: bool = False  # the reader compared the action with all directives, as they are worded today
    is_of_shortlist: bool = False  # "none fits" of a reader who was shown some directives only
    shown: frozenset[str] | None = None  # their numbers; None = not told

    def turns_down(self, directive_id: str) -> bool:
        """Tell whether this "none fits" is said of a directive, too; one that does not tell what was shown is."""
        is_shown = self.shown is None or number_in_note(directive_id) in self.shown
        return self.verdict == "no-match" and is_shown

    @property
    def readings(self) -> tuple[int, int]:
        """How many readings say what the verdict says, and how many there were; one reader is one reading."""
        found = VOTES.search(self.note)
        if found is None:
            return 1, 1
        votes = [int(vote) for vote in found[1].split("/")]
        fitting = sum(vote >= LEAST_ACCEPTED for vote in votes)
        return (fitting if self.verdict == "accept" else len(votes) - fitting), len(votes)


def _standing(verdict: Verdict) -> tuple[bool, bool, int, int]:
    """Return what verdicts on one action are sorted by."""
    is_named = NAMED_PRIMARY in verdict.note
    return is_program(verdict.reviewer), not is_named, -verdict.grade, verdict.position


@dataclass(frozen=True, slots=True)
class Stale:
    """A verdict whose texts are no longer those that were read."""

    verdict: Verdict
    changed: str  # what changed, in words; of an earlier edition's verdict: why it must be read again


@dataclass(slots=True)
class Judged:
    """The verdicts on one action and one framework."""

    held: list[Verdict] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)
    replaced: list[Verdict] = field(default_factory=list)  # of earlier editions, in whose place a later one stands

    def accepted(self) -> list[Verdict]:
        """Return one verdict a directive that more readers accept than reject.

        Those of people come before those of programs; among them one that a panel named the primary one, then the
        highest grade, then file order.
        """
        best = [verdict for verdict in self.held if verdict.verdict == "accept" and self._is_kept(verdict.directive_id)]
        ordered = sorted(best, key=_standing)
        return list({verdict.directive_id: verdict for verdict in reversed(ordered)}.values())[::-1]

    def rejected(self) -> set[str]:
        """Return the directives that more readers reject than accept."""
        return {verdict.directive_id for verdict in self.held if self.balance(verdict.directive_id) < 0}

    def whole_readers(self) -> list[str]:
        """Return the readers who compared the action with every directive of the framework as it is worded today."""
        return list(dict.fromkeys(verdict.reviewer for verdict in self.held if verdict.is_whole))

    def covering_readers(self) -> list[str]:
        """Return the readers whose word covers every directive: those who read all, or who said that none fits.

        "None fits" of those that a shortlist showed says nothing about the others.
        """
        said = (each for each in self.held if each.is_whole or each.verdict == "no-match")
        covering = (each.reviewer for each in said if each.is_whole or not each.is_of_shortlist)
        return list(dict.fromkeys(covering))

    def is_turned_down(self, directive_id: str) -> bool:
        """Tell whether readers decided against a directive, so that it must not be proposed.

        Either more reject than accept it, or somebody read all directives and did not accept it. One on which readers
        disagree is not decided.
        """
        if self.balance(directive_id) < 0:
            return True
        return bool(self.whole_readers()) and directive_id not in self.disagreed()

    def disagreed(self) -> set[str]:
        """Return the directives that as many readers accept as reject."""
        said = {verdict.directive_id for verdict in self.held if verdict.verdict in ("accept", "reject")}
        return {directive_id for directive_id in said if self.balance(directive_id) == 0}

    def contradiction(self) -> str | None:
        """Return in words who says that none fits where somebody else accepts a directive; None where nobody does.

        A directive that the former was not shown is no contradiction.
        """
        none = [each.reviewer for each in self.held if each.verdict == "no-match"]
        accepting = [
            each for each in self.held if each.verdict == "accept" and each.reviewer not in none and self._is_hit(each)
        ]
        if not none or not accepting:
            return None
        directives = ", ".join(dict.fromkeys(each.directive_id for each in accepting))
        others = ", ".join(dict.fromkeys(each.reviewer for each in accepting))
        return f"{', '.join(dict.fromkeys(none))} says that none fits, {others} accepts {directives}"

    def is_none_fitting(self) -> bool:
        """Tell whether more readers say that nothing fits than accept anything.

        They do not where one accepts a directive that none of them was shown.
        """
        if any(each.verdict == "accept" and not self._is_hit(each) for each in self.held):
            return False
        none = sum(verdict.verdict == "no-match" for verdict in self.held)
        return none > len({verdict.reviewer for verdict in self.held if verdict.verdict == "accept"})

    def turned_down_shown(self) -> frozenset[str] | None:
        """Return the numbers of the directives of which readers say that none fits; None where it is said of all."""
        shown = [each.shown for each in self.held if each.verdict == "no-match"]
        told = [numbers for numbers in shown if numbers is not None]
        return frozenset().union(*told) if told and len(told) == len(shown) else None

    def _is_hit(self, accepting: Verdict) -> bool:
        """Tell whether "none fits" of any reader is said of an accepted directive."""
        none = [each for each in self.held if each.verdict == "no-match"]
        return not none or any(each.turns_down(accepting.directive_id) for each in none)

    def deciders(self, directive_id: str) -> list[str]:
        """Return the readers who accept a directive, or who say that none fits where `directive_id` is ""."""
        wanted = "accept" if directive_id else "no-match"
        said = (each for each in self.held if (each.directive_id, each.verdict) == (directive_id, wanted))
        return list(dict.fromkeys(each.reviewer for each in said))

    def agreement(self, directive_id: str) -> float | None:
        """Return the share of readings that accept a directive, or that say that none fits where it is "".

        None where the votes of a panel were not kept.
        """
        wanted = "accept" if directive_id else "no-match"
        said = [each for each in self.held if each.directive_id == directive_id and each.verdict != "unsure"]
        if any(VOTES_NOT_KEPT in each.note for each in said):
            return None
        counted = [each.readings if each.verdict == wanted else (0, each.readings[1]) for each in said]
        others = {each.reviewer for each in self.held if each.verdict == "accept"} - self._reviewers(said)
        all_readings = sum(whole for _, whole in counted) + (0 if directive_id else len(others))
        return sum(fitting for fitting, _ in counted) / all_readings if all_readings else None

    @staticmethod
    def _reviewers(verdicts: Iterable[Verdict]) -> set[str]:
        return {each.reviewer for each in verdicts}

    def balance(self, directive_id: str) -> int:
        """Return accepting readers less rejecting ones."""
        said = [verdict.verdict for verdict in self.held if verdict.directive_id == directive_id]
        return said.count("accept") - said.count("reject")

    def _is_kept(self, directive_id: str) -> bool:
        return self.balance(directive_id) > 0


def judge(
    actions: pd.DataFrame, directives: pd.DataFrame, reviews: pd.DataFrame, editions: Editions | None = None
) -> dict[tuple[str, str], Judged]:
    """Return the verdicts by (action_id, framework); `editions` are those before the plan of the actions.

    Verdicts on actions of other plans are passed over. One on a directive that is gone is stale.
    """
    hashes: dict[str, str] = dict(zip(directives["directive_id"], directives["text_sha256"], strict=True))
    marks = framework_marks(directives)
    frameworks = list(dict.fromkeys(directives["plan_id"]))
    found: dict[tuple[str, str], Judged] = {}
    by_action: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    for position, line in enumerate(rows_of_reviews(reviews)):
        by_action.setdefault(line["action_id"], []).append((position, line))
    for action_id, text_hash in actions[["action_id", "text_sha256"]].itertuples(index=False):
        for brought in rows_for(action_id, text_hash, by_action, editions or Editions()):
            for framework in _frameworks(brought.row, frameworks):
                judged = found.setdefault((action_id, framework), Judged())
                verdict = _verdict(brought, action_id, is_whole(brought.row, marks.get(framework)))
                _place(judged, brought, verdict, (text_hash, hashes))
    for judged in found.values():
        kept = without_overruled(judged.held)
        judged.replaced += [each for each in judged.held if each.carried_from and each not in kept]
        judged.held = kept
    return found


def _place(judged: Judged, brought: Brought, verdict: Verdict, today: tuple[str, Mapping[str, str]]) -> None:
    """Put a verdict among those that hold, are stale or were replaced; `today` are the hashes of today's texts."""
    text_hash, hashes = today
    # A carried verdict is on another edition's words: there the directive alone can have changed since.
    seen = brought.row["action_sha256"] if brought.carried_from else text_hash
    changed = _changed(brought.row, seen, hashes)
    if brought.carried_from:
        changed = brought.changed or (f"{changed} changed since" if changed else None)
    if brought.is_replaced:
        judged.replaced.append(verdict)
    elif changed:
        judged.stale.append(Stale(verdict, changed))
    else:
        judged.held.append(verdict)


def without_overruled(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts on one action and framework without those of programs that a person's verdict overrules.

    A person's verdict on a directive overrules every program's on it; "none fits" said by a person overrules all that
    programs accept; a directive that a person accepts overrules a program's "none fits".
    """
    people = [each for each in verdicts if not is_program(each.reviewer)]
    judged = {each.directive_id for each in people}
    if any(each.verdict == "accept" for each in people):
        judged.add("")
    none = [each for each in people if each.verdict == "no-match"]
    return [
        each
        for each in verdicts
        if not is_program(each.reviewer)
        or not (each.directive_id in judged or any(said.turns_down(each.directive_id) for said in none))
    ]


def _verdict(brought: Brought, action_id: str, is_of_whole: bool) -> Verdict:
    row = brought.row
    return Verdict(
        action_id=action_id,
        directive_id=row["directive_id"],
        verdict=row["verdict"],
        grade=int(row["grade"] or 0),
        reviewer=row["reviewer"],
        position=brought.position,
        carried_from=brought.carried_from,
        note=row["note"],
        is_whole=is_of_whole,
        is_of_shortlist=is_of_shortlist(row),
        shown=numbers_shown(row),
    )


def _changed(row: Mapping[str, str], text_hash: str, hashes: Mapping[str, str]) -> str | None:
    action = row["action_sha256"] != text_hash
    directive = bool(row["directive_id"]) and hashes.get(row["directive_id"]) != row["directive_sha256"]
    if action and directive:
        return "the texts of action and directive"
    if directive and row["directive_id"] not in hashes:
        return GONE
    return "the action's text" if action else "the directive's text" if directive else None


def _frameworks(row: Mapping[str, str], frameworks: list[str]) -> list[str]:
    """Return the frameworks that a verdict is about; a note that begins with no framework's name names none."""
    named = framework_of(row)
    if row["directive_id"]:
        return [named] if named else []
    return [named] if named in frameworks else frameworks


def verdict_issues(judged: Mapping[tuple[str, str], Judged], targets: Sequence[str]) -> list[Issue]:
    """Return an issue for each verdict that does not simply hold, and one for each disagreement."""
    found: dict[tuple[str, str, int], Issue] = {}
    for (action_id, target), said in judged.items():
        if target not in targets:
            for verdict in (*said.held, *(old.verdict for old in said.stale)):
                found[action_id, target, verdict.position] = _unanswered(verdict, target)
            continue
        for old in said.stale:
            code = "review_to_reread" if old.verdict.carried_from else "review_stale"
            found[action_id, code, old.verdict.position] = _issue(code, action_id, _stale_told(old))
        for directive_id in sorted(said.disagreed()):
            found[action_id, directive_id, -1] = _issue(
                "review_disagreement", action_id, f"readers disagree on {directive_id}; it is proposed as by the ranker"
            )
        if told := said.contradiction():
            found[action_id, f"contradiction {target}", -1] = _issue("review_contradiction", action_id, told)
        for verdict in said.held:
            if MISSING in verdict.note:
                detail = f"{verdict.reviewer} on {verdict.directive_id or target}: {verdict.note}"
                found[action_id, "review_incomplete", verdict.position] = _issue("review_incomplete", action_id, detail)
            if verdict.carried_from:
                told = f"verdict {verdict.verdict} of {verdict.reviewer} on {_of(verdict)} holds: same text"
                found[action_id, "review_carried_over", verdict.position] = _issue(
                    "review_carried_over", action_id, f"{told}, or only bodies, numbers or punctuation differ"
                )
        for verdict in said.replaced:
            told = f"verdict {verdict.verdict} of {verdict.reviewer} on {_of(verdict)} is replaced: read again since"
            found[action_id, "review_replaced", verdict.position] = _issue("review_replaced", action_id, told)
    return list(found.values())


SEVERITIES = {
    "review_stale": "doubt",
    "review_to_reread": "doubt",
    "review_disagreement": "doubt",
    "review_contradiction": "doubt",
    "review_unused": "doubt",
    "review_carried_over": "info",
    "review_replaced": "info",
    "review_incomplete": "doubt",
}


def _of(verdict: Verdict) -> str:
    return f"{verdict.directive_id or 'none fits'}, given on {verdict.carried_from},"


def _stale_told(old: Stale) -> str:
    verdict = old.verdict
    said = f"verdict {verdict.verdict} of {verdict.reviewer} on"
    if verdict.carried_from:
        return f"{said} {_of(verdict)} must be read again: {old.changed}; the link is proposed afresh"
    on = verdict.directive_id or "none fits"
    if old.changed == GONE:
        told = "no directive of today has this id: correct it if it was mistyped"
        return f"{said} {on} is not used: {told}; the link is proposed afresh"
    return f"{said} {on} is stale: {old.changed} changed since; the link is proposed afresh"


def _unanswered(verdict: Verdict, target: str) -> Issue:
    said = f"verdict {verdict.verdict} of {verdict.reviewer} on {verdict.directive_id or 'none fits'} is not used"
    return _issue("review_unused", verdict.action_id, f"{said}: the plan is not linked to {target}")


def _issue(code: str, action_id: str, detail: str) -> Issue:
    return Issue(code, SEVERITIES[code], "link", action_id.split("/")[0], action_id, None, detail, None)
