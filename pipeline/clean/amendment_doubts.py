"""The issues of amendments: what a person should look at before trusting a reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Amendment, Directive, Issue, Provision
from .amendments import ReadBracket, ReadDraft
from .holes import find_hole

UNCLEAR = "these words are underlined or coloured, and the document does not say why: they may be an insertion."
TRACKED = "marked as a change outside all brackets; no party is named."
NOTED = "outside all brackets, it says what a party thinks of one; it stays in the text, and no amendment names it."
HOLE = "without its amendments the sentence has a hole here; quote text_base or text_amended."


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
    for start, end in draft.brackets.unread_notes:
        yield issue("role_unread", "doubt", NOTED, draft.text[start:end])
    for start, end in draft.brackets.unclear:
        yield issue("marking_unclear", "doubt", UNCLEAR, draft.text[start:end])
    if hole := find_hole(draft, rows):
        yield issue("sentence_hole", "doubt", HOLE, hole)


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
    yield from group_doubts(bracket)
    if bracket.bracket.is_tracked:
        yield "amendment_tracked", "info", TRACKED
    if bracket.bracket.tag.unknown:
        names = ", ".join(bracket.bracket.tag.unknown)
        yield "amendment_party_unknown", "doubt", f"no party is known as {names}; add it under [amendments.parties]."


def group_doubts(bracket: ReadBracket) -> Iterator[tuple[str, str, str]]:
    """Yield a doubt where a group of parties does something else than the parties that the columns name."""
    tag = bracket.bracket.tag
    said = set(tag.roles) or {tag.role}
    for names, role in tag.groups:
        if said != {role}:
            yield "amendment_group", "doubt", f"{names}: {role}; a group is no country, so the columns do not say it."
