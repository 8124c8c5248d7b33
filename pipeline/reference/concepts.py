"""Concepts of the subject as data: what a measure does, for whom, about what, and the words that say so.

`concepts.toml` says where it was read from. A key that is not known, a concept without a phrase and a `broader` that
names no concept are refused: they would be silently without effect.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import ManifestInvalid

CONCEPTS_FILE = Path(__file__).with_name("concepts.toml")
FACETS = ("measure", "target", "topic")
KEYS = {"en", "es", "phrases", "broader"}
SCOPES = ("purpose", "circumstance", "aside", "negation")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of one facet."""

    facet: str  # measure | target | topic
    name: str
    en: str
    es: str
    phrases: tuple[str, ...]  # Spanish; "…" stands for up to three words
    broader: tuple[str, ...] = ()  # keys of what it is a kind of

    @property
    def key(self) -> str:
        """The concept's name with its facet: measure.training."""
        return f"{self.facet}.{self.name}"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All concepts, the words of the great headings, and the markers of scope."""

    concepts: tuple[Concept, ...]
    phases: tuple[tuple[str, tuple[str, ...]], ...]  # phase -> phrases
    scopes: tuple[tuple[str, tuple[str, ...]], ...]  # scope -> markers

    def without(self, key: str) -> Lexicon:
        """Return the lexicon as if concept `key` were not in it."""
        kept = tuple(_without_broader(concept, key) for concept in self.concepts if concept.key != key)
        return Lexicon(kept, self.phases, self.scopes)


@cache
def read_concepts(path: Path = CONCEPTS_FILE) -> Lexicon:
    """Return the lexicon of a concepts file."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    unknown = set(entries) - {*FACETS, "phase", "scope"}
    if unknown:
        raise ManifestInvalid(path.name, f"unknown facet {', '.join(sorted(unknown))}", f"Facets: {', '.join(FACETS)}")
    concepts = tuple(
        _concept(path.name, facet, name, entry) for facet in FACETS for name, entry in entries.get(facet, {}).items()
    )
    known = {concept.key for concept in concepts}
    for concept in concepts:
        if missing := set(concept.broader) - known:
            raise ManifestInvalid(f"{path.name} [{concept.key}]", f"broader names no concept: {', '.join(missing)}")
    scopes = entries.get("scope", {})
    if set(scopes) - set(SCOPES):
        raise ManifestInvalid(f"{path.name} [scope]", f"unknown scope {', '.join(sorted(set(scopes) - set(SCOPES)))}")
    return Lexicon(concepts, _listed(entries.get("phase", {})), _listed(scopes))


def _concept(place: str, facet: str, name: str, entry: Mapping[str, Any]) -> Concept:
    if set(entry) - KEYS or not entry.get("phrases") or not {"en", "es"} <= set(entry):
        raise ManifestInvalid(f"{place} [{facet}.{name}]", f"keys {', '.join(entry)}; en, es and phrases are needed")
    return Concept(facet, name, entry["en"], entry["es"], tuple(entry["phrases"]), tuple(entry.get("broader", ())))


def _listed(entries: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(phrases)) for name, phrases in entries.items())


def _without_broader(concept: Concept, key: str) -> Concept:
    broader = tuple(other for other in concept.broader if other != key)
    return Concept(concept.facet, concept.name, concept.en, concept.es, concept.phrases, broader)
