"""Checks `key_pattern` of a profile against the cells of the column that tells where a row begins.

A row whose cell the pattern does not fit is joined with the row before. A pattern that is too narrow for a column of
actions ("^(Crear|Realizar)") would so lose rows without a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LayoutMismatch
from ..layouts import Layout
from ..patterns import profile_pattern
from ..records import PrintedLine
from .pieces import place_of
from .profile_advice import where

SHOWN = 3  # cells shown in a message
MOST_LEFT = 1 / 2  # share of the cells that the pattern may leave out


def narrow_key_pattern(
    layout: Layout, profile_name: str, keys: Sequence[tuple[PrintedLine, str]]
) -> LayoutMismatch | None:
    """Return the error for a pattern that fits less than half of the cells; None if it fits more.

    `keys` are the printed cells of the column, with their rows. In a column of numbers each cell that does not fit is
    refused by itself, so that only a pattern that fits none is told here.
    """
    pattern = profile_pattern(layout.key_pattern)
    left = [(line, text) for line, text in keys if not pattern.match(text)]
    if not left or len(left) <= MOST_LEFT * len(keys) or (layout.key == "number" and len(left) < len(keys)):
        return None
    shown = ", ".join(repr(text[:30]) for _, text in left[:SHOWN])
    fits = "no cell" if len(left) == len(keys) else f"{len(keys) - len(left)} of {len(keys)} cells"
    found = f"key_pattern '{layout.key_pattern}' fits {fits} of the column {layout.key!r}; there stand {shown}"
    fix = f"{where(profile_name)}\nbelow [layout], for a row wherever the cell is not blank:\n    key_pattern = '^\\S'"
    return LayoutMismatch(place_of(left[0][0]), found, fix)


def joined_keys_told(layout: Layout, profile_name: str, texts: Sequence[str]) -> str:
    """Return what is told of rows that were joined though they have a cell, with text, in the column of the key."""
    count = "a row is" if len(texts) == 1 else f"{len(texts)} rows are"
    told = f"{count} joined with the row before: key_pattern '{layout.key_pattern}' of profile {profile_name!r} does "
    told += f"not fit the cell of the column {layout.key!r}, the first is {texts[0][:60]!r}. If they are rows of their "
    return f"{told}own, write below [layout]: key_pattern = '^\\S'"
