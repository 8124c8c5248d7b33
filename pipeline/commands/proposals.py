"""What the manifest must say of a document, proposed from its text and the name of its file; nothing is invented.

- the title is a paragraph of the first pages that calls itself a plan, never the file's name dressed up;
- a country is proposed where the text names one far more often than any other, or the file's name begins with its code;
- a period is two years printed as one span; a year alone is none;
- what cannot be told from the document is left open, and is asked for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..language import guess_language
from ..records import PrintedLine
from ..reference.parties import read_parties
from ..text import fold, slug
from .draft_contents import BODY

OPEN = "(to be completed)"  # stands in the manifest for what nobody has said yet
TITLE = re.compile(
    r"\b(?:plan|programa|estrategia|politica|agenda|hoja de ruta|resolucion|plano|estrategia|directrices)\b"
)
SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:[-–—/]|a|al|y|e|ate)\s*((?:19|20)\d\d)(?!\d)")
LONGEST_PERIOD = 30  # years
FIRST_PAGES = 4
CLEARLY = 2  # times as often as any other country
LONGEST_TITLE, LONGEST_ISSUER = 200, 120
LONGEST_ID = 48
SHORTEST_NAME = 4  # letters of a country's name: "RD" is no word of a running text


@dataclass(frozen=True, slots=True)
class Proposal:
    """One key of the manifest: what is proposed, and where it was found."""

    value: str | None
    found: str  # "p. 1", "file name", "" where nothing was found


def _first_pages(lines: Sequence[PrintedLine]) -> list[tuple[int, str]]:
    pages = sorted({line.page or 1 for line in lines})[:FIRST_PAGES]
    return [(line.page or 1, " ".join(" ".join(line.cells).split())) for line in lines if (line.page or 1) in pages]


def propose(file: Path, lines: Sequence[PrintedLine], taken: Iterable[str] = ()) -> dict[str, Proposal]:
    """Return what is proposed for id, title, issuer, jurisdiction, period and language of a document."""
    first = _first_pages(lines)
    return {
        "id": Proposal(propose_id(file, taken), "file name"),
        "title": _title(first),
        "issuer": _issuer(first),
        "jurisdiction": _country(file, lines),
        "period": _period(file, first),
        "language": _language(lines),
    }


def propose_id(file: Path, taken: Iterable[str]) -> str:
    """Return an id made of a file's name that no document has yet."""
    words = slug(file.stem).split("-")
    name = words[0] or "document"
    for word in words[1:]:
        if len(name) + 1 + len(word) > LONGEST_ID:
            break
        name += f"-{word}"
    known = set(taken)
    place = 2
    base = name
    while name in known:
        name, place = f"{base}-{place}", place + 1
    return name


def _title(first: Sequence[tuple[int, str]]) -> Proposal:
    for page, text in first:
        words = text.split()
        if TITLE.search(fold(text)) and 3 <= len(words) <= 30 and len(text) <= LONGEST_TITLE and ".." not in text:
            return Proposal(text.strip(" .:"), f"p. {page}")
    return Proposal(None, "")


def _issuer(first: Sequence[tuple[int, str]]) -> Proposal:
    for page, text in first:
        if len(text) <= LONGEST_ISSUER and BODY.fullmatch(fold(text)) and len(text.split()) >= 2 and text[:1].isupper():
            return Proposal(text.strip(" .:"), f"p. {page}")
    return Proposal(None, "")


def _country(file: Path, lines: Sequence[PrintedLine]) -> Proposal:
    parties = read_parties()
    code = slug(file.stem).split("-")[0].upper()
    by_name = (parties.codes.get(code) or None) if len(code) in (2, 3) else None
    text = fold(" ".join(" ".join(line.cells) for line in lines))
    counts: Counter[str] = Counter()
    for spelling, state in parties.names.items():
        name = " ".join(spelling)
        if state and len(name) >= SHORTEST_NAME and "." not in name:
            counts[state] += len(re.findall(rf"\b{re.escape(name)}\b", text))
    ranked = counts.most_common(2)
    if (
        len(ranked) == 2
        and ranked[0][1]
        and (by_name == ranked[0][0] or ranked[0][1] >= CLEARLY * max(ranked[1][1], 1))
    ):
        return Proposal(ranked[0][0], f"named {ranked[0][1]} times")
    return Proposal(by_name, "file name") if by_name else Proposal(None, "")


def _period(file: Path, first: Sequence[tuple[int, str]]) -> Proposal:
    places = [("file name", re.sub(r"[_.]+", " ", file.stem)), *((f"p. {page}", text) for page, text in first)]
    for found, text in places:
        for match in SPAN.finditer(fold(text)):
            if 0 < int(match[2]) - int(match[1]) <= LONGEST_PERIOD:
                return Proposal(f"{match[1]}-{match[2]}", found)
    return Proposal(None, "")


def _language(lines: Sequence[PrintedLine]) -> Proposal:
    language = guess_language(" ".join(line.cells) for line in lines)
    is_said = language is not None and len(language.code) == 2
    return Proposal(language.code, "its words") if language and is_said else Proposal(None, "")
