"""Why an action is linked to a directive, or is not: what each side says, what they share, what reviews say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from ..errors import WrongUsage
from .bags import Document, read_actions
from .concepts import finder_of
from .evidence import Part, TextEvidence, like_evidence, strongest, verdict_evidence
from .features import Framework, compare_texts
from .frameworks import Aids, read_framework
from .lessons import learn_from
from .memory import Memory
from .ranker import FEATURES, Rankers, best_columns, judge_actions, read_rankers, standardise
from .reviews import Tables
from .verdicts import Judged, judge


def explain(action_id: str, directive_id: str, tables: Tables, reviews: pd.DataFrame, aids: Aids | None = None) -> str:
    """Return for a person why the action is linked to the directive or not, the action's own review left out of it.

    Refused (WrongUsage): an action or a directive that no table has.
    """
    finder = finder_of()
    action = _only(read_actions(tables.actions[tables.actions["action_id"] == action_id], finder), action_id)
    target = directive_id.split("/")[0]
    framework = read_framework(tables.directives, target, finder, aids or Aids())
    if directive_id not in framework.columns:
        raise WrongUsage(directive_id, "no such directive", f"{target} has {len(framework.columns)} directives.")
    judged = judge(tables.actions, tables.directives, reviews)
    reviewed = tables.actions[tables.actions["action_id"].isin(set(reviews["action_id"]))]
    memory = Memory(framework, learn_from(read_actions(reviewed, finder), judged, target))
    pair = (action, framework, framework.columns[directive_id])
    said = judged.get((action_id, target), Judged())
    return "\n".join([*_texts(pair), *_standing(pair, memory, read_rankers()), *_reviews(said, directive_id)])


Pair = tuple[Document, Framework, int]


def _only(documents: list[Document], action_id: str) -> Document:
    if not documents:
        raise WrongUsage(action_id, "no such action", "Ids stand in output/actions.csv.")
    return documents[0]


def _texts(pair: Pair) -> Iterator[str]:
    action, framework, column = pair
    for document in (action, framework.directives[column]):
        yield f"{document.record_id}: {document.text}"
        for match in document.matches:
            yield f"    {match.key}: {match.surface!r} ({match.scope}, counts {match.weight:g})"


def _standing(pair: Pair, memory: Memory, rankers: Rankers) -> Iterator[str]:
    action, framework, column = pair
    ranker = rankers.ranker_for(framework, memory)
    judgement = next(judge_actions([action], framework, memory, ranker))
    rank = best_columns(judgement.scores, len(framework.directives)).index(column) + 1
    yield (
        f"rank {rank} of {len(framework.directives)}, score {judgement.scores[column]:.4f}, "
        f"confidence {judgement.confidences[column]:.4f}, none fits {judgement.none_fits:.4f} ({ranker.name})"
    )
    texts = {name: standardise(values) for name, values in compare_texts([action], framework).items()}
    features = {**texts, **memory.recall([action]).features}
    for name in FEATURES:
        value = float(features[name][0, column]) if name in features else 0.0
        if value:
            yield f"    {name}: {value:.3f} x {ranker.weights[name]:.2f} = {value * ranker.weights[name]:.3f}"
    directive = framework.directives[column]
    shared = [
        *like_evidence(judgement.sight.nearest, directive.record_id, memory.accepts),
        *TextEvidence(action, framework).of(directive),
    ]
    yield "evidence: " + _told(strongest(shared), "nothing")


def _told(parts: Sequence[Part], nothing: str) -> str:
    return "; ".join(part.en for part in parts) or nothing


def _reviews(said: Judged, directive_id: str) -> Iterator[str]:
    held = [verdict for verdict in said.held if verdict.directive_id in ("", directive_id)]
    stale = [old for old in said.stale if old.verdict.directive_id in ("", directive_id)]
    yield "reviews: " + _told(list(verdict_evidence(held, stale)), "none")
