"""Read the reference files of OCR repair: confusions of letters, contexts of accents, words with a story."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FOLDER = files(__package__)


@dataclass(frozen=True, slots=True)
class OcrWords:
    """The words of `ocr_words.toml`."""

    misread: Mapping[str, str]  # as read: as printed, for words that no confusion of letters explains
    joined: frozenset[str]  # two words that an OCR writes as one, with their space
    endings: tuple[str, ...]  # endings that make new words, accented
    foreign: frozenset[str]  # words of other languages that plans quote
    variants: Mapping[str, frozenset[str]]  # spellings that are as good as the one given
    prefixes: tuple[str, ...]  # beginnings that make new words


@cache
def read_confusions() -> Mapping[tuple[str, str], float]:
    """Return the share of each (printed, read) pair among all printings: what is known, moved by what was counted."""
    known = tomllib.loads(FOLDER.joinpath("confusions.toml").read_text(encoding="utf-8"))
    weight = float(known["weight"])
    shares = {(printed, read): share for printed, reads in known["confusion"].items() for read, share in reads.items()}
    counts = {(row["printed"], row["read"]): int(row["count"]) for row in read_table("confusions_learned.tsv")}
    printings = {row["printed"]: int(row["printings"]) for row in read_table("confusions_learned.tsv")}
    return {
        (printed, read): (counts.get((printed, read), 0) + weight * shares.get((printed, read), 0.0))
        / (printings.get(printed, 0) + weight)
        for printed, read in sorted({*shares, *counts})
    }


@cache
def read_accent_contexts() -> Mapping[tuple[str, str], float]:
    """Return the weight of each (form or pattern, feature) of `accent_contexts.tsv`."""
    return {(row["form"], row["feature"]): float(row["weight"]) for row in read_table("accent_contexts.tsv")}


@cache
def read_ocr_words() -> OcrWords:
    """Return the words of `ocr_words.toml`."""
    words = tomllib.loads(FOLDER.joinpath("ocr_words.toml").read_text(encoding="utf-8"))
    return OcrWords(
        misread=words["misread"],
        joined=frozenset(words["joined"]["words"]),
        endings=tuple(words["endings"]["accented"]),
        foreign=frozenset(words["foreign"]["words"]),
        variants={form: frozenset(group.split()) for group in words["variants"]["groups"] for form in group.split()},
        prefixes=tuple(words["prefixes"]["words"]),
    )


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated reference file."""
    text = FOLDER.joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
