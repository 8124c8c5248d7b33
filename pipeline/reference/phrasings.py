"""Phrasings, `phrasings.csv`: actions as a ministry would word them if it carried out a directive.

Each row is one short action for one directive, in Spanish or Portuguese. A language model wrote it from the directive
and from the subject, not from any plan; the row says who wrote it and when. A row counts for the directive whose text
has the hash that the row names, in any document. If the text changes, the row no longer counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..csv_files import read_full_rows

PHRASINGS_FILE = Path(__file__).with_name("phrasings.csv")
COLUMNS = ("directive_sha256", "directive_id", "phrasing", "reader", "date")


@cache
def read_phrasings(path: Path = PHRASINGS_FILE) -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings of each directive by the hash of its text; other columns and empty cells are refused."""
    found: dict[str, list[str]] = {}
    for row in read_full_rows(path, COLUMNS):
        found.setdefault(row["directive_sha256"], []).append(row["phrasing"])
    return {key: tuple(phrasings) for key, phrasings in found.items()}


@cache
def phrased_directives(path: Path = PHRASINGS_FILE) -> Mapping[str, str]:
    """Return for each directive that has phrasings the hash of the text that they were written for."""
    return {row["directive_id"]: row["directive_sha256"] for row in read_full_rows(path, COLUMNS)}
