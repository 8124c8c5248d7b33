"""The words of a text as the linker compares them: lemma, accents and case folded, closed classes left out.

Actions and directives name the same measure with different parts of speech ("Crear refugios", ar-plan asistencia/13;
"Promover la creación de albergues", oas-3 80), so a term is the lemma's stem: its derivational ending cut off.
Concepts are matched on lemmas, before the cut: "registro" (a register) and "registrar" need not be one there.
Each language has its own lists in `reference/languages/<code>/terms.toml`. Stems are those of the Spanish word where a
list says what it is ("victims", "vítimas", "víctimas"), so that an action in one language shares words with a directive
in another. Of a language without lists, words are compared as they are written.
Malformed words met: split endings "trabajadores/as", "NNyA", "LGBTI+", "LGBTQI+" (ar-plan l. 12, oas-3 25); a doubled
ending "recursoros" (ar-plan l. 112) stays a word of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from ..reference.lemmas import dictionary_lemma
from ..text import fold

WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+\+?|\d+")
SPLIT_ENDING = re.compile(r"(?<=\w)/(?:as|os|a|o|es|la|los)\b")
FOLDER = Path(__file__).parent.parent / "reference" / "languages"
TERMS = "terms.toml"
SPANISH = "es"
LEAST_STEM = 3  # letters that stay when an ending is cut, one more where the ending is a single letter


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text that counts; text[start:end] == surface."""

    key: str  # stem
    lemma: str  # folded
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language. Two with one code are one object."""

    code: str
    function_words: frozenset[str]  # folded lemmas of articles, prepositions, pronouns, conjunctions, auxiliaries
    closed_class: frozenset[str]  # these, and folded lemmas that mean nothing by themselves
    endings: tuple[str, ...]  # derivational ones, the longest first
    lemmas: Mapping[str, str]  # of forms that the dictionary gets wrong
    respelled: tuple[tuple[re.Pattern[str], str], ...]  # how a folded lemma is spelled in Spanish
    spanish: Mapping[str, str]  # folded lemma -> folded Spanish lemma

    def lemma_of(self, word: str) -> str:
        """Return the folded lemma of a word: "víctimas" gives "victima"."""
        return _lemma_of(word, self.code)

    def key_of(self, lemma: str) -> str:
        """Return what a folded lemma is compared by: its stem, or that of the Spanish word for it."""
        return _key_of(lemma, self.code)

    def all_of(self, text: str) -> list[Term]:
        """Return every word of a text in order, closed classes too."""
        return list(_lemmas_of(text, self.code))

    def terms_of(self, text: str) -> list[Term]:
        """Return the words of a text that mean something by themselves, in order."""
        return [term for term in _lemmas_of(text, self.code) if self.is_content(term)]

    def is_content(self, term: Term) -> bool:
        """Tell whether a word is neither of a closed class nor a number nor a single letter."""
        return len(term.lemma) > 1 and term.lemma not in self.closed_class and not term.lemma[0].isdigit()

    def bag(self, text: str) -> dict[str, float]:
        """Return the stems of a text, each with how often it stands there."""
        bag: dict[str, float] = {}
        for term in self.terms_of(text):
            bag[term.key] = bag.get(term.key, 0.0) + 1.0
        return bag


@cache
def words_in(code: str) -> Words:
    """Return the words of a language; one without lists has no closed class and no endings."""
    path = FOLDER / code / TERMS
    lists: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    function_words = frozenset(lists.get("function_words", ()))
    return Words(
        code=code,
        function_words=function_words,
        closed_class=function_words | frozenset(lists.get("weak_words", ())),
        endings=tuple(sorted(lists.get("endings", ()), key=lambda ending: (-len(ending), ending))),
        lemmas=lists.get("lemmas", {}),
        respelled=tuple((re.compile(pattern), put) for pattern, put in lists.get("respelled", ())),
        spanish=lists.get("spanish", {}),
    )


def lemmas_of(text: str) -> list[Term]:
    """Return every word of a Spanish text in order, closed classes too."""
    return words_in(SPANISH).all_of(text)


def terms_of(text: str) -> list[Term]:
    """Return the words of a Spanish text that mean something by themselves, in order."""
    return words_in(SPANISH).terms_of(text)


def keys_of(terms: Iterable[Term]) -> list[str]:
    """Return the stems of `terms`, in order."""
    return [term.key for term in terms]


@lru_cache(maxsize=4096)  # measures and objectives stand in many rows, and each text is read for words and concepts
def _lemmas_of(text: str, code: str) -> tuple[Term, ...]:
    plain = SPLIT_ENDING.sub(lambda ending: " " * len(ending[0]), text)
    return tuple(_term(match[0], match.start(), code) for match in WORD.finditer(plain))


@lru_cache(maxsize=65536)
def _lemma_of(word: str, code: str) -> str:
    folded = word.casefold()
    known = words_in(code).lemmas.get(folded)
    if known or not words_in(code).function_words:
        return known or fold(folded)
    return fold(dictionary_lemma(folded, code))


@lru_cache(maxsize=65536)
def _key_of(lemma: str, code: str) -> str:
    words = words_in(code)
    if lemma in words.spanish:
        return _key_of(words.spanish[lemma], SPANISH)
    if not words.respelled:
        return _stem_of(lemma, words.endings)
    for pattern, put in words.respelled:
        lemma = pattern.sub(put, lemma)
    return _stem_of(lemma, words_in(SPANISH).endings)


def _stem_of(lemma: str, endings: Iterable[str]) -> str:
    """Return a folded lemma without its derivational ending: "creacion" and "crear" give "cre"."""
    for ending in endings:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= LEAST_STEM + (len(ending) == 1):
            return lemma[: len(lemma) - len(ending)]
    return lemma


def _term(surface: str, start: int, code: str) -> Term:
    lemma = _lemma_of(surface, code)
    return Term(_key_of(lemma, code), lemma, surface, start, start + len(surface))
