"""Printed pieces: words with their place, and what becomes of them: part of a value, or excluded with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.records import Cell, Directive, Excluded, PrintedLine
from pipeline.text import collapse, sha256

CUT_WORD = re.compile(r"[^\W\d_]-$")
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words printed together: one cell of one row, or lines of one paragraph on one page."""

    text: str
    source_file: str
    page: int | None
    line_start: int | None
    line_end: int | None
    box: Box | None = None

    def part(self, start: int, end: int) -> Piece:
        """Return the piece with only the words of `text[start:end]`."""
        return replace(self, text=collapse(self.text[start:end]))


def piece_of(line: PrintedLine, index: int) -> Piece | None:
    """Return cell `index` of a line as a piece, None where it is blank."""
    if not line.cells[index]:
        return None
    box = line.boxes[index] if line.boxes else None
    return Piece(line.cells[index], line.source_file, line.page, line.line, line.line, box)


def whole(line: PrintedLine) -> Piece:
    """Return all words of a line as one piece."""
    text = " ".join(cell for cell in line.cells if cell)
    return Piece(text, line.source_file, line.page, line.line, line.line, line.boxes[0] if line.boxes else None)


def joined(pieces: Iterable[Piece]) -> str | None:
    """Return the pieces' words in order, joined by one space; None where there are none."""
    return " ".join(piece.text for piece in pieces if piece.text) or None


def joined_whole(pieces: Iterable[Piece]) -> str | None:
    """Return the pieces' words in order as `joined` does, a word that a piece ends in the middle of made whole.

    Such a piece ends in a letter and a hyphen, and the next begins in lower case; `A -` is a dash, and stays.
    """
    text = ""
    for piece in pieces:
        is_cut = CUT_WORD.search(text) is not None and piece.text[:1].islower()
        text = text[:-1] + piece.text if is_cut else f"{text} {piece.text}".strip()
    return text or None


def split_at(pieces: Iterable[Piece], offset: int) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces before and from `offset` of their joined text; a word that it falls in stays whole behind it.

    So a number glued to its text (`3.Investigar`) stands in the text's cell, and the source's words are kept.
    """
    before, after = [], []
    for piece in pieces:
        cut = min(max(offset, 0), len(piece.text))
        if 0 < cut < len(piece.text) and not piece.text[cut - 1].isspace():
            cut = piece.text.rfind(" ", 0, cut) + 1
        before.append(piece.part(0, cut))
        after.append(piece.part(cut, len(piece.text)))
        offset -= len(piece.text) + 1
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
