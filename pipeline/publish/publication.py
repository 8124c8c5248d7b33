"""All published files, made from what the earlier stages left of each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ..layouts import EXTRAS, Profile
from ..records import Action, ActionAgency, Directive, Excluded, PrintedLine, PrintedPages, Records
from ..reference import agency_rows, read_agencies
from ..schema import tables
from ..sources import Source
from ..store import json_bytes
from .checks import check_tables
from .package import data_package
from .record_rows import RECORD_TABLES, rows_of_records
from .tables import table_files, tabulate

Row = dict[str, Any]
TABLE_OF_KIND = {
    "action-matrix": "actions",
    "operational-matrix": "actions",
    "action-cards": "actions",
    "action-list": "actions",
    "directive-table": "directives",
}
FROM_THE_MANIFEST = ("title", "issuer", "jurisdiction", "kind", "language", "supersedes")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the manifest and what the stages made of it."""

    source: Source
    profile: Profile
    records: Records  # up to and with the stage `normalise`
    linked: Mapping[str, Sequence[Row]]  # table → rows that the link stage made


def check_rows(documents: Sequence[Document]) -> None:
    """Refuse (CheckFailed) tables that do not match their schema."""
    rows = published_rows(documents)
    check_tables(tables(), {name: tabulate(table, rows[name]) for name, table in tables().items()})


def make_files(documents: Sequence[Document], build: Mapping[str, Any]) -> tuple[dict[str, bytes], dict[str, int]]:
    """Return the published files by name, and the number of rows of each table. `build` becomes `build.json`.

    Refuses (CheckFailed) tables that are off their schema.
    """
    rows = published_rows(documents)
    frames = {name: tabulate(table, rows[name]) for name, table in tables().items()}
    check_tables(tables(), frames)
    files = table_files(tables(), frames)
    counts = {name: len(frame) for name, frame in frames.items()}
    sources = [document.source for document in documents]
    described = [{"title": source.title, "path": source.url or source.file[0].path} for source in sources]
    package = data_package(tables(), files, counts, printed_headers(documents), described)
    files["datapackage.json"] = json_bytes(package)
    files["build.json"] = json_bytes(build)
    return files, counts


def published_rows(documents: Sequence[Document]) -> dict[str, list[Row]]:
    """Return the rows of every published table: documents in the manifest's order, each in its own order."""
    rows: dict[str, list[Row]] = {name: [] for name in tables()}
    for document in documents:
        for table in RECORD_TABLES:
            rows[table] += rows_of_records(table, document.records)
        rows["plans"].append(plan_row(document.source, document.records))
        for table, linked in document.linked.items():
            rows[table] += linked
    mentions = [mention for document in documents for mention in document.records.of(ActionAgency)]
    rows["agencies"] = [asdict(agency) for agency in agency_rows(read_agencies(), mentions)]
    order = {document.source.id: place for place, document in enumerate(documents)}
    rows["issues"].sort(key=lambda issue: order[issue["plan_id"]])
    return rows


def plan_row(source: Source, records: Records) -> Row:
    """Return a document's row of the table `plans`. Pages are those of the first file of its entry."""
    start, end = source.period or (None, None)
    first = source.file[0].path
    counted = [pages.page_count for pages in records.of(PrintedPages) if pages.source_file == first]
    pages = [line.page for line in records.of(PrintedLine) if line.source_file == first and line.page]
    return {
        **{name: getattr(source, name) for name in FROM_THE_MANIFEST},
        "plan_id": source.id,
        "period_start": start,
        "period_end": end,
        "source_file": source.file[0].path,
        "source_sha256": source.file[0].sha256,
        "page_count": counted[0] if counted else max(pages, default=None),
        "action_count": len(records.of(Action)),
        "directive_count": len(records.of(Directive)),
    }


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
