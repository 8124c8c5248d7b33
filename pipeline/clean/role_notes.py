"""What other parties think of a bracket, told behind its words.

    note   = list auxiliary role { word } | position list     "EU opposes"   "opposed by NO, CH"   "se oponen PER y COL"
    notes  = mark note { mark note }                          "; EU opposes; CA reserves"   "(reserva de PER)"
    mark   = ";" | "," | "–" | "(" | "."                      what parts them from the words before them

The notes of a bracket stand at its end: "[US: publish its laws; EU opposes]", "[levy a charge – opposed by NO, CH]".
One that stands elsewhere among the words is a doubt, since the words after it may be of anybody. So is a parenthesis
outside all brackets that holds nothing but notes: "[US: laws] (EU opposes)". It stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from ..reference.parties import Parties, read_parties
from ..text import fold
from .tag_tokens import LONGEST_TAG, Tag
from .tags import TagReader

Span = tuple[int, int]
MARK = re.compile(r"[;(–—,.]|(?<=\s)-(?=\s)")
EDGES = " \t\n().;,:-–—"
PARENTHESIS = re.compile(r"\((?P<note>[^()\[\]]{4,160})\)")
BRACKET = re.compile(r"[\[\]]")
NEXT_MARK = re.compile(r"[;.,)–—]|\s-\s|$")


@dataclass(frozen=True, slots=True)
class Notes:
    """What parties that are named behind the words do: each country's role, and groups with theirs."""

    roles: dict[str, str]
    groups: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


class NoteReader(TagReader):
    """Reads notes; a cursor over the tokens of a text that holds nothing else."""

    def __init__(self, text: str, parties: Parties) -> None:
        """Take the text of the notes and the parties that they may name."""
        apart = replace(parties, joiners=parties.joiners - parties.positions.keys(), supporting=frozenset())
        super().__init__(f"{text.replace(':', ' –')}:", 0, apart)

    def read_notes(self) -> Notes | None:
        """Return what the notes say, None if the text holds anything else."""
        while self._take_note():
            while self._take(self._parties.joiners) or self._take(self._parties.contrasts) or self._take({(".",)}):
                pass
            token = self._token()
            if token is not None and token.text == ":":
                return Notes(self._roles, tuple(self._groups), tuple(self._unknown))
        return None

    def _take_note(self) -> bool:
        """Step over the parties of one note and what they do."""
        began, done = self._at, len(self._countries)
        position = self._take_word(self._parties.positions)
        self._take(self._parties.articles)
        if position is not None and self._take_list():
            self._role = self._parties.positions[position]
            if "" in self._countries[done:]:
                first, last = self._tokens[began], self._tokens[self._at - 1]
                self._groups.append((self._text[first.start : last.end], self._role))
        else:
            self._at, self._countries[done:] = began, []
            if not self._take_role_of(began, done, may_be_other=False):
                return False
        self._roles |= {iso: self._role for iso in self._countries[done:] if iso}
        return True


@cache
def _telling_words() -> re.Pattern[str]:
    """Return a pattern of the first words that tell a role: a quick look, before anything is read."""
    known = read_parties()
    words = {" ".join(phrase[:1]) for phrase in (*known.roles, *known.positions)}
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?!\w)")


def may_hold_notes(text: str) -> bool:
    """Tell whether a text has a word that tells a role."""
    return _telling_words().search(fold(text)) is not None


def is_note(text: str) -> bool:
    """Tell whether the end of a bracket may be a note: it tells a role, whoever is named."""
    return len(text) < LONGEST_TAG and may_hold_notes(text)


def read_notes(text: str, parties: Parties) -> Notes | None:
    """Return what a text says of parties' roles, None if it holds anything else."""
    bare = text.strip(EDGES)
    if not bare or len(bare) >= LONGEST_TAG or BRACKET.search(bare) or not may_hold_notes(bare):
        return None
    return NoteReader(bare, parties).read_notes()


def notes_behind(text: str, start: int, end: int, parties: Parties) -> tuple[Notes, int] | None:
    """Return the notes that end `text[start:end]` and where the words before them end, None where there are none."""
    nearest = max(start, end - LONGEST_TAG)  # a note is no longer: what stands before it is not looked at
    if not may_hold_notes(text[nearest:end]):
        return None
    for mark in MARK.finditer(text, nearest, end):
        words = text[start : mark.start()].rstrip()
        if not any(map(str.isalnum, words)) or (mark[0] == "(" and ")" not in text[mark.end() : end]):
            continue
        if (notes := read_notes(text[mark.end() : end], parties)) is not None:
            return notes, start + len(words)
    return None


def with_notes(tag: Tag, notes: Notes, printed: str) -> Tag:
    """Return a tag with what other parties think of its words. `printed` names who tables them; blank = nobody."""
    own = tag.roles or ((tag.role or "proposes",) * len(tag.countries))
    roles = dict(zip(tag.countries, own, strict=True)) | notes.roles
    countries = tuple(sorted(roles))
    group = ((printed, tag.role or "proposes"),) if printed and not tag.countries and not tag.groups else ()
    unknown = tuple(dict.fromkeys((*tag.unknown, *notes.unknown)))
    made = replace(tag, countries=countries, roles=tuple(roles[each] for each in countries), unknown=unknown)
    role = tag.role if printed else next(iter((*notes.roles.values(), *(role for _, role in notes.groups))))
    kind = tag.kind or ("deletion" if not printed and not tag.is_option and is_only_opposed(notes) else "")
    return replace(made, groups=(*tag.groups, *group, *notes.groups), role=role, kind=kind)


def is_only_opposed(notes: Notes) -> bool:
    """Tell whether nobody but opponents is named."""
    return {*notes.roles.values(), *(role for _, role in notes.groups)} == {"opposes"}


def note_at(text: str, mark: int, end: int) -> Span | None:
    """Return the stretch from a mark to the mark that ends a note, that one included where it is the same."""
    found = NEXT_MARK.search(text, mark + 1, end)
    stop = found.start() if found else end
    closes = found is not None and found[0].strip() in (text[mark], ")" if text[mark] == "(" else "")
    is_open = text[mark] == "(" and not closes
    return None if is_open else (mark, found.end() if found and closes and found[0].strip() else stop)


def stray_notes(text: str, spans: Iterable[Span], parties: Parties) -> list[tuple[Notes, Span]]:
    """Return the notes of other parties among words: "[US: its laws; EU opposes; in a gazette]"."""
    made = list[tuple[Notes, Span]]()
    for start, end in spans:
        if not may_hold_notes(text[start:end]):
            continue
        for mark in MARK.finditer(text, start, end):
            span = note_at(text, mark.start(), end)
            notes = read_notes(text[slice(*span)], parties) if span else None
            if span and notes and (not made or span[0] >= made[-1][1][1]):
                made.append((notes, span))
    return made


def notes_in_parentheses(text: str, spans: Iterable[Span], parties: Parties) -> tuple[Span, ...]:
    """Return the parentheses within `spans` that hold nothing but notes: "[US: laws] (EU opposes)"."""
    found = (match for span in spans for match in PARENTHESIS.finditer(text, *span))
    return tuple(match.span() for match in found if read_notes(match["note"], parties) is not None)
