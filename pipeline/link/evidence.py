"""What a person can check of a link: the concepts that both sides share and the words that carry them, shared words.

Items are `kind:what`, the strongest first, at most a few of each kind: `review:`, `carried:`, `stale-review:`,
`concept:measure.shelter (refugios ~ albergues)`, `context:` (the action's measure or objective says it), `term:`,
`like:` (a reviewed action for which readers accepted the directive).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from .bags import Document
from .concepts import ConceptMatch
from .features import Framework
from .vectors import Vocabulary
from .verdicts import Stale, Verdict
from .words import terms_of

MOST_CONCEPTS = 5
MOST_TERMS = 4
MOST_LIKE = 2
SEPARATOR = "|"


def text_evidence(action: Document, directive: Document, framework: Framework) -> list[str]:
    """Return the concepts, own ones first, and the words that speak for a link, the rarest of each kind first."""
    theirs = _carriers(directive.matches)
    own, context = _carriers(action.matches), _carriers(action.context_matches)
    shared = _rarest(own.keys() & theirs.keys(), framework.concepts)
    around = _rarest((context.keys() & theirs.keys()) - own.keys(), framework.concepts)
    return [
        *(f"concept:{key} ({_both(own[key], theirs[key])})" for key in shared[:MOST_CONCEPTS]),
        *(f"context:{key} ({_both(context[key], theirs[key])})" for key in around[:MOST_CONCEPTS]),
        *term_evidence(action, directive, framework),
    ]


def term_evidence(action: Document, directive: Document, framework: Framework) -> list[str]:
    """Return `term:` and each word that both own texts have, as printed ("creación ~ crear" where they differ)."""
    ours, theirs = _surfaces(action.text), _surfaces(directive.text)
    shared = _rarest(ours.keys() & theirs.keys(), framework.terms)
    return [f"term:{_both(ours[key], theirs[key])}" for key in shared[:MOST_TERMS]]


def context_term_evidence(action: Document, directive: Document, framework: Framework) -> list[str]:
    """Return `context-term:` and each word of the directive that only the action's context has."""
    theirs = _surfaces(directive.text)
    shared = _rarest((action.wide_terms.keys() - action.own_terms.keys()) & theirs.keys(), framework.terms)
    return [f"context-term:{theirs[key]}" for key in shared[:MOST_TERMS]]


def like_evidence(nearest: Sequence[str], directive_id: str, accepted: Mapping[str, Iterable[str]]) -> list[str]:
    """Return `like:` and each near reviewed action for which readers accepted the directive."""
    return [f"like:{action_id}" for action_id in nearest if directive_id in accepted.get(action_id, ())][:MOST_LIKE]


def verdict_evidence(verdicts: Iterable[Verdict], stale: Iterable[Stale]) -> list[str]:
    """Return `review:` with reader and verdict, `carried:` with the action of the former edition, `stale-review:`."""
    items = []
    for verdict in verdicts:
        items.append(f"review:{verdict.reviewer} {verdict.verdict}")
        if verdict.carried_from:
            items.append(f"carried:{verdict.carried_from}")
    return items + [f"stale-review:{old.verdict.reviewer} {old.verdict.verdict}" for old in stale]


def join_evidence(items: Sequence[str]) -> str:
    """Return the items joined by |; a | inside one becomes a slash."""
    return SEPARATOR.join(item.replace(SEPARATOR, "/") for item in items)


def _carriers(matches: Iterable[ConceptMatch]) -> dict[str, str]:
    """Return the words that carry each concept, where it counts most."""
    best: dict[str, ConceptMatch] = {}
    for match in matches:
        if match.key not in best or match.weight > best[match.key].weight:
            best[match.key] = match
    return {key: match.surface.lower() for key, match in best.items()}


@lru_cache(maxsize=16384)
def _surfaces(text: str) -> dict[str, str]:
    """Return the first spelling of each stem."""
    return {term.key: term.surface.lower() for term in reversed(terms_of(text))}


def _rarest(keys: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return sorted(keys, key=lambda key: (-vocabulary.rarity(key), key))


def _both(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours} ~ {theirs}"
