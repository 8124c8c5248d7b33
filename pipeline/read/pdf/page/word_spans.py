"""Where words begin and end in a page's text layer. A hyphen that pdfium drops ends a word."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .rules import Ints

SWALLOWED_HYPHENS = "\ufffe\x02"
BETWEEN_WORDS = r"\s\0\u00a0\u2007\u202f\u200b\ufeff"
WORD = re.compile(rf"[^{BETWEEN_WORDS}{SWALLOWED_HYPHENS}]+[{SWALLOWED_HYPHENS}]?|[{SWALLOWED_HYPHENS}]")
BLANK, LETTER, HYPHEN = 0, 1, 2  # what a character is to a word


@lru_cache(maxsize=1)
def _kinds() -> npt.NDArray[np.uint8]:
    """Return the kind of each character code below 65,536: BLANK, LETTER or HYPHEN."""
    every = "".join(map(chr, range(0x10000)))
    kinds = np.full(len(every), LETTER, dtype=np.uint8)
    kinds[[match.start() for match in re.finditer(f"[{BETWEEN_WORDS}]", every)]] = BLANK
    kinds[[ord(hyphen) for hyphen in SWALLOWED_HYPHENS]] = HYPHEN
    return kinds


def word_spans(text: str) -> Ints:
    """Return (n, 2): where the words of a text begin and end. The result is that of the pattern `WORD`, but faster."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = np.full(len(codes) + 2, BLANK, dtype=np.uint8)
    kinds[1:-1] = _kinds()[np.minimum(codes, 0xFFFF)]
    before, own, after = kinds[:-2], kinds[1:-1], kinds[2:]
    begins = (own != BLANK) & (before != LETTER)
    ends = (own == HYPHEN) | ((own == LETTER) & (after == BLANK))
    starts = np.flatnonzero(begins)
    spans = np.empty((len(starts), 2), dtype=np.int64)
    spans[:, 0] = starts
    spans[:, 1] = np.flatnonzero(ends)
    spans[:, 1] += 1
    return spans
