"""The number of each alternative, among brackets side by side or among the parts of a paragraph.

"[shall][should]" are the first and the second. "Option 1: … Option 2: …" are parts of one paragraph, or one each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ..reference.parties import Parties
from ..text import fold
from .bracket_tree import Bracket, names_somebody, own_segments
from .bracket_words import LEAD_OPTION, NUMERAL, QUANTITY, WORDS, YEAR
from .tag_tokens import Tag
from .tags import read_tag

ALTERNATIVE_GAP = re.compile(r"\s*(?:/|\bo\b|\bor\b|\bou\b)?\s*")
ASIDE, OWN_KINDS = "aside", ("figure", "modal")
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
    numbers: dict[int, str] = {}
    for choice in choices_of(text, brackets):
        first = int(choice[0].tag.option) if choice[0].tag.option.isdigit() else 1
        numbers |= {each.start: str(at) for at, each in enumerate(choice, first) if len(choice) > 1}
    return tuple(
        replace(
            bracket,
            tag=replace(bracket.tag, option=bracket.tag.option or numbers.get(bracket.start, "")),
            children=with_options(text, bracket.children),
        )
        for bracket in brackets
    )


def choices_of(text: str, brackets: Sequence[Bracket]) -> Iterator[list[Bracket]]:
    """Yield the brackets in groups: those of one choice side by side, and each other one alone."""
    run: list[Bracket] = []
    for bracket in brackets:
        if run and not is_alternative(run[-1], bracket, text):
            yield from parted(text, run)
            run = []
        run.append(bracket)
    yield from parted(text, run) if run else ()


def parted(text: str, run: Sequence[Bracket]) -> Iterator[list[Bracket]]:
    """Yield the choices in a run of brackets: "[new] [shall][should]" are one of one and one of two.

    Verbs like "shall", and figures, are a choice of their own where two stand side by side. Words between commas are
    none. Of the others, where some brackets touch and some do not, those that touch belong together.
    """
    kinds = [kind_of(text, each) for each in run]
    sizes = [len(list(group)) for _, group in groupby(kinds)]
    counts = [size for size in sizes for _ in range(size)]
    owned = [kind == ASIDE or (kind in OWN_KINDS and count > 1) for kind, count in zip(kinds, counts, strict=True)]
    choice = [run[0]]
    for at in range(1, len(run)):
        if kinds[at - 1] != kinds[at] and (owned[at - 1] or owned[at]):
            yield from parted_by_gaps(text, choice)
            choice = []
        choice.append(run[at])
    yield from parted_by_gaps(text, choice)


def parted_by_gaps(text: str, run: Sequence[Bracket]) -> Iterator[list[Bracket]]:
    """Yield brackets that touch as one choice each, if some of a run touch and others do not."""
    gaps = [text[left.end : right.start] for left, right in pairwise(run)]
    is_parted = "" in gaps and all(kind_of(text, each) == "" and is_worded(text, each) for each in run)
    choice = [run[0]]
    for gap, bracket in zip(gaps, run[1:], strict=True):
        if is_parted and gap.isspace():
            yield choice
            choice = []
        choice.append(bracket)
    yield choice


def is_worded(text: str, bracket: Bracket) -> bool:
    """Tell whether a bracket holds a letter."""
    return any(map(str.isalpha, text[bracket.content_start : bracket.content_end]))


def kind_of(text: str, bracket: Bracket) -> str:
    """Return the kind of a bracket's words: figure, modal ("shall", "agree to"), aside (between commas) or ""."""
    held = text[bracket.content_start : bracket.content_end].strip()
    words = fold(held).split()
    if QUANTITY.fullmatch(held) or YEAR.fullmatch(held) or " ".join(words) in WORDS.numbers or NUMERAL.fullmatch(held):
        return "figure"
    is_verb = len(words) > 1 and words[-1] in ("to", "a", "de") and words[0] not in WORDS.prepositions | WORDS.articles
    if is_verb or " ".join(words) in WORDS.modals:
        return "modal"
    return ASIDE if len(held) > 2 and (held[0] in ",;" or held[-1] == ",") else ""


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
