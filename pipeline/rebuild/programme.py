"""Programmes written as running text under headings: annexes of a resolution with objectives, actions and clauses.

The dump wraps its paragraphs and leaves no blank lines (ar-restitucion). So a paragraph ends if the first word of the
next line would still have fitted, or if a mark begins a new paragraph; a blank line ends it too. Cases met:
- paragraphs that were one long line stay longer than the width of the rest (l. 19-20, 53, 120, 152, 185);
- bullets, letters, numbers with a bracket or bare; dashes with and without a space (l. 172-175);
- names in capitals that fill a line of a paragraph (l. 143) are no headings; headings over three lines, all in
  capitals (l. 124-126), are; short ones without a full stop (l. 227, 236, 256);
- lines of dashes and underscores to be filled in, some glued to the last word (l. 319, 344, 350);
- the footer of a page in the midst (l. 303); clauses numbered out of order (SEXTO before CUARTO).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ..language import Language
from ..layouts import MATRIX_COLUMNS, Profile, Unit
from ..patterns import profile_pattern
from ..records import Action, Excluded, Issue, PrintedLine, Provision, Records
from ..text import collapse, is_finished, is_rule, sha256, slug
from .matrix_reading import HEADING_FIELDS
from .pieces import Piece, cells_of, exclude, joined, on_one_page, page_span, split_at, whole

TRAILING_RULE = re.compile(r"\s*[-_–—]{5,}$")
LONE_MARK = re.compile(r"[•·▪◦–-]|(?:\d{1,3}|[a-z])[.)]|[IVX]+\.-?")
ONLY_IN_TABLES = (*HEADING_FIELDS, *MATRIX_COLUMNS, "objective_number")  # programmes print an action's text alone
FOOTNOTE_PATTERN = r"(?P<number>\d{1,3}|\*{1,3})[.)]?\s+(?P<text>.+)"
PARAGRAPH = Unit(pattern="(?P<text>.+)", kind="paragraph")


@dataclass(slots=True)
class _Item:
    """A paragraph, recognised by its first line."""

    unit: Unit
    match: re.Match[str] | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def is_mark(self) -> bool:
        """True if only a bullet, letter or number of it has been read so far."""
        return len(self.pieces) == 1 and LONE_MARK.fullmatch(self.pieces[0].text) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names of a heading: its number, and its text without the number."""
        text = joined(self.pieces) or ""
        groups = self.match.groupdict() if self.match else {}
        body = text[self.match.start("text") :] if self.match and groups.get("text") else text
        return (self.number, body) if self.number else (body,)

    @property
    def number(self) -> str | None:
        """The number or letter printed before it."""
        return self.match.groupdict().get("number") if self.match else None


def is_capital(text: str) -> bool:
    """Tell whether a line has letters, all of them capitals."""
    return text == text.upper() and any(char.isalpha() for char in text)


def wrap_width(lines: Sequence[PrintedLine]) -> int:
    """Return the width at which the dump is wrapped: that of the longest line with a following line of its paragraph.

    The following line begins in lower case. Paragraphs that are one long line are not counted.
    """
    texts = [whole(line).text for line in lines]
    wrapped = [len(text) for text, after in pairwise(texts) if after[:1].islower()]
    return max(wrapped, default=0)


class _ParagraphReader:
    """Reads line after line; knows the heading that applies and the width of the dump."""

    def __init__(self, profile: Profile, width: int, language: Language) -> None:
        self._is_open = language.is_open
        self._units = [(unit, profile_pattern(unit.pattern)) for unit in profile.unit]
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._width = width
        self._heading: _Item | None = None
        self._is_closed = True
        self.items: list[_Item] = []
        self.excluded: list[Excluded] = []

    def take(self, line: PrintedLine) -> None:
        """Sort a line."""
        piece = whole(line)
        is_mark = LONE_MARK.fullmatch(piece.text) is not None
        reason = "rule" if is_rule(piece.text) and not is_mark else None
        reason = reason or next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            self.excluded.append(exclude(piece, reason))
            self._is_closed = self._is_closed or reason == "rule"
        elif self.items and self.items[-1].is_mark and not is_mark:
            self._begin(self.items.pop().pieces, piece)
        elif line.role:
            self._set_aside(line.role, piece)
        elif not is_mark and self._continues(line, piece):
            self.items[-1].pieces.append(piece)
            self._is_closed = TRAILING_RULE.search(piece.text) is not None
        else:
            self._begin([], piece)

    def _recognised(self, text: str) -> tuple[Unit, re.Match[str]] | None:
        names = self._heading.names() if self._heading else ()
        for unit, pattern in self._units:
            allowed = not unit.under or any(
                profile_pattern(under).fullmatch(name) for under in unit.under for name in names
            )
            if allowed and (match := pattern.fullmatch(text)):
                return unit, match
        return None

    def _begin(self, marks: list[Piece], piece: Piece) -> None:
        """Begin a paragraph with a line and the mark on the line before it."""
        pieces = [*marks, piece]
        is_mark = LONE_MARK.fullmatch(piece.text) is not None
        unit, match = (None if is_mark else self._recognised(joined(pieces) or "")) or (PARAGRAPH, None)
        self.items.append(_Item(unit, match, pieces))
        self._is_closed = False
        if unit.kind == "heading":
            self._heading = self.items[-1]

    def _set_aside(self, role: str, piece: Piece) -> None:
        """Read a footnote, which belongs to no paragraph."""
        unit = Unit(pattern=FOOTNOTE_PATTERN, kind=role)
        self.items.append(_Item(unit, profile_pattern(FOOTNOTE_PATTERN).fullmatch(piece.text), [piece]))
        self._is_closed = True

    def _continues(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line continues the paragraph before; for a PDF the reader has decided it."""
        if not line.pieces:
            return self._goes_on(piece, line.after_blank)
        if not self.items or self._is_closed:
            return False
        item, found = self.items[-1], self._recognised(piece.text)
        if item.unit.capitals_go_on:
            return is_capital(piece.text) and (found is None or self._is_bare(found[0]))
        return line.goes_on or (found is None and piece.text[:1].islower() and not is_finished(item.pieces[-1].text))

    def _goes_on(self, piece: Piece, after_blank: bool) -> bool:
        if self._is_closed or not self.items:
            return False
        item = self.items[-1]
        last = item.pieces[-1].text
        if after_blank and (is_finished(last) or not (piece.text[:1].islower() or self._is_open(last))):
            return False
        if item.unit.capitals_go_on:
            found = self._recognised(piece.text)
            return is_capital(piece.text) and (found is None or self._is_bare(found[0]))
        found = self._recognised(piece.text)
        if len(last) > self._width or (found is not None and not self._is_bare(found[0])):
            return False
        had_room = len(last) + 1 + len(piece.text.split()[0]) <= self._width
        if found is not None:
            return self._is_open(last) or not (had_room or is_finished(last))
        starts_anew = piece.text[:1].isupper() or (is_finished(last) and not piece.text[:1].isalpha())
        return not (had_room and starts_anew and not self._is_open(last))

    @staticmethod
    def _is_bare(unit: Unit) -> bool:
        """Tell whether only capitals show that a line is a heading; it may then be a later line of another heading."""
        return unit.capitals_go_on and "number" not in profile_pattern(unit.pattern).groupindex


class _RecordMaker:
    """Makes provisions and actions of paragraphs, with their provenance."""

    def __init__(self, plan_id: str) -> None:
        self._plan_id = plan_id
        self._taken: dict[str, int] = {}
        self._counts: dict[str, int] = {}
        self._section: str | None = None
        self.made: list[Any] = []

    def make(self, item: _Item) -> None:
        """Add the records of one paragraph."""
        label, body = _split_label(item)
        text_source = without_marks(joined(body) or "")
        if item.unit.kind == "action":
            self._make_action(label, body)
            return
        record_id = self._record_id(item.unit.kind, item.number)
        start, end = page_span(body)
        self.made.append(
            Provision(
                record_id,
                self._plan_id,
                item.unit.kind,
                None if item.unit.kind == "heading" else self._section,
                item.number,
                None,
                text_source,
                0,
                start,
                end,
            )
        )
        self._add_cells(record_id, label, body, "text")
        if item.unit.kind == "heading":
            self._section = text_source

    def _make_action(self, label: list[Piece], body: list[Piece]) -> None:
        action_id = f"{self._plan_id}/accion/{self._count('accion')}"
        text = without_marks(joined(body) or "")
        start, end = page_span(body)
        blank = dict.fromkeys(name for name in ONLY_IN_TABLES if name != "action")
        self.made.append(
            Action(
                action_id=action_id,
                plan_id=self._plan_id,
                action=text,
                measure_inherited=False,
                responsible_inherited=False,
                page_start=start,
                page_end=end,
                text_sha256=sha256(text),
                **blank,
            )
        )
        self._add_cells(action_id, label, body, "action")

    def _add_cells(self, record_id: str, label: list[Piece], body: list[Piece], column: str) -> None:
        if label and any(char.isalnum() for char in label[0].text):
            self.made += cells_of(record_id, "number", label)
        else:
            self.made += [exclude(piece, "list-mark") for piece in label]
        self.made += cells_of(record_id, column, body)

    def _count(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]

    def _record_id(self, kind: str, number: str | None) -> str:
        base = f"{self._plan_id}/{kind}/{slug(number) if number else self._count(kind)}"
        self._taken[base] = self._taken.get(base, 0) + 1
        return base if self._taken[base] == 1 else f"{base}-{self._taken[base]}"


def _split_label(item: _Item) -> tuple[list[Piece], list[Piece]]:
    """Return the mark in front of a paragraph and the pieces of its text; a mark glued to its word stays with it."""
    pieces = on_one_page(item.pieces)
    if item.match is None or "text" not in item.match.groupdict():
        return [], pieces
    start = item.match.start("text")
    if not item.match.string[:start].endswith(" "):
        return [], pieces
    return split_at(pieces, start)


def without_marks(text: str) -> str:
    """Return a paragraph without a dash glued to its first word and lines of dashes glued to its last (l. 173, 319)."""
    return collapse(TRAILING_RULE.sub("", re.sub(r"^-(?=\S)", "", text)))


def rebuild_programme(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, language: Language) -> Records:
    """Return provisions and actions of a programme with provenance, in document order; no line is left out."""
    unwanted = [profile_pattern(pattern) for patterns in profile.excluded.values() for pattern in patterns]
    running = [line for line in lines if not any(pattern.fullmatch(whole(line).text) for pattern in unwanted)]
    reader = _ParagraphReader(profile, wrap_width(running), language)
    for line in lines:
        reader.take(line)
    maker = _RecordMaker(plan_id)
    for item in reader.items:
        maker.make(item)
    return Records([*maker.made, *reader.excluded, *_missing_actions(maker.made, plan_id, profile)])


def _missing_actions(made: Sequence[Any], plan_id: str, profile: Profile) -> Iterator[Issue]:
    """Yield an issue if the profile describes actions and the document has none under such a heading."""
    headings = [name for unit in profile.unit if unit.kind == "action" for name in unit.under]
    if headings and not any(isinstance(record, Action) for record in made):
        detail = f"no action was found: no heading fits {' or '.join(headings)}, or nothing below it is marked as one"
        yield Issue("action_missing", "defect", "rebuild", plan_id, None, None, detail, None)
