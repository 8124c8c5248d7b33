"""Guesses of the words behind a line that strikes them, which OCR reads as noise.

A line through letters turns o into e, l into t, n into H and v into w. It fills spaces with dashes, or they are lost.
Cases met in oas-3: "les-actesmediesypropdsites—especificos" (directive 51),
"erientacion-sexual-ta-edadta-satud,-discapacidad" (directive 82), "contra—tas—mujeres" (directive 9),
"y—eotros—factores" (directive 82), "vwHrerables" (directive 108), "perlas—ictimas" (principle iii), and
"e*p%esmpde-genem—engei%eumlt-u-ra-" (objective viii), which nobody can read. The best path through the words of the
document and of the language is taken. Words that stand side by side elsewhere in the document are preferred. The result
is a guess, and the record that holds it says so.
"""

from __future__ import annotations

import math
import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from ..language import Language
from .ocr_lexicon import Lexicon, general_frequencies

PIECE = re.compile(r"[^\W_]+(?:[*%@¥{}+]+[^\W_]+)*|[^\w\s]+")
DASHES = re.compile(r"[-_—–\s]+")
REPEATED_SIGN = re.compile(r"\[ilegible\](?:\s*[,;]?\s*\[ilegible\])+")
LONE_YEN = re.compile(r"(?<!\w)¥(?!\w)")
WILD = "*%@¥{}+"
LOOK_ALIKES = "eo oe ec ce lt tl hn nh wv vw wu mn nm ij il li iv rt tr nu un do jl"  # read, printed
LOOK_ALIKE = frozenset(LOOK_ALIKES.split())
MERGED = frozenset({"wvu", "wul", "wun", "uul", "nln", "hln", "iul", "mrn", "mni"})  # one letter read for two
MERGING = frozenset(each[0] for each in MERGED)
ACCENT_COST, LOOK_ALIKE_COST, WILD_COST, LOST_COST, ADDED_COST, OTHER_COST = 0.2, 1.3, 0.7, 3.5, 4.0, 3.5
ADDED_Y_COST = 6.0  # a stroke does not look like y
LEAST_COST = 0.65  # of a letter of distance: two letters read as one cost LOOK_ALIKE_COST together
TINY = 1e-9
DISAGREEMENT = 2.0  # "trabajo forzados"
SPACE_COST = 2.0  # of a space lost inside what was read as one word
COMMON = 3e-6  # words of the language from this share on may stand under a stroke
VERY_COMMON = 2e-4  # as short words must be
DOCUMENT_SHARE = 0.15  # weight of the document's own words
PAIR_SHARE = 0.5  # weight of what follows a word in the document against the words alone
ILLEGIBLE = "[ilegible]"  # in a text, for struck words that cannot be read
MOST_COST = 0.88  # for each letter, up to which a word counts as read and not as guessed
UNREADABLE, UNREADABLE_LETTER = -10.0, -2.0  # log share of a piece left as it was read, and of each letter of it
SHORT = 3
LONGEST_WORD = 18
KEPT_PATHS = 8
KEPT_WORDS = 6


@dataclass(frozen=True, slots=True)
class Path:
    """Words found so far, with their log share."""

    score: float
    words: tuple[str, ...]  # small letters, and marks
    capitals: tuple[int, ...] = ()  # places of words read with a capital
    guessed: tuple[int, ...] = ()  # places of words that what was read hardly resembles
    begun: int = 0  # words before the piece that is read now
    cost: float = 0.0  # of the words of that piece: how far they are from what was read


class StruckReader:
    """Reads struck-through words by the vocabulary of one document and of the language."""

    def __init__(self, lexicon: Lexicon, document: Mapping[str, int], pairs: Mapping[tuple[str, str], int]) -> None:
        """Take the document's words, repaired and in small letters, and those side by side in it, with counts."""
        self._language = lexicon.language
        self._pairs = pairs
        self._document = document
        total = max(sum(document.values()), 1)
        listed = general_frequencies(lexicon.language.code)
        common = [word for word, share in listed.items() if share > COMMON and word.isalpha()]
        self._log_share: dict[str, float] = {}
        for word in sorted({*common, *document}):
            if frequency := lexicon.frequency(word):
                share = (1 - DOCUMENT_SHARE) * frequency + DOCUMENT_SHARE * document.get(word, 0) / total
                self._log_share[word] = math.log(share)
        lengths: dict[int, list[str]] = {}
        for word, share in self._log_share.items():
            if len(word) > SHORT or share > math.log(VERY_COMMON):
                lengths.setdefault(len(word), []).append(word)
        flatten = self._language.flatten
        self._by_length = {length: (words, list(map(flatten, words))) for length, words in lengths.items()}
        self._matches: dict[str, tuple[tuple[str, float, float], ...]] = {}
        self._neighbours: dict[tuple[str, str], tuple[float, float]] = {}

    def read(self, words: str) -> list[str]:
        """Return guesses of the words that `words` was read from, the best first; there is one at least."""
        return list(dict.fromkeys(map(written, self._paths(words))))

    def read_legible(self, words: str) -> str:
        """Return the best guess, with a sign (ILLEGIBLE) where a word is hardly more than a guess."""
        best = self._paths(words)[0]
        marked = (ILLEGIBLE if at in best.guessed else word for at, word in enumerate(best.words))
        return REPEATED_SIGN.sub(ILLEGIBLE, written(replace(best, words=tuple(marked))))

    def _paths(self, words: str) -> list[Path]:
        """Return the ways of reading `words`, the best first."""
        pieces = PIECE.findall(LONE_YEN.sub("y", DASHES.sub(" ", words)))
        paths = [Path(0.0, ())]
        for piece in pieces:
            if piece[0].isalnum():
                paths = self._extend([started(path, piece) for path in paths], piece.lower())
            else:
                paths = [replace(path, words=(*path.words, piece)) for path in paths]
        return paths

    def _extend(self, paths: Sequence[Path], piece: str) -> list[Path]:
        """Return the best paths after `piece`, read as one word or as several without their spaces."""
        self._match_parts(piece)
        ends: list[list[Path]] = [list(paths), *([] for _ in piece)]
        for end in range(1, len(piece) + 1):
            grown = [
                (self._score(path, word, score - (SPACE_COST if start else 0.0)), (*path.words, word), path, cost)
                for start in range(max(0, end - LONGEST_WORD), end)
                if ends[start]
                for word, score, cost in self._matches[piece[start:end]]
                for path in ends[start]
            ]
            ends[end] = best_steps(grown)
        as_read = [
            replace(left_as_read(path, piece), score=path.score + UNREADABLE + UNREADABLE_LETTER * len(piece))
            for path in paths
        ]
        return best_paths([*(with_guesses(path, piece) for path in ends[-1]), *as_read])

    def _score(self, path: Path, word: str, score: float) -> float:
        """Return the score of the path with one word more."""
        if path.words:
            bonus, penalty = self._beside(path.words[-1], word)
            score = score + bonus - penalty
        return path.score + score

    def _beside(self, before: str, word: str) -> tuple[float, float]:
        """Return what a word gains where the document has it after `before`, and what it loses by disagreeing."""
        if (known := self._neighbours.get((before, word))) is None:
            bonus = 0.0
            if beside := self._pairs.get((before, word), 0):
                after_last = beside / self._document[before]
                bonus = math.log((1 - PAIR_SHARE) + PAIR_SHARE * after_last / math.exp(self._log_share[word]))
            is_broken = self._language.agreement.is_broken(before, word)
            known = self._neighbours[before, word] = bonus, DISAGREEMENT if is_broken else 0.0
        return known

    def _match_parts(self, piece: str) -> None:
        """Note the words that each part of `piece` may have been, with the log of share and likelihood, best first."""
        spans = ((start, end) for end in range(1, len(piece) + 1) for start in range(max(0, end - LONGEST_WORD), end))
        parts = dict.fromkeys(piece[start:end] for start, end in spans if piece[start:end] not in self._matches)
        by_length: dict[int, list[str]] = {}
        for part in parts:
            by_length.setdefault(len(part), []).append(part)
        for length, group in by_length.items():
            for part, near in zip(group, self._near_words(group, length), strict=True):
                self._matches[part] = self._likeliest(part, near)

    def _likeliest(self, part: str, near: Mapping[str, int]) -> tuple[tuple[str, float, float], ...]:
        """Return the KEPT_WORDS likeliest of the words near to a part; `near` gives their distances from it.

        A word that would be too unlikely at the least cost of its distance is not compared letter by letter.
        """
        most = {word: self._log_share[word] - LEAST_COST * distance + TINY for word, distance in near.items()}
        found: list[tuple[float, str, float]] = []
        for word in sorted(near, key=lambda word: -most[word]):
            if len(found) == KEPT_WORDS and most[word] < -found[-1][0]:
                break
            cost = stroke_cost(part, word, self._language)
            insort(found, (-(self._log_share[word] - cost), word, cost))
            del found[KEPT_WORDS:]
        return tuple((word, -score, cost) for score, word, cost in found)

    def _near_words(self, parts: Sequence[str], length: int) -> list[dict[str, int]]:
        """Return the words near to each of several parts of one length, those of a length by their distance."""
        if length == 1:
            return [{part: 0} if part in self._language.one_letter_words else {} for part in parts]
        found: list[dict[str, int]] = [{} for _ in parts]
        bare = [self._language.flatten(part) for part in parts]
        most = max(1, round(length * 0.4)) if length > SHORT else 1
        for other in range(max(length - 2, 1 if length > SHORT else 2), length + 3):
            words, flat = self._by_length.get(other, ((), ()))
            if words:
                table = process.cdist(bare, flat, scorer=Levenshtein.distance, score_cutoff=most, dtype=np.uint8)
                for row, near in zip(table, found, strict=True):
                    within = np.flatnonzero(row <= most)
                    nearest = within[np.argsort(row[within], kind="stable")][: KEPT_WORDS * 4]
                    near |= {words[at]: int(row[at]) for at in nearest}
        return found


def written(path: Path) -> str:
    """Return the words of a path as a text."""
    words = [word.capitalize() if at in path.capitals else word for at, word in enumerate(path.words)]
    return re.sub(r" (?=[^\w\s\[])", "", " ".join(words))


def with_guesses(path: Path, piece: str) -> Path:
    """Return a path. If its last piece hardly resembles the words found for it, they count as guesses."""
    words = range(path.begun, len(path.words)) if path.cost > MOST_COST * len(piece) else ()
    return replace(path, guessed=(*path.guessed, *words))


def left_as_read(path: Path, piece: str) -> Path:
    """Return a path with a piece that no word is near to."""
    guessed = path.guessed if piece.isdigit() else (*path.guessed, len(path.words))
    return replace(path, words=(*path.words, piece), guessed=guessed)


def started(path: Path, piece: str) -> Path:
    """Return `path` about to take the words of `piece`, its capital noted; J was l ("Jaberal")."""
    has_capital = piece[0].isupper() and not piece[1:2].isupper() and piece[0] != "J"
    begun = replace(path, begun=len(path.words), cost=0.0)
    return replace(begun, capitals=(*path.capitals, len(path.words))) if has_capital else begun


def best_steps(grown: Iterable[tuple[float, tuple[str, ...], Path, float]]) -> list[Path]:
    """Return the KEPT_PATHS best of paths with a word more, one for each last word.

    Each is given by its score, its words, the path before and the cost of the last word.
    """
    best: dict[str, Path] = {}
    for score, words, path, cost in sorted(grown, key=lambda step: (-step[0], step[1])):
        if words[-1] not in best:
            best[words[-1]] = replace(path, score=score, words=words, cost=path.cost + cost)
            if len(best) == KEPT_PATHS:
                break
    return list(best.values())


def best_paths(paths: Iterable[Path]) -> list[Path]:
    """Return the KEPT_PATHS best paths, one for each last word."""
    best: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (-path.score, path.words)):
        best.setdefault(path.words[-1], path)
    return list(best.values())[:KEPT_PATHS]


def stroke_cost(read: str, word: str, language: Language) -> float:
    """Return minus the log likelihood that `word` under a stroke is read as `read`."""
    flat = language.flatten(word)
    above = [at * LOST_COST for at in range(len(word) + 1)]
    for char in read:
        added_cost = WILD_COST if char in WILD else ADDED_Y_COST if char == "y" else ADDED_COST
        costs = _costs_of(char, language)
        merges = char in MERGING
        corner, left = above[0], above[0] + added_cost
        row = [left]
        for at, printed in enumerate(word):
            cheapest = corner + costs[printed]
            corner = above[at + 1]
            if (added := corner + added_cost) < cheapest:
                cheapest = added
            if (lost := left + LOST_COST) < cheapest:
                cheapest = lost
            if merges and at and char + flat[at - 1 : at + 1] in MERGED:
                cheapest = min(cheapest, above[at - 1] + LOOK_ALIKE_COST)
            row.append(cheapest)
            left = cheapest
        above = row
    return above[-1]


@cache
def _costs_of(read: str, language: Language) -> _Costs:
    return _Costs(read, language)


class _Costs(dict[str, float]):
    """The cost of each printed letter where another was read under a stroke, computed when it is first asked for."""

    def __init__(self, read: str, language: Language) -> None:
        super().__init__()
        self._read, self._language = read, language

    def __missing__(self, printed: str) -> float:
        self[printed] = letter_cost(self._read, printed, self._language)
        return self[printed]


def letter_cost(read: str, printed: str, language: Language) -> float:
    """Return the cost of one letter read for another under a stroke."""
    if read == printed:
        return 0.0
    if read in WILD:
        return WILD_COST
    bare_read, bare_printed = language.flatten(read), language.flatten(printed)
    if bare_read == bare_printed:
        return ACCENT_COST
    return LOOK_ALIKE_COST if bare_read + bare_printed in LOOK_ALIKE else OTHER_COST


def side_by_side(sentences: Iterable[Sequence[str]]) -> Counter[tuple[str, str]]:
    """Return how often each pair of words follow each other."""
    return Counter(pair for words in sentences for pair in pairwise(words))


def count_all(sentences: Iterable[Sequence[str]]) -> Counter[str]:
    """Return how often each word stands in the sentences."""
    return Counter(word for words in sentences for word in words)
