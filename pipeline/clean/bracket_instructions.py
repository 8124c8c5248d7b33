"""Brackets that ask for a change instead of making it: "[USA: replace “shall” by “should”]", "[NOR delete “all”]".

    instruction = deleting words [ inserting words ] | replacing words by words | replacing "with" words
                | inserting words [ place ]
    words       = quoted | what stands there

The words to be struck often stand before the bracket: "shall [CAN: replace “shall” by “may”] report". They are the
amendment's struck words then, and no reading has them twice (`readings.without_repeat`). Where they stand elsewhere in
the paragraph, the readings leave the change undone, and the amendment is doubtful.

Words without quotation marks are an instruction if the text has the words that they would strike. Else a bracket that
begins with such a verb within a sentence is doubtful; at the head of a sentence it is an ordinary text ("Eliminar …").
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice

from ..reference.parties import NAME_TOKEN, Parties, Spelling, spell

Span = tuple[int, int]
QUOTED = re.compile(r"[“\"«‘](?P<words>[^“”\"«»]*?)[”\"»’](?!\w)")
EDGES = " .;,:"
ELSEWHERE = "it asks to change words elsewhere in the paragraph; the readings leave that undone"
ADDED_ELSEWHERE = "it says where its words belong; the readings have them at the bracket"
UNNAMED = "it asks to replace words, but does not say which"
ALONE = "the words that it asks to replace are not in the paragraph"
BARE = "it may be an instruction, not text: it begins with what to do"


@dataclass(frozen=True, slots=True)
class Instruction:
    """What a bracket asks for: the words that it names, as spans of the text."""

    kind: str  # insertion, deletion or replacement
    struck: Span | None
    proposed: Span | None
    doubts: tuple[str, ...] = ()
    is_quoted: bool = True  # its words stand between quotation marks


@dataclass(frozen=True, slots=True)
class Named:
    """The words behind the verb of an instruction, and what stands between and behind them."""

    words: tuple[Span, ...]
    between: str
    behind: str
    is_quoted: bool


def verb_at(text: str, start: int, end: int, parties: Parties) -> tuple[str, int] | None:
    """Return what the verb at the head of `text[start:end]` asks for, and where it ends; None where there is none."""
    most = max(map(len, parties.verbs), default=0)
    tokens = [*islice(NAME_TOKEN.finditer(text, start, end), most)]
    for length in range(len(tokens), 0, -1):
        kind = parties.verbs.get(spelled(text, tokens[0].start(), tokens[length - 1].end()), "")
        if kind:
            return kind, tokens[length - 1].end()
    return None


def spelled(text: str, start: int, end: int) -> Spelling:
    """Return the folded tokens of a part of a text."""
    return spell(text[start:end])


def read_instruction(text: str, span: Span, bracket: Span, kind: str, parties: Parties) -> Instruction | None:
    """Return what the words of `span` ask for, None where they are text.

    `kind` is what the tag says already; blank: a verb must stand at the head of the words.
    """
    start, end = span
    is_head = not kind
    if not kind:
        verb = verb_at(text, start, end, parties)
        if verb is None:
            return None
        kind, start = verb
    named = names_of(text, start, end, kind, parties)
    outside = (*spell(text[: bracket[0]]), "|", *spell(text[bracket[1] :]))
    is_meant = named is not None and (named.is_quoted or (is_head and stands_in(text, named, outside)))
    if named is None or not (is_meant or (kind == "replacement" and not is_head)):
        return bare(kind, is_head, trimmed(text, *span), spell(text[: bracket[0]]), parties)
    made = replace(as_instruction(text, named, kind, parties), is_quoted=named.is_quoted)
    return placed(text, made, named, bracket, outside)


def bare(kind: str, is_head: bool, words: Span, before: Spelling, parties: Parties) -> Instruction | None:
    """Return a doubtful instruction, None where the words are rather text like others."""
    if not is_head:
        return Instruction(kind, None, words, (UNNAMED,), False) if kind == "replacement" else None
    is_amid = bool(before) and before[-1].isalpha() and before[-1:] not in parties.before_verbs
    return Instruction("insertion", None, words, (BARE,), False) if is_amid else None


def names_of(text: str, start: int, end: int, kind: str, parties: Parties) -> Named | None:
    """Return the words that an instruction names, quoted or not; None where it names none."""
    quotes = list(QUOTED.finditer(text, start, end))[:2]
    if quotes:
        head = text[start : quotes[0].start()]
        between = text[quotes[0].end() : quotes[1].start()] if len(quotes) > 1 else ""
        spans = tuple(each.span("words") for each in quotes)
        known = without(head, parties.quoting | parties.articles)
        is_new = kind == "replacement" and spell(known) in parties.replaced_by
        if known.strip(EDGES) and not is_new:
            return None
        return Named(spans[:1] if is_new else spans, "new" if is_new else between, text[quotes[-1].end() : end], True)
    if kind == "insertion":
        return None
    if kind == "deletion":
        return Named((trimmed(text, start, end),), "", "", False) if text[start:end].strip(EDGES) else None
    return parted(text, start, end, parties)


def parted(text: str, start: int, end: int, parties: Parties) -> Named | None:
    """Return what stands on both sides of the only "by" of a replacement without quotation marks, None if unclear."""
    words = [match for match in NAME_TOKEN.finditer(text, start, end) if spell(match[0]) in parties.replaced_by]
    if len(words) != 1:
        return None
    spans = trimmed(text, start, words[0].start()), trimmed(text, words[0].end(), end)
    return Named(spans, words[0][0], "", False) if all(first < last for first, last in spans) else None


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without the marks at its ends."""
    left = len(text[start:end]) - len(text[start:end].lstrip(EDGES))
    return start + left, start + len(text[start:end].rstrip(EDGES))


def without(text: str, phrases: Collection[Spelling]) -> str:
    """Return a text without the phrases in it."""
    tokens = spell(text)
    for phrase in sorted(phrases, key=len, reverse=True):
        for at in range(len(tokens) - len(phrase), -1, -1):
            if tokens[at : at + len(phrase)] == phrase:
                tokens = tokens[:at] + tokens[at + len(phrase) :]
    return " ".join(tokens)


def stands_in(text: str, named: Named, outside: Spelling) -> bool:
    """Tell whether the words that an instruction would strike stand outside its bracket."""
    return holds(outside, spelled(text, *named.words[0]))


def holds(tokens: Spelling, phrase: Spelling) -> bool:
    """Tell whether tokens hold a phrase."""
    return any(tokens[at : at + len(phrase)] == phrase for at in range(len(tokens) - len(phrase) + 1))


def as_instruction(text: str, named: Named, kind: str, parties: Parties) -> Instruction:
    """Return the words to be struck and those to be put in."""
    first, second = named.words[0], named.words[1] if len(named.words) > 1 else None
    if kind == "insertion":
        return Instruction(kind, None, first)
    if kind == "replacement" and named.between == "new":
        return Instruction(kind, None, first, (UNNAMED,))
    if kind == "replacement" and second is not None:
        is_turned = spell(named.between)[-1:] == ("for",)
        return Instruction(kind, *((second, first) if is_turned else (first, second)))
    if kind == "deletion" and second is not None and asks_to_insert(named.between, parties):
        return Instruction("replacement", first, second)
    return Instruction(kind, first, None)


def asks_to_insert(between: str, parties: Parties) -> bool:
    """Tell whether words between two quotations ask to put in the second: "and insert", "y agregar"."""
    tokens = spell(between)
    kinds = {parties.verbs.get(tokens[at:]) for at in range(len(tokens))}
    return bool(kinds & {"insertion", "replacement"}) or tokens[-1:] in parties.replaced_by


def placed(text: str, made: Instruction, named: Named, bracket: Span, outside: Spelling) -> Instruction:
    """Return an instruction whose words can be read at its bracket, or a doubtful one without words."""
    before, after = spell(text[: bracket[0]]), spell(text[bracket[1] :])
    if made.struck is None:
        rest = spell(named.between + " " + named.behind)
        if not rest or made.kind != "insertion":
            return made
        anchor = spelled(text, *named.words[1]) if len(named.words) > 1 else ()
        is_here = bool(anchor) and before[-len(anchor) :] == anchor
        return made if is_here else replace(made, doubts=(ADDED_ELSEWHERE,))
    phrase = spelled(text, *made.struck)
    is_beside = phrase in (before[-len(phrase) :], after[: len(phrase)])
    if is_beside:
        return made
    if not holds(outside, phrase):
        return replace(made, doubts=(ALONE,)) if made.kind == "replacement" else made
    return replace(made, struck=None, proposed=None, doubts=(ELSEWHERE,))
