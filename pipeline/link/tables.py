"""The tables of this stage with the types of the schema."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from functools import cache

import pandas as pd

from ..records import Issue
from ..reference.concepts import Lexicon, read_concepts
from ..schema import tables
from .concepts import finder_of
from .coverage import Coverage
from .propose import Link
from .weighted_texts import Document, read_directives

ConceptRow = tuple[str, str, str, str, int, int]
PANDAS_TYPES = {"string": "str", "integer": "Int64", "number": "Float64", "boolean": "bool"}


def typed_table(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    """Return `rows` as the published table `name`: its columns in their order, with the schema's types."""
    return _typed(name, rows) if rows else _empty(name).copy()


@cache
def _empty(name: str) -> pd.DataFrame:
    return _typed(name, [])


def _typed(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    columns = tables()[name].columns
    values = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    typed = zip(columns, values, strict=True)  # column by column: a table of objects first takes twice as long
    return pd.DataFrame(
        {column.name: pd.Series(list(cells), dtype=PANDAS_TYPES[column.type]) for column, cells in typed}
    )


def links_table(rows: Sequence[Link]) -> pd.DataFrame:
    """Return the rows as `links`."""
    return typed_table("links", [row.values() for row in rows])


def link_scores_table(coverages: Sequence[Coverage]) -> pd.DataFrame:
    """Return the likely pairs of all frameworks of a plan as `link_scores`: frameworks in order, then actions."""
    parts = [pd.DataFrame(each.likely.columns(each.directive_ids)) for each in coverages]
    whole = pd.concat([typed_table("link_scores", []), *parts], ignore_index=True)
    return whole.astype({column.name: PANDAS_TYPES[column.type] for column in tables()["link_scores"].columns})


def issues_table(issues: Sequence[Issue]) -> pd.DataFrame:
    """Return the issues as a table."""
    return typed_table("issues", [astuple(issue) for issue in issues])


def concept_rows(documents: Sequence[Document]) -> list[ConceptRow]:
    """Return where each concept stands in the documents' own texts: `text[start:end] == surface`."""
    return [
        (document.record_id, match.facet, match.concept, match.surface, match.start, match.end)
        for document in documents
        for match in document.matches
    ]


def concepts_table(documents: Sequence[Document]) -> pd.DataFrame:
    """Return the concepts of the documents as `concepts`."""
    return typed_table("concepts", concept_rows(documents))


def find_concepts(directives: pd.DataFrame, lexicon: Lexicon | None = None) -> pd.DataFrame:
    """Return the concepts of the directives of all frameworks in `directives` (columns of the published table)."""
    finder = finder_of(lexicon or read_concepts())
    frameworks = dict.fromkeys(directives["plan_id"])
    return concepts_table([read for plan in frameworks for read in read_directives(directives, plan, finder)])
