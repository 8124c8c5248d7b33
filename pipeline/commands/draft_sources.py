"""What a profile is drafted from: the lines of a text dump, or those of a PDF as if they were.

- a dump says where its pages break by blank lines between rows, or by single spaces before lines, or not at all;
- a PDF's rows are counted through as lines; a merged cell stands on its first row only, as in a dump.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.read.text import decode, read_text
from pipeline.records import PrintedLine
from pipeline.reference.headers import read_header_words

ROW_BLANK_ROW = re.compile(r"^[^\n]*\t[^\n]*\n(?:[ \r]*\n)+[^\n]*\t", re.MULTILINE)
Place = tuple[int, float, int]  # page, top in points, number of a row at that top
GAP = 0.8  # of a line's height: white space before it that parts it from the line above
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


def read_pdf_lines(path: Path) -> list[PrintedLine]:
    """Return the rows of a PDF's tables and the lines outside them as the lines of a dump, in reading order.

    Each table's header stands first; lines are counted through. Refuses what `read_pdf` refuses.
    """
    from pipeline.read.pdf.reader import read_pdf
    from pipeline.read.pdf.tables import tables_object

    reading = read_pdf(path)
    result = tables_object(reading)
    placed = [(key, cells, False) for table in result["tables"] for key, cells in _table_rows(table, result)]
    for sheet in reading.sheets:
        bottom = 0.0
        for line in (line for line in sheet.lines if line not in reading.furniture):
            gap, height = line.box[1] - bottom, line.box[3] - line.box[1]
            placed.append(((sheet.number, line.box[1], 0), (line.text,), gap > GAP * height))
            bottom = line.box[3]
    placed.sort(key=lambda entry: entry[0])
    return [
        PrintedLine(path.name, key[0], line, tuple(map(_collapsed, cells)), after_blank=after_blank)
        for line, (key, cells, after_blank) in enumerate(placed, start=1)
    ]


def _table_rows(table: dict[str, Any], result: dict[str, Any]) -> Iterator[tuple[Place, tuple[str, ...]]]:
    """Yield the rows of a table with their place: page, top of the table there, number of the row."""
    fragments = [result["fragments"][index] for index in table["fragments"]]
    tops = {fragment["page"]: fragment["bbox"][1] for fragment in reversed(fragments)}
    first = table["pages"][0]
    for row in header_rows(table["header"]):
        if any(row):
            yield (first, tops[first], 0), row
    for number, row in enumerate(table["rows"], start=1):
        texts = zip(row["cells"], row["inherited"], strict=True)
        own = tuple("" if is_inherited else text or "" for text, is_inherited in texts)
        cells = (" ".join(cell for cell in own if cell),) if row["kind"] == "section" else own
        yield (row["page_start"], tops.get(row["page_start"], 0.0), number), cells


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
