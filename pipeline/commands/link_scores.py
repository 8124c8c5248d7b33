"""How near the published links come to graded answers: the scores that tests/gold names, for each framework.

Published links know the reviewed verdicts; where those are the answers themselves the scores say only that they were
followed. So the pairs that a review decided are counted beside the scores.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, str]
DEPTH = 10  # of nDCG
TOP = 5  # links that an action gets at most


@dataclass(frozen=True, slots=True)
class Pair:
    """An action and a framework: what readers listed, and what is published."""

    grades: Mapping[str, int]  # directive → grade; {} = none fits
    primary: str | None
    ranked: Sequence[str]  # directives, best first; () = no-match
    is_reviewed: bool

    @property
    def rank(self) -> int | None:
        """Return the rank of the primary directive, from 1; None where it is not published."""
        return self.ranked.index(self.primary) + 1 if self.primary in self.ranked else None

    def gain(self, directives: Sequence[str]) -> float:
        """Return the discounted gain of an order of directives."""
        gains = (
            (2.0 ** self.grades.get(name, 0) - 1) / math.log2(place + 1)
            for place, name in enumerate(directives, start=1)
        )
        return math.fsum(gains)

    @property
    def ndcg(self) -> float:
        """Return the gain of what is published, as a share of the best order's."""
        best = sorted(self.grades, key=lambda name: -self.grades[name])
        return self.gain(self.ranked[:DEPTH]) / self.gain(best[:DEPTH])


def pairs_of(gold: Sequence[Row], links: Sequence[Row], target: str) -> list[Pair]:
    """Return the pairs of one framework, in the order of the answers."""
    answers: dict[str, list[Row]] = {}
    for row in gold:
        if row["target_plan_id"] == target:
            answers.setdefault(row["action_id"], []).append(row)
    published: dict[str, list[Row]] = {}
    for row in links:
        if row["target_plan_id"] == target:
            published.setdefault(row["action_id"], []).append(row)
    return [_pair(rows, published.get(action_id, [])) for action_id, rows in answers.items()]


def _pair(answers: Sequence[Row], links: Sequence[Row]) -> Pair:
    ordered = sorted(links, key=lambda row: int(row["rank"]))
    return Pair(
        grades={row["directive_id"]: int(row["grade"]) for row in answers if row["directive_id"]},
        primary=next((row["directive_id"] for row in answers if row["is_primary"] == "true"), None) or None,
        ranked=[row["directive_id"] for row in ordered if row["directive_id"]],
        is_reviewed=any(row["method"] == "review" for row in links),
    )


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 6) if values else None


def score_pairs(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the scores of pairs: those with a primary directive for the ranking, all of them for no-match."""
    listed = [pair for pair in pairs if pair.primary is not None]
    found = [pair for pair in pairs if not pair.ranked]
    right = sum(not pair.grades for pair in found)
    none = sum(not pair.grades for pair in pairs)
    return {
        "pairs": len(pairs),
        "pairs_reviewed": sum(pair.is_reviewed for pair in pairs),
        "pairs_with_primary": len(listed),
        "hit_at_1": _mean([pair.rank == 1 for pair in listed]),
        "accepted_at_1": _mean([bool(pair.ranked) and pair.ranked[0] in pair.grades for pair in listed]),
        "recall_at_5": _mean([len(set(pair.ranked[:TOP]) & set(pair.grades)) / len(pair.grades) for pair in listed]),
        "mrr": _mean([1 / pair.rank if pair.rank else 0.0 for pair in listed]),
        "ndcg_at_10": _mean([pair.ndcg for pair in listed]),
        "no_match_f1": round(2 * right / (len(found) + none), 6) if found or none else None,
    }


def score_links(gold: Sequence[Row], links: Sequence[Row]) -> dict[str, Any]:
    """Return the scores of the published links for each framework that the answers name."""
    targets = dict.fromkeys(row["target_plan_id"] for row in gold)
    return {target: score_pairs(pairs_of(gold, links, target)) for target in targets}
