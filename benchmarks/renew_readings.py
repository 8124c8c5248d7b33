"""Texts of directives that changed since somebody read them: which phrasings and readings wait to be renewed.

`python -m benchmarks.renew_readings [--root DIR]` prints each directive whose text is no longer the one that its
phrasings (`pipeline/reference/phrasings.csv`) or its reading (`raw/reviews/emphases.csv`) were made for: the text of
today, and what was written for the one before. Neither is used until it is renewed. Whoever has read that it still
holds gives `--renew ID …`, or `--renew all`: the files then bear the hash of today's text.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd
from directriz.csv_files import parse_records, read_csv_text
from directriz.link.published_tables import read_tables
from directriz.reference.phrasings import PHRASINGS_FILE
from directriz.store import write_file

HASH = "directive_sha256"
ALL = "all"
SAID = ("phrasing", "asks", "beside", "reader", "date")


def outdated(rows: Sequence[Mapping[str, str]], today: Mapping[str, str]) -> dict[str, list[Mapping[str, str]]]:
    """Return the rows of each published directive that bear another hash than its text; `today` is by directive."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        digest = today.get(row["directive_id"])
        if digest is not None and digest != row[HASH]:
            found.setdefault(row["directive_id"], []).append(row)
    return found


def renewed(
    rows: Sequence[Mapping[str, str]], today: Mapping[str, str], chosen: Collection[str]
) -> list[dict[str, str]]:
    """Return the rows, those of the chosen directives with the hash of today's text; `all` chooses every directive."""
    old = outdated(rows, today)
    wanted = set(old) if ALL in chosen else set(old) & set(chosen)
    return [{**row, **({HASH: today[row["directive_id"]]} if row["directive_id"] in wanted else {})} for row in rows]


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Return header and rows of a file, nothing of one that is not there."""
    text = read_csv_text(path, path.name)
    if text is None:
        return [], []
    header, records = parse_records(text, path.name)
    return list(header), [dict(record) for _, record in records]


def renew(path: Path, directives: pd.DataFrame, chosen: Collection[str]) -> list[str]:
    """Write the file anew where directives are chosen, and return lines that tell what is still outdated."""
    today = dict(zip(directives["directive_id"], directives["text_sha256"], strict=True))
    texts = dict(zip(directives["directive_id"], directives["text"], strict=True))
    header, rows = read_rows(path)
    if chosen and rows:
        rows = renewed(rows, today, chosen)
        text = io.StringIO()
        writer = csv.DictWriter(text, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_file(path, text.getvalue().encode("utf-8"))
    told = []
    for directive_id, old in outdated(rows, today).items():
        told += [f"{path.name}: {directive_id} reads today: {texts[directive_id]}"]
        told += ["    " + ", ".join(value for name, value in row.items() if name in SAID and value) for row in old]
    return told


def main() -> None:
    """Print what is outdated; renew what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path())
    parser.add_argument("--renew", nargs="+", default=(), metavar="ID")
    arguments = parser.parse_args()
    directives = read_tables(arguments.root).directives
    files = (PHRASINGS_FILE, arguments.root / "raw" / "reviews" / "emphases.csv")
    told = [line for path in files for line in renew(path, directives, arguments.renew)]
    sys.stdout.write("\n".join(told or ["every phrasing and reading is of today's texts"]) + "\n")


if __name__ == "__main__":
    main()
