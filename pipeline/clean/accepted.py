"""Which amendments a reading takes: those of a party or an option, and those of nobody that belong to them.

    "[The goal is [holding][limiting] the rise]"     option 2: the outer bracket names nobody, and holds what is wanted
    "[US: Each Party [shall][should] report [yearly]]"    USA: of the alternatives the first, and "yearly"

A bracket of nobody around a wanted one is read, else the wanted words would have no sentence. A bracket of nobody
within a wanted one is text of the party that tables the whole: it is read. Of alternatives there, the one whose option
is wanted is read, else the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..records import Amendment

FIRST = "1"


def accepted_ids(amendments: Sequence[Amendment], is_wanted: Callable[[Amendment], bool]) -> frozenset[str]:
    """Return the ids of the amendments of one record that a reading takes; `is_wanted`: those asked for."""
    wanted = {each.amendment_id for each in amendments if is_wanted(each)}
    around = {each.amendment_id for each in amendments if is_of_nobody(each) and not each.options
              and any(inner.amendment_id in wanted for inner in _within(each, amendments))}  # fmt: skip
    taken = wanted | around
    for outer in sorted(amendments, key=lambda each: each.start):  # outer ones first
        if outer.amendment_id in taken - around:
            taken |= {each.amendment_id for each in _own_choices(outer, amendments, wanted)}
    return frozenset(taken)


def is_of_nobody(amendment: Amendment) -> bool:
    """Tell whether an amendment names no party, nor a group of them, and strikes nothing."""
    return not amendment.countries and not amendment.role and not amendment.deleted


def _within(outer: Amendment, amendments: Sequence[Amendment]) -> Iterator[Amendment]:
    return (each for each in amendments if each is not outer and outer.start <= each.start and each.end <= outer.end)


def _own_choices(outer: Amendment, amendments: Sequence[Amendment], wanted: set[str]) -> Iterator[Amendment]:
    """Yield the amendments of nobody right within a taken one that are read with it."""
    inner = list(_within(outer, amendments))
    children = [each for each in inner if not any(each in _within(other, inner) for other in inner)]
    has_choice = any(each.options and each.amendment_id in wanted for each in children)
    for each in children:
        is_first = each.options in (None, "", FIRST)
        if is_of_nobody(each) and (each.amendment_id in wanted or (is_first and not (each.options and has_choice))):
            yield each
