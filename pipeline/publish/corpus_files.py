"""The published files of a whole corpus, put together from the pieces of its groups.

Pieces are copied without reading their rows. So time and memory do not grow with the rows of unchanged documents.

The database and the workbook hold every table once more and are made anew each time; the caller says whether.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..hashed_files import copy_into, hashed_file
from ..schema import Table, tables
from ..sources import Source
from ..store import Content, file_digest, json_bytes
from .checks import Keys, check_outward, check_tables
from .columns import Columns, columns_of
from .crate import ro_crate
from .database import Database
from .datasette import datasette_metadata
from .file_hashes import Published
from .groups import About, read_about
from .package import data_package
from .parquet_files import ParquetPart, join_parquet
from .rows import REGISTRY, registry_columns
from .tables import ParquetRows, PlainRows, as_parquet, csv_header, csv_rows

DATABASE, WORKBOOK = "directriz.sqlite", "directriz.xlsx"
SINGLE = ("plans", *REGISTRY)  # tables that are one Parquet file even where the others are partitioned by plan


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the pieces of a group are kept."""

    sources: Sequence[Source]
    tables: Path
    views: Path

    def piece(self, table: Table, ending: str) -> Path | None:
        """Return the piece of a table; None where the group has no row of it."""
        path = (self.views if table.is_view else self.tables) / f"{table.name}{ending}"
        return path if path.is_file() else None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a published CSV that were made together."""

    sha256: str
    begin: int  # place of the first byte in the file
    end: int


@dataclass(frozen=True, slots=True)
class Whole:
    """What is published."""

    files: dict[str, Content]
    counts: dict[str, int]  # table → rows
    parts: dict[str, list[Part]]  # table → what its CSV is made of


def put_together(
    groups: Sequence[Kept],
    build: Mapping[str, Any],
    scratch: Path,
    registers: Path | None = None,
    *,
    is_partitioned: bool,
) -> Whole:
    """Return the published files, written into the folder `scratch`; `build` becomes `build.json`.

    `registers` is the folder with the registers of bodies of the workspace.

    If `is_partitioned`, each group is one document, and the Parquet files of most tables are folders with a file for
    each document. Refuses (CheckFailed) references that lead to no row of any group.
    """
    known = [(read_about(group.tables), read_about(group.views)) for group in groups]
    mentions: Counter[str] = Counter()
    for about, _ in known:
        mentions.update(about.mentions)
    registry = registry_columns(mentions, registers)
    _check_references(known, registry)
    counts = {name: sum(each.rows.get(name, 0) for both in known for each in both) for name in tables()}
    counts |= {name: len(PlainRows(values)) for name, values in registry.items()}
    files: dict[str, Content] = {}
    parts: dict[str, list[Part]] = {}
    for name, table in tables().items():
        if not table.parquet_only:
            files[f"{name}.csv"] = scratch / f"{name}.csv"
            parts[name] = _write_csv(scratch / f"{name}.csv", table, groups, registry.get(name))
        pieces = {group.sources[0].id: piece for group in groups if (piece := group.piece(table, ".parquet"))}
        if is_partitioned and pieces and name not in SINGLE:
            files |= _partitioned(table, pieces, scratch)
        else:
            known_parts = [ParquetPart(*each.parquet[name]) for both in known for each in both if name in each.parquet]
            _write_parquet(scratch / f"{name}.parquet", table, (list(pieces.values()), known_parts), registry.get(name))
            files[f"{name}.parquet"] = scratch / f"{name}.parquet"
    described = _descriptions([about for about, _ in known], groups, files, counts)
    return Whole({**files, **described, "build.json": json_bytes(build)}, counts, parts)


def _check_references(known: Sequence[tuple[About, About]], registry: Mapping[str, Columns]) -> None:
    check_tables({name: tables()[name] for name in REGISTRY}, registry)
    keys: Keys = {"agencies.agency_id": set(registry["agencies"]["agency_id"])}
    for about, _ in known:
        for name, values in about.keys.items():
            keys.setdefault(name, set()).update(values)
    for both in known:
        for about in both:
            check_outward(tables(), about.outward, keys)


def _write_csv(path: Path, table: Table, groups: Sequence[Kept], whole: Columns | None) -> list[Part]:
    """Write a table's CSV from its pieces, or from its columns; return what it is made of."""
    parts: list[Part] = []
    with hashed_file(path) as target:
        target.write(csv_header(table))
        if whole is not None:
            target.write(csv_rows(table, whole))
        for group in groups:
            if piece := group.piece(table, ".csv"):
                begin = target.size
                copy_into(piece, target)
                parts.append(Part(file_digest(piece), begin, target.size))
    return parts


def _partitioned(table: Table, pieces: Mapping[str, Path], scratch: Path) -> dict[str, Content]:
    """Write a folder with a Parquet file for each document, from the pieces; return the files by name."""
    (scratch / table.name).mkdir()
    found: dict[str, Content] = {}
    for plan_id, piece in pieces.items():
        name = f"{table.name}/{plan_id}.parquet"
        found[name] = scratch / name
        with hashed_file(scratch / name) as target:
            copy_into(piece, target)
    return found


def _write_parquet(
    path: Path, table: Table, pieces: tuple[Sequence[Path], Sequence[ParquetPart]], whole: Columns | None
) -> None:
    """Write a table's Parquet file from its pieces and what is known of them, or from its columns."""
    if not pieces[0]:
        path.write_bytes(as_parquet(table, columns_of(table, []) if whole is None else whole))
        return
    with hashed_file(path) as target:
        join_parquet(*pieces, target)


def _descriptions(
    known: Sequence[About], groups: Sequence[Kept], files: Mapping[str, Content], counts: Mapping[str, int]
) -> dict[str, Content]:
    sources = [source for group in groups for source in group.sources]
    published = {name: Published.of(content) for name, content in files.items()}
    named = [{"title": source.title, "path": source.url or source.file[0].path} for source in sources]
    package = data_package(tables(), published, counts, _printed_headers(known), named)
    described = {
        "datapackage.json": json_bytes(package),
        "datasette.json": json_bytes(datasette_metadata(tables())),
    }
    listed = {name: Published.of(content) for name, content in described.items()}
    crate = ro_crate(tables(), {**published, **listed}, sources)
    return {**described, "ro-crate-metadata.json": json_bytes(crate)}


def _printed_headers(known: Sequence[About]) -> dict[str, list[str]]:
    """Return the headers that documents print over each published column, each once, in the manifest's order."""
    printed: dict[str, dict[str, None]] = {}
    for about in known:
        for column, labels in about.headers:
            printed.setdefault(column, {}).update(dict.fromkeys(labels))
    return {column: list(labels) for column, labels in printed.items()}


def write_database(path: Path, folder: Path) -> None:
    """Write the database from the Parquet files in a folder."""
    rows = {name: ParquetRows(folder / f"{name}.parquet") for name, table in tables().items() if not table.is_view}
    Database(path, tables(), rows).finish(tables())


def write_book(path: Path, folder: Path) -> None:
    """Write the workbook from the Parquet files in a folder."""
    from .workbook import write_workbook

    write_workbook(path, tables(), {name: ParquetRows(folder / f"{name}.parquet") for name in tables()})


def extras() -> dict[str, Callable[[Path, Path], None]]:
    """Return what writes each file that holds all tables once more, by its name."""
    return {DATABASE: write_database, WORKBOOK: write_book}
