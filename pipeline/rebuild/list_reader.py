"""Sorts the blocks of a list of numbered paragraphs into sections, paragraphs and footnotes.

A block begins a paragraph with a number of its own, or with one printed right before it. A number without a full
stop counts only if it is the next number. A paragraph that a page cuts is one; a list within a paragraph is part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..language import Language
from ..layouts import Heading, Profile
from ..patterns import profile_pattern
from ..text import CAPITAL, NUMBER_SUFFIX, ORDINAL_SUFFIX, SMALL, fold, is_finished, small_number
from .blocks import Block, LoneNumber
from .numbering import Numbered, read_label
from .pieces import text_of
from .roman_numerals import roman_value

LIST_ITEM = re.compile(r"(?:(?:[ivxl]+\.?|[a-z]\))\s|[•·▪–-]\s*)\S", re.IGNORECASE)
OWN_ARABIC = re.compile(  # a full stop that a scan has read as a comma is one before a capital: `94, Incentivar`
    rf"\(?(?P<number>\d+(?i:{ORDINAL_SUFFIX})?)(?:(?:\.[-–—]|\s?[.)]|[°º]\.?)(?:\s+(?=\S)|(?=[^\W\d]))|"
    rf",\s+(?=[{CAPITAL}\[])|(?<=[a-zA-Z])\s+(?=[{CAPITAL}¿“\"«\[]))"
)
OWN_LETTER = re.compile(r"\(?(?P<number>[a-z])(?:\.[-–—]|[.)])\s+(?=\S)", re.IGNORECASE)
BARE = re.compile(  # without a full stop: only where the number is the next one
    rf"(?P<number>\d{{1,3}}(?i:{NUMBER_SUFFIX})?|[ivxlIVXL]+|[a-zA-Z])\s+(?=[{CAPITAL}¿“\"«\[])"
)
ITEM_AT_END = re.compile(  # "…; y vii." at the end of a line: its words stand on the next
    r"[;,:]\s+(?:(?:y|e|o|u|and|or|ou)\s+)?\(?(?:[ivxl]+|[a-z]|\d{1,2})[.)]$", re.IGNORECASE
)
ITEM = re.compile(r"\(?(?P<number>[ivxl]+|[a-z])[.)]\s", re.IGNORECASE)
OWN_ROMAN = re.compile(  # "iv.", "iv,", "(iv)", "IV.-", "IVº", "IV.º", "IV –", "IV bis.", "IV bis Apoyar"
    rf"\(?(?P<number>[ivxl]+(?:{NUMBER_SUFFIX})?)(?:(?:\.[-–—]|[.,)]|\.?[°º](?:[.)]|\.?[-–—])?|\s[-–—])\s+(?=\S)|"
    r"(?:(?<=bis)|(?<=ter)|(?<=alt))\s+(?=\S))",
    re.IGNORECASE,
)
LOOSE = {  # of scans, only where the number is the next one: "X ¡.", "1x.", "A . Adoptar" for 4
    "roman": re.compile(r"(?P<number>[tivxlIVXL1¡!|]{1,6}(?:\s[ivxlIVXL1¡!|]{1,3})?)\s?[.,)]\s+(?=\S)"),
    "arabic": re.compile(rf"(?P<number>[\dAOSZBIl]{{1,3}})\s?\.\s+(?=[{CAPITAL}¿“\"«\[])"),
}
ONLY_I = re.compile(r"[1Il|!¡]{1,3}")
PREFIXED = re.compile(  # preambular and operative paragraphs of resolutions: "PP3 Recalling", "OP2 bis. Urges"
    rf"(?P<prefix>[OP]P)\s?(?P<number>\d{{1,2}}(?i:{NUMBER_SUFFIX})?)[.:)]?\s+(?=\S)"
)
DECIMAL = re.compile(  # "1.2. Las Partes", "3.1 [Cada Parte]": the number of an article before the paragraph's own
    rf"(?P<prefix>\d{{1,2}}\.)(?P<number>\d{{1,2}}(?i:{NUMBER_SUFFIX})?)\.?\)?\s+(?=[{CAPITAL}¿“\"«\[])"
)
OWN = {"roman": OWN_ROMAN, "letters": OWN_LETTER, "arabic": OWN_ARABIC}
CAPITALS = re.compile(rf"(?:[IVX]+\.\s+)?[^\W\d_{SMALL}]{{2,}}(?:[^{SMALL}\[\]])*")
TITLE = re.compile(r"[^\W\d_a-z][^\[\]]*[^.;,:\[\]]")  # begins with a capital, ends without a mark
MOST_WORDS = 18  # of a heading
INDENT = 0.6  # of the type size: the text behind a hanging number stands at least as far in
CLOSING = re.compile(r"[^\s()]{1,12}\)\s")  # "189) y": the end of "(Convenio nº 189)"
YEAR = re.compile(r"(?:19|20)\d\d[.)]\s")
IN_BRACKET = re.compile(rf"\[\s*(?P<number>\d+{NUMBER_SUFFIX})\b", re.IGNORECASE)


@dataclass(slots=True)
class Paragraph:
    """The blocks of one paragraph, and the number printed before it."""

    blocks: list[Block]
    label: str | None
    is_list: bool = False  # the last words belong to a list of items, or announce one
    number: LoneNumber | None = None  # printed apart, right before it

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
    prefix: str = ""  # letters before each of its numbers: OP
    paragraphs: list[Paragraph] = field(default_factory=list)
    numbers: list[LoneNumber] = field(default_factory=list)

    @property
    def numbering(self) -> str:
        """How its paragraphs are numbered."""
        return (self.rule.numbering if self.rule else None) or "arabic"


def has_open_bracket(text: str) -> bool:
    """Tell whether the last bracket opened is not closed."""
    return text.rfind("[") > text.rfind("]")


def closes_bracket(text: str) -> bool:
    """Tell whether a text closes a bracket that it does not open: "condición indígena] [CRI: …"."""
    closing = text.find("]")
    return closing >= 0 and "[" not in text[:closing]


def goes_on(before: str, after: str, language: Language) -> bool:
    """Tell whether a block continues the paragraph before it.

    `a fin de que:` continues in lower case on the next page (oas-3 l. 467-480); `personas; y` is the end of an item.
    A list's number at the end of a line (`y vii.`) goes on with whatever follows, an open bracket with what closes it.
    """
    if ITEM_AT_END.search(before) or (has_open_bracket(before) and closes_bracket(after)):
        return True
    if before.endswith(":"):
        return after[:1].islower()
    if is_finished(before) or language.ends_with_joiner(before):
        return False
    return after.startswith("[") or after[:1].islower() or has_open_bracket(before) or language.is_open(before)


def is_rest(paragraph: Paragraph, block: Block) -> bool:
    """Tell whether a block that begins with a capital is the rest of a sentence: "en Materia" | "Penal; V. …".

    It stands on the next page, or further in than the paragraph's number, as the lines of that paragraph do. In a
    scan's text dump numbers are printed apart, so that a paragraph without one may be the next.
    """
    last, here = paragraph.blocks[-1].pieces[-1], block.pieces[0]
    is_other = block.stands_out or block.text.startswith("[")
    if here.box is None or paragraph.label is None or is_other or is_finished(paragraph.text):
        return False
    if here.page is not None and here.page == (last.page or 0) + 1:
        return True
    first = paragraph.number.piece if paragraph.number else paragraph.blocks[0].pieces[0]
    if here.page != last.page or first.box is None:
        return False
    return 0 < INDENT * block.size < here.box[0] - first.box[0]


class ListReader:
    """Sorts one block after another into sections, paragraphs and footnotes."""

    def __init__(self, profile: Profile, language: Language, blocks: Iterable[Block | LoneNumber] = ()) -> None:
        """Take the profile, the language, and the blocks to come: among them the headings that stand out."""
        self._profile = profile
        self._language = language
        self._headings = [(rule, profile_pattern(rule.pattern)) for rule in profile.heading]
        self._outstanding = {fold(each.text) for each in blocks if isinstance(each, Block) and each.stands_out}
        self._footnote_page: int | None = None
        self._waiting: LoneNumber | None = None  # a number printed right before the next paragraph
        self._last = 0  # number of the section's last paragraph
        self.sections = [Section(None, None)]
        self.footnotes: list[Paragraph] = []

    def take(self, block: Block | LoneNumber) -> None:
        """Sort one block."""
        section = self.sections[-1]
        if isinstance(block, LoneNumber):
            self._take_number(block)
        elif self._is_footnote(block):
            self._take_footnote(block)
        elif rule := self._heading(block):
            self._open_section(Section(Paragraph([block], None), rule))
        elif self._waiting is None and self._goes_on(block):
            self._open(section).blocks.append(block)
        elif self._waiting is None and self._continues_footnote(block):
            self.footnotes[-1].blocks.append(block)
        elif section.rule is not None and self._looks_like_heading(block):
            rule = section.rule.model_copy(update={"restarts": False})
            self._open_section(Section(Paragraph([block], None), rule, is_guessed=True))
        else:
            self._begin(block)

    def _take_number(self, number: LoneNumber) -> None:
        """Keep a number printed apart: for the next paragraph, or with those that are matched by page."""
        value = self._value(number.label)
        is_next = value is not None and value in (self._last, self._last + 1)
        if number.is_bare and (not is_next or self._waiting is not None):
            self.take(Block((number.piece,)))
            return
        self.finish()
        if number.is_drawn and is_next:
            self._waiting = number
        else:
            self.sections[-1].numbers.append(number)

    def finish(self) -> None:
        """Put a number that no paragraph follows with those that are matched by page."""
        if self._waiting is not None:
            self.sections[-1].numbers.append(self._waiting)
            self._waiting = None

    def _open_section(self, section: Section) -> None:
        self.finish()
        self.sections.append(section)
        if section.rule is not None and section.rule.restarts:
            self._last = 0

    def _begin(self, block: Block) -> None:
        """Begin a paragraph with a block, and with the number that waits for one."""
        number, self._waiting = self._waiting, None
        self._follow_prefix(block.text)
        label = number.label if number else self._own_label(block.text)
        self.sections[-1].paragraphs.append(Paragraph([block], label, number=number))
        value = self._value(label) if label else None
        if label and value is not None and value <= self._last and self._may_be_short(label):
            value = self._last + 1
        self._last = value if value is not None else self._last

    def _follow_prefix(self, text: str) -> None:
        """Open a section of its own where the letters before the numbers change: OP1 after PP9."""
        section = self.sections[-1]
        match = self._prefixed(text) if section.rule is not None and section.numbering == "arabic" else None
        if match is None or match["prefix"] == section.prefix or section.rule is None:
            return
        if section.paragraphs:
            self._open_section(Section(None, section.rule.model_copy(update={"restarts": True})))
        elif match["prefix"][-1:] == ".":
            section.rule, self._last = section.rule.model_copy(update={"restarts": True}), 0
        self.sections[-1].prefix = match["prefix"]

    def _prefixed(self, text: str) -> re.Match[str] | None:
        """Return a number behind letters or an article's number; the second only if its section has no other kind."""
        section = self.sections[-1]
        is_decimal = section.prefix[-1:] == "." or not section.paragraphs
        return PREFIXED.match(text) or (DECIMAL.match(text) if is_decimal else None)

    def _value(self, label: str) -> int | None:
        """Return what a printed number says in the section's numbering, None outside of numbered sections."""
        section = self.sections[-1]
        read = read_label(label, section.numbering) if section.rule is not None else None
        return None if read is None else read.value

    def _looks_like_heading(self, block: Block) -> bool:
        if self._own_label(block.text) is not None:
            return False
        is_title = (
            block.stands_out and len(block.text.split()) <= MOST_WORDS and TITLE.fullmatch(block.text) is not None
        )
        return is_title or CAPITALS.fullmatch(block.text) is not None

    def _open(self, section: Section) -> Paragraph:
        return section.paragraphs[-1] if section.paragraphs or section.heading is None else section.heading

    def _is_footnote(self, block: Block) -> bool:
        """Tell whether a block is a footnote: it follows one on its page, or has the number of the next footnote.

        In a section of Arabic numbers the next paragraph's own number comes first (oas-3 l. 1075).
        """
        if block.role or self._profile.footnote is None or block.pieces[0].box is not None:
            return block.role == "footnote"  # a page's type shows it: "11. Promover" of a scan is ii. of a list
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
        if is_item and (paragraph.is_list or paragraph.text.endswith(":") or follows_item(paragraph.text, block.text)):
            paragraph.is_list = True
            return True
        if YEAR.match(block.text) and not is_finished(paragraph.text):
            return True
        if CLOSING.match(block.text) and paragraph.text.count("(") > paragraph.text.count(")"):
            return True
        if self._own_label(block.text) is not None:
            return False
        return goes_on(paragraph.text, block.text, self._language) or is_rest(paragraph, block)

    def _heading(self, block: Block) -> Heading | None:
        """Return the rule of a heading: told by its words, and where it stands out, in whatever case they are.

        The same words in plain type are none where they stand out elsewhere: a table of contents has them, too.
        """
        if not block.stands_out and fold(block.text) in self._outstanding:
            return None
        texts = (block.text, block.text.upper()) if block.stands_out else (block.text,)
        return next((rule for rule, pattern in self._headings if any(map(pattern.fullmatch, texts))), None)

    def _own_label(self, text: str) -> str | None:
        if inside := IN_BRACKET.match(text):
            return inside["number"]
        if self.sections[-1].rule is None:
            return None
        match = OWN[self.sections[-1].numbering].match(text)
        if match is None and self.sections[-1].numbering == "arabic":
            match = self._prefixed(text)
        if match is None and (loose := self._loose_label(text)) is not None:
            return loose
        if match is None and (bare := BARE.match(text)) is not None:
            value = self._value(bare["number"])
            is_suffixed = not bare["number"].isalnum() or bare["number"][-1:].isalpha()
            match = bare if value == self._last + 1 or (value == self._last and value and is_suffixed) else None
        return match["number"] if match else None

    def _loose_label(self, text: str) -> str | None:
        """Return a number that a scan has read with other letters, where it is the next one."""
        pattern = LOOSE.get(self.sections[-1].numbering)
        match = pattern.match(text) if pattern else None
        if match is None:
            return None
        is_next = self._value(match["number"]) == self._last + 1
        return match["number"] if is_next or self._may_be_short(match["number"]) else None

    def _may_be_short(self, label: str) -> bool:
        """Tell whether a scan may have lost a stroke of a number: "1." for "ii.", where ii or iii is the next."""
        is_roman = self.sections[-1].numbering == "roman"
        return is_roman and ONLY_I.fullmatch(label) is not None and 1 <= self._last < len("iii")


def follows_item(before: str, text: str) -> bool:
    """Tell whether a text is the next item of a list that stands within a paragraph: "ii. …; iii. …"."""
    item = ITEM.match(text)
    value = roman_value(item["number"]) if item else None
    if item is None or not before.endswith((";", ",", ".", " y", " e", " o")):
        return False
    earlier = [found["number"].lower() for found in ITEM.finditer(before)]
    is_next_roman = value is not None and value > 1 and any(roman_value(each) == value - 1 for each in earlier[-3:])
    is_next_letter = len(item["number"]) == 1 and any(ord(each[0]) == ord(item["number"].lower()) - 1
                                                      for each in earlier[-3:] if len(each) == 1)  # fmt: skip
    return is_next_roman or is_next_letter


def printed_label(numbered: Numbered, text: str) -> re.Match[str] | None:
    """Return the number at the beginning of a paragraph's words."""
    found = (pattern.match(text) for pattern in (*OWN.values(), PREFIXED, DECIMAL, BARE, *LOOSE.values()))
    return next((match for match in found if match and match["number"] == numbered.own_label), None)
