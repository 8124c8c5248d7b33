"""Tells which directive of a newer framework continues each directive of an older one.

Directives say what they mean themselves, so texts alone are compared: shared words and shared concepts, each way, so
that a general directive is no equal of the special one within it, and the meaning of the whole sentence, so that two
directives that only share a subject ("not deported", "not punished") are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..reference.concepts import Lexicon, read_concepts
from .bags import Document, read_directives
from .concepts import finder_of
from .evidence import TextEvidence, in_english
from .features import FACETS, Framework, of_own_text, share_concepts
from .frameworks import Aids, read_framework
from .meaning import cosines
from .pairing import EveryDirective
from .ranker import best_columns
from .tables import typed_table
from .vectors import Scores, multiply

LEAST_SCORE = 0.48  # below it two directives share a subject but ask for different things
MOST = 3  # continuations of one directive, which may have been split
CLOSE = 0.8  # share of the best score that the others must reach
TERMS_SHARE = 0.5  # weight of words; the other half is concepts
MEANING_SHARE = 0.4  # of the score
DIGITS = 4


def build_crosswalk(directives: pd.DataFrame, source: str, target: str, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return for each directive of `source` up to three of `target` that say the same, the nearest first.

    `directives` are the rows of both frameworks (columns of the published table); a directive with no counterpart has
    no row.
    """
    finder = finder_of(lexicon or read_concepts())
    older = read_directives(directives, source, finder)
    framework = read_framework(directives, target, finder, Aids(with_phrasings=False))
    if not older or not framework.directives:
        return typed_table("directive_crosswalk", [])
    rows = []
    for directive, scores in zip(older, compare_directives(older, framework), strict=True):
        for column in best_columns(scores, MOST):
            score, other = round(float(scores[column]), DIGITS), framework.directives[column]
            if score < max(LEAST_SCORE, CLOSE * float(scores.max())):
                break
            evidence = in_english(TextEvidence(directive, framework).of(other))
            rows.append((directive.record_id, other.record_id, score, evidence))
    return typed_table("directive_crosswalk", rows)


def compare_directives(older: Sequence[Document], framework: Framework) -> Scores:
    """Return how similar the demands of each pair are, 0 to 1."""
    counts = framework.terms.counts([directive.own_terms for directive in older])
    terms = multiply(framework.terms.weigh(counts), framework.term_weights)
    total = TERMS_SHARE * terms + (1 - TERMS_SHARE) * _share_of_concepts(older, framework)
    if framework.encoder is not None and framework.meanings is not None and older:
        ours = framework.encoder.encode([directive.text for directive in older])
        total = (1 - MEANING_SHARE) * total + MEANING_SHARE * cosines(ours, framework.meanings)
    return np.asarray(np.round(np.clip(total, 0.0, 1.0), 6), dtype=np.float64)


def _share_of_concepts(older: Sequence[Document], framework: Framework) -> Scores:
    """Return the shared concepts' rarity as a share of what both have (Dice)."""
    shared = np.sum(
        [share_concepts(older, framework, facet, of_own_text, EveryDirective()) for facet in FACETS], axis=0
    )
    ours = np.array([_mass(directive, framework) for directive in older])
    theirs = np.array([_mass(directive, framework) for directive in framework.directives])
    shares: Scores = 2 * shared / np.maximum(ours[:, None] + theirs[None, :], 1e-9)
    return shares


def _mass(directive: Document, framework: Framework) -> float:
    return sum(framework.concepts.rarity(key) * weight**2 for key, weight in directive.own_concepts.items())
