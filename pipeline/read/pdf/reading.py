"""The text of a cell or a line from its words: reading order, hyphens at line ends, spacing.

A word hyphenated at a line's end is made whole, unless the hyphen belongs to it. What tells them apart, in this
order: the document prints the word elsewhere without its hyphen, or with it in the middle of a line; the next line
goes on with a capital or a digit (the hyphen stays); the whole word is Spanish ("infor-mación"), or else both halves
are ("judicial-penitenciario", pe_plan_gobierno_a_2026 p. 21; "socio-económica", oas-plan-3-sample p. 3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np

from pipeline.read.pdf.geometry import Floats

SAME_LINE = 0.5  # share of the lower word's height that lies beside the other one
HYPHENATED = re.compile(r"^(.*?)([^\W\d_]+)[-\u00ad]$", re.DOTALL)
SLASHED = re.compile(r"[^\W\d_]/$")  # "urbano/" with "rural" on the next line
TRAILING_LETTERS = re.compile(r"[^\W\d_]+$")
LEADING_LETTERS = re.compile(r"^[^\W\d_]+")
WHOLE_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
KNOWN = 1e-8  # share of Spanish text
COMMON = 1e-7
IsWord = Callable[[str], bool]


def lines_of_words(boxes: Floats) -> list[list[int]]:
    """Return the indexes of words as lines from top to bottom, each from left to right."""
    if len(boxes) < 2:
        return [list(range(len(boxes)))] if len(boxes) else []
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    order = np.argsort(middle, kind="stable").tolist()
    tops, bottoms = boxes[:, 1].tolist(), boxes[:, 3].tolist()
    lines: list[list[int]] = []
    top = bottom = 0.0
    for index in order:
        shared = min(bottom, bottoms[index]) - max(top, tops[index])
        if lines and shared > SAME_LINE * min(bottom - top, bottoms[index] - tops[index]):
            lines[-1].append(index)
            if bottoms[index] - tops[index] > bottom - top:
                top, bottom = tops[index], bottoms[index]
        else:
            lines.append([index])
            top, bottom = tops[index], bottoms[index]
    left = boxes[:, 0].tolist()
    return [sorted(line, key=left.__getitem__) for line in lines]


class Vocabulary:
    """The words that a document prints whole, and those it prints with a hyphen in the middle of a line."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.seen: set[str] = set()
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Take in the words of a page; the halves of a hyphenated word are no words."""
        self.seen.update(words)

    def is_whole(self, word: str) -> bool:
        """Tell whether the document prints `word`, in whatever case and between whatever marks."""
        return word.lower() in self._folded()

    def _folded(self) -> set[str]:
        return _folded(frozenset(self.seen)) if self.seen else set()


@lru_cache(maxsize=4)
def _folded(words: frozenset[str]) -> set[str]:
    return {
        match.group().lower()
        for word in words
        if not word.endswith(("-", "\u00ad"))
        for match in WHOLE_WORD.finditer(word)
    }


@lru_cache(maxsize=1)
def _spanish() -> dict[str, float]:
    import wordfreq

    return dict(wordfreq.get_frequency_dict("es", wordlist="best"))


def _is_spanish(word: str) -> bool:
    return _spanish().get(word.lower(), 0.0) >= KNOWN


def join_lines(lines: list[str], vocabulary: Vocabulary) -> str:
    """Return lines as one text: single spaces, hyphenated words made whole, soft hyphens gone.

    A word too wide for its column is broken without a hyphen; it stands alone on its line ("establecimiento" / "s
    comerciales", florencia p. 19; "Programad" / "o", corett-2020 p. 1) and is made whole where that makes a word.
    """
    text, alone = "", False
    for line in lines:
        if not line:
            continue
        if text.endswith(("-", "\u00ad")):
            joined = _unhyphenated(text, line, vocabulary)
        elif (alone and is_cut_word(text, line)) or (SLASHED.search(text) and line[0].isalpha()):
            joined = text + line
        else:
            joined = None
        text = joined if joined is not None else f"{text} {line}" if text else line
        alone = " " not in line
    return " ".join(text.replace("\u00ad", "").split())


def is_cut_word(text: str, following: str) -> bool:
    """Tell whether a word is cut without a hyphen between two texts: the whole is Spanish, one of the halves not."""
    before, after = TRAILING_LETTERS.search(text), LEADING_LETTERS.match(following)
    if before is None or after is None or not after.group()[0].islower() or before.group()[-1].isupper():
        return False
    first, second = before.group(), after.group()
    whole = _spanish().get((first + second).lower(), 0.0)
    return whole >= KNOWN * 10 and not (_is_common(first) and _is_common(second))


def _is_common(word: str) -> bool:
    return _spanish().get(word.lower(), 0.0) >= COMMON and (len(word) > 1 or word.lower() in "aeoyu")


def _unhyphenated(text: str, line: str, vocabulary: Vocabulary) -> str | None:
    """Return both lines with the word over their border made whole; None where the dash ends no word."""
    before, after = HYPHENATED.match(text), LEADING_LETTERS.match(line)
    if before is None or after is None:
        return text + line if re.search(r"\w-$", text) and re.match(r"\w", line) else None
    first, second = before.group(2), after.group()
    if text.endswith("\u00ad") or not has_own_hyphen(first, second, vocabulary):
        return text[:-1] + line
    return text + line


def has_own_hyphen(first: str, second: str, vocabulary: Vocabulary) -> bool:
    """Tell whether the hyphen between two halves of a word belongs to it."""
    if first[-1].isupper() != second[0].isupper() or vocabulary.is_whole(f"{first}-{second}"):
        return True
    if first.isupper() and second.isupper() and not _is_spanish(first + second):
        return vocabulary.is_whole(first) and vocabulary.is_whole(second)  # MINSEG-DNM, but ADA-JUS
    if vocabulary.is_whole(first + second) or _is_spanish(first + second):
        return False
    return len(first) > 2 and len(second) > 2 and _is_spanish(first) and _is_spanish(second)


def join_pieces(pieces: list[tuple[str, ...]], vocabulary: Vocabulary) -> str:
    """Return the pieces of a cell that pages have cut, as one text: by one space, a word cut by the page made whole."""
    text = ""
    for piece in pieces:
        if not piece:
            continue
        if text and not text.endswith(("-", "\u00ad")) and is_cut_word(text, piece[0]):
            text += join_lines(list(piece), vocabulary)
        else:
            text = join_lines([text, *piece] if text else list(piece), vocabulary)
    return text
