"""The lines that a profile is drafted from: those of a text dump, or those of a PDF in the form of a dump.

- a dump says where its pages break by blank lines between rows, or by single spaces before lines, or not at all;
- a PDF's rows are counted through as lines; a merged cell stands on its first row only, as in a dump.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ..read.text import decode, read_text
from ..records import PrintedLine
from .draft_text import LineOfPage

ROW_BLANK_ROW = re.compile(r"^[^\n]*\t[^\n]*\n(?:[ \r]*\n)+[^\n]*\t", re.MULTILINE)
Place = tuple[int, float, int]  # page, top in points, number of a row at that top
FEWEST = 3  # indented lines, or runs of three blank lines, that are taken as page breaks


def pages_of(text: str) -> str:
    """Return how a dump shows a page break, as [dump] pages names it."""
    rows = [line for line in text.split("\n") if "\t" in line]
    is_wide = sum(line.count("\t") >= 2 for line in rows) >= len(rows) / 2
    if rows:
        return "blank-line-in-table" if is_wide and ROW_BLANK_ROW.search(text) else "none"
    indented = len(re.findall(r"^ (?=\S)", text, re.MULTILINE))
    runs = len(re.findall(r"\n(?:[ \r]*\n){3,}", text))
    return "indented-line" if max(indented, runs) >= FEWEST else "none"


def read_dump(raw: bytes, name: str) -> tuple[str, tuple[PrintedLine, ...], str]:
    """Return a dump's text, its lines and how it shows page breaks; refuses what `decode` refuses."""
    text = decode(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    pages = pages_of(text)
    return text, read_text(raw, name, pages), pages


def read_pdf_lines(path: Path) -> list[PrintedLine]:
    """Return the rows and paragraphs of a PDF as the lines of a dump, counted through, in reading order.

    Refuses what `read_pdf` refuses.
    """
    return lines_as_dump(read_pdf_printed(path))


def read_pdf_printed(path: Path) -> tuple[PrintedLine, ...]:
    """Return the rows and paragraphs of a PDF with their places; refuses what `read_pdf` refuses."""
    from ..read.pdf.printed import read_printed

    return read_printed(path, path.name).lines


def lines_as_dump(printed: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return rows and paragraphs of a PDF as the lines of a dump, counted through; struck words keep their marks."""
    return [
        PrintedLine(
            source_file=line.source_file,
            page=line.page,
            line=LineOfPage(number, line.page or 1),
            cells=tuple(map(_collapsed, line.cells)),
            after_blank=line.after_blank,
            is_bold=line.is_bold,
            size=line.size,
            pieces=line.pieces if has_strikes(line) else (),
        )
        for number, line in enumerate(printed, start=1)
    ]


def has_strikes(line: PrintedLine) -> bool:
    """Tell whether a drawn line strikes words of a printed line."""
    return any(mark == "struck" for cell in line.pieces for piece in cell for *_, mark in piece.marks)


def _collapsed(text: str) -> str:
    return " ".join(text.split())
