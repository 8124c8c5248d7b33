"""Printed pieces: words with their place. Each becomes part of a value, or is excluded with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..records import HYPHEN, Cell, Directive, Drawn, Excluded, PrintedLine, PrintedPiece
from ..text import collapse, number_sort, sha256
from .roman_numerals import roman_value

CUT_WORD = re.compile(r"[^\W\d_]-$")
Box = tuple[float, float, float, float]
Mark = tuple[int, int, str]  # start, end, struck | marked | HYPHEN


@dataclass(frozen=True, slots=True)
class Piece:
    """Words printed together: one cell of one row, or lines of one paragraph on one page."""

    text: str
    source_file: str
    page: int | None
    line_start: int | None
    line_end: int | None
    box: Box | None = None
    joint: str | None = None  # how it joins the piece before, if the reader said so: " ", "" or "-"
    marks: tuple[Mark, ...] = ()  # struck or marked words, as offsets in `text`
    breaks: tuple[int, ...] = ()  # PDFs: where in `text` its second and later lines begin

    def part(self, start: int, end: int) -> Piece:
        """Return the piece with only the words of `text[start:end]`."""
        kept = self.text[start:end]
        text = collapse(kept)
        if not self.marks and not self.breaks:
            return replace(self, text=text)
        first = start + len(kept) - len(kept.lstrip())
        moved = ((max(at - first, 0), min(to - first, len(text)), mark) for at, to, mark in self.marks)
        marks = tuple((at, to, mark) for at, to, mark in moved if at < to)
        breaks = tuple(at - first for at in self.breaks if 0 < at - first < len(text))
        return replace(self, text=text, marks=marks, breaks=breaks)


def pieces_of(line: PrintedLine, index: int) -> list[Piece]:
    """Return the pieces of cell `index` of a line: one, or one for each page; none if the cell is blank."""
    if line.pieces:
        return [_printed(line, piece) for piece in line.pieces[index]]
    return [Piece(line.cells[index], line.source_file, line.page, line.line, line.line)] if line.cells[index] else []


def _printed(line: PrintedLine, piece: PrintedPiece) -> Piece:
    return Piece(
        piece.text, line.source_file, piece.page, None, None, piece.box, piece.joint, piece.marks, piece.breaks
    )


def whole(line: PrintedLine) -> Piece:
    """Return all words of a line as one piece."""
    if not line.pieces:
        text = " ".join(cell for cell in line.cells if cell)
        return Piece(text, line.source_file, line.page, line.line, line.line)
    printed = [piece for cell in line.pieces for piece in cell]
    if len(printed) == 1:
        return _printed(line, printed[0])
    boxes = [piece.box for piece in printed if piece.page == line.page]
    box = (*map(min, *boxes), *map(max, *boxes)) if len(boxes) > 1 else boxes[0] if boxes else None
    text = joined(_printed(line, piece) for piece in printed) or ""
    return Piece(text, line.source_file, line.page, None, None, box and (box[0], box[1], box[-2], box[-1]))


def joined(pieces: Iterable[Piece]) -> str | None:
    """Return the words of the pieces in order, joined by one space or as the reader said; None if there are none."""
    return text_of(list(pieces)) or None


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the joined text of the pieces; "" if there are none."""
    text = ""
    for piece in pieces:
        if piece.text:
            text = _grown(text, piece)
    return text


def _grown(text: str, piece: Piece) -> str:
    if not text:
        return piece.text
    if piece.joint in (None, " "):
        return f"{text} {piece.text}"
    return (text[:-1] if piece.joint == "-" else text) + piece.text


def starts_of(pieces: Sequence[Piece]) -> list[int]:
    """Return where each piece begins in the joined text."""
    starts, text = [], ""
    for piece in pieces:
        grown = _grown(text, piece) if piece.text else text
        starts.append(len(grown) - len(piece.text))
        text = grown
    return starts


def joined_whole(pieces: Iterable[Piece]) -> str | None:
    """Return the words of the pieces as `joined` does, and make words whole that are cut between two pieces.

    A piece that cuts a word ends in a letter and a hyphen, and the next piece begins in lower case. `A -` is a dash and
    stays. If the reader said how the pieces join, that is used.
    """
    text = ""
    for piece in pieces:
        is_cut = piece.joint is None and CUT_WORD.search(text) is not None and piece.text[:1].islower()
        text = text[:-1] + piece.text if is_cut else _grown(text, piece) if piece.text else text
    return text or None


def split_at(pieces: Iterable[Piece], offset: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces before and after `offset` of the joined text; a word there goes whole to the second part.

    So a number without a space after it (`3.Investigar`) goes to the cell of the text, and no word is cut.
    """
    before, after = [], []
    pieces = list(pieces)
    for piece, start in zip(pieces, starts_of(pieces), strict=True):
        cut = min(max(offset - start, 0), len(piece.text))
        if 0 < cut < len(piece.text) and not piece.text[cut - 1].isspace():
            cut = piece.text.rfind(" ", 0, cut) + 1
        before.append(piece.part(0, cut))
        after.append(piece.part(cut, len(piece.text)))
    return [piece for piece in before if piece.text], [piece for piece in after if piece.text]


def on_one_page(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, with those on consecutive lines of one page joined."""
    merged: list[Piece] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if last and last.page == piece.page and _follows(last, piece):
            merged[-1] = replace(last, text=f"{last.text} {piece.text}", line_end=piece.line_end)
        else:
            merged.append(piece)
    return merged


def _follows(last: Piece, piece: Piece) -> bool:
    return last.line_end is not None and piece.line_start == last.line_end + 1


def drawn_on(record_id: str, pieces: Sequence[Piece]) -> list[Drawn]:
    """Return the marked words of a record, with offsets in the joined text of the pieces."""
    return [Drawn(record_id, start, end, mark) for start, end, mark in _marks_of(pieces) if mark != HYPHEN]


def unclear_hyphens(pieces: Sequence[Piece]) -> list[str]:
    """Return the words that a line's end parts, of which nothing shows whether they have a hyphen."""
    text = text_of(pieces)
    return [text[start:end] for start, end, mark in _marks_of(pieces) if mark == HYPHEN]


def _marks_of(pieces: Sequence[Piece]) -> Iterator[Mark]:
    for piece, start in zip(pieces, starts_of(pieces), strict=True):
        yield from ((start + at, start + to, mark) for at, to, mark in piece.marks)


def place_of(line: PrintedLine) -> str:
    """Return the place of a line as error messages name it: file, page, line."""
    return _named_place(line.source_file, line.page, line.line)


def place_of_piece(piece: Piece) -> str:
    """Return the place of a piece as error messages name it: file, page, line."""
    return _named_place(piece.source_file, piece.page, piece.line_start)


def _named_place(source_file: str, page: int | None, line: int | None) -> str:
    return source_file + (f" p. {page}" if page else "") + (f" l. {line}" if line else "")


def cells_of(record_id: str, column: str, pieces: Iterable[Piece]) -> list[Cell]:
    """Return the places of a value: one `Cell` for each piece, numbered from 1."""
    return [
        Cell(
            record_id=record_id,
            column=column,
            piece=position,
            source_file=piece.source_file,
            page=piece.page,
            line_start=piece.line_start,
            line_end=piece.line_end,
            **dict(zip(("x0", "top", "x1", "bottom"), piece.box or (None,) * 4, strict=True)),
            text=piece.text,
        )
        for position, piece in enumerate((piece for piece in pieces if piece.text), start=1)
    ]


def exclude(piece: Piece, reason: str) -> Excluded:
    """Return the `Excluded` record of words that are part of no value."""
    return Excluded(piece.source_file, piece.page, piece.line_start, piece.text, reason)


def page_span(pieces: Iterable[Piece]) -> tuple[int | None, int | None]:
    """Return the first and the last page of the pieces; (None, None) if pages are unknown."""
    pages = [piece.page for piece in pieces if piece.page is not None]
    return (min(pages), max(pages)) if pages else (None, None)


def printed_directive(
    record_id: str,
    section: str | None,
    number: tuple[str, bool],
    text: str,
    pages: tuple[int | None, int | None],
) -> Directive:
    """Return a directive as printed. `number` also says whether it is inferred. `clean` sets the other texts."""
    plan_id, kind, _ = record_id.split("/")
    return Directive(
        directive_id=record_id,
        plan_id=plan_id,
        kind=kind,
        section=section,
        number=number[0],
        number_inferred=number[1],
        text=None,
        text_source=text,
        text_base=None,
        text_amended=None,
        amendment_count=0,
        page_start=pages[0],
        page_end=pages[1],
        text_sha256=sha256(text),
        number_sort=number_sort(str(roman_value(number[0]) or number[0])),
    )
