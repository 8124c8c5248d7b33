"""The guide that readers of links follow, in Spanish and English: the one under which the shipped reviews were made."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILES = ("reading_guide.es.md", "reading_guide.en.md")


@cache
def read_guide() -> str:
    """Return the guide in both languages, Spanish first."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in FILES)
