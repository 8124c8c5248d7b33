"""Invented actions with graded links, `graded_actions.csv`. They teach how sure the linker may be.

A language model wrote the actions in the words of ministries of six countries. It graded them against all directives of
oas-3 and oas-2 and saw no ranking. Each row is a link, or says that nothing in a framework fits. A row counts only as
long as the directive's text has the hash that the row names.

`directriz learn` uses the rows to set the confidence of actions that are worded unlike the reviewed ones. The action is
also one more phrasing of its first directive.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..csv_files import read_full_rows

GRADED_FILE = Path(__file__).with_name("graded_actions.csv")
COLUMNS = (
    "action_id",
    "language",
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
    return tuple(read_full_rows(path, COLUMNS, MAY_BE_EMPTY))


@cache
def graded_phrasings() -> Mapping[str, tuple[str, ...]]:
    """Return by the hash of a directive's text the graded actions that carry it out before all other directives."""
    found: dict[str, list[str]] = {}
    for row in read_graded():
        if row["grade"] == FIRST_GRADE:
            found.setdefault(row["directive_sha256"], []).append(row["action"])
    return {key: tuple(phrasings) for key, phrasings in found.items()}
