"""How far a logical table can be trusted, and what in it is doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from .prose.reading import Reading
from .table.join import LogicalTable

RULED, INFERRED, SECOND_ENGINE, OCR = 0.95, 0.85, 0.5, 0.5
EACH_DOUBT = 0.8
EACH_BREAK = 0.99
RULED_ENGINE = "grid"
SECOND_ENGINES = ("pdfplumber", "camelot")
SCANNED = ("ocr-", "picture-")


@dataclass(frozen=True, slots=True)
class TableDoubt:
    """One doubt about one table; `row` and `column` count from 0, None = about all of them."""

    page: int
    row: int | None
    column: int | None
    reason: str
    other: str | None  # the other reading, where there is one


def confidence_of(table: LogicalTable, reading: Reading) -> tuple[float, tuple[TableDoubt, ...]]:
    """Return how likely every cell, row and join of a table is right, 0 to 1, and the doubts about it.

    This rests on what is known of how the table was found: by drawn rules or inferred without them, by our own reader
    or by a second engine, from text or by optical character recognition; on the doubts about its pages; and on how
    many page breaks it runs over. The shares are estimates in this order. They are not measured on checked tables.
    """
    doubts = [doubt for doubt in reading.doubts if doubt.page in table.pages and doubt.severity == "doubt"]
    found = tuple(TableDoubt(doubt.page, None, None, doubt.detail, doubt.text or None) for doubt in doubts)
    by_engine = min(_share_of(str(fragment.engine)) for _, fragment in table.sources)
    breaks = len(table.pages) - 1
    return round(by_engine * prod([EACH_DOUBT] * len(found)) * EACH_BREAK**breaks, 4), found


def _share_of(engine: str) -> float:
    scanned = engine.startswith(SCANNED)
    bare = engine.removeprefix("ocr-").removeprefix("picture-")
    share = SECOND_ENGINE if bare.startswith(SECOND_ENGINES) else RULED if bare == RULED_ENGINE else INFERRED
    return share * OCR if scanned else share
