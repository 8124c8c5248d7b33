"""Lemmas and inflected forms of words, from simplemma's dictionaries.

As a Python object a dictionary takes 30 to 120 MB, and a word is found in 30 millionths of a second. As it is packed it
takes 10 MB, and a word 250 millionths. The linker asks for a few thousand words in three languages, and remembers them:
it reads the packed ones. Scan repair asks for a hundred thousand spellings in one language: it unpacks that one, which
then serves the linker in the same process too.

Opening a packed dictionary takes 0.8 s. `known_lemmas.csv` holds the lemmas of the words that every run asks for, so
that a workspace in Spanish opens no other. `python -m benchmarks.known_lemmas` writes it. A dictionary can also be
written out as lines in order, which all processes read in common: that takes 1.9 s once, and opening it nothing.
"""

from __future__ import annotations

import csv
import mmap
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

from .packed_lines import END, line_with

FILE = Path(__file__).parent / "known_lemmas.csv"
COLUMNS = ("language", "word", "lemma")
TAB = "\t"  # in a dictionary that is written out: between a form and its lemma


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
    if code in _written:
        return str(_written_out().lemmatize(word, lang=code))
    import simplemma  # loading takes a tenth of a second, which many runs need not spend

    return str(simplemma.lemmatize(word, lang=code, low_memory=code not in _unpacked))


_unpacked: set[str] = set()  # languages whose dictionary this process has unpacked: opening the packed one would cost
_written: dict[str, Path] = {}  # languages whose dictionary is written out, and where


def use_written(code: str, path: Path) -> None:
    """Let the dictionary of a language be read from a file that `written_dictionary` made."""
    if _written.get(code) != path:
        _written[code] = path
        _written_out.cache_clear()


def written_dictionary(code: str) -> bytes:
    """Return the dictionary of a language as lines in the order of their bytes, a line end before and after each."""
    from simplemma.strategies import DefaultDictionaryFactory

    entries = DefaultDictionaryFactory().get_dictionary(code)
    lines = sorted(f"{form}{TAB}{lemma}".encode() for form, lemma in entries.items())
    return END + END.join(lines) + END


class _WrittenDictionary(Mapping[str, str]):
    """A dictionary that is written out: the lemma of each form."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._lines = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, form: str) -> str:
        begin = f"{form}{TAB}".encode()
        line = line_with(self._lines, begin)
        if line is None:
            raise KeyError(form)
        return line[len(begin) : -len(END)].decode("utf-8")

    def __iter__(self) -> Iterator[str]:
        return (line.decode("utf-8").partition(TAB)[0] for line in bytes(self._lines).split(END) if line)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _WrittenDictionaries:
    """The dictionaries that are written out, as simplemma asks for them."""

    def __init__(self) -> None:
        self._open: dict[str, _WrittenDictionary] = {}

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        """Return the dictionary of a language."""
        if lang not in self._open:
            self._open[lang] = _WrittenDictionary(_written[lang])
        return self._open[lang]


@cache
def _written_out() -> Any:
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=_WrittenDictionaries()))


def is_dictionary_form(word: str, code: str) -> bool:
    """Tell whether the dictionary of a language has `word`, in lower case, as a form or a lemma."""
    _unpacked.add(code)
    return _lookup().get_lemma(normalize("NFC", word), code) is not None


@cache
def _lookup() -> Any:
    """Return what looks words up in unpacked dictionaries. It is what `simplemma.is_known` asks, word by word."""
    from simplemma.strategies import DictionaryLookupStrategy

    return DictionaryLookupStrategy()
