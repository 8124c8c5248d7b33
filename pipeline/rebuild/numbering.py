"""Which number belongs to which paragraph, where a scan has torn them apart, lost or misread some.

A section's paragraphs and the numbers printed in it are counted against each other: page by page where a page has as
many numbers as paragraphs that begin on it (all of oas-3 l. 326-1036 but three pages), then by the sequence between
two numbers that are certain. A paragraph too many between them is the one that proposes itself whole in brackets and
bears no number (oas-3 l. 654): it takes the number before it and `bis`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.rebuild.blocks import LoneNumber, roman, roman_value
from pipeline.rebuild.pieces import Piece

SUFFIXED = re.compile(r"(?P<value>\d+)\s?(?P<suffix>bis|ter|quater|alt)?", re.IGNORECASE)


@dataclass(slots=True)
class Numbered:
    """A paragraph on its way to its number."""

    page: int | None
    is_proposal: bool  # the whole paragraph is one bracket
    own_label: str | None  # number printed on its own line, or inside its bracket
    label: str | None = None  # number printed apart and matched with it
    label_piece: Piece | None = None
    number: str = ""
    is_inferred: bool = True
    doubts: list[tuple[str, str, str]] = field(default_factory=list)  # issue code, severity, detail


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number, read."""

    value: int
    suffix: str  # "" | bis | ter | alt…

    @property
    def is_alternative(self) -> bool:
        """True where the label is a proposal for the very number (4ALT stands for 4)."""
        return self.suffix == "alt"


def read_label(text: str, numbering: str) -> Label | None:
    """Return a printed number, None where it is none of the section's kind."""
    if numbering == "roman":
        value = roman_value(text)
        return Label(value, "") if value else None
    match = SUFFIXED.fullmatch(text)
    return Label(int(match["value"]), (match["suffix"] or "").lower()) if match else None


def match_lone_numbers(
    paragraphs: Sequence[Numbered], numbers: Sequence[LoneNumber], numbering: str
) -> list[LoneNumber]:
    """Give the numbers printed apart to the paragraphs that begin on their page, where they are as many.

    Returns the numbers of pages where they are not, to be compared with the sequence later.
    """
    left: list[LoneNumber] = []
    for page in dict.fromkeys(number.piece.page for number in numbers):
        here = [number for number in numbers if number.piece.page == page]
        waiting = [paragraph for paragraph in paragraphs if paragraph.page == page and paragraph.own_label is None]
        if len(here) != len(waiting):
            left += here
            continue
        for paragraph, number in zip(waiting, here, strict=True):
            paragraph.label, paragraph.label_piece = number.label, number.piece
    return left


def number_paragraphs(paragraphs: Sequence[Numbered], numbering: str, first: int, end: int | None) -> int:
    """Number a section's paragraphs from `first`, up to `end` where the next section's first number is known.

    Fills in number, is_inferred and doubts; returns the number after the last. Printed numbers are believed where
    they run forward; one that does not fit the count on both sides is misread and the sequence holds.
    """
    labels = [read_label(paragraph.own_label or paragraph.label or "", numbering) for paragraph in paragraphs]
    unlabelled = _unnumbered(paragraphs, labels, first, end)
    expected, before = first, ""
    for index, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        if index in unlabelled:
            _set(paragraph, f"{before}bis", inferred=True)
            paragraph.doubts.append(("number_added", "info", "no number is printed: it takes the one before and bis"))
            continue
        value = _value(paragraph, label, expected, _next_value(labels, index))
        suffix = label.suffix if label and label.value == value else ""
        printed = roman(value) if numbering == "roman" else f"{value}{suffix}"
        if not paragraph.number:
            _set(paragraph, printed, inferred=label is None or label.value != value)
        before, expected = printed, value + 1
    return expected


def _set(paragraph: Numbered, number: str, *, inferred: bool) -> None:
    paragraph.number, paragraph.is_inferred = number, inferred


def _next_value(labels: Sequence[Label | None], index: int) -> int | None:
    return next((label.value for label in labels[index + 1 :] if label is not None), None)


def _value(paragraph: Numbered, label: Label | None, expected: int, following: int | None) -> int:
    """Return the value that a paragraph bears: its label's where it fits, the sequence's where it does not."""
    if label is None:
        return expected
    if label.suffix and not label.is_alternative and label.value == expected - 1:
        return label.value
    if label.value == expected:
        return expected
    if label.value > expected and (following is None or label.value < following):
        detail = f"number {label.value} follows {expected - 1}: the numbers between are not in the source"
        paragraph.doubts.append(("number_gap", "doubt", detail))
        return label.value
    if label.value < expected and following == label.value + 1:
        detail = f"number {label.value} stands where {expected} is expected: a paragraph before it bears no number"
        paragraph.doubts.append(("number_back", "doubt", detail))
        return label.value
    detail = f"the number is printed as {paragraph.own_label or paragraph.label!r}: read as {expected}"
    paragraph.doubts.append(("number_misread", "info", detail))
    return expected


def _unnumbered(
    paragraphs: Sequence[Numbered], labels: Sequence[Label | None], first: int, end: int | None
) -> set[int]:
    """Return the paragraphs that bear no number: those that are too many between two certain numbers.

    Only a paragraph without label that proposes itself whole can be one.
    """
    chosen: set[int] = set()
    start, value = -1, first - 1
    for stop, label in [*enumerate(labels), (len(labels), Label(end, "") if end else None)]:
        if label is None or label.suffix:
            continue
        between = range(start + 1, stop)
        suffixed = sum(1 for index in between if (mark := labels[index]) and mark.suffix and not mark.is_alternative)
        excess = len(between) - suffixed - (label.value - value - 1)
        free = [index for index in between if labels[index] is None and paragraphs[index].is_proposal]
        if 0 < excess <= len(free):
            chosen |= set(free[-excess:])
        start, value = stop, label.value
    return chosen
