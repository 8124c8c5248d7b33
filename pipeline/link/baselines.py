"""The usual ways to rank directives for an action, for comparison. None of them learns or knows concepts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process

from ..text import fold
from .features import Framework
from .vectors import Scores, Vocabulary, character_bag, multiply
from .weighted_texts import Document


def token_set(actions: Sequence[Document], framework: Framework) -> Scores:
    """Return rapidfuzz's token_set_ratio of the folded texts."""
    ours = [fold(action.text) for action in actions]
    theirs = [fold(directive.text) for directive in framework.directives]
    return np.asarray(process.cdist(ours, theirs, scorer=fuzz.token_set_ratio, processor=None), dtype=np.float64)


def lemma_cosine(actions: Sequence[Document], framework: Framework) -> Scores:
    """Return the cosine of TF-IDF weighted words of the texts."""
    ours = framework.terms.weigh(framework.terms.counts([action.own_terms for action in actions]))
    return multiply(ours, framework.term_weights)


def bm25(actions: Sequence[Document], framework: Framework) -> Scores:
    """Return BM25 of the texts."""
    ours = framework.terms.counts([action.own_terms for action in actions])
    return multiply(ours, framework.bm25_weights)


def character_cosine(actions: Sequence[Document], framework: Framework) -> Scores:
    """Return the cosine of TF-IDF weighted character n-grams of the texts."""
    bags = [character_bag(directive.text) for directive in framework.directives]
    grams = Vocabulary(bags)
    ours = grams.weigh(grams.counts([character_bag(action.text) for action in actions]))
    return multiply(ours, grams.weigh(grams.counts(bags)))


def all_lexical(actions: Sequence[Document], framework: Framework) -> Scores:
    """Return the mean of the four, each as a share of its highest score for the action."""
    ways = (token_set, lemma_cosine, bm25, character_cosine)
    scores = [way(actions, framework) for way in ways]
    shares = [score / np.maximum(score.max(axis=1, keepdims=True), 1e-9) for score in scores]
    return np.asarray(sum(shares) / len(ways), dtype=np.float64)


BASELINES: dict[str, Callable[[Sequence[Document], Framework], Scores]] = {
    "token_set": token_set,
    "lemma_tfidf": lemma_cosine,
    "bm25": bm25,
    "character_ngrams": character_cosine,
    "all_lexical": all_lexical,
}
