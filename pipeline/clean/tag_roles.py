"""What the parties of a tag do, where it says so for each of them: "[US/AU propose; CL/NZ oppose: …]".

    groups  = list [auxiliary] role { word } { ( ";" | "," | "but" | … ) list [auxiliary] role { word } }
    remark  = list "(" list role ")"                         "US (CA opposes):"
    leading = position list                                  "opposed by NO, CH:"

A verb that no list has, between groups whose verbs are known, is taken for a reservation, with a doubt.
"""

from __future__ import annotations

from dataclasses import replace

from ..reference.parties import Parties
from .tag_parties import PartyReader

DELETION = "deletion"
LONGEST_NAME = 8  # words of the name of a group that no list has
APART = frozenset({("-",), ("–",), ("—",), ("(",)})
LONGEST_VERB = 3  # words of a verb that no list has
LONGEST_TAIL = 8  # words between a verb and the colon: "can accept if in a note:"


class RoleReader(PartyReader):
    """Reads groups of parties with what they do; a cursor over the tokens of a tag."""

    def __init__(self, text: str, start: int, parties: Parties) -> None:
        """Take the text, where the tag may begin, and the parties that it may name."""
        super().__init__(text, start, parties)
        self._kind = ""
        self._roles: dict[str, str] = {}
        self._role = ""  # of the last group of parties; at the end of the first, if no country is named
        self._groups: list[tuple[str, str]] = []
        self._unread: list[str] = []
        self._sign = ""  # the kind that a sign before the tag says

    def _take_role_groups(self) -> bool:
        """Step over groups of parties with their verbs, up to the colon: "US/AU propose; CL/NZ oppose:"."""
        start, done, first = self._at, 0, ""
        began = self._at
        while self._take_role_of(began, done, may_be_other=bool(first)):
            self._roles |= {iso: self._role for iso in self._countries[done:] if iso}
            first = first or self._role
            done = len(self._countries)
            if self._ends_roles():
                self._kind = self._kind_of_roles()
                self._role = self._role if self._roles else first
                return True
            while self._take(self._parties.joiners) or self._take(self._parties.contrasts):
                pass
            began = self._at
        self._at, self._countries, self._unknown, self._roles, self._role = start, [], [], {}, ""
        self._kind, self._supporting, self._by_code, self._groups = self._sign, None, True, []
        return False

    def _take_leading_position(self) -> bool:
        """Step over a position and its parties, up to the colon: "opposed by NO, CH:"."""
        start = self._at
        role = self._take_word(self._parties.positions)
        self._take(self._parties.articles)
        if role is not None and self._take_list() and self._ends_roles():
            self._role = self._parties.positions[role]
            self._roles = {iso: self._role for iso in self._countries if iso}
            self._kind = self._kind_of_roles()
            return True
        self._forget(start)
        return False

    def _take_remark(self) -> bool:
        """Step over parties and what others think in parentheses, up to the colon: "US (CA opposes):"."""
        start, parties = self._at, self._parties
        if not any(token.text == "(" for token in self._tokens[: self._colon()]):
            return False
        self._parties = replace(parties, joiners=parties.joiners - {("(",), (")",)})
        found = self._take_list() and (token := self._token()) is not None and token.text == "("
        self._parties = parties
        done, self._at, began = len(self._countries), self._at + 1, self._at + 1
        if found and self._take_role_of(began, done, may_be_other=False) and self._ends_roles():
            self._roles = dict.fromkeys(self._countries[:done], "proposes")
            self._roles |= dict.fromkeys(self._countries[done:], self._role)
            self._roles.pop("", None)
            self._role, self._kind = "proposes", self._sign
            return True
        self._forget(start)
        self._groups, self._role, self._kind = [], "", self._sign
        return False

    def _colon(self) -> int:
        """Return the place of the first colon among the tokens, or of the bracket that ends them."""
        return next((at for at, token in enumerate(self._tokens) if token.text in (":", "[", "]")), len(self._tokens))

    def _take_other_group(self) -> bool:
        """Step over the name of a group that no list has, up to what it does: "Andean states oppose"."""
        before = self._at
        while (token := self._token()) is not None and self._at - before < LONGEST_NAME:
            if self._at > before and (self._matched(self._parties.auxiliaries) or self._matched(self._parties.roles)):
                self._countries.append("")
                self._by_code = False
                return True
            if not (token.text.isalnum() or token.text in "'’-"):
                break
            self._at += 1
        self._at = before
        return False

    def _take_role_of(self, began: int, done: int, may_be_other: bool) -> bool:
        """Step over a list of parties and what it does, noting those that stand for several countries."""
        unknown = list(self._unknown)
        ended = self._tokens[self._at - 1].end if self._take_list() else 0
        if not ended or not self._take_role():
            self._at, self._countries[done:], self._unknown = began, [], unknown
            ended = self._tokens[self._at - 1].end if may_be_other and self._take_other_group() else 0
            if not ended or not self._take_role():
                self._at, self._countries[done:] = began, []
                return may_be_other and self._take_unknown_verb(began)
        if "" in self._countries[done:]:
            self._groups.append((self._text[self._tokens[began].start : ended], self._role))
        return True

    def _take_unknown_verb(self, began: int) -> bool:
        """Step over parties and one to three words that no list has: "CL ponder"; they are taken to reserve."""
        found = self._take_list()
        first = self._at
        while found and (token := self._token()) is not None and token.text.isalpha() and token.text.islower():
            self._at += 1
        after = self._token()
        if not 0 < self._at - first <= LONGEST_VERB or after is None or after.text not in (";", ":", ","):
            return False
        self._role = "reserves"
        self._unread.append(self._text[self._tokens[began].start : self._tokens[self._at - 1].end])
        return True

    def _take_role(self) -> bool:
        """Step over what a group of parties does, and the words that belong to it: "can accept if in a note"."""
        while self._take(APART):
            pass
        self._take(self._parties.auxiliaries)
        verb = self._take_word(self._parties.roles)
        if verb is None:
            return False
        self._role = self._parties.roles[verb]
        for _ in range(LONGEST_TAIL):
            token = self._token()
            if token is None or not (token.text.isalnum() or token.text in "'’-"):
                break
            if self._take_others_text():
                continue
            if self._is_party(False) or self._matched(self._parties.contrasts) or self._matched(self._parties.joiners):
                break
            asked = self._take_word(self._parties.verbs)
            self._kind = (asked and self._parties.verbs[asked]) or self._kind
            self._at += asked is None
        self._take({(")",)})
        return True

    def _take_others_text(self) -> bool:
        """Step over what another party wrote: "US proposal" of "CA/MX oppose US proposal:"."""
        before, countries, by_code = self._at, list(self._countries), self._by_code
        found = self._take_party(False) and (self._take({("’", "s"), ("'", "s")}) or True)
        is_text = found and self._take(self._parties.writings)
        self._countries, self._by_code = countries, by_code
        self._at = self._at if is_text else before
        return is_text

    def _ends_roles(self) -> bool:
        """Tell whether the tag ends here: with a colon, or with the bracket where the parties have no words for it."""
        token = self._token()
        return token is not None and token.text in (":", "]")

    def _kind_of_roles(self) -> str:
        """Return the kind that the roles give.

        Words that are only opposed are a deletion; without words no kind is needed.
        """
        said = {*self._roles.values(), *(role for _, role in self._groups)} or {self._role}
        if said == {"opposes"}:
            return DELETION
        has_words = self._tokens[self._at].text == ":"
        return self._kind if has_words else self._kind or "insertion"
