"""How exactly the tables of real plans are read, cell by cell, and whether each word of a PDF is read once.

`python -m benchmarks.real_tables GOLD.json FOLDER` compares the logical tables of a gold file (a list of `file`,
`pages`, `header`, `rows`, `variants`) with those read from the PDFs in FOLDER. `--conserved PDF …` counts the
characters of each PDF's text layer against those of its tables, lines and furniture. Exits 1 where something differs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from directriz.errors import PipelineError
from directriz.read.pdf import Reading, read_pdf, tables_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.drawing import view_of
from directriz.read.pdf.page.word_spans import WORD
from directriz.read.pdf.page.words import FIXED, TextLayer
from directriz.read.pdf.page_reader import FEWEST_CHARS, UNMAPPED


def squeezed(text: str) -> str:
    """Return a text as it is compared: single spaces, one kind of bullet."""
    return " ".join(text.replace("\uf0b7", "•").split())


def rows_of(table: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return the header and the rows of a table as they are compared."""
    rows: list[tuple[Any, ...]] = [("header", tuple(map(squeezed, table["header"])), None, None, None)]
    for row in table["rows"]:
        cells = tuple(map(squeezed, row["cells"]))
        rows.append((row.get("kind", "row"), cells, tuple(row["inherited"]), row["page_start"], row["page_end"]))
    return rows


def difference(wanted: dict[str, Any], found: list[dict[str, Any]]) -> int:
    """Return in how many rows the nearest of the tables found differs from the one wanted; variants count as right."""
    rows = rows_of(wanted)
    return min((_differing(rows, rows_of(table), wanted) for table in found), default=len(rows))


def _differing(wanted: list[tuple[Any, ...]], found: list[tuple[Any, ...]], table: dict[str, Any]) -> int:
    if len(wanted) != len(found):
        return max(len(wanted), len(found))
    also = {
        (row, variant["col"], squeezed(text))
        for variant in table.get("variants", [])
        for row in variant["rows"]
        for text in ([variant["also"]] if isinstance(variant["also"], str) else variant["also"])
    }
    count = 0
    for index, (one, other) in enumerate(zip(wanted, found, strict=True)):
        cells = [
            a == b or (index - 1, column, b) in also
            for column, (a, b) in enumerate(zip(one[1], other[1], strict=False))
        ]
        count += not (all(cells) and len(one[1]) == len(other[1]) and one[0] == other[0] and one[2:] == other[2:])
    return count


def compare(gold: Path, folder: Path) -> int:
    """Print each gold table with the number of its rows that differ; return how many tables differ."""
    wanted = json.loads(gold.read_text(encoding="utf-8"))
    read: dict[str, list[dict[str, Any]]] = {}
    wrong = 0
    for table in wanted:
        if table["file"] not in read:
            read[table["file"]] = tables_of(folder / table["file"])["tables"]
        near = [found for found in read[table["file"]] if set(found["pages"]) & set(table["pages"])]
        count = difference(table, near)
        wrong += count > 0
        sys.stdout.write(f"{table['table_id']:50s} {len(table['rows']):4d} rows, {count} differ\n")
    sys.stdout.write(f"{len(wanted) - wrong} of {len(wanted)} tables exact\n")
    return wrong


def printed_on(source: PdfFile) -> Counter[tuple[int, str]]:
    """Return the characters of a PDF's text layer, white space left out, with their page."""
    counted: Counter[tuple[int, str]] = Counter()
    for page in source.pages(range(1, source.page_count + 1)):
        layer = TextLayer(page, view_of(page))
        if layer.count >= FEWEST_CHARS and layer.unmapped_share() <= UNMAPPED:
            words = [match.group().translate(FIXED) for match in WORD.finditer(layer.text)]
            counted.update((page.number, char) for word in words for char in word)
    return counted


def read_on(reading: Reading) -> Counter[tuple[int, str]]:
    """Return the characters of tables, of lines outside and of furniture, with their page."""
    counted: Counter[tuple[int, str]] = Counter()
    texts = [(sheet.number, line.text) for sheet in reading.sheets for line in sheet.lines]
    texts += [(item.page, line) for item in reading.letterhead for cell in item.cells for line in cell.lines]
    for table in reading.tables:
        cells = {id(cell): cell for row in table.rows for cell in row.cells}.values()
        pieces = [*table.header_pieces, *table.repeated_pieces, *(piece for cell in cells for piece in cell.pieces)]
        texts += [(piece.page, line) for piece in pieces for line in piece.lines]
    counted.update((page, char) for page, text in texts for char in text if not char.isspace())
    return counted


def conserved(paths: Sequence[Path]) -> int:
    """Print for each PDF how many characters are lost and how many come twice; return how many PDFs have some."""
    wrong = 0
    for path in paths:
        try:
            reading = read_pdf(path)
        except PipelineError as error:
            sys.stdout.write(f"{path.name}: refused, {error.found}\n")
            continue
        with PdfFile(path) as source:
            printed = printed_on(source)
        found = read_on(reading)
        lost, more = printed - found, found - printed
        wrong += bool(lost or more)
        pages = sorted({page for page, _ in (*lost, *more)})[:10]
        sys.stdout.write(
            f"{path.name}: {printed.total()} characters, {lost.total()} lost, {more.total()} more {pages}\n"
        )
    return wrong


def main() -> int:
    """Compare as asked; return 1 where something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", help="GOLD.json FOLDER, or PDFs with --conserved")
    parser.add_argument("--conserved", action="store_true", help="count characters instead")
    args = parser.parse_args()
    return int((conserved(args.paths) if args.conserved else compare(*args.paths)) > 0)


if __name__ == "__main__":
    sys.exit(main())
