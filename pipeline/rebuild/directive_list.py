"""Frameworks printed as numbered paragraphs under headings, also from a scan (oas-3). Difficulties met:

- paragraphs continue over page breaks, footnotes and URLs (l. 93-107), are cut by a blank line (l. 172, 557, 818), also
  inside a bracket (l. 864); two may form one block at the top of a page (l. 562-569);
- a list inside a paragraph (i to vii, l. 424-447) belongs to it;
- a heading is cut inside its bracket (l. 768-770), its number misread (`VIIl.` l. 1073) or printed twice (V.);
- the sentence that announces a list (l. 198-200) is no item of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import LayoutMismatch
from ..language import Language
from ..layouts import Heading, Profile
from ..patterns import profile_pattern
from ..records import Directive, Issue, PrintedLine, Provision, Records
from ..text import is_finished, small_number
from .blocks import Block, LoneNumber, blocks_of, page_pieces
from .numbering import Numbered, match_lone_numbers, number_paragraphs, read_label
from .pieces import (
    Piece,
    cells_of,
    drawn_on,
    exclude,
    page_span,
    printed_directive,
    split_at,
    text_of,
)
from .roman import roman_value

LIST_ITEM = re.compile(r"(?:(?:[ivxl]+\.?|[a-z]\))\s|[•·▪–-]\s*)\S", re.IGNORECASE)
OWN_ARABIC = re.compile(  # a full stop that a scan has read as a comma is one before a capital: `94, Incentivar`
    r"(?P<number>\d+\s?(?i:bis|ter|quater|alt)?)(?:[.)](?:\s+(?=\S)|(?=[^\W\d]))|,\s+(?=[A-ZÁÉÍÓÚÑ\[]))"
)
OWN_ROMAN = re.compile(r"(?P<number>[ivxl]+)[.,)]\s+(?=\S)", re.IGNORECASE)
CAPITALS = re.compile(r"(?:[IVX]+\.\s+)?[^\W\d_a-záéíóúüñ]{2,}(?:[^a-záéíóúüñ\[\]])*")
YEAR = re.compile(r"(?:19|20)\d\d[.)]\s")
IN_BRACKET = re.compile(r"\[\s*(?P<number>\d+\s?(?:bis|ter|quater|alt))\b", re.IGNORECASE)
HEADING_NUMBER = re.compile(r"(?P<number>[IVXl]+)\.\s+(?=\S)")
PROPOSAL = re.compile(r"(?:[A-Z]{2,4}\s*:\s*)?\[[^\]]*\]?\s*")


@dataclass(slots=True)
class Paragraph:
    """The blocks of one paragraph, and the number printed before it."""

    blocks: list[Block]
    label: str | None
    is_list: bool = False  # the last words belong to a list of items, or announce one

    @property
    def text(self) -> str:
        """The words of the paragraph, with its number; lines are joined by one space."""
        return text_of([piece for block in self.blocks for piece in block.pieces])


@dataclass(slots=True)
class Section:
    """A heading and the paragraphs below it."""

    heading: Paragraph | None
    rule: Heading | None
    is_guessed: bool = False  # True if no pattern of the profile fits its heading
    paragraphs: list[Paragraph] = field(default_factory=list)
    numbers: list[LoneNumber] = field(default_factory=list)

    @property
    def numbering(self) -> str:
        """How its paragraphs are numbered."""
        return (self.rule.numbering if self.rule else None) or "arabic"


def has_open_bracket(text: str) -> bool:
    """Tell whether the last bracket opened is not closed."""
    return text.rfind("[") > text.rfind("]")


def goes_on(before: str, after: str, language: Language) -> bool:
    """Tell whether a block continues the paragraph before it.

    `a fin de que:` continues in lower case on the next page (oas-3 l. 467-480); `personas; y` is the end of an item.
    """
    if before.endswith(":"):
        return after[:1].islower()
    if is_finished(before) or language.ends_with_joiner(before):
        return False
    return after[:1].islower() or has_open_bracket(before) or language.is_open(before)


class _ListReader:
    """Sorts one block after another into sections, paragraphs and footnotes."""

    def __init__(self, profile: Profile, language: Language) -> None:
        self._profile = profile
        self._language = language
        self._headings = [(rule, profile_pattern(rule.pattern)) for rule in profile.heading]
        self._footnote_page: int | None = None
        self.sections = [Section(None, None)]
        self.footnotes: list[Paragraph] = []

    def take(self, block: Block | LoneNumber) -> None:
        """Sort one block."""
        section = self.sections[-1]
        if isinstance(block, LoneNumber):
            section.numbers.append(block)
        elif self._is_footnote(block):
            self._take_footnote(block)
        elif rule := self._heading(block):
            self.sections.append(Section(Paragraph([block], None), rule))
        elif self._goes_on(block):
            self._open(section).blocks.append(block)
        elif self._continues_footnote(block):
            self.footnotes[-1].blocks.append(block)
        elif section.rule is not None and self._looks_like_heading(block.text):
            rule = section.rule.model_copy(update={"restarts": False})
            self.sections.append(Section(Paragraph([block], None), rule, is_guessed=True))
        else:
            section.paragraphs.append(Paragraph([block], self._own_label(block.text)))

    def _looks_like_heading(self, text: str) -> bool:
        return self._own_label(text) is None and CAPITALS.fullmatch(text) is not None

    def _open(self, section: Section) -> Paragraph:
        return section.paragraphs[-1] if section.paragraphs or section.heading is None else section.heading

    def _is_footnote(self, block: Block) -> bool:
        """Tell whether a block is a footnote: it follows one on its page, or has the number of the next footnote.

        In a section of Arabic numbers the next paragraph's own number comes first (oas-3 l. 1075).
        """
        if block.role or self._profile.footnote is None:
            return block.role == "footnote"
        if block.page is not None and self._footnote_page == block.page:
            return True
        match = profile_pattern(self._profile.footnote).fullmatch(block.text)
        is_next = match is not None and small_number(match["number"]) == len(self.footnotes) + 1
        section = self.sections[-1]
        return is_next and (section.rule is None or section.numbering == "roman")

    def _continues_footnote(self, block: Block) -> bool:
        """Tell whether a block continues a footnote of the page before: in mid-sentence, though the paragraph ended."""
        if not self.footnotes or block.page is None or self._footnote_page != block.page - 1:
            return False
        return block.text[:1].islower() and goes_on(self.footnotes[-1].text, block.text, self._language)

    def _take_footnote(self, block: Block) -> None:
        match = profile_pattern(self._profile.footnote or "").fullmatch(block.text)
        if match is not None and small_number(match["number"]) == len(self.footnotes) + 1:
            self.footnotes.append(Paragraph([block], match["number"]))
        elif not self.footnotes:
            self.footnotes.append(Paragraph([block], None))
        else:
            self.footnotes[-1].blocks.append(block)
        self._footnote_page = block.page

    def _goes_on(self, block: Block) -> bool:
        section = self.sections[-1]
        if not section.paragraphs and section.heading is None:
            return False
        paragraph = self._open(section)
        is_item = section.numbering == "arabic" and LIST_ITEM.match(block.text) is not None
        if is_item and (paragraph.is_list or paragraph.text.endswith(":")):
            paragraph.is_list = True
            return True
        if YEAR.match(block.text) and not is_finished(paragraph.text):
            return True
        return self._own_label(block.text) is None and goes_on(paragraph.text, block.text, self._language)

    def _heading(self, block: Block) -> Heading | None:
        return next((rule for rule, pattern in self._headings if pattern.fullmatch(block.text)), None)

    def _own_label(self, text: str) -> str | None:
        if inside := IN_BRACKET.match(text):
            return inside["number"]
        if self.sections[-1].rule is None:
            return None
        pattern = OWN_ROMAN if self.sections[-1].numbering == "roman" else OWN_ARABIC
        match = pattern.match(text)
        return match["number"] if match else None


class _RecordMaker:
    """Makes the records of sections, with ids, places and issues."""

    def __init__(self, plan_id: str) -> None:
        self._plan_id = plan_id
        self._taken: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self.made: list[Any] = []

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
        self.made += [*cells_of(record_id, "text", body), *drawn_on(record_id, body)]

    def directive(self, kind: str, paragraph: Paragraph, numbered: Numbered, section: str | None) -> None:
        """Add a directive, objective, principle or mandate with its places and doubts."""
        printed_apart = numbered.own_label is None or IN_BRACKET.match(paragraph.text)
        pattern = OWN_ROMAN if roman_value(numbered.own_label or "") else OWN_ARABIC
        label_piece, body, text = _split_label(paragraph, None if printed_apart else pattern.match(paragraph.text))
        if numbered.label_piece:
            label_piece = [numbered.label_piece]
        record_id = self.record_id(kind, numbered.number)
        start, end = page_span(body)
        self.made.append(
            printed_directive(record_id, section, (numbered.number, numbered.is_inferred), text, (start, end))
        )
        self.made += cells_of(record_id, "number", label_piece)
        self.made += [*cells_of(record_id, "text", body), *drawn_on(record_id, body)]
        self.made += [self.issue(code, severity, record_id, start, why) for code, severity, why in numbered.doubts]
        if numbered.is_inferred and not numbered.doubts:
            why = "no number that can be read stands beside it: it follows from the sequence"
            self.made.append(self.issue("number_inferred", "info", record_id, start, why))

    def issue(self, code: str, severity: str, record_id: str | None, page: int | None, detail: str) -> Issue:
        """Return an issue of this stage."""
        return Issue(code, severity, "rebuild", self._plan_id, record_id, page, detail, None)


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
    title = None
    if section.heading is not None:
        label = HEADING_NUMBER.match(section.heading.text)
        maker.provision("heading", section.heading, None, label)
        title = section.heading.text[label.end() if label else 0 :]
        if section.is_guessed:
            why = "no pattern of the profile knows this heading: it is taken as one because it stands in capitals"
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
    numbered = [Numbered(item.blocks[0].page, _is_proposal(item.text), item.label) for item in items]
    left = match_lone_numbers(numbered, section.numbers, section.numbering)
    after = number_paragraphs(numbered, section.numbering, first, end)
    left = _place_left(left, numbered, section.numbering)
    for item, number in zip(items, numbered, strict=True):
        maker.directive(kind or "directive", item, number, title)
    _set_numbers_aside(maker, left)
    return after


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
    return PROPOSAL.fullmatch(text) is not None


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
        why = f"the number {number.label} is printed, but no paragraph of its page bears it"
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
    reader = _ListReader(profile, language)
    for block in blocks:
        reader.take(block)
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
