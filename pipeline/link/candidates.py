"""Large frameworks: the directives that are weighed for an action, chosen by meaning, words and reviews.

Up to EXACT_UP_TO directives every one is weighed. In a larger framework the words, the concepts, the sentence model and
what like reviewed actions were given choose CANDIDATES for each action; the other features are computed for these
alone. What is usual in the framework (mean and spread of a feature) is then taken from BACKGROUND directives at even
steps through the document. Features of phrasings are computed in full, for the directives that have any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .features import (
    PHRASED,
    Framework,
    compare_phrasings,
    compare_with,
    encode_actions,
    weigh_concepts,
    with_context,
)
from .meaning import whole_numbers
from .pairing import ChosenDirectives
from .vectors import Places, Scores, multiply
from .weighted_texts import Document

EXACT_UP_TO = 1000
CANDIDATES = 200
BACKGROUND = 200
SMALL = 1e-6
DIGITS = 6

Numbers = npt.NDArray[Any]  # in single or double precision


@dataclass(frozen=True, slots=True)
class Chosen:
    """The directives that are weighed for some actions, with their features."""

    places: Places  # actions x candidates, in document order
    features: Mapping[str, Numbers]  # actions x candidates, each with mean 0 and spread 1 over the framework
    nearness: Mapping[str, Numbers]  # some features as they are, to tell how near the nearest directive is


def is_large(framework: Framework) -> bool:
    """Tell whether candidates are chosen in the framework."""
    return len(framework.directives) > EXACT_UP_TO


def choose(actions: Sequence[Document], framework: Framework, weights: Mapping[str, float], recalled: Scores) -> Chosen:
    """Return the candidates of each action; `recalled` is what reviews say for each action and directive."""
    background = np.linspace(0, len(framework.directives) - 1, BACKGROUND).astype(np.int32)
    vectors = encode_actions(actions, framework)
    every = dict(_compare_quickly(actions, framework, vectors))
    phrased = dict(_phrased(actions, framework, vectors))
    scaled = {name: _scale_phrased(values, len(framework.directives)) for name, values in phrased.items()}
    columns = _columns_of_phrased(framework)
    quick = recalled.astype(np.float32)
    for name, found in every.items():
        quick += np.float32(weights[name]) * _scale(found, found[:, background])
    for name, values in scaled.items():
        more = weights[name] * (values[:, :-1] - values[:, -1:])
        quick[:, np.flatnonzero(columns >= 0)] += more.astype(np.float32)
    best = np.argpartition(-np.round(quick, DIGITS), CANDIDATES, axis=1)[:, :CANDIDATES]
    places = np.sort(best, axis=1).astype(np.int32)
    features = dict(_compare_chosen(actions, framework, places, background))
    for name in vectors:
        features[name] = _scale(np.take_along_axis(every[name], places, 1), every[name][:, background])
    for name, values in scaled.items():
        features[name] = np.take_along_axis(values, columns[places], 1)
    return Chosen(places, features, {**every, **phrased})


def _compare_quickly(
    actions: Sequence[Document], framework: Framework, vectors: Mapping[str, Scores]
) -> Iterator[tuple[str, Numbers]]:
    """Yield the features by which candidates are chosen, for every directive."""
    wide = framework.terms.counts([action.wide_terms for action in actions])
    yield "terms", multiply(framework.terms.weigh(wide), framework.term_weights).astype(np.float32)
    concepts = weigh_concepts(actions, framework.concepts, with_context)
    yield "concepts_wide", multiply(concepts, framework.concept_weights).astype(np.float32)
    if framework.meanings is not None:
        theirs = whole_numbers(framework.meanings)
        for name, ours in vectors.items():
            yield name, whole_numbers(ours).cosines(theirs)


def _compare_chosen(
    actions: Sequence[Document], framework: Framework, places: Places, background: Places
) -> Iterator[tuple[str, Numbers]]:
    """Yield the features of words and concepts for the chosen directives."""
    usual = np.broadcast_to(background, (len(actions), BACKGROUND))
    pairing = ChosenDirectives(np.hstack([places, usual]))
    for name, values in compare_with(actions, framework, pairing):
        yield name, _scale(values[:, :CANDIDATES], values[:, CANDIDATES:])


def _phrased(
    actions: Sequence[Document], framework: Framework, vectors: Mapping[str, Scores]
) -> Iterator[tuple[str, Scores]]:
    """Yield the features of phrasings, for the directives that have any."""
    if framework.phrasings is not None:
        for name, values in compare_phrasings(actions, framework.phrasings, vectors):
            yield f"{PHRASED}{name}", values


def _columns_of_phrased(framework: Framework) -> Places:
    """Return for each directive its column among those with phrasings, -1 (the last one) where it has none."""
    columns = np.full(len(framework.directives), -1, dtype=np.int32)
    if framework.phrasings is not None:
        columns[framework.phrasings.columns] = np.arange(len(framework.phrasings.columns))
    return columns


def _scale(values: Numbers, usual: Numbers) -> Numbers:
    """Return `values` with the mean and spread of the background as 0 and 1; a row without spread is 0."""
    middle = np.round(usual.mean(axis=1, keepdims=True, dtype=np.float64), DIGITS).astype(values.dtype)
    spread = np.round(usual.std(axis=1, keepdims=True, dtype=np.float64), DIGITS).astype(values.dtype)
    return np.asarray(np.divide(values - middle, spread, out=np.zeros_like(values), where=spread > SMALL))


def _scale_phrased(values: Scores, count: int) -> Scores:
    """Return `values` with mean 0 and spread 1 over `count` directives; last the value of one without phrasings."""
    padded = np.hstack([values, np.zeros((len(values), 1))])
    middle = padded.sum(axis=1, keepdims=True) / count
    squares = (padded * padded).sum(axis=1, keepdims=True) / count
    spread = np.sqrt(np.maximum(squares - middle * middle, 0.0))
    return np.asarray(np.divide(padded - middle, spread, out=np.zeros_like(padded), where=spread > SMALL))
