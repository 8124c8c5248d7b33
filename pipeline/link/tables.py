"""The tables of this stage with the types of the schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from pipeline.records import Issue
from pipeline.schema import tables

PANDAS_TYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "bool"}


def typed_table(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return `rows` as the published table `name`: its columns in their order, with the schema's types."""
    columns = tables()[name].columns
    table = pd.DataFrame(list(rows), columns=[column.name for column in columns])
    return table.astype({column.name: PANDAS_TYPES[column.type] for column in columns})


def links_table(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Return the rows as `links`."""
    return typed_table("links", rows)


def issues_table(issues: Sequence[Issue]) -> pd.DataFrame:
    """Return the issues as a table."""
    return typed_table("issues", [asdict(issue) for issue in issues])
