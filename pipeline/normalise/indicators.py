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
from itertools import pairwise

from ..records import Action, Indicator, Issue, PrintedIndicators
from ..reference.names import is_acronym
from ..text import collapse, fold

ITEM = re.compile(r"(?<!\S)\(?([a-z]|\d{1,2})\)(?=\s)")
MARK = re.compile(r"\s*;\s+|\s*•\s*|(?:\s+[/–—-]\s*|\s*[/–—-]\s+|/)")
COUNT = re.compile(r"(?<=\s)\d+(?=\s+[^\W\d_])")
RATIO = re.compile(r"\b(?:total(?:es)?|existentes|estimad[ao]s?|planead[ao]s|previst[ao]s|programad[ao]s)\b")
OPENING_COUNT = re.compile(r"\d+\s+[^\W\d_]")
NOUNS = (
    "Acta|Actas|Cantidad|Convenio|Convenios|Diagnóstico|Documento|Encuesta|Estudio|Guía|Informe|Informes|Listado|Manual|"
    "Número|Plan|Porcentaje|Protocolo|Publicación|Registro|Registros|Reporte|Reportes|Resolución|Tasa"
)
NEW_NOUN = re.compile(rf"(?<=[ai]d[oa] |d[oa]s )(?:{NOUNS})\b")
JOINING = re.compile(
    "a|al|antes|cada|con|de|del|desde|e|el|en|entre|hasta|la|las|los|menos|minimo|o|para|por|que|sobre|y"
)
SEEN = 400  # characters on each side of a mark that are examined: more than the longest indicator known
BRACKETS = {"(": 1, "[": 1, "«": 1, "“": 1, ")": -1, "]": -1, "»": -1, "”": -1}


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """One indicator of a cell."""

    text: str
    letter: str | None = None
    is_doubtful: bool = False  # True if no mark separates it from the one before


def read_indicators(
    actions: Iterable[Action], results: Iterable[PrintedIndicators], pages: Mapping[str, int | None]
) -> Iterator[Indicator | Issue]:
    """Yield the indicators and means of verification of every action, then those printed beside other records."""
    for action in actions:
        yield from _read_cell(action.action_id, "indicator", action.indicators, pages)
        yield from _read_cell(action.action_id, "verification", action.verification, pages)
    told: Counter[tuple[str, str]] = Counter()
    for printed in results:
        key = (printed.record_id, printed.role)
        read = list(_read_cell(printed.record_id, printed.role, printed.text, pages))
        yield from (replace(each, position=each.position + told[key]) if isinstance(each, Indicator) else each
                    for each in read)  # fmt: skip
        told[key] += sum(isinstance(each, Indicator) for each in read)


def split_indicators(text: str) -> list[IndicatorPart]:
    """Return the indicators of a cell in reading order; empty if the cell has no word."""
    cell = collapse(text)
    return [part for item in _lettered_items(cell) for part in _parts_of(item)]


def _read_cell(
    record_id: str, role: str, text: str | None, pages: Mapping[str, int | None]
) -> Iterator[Indicator | Issue]:
    parts = split_indicators(text or "")
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


def _parts_of(item: IndicatorPart) -> Iterator[IndicatorPart]:
    """Yield the parts of one item. The first keeps the letter; if no word follows the letter, it is the text."""
    letter = item.letter
    for marked in _cut_at_marks(item.text):
        for number, text in enumerate(_cut_at_openings(marked)):
            yield IndicatorPart(text, letter, is_doubtful=number > 0)
            letter = None
    if letter:
        yield IndicatorPart(f"{letter})")


def _cut_at_marks(text: str) -> list[str]:
    parts = []
    start = 0
    depths = _depths(text)
    for mark in MARK.finditer(text):
        if _is_parting(text, start, mark, depths[mark.start()]):
            parts.append(text[start : mark.start()])
            start = mark.end()
    return [part for part in (*parts, text[start:]) if any(char.isalnum() for char in part)]


def _is_parting(text: str, start: int, mark: re.Match[str], depth: int) -> bool:
    """Tell whether a mark separates two indicators. A mark before the first or after the last one belongs to neither.

    `depth` counts the brackets that are open at the mark. Only `SEEN` characters on each side are looked at.
    """
    left, right = text[max(start, mark.start() - SEEN) : mark.start()], text[mark.end() : mark.end() + SEEN]
    sign = mark[0].strip()
    if sign == "•" or not left or not right:
        return True
    if depth > 0:
        return False
    if sign == "/":
        return _is_parting_slash(left, right, mark[0])
    return sign == ";" or _is_parting_dash(left, right)


def _is_parting_slash(left: str, right: str, mark: str) -> bool:
    """Tell whether a slash separates two indicators, not the parts of a ratio, two figures, a sum or two words."""
    following = right.split("/")[0]
    if RATIO.search(fold(following)) or _last_word(left) in {"y", "o"}:
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


def _cut_at_openings(text: str) -> list[str]:
    """Return the parts between which only a space stands: before a second count, or before a new noun."""
    counts = COUNT.finditer(text) if OPENING_COUNT.match(text) else iter(())
    depths = _depths(text)
    cuts = [match.start() for match in (*counts, *NEW_NOUN.finditer(text)) if depths[match.start()] == 0]
    cuts = sorted(cut for cut in cuts if not JOINING.fullmatch(fold(_last_word(text[max(0, cut - SEEN) : cut]))))
    bounds = [0, *cuts, len(text)]
    return [text[begin:end].strip() for begin, end in pairwise(bounds)]
