"""All published files, made from what the earlier stages left of each document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..layouts import EXTRAS
from ..records import Excluded
from ..schema import tables
from ..store import Content, json_bytes
from .checks import check_tables
from .columns import Columns, columns_of
from .crate import ro_crate
from .database import Database
from .datasette import datasette_metadata
from .package import data_package
from .rows import Document, checked_columns
from .tables import framed, table_files
from .workbook import write_workbook

DATABASE, WORKBOOK = "directriz.sqlite", "directriz.xlsx"
TABLE_OF_KIND = {
    "action-matrix": "actions",
    "operational-matrix": "actions",
    "action-cards": "actions",
    "action-list": "actions",
    "directive-table": "directives",
}


def make_files(
    documents: Sequence[Document], build: Mapping[str, Any], scratch: Path
) -> tuple[dict[str, Content], dict[str, int]]:
    """Return the published files by name, and the number of rows of each table. `build` becomes `build.json`.

    Large files are written into the folder `scratch`, and their paths returned. Refuses (CheckFailed) tables that are
    off their schema.
    """
    frames, named = _frames(checked_columns(documents))
    database = Database(scratch / DATABASE, tables(), dict(frames))
    views = {name: table for name, table in tables().items() if table.is_view}
    values = {name: columns_of(table, database.rows_of_view(table)) for name, table in views.items()}
    check_tables(views, {**named, **values})
    frames |= {name: framed(views[name], columns) for name, columns in values.items()}
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


def _frames(values: dict[str, Columns]) -> tuple[dict[str, pd.DataFrame], dict[str, Columns]]:
    """Return the frame of every table, and the columns that other tables refer to; empties `values` as it goes."""
    named = {column.references for table in tables().values() for column in table.columns if column.references}
    frames: dict[str, pd.DataFrame] = {}
    kept: dict[str, Columns] = {}
    for name in list(values):
        columns = values.pop(name)
        frames[name] = framed(tables()[name], columns)
        kept[name] = {column: cells for column, cells in columns.items() if f"{name}.{column}" in named}
    return frames, kept


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
