"""Labels in the lines of a plan in prose ("Responsable: X. Plazo: 2025."), wherever they stand, with their values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ..records import Excluded
from ..text import BULLETS
from .pieces import Piece, exclude

BEFORE_COLON = re.compile(r"(?P<words>[^:.;|]{2,80}?\.?)\s*:(?:\s+(?=\S)|\s*$)")
PART_BEFORE_COLON = re.compile(
    rf"(?:^|[.;|,()\[\]—–→{BULLETS}]|\s[/-]\s)(?P<words>[^:.;|,()\[\]—–→{BULLETS}]{{2,60}}?\.?)\s*:(?:\s+(?=\S)|\s*$)"
)
WORD = re.compile(r"\S+")
MOST_WORDS = 5  # of a label
SIGNS = f".;,|/([–—→{BULLETS}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in a line, with its value as offsets into the line."""

    label: str
    start: int  # of the label
    value: int
    end: int


def labels_in(text: str, is_label: Callable[[str], bool]) -> list[Labelled]:
    """Return the labels of a text, wherever they stand, each with its value up to the next one.

    A label is the longest run of words before a colon that `is_label` knows. It begins with a capital or behind a sign:
    the first in "Capacitar al personal Responsable: X; plazo: 2025." is `Responsable`. The last may have its value in
    the lines below.
    """
    found = [(*span, match.end()) for match in BEFORE_COLON.finditer(text) if (span := _label_before(match, is_label))]
    ends = [start for start, _, _ in found] + [len(text)]
    return [
        Labelled(text[start:stop], start, value, end) for (start, stop, value), end in zip(found, ends[1:], strict=True)
    ]


def _label_before(match: re.Match[str], is_label: Callable[[str], bool]) -> tuple[int, int] | None:
    """Return where the label before a colon begins and ends, None if the words before it are none."""
    words = list(WORD.finditer(match["words"]))[-MOST_WORDS:]
    start, end = match.span("words")
    starts = [
        start + word.start() for word in words if word[0][0].isupper() or _is_behind_sign(match, start + word.start())
    ]
    starts = [end - len(match.string[place:end].lstrip(f"([–—→{BULLETS} ")) for place in starts]
    return next(((place, end) for place in starts if is_label(match.string[place:end])), None)


def _is_behind_sign(match: re.Match[str], place: int) -> bool:
    """Tell whether a sign, or nothing, stands before a place: the beginning of a part of the line."""
    before = match.string[:place].rstrip()
    return not before or before[-1] in SIGNS or match.string[place] in SIGNS


def labelled_parts(text: str, is_label: Callable[[str], bool]) -> list[Labelled]:
    """Return the labels of a line that begins with one ("Responsable: X. Plazo: 2025."), each up to the next one."""
    found = labels_in(text, is_label)
    return found if found and found[0].start == 0 else []


def repeated_labels(texts: Iterable[str]) -> Iterator[str]:
    """Yield what stands before each colon of the texts as a label would: few words at the beginning of a part."""
    for text in texts:
        for match in PART_BEFORE_COLON.finditer(text):
            words = match["words"].strip(" |;,/·•–-")
            if words[:1].isalpha() and len(words.split()) <= MOST_WORDS and not any(sign.isdigit() for sign in words):
                yield words


def parts_between(match: re.Match[str], length: int) -> Iterator[tuple[int, int]]:
    """Yield the spans behind the beginning of an item's text that no group of its pattern has."""
    position = match.start("text")
    for start, stop in sorted(match.span(name) for name in match.groupdict() if name != "number" and match[name]):
        yield position, start
        position = stop
    yield position, length


def words_aside(piece: Piece, spans: Iterable[tuple[int, int]]) -> list[Excluded]:
    """Return the words of some spans of a line as excluded: labels, and the signs between values."""
    parts = (piece.part(start, stop) for start, stop in spans if start < stop)
    return [exclude(part, "label") for part in parts if part.text]
