"""Lines of Hebrew and Arabic: their words, given from left to right, are put into reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .words import Words

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


@lru_cache(maxsize=2)
def has_right_to_left(words: Words) -> bool:
    """Tell whether some word of a page is written from right to left; the answers for the last pages are kept."""
    return RIGHT_TO_LEFT.search("".join(words.texts)) is not None


def as_read(line: list[int], texts: Sequence[str]) -> list[int]:
    """Return the words of a line, given from left to right, in reading order.

    If a word is written from right to left, the line is turned round. Parts of it that are written from left to right,
    such as two Latin words, keep their order. Other lines are returned as given.
    """
    turned = [RIGHT_TO_LEFT.search(texts[word]) is not None for word in line]
    if not any(turned):
        return line
    read: list[int] = []
    kept: list[int] = []  # words from left to right, as they are met from the right
    for word, is_turned in zip(reversed(line), reversed(turned), strict=True):
        if is_turned:
            read += [*reversed(kept), word]
            kept = []
        else:
            kept.append(word)
    return [*read, *reversed(kept)]
