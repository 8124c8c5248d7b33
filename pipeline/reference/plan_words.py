"""Words that plans print over columns, tables and lists, in all known languages.

The words are data: `languages/<code>/plan_words.toml`. A draft of a profile uses all languages together, because a plan
in one language often has headers in another (`Baseline`, `KPI`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from ..language import OTHER, USUAL, known_codes, read_words
from ..text import fold

FILE = "plan_words.toml"


@dataclass(frozen=True, slots=True)
class PlanWords:
    """The words of all languages."""

    columns: Mapping[str, tuple[str, ...]]  # published column → headers
    questions: Mapping[str, tuple[str, ...]]  # published column → how a header begins that is a question; folded
    programmed: tuple[str, ...]  # headers over what was programmed
    executed: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]  # beginnings of headings over actions, folded and as written
    small: tuple[str, ...]  # words passed over for the word of an axis in ids
    list_heads: tuple[str, ...]  # lines with which a list of actions begins; folded
    list_before: tuple[str, ...]  # words that may stand before such a line
    list_after: tuple[str, ...]
    list_questions: tuple[str, ...]
    titles: tuple[str, ...]  # words by which a document calls itself a plan; folded
    times: tuple[str, ...]  # words of a term; folded
    spans: tuple[str, ...]  # words of a span of time, behind a number; folded
    until: tuple[str, ...]  # words before the end of a term; folded
    measures: tuple[str, ...]  # beginnings of what is counted or measured; folded
    bodies: tuple[str, ...]  # beginnings of the names of bodies; folded
    deed_endings: tuple[str, ...]  # of the first word of what is to be done
    deeds: tuple[str, ...]  # first words of what is to be done, where the language has no endings for them
    money: tuple[str, ...]  # words after an amount; folded
    percent: tuple[str, ...]  # "per cent" in words; folded
    articles: tuple[str, ...]  # articles before the name of a body; folded
    offices: tuple[str, ...]  # first words of a person's office; folded
    supporters: tuple[str, ...]  # beginnings of a line above bodies that only support a plan; folded
    axes: tuple[str, ...]  # words for an axis, as written
    parents: tuple[str, ...]  # words for an objective over the rows below it, as written
    parts: tuple[str, ...]  # words for a part of the document, above its axes, as written
    topics: tuple[str, ...]  # headers of columns that hold topics and no actions, as written
    list_kinds: Mapping[str, str]  # first word of a heading over numbered paragraphs, folded → kind of its items
    unit_kinds: Mapping[str, str]  # part of a heading of a programme, folded → kind of the units below it
    clauses: tuple[tuple[str, ...], ...]  # for each language, patterns of the ordinals that number clauses


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(word) for word in words}, key=lambda word: (-len(word), word)))


def _both_ways(words: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = {fold(word): word for word in reversed(list(words))}
    return tuple(sorted(found.items(), key=lambda each: (-len(each[0]), each[0])))


@cache
def read_plan_words() -> PlanWords:
    """Return the words of all languages; those of the usual language first."""
    codes = sorted({*known_codes(), OTHER}, key=lambda code: (code == OTHER, code != USUAL, code))
    files = [read_words(code, FILE) for code in codes]

    def joined(section: str, key: str) -> list[str]:
        return [word for file in files for word in file[section].get(key, [])]

    def merged(section: str, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(joined(section, key)))

    return PlanWords(
        columns={name: merged("columns", name) for name in _keys(files, "columns")},
        questions={name: _folded(joined("questions", name)) for name in _keys(files, "questions")},
        programmed=tuple(joined("years", "programmed")),
        executed=tuple(joined("years", "executed")),
        headings=_both_ways(joined("headings", "words")),
        small=merged("headings", "small"),
        list_heads=_folded(joined("lists", "heads")),
        list_before=_folded(joined("lists", "before")),
        list_after=_folded(joined("lists", "after")),
        list_questions=_folded(joined("lists", "questions")),
        titles=_folded(joined("titles", "words")),
        times=_folded(joined("contents", "times")),
        spans=_folded(joined("contents", "spans")),
        until=_folded(joined("contents", "until")),
        measures=_folded(joined("contents", "measures")),
        bodies=_folded(joined("contents", "bodies")),
        deed_endings=_folded(joined("contents", "deed_endings")),
        deeds=_folded(joined("contents", "deeds")),
        money=_folded(joined("contents", "money")),
        percent=_folded(joined("contents", "percent")),
        articles=_folded(joined("contents", "articles")),
        offices=_folded(joined("contents", "offices")),
        supporters=_folded(joined("contents", "supporters")),
        axes=merged("headings", "axes"),
        parents=merged("headings", "parents"),
        parts=merged("headings", "parts"),
        topics=merged("topics", "headers"),
        list_kinds=_kinds(files, "lists"),
        unit_kinds=_kinds(files, "units"),
        clauses=tuple(tuple(file["clauses"]["ordinals"]) for file in files if file["clauses"]["ordinals"]),
    )


def _kinds(files: Iterable[Mapping[str, Any]], section: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for file in files:
        for word, kind in file["kinds"].get(section, {}).items():
            found.setdefault(word, kind)
    return MappingProxyType(found)


def _keys(files: Iterable[Mapping[str, Any]], section: str) -> list[str]:
    return list(dict.fromkeys(key for file in files for key in file[section]))


def accented(word: str) -> str:
    """Return a pattern that fits a word with its accents or without: "área" gives `[áa]rea`."""
    return "".join(char if fold(char) == char else f"[{char}{fold(char)}]" for char in word.lower())


def any_of(folded: Iterable[str]) -> str:
    """Return a pattern that fits any of some folded words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(folded), key=lambda word: (-len(word), word)))
