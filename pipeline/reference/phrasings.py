"""How ministries word the actions that carry out a directive, as data: `phrasings.csv`.

Each row is a short action that would carry out one directive, in Spanish or Portuguese, written from the directive and
from the subject by a language model, not from any plan; who wrote it and when stands beside it. A row holds for the
text whose hash it names, in whatever document that text stands: where the text changed, it no longer counts.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import ManifestInvalid

PHRASINGS_FILE = Path(__file__).with_name("phrasings.csv")
COLUMNS = ("directive_sha256", "directive_id", "phrasing", "reader", "date")


@cache
def read_phrasings(path: Path = PHRASINGS_FILE) -> Mapping[str, tuple[str, ...]]:
    """Return the phrasings of each directive by the hash of its text; other columns and empty cells are refused."""
    found: dict[str, list[str]] = {}
    for row in _rows(path):
        found.setdefault(row["directive_sha256"], []).append(row["phrasing"])
    return {key: tuple(phrasings) for key, phrasings in found.items()}


@cache
def phrased_directives(path: Path = PHRASINGS_FILE) -> Mapping[str, str]:
    """Return for each directive that has phrasings the hash of the text that they were written for."""
    return {row["directive_id"]: row["directive_sha256"] for row in _rows(path)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ManifestInvalid(path.name, f"columns {reader.fieldnames}", f"Write {','.join(COLUMNS)}.")
        rows = list(reader)
    for line, row in enumerate(rows, start=2):
        if not all(row.values()):
            raise ManifestInvalid(f"{path.name} l. {line}", "a cell is empty", "Fill it in, or delete the row.")
    return rows
