"""Lemmas and inflected forms of words, from simplemma's dictionaries.

As a Python object a dictionary takes 30 to 120 MB, and a word is found in 30 millionths of a second. As it is packed it
takes 10 MB, and a word 250 millionths. The linker asks for a few thousand words in three languages, and remembers them:
it reads the packed ones. Scan repair asks for a hundred thousand spellings in one language: it unpacks that one, which
then serves the linker in the same process too.

Opening a packed dictionary takes half a second. `known_lemmas.csv` holds the lemmas of the words that every run asks
for, so that a workspace in Spanish opens no other. `python -m benchmarks.known_lemmas` writes it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

FILE = Path(__file__).parent / "known_lemmas.csv"
COLUMNS = ("language", "word", "lemma")


def dictionary_lemma(word: str, code: str) -> str:
    """Return the lemma of a word in lower case in the language `code`, accents kept; the word where none is known."""
    known = known_lemmas().get((code, word))
    return known if known is not None else from_dictionary(word, code)


@cache
def known_lemmas() -> Mapping[tuple[str, str], str]:
    """Return the lemmas that are at hand, by language and word."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {(row["language"], row["word"]): row["lemma"] for row in csv.DictReader(file)}


def from_dictionary(word: str, code: str) -> str:
    """Return the same from the dictionary of the language."""
    import simplemma  # loading takes a tenth of a second, which many runs need not spend

    return str(simplemma.lemmatize(word, lang=code, low_memory=code not in _unpacked))


_unpacked: set[str] = set()  # languages whose dictionary this process has unpacked: opening the packed one would cost


def is_dictionary_form(word: str, code: str) -> bool:
    """Tell whether the dictionary of a language has `word`, in lower case, as a form or a lemma."""
    _unpacked.add(code)
    return _lookup().get_lemma(normalize("NFC", word), code) is not None


@cache
def _lookup() -> Any:
    """Return what looks words up in unpacked dictionaries. It is what `simplemma.is_known` asks, word by word."""
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()
