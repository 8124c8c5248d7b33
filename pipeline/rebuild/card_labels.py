"""Labels in the cells and lines of cards, each with the words of its value.

Cases met:
- a label alone in its cell or line, its value in the next one;
- "Etiqueta: valor", several of them in one cell or line;
- a label in a line of its own above its value, in one cell;
- a label and its value on one line, with nothing but type between them;
- "Acción N° 4: Capacitar a …": a number between the label and the value.
Labels are compared like headers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..reference.headers import header_key
from .pieces import Piece, split_at, starts_of, text_of

NUMBERED = re.compile(
    r"(?P<label>[^\W\d](?:.*?[^\W\d])??)(?:[\s.:]+(?:n[°º.o]+|nro|n[úu]m(?:ero)?)[^\w\s]*)?[\s.:]+"
    r"(?P<number>\d+(?:[.\-]\d+)*)\s*[.:]?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?")
NUMBER = re.compile(
    r"(?:(?i:n[°º.o]+|nro\.?|n[úu]m(?:ero|\.)?)\s*)?(?P<number>(?:[A-Z]{1,3}[.\-]?)?\d+(?:[.\-]\d+)*)(?=[\s.:)\-–—]|$)"
    r"(?P<mark>[.:)]+(?=\s)|\s*[-–—:](?=\s))?\s*"
)
WORD = re.compile(r"\S+")
DASH = re.compile(r"[:\-–—]\s+")
MOST_WORDS = 5  # of a label with a number, or above its value without a line's end between them
LONGEST = 25  # words of a label that is a question
PARTS = re.compile(r"(?<=\s)(?=[¿A-ZÁÂÃÀÉÊÍÓÔÚÑÇ])")  # where a label may begin within a line


def numbered_label(cell: str) -> re.Match[str] | None:
    """Return a cell that is a label and a number ("Acción No. 4") with the groups `label` and `number`, else None."""
    match = NUMBERED.fullmatch(cell)
    return match if match and len(match["label"].split()) <= MOST_WORDS else None


def is_number(text: str) -> bool:
    """Tell whether words are a number and no year: "Lead 2.3" is the title of a card, "Deadline 2030" is not."""
    match = NUMBER.fullmatch(text)
    return match is not None and YEAR.fullmatch(match["number"]) is None


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a cell: a label with its number and its value, or words that go on with the value before."""

    label: str | None
    value: list[Piece]
    heads: list[Piece]  # the label as printed, with its colon
    number: list[Piece]  # printed between the label and the value


@dataclass(frozen=True, slots=True)
class _Found:
    """A label in a text: where it begins, where its words do and end, its number, and where its value begins."""

    start: int
    words: int
    stop: int
    number: tuple[int, int] | None
    value: int


class CardLabels:
    """Finds the labels of a document's cards in its cells and lines."""

    def __init__(self, labels: Iterable[str], counted: Collection[str] = ()) -> None:
        """`counted` are the labels behind which the number of the card may stand."""
        self._keys = {key for label in labels if (key := header_key(label))}
        self._counted = {header_key(label) for label in counted}
        self.are_above = False  # True where labels stand right before their values, on one line

    def is_label(self, text: str) -> bool:
        """Tell whether words are a label and nothing else."""
        return header_key(text) in self._keys

    def parts(self, pieces: Sequence[Piece]) -> list[Part]:
        """Return the words of a cell or line, parted at its labels."""
        text = text_of(pieces)
        found = list(self._labels_in(text, line_starts(pieces)))
        ends = [each.start for each in found] + [len(text)]
        parts = [Part(None, part_between(pieces, 0, ends[0]), [], [])] if text[: ends[0]].strip() else []
        for each, end in zip(found, ends[1:], strict=True):
            number = part_between(pieces, *each.number) if each.number else []
            heads = part_between(pieces, each.start, each.number[0] if each.number else each.value)
            parts.append(Part(text[each.words : each.stop], part_between(pieces, each.value, end), heads, number))
        return parts

    def has_label(self, pieces: Sequence[Piece]) -> bool:
        """Tell whether a cell or line begins with a label."""
        text, starts = text_of(pieces), line_starts(pieces)
        return bool(text) and self._label_at(text, 0, starts) is not None

    def _labels_in(self, text: str, starts: Collection[int]) -> Iterator[_Found]:
        at = 0
        within = (match.start() for match in PARTS.finditer(text)) if ":" in text else ()
        for place in sorted({0, *starts, *within}):
            if place < at or place >= len(text):
                continue
            if (found := self._label_at(text, place, starts)) is not None:
                yield found
                at = found.value

    def _label_at(self, text: str, place: int, starts: Collection[int]) -> _Found | None:
        """Return the longest label that begins at a place of a text, None where none does."""
        key, best = "", None
        begins = place
        if text[place : place + 1].islower():
            return None  # a line's end in the middle of a value
        for count, word in enumerate(WORD.finditer(text, place)):
            if count > LONGEST:
                break
            if not header_key(word[0]):
                continue  # a bullet, a sign
            begins = word.start() if not key else begins
            key += header_key(word[0])
            if key in self._keys and (found := self._ended(text, (begins, word.end()), place, starts)) is not None:
                best = found
        return best

    def _ended(self, text: str, span: tuple[int, int], place: int, starts: Collection[int]) -> _Found | None:
        """Return a label if what follows shows that it ends there: nothing, a colon, a number, the end of the line."""
        start, stop = span
        value = stop + len(text[stop:]) - len(text[stop:].lstrip())
        is_line = place == 0 or place in starts
        if text[stop - 1] == ":" or value >= len(text):
            return _Found(place, start, stop, None, value) if is_line or text[stop - 1] == ":" else None
        if is_line and (dash := DASH.match(text, value)):
            return _Found(place, start, stop, None, dash.end())
        if text[value] == ":":
            return _Found(
                place, start, stop, None, value + 1 + len(text[value + 1 :]) - len(text[value + 1 :].lstrip())
            )
        if not is_line:
            return None
        if value in starts and header_key(text[start:stop]) not in self._counted:
            return _Found(place, start, stop, None, value)
        match = NUMBER.match(text, value) if place == 0 else None
        is_counted = match is not None and (match["mark"] or header_key(text[start:stop]) in self._counted)
        ends = match is not None and match.end() == len(text)
        is_own = match is not None and (ends or (is_counted and YEAR.fullmatch(match["number"]) is None))
        if match is not None and is_own and not (self.are_above and ends):
            return _Found(place, start, stop, (match.start("number"), match.end()), match.end())
        if value in starts:
            return _Found(place, start, stop, None, value)
        is_above = self.are_above and len(text[start:stop].split()) <= MOST_WORDS
        if not is_above or text[value].islower() or is_number(text[value:]):
            return None
        return _Found(place, start, stop, None, value)


def line_starts(pieces: Sequence[Piece]) -> set[int]:
    """Return where in the joined text of some pieces a printed line begins."""
    found = {0}
    for piece, start in zip(pieces, starts_of(pieces), strict=True):
        found |= {start, *(start + at for at in piece.breaks)}
    return found


def part_between(pieces: Sequence[Piece], start: int, stop: int) -> list[Piece]:
    """Return the words of some pieces between two offsets of their joined text."""
    return split_at(split_at(pieces, stop)[0], start)[1]
