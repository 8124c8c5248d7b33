"""Shows two texts as one, with the removed and the new words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from ..language import language_of
from ..reference.names import closed_class
from ..text import fold

Mark = Literal["same", "gone", "new"]
WORD = re.compile(r"\w+|[^\w\s]")
PIECE = re.compile(r"\s*(?:\w+|[^\w\s])")


def word_changes(old: str, new: str) -> list[tuple[Mark, str]]:
    """Return the pieces of both texts in reading order; removed words stand before the new ones in their place.

    The pieces that are not new give the old text, those that are not gone the new one, white space aside.
    """
    before, after = PIECE.findall(old), PIECE.findall(new)
    matcher = SequenceMatcher(None, [piece.strip() for piece in before], [piece.strip() for piece in after], False)
    pieces: list[tuple[Mark, str]] = []
    for tag, start, end, first, last in _without_islands(matcher, before):
        if tag == "equal":
            pieces.append(("same", "".join(after[first:last])))
            continue
        if end > start:
            pieces.append(("gone", "".join(before[start:end])))
        if last > first:
            pieces.append(("new", "".join(after[first:last])))
    return pieces


def _without_islands(matcher: SequenceMatcher[str], before: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the differences; one short word left standing between two changes is a part of them ("de", "y")."""
    held: tuple[str, int, int, int, int] | None = None
    codes = matcher.get_opcodes()
    for place, (tag, start, end, first, last) in enumerate(codes):
        is_island = (
            tag == "equal"
            and 0 < place < len(codes) - 1
            and sum(len(piece.strip()) for piece in before[start:end]) <= 3
        )
        if tag == "equal" and not is_island:
            if held:
                yield held
                held = None
            yield tag, start, end, first, last
        elif held is None:
            held = ("replace", start, end, first, last)
        else:
            held = ("replace", held[1], end, held[3], last)
    if held:
        yield held


def marked_text(old: str, new: str) -> str:
    """Return both texts as one: [-words that are gone-] {+words that are new+}."""
    signs: dict[Mark, tuple[str, str]] = {"same": ("", ""), "gone": ("[-", "-]"), "new": ("{+", "+}")}
    told: list[str] = []
    for mark, text in word_changes(old, new):
        before, after = signs[mark]
        is_apart = text[:1].isspace() or (mark == "new" and bool(told) and told[-1].endswith("-]"))
        told.append(f"{' ' if is_apart else ''}{before}{text.strip()}{after}")
    return "".join(told).strip()


def own_words(text: str, others: Sequence[str], language: str) -> list[tuple[bool, str]]:
    """Return the pieces of a text, each with whether the other texts have none of its words.

    Words are compared folded. A small word or a sign alone is no piece of its own.
    """
    known = {fold(word) for other in others for word in WORD.findall(other)}
    small = closed_class(language_of(language))
    found: list[tuple[bool, str]] = []
    for piece in re.findall(r"\s*(?:\w+|[^\w\s])|\s+$", text):
        word = fold(piece.strip())
        is_light = not word.isalnum() or word in small
        is_own = word not in known if not is_light else bool(found) and found[-1][0] and word not in known
        if found and found[-1][0] == is_own:
            found[-1] = (is_own, found[-1][1] + piece)
        else:
            found.append((is_own, piece))
    return found
