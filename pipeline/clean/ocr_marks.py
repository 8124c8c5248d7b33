"""Marks that OCR adds between words, or reads in place of other marks. `ocr_words` repairs the words.

Malformed marks of oas-3: "|la" (directive 12), "Naciones Unidas!" for a footnote mark (preamble, l. 64),
"explotacion”?." (l. 104), "¢) La captacion" (l. 199), "realizar;-asi" (directive 94), "]-de" (directive 92),
"sub- nacional" where a line ended (directive 105), "n2 189" for "nº 189" (directive 22).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A pattern whose group `bad` is read in place of `good`, a template of its groups."""

    name: str
    pattern: re.Pattern[str]
    good: str
    languages: tuple[str, ...] = ()  # () = all


LETTER = r"[^\W\d_]"
SMALL = "a-záéíóúñâãàêôõç"
AFTER_WORD = rf"(?:(?<=[{SMALL}\d]{{2}}[{SMALL}] )|(?<=\())(?<!entre )(?<!desde )"
RULES = (
    MarkRule("stray-bar", re.compile(rf"(?<!\S)(?P<bad>\|)(?={LETTER}{{2}})"), ""),
    MarkRule("mark-for-l", re.compile(r"(?:(?<=\b[Ee])|(?<=\b[Dd]e)|(?<=\ba))(?P<bad>[\]!])(?=\s)"), "l", ("es",)),
    MarkRule("mark-for-l", re.compile(rf"(?<=\bE)(?P<bad>I)(?=\s+[{SMALL}]{{3}})"), "l", ("es",)),
    MarkRule("stray-l", re.compile(rf"(?<=\ba )(?P<bad>[lL1|] )(?=[{SMALL}]{{2}})"), "", ("es", "pt")),
    MarkRule("footnote-mark", re.compile(rf"(?<={LETTER}{{2}})(?P<bad>!)(?=\s+[{SMALL}])"), ""),
    MarkRule("footnote-mark", re.compile(r"(?<=”)(?P<bad>\?)(?=\.)"), ""),
    MarkRule("item-letter", re.compile(r"(?<!\S)(?P<bad>¢)(?=\))"), "c"),
    MarkRule("bullet", re.compile(r"^(?P<bad>[¢«+*])(?=\s+[A-ZÁÉÍÓÚÑÂÃÀÊÔÕÇ])"), "•"),
    MarkRule("stray-dash", re.compile(rf"(?<={LETTER}{{2}})(?P<bad>(?P<kept>[;,:])[-—]+)(?={LETTER})"), r"\g<kept> "),
    MarkRule("stray-dash", re.compile(rf"(?<=[^\W\d_] )(?P<bad>-)(?={LETTER}{{2}})"), ""),
    MarkRule("line-end-hyphen", re.compile(rf"(?<={LETTER}{{2}})(?P<bad>-\s+)(?=[{SMALL}]{{3}})"), "-"),
    MarkRule("ordinal", re.compile(r"\b[nN]\.?(?P<bad>[2?])(?=\s+\d)"), "º", ("es", "pt")),
    MarkRule("lone-o", re.compile(rf"{AFTER_WORD}(?P<bad>0)(?=\s+[{SMALL}]{{3}})"), "o", ("es", "pt")),
    MarkRule("stray-quote", re.compile(r"(?<!\S)(?P<bad>‘)(?=[A-Za-z])(?![^‘]*’)"), "", ("en",)),
    MarkRule("stray-bracket", re.compile(r"^(?P<bad>[(\[])(?=[A-Z])(?![^)\]]*[)\]])"), "", ("en",)),
    MarkRule("acronym", re.compile(rf"(?<=[A-Z]{{3}})(?P<bad>l)(?![{SMALL}])"), "I"),
)
NUMERAL = re.compile(r"^[IVX]*[l|][IVXl|]*(?=\.)(?:(?<=..)|(?=\.-))")  # "VIIl." (oas-3 l. 1084), "|.-"
OPENERS = {"!": "¡", "?": "¿", "]": "["}

FoundMark = tuple[int, str, str, str]  # start, bad, good, name of the rule


def find_marks(text: str, skip: Iterable[tuple[int, int]], code: str) -> Iterator[FoundMark]:
    """Yield the marks to change in a text of the language `code`, in order, none in a span (start, end) of `skip`."""
    spans = list(skip)
    found: dict[int, FoundMark] = {mark[0]: mark for mark in find_numeral(text)}
    for rule in RULES:
        if rule.languages and code not in rule.languages:
            continue
        for match in rule.pattern.finditer(text):
            start, bad = match.start("bad"), match["bad"]
            if not is_opened(text, start, bad):
                found.setdefault(start, (start, bad, match.expand(rule.good), rule.name))
    for start in sorted(found):
        end = start + len(found[start][1])
        if not any(start < last and first < end for first, last in spans):
            yield found[start]


def find_numeral(text: str) -> Iterator[FoundMark]:
    """Yield the letters of a Roman number at the beginning of `text` that were I."""
    if match := NUMERAL.match(text):
        yield from ((at, char, "I", "numeral") for at, char in enumerate(match[0]) if char in "l|")


def is_opened(text: str, start: int, mark: str) -> bool:
    """Tell whether a closing mark closes one that was opened before it."""
    return mark in OPENERS and OPENERS[mark] in text[:start]
