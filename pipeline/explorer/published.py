"""The published tables of a workspace, as rows of plain values: in memory, or read from their files each time.

A corpus has millions of cells. So what the explorer needs of single records it makes document by document, and of the
tables that its page holds it takes a column at a time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from ..errors import CheckFailed, SourceUnreadable
from ..published_files import PLANS, parquet_files
from ..schema import Table, tables

Row = dict[str, Any]
REMEDY = "Run `directriz all` first."
AT_ONCE = 4096  # rows of a file that are in memory at a time


@dataclass(frozen=True, slots=True)
class StoredRows:
    """The rows of the Parquet files of a table, read each time they are asked for; a missing value is None."""

    paths: Sequence[Path]

    def __len__(self) -> int:
        """Return the count of the rows."""
        import pyarrow.parquet as pq

        return sum(pq.read_metadata(path).num_rows for path in self.paths)

    def __iter__(self) -> Iterator[Row]:
        """Yield each row."""
        import pyarrow.parquet as pq

        for path in self.paths:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(AT_ONCE):
                    yield from batch.to_pylist()

    def names(self) -> list[str]:
        """Return the names of the columns."""
        import pyarrow.parquet as pq

        return list(pq.read_schema(self.paths[0]).names)

    def tuples(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        """Yield the values of some columns, row by row; where the files have no such column, each is None."""
        import pyarrow.parquet as pq

        there = [name for name in names if name in self.names()]
        for path in self.paths:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(AT_ONCE, columns=there):
                    known = {name: batch.column(name).to_pylist() for name in there}
                    missing = [None] * batch.num_rows
                    yield from zip(*(known.get(name, missing) for name in names), strict=True)


Rows = Sequence[Row] | StoredRows


def tuples_of(rows: Rows, *names: str) -> Iterator[tuple[Any, ...]]:
    """Yield the values of some columns, row by row."""
    if isinstance(rows, StoredRows):
        return rows.tuples(names)
    return (tuple(row.get(name) for name in names) for row in rows)


def column_of(rows: Rows, name: str) -> list[Any]:
    """Return the values of a column."""
    return [value for (value,) in tuples_of(rows, name)]


def names_of(rows: Rows) -> list[str]:
    """Return the names of the columns; none of a table without rows."""
    if isinstance(rows, StoredRows):
        return rows.names() if len(rows) else []
    return list(rows[0]) if rows else []


@dataclass(frozen=True)
class Published:
    """The tables that the last run left in `output/`; missing values are None."""

    tables: Mapping[str, Rows]
    package: Mapping[str, Any] = field(default_factory=dict)  # datapackage.json
    build: Mapping[str, Any] = field(default_factory=dict)  # build.json

    def rows(self, table: str) -> Rows:
        """Return the rows of a table in published order; none where it was not published."""
        return self.tables.get(table, [])

    def rows_of_record(self, table: str, key: str) -> dict[str, list[Row]]:
        """Return the rows of a table by the record that they belong to."""
        groups: dict[str, list[Row]] = {}
        for row in self.rows(table):
            if row[key] is not None:
                groups.setdefault(row[key], []).append(row)
        return groups

    def by_document(self, names: Iterable[str]) -> Iterator[Published]:
        """Yield the rows of some tables, document by document where they are read from files; else all at once.

        Refuses (CheckFailed) a table whose rows do not stand in the order of the documents.
        """
        stored = {name: rows for name in names if isinstance(rows := self.rows(name), StoredRows)}
        if not stored:
            yield self
            return
        waiting = {name: _Turns(name, groupby(rows, _plan_of(name))) for name, rows in stored.items()}
        for plan_id in column_of(self.rows(PLANS), "plan_id"):
            yield Published({name: turns.of(plan_id) for name, turns in waiting.items()})
        for turns in waiting.values():
            turns.check_end()


class _Turns:
    """The rows of a table, handed out when the turn of their document comes."""

    def __init__(self, name: str, groups: Iterator[tuple[str, Iterator[Row]]]) -> None:
        self._name, self._groups = name, groups
        self._next = next(groups, None)

    def of(self, plan_id: str) -> list[Row]:
        """Return the rows of a document."""
        if self._next is None or self._next[0] != plan_id:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows

    def check_end(self) -> None:
        """Refuse (CheckFailed) rows whose turn did not come."""
        if self._next is not None:
            found = f"rows of {self._next[0]!r} do not stand in the order of the documents"
            raise CheckFailed(f"output/{self._name}.parquet", found, REMEDY)


def _plan_of(name: str) -> Any:
    """Return what tells the document of a row of a table."""
    key = _key_of(tables()[name])
    return lambda row: row[key].partition("/")[0]


def _key_of(table: Table) -> str:
    """Return the column by which a row's document is known: every id begins with that of its document."""
    return "plan_id" if "plan_id" in table.column_names else table.column_names[0]


def read_published(root: Path) -> Published:
    """Return the tables of `root`/output in memory; refuses (SourceUnreadable) a workspace without them."""
    stored = stored_tables(root)
    return Published({name: list(rows) for name, rows in stored.tables.items()}, stored.package, stored.build)


def stored_tables(root: Path) -> Published:
    """Return the tables of `root`/output, read from there each time; refuses (SourceUnreadable) a workspace without."""
    for name in (PLANS, "actions", "directives", "links"):
        if not parquet_files(root / "output", name):
            raise SourceUnreadable(f"output/{name}.parquet", "is not there", REMEDY)
    return tables_in(root / "output")


def tables_in(folder: Path) -> Published:
    """Return the tables in a folder, to be read from there, and their descriptions."""
    rows = {name: StoredRows(paths) for name in tables() if (paths := parquet_files(folder, name))}
    return Published(rows, _json(folder / "datapackage.json"), _json(folder / "build.json"))


def _json(path: Path) -> dict[str, Any]:
    """Return what a published JSON file holds; refuses (SourceUnreadable) one that is not there or broken."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SourceUnreadable(f"output/{path.name}", f"cannot be read: {error}", REMEDY) from None
    return content if isinstance(content, dict) else {}
