"""The lists of a plan in prose while they are read: their items, their lines with labels, and how both are printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..records import PrintedLine
from ..text import BULLETS
from .pieces import Piece, whole
from .rows import Row

DRAWN = "drawn"
BULLET = re.compile(rf"[{BULLETS}–-]\s+(?=\S)")
SAME_EDGE = 0.3  # of the type size
FURTHEST_IN = 6.0  # of the type size: what stands further in is in another column of text


Look = tuple[float | None, bool, bool]  # size of type, is bold, is on a shaded bar


def look_of(line: PrintedLine) -> Look:
    """Return how a line is printed: type size, bold, shaded."""
    return line.size, line.is_bold, line.is_shaded


def is_unmarked(match: re.Match[str], line: PrintedLine) -> bool:
    """Tell whether an item has neither a mark nor a number: its type alone tells it from a heading."""
    return match.start("text") == 0 and not match.groupdict().get("number") and not line.is_marked


def sign_of(line: PrintedLine) -> str:
    """Return the bullet before a line: its sign, DRAWN where it is a shape and no sign, "" where there is none."""
    match = BULLET.match(line.cells[0])
    return match[0][0] if match else DRAWN if line.is_marked else ""


def is_open(text: str) -> bool:
    """Tell whether a bracket of a text is not closed."""
    return text.count("(") > text.count(")") or text.count("[") > text.count("]")


def is_further_in(item: PrintedLine, line: PrintedLine) -> bool:
    """Tell whether a line stands further to the right than an item, in the same column of text."""
    edges = [box[0] for each in (item, line) if (box := whole(each).box) is not None]
    size = item.size or line.size
    return size is not None and len(edges) == 2 and SAME_EDGE * size < edges[1] - edges[0] < FURTHEST_IN * size


@dataclass
class ItemList:
    """A list that is being read: its items, and its lines with labels, each with the number of items before it."""

    rows: list[Row] = field(default_factory=list)
    labelled: dict[str, list[tuple[int, list[Piece]]]] = field(default_factory=dict)
    look: Look | None = None  # of the line that it begins with
    look_of_items: Look | None = None
    first_of_item: PrintedLine | None = None  # the last item as printed, with its mark
    loose: list[Piece] = field(default_factory=list)  # bullets since the last item that have no place

    def stands_out(self, line: PrintedLine) -> bool:
        """Tell whether a line is set as the one that the list begins with, or not as its items are."""
        return look_of(line) == self.look or (bool(self.rows) and look_of(line) != self.look_of_items)

    def is_ended_by(self, line: PrintedLine) -> bool:
        """Tell whether a line is printed like the line with which the list begins, and not like its items."""
        return bool(self.rows) and self.look != self.look_of_items and look_of(line) == self.look
