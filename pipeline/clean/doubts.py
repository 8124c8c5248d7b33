"""The issues of amendments: what a person should look at before trusting a reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..records import Amendment, Directive, Issue, Provision
from ..text import fold
from .amendments import Draft, ReadBracket, ReadDraft, word_after, word_before
from .grammar import DEGREES, has_hole
from .readings import BRACKET

HOLE = "stripped of its amendments the sentence has a hole here; text_base and text_amended read it otherwise."
SHOWN = 40  # characters of the words on one side of a hole
BEGINNING = re.compile(r"(?:^|[.!?])\s*$")
SMALL_LETTER = re.compile(r"\W*[^\W\d_A-ZÁÉÍÓÚÑ]")


def issues_of(
    unit: Directive | Provision, record_id: str, read: ReadDraft, rows: Sequence[Amendment]
) -> Iterator[Issue]:
    """Yield what is doubtful about the brackets of one record."""

    def issue(code: str, severity: str, detail: str, text: str | None) -> Issue:
        return Issue(code, severity, "clean", unit.plan_id, record_id, unit.page_start, detail, text)

    draft = read.draft
    for bracket, row in zip(read.brackets, rows, strict=True):
        for code, severity, detail in amendment_doubts(bracket, row):
            yield issue(code, severity, f"{row.amendment_id}: {detail}", row.as_printed)
    for start, end in draft.brackets.ordinary:
        if sum(char.isalpha() for char in draft.text[start:end]) > len("[sic]"):
            yield issue("bracket_untagged", "info", "the bracket names no party; it stays.", draft.text[start:end])
    for at in draft.brackets.strays:
        detail = "half a bracket belongs to nothing; it was left out of the text."
        yield issue("bracket_stray", "doubt", detail, draft.text[max(0, at - 30) : at + 30])
    if hole := find_hole(draft, rows):
        yield issue(
            "sentence_hole",
            "doubt",
            "stripped of its amendments the sentence has a hole here; text_base and text_amended read it otherwise.",
            hole,
        )


def amendment_doubts(bracket: ReadBracket, row: Amendment) -> Iterator[tuple[str, str, str]]:
    """Yield code, severity and detail of each doubt about one amendment."""
    if (said := bracket.bracket.said) is not None:
        yield "amendment_reviewed", "info", f"read so by {said.reviewer} on {said.date}: {said.reason}"
    if row.certainty == "low":
        yield "amendment_doubtful", "doubt", f"read as {row.kind}, but {'; '.join(bracket.decision.reasons)}."
    if bracket.bracket.is_unclosed:
        yield "amendment_unclosed", "doubt", "nothing closes the bracket; it was ended with its paragraph."
    elif row.tag_malformed:
        yield "amendment_malformed", "info", f"tag or bracket is malformed; read as {row.countries or 'no party'}."
    if bracket.bracket.tag.is_option:
        yield "amendment_alternative", "info", "one of several alternatives; text_amended has each of them."
    if bracket.bracket.is_tracked:
        yield "amendment_tracked", "info", "a line strikes words outside brackets; no party is named."
    if bracket.bracket.tag.unknown:
        names = ", ".join(bracket.bracket.tag.unknown)
        yield "amendment_party_unknown", "doubt", f"no party is known as {names}; add it under [amendments.parties]."


def find_hole(draft: Draft, rows: Sequence[Amendment]) -> str | None:
    """Return the words on both sides of the first hole that stripping leaves, None where it leaves none.

    A hole shows by words that cannot follow each other ("situación de ante", oas-3 directive 25), or where struck words
    stood after a word that asks for one ("los tipos de sexual", directive 43; "más de ese delito", objective vi), ended
    it ("situación de mayor", directive 72) or began it ("[…] el intercambio de datos", directive 115).
    """
    groups = group_neighbours(draft.text, rows)
    for at, group in enumerate(groups):
        start, end = group[0].start, group[-1].end
        floor = groups[at - 1][-1].end if at else 0
        ceiling = groups[at + 1][0].start if at + 1 < len(groups) else len(draft.text)
        left, right = repaired_before(draft, start), word_after(draft.text, end)
        takes_away = any(map(leaves_a_gap, group))
        is_cut_off = bool(left) and not draft.text[end:].strip()
        is_headless = (
            BEGINNING.search(draft.text[:start]) is not None and SMALL_LETTER.match(draft.text, end) is not None
        )
        asks_for_more = has_hole(left, "") or left in DEGREES
        if has_hole(left, right) or (takes_away and (asks_for_more or is_cut_off or is_headless)):
            before, after = last_words(draft.text[floor:start]), first_words(draft.text[end:ceiling])
            return f"{before} … {after}".strip()
    return None


def last_words(text: str) -> str:
    """Return the last whole words of a text, 40 characters at most, with a sign where there were more."""
    kept = text.strip()[-SHOWN:]
    return text.strip() if len(text.strip()) <= SHOWN else f"… {kept.partition(' ')[2]}"


def first_words(text: str) -> str:
    """Return the first whole words of a text, 40 characters at most, with a sign where there are more."""
    kept = text.strip()[:SHOWN]
    return text.strip() if len(text.strip()) <= SHOWN else f"{kept.rpartition(' ')[0]} …"


def leaves_a_gap(row: Amendment) -> bool:
    """Tell whether stripping takes words away for which others are proposed, or that stand in brackets."""
    return bool(row.deleted) and bool(row.inserted or BRACKET.search(row.as_printed))


def repaired_before(draft: Draft, at: int) -> str | None:
    """Return the folded word before a place as `word_before`, damage repaired: "mds" is "más" (oas-3 objective vi)."""
    last = len(draft.text[:at].rstrip())
    repaired = [each.after for each in draft.corrections if each.start + len(each.before) == last]
    return fold(repaired[0].split()[-1]) if repaired and repaired[0].split() else word_before(draft.text, at)


def group_neighbours(text: str, rows: Sequence[Amendment]) -> list[list[Amendment]]:
    """Return the amendments in groups with nothing but marks between them."""
    groups: list[list[Amendment]] = []
    for row in rows:
        between = text[groups[-1][-1].end : row.start] if groups else "x"
        if any(char.isalnum() for char in between):
            groups.append([row])
        elif not groups[-1][-1].start <= row.start < groups[-1][-1].end:
            groups[-1].append(row)
    return groups
