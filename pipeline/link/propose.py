"""Rows of `links` for one action and one framework: first the reviewed verdicts, then the ranker's proposals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from .evidence import (
    Part,
    TextEvidence,
    as_json,
    in_english,
    in_spanish,
    like_evidence,
    nearest_evidence,
    strongest,
    verdict_evidence,
)
from .features import Framework
from .ranker import Judgement
from .reviewed_actions import Memory
from .reviews import number_in_note
from .verdicts import Judged
from .weighted_texts import Document

MOST_RANKS = 5
REVIEW = "review"
RANKER = "ranker"
SURE = 0.5  # beside accepted links, a proposal needs at least this confidence
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """One row of `links`."""

    action_id: str
    target_plan_id: str
    rank: int
    directive_id: str | None
    score: float | None
    confidence: float | None
    judged_by: str
    agreement: float | None
    status: str
    is_primary: bool
    method: str
    evidence: str
    evidence_es: str
    evidence_json: str

    def values(self) -> tuple[object, ...]:
        """Return the fields in the table's order."""
        return tuple(getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True)
class Proposer:
    """One action before one framework."""

    action: Document
    framework: Framework
    memory: Memory
    judgement: Judgement
    judged: Judged

    @cached_property
    def texts(self) -> TextEvidence:
        """The evidence in the action's texts for a link to a directive."""
        return TextEvidence(self.action, self.framework)

    def links(self) -> list[Link]:
        """Return rows with ranks from 1, or the one row that says that no directive fits.

        Every accepted directive has a row; proposals fill up to five.
        """
        if self.judged.is_none_fitting():
            if beyond := list(islice(self._beyond_shown(), MOST_RANKS)):
                return _ranked(beyond)
            verdicts = [verdict for verdict in self.judged.held if verdict.verdict == "no-match"]
            return [self._no_match(REVIEW, strongest(verdict_evidence(verdicts, self.judged.stale)))]
        rows = list(self._accepted())
        if rows or not self.judgement.is_none:
            proposed = self._proposed({row.directive_id for row in rows})
            rows += islice(proposed, max(MOST_RANKS - len(rows), 0))
        if not rows:
            return [self._no_match(self.judgement.method, self._nearest())]
        accepted = sum(row.status == "accepted" for row in rows)
        shown = rows[: max(MOST_RANKS, accepted)]
        return _ranked(shown)

    def _beyond_shown(self) -> Iterator[Link]:
        """Yield the probable directives that were not on the shortlist of which readers say that none fits."""
        shown = self.judged.turned_down_shown()
        if shown is None or self.judgement.is_none:
            return
        ids = {each.record_id for each in self.framework.directives}
        yield from self._proposed({each for each in ids if number_in_note(each) in shown})

    def _accepted(self) -> Iterator[Link]:
        for verdict in self.judged.accepted():
            place = self.framework.columns.get(verdict.directive_id)
            if place is not None:
                weighed = (place, *self.judgement.standing(place))
                yield self._row(weighed, "accepted", REVIEW, self._evidence(place))

    def _proposed(self, done: set[str | None]) -> Iterator[Link]:
        """Yield the ranker's directives, the best first.

        One without any evidence is left out, and one that readers decided against. Somebody who read all directives of
        the framework decided against all that he did not accept.
        """
        least = SURE if done else 0.0
        for weighed in self.judgement.best_first(2 * MOST_RANKS + len(done) + len(self.judged.rejected())):
            directive_id = self.framework.directives[weighed[0]].record_id
            if directive_id in done or weighed[2] < least or self.judged.is_turned_down(directive_id):
                continue
            evidence = self._evidence(weighed[0])
            if evidence:  # the last of the five may have nothing in common with the action
                yield self._row(weighed, "proposed", self.judgement.method, evidence)

    def _evidence(self, place: int) -> list[Part]:
        directive = self.framework.directives[place]
        said = [verdict for verdict in self.judged.held if verdict.directive_id == directive.record_id]
        stale = [old for old in self.judged.stale if old.verdict.directive_id == directive.record_id]
        return strongest(
            [
                *verdict_evidence(said, stale),
                *like_evidence(self.judgement.sight.nearest, directive.record_id, self.memory.accepts),
                *self.texts.of(directive),
            ]
        )

    def _row(self, weighed: tuple[int, float, float], status: str, method: str, evidence: list[Part]) -> Link:
        place, score, confidence = weighed
        directive_id = self.framework.directives[place].record_id
        return Link(
            action_id=self.action.record_id,
            target_plan_id=self.framework.target,
            rank=1,
            directive_id=directive_id,
            score=round(score, DIGITS),
            confidence=round(confidence, DIGITS),
            judged_by=self._judged_by(method, directive_id),
            agreement=self._agreement(method, directive_id),
            status=status,
            is_primary=False,
            method=method,
            evidence=in_english(evidence),
            evidence_es=in_spanish(evidence),
            evidence_json=as_json(evidence),
        )

    def _no_match(self, method: str, evidence: list[Part]) -> Link:
        return Link(
            action_id=self.action.record_id,
            target_plan_id=self.framework.target,
            rank=1,
            directive_id=None,
            score=None,
            confidence=round(self.judgement.none_fits, DIGITS),
            judged_by=self._judged_by(method, ""),
            agreement=self._agreement(method, ""),
            status="no-match",
            is_primary=False,
            method=method,
            evidence=in_english(evidence),
            evidence_es=in_spanish(evidence),
            evidence_json=as_json(evidence),
        )

    def _judged_by(self, method: str, directive_id: str) -> str:
        """Return who decided a row: readers, or the ranker."""
        return "|".join(self.judged.deciders(directive_id)) if method == REVIEW else RANKER

    def _agreement(self, method: str, directive_id: str) -> float | None:
        agreement = self.judged.agreement(directive_id) if method == REVIEW else None
        return None if agreement is None else round(agreement, DIGITS)

    def _nearest(self) -> list[Part]:
        """Return the directive with the highest score, so that a reader can see what was turned down."""
        if not self.framework.directives:
            told = (f"{self.framework.target} has no directive", f"{self.framework.target} no tiene directrices")
            return [Part("nearest", *told, {})]
        place, score, _ = self.judgement.best_first(1)[0]
        directive = self.framework.directives[place]
        stale = [old for old in self.judged.stale if not old.verdict.directive_id]
        return strongest(
            [
                *verdict_evidence([], stale),
                nearest_evidence(directive, score),
                *self.texts.of(directive),
            ]
        )


def _ranked(rows: Iterable[Link]) -> list[Link]:
    """Return rows with ranks from 1, the first one primary."""
    return [replace(row, rank=rank, is_primary=rank == 1) for rank, row in enumerate(rows, start=1)]
