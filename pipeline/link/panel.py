"""Verdicts of several readers on the same actions: their agreement, what is settled, and what they should discuss.

Every reader grades alone. 3 = a direct implementation, 2 = clearly contributes to a substantial part, 1 = related
only, 0 = not named. A directive is accepted where more than half of the readers gave 2 or more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

LEAST = 2  # from this grade on a reader says that the action carries the directive out
FAR_APART = 2  # grades that differ by so much are discussed even if both readers accept, or neither does


@dataclass(frozen=True, slots=True)
class Opinion:
    """The grades of one reader for one action in one framework."""

    grades: Mapping[str, int]  # directive_id → 1 to 3; a directive that is not named has 0
    primary: str | None = None  # the most direct of those with LEAST or more; None = none, or not named

    def grade(self, directive_id: str) -> int:
        """Return the grade of a directive, 0 where the reader gave none."""
        return self.grades.get(directive_id, 0)

    @property
    def highest(self) -> int:
        """The highest grade given; below LEAST the reader says that none fits."""
        return max(self.grades.values(), default=0)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A directive that most readers accept."""

    directive_id: str
    grade: int  # the median of the votes; of an even number the lower middle one
    votes: tuple[int, ...]  # one a reader, in the readers' order


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disagreement that readers should discuss."""

    directive_id: str  # "" = the action as a whole
    reason: str
    votes: str  # what each reader said, in the readers' order, joined by /


def settle(opinions: Sequence[Opinion], directive_ids: Sequence[str]) -> list[Accepted]:
    """Return what most readers accept, the primary directive first, then by grade and document order; [] = none fits.

    The primary one is the one named most often; of several the one with the higher sum of votes, then the first of
    `directive_ids`, which are the framework's in document order.
    """
    found = []
    for directive_id in directive_ids:
        votes = tuple(opinion.grade(directive_id) for opinion in opinions)
        if 2 * sum(vote >= LEAST for vote in votes) > len(votes):
            found.append(Accepted(directive_id, median_low(votes), votes))
    if not found:
        return []
    named = [opinion.primary for opinion in opinions]
    primary = max(found, key=lambda each: (named.count(each.directive_id), sum(each.votes)))
    rest = sorted((each for each in found if each is not primary), key=lambda each: -each.grade)
    return [primary, *rest]


def fleiss_kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Return Fleiss' kappa of a table: a row a subject, a column a category, in each cell how many readers chose it.

    None where it is not defined: no subject, fewer than two readers, or all answers in one category. All rows have the
    same sum.
    """
    if not counts or sum(counts[0]) < 2:
        return None
    readers = sum(counts[0])
    agreed = sum(sum(cell * (cell - 1) for cell in row) / (readers * (readers - 1)) for row in counts) / len(counts)
    shares = [sum(column) / (len(counts) * readers) for column in zip(*counts, strict=True)]
    by_chance = sum(share * share for share in shares)
    return None if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)


def count_acceptances(opinions: Sequence[Opinion], directive_ids: Sequence[str]) -> list[tuple[int, int]]:
    """Return for each directive how many readers accept it and how many do not: rows for `fleiss_kappa`."""
    yes = [sum(opinion.grade(directive_id) >= LEAST for opinion in opinions) for directive_id in directive_ids]
    return [(count, len(opinions) - count) for count in yes]


def same_primary(actions: Sequence[Sequence[Opinion]]) -> float | None:
    """Return in which share of all actions and pairs of readers both name the same primary directive, or both none."""
    pairs = [pair for opinions in actions for pair in combinations(opinions, 2)]
    return sum(first.primary == second.primary for first, second in pairs) / len(pairs) if pairs else None


def disputes(opinions: Sequence[Opinion], directive_ids: Sequence[str]) -> Iterator[Dispute]:
    """Yield the disagreements of the readers of one action, those on the action as a whole first."""
    fits = [opinion.highest >= LEAST for opinion in opinions]
    if any(fits) and not all(fits):
        yield Dispute("", "some readers say that no directive fits", _joined("fits" if fit else "none" for fit in fits))
    primaries = [opinion.primary for opinion in opinions]
    if len(set(primaries)) > 1 and all(fits):
        yield Dispute("", "readers name different primary directives", ", ".join(each or "-" for each in primaries))
    for directive_id in directive_ids:
        votes = [opinion.grade(directive_id) for opinion in opinions]
        accepts = [vote >= LEAST for vote in votes]
        if any(accepts) and not all(accepts):
            yield Dispute(directive_id, "some readers accept it, others do not", _joined(map(str, votes)))
        elif max(votes) - min(votes) >= FAR_APART:
            yield Dispute(directive_id, "the grades are far apart", _joined(map(str, votes)))


def _joined(parts: Iterator[str] | map[str]) -> str:
    return "/".join(parts)
