"""Concepts of the subject, as data: what a measure does, for whom, about what, and the words that express it.

`concepts.toml` says where it was read from and has the Spanish expressions; `languages/<code>/concepts.toml` has those
of other languages. An unknown key and a concept without a phrase are refused. A `broader` that names no concept is
ignored, so that deleting its entry is enough to take a concept out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import ManifestInvalid

CONCEPTS_FILE = Path(__file__).with_name("concepts.toml")
LANGUAGES = Path(__file__).with_name("languages")
USUAL = "es"  # the language of `concepts.toml`
FACETS = ("measure", "target", "topic")
KEYS = {"en", "es", "phrases", "broader", "about"}
SCOPES = ("purpose", "circumstance", "aside", "subject", "negation")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of one facet."""

    facet: str  # measure | target | topic
    name: str
    en: str
    es: str
    phrases: tuple[str, ...]  # Spanish; "…" stands for up to three words
    broader: tuple[str, ...] = ()  # keys of what it is a kind of
    about: bool = False  # a measure that other measures can be the subject of: training, a protocol

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
        kept = tuple(
            replace(concept, broader=tuple(other for other in concept.broader if other != key))
            for concept in self.concepts
            if concept.key != key
        )
        return Lexicon(kept, self.phases, self.scopes)

    def in_language(self, code: str) -> Lexicon:
        """Return the same concepts with their expressions in a language; in one without a file they have none."""
        if code == USUAL:
            return self
        path = LANGUAGES / code / CONCEPTS_FILE.name
        entries = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        kept = tuple(
            replace(concept, phrases=tuple(entries.get(concept.facet, {}).get(concept.name, ())))
            for concept in self.concepts
        )
        return Lexicon(kept, _listed(entries.get("phase", {})), _listed(entries.get("scope", {})))


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
    scopes = entries.get("scope", {})
    if set(scopes) - set(SCOPES):
        raise ManifestInvalid(
            f"{path.name} [scope]",
            f"unknown scope {', '.join(sorted(set(scopes) - set(SCOPES)))}",
            f"Scopes: {', '.join(SCOPES)}",
        )
    known = {concept.key for concept in concepts}
    kept = tuple(
        replace(concept, broader=tuple(key for key in concept.broader if key in known)) for concept in concepts
    )
    return Lexicon(kept, _listed(entries.get("phase", {})), _listed(scopes))


def _concept(place: str, facet: str, name: str, entry: Mapping[str, Any]) -> Concept:
    if set(entry) - KEYS or not entry.get("phrases") or not {"en", "es"} <= set(entry):
        raise ManifestInvalid(
            f"{place} [{facet}.{name}]",
            f"keys {', '.join(entry)}; en, es and phrases are needed",
            "Add what is missing.",
        )
    return Concept(
        facet=facet,
        name=name,
        en=entry["en"],
        es=entry["es"],
        phrases=tuple(entry["phrases"]),
        broader=tuple(entry.get("broader", ())),
        about=bool(entry.get("about", False)),
    )


def _listed(entries: Mapping[str, list[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((name, tuple(phrases)) for name, phrases in entries.items())
