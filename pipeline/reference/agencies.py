"""The registry of bodies: who they are, what they are part of, by which names they are printed.

Each country and each group of organisations has a folder in `registers/`, with `agencies.csv`, and where they are known
`parents.csv`, `successions.csv` and `country.toml`; another country is another folder. A workspace may have registers
of its own in `raw/registers/`, laid out alike: they are read beside the shipped ones. Faults are refused with file and
line: a missing column, an id that occurs twice, a parent that is not in the registry, a name that two bodies of one
country share, since a cell with that name would have two meanings. Two countries may each have a "Ministerio de Salud".
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from ..errors import ManifestInvalid
from ..records import Agency
from .names import fold_name
from .parents import ParentSpan, read_parents

REGISTERS = Path(__file__).with_name("registers")
OWN = "registers"  # folder of raw/ with the registers of a workspace
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
    nation: tuple[str, ...] = ()  # folded words that its country adds to names: "de la nacion"

    @property
    def names(self) -> tuple[str, ...]:
        """Return the full name, the acronym and the aliases, in this order."""
        return (self.name, *((self.acronym,) if self.acronym else ()), *self.aliases)


@dataclass(frozen=True)
class Registry:
    """All bodies, in the order of the files, and what they were part of at which time."""

    agencies: tuple[RegisteredAgency, ...]
    parents: tuple[ParentSpan, ...] = ()  # of the bodies whose parents are known with their dates

    def agency(self, agency_id: str) -> RegisteredAgency:
        """Return the body of that id, which must be one of the registry's."""
        return next(agency for agency in self.agencies if agency.agency_id == agency_id)

    def is_part_of(self, agency_id: str, whole_id: str) -> bool:
        """Tell whether a body is or was a unit of another, at any depth; a body is no part of itself."""
        return any(parent == whole_id or self.is_part_of(parent, whole_id) for parent in self.parents_of(agency_id))

    def parents_of(self, agency_id: str) -> tuple[str, ...]:
        """Return the bodies that a body is or was part of, the present one first."""
        present = self.agency(agency_id).parent_agency_id
        earlier = [span.parent_agency_id for span in self.parents if span.agency_id == agency_id]
        return tuple(dict.fromkeys([present, *earlier] if present else earlier))

    def all_parents(self) -> Iterator[ParentSpan]:
        """Yield what every body is or was part of, in the order of the bodies. A date that is not known is missing."""
        dated = {span.agency_id for span in self.parents}
        for agency in self.agencies:
            if agency.agency_id in dated:
                yield from (span for span in self.parents if span.agency_id == agency.agency_id)
            elif agency.parent_agency_id:
                yield ParentSpan(agency.agency_id, agency.parent_agency_id, None, None, agency.source)

    def names_known_in(self, agency: RegisteredAgency, jurisdiction: str | None) -> tuple[str, ...]:
        """Return the names by which a document of `jurisdiction` can mean `agency`.

        In the documents of another country a body has no name, since that country's "Ministerio de Salud" is another
        ministry. An organ of an organisation is known by its full name only, since "Presidencia" means the Coalition's
        own only in its own plans. If a document states no jurisdiction, every name of every body counts.
        """
        if jurisdiction is None or agency.jurisdiction in (None, jurisdiction) or agency.kind == WORLDWIDE:
            return agency.names
        return (agency.name,) if agency.jurisdiction in self._organisations else ()

    @cached_property
    def _organisations(self) -> set[str | None]:
        return {agency.acronym for agency in self.agencies if agency.kind in ORGANISATIONS}


def own_registers(root: Path) -> Path | None:
    """Return the folder with the registers of a workspace, None where it has none."""
    folder = root / "raw" / OWN
    return folder if folder.is_dir() else None


def register_folders(own: Path | None = None) -> list[tuple[Path, str]]:
    """Return the folder of each register, shipped ones first, with its name in messages; `own`: those of a workspace.

    Refused (ManifestInvalid): a folder of a workspace without `agencies.csv`.
    """
    shipped = [(folder, folder.name) for folder in sorted(REGISTERS.iterdir()) if folder.is_dir()]
    added = [(folder, f"raw/{OWN}/{folder.name}") for folder in sorted(own.iterdir()) if folder.is_dir()] if own else []
    for folder, name in added:
        if not (folder / "agencies.csv").is_file():
            told = f"Put a file agencies.csv with the columns {', '.join(COLUMNS)} there, or delete the folder."
            raise ManifestInvalid(name, "a register without agencies.csv", told)
    return [*shipped, *added]


def register_names(own: Path | None = None) -> list[str]:
    """Return the jurisdictions that have a register of bodies; `own`: the registers of a workspace."""
    return sorted({folder.name for folder, _ in register_folders(own)})


def read_agencies(path: Path | None = None, own: Path | None = None) -> Registry:
    """Return the registry read from the file `path`; the shipped one, of all folders, where none is given.

    `own` is the folder with the registers of a workspace, which are added to the shipped ones.

    Refused, with file, line and remedy: what is no CSV in UTF-8, other columns, a row of another length, a missing id,
    name, kind or source, an id that stands twice, a parent that is no body of the registry or a circle of parents, a
    name that could mean two bodies in the documents of one country, dated parents that do not lead to the present one.
    """
    if path is not None:
        return _checked(list(_read_file(path, path.name)), ())
    folders = register_folders(own)
    rows = [row for folder, name in folders for row in _read_folder(folder, name)]
    parents = [span for folder, name in folders for span in read_parents(folder / "parents.csv", f"{name}/parents.csv")]
    return _checked(rows, tuple(parents))


def _read_folder(folder: Path, name: str) -> Iterator[Row]:
    country = folder / "country.toml"
    try:
        known = tomllib.loads(country.read_text(encoding="utf-8")) if country.is_file() else {}
    except (OSError, ValueError) as error:
        raise ManifestInvalid(f"{name}/country.toml", f"not TOML: {error}", "Correct that line.") from error
    nation = tuple(fold_name(words) for words in known.get("national", ()))
    for place, agency in _read_file(folder / "agencies.csv", f"{name}/agencies.csv"):
        yield place, replace(agency, nation=nation)


def _read_file(path: Path, name: str) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            yield from _placed_rows(csv.reader(stream, strict=True), name)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ManifestInvalid(name, f"no table in UTF-8: {error}", "Save it as CSV, encoded in UTF-8.") from error


def _checked(rows: list[Row], parents: tuple[ParentSpan, ...]) -> Registry:
    registry = Registry(tuple(agency for _, agency in rows), parents)
    _check_ids(rows)
    for jurisdiction in sorted({"", *(agency.jurisdiction or "" for agency in registry.agencies)}):
        _check_names(rows, registry, jurisdiction)
    _check_spans(rows, parents)
    return registry


def agency_rows(registry: Registry, mentions: Mapping[str, int]) -> tuple[Agency, ...]:
    """Return the published row of every body, in the order of the registry; `mentions` are counts by id."""
    return tuple(_agency_row(agency, mentions.get(agency.agency_id, 0)) for agency in registry.agencies)


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


Row = tuple[str, RegisteredAgency]  # where it stands, and what it says


def _placed_rows(rows: Iterator[list[str]], file: str) -> Iterator[Row]:
    header = next(rows, [])
    if header != COLUMNS:
        raise ManifestInvalid(f"{file} line 1", f"columns {header}", f"The columns are {', '.join(COLUMNS)}.")
    for line, row in enumerate(rows, 2):
        yield f"{file} line {line}", _read_row(row, f"{file} line {line}")


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


def _check_ids(rows: list[Row]) -> None:
    places: dict[str, str] = {}
    for place, agency in rows:
        if (first := places.setdefault(agency.agency_id, place)) != place:
            found = f"agency_id {agency.agency_id!r} stands in {first} too"
            raise ManifestInvalid(place, found, "Give each body an id of its own.")
    parents = {agency.agency_id: agency.parent_agency_id for _, agency in rows}
    for place, agency in rows:
        _check_parents(agency.agency_id, parents, place)


def _check_parents(agency_id: str, parents: dict[str, str | None], place: str) -> None:
    seen = {agency_id}
    parent = parents[agency_id]
    while parent is not None:
        if parent not in parents:
            raise ManifestInvalid(place, f"parent {parent!r} is no body of the registry", "Add it, or correct the id.")
        if parent in seen:
            raise ManifestInvalid(place, f"{agency_id!r} is part of itself through {parent!r}", "Correct the parents.")
        seen.add(parent)
        parent = parents[parent]


def _check_names(rows: list[Row], registry: Registry, jurisdiction: str) -> None:
    owners: dict[str, Row] = {}
    for place, agency in rows:
        for name in registry.names_known_in(agency, jurisdiction):
            first, owner = owners.setdefault(fold_name(name), (place, agency))
            if owner is not agency:
                found = f"name {name!r} is {owner.agency_id!r} in {first} already"
                fix = "In the documents of one country a name means one body: drop it from one of them."
                raise ManifestInvalid(place, found, fix)


def _check_spans(rows: list[Row], parents: tuple[ParentSpan, ...]) -> None:
    known = {agency.agency_id: (place, agency) for place, agency in rows}
    last: dict[str, str] = {}
    for span in parents:
        for agency_id in (span.agency_id, span.parent_agency_id):
            if agency_id not in known:
                raise ManifestInvalid("parents.csv", f"{agency_id!r} is no body of the registry", "Add it there first.")
        last[span.agency_id] = span.parent_agency_id
    for agency_id, parent in last.items():
        place, agency = known[agency_id]
        if agency.parent_agency_id != parent:
            found = f"parent is {agency.parent_agency_id!r}, the last one in parents.csv is {parent!r}"
            raise ManifestInvalid(place, found, "Name the same body in both files.")
