"""Marks that an OCR puts between words, or in place of others; words themselves are `ocr_words`.

Malformed marks of oas-3: "|la" (directive 12), "Naciones Unidas!" for a footnote mark (preamble, l. 64),
"explotacion”?." (l. 104), "¢) La captacion" (l. 199), "realizar;-asi" (directive 94), "]-de" (directive 92),
"sub- nacional" where a line ended (directive 105), "n2 189" for "nº 189" (directive 22).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkRule:
    """A pattern whose group `bad` stands for `good`."""

    name: str
    pattern: re.Pattern[str]
    good: str


LETTER = r"[^\W\d_]"
RULES = (
    MarkRule("stray-bar", re.compile(rf"(?<!\S)(?P<bad>\|)(?={LETTER}{{2}})"), ""),
    MarkRule("footnote-mark", re.compile(rf"(?<={LETTER}{{2}})(?P<bad>!)(?=\s+[a-záéíóúñ])"), ""),
    MarkRule("footnote-mark", re.compile(r"(?<=”)(?P<bad>\?)(?=\.)"), ""),
    MarkRule("item-letter", re.compile(r"(?<!\S)(?P<bad>¢)(?=\))"), "c"),
    MarkRule("stray-dash", re.compile(rf"(?<={LETTER}{{2}}[;,:])(?P<bad>[-—]+)(?={LETTER})"), " "),
    MarkRule("stray-dash", re.compile(rf"(?<=[^\W\d_,;] )(?P<bad>-)(?={LETTER}{{2}})"), ""),
    MarkRule("line-end-hyphen", re.compile(rf"(?<={LETTER}{{2}}-)(?P<bad>\s+)(?=[a-záéíóúñ]{{3}})"), ""),
    MarkRule("ordinal", re.compile(r"\b[nN]\.?(?P<bad>[2?])(?=\s+\d)"), "º"),
)
OPENERS = {"!": "¡", "?": "¿"}


def find_marks(text: str, skip: list[tuple[int, int]]) -> Iterator[tuple[int, str, str, str]]:
    """Yield start, bad and good mark and the rule's name, in order, none inside a span of `skip`."""
    found: dict[int, tuple[int, str, str, str]] = {}
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            start, end = match.span("bad")
            bad = match["bad"]
            if not any(start < last and first < end for first, last in skip) and not is_opened(text, start, bad):
                found.setdefault(start, (start, bad, rule.good, rule.name))
    return iter(found[start] for start in sorted(found))


def is_opened(text: str, start: int, mark: str) -> bool:
    """Tell whether a question or exclamation mark closes one that was opened before it."""
    return mark in OPENERS and OPENERS[mark] in text[:start]
