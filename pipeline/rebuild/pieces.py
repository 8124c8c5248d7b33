"""Printed pieces: words with their place, and what becomes of them: part of a value, or excluded with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..records import Cell, Directive, Drawn, Excluded, PrintedLine, PrintedPiece
from ..text import collapse, sha256

CUT_WORD = re.compile(r"[^\W\d_]-$")
Box = tuple[float, float, float, float]
Mark = tuple[int, int, str]  # start, end, struck | marked


@dataclass(frozen=True, slots=True)
class Piece:
    """Words printed together: one cell of one row, or lines of one paragraph on one page."""

    text: str
    source_file: str
    page: int | None
    line_start: int | None
    line_end: int | None
    box: Box | None = None
    joint: str | None = None  # how it goes on from the piece before, where the reader knows it: " ", "" or "-"
    marks: tuple[Mark, ...] = ()  # words that a drawing marks, in offsets of `text`

    def part(self, start: int, end: int) -> Piece:
        """Return the piece with only the words of `text[start:end]`."""
        kept = self.text[start:end]
        text = collapse(kept)
        if not self.marks:
            return replace(self, text=text)
        first = start + len(kept) - len(kept.lstrip())
        moved = ((max(at - first, 0), min(to - first, len(text)), mark) for at, to, mark in self.marks)
        return replace(self, text=text, marks=tuple((at, to, mark) for at, to, mark in moved if at < to))


def pieces_of(line: PrintedLine, index: int) -> list[Piece]:
    """Return what is printed of cell `index` of a line: one piece, or one for each page; none where it is blank."""
    if line.pieces:
        return [_printed(line, piece) for piece in line.pieces[index]]
    return [Piece(line.cells[index], line.source_file, line.page, line.line, line.line)] if line.cells[index] else []


def _printed(line: PrintedLine, piece: PrintedPiece) -> Piece:
    return Piece(piece.text, line.source_file, piece.page, None, None, piece.box, piece.joint, piece.marks)


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
    """Return the pieces' words in order, joined by one space or as their reader says; None where there are none."""
    return text_of(list(pieces)) or None


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the text that pieces make together, "" where there are none."""
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
    """Return where each piece begins in the text that they make together."""
    starts, text = [], ""
    for piece in pieces:
        grown = _grown(text, piece) if piece.text else text
        starts.append(len(grown) - len(piece.text))
        text = grown
    return starts


def joined_whole(pieces: Iterable[Piece]) -> str | None:
    """Return the pieces' words in order as `joined` does, a word that a piece ends in the middle of made whole.

    Such a piece ends in a letter and a hyphen, and the next begins in lower case; `A -` is a dash, and stays. Where the
    reader has said how a piece goes on, that holds.
    """
    text = ""
    for piece in pieces:
        is_cut = piece.joint is None and CUT_WORD.search(text) is not None and piece.text[:1].islower()
        text = text[:-1] + piece.text if is_cut else _grown(text, piece) if piece.text else text
    return text or None


def split_at(pieces: Iterable[Piece], offset: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces before and from `offset` of their joined text; a word that it falls in stays whole behind it.

    So a number glued to its text (`3.Investigar`) stands in the text's cell, and the source's words are kept.
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
    """Return the pieces with neighbours of one page and consecutive lines made one piece."""
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
    """Return what a drawing marks in a record whose text the pieces make together, in offsets of that text."""
    found = []
    for piece, start in zip(pieces, starts_of(pieces), strict=True):
        found += [Drawn(record_id, start + at, start + to, mark) for at, to, mark in piece.marks]
    return found


def place_of(line: PrintedLine) -> str:
    """Return where a line stands, as errors name it: file, page, line."""
    return _named_place(line.source_file, line.page, line.line)


def place_of_piece(piece: Piece) -> str:
    """Return where a piece stands, as errors name it: file, page, line."""
    return _named_place(piece.source_file, piece.page, piece.line_start)


def _named_place(source_file: str, page: int | None, line: int | None) -> str:
    return source_file + (f" p. {page}" if page else "") + (f" l. {line}" if line else "")


def cells_of(record_id: str, column: str, pieces: Iterable[Piece]) -> list[Cell]:
    """Return the provenance of a value: one cell a piece, numbered from 1."""
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
    """Return the record of words that are no value."""
    return Excluded(piece.source_file, piece.page, piece.line_start, piece.text, reason)


def page_span(pieces: Iterable[Piece]) -> tuple[int | None, int | None]:
    """Return first and last page of the pieces, (None, None) where pages are unknown."""
    pages = [piece.page for piece in pieces if piece.page is not None]
    return (min(pages), max(pages)) if pages else (None, None)


def printed_directive(
    record_id: str,
    section: str | None,
    number: tuple[str, bool],
    text: str,
    pages: tuple[int | None, int | None],
) -> Directive:
    """Return a directive as printed: `number` says whether it is inferred too; `clean` fills the other texts in."""
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
    )
