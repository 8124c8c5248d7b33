"""Which words of a bracket are struck and which are proposed.

A bracket is cut into runs in every way that drafts use: all proposed, all struck, struck then proposed, proposed then
struck, and a struck word inside a proposal ("Continuar o establecer Establecer, segun corresponda,", oas-3 directive
106). Each way gets the log-probability of what the words and the gaps between them show (`signs`), of the grammar of
what is left when either is taken out, and of the same pair written clearly elsewhere in the document ("territorial
subnacional", read from "tesriterial subnacional", directive 112). The best way wins; where another kind of amendment is
nearly as likely, the certainty is low and the reason says why.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.clean.grammar import FUNCTION_WORDS, has_hole, is_odd_pair, shares_ending
from pipeline.clean.signs import Piece

# Share of each way among the amendments of drafts; a guess from practice, moved by no single document.
WAYS = {"I": 0.60, "D": 0.13, "DI": 0.14, "ID": 0.11, "IDI": 0.02}
# log P(sign | proposed) and log P(sign | struck).
SIGNS = {
    "clean": (math.log(0.97), math.log(0.35)),
    "unknown": (math.log(0.015), math.log(0.35)),
    "joined": (math.log(0.01), math.log(0.20)),
    "strange": (math.log(0.0005), math.log(0.10)),
}
# log P(gap | between proposed words), between struck words, between a struck and a proposed one.
GAPS = {
    "space": (math.log(0.99), math.log(0.45), math.log(0.75)),
    "mark": (math.log(0.99), math.log(0.45), math.log(0.75)),
    "child": (math.log(0.99), math.log(0.45), math.log(0.75)),
    "dash": (math.log(0.01), math.log(0.50), math.log(0.25)),
    "compound": (math.log(0.90), math.log(0.50), math.log(0.05)),
}
EDGE_DASH = (math.log(0.01), math.log(0.30))  # a dash between a word and its bracket
EDGE_CLEAN = (math.log(0.99), math.log(0.70))
KNOWN_PAIR, KNOWN_DELETION, KNOWN_FUNCTION_WORD = 4.5, 3.5, 1.5
SHARED_EDGE, MOST_SHARED = 1.5, 4.5  # a word that both runs begin or end with: "la violencia … la violencia"
SAME_ENDING, ODD_PAIR, CAPITAL, HOLE = 1.5, 3.0, 3.0, -1.5
SURE = 0.85

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words with one fate: pieces `first` to `last`, the latter left out."""

    is_struck: bool
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around a bracket, folded: the word before and after, "" for an end or a mark, None for another one."""

    before: str | None
    after: str | None
    opens_record: bool
    has_dash_at_start: bool
    has_dash_at_end: bool
    countries: tuple[str, ...]


@dataclass
class Memory:
    """What amendments of the same document were read clearly: folded words."""

    deletions: set[tuple[str, Words]] = field(default_factory=set)  # country, struck
    pairs: set[tuple[Words, Words]] = field(default_factory=set)  # struck, proposed


@dataclass(frozen=True, slots=True)
class Decision:
    """How a bracket is read."""

    runs: tuple[Run, ...]
    kind: str  # insertion | deletion | replacement
    share: float  # probability of the kind, 0 to 1
    reasons: tuple[str, ...]  # why it is in doubt; () = it is not

    @property
    def certainty(self) -> str:
        """High, or low where there is a reason for doubt."""
        return "low" if self.reasons else "high"


class Weigher:
    """Weighs the ways of reading one bracket."""

    def __init__(self, pieces: Sequence[Piece], setting: Setting, memory: Memory) -> None:
        """Take the words of the bracket, what stands around it, and what the document showed elsewhere."""
        self._pieces = pieces
        self._setting = setting
        self._memory = memory
        self._keys = [piece.key for piece in pieces]
        self._sums = [list(accumulate((SIGNS[each.sign][at] for each in pieces), initial=0.0)) for at in (0, 1)]
        gaps = [GAPS.get(each.gap, (0.0, 0.0, 0.0)) for each in pieces]
        self._gap_sums = [list(accumulate((gap[at] for gap in gaps), initial=0.0)) for at in (0, 1)]
        self._borders = [gap[2] for gap in gaps]

    def decide(self) -> Decision:
        """Return the best reading."""
        ways = list(self._ways())
        weights = [self._weight(way, runs) for way, runs in ways]
        top = max(weights)
        shares = [math.exp(weight - top) for weight in weights]
        best = weights.index(top)
        kind = kind_of(ways[best][0])
        mine = sum(share for share, (way, _) in zip(shares, ways, strict=True) if kind_of(way) == kind)
        share = mine / sum(shares)
        runs = ways[best][1]
        return Decision(runs, kind, share, tuple(self._doubts(runs, kind, share, shares[best] / mine)))

    def _ways(self) -> Iterator[tuple[str, tuple[Run, ...]]]:
        count = len(self._pieces)
        yield "I", (Run(False, 0, count),)
        yield "D", (Run(True, 0, count),)
        for cut in range(1, count):
            yield "DI", (Run(True, 0, cut), Run(False, cut, count))
            yield "ID", (Run(False, 0, cut), Run(True, cut, count))
            for later in range(cut + 1, count):
                yield "IDI", (Run(False, 0, cut), Run(True, cut, later), Run(False, later, count))

    def _weight(self, way: str, runs: tuple[Run, ...]) -> float:
        count = len(self._pieces)
        choices = {"I": 1, "D": 1, "IDI": max((count - 1) * (count - 2) / 2, 1)}.get(way, max(count - 1, 1))
        weight = math.log(WAYS[way] / choices) + sum(map(self._run_weight, runs)) + self._edges(runs)
        weight += sum(self._borders[run.first] for run in runs[1:])
        return weight + self._grammar(runs) + self._recall(runs) + self._pairing(runs)

    def _run_weight(self, run: Run) -> float:
        signs, gaps = self._sums[run.is_struck], self._gap_sums[run.is_struck]
        return signs[run.last] - signs[run.first] + gaps[run.last] - gaps[run.first + 1]

    def _edges(self, runs: tuple[Run, ...]) -> float:
        ends = ((runs[0], self._setting.has_dash_at_start), (runs[-1], self._setting.has_dash_at_end))
        return sum((EDGE_DASH if has_dash else EDGE_CLEAN)[run.is_struck] for run, has_dash in ends)

    def _words(self, runs: tuple[Run, ...], is_struck: bool) -> Words:
        return tuple(key for run in runs if run.is_struck == is_struck for key in self._keys[run.first : run.last])

    def _grammar(self, runs: tuple[Run, ...]) -> float:
        """Weigh the text with the struck words alone and with the proposed ones alone."""
        holes = 0
        for is_struck in (True, False):
            sides = [self._setting.before, *self._words(runs, is_struck), self._setting.after]
            joints = ((sides[0], sides[1]), (sides[-2], sides[-1])) if len(sides) > 2 else ((sides[0], sides[1]),)
            holes += sum(has_hole(left, right) for left, right in joints)
        return HOLE * holes

    def _recall(self, runs: tuple[Run, ...]) -> float:
        """Weigh what the document shows elsewhere: the same pair, the same deletion by the same party."""
        struck, proposed = self._words(runs, True), self._words(runs, False)
        if struck and proposed and (struck, proposed) in self._memory.pairs:
            return KNOWN_PAIR
        if not any((iso, struck) in self._memory.deletions for iso in self._setting.countries):
            return 0.0
        return KNOWN_FUNCTION_WORD if proposed and FUNCTION_WORDS.issuperset(struck) else KNOWN_DELETION

    def _pairing(self, runs: tuple[Run, ...]) -> float:
        """Weigh how the borders look between struck and proposed words."""
        return sum(self._border(left, right) for left, right in zip(runs, runs[1:], strict=False))

    def _border(self, left: Run, right: Run) -> float:
        ours, theirs = self._keys[left.first : left.last], self._keys[right.first : right.last]
        shared = max(shared_start(ours, theirs), shared_start(ours[::-1], theirs[::-1]))
        weight = min(SHARED_EDGE * shared, MOST_SHARED)
        last, first = self._pieces[left.last - 1], self._pieces[right.first]
        weight += ODD_PAIR * is_odd_pair(last.key, first.key) + SAME_ENDING * shares_ending(last.key, first.key)
        is_beginning = self._setting.opens_record and right.is_struck and first.form[:1].isupper()
        return weight + CAPITAL * (is_beginning and last.form[-1:].islower())

    def _doubts(self, runs: tuple[Run, ...], kind: str, share: float, share_of_runs: float) -> Iterator[str]:
        """Yield why the reading may be wrong."""
        if share < SURE:
            yield f"{kind} has a probability of {share:.2f} only"
        elif kind == "replacement" and share_of_runs < 0.6:
            yield f"where the struck words end has a probability of {share_of_runs:.2f} only"
        struck = [self._pieces[at] for run in runs if run.is_struck for at in range(run.first, run.last)]
        strange = [piece for piece in struck if piece.sign == "strange" and len(piece.form) > 1]
        if strange:
            yield "the struck words cannot be read for sure"


def kind_of(way: str) -> str:
    """Return the kind of amendment that a way of cutting a bracket makes."""
    return {"I": "insertion", "D": "deletion"}.get(way, "replacement")


def shared_start(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return how many words both begin with."""
    count = 0
    for left, right in zip(ours, theirs, strict=False):
        if left != right:
            break
        count += 1
    return count


def decide(pieces: Sequence[Piece], setting: Setting, memory: Memory) -> Decision:
    """Return which of `pieces` are struck; an empty bracket is an insertion of nothing, in doubt."""
    if not pieces:
        return Decision((), "insertion", 0.0, ("the bracket holds no word",))
    return Weigher(pieces, setting, memory).decide()
