"""The library's `Document`: the tables, paragraphs and doubts of a PDF, and its pages as pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..commands.pdf import MOST_PAGES, jobs_asked, page_numbers
from ..errors import PipelineError, WrongUsage
from ..language import language_of
from ..read.pdf.guard.document import EncryptedPdf, PdfPath
from ..read.pdf.page.cell_text import joint_of
from ..read.pdf.page.doubts import Doubt
from ..read.pdf.pages_ahead import Effort
from ..read.pdf.prose.lines import text_lines
from ..read.pdf.prose.page_records import Reading
from ..read.pdf.prose.paragraphs import paragraphs_of, piece_of_paragraph
from ..read.pdf.reader import page_ranges, read_pdf, unread_text
from ..read.pdf.tables import tables_object
from .arguments import jobs_given, language_given, path_given, shown, text_given, whole_number
from .tables import Box, Table

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph outside the tables.

    `role` is "body" or "footnote". `places` has a (page, box) for each page or column that it stands on: pages count
    from 1, a box is x0, top, x1, bottom in points from the page's top left.
    """

    text: str
    role: str
    places: tuple[tuple[int, Box], ...]

    @property
    def page(self) -> int:
        """The page that it begins on."""
        return self.places[0][0]


class Page:
    """One page of a document that was read.

    >>> page = directriz.open("plan.pdf").page(1)
    >>> page.number, page.width, page.height
    (1, 595.0, 842.0)
    """

    def __init__(self, reading: Reading, number: int, source: PdfPath) -> None:
        """Take what was read; pages are made by `Document.page`."""
        self._reading = reading
        self._source = source
        sheet = next(sheet for sheet in reading.sheets if sheet.number == number)
        self.number: int = number
        self.width: float = round(sheet.width, 2)
        self.height: float = round(sheet.height, 2)

    def __repr__(self) -> str:
        return f"<Page {self.number} of {self._reading.path.name}: {self.width} x {self.height} points>"

    def draw(self) -> Image.Image:
        """Return the page as a picture with what was recognised drawn over it.

        >>> picture = directriz.open("plan.pdf").page(1).draw()
        >>> picture.mode, picture.width
        ('RGB', 952)

        Blue: the header; violet: a repeated header; green and orange: rows in turn; a thick red edge: a cell
        that a page cuts; grey: page numbers, running headers and footers. A legend names the table finder and the
        joins. The file is opened again: refuses (errors.SourceUnreadable) one that is no longer there.
        """
        from ..read.pdf.look import draw_reading

        return draw_reading(self._reading, self.number, self._source)


class Document:
    """A PDF that was read.

    >>> document = directriz.open("plan.pdf")
    >>> document
    <Document plan.pdf: 1 page, 1 table>
    >>> document.page_count, len(document.tables), document.doubts
    (1, 1, ())
    >>> [paragraph.text for paragraph in document.paragraphs]
    ['Plan de prueba']

    `page_count` is the number of pages of the file, `pages` are those that were read. `language` is the code of the
    language in which it was read. `doubts` are the doubts about the way pages were read. `unread_pages` are pages that
    are pictures and could not be read.
    """

    def __init__(self, reading: Reading, source: PdfPath) -> None:
        """Take what was read; documents are made by `directriz.open`."""
        self._reading = reading
        self._source = source
        self.path: Path = reading.path
        self.sha256: str = reading.sha256
        self.page_count: int = reading.page_count
        self.language: str = reading.language.code
        self.pages: tuple[int, ...] = tuple(sheet.number for sheet in reading.sheets)
        self.unread_pages: tuple[int, ...] = reading.unread_pages

    def __repr__(self) -> str:
        pages = f"{self.page_count} page{'s' * (self.page_count != 1)}"
        read = "" if len(self.pages) == self.page_count else f", {page_ranges(self.pages)} read"
        tables = f"{len(self._reading.tables)} table{'s' * (len(self._reading.tables) != 1)}"
        return f"<Document {self.path.name}: {pages}{read}, {tables}>"

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """The tables, in order, each over all its pages."""
        return tuple(Table(number, table, self._reading) for number, table in enumerate(self._reading.tables, start=1))

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs outside the tables in reading order, then the footnotes; page numbers and the like left out.

        A paragraph that a page or a column cuts is one. Raised marks of footnotes are no part of the text.
        """
        return tuple(_paragraphs(self._reading))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is doubtful about the way pages were read: code, severity, page, detail, text."""
        told = {doubt.page for doubt in self._reading.doubts if doubt.code == "page_unread"}
        if not (unread := [page for page in self.unread_pages if page not in told]):
            return self._reading.doubts
        detail = unread_text(self._reading)
        made = [Doubt("page_needs_ocr", "doubt", page, detail) for page in unread]
        return tuple(sorted([*self._reading.doubts, *made], key=lambda doubt: doubt.page))

    def page(self, number: int) -> Page:
        """Return page `number`, counted from 1.

        >>> directriz.open("plan.pdf").page(1)
        <Page 1 of plan.pdf: 595.0 x 842.0 points>

        Refuses (errors.WrongUsage) a page that the document does not have, and one that was not read.
        """
        asked = whole_number(number)
        if asked is None or asked not in self.pages:
            is_there = asked is not None and 1 <= asked <= self.page_count
            found = f"page {asked} was not read" if is_there else f"page {shown(number)} of {self.page_count}"
            raise WrongUsage(self.path.name, found, f"Name one of the pages that were read: {page_ranges(self.pages)}.")
        return Page(self._reading, asked, self._source)

    def to_dict(self) -> dict[str, Any]:
        """Return what `directriz tables --json` prints: file, sha256, page_count, fragments, tables.

        >>> list(directriz.open("plan.pdf").to_dict())
        ['file', 'sha256', 'page_count', 'fragments', 'tables']
        """
        return tables_object(self._reading)


def open(
    path: str | Path,
    pages: str | int | Iterable[int] | None = None,
    password: str | None = None,
    language: str | None = None,
    jobs: int = 1,
) -> Document:
    """Return a PDF, read: its tables, its paragraphs, what is doubtful about them.

    >>> import directriz
    >>> document = directriz.open("plan.pdf")
    >>> document.tables[0].header
    ('N.', 'Actividad', 'Responsable')
    >>> directriz.open("locked.pdf", password="secreto").tables[0].cell(0, "Actividad").text
    'Difundir'

    `pages` are the pages to read, counted from 1: "28-67", "1-2,7", 4, range(3, 10); None reads all of them. A table
    that goes on over pages is whole only if all of them are read. `password` opens an encrypted file. Pages that are
    pictures are read with the extra `ocr` and the program tesseract; they are in `unread_pages` where it is missing.
    `language` is the document's: "es", "pt", "en"; None = guessed from its words. Any other is read without word lists.
    `jobs` is how many processes read pages that are pictures; the result is the same for any number. A script that
    gives more than 1 must call this below `if __name__ == "__main__":`, since each process imports the script.

    Refuses errors.SourceUnreadable: no such file, no PDF, a damaged or truncated one, a missing or wrong password, no
    readable text on any page. Refuses errors.WrongUsage: a path that cannot be one, pages that the file does not have,
    fewer jobs than one, an argument of another type.
    """
    file = path_given(path, "path", "Name a PDF.")
    source = file if password is None else EncryptedPdf(file, text_given(password, "password"))
    told = None if language is None else language_of(language_given(language))
    effort = Effort(jobs_asked(jobs_given(jobs), "jobs"))
    try:
        return Document(read_pdf(source, _page_numbers(pages), True, told, effort), source)
    except PipelineError as refusal:
        raise refusal from None  # without the steps of another process that read a page


def _page_numbers(pages: str | int | Iterable[int] | None) -> list[int] | None:
    if pages is None or isinstance(pages, str):
        return page_numbers(pages, "pages")
    remedy = 'Write "3-9", 4 or [1, 2, 7]; None reads all pages.'
    if isinstance(pages, bytes | bytearray | Mapping):
        raise WrongUsage("pages", f"{shown(pages)} names no pages", remedy)
    numbers: list[int] = []
    for page in pages if isinstance(pages, Iterable) else (pages,):
        if (number := whole_number(page)) is None:
            raise WrongUsage("pages", f"{shown(page)} names no pages", remedy)
        if len(numbers) == MOST_PAGES:
            raise WrongUsage("pages", f"more than {MOST_PAGES} pages are named", remedy)
        numbers.append(number)
    if not numbers:
        raise WrongUsage("pages", "no page is named", remedy)
    return numbers


def _paragraphs(reading: Reading) -> list[Paragraph]:
    found: list[Paragraph] = []
    for part in paragraphs_of(text_lines(reading), reading.language):
        piece, _ = piece_of_paragraph(part, reading.vocabulary)
        if not piece.text:
            continue
        x0, top, x1, bottom = (round(float(value), 2) for value in piece.box)
        places = ((piece.page, (x0, top, x1, bottom)),)
        if part.goes_on and found:
            before = found[-1]
            text = _joined(before.text, piece.text, reading)
            found[-1] = Paragraph(text, before.role, before.places + places)
        else:
            found.append(Paragraph(piece.text, part.lines[0].role, places))
    return found


def _joined(before: str, after: str, reading: Reading) -> str:
    joint = joint_of(before, after, reading.vocabulary)
    return before[:-1] + after if joint == "-" else before + joint + after
