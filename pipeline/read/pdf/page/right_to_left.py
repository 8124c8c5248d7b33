"""Lines of Hebrew and Arabic: words that stand from left to right on the page, in the order in which they are read."""

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
    """Tell whether some word of a page is of a script that runs from right to left; of the last pages, once."""
    return RIGHT_TO_LEFT.search("".join(words.texts)) is not None


def as_read(line: list[int], texts: Sequence[str]) -> list[int]:
    """Return the words of a line, given from left to right, as they are read.

    A line of which a word or more is of a script that runs from right to left is turned round; what stands in it from
    left to right, such as two words of Latin letters, keeps its own order. Others are returned as given.
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
