"""Finds the actions that moved: to another axis or sub-axis, or to another place among the others.

If only the words of a heading changed, its actions did not move ("PERSECUCIÓN", printed as "INVESTIGACIÓN Y PERSECUCIÓN
PENAL" in a later edition). Within an axis, as few actions as possible are taken as moved, so that the others keep their
order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from ..records import Action
from ..text import fold
from .edition import Edition

HEADINGS = ("axis", "subaxis")
GOES_ON = 0.25  # least share of a heading's actions under a new heading that continues it in other words
SAME_NUMBER = 0.1  # added to the weight of a pair that kept its number: it rather kept its place


def moved_pairs(old: Edition, new: Edition, pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Return the pairs that moved, with what changed: axis | subaxis | order."""
    found: dict[tuple[int, int], str] = {}
    staying = list(pairs)
    for name in HEADINGS:
        successors = _successors(old, new, staying, name)
        for i, j in staying:
            before, after = _heading(old.actions[i], name), _heading(new.actions[j], name)
            if before and after not in successors[before]:
                found[i, j] = name
        staying = [pair for pair in staying if pair not in found]
    by_axis: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, j in staying:
        by_axis[_heading(new.actions[j], "axis")].append((i, j))
    for places in by_axis.values():
        ordered = sorted(places)
        weights = [1 + SAME_NUMBER * (old.actions[i].number == new.actions[j].number) for i, j in ordered]
        kept = heaviest_order([j for _, j in ordered], weights)
        found |= {pair: "order" for at, pair in enumerate(ordered) if at not in kept}
    return found


def _successors(
    old: Edition, new: Edition, pairs: Sequence[tuple[int, int]], name: str
) -> Mapping[str, frozenset[str]]:
    """Return the headings that continue each old one: itself if it is still printed."""
    printed = {_heading(action, name) for action in new.actions}
    before = {_heading(action, name) for action in old.actions}
    went: dict[str, Counter[str]] = {heading: Counter() for heading in before}
    for i, j in pairs:
        went[_heading(old.actions[i], name)][_heading(new.actions[j], name)] += 1
    found = {}
    for heading, counts in went.items():
        least = GOES_ON * sum(counts.values())
        others = {other for other, count in counts.items() if other not in before and count >= least}
        found[heading] = frozenset({heading} if heading in printed else others)
    return found


def heaviest_order(places: Sequence[int], weights: Sequence[float]) -> set[int]:
    """Return the positions of the rising part of a sequence whose weights add up to most; of equals the first."""
    best: list[tuple[float, int]] = []  # weight of the best part that ends here, position before it or -1
    for at, place in enumerate(places):
        before = [(best[k][0], -k) for k in range(at) if places[k] < place]
        weight, k = max(before, default=(0.0, 1))
        best.append((weight + weights[at], -k))
    at = max(range(len(best)), key=lambda k: (best[k][0], -k), default=-1)
    kept: set[int] = set()
    while at >= 0:
        kept.add(at)
        at = best[at][1]
    return kept


def _heading(action: Action, name: str) -> str:
    return fold(getattr(action, name) or "")
