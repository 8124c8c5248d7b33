"""The words of every language that has a list, packed: one text a language, a word a line.

As dictionaries the lists of the 42 languages take 190 MB, packed 20 MB. A word is found by halving. The lists are those
of wordfreq, as `language.shares_of` has them, without the frequencies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from ..reference.packed_lines import END, line_with

LIST = "small"  # wordfreq's name for the lists that every language has


@dataclass(frozen=True, slots=True)
class PackedWords:
    """Some words in the order of their bytes, in UTF-8, a line end before and after each."""

    lines: bytes

    def __contains__(self, word: str) -> bool:
        """Tell whether a word is one of them."""
        return line_with(self.lines, word.encode("utf-8") + END) is not None


def pack_words(words: Iterable[str]) -> PackedWords:
    """Return words in packed form. A word has no line end in it."""
    return PackedWords("\n".join(["", *sorted(words), ""]).encode("utf-8"))


@lru_cache(maxsize=1)
def all_codes() -> tuple[str, ...]:
    """Return the codes of all languages that have a list of words."""
    import wordfreq

    return tuple(sorted(wordfreq.available_languages(LIST)))


@cache
def packed_list(code: str) -> PackedWords:
    """Return the words of a language."""
    import wordfreq

    # `get_frequency_list` would keep every list in memory as it is unpacked
    buckets = wordfreq.read_cBpack(wordfreq.available_languages(LIST)[code])
    return pack_words(word for bucket in buckets for word in bucket)
