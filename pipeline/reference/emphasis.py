"""What a directive asks for and what it only names, as one reader read it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Which concepts of one directive's text are its demand; keys as "measure.training"."""

    asks: frozenset[str]
    beside: frozenset[str]

    def place_of(self, key: str) -> str:
        """Return whether a concept of the text is asked for, named beside, or only mentioned."""
        return "asked" if key in self.asks else "beside" if key in self.beside else "mentioned"
