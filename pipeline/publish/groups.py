"""The tables of a group of documents. If one of these documents changed, only the tables of its group are made anew.

A corpus is published in groups of a few documents that follow each other in the manifest. The tables of a group are
checked by themselves, and kept as pieces: lines of CSV, and a Parquet file that becomes a row group of the published
one (`corpus_files.py`). `About` holds what the other groups, and the descriptions, need to know of a group.

A view joins tables. Its rows for a group need the tables of the group, the frameworks to which its actions are linked,
and the registry of agencies.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field
from pathlib import Path
from typing import Any

from ..layouts import EXTRAS
from ..records import ActionAgency, Excluded
from ..schema import Table, tables
from ..store import digest
from .checks import Keys, check_rows, outward_references
from .columns import Columns, columns_of
from .database import Database, tables_of_views
from .parquet_files import part_of
from .rows import Document, checked_columns, registry_columns, tables_of_documents
from .tables import ParquetRows, PlainRows, TableRows, as_parquet, csv_rows

ABOUT = "about.json"
JOINED = ("directives", "axes")  # tables of frameworks that the views of a plan read
TABLE_OF_KIND = {
    "action-matrix": "actions",
    "operational-matrix": "actions",
    "action-cards": "actions",
    "action-list": "actions",
    "directive-table": "directives",
}
Pieces = dict[str, bytes]  # name of a file of a group → content; a table without rows has none


@dataclass(frozen=True, slots=True)
class About:
    """What other groups and the descriptions need to know of a group, apart from its tables."""

    rows: Mapping[str, int]  # table → count
    keys: Mapping[str, Sequence[str]]  # <table>.<column> that some column refers to → its values
    outward: Mapping[str, Sequence[str]]  # <table>.<column> → values that refer to no key of the group
    mentions: Mapping[str, int] = field(default_factory=dict)  # agency → count
    headers: Sequence[tuple[str, Sequence[str]]] = ()  # <table>.<column>, headers printed over it; document by document
    frameworks: Mapping[str, str] = field(
        default_factory=dict
    )  # framework → hash of the rows that the views of other groups read
    parquet: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # table → the fields of its `ParquetPart`


def read_about(folder: Path) -> About:
    """Return what is known of a group, from its folder."""
    return About(**json.loads((folder / ABOUT).read_bytes()))


def views() -> dict[str, Table]:
    """Return the tables that are views of others."""
    return {name: table for name, table in tables().items() if table.is_view}


def make_tables(documents: Sequence[Document]) -> Pieces:
    """Return the pieces of the tables of a group. Refuses (CheckFailed) rows that do not match the schema."""
    values, keys = checked_columns(documents)
    outward = outward_references(tables_of_documents(), values, keys)
    named_bodies = (mention for document in documents for mention in document.records.of(ActionAgency))
    mentions = Counter(mention.agency_id for mention in named_bodies if mention.agency_id)
    headers = [(column, found) for document in documents for column, found in printed_headers(document).items()]
    named = _counts(values), _sorted(keys), _sorted(outward)
    return _pieces(values, About(*named, dict(sorted(mentions.items())), headers, _framework_digests(values)))


def _framework_digests(values: Mapping[str, Columns]) -> dict[str, str]:
    found = {}
    for plan_id in dict.fromkeys(values["directives"]["plan_id"]):
        rows = (csv_rows(tables()[name], _of_plan(values[name], plan_id)) for name in JOINED)
        found[plan_id] = digest(b"".join(rows))
    return found


def _of_plan(values: Columns, plan_id: str) -> Columns:
    places = [place for place, value in enumerate(values["plan_id"]) if value == plan_id]
    return {name: [cells[place] for place in places] for name, cells in values.items()}


def _counts(values: Mapping[str, Columns]) -> dict[str, int]:
    return {name: count for name, columns in values.items() if (count := len(PlainRows(columns)))}


def _sorted(keys: Keys) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in sorted(keys.items()) if values}


def _pieces(values: Mapping[str, Columns], about: About) -> Pieces:
    pieces, parts = {}, {}
    for name in about.rows:
        table = tables()[name]
        pieces[f"{name}.parquet"] = as_parquet(table, values[name])
        parts[name] = astuple(part_of(pieces[f"{name}.parquet"]))
        if not table.parquet_only:
            pieces[f"{name}.csv"] = csv_rows(table, values[name])
    told = json.dumps(asdict(about) | {"parquet": parts}, sort_keys=True, ensure_ascii=False)
    return {ABOUT: told.encode("utf-8"), **pieces}


def make_views(folder: Path, frameworks: Mapping[str, Path], registers: Path | None = None) -> Pieces:
    """Return the pieces of the views of a group, whose tables lie in `folder`.

    `frameworks` are the folders of the groups with the frameworks that are not in this one, by the framework's id;
    `registers` is the folder with the registers of bodies of the workspace. Refuses (CheckFailed) rows that do not
    match the schema.
    """
    wanted = tables_of_views()
    rows: dict[str, TableRows] = {name: kept_rows(folder, name) for name in tables_of_documents() if name in wanted}
    for name in JOINED:
        rows[name] = _with_frameworks(name, rows[name], frameworks)
    rows |= {name: PlainRows(columns) for name, columns in registry_columns({}, registers).items()}
    database = Database(":memory:", tables(), rows)
    values = {name: columns_of(view, database.rows_of_view(view)) for name, view in views().items()}
    database.close()
    check_rows(views(), values)
    keys = {name: set(known) for name, known in read_about(folder).keys.items()}
    return _pieces(values, About(_counts(values), {}, _sorted(outward_references(views(), values, keys))))


def kept_rows(folder: Path, name: str) -> TableRows:
    """Return the rows of a table of a group; none where the table has no piece."""
    path = folder / f"{name}.parquet"
    return ParquetRows(path) if path.is_file() else PlainRows(columns_of(tables()[name], []))


def _with_frameworks(name: str, own: TableRows, frameworks: Mapping[str, Path]) -> TableRows:
    names = tables()[name].column_names
    found = list(own.rows())
    for plan_id, folder in frameworks.items():
        found += [row for row in kept_rows(folder, name).rows() if row[names.index("plan_id")] == plan_id]
    return PlainRows(columns_of(tables()[name], (dict(zip(names, row, strict=True)) for row in found)))


def printed_headers(document: Document) -> dict[str, list[str]]:
    """Return the headers that a document prints over each published column: `<table>.<column>` → headers."""
    rows = [excluded.text for excluded in document.records.of(Excluded) if excluded.reason == "header"]
    known = _known_headers(document)
    return {
        column: [label for label in labels if any(label in row for row in rows)] for column, labels in known.items()
    }


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
