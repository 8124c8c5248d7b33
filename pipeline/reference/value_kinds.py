"""What a value is: a body, a date, money, a figure, or a thing to be done.

A header alone can mislead: "Meta" stands over sentences in one plan and over figures in another. Then the cells decide.
A value without a label, at the end of an action ("(Ministerio de Salud, 2027)"), is told by what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..text import fold
from .plan_words import any_of, read_plan_words

WORDS = read_plan_words()
FIGURE = re.compile(rf"[<>=≥≤+\-–]?\s*[\d.,]+\s*(?:%|{any_of(WORDS.percent)})?|n\.?/?[ad]\.?|-+|s/?d")
MONEY = re.compile(
    r"(?:\$|us\$|s/\.?|bs\.?|r\$|€|£|usd|ars|cop|clp|pen|mxn|crc|gs|gbp|eur|brl)\s*[\d.,]+.*"
    rf"|[\d.,]+\s*(?:{any_of(WORDS.money)}).*"
)
TERM = re.compile(
    rf".*\b(?:{any_of(WORDS.times)})\b.*"
    r"|(?:(?:19|20)\d\d)(?:\s*[-–/ay,]+\s*(?:19|20)?\d\d)*|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.*"
    r"|(?:i{1,3}|iv)\s+(?:trim|sem).*"
)
DATED = re.compile(
    r"(?:[^\W\dA-Z]+\.?\s+){0,3}(?:19|20)\d\d(?:\s*(?:[-–/,]|[a-z]{1,2})\s*(?:19|20)\d\d)*"
)  # "hasta 2027"
BODY = re.compile(rf"(?:(?:{any_of(WORDS.articles)}) )?(?:{any_of(WORDS.bodies)}).*")
ACRONYMS = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})(?:(?:\s*[-–/,;y]\s*|\s+)[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})*\.?")
LIST_MARK = r"(?:\d+[\d.)\-]*\s*|[a-z][.)]\s+|[•·▪-]\s*)?"
VERB = re.compile(
    rf"{LIST_MARK}(?:no )?(?:[a-z]{{2,}}(?:{any_of(WORDS.deed_endings)})(?:se)?|(?:{any_of(WORDS.deeds)}))\b.*"
)
MOST_WORDS_OF_FIGURE = 4
MOST_WORDS_OF_TERM = 7


def _is_figure(cell: str) -> bool:
    words = cell.split()
    return FIGURE.fullmatch(fold(cell)) is not None or (
        len(words) <= MOST_WORDS_OF_FIGURE and re.match(r"[<>≥≤+]?\s*\d", cell) is not None
    )


def _is_body(cell: str) -> bool:
    return BODY.fullmatch(fold(cell)) is not None or ACRONYMS.fullmatch(cell) is not None


def is_term(text: str) -> bool:
    """Tell whether a few words say when something is to be done: "hasta junio de 2027", "Q4 2026", "permanente"."""
    words = text.split()
    if fold(text) in WORDS.times:  # "ongoing" is no ONG
        return True
    if not words or len(words) > MOST_WORDS_OF_TERM or _is_body(text):
        return False
    return TERM.fullmatch(fold(text)) is not None or DATED.fullmatch(text) is not None


def is_money(text: str) -> bool:
    """Tell whether a text is an amount of money."""
    return MONEY.fullmatch(fold(text)) is not None


def is_body(text: str) -> bool:
    """Tell whether a text begins with the name of a body, or is one in initials."""
    return _is_body(text)


TESTS: dict[str, Callable[[str], bool]] = {
    "money": lambda cell: MONEY.fullmatch(fold(cell)) is not None,
    "term": lambda cell: TERM.fullmatch(fold(cell)) is not None,
    "figure": _is_figure,
    "body": _is_body,
    "deed": lambda cell: VERB.fullmatch(fold(cell)) is not None and len(cell.split()) >= 3,
}
MOSTLY = 0.6


def share(what: str, cells: Sequence[str]) -> float:
    """Return the share of the cells with text that are of one kind: money, term, figure, body, deed (a thing to do)."""
    printed = [cell for cell in cells if cell]
    return sum(TESTS[what](cell) for cell in printed) / len(printed) if printed else 0.0


def sort_of(cells: Sequence[str]) -> str | None:
    """Return the kind of most of the cells with text; None if it is not clear."""
    shares = {what: share(what, cells) for what in TESTS}
    best = max(shares, key=lambda what: shares[what])
    return best if shares[best] >= MOSTLY else None


def words_a_cell(cells: Sequence[str]) -> float:
    """Return the mean number of words of the cells with text, 0 where there are none."""
    printed = [cell for cell in cells if cell]
    return sum(len(cell.split()) for cell in printed) / len(printed) if printed else 0.0
