"""`directriz look`: the page with what was recognised drawn over it, so that a person can check the reader by eye.

Blue: the header; violet: a repeated header; green and orange: rows in turn; a thick red edge: a cell that goes
on from the page before or onto the next; grey: furniture, letterhead; a number at each cell: its row in the table;
magenta: the row, column or table that a doubt is about, with the number under which the legend gives its reason; a
thick magenta line above a table: it may, or may not, be one with that of the page before.
"""

from __future__ import annotations

import io
import unicodedata
from contextlib import suppress
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFont

from ...errors import SourceUnreadable, WrongUsage
from ...language import Language
from .confidence import TableDoubt, confidence_of
from .grid.fragments import Fragment, GridDoubt
from .guard.document import PdfFile, PdfPath
from .join_doubts import is_about_a_join
from .page.drawing import Box
from .prose.page_records import Reading, Sheet
from .reader import read_pdf
from .table.join import JoinedCell, LogicalTable

SCALE = 1.6  # pixels a point
MOST_PIXELS = 60_000_000  # of the picture; A0 has 21 million
TEXT = "`tables` prints what is read."
NEIGHBOURS = 2  # pages before and after that are read, too: joins and furniture show only among them
BAND = 16  # pixels a line of the legend
FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")
HEADER, REPEATED, FURNITURE, JOINED = (40, 90, 220), (150, 60, 200), (130, 130, 130), (220, 30, 30)
DOUBTFUL = (225, 0, 170)
ROWS = ((20, 140, 60), (230, 140, 0))
Colour = tuple[int, int, int]


def look(path: PdfPath, page: int, png_path: str | Path, language: Language | None = None) -> None:
    """Write a PNG of page `page` (from 1) with its grids, spans, joins and excluded zones drawn over it.

    `language` is that of `read_pdf`, which says what is refused. A missing folder (WrongUsage) and a page larger than
    any paper that is printed (SourceUnreadable) are refused, too.
    The file stands there only when it is whole.
    """
    target, buffer = Path(png_path), io.BytesIO()
    if not target.parent.is_dir():
        raise WrongUsage(str(target), f"there is no folder {str(target.parent)!r}", "Make it, or name another file.")
    picture = draw_page(path, page, language)
    picture.save(buffer, format="PNG")
    partial = target.with_name(f"{target.name}.part")
    partial.write_bytes(buffer.getvalue())
    partial.replace(target)


def draw_page(path: PdfPath, page: int, language: Language | None = None) -> Image.Image:
    """Return the picture of `look`."""
    with PdfFile(path) as source:
        if not 1 <= page <= source.page_count:
            raise WrongUsage(source.place, f"page {page} of {source.page_count}", "Name a page that the file has.")
        _refuse_large(source, page)
        last = min(source.page_count, page + NEIGHBOURS)
    reading = read_pdf(path, range(max(1, page - NEIGHBOURS), last + 1), language=language)
    return draw_reading(reading, page, path)


def _refuse_large(source: PdfFile, page: int) -> None:
    """Refuse (SourceUnreadable) a page of which the picture would take gigabytes."""
    with source.page(page) as opened:
        if opened.width * opened.height * SCALE**2 > MOST_PIXELS:
            size = f"{opened.width * 0.0254 / 72:.1f} x {opened.height * 0.0254 / 72:.1f} m"
            raise SourceUnreadable(opened.place, f"a page of {size} is too large to draw", TEXT)


def draw_reading(reading: Reading, page: int, path: PdfPath) -> Image.Image:
    """Return the picture of a page that was read, with what was recognised on it; the document is opened again."""
    sheet = next(sheet for sheet in reading.sheets if sheet.number == page)
    base = _rendered(path, page, sheet)
    shade = Image.new("RGBA", base.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(shade)
    _draw_furniture(pen, reading, sheet)
    for table in reading.tables:
        _draw_table(pen, table, page)
    for number, (fragment, doubt) in enumerate(_doubts_on(reading, page), start=1):
        _draw_doubt(pen, number, fragment, doubt)
    for top in _doubted_tops(reading, page):
        pen.line(_scaled(top), fill=(*DOUBTFUL, 255), width=5)
    return _with_legend(Image.alpha_composite(base.convert("RGBA"), shade), _legend(reading, page))


def _rendered(path: PdfPath, page: int, sheet: Sheet) -> Image.Image:
    with PdfFile(path) as source:
        document = pdfium.PdfDocument(source.bytes)
        try:
            drawn = document[page - 1]
            if min(drawn.get_size()) <= 0:
                raise SourceUnreadable(f"{source.place} p. {page}", "a page without any area cannot be drawn", TEXT)
            picture: Image.Image = drawn.render(scale=SCALE).to_pil().convert("RGB")
        finally:
            document.close()
    if sheet.turns:
        picture = picture.rotate(-90 * sheet.turns, expand=True)
    return picture.rotate(sheet.skew, Image.Resampling.BICUBIC, fillcolor="white") if sheet.skew else picture


def _scaled(box: Box) -> list[float]:
    return [value * SCALE for value in box]


def _fill(pen: ImageDraw.ImageDraw, box: Box, colour: Colour, width: int = 1) -> None:
    pen.rectangle(_scaled(box), fill=(*colour, 40), outline=(*colour, 255), width=width)


def _draw_furniture(pen: ImageDraw.ImageDraw, reading: Reading, sheet: Sheet) -> None:
    for line in sheet.lines:
        if line in reading.furniture:
            _fill(pen, line.box, FURNITURE)
            pen.text((line.box[0] * SCALE, line.box[3] * SCALE), reading.furniture[line], fill=(*FURNITURE, 255))
    for fragment in reading.letterhead:
        if fragment.page == sheet.number:
            _fill(pen, fragment.box, FURNITURE, 2)


def _draw_table(pen: ImageDraw.ImageDraw, table: LogicalTable, page: int) -> None:
    headers = {piece.words: HEADER for piece in table.header_pieces if piece.page == page}
    headers |= {piece.words: REPEATED for piece in table.repeated_pieces if piece.page == page}
    cells = [cell for row in table.rows for cell in row.cells]
    joined = {(piece.page, piece.words, piece.box): cell for cell in cells for piece in cell.pieces}
    for _, fragment in table.sources:
        if fragment.page != page:
            continue
        for cell in fragment.cells:
            box = _cell_box(fragment, cell.span.row, cell.span.column, cell.span.row_count, cell.span.column_count)
            if cell.words in headers and cell.words:
                _fill(pen, box, headers[cell.words])
            elif (owner := joined.get((page, cell.words, cell.box))) is not None:
                _draw_cell(pen, owner, box)


def _draw_cell(pen: ImageDraw.ImageDraw, cell: JoinedCell, box: Box) -> None:
    colour = ROWS[cell.first_row % 2]
    _fill(pen, box, colour)
    if len(cell.pieces) > 1:
        pen.rectangle([value + move for value, move in zip(_scaled(box), (2, 2, -2, -2), strict=True)],
                      outline=(*JOINED, 255), width=3)  # fmt: skip
    label = f"{cell.first_row + 1}" + (f"-{cell.first_row + cell.row_count}" if cell.row_count > 1 else "")
    pen.text((box[2] * SCALE - 8 * len(label) - 3, box[1] * SCALE + 1), label, fill=(*colour, 255))


def _doubts_on(reading: Reading, page: int) -> list[tuple[Fragment, GridDoubt]]:
    """Return the doubts about the tables of a page, each with the table as it stands there."""
    doubted = [table for table in reading.tables if page in table.pages and confidence_of(table, reading)[1]]
    sources = [fragment for table in doubted for _, fragment in table.sources if fragment.page == page]
    return [(fragment, doubt) for fragment in sources for doubt in fragment.doubts]


def _joins_doubted(reading: Reading, page: int) -> list[tuple[LogicalTable, TableDoubt]]:
    """Return the doubts about whether a table of a page is one with that of the page before, each with the table."""
    own = [table for table in reading.tables if page in table.pages]
    doubts = [(table, doubt) for table in own for doubt in confidence_of(table, reading)[1]]
    return [(table, doubt) for table, doubt in doubts if doubt.page == page and is_about_a_join(doubt.reason)]


def _doubted_tops(reading: Reading, page: int) -> list[Box]:
    """Return the upper side of the tables of a page of which it is doubted that they go on, or do not go on."""
    tables = [table for table, _ in _joins_doubted(reading, page)]
    boxes = [next(each.box for _, each in table.sources if each.page == page) for table in tables]
    return [(x0, top, x1, top) for x0, top, x1, _ in boxes]


def _draw_doubt(pen: ImageDraw.ImageDraw, number: int, fragment: Fragment, doubt: GridDoubt) -> None:
    rows = (0, fragment.row_count) if doubt.row is None else (doubt.row, 1)
    columns = (0, fragment.column_count) if doubt.column is None else (doubt.column, 1)
    box = _scaled(_cell_box(fragment, rows[0], columns[0], rows[1], columns[1]))
    pen.rectangle(box, outline=(*DOUBTFUL, 255), width=3)
    pen.text((box[0] + 3, box[1] + 2), f"?{number}", fill=(*DOUBTFUL, 255))


def _cell_box(fragment: Fragment, row: int, column: int, rows: int, columns: int) -> Box:
    x, y = fragment.grid.columns, fragment.grid.rows
    return float(x[column]), float(y[row]), float(x[column + columns]), float(y[row + rows])


def _legend(reading: Reading, page: int) -> list[str]:
    """Return one line for each fragment of the page: its engine and why it was joined or not."""
    lines = []
    for number, table in enumerate(reading.tables, start=1):
        for index, fragment in table.sources:
            if fragment.page == page:
                lines.append(f"table {number}: fragment {index}, {fragment.engine}, {fragment.row_count} rows")
        lines += [f"   {join.reason}" for join in table.joins if join.page == page]
    for number, (_, doubt) in enumerate(_doubts_on(reading, page), start=1):
        lines.append(f"   ?{number} {doubt.reason}" + (f" (other reading: {doubt.other})" if doubt.other else ""))
    joins = [doubt for _, doubt in _joins_doubted(reading, page)]
    lines += list(dict.fromkeys(f"   ? {doubt.reason} (other reading: {doubt.other})" for doubt in joins))
    if page in reading.unread_pages:
        lines.append("no text that can be read: needs OCR")
    return lines or ["no table"]


def _with_legend(picture: Image.Image, lines: list[str]) -> Image.Image:
    whole = Image.new("RGB", (picture.width, picture.height + BAND * len(lines) + 4), "white")
    whole.paste(picture.convert("RGB"), (0, BAND * len(lines) + 4))
    pen = ImageDraw.Draw(whole)
    font = _type_with_accents()
    for index, line in enumerate(lines):
        text = line if font else unaccented(line)
        pen.text((6, 2 + BAND * index), text, fill=JOINED if line.startswith(" ") else (0, 0, 0), font=font)
    return whole


def _type_with_accents() -> ImageFont.FreeTypeFont | None:
    """Return a font of the machine that has Spanish letters; None where there is none: Pillow's own has no accents."""
    for name in FONTS:
        with suppress(OSError):
            return ImageFont.truetype(name, BAND - 3)
    return None


def unaccented(text: str) -> str:
    """Return a text with its letters bare of accents, and what no typewriter has as a question mark."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.encode("latin-1", "replace").decode("latin-1")
