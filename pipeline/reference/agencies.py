"""The registry of bodies, `agencies.csv`: who they are, what they are part of, by which names they are printed.

It is data with its sources, so what cannot be followed is refused with its line: a column too few, an identifier that
stands twice, a parent that is no body here, a name that two bodies share (what would a cell mean that prints it?).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ManifestInvalid
from ..records import ActionAgency, Agency
from .names import fold_name

AGENCIES = Path(__file__).with_name("agencies.csv")
COLUMNS = [
    "agency_id",
    "acronym",
    "name",
    "kind",
    "jurisdiction",
    "parent_agency_id",
    "valid_from",
    "valid_to",
    "aliases",
    "source",
]
COLLECTIVE = "collective"
WORLDWIDE = "international-organisation"
ORGANISATIONS = (WORLDWIDE, "coalition")


@dataclass(frozen=True, slots=True)
class RegisteredAgency:
    """One body of the registry."""

    agency_id: str
    acronym: str | None
    name: str
    kind: str
    jurisdiction: str | None  # ISO 3166-1 alpha-3, an organisation, or None: known anywhere
    parent_agency_id: str | None
    valid_from: str | None
    valid_to: str | None
    aliases: tuple[str, ...]
    source: str  # where we know it from

    @property
    def names(self) -> tuple[str, ...]:
        """Return the full name, the acronym and the aliases, in this order."""
        return (self.name, *((self.acronym,) if self.acronym else ()), *self.aliases)


@dataclass(frozen=True)
class Registry:
    """All bodies, in the file's order."""

    agencies: tuple[RegisteredAgency, ...]

    def agency(self, agency_id: str) -> RegisteredAgency:
        """Return the body of that id, which must be one of the registry's."""
        return next(agency for agency in self.agencies if agency.agency_id == agency_id)

    def is_part_of(self, agency_id: str, whole_id: str) -> bool:
        """Tell whether a body is a unit of another, at any depth; a body is no part of itself."""
        parent = self.agency(agency_id).parent_agency_id
        return parent is not None and (parent == whole_id or self.is_part_of(parent, whole_id))

    def names_known_in(self, agency: RegisteredAgency, jurisdiction: str | None) -> tuple[str, ...]:
        """Return the names by which a document of `jurisdiction` can mean `agency`.

        Abroad a country's bodies have none (the "Ministerio de Salud" of another country is another ministry), and
        an organisation's organs their full name only ("Presidencia" means the Coalition's in its own plans). A
        document whose jurisdiction is not given may mean any body by any name.
        """
        if jurisdiction is None or agency.jurisdiction in (None, jurisdiction) or agency.kind == WORLDWIDE:
            return agency.names
        return (agency.name,) if agency.jurisdiction in self._organisations() else ()

    def _organisations(self) -> set[str | None]:
        return {agency.acronym for agency in self.agencies if agency.kind in ORGANISATIONS}


def read_agencies(path: Path | None = None) -> Registry:
    """Return the registry read from `path`, the shipped one where none is given.

    Refused, with file, line and remedy: what is no CSV in UTF-8, other columns, a row of another length, a missing id,
    name, kind or source, an id that stands twice, a parent that is no body of the file or a circle of parents, a name
    that two bodies share.
    """
    place = path or AGENCIES
    try:
        with place.open(encoding="utf-8", newline="") as stream:
            rows = list(_numbered_rows(csv.reader(stream, strict=True), place.name))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ManifestInvalid(place.name, f"no table in UTF-8: {error}", "Save it as CSV, encoded in UTF-8.") from error
    _check_ids(rows, place.name)
    _check_names(rows, place.name)
    return Registry(tuple(agency for _, agency in rows))


def agency_rows(registry: Registry, action_agencies: Iterable[ActionAgency]) -> tuple[Agency, ...]:
    """Return the published row of every body, mentioned or not, in the registry's order, with its mentions counted."""
    mentions = Counter(mention.agency_id for mention in action_agencies)
    return tuple(_agency_row(agency, mentions[agency.agency_id]) for agency in registry.agencies)


def _agency_row(agency: RegisteredAgency, mention_count: int) -> Agency:
    return Agency(
        agency_id=agency.agency_id,
        acronym=agency.acronym,
        name=agency.name,
        kind=agency.kind,
        jurisdiction=agency.jurisdiction,
        parent_agency_id=agency.parent_agency_id,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
        aliases="|".join(agency.aliases) or None,
        mention_count=mention_count,
    )


Row = tuple[int, RegisteredAgency]


def _numbered_rows(rows: Iterator[list[str]], file: str) -> Iterator[Row]:
    header = next(rows, [])
    if header != COLUMNS:
        raise ManifestInvalid(f"{file} line 1", f"columns {header}", f"The columns are {', '.join(COLUMNS)}.")
    for line, row in enumerate(rows, 2):
        yield line, _read_row(row, f"{file} line {line}")


def _read_row(row: list[str], place: str) -> RegisteredAgency:
    if len(row) != len(COLUMNS):
        raise ManifestInvalid(place, f"{len(row)} cells, expected {len(COLUMNS)}", "Quote a cell that has a comma.")
    cells: dict[str, str | None] = {column: cell.strip() or None for column, cell in zip(COLUMNS, row, strict=True)}
    agency_id, name, kind, source = (cells[column] for column in ("agency_id", "name", "kind", "source"))
    if not (agency_id and name and kind and source):
        raise ManifestInvalid(place, "agency_id, name, kind or source is empty", "Fill it in, or delete the row.")
    return RegisteredAgency(
        agency_id=agency_id,
        acronym=cells["acronym"],
        name=name,
        kind=kind,
        jurisdiction=cells["jurisdiction"],
        parent_agency_id=cells["parent_agency_id"],
        valid_from=cells["valid_from"],
        valid_to=cells["valid_to"],
        aliases=tuple(alias.strip() for alias in (cells["aliases"] or "").split("|") if alias.strip()),
        source=source,
    )


def _check_ids(rows: list[Row], file: str) -> None:
    lines: dict[str, int] = {}
    for line, agency in rows:
        if (first := lines.setdefault(agency.agency_id, line)) != line:
            found = f"agency_id {agency.agency_id!r} stands in line {first} too"
            raise ManifestInvalid(f"{file} line {line}", found, "Give each body an id of its own.")
    parents = {agency.agency_id: agency.parent_agency_id for _, agency in rows}
    for line, agency in rows:
        _check_parents(agency.agency_id, parents, f"{file} line {line}")


def _check_parents(agency_id: str, parents: dict[str, str | None], place: str) -> None:
    seen = {agency_id}
    parent = parents[agency_id]
    while parent is not None:
        if parent not in parents:
            raise ManifestInvalid(place, f"parent {parent!r} is no body of this file", "Add it, or correct the id.")
        if parent in seen:
            raise ManifestInvalid(place, f"{agency_id!r} is part of itself through {parent!r}", "Correct the parents.")
        seen.add(parent)
        parent = parents[parent]


def _check_names(rows: list[Row], file: str) -> None:
    owners: dict[str, Row] = {}
    for line, agency in rows:
        for name in agency.names:
            first_line, owner = owners.setdefault(fold_name(name), (line, agency))
            if owner is not agency:
                found = f"name {name!r} is {owner.agency_id!r} in line {first_line} already"
                raise ManifestInvalid(
                    f"{file} line {line}", found, "One name means one body: drop it from one of them."
                )
