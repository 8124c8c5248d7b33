"""Splits a cell of indicators, means of verification or results into single ones, never inside one.

What separates two indicators, and what only looks like it:
- `A / B`, `A / b` (ar-plan l. 34, 86), `A/Cantidad de B` (l. 13); not `creados/actualizados` (l. 103), `y/o` (l. 60),
  `incorporados/as` (l. 50), nor a slash in brackets, nor a ratio (`Equipos entregados/Equipos existentes`);
- `Convenios firmados - Cantidad …` (l. 19), `Informe - Recomendaciones …` (l. 127): a spaced dash before a capital;
  not before a lower-case letter or a figure, nor between an acronym and what it stands for (`REDAVIT - Registro …`,
  l. 128);
- `a) … b) …` (oas-2 l. 13, 14), where the letters run in order from the first; the letter is kept, its bracket is not;
- a space that was a line end of the cell: `8 infografías nacionales 1 infografía regional` (corett-2020 l. 51), `Plan
  de acción Elaborado Reporte de acciones …` (l. 65): split at a second count, or at a noun that begins indicators after
  a participle; such splits are issues.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from ..language import USUAL, Language, language_of, pattern_of
from ..records import Action, Indicator, Issue, PrintedIndicators
from ..reference.names import is_acronym
from ..text import collapse, fold

ITEM = re.compile(r"(?<!\S)\(?([a-z]|\d{1,2})\)(?=\s)")
SEPARATOR = re.compile(r"\s*;\s+|\s*•\s*|(?:\s+[/–—-]\s*|\s*[/–—-]\s+|/)")
COUNT = re.compile(r"(?<=\s)\d+(?=\s+[^\W\d_])")
OPENING_COUNT = re.compile(r"\d+\s+[^\W\d_]")
NEVER = re.compile(r"(?!)")
SEEN = 400  # characters on each side of a mark that are examined: more than the longest indicator known
BRACKETS = {"(": 1, "[": 1, "«": 1, "“": 1, ")": -1, "]": -1, "»": -1, "”": -1}


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator of a cell."""

    text: str
    letter: str | None = None
    is_doubtful: bool = False  # True if no mark separates it from the one before


def read_indicators(
    actions: Iterable[Action],
    results: Iterable[PrintedIndicators],
    pages: Mapping[str, int | None],
    language: Language | None = None,
) -> Iterator[Indicator | Issue]:
    """Yield the indicators and means of verification of every action, then those printed beside other records.

    `language` is that of the cells, Spanish if it is None.
    """
    for action in actions:
        cells = ("indicator", action.indicators), ("verification", action.verification)
        for role, text in cells:
            yield from _rows_of(PrintedIndicators(action.action_id, role, text or ""), pages, language)
    told: Counter[tuple[str, str]] = Counter()
    for printed in results:
        key = (printed.record_id, printed.role)
        read = list(_rows_of(printed, pages, language))
        yield from (replace(each, position=each.position + told[key]) if isinstance(each, Indicator) else each
                    for each in read)  # fmt: skip
        told[key] += sum(isinstance(each, Indicator) for each in read)


def split_indicators(text: str, language: Language | None = None) -> list[IndicatorPart]:
    """Return the indicators of a cell in reading order; empty if the cell has no word. None = Spanish."""
    cell = collapse(text)
    words = _words_of(language or language_of(USUAL))
    return [part for item in _lettered_items(cell) for part in _parts_of(item, words)]


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a language tell about a cell."""

    new_indicator: re.Pattern[str]  # the first word of an indicator after the participle that closes the one before
    ratio: re.Pattern[str]  # what a share is a share of
    unfinished: frozenset[str]
    joins: frozenset[str]


@lru_cache(maxsize=8)
def _words_of(language: Language) -> Words:
    words = language.cells
    closing = "|".join(f"(?<={re.escape(end)} )" for end in words.participles)
    return Words(
        re.compile(rf"(?:{closing}){pattern_of(words.indicators)}\b") if closing else NEVER,
        re.compile(rf"\b{pattern_of(sorted(words.totals))}\b") if words.totals else NEVER,
        words.unfinished,
        words.joins,
    )


def _rows_of(
    printed: PrintedIndicators, pages: Mapping[str, int | None], language: Language | None
) -> Iterator[Indicator | Issue]:
    parts, record_id, role = split_indicators(printed.text, language), printed.record_id, printed.role
    for position, part in enumerate(parts, 1):
        yield Indicator(record_id, position, role, part.letter, part.text)
    if any(part.is_doubtful for part in parts):
        detail = f"{role} cell: no mark parts these {len(parts)} indicators; cut where a new one seems to begin"
        plan_id = record_id.split("/")[0]
        said = " | ".join(part.text for part in parts)
        yield Issue("indicator_cut", "doubt", "normalise", plan_id, record_id, pages.get(record_id), detail, said)


def _lettered_items(cell: str) -> list[IndicatorPart]:
    """Return the items `a) … b) …` with their letters; the whole cell as one item if the letters are not in order."""
    items = _items_in_order(list(ITEM.finditer(cell)))
    if not items or (len(items) == 1 and items[0].start() > 0):
        return [IndicatorPart(cell)]
    parts = [IndicatorPart(cell[: items[0].start()].strip())]
    ends = [item.start() for item in items[1:]] + [len(cell)]
    parts += [IndicatorPart(cell[item.end() : end].strip(), item[1]) for item, end in zip(items, ends, strict=True)]
    return [part for part in parts if part.text or part.letter]


def _items_in_order(items: list[re.Match[str]]) -> list[re.Match[str]]:
    """Return the marks that go on from `a` or `1` one by one; "inciso b)" within an item does not count."""
    ordered: list[re.Match[str]] = []
    for item in items:
        numbered = item[1].isdigit()
        expected = str(len(ordered) + 1) if numbered else chr(ord("a") + len(ordered))
        if item[1] == expected and (not ordered or ordered[0][1].isdigit() == numbered):
            ordered.append(item)
    return ordered


def _parts_of(item: IndicatorPart, words: Words) -> Iterator[IndicatorPart]:
    """Yield the parts of one item. The first keeps the letter; if no word follows the letter, it is the text."""
    letter = item.letter
    for marked in _cut_at_marks(item.text, words):
        for number, text in enumerate(_cut_at_openings(marked, words)):
            yield IndicatorPart(text, letter, is_doubtful=number > 0)
            letter = None
    if letter:
        yield IndicatorPart(f"{letter})")


def _cut_at_marks(text: str, words: Words) -> list[str]:
    parts = []
    start = 0
    depths = _depths(text)
    for mark in SEPARATOR.finditer(text):
        sides = text[max(start, mark.start() - SEEN) : mark.start()], text[mark.end() : mark.end() + SEEN]
        if _is_parting(sides, mark[0], depths[mark.start()], words):
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [part for part in (*parts, text[start:]) if any(char.isalnum() for char in part)]


def _is_parting(sides: tuple[str, str], mark: str, depth: int, words: Words) -> bool:
    """Tell whether a mark separates two indicators. A mark before the first or after the last one belongs to neither.

    `sides` is the text before and after the mark, `depth` counts the brackets that are open at it.
    """
    left, right = sides
    sign = mark.strip()
    if sign == "•" or not left or not right:
        return True
    if depth > 0:
        return False
    if sign == "/":
        return _is_parting_slash(left, right, mark, words)
    return sign == ";" or _is_parting_dash(left, right)


def _is_parting_slash(left: str, right: str, mark: str, words: Words) -> bool:
    """Tell whether a slash separates two indicators, not the parts of a ratio, two figures, a sum or two words."""
    following = right.split("/")[0]
    if words.ratio.search(fold(following)) or _last_word(left) in words.joins:
        return False
    if mark == "/":
        opens = right[0].isupper() and right[1:2].islower()
        return opens and len(following.split()) > 1 and len(left.split()) > 1 and not is_acronym(_last_word(left))
    return not right[0].isdigit() or (mark[0] == " " and not left[-1].isdigit())


def _last_word(text: str) -> str:
    return text.rsplit(None, 1)[-1]


def _is_parting_dash(left: str, right: str) -> bool:
    """Tell whether a new indicator begins after a dash with spaces; the full name of an acronym is none."""
    before = _last_word(left)
    is_spelled_out = is_acronym(before) and before[0] == right[0]
    return right[0].isupper() and not is_spelled_out and not is_acronym(right.strip(" .-–—"))


def _depths(text: str) -> list[int]:
    """Return how many brackets are open before each character of `text`, and at its end."""
    depths = [0]
    for char in text:
        depths.append(max(0, depths[-1] + BRACKETS.get(char, 0)))
    return depths


def _cut_at_openings(text: str, words: Words) -> list[str]:
    """Return the parts between which only a space stands: before a second count, or before a new noun."""
    counts = COUNT.finditer(text) if OPENING_COUNT.match(text) else iter(())
    depths = _depths(text)
    cuts = [match.start() for match in (*counts, *words.new_indicator.finditer(text)) if depths[match.start()] == 0]
    cuts = sorted(cut for cut in cuts if fold(_last_word(text[max(0, cut - SEEN) : cut])) not in words.unfinished)
    bounds = [0, *cuts, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]
