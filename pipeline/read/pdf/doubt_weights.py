"""How much each sign of doubt says that a table is wrong.

Many signs are weak: lines that may be rows stand on more right tables than wrong ones, and two of them together mean
more than each alone. So all signs of a table are added up as log odds. They were learned from tables drawn at random
and from suites of real ones whose right cells are known (`python -m benchmarks.learn_doubts`); none is set by hand. A
sign that is not in the list has the odds `USUAL`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from math import exp

USUAL = 4.0  # log odds of a sign of which nothing was learned
SAID = 0.055  # a table that is wrong at least as likely as this has its signs as doubts
WITHOUT = -5.0  # log odds that a table without any sign is wrong
ODDS = {
    "a row of the header holds numbers": 4.6,
    "a row without a label": 4.6,
    "a short line beside the table may be its row": 5.3,
    "a word stands over the side of its cell": 4.0,
    "all of its cells have as many lines": 4.0,
    "another reading explains the page as well": 3.3,
    "found by a second engine": 4.0,
    "its cells hold numbers one below the other": 5.1,
    "its cells hold numbers that stand apart": 4.1,
    "its lines of text may be rows": 4.7,
    "its numbers only rise": 6.2,
    "its text goes on with the row above": 5.3,
    "its text may go on below the table": 3.8,
    "its text stands over several columns": 3.9,
    "labels of the header end with numbers": 4.0,
    "lines beside the table stand in its columns": 3.5,
    "no cell of this column has text": 3.8,
    "no rule begins this row": 2.5,
    "text stands beside the rows of the table": 4.0,
    "the same columns as the table right above": 5.7,
    "words a space apart stand in two cells": 4.5,
    "words of one cell stand apart": 4.2,
}
DETAIL = re.compile(r"[:,]")  # behind a sign's own words: what was read, or why


def sign_of(reason: str) -> str:
    """Return the sign that a reason names, without the words read and the place."""
    return DETAIL.split(reason, maxsplit=1)[0]


def share_wrong(reasons: Iterable[str]) -> float:
    """Return how likely a table with some reasons of doubt is wrong, 0 to 1; each sign counts once."""
    odds = WITHOUT + sum(ODDS.get(sign, USUAL) for sign in {sign_of(reason) for reason in reasons})
    return 1 / (1 + exp(-odds))
