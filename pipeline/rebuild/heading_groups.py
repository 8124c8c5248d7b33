"""Which lines over the tables of a plan are headings: drafts take them, and runs doubt those that no profile reads.

- Headings are lines between two tables of the plan, or title rows inside one. The nearest above a table counts.
- A line before every table names nothing ("METAS E INDICADORES"); a line before one table does.
- A heading that is printed seldom is above one that is printed often; of two equally frequent ones, the larger type is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from rapidfuzz import fuzz

from ..records import PrintedLine
from ..text import fold
from .heading_looks import DASH, MOST_NAMED, NUMBERED, PARAGRAPH, STYLE, HeadingLine, body_size, heading_line, is_title
from .title_levels import with_title_levels

FIELDS = ("axis", "subaxis", "strategic_objective")
COVERS = 0.5  # share of the plan's tables over which a kind of heading has to stand
HEADED = 1 / 3  # share of the tables that count as having a heading of their own, at least: others follow one another
OVER = 0.8  # least share of the headings of one look with another heading right below: that look is the upper level
WIDER = 1.1  # times the type of another heading, from which a heading is above it
A_TABLE = 2.0  # headings of one kind over a table, on average, at most; with more, they do not belong to the tables
MISPRINT = 90.0  # of 100: likeness of a line to another, from which it is the same with a letter off
LONG = 8  # letters of such a line
CONSTANT = 3  # tables: a line with the same words over as many names none of them


def before_tables(lines: Sequence[PrintedLine], own: set[int]) -> Iterator[list[HeadingLine]]:
    """Yield, for each table of the plan or title inside one, the headings since the one before."""
    usual = body_size(lines)
    found: list[HeadingLine] = []
    table: int | None = None
    for line in lines:
        is_title = len(line.cells) == 1 and (line.table is None or line.table in own)
        if is_title and line.role is None and (heading := heading_line(line, usual)):
            found.append(heading)
        elif is_title and len(line.cells[0]) >= PARAGRAPH:
            found = [replace(each, is_near=False) for each in found]
        if line.table in own and len(line.cells) > 1 and (found or line.table != table):
            yield found
            found, table = [], line.table


def _without_number(text: str) -> str:
    return fold(NUMBERED.sub("", text)).strip(" :.")


def without_constant(groups: Sequence[Sequence[HeadingLine]]) -> tuple[list[list[HeadingLine]], list[str]]:
    """Leave out the lines that repeat the same words over most tables; return the groups, and the lines left out."""
    again = Counter(text for group in groups for text in {_without_number(each.text) for each in group})
    constant = {text for text, count in again.items() if count >= CONSTANT and 2 * count >= _most(groups, text)}
    constant |= {text for text in again if len(text) >= LONG and any(_is_misprint(text, one) for one in constant)}
    idle = dict.fromkeys(
        re.sub(r"[\s:.]+$", "", NUMBERED.sub("", each.text))
        for group in groups
        for each in group
        if _without_number(each.text) in constant
    )
    kept = [[each for each in group if _without_number(each.text) not in constant] for group in groups]
    return with_title_levels(kept), list(idle)


def _is_misprint(text: str, constant: str) -> bool:
    """Tell whether a line is one that stands over most tables, misprinted ("METAS E INDCIADORES")."""
    return fuzz.ratio(text, constant) >= MISPRINT


def _most(groups: Sequence[Sequence[HeadingLine]], text: str) -> int:
    """Return from how many tables on a line stands over "most tables"."""
    runs = sum(1 for group in groups if any(_without_number(each.text) == text for each in group))
    return runs if runs * 5 >= len(groups) else len(groups)


def tables_under(groups: Sequence[Sequence[HeadingLine]]) -> Counter[str]:
    """Return how many tables each look of heading stands over."""
    return Counter(look for group in groups for look in {each.look for each in group})


def chosen_looks(groups: Sequence[Sequence[HeadingLine]], tables: Counter[str]) -> list[str]:
    """Return the looks of heading that are taken, the widest first."""
    texts: dict[str, list[str]] = {}
    sizes: dict[str, float] = {}
    for group in groups:
        for look, each in {each.look: each for each in group}.items():  # the last of each look
            texts.setdefault(look, []).append(each.text)
            sizes[look] = max(sizes.get(look, 0.0), each.size)
    every = Counter(each.look for group in groups[1:] for each in group)  # before the first table all else is printed
    every.update({each.look for group in groups[:1] for each in group})
    most = max(sum(map(bool, groups)), len(groups) * HEADED)
    seldom = [look for look, count in tables.items() if every[look] <= A_TABLE * count]
    enough = [
        look
        for look in seldom
        if _is_enough(
            look,
            (tables[look], most if look.startswith(STYLE) else len(groups)),
            texts[look],
            is_near=any(each.look == look and each.is_near for group in groups for each in group),
        )
    ]
    enough += [look for look in seldom if look not in enough and _is_wider(look, enough, sizes, texts[look])]
    while over := [look for look in seldom if look not in enough and _is_over(look, enough, groups)]:
        enough += over
    ordered = sorted(enough, key=lambda look: (look == DASH, len(set(texts[look])), -sizes[look], look))
    ordered = _nested(ordered, groups)
    return [*ordered[:1], DASH] if DASH in enough and len(enough) > 1 else ordered[: len(FIELDS)]


def _is_over(look: str, enough: Sequence[str], groups: Sequence[Sequence[HeadingLine]]) -> bool:
    """Tell whether headings of a look contain other headings: nearly each has a smaller heading right below it.

    A caption above a heading is set in smaller type than the heading.
    """
    own = [group for group in groups if any(each.look == look for each in group)]
    places = [max(place for place, each in enumerate(group) if each.look == look) for group in own]
    names = {group[place].text for group, place in zip(own, places, strict=True)}
    is_named = len(names) <= MOST_NAMED or not (look.startswith(STYLE) or is_title(look))
    covered = sum(
        len(group) > place + 1
        and group[place + 1].look in enough
        and (not look.startswith(STYLE) or group[place + 1].size < group[place].size)
        for group, place in zip(own, places, strict=True)
    )
    return is_named and len(names) >= 2 and covered >= OVER * len(own)


def _nested(looks: Sequence[str], groups: Sequence[Sequence[HeadingLine]]) -> list[str]:
    """Return looks in an order in which none comes before one that mostly stands above it; else as they are."""
    above: Counter[tuple[str, str]] = Counter()
    for group in groups:
        seen = list(dict.fromkeys(each.look for each in group))
        above.update(combinations(seen, 2))
    found: list[str] = []
    left = list(looks)
    while left:
        free = (one for one in left if not any(above[other, one] > above[one, other] for other in left))
        found.append(next(free, left[0]))
        left.remove(found[-1])
    return found


def _is_wider(look: str, enough: Sequence[str], sizes: Mapping[str, float], texts: Sequence[str]) -> bool:
    """Tell whether a look is the heading over headings: in larger type than one that stands over most tables."""
    styles = [sizes[each] for each in enough if each.startswith(STYLE)]
    is_larger = bool(styles) and sizes[look] >= WIDER * min(styles)
    return look.startswith(STYLE) and is_larger and 2 <= len(set(texts)) <= MOST_NAMED


def _is_enough(look: str, tables: tuple[int, float], texts: Sequence[str], *, is_near: bool) -> bool:
    """Tell whether headings of a look are taken; `tables`: those below one of them, and all.

    The only heading over the only table has to stand right above it: the document's title is none.
    """
    count, every = tables
    different = len(set(texts))
    if look == DASH:
        return different >= 2
    if look.startswith(STYLE) or is_title(look):  # named one by one
        counted = len({re.sub(r"\d+", "", text) for text in texts}) < 2  # "Ficha 1", "Ficha 2": titles of records
        return 2 <= different <= MOST_NAMED and count >= COVERS * every and not counted
    is_often = count >= COVERS * every or look.startswith("word")
    return is_often and (different >= 2 or (every == 1 and (is_near or look.startswith("word"))))
