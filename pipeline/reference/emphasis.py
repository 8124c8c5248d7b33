"""What each directive asks for and what it only names, as data: `emphases.toml` says how it was read.

A key that is not known, a concept in both lists and an entry that asks for nothing are refused. A concept that the
lexicon lacks is passed over, so that a concept can be taken out of `concepts.toml` alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import ManifestInvalid

EMPHASES_FILE = Path(__file__).with_name("emphases.toml")
KEYS = {"asks", "beside"}


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Which concepts of one directive's text are its demand; keys as "measure.training"."""

    asks: frozenset[str]
    beside: frozenset[str]

    def place_of(self, key: str) -> str:
        """Return whether a concept of the text is asked for, named beside, or only mentioned."""
        return "asked" if key in self.asks else "beside" if key in self.beside else "mentioned"


@cache
def read_emphases(path: Path = EMPHASES_FILE) -> Mapping[str, Emphasis]:
    """Return the emphasis of each directive that has an entry, by its id."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    found = {}
    for directive_id, entry in entries.items():
        asks, beside = frozenset(entry.get("asks", ())), frozenset(entry.get("beside", ()))
        place = f"{path.name} {directive_id}"
        if set(entry) != KEYS or not asks:
            raise ManifestInvalid(place, f"keys {', '.join(entry)}; asks and beside are needed, asks not empty")
        if asks & beside:
            raise ManifestInvalid(place, f"asks and names beside: {', '.join(sorted(asks & beside))}")
        found[directive_id] = Emphasis(asks, beside)
    return found
