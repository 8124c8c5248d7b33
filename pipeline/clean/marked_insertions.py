"""Words outside all brackets that are marked and not struck. They are insertions, or a doubt.

They are insertions where the document marks insertions in the same way elsewhere (beside a struck word, in brackets)
or where a legend says so ("El texto subrayado es nuevo"). Elsewhere words underlined or coloured within a paragraph are
a doubt: other drafts mark insertions so. Bold type is also that of headings, leads and terms; it counts only where the
document uses it for insertions, and never for a whole paragraph or its beginning. Underlined addresses are links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..text import fold
from .draft_settings import Drawing

Span = tuple[int, int]
BOLD, UNDERLINED, COLOURED = "marked", "underlined", "coloured"
LOOKS = {
    UNDERLINED: re.compile(r"\b(?:subrayad|sublinhad|underlin|underscor)"),
    BOLD: re.compile(r"\b(?:negrita|negrito|bold)\b"),
    COLOURED: re.compile(r"\b(?:en color|en rojo|en azul|em cor|em vermelho|em azul|colou?r|in red|in blue)\b"),
}
MEANING = re.compile(
    r"\b(?:nuev[oa]s?|agreg|anad|adicion|incorpora|insert|propuest|novo|nova|acrescent|inser|propost|new\b|added|addition|"
    r"propos)"
)
LONGEST_LEGEND = 400  # characters
ADDRESS = re.compile(r"https?:|www\.|@|\.(?:org|com|gov|int|gob|net)\b")


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document marks its insertions."""

    looks: frozenset[str]
    legends: frozenset[str]  # ids of records that explain it


def find_habits(texts: Mapping[str, str], drawing: Drawing, beside_strikes: Mapping[str, Sequence[Span]]) -> Habits:
    """Return how the document marks insertions, by its brackets, its struck words and its legends."""
    looks = {
        look
        for record_id, spans in beside_strikes.items()
        for start, end, look in drawing.looks.get(record_id, ())
        if any(first < end and start < last for first, last in spans)
    }
    legends = {record_id: said for record_id, text in texts.items() if (said := looks_in_legend(text))}
    return Habits(frozenset(looks.union(*legends.values())), frozenset(legends))


def looks_in_legend(text: str) -> set[str]:
    """Return the marks that a sentence explains as those of new text; none if it explains nothing of the kind."""
    folded = fold(text)
    if len(text) > LONGEST_LEGEND or MEANING.search(folded) is None:
        return set()
    return {look for look, pattern in LOOKS.items() if pattern.search(folded)}


def look_of(span: Span, record_id: str, drawing: Drawing) -> str:
    """Return how the words of a span are marked: underlined and coloured before bold."""
    looks = {look for start, end, look in drawing.looks.get(record_id, ()) if start < span[1] and span[0] < end}
    return next((look for look in (UNDERLINED, COLOURED, BOLD) if look in looks), "")


def is_insertion(text: str, span: Span, look: str, habits: Habits) -> bool:
    """Tell whether marked words are an insertion by the document's own habit."""
    if look not in habits.looks or ADDRESS.search(text[slice(*span)]):
        return False
    return look != BOLD or (bool(text[: span[0]].strip(' \t“"«(')) and bool(text[: span[0]].rstrip()[-1:] != ":"))


def doubtful_marks(text: str, spans: Sequence[tuple[Span, str]], habits: Habits) -> Iterator[Span]:
    """Yield where words have the marks of insertions, while this document does not explain them."""
    for span, look in spans:
        is_mark = look in (UNDERLINED, COLOURED) and look not in habits.looks
        is_all = not text[: span[0]].strip() and not text[span[1] :].strip(" .;:")
        if is_mark and not is_all and not ADDRESS.search(text[slice(*span)]):
            yield span
