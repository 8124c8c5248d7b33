"""Tells which cell a row with too few cells lacks, by what stands in the columns of the whole rows.

In a text dump a blank cell may have lost its tab. If it is the last one, nothing is misplaced; if it is another one,
all cells after it stand under the wrong header. The cells of the row are tried in each possible place and compared with
the column: numbers, percentages, dates, long and short texts, and texts that the column has elsewhere.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from ..text import fold

KINDS = (
    ("percentage", re.compile(r"\d+(?:[.,]\d+)?\s?%")),
    ("year", re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?")),
    ("amount", re.compile(r"\d{1,3}(?:[., ]\d{3})+(?:[.,]\d+)?|\d+[.,]\d\d")),
    ("number", re.compile(r"[\d.,\-–/°º ]*\d[\d.,\-–/°º ]*\.?")),
    ("money", re.compile(r"(?:[$€£]|[A-Z]{1,3}\$|USD|S/\.?)\s?[\d.,]+.*")),
    ("date", re.compile(r".*\b(?:19|20)\d\d\b.*")),
)
LONG = 8  # words of a text from which it is a long one
SEEN = 2.0  # how much more a text counts in a column that has it elsewhere (natural logarithm)
SURE = math.log(8)  # how much better one place has to be than every other
FEWEST = 2  # whole rows to compare with


def _kind(text: str) -> str:
    if not text:
        return "blank"
    if (name := next((name for name, pattern in KINDS if pattern.fullmatch(text)), None)) and len(text.split()) <= LONG:
        return name
    size = "long" if len(text.split()) >= LONG else "short"
    is_body = text[:1].isupper() and sum(word[:1].isupper() for word in text.split()) >= 2
    return f"{size} name" if is_body else size


class ColumnKinds:
    """What stands in the columns of the whole rows of a table."""

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        whole = list(rows)
        self._count = len(whole)
        columns = list(zip(*whole, strict=True))
        self._kinds = [Counter(map(_kind, column)) for column in columns]
        self._texts = [{fold(cell) for cell in column if cell} for column in columns]

    def lacking(self, cells: Sequence[str]) -> tuple[int, ...] | None:
        """Return the columns, from 0, that a row with too few cells has no cell for; None if it cannot be told."""
        width = len(self._kinds)
        if self._count < FEWEST or not 0 < width - len(cells) <= 2:
            return None
        ranked = sorted(
            ((self._score(cells, left), left) for left in combinations(range(width), width - len(cells))), reverse=True
        )
        return ranked[0][1] if len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= SURE else None

    def _score(self, cells: Sequence[str], left: Sequence[int]) -> float:
        kept = [column for column in range(len(self._kinds)) if column not in left]
        return sum(self._fit(column, cell) for column, cell in zip(kept, cells, strict=True))

    def _fit(self, column: int, cell: str) -> float:
        """Return how well a cell fits a column: logarithm of the share of such cells, more for a text it has."""
        share = (self._kinds[column][_kind(cell)] + 0.1) / (self._count + 1)
        return math.log(share) + (SEEN if cell and fold(cell) in self._texts[column] else 0.0)
