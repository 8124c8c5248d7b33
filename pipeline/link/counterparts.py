"""Tells by the other frameworks of a plan whether a framework has anything like the directives that an action fits.

A low score may mean that no directive covers the action's matter, or that the action is worded as nobody has worded it
before. Another framework tells the two apart: "train journalists" fits directive 46 of the third OAS plan well, and the
second plan has nothing like that directive, so nothing in the second plan fits it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .candidates import is_large
from .features import ALL_TEXT_FEATURES, FACETS, Counterpart, Framework, compare_texts, of_own_text, share_concepts
from .learned_order import starts_of
from .meaning import cosines
from .pairing import EveryDirective
from .scaling import standardise
from .vectors import Scores, multiply
from .weighted_texts import Document

TERMS_SHARE = 0.5  # weight of words; the other half is concepts
MEANING_SHARE = 0.4  # of the score
MEANINGS = ("phrased_meaning", "meaning")  # the first one that both frameworks have is compared
USUAL = 0.6  # coverage where a plan has no other framework: about the mean of the two that we know
DIGITS = 6

Compared = Mapping[str, Mapping[str, Scores]]  # framework -> feature -> actions x directives


def beside_one_another(frameworks: Sequence[Framework]) -> list[Framework]:
    """Return the frameworks of a plan, each knowing how like its own directives those of the others are.

    Large frameworks are left out: comparing every action with all of their directives would cost too much.
    """
    small = [each for each in frameworks if each.directives and not is_large(each)]
    return [
        replace(
            framework,
            others=tuple(
                Counterpart(other, compare_directives(other.directives, framework).max(axis=1))
                for other in small
                if other is not framework and not is_large(framework)
            ),
        )
        for framework in frameworks
    ]


def compare_once(actions: Sequence[Document], frameworks: Sequence[Framework]) -> Compared:
    """Return the features of the actions with every directive of each framework that is not large."""
    return {each.target: compare_texts(actions, each) for each in frameworks if not is_large(each)}


def seen_elsewhere(
    actions: Sequence[Document], framework: Framework, texts: Mapping[str, Scores], compared: Compared
) -> Scores:
    """Return for each action a row with the columns OF_COVER: what its fit to the plan's other frameworks tells.

    First, how like the framework's directives those are that it fits elsewhere, 0 to 1; a directive counts there by the
    share that its score, made from texts alone, has among all scores. Second, how much nearer in meaning the nearest
    one is there than here. `texts` are the features in the framework, `compared` those that were computed elsewhere.
    """
    if not framework.others:
        return np.tile([USUAL, 0.0], (len(actions), 1))
    found = []
    for other in framework.others:
        there = compared.get(other.framework.target) or compare_texts(actions, other.framework)
        known = [name for name in ALL_TEXT_FEATURES if name in there]
        scores = sum(weight * standardise(there[name]) for name, weight in zip(known, starts_of(known), strict=True))
        shares = np.exp(scores - np.max(scores, axis=1, keepdims=True))
        covered = shares @ other.covered / shares.sum(axis=1)
        found.append(np.column_stack([covered, _nearer(there, texts)]))
    return np.asarray(np.round(np.mean(found, axis=0), DIGITS), dtype=np.float64)


def _nearer(there: Mapping[str, Scores], here: Mapping[str, Scores]) -> Scores:
    """Return how much nearer in meaning the nearest directive of one framework is; 0 without a sentence model."""
    name = next((each for each in MEANINGS if each in there and each in here), None)
    if name is None:
        return np.zeros(len(next(iter(there.values()))))
    return np.asarray(there[name].max(axis=1) - here[name].max(axis=1), dtype=np.float64)


def compare_directives(ours: Sequence[Document], framework: Framework) -> Scores:
    """Return how similar the demands of each pair are, 0 to 1."""
    counts = framework.terms.counts([directive.own_terms for directive in ours])
    terms = multiply(framework.terms.weigh(counts), framework.term_weights)
    total = TERMS_SHARE * terms + (1 - TERMS_SHARE) * _share_of_concepts(ours, framework)
    if framework.encoder is not None and framework.meanings is not None and ours:
        vectors = framework.encoder.encode([directive.text for directive in ours])
        total = (1 - MEANING_SHARE) * total + MEANING_SHARE * cosines(vectors, framework.meanings)
    return np.asarray(np.round(np.clip(total, 0.0, 1.0), DIGITS), dtype=np.float64)


def _share_of_concepts(ours: Sequence[Document], framework: Framework) -> Scores:
    """Return the shared concepts' rarity as a share of what both have (Dice)."""
    shared = np.sum([share_concepts(ours, framework, facet, of_own_text, EveryDirective()) for facet in FACETS], axis=0)
    mine = np.array([_mass(directive, framework) for directive in ours])
    theirs = np.array([_mass(directive, framework) for directive in framework.directives])
    shares: Scores = 2 * shared / np.maximum(mine[:, None] + theirs[None, :], 1e-9)
    return shares


def _mass(directive: Document, framework: Framework) -> float:
    return sum(framework.concepts.rarity(key) * weight**2 for key, weight in directive.own_concepts.items())
