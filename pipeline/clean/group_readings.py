"""What a group of states ("EU", "G77 and China") does with an amendment: no column of the tables names it.

A group is no country, so `countries` is missing where it alone is named. Its reading is made from the tag as printed.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..reference.parties import NAME_TOKEN, Parties, Spelling, spell
from .bracket_instructions import holds
from .role_notes import notes_behind
from .tags import read_tag
from .trailing_tags import read_trailing_tag

LONGEST_NAME = 6  # tokens of a group's name
WANTED = frozenset({"proposes", "supports"})


def group_named(name: str, parties: Parties) -> Spelling | None:
    """Return how a group of states is spelled, None for a name that is none."""
    spelling = spell(name)
    return spelling if parties.codes.get(name) == "" or parties.names.get(spelling) == "" else None


def groups_in(printed: str, parties: Parties) -> list[str]:
    """Return the groups of states that the tag of an amendment names, as printed: "EU" of "[US, EU: …]"."""
    start = printed.find("[") + 1
    tag = read_tag(printed, start, parties)
    behind = read_trailing_tag(printed, start, len(printed) - 1, parties) if tag is None else None
    span = (start, tag.end) if tag else (behind[1], len(printed) - 1) if behind else (0, 0)
    tokens = list(NAME_TOKEN.finditer(printed, *span))
    found, at = list[str](), 0
    while at < len(tokens):
        lengths = range(min(LONGEST_NAME, len(tokens) - at), 0, -1)
        names = (printed[tokens[at].start() : tokens[at + length - 1].end()] for length in lengths)
        name = next((each for each in names if group_named(each, parties) is not None), None)
        found += [name] if name else []
        at += len(NAME_TOKEN.findall(name)) if name else 1
    return list(dict.fromkeys(found))


def is_wanted_by(printed: str, group: Spelling, parties: Parties) -> bool:
    """Tell whether a group proposes or supports an amendment as printed: "[EU: …]", "[US: …; EU supports]"."""
    start = printed.find("[") + 1
    tag = read_tag(printed, start, parties)
    roles = []
    if tag is not None:
        head = printed[start : tag.end]
        roles += roles_of(group, tag.groups or ((head, tag.role or "proposes"),))
    behind = read_trailing_tag(printed, start, len(printed) - 1, parties)
    if behind is not None:
        said = behind[0].groups or ((printed[behind[1] :], behind[0].role or "proposes"),)
        roles += roles_of(group, said)
    noted = notes_behind(printed, tag.end if tag else start, len(printed) - 1, parties)
    roles += roles_of(group, noted[0].groups) if noted else []
    return any(role in WANTED for role in roles)


def roles_of(group: Spelling, said: Iterable[tuple[str, str]]) -> list[str]:
    """Return the roles of those parts of a tag that name a group."""
    return [role for names, role in said if holds(spell(names), group)]
