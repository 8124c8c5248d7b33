"""The words of a text as the linker compares them: lemma, accents and case folded, closed classes left out.

Actions and directives name one deed with different parts of speech ("Crear refugios", ar-plan asistencia/13;
"Promover la creación de albergues", oas-3 80), so a term is the lemma's stem: its derivational ending cut off.
Concepts are matched on lemmas, before the cut: "registro" (a register) and "registrar" need not be one there.
Malformed words met: split endings "trabajadores/as", "NNyA", "LGBTI+", "LGBTQI+" (ar-plan l. 12, oas-3 25); a doubled
ending "recursoros" (ar-plan l. 112) stays a word of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import simplemma

from ..text import fold

WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f])+\+?|\d+")
SPLIT_ENDING = re.compile(r"(?<=\w)/(?:as|os|a|o|es|la|los)\b")
TERMS_FILE = Path(__file__).parent.parent / "reference" / "terms.toml"
LEAST_STEM = 3  # letters that stay when an ending is cut, one more where the ending is a single letter


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text that counts; text[start:end] == surface."""

    key: str  # stem
    lemma: str  # folded
    surface: str
    start: int
    end: int


def lemmas_of(text: str) -> list[Term]:
    """Return every word of `text` in order, closed classes too."""
    return list(_lemmas_of(text))


@lru_cache(maxsize=4096)  # measures and objectives stand in many rows, and each text is read for words and concepts
def _lemmas_of(text: str) -> tuple[Term, ...]:
    plain = SPLIT_ENDING.sub(lambda ending: " " * len(ending[0]), text)
    return tuple(_term(match[0], match.start()) for match in WORD.finditer(plain))


def terms_of(text: str) -> list[Term]:
    """Return the words of `text` that mean something by themselves, in order."""
    return [term for term in lemmas_of(text) if is_content(term)]


def is_content(term: Term) -> bool:
    """Tell whether a word is neither of a closed class nor a number nor a single letter."""
    return len(term.lemma) > 1 and term.lemma not in closed_class() and not term.lemma[0].isdigit()


def keys_of(terms: Iterable[Term]) -> list[str]:
    """Return the stems of `terms`, in order."""
    return [term.key for term in terms]


@cache
def function_words() -> frozenset[str]:
    """Return the folded lemmas of articles, prepositions, pronouns, conjunctions and auxiliaries."""
    return frozenset(_word_lists()["function_words"])


@cache
def closed_class() -> frozenset[str]:
    """Return the folded lemmas that mean nothing by themselves."""
    return function_words() | frozenset(_word_lists()["weak_words"])


@cache
def endings() -> tuple[str, ...]:
    """Return the derivational endings, the longest first."""
    return tuple(sorted(_word_lists()["endings"], key=lambda ending: (-len(ending), ending)))


@cache
def _word_lists() -> dict[str, Any]:
    return tomllib.loads(TERMS_FILE.read_text(encoding="utf-8"))


@lru_cache(maxsize=65536)
def lemma_of(word: str) -> str:
    """Return the folded lemma of a Spanish word: "víctimas" gives "victima"."""
    folded = word.casefold()
    known = _word_lists()["lemmas"].get(folded)
    return known or fold(str(simplemma.lemmatize(folded, lang="es")))


@lru_cache(maxsize=65536)
def stem_of(lemma: str) -> str:
    """Return a folded lemma without its derivational ending: "creacion" and "crear" give "cre"."""
    for ending in endings():
        if lemma.endswith(ending) and len(lemma) - len(ending) >= LEAST_STEM + (len(ending) == 1):
            return lemma[: len(lemma) - len(ending)]
    return lemma


def _term(surface: str, start: int) -> Term:
    lemma = lemma_of(surface)
    return Term(stem_of(lemma), lemma, surface, start, start + len(surface))
