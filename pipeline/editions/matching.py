"""Pairs old actions with the new ones that continue them: one to one first, then merged and split ones.

An old action without a pair was merged if a new action repeats most of its words beside those of its own predecessor. A
new action without a pair is a part of a split if the old action has its words too. It is also one if it stands beside
the other part, says the same of another case and keeps every other column ("refugios para mujeres", "refugios para
varones").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..reference.successions import Successions
from .edition import Edition, is_same
from .gaps import has_same_bodies, pairs_in_gaps
from .likeness import LEAST, Likeness, pair_actions
from .wording import Overlap, Wording

MOST_OF_IT = 0.55  # share of an action's words, by weight, that the other one must have
GAIN = 0.18  # share of the whole that this part alone contributes
ALL_OF_IT, GAIN_OF_ALL = 0.95, 0.06  # the same two if the whole has all words of the part: "… y personal de la DNM"
MUCH_OF_IT, GAIN_OF_MUCH = 0.8, 0.1  # the same two in between
FAR_SHARE, FAR_GAIN = 0.75, 0.35  # the same two for a part that stands elsewhere: it may be a similar other action
COVER = 0.35  # share of the words that the other parts lack, which a part must have that says much else
MERGED = (0.25, 0.1)  # least share and gain of an old action that explains new words
SPLIT = (0.25, 0.05)  # least share and gain of a new action that has words which the other parts lost
REST = (0.5, 0.04, 0.7)  # least share, gain and cover of a part that explains nearly all of the rest
NEAR = 4  # places between two parts with other actions between them
BESIDE = 2.0  # added for a part beside the other one, so that it comes before those elsewhere
WHOLE = 0.5  # share of the old action that each of two parts must repeat
ALIKE = 0.5  # similarity of two parts of one action that say the same of two cases
WEAK = 0.3  # likeness of the wording below which a pair gives way to a merge or a split
KEPT = ("measure", "indicators", "verification", "responsible", "associated")


@dataclass(frozen=True)
class Matching:
    """The pairs of places of old and new actions that belong together."""

    likeness: Likeness
    plain: dict[int, int]  # old → new
    merged: dict[int, list[int]]  # new → the old ones, two or more
    split: dict[int, list[int]]  # old → the new ones, two or more


def has_all(overlap: Overlap) -> bool:
    """Tell whether a part has nothing but words of the whole, and at least one of its own."""
    return overlap.share >= ALL_OF_IT and overlap.gain >= GAIN_OF_ALL


def has_most(overlap: Overlap) -> bool:
    """Tell whether the words of a part are so much those of the whole that its place does not matter."""
    limits = ((MOST_OF_IT, GAIN), (MUCH_OF_IT, GAIN_OF_MUCH))
    return has_all(overlap) or any(overlap.share >= share and overlap.gain >= gain for share, gain in limits)


def explains(overlap: Overlap, least: tuple[float, float]) -> bool:
    """Tell whether a part that says other things too has a good share of what the other parts leave unexplained."""
    has_some = overlap.share >= least[0] and overlap.gain >= least[1] and overlap.cover >= COVER
    has_rest = overlap.share >= REST[0] and overlap.gain >= REST[1] and overlap.cover >= REST[2]
    return has_some or has_rest


class Matcher:
    """Two editions being matched."""

    def __init__(self, old: Edition, new: Edition, successions: Successions) -> None:
        self.old, self.new, self.successions = old, new, successions
        self.words = Wording((action.action for side in (old, new) for action in side.actions), new.language)
        self.likeness = pair_actions(old, new, self.words, successions)
        self.plain = dict(self.likeness.pairs)
        self.merged: dict[int, list[int]] = {}
        self.split: dict[int, list[int]] = {}
        self.filled: set[int] = set()  # old actions paired by their place and columns, whatever their words
        self.is_bold = False

    def match(self) -> Matching:
        """Return the pairs, the merged and the split actions."""
        self._find_parts()
        self._fill_gaps()
        self.is_bold = True
        self._find_parts()
        for i in (i for places in self.merged.values() for i in places):
            self.plain.pop(i, None)
        for i in self.split:
            self.plain.pop(i, None)
        return Matching(self.likeness, self.plain, self.merged, self.split)

    def _find_parts(self) -> None:
        """Find merged and split actions: by most of their words, or also by few telling ones if it is bold."""
        self._join_all()
        while self._part_one():
            pass

    def _fill_gaps(self) -> None:
        """Pair actions by place and columns, among those without a pair."""
        matched = Matching(self.likeness, self.plain, self.merged, self.split)
        pairs = sorted({(i, j) for i, j, _ in pairs_of(matched)})
        left = (self._without(pairs, 0), self._without(pairs, 1))
        for pair in pairs_in_gaps(self.old, self.new, pairs, left).items():
            if has_same_bodies(self.old, self.new, pair, self.successions):
                self.plain[pair[0]] = pair[1]
                self.filled.add(pair[0])

    def _without(self, pairs: Sequence[tuple[int, int]], side: int) -> list[int]:
        """Return the places of one edition that no pair names."""
        known = {pair[side] for pair in pairs}
        return [place for place in range(len((self.old, self.new)[side].actions)) if place not in known]

    def _free_old(self) -> list[int]:
        """Return the old actions without a pair, and those whose pair has hardly a word in common with them."""
        merged = {i for places in self.merged.values() for i in places}
        free = [i for i in range(len(self.old.actions)) if self._is_weak(i, self.plain.get(i))]
        return [i for i in free if i not in merged]

    def _free_new(self) -> list[int]:
        partner = {j: i for i, j in self.plain.items()}
        free = [j for j in range(len(self.new.actions)) if j not in partner or self._is_weak(partner[j], j)]
        parts = {j for places in self.split.values() for j in places}
        return [j for j in free if j not in self.merged and j not in parts]

    def _is_weak(self, i: int, j: int | None) -> bool:
        """Tell whether an old action has no pair, or one with which it has hardly a word in common."""
        if j is None or i in self.filled or self.likeness.wording[i, j] >= WEAK:
            return j is None
        old, new = self.old.actions[i].action, self.new.actions[j].action
        return max(self.words.share_in(old, new), self.words.share_in(new, old)) < MOST_OF_IT

    def _join_all(self) -> None:
        """Merge old actions into new ones, the surest first; words that one of them contributed do not count again."""
        free = set(self._free_old())
        while found := [(worth, -i, j) for i in free for worth, j in self._joins(i)]:
            _, place, j = max(found)
            free.remove(-place)
            mates = [mate for mate, other in self.plain.items() if other == j]
            self.merged.setdefault(j, mates).append(-place)
            self.merged[j].sort()
            if self.plain.get(-place) != j:
                self.plain.pop(-place, None)

    def _joins(self, i: int) -> Iterator[tuple[float, int]]:
        """Yield the new actions that an old one may have been merged into, with how sure."""
        text = self.old.actions[i].action
        for mate, j in self.plain.items():
            if mate == i or mate in self.split or self._is_weak(mate, j):
                continue
            mates = self.merged.get(j, [mate])
            said = " ".join(self.old.actions[each].action for each in mates)
            overlap = self.words.overlap(text, self.new.actions[j].action, said)
            if has_most(overlap) or (self.is_bold and self._is_near(i, mates) and explains(overlap, MERGED)):
                yield overlap.share + overlap.gain, j

    def _is_near(self, i: int, mates: Sequence[int]) -> bool:
        """Tell whether an old action stands under the axis of one of some others, at most NEAR places away."""
        axis = self.old.actions[i].axis
        return any(abs(i - mate) <= NEAR and self.old.actions[mate].axis == axis for mate in mates)

    def _part_one(self) -> bool:
        """Make the surest of the new actions without a pair a part of the old one with its words; tell if there is one.

        One part makes the next one surer: the third of three stands beside the second.
        """
        found = [(worth, i, -j) for j in self._free_new() for worth, i in self._wholes(j)]
        if not found:
            return False
        _, i, place = max(found)
        self.split.setdefault(i, [self.plain[i]]).append(-place)
        self.split[i].sort()
        for other in [other for other, j in self.plain.items() if j == -place]:
            self.plain.pop(other)
        return True

    def _wholes(self, j: int) -> Iterator[tuple[float, int]]:
        """Yield the old actions that a new one can be a part of, with how sure."""
        for i, mate in self.plain.items():
            if mate != j and mate not in self.merged and not self._is_weak(i, mate):
                worth = self._as_part(i, mate, j)
                if worth:
                    yield worth, i

    def _as_part(self, i: int, mate: int, j: int) -> float:
        """Return the evidence that a new action is a part of an old one, 0 if there is none."""
        parts = self.split.get(i, [mate])
        whole, text = self.old.actions[i].action, self.new.actions[j].action
        overlap = self.words.overlap(text, whole, " ".join(self.new.actions[place].action for place in parts))
        beside = [place for place in parts if abs(place - j) == 1]
        worth = overlap.share + overlap.gain
        if not beside:
            return worth if self._is_part_elsewhere(overlap, i, mate, j, parts) else 0.0
        keeps = any(self._keeps(i, place, j) for place in beside)
        if has_most(overlap) or (self.is_bold and keeps and explains(overlap, SPLIT)):
            return worth + BESIDE
        repeated = [min(self._repeats(i, place), self._repeats(i, j)) for place in beside if self._is_alike(place, j)]
        return LEAST + max(repeated) if keeps and max(repeated, default=0.0) >= WHOLE else 0.0

    def _is_part_elsewhere(self, overlap: Overlap, i: int, mate: int, j: int, parts: Sequence[int]) -> bool:
        """Tell whether a new action that stands beside no other part is one: not far, with other actions between."""
        if overlap.share >= FAR_SHARE and overlap.gain >= FAR_GAIN:
            return True
        is_near = any(abs(place - j) <= NEAR for place in parts)
        return is_near and self._keeps(i, mate, j) and has_all(overlap)

    def _repeats(self, i: int, j: int) -> float:
        """Return how much of an old action a new one repeats."""
        return self.words.share_in(self.old.actions[i].action, self.new.actions[j].action)

    def _is_alike(self, j: int, other: int) -> bool:
        return self.words.likeness(self.new.actions[j].action, self.new.actions[other].action) >= ALIKE

    def _keeps(self, i: int, mate: int, j: int) -> bool:
        """Tell whether a new action has the other columns of the old one, or of the new one beside it."""
        other, whole, beside = self.new.actions[j], self.old.actions[i], self.new.actions[mate]
        return all(is_same(whole, other, column) or is_same(beside, other, column) for column in KEPT)


def pairs_of(matching: Matching) -> Iterator[tuple[int, int, str]]:
    """Yield every pair as (old place, new place, plain | merged | split), in the new edition's order."""
    found = [(i, j, "plain") for i, j in matching.plain.items()]
    found += [(i, j, "merged") for j, places in matching.merged.items() for i in places]
    found += [(i, j, "split") for i, places in matching.split.items() for j in places]
    yield from sorted(found, key=lambda pair: (pair[1], pair[0]))
