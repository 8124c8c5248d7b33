"""Which body carries on the work of which: `successions.csv` of each register, one row a succession.

If a ministry becomes a secretariat of another ministry, both carry on its work: the secretariat, and the ministry to
which it belongs. So a body that only changed its name can be told from one that was replaced (MTEySS in ar-plan,
"Secretaría de Trabajo, Empleo y Seguridad Social" since Decreto 8/2023).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..errors import ManifestInvalid
from .agencies import Registry, read_agencies, register_folders

COLUMNS = ["agency_id", "successor_id", "date", "source"]


@dataclass(frozen=True, slots=True)
class Succession:
    """One body that carries on another's work."""

    agency_id: str
    successor_id: str
    date: str  # year, month or day, ISO 8601
    source: str


@dataclass(frozen=True)
class Successions:
    """All successions of a registry."""

    registry: Registry
    rows: tuple[Succession, ...]

    def find(self, agency_id: str, other_id: str) -> Succession | None:
        """Return the first succession on the way from a body to another one that carries on its work.

        None if there is no way.

        The way may have several steps, and lead to the body that a successor is part of.
        """
        waiting = [(row, row) for row in self.rows if row.agency_id == agency_id]
        seen: set[str] = set()
        while waiting:
            first, row = waiting.pop(0)
            if row.successor_id == other_id or self.registry.is_part_of(row.successor_id, other_id):
                return first
            if row.successor_id not in seen:
                seen.add(row.successor_id)
                waiting += [(first, later) for later in self.rows if later.agency_id == row.successor_id]
        return None


@cache
def _shipped() -> Successions:
    return _read(None, None)


def read_successions(path: Path | None = None, own: Path | None = None) -> Successions:
    """Return the successions read from the file `path`; those of every shipped register where none is given.

    `own` is the folder with the registers of a workspace, whose successions are added to the shipped ones.

    Refused, with file, line and remedy: what is no CSV in UTF-8, other columns, an empty cell, a body that the registry
    does not have, a body that succeeds itself.
    """
    return _read(path, own) if path or own else _shipped()


def _read(path: Path | None, own: Path | None) -> Successions:
    registry = read_agencies(own=own)
    known = {agency.agency_id for agency in registry.agencies}
    named = [(folder / "successions.csv", f"{name}/successions.csv") for folder, name in register_folders(own)]
    files = [(path, path.name)] if path else [each for each in named if each[0].is_file()]
    return Successions(registry, tuple(row for file, name in files for row in _read_file(file, name, known)))


def _read_file(path: Path, name: str, known: set[str]) -> Iterable[Succession]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ManifestInvalid(name, f"no table in UTF-8: {error}", "Save it as CSV, encoded in UTF-8.") from error
    if not rows or rows[0] != COLUMNS:
        raise ManifestInvalid(f"{name} line 1", f"columns {rows[:1]}", f"The columns are {', '.join(COLUMNS)}.")
    return _checked(rows[1:], name, known)


def _checked(rows: list[list[str]], file: str, known: set[str]) -> Iterable[Succession]:
    for line, row in enumerate(rows, start=2):
        place = f"{file} line {line}"
        if len(row) != len(COLUMNS) or not all(cell.strip() for cell in row):
            raise ManifestInvalid(place, f"a cell is missing or empty: {row}", "Fill in all four columns.")
        if unknown := [agency_id for agency_id in row[:2] if agency_id not in known]:
            raise ManifestInvalid(place, f"{unknown[0]!r} is in no row of agencies.csv", "Add the body there first.")
        if row[0] == row[1]:
            raise ManifestInvalid(place, f"{row[0]!r} succeeds itself", "Name the body that carries on its work.")
        yield Succession(*row)
