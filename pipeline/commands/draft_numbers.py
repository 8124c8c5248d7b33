"""Reads the numbers below the headings of a list, to draft how each section is numbered and whether it begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..rebuild.list_reader import DECIMAL, OWN, PREFIXED
from ..rebuild.numbering import read_label
from ..text import CAPITAL, NUMBER_SUFFIX

ITEM_NUMBER = re.compile(rf"(?P<number>\d+|[ivxl]+)(?:{NUMBER_SUFFIX})?[.,)](?:\s|$)", re.IGNORECASE)
BARE = re.compile(rf"(?P<number>\d{{1,3}})\s+(?=[{CAPITAL}])")
SEEN = 6  # numbers of a section that tell how it is numbered
ROMAN = re.compile(r"[ivxl]+", re.IGNORECASE)


def first_label(text: str, before: Sequence[str]) -> str | None:
    """Return the number that a line begins with, None if there is none; `before`: the earlier numbers of its section.

    A letter counts where the section begins with one, a number without a full stop where it is the next one.
    """
    if (
        match := ITEM_NUMBER.match(text)
        or OWN["arabic"].match(text)
        or OWN["roman"].match(text)
        or PREFIXED.match(text)
        or DECIMAL.match(text)
    ):
        return read_digits(match["number"])
    if not before or not (ROMAN.fullmatch(before[0]) or before[0].isdigit()):
        match = OWN["letters"].match(text)
        if match or before:
            return match["number"] if match else None
    bare = BARE.match(text)
    is_next = bare and int(bare["number"]) == (int(before[-1]) + 1 if before and before[-1].isdigit() else 1)
    return bare["number"] if bare and is_next else None


def read_digits(label: str) -> str:
    """Return a number without the word behind it: 7 of `7 bis`."""
    match = re.match(r"\d+|[ivxl]+(?=[\s-])", label, re.IGNORECASE)
    return match[0] if match else label


def numbering_of(labels: Sequence[str]) -> str:
    """Return how a section is numbered, from the numbers that its lines begin with.

    `1. i. ii. iii.` is a list within the first paragraph; `1. ii. iii.` is a scan of Roman numbers.
    """
    seen = labels[:SEEN]
    if seen and not seen[0].isdigit() and not ROMAN.fullmatch(seen[0]):
        return "letters"
    romans = sum(not label.isdigit() for label in seen)
    has_list = bool(seen) and seen[0].isdigit() and "i" in map(str.lower, seen)
    return "roman" if 2 * romans > len(seen) and not has_list else "arabic"


def values_of(labels: Sequence[str], numbering: str) -> list[int]:
    """Return the numbers of a section's own numbering, in their order."""
    read = (read_label(label, numbering) for label in labels)
    return [label.value for label in read if label is not None]


def begins_anew(values: Sequence[int], last: int) -> bool:
    """Tell whether a section's numbers begin again with 1 instead of going on from the last of the section before.

    One misread number does not decide: `1, 12, 13` after 10 goes on; `9, 1, 2` after 4 begins anew.
    """
    if last + 1 == values[0]:
        return last == 0
    if values[0] == 1:
        return last == 0 or values[1:2] != [last + 2]
    return 1 in values[:2] or values[0] <= last or last == 0


def last_number(values: Sequence[int], before: int) -> int:
    """Return the last number of a section, counted on from the one before it; a list within a paragraph is left."""
    last = before
    for value in values:
        last = value if last < value <= last + 3 else last
    return last
