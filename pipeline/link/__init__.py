"""Link the actions of a plan to the directives of the frameworks that it answers to.

A score for every pair, the best five of each action as rows, one row "no-match" where nothing fits; what readers have
said comes first. `features` says what speaks for a link, `ranker` weighs it, `verdicts` knows the reviews, `propose`
makes the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import pandas as pd

from pipeline.link.bags import Document, read_actions, read_directives
from pipeline.link.features import Framework, compare, prepare_framework
from pipeline.link.propose import Judgement, Link, Proposer
from pipeline.link.ranker import Ranker, read_ranker
from pipeline.link.tables import issues_table, links_table
from pipeline.link.verdicts import Judged, judge, verdict_issues
from pipeline.records import Issue

BLOCK = 256  # actions compared at a time, so that memory does not grow with the plan

__all__ = ["LinkSettings", "LinkTables", "link"]


@dataclass(frozen=True, slots=True)
class LinkTables:
    """What linking the actions of one plan gives."""

    links: pd.DataFrame
    issues: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What linking needs besides the plan, its frameworks and the reviews."""

    supersedes: Mapping[str, str] = field(default_factory=dict)  # plan_id -> the edition before
    ranker: Ranker = field(default_factory=read_ranker)


def link(
    actions: pd.DataFrame,
    directives: pd.DataFrame,
    targets: Sequence[str],
    reviews: pd.DataFrame,
    settings: LinkSettings | None = None,
) -> LinkTables:
    """Return for each action and each framework of `targets` one to five links, or one no-match row.

    `actions` are those of one plan, `directives` those of all frameworks (columns of the published tables), `reviews`
    what `parse_reviews` returns. Rows stand in the order of actions, then targets, then rank.
    """
    settings = settings or LinkSettings()
    judged = judge(actions, directives, reviews, settings.supersedes)
    documents = read_actions(actions)
    by_target = [_link_framework(documents, directives, target, (judged, settings)) for target in targets]
    rows = [row for of_action in zip(*by_target, strict=True) for links in of_action for row in links]
    issues: list[Issue] = verdict_issues(judged, targets)
    return LinkTables(links_table([asdict(row) for row in rows]), issues_table(issues))


def _link_framework(
    actions: Sequence[Document],
    directives: pd.DataFrame,
    target: str,
    known: tuple[Mapping[tuple[str, str], Judged], LinkSettings],
) -> list[list[Link]]:
    judged, settings = known
    framework = prepare_framework(target, read_directives(directives, target))
    return [
        Proposer(action, framework, judgement, judged.get((action.record_id, target), Judged())).links()
        for action, judgement in zip(actions, judge_actions(actions, framework, settings.ranker), strict=True)
    ]


def judge_actions(actions: Sequence[Document], framework: Framework, ranker: Ranker) -> Iterator[Judgement]:
    """Yield what the ranker makes of each action, a block of them at a time."""
    for start in range(0, len(actions), BLOCK):
        scores = ranker.score(compare(actions[start : start + BLOCK], framework))
        for row, confidences in zip(scores, ranker.confidence(scores), strict=True):
            best = float(row.max()) if len(row) else 0.0
            none_fits = float(1 - confidences.max()) if len(row) else 1.0
            yield Judgement(ranker.name, row, confidences, none_fits, best < ranker.least_score)
