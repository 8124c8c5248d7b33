"""What a person can check of a link: the words that both sides share, in both spellings, the rarest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.link.bags import Document
from pipeline.link.vectors import Vocabulary
from pipeline.link.verdicts import Stale, Verdict
from pipeline.link.words import terms_of

MOST_TERMS = 6
SEPARATOR = "|"


def term_evidence(action: Document, directive: Document, vocabulary: Vocabulary) -> list[str]:
    """Return `term:` and a word that both own texts have, as printed ("creación~crear" where they differ)."""
    ours = _surfaces(action)
    theirs = _surfaces(directive)
    shared = _rarest(ours.keys() & theirs.keys(), vocabulary)
    return [f"term:{ours[key]}" + ("" if ours[key] == theirs[key] else f"~{theirs[key]}") for key in shared]


def context_evidence(action: Document, directive: Document, vocabulary: Vocabulary) -> list[str]:
    """Return `context:` and a word of the directive that stands in the action's measure, objective or indicators."""
    theirs = _surfaces(directive)
    shared = _rarest((action.wide.keys() - action.own.keys()) & theirs.keys(), vocabulary)
    return [f"context:{theirs[key]}" for key in shared]


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


def _surfaces(document: Document) -> dict[str, str]:
    """Return the first spelling of each stem."""
    return {term.key: term.surface.lower() for term in reversed(terms_of(document.text))}


def _rarest(keys: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return sorted(keys, key=lambda key: (-vocabulary.rarity(key), key))[:MOST_TERMS]
