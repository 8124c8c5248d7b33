"""The parties that a tag names: a cursor over its tokens that reads a list of them (`tags` reads the whole tag).

list     = party { ( "," | "/" | "y" | "and" … ) party }   "CAN, CRI"  "ARG/BRA"  "G-77 and China"
party    = [ article ] ( code | name | abbreviated name | author | unknown acronym )
everyone = "all Parties" [ "except" list ]                 "All Parties except CL"
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from ..reference.parties import Parties, spell
from ..text import fold
from .tag_tokens import Token, tokens_of_tag

LETTER = re.compile(r"[A-Z]|\d{1,2}")
SHORTEST = 3  # letters of an abbreviated word
MOST_NAME_WORDS = 5


class PartyReader:
    """Reads lists of parties; a cursor over the tokens that follow a bracket."""

    def __init__(self, text: str, start: int, parties: Parties) -> None:
        """Take the text, where the tag may begin, and the parties that it may name."""
        self._text = text
        self._tokens = tokens_of_tag(text, start, parties)
        self._parties = parties
        self._at = 0
        self._countries: list[str] = []
        self._unknown: list[str] = []
        self._supporting: int | None = None  # place of the first country that only supports
        self._by_code = True  # True while every party is named by its code

    def _token(self, ahead: int = 0) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _is_apart(self, mark: Token) -> bool:
        """Tell whether a mark is followed by white space, as a colon would be."""
        return self._text[mark.end : mark.end + 1].isspace()

    def _matched(self, spellings: Collection[tuple[str, ...]]) -> int:
        """Return how many tokens the longest of `spellings` that stands here takes, 0 where none does."""
        longest = 0
        for length in range(1, 8):
            if self._at + length > len(self._tokens):
                break
            tokens = self._tokens[self._at : self._at + length]
            if tuple(part for token in tokens for part in spell(token.text)) in spellings:
                longest = length
        return longest

    def _take(self, spellings: Collection[tuple[str, ...]]) -> bool:
        length = self._matched(spellings)
        self._at += length
        return length > 0

    def _take_word(self, spellings: Collection[tuple[str, ...]]) -> tuple[str, ...] | None:
        """Step over the longest of `spellings` that stands here and return it, None where none does."""
        length = self._matched(spellings)
        taken = self._tokens[self._at : self._at + length]
        self._at += length
        return tuple(part for each in taken for part in spell(each.text)) if length else None

    def _take_plain_verb(self) -> bool:
        """Step over a verb that does not say what to do: "proposes" of "proposes to delete"."""
        before = self._at
        said = self._take_word(self._parties.verbs)
        is_plain = said is not None and not self._parties.verbs[said]
        self._at = self._at if is_plain else before
        return is_plain

    def _forget(self, start: int) -> None:
        """Go back to a place and forget the parties read from there on."""
        self._at, self._countries, self._unknown, self._supporting, self._by_code = start, [], [], None, True

    def _closes(self, ahead: int) -> bool:
        return (token := self._token(ahead)) is not None and token.text == ")"

    def _take_own_name(self) -> None:
        """Step over a party's name behind its code: "PER – Perú:"."""
        before = self._at
        if not self._take({("-",), ("–",), ("—",)}):
            return
        length = self._matched(self._parties.names)
        spelling = tuple(part for each in self._tokens[self._at : self._at + length] for part in spell(each.text))
        if not length or self._parties.names[spelling] != self._countries[-1]:
            self._at = before
            return
        self._at += length

    def _take_list(self) -> bool:
        """Step over a list of parties and the words between them; tell whether a party was found."""
        found = False
        self._take({("(",)})
        while self._take_party(found):
            found = True
            if self._countries:
                self._take_own_name()
            before = self._at
            self._note_support()
            while self._take(self._parties.joiners) or self._take_hyphen():
                self._note_support()
            self._take(self._parties.delegation)
            if self._at == before:
                break
            if not self._is_party(True):
                self._at = before if not self._is_closed_list() else self._at
                break
        return found

    def _note_support(self) -> None:
        """Note where the parties begin that only support: behind "supported by"."""
        if self._supporting is None and self._matched(self._parties.supporting):
            self._supporting = len(self._countries)

    def _take_hyphen(self) -> bool:
        """Step over a hyphen that joins two codes: "CAN-USA:"."""
        last, hyphen, code = self._tokens[self._at - 1], self._token(), self._token(1)
        joins = hyphen is not None and code is not None and hyphen.text in "-–" and code.text in self._parties.codes
        if not joins or hyphen is None or last.end != hyphen.start:
            return False
        self._at += 1
        return True

    def _is_closed_list(self) -> bool:
        """Tell whether the last mark taken closed a parenthesis: "Option 1 (ARG, BRA):"."""
        return self._tokens[self._at - 1].text == ")"

    def _is_party(self, in_list: bool) -> bool:
        before, countries, unknown, by_code = self._at, list(self._countries), list(self._unknown), self._by_code
        found = self._take_party(in_list)
        self._at, self._countries, self._unknown, self._by_code = before, countries, unknown, by_code
        return found

    def _take_party(self, in_list: bool) -> bool:
        """Step over one party; where one is named already also over an acronym that no list has."""
        before = self._at
        if self._take_everyone() or self._take_known_party() or self._take_lettered_party():
            return True
        if self._take(self._parties.articles) and self._take_known_party():
            return True
        self._at = before
        token = self._token()
        if in_list and token is not None and self._is_unknown_code(token):
            self._unknown.append(token.text)
            self._at += 1
            return True
        return False

    def _take_known_party(self) -> bool:
        """Step over a code, a name, or a name with abbreviated words."""
        token = self._token()
        if token is None:
            return False
        length = self._matched(self._parties.names)
        if token.text in self._parties.codes and length < 2:
            self._countries.append(self._parties.codes[token.text])
            self._at += 1
            return True
        if length:
            spelling = tuple(part for each in self._tokens[self._at : self._at + length] for part in spell(each.text))
            iso: str | None = self._parties.names[spelling]
        else:
            iso, length = self._abbreviated()
        if iso is None:
            return False
        self._countries.append(iso)
        self._by_code = False
        self._at += length
        return True

    def _abbreviated(self) -> tuple[str | None, int]:
        """Return the only party whose name the words that begin here abbreviate, and their tokens: "Russian Fed."."""
        words: list[tuple[str, bool]] = []
        at = self._at
        while len(words) < MOST_NAME_WORDS and at < len(self._tokens) and self._tokens[at].text.isalpha():
            word, stop = self._tokens[at], self._tokens[at + 1] if at + 1 < len(self._tokens) else None
            is_cut = (
                stop is not None
                and stop.text == "."
                and stop.start == word.end
                and (len(word.text) >= SHORTEST or len(word.text) == 1)
            )
            words.append((fold(word.text), is_cut))
            at += 2 if is_cut else 1
            if not any(cut for _, cut in words):
                continue
            found = {iso for name, iso in self._parties.names.items() if is_short_for(words, name)}
            if len(found) == 1 and words[0][0] not in self._parties.abbreviations:
                return found.pop(), at - self._at
        return None, 0

    def _take_everyone(self) -> bool:
        """Step over "All Parties", and those that it excepts: they belong to no list of countries."""
        if not self._take(self._parties.everyone):
            return False
        done = len(self._countries)
        if self._take(self._parties.exceptions):
            self._take_list()
        self._countries[done:] = [""]
        self._by_code = False
        return True

    def _take_lettered_party(self) -> bool:
        """Step over a party that only a letter or a figure names: "Party A", "Delegation 2"."""
        if not self._matched(self._parties.lettered):
            return False
        letter, after = self._token(1), self._token(2)
        if letter is None or after is None or LETTER.fullmatch(letter.text) is None:
            return False
        self._countries.append("")
        self._by_code = False
        self._at += 2
        return True

    def _is_unknown_code(self, token: Token) -> bool:
        is_word = spell(token.text) in self._parties.ordinary
        return token.text.isalpha() and token.text.isupper() and 2 <= len(token.text) <= 8 and not is_word


def is_short_for(words: Sequence[tuple[str, bool]], name: Sequence[str]) -> bool:
    """Tell whether words, each with whether it is cut by a full stop, stand for a name without its small words."""
    full = [part for part in name if len(part) > 2 and part.isalpha()]
    given = [each for each in words if each[1] or len(each[0]) > 2]
    has_whole_word = any(len(word) >= SHORTEST for word, _ in given)
    return (
        has_whole_word
        and len(full) == len(given)
        and all(
            part.startswith(word) if is_cut else part == word for (word, is_cut), part in zip(given, full, strict=True)
        )
    )
