"""The bodies of an action in two editions: the same, the same under another name, or others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from ..records import ActionAgency
from ..reference.names import fold_name
from ..reference.successions import Successions

ACRONYM = re.compile(r" \([^()]*\)$")  # behind a name
FEWEST_WORDS = 2  # of a name that another one may go on with: "Secretaría y …" is no such name
JOINS = frozenset(("y", "e", "and", "&"))  # folded, before the further matter of a body
SPELT_ALIKE = 90.0  # of 100: one name, misprinted or spelt otherwise


@dataclass(frozen=True, slots=True)
class BodyChange:
    """The changes of the bodies of one column."""

    is_same: bool  # the same bodies by the same names
    is_renamed: bool  # the same bodies, at least one by another name
    words: tuple[str, ...] = ()  # for a person: renamed, new and removed bodies


def compare_bodies(old: Sequence[ActionAgency], new: Sequence[ActionAgency], successions: Successions) -> BodyChange:
    """Return the changes of the bodies of one column; their order does not count."""
    left, words = list(new), []
    gone: list[str] = []
    for body in old:
        found = next((other for other in left if _is_spelt_same(body, other)), None)
        found = found or next((other for other in left if _renamed(body, other, successions) is not None), None)
        if found is None:
            gone.append(body.surface)
            continue
        left.remove(found)
        if not _is_spelt_same(body, found):
            words.append(_renamed(body, found, successions) or "")
    if gone or left:
        words += [f"no longer {name}" for name in gone] + [f"now {body.surface}" for body in left]
        return BodyChange(False, False, tuple(words))
    return BodyChange(not words, bool(words), tuple(words))


def _is_spelt_same(body: ActionAgency, other: ActionAgency) -> bool:
    return fold_name(body.surface) == fold_name(other.surface)


def _renamed(body: ActionAgency, other: ActionAgency, successions: Successions) -> str | None:
    """Return how the name of a body changed, None if it is another body."""
    if body.agency_id and body.agency_id == other.agency_id:
        return f"{body.surface} is {other.surface}, one body"
    if body.agency_id and other.agency_id:
        step = successions.find(body.agency_id, other.agency_id)
        return f"{body.surface} is {other.surface} since {step.date} ({step.source})" if step else None
    ours, theirs = (fold_name(ACRONYM.sub("", each.surface)) for each in (body, other))
    if fuzz.ratio(ours, theirs) >= SPELT_ALIKE:
        return f"{body.surface} is {other.surface}, spelt otherwise"
    if _is_widened(ours, theirs) or _is_widened(theirs, ours):
        return f"{body.surface} is {other.surface}: one name goes on with the other (no register tells it)"
    return None


def _is_widened(short: str, long: str) -> bool:
    """Tell whether a name is another one with a further matter: "Ministerio de Seguridad y Justicia"."""
    rest = long.removeprefix(short).split()
    return len(short.split()) >= FEWEST_WORDS and long.startswith(f"{short} ") and len(rest) > 1 and rest[0] in JOINS
