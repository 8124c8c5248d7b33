"""Tells which directives a plan carries out: one row of `coverage` for every directive of a framework.

Every accepted link counts, not the first alone: the notebook once called 17 directives gaps that were the second or
third accepted directive of an action. What reviews accepted decides the status; the ranker's proposals come after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..records import SHORTLISTED
from .propose import Link
from .ranker import Judgement
from .shortlist import BY_RANKER, BY_VOICE, shortlist
from .vectors import Scores
from .verdicts import Judged

CARRIED_OUT, IN_PART, PROPOSED, NONE = "carried-out", "in-part", "proposed", "none"
RANKER = "ranker"
FULL_GRADES = (0, 3)  # 0 = the reader accepted the link and gave no grade
LEAST_CONFIDENCE = 0.002  # pairs below are kept in `link_scores` only where they are on the shortlist
DIGITS = 4

CHOOSERS = (None, BY_RANKER, BY_VOICE)  # what put a directive on the shortlist; None = it is not there

Places = NDArray[np.int32]
CoverageRow = tuple[str, str, str, str, str | None, float | None, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """One action that is linked to a directive."""

    action_id: str
    status: str
    confidence: float
    reviewers: tuple[str, ...]  # () = the ranker alone proposes it


@dataclass(slots=True)
class Coverage:
    """The actions of one plan that are linked to each directive of one framework, noted action by action."""

    plan_id: str
    target: str
    directive_ids: tuple[str, ...]  # in document order
    claims: dict[str, list[Claim]] = field(default_factory=dict)
    best: Scores = field(default_factory=lambda: np.zeros(0))  # highest confidence of each directive, -1 = not weighed
    likely: LikelyPairs = field(default_factory=lambda: LikelyPairs())
    readers: Counter[str] = field(default_factory=Counter)  # reviewer → actions that they read before all directives
    action_count: int = 0
    is_all_read: bool = True
    places: dict[str, int] = field(default_factory=dict)  # of each directive

    def __post_init__(self) -> None:
        self.places = {directive_id: place for place, directive_id in enumerate(self.directive_ids)}
        self.best = np.full(len(self.directive_ids), -1.0)

    def note(self, judgement: Judgement, links: Sequence[Link], judged: Judged) -> None:
        """Note one action: its published links, what reviews accepted, and the confidence of every directive."""
        published = [self.places[link.directive_id] for link in links if link.directive_id in self.places]
        self.likely.note(links[0].action_id, judgement, published)
        weighed = judgement.sight.places
        self.best[weighed] = np.maximum(self.best[weighed], judgement.confidences)
        self.readers.update(judged.covering_readers())
        self.action_count += 1
        self.is_all_read = self.is_all_read and bool(judged.covering_readers())
        action_id = links[0].action_id
        for directive_id, status, reviewers in _statuses(links, judged):
            if directive_id in self.places:
                _, confidence = judgement.standing(self.places[directive_id])
                self.claims.setdefault(directive_id, []).append(Claim(action_id, status, confidence, reviewers))

    def add(self, other: Coverage) -> None:
        """Add the notes on other actions of the same plan, which come after these."""
        self.best = np.maximum(self.best, other.best)
        self.readers.update(other.readers)
        self.action_count += other.action_count
        self.is_all_read = self.is_all_read and other.is_all_read
        self.likely.add(other.likely)
        for directive_id, claims in other.claims.items():
            self.claims.setdefault(directive_id, []).extend(claims)

    def rows(self) -> Iterator[CoverageRow]:
        """Yield one row for each directive, in document order."""
        for place, directive_id in enumerate(self.directive_ids):
            best = float(self.best[place]) if self.best[place] >= 0 else None
            yield (self.plan_id, self.target, directive_id, *self._standing(self.claims.get(directive_id, []), best))

    def _standing(self, claims: Sequence[Claim], best: float | None) -> tuple[str, str | None, float | None, str]:
        """Return status, action_ids, confidence and judged_by of one directive."""
        for status in (CARRIED_OUT, IN_PART, PROPOSED):
            chosen = [claim for claim in claims if claim.status == status]
            if chosen:
                reviewers = sorted({name for claim in chosen for name in claim.reviewers})
                confidence = max(claim.confidence for claim in chosen)
                actions = "|".join(dict.fromkeys(claim.action_id for claim in chosen))
                return status, actions, round(confidence, DIGITS), "|".join(reviewers) or RANKER
        return NONE, None, None if best is None else round(best, DIGITS), "|".join(self._readers_of_all()) or RANKER

    def _readers_of_all(self) -> list[str]:
        """Return who read every action before all directives; if only several together did, those; else nobody."""
        if not self.is_all_read:
            return []
        return sorted(name for name, count in self.readers.items() if count == self.action_count) or sorted(
            self.readers
        )


def _statuses(links: Sequence[Link], judged: Judged) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield each directive of one action with its status; all accepted ones, also those beyond the published five."""
    accepted = {} if judged.is_none_fitting() else {verdict.directive_id: verdict for verdict in judged.accepted()}
    for directive_id in accepted:
        said = [v for v in judged.held if v.verdict == "accept" and v.directive_id == directive_id]
        is_full = any(verdict.grade in FULL_GRADES for verdict in said)
        yield directive_id, CARRIED_OUT if is_full else IN_PART, tuple(verdict.reviewer for verdict in said)
    for link in links:
        if link.status == PROPOSED and link.directive_id and link.directive_id not in accepted:
            yield link.directive_id, PROPOSED, ()


@dataclass(slots=True)
class LikelyPairs:
    """The pairs of `link_scores` in one framework, as arrays: a large plan has millions of them."""

    action_ids: list[str] = field(default_factory=list)
    places: list[Places] = field(default_factory=list)  # of the directives, for each action
    scores: list[Scores] = field(default_factory=list)
    confidences: list[Scores] = field(default_factory=list)
    choosers: list[NDArray[np.int8]] = field(default_factory=list)  # places in CHOOSERS

    def note(self, action_id: str, judgement: Judgement, published: Sequence[int] = ()) -> None:
        """Note an action's directives with at least LEAST_CONFIDENCE, those of its shortlist, and the published ones.

        They stand in document order. `published` are places in the framework.
        """
        rounded = np.round(judgement.confidences, DIGITS)
        chosen = shortlist(judgement.scores, judgement.sight.voices, SHORTLISTED)
        is_kept = (rounded >= LEAST_CONFIDENCE) | np.isin(judgement.sight.places, np.array(published, dtype=np.int32))
        likely = np.union1d(np.flatnonzero(is_kept), np.array(list(chosen), dtype=np.int64))
        choosers = [CHOOSERS.index(chosen.get(column)) for column in likely.tolist()]
        self.choosers.append(np.array(choosers, dtype=np.int8))
        self.action_ids.append(action_id)
        self.places.append(judgement.sight.places[likely])
        self.scores.append(np.round(judgement.scores[likely], DIGITS))
        self.confidences.append(rounded[likely])

    def add(self, other: LikelyPairs) -> None:
        """Note the pairs of other actions, which come after these."""
        for mine, theirs in zip(self._lists(), other._lists(), strict=True):
            mine.extend(theirs)

    def _lists(self) -> tuple[list[Any], ...]:
        return self.action_ids, self.places, self.scores, self.confidences, self.choosers

    def columns(self, directive_ids: Sequence[str]) -> dict[str, Any]:
        """Return the columns of `link_scores`, all of one length."""
        counts = [len(places) for places in self.places]
        places = np.concatenate([*self.places, np.zeros(0, np.int32)])
        choosers = np.concatenate([*self.choosers, np.zeros(0, np.int8)])
        return {
            "action_id": np.repeat(np.array(self.action_ids, dtype=object), counts),
            "directive_id": np.array(directive_ids, dtype=object)[places],
            "score": np.concatenate([*self.scores, np.zeros(0)]),
            "confidence": np.concatenate([*self.confidences, np.zeros(0)]),
            "shortlisted_by": np.array(CHOOSERS, dtype=object)[choosers],
        }
