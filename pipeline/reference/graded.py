"""Actions that were written and graded for calibration, as data: `graded_actions.csv`.

A language model wrote them in the words of ministries of six countries and graded them against all directives of oas-3
and oas-2, without seeing any ranking. `directriz learn` tells by them how sure to be of actions that are worded unlike
the reviewed ones; the first directive of each has the action as one more phrasing. Each row is a link, or says that
nothing in a framework fits. A row holds for the text whose hash it names.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..errors import ManifestInvalid

GRADED_FILE = Path(__file__).with_name("graded_actions.csv")
COLUMNS = (
    "action_id",
    "axis",
    "measure",
    "action",
    "indicators",
    "target_plan_id",
    "directive_id",
    "directive_sha256",
    "grade",
    "reader",
    "date",
)
MAY_BE_EMPTY = {"measure", "indicators", "directive_id", "directive_sha256"}
FIRST_GRADE = "3"  # of the one directive that an action carries out before all others; 2 of the others, 0 of none


@cache
def read_graded(path: Path = GRADED_FILE) -> tuple[Mapping[str, str], ...]:
    """Return the rows, in their order; other columns and empty cells are refused."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ManifestInvalid(path.name, f"columns {reader.fieldnames}", f"Write {','.join(COLUMNS)}.")
        rows = tuple(reader)
    for line, row in enumerate(rows, start=2):
        if not all(row[name] for name in set(COLUMNS) - MAY_BE_EMPTY):
            raise ManifestInvalid(f"{path.name} l. {line}", "a cell is empty", "Fill it in, or delete the row.")
    return rows


@cache
def graded_phrasings() -> Mapping[str, tuple[str, ...]]:
    """Return by the hash of a directive's text the graded actions that carry it out before all other directives."""
    found: dict[str, list[str]] = {}
    for row in read_graded():
        if row["grade"] == FIRST_GRADE:
            found.setdefault(row["directive_sha256"], []).append(row["action"])
    return {key: tuple(phrasings) for key, phrasings in found.items()}
