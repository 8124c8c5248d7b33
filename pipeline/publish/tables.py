"""Makes typed tables from rows, and CSV and Parquet files from tables: the same rows in the same order.

CSV: UTF-8, LF line ends, quotes as in RFC 4180, a header; an empty cell is a missing value. Parquet: the types of the
schema, with the descriptions of the columns in the metadata. Both files depend on the rows alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..schema import Column, Table
from .columns import Columns, columns_of, is_missing

PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
ARROW_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def tabulate(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame with exactly the table's columns and types; an empty text is missing.

    A value that does not fit the type of its column raises TypeError or ValueError; that is a bug of a stage.
    """
    without_na = ({name: None if value is pd.NA else value for name, value in row.items()} for row in rows)
    return framed(table, columns_of(table, without_na))


def framed(table: Table, values: Columns) -> pd.DataFrame:
    """Return the columns of a table as a frame with the table's types."""
    series = {
        column.name: pd.array(values[column.name], dtype=PANDAS_TYPES[column.type])  # type: ignore[call-overload]
        for column in table.columns
    }
    return pd.DataFrame(series, columns=list(table.column_names))


def _is_missing(value: Any) -> bool:
    return value is pd.NA or is_missing(value)


def _printed(value: Any, column: Column) -> str:
    if _is_missing(value):
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    return format(float(value), ".12g") if column.type == "number" else str(value)


def rows_of(frame: pd.DataFrame) -> Iterable[Sequence[Any]]:
    """Yield the rows of a frame as plain values, missing ones as None."""
    columns = [[None if _is_missing(value) else value for value in frame[name].tolist()] for name in frame.columns]
    return zip(*columns, strict=True)


def as_csv(table: Table, frame: pd.DataFrame) -> bytes:
    """Return a table as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.column_names)
    for row in rows_of(frame):
        writer.writerow([_printed(value, column) for value, column in zip(row, table.columns, strict=True)])
    return text.getvalue().encode("utf-8")


def as_json_lines(frame: pd.DataFrame) -> bytes:
    """Return a frame as JSON lines: one object a row, missing values as null."""
    rows = (dict(zip(frame.columns, row, strict=True)) for row in rows_of(frame))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def _field(column: Column) -> pa.Field:
    metadata = {"description": column.en, "description_es": column.es}
    return pa.field(column.name, ARROW_TYPES[column.type], nullable=not column.required, metadata=metadata)


def as_parquet(table: Table, frame: pd.DataFrame) -> bytes:
    """Return a table as Parquet with the descriptions of table and columns in its metadata."""
    schema = pa.schema(
        [_field(column) for column in table.columns], {"description": table.en, "description_es": table.es}
    )
    arrays = [
        pa.array(
            [None if _is_missing(value) else value for value in frame[column.name].tolist()], ARROW_TYPES[column.type]
        )
        for column in table.columns
    ]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd", store_schema=True)
    return sink.getvalue()


def table_files(tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return the files of all tables by name: CSV files first, then Parquet; some tables have no CSV."""
    with_csv = [table for table in tables.values() if not table.parquet_only]
    files = {f"{table.name}.csv": as_csv(table, frames[table.name]) for table in with_csv}
    return files | {f"{name}.parquet": as_parquet(table, frames[name]) for name, table in tables.items()}
