"""Links the actions of one plan block by block; a large plan on all processors.

Every block is linked by itself, so the tables are the same to the byte with one process or several.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import pandas as pd
from threadpoolctl import threadpool_limits

from ..reference.concepts import Lexicon
from .concepts import finder_of
from .counterparts import Compared, compare_once
from .coverage import Coverage
from .features import Framework
from .off_subject import SubjectSign, off_subject_chance, turn_down
from .propose import Link, Proposer
from .ranker import BLOCK, Ranker, Sight, judge_block
from .reviewed_actions import Memory
from .tables import concept_rows, links_table, typed_table
from .verdicts import Judged
from .weighted_texts import Document, read_actions

WORTH_PROCESSES = 10  # least number of blocks for which starting several processes saves time
Taught = tuple[Framework, Memory, Ranker]


@dataclass(frozen=True, slots=True)
class LinkedBlock:
    """The links and coverage of some actions of a plan."""

    links: pd.DataFrame
    concepts: pd.DataFrame
    coverages: tuple[Coverage, ...]  # one a framework
    subject: list[SubjectSign]  # of each action before each framework

    def off_subject_chance(self) -> float | None:
        """Return how likely nothing fits at least, because the plan is off the subject; None where it is not."""
        return off_subject_chance(self.subject, max((each.action_count for each in self.coverages), default=0))


@dataclass(frozen=True, slots=True)
class PlanLinker:
    """Everything needed to link the actions of one plan."""

    taught: Sequence[Taught]  # one a framework
    judged: Mapping[tuple[str, str], Judged]
    lexicon: Lexicon
    plan_id: str
    off_chance: float | None = None  # the plan is off the subject: nothing fits, by at least this chance

    def link(self, actions: pd.DataFrame) -> LinkedBlock:
        """Return the links of these actions."""
        documents = read_actions(actions, finder_of(self.lexicon))
        linkers = [_Linker(self, taught) for taught in self.taught]
        compared = compare_once(documents, [framework for framework, _, _ in self.taught])
        by_target = [linker.link(documents, compared) for linker in linkers]
        links = [row for of_action in zip(*by_target, strict=True) for rows in of_action for row in rows]
        return LinkedBlock(
            links=links_table(links),
            concepts=typed_table("concepts", concept_rows(documents)),
            coverages=tuple(linker.coverage for linker in linkers),
            subject=[sign for linker in linkers for sign in linker.subject],
        )


def link_in_blocks(linker: PlanLinker, actions: pd.DataFrame) -> LinkedBlock:
    """Return the links of all actions of a plan, in their order."""
    blocks = [actions.iloc[start : start + BLOCK] for start in range(0, max(len(actions), 1), BLOCK)]
    first, *others = _linked(linker, blocks)
    for other in others:
        first.subject.extend(other.subject)
        for coverage, more in zip(first.coverages, other.coverages, strict=True):
            coverage.add(more)
    made = [first, *others]
    return LinkedBlock(
        links=pd.concat([block.links for block in made], ignore_index=True),
        concepts=pd.concat([block.concepts for block in made], ignore_index=True),
        coverages=first.coverages,
        subject=first.subject,
    )


def _linked(linker: PlanLinker, blocks: Sequence[pd.DataFrame]) -> Iterable[LinkedBlock]:
    if len(blocks) < WORTH_PROCESSES:
        return map(linker.link, blocks)
    return linked_by_processes(linker, blocks)


def linked_by_processes(linker: PlanLinker, blocks: Sequence[pd.DataFrame]) -> Iterator[LinkedBlock]:
    """Yield the links of each block, in their order; each processor has one process."""
    with ProcessPoolExecutor(os.cpu_count(), initializer=_take, initargs=(linker,)) as pool:
        yield from pool.map(_link, blocks)


_taken: list[PlanLinker] = []  # of this process


def _take(linker: PlanLinker) -> None:
    _taken[:] = [linker]


def _link(actions: pd.DataFrame) -> LinkedBlock:
    with threadpool_limits(1):  # one thread a process: more would wait for one another
        return _taken[0].link(actions)


@dataclass(slots=True)
class _Linker:
    """Links actions of one plan to one framework."""

    plan: PlanLinker
    taught: Taught
    coverage: Coverage = field(init=False)
    subject: list[SubjectSign] = field(default_factory=list)

    def __post_init__(self) -> None:
        framework = self.taught[0]
        self.coverage = Coverage(self.plan.plan_id, framework.target, tuple(framework.columns))

    def link(self, actions: Sequence[Document], compared: Compared) -> list[list[Link]]:
        """Return the rows of each action, and note them in the coverage; `compared` has the features of the texts."""
        framework, memory, ranker = self.taught
        found = []
        for action, judgement in zip(actions, judge_block(actions, framework, memory, ranker, compared), strict=True):
            self.subject.append(_subject_sign(ranker, judgement.sight))
            if self.plan.off_chance is not None:
                judgement = turn_down(judgement, self.plan.off_chance)
            said = self.plan.judged.get((action.record_id, framework.target), Judged())
            rows = Proposer(action, framework, memory, judgement, said).links()
            self.coverage.note(judgement, rows, said)
            found.append(rows)
        return found


def _subject_sign(ranker: Ranker, sight: Sight) -> SubjectSign:
    return SubjectSign(ranker.subject_odds(sight), ranker.administration_chance(sight))
