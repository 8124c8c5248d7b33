"""Blocks of a document of paragraphs: lines between white space, sorted into numbers, excluded lines and text.

- numbers in the margin are a block of their own at the top of the page (oas-3 l. 326-338, 379-391), with
  a comma in place of the full stop (`24,` l. 453) or misread (`1009.` l. 1022);
- footnotes at the page's foot, URLs of links that the converter printed at the next page's head (l. 101-103), page
  numbers (`-26 -` l. 1036).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..layouts import Profile
from ..patterns import profile_pattern
from ..records import Excluded, PrintedLine
from ..text import NUMBER_SUFFIX, ORDINAL_SUFFIX
from .heading_looks import LARGER, body_size
from .pieces import Piece, exclude, on_one_page, text_of, whole

BARE_NUMBER = re.compile(
    rf"\(?(?P<number>\d{{1,3}}(?:{ORDINAL_SUFFIX})?|[ivxl]+(?:{NUMBER_SUFFIX})?|[a-z])[°º]?\)?", re.IGNORECASE
)
BARE_ROMAN = re.compile(r"(?P<number>[ivxl]+|[IVXL]+)")  # of a text dump: its page numbers are Arabic
LONE_NUMBER = re.compile(
    rf"(?P<number>\d+(?:{ORDINAL_SUFFIX})?|[ivxl]+(?:{NUMBER_SUFFIX})?)(?:[.,]|[°º][.,])", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines printed together."""

    pieces: tuple[Piece, ...]
    role: str | None = None  # footnote, if the reader recognised one
    stands_out: bool = False  # in bold or larger type throughout, as headings are
    size: float = 0.0  # points, of its type; 0 = not known

    @property
    def text(self) -> str:
        """The block's words, lines joined by one space."""
        return text_of(self.pieces)

    @property
    def page(self) -> int | None:
        """The page that the block begins on."""
        return self.pieces[0].page


@dataclass(frozen=True, slots=True)
class LoneNumber:
    """A number printed apart from its paragraph."""

    piece: Piece
    label: str  # without its full stop
    is_bare: bool = False  # without a full stop: a number only where the sequence has it
    is_drawn: bool = False  # from a PDF page, on which it stands right before its paragraph or beside it


def blocks_of(lines: Iterable[PrintedLine], profile: Profile) -> tuple[list[Block | LoneNumber], list[Excluded]]:
    """Return the blocks and the separately printed numbers, in order, and the lines that the profile excludes."""
    unwanted = [(profile_pattern(p), reason) for reason, patterns in profile.excluded.items() for p in patterns]
    found: list[Block | LoneNumber] = []
    excluded: list[Excluded] = []
    gathered: list[Piece] = []
    role: str | None = None
    printed = list(lines)
    usual, looks, size = body_size(printed), list[bool](), 0.0
    for line in printed:
        piece = whole(line)
        reason = next((why for pattern, why in unwanted if pattern.fullmatch(piece.text)), None)
        lone = LONE_NUMBER.fullmatch(piece.text)
        bare = None if lone or line.role else (BARE_ROMAN if line.line else BARE_NUMBER).fullmatch(piece.text)
        parts = (line.after_blank or line.opens_page) and not line.goes_on
        if (parts or reason or lone or bare or line.role != role) and gathered:
            found.append(Block(tuple(gathered), role, all(looks), size))
            gathered, looks = [], []
        role = line.role
        if reason:
            excluded.append(exclude(piece, reason))
        elif number := lone or bare:
            found.append(LoneNumber(piece, number["number"], lone is None, lone is None or line.line is None))
        else:
            gathered.append(piece)
            size = line.size or usual
            looks.append(line.is_bold or bool(line.size and line.size >= LARGER * usual))
    return ([*found, Block(tuple(gathered), role, all(looks), size)] if gathered else found), excluded


def page_pieces(blocks: Sequence[Block]) -> list[Piece]:
    """Return the pieces of a paragraph: one for each group of consecutive lines on a page."""
    return on_one_page([piece for block in blocks for piece in block.pieces])
