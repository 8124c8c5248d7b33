"""Link the actions of a plan to the directives of the frameworks that it answers to.

Every pair of an action and a directive gets a score. The best five directives of each action become rows; if none
fits, the action gets one row "no-match". Verdicts of readers come before scores. `words`, `concepts` and
`weighted_texts` read the texts, `features` and `reviewed_actions` collect the evidence, `ranker` weighs it, `verdicts`
holds the reviews, `propose` makes the rows. `learn` and `evaluate` are for maintainers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from ..records import Issue
from ..reference.concepts import Lexicon, read_concepts
from .blocks import PlanLinker, link_in_blocks
from .carried import Editions, unused_reviews
from .concepts import finder_of
from .features import Framework
from .frameworks import Aids, read_frameworks
from .lessons import learn_from
from .off_subject import off_subject_issues
from .ranker import Ranker, Rankers, read_rankers
from .reviewed_actions import Memory
from .reviews import rows_of_reviews
from .tables import issues_table, link_scores_table, typed_table
from .verdicts import judge, verdict_issues
from .weighted_texts import LANGUAGE, read_actions, texts_of_actions
from .words import SPANISH

__all__ = ["LinkSettings", "LinkTables", "link", "teach"]

Taught = tuple[Framework, Memory, Ranker]  # a framework, the lessons of its reviews, its ranker


@dataclass(frozen=True, slots=True)
class LinkTables:
    """The result of linking the actions of one plan."""

    links: pd.DataFrame
    issues: pd.DataFrame
    concepts: pd.DataFrame
    coverage: pd.DataFrame
    link_scores: pd.DataFrame


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """What linking needs besides the plan, its frameworks and the reviews."""

    editions: Editions = field(default_factory=Editions)  # those before the plan, and the later actions of theirs
    teachers: pd.DataFrame | None = None  # actions of all plans; the reviewed ones among them teach
    taught: Sequence[Taught] | None = None  # what `teach` returned for these frameworks; None = learned here
    rankers: Rankers = field(default_factory=read_rankers)
    lexicon: Lexicon = field(default_factory=read_concepts)
    aids: Aids = field(default_factory=Aids)  # the sentence model, readings, phrasings
    language: str = SPANISH  # of the plan, where the table of actions has no column `language`


def link(
    actions: pd.DataFrame,
    directives: pd.DataFrame,
    targets: Sequence[str],
    reviews: pd.DataFrame,
    settings: LinkSettings | None = None,
) -> LinkTables:
    """Return for each action and each framework of `targets` one to five links, or one no-match row.

    `actions` are those of one plan, `directives` those of all frameworks (columns of the published tables; a column
    `language` in either says in which language each row is), `reviews` what `parse_reviews` returns. Rows stand in the
    order of actions, then targets, then rank.
    """
    settings = settings or LinkSettings()
    if LANGUAGE not in actions:
        actions = actions.assign(**{LANGUAGE: settings.language})
    judged = judge(actions, directives, reviews, settings.editions)
    teachers = settings.teachers if settings.teachers is not None else actions
    taught = settings.taught
    if taught is None:
        taught = teach(teachers, directives, targets, reviews, settings)
    if settings.aids.encoder is not None:
        settings.aids.encoder.prepare(texts_of_actions(actions))
    linker = PlanLinker(taught, judged, settings.lexicon, str(next(iter(actions["plan_id"]), "")))
    made = link_in_blocks(linker, actions)
    if (off_chance := made.off_subject_chance()) is not None:
        made = link_in_blocks(replace(linker, off_chance=off_chance), actions)
    issues = [*verdict_issues(judged, targets), *_unused(actions, reviews, settings.editions)]
    issues += off_subject_issues(actions, targets, off_chance is not None)
    return LinkTables(
        links=made.links,
        issues=issues_table(issues),
        concepts=made.concepts,
        coverage=typed_table("coverage", [row for coverage in made.coverages for row in coverage.rows()]),
        link_scores=link_scores_table(made.coverages),
    )


def _unused(actions: pd.DataFrame, reviews: pd.DataFrame, editions: Editions) -> Iterator[Issue]:
    """Yield an issue for each verdict for which the plan has no action."""
    for plan_id in dict.fromkeys(actions["plan_id"]):
        own = actions[actions["plan_id"] == plan_id]
        hashes = {str(key): str(value) for key, value in zip(own["action_id"], own["text_sha256"], strict=True)}
        yield from unused_reviews(rows_of_reviews(reviews), plan_id, hashes, editions)


def teach(
    teachers: pd.DataFrame,
    directives: pd.DataFrame,
    targets: Sequence[str],
    reviews: pd.DataFrame,
    settings: LinkSettings,
) -> list[Taught]:
    """Return each framework with its ranker and the lessons of the reviewed actions among `teachers`."""
    finder = finder_of(settings.lexicon)
    reviewed = teachers[teachers["action_id"].isin(set(reviews["action_id"]))]
    documents = read_actions(reviewed, finder)
    judged = judge(reviewed, directives, reviews)
    taught = []
    for framework in read_frameworks(directives, targets, finder, settings.aids):
        memory = Memory(framework, learn_from(documents, judged, framework.target))
        taught.append((framework, memory, settings.rankers.ranker_for(framework, memory)))
    return taught
