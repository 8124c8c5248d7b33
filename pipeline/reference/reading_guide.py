"""The guide that readers of links follow, in Spanish and English: the one under which the shipped reviews were made.

It is the one place where the grades are worded: sheets, the terminal loop, the explorer and the question to a program
all take their words from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("es", "en")
GRADE = re.compile(r"^ +- ([123]) \(([^)]+)\): (.+?)[;.]?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Grade:
    """The words for one grade in one language."""

    label: str  # one to three words, for a button
    meaning: str  # the sentence of the guide


@cache
def read_guide() -> str:
    """Return the guide in both languages, Spanish first."""
    return "\n".join(map(_read, LANGUAGES))


@cache
def read_grades(language: str) -> Mapping[int, Grade]:
    """Return the grades 3, 2 and 1 as the guide words them in one of LANGUAGES."""
    return {int(number): Grade(label, meaning) for number, label, meaning in GRADE.findall(_read(language))}


def _read(language: str) -> str:
    return Path(__file__).with_name(f"reading_guide.{language}.md").read_text(encoding="utf-8")
