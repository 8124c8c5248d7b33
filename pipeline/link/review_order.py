"""One reader's way through the actions of a workspace: which action comes next, and which directives are shown for it.

The ranker learns from every verdict at once. The next action is the unread one that is most similar to the action just
read: so the reader stays with one subject, and the shortlist is at its best.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from .concepts import finder_of
from .features import Framework, compare_texts
from .frameworks import Aids, read_framework
from .lessons import learn_from
from .ranker import Rankers, read_rankers
from .reviewed_actions import Lesson, Memory
from .reviews import Tables
from .shortlist import in_document_order, shortlist
from .vectors import Scores, Vocabulary, multiply
from .verdicts import judge
from .weighted_texts import Document, read_actions

Pair = tuple[str, str]  # action_id, target_plan_id


class Desk:
    """One framework and all that readers have said of it so far."""

    def __init__(self, framework: Framework, lessons: Iterable[Lesson], rankers: Rankers) -> None:
        self.framework = framework
        self._rankers = rankers
        self._lessons = {lesson.action.record_id: lesson for lesson in lessons}
        self._memory: Memory | None = None

    def learn(self, action: Document, grades: Mapping[str, int]) -> None:
        """Learn a reader's verdict on an action: the accepted directives with their grades, none if none fits."""
        self._lessons[action.record_id] = Lesson(action, dict(grades))
        self._memory = None

    def search(self, words: str) -> list[str]:
        """Return the directives that name a concept of `words` ("alojamiento" finds "albergue"), or hold all of them.

        Those that hold the words come first; document order among equals.
        """
        finder = finder_of()
        concepts = {match.key for match in finder.find(words)}
        stems = set(finder.words.bag(words))
        held = [each for each in self.framework.directives if stems and stems <= set(each.own_terms)]
        named = [each for each in self.framework.directives if concepts & set(each.own_concepts)]
        return list(dict.fromkeys(each.record_id for each in (*held, *named)))

    def rank(self, action: Document) -> tuple[Scores, dict[str, Scores]]:
        """Return the ranker's score of each directive, and each feature, as of today's lessons."""
        if self._memory is None:
            self._memory = Memory(self.framework, list(self._lessons.values()))
        features = {**compare_texts([action], self.framework), **self._memory.recall([action]).features}
        scores = self._rankers.ranker_for(self.framework, self._memory).score(features)
        return scores[0], {name: values[0] for name, values in features.items()}

    def shortlist(self, action: Document, size: int) -> list[str]:
        """Return the ids of the directives to be shown for an action, in document order."""
        scores, features = self.rank(action)
        return in_document_order(shortlist(scores, features, size), list(self.framework.columns))


class Reading:
    """The actions that are read, and a desk for each framework; `pairs` are the actions and frameworks to be read."""

    def __init__(
        self,
        tables: Tables,
        reviews: pd.DataFrame,
        pairs: Collection[Pair],
        aids: Aids | None = None,
        rankers: Rankers | None = None,
    ) -> None:
        finder = finder_of()
        wanted = {action_id for action_id, _ in pairs} | set(reviews["action_id"])
        chosen = tables.actions[tables.actions["action_id"].isin(wanted)]
        self.actions = {action.record_id: action for action in read_actions(chosen, finder)}
        judged = judge(tables.actions, tables.directives, reviews)
        reviewed = [self.actions[key] for key in dict.fromkeys(reviews["action_id"]) if key in self.actions]
        self.desks = {}
        for target in dict.fromkeys(target for _, target in pairs):
            framework = read_framework(tables.directives, target, finder, aids or Aids())
            lessons = learn_from(reviewed, judged, target)
            self.desks[target] = Desk(framework, lessons, rankers or read_rankers())
        bags = [action.wide_terms for action in self.actions.values()]
        words = Vocabulary(bags)
        self._words = words.weigh(words.counts(bags))
        self._places = {action_id: place for place, action_id in enumerate(self.actions)}

    def shortlist(self, action_id: str, target: str, size: int) -> list[str]:
        """Return the ids of the directives to be shown for an action, in document order."""
        return self.desks[target].shortlist(self.actions[action_id], size)

    def learn(self, action_id: str, target: str, grades: Mapping[str, int]) -> None:
        """Learn a reader's verdict on an action in one framework."""
        self.desks[target].learn(self.actions[action_id], grades)

    def most_like(self, action_id: str, others: Sequence[str]) -> str:
        """Return the one of `others` that is most similar to an action; the first of them if several are."""
        row = self._words[[self._places[action_id]]]
        likeness = np.round(multiply(row, self._words[[self._places[other] for other in others]])[0], 9)
        return others[int(np.argmax(likeness))]


def shortlists(
    tables: Tables, reviews: pd.DataFrame, pairs: Sequence[Pair], size: int, aids: Aids | None = None
) -> dict[Pair, list[str]]:
    """Return for each action and framework the ids of the directives to be shown to a reader, in document order.

    The first `size` by the rules of `shortlist`; refused by KeyError: an action or framework that no table has.
    """
    reading = Reading(tables, reviews, pairs, aids)
    return {pair: reading.shortlist(*pair, size) for pair in pairs}
