"""What a profile is drafted from: the lines of a text dump, or the rows of a PDF's tables as if they were lines.

- a dump says where its pages break by blank lines between rows, or by single spaces before lines, or not at all;
- a PDF's rows are counted through as lines; a merged cell stands on its first row only, as in a dump.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import SourceUnreadable
from pipeline.read.text import decode, read_text
from pipeline.records import PrintedLine
from pipeline.reference.headers import read_header_words

ROW_BLANK_ROW = re.compile(r"^[^\n]*\t[^\n]*\n(?:[ \r]*\n)+[^\n]*\t", re.MULTILINE)
FEWEST = 3  # indented lines, or runs of three blank lines, that are taken as page breaks


def pages_of(text: str) -> str:
    """Return what stands for a page break in a dump, as [dump] pages says it."""
    rows = [line for line in text.split("\n") if "\t" in line]
    is_wide = sum(line.count("\t") >= 2 for line in rows) >= len(rows) / 2
    if rows:
        return "blank-line-in-table" if is_wide and ROW_BLANK_ROW.search(text) else "none"
    indented = len(re.findall(r"^ (?=\S)", text, re.MULTILINE))
    runs = len(re.findall(r"\n(?:[ \r]*\n){3,}", text))
    return "indented-line" if max(indented, runs) >= FEWEST else "none"


def read_dump(raw: bytes, name: str) -> tuple[str, tuple[PrintedLine, ...], str]:
    """Return a dump's text, its lines and what stands for its page breaks; refuses what `decode` refuses."""
    text = decode(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    pages = pages_of(text)
    return text, read_text(raw, name, pages), pages


def read_pdf_tables(path: Path) -> list[PrintedLine]:
    """Return the rows of a PDF's tables as lines, each table's header first; refuses a PDF without a table."""
    from pipeline.read.pdf.tables import tables_of

    rows: list[tuple[int | None, tuple[str, ...]]] = []
    for table in tables_of(path)["tables"]:
        rows += [(table["pages"][0], row) for row in header_rows(table["header"]) if any(row)]
        for row in table["rows"]:
            texts = zip(row["cells"], row["inherited"], strict=True)
            own = tuple("" if is_inherited else text or "" for text, is_inherited in texts)
            is_title = row["kind"] == "section"
            rows.append((row["page_start"], (" ".join(cell for cell in own if cell),) if is_title else own))
    if not rows:
        remedy = "Draft from its text dump, or name the kind of a document like it and start from that profile."
        raise SourceUnreadable(path.name, "no table was found in it", remedy)
    lines = enumerate(rows, start=1)
    return [PrintedLine(path.name, page, line, tuple(map(_collapsed, cells))) for line, (page, cells) in lines]


def header_rows(labels: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a header as it is printed: where labels end in what was programmed or executed, that is a second row.

    What stands over several columns stands on the first of them, as in a dump.
    """
    words = read_header_words()
    role = re.compile(rf"(?P<over>.*?)\s*\b(?P<role>{'|'.join((*words.programmed, *words.executed))})", re.IGNORECASE)
    found = [role.fullmatch(label) for label in labels]
    if sum(match is not None for match in found) < 2:
        return [tuple(labels)]
    over = [match["over"] if match else label for match, label in zip(found, labels, strict=True)]
    first = tuple("" if place and text == over[place - 1] else text for place, text in enumerate(over))
    return [first, tuple(match["role"] if match else "" for match in found)]


def _collapsed(text: str) -> str:
    return " ".join(text.split())
