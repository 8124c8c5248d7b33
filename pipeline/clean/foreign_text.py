"""Tells a text that is not in the language it is declared to be in.

Its right words would be "repaired" into words of the declared language: French "Le comité" read as Portuguese becomes
"Lê comitê". So such a text is left alone. Damage spoils the words of a text for every language alike; a text is foreign
if another language knows clearly more of its words.
"""

from __future__ import annotations

import math
import re
from collections import Counter

from ..language import shares_of
from .packed_words import LIST, all_codes, packed_list

WORD = re.compile(r"[^\W\d_]+")
AHEAD = 0.12  # how much larger a share another language must know
FEWEST_AHEAD = 2  # words that it must know beyond those of the declared language
MOST_WORDS = 2000  # different words that are looked at


def is_foreign(text: str, code: str) -> bool:
    """Tell whether a text is in another language than `code` ("es"), known here or not."""
    words = dict(Counter(WORD.findall(text.lower())).most_common(MOST_WORDS))
    count = sum(words.values())
    own = known_count(words, code)
    lead = math.ceil(max(FEWEST_AHEAD, AHEAD * count))
    if count == 0 or own + lead > count:  # no language can know so many more
        return False
    return any(_knows(words, other, own + lead) for other in all_codes() if other != code)


def known_count(words: dict[str, int], code: str) -> int:
    """Return how many of the words, each with how often it stands, a language knows."""
    known = shares_of(code, LIST)
    return sum(count for word, count in words.items() if word in known)


def _knows(words: dict[str, int], code: str, fewest: float) -> bool:
    """Tell whether a language knows at least `fewest` of the words."""
    known, possible = packed_list(code), sum(words.values())
    for word, count in words.items():
        if word not in known:
            possible -= count
            if possible < fewest:
                return False
    return True
