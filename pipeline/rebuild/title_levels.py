"""The levels of the title rows of a table: an axis over a line of action over an objective, each over the whole width.

- the colour behind a title and the size of its type tell its level, if titles of two kinds stand one above the other;
- titles of one kind that stand one above the other are told apart by their place: the last is the finest;
- a title of two lines has no size that can be compared: its colour alone counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from .heading_looks import TITLE_ROW, HeadingLine, is_title

ALIKE = 0.06  # share by which two sizes of type differ and are one
DEEPEST = 3  # levels
Group = list[HeadingLine]
Kind = tuple[float, float]  # shade, size


def with_title_levels(groups: Sequence[Sequence[HeadingLine]]) -> list[Group]:
    """Return the groups of headings with the level in the look of each title row ("title 2" is over "title 1")."""
    kinds = _kinds([each for group in groups for each in group if is_title(each.look)])
    ranks = _ranks(groups, kinds)
    return [list(_levelled(group, kinds, ranks)) for group in groups]


def _kinds(titles: Sequence[HeadingLine]) -> dict[tuple[float, float], Kind]:
    """Return the kind of each pair of shade and size; sizes that differ little, or are not known, are one kind."""
    counts = Counter((each.shade, each.size) for each in titles)
    found: dict[tuple[float, float], Kind] = {}
    for shade in {shade for shade, _ in counts}:
        sizes = sorted(size for other, size in counts if other == shade and size)
        chosen: list[float] = []
        for size in sizes:
            if not chosen or size > (1 + ALIKE) * chosen[-1]:
                chosen.append(size)
            found[shade, size] = (shade, chosen[-1])
        most = max(chosen, key=lambda kind: sum(count for (s, z), count in counts.items() if found.get((s, z)) ==
                   (shade, kind)), default=0.0)  # fmt: skip
        found[shade, 0.0] = (shade, most)
    return found


def _ranks(groups: Sequence[Sequence[HeadingLine]], kinds: dict[tuple[float, float], Kind]) -> dict[Kind, int]:
    """Return the rank of each kind, 1 = the finest; kinds of which none stands above the other have the same rank."""
    above: Counter[tuple[Kind, Kind]] = Counter()
    places: dict[Kind, list[int]] = defaultdict(list)
    for group in groups:
        run = [kinds[each.shade, each.size] for each in group if is_title(each.look)]
        above.update({pair for pair in combinations(run, 2) if pair[0] != pair[1]})
        for place, kind in enumerate(dict.fromkeys(reversed(run))):
            places[kind].append(place)
    ranks: dict[Kind, int] = {}
    for kind in sorted(places, key=lambda each: (sum(places[each]) / len(places[each]), each)):
        below = [ranks[other] for other in ranks if above[kind, other] > above[other, kind]]
        ranks[kind] = max(below, default=0) + 1
    return ranks


def _levelled(
    group: Sequence[HeadingLine], kinds: dict[tuple[float, float], Kind], ranks: dict[Kind, int]
) -> Iterator[HeadingLine]:
    """Yield the headings of a group; titles of one rank that follow one another are told apart by their place."""
    after: list[int] = []  # for each heading, from the last: titles of its rank right below it
    before: int | None = None
    for each in reversed(group):
        rank = ranks[kinds[each.shade, each.size]] if is_title(each.look) else None
        after.append(after[-1] + 1 if rank is not None and rank == before else 0)
        before = rank
    for each, place in zip(group, reversed(after), strict=True):
        if not is_title(each.look):
            yield each
        else:
            rank = ranks[kinds[each.shade, each.size]]
            yield replace(each, look=f"{TITLE_ROW} {rank}" + (f".{min(place, DEEPEST - 1)}" if place else ""))
