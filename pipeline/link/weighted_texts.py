"""Actions and directives as weighted words and concepts. Their own text has full weight, their context less.

A cell alone is often too short to be understood ("Fortalecer el proceso de implementación del REDAVIT", ar-plan
fortalecimiento/18) or names nothing to do at all ("Un espacio articulado y funcionando", corett-2020 4.1.2.3), so the
measure, the objective and the indicators count too. Axis and section are kept apart: they tell under which of the main
headings something stands, and documents name the same heading differently ("PERSECUCIÓN", "REPRESIÓN Y RENDICIÓN DE
CUENTAS", "DIRECTRICES PARA EL COMBATE Y SANCION").
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from ..reference.emphasis import Emphasis
from ..reference.graded_actions import graded_phrasings
from ..reference.phrasings import read_phrasings
from .concepts import ConceptFinder, ConceptMatch, weigh_by_emphasis
from .emphases import Emphases, emphasis_of
from .words import SPANISH

CONTEXT: Mapping[str, float] = {
    "measure": 0.4,
    "objective": 0.35,
    "goal": 0.25,
    "indicators": 0.15,
    "verification": 0.05,
    "subaxis": 0.2,
    "subaxis_description": 0.1,
    "strategic_objective": 0.1,
}
LANGUAGE = "language"  # column of a table: the language of the row
HEADINGS = ("axis", "subaxis")
AROUND = ("measure", "objective", "goal", "indicators", "subaxis")  # what the sentence model reads beside the action

Bag = Mapping[str, float]
Row = Mapping[Hashable, object]


@dataclass(frozen=True, slots=True)
class Document:
    """One action or directive, read for linking."""

    record_id: str
    text: str  # its own text
    wide_text: str  # with what stands around it, for the sentence model
    own_terms: Bag  # stem -> weight, of its own text
    wide_terms: Bag  # with its context
    own_concepts: Bag  # facet.concept -> weight; where the text names no measure, those of its context
    wide_concepts: Bag
    matches: tuple[ConceptMatch, ...]  # in its own text
    context_matches: tuple[ConceptMatch, ...]
    phases: frozenset[str]  # main headings that it stands under
    language: str = SPANISH
    phrasings: tuple[str, ...] = ()  # of a directive: how actions that carry it out are worded


def read_actions(actions: pd.DataFrame, finder: ConceptFinder) -> list[Document]:
    """Return the rows of `actions` (columns of the published table) as documents, in their order.

    A column `language` says in which language each row is; without it they are Spanish.
    """
    sides = _Sides("action_id", ("action",), HEADINGS)
    return [_read(row, sides, finder, None) for row in actions.to_dict("records")]


def read_directives(
    directives: pd.DataFrame, target: str, finder: ConceptFinder, emphases: Emphases | None = None
) -> list[Document]:
    """Return the directives of framework `target`, in document order; objectives, principles and mandates are left out.

    The text is the clean one, or the amended one where an amendment is the whole paragraph (oas-3 21bis, 49bis).
    Phrasings and emphases count where they were written for this very text.
    """
    chosen = directives[(directives["plan_id"] == target) & (directives["kind"] == "directive")]
    sides = _Sides("directive_id", ("text", "text_amended"), ("section",))
    documents = []
    for row in chosen.to_dict("records"):
        read = _read(row, sides, finder, emphasis_of(emphases or {}, row))
        documents.append(replace(read, phrasings=phrasings_of(text_of(row, "text_sha256"))))
    return documents


def phrasings_of(text_sha256: str) -> tuple[str, ...]:
    """Return the phrasings of the directive whose text has this hash, and the graded actions that carry it out."""
    return (*read_phrasings().get(text_sha256, ()), *graded_phrasings().get(text_sha256, ()))


def read_phrased(directive: Document, finder: ConceptFinder) -> Document:
    """Return the phrasings of a directive as documents, as if they were its text."""
    text = ". ".join(directive.phrasings)
    row: Row = {"directive_id": directive.record_id, "text": text}
    return _read(row, _Sides("directive_id", ("text",), ()), finder, None)


def text_of(row: Row, *columns: str) -> str:
    """Return the first of the cells that is not empty, "" where all are missing or the table lacks the columns."""
    values = (row.get(column) for column in columns)
    return next((value for value in values if isinstance(value, str) and value), "")


def facet_of(bag: Bag, facet: str) -> dict[str, float]:
    """Return the concepts of one facet."""
    return {key: weight for key, weight in bag.items() if key.startswith(f"{facet}.")}


@dataclass(frozen=True, slots=True)
class _Sides:
    """Which columns of a row are its id, its text and its headings."""

    key: str
    texts: tuple[str, ...]
    headings: tuple[str, ...]


def _read(row: Row, sides: _Sides, finder: ConceptFinder, emphasis: Emphasis | None) -> Document:
    text = text_of(row, *sides.texts)
    finder = finder.in_language(text_of(row, LANGUAGE) or SPANISH)
    own_terms = finder.words.bag(text)
    matches = weigh_by_emphasis(finder.find(text), emphasis)
    own_concepts = finder.bag(matches)
    wide_terms, wide_concepts = dict(own_terms), dict(own_concepts)
    context: list[ConceptMatch] = []
    for column, weight in CONTEXT.items():
        around = text_of(row, column)
        if not around:
            continue
        for stem, count in finder.words.bag(around).items():
            wide_terms[stem] = wide_terms.get(stem, 0.0) + weight * count
        found = finder.find(around)
        context += found
        for concept, strength in finder.bag(found).items():
            wide_concepts[concept] = max(wide_concepts.get(concept, 0.0), weight * strength)
    if not facet_of(own_concepts, "measure"):
        own_concepts |= facet_of(wide_concepts, "measure")
    return Document(
        record_id=text_of(row, sides.key),
        text=text,
        wide_text=_wide_text(text, row),
        own_terms=own_terms,
        wide_terms=wide_terms,
        own_concepts=own_concepts,
        wide_concepts=wide_concepts,
        matches=matches,
        context_matches=tuple(context),
        language=finder.words.code,
        phases=finder.phases(" . ".join(text_of(row, column) for column in sides.headings)),
    )


def texts_of_actions(actions: pd.DataFrame) -> Iterator[str]:
    """Yield the texts of actions that the sentence model reads, with and without what stands around them."""
    for row in actions.to_dict("records"):
        text = text_of(row, "action")
        yield text
        yield _wide_text(text, row)


def _wide_text(text: str, row: Row) -> str:
    return ". ".join(dict.fromkeys([text, *filter(None, (text_of(row, column) for column in AROUND))]))
