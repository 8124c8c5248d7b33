"""Makes typed tables from rows, and CSV and Parquet files from tables: the same rows in the same order.

CSV: UTF-8, LF line ends, quotes as in RFC 4180, a header; an empty cell is a missing value. Parquet: the types of the
schema, with the descriptions of the columns in the metadata. Both files depend on the rows alone.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from ..schema import Column, Table
from .columns import Columns, columns_of, is_missing

if TYPE_CHECKING:
    import pandas as pd  # importing it takes a third of a second, which publishing need not spend

PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
AT_ONCE = 4096  # rows of a Parquet file that are in memory at a time
ARROW_TYPES = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}


def tabulate(table: Table, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return rows as a frame with exactly the table's columns and types; an empty text is missing.

    A value that does not fit the type of its column raises TypeError or ValueError; that is a bug of a stage.
    """
    import pandas as pd

    without_na = ({name: None if value is pd.NA else value for name, value in row.items()} for row in rows)
    return framed(table, columns_of(table, without_na))


def framed(table: Table, values: Columns) -> pd.DataFrame:
    """Return the columns of a table as a frame with the table's types."""
    import pandas as pd

    series = {
        column.name: pd.array(values[column.name], dtype=PANDAS_TYPES[column.type])  # type: ignore[call-overload]
        for column in table.columns
    }
    return pd.DataFrame(series, columns=list(table.column_names))


class TableRows(Protocol):
    """The rows of a table, wherever they are kept."""

    def __len__(self) -> int: ...

    def rows(self, most: int | None = None) -> Iterable[Sequence[Any]]:
        """Return the first rows, or all of them, as plain values; missing ones as None."""


@dataclass(frozen=True, slots=True)
class PlainRows:
    """The rows of columns in memory."""

    columns: Columns

    def __len__(self) -> int:
        """Return the count of the rows."""
        return len(next(iter(self.columns.values())))

    def rows(self, most: int | None = None) -> Iterable[Sequence[Any]]:
        """Return the first rows, or all of them."""
        return itertools.islice(zip(*self.columns.values(), strict=True), most)


@dataclass(frozen=True, slots=True)
class ParquetRows:
    """The rows of a Parquet file, read some thousands at a time: memory does not grow with the table."""

    path: Path

    def __len__(self) -> int:
        """Return the count of the rows."""
        count: int = pq.read_metadata(self.path).num_rows
        return count

    def rows(self, most: int | None = None) -> Iterable[Sequence[Any]]:
        """Return the first rows, or all of them."""
        with pq.ParquetFile(self.path) as file:
            batches = file.iter_batches(AT_ONCE)
            rows = (row for batch in batches for row in zip(*map(pa.Array.to_pylist, batch.columns), strict=True))
            yield from itertools.islice(rows, most)


def plain_columns(frame: pd.DataFrame) -> Columns:
    """Return the columns of a frame as plain values, missing ones as None."""
    from pandas.api import types

    found = {}
    for name in frame.columns:
        column: Any = frame[name]
        values = column.to_numpy(dtype=object, na_value=None).tolist()
        if types.is_float_dtype(column.dtype):
            values = [None if is_missing(value) else value for value in values]
        found[name] = values
    return found


def csv_header(table: Table) -> bytes:
    """Return the first line of a table's CSV."""
    return _csv([table.column_names])


def csv_rows(table: Table, values: Columns) -> bytes:
    """Return the other lines of a table's CSV."""
    return _csv(zip(*(_printed(column, values[column.name]) for column in table.columns), strict=True))


def _csv(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _printed(column: Column, values: list[Any]) -> list[Any]:
    """Return a column's values as a CSV prints them. Missing values, texts and whole numbers stay as they are."""
    if column.type == "boolean":
        return [None if value is None else "true" if value else "false" for value in values]
    if column.type == "number":
        return [None if value is None else format(float(value), ".12g") for value in values]
    return values


def as_csv(table: Table, values: Columns) -> bytes:
    """Return a table as CSV."""
    return csv_header(table) + csv_rows(table, values)


def as_json_lines(frame: pd.DataFrame) -> bytes:
    """Return a frame as JSON lines: one object a row, missing values as null."""
    columns = [_members(name, values) for name, values in plain_columns(frame).items()]
    return "".join(f"{{{', '.join(row)}}}\n" for row in zip(*columns, strict=True)).encode("utf-8")


def _members(name: str, values: Iterable[Any]) -> list[str]:
    """Return a column's values as members of JSON objects. To encode whole rows takes three times as long."""
    begin = f"{encode_basestring(name)}: "
    return [begin + _json_value(value) for value in values]


def _json_value(value: Any) -> str:
    """Return what `json.dumps` writes; it makes an encoder anew for each value that is no text."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    is_plain = type(value) is int or (type(value) is float and math.isfinite(value))
    return repr(value) if is_plain else json.dumps(value, ensure_ascii=False)


def _field(column: Column) -> pa.Field:
    metadata = {"description": column.en, "description_es": column.es}
    return pa.field(column.name, ARROW_TYPES[column.type], nullable=not column.required, metadata=metadata)


def as_parquet(table: Table, values: Columns) -> bytes:
    """Return a table as Parquet with the descriptions of table and columns in its metadata."""
    schema = pa.schema(
        [_field(column) for column in table.columns], {"description": table.en, "description_es": table.es}
    )
    arrays = [pa.array(values[column.name], ARROW_TYPES[column.type]) for column in table.columns]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), sink, compression="zstd", store_schema=True)
    return sink.getvalue()
