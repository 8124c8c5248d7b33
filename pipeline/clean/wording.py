"""The words that a bracket inserts and deletes, in clean spelling.

Proposed words get the ordinary repairs of the document. Struck words are decoded from what the line left of them; if
the drawing shows the line, they are taken as they are. If a phrase is too damaged to repair, it is read from another
place where the same party wrote it clearly ("migracion o condlcmn mdlgena", oas-3 objective viii, from directive 82).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rapidfuzz import fuzz

from .ocr import Correction
from .strike_evidence import Run
from .strike_signs import Piece, Signs, repaired_form

CLOSING_MARKS = re.compile(r"[\s,;:.)”\"]*")
GOES_ON = re.compile(r"[^\w\s]*\s+[a-záéíóúñ]")  # a bracket's end within a sentence
EDGES = " \t-–—‒―_"
TWIN_WORDS = 3  # least number of words of a phrase that may be read from another phrase
TWIN_RATIO = 72.0
STRUCK_SCORE, TWIN_SCORE = 0.5, 0.7


@dataclass(frozen=True, slots=True)
class Words:
    """One run of a bracket: `text[start:end]` as printed, `form` in clean spelling."""

    start: int
    end: int
    is_struck: bool
    form: str
    is_decoded: bool = False  # read from what a strike left of it


def spans_of(
    text: str, content: tuple[int, int], pieces: Sequence[Piece], runs: Sequence[Run]
) -> list[tuple[int, int]]:
    """Return where each run stands, marks included: closing ones with the words before them.

    A struck word within a proposal leaves the mark after it to the proposal ("Establecer, segun", oas-3 directive 106).
    """
    borders = [content[0]] if runs else []
    for left, right in pairwise(runs):
        gap_start, gap_end = pieces[left.last - 1].end, pieces[right.first].start
        is_amid = left.is_struck and len(runs) == len("IDI")
        marks = 0 if is_amid else len((CLOSING_MARKS.match(text[gap_start:gap_end]) or [""])[0])
        borders.append(gap_start + marks)
    return [trim(text, span) for span in zip(borders, [*borders[1:], content[1]], strict=False)]


def trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return `span` without the spaces and dashes at its ends."""
    start, end = span
    while start < end and text[start] in EDGES:
        start += 1
    while start < end and text[end - 1] in EDGES:
        end -= 1
    return start, end


def word_run(text: str, span: tuple[int, int], is_struck: bool, corrections: Sequence[Correction]) -> Words:
    """Return the words of a legible run."""
    start, end = span
    form = repaired_form(text, span, corrections)
    return Words(start, end, is_struck, " ".join(form.split()))


def decode_run(text: str, span: tuple[int, int], is_last: bool, signs: Signs) -> Words:
    """Return the words of a struck run; marks at its end are noise unless it ends the sentence."""
    start, end = span
    if not is_last or GOES_ON.match(text, end):
        end = start + len(text[start:end].rstrip(" ,;:."))
    return Words(start, end, True, " ".join(decode(text[start:end], signs).split()), True)


def decode(struck: str, signs: Signs) -> str:
    """Return the words behind a strike; a struck comma looks like a semicolon ("edad;—orientacion", directive 56)."""
    decoded = signs.decode_legible(struck.replace(";", ","))
    return signs.restore_commas(re.sub(r"\s+([,;:.])", r"\1", decoded))


def joined(words: Sequence[Words], is_struck: bool) -> str | None:
    """Return all struck words, or all proposed ones, as one string; None where there are none."""
    text = " ".join(each.form for each in words if each.is_struck == is_struck and each.form)
    return re.sub(r"\s+([,;:.])", r"\1", text) or None


def struck_corrections(text: str, words: Sequence[Words]) -> list[Correction]:
    """Return how struck runs were decoded, as corrections."""
    return [
        Correction(each.start, text[each.start : each.end], each.form, "struck", STRUCK_SCORE)
        for each in words
        if each.is_decoded and each.form != text[each.start : each.end]
    ]


def read_from_twin(pieces: Sequence[Piece], phrases: Sequence[Sequence[Piece]]) -> list[Piece]:
    """Return `pieces` with unknown words read from the clear phrase of `phrases` that they repeat, if there is one."""
    count = len(pieces)
    unknown = [piece for piece in pieces if piece.sign == "unknown"]
    if count < TWIN_WORDS or not unknown or len(unknown) > count / 2:
        return list(pieces)
    ours = [piece.key for piece in pieces]
    best, twin = TWIN_RATIO, None
    for phrase in phrases:
        for at in range(len(phrase) - count + 1):
            window = phrase[at : at + count]
            theirs = [piece.key for piece in window]
            agree = all(
                mine == their for piece, mine, their in zip(pieces, ours, theirs, strict=True) if piece.sign == "clean"
            )
            if agree and (ratio := fuzz.ratio(" ".join(ours), " ".join(theirs))) > best:
                best, twin = ratio, window
    if twin is None:
        return list(pieces)
    return [replace(mine, form=their.form, sign="clean") for mine, their in zip(pieces, twin, strict=True)]


def twin_corrections(text: str, before: Sequence[Piece], after: Sequence[Piece]) -> list[Correction]:
    """Return what was read from another place, as corrections."""
    return [
        Correction(new.start, text[new.start : new.end], new.form, "twin", TWIN_SCORE)
        for old, new in zip(before, after, strict=True)
        if old.sign != new.sign
    ]
