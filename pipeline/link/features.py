"""What speaks for a link, as numbers: one matrix a feature, a row an action, a column a directive.

Every feature lies between 0 and 1 and means the same in every framework, so weights learned on two frameworks hold for
a third. Matrices are dense and small: the caller hands over the actions in blocks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.link.bags import Document
from pipeline.link.vectors import Matrix, Vocabulary, character_bag, normalise_rows

Scores = npt.NDArray[np.float64]
FEATURES = ("own_terms", "wide_terms", "bm25", "characters")


@dataclass(frozen=True, slots=True)
class Framework:
    """The directives of one framework as vectors, ready to be compared with actions."""

    target: str
    directives: tuple[Document, ...]
    terms: Vocabulary
    grams: Vocabulary
    term_weights: Matrix  # rows of length one
    bm25_weights: Matrix
    gram_weights: Matrix


def prepare_framework(target: str, directives: Sequence[Document]) -> Framework:
    """Return `directives` as vectors; an empty framework is allowed and links nothing."""
    terms = Vocabulary([directive.own for directive in directives])
    grams = Vocabulary([character_bag(directive.text) for directive in directives])
    counts = terms.counts([directive.own for directive in directives])
    return Framework(
        target=target,
        directives=tuple(directives),
        terms=terms,
        grams=grams,
        term_weights=terms.weigh(counts),
        bm25_weights=terms.weigh_bm25(counts),
        gram_weights=grams.weigh(grams.counts([character_bag(directive.text) for directive in directives])),
    )


def compare(actions: Sequence[Document], framework: Framework) -> dict[str, Scores]:
    """Return each feature of every pair of `actions` and directives, by name in the order of FEATURES."""
    own = framework.terms.counts([action.own for action in actions])
    wide = framework.terms.counts([action.wide for action in actions])
    grams = framework.grams.counts([character_bag(action.text) for action in actions])
    return {
        "own_terms": _product(framework.terms.weigh(own), framework.term_weights),
        "wide_terms": _product(framework.terms.weigh(wide), framework.term_weights),
        "bm25": _bm25(wide, framework),
        "characters": _product(framework.grams.weigh(grams), framework.gram_weights),
    }


def stack(features: dict[str, Scores]) -> Scores:
    """Return the features as one array: actions, directives, features."""
    return np.stack([features[name] for name in FEATURES], axis=-1)


def _product(rows: Matrix, columns: Matrix) -> Scores:
    return np.asarray((rows @ columns.T).todense(), dtype=np.float64)


def _bm25(counts: Matrix, framework: Framework) -> Scores:
    """Return BM25, divided by a query's length in the same weights so that long queries score no higher."""
    weighted = normalise_rows(counts.multiply(framework.terms.idf).tocsr())
    scores = _product(weighted, framework.bm25_weights)
    return scores / (1.0 + scores)
