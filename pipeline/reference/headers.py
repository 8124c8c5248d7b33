"""What plans print over their columns: the words that a profile is drafted from."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HEADERS = Path(__file__).with_name("headers.toml")


@dataclass(frozen=True, slots=True)
class HeaderWords:
    """Headers by what stands under them."""

    columns: Mapping[str, tuple[str, ...]]  # published column → headers
    programmed: tuple[str, ...]  # over the first column of a pair of progress
    executed: tuple[str, ...]


def read_header_words(path: Path = HEADERS) -> HeaderWords:
    """Return the headers of `headers.toml`."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    columns = {name: tuple(words) for name, words in entries["columns"].items()}
    return HeaderWords(columns, tuple(entries["years"]["programmed"]), tuple(entries["years"]["executed"]))
