"""Tables of directives with their result indicators, dumped cell by cell (oas-2).

A line that begins with a tab begins a cell; the lines after it belong to the same cell.
- the number stands on its own line (oas-2 l. 6) or in front of the text (l. 50), with or without a space after it;
- indicators are lettered or not, one or several to a cell (l. 13-14, 148);
- the header row is dumped after the first section's title (l. 1-4), and only there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..errors import CheckFailed, LayoutMismatch
from ..layouts import Heading, Profile
from ..patterns import profile_pattern
from ..records import Cell, Directive, Excluded, Issue, PrintedIndicators, PrintedLine, Provision, Records
from ..reference.headers import header_key
from ..text import is_rule, small_number
from .pieces import (
    Piece,
    cells_of,
    exclude,
    joined,
    on_one_page,
    page_span,
    pieces_of,
    place_of_piece,
    printed_directive,
    split_at,
    whole,
)
from .profile_advice import toml_list, where

NUMBERED = r"(?P<number>\d+)\.\s*(?P<text>.+)"


def printed_cells(lines: Sequence[PrintedLine], headings: Sequence[Heading]) -> Iterator[tuple[list[Piece], bool]]:
    """Yield the pieces of each cell, and whether the cells to the left of it are blank in its row of a PDF's table.

    In a dump, the lines before the first cell are one cell, and so is a section's title below a blank line.
    """
    for line in lines:
        cells = [pieces_of(line, index) for index in range(len(line.cells))] if line.pieces else []
        yield from ((pieces, index > 0 and not any(cells[:index])) for index, pieces in enumerate(cells) if pieces)
    yield from ((cell, False) for cell in _dumped_cells([line for line in lines if not line.pieces], headings))


def _dumped_cells(lines: Sequence[PrintedLine], headings: Sequence[Heading]) -> Iterator[list[Piece]]:
    cell: list[Piece] = []
    for line in lines:
        is_title = line.after_blank and any(
            profile_pattern(each.pattern).fullmatch(whole(line).text) for each in headings
        )
        if is_title or (len(line.cells) > 1 and not line.cells[0]):
            if cell:
                yield cell
            cell = []
        if whole(line).text:
            cell.append(whole(line))
    if cell:
        yield cell


def set_aside(lines: Sequence[PrintedLine], profile: Profile) -> tuple[list[PrintedLine], list[Excluded]]:
    """Return the lines of the table, and those that the profile excludes, also in the middle of a cell."""
    unwanted = [(profile_pattern(p), reason) for reason, patterns in profile.excluded.items() for p in patterns]
    kept: list[PrintedLine] = []
    excluded: list[Excluded] = []
    for line in lines:
        piece = whole(line)
        reason = next((why for pattern, why in unwanted if pattern.fullmatch(piece.text)), None)
        reason = reason or line.role
        if reason is None:
            kept.append(line)
        else:
            excluded.append(exclude(piece, reason))
    return kept, excluded


class _TableReader:
    """Reads cell after cell; a directive is open until its indicators have been read."""

    def __init__(self, plan_id: str, profile: Profile) -> None:
        self._plan_id, self._profile = plan_id, profile
        self._numbered = profile_pattern(profile.split.get("text", NUMBERED))
        self._headers = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._seen_headers: set[str] = set()
        self._section: str | None = None
        self._heading_count = 0
        self._taken: Counter[str] = Counter()
        self._is_open = False  # a directive waits for its indicators
        self._first_place: str | None = None
        self.made: list[Any] = []

    def take(self, cell: list[Piece], is_beside: bool = False) -> None:
        """Sort a cell; refuses (LayoutMismatch) one that can be neither directive nor indicator.

        `is_beside`: the cell to the left is blank, so this one continues beside the directive above.
        """
        text = joined(cell) or ""
        self._first_place = self._first_place or place_of_piece(cell[0])
        if is_rule(text):
            self.made += [exclude(piece, "rule") for piece in cell]
        elif header_key(text) in self._headers:
            self._take_header(cell, header_key(text))
        elif match := self._numbered.fullmatch(text):
            self._take_directive(cell, match)
        elif any(profile_pattern(heading.pattern).fullmatch(text) for heading in self._profile.heading):
            self._take_heading(cell, text)
        elif self._is_open or (is_beside and self._has_directive()):
            self._take_indicators(cell, text)
        elif cell[0].box is not None and not self._seen_headers and not self._has_directive():
            self._set_aside(cell, text)
        else:
            raise self._mismatch(cell, f"a cell that is neither directive nor heading: {text[:60]!r}")

    def _set_aside(self, cell: list[Piece], text: str) -> None:
        """Exclude the text above a PDF's table that fits no heading of the profile: a title, an introduction."""
        self.made += [exclude(piece, "unplaced") for piece in cell]
        detail = "a line above the table that no pattern of the profile knows: kept in excluded"
        self.made.append(Issue("line_unplaced", "defect", "rebuild", self._plan_id, None, cell[0].page, detail, text))

    def finish(self) -> None:
        """Refuse a table in which a header of the profile was never printed."""
        missing = sorted(set(self._headers.values()) - {self._headers[key] for key in self._seen_headers})
        if missing and self.made:
            raise LayoutMismatch(
                self._first_place or self._plan_id,
                f"no header of the column {missing[0]!r} is printed; expected {self._profile.columns[missing[0]]}",
                "Add the header as printed under [columns] in the profile.",
            )

    def _take_header(self, cell: list[Piece], key: str) -> None:
        reason = "repeated-header" if key in self._seen_headers else "header"
        self._seen_headers.add(key)
        self.made += [exclude(piece, reason) for piece in cell]

    def _take_heading(self, cell: list[Piece], text: str) -> None:
        self._check_indicators(cell)
        self._section = text
        self._heading_count += 1
        record_id = f"{self._plan_id}/heading/{self._heading_count}"
        start, end = page_span(cell)
        self.made.append(Provision(record_id, self._plan_id, "heading", None, None, None, text, 0, start, end))
        self.made += cells_of(record_id, "text", on_one_page(cell))

    def _take_directive(self, cell: list[Piece], match: re.Match[str]) -> None:
        self._check_indicators(cell)
        number, text = match["number"], match["text"]
        record_id = self._record_id(number, cell)
        label, body = split_at(cell, match.start("text"))
        self.made.append(printed_directive(record_id, self._section, (number, False), text, page_span(cell)))
        self.made += cells_of(record_id, "number", label)
        self.made += cells_of(record_id, "text", on_one_page(body))
        self._is_open = True

    def _record_id(self, number: str, cell: list[Piece]) -> str:
        """Return the directive's id; a number printed twice gets -2, and an issue."""
        base = f"{self._plan_id}/directive/{number}"
        self._taken[base] += 1
        if self._taken[base] == 1:
            return base
        record_id = f"{base}-{self._taken[base]}"
        detail = f"the number {number} is printed more than once: this directive is {record_id}"
        issue = Issue("number_doubled", "doubt", "rebuild", self._plan_id, record_id, cell[0].page, detail, number)
        self.made.append(issue)
        return record_id

    def _has_directive(self) -> bool:
        return any(isinstance(record, Directive) for record in self.made)

    def _take_indicators(self, cell: list[Piece], text: str) -> None:
        directive = next(record for record in reversed(self.made) if isinstance(record, Directive))
        self.made.append(PrintedIndicators(directive.directive_id, "result", text))
        earlier = [each for each in self.made if isinstance(each, Cell) and
                   (each.record_id, each.column) == (directive.directive_id, "indicators")]  # fmt: skip
        pieces = cells_of(directive.directive_id, "indicators", on_one_page(cell))
        self.made += [replace(each, piece=each.piece + len(earlier)) for each in pieces]
        self._is_open = False

    def _check_indicators(self, cell: list[Piece]) -> None:
        if not self._is_open:
            return
        directive = next(record for record in reversed(self.made) if isinstance(record, Directive))
        detail = "no result indicator is printed beside the directive"
        self.made.append(
            Issue("indicator_missing", "doubt", "rebuild", self._plan_id, directive.directive_id, None, detail, None)
        )
        self._is_open = False

    def _mismatch(self, cell: list[Piece], found: str) -> LayoutMismatch:
        remedy = "A directive begins with its number; a section's title matches a [[heading]] of the profile."
        return LayoutMismatch(place_of_piece(cell[0]), found, remedy)


def check_sequence(
    directives: Sequence[Directive], source_file: str, as_printed: Sequence[str] = (), profile_name: str = ""
) -> None:
    """Refuse (CheckFailed, all in one) numbers that do not run 1, 2, 3…: a directive is missing, doubled or misread.

    `as_printed` are numbers that may break the count, since the page prints them so.
    """
    due, wrong = {1}, []
    for directive in directives:
        read = small_number(directive.number)
        is_due = read in due
        if not is_due and directive.number not in as_printed:
            wrong.append(f"{directive.number} ({directive.text_source[:50]!r}) stands where {max(due)} is expected")
        due = {(read or 0) + 1} if is_due else {(read or 0) + 1, max(due) + 1}
    if wrong:
        numbers = [each.partition(" ")[0] for each in wrong]
        remedy = (
            "Look at the source before each: a number is missing, doubled or misread. Numbers that the page prints so "
            f"are allowed one by one.\n{where(profile_name)}\nbelow [layout]:\n"
            f"    as_printed = {toml_list([*as_printed, *numbers])}"
        )
        count = "a number is" if len(wrong) == 1 else f"{len(wrong)} numbers are"
        raise CheckFailed(source_file, f"{count} missing or doubled:\n  " + "\n  ".join(wrong), remedy)


def rebuild_directive_table(
    lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str = ""
) -> Records:
    """Return the directives, the cells of indicators, the sections' headings and the provenance, in document order.

    Refuses (LayoutMismatch) a cell that fits nowhere and a header that is not the profile's, and (CheckFailed) a gap
    in numbers that the profile calls contiguous.
    """
    reader = _TableReader(plan_id, profile)
    kept, excluded = set_aside(lines, profile)
    for cell, is_beside in printed_cells(kept, profile.heading):
        reader.take(cell, is_beside)
    reader.finish()
    directives = [record for record in reader.made if isinstance(record, Directive)]
    if profile.layout.contiguous:
        check_sequence(directives, lines[0].source_file, profile.layout.as_printed, profile_name)
    return Records([*reader.made, *excluded])
