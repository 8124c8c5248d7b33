"""The data dictionary `docs/data-dictionary.md`: the schema as a page to read, so that the two cannot come apart.

`python -m directriz.publish.dictionary FILE` writes it (`make docs`); a test compares the committed page with this.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..schema import Column, Table, tables
from ..store import write_file

OPENING = """# Data dictionary

Made from `pipeline/schema.toml` by `make docs`; change that file, not this page.

Every table is `output/<table>.csv` (UTF-8, LF, a header, empty = missing) and `output/<table>.parquet` (the same rows
in the same order, typed, these descriptions in its metadata); a table with very many rows is Parquet only, and says so.
*required* = never missing; *key* = the values of these columns together stand once.
`output/datapackage.json` says the same to programs, with the headers as printed.
"""


def _limits(column: Column) -> Iterable[str]:
    """Yield what a value of the column must keep to, as Markdown."""
    if column.required:
        yield "required"
    if column.unique:
        yield "unique"
    if column.references:
        yield f"in `{column.references}`"
    if column.enum:
        yield " · ".join(f"`{value}`" for value in column.enum)
    if column.pattern:
        yield f"matches `{column.pattern}`"
    if column.minimum is not None:
        yield f"≥ {column.minimum:g}"
    if column.maximum is not None:
        yield f"≤ {column.maximum:g}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.primary_key)
    rows = [
        _row(f"`{column.name}`", column.type, ", ".join(_limits(column)), column.en, column.es)
        for column in table.columns
    ]
    head = [_row("column", "type", "limits", "description", "descripción"), "|---|---|---|---|---|"]
    about = f"{table.en}<br>*{table.es}*" + (f"\n\nKey: {key}" if key else "")
    about += "\n\nParquet only." if table.parquet_only else ""
    return "\n".join([f"## {table.name}\n\n{about}\n", *head, *rows, ""])


def data_dictionary(described: Mapping[str, Table]) -> str:
    """Return the page: an index, then each table with its columns, types, limits and both descriptions."""
    index = "\n".join(f"- [{name}](#{name}): {table.en}" for name, table in described.items())
    return "\n".join([OPENING, index, "", *(_section(table) for table in described.values())])


if __name__ == "__main__":
    write_file(Path(sys.argv[1]), data_dictionary(tables()).encode("utf-8"))
