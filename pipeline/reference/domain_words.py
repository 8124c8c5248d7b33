"""Words of clean documents on the subject, with counts: they help to repair documents that were scanned.

A language's `domain_words.tsv` is remade by `python -m benchmarks.learn_domain_words` from the documents in raw/ that
are no scans; only Spanish has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = Path(__file__).with_name("languages")


def domain_words_path(code: str) -> Path:
    """Return where the words of the subject in a language are kept."""
    return LANGUAGES / code / "domain_words.tsv"


@cache
def read_domain_words(code: str) -> Mapping[str, int]:
    """Return the words of the subject with how often they stand in the clean documents; none without a file."""
    path = domain_words_path(code)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    rows = (line.split("\t") for line in text.splitlines()[1:])
    return {word: int(count) for word, count in rows}
