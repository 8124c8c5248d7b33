"""Drafts the profile of a document of paragraphs: its kind, its headings, and the marks of its units.

- directives dumped cell by cell, a tab before each cell (oas-2);
- numbered paragraphs under headings in capitals, numbers torn off by a scan (oas-3), headings misread (DIRETRICES);
- programmes: marks before their units, which mean what the heading over them says (ar-restitucion).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..records import PrintedLine
from ..reference.conventions import is_draft
from ..reference.headers import YEAR, header_key, read_header_words
from ..reference.plan_words import read_plan_words
from ..text import fold
from .draft_headers import printed
from .draft_numbers import begins_anew, first_label, last_number, numbering_of, values_of
from .draft_sections import line_before_list, sections_by_look

WORDS = read_plan_words()
NEAR = 88.0  # of 100: DIRETRICES is DIRECTRICES
CLAUSES = tuple(rf"(?P<number>{'|'.join(ordinals)}):\s+(?P<text>.+)" for ordinals in WORDS.clauses)
MARKS = {  # pattern of a unit's first line → the least number of such lines that makes it one
    r"[•·▪●]\s*(?P<text>.+)": 2,
    r"(?P<number>[a-z])\)\s+(?P<text>.+)": 2,
    r"(?P<number>\d+)\)\s+(?P<text>.+)": 2,
    r"(?P<number>\d+)[.]-?\s+(?P<text>.+)": 2,
    r"(?P<number>\d+)\s+(?P<text>[A-ZÁÉÍÓÚÑ].+)": 3,
    r"-\s*(?P<text>[^-\s].*)": 2,
    **dict.fromkeys(CLAUSES, 2),
}
ROMAN_HEADING = r"(?P<number>[IVXLC]+)[.\-–)]+\s+(?P<text>.+)"
LETTER_HEADING = r"(?P<number>[a-z])\.-\s+(?P<text>.+)"
ANNEX = r"(?P<text>ANEXO(?: [IVXLC]+| \d+)?)"
CAPITALS = r"(?P<text>[^a-záéíóúñ\d:“”]+)"
OWN_NUMBER = r"(?:[IVXl]+\.\s+)?"
OWN_HEADING = re.compile(r"(?:(?P<number>[IVXl]+)[.\-–)]+\s+)?(?P<text>.+)")


@dataclass(frozen=True, slots=True)
class HeadingDraft:
    """A heading of a list of directives."""

    text: str
    kind: str
    line: int | None
    numbering: str = "arabic"
    restarts: bool = False
    is_whole: bool = False  # found by its type or capitals, so the pattern holds all words of the heading


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit of a programme."""

    pattern: str
    kind: str
    under: tuple[str, ...] = ()
    capitals_go_on: bool = False


@dataclass
class _Section:
    heading: HeadingDraft
    labels: list[str] = field(default_factory=list)


def is_capitals(text: str) -> bool:
    """Tell whether a line is printed in capitals: letters, none of them small."""
    return any(char.isalpha() for char in text) and text == text.upper()


def guess_kind(lines: Sequence[PrintedLine], raw: str, *, is_dump: bool = True) -> str:
    """Return the kind of a document from the look of its lines, as the manifest names it.

    Wide rows make a matrix of a text dump alone: of a PDF, its tables have been looked at before.
    """
    wide = [line for line in lines if len(printed(line)) >= 3] if is_dump else []
    if len(wide) >= 3:
        years = max(sum(YEAR.search(cell) is not None and len(cell) < 12 for cell in line.cells) for line in wide)
        return "operational-matrix" if years >= 2 else "action-matrix"
    by_cells = sum(len(line.cells) > 1 and not line.cells[0] for line in lines)
    heads = {header_key(label) for label in read_header_words().columns["text"]}
    named = any(header_key(cell) in heads for line in lines if len(line.cells) > 1 for cell in line.cells)
    if named or (by_cells >= 4 and 4 * by_cells >= len(lines)):
        return "directive-table"
    if is_draft(raw) or any(kind != "objective" for _, kind in _list_headings(lines)):
        return "directive-list"
    return "programme"


def _word_kind(text: str) -> str | None:
    from rapidfuzz import fuzz

    match = OWN_HEADING.fullmatch(text)
    words = re.findall(r"[a-z]+", fold(match["text"])) if match else []
    if not words:
        return None
    ranked = max(WORDS.list_kinds, key=lambda word: fuzz.ratio(words[0], word))
    return WORDS.list_kinds[ranked] if fuzz.ratio(words[0], ranked) >= NEAR else None


def _list_headings(lines: Sequence[PrintedLine]) -> Iterator[tuple[PrintedLine, str]]:
    """Yield the lines in capitals that stand apart and say that a list follows, with the kind of its items."""
    for line in lines:
        text = " ".join(printed(line))
        if is_capitals(re.sub(r"\[[^\]]*\]?|(?<=[IVX])l+(?=\.)", "", text)) and (kind := _word_kind(text)):
            yield line, kind


def list_headings(lines: Sequence[PrintedLine]) -> list[HeadingDraft]:
    """Return the headings of a list of directives, with how what stands below them is numbered."""
    starts = {line.line: kind for line, kind in _list_headings(lines)}
    looks = {line.line for line in _by_look(lines, starts)}
    sections: list[_Section] = []
    for line in lines:
        text = " ".join(printed(line))
        if line.line in starts or line.line in looks:
            kind = starts.get(line.line, "directive")
            sections.append(_Section(HeadingDraft(text, kind, line.line, is_whole=line.line in looks)))
        elif sections and (label := first_label(text, sections[-1].labels)):
            sections[-1].labels.append(label)
    kinds = [section.heading.kind for section in sections]
    drafts: list[HeadingDraft] = []
    last = 0
    for place, section in enumerate(sections):
        numbering = numbering_of(section.labels)
        values = values_of(section.labels, numbering)
        is_first = kinds.index(kinds[place]) == place
        restarts = begins_anew(values, last) if values else is_first or kinds[place] != "directive"
        drafts.append(replace(section.heading, numbering=numbering, restarts=restarts))
        last = last_number(values, 0 if restarts else last)
    return drafts


def _by_look(lines: Sequence[PrintedLine], named: Mapping[int | None, str]) -> list[PrintedLine]:
    """Return the headings that no word tells: by their make-up, else the line before the list where none is told."""
    found = [line for line in sections_by_look(lines) if line.line not in named]
    if named:
        looks = {(line.is_bold, is_capitals(" ".join(printed(line)))) for line in lines if line.line in named}
        return [line for line in found if (line.is_bold, is_capitals(" ".join(printed(line)))) in looks]
    before = line_before_list(lines)
    return found or ([before] if before is not None else [])


def first_footnote(lines: Sequence[PrintedLine], headings: Sequence[HeadingDraft]) -> PrintedLine | None:
    """Return the line of a note no. 1 that stands before the first list begins: nothing else is numbered there."""
    first = headings[0].line if headings else None
    before = [line for line in lines if first is not None and line.line is not None and line.line < first]
    return next((line for line in before if re.match(r"1\.\s+\S", " ".join(printed(line)))), None)


def heading_pattern(text: str) -> str:
    """Return a pattern that fits a heading: its first words, the number in front optional, capitals after them."""
    words = _title(text)
    is_whole = len(words) <= 2 and words == _title(text, to_bracket=False)
    return OWN_NUMBER + " ".join(map(re.escape, words[:2])) + (":?" if is_whole else " [^a-z]+")


def _title(text: str, *, to_bracket: bool = True) -> list[str]:
    match = OWN_HEADING.fullmatch(text)
    title = (match["text"] if match else text).rstrip(" :")
    return (re.sub(r"\s*\[.*", "", title) if to_bracket else title).split()


def heading_patterns(headings: Sequence[HeadingDraft]) -> dict[str, HeadingDraft]:
    """Return each pattern that the headings need, with the first heading that it is for; the first that fits counts.

    Headings that begin with the same two words share a pattern where what stands below them is numbered alike. Where
    one begins anew and another goes on, each that differs from the last of them has a pattern of all its words. The
    document's first heading begins with 1 in any case.
    """
    shared: dict[str, list[HeadingDraft]] = {}
    patterns: dict[str, HeadingDraft] = {}
    for heading in headings:
        if heading.is_whole:
            patterns.setdefault(r"\s+".join(map(re.escape, heading.text.split())), heading)
            continue
        shared.setdefault(heading_pattern(heading.text), []).append(heading)
    for pattern, group in shared.items():
        usual = group[-1]
        if group[0] is headings[0]:
            group[0] = replace(group[0], restarts=usual.restarts)
        for heading in group:
            if not _is_numbered_alike(heading, usual):
                patterns.setdefault(_whole_pattern(heading, group), heading)
        patterns.setdefault(pattern, next(each for each in group if _is_numbered_alike(each, usual)))
    return patterns


def _is_numbered_alike(heading: HeadingDraft, other: HeadingDraft) -> bool:
    return (heading.numbering, heading.restarts) == (other.numbering, other.restarts)


def _whole_pattern(heading: HeadingDraft, group: Sequence[HeadingDraft]) -> str:
    """Return a pattern of all words of a heading; a second line may follow where no other heading goes on so."""
    words = _title(heading.text)
    longer = (_title(other.text) for other in group if not _is_numbered_alike(other, heading))
    is_part = any(other[: len(words)] == words for other in longer)
    return OWN_NUMBER + " ".join(map(re.escape, words)) + (":?" if is_part else "[^a-z]*")


def programme_units(lines: Sequence[PrintedLine]) -> list[UnitDraft]:
    """Return the units of a programme: headings first, then the marks found, each under the headings that name it."""
    texts = [" ".join(printed(line)) for line in lines]
    headings = [pattern for pattern in (ANNEX, ROMAN_HEADING, LETTER_HEADING) if _count(pattern, texts)]
    units = [UnitDraft(pattern, "heading", capitals_go_on=pattern != ANNEX) for pattern in headings]
    for pattern, least in MARKS.items():
        if _count(pattern, texts) >= least:
            units += _units_of_mark(pattern, texts)
    return [*units, UnitDraft(CAPITALS, "heading", capitals_go_on=True)]


def _count(pattern: str, texts: Sequence[str]) -> int:
    return sum(re.fullmatch(pattern, text) is not None for text in texts)


def _units_of_mark(pattern: str, texts: Sequence[str]) -> list[UnitDraft]:
    """Return the units that a mark shows: one kind under the headings that name one, else paragraphs."""
    if pattern in CLAUSES:
        return [UnitDraft(pattern, "clause")]
    under: dict[str, list[str]] = {}
    number, kind = "", "paragraph"
    found: Counter[str] = Counter()
    for text in texts:
        if heading := re.fullmatch(ROMAN_HEADING, text):
            number = heading["number"]
            kind = next((kind for word, kind in WORDS.unit_kinds.items() if word in fold(heading["text"])), "paragraph")
        elif re.fullmatch(pattern, text):
            found[kind] += 1
            if number and number not in under.setdefault(kind, []):
                under[kind].append(number)
    named = [UnitDraft(pattern, kind, tuple(under.get(kind, ()))) for kind in found if kind != "paragraph"]
    is_dash = pattern.startswith("-")
    return [UnitDraft(pattern, "paragraph")] if is_dash else named
