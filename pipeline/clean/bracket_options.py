"""The number of each alternative, among brackets side by side or among the parts of a paragraph.

"[shall][should]" are the first and the second. "Option 1: … Option 2: …" are parts of one paragraph, or one each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..reference.parties import Parties
from .bracket_tree import Bracket, names_somebody, own_segments
from .bracket_words import LEAD_OPTION
from .tag_tokens import Tag
from .tags import read_tag

ALTERNATIVE_GAP = re.compile(r"\s*(?:/|\bo\b|\bor\b|\bou\b)?\s*")
SENTENCE_END = re.compile(r"[.;:,\]}]\s*(?:(?:y|o|and|or|e|ou|et)\s+)?$")


def lead_options(text: str, brackets: Sequence[Bracket]) -> list[tuple[re.Match[str], int]]:
    """Return the options that a paragraph consists of, each with its end: "Option 1: … Option 2: …".

    None where the first words are no option. A later one begins a sentence and has the next number or letter.
    """
    first = LEAD_OPTION.match(text)
    if first is None or (brackets and brackets[0].start == 0):
        return []
    leads = [first]
    for start, end in own_segments(first.end(), len(text), [each for each in brackets if each.start >= first.end()]):
        for match in LEAD_OPTION.finditer(text, start, end):
            if follows(leads[-1]["label"], match["label"]) and SENTENCE_END.search(text[: match.start()]):
                leads.append(match)
    ends = [*(each.start() for each in leads[1:]), len(text)]
    return [(lead, len(text[:end].rstrip())) for lead, end in zip(leads, ends, strict=True)]


def follows(before: str, label: str) -> bool:
    """Tell whether a label is the next one: 2 after 1, b after a, II after I."""
    if before.isdigit() or label.isdigit():
        return before.isdigit() and label.isdigit() and int(label) == int(before) + 1
    if len(before) == len(label) == 1 and ord(label.lower()) == ord(before.lower()) + 1:
        return True
    numerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
    known = [numerals.index(each.lower()) for each in (before, label) if each.lower() in numerals]
    return len(known) == 2 and known[1] == known[0] + 1


def option_at(text: str, lead: re.Match[str], end: int, brackets: Sequence[Bracket], parties: Parties) -> Bracket:
    """Return the amendment that an option of a paragraph is, with the brackets in it."""
    named = read_tag(text, lead.start(), parties)  # "Option A (US, AU): …"
    tag = Tag(lead.end(), (), (), False, True, True, option=lead["label"].replace("(", ""))
    if named is not None and named.is_option and named.has_colon and names_somebody(named) and named.end <= lead.end():
        tag = replace(named, option=tag.option)
    inside = tuple(each for each in brackets if lead.start() <= each.start < end)
    return Bracket(lead.start(), end, tag, lead.end(), end, inside)


def with_options(text: str, brackets: Sequence[Bracket]) -> tuple[Bracket, ...]:
    """Return brackets with the place of each among alternatives side by side that name no party: "1", "2"."""
    made: list[Bracket] = []
    for at, bracket in enumerate(brackets):
        children = with_options(text, bracket.children)
        is_next = at > 0 and is_alternative(brackets[at - 1], bracket, text)
        has_next = at + 1 < len(brackets) and is_alternative(bracket, brackets[at + 1], text)
        number = int(made[-1].tag.option) + 1 if is_next and made[-1].tag.option.isdigit() else 1
        option = bracket.tag.option or (str(number) if is_next or has_next else "")
        made.append(replace(bracket, tag=replace(bracket.tag, option=option), children=children))
    return tuple(made)


def is_alternative(left: Bracket, right: Bracket, text: str) -> bool:
    """Tell whether two brackets that name nobody stand side by side."""
    nobody = not any(names_somebody(each.tag) for each in (left, right))
    nobody = nobody and not (left.tag.is_option and left.tag.option and not right.tag.option)
    nobody = nobody and "{" not in (text[left.start], text[right.start])  # text to come is no choice
    if is_ending(left, text) and left.end < right.start:
        return False
    return nobody and ALTERNATIVE_GAP.fullmatch(text, left.end, right.start) is not None


def is_ending(bracket: Bracket, text: str) -> bool:
    """Tell whether a bracket holds another ending of the word before it, and is no choice: "publicará[ão]"."""
    return text[max(bracket.start - 1, 0) : bracket.start].isalpha()
