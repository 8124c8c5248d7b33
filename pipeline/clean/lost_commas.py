"""Commas that a line through the words hides from OCR.

"orientacion-sexual-identidad-y-expresién" (oas-3 directive 56) reads "orientación sexual, identidad y expresión" in
principle ii of the same document. "erientacion-sexual-ta-edadta-satud,-discapacidad" (directive 82) is a list, each
item with its article. A comma comes back only where the document writes the same two words with one and never without,
or where two or more items of a list begin with an article and nothing joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text import fold
from .grammar import FUNCTION_WORDS

BRACKETED = re.compile(r"\[[^\]]*\]?")
WITH_COMMA = re.compile(r"(?=\b([^\W\d_]+),\s+([^\W\d_]+))")
WITHOUT_COMMA = re.compile(r"(?=\b([^\W\d_]+)\s+([^\W\d_]+))")
JOINT = re.compile(r"(?<=[^\W\d_])\s+(?=[^\W\d_])")
ARTICLES = frozenset({"el", "la", "los", "las"})
INFINITIVES = ("ar", "er", "ir")
FEWEST_ITEMS = 2

Pairs = frozenset[tuple[str, str]]


def find_comma_pairs(texts: Iterable[str]) -> Pairs:
    """Return the folded words that the texts write one after the other with a comma between them, and never without."""
    plain = [fold(BRACKETED.sub(" . ", text)) for text in texts]
    found = {pair for text in plain for pair in WITH_COMMA.findall(text)}
    return frozenset(found - {pair for text in plain for pair in WITHOUT_COMMA.findall(text)})


def restore_commas(struck: str, pairs: Pairs) -> str:
    """Return struck words with the commas that the document or a list with articles shows to be missing."""
    joints = list(JOINT.finditer(struck))
    beside = [(fold(last_word(struck[: joint.start()])), fold(first_word(struck[joint.end() :]))) for joint in joints]
    items = [is_item(left, right) for left, right in beside]
    is_list = sum(items) >= FEWEST_ITEMS
    lost = [
        joint.start()
        for joint, pair, item in zip(joints, beside, items, strict=True)
        if pair in pairs or (is_list and item)
    ]
    for at in reversed(lost):
        struck = f"{struck[:at]},{struck[at:]}"
    return struck


def is_item(left: str, right: str) -> bool:
    """Tell whether an item of a list begins with the article `right`, and no verb or preposition stands before it."""
    return right in ARTICLES and left not in FUNCTION_WORDS and not left.endswith(INFINITIVES)


def last_word(text: str) -> str:
    """Return the letters at the end of a text."""
    return re.findall(r"[^\W\d_]+$", text)[0] if text[-1:].isalpha() else ""


def first_word(text: str) -> str:
    """Return the letters at the beginning of a text."""
    return re.findall(r"^[^\W\d_]+", text)[0] if text[:1].isalpha() else ""
