"""What the page shows of a text under negotiation: as printed with its amendments, and each delegation's reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..clean.accepted import accepted_ids
from ..clean.group_readings import group_named, groups_in, is_wanted_by
from ..clean.ocr import Correction
from ..clean.readings import accepting, backers_of, outermost, render
from ..records import Amendment
from ..reference.parties import read_parties
from .published import Row

IsWanted = Callable[[Amendment], bool]


def printed_pieces(text: str, amendments: Sequence[Row], repairs: Sequence[Row]) -> list[list[Any]]:
    """Return the text of the source cut at its amendments and repairs: [text, amendment id or None, repaired or None].

    The first items, joined, are the text. An amendment within another belongs to the outer one.
    """
    owners = {
        at: each["amendment_id"] for each in outermost_rows(amendments) for at in range(each["start"], each["end"])
    }
    repaired = {each["start"]: each for each in repairs if text.startswith(each["before"], each["start"])}
    pieces: list[list[Any]] = []
    at, is_new = 0, True
    while at < len(text):
        owner, repair = owners.get(at), repaired.get(at)
        if repair is not None and repair["before"]:
            pieces.append([repair["before"], owner, repair["after"] or ""])
            at, is_new = at + len(repair["before"]), True
            continue
        if is_new or pieces[-1][1] != owner:
            pieces.append(["", owner, None])
        pieces[-1][0] += text[at]
        at, is_new = at + 1, False
    return pieces


def outermost_rows(amendments: Sequence[Row]) -> list[Row]:
    """Return the amendments that stand in no other one, in order."""
    by_id = {each["amendment_id"]: each for each in amendments}
    return [by_id[each.amendment_id] for each in outermost([amendment_of(row) for row in amendments])]


def amendment_of(row: Row) -> Amendment:
    """Return a published amendment as the clean stage makes it."""
    known: dict[str, Any] = {name: row.get(name) for name in Amendment.__slots__ if name in row}
    return Amendment(**known)


def correction_of(row: Row) -> Correction:
    """Return a published repair as the repairer makes it."""
    return Correction(row["start"], row["before"], row["after"] or "", row["method"], row["score"])


def delegation_readings(text: str, amendments: Sequence[Row], repairs: Sequence[Row]) -> dict[str, str]:
    """Return the text as each delegation wants it: what it proposes or supports accepted, all else left out.

    A group of states ("EU") has its reading under its name as printed, behind the countries.
    """
    made, parties = [amendment_of(row) for row in amendments], read_parties()
    countries = sorted({country for each in made for country in (each.countries or "").split("|") if country})
    groups = sorted({name for each in made if each.role for name in groups_in(each.as_printed, parties)})
    wanted = {country: wanted_by(country) for country in countries} | {name: wanted_by_group(name) for name in groups}
    return {name: _reading(text, made, repairs, is_wanted) for name, is_wanted in wanted.items()}


def option_readings(text: str, amendments: Sequence[Row], repairs: Sequence[Row]) -> dict[str, str]:
    """Return the text as each option has it, by the option's label: that option accepted, all else left out."""
    made = [amendment_of(row) for row in amendments]
    labels = dict.fromkeys(each.options for each in made if each.options)
    return {label: _reading(text, made, repairs, chosen(label)) for label in labels}


def _reading(text: str, amendments: Sequence[Amendment], repairs: Sequence[Row], is_wanted: IsWanted) -> str:
    """Return the text with what is wanted, and the brackets of nobody that belong to it, accepted."""
    taken = accepted_ids(amendments, is_wanted)
    wording = accepting(lambda amendment: amendment.amendment_id in taken)
    return render(text, amendments, [correction_of(row) for row in repairs], wording) or ""


def wanted_by(country: str) -> IsWanted:
    """Return a test for what one delegation proposes or supports."""
    return lambda amendment: country in backers_of(amendment)


def wanted_by_group(name: str) -> IsWanted:
    """Return a test for what a group of states proposes or supports."""
    parties = read_parties()
    group = group_named(name, parties) or ()
    return lambda amendment: is_wanted_by(amendment.as_printed, group, parties)


def chosen(label: str) -> IsWanted:
    """Return a test for the amendments of one option."""
    return lambda amendment: amendment.options == label
