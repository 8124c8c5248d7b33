"""Tags with more than one misread letter. They are read with the help of the parties that the document names clearly.

Scanners make "[COI.: …]", "[C AN: …]", "[€AN: …]", "[CR|: …]", "["CAN: …]", "[CAN': …]", "[CAN. CRI: …]", "[CAN/CRl:
…]" of "[COL: …]", "[CAN: …]", "[CRI: …]" and lists of them. Each part of the text before the colon must differ by at
most one letter from one of those parties, and from no other. So "[Nota: …]" is no tag.
"""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from ..reference.parties import Parties
from ..text import fold

HEAD = re.compile(r"(?P<names>[^\[\]:]{2,24}?)\s*:+")
PARTS = re.compile(r"\s*(?:[,/.;&+]|\s(?:y|e|and)\s|\s)\s*")
LOOK_ALIKE = {"|": "i", "!": "i", "1": "i", "€": "c", "0": "o", "5": "s", "$": "s", "8": "b"}
FEWEST_CAPITALS = 2  # of a part that is not letter by letter a party


def read_noisy_names(text: str, start: int, parties: Parties) -> tuple[tuple[str, ...], int] | None:
    """Return the parties (ISO alpha-3, sorted) that a damaged tag names and where it ends, None where it is none."""
    head = HEAD.match(text, start)
    if head is None or not parties.seen:
        return None
    whole = party_like(head["names"], parties)
    named = [whole] if whole else [party_like(part, parties) for part in PARTS.split(head["names"]) if part]
    if not named or None in named:
        return None
    return tuple(sorted({iso for iso in named if iso})), head.end()


def party_like(read: str, parties: Parties) -> str | None:
    """Return the only party of the document that `read` may be a misreading of; None if there is none, or several."""
    code = spelled(read)
    if exact := {code, spelled(read.replace("l", "I"))} & parties.seen:
        return min(exact)
    if sum(char.isupper() for char in read) < FEWEST_CAPITALS:
        return None
    near = [iso for iso in sorted(parties.seen) if OSA.distance(code, iso) <= 1]
    return near[0] if len(near) == 1 else None


def spelled(read: str) -> str:
    """Return the capitals that the signs look like: "€AN" is CAN."""
    letters = "".join(LOOK_ALIKE.get(char, char) for char in read)
    return "".join(char for char in fold(letters) if char.isalnum()).upper()
