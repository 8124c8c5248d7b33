"""The similarity of two texts of actions, by the words that distinguish actions of these two editions.

Plans repeat themselves: "Diseñar y desarrollar acciones de formación" begins ten actions of ar-plan. So a word of few
actions counts more than a word of many. Words are compared by their lemma, and words of one concept of
`reference/concepts.toml` ("carteles" and "piezas gráficas") count as half the same.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from ..language import USUAL, Language, language_of
from ..reference.concepts import read_concepts
from ..reference.matcher import find_agencies
from ..reference.names import closed_class, lemma_of, words_of
from ..reference.successions import Successions
from ..text import fold

CONCEPT_WEIGHT = 0.5  # weight of a concept; a word has 1
CHANCE = 45.0  # rapidfuzz's similarity, of 100, of two unrelated Spanish sentences
SPACES_AND_HYPHENS = re.compile(r"[\s\u00ad\u2010-\u2015-]+")
QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
BODY = "\u25a1"


def as_printed(text: str | None) -> str:
    """Return a text as two editions compare it: without white space and hyphens, which typesetting moves."""
    return SPACES_AND_HYPHENS.sub("", (text or "").translate(QUOTES))


def without_end(text: str | None) -> str:
    """Return a text as `as_printed` does, without the mark at its end: a list ends its items so, a table does not."""
    return as_printed(text).rstrip(".;,:")


def is_small_change(old: str, new: str, successions: Successions, jurisdiction: str | None, code: str = USUAL) -> bool:
    """Tell whether two texts of one language differ only in bodies, numbers, punctuation, accents and case."""
    frames = [_frame(text, successions, jurisdiction, language_of(code)) for text in (old, new)]
    return frames[0] == frames[1]


def _frame(text: str, successions: Successions, jurisdiction: str | None, language: Language) -> list[str]:
    """Return the words of a text without numbers, articles and the names of bodies."""
    for _, start, end in reversed(find_agencies(text, successions.registry, jurisdiction)):
        text = f"{text[:start]} {BODY} {text[end:]}"
    words = re.findall(rf"\w+|{BODY}", fold(text))
    passed_over = language.numbers | language.passed_over
    return [word for word in words if not word[0].isdigit() and word not in passed_over]


@cache
def terms_of(text: str, code: str = USUAL) -> frozenset[str]:
    """Return the lemmas of the words of a text and the keys of the concepts that they name; `code` is its language."""
    small = closed_class(language_of(code))
    words = [word.text for word in words_of(text) if not word.is_mark and word.key not in small]
    lemmas = [lemma_of(word, code) for word in words]
    phrases = _phrases(code)
    spans = (
        tuple(lemmas[start : start + length])
        for length in range(1, max(map(len, phrases), default=0) + 1)
        for start in range(len(lemmas) - length + 1)
    )
    concepts = {key for span in spans for key in phrases.get(span, ())}
    return frozenset([*lemmas, *concepts])


@cache
def _phrases(code: str) -> Mapping[tuple[str, ...], frozenset[str]]:
    """Return the concepts that each phrase of the lexicon names, by its lemmas; phrases with gaps are left out."""
    small = closed_class(language_of(code))
    found: dict[tuple[str, ...], set[str]] = {}
    for concept in read_concepts().in_language(code).concepts:
        for phrase in concept.phrases:
            words = [word for word in phrase.split() if fold(word) not in small]
            if "…" not in words:
                found.setdefault(tuple(lemma_of(word, code) for word in words), set()).add(f".{concept.key}")
    return {phrase: frozenset(keys) for phrase, keys in found.items()}


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a part has of a whole: an old action and the one that it was merged into, or a new one and the split one."""

    share: float  # of the part's words, by weight, that the whole has
    gain: float  # of the whole's words that this part has and the other parts lack
    left: float  # of the whole's words that the other parts lack

    @property
    def cover(self) -> float:
        """The share of the words that the other parts lack that this part has."""
        return self.gain / self.left if self.left else 0.0


class Wording:
    """The texts of two editions, and the weight of each word."""

    def __init__(self, texts: Iterable[str], code: str = USUAL) -> None:
        texts = list(texts)
        self.code = code
        counts = Counter(term for text in texts for term in terms_of(text, code))
        self._most = math.log(1 + len(texts))
        self._weights = {term: _weight(term, math.log(1 + len(texts) / count)) for term, count in counts.items()}

    def weight(self, terms: Iterable[str]) -> float:
        """Return the sum of the weights of terms."""
        return sum(self._weights.get(term, _weight(term, self._most)) for term in terms)

    def likeness(self, old: str, new: str) -> float:
        """Return the similarity of two texts: 1 if they are the same, 0 if they share no word with a weight."""
        if as_printed(old) == as_printed(new):
            return 1.0
        ours, theirs = terms_of(old, self.code), terms_of(new, self.code)
        both = math.sqrt(self.weight(ours) * self.weight(theirs))
        shared = self.weight(ours & theirs) / both if both else 0.0
        letters = (fuzz.token_sort_ratio(fold(old), fold(new)) - CHANCE) / (100 - CHANCE)
        return min(0.99, 0.7 * shared + 0.3 * max(0.0, letters))

    def share_in(self, part: str, whole: str) -> float:
        """Return the share of the weight of `part` that `whole` has too, 0 to 1."""
        terms = terms_of(part, self.code)
        return self.weight(terms & terms_of(whole, self.code)) / (self.weight(terms) or 1.0)

    def overlap(self, part: str, whole: str, others: str) -> Overlap:
        """Return what a part has of a whole, beside the texts of its other parts."""
        own, terms = terms_of(part, self.code), terms_of(whole, self.code)
        left = terms - terms_of(others, self.code) - language_of(self.code).numbers
        weight = self.weight(terms) or 1.0
        return Overlap(self.share_in(part, whole), self.weight(left & own) / weight, self.weight(left) / weight)


def _weight(term: str, weight: float) -> float:
    return CONCEPT_WEIGHT * weight if term.startswith(".") else weight


def similarity(old: str, new: str) -> float:
    """Return the published likeness of two texts, 0 to 1: letters kept in their order, as a reader would see it."""
    if as_printed(old) == as_printed(new):
        return 1.0
    return round(min(99.99, fuzz.ratio(old, new)) / 100, 4)
