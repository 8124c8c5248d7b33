"""Words as all stages compare them: white space, accents and case folded, and nothing else changed."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

TERMINAL = (".", ";", ":", "?", "!")
DASHES = re.compile(r"[-_–—]+")
OPEN_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a al ante bajo con contra de del desde e el en entre hacia hasta la las lo los mediante o para por que según "
        "sin sobre su sus tras u un una y",
    )
)


def collapse(text: str) -> str:
    """Return `text` with every run of white space as one space, none at the ends."""
    return " ".join(text.split())


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return `text` in lower case without accents: "Acción" and "ACCION" are one word, ñ is n."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def slug(text: str) -> str:
    """Return `text` as part of an id: folded, everything but letters and digits as single hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def is_rule(text: str) -> bool:
    """Tell whether `text` is a drawn line: dashes and white space, at least one dash."""
    return bool(text.strip()) and not DASHES.sub("", text).strip()


def is_finished(text: str) -> bool:
    """Tell whether `text` ends as a sentence or an item of a list does."""
    return text.rstrip("”\"')] ").endswith(TERMINAL)


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_open(text: str) -> bool:
    """Tell whether `text` cannot end here: its last word wants another, or a comma or dash does."""
    words = text.split()
    return bool(words) and (words[-1].casefold().strip("“”\"'") in OPEN_WORDS or text.endswith((",", "-", "—")))
