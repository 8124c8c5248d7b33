"""Explains why an action is linked to a directive or not: both texts, what they share, and the reviews.

`explain` collects the reasons, `tell` words them for a person in English or Spanish, `as_data` returns them as data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..errors import WrongUsage
from .concepts import ConceptMatch, finder_of
from .evidence import (
    Part,
    TextEvidence,
    concept_labels,
    like_evidence,
    not_accepted_evidence,
    strongest,
    verdict_evidence,
)
from .feature_names import feature_name
from .features import Framework, compare_texts
from .frameworks import Aids, read_frameworks
from .lessons import learn_from
from .ranker import FEATURES, Judgement, Ranker, best_columns, judge_actions, read_rankers
from .reviewed_actions import Memory
from .reviews import Tables
from .scaling import standardise
from .verdicts import Judged, judge
from .weighted_texts import Document, read_actions

LANGUAGES = ("en", "es")
WORDS = {
    "en": {
        "counts": "counts",
        "rank": "rank {rank} of {count}, score {score:.4f}, confidence {confidence:.4f}, none fits {none:.4f} ({name})",
        "evidence": "evidence",
        "concepts": "concepts of {record}",
        "weights": "what adds up to the score, the strongest first: value x weight",
        "nothing": "nothing",
        "reviews": "reviews",
        "none": "none",
        "head": "in the main clause",
        "purpose": "as a purpose",
        "circumstance": "as a circumstance",
        "aside": "in passing",
        "asked": "asked for",
        "beside": "named beside",
        "mentioned": "only mentioned",
    },
    "es": {
        "counts": "cuenta",
        "rank": "lugar {rank} de {count}, puntaje {score:.4f}, confianza {confidence:.4f}, ninguna coincide {none:.4f} "
        "({name})",
        "evidence": "evidencia",
        "concepts": "conceptos de {record}",
        "weights": "lo que suma el puntaje, lo más fuerte primero: valor x peso",
        "nothing": "nada",
        "reviews": "revisiones",
        "none": "ninguna",
        "head": "en lo principal",
        "purpose": "como finalidad",
        "circumstance": "como circunstancia",
        "aside": "de paso",
        "asked": "lo que pide",
        "beside": "nombrado al lado",
        "mentioned": "solo mencionado",
    },
}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds to the score: its value times its weight."""

    feature: str
    value: float
    weight: float

    @property
    def adds(self) -> float:
        """Return what the feature adds to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Explanation:
    """The explanation of one action and one directive."""

    action: Document
    directive: Document
    rank: int  # of the directive among all of its framework
    directive_count: int
    score: float
    confidence: float
    none_fits: float
    method: str  # the ranker's name
    contributions: tuple[Contribution, ...]
    evidence: tuple[Part, ...]  # of the texts and of similar actions, the strongest first
    reviews: tuple[Part, ...]


def _like_named(directive_id: str, directives: pd.DataFrame) -> str:
    """Return a remedy: the ids that end with what was given, else how an id is written."""
    known = [str(each) for each in directives["directive_id"]]
    found = [each for each in known if each.endswith(f"/{directive_id.strip('/').lower()}")]
    return f"Give {' or '.join(found[:5])}." if found else f"Give an id such as {known[0]}." if known else ""


def explain(
    action_id: str, directive_id: str, tables: Tables, reviews: pd.DataFrame, aids: Aids | None = None
) -> Explanation:
    """Return why the action is linked to the directive or not, the action's own review left out of the ranking.

    Refused (WrongUsage): an action or a directive that no table has.
    """
    finder = finder_of()
    action = _only(read_actions(tables.actions[tables.actions["action_id"] == action_id], finder), action_id)
    target = directive_id.split("/")[0]
    targets = list(dict.fromkeys(tables.directives["plan_id"]))
    frameworks = {each.target: each for each in read_frameworks(tables.directives, targets, finder, aids or Aids())}
    framework = frameworks.get(target)
    if framework is None or directive_id not in framework.columns:
        raise WrongUsage(directive_id, "no such directive", _like_named(directive_id, tables.directives))
    judged = judge(tables.actions, tables.directives, reviews)
    reviewed = tables.actions[tables.actions["action_id"].isin(set(reviews["action_id"]))]
    memory = Memory(framework, learn_from(read_actions(reviewed, finder), judged, target))
    ranker = read_rankers().ranker_for(framework, memory)
    judgement = next(judge_actions([action], framework, memory, ranker))
    place = framework.columns[directive_id]
    directive = framework.directives[place]
    like = like_evidence(judgement.sight.nearest, directive_id, memory.accepts)
    score, confidence = judgement.standing(place)
    return Explanation(
        action=action,
        directive=directive,
        rank=_rank(judgement, place),
        directive_count=len(framework.directives),
        score=score,
        confidence=confidence,
        none_fits=judgement.none_fits,
        method=ranker.name,
        contributions=tuple(_contributions(action, framework, memory, (ranker, place))),
        evidence=tuple(strongest([*like, *TextEvidence(action, framework).of(directive)])),
        reviews=_reviews(judged.get((action_id, target), Judged()), directive_id),
    )


def tell(explanation: Explanation, language: str = "en") -> str:
    """Return an explanation for a person, in one of LANGUAGES."""
    words = WORDS[language]
    lines = [f"{document.record_id}: {document.text}" for document in (explanation.action, explanation.directive)]
    lines.append(f"{words['evidence']}: " + _joined(explanation.evidence, language, words["nothing"]))
    lines.append(f"{words['reviews']}: " + _joined(explanation.reviews, language, words["none"]))
    lines.append(
        words["rank"].format(
            rank=explanation.rank,
            count=explanation.directive_count,
            score=explanation.score,
            confidence=explanation.confidence,
            none=explanation.none_fits,
            name=explanation.method,
        )
    )
    lines += ["", *_concepts(explanation, language), words["weights"]]
    lines += [
        f"    {feature_name(each.feature, language)}: {each.value:.3f} x {each.weight:.2f} = {each.adds:.3f}"
        for each in sorted(explanation.contributions, key=lambda each: -abs(each.adds))
    ]
    return "\n".join(lines)


def as_data(explanation: Explanation) -> dict[str, Any]:
    """Return an explanation in parts: texts with their concepts, standing, contributions, evidence, reviews."""
    return {
        "action_id": explanation.action.record_id,
        "directive_id": explanation.directive.record_id,
        "action": _document(explanation.action),
        "directive": _document(explanation.directive),
        "rank": explanation.rank,
        "directives": explanation.directive_count,
        "score": round(explanation.score, 4),
        "confidence": round(explanation.confidence, 4),
        "none_fits": round(explanation.none_fits, 4),
        "method": explanation.method,
        "contributions": [
            {"feature": each.feature, "value": round(each.value, 6), "weight": each.weight}
            for each in explanation.contributions
        ],
        "evidence": [_part(part) for part in explanation.evidence],
        "reviews": [_part(part) for part in explanation.reviews],
    }


def _only(documents: list[Document], action_id: str) -> Document:
    if not documents:
        raise WrongUsage(action_id, "no such action", "Ids stand in output/actions.csv.")
    return documents[0]


def _rank(judgement: Judgement, place: int) -> int:
    """Return the place in the ranking, from 1; one that was not weighed comes after all that were."""
    places = [int(judgement.sight.places[column]) for column in best_columns(judgement.scores, len(judgement.scores))]
    return places.index(place) + 1 if place in places else len(places) + 1


def _contributions(
    action: Document, framework: Framework, memory: Memory, of: tuple[Ranker, int]
) -> Iterator[Contribution]:
    ranker, place = of
    texts = {name: standardise(values) for name, values in compare_texts([action], framework).items()}
    features = {**texts, **memory.recall([action]).features}
    for name in FEATURES:
        value = float(features[name][0, place]) if name in features else 0.0
        if value:
            yield Contribution(name, value, ranker.weights[name])


def _reviews(said: Judged, directive_id: str) -> tuple[Part, ...]:
    held = [verdict for verdict in said.held if verdict.directive_id in ("", directive_id)]
    stale = [old for old in said.stale if old.verdict.directive_id in ("", directive_id)]
    silent = [name for name in said.whole_readers() if name not in {verdict.reviewer for verdict in held}]
    return (*verdict_evidence(held, stale), *not_accepted_evidence(silent))


def _concepts(explanation: Explanation, language: str) -> Iterator[str]:
    """Yield the concepts of both texts by their names, with the words that name them."""
    words = WORDS[language]
    for document in (explanation.action, explanation.directive):
        yield words["concepts"].format(record=document.record_id)
        for match in document.matches:
            name = concept_labels(match.key)[LANGUAGES.index(language)]
            yield f"    {name}: «{match.surface}» ({words[match.scope]}, {words['counts']} {match.weight:g})"


def _joined(parts: Sequence[Part], language: str, nothing: str) -> str:
    return "; ".join(part.es if language == "es" else part.en for part in parts) or nothing


def _document(document: Document) -> dict[str, Any]:
    return {"text": document.text, "concepts": [_concept(match) for match in document.matches]}


def _concept(match: ConceptMatch) -> Mapping[str, Any]:
    return {
        "concept": match.key,
        "surface": match.surface,
        "start": match.start,
        "end": match.end,
        "scope": match.scope,
        "weight": round(match.weight, 4),
    }


def _part(part: Part) -> dict[str, str]:
    return {**part.as_data(), "en": part.en, "es": part.es}
