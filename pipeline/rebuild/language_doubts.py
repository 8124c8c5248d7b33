"""Compares the language that raw/sources.toml gives a document with the document's own words."""

from __future__ import annotations

from collections.abc import Sequence

from ..language import FEWEST_TOLD, language_of, telling_words
from ..records import Issue, PrintedLine
from ..sources import Source

MOST_LINES = 2000  # lines that are looked at, spread over the document
CLEARLY = 4  # times as many words of another language, from which on the entry is doubted


def language_doubts(source: Source, lines: Sequence[PrintedLine]) -> list[Issue]:
    """Return the doubt that a document is in another known language than its entry says; [] if there is none."""
    step = 1 + len(lines) // MOST_LINES
    found = telling_words(cell for line in lines[::step] for cell in line.cells)
    code, count = min(found.items(), key=lambda each: (-each[1], each[0]), default=("", 0))
    own = source.language
    if code == own or count < max(FEWEST_TOLD, CLEARLY * found[own]) or not language_of(code).is_known:
        return []
    named = language_of(own).name if language_of(own).is_known else repr(own)
    detail = f"raw/sources.toml says language = {own!r}, and {count} words of the document are of "
    detail += f"{language_of(code).name}, {found[own]} of {named}: concepts and links may be lacking. "
    detail += f'If the words are right, write language = "{code}"'
    return [Issue("language_doubtful", "doubt", "rebuild", source.id, None, None, detail, own)]
