"""Words of clean documents on the subject, with counts: context for the repair of those that were scanned.

`domain_words.tsv` is remade by `python benchmarks/learn_domain_words.py` from the documents in raw/ that are no scans.
"""

from __future__ import annotations

from pathlib import Path

DOMAIN_WORDS = Path(__file__).with_name("domain_words.tsv")


def read_domain_words(path: Path = DOMAIN_WORDS) -> dict[str, int]:
    """Return the words of the subject with how often they stand in the clean documents."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {word: int(count) for word, count in rows}
