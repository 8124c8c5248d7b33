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
BODY_WITHIN = re.compile(rf"\b(?:{any_of(WORDS.bodies)})")  # "National Police"
ACRONYMS = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})(?:(?:\s*[-–/,;y]\s*|\s+)[A-ZÁÉÍÓÚÑ]{2,}[A-Za-z]{0,3})*\.?")
LIST_MARK = r"(?:\d+[\d.)\-]*\s*|[a-z][.)]\s+|[•·▪-]\s*)?"
VERB = re.compile(
    rf"{LIST_MARK}(?:no )?(?:[a-z]{{2,}}(?:{any_of(WORDS.deed_endings)})(?:se)?|(?:{any_of(WORDS.deeds)}))\b.*"
)
MEASURE = re.compile(rf"(?:(?:{any_of(WORDS.articles)}) )?(?:{any_of(WORDS.measures)})(?:\(?s\)?)?\b.*\s\S.*")
COUNT = re.compile(r"[<>=≥≤+]?\s*(?P<number>\d+(?:[.,]\d+)*)\s*(?P<percent>%)?\s*(?P<what>[^\W\d].*)")
SPAN = re.compile(rf"(?:{any_of(WORDS.spans)})\b.*")
UNTIL = re.compile(rf"(?:{any_of(WORDS.until)})\b\s*(?P<rest>.*)")
MOST_WORDS_OF_FIGURE = 4
MOST_WORDS_OF_TERM = 7
MOST_WORDS_OF_NAME = 10
SMALL_WORD = 3  # letters of a word that a name may have in small letters: "of", "del"


def is_figure(cell: str) -> bool:
    """Tell whether a text is a number, with a word or two at most: "12 %", "s/d", "3 por año"."""
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
    if not words or len(words) > MOST_WORDS_OF_TERM or _is_body(text) or is_measure(text):
        return False
    return TERM.fullmatch(fold(text)) is not None or DATED.fullmatch(text) is not None or _is_span(text)


def _is_span(text: str) -> bool:
    """Tell whether a text is a span of time, or what a term ends with: "18 meses", "by the next election"."""
    count, until = COUNT.fullmatch(fold(text)), UNTIL.fullmatch(fold(text))
    is_span = count is not None and SPAN.fullmatch(count["what"]) is not None
    return is_span or (until is not None and bool(until["rest"]) and not is_body(text[until.start("rest") :]))


def is_measure(text: str) -> bool:
    """Tell whether a text says what is counted: "number of staff trained", "12 reports", "80 % of the schools"."""
    folded = fold(text)
    if MEASURE.fullmatch(folded):
        return True
    count = COUNT.fullmatch(folded)
    if count is None or is_money(text) or DATED.fullmatch(count["number"]):
        return False
    first = re.sub(r"^(?:de|of)\s+", "", count["what"])
    is_dated = re.match(rf"(?:{any_of(WORDS.times)}|{any_of(WORDS.spans)})\b", first) is not None
    return bool(count["percent"]) or (not is_dated and len(count["what"]) > 1)


def is_name(text: str) -> bool:
    """Tell whether a text is printed as a name is: few words, the first and all longer ones with a capital."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", text)
    longer = [word for word in words if len(word) > SMALL_WORD]
    is_short = 0 < len(words) <= MOST_WORDS_OF_NAME and not any(char.isdigit() for char in text)
    return is_short and words[0][0].isupper() and all(word[0].isupper() for word in longer)


def is_money(text: str) -> bool:
    """Tell whether a text is an amount of money."""
    return MONEY.fullmatch(fold(text)) is not None


def is_body(text: str) -> bool:
    """Tell whether a text begins with the name of a body, is one in initials, or a name with the word for one in it."""
    return _is_body(text) or (is_name(text) and BODY_WITHIN.search(fold(text)) is not None)


TESTS: dict[str, Callable[[str], bool]] = {
    "money": lambda cell: MONEY.fullmatch(fold(cell)) is not None,
    "term": lambda cell: TERM.fullmatch(fold(cell)) is not None,
    "figure": is_figure,
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


ALIKE, SOME, FEW = 0.8, 0.4, 0.1  # shares of values that are of one kind, for sure or as they are printed


def column_of_values(values: Sequence[str]) -> str | None:
    """Return the column of values that stand at one place of all actions, by what they are; None if it is not clear.

    Those whose kind is certain decide, where few of them contradict. Names in capitals are bodies where no word says
    so ("Parks Trust") if all others are bodies or names.
    """
    printed = [value for value in values if value]
    tests: dict[str, Callable[[str], bool]] = {"deadline": is_term, "budget": is_money, "indicators": is_measure}
    tests["responsible"] = lambda value: is_body(value) and not is_term(value)
    shares = {name: sum(map(test, printed)) / len(printed) for name, test in tests.items()} if printed else {}
    if not shares:
        return None
    named = sum(is_body(value) or (is_name(value) and not is_term(value)) for value in printed) / len(printed)
    best = max(shares, key=lambda name: shares[name])
    others = max(share for name, share in shares.items() if name != best)
    if best == "responsible" or shares[best] < SOME:
        return (
            "responsible"
            if named >= ALIKE and max(shares[name] for name in tests if name != "responsible") <= FEW
            else None
        )
    return best if others <= FEW or (shares[best] >= ALIKE and others < 1 - ALIKE) else None


def words_a_cell(cells: Sequence[str]) -> float:
    """Return the mean number of words of the cells with text, 0 where there are none."""
    printed = [cell for cell in cells if cell]
    return sum(len(cell.split()) for cell in printed) / len(printed) if printed else 0.0
