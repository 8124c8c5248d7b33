"""Frameworks printed as numbered paragraphs under headings, also from a scan (oas-3). Difficulties met:

- paragraphs continue over page breaks, footnotes and URLs (l. 93-107), are cut by a blank line (l. 172, 557, 818), also
  inside a bracket (l. 864); two may form one block at the top of a page (l. 562-569);
- preambular and operative paragraphs of a resolution count apart: PP1 to PP9, then OP1 (ids `directive/op1`);
- a list inside a paragraph (i to vii, l. 424-447) belongs to it;
- a heading is cut inside its bracket (l. 768-770), its number misread (`VIIl.` l. 1073) or printed twice (V.);
- the sentence that announces a list (l. 198-200) is no item of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ..errors import LayoutMismatch
from ..language import Language
from ..layouts import Profile
from ..records import Directive, Issue, PrintedLine, Provision, Records
from ..text import is_finished
from .blocks import LoneNumber, blocks_of, page_pieces
from .list_reader import IN_BRACKET, ListReader, Paragraph, Section, printed_label
from .numbering import Numbered, match_lone_numbers, number_paragraphs, read_label
from .pieces import (
    Piece,
    cells_of,
    drawn_on,
    exclude,
    page_span,
    printed_directive,
    split_at,
    unclear_hyphens,
)
from .roman_numerals import roman_value

HEADING_NUMBER = re.compile(r"(?P<number>[IVXl]+)\.\s+(?=\S)")
OPTION = re.compile(  # "Option 2: …" below a numbered paragraph
    r"[\[{]?(?:option|opción|opção|alternativ[ae]?|variante?)\s*\(?(?:\d{1,2}|[a-z]|[ivx]+)\)?\s*[:.(–—]", re.IGNORECASE
)
PROPOSAL = re.compile(r"(?:[A-Z]{2,4}\s*:\s*)?\[[^\]]*\]?\s*")


class _RecordMaker:
    """Makes the records of sections, with ids, places and issues."""

    def __init__(self, plan_id: str) -> None:
        self._plan_id = plan_id
        self._taken: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self.made: list[Any] = []
        self.title: str | None = None  # of the last heading

    def counted(self, kind: str) -> str:
        """Return the next number of an unnumbered kind."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return str(self._counts[kind])

    def record_id(self, kind: str, number: str) -> str:
        """Return an id; a number used twice gets -2."""
        base = f"{self._plan_id}/{kind}/{number.lower().replace(' ', '')}"
        self._taken[base] = self._taken.get(base, 0) + 1
        return base if self._taken[base] == 1 else f"{base}-{self._taken[base]}"

    def provision(self, kind: str, paragraph: Paragraph, section: str | None, label: re.Match[str] | None) -> None:
        """Add a provision with its places; `label` is the number or mark printed before its text."""
        number = None if label is None else label["number"]
        record_id = self.record_id(kind, _heading_key(number) if number else self.counted(kind))
        label_piece, body, text = _split_label(paragraph, label)
        start, end = page_span(body)
        self.made.append(Provision(record_id, self._plan_id, kind, section, number, None, text, 0, start, end))
        self.made += cells_of(record_id, "number", label_piece)
        self._add_text(record_id, body)
        for piece in unclear_joints(body):
            words = " ".join(piece.text.split()[:6])
            why = f"the page before ends with a sentence; with “{words}” a paragraph may begin, it is read as one"
            self.made.append(self.issue("paragraph_joined", "doubt", record_id, piece.page, why))

    def directive(self, kind: str, paragraph: Paragraph, numbered: Numbered, section: str | None) -> None:
        """Add a directive, objective, principle or mandate with its places and doubts."""
        printed_apart = numbered.own_label is None or IN_BRACKET.match(paragraph.text)
        is_apart = printed_apart or paragraph.number is not None
        label_piece, body, text = _split_label(paragraph, None if is_apart else printed_label(numbered, paragraph.text))
        if numbered.label_piece:
            label_piece = [numbered.label_piece]
        record_id = self.record_id(kind, numbered.number)
        start, end = page_span(body)
        self.made.append(
            printed_directive(record_id, section, (numbered.number, numbered.is_inferred), text, (start, end))
        )
        self.made += cells_of(record_id, "number", label_piece)
        self._add_text(record_id, body)
        self.made += [self.issue(code, severity, record_id, start, why) for code, severity, why in numbered.doubts]
        if numbered.is_inferred and not numbered.doubts:
            why = "no number that can be read stands beside it: it follows from the sequence"
            self.made.append(self.issue("number_inferred", "info", record_id, start, why))

    def _add_text(self, record_id: str, body: Sequence[Piece]) -> None:
        """Add the cells of a text, its marked words, and a doubt for each word that may have a hyphen or none."""
        self.made += [*cells_of(record_id, "text", body), *drawn_on(record_id, body)]
        for word in unclear_hyphens(body):
            why = f"a line's end parts “{word}”: the document does not show whether it has a hyphen"
            self.made.append(self.issue("hyphen_unclear", "doubt", record_id, body[0].page, why))

    def issue(self, code: str, severity: str, record_id: str | None, page: int | None, detail: str) -> Issue:
        """Return an issue of this stage."""
        return Issue(code, severity, "rebuild", self._plan_id, record_id, page, detail, None)


def unclear_joints(body: Sequence[Piece]) -> list[Piece]:
    """Return the pieces that go on with a paragraph on another page of a PDF though either may be whole.

    The words before end a sentence, those behind begin with a capital, and no number says where a paragraph begins.
    """
    return [
        after
        for before, after in pairwise(body)
        if after.box is not None and before.page != after.page
        if is_finished(before.text) and after.text[:1].isupper()
    ]


def _heading_key(number: str) -> str:
    """Return the printed number of a heading as part of an id: `VIIl` is viii."""
    value = roman_value(number)
    return number.lower().replace("l", "i") if value else number


def _split_label(paragraph: Paragraph, label: re.Match[str] | None) -> tuple[list[Piece], list[Piece], str]:
    """Return the pieces of the number before a paragraph, the pieces of its text, and the text."""
    pieces = page_pieces(paragraph.blocks)
    end = label.end() if label else 0
    return *split_at(pieces, end), paragraph.text[end:]


def _make_section(maker: _RecordMaker, section: Section, first: int, end: int | None) -> int:
    """Add the records of a section; return the number that follows its last one."""
    title = maker.title if section.prefix else None
    if section.heading is not None:
        label = HEADING_NUMBER.match(section.heading.text)
        maker.provision("heading", section.heading, None, label)
        title = maker.title = section.heading.text[label.end() if label else 0 :]
        if section.is_guessed:
            why = "no pattern of the profile knows this heading: it is taken as one for its capitals or its type"
            maker.made.append(maker.issue("heading_unknown", "doubt", None, section.heading.blocks[0].page, why))
    kind = section.rule.kind if section.rule else "preamble"
    if kind in (None, "preamble"):
        for paragraph in section.paragraphs:
            maker.provision(kind or "paragraph", paragraph, title, None)
        _set_numbers_aside(maker, section.numbers)
        return first
    items = section.paragraphs
    while items and _is_introduction(items, section, first):
        maker.provision("paragraph", items[0], title, None)
        items = items[1:]
    numbered = [numbered_of(item) for item in items]
    left = match_lone_numbers(numbered, section.numbers, section.numbering)
    after = number_paragraphs(numbered, section.numbering, first, end)
    left = _place_left(left, numbered, section.numbering)
    for item, number in zip(items, numbered, strict=True):
        number.number = f"{section.prefix}{number.number}"
        maker.directive(kind or "directive", item, number, title)
    _set_numbers_aside(maker, left)
    return after


def numbered_of(item: Paragraph) -> Numbered:
    """Return a paragraph as it is to be numbered."""
    first = item.blocks[0].pieces[0]
    made = Numbered(item.blocks[0].page, _is_proposal(item.text), item.label, box=first.box)
    made.words = " ".join(item.text.split()[:6])
    made.label_piece = item.number.piece if item.number else None
    return made


def _is_introduction(items: Sequence[Paragraph], section: Section, first: int) -> bool:
    """Tell whether the first paragraph of a section only announces the paragraphs that follow.

    It ends with a colon (oas-3 l. 198-200), or the section's first number is printed in the line of a later one.
    """
    if items[0].label is not None or items[0].is_list:
        return False
    printed = next((item.label for item in items if item.label is not None), None)
    label = read_label(printed, section.numbering) if printed and not section.numbers else None
    return items[0].text.endswith(":") or (label is not None and label.value == first)


def _is_proposal(text: str) -> bool:
    return PROPOSAL.fullmatch(text) is not None or OPTION.match(text) is not None


def _place_left(left: list[LoneNumber], numbered: list[Numbered], numbering: str) -> list[LoneNumber]:
    """On pages that print only some of the numbers, give each to the paragraph that has it by the sequence."""
    unplaced = []
    for number in left:
        label = read_label(number.label, numbering)
        owner = next(
            (
                paragraph
                for paragraph in numbered
                if label is not None
                and _is_near(paragraph.page, number.piece.page)
                and paragraph.label_piece is None
                and read_label(paragraph.number, numbering) == label
            ),
            None,
        )
        if owner is None:
            unplaced.append(number)
        else:
            owner.label_piece, owner.is_inferred = number.piece, False
    return unplaced


def _is_near(page: int | None, other: int | None) -> bool:
    """Tell whether two pages are the same or adjacent: a number may be at the foot of the page before."""
    return page == other or (page is not None and other is not None and abs(page - other) == 1)


def _set_numbers_aside(maker: _RecordMaker, numbers: Sequence[LoneNumber]) -> None:
    for number in numbers:
        maker.made.append(exclude(number.piece, "number-unplaced"))
        why = f"the number {number.label} is printed, but no paragraph of its page has it"
        maker.made.append(maker.issue("number_unplaced", "doubt", None, number.piece.page, why))


def _first_label(sections: Sequence[Section]) -> int | None:
    """Return the first number printed in the next section of the same numbering; None if it starts again at 1."""
    for section in sections:
        if section.rule is None or section.rule.restarts or not (section.numbers or section.paragraphs):
            return None
        printed = [item.label for item in section.paragraphs[:1]] + [number.label for number in section.numbers[:1]]
        values = [label.value for text in printed if text and (label := read_label(text, section.numbering))]
        if values:
            return values[0]
    return None


def rebuild_directive_list(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, language: Language) -> Records:
    """Return directives, provisions, provenance and issues of a framework of numbered paragraphs, in document order.

    Numbers are matched section by section. Inferred numbers, and numbers without a paragraph, are in `issues`.
    Refuses (LayoutMismatch) a document without any paragraph below a heading of the profile.
    """
    blocks, excluded = blocks_of(lines, profile)
    reader = ListReader(profile, language, blocks)
    for block in blocks:
        reader.take(block)
    reader.finish()
    maker = _RecordMaker(plan_id)
    number = 1
    for index, section in enumerate(reader.sections):
        first = 1 if section.rule is None or section.rule.restarts else number
        number = _make_section(maker, section, first, _first_label(reader.sections[index + 1 :]))
    if not any(isinstance(record, Directive) for record in maker.made):
        found = "no paragraph stands below a heading that the profile knows"
        remedy = "Add the document's headings as [[heading]] to its profile, each with its `kind`."
        raise LayoutMismatch(lines[0].source_file, found, remedy)
    for footnote in reader.footnotes:
        maker.provision("footnote", footnote, None, re.match(r"(?P<number>\d+)\.?\s+", footnote.text))
    return Records([*maker.made, *excluded])
