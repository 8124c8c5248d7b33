"""Texts as all stages compare and show them: without differences of white space, accents and case."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

TERMINAL = (".", ";", ":", "?", "!")
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DASHES = re.compile(r"[-_–—]+")
NUMBER_SUFFIX = r"[\s-]{0,2}(?:bis|ter|quater|quinquies|sexies|septies|octies|alt)"  # "12bis", "12 ter", "12-quater"
BULLETS = "•·▪●◦‣➢✓○■□◆◇►▸→➤➔✔❖\ue000-\uf8ff"  # signs before items, as a class of a pattern; those of symbol fonts, too
ORDINAL_SUFFIX = rf"(?:\.?[ºª°])?{NUMBER_SUFFIX}"  # the same behind an ordinal sign: "1.º bis"
CAPITAL = "A-ZÀ-ÖØ-Þ"  # in a character class: capital letters of Latin scripts
SMALL = "a-zß-öø-ÿ"


def collapse(text: str) -> str:
    """Return `text` with single spaces, and none at the ends."""
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in lower case without accents: "Acción" and "ACCION" are one word, ñ is n."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str) -> str:
    """Return `text` as part of an id: folded, with a hyphen in place of anything but letters and digits."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def shortened(text: str, most: int = 60) -> str:
    """Return `text`, or its first `most` characters and an ellipsis where it is longer."""
    return text if len(text) <= most else text[:most] + "…"


def small_number(digits: str) -> int | None:
    """Return a whole number written in digits; None where it has more than nine, as no count or page has."""
    return int(digits) if digits.isdecimal() and len(digits) <= 9 else None


def visible(text: str) -> str:
    """Return `text` with control characters and marks of writing direction as `\\u001b`: shown, not obeyed.

    A terminal that received them as they are could be told to change its title, colours or the order of letters by
    any document. Line ends and tabs stay.
    """
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def number_sort(number: str | None) -> str | None:
    """Return a printed number with its figures padded to six digits, so that 2 sorts before 10. None stays None.

    Anything between two figures becomes one full stop, letters become lower case: "A-3.10" is "a.000003.000010".
    """
    if number is None:
        return None
    parts = re.findall(r"\d+|[^\W\d_]+", fold(number))
    return ".".join(part.zfill(6) if part.isdigit() else part for part in parts) or None


def is_rule(text: str) -> bool:
    """Tell whether `text` is a line of dashes."""
    return bool(text.strip()) and not DASHES.sub("", text).strip()


def is_finished(text: str) -> bool:
    """Tell whether `text` ends like a sentence or like an item of a list."""
    return text.rstrip("”\"')] ").endswith(TERMINAL)


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def shared_start(ours: Iterable[str], theirs: Iterable[str]) -> int:
    """Return how many words both begin with."""
    count = 0
    for left, right in zip(ours, theirs, strict=False):
        if left != right:
            break
        count += 1
    return count
