"""Words in a bracket that names no party: an option, a figure, or a place for text that is not written yet."""

from __future__ import annotations

import re

from ..reference.draft_words import read_draft_words
from ..reference.parties import Parties
from ..text import fold

WORDS = read_draft_words()
PLACEHOLDER = re.compile(
    "|".join(
        (*WORDS.placeholders, r"(?:\d{0,2}x{2,3}|(?:19|20)\dx)(?: ?%|(?: \w+){1,2})?|x(?: ?%|(?: \w+){1,2})?|_{2,}")
    )
)
NUMERAL = re.compile(r"[IVXYZ]{1,4}")  # of an annex, or a letter for a figure that is not agreed: "[I] [X]"
UNKNOWN = re.compile(r"[XYZN]{1,2}")  # a letter in capitals for a figure that is not agreed: "[Y] per cent"
PLACEHOLDER_BRACES = re.compile(rf"\{{\s*(?:{'|'.join(WORDS.placeholder_braces)})[^{{}}]*\}}", re.IGNORECASE)
LEAD_OPTION = re.compile(  # "Option 1: …", "Alt. (b). …", "(Option 3) …", "OPTION 4 Parties …"
    r"(?P<wrapped>\((?=[^()\[\]]*\)))?(?:option|opción|opção|alternativ[ae]?|variante?|alt\.?)\s*\(?"
    r"(?P<label>\d{1,2}(?:\.?[a-z]\b|\.\d\b|\s\(?bis\b)?|[a-z]|[ivx]+)\)?"
    r"(?:\s*\([^()\[\]]{2,40}\)(?=\s*:))?\s*(?(wrapped)[:.]?|(?:[:.]|(?=\s(?-i:[A-ZÁÉÍÓÚÑ\[]))|(?=\s*$)))(?:\s*(?=\S)|\s*$)",
    re.IGNORECASE,
)
QUANTITY = re.compile(
    r"\d+(?:[.,]\d+)?(?:\s?[-–—]\s?\d+(?:[.,]\d+)?)?\s*(?:%|°\s?C)?|\d{0,3}[xX]{1,3}|_+|\.{3}|…"
)  # what stands in "[30] [60] days"
UNIT = re.compile(rf"\s+(?:{'|'.join(WORDS.units)})\b|\s?[%°]", re.IGNORECASE)
BRACES = re.compile(r"\{(?=[^{}]*[^\W\d_]{2})[^{}]*\}")  # brackets of another make
MARK_ONLY = re.compile(r"\s*[,;]\s*")  # a mark that is not agreed: "[,]"
ANY_MARK = re.compile(r"\s*[,;.]\s*")
YEAR = re.compile(r"(?:19|20)\d\d")


def with_square_brackets(text: str, parties: Parties) -> str:
    """Return a text of the same length in which braces are square brackets, but for those around a placeholder."""
    if not parties.takes_untagged or "{" not in text:
        return text
    chars = list(text)
    for match in BRACES.finditer(text):
        if not PLACEHOLDER_BRACES.match(match[0]):
            chars[match.start()], chars[match.end() - 1] = "[", "]"
    return "".join(chars)


def is_placeholder(content: str) -> bool:
    """Tell whether a bracket stands for text that is not written yet: "[placeholder]", "{text to come}", "[…]"."""
    bare = content.strip(" []{}")
    if any(map(bare.count, "[]{}")):
        return False
    is_unknown = bare in ("...", "…") or UNKNOWN.fullmatch(bare) is not None
    return is_unknown or PLACEHOLDER.fullmatch(fold(content.strip(" .:;{}[]"))) is not None
