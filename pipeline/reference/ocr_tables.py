"""Read the reference files of OCR repair: what letters are read as, contexts of accents, words treated by name.

Each language has its own below `languages/`; a file that a language does not have counts as empty.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = files(__package__)


@dataclass(frozen=True, slots=True)
class OcrWords:
    """The words of a language's `ocr_words.toml`."""

    misread: Mapping[str, str]  # as read: as printed, for words that no confusion of letters explains
    joined: frozenset[str]  # two words that an OCR writes as one, with their space
    verb_with_article: str | None  # pattern of a verb joined with the article after it; groups verb, article
    endings: tuple[str, ...]  # endings that make new words, accented
    foreign: frozenset[str]  # words of other languages that plans quote
    variants: Mapping[str, frozenset[str]]  # spellings that are as good as the one given
    prefixes: tuple[str, ...]  # beginnings that make new words


@dataclass(frozen=True, slots=True)
class AccentGrammar:
    """The words of a language's `accent_grammar.toml`."""

    kinds: Mapping[str, str]  # bare word of a closed class → its kind: clitic | article | preposition | …
    bodies: frozenset[str]  # words that are a name if they have a capital
    third_person: frozenset[str]  # verb forms that end like a first person and are none
    infinitives: tuple[str, ...]  # endings
    verb_lemmas: tuple[str, ...]  # endings of the lemma of a verb form
    feminine: tuple[str, ...]  # endings of feminine nouns
    itself: str  # the pronoun "sí"
    before_self: str  # beginning of the word that follows it


@cache
def read_confusions(code: str) -> Mapping[tuple[str, str], float]:
    """Return the share of each (printed, read) pair among all printings of the first in a language.

    The shares known for all languages and for this one are corrected by those counted in it, if there are any.
    """
    common = _toml("confusions.toml")
    weight = float(common["weight"])
    known = {**common["confusion"], **_toml(f"languages/{code}/confusions.toml").get("confusion", {})}
    counted = read_table(f"languages/{code}/confusions_learned.tsv")
    shares = {(printed, read): share for printed, reads in known.items() for read, share in reads.items()}
    counts = {(row["printed"], row["read"]): int(row["count"]) for row in counted}
    printings = {row["printed"]: int(row["printings"]) for row in counted}
    return {
        (printed, read): (counts.get((printed, read), 0) + weight * shares.get((printed, read), 0.0))
        / (printings.get(printed, 0) + weight)
        for printed, read in sorted({*shares, *counts})
    }


@cache
def read_accent_contexts(code: str) -> Mapping[tuple[str, str], float]:
    """Return the weight of each (form or pattern, feature) of a language's `accent_contexts.tsv`; none without one."""
    rows = read_table(f"languages/{code}/accent_contexts.tsv")
    return {(row["form"], row["feature"]): float(row["weight"]) for row in rows}


@cache
def read_ocr_words(code: str) -> OcrWords:
    """Return the words of a language's `ocr_words.toml`, no words where it has none."""
    words = _toml(f"languages/{code}/ocr_words.toml")
    groups = words.get("variants", {}).get("groups", ())
    joined = words.get("joined", {})
    return OcrWords(
        misread=words.get("misread", {}),
        joined=frozenset(joined.get("words", ())),
        verb_with_article=joined.get("verb_with_article"),
        endings=tuple(words.get("endings", {}).get("accented", ())),
        foreign=frozenset(words.get("foreign", {}).get("words", ())),
        variants={form: frozenset(group.split()) for group in groups for form in group.split()},
        prefixes=tuple(words.get("prefixes", {}).get("words", ())),
    )


@cache
def read_accent_grammar(code: str) -> AccentGrammar:
    """Return the words of a language's `accent_grammar.toml` (KeyError: the language has none)."""
    entry = _toml(f"languages/{code}/accent_grammar.toml")
    forms = entry["forms"]
    return AccentGrammar(
        kinds={word: kind for kind, words in entry["kinds"].items() for word in words.split()},
        bodies=frozenset(forms["bodies"].split()),
        third_person=frozenset(forms["third_person"].split()),
        infinitives=tuple(forms["infinitives"]),
        verb_lemmas=tuple(forms["verb_lemmas"]),
        feminine=tuple(forms["feminine"]),
        itself=forms["itself"],
        before_self=forms["before_self"],
    )


def _toml(name: str) -> dict[str, Any]:
    file = FOLDER.joinpath(name)
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def read_table(name: str) -> list[dict[str, str]]:
    """Return the rows of a tab-separated reference file, none where there is no such file."""
    file = FOLDER.joinpath(name)
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
