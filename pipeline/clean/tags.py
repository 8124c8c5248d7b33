"""The tag of an amendment: who proposes it, read token by token.

    tag      = [numeral] ( option [list] | [delegation] list [verb] ) ( ":" | misread colon | nothing )
    numeral  = ["OP" | "PP" | "para"] number [ "bis" | "ALT" … ] ["."]   "4ALT. CAN:", "OP5 bis. CAN:"
    option   = ( "Option" | "Opción" | "ALT" … ) [number]     "Option 1:"
    list     = party { ( "," | "/" | "y" | "and" … ) party }  "CAN, CRI:"  "ARG/BRA:"  "Delegation of Brazil:"
    verb     = "propone" | "delete" | "suprimir" | …          "USA delete:"
    party    = code in capitals | name | author | unknown acronym

Malformed tags, all of oas-3: "[CRIl:a-]" (l. 165), "[ CAN: edad]" (directive 8), "[CAN migracion" (l. 179), "[CANy
sobrevivientes]" (mandate 14), "[CA" at a line's end (directive 48), "[4ALT. CAN:" (mandate 4alt). A code misread by one
letter is the party of that document it is one letter from; where several are, it is unknown.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..reference.parties import Parties, spell
from . import tag_tokens as tokens
from .misread_tags import read_noisy_names
from .tag_roles import RoleReader
from .tag_tokens import ISO_LENGTH, Tag, Token, is_cut_off, is_one_letter_off

DASHES = frozenset({("-",), ("–",), ("—",)})
SIGNS = {"+": "insertion", "-": "deletion", "–": "deletion"}


class TagReader(RoleReader):
    """Reads one tag; a cursor over the tokens that follow a bracket."""

    def __init__(self, text: str, start: int, parties: Parties) -> None:
        """Take the text, where the tag may begin, and the parties that it may name."""
        super().__init__(text, start, parties)
        self._start = start
        self._malformed = text[start : start + 1].isspace()
        self._option = ""

    def read(self) -> Tag | None:
        """Return the tag, None where there is none."""
        if self._take_numeral():
            self._malformed = True
        self._take_sign()
        self._sign = self._kind
        if (asking := self._take_asking()) is not None:
            return asking
        if self._take_remark() or self._take_leading_position() or self._take_role_groups():
            last = self._tokens[self._at]
            return self._tag(last.end if last.text == ":" else last.start, True)
        has_option = self._take_option()
        self._take_of(has_option)
        has_delegation = self._take(self._parties.delegation)
        has_party = self._take_list() or (has_delegation and self._take_unknown_name())
        if has_party:
            self._take_verb()
        if has_party or has_option:
            return self._end_tag(has_option)
        return self._read_misread()

    def _end_tag(self, has_option: bool) -> Tag | None:
        """Return the tag that ends here, with a colon, a misread one, or after a code with none."""
        token = self._token()
        if token is not None and token.text == ":":
            while (again := self._token(1)) is not None and again.text == ":" and again.start == token.end:
                self._at, token, self._malformed = self._at + 1, again, True
            end = token.end if self._kind else self._take_instruction(token)
            return self._tag(end, True, has_option)
        if (
            has_option
            and self._option
            and token is not None
            and token.text in ".–—-"
            and tokens.SENTENCE.match(self._text, token.end)
        ):
            return self._tag(token.end, True, True)
        self._malformed = True
        if token is not None and token.text in tokens.MISREAD_COLONS and self._by_code and self._is_apart(token):
            return self._tag(token.end, False)
        if self._by_code and not has_option and self._unknown == [] and any(self._countries):
            is_code = self._is_long_code() and not self._is_among_capitals(token)
            return self._tag(self._tokens[self._at - 1].end, False) if is_code else self._read_misread()
        return None

    def _tag(self, end: int, has_colon: bool, is_option: bool = False) -> Tag:
        countries = tuple(sorted(set(self._countries) - {""}))
        if self._supporting is not None:
            backers = dict.fromkeys(self._countries[self._supporting :], "supports")
            self._roles = dict.fromkeys(self._countries, "proposes") | backers | self._roles
        roles = tuple(self._roles.get(iso, "") for iso in countries) if any(self._roles.values()) else ()
        if is_option and self._countries and not countries:
            self._role = self._role or "proposes"
        plain = Tag(end, countries, tuple(self._unknown), self._malformed, has_colon, is_option, self._kind)
        return replace(
            plain,
            roles=roles,
            role=self._role,
            groups=tuple(self._groups),
            unread=tuple(self._unread),
            option=self._option,
        )

    def _take_asking(self) -> Tag | None:
        """Return the tag of parties that ask for a change without a colon: "NOR delete “all”"; content begins there."""
        start = self._at
        if self._take_list():
            while self._take(self._parties.auxiliaries) or self._take_plain_verb():
                pass
            verb = self._token()
            kind = self._take_word(self._parties.verbs)
            after = self._token()
            is_asked = verb is not None and kind is not None and bool(self._parties.verbs[kind])
            if is_asked and verb is not None and after is not None and self._asks(after):
                return self._tag(verb.start, True)
        self._forget(start)
        return None

    def _asks(self, after: Token) -> bool:
        """Tell whether words follow a verb, and no colon before they end or are quoted."""
        rest = self._tokens[self._at :]
        stop = next((each.text for each in rest if each.text in (":", "[", "]", *tokens.QUOTES)), "]")
        return stop != ":" and (after.text in tokens.QUOTES or after.text.isalnum())

    def _is_long_code(self) -> bool:
        return len(self._tokens[self._at - 1].text) >= ISO_LENGTH

    def _is_among_capitals(self, after: Token | None) -> bool:
        """Tell whether a code without a colon is rather a word in capitals among others: "[AND SURVIVORS]"."""
        is_capital = after is not None and after.text.isupper() and len(after.text) > 1
        return is_capital and self._parties.seen.isdisjoint(self._countries)

    def _take_numeral(self) -> bool:
        """Step over a paragraph's number before the tag: "4ALT.", "OP5 bis"; not over a year or a footnote."""
        before = self._at
        self._take(self._parties.paragraphs)
        token = self._token()
        match = re.fullmatch(r"((?:[A-Z]{2})?)\d{1,3}([^\W\d_]*)", token.text) if token else None
        is_known = match is not None and (not match[1] or spell(match[1]) in self._parties.paragraphs)
        if match is None or not is_known or (match[2] and match[2].lower() not in self._parties.numerals):
            self._at = before
            return False
        self._at += 1
        while (after := self._token()) and (after.text == "." or after.text.lower() in self._parties.numerals):
            self._at += 1
        if after is not None and after.text in ",:-–":
            self._at += 1
            self._at -= not self._is_party(False)
        return True

    def _take_sign(self) -> None:
        """Step over a sign before a code, for an insertion or a deletion: "[+CAN: …]", "[-USA: …]"."""
        token, code = self._token(), self._token(1)
        if token and code and token.text in SIGNS and token.end == code.start and code.text in self._parties.codes:
            self._kind = SIGNS[token.text]
            self._at += 1

    def _take_option(self) -> bool:
        """Step over "Option 1"; without a number only where a colon, a party or a parenthesis follows."""
        if not self._take(self._parties.options):
            return False
        token = self._token()
        is_wrapped = token is not None and token.text == "(" and self._token(2) is not None
        if is_wrapped and (inner := self._token(1)) and tokens.OPTION_LABEL.fullmatch(inner.text) and self._closes(2):
            self._option = inner.text
            self._at += 3
        elif token and tokens.OPTION_LABEL.fullmatch(token.text):
            self._option = token.text
            self._at += 1
            self._take_option_part(token)
        self._by_code = False
        before = self._at
        if self._option and self._take(DASHES) and not self._is_party(False):
            self._at = before
        return True

    def _take_option_part(self, label: Token) -> None:
        """Step over the part of an option behind its number: "1.a", "1 bis"."""
        mark, part = self._token(), self._token(1)
        if mark and part and mark.text == "." and mark.start == label.end and part.start == mark.end:
            if tokens.OPTION_PART.fullmatch(part.text):
                self._option += f".{part.text}"
                self._at += 2
        elif mark and mark.text.lower() in self._parties.numerals and not mark.text.isupper():
            self._option += f" {mark.text}"
            self._at += 1

    def _take_of(self, has_option: bool) -> None:
        """Step over "de" between an option and the party that it is of: "ALT de GTM:"."""
        token, party = self._token(), self._token(1)
        if has_option and token and party and token.text in tokens.OF:
            self._at += 1
            self._at -= not self._is_party(False)

    def _take_verb(self) -> None:
        """Step over the verb of the parties if a colon follows: "USA – delete:", "CHL propone eliminar:"."""
        before, kind = self._at, ""
        while self._take({("-",), ("–",), ("—",), (",",), ("(",)}):
            pass
        start = self._at
        while (verb := self._take_word(self._parties.verbs)) is not None:
            kind = self._parties.verbs[verb] or kind
        is_verb = self._at > start
        self._take({(")",)})
        after = self._token()
        if is_verb and after is not None and after.text == ":":
            self._kind = kind or self._kind
        else:
            self._at = before

    def _take_instruction(self, colon: Token) -> int:
        """Return where the content begins after a verb behind the colon: "USA: delete “in a timely manner”"."""
        self._at += 1
        verb = self._take_word(self._parties.verbs)
        after = self._token()
        if verb is None or not self._parties.verbs[verb]:
            return colon.end
        is_all = after is None or after.text == "]"
        if not is_all and after is not None and after.text not in (":", *tokens.QUOTES):
            return colon.end
        self._kind = self._parties.verbs[verb]
        return after.end if after is not None and after.text == ":" else self._tokens[self._at - 1].end

    def _take_unknown_name(self) -> bool:
        """Step over the name after "Delegation of", up to its colon."""
        for ahead in range(1, 6):
            token = self._token(ahead)
            if token is not None and token.text == ":":
                self._unknown.append(self._text[self._tokens[self._at].start : token.start].strip())
                self._at += ahead
                return True
        return False

    def _read_misread(self) -> Tag | None:
        """Return the tag whose code is misread, cut off or glued to what follows, None where it is none."""
        self._malformed = True
        self._countries, self._unknown = [], []
        token = self._token(-1 if self._at and self._token(-1) and self._ends_a_list() else 0)
        if token is None or not token.text[:2].isupper():
            return None
        after = next((other for other in self._tokens if other.start >= token.end), None)
        if after is not None and after.text == ":" and after.start == token.end:
            return self._misread_before_colon(token, after)
        return self._misread_without_colon(token)

    def _ends_a_list(self) -> bool:
        return self._tokens[self._at - 1].text in self._parties.codes

    def _misread_before_colon(self, token: Token, colon: Token) -> Tag | None:
        if (near := self._nearest(token.text)) is not None:
            self._countries = [near]
        elif self._is_unknown_code(token):
            self._unknown, self._malformed = [token.text], self._text[self._start : self._start + 1].isspace()
        else:
            return None
        return self._tag(colon.end, True)

    def _misread_without_colon(self, token: Token) -> Tag | None:
        """Read "CANy sobrevivientes" and "CA virerables": the first for any code, the second for a party seen."""
        code, rest = token.text[:ISO_LENGTH], token.text[ISO_LENGTH:]
        if code in self._parties.codes and rest.islower():
            self._countries = [self._parties.codes[code]]
            return self._tag(token.start + ISO_LENGTH, False)
        cut = sorted(iso for iso in self._parties.seen if is_cut_off(token.text, iso))
        if len(cut) == 1 and self._text[token.end : token.end + 1].isspace():
            self._countries = cut
            return self._tag(token.end, False)
        return None

    def _nearest(self, code: str) -> str | None:
        """Return the only party one letter away, of those seen in the document first; None where several are."""
        if not 2 <= len(code) <= ISO_LENGTH + 2:
            return None
        is_acronym = code.isalpha() and code.isupper()
        for known in (sorted(self._parties.seen), [] if is_acronym else sorted(set(self._parties.codes))):
            near = {self._parties.codes.get(iso, iso) for iso in known if is_one_letter_off(code, iso)} - {""}
            if near:
                return near.pop() if len(near) == 1 else None
        return None


def read_tag(text: str, start: int, parties: Parties) -> Tag | None:
    """Return the tag that begins at `start`, None where there is none."""
    tag = TagReader(text, start, parties).read()
    if tag is not None and tag.has_colon:
        return tag
    noisy = read_noisy_names(text, start, parties)
    return tag if noisy is None else Tag(noisy[1], noisy[0], (), True, True)
