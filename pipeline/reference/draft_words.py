"""Words that tell what the brackets of a draft mean, in all known languages together.

The words are data: `languages/<code>/draft_words.toml`. A draft under negotiation often quotes another language, so the
lists are read together. `und/` has the words of languages in which no plan is read (French).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..language import OTHER, known_codes, read_words
from ..text import fold

FILE = "draft_words.toml"


@dataclass(frozen=True, slots=True)
class DraftWords:
    """The words of all languages; folded."""

    placeholders: tuple[str, ...]  # patterns of what stands for text that is not written yet
    placeholder_braces: tuple[str, ...]  # first words of the same within "{…}"
    units: tuple[str, ...]  # patterns of what a figure in brackets counts: "[30] days"
    modals: frozenset[str]  # verbs that are a choice of their own where several stand side by side
    numbers: frozenset[str]  # written in words, the same
    prepositions: frozenset[str]
    articles: frozenset[str]
    clitics: frozenset[str]
    datives: frozenset[str]
    conjunctions: frozenset[str]
    degrees: frozenset[str]
    may_end: frozenset[str]  # may follow a word after which a text must go on, or end a text
    not_open: frozenset[str]  # prepositions and articles that are also something else
    before_no_preposition: frozenset[str]
    after_prepositions: frozenset[str]
    before_no_participle: frozenset[str]
    allowed_pairs: frozenset[tuple[str, str]]  # may stand side by side, though a list says no
    participles: tuple[str, ...]  # endings
    nouns_like_participles: frozenset[str]
    adjective_endings: tuple[str, ...]  # patterns


@cache
def read_draft_words() -> DraftWords:
    """Return the words of all languages."""
    files = [read_words(code, FILE) for code in (*known_codes(), OTHER)]

    def words(key: str) -> frozenset[str]:
        return frozenset(word for file in files for word in file["grammar"][key].split())

    def listed(section: str, key: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for file in files for each in file[section][key]))

    return DraftWords(
        placeholders=listed("placeholders", "patterns"),
        placeholder_braces=listed("placeholders", "braces"),
        units=listed("placeholders", "units"),
        modals=frozenset(map(fold, listed("choices", "modals"))),
        numbers=frozenset(map(fold, listed("choices", "numbers"))),
        prepositions=words("prepositions"),
        articles=words("articles"),
        clitics=words("clitics"),
        datives=words("datives"),
        conjunctions=words("conjunctions"),
        degrees=words("degrees"),
        may_end=words("may_end"),
        not_open=words("not_open"),
        before_no_preposition=words("before_no_preposition"),
        after_prepositions=words("after_prepositions"),
        before_no_participle=words("before_no_participle"),
        allowed_pairs=frozenset(
            (first, second) for first, second in map(str.split, listed("grammar", "allowed_pairs"))
        ),
        participles=listed("grammar", "participles"),
        nouns_like_participles=words("nouns_like_participles"),
        adjective_endings=listed("grammar", "adjective_endings"),
    )
