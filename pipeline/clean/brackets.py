"""Brackets of a draft: a tree of amendments with exact spans, and the brackets that are none.

    bracket  = [ tag ":" ] "[" [ tag ] content close          "[CAN: edad]"   "CAN: [Tomar medidas …]"
             | "[" content ( "(" list ")" | "–" list ) "]"     "[todos los Estados (ARG, BRA)]"
    content  = { text | bracket | ordinary }                   "[CAN: a [CRI: b] c]"
    close    = "]" | misread closing bracket | end             what it is misread as is data of the profile

A bracket without a tag is ordinary and stays in the text ("[sic]", "[1]", "[...]"). There are two exceptions. Several
with words in them side by side are alternatives ("[A] [B]"). In drafts whose brackets name nobody, each with words or
with a figure that counts something is an amendment ("[30] [60] days", "[2030]"). Malformed brackets of oas-3: closed by
"}" (l. 179), by "}l" (l. 624), by "l" glued to the last word (l. 890 "econdmical"), by "-J" with the next word glued on
(l. 938 "riesgo-Ja"), read twice (directive 74 "segural]"), never closed (l. 353): that one ends before the next tagged
bracket, or with its paragraph. Elsewhere an opening bracket is read as "{", "|" or "(", or lost before its tag.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..reference.parties import Parties, spell
from ..text import fold
from .bracket_instructions import QUOTED, read_instruction
from .bracket_options import ALTERNATIVE_GAP, lead_options, option_at, with_options
from .bracket_tree import Bracket, Brackets, Span, inside, names_somebody, nested, own_segments, walk
from .bracket_words import (
    ANY_MARK,
    MARK_ONLY,
    NUMERAL,
    PLACEHOLDER_BRACES,
    QUANTITY,
    UNIT,
    YEAR,
    is_placeholder,
    with_square_brackets,
)
from .role_notes import notes_behind, notes_in_parentheses, stray_notes, with_notes
from .tag_tokens import LONGEST_TAG, Tag
from .tags import read_tag
from .trailing_tags import read_labelled_tag, read_leading_verb, read_trailing_tag

MOST_NESTED = 64  # brackets within brackets; a deeper one is left out as half a bracket (issue `bracket_stray`)
FARTHEST = 4000  # characters from a "]" back to the tag whose opening bracket was lost
LONGEST_WORD = 80  # characters
BRACKET_MARK = re.compile(r"[\[\]{]|[|(](?=\s?[A-Z])")  # opens or closes a bracket; "{|(" may be "[" misread
LAST_WORD = re.compile(r"[^\W_]+$")
SENTENCE_START = re.compile(r"(?:^|(?<=[.;:!?\]])\s+)(?=\S)")
LOST_OPENER = re.compile(r"\b[Il1]?(?P<code>[A-Z]{3})\b")  # "CAN: edad]", "ICAN: edad]"
OTHER_CHOICES = re.compile(  # "[2] [two] years", "[between [20] and [30]] days"
    r"^(?:\s*(?:(?:y|e|o|and|or|to|a|et|ou|[-–])\s)?\s*(?:\[[^\[\]]{1,20}\]|\{[^{}]{1,60}\}))*\]?"
)
MISREAD_CLOSERS = frozenset("1I")  # characters that "]" may be misread as, beside the profile's `closers`
CLOSE_AFTER_ANYTHING = frozenset("}])|>")  # misread closers that look like brackets; letters close only after a word

IsWord = Callable[[str], bool]


@dataclass
class Frame:
    """A bracket that is still open."""

    start: int
    tag: Tag | None
    content_start: int
    is_misread: bool = False
    children: list[Bracket] = field(default_factory=list)


class Parser:
    """Reads the brackets of one text, left to right, with a stack of open ones."""

    def __init__(self, text: str, parties: Parties, closers: Sequence[str], is_word: IsWord) -> None:
        """Take the text, who may table amendments, what "]" is misread as, and a test for words."""
        self._text = text
        self._parties = parties
        self._closers = frozenset((*closers, "|"))
        self._is_word = is_word
        self._open: list[Frame] = []
        self._done: list[Bracket] = []
        self._plain: list[Span] = []
        self._strays: list[int] = []
        self._wrappers: list[int] = []

    def parse(self) -> Brackets:
        """Return the brackets."""
        passed = 0
        for mark in BRACKET_MARK.finditer(self._text):
            if mark.start() < passed:
                continue
            if held := PLACEHOLDER_BRACES.match(self._text, mark.start()):
                tag = Tag(held.start() + 1, (), (), False, False, True)
                self._siblings().append(Bracket(*held.span(), tag, held.start() + 1, held.end() - 1))
                passed = held.end()
                continue
            if mark[0] == "]":
                passed = self._close(mark.start())
            elif len(self._open) >= MOST_NESTED:
                self._strays.append(mark.start())
            elif (frame := self._opened(mark.start())) is not None:
                self._open.append(frame)
        while self._open:
            self._resolve_unclosed(self._open.pop())
        return self._with_alternatives()

    def _opened(self, at: int) -> Frame | None:
        """Return the bracket that opens at `at`; other marks than "[" open one only before a clear tag."""
        tag = read_tag(self._text, at + 1, self._parties)
        if self._text[at] == "[" and (tag is None or not tag.has_colon):
            tag = read_labelled_tag(self._text, at + 1, self._parties) or tag
        if self._text[at] != "[":
            is_clear = tag is not None and tag.has_colon and not tag.unknown and bool(tag.countries)
            return Frame(at, tag, tag.end, True) if tag and is_clear and self._ends_with_bracket(at) else None
        if tag is not None:
            return Frame(at, tag, tag.end)
        lead = self._lead_tag(at)
        return lead or Frame(at, None, at + 1)

    def _ends_with_bracket(self, at: int) -> bool:
        """Tell whether what opens at `at` is closed by a bracket before anything opens or closes otherwise."""
        found = re.compile(r"[\[\](){}]").search(self._text, at + 1)
        return found is not None and found[0] in ("]", "}" if self._text[at] == "{" else "]")

    def _lead_tag(self, at: int) -> Frame | None:
        """Return the bracket at `at` whose tag stands before it: "CAN: [Tomar …]" (oas-3 directive 49bis)."""
        siblings = self._siblings()
        floor = siblings[-1].end if siblings else 0
        nearest = max(floor, at - 2 * LONGEST_TAG)
        starts = [match.end() for match in SENTENCE_START.finditer(self._text, nearest, at)]
        if not starts and nearest > floor:
            return None
        starts = starts or [floor]
        tag = read_tag(self._text, starts[-1], self._parties)
        if tag is None or not tag.has_colon or self._text[tag.end : at].strip():
            return None
        is_choice = tag.is_option and not names_somebody(tag) and self._parties.takes_untagged
        if is_choice and "]" in self._text[at:].rstrip("] .;,\n"):
            return None  # the option is the paragraph, not its first bracket
        return Frame(starts[-1], tag, at + 1, True)

    def _siblings(self) -> list[Bracket]:
        return self._open[-1].children if self._open else self._done

    def _close(self, at: int) -> int:
        """Close the innermost open bracket with the "]" at `at`; return where its span ends."""
        end = self._absorb_closers(at + 1)
        if not self._open:
            return self._close_unopened(at, end)
        frame = self._open.pop()
        if frame.tag is None:
            return self._close_untagged(frame, at)
        content_end = self._without_double_closer(frame.content_start, at)
        is_misread = frame.is_misread or end > at + 1 or content_end < at
        self._add(frame, frame.tag, (content_end, end), is_misread)
        return end

    def _close_untagged(self, frame: Frame, at: int) -> int:
        """Close a bracket that no tag opened: an amendment if one ends it, else an ordinary one."""
        own = "".join(self._text[slice(*each)] for each in own_segments(frame.content_start, at, frame.children))
        asked = read_leading_verb(self._text, frame.content_start, at, self._parties)
        kind, frame.content_start = asked or ("", frame.content_start)
        if (found := self._tag_behind(frame.content_start, at)) is not None:
            self._add(frame, replace(found[0], kind=kind or found[0].kind), (found[1], at + 1), False)
        elif frame.children and not any(map(str.isalnum, own)):
            self._wrappers += [frame.start, at]
            self._siblings().extend(frame.children)
        elif self._is_amendment_of_nobody((frame.start, at + 1)):
            self._add(frame, Tag(frame.start + 1, (), (), False, False, True, kind), (at, at + 1), False)
        else:
            self._plain.append((frame.start, at + 1))
            self._siblings().extend(frame.children)
        return at + 1

    def _is_amendment_of_nobody(self, span: Span) -> bool:
        """Tell whether a bracket without a tag is an amendment: in such drafts, or where its text is to be written."""
        if self._parties.takes_untagged:
            return not self._is_note(span)
        held = self._text[span[0] + 1 : span[1] - 1]
        return any(map(str.isalpha, held)) and len(held.strip()) > 2 and is_placeholder(held)

    def _tag_behind(self, start: int, end: int) -> tuple[Tag, int] | None:
        """Return the tag behind the words of a bracket and where the words end, None where there is none."""
        if (found := read_trailing_tag(self._text, start, end, self._parties)) is not None:
            return found
        noted = notes_behind(self._text, start, end, self._parties)
        return (with_notes(Tag(start, (), (), False, False), noted[0], ""), noted[1]) if noted else None

    def _add(self, frame: Frame, tag: Tag, ends: Span, is_misread: bool) -> None:
        start, end = frame.content_start, ends[0]
        names = frame.tag is not None and names_somebody(tag)
        is_noted = names or (tag.is_option and tag.has_colon)
        if is_noted and (noted := notes_behind(self._text, start, end, self._parties)) is not None:
            printed = self._text[frame.start : start].strip("[({ :") if names else ""
            tag, end = with_notes(tag, noted[0], printed), noted[1]
        children = tuple(child for child in frame.children if child.end <= end)
        asked = read_instruction(self._text, (start, end), (frame.start, ends[1]), tag.kind, self._parties)
        is_instruction = names and not children and asked is not None
        content = self._without_quotes(start, end) if tag.kind and not is_instruction else (start, end)
        strays = stray_notes(self._text, own_segments(start, end, children), self._parties) if names else []
        for notes, _ in strays:
            tag = with_notes(tag, notes, self._text[frame.start : start].strip("[({ :"))
        bracket = Bracket(frame.start, ends[1], tag, *content, children, is_misread)
        instruction, spans = asked if is_instruction else None, tuple(span for _, span in strays)
        self._siblings().append(replace(bracket, instruction=instruction, notes=spans))
        self._siblings().extend(child for child in frame.children if child.end > end)

    def _without_quotes(self, start: int, end: int) -> Span:
        """Return the content of a bracket that says what to do with quoted words: "delete “in a timely manner”"."""
        first = start + len(self._text[start:end]) - len(self._text[start:end].lstrip())
        quoted = QUOTED.fullmatch(self._text, first, start + len(self._text[start:end].rstrip()))
        return quoted.span("words") if quoted else (start, end)

    def _absorb_closers(self, end: int) -> int:
        """Return where a closing bracket that was read as two characters ends: "}l" (oas-3 directive 45)."""
        after = self._text[end : end + 2]
        is_glued = bool(after) and after[0] in self._closers and not after[1:2].isalnum()
        return end + 1 if is_glued else end

    def _without_double_closer(self, start: int, at: int) -> int:
        """Return where the content ends whose last word may end in a second reading of "]": "segural]"."""
        word = LAST_WORD.search(self._text[start:at])
        if word is None or word[0][-1] not in self._closers or len(word[0]) < 3:
            return at
        return at - 1 if self._is_word(word[0][:-1]) and not self._is_word(word[0]) else at

    def _close_unopened(self, at: int, end: int) -> int:
        """Read a "]" that nothing opened: its opening bracket was lost before a tag, or it is a stray."""
        floor = max(self._done[-1].end if self._done else 0, at - FARTHEST)
        for match in reversed(list(LOST_OPENER.finditer(self._text, floor, at))):
            tag = read_tag(self._text, match.start("code"), self._parties)
            if tag is not None and tag.countries and self._text[tag.end - 1] == ":":
                self._add(Frame(match.start(), tag, tag.end), tag, (at, end), True)
                return end
        self._strays.append(at)
        return at + 1

    def _resolve_unclosed(self, frame: Frame) -> None:
        """End a bracket that no "]" closed."""
        if frame.tag is None:
            self._strays.append(frame.start)
            self._siblings().extend(frame.children)
            return
        for segment in own_segments(frame.content_start, len(self._text), frame.children):
            if (closer := self._misread_closer(*segment)) is not None:
                self._add(frame, frame.tag, closer, True)
                return
        limit = frame.children[0].start if frame.children else len(self._text)
        end = frame.content_start + len(self._text[frame.content_start : limit].rstrip())
        bracket = Bracket(frame.start, end, frame.tag, frame.content_start, end, (), True, True)
        self._siblings().extend([bracket, *frame.children])

    def _misread_closer(self, start: int, end: int) -> Span | None:
        """Return where the content ends and where the misread bracket does, None where there is none."""
        for at in range(start, end):
            char = self._text[at]
            if (char in self._closers or char in MISREAD_CLOSERS) and self._is_closer(start, at):
                stop = self._absorb_closers(at + 1)
                return len(self._text[:at].rstrip("-–— ")) if char.isupper() else at, stop
            if char == ")" and self._text.count("(", start, at) < self._text.count(")", start, at + 1):
                return at, at + 1
        return None

    def _is_closer(self, start: int, at: int) -> bool:
        """Tell whether a character is a misread "]" here."""
        char, after = self._text[at], self._text[at + 1 : at + 2]
        before = self._text[max(start, at - LONGEST_WORD) : at]
        if char in CLOSE_AFTER_ANYTHING:
            return char != "|" or not after.isalnum()
        if char.isupper():
            return bool(before) and (before[-1].islower() or before[-1] in "-–—.,;") and not after.isupper()
        word = LAST_WORD.search(before)
        is_last = not after.isalnum()
        return is_last and word is not None and self._is_word(word[0]) and not self._is_word(word[0] + char)

    def _with_alternatives(self) -> Brackets:
        """Return the brackets, untagged ones with words beside another amendment or each other read as alternatives."""
        plain = sorted(self._plain)
        tagged = [(each.start, each.end) for each in walk(self._done) if each.tag.end == each.content_start]
        beside = {
            span
            for left, right in neighbours([*plain, *tagged])
            if ALTERNATIVE_GAP.fullmatch(self._text, left[1], right[0]) and self._are_choices(left, right)
            for span in (left, right)
        }
        beside |= {span for span in plain if self._parties.takes_untagged and self._is_quantity_of(span)}
        alternatives = [self._alternative(span) for span in plain if span in beside]
        done = [bracket for bracket in self._done if not any(inside(bracket, other) for other in alternatives)]
        return Brackets(
            nested(done, alternatives),
            tuple(span for span in plain if span not in beside and not self._is_within(span)),
            tuple(sorted(self._strays)),
            tuple(sorted(self._wrappers)),
        )

    def _are_choices(self, left: Span, right: Span) -> bool:
        """Tell whether two brackets side by side are alternatives: both with words, or "[30] [60]" in such drafts."""
        notes = [self._is_ordinary(span) for span in (left, right)]
        if not any(notes):
            return True
        figures = [self._is_figure(span) or self._is_numeral(span) for span in (left, right)]
        has_dots = any(self._text[start + 1 : end - 1].strip() in ("...", "…") for start, end in (left, right))
        both = all(figure or not note for figure, note in zip(figures, notes, strict=True))
        if not self._parties.takes_untagged:  # a note's number counts nothing
            return all(figures) and self._is_quantity_of(right)
        return both and (all(figures) or has_dots)

    def _is_figure(self, span: Span) -> bool:
        return QUANTITY.fullmatch(self._text[span[0] + 1 : span[1] - 1].strip()) is not None

    def _is_numeral(self, span: Span) -> bool:
        return self._parties.takes_untagged and NUMERAL.fullmatch(self._text[span[0] + 1 : span[1] - 1]) is not None

    def _is_quantity_of(self, span: Span) -> bool:
        """Tell whether a figure in brackets is a year, or is followed by what it counts: "[30] days"."""
        if YEAR.fullmatch(self._text[span[0] + 1 : span[1] - 1].strip()):
            return True
        after = OTHER_CHOICES.sub("", self._text[span[1] : span[1] + LONGEST_WORD])
        return self._is_figure(span) and UNIT.match(fold(after)) is not None

    def _alternative(self, span: Span) -> Bracket:
        start, end = span
        tag = Tag(start + 1, (), (), False, False, True)
        children = tuple(bracket for bracket in self._done if start < bracket.start and bracket.end < end)
        return Bracket(start, end, tag, start + 1, end - 1, children)

    def _is_within(self, span: Span) -> bool:
        return any(bracket.start <= span[0] and span[1] <= bracket.end for bracket in self._done)

    def _is_note(self, span: Span) -> bool:
        """Tell whether a bracket is not under negotiation: "[sic]", "[1]". A placeholder is under negotiation."""
        held = self._text[span[0] + 1 : span[1] - 1]
        beside = self._text[span[1] : span[1] + 1] == "[" or self._text[max(span[0] - 1, 0)] == "]"
        if (ANY_MARK if beside else MARK_ONLY).fullmatch(held):
            return False
        return self._is_ordinary(span) and not is_placeholder(self._text[span[0] : span[1]])

    def _is_ordinary(self, span: Span) -> bool:
        """Tell whether an untagged bracket is a note, a number or an omission."""
        words = spell(self._text[span[0] + 1 : span[1] - 1])
        is_note = any(words[: len(known)] == known for known in self._parties.ordinary)
        return is_note or not any(word.isalpha() for word in words)


def neighbours(spans: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """Yield each span with the one that ends last before it, those within one another apart."""
    ended = sorted(spans, key=lambda span: span[1])
    for span in sorted(spans):
        before = bisect_right(ended, span[0], key=lambda each: each[1])
        if before:
            yield ended[before - 1], span


def parse_brackets(text: str, parties: Parties, closers: Sequence[str], is_word: IsWord) -> Brackets:
    """Return the brackets of `text`: amendments as a tree, ordinary ones, stray halves."""
    found = Parser(with_square_brackets(text, parties), parties, closers, is_word).parse()
    leads = lead_options(text, found.amendments)
    options = tuple(option_at(text, lead, end, found.amendments, parties) for lead, end in leads)
    if not parties.takes_untagged and not any(names_somebody(each.tag) for each in options):
        options = ()
    amendments = with_options(text, options or found.amendments)
    unread = notes_in_parentheses(text, own_segments(0, len(text), found.amendments), parties)
    return replace(found, amendments=amendments, unread_notes=unread)
