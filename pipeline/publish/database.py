"""`directriz.sqlite`: every table with types, keys and references, the views, and a full-text search.

The views of `views.sql` are made here, and their rows are read back: one definition gives the view in SQLite and the
table in CSV and Parquet. The same tables give the same bytes, whatever file the database is written to.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..language import language_of
from ..schema import Column, Table
from .search_words import WordForms
from .tables import TableRows

if TYPE_CHECKING:
    import sqlite_utils

VIEWS = Path(__file__).with_name("views.sql")
SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
SEARCH, DICTIONARY = "search", "data_dictionary"
TOKENS = "unicode61 remove_diacritics 2"
# What the search finds, by table: the column of its id, its own text, and what is printed beside it.
SEARCHED = {
    "actions": ("action_id", ("action",)),
    "directives": ("directive_id", ("text_base", "text_amended")),
    "provisions": ("record_id", ("text", "text_source")),
}
BESIDE = ("measure", "objective", "goal", "indicators", "verification", "responsible", "associated", "observations")
INDEXED = ("record_id", "plan_id")


def tables_of_views() -> set[str]:
    """Return the names after FROM and JOIN in the views: what must stand before their rows can be read."""
    return set(re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", VIEWS.read_text(encoding="utf-8")))


class Database:
    """A database that is being made; `rows_of_view` can be read as soon as the tables stand."""

    def __init__(self, path: Path | str, tables: Mapping[str, Table], rows: Mapping[str, TableRows]) -> None:
        """Write tables and views into a new file at `path`, or into memory (":memory:"); `rows` is by table."""
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        self._rows = rows
        for name in in_order_of_references({name: tables[name] for name in rows}):
            self._create(tables[name], rows[name])
        self._connection.executescript(VIEWS.read_text(encoding="utf-8"))

    def rows_of_view(self, view: Table) -> Iterator[dict[str, Any]]:
        """Yield the rows of a view, true and false as such."""
        booleans = {column.name for column in view.columns if column.type == "boolean"}
        for values in self._connection.execute(f"SELECT * FROM {view.name}"):
            row = dict(zip(view.column_names, values, strict=True))
            yield row | {name: bool(row[name]) for name in booleans if row[name] is not None}

    def finish(self, tables: Mapping[str, Table]) -> None:
        """Add the search, the data dictionary and the indexes, and close the file."""
        import sqlite_utils  # it imports pandas, which the views need not wait for

        database = sqlite_utils.Database(self._connection)
        self._describe(database, tables)
        self._add_search(database)
        for table in database.tables:
            for name in INDEXED:
                if table.name in self._rows and name in table.columns_dict and name not in table.pks:
                    table.create_index([name], if_not_exists=True)
        database.index_foreign_keys()
        self._connection.commit()
        self._connection.execute("VACUUM")
        self._connection.close()

    def close(self) -> None:
        """Close a database from which the views alone were wanted."""
        self._connection.close()

    def _create(self, table: Table, rows: TableRows) -> None:
        self._connection.execute(create_statement(table))
        self._insert(table.name, len(table.columns), rows.rows())

    def _insert(self, name: str, width: int, rows: Iterable[Iterable[Any]]) -> None:
        marks = ", ".join("?" * width)
        self._connection.executemany(f"INSERT INTO [{name}] VALUES ({marks})", (tuple(row) for row in rows))

    def _describe(self, database: sqlite_utils.Database, tables: Mapping[str, Table]) -> None:
        columns = ("table_name", "column_name", "type", "description", "description_es")
        database.create_table(DICTIONARY, dict.fromkeys(columns, str), pk=columns[:2])
        rows = (
            (table.name, each.name, each.type, each.en, each.es) for table in tables.values() for each in table.columns
        )
        self._insert(DICTIONARY, len(columns), rows)

    def _add_search(self, database: sqlite_utils.Database) -> None:
        columns = dict.fromkeys(("record_id", "plan_id", "table_name", "number", "text", "beside", "words"), str)
        database.create_table(
            SEARCH, columns, pk="record_id", foreign_keys=[("plan_id", "plans", "plan_id")], not_null={"text", "words"}
        )
        self._insert(SEARCH, len(columns), self._searched())
        database.table(SEARCH).enable_fts(["text", "beside", "words"], fts_version="FTS5", tokenize=TOKENS)

    def _searched(self) -> Iterator[tuple[str | None, ...]]:
        languages = dict(self._connection.execute("SELECT plan_id, language FROM plans"))
        found = [row for name in SEARCHED if name in self._rows for row in self._search_rows(name)]
        forms = {}
        for code in sorted(set(languages.values())):
            texts = (f"{text} {beside}" for _, plan, _, _, text, beside in found if languages[plan] == code)
            forms[code] = WordForms(language_of(code), texts)
        for row in found:
            yield (*row, forms[languages[row[1]]].of(f"{row[4]} {row[5]}"))

    def _search_rows(self, name: str) -> Iterator[tuple[str, str, str, str | None, str, str]]:
        key, texts = SEARCHED[name]
        cursor = self._connection.execute(f"SELECT * FROM [{name}] ORDER BY rowid")
        columns = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(columns, values, strict=True))
            text = next((row[column] for column in texts if row[column]), None)
            if text:
                beside = " · ".join(row[column] for column in BESIDE if row.get(column))
                yield row[key], row["plan_id"], name, row["number"], text, beside


def create_statement(table: Table) -> str:
    """Return the statement that makes an empty table, with its types, keys and references."""
    lines = [f"   {_column_statement(column, table)}" for column in table.columns]
    if len(table.primary_key) > 1:
        lines.append(f"   PRIMARY KEY ({', '.join(map(_quoted, table.primary_key))})")
    return f"CREATE TABLE {_quoted(table.name)} (\n" + ",\n".join(lines) + "\n)"


def _column_statement(column: Column, table: Table) -> str:
    said = [_quoted(column.name), SQL_TYPES[column.type]]
    said += ["PRIMARY KEY"] if table.primary_key == (column.name,) else []
    said += ["NOT NULL"] if column.required else []
    if column.references:
        other, name = _reference(column)
        said.append(f"REFERENCES {_quoted(other)}({_quoted(name)})")
    return " ".join(said)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _reference(column: Column) -> tuple[str, str]:
    table, _, name = str(column.references).partition(".")
    return table, name


def in_order_of_references(tables: Mapping[str, Table]) -> list[str]:
    """Return the names of tables, each after those that its columns refer to."""
    ordered: list[str] = []
    while len(ordered) < len(tables):
        for name, table in tables.items():
            wanted = {_reference(column)[0] for column in table.columns if column.references} - {name, *ordered}
            if name not in ordered and not wanted & set(tables):
                ordered.append(name)
    return ordered
