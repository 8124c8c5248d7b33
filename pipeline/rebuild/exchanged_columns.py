"""Compares what the columns of a matrix hold with what their headers are taken for.

A profile may exchange two headers: the indicators under `action`, the actions under `indicators`. Every row is read,
and every value stands in the wrong column. The headers tell where other plans print them over the other column each,
and the cells tell: actions are things to be done, bodies are named, terms and
money have their own form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from ..layouts import EXTRAS, Profile
from ..records import Action, Extra, Issue, Records
from ..reference.headers import REPEATED, Mapper, header_key, read_header_words
from ..reference.value_kinds import share
from .profile_advice import toml_list, where

HOLDS = {"action": "deed", "responsible": "body", "deadline": "term", "budget": "money"}  # what a column's cells are
SAID = {"deed": "things to be done", "body": "bodies", "term": "dates or terms", "money": "amounts of money"}
ALIKE = {"action": ("goal", "objective", "measure"), "responsible": ("associated",)}  # columns that hold the same too
VALUES = (
    *("action", "goal", "indicators", "verification", "deadline", "budget", "baseline", "target", "location"),
    *("responsible", "associated", "observations"),
)
MEASURE = "measure"
FEWEST = 4  # cells of a column that are compared
MOST, MUCH = 0.2, 0.7  # share of the cells of their own column, and of the other, that are what the column is to hold


def exchanged_columns(plan_id: str, made: Records, profile: Profile, profile_name: str) -> list[Issue]:
    """Return a doubt for each column whose cells are not what it is to hold, while those of another column are."""
    cells = dict(_cells(made))
    found: list[Issue] = []
    told: set[str] = set()
    for name, sort in HOLDS.items():
        own = cells.get(name, ())
        others = [each for each in cells if each not in (name, *ALIKE.get(name, ())) and HOLDS.get(each) != sort]
        if len(own) < FEWEST or share(sort, own) > MOST or name in told:
            continue
        for other in others:
            if len(cells[other]) >= max(FEWEST, len(own) / 2) and share(sort, cells[other]) >= MUCH:
                told |= {name, other}
                found.append(_doubt(plan_id, (name, other), cells, profile, profile_name))
                break
    pairs = [pair for pair in _exchanged_headers(profile) if not told & set(pair)]
    return [*found, *(_header_doubt(plan_id, pair, profile, profile_name) for pair in pairs)]


def _exchanged_headers(profile: Profile) -> Iterator[tuple[str, str]]:
    """Yield pairs of columns each of which has the headers that other plans print over the other one."""
    known = {name: _known_as(labels) for name, labels in profile.columns.items() if name in VALUES or name == MEASURE}
    yield from (pair for pair in combinations(known, 2) if pair[1] in known[pair[0]] and pair[0] in known[pair[1]])


def _known_as(labels: Iterable[str]) -> set[str]:
    """Return the columns that plans print headers like these over."""
    found = (_mapper().column(match["label"] if (match := REPEATED.fullmatch(label)) else label) for label in labels)
    return {each[0] for each in found if each is not None}


@cache
def _mapper() -> Mapper:
    return Mapper(read_header_words())


def _header_doubt(plan_id: str, pair: tuple[str, str], profile: Profile, profile_name: str) -> Issue:
    (name, own), (other, its) = ((each, profile.columns[each][0]) for each in pair)
    detail = (
        f"{own!r} stands under `{name}` and {its!r} under `{other}`, and other plans have them the other way round."
    )
    detail += f" Are the two headers exchanged? {where(profile_name)}\nbelow [columns]:\n"
    detail += "\n".join(f"    {line}" for line in _exchanged(pair, profile))
    return Issue("columns_exchanged", "doubt", "rebuild", plan_id, None, None, detail, name)


def _cells(made: Records) -> Iterator[tuple[str, list[str]]]:
    """Yield the texts of each column, those of columns without a name of their own by their header."""
    actions = made.of(Action)
    for name in VALUES:
        yield name, [text for action in actions if (text := getattr(action, name))]
    extras: dict[str, list[str]] = {}
    for extra in made.of(Extra):
        extras.setdefault(extra.label_original, []).append(extra.text)
    yield from extras.items()


def _doubt(
    plan_id: str, pair: tuple[str, str], cells: Mapping[str, Sequence[str]], profile: Profile, profile_name: str
) -> Issue:
    name, other = pair
    first, second = cells[name][0], cells[other][0]
    detail = f"the cells of `{name}` are no {SAID[HOLDS[name]]}, the first is {first[:60]!r}; those of {other!r} are: "
    detail += f"{second[:60]!r}. Are the two headers exchanged? {where(profile_name)}\nbelow [columns]:\n"
    detail += "\n".join(f"    {line}" for line in _exchanged(pair, profile))
    return Issue("columns_exchanged", "doubt", "rebuild", plan_id, None, None, detail, name)


def _exchanged(pair: tuple[str, str], profile: Profile) -> Iterator[str]:
    """Yield the lines of two columns with each other's headers; `extras` gets the header that it gives up for."""
    name, other = pair
    own = profile.columns.get(name, ())
    if other in profile.columns and other in (*VALUES, MEASURE):
        yield f"{name} = {toml_list(profile.columns[other])}"
        yield f"{other} = {toml_list(own)}"
        return
    labels = [label for label in profile.columns.get(EXTRAS, ()) if header_key(label) == header_key(other)] or [other]
    rest = [label for label in profile.columns.get(EXTRAS, ()) if label not in labels]
    yield f"{name} = {toml_list(labels)}"
    yield f"{EXTRAS} = {toml_list([*rest, *own])}"
