"""The pages of docs/ that are made from the schema: `data-dictionary.md` and the list of columns in `reference.md`.

`python -m directriz.publish.dictionary docs/data-dictionary.md` writes both (`make docs`). Tests compare the committed
pages with the schema.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..schema import Column, Table, tables
from ..store import write_file

COLUMNS_START, COLUMNS_END = "<!-- columns: made by `make docs` -->", "<!-- end of columns -->"

OPENING = """# Data dictionary

Made from `pipeline/schema.toml` by `make docs`; change that file, not this page.

Every table is published as `output/<table>.csv` and `output/<table>.parquet`. The CSV is UTF-8 with LF line ends and a
header; an empty cell is a missing value. The Parquet file has the same rows in the same order, with types, and these
descriptions stand in its metadata. *required*: never missing. *unique*: no value occurs twice. *key*: the values of the
columns occur together once. A table with very many rows is published as Parquet only, and says so.
`output/datapackage.json` describes the same for programs, and also gives the headers as printed.
"""


def _limits(column: Column) -> Iterable[str]:
    """Yield the limits of a column's values, as Markdown."""
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


def list_of_columns(described: Mapping[str, Table]) -> str:
    """Return the tables and their columns, in published order, as the rows of a Markdown table."""
    rows = [
        _row(f"`{table.name}`", ", ".join(f"`{name}`" for name in table.column_names)) for table in described.values()
    ]
    return "\n".join([_row("table", "columns, in this order"), "|---|---|", *rows])


def with_columns(text: str, described: Mapping[str, Table]) -> str:
    """Return the text of `reference.md` with the list of columns between its two markers made anew."""
    before, _, rest = text.partition(COLUMNS_START)
    _, _, after = rest.partition(COLUMNS_END)
    return f"{before}{COLUMNS_START}\n\n{list_of_columns(described)}\n\n{COLUMNS_END}{after}"


def main(dictionary: Path) -> None:
    """Write the data dictionary, and the list of columns in the `reference.md` beside it where there is one."""
    write_file(dictionary, data_dictionary(tables()).encode("utf-8"))
    reference = dictionary.with_name("reference.md")
    if reference.is_file():
        write_file(reference, with_columns(reference.read_text(encoding="utf-8"), tables()).encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
