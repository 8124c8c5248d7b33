"""Link the actions of a plan to the directives of the frameworks that it answers to.

A score for every pair, the best five of each action as rows, one row "no-match" where nothing fits; what readers have
said comes first. `words`, `concepts` and `bags` read the texts; `features` and `memory` say what speaks for a link,
`ranker` weighs it, `verdicts` knows the reviews, `propose` makes the rows; `learn` and `evaluate` are for maintainers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ..records import Issue
from ..reference.concepts import Lexicon, read_concepts
from .bags import Document, read_actions
from .carried import Editions, unused_reviews
from .concepts import finder_of
from .coverage import Coverage
from .features import Framework
from .frameworks import Aids, read_framework
from .lessons import learn_from
from .memory import Memory
from .off_subject import is_off_subject, off_subject_issues, turn_down
from .propose import Link, Proposer
from .ranker import BLOCK, Ranker, Rankers, judge_actions, read_rankers
from .reviews import rows_of_reviews
from .tables import ConceptRow, concept_rows, issues_table, link_scores_table, links_table, typed_table
from .verdicts import Judged, judge, verdict_issues

__all__ = ["LinkSettings", "LinkTables", "link"]


@dataclass(frozen=True, slots=True)
class LinkTables:
    """What linking the actions of one plan gives."""

    links: pd.DataFrame
    issues: pd.DataFrame
    concepts: pd.DataFrame
    coverage: pd.DataFrame
    link_scores: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What linking needs besides the plan, its frameworks and the reviews."""

    editions: Editions = field(default_factory=Editions)  # those before the plan, and what became of their actions
    teachers: pd.DataFrame | None = None  # actions of all plans; the reviewed ones among them teach
    rankers: Rankers = field(default_factory=read_rankers)
    lexicon: Lexicon = field(default_factory=read_concepts)
    aids: Aids = field(default_factory=Aids)  # the sentence model, readings, phrasings
    language: str = "es"  # of the plan; whole plans are told to be off the subject in Spanish only


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
    judged = judge(actions, directives, reviews, settings.editions)
    teachers = settings.teachers if settings.teachers is not None else actions
    taught = list(_taught(teachers, directives, targets, reviews, settings))
    made = _link_with(taught, actions, judged, settings)
    if is_off := settings.language == "es" and made.is_off_subject():
        made = _link_with(taught, actions, judged, settings, is_off)
    issues = [*verdict_issues(judged, targets), *_unused(actions, reviews, settings.editions)]
    issues += off_subject_issues(actions, targets, is_off)
    return LinkTables(
        links=links_table(made.links),
        issues=issues_table(issues),
        concepts=typed_table("concepts", made.concepts),
        coverage=typed_table("coverage", [row for linker in made.linkers for row in linker.coverage.rows()]),
        link_scores=link_scores_table([linker.coverage for linker in made.linkers]),
    )


@dataclass(slots=True)
class _Made:
    """What was made of the actions of one plan."""

    linkers: tuple[_Linker, ...]
    links: list[Link] = field(default_factory=list)
    concepts: list[ConceptRow] = field(default_factory=list)

    def is_off_subject(self) -> bool:
        """Tell whether the plan as a whole seems not to be about what the frameworks are about."""
        return is_off_subject([odds for linker in self.linkers for odds in linker.subject])


def _link_with(
    taught: Sequence[tuple[Framework, Memory, Ranker]],
    actions: pd.DataFrame,
    judged: Mapping[tuple[str, str], Judged],
    settings: LinkSettings,
    is_off: bool = False,
) -> _Made:
    """Return the rows of all actions; of a plan that is off the subject, reviewed links only."""
    finder = finder_of(settings.lexicon)
    plan_id = str(next(iter(actions["plan_id"]), ""))
    linkers = tuple(
        _Linker(framework, memory, ranker, Coverage(plan_id, framework.target, tuple(framework.columns)), is_off)
        for framework, memory, ranker in taught
    )
    made = _Made(linkers)
    for start in range(0, len(actions), BLOCK):
        documents = read_actions(actions.iloc[start : start + BLOCK], finder)
        made.concepts += concept_rows(documents)
        by_target = [linker.link(documents, judged) for linker in linkers]
        made.links += [row for of_action in zip(*by_target, strict=True) for rows in of_action for row in rows]
    return made


def _unused(actions: pd.DataFrame, reviews: pd.DataFrame, editions: Editions) -> Iterator[Issue]:
    """Yield an issue for each verdict for which the plan has no action."""
    for plan_id in dict.fromkeys(actions["plan_id"]):
        own = actions[actions["plan_id"] == plan_id]
        hashes = {str(key): str(value) for key, value in zip(own["action_id"], own["text_sha256"], strict=True)}
        yield from unused_reviews(rows_of_reviews(reviews), plan_id, hashes, editions)


def _taught(
    teachers: pd.DataFrame,
    directives: pd.DataFrame,
    targets: Sequence[str],
    reviews: pd.DataFrame,
    settings: LinkSettings,
) -> Iterator[tuple[Framework, Memory, Ranker]]:
    """Yield each framework, what the reviewed actions among `teachers` say of it, and its ranker."""
    finder = finder_of(settings.lexicon)
    reviewed = teachers[teachers["action_id"].isin(set(reviews["action_id"]))]
    documents = read_actions(reviewed, finder)
    judged = judge(reviewed, directives, reviews)
    for target in targets:
        framework = read_framework(directives, target, finder, settings.aids)
        memory = Memory(framework, learn_from(documents, judged, target))
        yield framework, memory, settings.rankers.ranker_for(framework, memory)


@dataclass(frozen=True, slots=True)
class _Linker:
    """What links the actions of one plan to one framework."""

    framework: Framework
    memory: Memory
    ranker: Ranker
    coverage: Coverage
    is_off: bool  # the plan is off the subject: the ranker proposes nothing
    subject: list[float] = field(default_factory=list)  # of each action, the odds that it is on the subject

    def link(self, actions: Sequence[Document], judged: Mapping[tuple[str, str], Judged]) -> list[list[Link]]:
        """Return the rows of each action, and note them in the coverage."""
        found = []
        judgements = judge_actions(actions, self.framework, self.memory, self.ranker)
        for action, judgement in zip(actions, judgements, strict=True):
            self.subject.append(self.ranker.subject_odds(judgement.sight))
            if self.is_off:
                judgement = turn_down(judgement)
            said = self._said(action, judged)
            rows = Proposer(action, self.framework, self.memory, judgement, said).links()
            self.coverage.note(judgement, rows, said)
            found.append(rows)
        return found

    def _said(self, action: Document, judged: Mapping[tuple[str, str], Judged]) -> Judged:
        return judged.get((action.record_id, self.framework.target), Judged())
