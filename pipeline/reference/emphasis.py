"""What a directive asks for and what it only mentions, by one reader."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The concepts that one directive's text asks for; keys such as "measure.training"."""

    asks: frozenset[str]
    beside: frozenset[str]

    def place_of(self, key: str) -> str:
        """Return whether a concept of the text is asked for, named beside, or only mentioned."""
        return "asked" if key in self.asks else "beside" if key in self.beside else "mentioned"
