"""A tag as tokens, and what it says once it is read (`tags`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from ..reference.parties import Parties, spell

TAG_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
LONGEST_TAG = 200  # characters
NOTE = re.compile(r"(?P<word>[A-Z]{2,4}|[A-Za-z][a-z]{3,})[\d¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}")
NOTE_SIGNS = "*†‡"  # of notes, glued to a name
ISO_LENGTH = 3
OPTION_LABEL = re.compile(r"\d{1,2}[a-z]?|[A-Za-z]|[IVX]+")
OPTION_PART = re.compile(r"\d{1,2}|[A-Za-z]")  # "a" of "1.a"
OF = frozenset({"de", "del", "da", "do", "by", "of", "from"})
SENTENCE = re.compile(r"\s+[A-ZÁÉÍÓÚÑ\[]")
QUOTES = ("“", "”", '"', "«", "»", "‘", "’")
MISREAD_COLONS = (";", ".", "-", "–", "—", "|", "~", "!", "'")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits, or a mark, and where it stands."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Who proposes what follows."""

    end: int  # where the content begins
    countries: tuple[str, ...]  # ISO alpha-3, sorted
    unknown: tuple[str, ...]  # acronyms and names that no list has, as printed
    is_malformed: bool
    has_colon: bool
    is_option: bool = False  # one of several alternatives
    kind: str = ""  # insertion or deletion where the tag says so: "USA delete:"
    roles: tuple[str, ...] = ()  # what each of `countries` does, where the tag says so
    role: str = ""  # what all do, where no country is known: "EU propose:"
    groups: tuple[tuple[str, str], ...] = ()  # groups of parties that no column names, each with its role
    unread: tuple[str, ...] = ()  # parties with a verb that is not known, as printed; they are taken to reserve
    option: str = ""  # which of several alternatives: "2"


def without_note(token: str, parties: Parties) -> str:
    """Return a token without the number of a note that is glued to a party's code or a verb: "AU12", "propose3"."""
    glued = NOTE.fullmatch(token) if parties.takes_untagged else None
    if glued is None or spell(token) in parties.names or spell(glued["word"]) in parties.paragraphs:
        return token
    word = glued["word"]
    return word if word in parties.codes or spell(word) in parties.roles else token


def tokens_of_tag(text: str, start: int, parties: Parties) -> list[Token]:
    """Return the tokens from `start` to the next square bracket, which no tag goes beyond; that bracket included."""
    tokens: list[Token] = []
    for match in TAG_TOKEN.finditer(text, start, min(len(text), start + LONGEST_TAG)):
        if match[0] in NOTE_SIGNS and tokens and tokens[-1].end == match.start():
            continue
        tokens.append(Token(match.start(), match.end(), without_note(match[0], parties)))
        if match[0] in ("[", "]"):
            break
    return tokens


def is_one_letter_off(read: str, code: str) -> bool:
    """Tell whether a code of three letters or more was read with one letter changed, lost, added or swapped."""
    return len(code) >= ISO_LENGTH and OSA.distance(read, code) <= 1


def is_cut_off(read: str, code: str) -> bool:
    """Tell whether a code lost its last letter, or all its letters but two."""
    return len(read) >= 2 and len(read) < len(code) and code.startswith(read)


def seen_parties(tags: Iterable[Tag]) -> frozenset[str]:
    """Return the parties that some well-formed tag names."""
    return frozenset(iso for tag in tags if not tag.is_malformed for iso in tag.countries)
