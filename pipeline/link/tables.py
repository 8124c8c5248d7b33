"""The tables of this stage with the types of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import pandas as pd

from pipeline.link.bags import Document
from pipeline.link.propose import Link
from pipeline.records import Issue
from pipeline.schema import tables

PANDAS_TYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "bool"}


def typed_table(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Return `rows` as the published table `name`: its columns in their order, with the schema's types."""
    columns = tables()[name].columns
    table = pd.DataFrame(list(rows), columns=[column.name for column in columns])
    return table.astype({column.name: PANDAS_TYPES[column.type] for column in columns})


def links_table(rows: Sequence[Link]) -> pd.DataFrame:
    """Return the rows as `links`."""
    return typed_table("links", [row.values() for row in rows])


def issues_table(issues: Sequence[Issue]) -> pd.DataFrame:
    """Return the issues as a table."""
    return typed_table("issues", [astuple(issue) for issue in issues])


def concepts_table(documents: Sequence[Document]) -> pd.DataFrame:
    """Return where each concept stands in the documents' own texts: `text[start:end] == surface`."""
    rows = [
        (document.record_id, match.facet, match.concept, match.surface, match.start, match.end)
        for document in documents
        for match in document.matches
    ]
    return typed_table("concepts", rows)
