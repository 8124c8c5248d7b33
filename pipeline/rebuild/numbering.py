"""Which number belongs to which paragraph, if a scan has separated them, lost or misread some.

If a page prints as many numbers as paragraphs begin on it, they are matched in order (all of oas-3 l. 326-1036 except
three pages). Elsewhere the sequence between two certain numbers decides. If there is one paragraph too many between
them, it has no number of its own: the one that is a single bracket as a whole (oas-3 l. 654), otherwise the last. It
gets the number before it and `bis`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ..text import NUMBER_SUFFIX
from .blocks import LoneNumber
from .pieces import Box, Piece
from .roman_numerals import roman, roman_value

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BESIDE = 0.6  # of a number's height: a paragraph's first line stands no further from it
LAST_NUMBER = 999  # 2020. or 1009. begins no paragraph
MISREAD_DIGITS = str.maketrans("AOSZBIl", "4052811")  # letters that a scan has for the digits 4, 0, 5, 2, 8, 1
SCANNED = re.compile(r"[1l!|¡]{1,3}|[tivx1l!|¡]{2,5}")  # "11." and "ti." of a scan for "ii.", "1v." for "iv."
SCANNED_I = re.compile(r"[1tl!|¡]")
SUFFIXED = re.compile(rf"(?P<value>\d{{1,9}})(?:\.?[ºª°])?(?P<suffix>{NUMBER_SUFFIX})?", re.IGNORECASE)
SUFFIXED_ROMAN = re.compile(rf"(?P<value>[ivxl]+?)(?P<suffix>{NUMBER_SUFFIX})", re.IGNORECASE)
BASE = re.compile(r"\d+|[ivxl]+")  # of a number with a suffix


@dataclass(slots=True)
class Numbered:
    """A paragraph that is to be numbered."""

    page: int | None
    is_proposal: bool  # the whole paragraph is one bracket
    own_label: str | None  # number printed on its own line, or inside its bracket
    label: str | None = None  # number printed apart and matched with it
    label_piece: Piece | None = None
    number: str = ""
    is_inferred: bool = True
    doubts: list[tuple[str, str, str]] = field(default_factory=list)  # issue code, severity, detail
    box: Box | None = None  # of its first words
    words: str = ""  # its first words


@dataclass(frozen=True, slots=True)
class Label:
    """A printed number and what it says."""

    value: int
    suffix: str  # "" | bis | ter | alt…

    @property
    def is_alternative(self) -> bool:
        """True if the label is an alternative to the number itself (4ALT is an alternative to 4)."""
        return self.suffix == "alt"


def read_label(text: str, numbering: str) -> Label | None:
    """Return a printed number; None if it is not of the kind that the section uses."""
    if numbering == "roman":
        if (suffixed := SUFFIXED_ROMAN.fullmatch(text)) and (value := roman_value(suffixed["value"])):
            return Label(value, suffixed["suffix"].strip(" -\u00a0").lower())
        value = roman_value(text) or roman_value(SCANNED_I.sub("i", text) if SCANNED.fullmatch(text) else "")
        return Label(value, "") if value else None
    if numbering == "letters":
        return Label(LETTERS.index(text.lower()) + 1, "") if len(text) == 1 and text.lower() in LETTERS else None
    match = SUFFIXED.fullmatch(text) or SUFFIXED.fullmatch(text.translate(MISREAD_DIGITS))
    return Label(int(match["value"]), (match["suffix"] or "").strip(" -\u00a0").lower()) if match else None


def match_lone_numbers(
    paragraphs: Sequence[Numbered], numbers: Sequence[LoneNumber], numbering: str
) -> list[LoneNumber]:
    """Match separately printed numbers with the paragraphs that begin on their page, if there are as many of both.

    Returns the numbers of the other pages, which are compared with the sequence later.
    """
    left: list[LoneNumber] = []
    for page in dict.fromkeys(number.piece.page for number in numbers):
        here = [number for number in numbers if number.piece.page == page]
        if all(number.is_drawn and number.piece.box for number in here):
            left += [number for number in here if not is_beside_one(number, paragraphs)]
            continue
        waiting = [paragraph for paragraph in paragraphs if paragraph.page == page and paragraph.own_label is None]
        if len(here) != len(waiting):
            left += here
            continue
        for paragraph, number in zip(waiting, here, strict=True):
            paragraph.label, paragraph.label_piece = number.label, number.piece
    return left


def is_beside_one(number: LoneNumber, paragraphs: Sequence[Numbered]) -> bool:
    """Give a number drawn in the margin to the paragraph that begins at its height; tell whether there is one."""
    box = number.piece.box
    for paragraph in paragraphs:
        if box is None or paragraph.box is None or paragraph.page != number.piece.page or paragraph.label_piece:
            continue
        if abs(paragraph.box[1] - box[1]) < BESIDE * (box[3] - box[1]) and paragraph.own_label is None:
            paragraph.label, paragraph.label_piece = number.label, number.piece
            return True
    return False


def number_paragraphs(paragraphs: Sequence[Numbered], numbering: str, first: int, end: int | None) -> int:
    """Number a section's paragraphs from `first`, up to `end` where the next section's first number is known.

    Sets number, is_inferred and doubts; returns the number after the last one. Printed numbers count as right if they
    increase. A number that does not fit between its neighbours counts as misread, and the sequence decides.
    """
    labels = [read_label(paragraph.own_label or paragraph.label or "", numbering) for paragraph in paragraphs]
    certain = _certain(labels, first, end)
    added = _added(paragraphs, labels, certain)
    expected, before = first, ""
    for index, (paragraph, label) in enumerate(zip(paragraphs, labels, strict=True)):
        if index in added:
            written = written_number(label.value, numbering, label.suffix) if label else ""
            before = _add(paragraph, written, before)
            continue
        is_certain = label is not None and index in certain
        value = label.value if label is not None and is_certain else expected
        paragraph.doubts += _doubts(paragraph, label, value, expected)
        suffix = label.suffix if label and is_certain else ""
        before, expected = written_number(value, numbering, suffix), value + 1
        after = labels[index + 1] if index + 1 < len(labels) else None
        if begins_again(label, after, value):
            why = f"number {label.value if label else ''} (“{paragraph.words}”) stands where {value} is expected"
            paragraph.doubts = [("number_back", "doubt", f"{why}: the numbers begin again, or are misread")]
        paragraph.number, paragraph.is_inferred = before, not is_certain
    return expected


def begins_again(label: Label | None, after: Label | None, value: int) -> bool:
    """Tell whether a number that the sequence does not have, and the one after it, count on from one another."""
    if label is None or after is None or label.value >= value:
        return False
    return after.value == label.value + 1 and not label.suffix


def written_number(value: int, numbering: str, suffix: str) -> str:
    """Return a number as ids have it."""
    if numbering == "letters" and value <= len(LETTERS):
        return LETTERS[value - 1]
    return f"{roman(value) if numbering == 'roman' else value}{suffix}"


def _key(label: Label) -> tuple[int, bool]:
    """Return the key by which labels are sorted: 21, 21bis, 22; 4ALT counts as 4."""
    return label.value, bool(label.suffix) and not label.is_alternative


def _certain(labels: Sequence[Label | None], first: int, end: int | None) -> dict[int, Label]:
    """Return the labels that count as right, by index: the largest set of labels that increase.

    If there are several such sets, the one in which paragraphs and numbers between the labels agree best is chosen. The
    number before the section's first has the index -1; the next section's first number, if known, comes after the last.
    """
    known = [(-1, Label(first - 1, ""))]
    known += [(index, label) for index, label in enumerate(labels) if label and label.value <= LAST_NUMBER]
    known += [(len(labels), Label(end, ""))] if end else []
    best: list[
        tuple[tuple[int, int], int | None]
    ] = []  # labels and fits of the best choice that ends here, the one before
    for place, (index, label) in enumerate(known):
        most, before = (1, 0), None
        for earlier in range(place):
            start, other = known[earlier]
            fits = index - start == _key(label)[0] - other.value + _key(label)[1]
            labels_before, fits_before = best[earlier][0]
            if _key(other) < _key(label) and (longer := (labels_before + 1, fits_before + fits)) > most:
                most, before = longer, earlier
        best.append((most, before))
    chosen: dict[int, Label] = {}
    at: int | None = max(range(len(known)), key=lambda place: best[place][0])
    while at is not None:
        chosen[known[at][0]] = known[at][1]
        at = best[at][1]
    return dict(sorted(chosen.items()))


def _added(paragraphs: Sequence[Numbered], labels: Sequence[Label | None], certain: Mapping[int, Label]) -> set[int]:
    """Return the paragraphs without a number of their own: those in excess between two certain numbers.

    First those that are a single bracket as a whole, then those without a label; the last of each first. After the last
    certain number this cannot be decided if numbers are printed separately.
    """
    added: set[int] = set()
    bounds = list(certain.items())
    for (start, before), (stop, after) in pairwise(bounds):
        excess = stop - start - 1 - (after.value - before.value - 1 + _key(after)[1])
        ranked = sorted(range(start + 1, stop), key=lambda index: _rank(paragraphs[index], labels[index], index))
        added |= set(ranked[: max(excess, 0)])
    last, label = bounds[-1]
    below = range(last + 1, len(paragraphs))
    added |= {index for index in below if labels[index] == label and paragraphs[index].own_label}
    if last >= 0 and all(paragraph.own_label for paragraph in paragraphs[: last + 1]):
        added |= {index for index in below if labels[index] is None}
    return added


def _rank(paragraph: Numbered, label: Label | None, index: int) -> tuple[bool, bool, int]:
    return label is not None, not paragraph.is_proposal, -index


def _add(paragraph: Numbered, written: str, before: str) -> str:
    """Number a paragraph in excess, and return the number that the next one in excess follows.

    It has its own number if that is printed twice, or is the last one with another suffix ("4 ALT" after 4); else the
    last one and `bis`. `written` is its own number, "" where it has none.
    """
    if written and written == before:
        paragraph.number, paragraph.is_inferred = before, False
        paragraph.doubts.append(("number_doubled", "doubt", f"the number {before} is printed more than once"))
        return before
    if is_variant(written, before):
        paragraph.number, paragraph.is_inferred = written, False
        return written
    before = before.removesuffix("alt")
    paragraph.number = f"{before}bis"
    other = f"or it belongs to {before or 'the text above'}" if not paragraph.is_proposal else ""
    detail = f"no number is printed before “{paragraph.words}”: it takes {before} and bis" + (other and f", {other}")
    doubt = ("number_added", "info", detail) if paragraph.is_proposal else ("number_added", "doubt", detail)
    paragraph.doubts.append(doubt)
    return before


def is_variant(written: str, before: str) -> bool:
    """Tell whether a number with a suffix is the last one with another suffix, or with one: "4alt" after "4"."""
    own, last = BASE.match(written), BASE.match(before)
    return own is not None and last is not None and own[0] == last[0] and written not in (own[0], before)


def _doubts(paragraph: Numbered, label: Label | None, value: int, expected: int) -> list[tuple[str, str, str]]:
    """Return the doubts about a number: a gap before it, a new beginning, a misreading."""
    if label is None:
        return []
    if label.value != value:
        printed = paragraph.own_label or paragraph.label
        return [("number_misread", "info", f"the number is printed as {printed!r}: read as {value}")]
    if value > expected:
        detail = f"number {value} (“{paragraph.words}”) follows {expected - 1}: the numbers between are not read"
        return [("number_gap", "doubt", detail)]
    if value < expected and not label.suffix:
        return [("number_back", "doubt", f"number {value} (“{paragraph.words}”) stands where {expected} is expected")]
    return []
