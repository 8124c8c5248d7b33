"""The published tables and the reviews of a workspace, read for those who teach and test the linker.

The link stage itself reads no file; this is for `learn`, `evaluate`, `why` and `review`, which work on what a run has
published.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from ..errors import SourceUnreadable
from .frameworks import Aids
from .meaning import KeptVectors, read_vectors
from .readings import ReadEmphasis, parse_emphases
from .reviews import Tables, no_reviews, parse_reviews


def read_tables(root: Path) -> Tables:
    """Return the actions and directives that the last run in `root` published, as strings; refused without one."""
    return Tables(_read(root, "actions"), _read(root, "directives"))


def read_reviews(root: Path) -> pd.DataFrame:
    """Return the verdicts of `root`/raw/reviews/links.csv, none where there is no such file."""
    path = root / "raw" / "reviews" / "links.csv"
    if not path.is_file():
        return no_reviews()
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return parse_reviews(reader.fieldnames or [], reader)


def read_emphases(root: Path) -> dict[str, ReadEmphasis]:
    """Return the readings of `root`/raw/reviews/emphases.csv, none where there is no such file."""
    path = root / "raw" / "reviews" / "emphases.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return parse_emphases(reader.fieldnames or [], reader)


def read_aids(root: Path) -> Aids:
    """Return all that helps to compare texts in the workspace `root`."""
    return Aids(KeptVectors(read_vectors(root / "interim" / "vectors")), read_emphases(root))


def _read(root: Path, table: str) -> pd.DataFrame:
    path = root / "output" / f"{table}.csv"
    if not path.is_file():
        raise SourceUnreadable(f"output/{table}.csv", "is not there", "Run directriz all first.")
    return pd.read_csv(path, dtype="str", keep_default_na=False)
