"""Link the actions of a plan to the directives of the frameworks that it answers to.

A score for every pair, the best five of each action as rows, one row "no-match" where nothing fits; what readers have
said comes first. `words`, `concepts` and `bags` read the texts; `features` and `memory` say what speaks for a link,
`ranker` weighs it, `verdicts` knows the reviews, `propose` makes the rows; `learn` and `evaluate` are for maintainers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from pipeline.link.bags import Document, read_actions, read_directives
from pipeline.link.concepts import ConceptFinder, finder_of
from pipeline.link.features import prepare_framework
from pipeline.link.lessons import learn_from
from pipeline.link.memory import Memory
from pipeline.link.propose import Link, Proposer
from pipeline.link.ranker import Rankers, judge_actions, read_rankers
from pipeline.link.tables import concepts_table, issues_table, links_table
from pipeline.link.verdicts import Judged, judge, verdict_issues
from pipeline.reference.concepts import Lexicon, read_concepts

__all__ = ["LinkSettings", "LinkTables", "link"]


@dataclass(frozen=True, slots=True)
class LinkTables:
    """What linking the actions of one plan gives."""

    links: pd.DataFrame
    issues: pd.DataFrame
    concepts: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What linking needs besides the plan, its frameworks and the reviews."""

    supersedes: Mapping[str, str] = field(default_factory=dict)  # plan_id -> the edition before
    teachers: pd.DataFrame | None = None  # actions of all plans; the reviewed ones among them teach
    rankers: Rankers = field(default_factory=read_rankers)
    lexicon: Lexicon = field(default_factory=read_concepts)


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
    finder = finder_of(settings.lexicon)
    judged = judge(actions, directives, reviews, settings.supersedes)
    documents = read_actions(actions, finder)
    teachers = _Teachers.of(
        settings.teachers if settings.teachers is not None else actions, directives, reviews, finder
    )
    by_target = [teachers.link(documents, target, judged, settings.rankers) for target in targets]
    rows = [row for of_action in zip(*by_target, strict=True) for links in of_action for row in links]
    return LinkTables(links_table(rows), issues_table(verdict_issues(judged, targets)), concepts_table(documents))


@dataclass(frozen=True, slots=True)
class _Teachers:
    """The reviewed actions, and all that is needed to let them teach."""

    documents: Sequence[Document]
    judged: Mapping[tuple[str, str], Judged]
    directives: pd.DataFrame
    finder: ConceptFinder

    @classmethod
    def of(
        cls, actions: pd.DataFrame, directives: pd.DataFrame, reviews: pd.DataFrame, finder: ConceptFinder
    ) -> _Teachers:
        reviewed = actions[actions["action_id"].isin(set(reviews["action_id"]))]
        return cls(read_actions(reviewed, finder), judge(reviewed, directives, reviews, {}), directives, finder)

    def link(
        self, actions: Sequence[Document], target: str, judged: Mapping[tuple[str, str], Judged], rankers: Rankers
    ) -> list[list[Link]]:
        framework = prepare_framework(target, read_directives(self.directives, target, self.finder))
        memory = Memory(framework, learn_from(self.documents, self.judged, target))
        judgements = judge_actions(actions, framework, memory, rankers.for_memory(memory))
        return [
            Proposer(action, framework, memory, judgement, judged.get((action.record_id, target), Judged())).links()
            for action, judgement in zip(actions, judgements, strict=True)
        ]
