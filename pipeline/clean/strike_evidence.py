"""Which words of a bracket are struck and which are proposed.

A bracket is cut into runs in every way that drafts use: all proposed, all struck, struck then proposed, proposed then
struck, and a struck word inside a proposal ("Continuar o establecer Establecer, segun corresponda,", oas-3 directive
106). Each way gets a log-probability. It sums three things: the signs in the words and in the gaps between them
(`strike_signs`), the grammar of the sentence without either part, and the same pair written clearly elsewhere in the
document ("territorial subnacional", read from "tesriterial subnacional", directive 112). The best way wins. If another
kind of amendment is nearly as likely, the certainty is low and the reason is given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from ..text import shared_start
from .grammar import ARTICLES, FUNCTION_WORDS, PREPOSITIONS, are_two_adjectives, has_hole, is_odd_pair, shares_ending
from .strike_signs import Piece, bears_signs

# Share of each way among the amendments of drafts; a guess from practice, moved by no single document.
WAYS = {"I": 0.60, "D": 0.15, "DI": 0.14, "ID": 0.11, "IDI": 0.02}
# Share of words with this sign among proposed ones, and among struck ones.
SIGNS = {"clean": (0.98, 0.42), "unknown": (0.004, 0.35), "joined": (0.003, 0.20), "stroke": (0.008, 0.30)}
SIGNS["strange"] = (0.0005, 0.10)
# Share of gaps of this make between proposed words, between struck ones, between a struck and a proposed one.
GAPS = {"space": (0.99, 0.50, 0.75), "dash": (0.001, 0.50, 0.06), "compound": (0.90, 0.50, 0.05)}
GAPS["glued"] = (0.01, 0.40, 0.50)
EDGES = {False: (0.99, 0.75), True: (0.003, 0.25)}  # without and with a dash at the bracket, proposed and struck
KNOWN_PAIR, KNOWN_DELETION, KNOWN_FUNCTION_WORD = 4.5, 3.5, 1.5
SHARED_EDGE, MOST_SHARED = 2.0, 6.0  # a word that both runs begin or end with: "la violencia … la violencia"
REPEATED = 5.0  # the struck word also occurs in the proposal beside it: "niños, niñas o adolescentes niñas"
SAME_ENDING, TWO_ADJECTIVES, ODD_PAIR, CAPITAL, HOLE = 3.0, 2.5, 5.5, 3.0, -2.5
BOTH_FIT = 3.0  # the document writes the first struck word and the first proposed one after the same word
SURE, SURE_CUT = 0.7, 0.6
LONGEST_CUT_TWICE = 120  # words of a bracket in which struck words may stand among proposed ones; 56 are the most met
LONGEST_CUT = 600  # words of a bracket that may be struck in part; the ways to weigh grow with their square
MANY_SIGNS = 2  # struck words read as signs: with so many, the words cannot be read for certain

Words = tuple[str, ...]
Place = tuple[str, int]  # record and offset of a bracket


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words that are all struck, or all proposed: pieces `first` to `last`, the latter left out."""

    is_struck: bool
    first: int
    last: int
    is_kept: bool = False  # neither struck nor proposed: words that the amendment does not touch
    is_mixed: bool = False  # one word of which letters are struck


@dataclass(frozen=True, slots=True)
class Setting:
    """The folded words beside a bracket: "" for an end or a mark, None for another bracket."""

    before: str | None
    after: str | None
    opens_sentence: bool
    has_dash_at_start: bool
    has_dash_at_end: bool
    countries: tuple[str, ...]
    place: Place


@dataclass
class Memory:
    """The folded words of amendments of the same document that were read clearly."""

    deletions: dict[tuple[str, Words], set[Place]] = field(default_factory=dict)  # country, struck: where
    pairs: dict[tuple[Words, Words], set[Place]] = field(default_factory=dict)  # struck, proposed: where
    neighbours: set[tuple[str, str]] = field(default_factory=set)  # words side by side outside brackets

    def has_pair(self, struck: Words, proposed: Words, elsewhere_than: Place) -> bool:
        """Tell whether another bracket puts `proposed` for `struck`."""
        return bool(self.pairs.get((struck, proposed), set()) - {elsewhere_than})

    def has_deletion(self, countries: Sequence[str], struck: Words, elsewhere_than: Place) -> bool:
        """Tell whether one of `countries` strikes the same words in another bracket."""
        return any(self.deletions.get((iso, struck), set()) - {elsewhere_than} for iso in countries)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on a bracket."""

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
        self._starts = {struck[0] for _, struck in memory.deletions} | {struck[0] for struck, _ in memory.pairs}
        signs = [[math.log(SIGNS[each.sign][fate]) for each in pieces] for fate in (False, True)]
        gaps = [[math.log(GAPS[each.gap][fate]) for each in pieces] for fate in (False, True)]
        self._signs = [list(accumulate(costs, initial=0.0)) for costs in signs]
        self._gaps = [list(accumulate(costs, initial=0.0)) for costs in gaps]
        self._borders = [math.log(GAPS[each.gap][2]) for each in pieces]

    def decide(self) -> Decision:
        """Return the likeliest kind of amendment, and of its ways the likeliest."""
        ways = list(self._ways())
        weights = [self._weight(way, runs) for way, runs in ways]
        top = max(weights)
        shares = [math.exp(weight - top) for weight in weights]
        kinds: dict[str, float] = {}
        for share, (way, _) in zip(shares, ways, strict=True):
            kinds[kind_of(way)] = kinds.get(kind_of(way), 0.0) + share
        kind = max(kinds, key=lambda each: kinds[each])
        best = max((at for at in range(len(ways)) if kind_of(ways[at][0]) == kind), key=lambda at: shares[at])
        runs, share = ways[best][1], kinds[kind] / sum(shares)
        return Decision(runs, kind, share, tuple(self._doubts(runs, kind, share, shares[best] / kinds[kind])))

    def _ways(self) -> Iterator[tuple[str, tuple[Run, ...]]]:
        count = len(self._pieces)
        yield "I", (Run(False, 0, count),)
        yield "D", (Run(True, 0, count),)
        for cut in range(1, count if count <= LONGEST_CUT else 1):
            yield "DI", (Run(True, 0, cut), Run(False, cut, count))
            yield "ID", (Run(False, 0, cut), Run(True, cut, count))
            for later in range(cut + 1, count if count <= LONGEST_CUT_TWICE else 0):
                yield "IDI", (Run(False, 0, cut), Run(True, cut, later), Run(False, later, count))

    def _weight(self, way: str, runs: tuple[Run, ...]) -> float:
        count = len(self._pieces)
        choices = {"I": 1, "D": 1, "IDI": max((count - 1) * (count - 2) / 2, 1)}.get(way, max(count - 1, 1))
        weight = math.log(WAYS[way] / choices) + sum(map(self._run_weight, runs)) + self._edges(runs)
        weight += sum(self._borders[run.first] for run in runs[1:])
        return weight + self._grammar(runs) + self._recall(runs) + self._pairing(runs)

    def _run_weight(self, run: Run) -> float:
        signs, gaps = self._signs[run.is_struck], self._gaps[run.is_struck]
        return signs[run.last] - signs[run.first] + gaps[run.last] - gaps[run.first + 1]

    def _edges(self, runs: tuple[Run, ...]) -> float:
        ends = ((runs[0], self._setting.has_dash_at_start), (runs[-1], self._setting.has_dash_at_end))
        return sum(math.log(EDGES[has_dash][run.is_struck]) for run, has_dash in ends)

    def _words(self, runs: tuple[Run, ...], is_struck: bool) -> Words:
        pieces = (at for run in runs if run.is_struck == is_struck for at in range(run.first, run.last))
        return tuple(word for at in pieces for word in (self._pieces[at].struck if is_struck else (self._keys[at],)))

    def _ends(self, runs: tuple[Run, ...], is_struck: bool) -> Words:
        """Return the first and the last of the struck words, or of the proposed ones; () where there are none."""
        own = [run for run in runs if run.is_struck == is_struck]
        if not is_struck or not own:
            return (self._keys[own[0].first], self._keys[own[-1].last - 1]) if own else ()
        words = self._pieces[own[0].first].struck, self._pieces[own[-1].last - 1].struck
        return (words[0][0], words[1][-1]) if all(words) else self._words(runs, True)

    def _grammar(self, runs: tuple[Run, ...]) -> float:
        """Weigh the text with the struck words alone and with the proposed ones alone."""
        before, after = self._setting.before, self._setting.after
        holes = 0
        for is_struck in (True, False):
            words = self._ends(runs, is_struck)
            joints = ((before, words[0]), (words[-1], after)) if words else ((before, after),)
            holes += sum(has_hole(left, right) for left, right in joints)
        return HOLE * holes

    def _recall(self, runs: tuple[Run, ...]) -> float:
        """Weigh other places of the document: the same pair, the same deletion by the same party."""
        if self._starts.isdisjoint(self._ends(runs, True)[:1]):
            return 0.0
        struck, proposed = self._words(runs, True), self._words(runs, False)
        setting = self._setting
        if struck and proposed and self._memory.has_pair(struck, proposed, setting.place):
            return KNOWN_PAIR
        if not self._memory.has_deletion(setting.countries, struck, setting.place):
            return 0.0
        return KNOWN_FUNCTION_WORD if proposed and FUNCTION_WORDS.issuperset(struck) else KNOWN_DELETION

    def _pairing(self, runs: tuple[Run, ...]) -> float:
        """Weigh how the borders look between struck and proposed words."""
        return sum(self._border(left, right) for left, right in pairwise(runs))

    def _border(self, left: Run, right: Run) -> float:
        ours, theirs = self._keys[left.first : left.last], self._keys[right.first : right.last]
        shared = max(shared_start(ours, theirs), shared_start(ours[::-1], theirs[::-1]))
        weight = max(min(SHARED_EDGE * shared, MOST_SHARED), REPEATED * self._is_repeated(left, right))
        last, first = self._pieces[left.last - 1], self._pieces[right.first]
        is_odd = is_odd_pair(last.key, first.key) and (last.key, first.key) not in self._memory.neighbours
        weight += ODD_PAIR * is_odd + SAME_ENDING * shares_ending(last.key, first.key)
        weight += TWO_ADJECTIVES * (len(self._keys) == 2 and are_two_adjectives(last.key, first.key))
        weight += BOTH_FIT * self._is_one_slot(left, right)
        is_beginning = self._setting.opens_sentence and right.is_struck and first.form[:1].isupper()
        is_inside = last.form[:1].islower() and last.key not in FUNCTION_WORDS
        return weight + CAPITAL * (is_beginning and is_inside)

    def _is_one_slot(self, left: Run, right: Run) -> bool:
        """Tell whether both runs begin with what the document writes after the word before the bracket."""
        first, second = self._keys[left.first], self._keys[right.first]
        if left.first or not FUNCTION_WORDS.isdisjoint((first, second)) or self._setting.before is None:
            return False
        neighbours = self._memory.neighbours
        return (self._setting.before, first) in neighbours and (self._setting.before, second) in neighbours

    def _is_repeated(self, left: Run, right: Run) -> bool:
        """Tell whether the proposal repeats the struck words, and the two meet without an article or preposition."""
        struck, proposed = (left, right) if left.is_struck else (right, left)
        joint = {self._keys[left.last - 1], self._keys[right.first]}
        within = contains(self._keys[proposed.first : proposed.last], self._keys[struck.first : struck.last])
        return within and joint.isdisjoint(FUNCTION_WORDS)

    def _doubts(self, runs: tuple[Run, ...], kind: str, share: float, share_of_runs: float) -> Iterator[str]:
        """Yield the reasons why the reading may be wrong."""
        if share < SURE:
            yield f"{kind} has a probability of {share:.2f} only"
        elif kind == "replacement" and share_of_runs < SURE_CUT:
            yield f"where the struck words end has a probability of {share_of_runs:.2f} only"
        if len(self._pieces) > LONGEST_CUT:
            yield f"it has {len(self._pieces)} words, too many to tell which part is struck"
        has_dash = self._setting.has_dash_at_start or self._setting.has_dash_at_end
        if FUNCTION_WORDS.issuperset(self._keys) and not (has_dash or bears_signs(self._pieces)):
            yield "words of grammar alone may be struck as well as proposed"
        struck = [self._pieces[at] for run in runs if run.is_struck for at in range(run.first, run.last)]
        if sum(piece.sign == "strange" for piece in struck) >= MANY_SIGNS:
            yield "the struck words cannot be read for sure"
        yield from self._grammar_doubts(runs, kind)

    def _grammar_doubts(self, runs: tuple[Run, ...], kind: str) -> Iterator[str]:
        """Yield the reasons in the sentence itself against the reading, whatever its probability."""
        before, after = self._setting.before, self._setting.after
        if kind == "insertion" and after and has_hole(before, after):
            yield "without the proposed words the sentence has a hole"
        struck = self._words(runs, True)
        if kind == "replacement" and before in PREPOSITIONS and struck and self._is_bare_adjective(struck[0]):
            yield f"before the amendment the sentence reads “{before} {struck[0]}”, an adjective without its noun"
        if kind == "deletion" and self._is_single_sign(runs):
            yield "one misread letter is the only sign of a strike"

    def _is_bare_adjective(self, word: str) -> bool:
        is_noun = any((article, word) in self._memory.neighbours for article in ARTICLES)
        return are_two_adjectives(word, word) and not is_noun

    def _is_single_sign(self, runs: tuple[Run, ...]) -> bool:
        """Tell whether a single odd word is struck, with no dash and no other bracket beside it."""
        setting = self._setting
        is_alone = len(self._pieces) == 1 and setting.before is not None and setting.after is not None
        has_dash = setting.has_dash_at_start or setting.has_dash_at_end
        return is_alone and not has_dash and len(self._pieces[0].struck) == 1 and not self._recall(runs)


def kind_of(way: str) -> str:
    """Return the kind of amendment that a way of cutting a bracket makes."""
    return {"I": "insertion", "D": "deletion"}.get(way, "replacement")


def contains(words: Sequence[str], part: Sequence[str]) -> bool:
    """Tell whether `part` stands in `words`, in one piece."""
    return any(list(words[at : at + len(part)]) == list(part) for at in range(len(words) - len(part) + 1))


def decide(pieces: Sequence[Piece], setting: Setting, memory: Memory) -> Decision:
    """Return which of `pieces` are struck; an empty bracket is an insertion of nothing, in doubt."""
    if not pieces:
        return Decision((), "insertion", 0.0, ("the bracket holds no word",))
    return Weigher(pieces, setting, memory).decide()
