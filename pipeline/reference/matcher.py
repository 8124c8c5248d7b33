"""Finds names of the registry in cells and in longer texts: known names first, then the nearest name if it is clear.

Names of bodies are matched word by word, collectives by lemma too: `organismo provincial` is one of the `Organismos
provinciales`. The names stand in a tree of words, a few hundred of them, so that a text is gone through once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz, process

from ..language import USUAL, Language, language_of
from .agencies import COLLECTIVE, RegisteredAgency, Registry
from .names import (
    Word,
    acronym_spellings,
    closed_class,
    fold_name,
    is_acronym,
    is_printed_as_acronym,
    lemma_of,
    words_of,
)

MIN_SCORE = 88.0  # of 100, over the whole name: one letter in ten may be wrong
MIN_LEAD = 4.0  # over the next best body
MIN_WORD_SCORE = 80.0  # of every single word: "Nacional" and "Regional" have 75
MIN_LENGTH = 10  # letters; shorter names are too near to others to be guessed


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a text: words[first:last] of it, text[start:end]."""

    agency: RegisteredAgency
    first: int
    last: int  # exclusive
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """The registry's nearest name."""

    agency: RegisteredAgency
    name: str
    score: float  # 0 to 1


class _Phrases:
    """Sequences of words with their labels, found wherever they stand in a text."""

    def __init__(self) -> None:
        self._first: dict[str | None, Any] = {}  # word → the same of the words after it; None → labels that end here

    def add(self, label: str, keys: Sequence[str]) -> None:
        node = self._first
        for key in keys:
            node = node.setdefault(key, {})
        if keys:
            node.setdefault(None, set()).add(label)

    def find(self, keys: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Yield label, first and last (exclusive) of every sequence, also those inside others."""
        for first in range(len(keys)):
            node, last = self._first, first
            while last < len(keys) and (following := node.get(keys[last])) is not None:
                node, last = following, last + 1
                for label in node.get(None, ()):
                    yield label, first, last


class NameMatcher:
    """The names that a document of one jurisdiction, in one language, can mean, ready to be found."""

    def __init__(self, registry: Registry, jurisdiction: str | None, language: Language) -> None:
        self._language = language
        self._by_word, self._by_lemma = _Phrases(), _Phrases()
        self._agencies = {agency.agency_id: agency for agency in registry.agencies}
        self._folded: dict[str, tuple[RegisteredAgency, str]] = {}
        self._shared: set[str] = set()  # names that two bodies have: they name neither
        for agency in registry.agencies:
            for name in registry.names_known_in(agency, jurisdiction):
                self._add(agency, name)

    def mentions(self, text: str, words: Sequence[Word]) -> list[Mention]:
        """Return the known names among the `words` of `text`: longest first, then leftmost, none inside another."""
        found = [self._mention(words, label, first, last) for label, first, last in self._matches(words)]
        found = [mention for mention in found if _is_plausible(text, mention)]
        taken: set[int] = set()
        chosen = []
        for mention in sorted(found, key=lambda mention: (mention.first - mention.last, mention.first)):
            if taken.isdisjoint(range(mention.first, mention.last)):
                taken.update(range(mention.first, mention.last))
                chosen.append(mention)
        return sorted(chosen, key=lambda mention: mention.first)

    def nearest(self, name: str) -> Likeness | None:
        """Return the known name that `name` must be a misprint of, or None: good and clearly best, or nothing.

        Every word needs its near counterpart, so that a longer name is never taken for the shorter one within it, nor
        a unit for its parent.
        """
        folded = fold_name(name)
        if len(folded) < MIN_LENGTH or is_acronym(name):
            return None
        ranked = process.extract(folded, list(self._folded), scorer=fuzz.ratio, processor=None, limit=8)
        best, score, _ = ranked[0]
        agency, printed = self._folded[best]
        rivals = [other for key, other, _ in ranked if self._folded[key][0] is not agency]
        if best in self._shared or score < MIN_SCORE or score - max(rivals, default=0.0) < MIN_LEAD:
            return None
        if not self._has_same_words(folded, best):
            return None
        return Likeness(agency, printed, round(score / 100, 4))

    def _has_same_words(self, left: str, right: str) -> bool:
        small = closed_class(self._language)
        ours, theirs = ([key for key in name.split() if key not in small] for name in (left, right))
        return len(ours) == len(theirs) and all(map(_is_misprint, ours, theirs))

    def _add(self, agency: RegisteredAgency, name: str) -> None:
        words = words_of(name)
        if is_acronym(name):
            for spelling in acronym_spellings(name):
                self._by_word.add(agency.agency_id, spelling)
            return
        for kept in (words, [word for word in words if word.key != ","]):
            self._by_word.add(agency.agency_id, [word.key for word in kept])
            if agency.kind == COLLECTIVE:
                self._by_lemma.add(agency.agency_id, self._lemmas(kept))
        known, _ = self._folded.setdefault(fold_name(name), (agency, name))
        if known is not agency:  # bodies of two countries, in a document whose country is not known
            self._shared.add(fold_name(name))

    def _lemmas(self, words: Iterable[Word]) -> list[str]:
        return [lemma_of(word.text, self._language.code) for word in words]

    def _matches(self, words: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """Yield agency, first and last word of every match. A span that names two bodies names neither."""
        if not words:
            return
        claims: dict[tuple[int, int], set[str]] = {}
        for phrases, keys in ((self._by_word, [word.key for word in words]), (self._by_lemma, self._lemmas(words))):
            for label, first, last in phrases.find(keys):
                claims.setdefault((first, last), set()).add(label)
        for (first, last), labels in sorted(claims.items()):
            if len(labels) == 1:
                yield labels.pop(), first, last

    def _mention(self, words: Sequence[Word], label: str, first: int, last: int) -> Mention:
        return Mention(self._agencies[label], first, last, words[first].start, words[last - 1].end)


@lru_cache(maxsize=8)
def matcher_of(registry: Registry, jurisdiction: str | None = None, language: Language | None = None) -> NameMatcher:
    """Return the matcher of `registry` for documents of `jurisdiction` in `language`, Spanish if it is None."""
    return NameMatcher(registry, jurisdiction, language or language_of(USUAL))


def find_agencies(text: str, registry: Registry, jurisdiction: str | None = None) -> list[tuple[str, int, int]]:
    """Return (agency_id, start, end) of the known bodies named in a longer text, in reading order, none overlapping.

    In running text an acronym is all capitals and a name of one or two words begins with one ("minseg", "el pleno" are
    no names there, "el punto focal nacional" is); collectives may be in lower case. `text[start:end]` is as printed.
    """
    mentions = matcher_of(registry, jurisdiction).mentions(text, words_of(text))
    return [
        (mention.agency.agency_id, mention.start, mention.end)
        for mention in mentions
        if _is_printed_as_name(text[mention.start : mention.end], mention.agency)
    ]


def _is_plausible(text: str, mention: Mention) -> bool:
    """Tell whether an acronym that is printed in several words is printed as one: "M.P.F.", not "e st"."""
    surface = text[mention.start : mention.end]
    names = {fold_name(name) for name in mention.agency.names}
    return mention.agency.kind == COLLECTIVE or fold_name(surface) in names or is_printed_as_acronym(surface)


def _is_printed_as_name(surface: str, agency: RegisteredAgency) -> bool:
    if any(is_acronym(name) and fold_name(name) == fold_name(surface) for name in agency.names):
        return is_acronym(surface)
    return agency.kind == COLLECTIVE or surface[0].isupper() or len(surface.split()) > 2


def _is_misprint(word: str, other: str) -> bool:
    """Tell whether two words can be one misprinted: short ones never, nor one inside another (Subsecretaría)."""
    if word == other:
        return True
    if min(len(word), len(other)) < 5 or _is_prefixed(word, other) or _is_prefixed(other, word):
        return False
    return fuzz.ratio(word, other, processor=None) >= MIN_WORD_SCORE


def _is_prefixed(longer: str, word: str) -> bool:
    return len(longer) - len(word) >= 2 and longer.endswith(word)
