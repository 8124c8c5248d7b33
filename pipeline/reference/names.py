"""How names are compared: as words, each folded to a key. Acronyms are compared in every way to space and dot them.

The same body is printed `Comité Ejecutivo` and `COMITE EJECUTIVO`, `MJyDDHH` and `M.J. y DD.HH.`, `Puntos Focales
Provinciales` and `Punto Focal Provincial` (ar-restitucion l. 39, 132). Full stops and quotes are no part of a name;
commas, slashes, dashes and brackets are kept as words of their own, because in a cell they part two bodies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ..language import USUAL, Language, known_codes, language_of
from ..text import fold
from .lemmas import dictionary_lemma

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|[,;:/()•–—-]")
ACRONYM = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word or mark of a text."""

    key: str  # folded; a dash of any length is "-"
    text: str  # as printed
    start: int  # text[start:end] is the word
    end: int

    @property
    def is_mark(self) -> bool:
        """Tell whether it is a punctuation mark."""
        return not self.key[0].isalnum()


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words and the parting marks of `text` with their offsets; full stops and quotes are left out."""
    return tuple(Word(_key(match[0]), match[0], *match.span()) for match in WORD.finditer(text))


def fold_name(name: str) -> str:
    """Return `name` as names are compared: folded words, without any mark: "S.T." is "s t"."""
    return " ".join(word.key for word in words_of(name) if not word.is_mark)


def is_acronym(name: str) -> bool:
    """Tell whether `name` is one word of capitals, a joining y, o or e aside: MINSEG, MJyDDHH; not "Pleno"."""
    if ACRONYM.fullmatch(name) is None or not name[0].isupper():
        return False
    return "".join(letter for letter in name[1:] if letter not in joining_letters()).isupper()


@lru_cache(maxsize=1)
def joining_letters() -> str:
    """Return the letters that are an "and" or an "or" in a language known here."""
    joins = {word for code in known_codes() for word in language_of(code).cells.joins}
    return "".join(sorted(word for word in joins if len(word) == 1 and word.isalpha()))


def is_printed_as_acronym(surface: str) -> bool:
    """Tell whether words as printed can stand for an acronym: capitals, dotted or spaced, a joining y, o or e aside."""
    letters = "".join(char for char in surface if char.isalpha())
    return len(letters) == 1 or is_acronym(letters)


def acronym_spellings(acronym: str) -> list[tuple[str, ...]]:
    """Return the keys of the ways to print an acronym: MJyDDHH, MJ y DDHH, M.J. y DD.HH., M J y D D H H."""
    groups = re.findall(rf"[{joining_letters()}]|[^{joining_letters()}]+", acronym)
    joined = [(fold(acronym),)]
    parted = [tuple(key for part in choice for key in part) for choice in product(*map(_group_spellings, groups))]
    return list(dict.fromkeys(joined + parted))


@lru_cache(maxsize=4096)
def lemma_of(word: str, code: str = USUAL) -> str:
    """Return the folded lemma of a word, so that `provinciales` and `provincial` are one.

    `code` is the language's. A word of a language that is not known here is its own lemma.
    """
    if code not in known_codes():
        return fold(word)
    return fold(dictionary_lemma(word.casefold(), code))


@lru_cache(maxsize=8)
def closed_class(language: Language) -> frozenset[str]:
    """Return the folded articles, prepositions and conjunctions of a language: names are compared without them."""
    return frozenset(map(fold, language.open_words))


def _group_spellings(letters: str) -> list[tuple[str, ...]]:
    key = fold(letters)
    doubled = tuple(match[0] for match in re.finditer(r"(.)\1?", key))
    return list(dict.fromkeys([(key,), doubled, tuple(key)]))


def _key(word: str) -> str:
    return "-" if word in "–—" else fold(word)
