"""How a table was recognised, and from what its words and rules were read. These are two separate values."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Evidence(Enum):
    """What shows the rows and columns of a table; the value is its name in `tables --json`."""

    RULES = "grid"  # rules that cross
    FILLS = "fills"  # filled cells that abut
    ROWS = "rows"  # horizontal rules alone, or the edges of shaded rows
    WHITE = "white-space"  # lines of text whose pieces stand in columns, no rule
    PLUMBER = "pdfplumber"  # the second engine of that name
    STREAM = "camelot-stream"  # the second engine of that name: white space


class Source(Enum):
    """What the words and rules of a page were read from; the value is the prefix of the name in `tables --json`."""

    DRAWN = ""  # the page's own text and paths
    PICTURE = "picture-"  # words of a text layer, rules of the picture below it
    OCR = "ocr-"  # words and rules of the picture


class Engine(NamedTuple):
    """The evidence for a table and the source that it was seen in."""

    evidence: Evidence
    source: Source = Source.DRAWN

    def __str__(self) -> str:
        """Return the name in `tables --json`, such as "ocr-rows"."""
        return f"{self.source.value}{self.evidence.value}"
