"""`datasette.json`: what the tables and columns of `directriz.sqlite` mean, for readers who open it with Datasette.

`datasette directriz.sqlite --metadata datasette.json` shows the descriptions, the facets and a search.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..schema import Table
from .crate import ABOUT, TITLE

FACETS = 4  # most columns with few values that are offered as filters beside a table
SEARCH = """SELECT table_name, record_id, number, snippet(search_fts, 0, '[', ']', '…', 30) AS text
FROM search_fts JOIN search ON search.rowid = search_fts.rowid
WHERE search_fts MATCH :words ORDER BY rank LIMIT 100"""


def datasette_metadata(tables: Mapping[str, Table]) -> dict[str, Any]:
    """Return the metadata of the database: titles, descriptions, facets, and the search as a stored query."""
    return {
        "title": "Directriz",
        "description": f"{TITLE}. {ABOUT}",
        "license": "Texts: their issuers'. Additions: MIT",
        "databases": {
            "directriz": {
                "tables": {name: _described(table) for name, table in tables.items()},
                "queries": {
                    "buscar": {
                        "sql": SEARCH,
                        "title": "Buscar · Search",
                        "description": 'Any form of a word, accents or none; AND, OR, NOT, "a phrase", prefix*.',
                    }
                },
            }
        },
    }


def _described(table: Table) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": f"{table.en} {table.es}",
        "columns": {column.name: column.en for column in table.columns},
    }
    facets = [column.name for column in table.columns if column.enum or column.name == "plan_id"][:FACETS]
    return told | ({"facets": facets} if facets else {})
