"""Reads the published tables and the reviews of a workspace for the commands that train and test the linker.

The link stage itself reads no file. The commands `learn`, `evaluate`, `why` and `review` read what a run has published.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..csv_files import parse_records, read_csv_text
from ..errors import SourceUnreadable
from .emphases import ReadEmphasis, parse_emphases
from .frameworks import Aids
from .meaning import KeptVectors, read_vectors
from .reviews import Tables, no_reviews, parse_reviews
from .weighted_texts import LANGUAGE


def read_tables(root: Path) -> Tables:
    """Return the actions and directives that the last run in `root` published, as strings; refused without one.

    Each row has the language of its plan beside the published columns.
    """
    plans = _read(root, "plans")
    languages = dict(zip(plans["plan_id"], plans[LANGUAGE], strict=True))
    actions, directives = (_read(root, name) for name in ("actions", "directives"))
    return Tables(*(table.assign(**{LANGUAGE: table["plan_id"].map(languages)}) for table in (actions, directives)))


def read_reviews(root: Path) -> pd.DataFrame:
    """Return the verdicts of `root`/raw/reviews/links.csv, none where there is no such file."""
    text = read_csv_text(root / "raw" / "reviews" / "links.csv", "raw/reviews/links.csv")
    if text is None:
        return no_reviews()
    header, rows = parse_records(text, "raw/reviews/links.csv")
    return parse_reviews(header, [row for _, row in rows])


def read_emphases(root: Path) -> dict[str, ReadEmphasis]:
    """Return the readings of `root`/raw/reviews/emphases.csv, none where there is no such file."""
    text = read_csv_text(root / "raw" / "reviews" / "emphases.csv", "raw/reviews/emphases.csv")
    if text is None:
        return {}
    header, rows = parse_records(text, "raw/reviews/emphases.csv")
    return parse_emphases(header, [row for _, row in rows])


def read_aids(root: Path) -> Aids:
    """Return the aids for comparing texts in the workspace `root`."""
    return Aids(KeptVectors(read_vectors(root / "interim" / "vectors")), read_emphases(root))


def _read(root: Path, table: str) -> pd.DataFrame:
    path = root / "output" / f"{table}.csv"
    if not path.is_file():
        raise SourceUnreadable(f"output/{table}.csv", "is not there", "Run directriz all first.")
    return pd.read_csv(path, dtype="str", keep_default_na=False)
