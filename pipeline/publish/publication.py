"""All published files, made from what the earlier stages left of each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ..layouts import EXTRAS, Profile
from ..records import ActionAgency, Excluded, Records
from ..reference import agency_rows, read_agencies
from ..reference.successions import read_successions
from ..schema import Table, tables
from ..sources import Source
from ..store import Content, json_bytes
from .checks import check_tables
from .crate import ro_crate
from .database import Database
from .datasette import datasette_metadata
from .package import data_package
from .record_rows import RECORD_TABLES, rows_of_records
from .tables import table_files, tabulate
from .witnesses import Row, axis_rows, placed_cells, plan_row
from .workbook import write_workbook

DATABASE, WORKBOOK = "directriz.sqlite", "directriz.xlsx"
TABLE_OF_KIND = {
    "action-matrix": "actions",
    "operational-matrix": "actions",
    "action-cards": "actions",
    "action-list": "actions",
    "directive-table": "directives",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the manifest and what the stages made of it."""

    source: Source
    profile: Profile
    records: Records  # up to and with the stage `normalise`
    linked: Mapping[str, Sequence[Row]]  # table → rows that the link stage made


def base_tables() -> dict[str, Table]:
    """Return the tables that are made from rows; the others are views of them."""
    return {name: table for name, table in tables().items() if not table.is_view}


def check_rows(documents: Sequence[Document]) -> None:
    """Refuse (CheckFailed) tables that do not match their schema."""
    _checked_frames(documents)


def _checked_frames(documents: Sequence[Document]) -> dict[str, pd.DataFrame]:
    rows = published_rows(documents)
    frames = {name: tabulate(table, rows.pop(name)) for name, table in base_tables().items()}
    check_tables(base_tables(), frames)
    return frames


def make_files(
    documents: Sequence[Document], build: Mapping[str, Any], scratch: Path
) -> tuple[dict[str, Content], dict[str, int]]:
    """Return the published files by name, and the number of rows of each table. `build` becomes `build.json`.

    Large files are written into the folder `scratch`, and their paths returned. Refuses (CheckFailed) tables that are
    off their schema.
    """
    frames = _checked_frames(documents)
    database = Database(scratch / DATABASE, tables(), dict(frames))
    for name, table in tables().items():
        if table.is_view:
            frames[name] = tabulate(table, database.rows_of_view(table))
    check_tables(tables(), frames)
    database.finish(tables())
    write_workbook(scratch / WORKBOOK, tables(), frames)
    published = table_files(tables(), frames)
    counts = {name: len(frame) for name, frame in frames.items()}
    sources = [document.source for document in documents]
    documents_named = [{"title": source.title, "path": source.url or source.file[0].path} for source in sources]
    package = data_package(tables(), published, counts, printed_headers(documents), documents_named)
    described = {
        "datapackage.json": json_bytes(package),
        "datasette.json": json_bytes(datasette_metadata(tables())),
    }
    crate = ro_crate(tables(), {**published, **described}, sources)
    described |= {"ro-crate-metadata.json": json_bytes(crate), "build.json": json_bytes(build)}
    return {**published, **described, **{name: scratch / name for name in (DATABASE, WORKBOOK)}}, counts


def published_rows(documents: Sequence[Document]) -> dict[str, list[Row]]:
    """Return the rows of every published table: documents in the manifest's order, each in its own order."""
    rows: dict[str, list[Row]] = {name: [] for name in base_tables()}
    for document in documents:
        for table in RECORD_TABLES:
            rows[table] += rows_of_records(table, document.records)
        rows["plans"].append(plan_row(document.source, document.profile, document.records))
        rows["axes"] += axis_rows(document.source.id, document.records)
        for table, linked in document.linked.items():
            rows[table] += linked
    mentions = [mention for document in documents for mention in document.records.of(ActionAgency)]
    registry = read_agencies()
    rows["agencies"] = [asdict(agency) for agency in agency_rows(registry, mentions)]
    rows["agency_parents"] = [asdict(span) for span in registry.all_parents()]
    rows["agency_successions"] = [asdict(succession) for succession in read_successions().rows]
    rows["cells"] = list(placed_cells(rows["cells"], [document.source for document in documents]))
    order = {document.source.id: place for place, document in enumerate(documents)}
    rows["issues"].sort(key=lambda issue: order[issue["plan_id"]])
    return rows


def printed_headers(documents: Sequence[Document]) -> dict[str, list[str]]:
    """Return the headers that documents print over each published column: `<table>.<column>` → headers."""
    printed: dict[str, list[str]] = {}
    for document in documents:
        rows = [excluded.text for excluded in document.records.of(Excluded) if excluded.reason == "header"]
        for column, known in _known_headers(document).items():
            found = [label for label in known if any(label in row for row in rows)]
            printed[column] = list(dict.fromkeys([*printed.get(column, ()), *found]))
    return printed


def _known_headers(document: Document) -> dict[str, Sequence[str]]:
    """Return the headers that a document's profile names for each published column."""
    profile, table = document.profile, TABLE_OF_KIND.get(document.source.kind, "directives")
    known: dict[str, Sequence[str]] = {
        f"{table}.{name}": headers for name, headers in profile.columns.items() if name != EXTRAS
    }
    if profile.years:
        known["progress.programmed_printed"] = profile.years.programmed
        known["progress.executed_printed"] = profile.years.executed
    return known
