"""Numbers at the head of items: whether one is the next after another."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\(?(?P<number>\d{1,3}|[ivxl]{1,7})[.)]", re.IGNORECASE)
NUMERALS = [
    f"{tens}{ones}" for tens in ("", "x", "xx") for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
]


def is_next_mark(first: str, text: str) -> bool:
    """Tell whether a text begins with the number after the one that another begins with: "v." after "iv."."""
    labels = [NUMBER.match(each) for each in (first, text)]
    if not all(labels):
        return False
    before, after = (label["number"] for label in labels if label)
    if before.isdigit() or after.isdigit():
        return before.isdigit() and after.isdigit() and int(after) == int(before) + 1
    known = [NUMERALS.index(each.lower()) for each in (before, after) if each.lower() in NUMERALS]
    return len(known) == 2 and known[1] == known[0] + 1
