"""What a strike leaves outside the brackets: dashes, and half brackets that belong to no bracket.

Cases met in oas-3: "]-de" (directive 92), "],—[" (directive 82), "]-[" (directive 56). A dash with a space on each side
was written by the author and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .ocr import Correction

AFTER = re.compile(r"(?P<marks>[,;]?)(?P<dash>[-–—]+)")
LOOK_BACK = 200  # characters before a bracket that are looked at
BEFORE = re.compile(r"(?:^|(?<=[\s,;\]]))[-–—]+$")
RESIDUE_SCORE = 0.9
METHOD = "strike-residue"


def find_residue(
    text: str, spans: Sequence[tuple[int, int]], strays: Sequence[int], labels: Sequence[tuple[int, int]] = ()
) -> list[Correction]:
    """Return the corrections that take away dashes stuck to the amendments at `spans`, brackets at `strays`, and tags
    that stand alone at `labels`.
    """
    found = {each.start: each for start, end in spans for each in dashes_beside(text, start, end)}
    inside = [each for each in found.values() if not any(start <= each.start < end for start, end in spans)]
    tags = [Correction(start, text[start:end], "", "tag-alone", RESIDUE_SCORE) for start, end in labels]
    return [*inside, *tags, *(Correction(at, text[at], "", "stray-bracket", RESIDUE_SCORE) for at in strays)]


def dashes_beside(text: str, start: int, end: int) -> Iterator[Correction]:
    """Yield the removal of dashes stuck to one amendment."""
    if (before := BEFORE.search(text, max(0, start - LOOK_BACK), start)) is not None:
        yield Correction(before.start(), before[0], "", METHOD, RESIDUE_SCORE)
    if (after := AFTER.match(text, end)) is not None:
        yield Correction(after.start("dash"), after["dash"], "", METHOD, RESIDUE_SCORE)
