"""Whether the hyphen at the end of a line belongs to the word that it parts.

These signs are asked for one after the other, and the first that is seen decides:
1. the document prints the word elsewhere with a hyphen in the middle of a line;
2. the next line begins with a capital or a digit: the hyphen stays;
3. both halves are words, and the document breaks no words at line ends ("socio-económica", oas-plan-3-sample p. 3,
   though the same document writes "socioeconómicos" elsewhere);
4. the document prints the word elsewhere in another number or gender, with a hyphen or without ("sub-nacionales" for
   "sub-" / "nacional"), or without a hyphen;
5. the document writes other words with this prefix and a hyphen ("sub-grupos");
6. the whole is a word of the document's language ("infor-mación");
7. the language writes a hyphen there ("tornar-se");
8. both halves are words of the language ("judicial-penitenciario", pe_plan_gobierno_a_2026 p. 21).

A compound may be written both ways. Where the document does not show how it writes it, the word is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from ....language import Language

HYPHENATED = re.compile(r"([^\W\d_]+)[-\u00ad]$")
LEADING_LETTERS = re.compile(r"^[^\W\d_]+")
ENDING = re.compile(r"(?:[aeo]s?|es|s)$")
SHORTEST = 3  # letters of half a compound
RARE = 2e-6  # share of all running words: a less frequent compound may be one that is written with a hyphen
RARER = 10.0  # times: a compound is this much rarer than the words that it is made of


class Spellings(Protocol):
    """How a document writes its words; the vocabulary of its pages."""

    language: Language

    @property
    def is_hyphenated(self) -> bool:
        """Whether it breaks words at line ends."""

    def is_whole(self, word: str) -> bool:
        """Tell whether it prints a word."""

    def has_form_of(self, word: str) -> bool:
        """Tell whether it prints a word in any number or gender."""

    def hyphenates(self, prefix: str) -> bool:
        """Tell whether it prints a word with this prefix and a hyphen."""


def ending_of(word: str) -> tuple[str, str]:
    """Return a word without its ending of number and gender, and the ending: "nacional", "es"."""
    found = ENDING.search(word)
    return (word[: found.start()], found[0]) if found else (word, "")


def has_own_hyphen(first: str, second: str, vocabulary: Spellings) -> bool:
    """Tell whether the hyphen between two halves of a word belongs to it."""
    if first[-1].isupper() != second[0].isupper() or vocabulary.is_whole(f"{first}-{second}"):
        return True
    language = vocabulary.language
    if first.isupper() and second.isupper() and not language.has(first + second):
        return vocabulary.is_whole(first) and vocabulary.is_whole(second)  # MINSEG-DNM, but ADA-JUS
    if not vocabulary.is_hyphenated and len(first) > 2 and language.is_common(first) and language.is_common(second):
        return True
    if (shown := shown_spelling(first, second, vocabulary)) is not None:
        return shown
    if language.keeps_hyphen(first, second):
        return True
    if vocabulary.is_whole(first + second) or language.has(first + second):
        return False
    return len(first) > 2 and len(second) > 2 and language.has(first) and language.has(second)


def shown_spelling(first: str, second: str, vocabulary: Spellings) -> bool | None:
    """Tell whether the document writes a compound with a hyphen; None if it does not show it."""
    if vocabulary.has_form_of(f"{first}-{second}"):
        return True
    if vocabulary.has_form_of(first + second):
        return False
    language = vocabulary.language
    is_compound = len(first) >= SHORTEST and len(second) >= SHORTEST and language.has(second)
    is_rare = language.share((first + second).lower()) < RARE
    return True if is_compound and is_rare and vocabulary.hyphenates(first) else None


def is_unclear(first: str, second: str, vocabulary: Spellings) -> bool:
    """Tell whether a word that a line parts may be a compound with a hyphen or without, and nothing shows which.

    Its halves are words, or the first is a prefix that is written both ways, and the whole is no word that all know.
    """
    language = vocabulary.language
    if first[-1].isupper() or second[0].isupper() or shown_spelling(first, second, vocabulary) is not None:
        return False
    if len(second) < SHORTEST or not language.has(second) or language.keeps_hyphen(first, second):
        return False
    whole = language.share((first + second).lower())
    if first.lower() in language.loose_prefixes:
        return whole < RARE
    halves = min(language.share(first.lower()), language.share(second.lower()))
    return len(first) >= SHORTEST and language.has(first) and whole * RARER < halves


def unclear_words(lines: Sequence[str], text: str, vocabulary: Spellings) -> list[tuple[int, int]]:
    """Return where the words of a joined text stand that a line parts and that may have a hyphen or none."""
    found: list[tuple[int, int]] = []
    done = 0
    for before, after in pairwise(lines):
        halves = HYPHENATED.search(before), LEADING_LETTERS.match(after)
        if halves[0] is None or halves[1] is None or before.endswith("\u00ad"):
            continue
        first, second = halves[0].group(1), halves[1].group()
        if is_unclear(first, second, vocabulary):
            word = re.compile(f"{re.escape(first)}-?{re.escape(second)}").search(text, done)
            if word is not None:
                found.append(word.span())
                done = word.end()
    return found
