"""Drafts the headings over the tables of a plan: which lines name axes, and which heading is above which.

- Headings are lines between two tables of the plan, or title rows inside one. The nearest above a table counts.
- A line before every table names nothing ("METAS E INDICADORES"); a line before one table does.
- A heading that is printed seldom is above one that is printed often; of two equally frequent ones, the larger type is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..rebuild.heading_looks import (
    DASH,
    MOST_NAMED,
    NUMBERED,
    STYLE,
    TITLE_ROW,
    HeadingLine,
    body_size,
    heading_line,
    pattern_of,
)
from ..records import PrintedLine
from ..reference.plan_words import accented, read_plan_words
from ..text import fold

FIELDS = ("axis", "subaxis", "strategic_objective")
COVERS = 0.5  # share of the plan's tables over which a kind of heading has to stand
A_TABLE = 2.0  # headings of one kind over a table, on average, at most; with more, they do not belong to the tables
CONSTANT = 3  # tables: a line with the same words over as many names none of them


@dataclass(frozen=True, slots=True)
class AxisDraft:
    """A kind of heading (its look), and the column that it fills."""

    field: str
    pattern: str
    seen: tuple[str, ...]  # lines that fit it, with their page
    names: tuple[str, ...] = ()  # the headings as printed
    is_capitals: bool = False  # True where any line in capitals fits it


def _before_tables(lines: Sequence[PrintedLine], own: set[int]) -> Iterator[list[HeadingLine]]:
    """Yield, for each table of the plan or title inside one, the headings since the one before."""
    usual = body_size(lines)
    found: list[HeadingLine] = []
    table: int | None = None
    for line in lines:
        is_title = len(line.cells) == 1 and (line.table is None or line.table in own)
        if is_title and line.role is None and (heading := heading_line(line, usual)):
            found.append(heading)
        if line.table in own and len(line.cells) > 1 and (found or line.table != table):
            yield found
            found, table = [], line.table


def _without_number(text: str) -> str:
    return fold(NUMBERED.sub("", text)).strip(" :.")


def draft_axes(
    lines: Sequence[PrintedLine], own: set[int], columns: Collection[str] = ()
) -> tuple[list[AxisDraft], list[str]]:
    """Return the headings of a plan, the widest first, and patterns of the lines that name nothing over its tables.

    `columns` are the published columns of the tables: a column with the axis needs no heading.
    """
    groups = list(_before_tables(lines, own))
    groups, idle = _without_constant(groups)
    free = [field for field in FIELDS if field not in columns]
    is_said = "axis" in columns
    chosen = [look for look in _chosen(groups, _tables_under(groups)) if not (is_said and look.startswith(STYLE))]
    axes = [_axis(field, look, groups) for field, look in zip(free, chosen, strict=False)]
    labels = list(_bare_words(lines)) if any(axis.is_capitals for axis in axes) else []
    return axes, labels + [rf"(?:\d[\d.]*\s+)?{re.escape(text)}\W*".replace(r"\ ", " ") for text in idle if text]


def _bare_words(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield a pattern of the lines that are the word for a heading and nothing else ("EJE", above its name)."""
    texts = {fold(line.cells[0]).strip(" :.-–—") for line in lines if len(line.cells) == 1}
    words = [word for bare, word in read_plan_words().headings if texts & {bare, f"{bare}s", f"{bare}es"}]
    if words:
        yield rf"(?i:(?:{'|'.join(map(accented, words))})(?:e?s)?)\W*"


def _without_constant(groups: Sequence[Sequence[HeadingLine]]) -> tuple[list[list[HeadingLine]], list[str]]:
    """Return the groups without the lines that stand over most tables with the same words, and those lines."""
    again = Counter(text for group in groups for text in {_without_number(each.text) for each in group})
    constant = {text for text, count in again.items() if count >= CONSTANT and 2 * count >= _most(groups, text)}
    idle = dict.fromkeys(
        re.sub(r"[\s:.]+$", "", NUMBERED.sub("", each.text))
        for group in groups
        for each in group
        if _without_number(each.text) in constant
    )
    return [[each for each in group if _without_number(each.text) not in constant] for group in groups], list(idle)


def draft_axes_of_texts(lines: Sequence[PrintedLine], heads: set[str]) -> tuple[AxisDraft, ...]:
    """Return the headings of a plan in prose, the widest first: `heads` are the lines that its lists begin with."""
    usual = body_size(lines)
    groups: list[list[HeadingLine]] = []
    found: list[HeadingLine] = []
    for line in lines:
        if " ".join(line.cells[0].split()) in heads:
            groups.append(found)
            found = []
        elif heading := heading_line(line, usual):
            found.append(heading)
    groups, _ = _without_constant(groups)
    chosen = [look for look in _chosen(groups, _tables_under(groups)) if look != DASH]
    return tuple(_axis(field, look, groups) for field, look in zip(FIELDS, chosen, strict=False))


def _most(groups: Sequence[Sequence[HeadingLine]], text: str) -> int:
    """Return from how many tables on a line stands over "most tables"."""
    runs = sum(1 for group in groups if any(_without_number(each.text) == text for each in group))
    return runs if runs * 5 >= len(groups) else len(groups)


def _tables_under(groups: Sequence[Sequence[HeadingLine]]) -> Counter[str]:
    """Return how many tables each look of heading stands over."""
    return Counter(look for group in groups for look in {each.look for each in group})


def _chosen(groups: Sequence[Sequence[HeadingLine]], tables: Counter[str]) -> list[str]:
    """Return the looks of heading that are taken, the widest first."""
    texts: dict[str, list[str]] = {}
    sizes: dict[str, float] = {}
    for group in groups:
        for look, each in {each.look: each for each in group}.items():  # the last of each look
            texts.setdefault(look, []).append(each.text)
            sizes[look] = max(sizes.get(look, 0.0), each.size)
    every = Counter(each.look for group in groups for each in group)
    enough = [
        look
        for look, count in tables.items()
        if every[look] <= A_TABLE * count and _is_enough(look, count, len(groups), texts[look])
    ]
    ordered = sorted(enough, key=lambda look: (look == DASH, len(set(texts[look])), -sizes[look], look))
    return [*ordered[:1], DASH] if DASH in enough and len(enough) > 1 else ordered[: len(FIELDS)]


def _is_enough(look: str, count: int, tables: int, texts: Sequence[str]) -> bool:
    different = len(set(texts))
    if look == DASH:
        return different >= 2
    if look.startswith(STYLE) or look == TITLE_ROW:  # named one by one
        return 2 <= different <= MOST_NAMED and count >= COVERS * tables
    is_often = count >= COVERS * tables or look.startswith("word")
    return is_often and (different >= 2 or tables == 1)


def _axis(field: str, look: str, groups: Sequence[Sequence[HeadingLine]]) -> AxisDraft:
    last = [[each for each in group if each.look == look][-1:] for group in groups]
    fitting = [each for group in last for each in group]
    seen = tuple(dict.fromkeys(f"p. {each.page}: {each.text[:90]}" for each in fitting))
    names = tuple(dict.fromkeys(each.text for each in fitting))
    return AxisDraft(field, pattern_of(field, look, names), seen, names, look == "capitals")


def axis_key(names: Sequence[str]) -> str:
    """Return the pattern of the word of an axis that goes into ids: the first that says something.

    `names` are the axes as printed: of the words for headings, the pattern has those that one of them begins with.
    """
    words = read_plan_words()
    folded = [fold(name) for name in names]
    begun = [word for bare, word in words.headings if any(name.startswith(bare) for name in folded)]
    heading = rf"(?:(?i:{'|'.join(map(accented, begun))})(?:e?s)?\b\W*)?" if begun else ""
    mark = r"(?:[\dIVXivx]+[\d.]*|[A-Za-z])[.):\-–—]*"
    return rf"^{heading}(?:{mark}\s+)?\W*(?:(?i:{'|'.join(words.small)})\s+)*(?P<key>\w+)"
