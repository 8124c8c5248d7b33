"""Questions for a reader: an action with its context, and directives with the text that a person can read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from .lessons import UNGRADED
from .review_loop import Candidate, Question
from .review_order import Pair, Reading
from .reviews import Tables, framework_of

CONTEXT = ("subaxis", "measure", "objective", "goal", "indicators")
TEXTS = (
    "text_base",
    "text",
    "text_amended",
)  # the text before all amendments comes first, because the clean text can have holes


Search = Callable[[str], Collection[str]]


class QuestionMaker:
    """Makes questions from published tables."""

    def __init__(self, tables: Tables) -> None:
        self._actions = {str(row["action_id"]): row for row in tables.actions.to_dict("records")}
        rows = tables.directives.to_dict("records")
        self.candidates: dict[str, dict[str, Candidate]] = {}  # framework → directive_id → directive, document order
        for row in rows:
            if row.get("kind", "directive") == "directive":
                self.candidates.setdefault(str(row["plan_id"]), {})[str(row["directive_id"])] = _candidate(row)

    def question(
        self, pair: Pair, shown: Collection[str], standing: str = "", search: Search = lambda words: ()
    ) -> Question:
        """Return the question on an action and a framework; `shown` are its directives, listed in document order."""
        action = {str(name): str(value) for name, value in self._actions[pair[0]].items()}
        known = self.candidates.get(pair[1], {})
        return Question(
            action_id=pair[0],
            target_plan_id=pair[1],
            text=action["action"],
            sha256=action["text_sha256"],
            context=" / ".join(action[name] for name in CONTEXT if action.get(name)),
            candidates=tuple(each for key, each in known.items() if key in shown),
            others=tuple(each for key, each in known.items() if key not in shown),
            standing=standing,
            search=search,
        )


def questions_from(links: Sequence[Mapping[str, str]], tables: Tables, reviewed: Iterable[Pair] = ()) -> list[Question]:
    """Return a question for each action and framework of `links` (published rows), those `reviewed` already left out.

    The directives are those published. Actions whose first row is the least certain come first.
    """
    maker, groups = QuestionMaker(tables), group_links(links)
    return [
        maker.question(pair, {row["directive_id"] for row in groups[pair]})
        for pair in least_certain_first(groups, reviewed)
    ]


def group_links(links: Iterable[Mapping[str, str]]) -> dict[Pair, list[Mapping[str, str]]]:
    """Return published rows by action and framework, in their order."""
    groups: dict[Pair, list[Mapping[str, str]]] = {}
    for link in links:
        groups.setdefault((link["action_id"], link["target_plan_id"]), []).append(link)
    return groups


def least_certain_first(
    groups: Mapping[Pair, Sequence[Mapping[str, str]]], reviewed: Iterable[Pair] = ()
) -> list[Pair]:
    """Return the pairs that are not reviewed yet.

    Those with the least confidence come first: a verdict on them teaches most.
    """
    done = set(reviewed)
    return sorted(
        (pair for pair in groups if pair not in done), key=lambda pair: float(groups[pair][0]["confidence"] or 0)
    )


class Interview:
    """Questions one after the other, each chosen after the verdicts before it.

    The next action is the one most like the action just read; all its frameworks are asked before the next action.
    """

    def __init__(self, reading: Reading, maker: QuestionMaker, pairs: Sequence[Pair], size: int) -> None:
        self._reading, self._maker, self._size = reading, maker, size
        self._left = list(pairs)
        self._count = len(pairs)
        self._grades: dict[Pair, dict[str, int]] = {}

    def __iter__(self) -> Iterator[Question]:
        """Yield the questions. A verdict given to `keep` counts for the choice of the next one."""
        last: str | None = None
        while self._left:
            pair = self._next_pair(last)
            self._left.remove(pair)
            last = pair[0]
            standing = f"{self._count - len(self._left)} of {self._count}, {len(self._left)} left after this one"
            search = self._reading.desks[pair[1]].search
            yield self._maker.question(pair, self._reading.shortlist(*pair, self._size), standing, search)

    def keep(self, row: Mapping[str, str]) -> None:
        """Take a verdict (a row of links.csv) as a lesson for the questions to come."""
        pair = (row["action_id"], framework_of(row) or "")
        if row["verdict"] == "no-match":
            self._grades[pair] = {}
        elif row["verdict"] == "accept":
            self._grades.setdefault(pair, {})[row["directive_id"]] = int(row["grade"] or UNGRADED)
        else:
            return
        best_first = sorted(self._grades[pair].items(), key=lambda item: -item[1])
        self._reading.learn(*pair, dict(best_first))

    def _next_pair(self, last: str | None) -> Pair:
        if last is None:
            return self._left[0]
        same = [pair for pair in self._left if pair[0] == last]
        if same:
            return same[0]
        nearest = self._reading.most_like(last, list(dict.fromkeys(pair[0] for pair in self._left)))
        return next(pair for pair in self._left if pair[0] == nearest)


def readable_text(row: Mapping[str, object]) -> str:
    """Return the text of a row of `directives` that a reader is shown: the first of TEXTS that it has."""
    return next((str(row[name]) for name in TEXTS if isinstance(row.get(name), str) and row[name]), "")


def _candidate(row: Mapping[Any, Any]) -> Candidate:
    return Candidate(str(row["directive_id"]), readable_text(row), str(row["text_sha256"]))
