"""Holes in a sentence whose amendments were removed, found by grammar and by comparing the readings.

By grammar: words that cannot follow each other ("situación de ante", oas-3 directive 25), or a word that needs another
("identificados como.", directive 48; "más de ese delito", objective vi).

By comparison: if words are struck and others are proposed in their place, the text has neither. What follows has then
lost its head: a preposition ("a grupos … a la trata", directive 108), a conjunction ("a nivel … y nacional", directive
109), or the words that both readings continue with ("… basado en" and "… centrada en" before "las experiencias",
principle iii). A sentence that ends or begins there is cut off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..records import Amendment
from ..text import fold
from .amendments import Draft, word_after, word_before
from .grammar import CONJUNCTIONS, DEGREES, OPEN, PREPOSITIONS, has_hole
from .readings import BRACKET
from .strike_signs import PIECE

SHOWN = 40  # characters of the words on one side of a hole
BEGINNING = re.compile(r"(?:^|[.!?])\s*$")
SMALL_LETTER = re.compile(r"\W*[^\W\d_A-ZÁÉÍÓÚÑ]")
UNENDED = re.compile(r"[,:]\s*$")
GLUED_STOP = re.compile(r"\s\.$")  # "para .[CAN: …" (oas-3 directive 34)
JOINING = CONJUNCTIONS | {"como", "as"}


def find_hole(draft: Draft, rows: Sequence[Amendment]) -> str | None:
    """Return the words on both sides of the first hole that stripping leaves, None where it leaves none."""
    groups = group_neighbours(draft.text, rows)
    for at, group in enumerate(groups):
        start, end = group[0].start, max(row.end for row in group)
        floor = max(row.end for row in groups[at - 1]) if at else 0
        ceiling = groups[at + 1][0].start if at + 1 < len(groups) else len(draft.text)
        if leaves_hole(draft, group, (start, end)):
            before, after = last_words(draft.text[floor:start]), first_words(draft.text[end:ceiling])
            return f"{before} … {after}".strip()
    return None


def leaves_hole(draft: Draft, group: Sequence[Amendment], span: tuple[int, int]) -> bool:
    """Tell whether the sentence has a hole without the amendments of one place."""
    left, right = repaired_before(draft, span[0]), word_after(draft.text, span[1])
    if has_hole(left, right):
        return True
    is_replaced = any(row.deleted for row in group) and any(row.inserted for row in group)
    if is_replaced and leaves_words_hanging(group, left, right):
        return True
    if not (is_replaced or any(map(leaves_a_gap, group))):
        return False
    asks_for_more = has_hole(left, "") or left in DEGREES or (left in JOINING and right == "")
    return asks_for_more or is_cut_off(draft.text, span, left, is_replaced) or is_headless(draft.text, span)


def leaves_words_hanging(group: Sequence[Amendment], left: str | None, right: str | None) -> bool:
    """Tell whether the words after a place depend on words that one reading strikes and the other inserts."""
    if left and right is not None and right in PREPOSITIONS | JOINING:
        return True
    ends = [words[-1] for row in group for words in (words_of(row.deleted), words_of(row.inserted)) if words]
    return bool(right) and bool(ends) and ends[-1] in OPEN


def is_cut_off(text: str, span: tuple[int, int], left: str | None, is_replaced: bool) -> bool:
    """Tell whether the text ends where words are struck, and its last sign is a letter or a comma."""
    if text[span[1] :].strip():
        return False
    return bool(left) or (is_replaced and UNENDED.search(text[: span[0]]) is not None)


def is_headless(text: str, span: tuple[int, int]) -> bool:
    """Tell whether a sentence begins with a small letter once its first words are gone."""
    return BEGINNING.search(text[: span[0]]) is not None and SMALL_LETTER.match(text, span[1]) is not None


def words_of(text: str | None) -> list[str]:
    """Return the folded words of a text, none where there is none."""
    return PIECE.findall(fold(text or ""))


def last_words(text: str) -> str:
    """Return the last whole words of a text, at most 40 characters; "…" stands for the words left out."""
    kept = text.strip()[-SHOWN:]
    return text.strip() if len(text.strip()) <= SHOWN else f"… {kept.partition(' ')[2]}"


def first_words(text: str) -> str:
    """Return the first whole words of a text, at most 40 characters; "…" stands for the words left out."""
    kept = text.strip()[:SHOWN]
    return text.strip() if len(text.strip()) <= SHOWN else f"{kept.rpartition(' ')[0]} …"


def leaves_a_gap(row: Amendment) -> bool:
    """Tell whether stripping removes words that have a proposed replacement, or words in brackets."""
    return bool(row.deleted) and bool(row.inserted or BRACKET.search(row.as_printed))


def repaired_before(draft: Draft, at: int) -> str | None:
    """Return the folded word before a place as `word_before`, damage repaired: "mds" is "más" (oas-3 objective vi)."""
    before = draft.text[:at].rstrip()
    if GLUED_STOP.search(before):
        before = before[:-1].rstrip()
    last = len(before)
    repaired = [each.after for each in draft.corrections if each.start + len(each.before) == last]
    return fold(repaired[0].split()[-1]) if repaired and repaired[0].split() else word_before(draft.text, last)


def group_neighbours(text: str, rows: Sequence[Amendment]) -> list[list[Amendment]]:
    """Return the amendments in groups with nothing but marks between them."""
    groups: list[list[Amendment]] = []
    for row in rows:
        between = text[groups[-1][-1].end : row.start] if groups else "x"
        if any(char.isalnum() for char in between):
            groups.append([row])
        elif not groups[-1][-1].start <= row.start < groups[-1][-1].end:
            groups[-1].append(row)
    return groups
