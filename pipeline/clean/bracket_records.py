"""Brackets and options that go on over several paragraphs, each paragraph a record of its own.

    "[US propose: Each Party shall open its market." | "It shall not impose quotas.]"
    "Option 1:" | "Each Party shall report." | "The report covers finance." | "Option 2:" | "Parties may report."

Each paragraph becomes an amendment with the same parties and the same option. A bracket goes on as far as a "]" that
nothing opened in a paragraph below it. An option goes on up to the next one. Nothing says where the last one ends: if
its label stands alone, it gets as many paragraphs as the option before it, and the amendments are doubtful.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..reference.parties import Parties
from .bracket_options import follows
from .bracket_tree import Bracket, Brackets, names_somebody
from .role_notes import notes_behind, with_notes
from .tag_tokens import Tag

MOST_PARAGRAPHS = 8  # of one bracket, or of one option


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A record with its brackets."""

    record_id: str
    text: str
    brackets: Brackets

    def whole(self, tag: Tag, is_guessed: bool = False) -> Paragraph:
        """Return the paragraph as one amendment, with its brackets in it."""
        return self._with(0, self._end, replace(tag, end=0), 0, is_guessed)

    def opened(self, start: int, tag: Tag, content_start: int) -> Paragraph:
        """Return the paragraph with an amendment from a bracket to its end."""
        return self._with(start, self._end, tag, content_start)

    def labelled(self, start: int) -> Paragraph:
        """Return the paragraph as nothing but the tag of the paragraphs below it."""
        strays = tuple(at for at in self.brackets.strays if at < start)
        held = replace(self.brackets, amendments=(), strays=strays, labels=((start, self._end),))
        return replace(self, brackets=held)

    def closed(self, at: int, tag: Tag, stop: int) -> Paragraph:
        """Return the paragraph with an amendment from its beginning to the bracket at `at`; its words end at `stop`."""
        made = self._with(0, at + 1, replace(tag, end=0), 0)
        ended = [replace(each, content_end=stop) if each.start == 0 else each for each in made.brackets.amendments]
        return replace(made, brackets=replace(made.brackets, amendments=tuple(ended)))

    @property
    def _end(self) -> int:
        return len(self.text.rstrip())

    def _with(self, start: int, end: int, tag: Tag, content: int, is_guessed: bool = False) -> Paragraph:
        """Return the paragraph with an amendment from `start` to `end` that holds the brackets there."""
        content_end = (
            end - 1 if end < self._end or (self.text[end - 1] == "]" and end - 1 in self.brackets.strays) else end
        )
        others = [each for each in self.brackets.amendments if each.start != start or each.end < end]
        inner = tuple(each for each in others if content <= each.start and each.end <= content_end)
        made = Bracket(start, end, tag, content, content_end, inner, has_guessed_end=is_guessed)
        kept = [each for each in others if each not in inner and not start <= each.start < content]
        amendments = tuple(sorted([*kept, made], key=lambda each: each.start))
        strays = tuple(at for at in self.brackets.strays if at not in (start, content_end))
        ordinary = tuple(span for span in self.brackets.ordinary if not start <= span[0] < end)
        return replace(self, brackets=replace(self.brackets, amendments=amendments, strays=strays, ordinary=ordinary))


def over_paragraphs(
    found: Mapping[str, Brackets], texts: Mapping[str, str], places: Mapping[str, Hashable], parties: Parties
) -> dict[str, Brackets]:
    """Return the brackets of each record, with those that go on over several paragraphs.

    `places` says which records belong together, as the paragraphs of a section do. Where brackets that name nobody are
    no amendments (`takes_untagged` of `parties` False), only those with a tag go on.
    """
    made: dict[str, Brackets] = {}
    for _, group in groupby(found, key=lambda record_id: places.get(record_id)):
        section = [Paragraph(record_id, texts[record_id], found[record_id]) for record_id in group]
        section = join_brackets(section, parties)
        if parties.takes_untagged:
            section = spread_options(section)
        made |= {each.record_id: each.brackets for each in section}
    return made


def join_brackets(section: Sequence[Paragraph], parties: Parties) -> list[Paragraph]:
    """Return the paragraphs, those that one bracket holds together as amendments of the same parties."""
    made = list(section)
    for at, paragraph in enumerate(section):
        opening = last_opening(paragraph, parties.takes_untagged)
        if opening is None:
            continue
        last = next((to for to in range(at + 1, len(made)) if stray_halves(made[to])), len(made))
        start, tag, content = opening
        is_amid = any(map(str.isalpha, paragraph.text[:start]))
        most = 2 if is_amid else MOST_PARAGRAPHS
        if last == len(made) or last - at >= most or not is_closed_at_end(made[last]):
            continue
        closing = stray_halves(made[last])[0]
        tag, stop = noted(made[last], closing, tag, paragraph.text[start:content], parties)
        is_tag_alone = not paragraph.text[:start].strip() and not any(map(str.isalnum, paragraph.text[content:]))
        made[at] = made[at].labelled(start) if is_tag_alone else made[at].opened(start, tag, content)
        made[at + 1 : last] = [each.whole(tag) for each in made[at + 1 : last]]
        made[last] = made[last].closed(closing, tag, stop)
    return made


def noted(last: Paragraph, closing: int, tag: Tag, printed: str, parties: Parties) -> tuple[Tag, int]:
    """Return the tag of a bracket with the notes at its end, and where the words of its last paragraph end."""
    found = notes_behind(last.text, 0, closing, parties)
    if found is None:
        return tag, closing
    return with_notes(tag, found[0], printed.strip("[ :") if names_somebody(tag) else ""), found[1]


def stray_halves(paragraph: Paragraph) -> list[int]:
    """Return the places of brackets in a paragraph that nothing closes or opens, in order."""
    unclosed = [each.start for each in paragraph.brackets.amendments if each.is_unclosed]
    square = [at for at in paragraph.brackets.strays if paragraph.text[at] in "[]"]
    return sorted([*unclosed, *square])


def is_closed_at_end(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph ends with a closing bracket that nothing in it opened."""
    at = stray_halves(paragraph)[0]
    return paragraph.text[at] == "]" and not any(map(str.isalnum, paragraph.text[at:]))


def last_opening(paragraph: Paragraph, takes_untagged: bool) -> tuple[int, Tag, int] | None:
    """Return the only bracket of a paragraph that nothing closes: where it opens, its tag, where its words begin.

    None where words stand before one that names nobody: a scan has rather lost its end.
    """
    halves = stray_halves(paragraph)
    if len(halves) != 1:
        return None
    for bracket in paragraph.brackets.amendments:
        if bracket.is_unclosed and bracket.start == halves[0]:
            return bracket.start, bracket.tag, bracket.content_start
    is_amid = any(map(str.isalpha, paragraph.text[: halves[0]]))
    if paragraph.text[halves[0]] != "[" or not takes_untagged or is_amid:
        return None
    return halves[0], Tag(halves[0] + 1, (), (), False, False, True), halves[0] + 1


def spread_options(section: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, those between an option and the next one as parts of the first."""
    made = list(section)
    leads = [(at, tag) for at, paragraph in enumerate(section) if (tag := lead_of(paragraph)) is not None]
    before = 0
    for index, (at, tag) in enumerate(leads):
        stop, after = leads[index + 1] if index + 1 < len(leads) else (len(made), None)
        count = stop - at - 1
        is_next = after is not None and follows(tag.option, after.option)
        is_guessed = not is_next and stands_alone(section[at]) and before > 0
        count = count if is_next else min(count, before) if is_guessed else 0
        if count <= MOST_PARAGRAPHS:
            below = range(at + 1, at + 1 + count)
            made[at + 1 : at + 1 + count] = [section[each].whole(tag, is_guessed) for each in below]
        before = count if is_next else 0
    return made


def lead_of(paragraph: Paragraph) -> Tag | None:
    """Return the tag of the option that a whole paragraph is, or the last one in it; None where it is none."""
    amendments = paragraph.brackets.amendments
    last = amendments[-1] if amendments else None
    if last is None or not last.tag.is_option or not last.tag.option or names_somebody(last.tag):
        return None
    is_whole = last.end == len(paragraph.text.rstrip()) and paragraph.text[last.end - 1] != "]"
    return last.tag if is_whole and amendments[0].start == 0 else None


def stands_alone(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is nothing but the label of an option."""
    last = paragraph.brackets.amendments[-1]
    return not paragraph.text[last.content_start : last.end].strip()
