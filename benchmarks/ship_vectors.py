"""Write the vectors that the package ships: `python -m benchmarks.ship_vectors [ROOT]`.

They are those of all actions and directives that ROOT has published, of the phrasings, of the graded actions and of the
actions of other subjects, rounded to whole numbers. Do it where these texts changed or where another version of the
sentence model is pinned; look at the number of texts that it prints, and run `directriz learn` and `directriz all`
after it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from directriz.link.concepts import finder_of
from directriz.link.lessons import graded_lessons
from directriz.link.meaning import SHIPPED_FILE, KeptVectors, format_vectors
from directriz.link.published_tables import read_tables
from directriz.link.signals import read_strangers
from directriz.link.weighted_texts import read_actions, read_directives
from directriz.reference.phrasings import PHRASINGS_FILE


def texts_of(root: Path) -> set[str]:
    """Return all texts whose vectors are shipped."""
    tables, finder = read_tables(root), finder_of()
    documents = [*read_actions(tables.actions, finder), *read_strangers(finder, None).actions]
    for target in dict.fromkeys(tables.directives["plan_id"]):
        documents += read_directives(tables.directives, target, finder)
        documents += [lesson.action for lesson in graded_lessons(tables.directives, target, finder)]
    with PHRASINGS_FILE.open(encoding="utf-8", newline="") as file:
        phrasings = {row["phrasing"] for row in csv.DictReader(file)}
    return phrasings | {text for document in documents for text in (document.text, document.wide_text)}


def main(root: Path) -> None:
    """Write the file; vectors that it has already are computed again."""
    vectors = KeptVectors({})
    vectors.prepare(sorted(texts_of(root)))
    SHIPPED_FILE.write_bytes(format_vectors(vectors.computed))
    sys.stdout.write(f"{len(vectors.computed)} texts in {SHIPPED_FILE.name}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
