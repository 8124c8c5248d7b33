"""A PDF as printed lines and rows, for the stages that know profiles.

They have the form of a text dump, with page and box.

A row of a table is one line, also if a page break cuts it. A merged cell stands in the first row that it covers and is
blank in the others. A header that is printed again is excluded. A paragraph outside the tables is one line, or one line
for each page on which it stands. Running headers and the like are excluded with their reason. Every word is in a line
or is excluded, exactly once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from ...language import Language
from ...records import REPEATED, Excluded, PrintedLine, PrintedPiece
from .confidence import doubts_of_tables
from .grid.fragments import Fragment
from .page.cell_text import Vocabulary, join_lines, joint_of, line_starts
from .page.doubts import Doubt
from .pages_ahead import ALONE, Effort
from .prose.lines import TextLine, text_lines
from .prose.page_records import Reading
from .prose.paragraphs import paragraphs_of, piece_of_paragraph
from .reader import read_pdf, refuse_unread
from .table.join import JoinedCell, JoinedRow, LogicalTable, Piece

Pieces = tuple[PrintedPiece, ...]


@dataclass(frozen=True, slots=True)
class PrintedPdf:
    """A PDF as lines and rows in reading order, and what was excluded."""

    lines: tuple[PrintedLine, ...]
    excluded: tuple[Excluded, ...]
    page_count: int
    letters: dict[int, str]  # of each page: the words of its text layer
    doubts: tuple[Doubt, ...] = ()  # about the way pages were read


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line or row with its place in reading order."""

    place: tuple[int, int, float]  # 1 for footnotes, else 0; page; points from its top
    pieces: tuple[Pieces, ...]  # of each cell
    cells: tuple[str, ...]
    spans: tuple[int, ...] = ()
    role: str | None = None
    goes_on: bool = False
    table: int | None = None
    covered: tuple[int, ...] = ()
    look: tuple[float | None, bool, bool] = (None, False, False)  # size of type, is bold, is on a shaded bar
    is_marked: bool = False
    shade: float = 0.0


def lines_of(path: str | Path, pages: Iterable[int] | None = None, language: Language | None = None) -> list[TextLine]:
    """Return the lines of a PDF outside its tables, in reading order; `pages` counts from 1, None = all.

    Refuses what `read_pdf` refuses.
    """
    return text_lines(read_pdf(path, pages, with_runs=True, language=language))


def read_printed(
    path: str | Path,
    source_file: str,
    language: Language | None = None,
    effort: Effort = ALONE,
) -> PrintedPdf:
    """Return a PDF as printed lines; `source_file` is its name in the records.

    `language` and `effort` are those of `read_pdf`.

    Refuses what `read_pdf` refuses, and pages that could not be read.
    """
    reading = read_pdf(path, with_runs=True, language=language, effort=effort)
    refuse_unread(reading)
    excluded = list(_excluded(reading, source_file))
    placed = list(_paragraphs(reading, source_file, excluded))
    tables: list[_Placed] = []
    for number, table in enumerate(reading.tables, start=1):
        lines = (*_header_lines(table, reading), *_row_lines(table, reading))
        tables += [replace(line, table=number) for line in lines]
    letters = {sheet.number: sheet.letters for sheet in reading.sheets}
    printed = tuple(_numbered(_merged(placed, tables), source_file))
    return PrintedPdf(
        printed, tuple(excluded), reading.page_count, letters, (*reading.doubts, *doubts_of_tables(reading))
    )


def _merged(paragraphs: list[_Placed], rows: list[_Placed]) -> list[_Placed]:
    """Return paragraphs and rows in one order; paragraphs keep their own where a page has columns of text."""
    pages = sorted({line.place[:2] for line in (*paragraphs, *rows)})
    made: list[_Placed] = []
    for page in pages:
        here = [line for line in paragraphs if line.place[:2] == page]
        among = sorted((line for line in rows if line.place[:2] == page), key=lambda line: line.place)
        if not _has_columns(here):
            made += sorted([*here, *among], key=lambda line: line.place)
            continue
        for row in reversed(among):
            here.insert(_place_among(here, row), row)
        made += here
    return made


def _has_columns(paragraphs: Sequence[_Placed]) -> bool:
    """Tell whether the paragraphs of a page stand in columns: a later one higher than the one before."""
    return any(after.place < before.place for before, after in pairwise(paragraphs))


def _place_among(paragraphs: Sequence[_Placed], row: _Placed) -> int:
    """Return where a row stands among paragraphs in columns: behind the last one that stands above it."""
    left, right = _sides(row)
    above = [
        at + 1
        for at, each in enumerate(paragraphs)
        if each.table is None and each.place < row.place and _sides(each)[0] < right and _sides(each)[1] > left
    ]
    return max(above, default=0)


def _sides(line: _Placed) -> tuple[float, float]:
    """Return how far a line reaches to the left and to the right, in points."""
    boxes = [piece.box for cell in line.pieces for piece in cell]
    return min((box[0] for box in boxes), default=0.0), max((box[2] for box in boxes), default=0.0)


def _numbered(placed: Sequence[_Placed], source_file: str) -> Iterator[PrintedLine]:
    before = 0
    for item in placed:
        page = item.place[1]
        yield PrintedLine(
            source_file=source_file,
            page=page,
            line=None,
            cells=item.cells,
            opens_page=page != before,
            after_blank=not item.goes_on,
            pieces=item.pieces,
            spans=item.spans,
            role=item.role,
            goes_on=item.goes_on,
            table=item.table,
            covered=item.covered,
            size=item.look[0],
            is_bold=item.look[1],
            is_shaded=item.look[2],
            is_marked=item.is_marked,
            shade=item.shade,
        )
        before = page


def _header_lines(table: LogicalTable, reading: Reading) -> Iterator[_Placed]:
    if not table.sources or table.header_rows == (0, 0):
        return
    start, stop = table.header_rows
    rows = [(table.sources[0][1], row) for row in range(start, stop)]
    if stop - start < len(table.header_keys):  # the page's end has cut it: the lower row begins the next page
        rows.append((table.sources[1][1], 0))
    for fragment, row in rows:
        columns = range(fragment.column_count)
        pieces = tuple(_origin(fragment, row, column, reading, table.header_rows[1]) for column in columns)
        cells = tuple(" ".join(piece.text for piece in found) for found in pieces)
        spans = tuple(_reach(fragment, row, column) for column in columns)
        yield _Placed((0, fragment.page, float(fragment.grid.rows[row])), pieces, cells, spans)


def _origin(fragment: Fragment, row: int, column: int, reading: Reading, stop: int) -> Pieces:
    """Return the piece of the cell that begins at a place of a fragment; none if it is blank or begins elsewhere.

    A cell that goes on below row `stop`, the end of the header, belongs to the rows: it is a label merged with them.
    """
    cell = fragment.cell_at(row, column)
    span = cell.span
    if (span.row, span.column) != (row, column) or not cell.words or span.row + span.row_count > stop:
        return ()
    text = join_lines(list(cell.lines), reading.vocabulary)
    return (PrintedPiece(fragment.page, cell.box, text, breaks=line_starts(cell.lines, text)),)


def _reach(fragment: Fragment, row: int, column: int) -> int:
    """Return how many columns the cell that begins at a place covers; 0 where it begins in another column."""
    span = fragment.cell_at(row, column).span
    return span.column_count if span.column == column else 0


def _row_lines(table: LogicalTable, reading: Reading) -> Iterator[_Placed]:
    for index, row in enumerate(table.rows):
        yield from _headers_above(index, table, reading)
        place = (0, row.page_start, _top_of(row, index))
        own = [cell if cell.first_row == index and cell.column == column else None
               for column, cell in enumerate(row.cells)]  # fmt: skip
        pieces = tuple(_cell_pieces(cell, reading.vocabulary) if cell else () for cell in own)
        cells = tuple(cell.text(reading.vocabulary) if cell else "" for cell in own)
        if row.is_section:
            joined = tuple(piece for found in pieces for piece in found)
            size, shade = _look_of_title(row, table)
            look = (size, False, shade > 0)
            yield _Placed(place, (joined,), (" ".join(text for text in cells if text),), look=look, shade=shade)
        elif any(cells):
            covered = tuple(column for column, cell in enumerate(row.cells) if cell.first_row != index)
            yield _Placed(place, pieces, cells, covered=covered)
    yield from _headers_above(len(table.rows), table, reading)


def _headers_above(index: int, table: LogicalTable, reading: Reading) -> Iterator[_Placed]:
    """Yield the headers that are printed again above a row, below the last one for its number."""
    yield from (_repeated_line(cells, reading) for above, cells in table.rows_amid if above == index)


def _repeated_line(cells: Sequence[JoinedCell], reading: Reading) -> _Placed:
    """Return a header that is printed again within a page as a row: over the next card it is no header."""
    own = [cell if cell not in cells[:column] else None for column, cell in enumerate(cells)]
    pieces = tuple(_cell_pieces(cell, reading.vocabulary) if cell else () for cell in own)
    page, top = min((piece.page, piece.top) for cell in cells for piece in cell.pieces)
    texts = tuple(" ".join(piece.text for piece in found) for found in pieces)
    return _Placed((0, page, top), pieces, texts, role=REPEATED)


def _look_of_title(row: JoinedRow, table: LogicalTable) -> tuple[float | None, float]:
    """Return the height in points of the type of a title row that is one line, and the colour behind it."""
    piece = next(piece for cell in row.cells for piece in cell.pieces if piece.lines)
    fragment = next((each for _, each in table.sources if each.page == piece.page and _holds(each, piece)), None)
    at = int(fragment.grid.rows.searchsorted(piece.top, side="right")) - 1 if fragment else -1
    shade = fragment.tinted[at] if fragment and 0 <= at < len(fragment.tinted) else 0.0
    return (round(piece.box[3] - piece.box[1], 1) if len(piece.lines) == 1 else None), round(shade, 3)


def _holds(fragment: Fragment, piece: Piece) -> bool:
    return fragment.box[1] - 1 <= piece.top <= fragment.box[3] + 1


def _top_of(row: JoinedRow, index: int) -> float:
    """Return where a row begins on its first page: below all rows before it."""
    own = [piece for cell in row.cells if cell.first_row == index for piece in cell.pieces]
    tops = [piece.top for piece in own if piece.page == row.page_start]
    return min(tops) if tops else max(piece.top for cell in row.cells for piece in cell.pieces)


def _cell_pieces(cell: JoinedCell, vocabulary: Vocabulary) -> Pieces:
    pieces: list[PrintedPiece] = []
    for piece in cell.pieces:
        if piece.lines:
            joint = joint_of(pieces[-1].text, piece.lines[0], vocabulary) if pieces else " "
            pieces.append(_piece(piece, joint, vocabulary))
    return tuple(pieces)


def _piece(piece: Piece, joint: str, vocabulary: Vocabulary) -> PrintedPiece:
    text = join_lines(list(piece.lines), vocabulary)
    return PrintedPiece(piece.page, piece.box, text, joint, breaks=line_starts(piece.lines, text))


def _paragraphs(reading: Reading, source_file: str, excluded: list[Excluded]) -> Iterator[_Placed]:
    """Yield the paragraphs outside the tables; the footnote marks in them are added to what is excluded."""
    before: PrintedPiece | None = None
    for paragraph in paragraphs_of(text_lines(reading), reading.language):
        piece, notes = piece_of_paragraph(paragraph, reading.vocabulary)
        excluded += [Excluded(source_file, paragraph.page, None, note, "footnote-mark") for note in notes]
        if not piece.text:
            continue
        joint = joint_of(before.text, piece.text, reading.vocabulary) if before and paragraph.goes_on else " "
        piece = replace(piece, joint=joint)
        role = paragraph.lines[0].role
        place = (int(role == "footnote"), paragraph.page, paragraph.top)
        first = paragraph.lines[0]
        yield _Placed(
            place,
            ((piece,),),
            (piece.text,),
            role=None if role == "body" else role,
            goes_on=paragraph.goes_on,
            look=(round(first.size, 1), first.is_bold, first.is_shaded),
            is_marked=first.is_marked,
        )
        before = piece


def _excluded(reading: Reading, source_file: str) -> Iterator[Excluded]:
    again = Counter(line for sheet in reading.sheets for line in sheet.lines if line.aside)  # the same, many times over
    for line, reason in reading.furniture.items():
        yield from [Excluded(source_file, line.page, None, line.text, reason)] * max(again[line], 1)
    for fragment in reading.letterhead:
        text = " ".join(line for cell in fragment.cells for line in cell.lines)
        yield Excluded(source_file, fragment.page, None, text, "header")
    for table in reading.tables:
        amid = {piece for _, cells in table.rows_amid for cell in cells for piece in cell.pieces}
        for piece in (piece for piece in table.repeated_pieces if piece not in amid):
            yield Excluded(source_file, piece.page, None, " ".join(piece.lines), REPEATED)
