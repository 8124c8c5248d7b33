"""A PDF as printed lines and rows, for the stages that know profiles: what the text dumps are, with page and box.

A row of a table is one line, over all its pages: what a page break has cut is whole again, a merged cell stands in the
first row that it covers and is blank in the others, a header printed again is excluded. Lines of one paragraph outside
the tables are one line. What is furniture is excluded with its reason; every word is in a line or excluded, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.read.pdf.fragments import Box, Fragment
from pipeline.read.pdf.furniture import Line
from pipeline.read.pdf.join import JoinedRow, LogicalTable, Piece
from pipeline.read.pdf.reader import Reading, read_pdf
from pipeline.read.pdf.reading import join_lines
from pipeline.records import Excluded, PrintedLine

CLOSE = 1.1  # of the line's height: lines of one paragraph are no farther apart
RAGGED = 0.8  # share of the widest line's reach that a line has, where the paragraph goes on below it
ALIGNED = 30.0  # points: a paragraph's first line may stand this far from the others


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """What is printed of a cell on one page."""

    page: int
    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A printed line or row, and for each of its cells what stands of it on each page."""

    line: PrintedLine
    pieces: tuple[tuple[PrintedPiece, ...], ...]


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF as lines and rows in reading order, and what is neither."""

    lines: tuple[PdfLine, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line or row with the place that orders it."""

    page: int
    top: float
    cells: tuple[str, ...]
    pieces: tuple[tuple[PrintedPiece, ...], ...]


def read_printed(path: str | Path, source_file: str) -> PrintedPdf:
    """Return a PDF as printed lines; `source_file` is its name in the records. Refuses what `read_pdf` refuses."""
    reading = read_pdf(path)
    placed = [*_paragraphs(reading)]
    for table in reading.tables:
        placed += _header_lines(table, reading)
        placed += _row_lines(table, reading)
    placed.sort(key=lambda line: (line.page, line.top))
    return PrintedPdf(tuple(_numbered(placed, source_file)), tuple(_excluded(reading, source_file)))


def _numbered(placed: Sequence[_Placed], source_file: str) -> Iterator[PdfLine]:
    page = 0
    for item in placed:
        boxes = tuple(pieces[0].box if pieces else None for pieces in item.pieces)
        line = PrintedLine(source_file, item.page, None, item.cells, item.page != page, False, boxes)
        page = item.page
        yield PdfLine(line, item.pieces)


def _header_lines(table: LogicalTable, reading: Reading) -> Iterator[_Placed]:
    if not table.sources or table.header_rows == (0, 0):
        return
    fragment = table.sources[0][1]
    for row in range(*table.header_rows):
        pieces = tuple(_origin(fragment, row, column, reading) for column in range(fragment.column_count))
        cells = tuple(" ".join(piece.text for piece in found) for found in pieces)
        yield _Placed(fragment.page, float(fragment.grid.rows[row]), cells, pieces)


def _origin(fragment: Fragment, row: int, column: int, reading: Reading) -> tuple[PrintedPiece, ...]:
    """Return the piece of the cell that begins at a place of a fragment; none where it is blank or begins elsewhere."""
    cell = fragment.cell_at(row, column)
    if (cell.span.row, cell.span.column) != (row, column) or not cell.words:
        return ()
    return (PrintedPiece(fragment.page, cell.box, join_lines(list(cell.lines), reading.vocabulary)),)


def _row_lines(table: LogicalTable, reading: Reading) -> Iterator[_Placed]:
    for index, row in enumerate(table.rows):
        top = _top_of(row, index)
        columns = [cell if cell.first_row == index and cell.column == column else None
                   for column, cell in enumerate(row.cells)]  # fmt: skip
        pieces = tuple(tuple(_pieces(cell.pieces, reading)) if cell else () for cell in columns)
        cells = tuple(cell.text(reading.vocabulary) if cell else "" for cell in columns)
        if row.is_section:
            joined = tuple(piece for found in pieces for piece in found)
            yield _Placed(row.page_start, top, (" ".join(text for text in cells if text),), (joined,))
        elif any(cells):
            yield _Placed(row.page_start, top, cells, pieces)


def _top_of(row: JoinedRow, index: int) -> float:
    """Return where a row begins on its first page: below all rows before it, whatever its cells hold."""
    own = [piece for cell in row.cells if cell.first_row == index for piece in cell.pieces]
    tops = [piece.top for piece in own if piece.page == row.page_start]
    return min(tops) if tops else max(piece.top for cell in row.cells for piece in cell.pieces)


def _pieces(pieces: Sequence[Piece], reading: Reading) -> Iterator[PrintedPiece]:
    for piece in pieces:
        if piece.lines:
            yield PrintedPiece(piece.page, piece.box, join_lines(list(piece.lines), reading.vocabulary))


def _paragraphs(reading: Reading) -> Iterator[_Placed]:
    """Yield the lines outside the tables, those of one paragraph as one."""
    for sheet in reading.sheets:
        lines = [line for line in sheet.lines if line not in reading.furniture]
        reach = max((line.box[2] for line in lines), default=0.0)
        group: list[Line] = []
        for before, line in pairwise([None, *lines]):
            if group and before is not None and line is not None and not _goes_on(before, line, reach):
                yield _paragraph(group, reading)
                group = []
            if line is not None:
                group.append(line)
        if group:
            yield _paragraph(group, reading)


def _goes_on(before: Line, line: Line, reach: float) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    height = max(before.box[3] - before.box[1], line.box[3] - line.box[1])
    return (
        -height < line.box[1] - before.box[3] < CLOSE * height
        and before.box[2] > RAGGED * reach
        and abs(line.box[0] - before.box[0]) < ALIGNED
    )


def _paragraph(lines: Sequence[Line], reading: Reading) -> _Placed:
    text = join_lines([line.text for line in lines], reading.vocabulary)
    box = (
        min(line.box[0] for line in lines),
        lines[0].box[1],
        max(line.box[2] for line in lines),
        lines[-1].box[3],
    )
    return _Placed(lines[0].page, lines[0].box[1], (text,), ((PrintedPiece(lines[0].page, box, text),),))


def _excluded(reading: Reading, source_file: str) -> Iterator[Excluded]:
    for line, reason in reading.furniture.items():
        yield Excluded(source_file, line.page, None, line.text, reason)
    for fragment in reading.letterhead:
        text = " ".join(line for cell in fragment.cells for line in cell.lines)
        yield Excluded(source_file, fragment.page, None, text, "header")
    for table in reading.tables:
        for piece in table.repeated_pieces:
            yield Excluded(source_file, piece.page, None, " ".join(piece.lines), "repeated-header")
