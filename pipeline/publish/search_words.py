"""The words by which the search of `directriz.sqlite` finds a text: stems, and every known form of them.

SQLite has no stemmer but an English one. So beside each text stands a column of words. It holds the stem of each word,
by Snowball's algorithms for Spanish, Portuguese and English, without accents, and the forms of that stem that the
language uses. "vivienda" then finds "viviendas", while "construir" and "construcción" have two stems. A query needs no
stemming of its own, and accents and case make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import Stemmer

from ..language import Language, shares_of
from ..text import fold

WORD = re.compile(r"[^\W_]+")
SHORTEST = 3  # letters; shorter words are in nearly every text


class WordForms:
    """The stems of one language, and the forms that share them."""

    def __init__(self, language: Language, texts: Iterable[str]) -> None:
        algorithm = language.name.lower()
        self._stemmer = Stemmer.Stemmer(algorithm) if algorithm in Stemmer.algorithms() else None
        printed = {word for text in texts for word in WORD.findall(text.lower()) if len(word) >= SHORTEST}
        self._stems = dict(zip(sorted(printed), self._stemmed(sorted(printed)), strict=True))
        known = sorted(shares_of(language.code, "small")) if self._stemmer and language.is_known else []
        wanted = set(self._stems.values())
        self._forms: dict[str, set[str]] = {}
        for word, stem in zip(known, self._stemmed(known), strict=True):
            if stem in wanted and len(word) >= SHORTEST:
                self._forms.setdefault(stem, set()).add(fold(word))
        for word, stem in self._stems.items():
            self._forms.setdefault(stem, set()).add(fold(word))

    def _stemmed(self, words: list[str]) -> list[str]:
        return [fold(stem) for stem in (self._stemmer.stemWords(words) if self._stemmer else words)]

    def of(self, text: str) -> str:
        """Return the stems of a text and their forms, sorted, each once, joined by spaces."""
        stems = {self._stems[word] for word in WORD.findall(text.lower()) if word in self._stems}
        return " ".join(sorted(stems.union(*(self._forms[stem] for stem in stems))))
