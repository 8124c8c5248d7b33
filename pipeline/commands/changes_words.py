"""The words of `directriz changes`, in English and Spanish (`changes_words.toml`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es")
SAME_COLUMNS = re.compile(r"same ([a-z_]+(?:, [a-z_]+)*)")


@cache
def _words() -> Mapping[str, Any]:
    text = files(__package__).joinpath("changes_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def said(language: str, key: str) -> str:
    """Return a phrase in a language (one of LANGUAGES)."""
    return str(_words()[language][key])


def count_of(language: str, noun: str, count: int) -> str:
    """Return a number with its noun: "1 action", "2 actions"."""
    return f"{count} {said(language, noun if count == 1 else f'{noun}s')}"


def said_on_page(language: str, key: str) -> str:
    """Return a phrase that only the page has."""
    return str(_words()[language]["page"][key])


def column_name(language: str, column: str) -> str:
    """Return what a published column is called."""
    return str(_words()[language]["columns"].get(column, column))


def evidence(language: str, reason: str) -> str:
    """Return a reason of `edition_changes.evidence` in a language; the names and texts within it stay as they are."""
    for pattern, phrase in _words()[language]["evidence"].items():
        if re.search(pattern, reason):
            reason = re.sub(pattern, phrase, reason)
    if same := SAME_COLUMNS.fullmatch(reason):
        names = [column_name(language, name) for name in same[1].split(", ")]
        return said(language, "same columns").format(columns=", ".join(names))
    return reason
