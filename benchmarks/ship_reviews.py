"""Write the hand-checked links as reviews: `python -m benchmarks.ship_reviews [ROOT]`.

`tests/gold/links.csv` becomes `raw/reviews/links.csv`, with the hashes of the texts that are published now. What the
answers are, three independent model-assisted readings under one guide and not yet an expert's, is said in
docs/linking.md and in raw/reviews/README.md; the reviewer's name is `panel-2026`.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

from directriz.link.published_tables import read_tables
from directriz.link.reviews import COLUMNS, reviews_from_gold

GOLD = Path(__file__).parent.parent / "tests" / "gold" / "links.csv"
READ_BY = "panel-2026"
DATE = "2026-11-24"


def format_reviews(root: Path) -> str:
    """Return the reviews file's text."""
    tables = read_tables(root)
    with GOLD.open(encoding="utf-8", newline="") as file:
        rows = reviews_from_gold(csv.DictReader(file), tables, READ_BY, DATE)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


if __name__ == "__main__":
    workspace = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    target = workspace / "raw" / "reviews" / "links.csv"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(format_reviews(workspace), encoding="utf-8")
