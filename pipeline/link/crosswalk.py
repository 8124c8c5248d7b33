"""Tells which directive of a newer framework continues each directive of an older one.

Directives say what they mean themselves, so texts alone are compared: shared words and shared concepts, each way, so
that a general directive is no equal of the special one within it, and the meaning of the whole sentence, so that two
directives that only share a subject ("not deported", "not punished") are told apart.
"""

from __future__ import annotations

import pandas as pd

from ..reference.concepts import Lexicon, read_concepts
from .concepts import finder_of
from .counterparts import compare_directives
from .evidence import TextEvidence, in_english
from .features import prepare_framework
from .meaning import kept_vectors
from .ranker import best_columns
from .tables import typed_table
from .weighted_texts import read_directives

LEAST_SCORE = 0.48  # below it two directives share a subject but ask for different things
MOST = 3  # continuations of one directive, which may have been split
CLOSE = 0.8  # share of the best score that the others must reach
DIGITS = 4


def build_crosswalk(directives: pd.DataFrame, source: str, target: str, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return for each directive of `source` up to three of `target` that say the same, the nearest first.

    `directives` are the rows of both frameworks (columns of the published table); a directive with no counterpart has
    no row.
    """
    finder = finder_of(lexicon or read_concepts())
    older = read_directives(directives, source, finder)
    framework = prepare_framework(target, read_directives(directives, target, finder), kept_vectors())
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
