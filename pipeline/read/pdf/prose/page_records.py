"""The records that hold what was read of a PDF: a line outside the tables, a page, the whole document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ....language import Language
from ..grid.fragments import Fragment
from ..page.aligned_words import Aligned
from ..page.cell_text import Vocabulary
from ..page.doubts import Doubt
from ..page.drawing import Box
from ..page.pages_before import NO_PAGE_BEFORE, PagesBefore
from ..page.typefaces import Run
from ..table.join import LogicalTable


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside the tables of a page."""

    page: int
    text: str
    box: Box
    words: tuple[int, ...]  # indexes into the page's words
    column: int = 0  # of the page's columns of text; 0 = over the whole page
    first_width: float = 0.0  # points, of its first word
    aside: str = ""  # why it does not count as text of the page: watermark | printed-twice | clipped | hidden
    is_shaded: bool = False  # True where a bar of colour lies behind it
    is_marked: bool = False  # True where a bullet is drawn before it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page's tables and the lines outside them."""

    number: int
    width: float
    height: float
    fragments: tuple[Fragment, ...]
    lines: tuple[Line, ...]
    strokes: tuple[tuple[float, float, float], ...] = ()  # y, x0, x1 of horizontal rules outside the tables
    turns: int = 0  # quarter turns to the right from what a viewer shows to what was read
    word_count: int = 0
    has_text: bool = True
    has_image: bool = False
    has_fault: bool = False  # our own code failed on it
    letters: str = ""  # its words as the text layer has them, where runs were asked for
    runs: tuple[tuple[Run, ...], ...] = ()  # of each line, how its words are printed; () = not asked for
    hides_text: bool = False  # its picture is full of words that were not read
    skew: float = 0.0  # degrees to the left by which a scan was set straight
    doubts: tuple[Doubt, ...] = ()
    aligned: tuple[Aligned, ...] = ()  # where words stand in columns and no table was found
    after: PagesBefore = NO_PAGE_BEFORE  # what the next page may go on with


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a PDF."""

    path: Path
    sha256: str
    page_count: int
    sheets: tuple[Sheet, ...]
    fragments: tuple[Fragment, ...]  # in document order, letterhead left out
    tables: tuple[LogicalTable, ...]
    furniture: dict[Line, str]  # reason
    letterhead: tuple[Fragment, ...]
    unread_pages: tuple[int, ...]  # pages that are images, or whose text is garbage: they need OCR
    vocabulary: Vocabulary
    language: Language
    doubts: tuple[Doubt, ...] = ()  # about the way pages were read
    language_by: str = "told"  # who said the language: told | guessed from the words | assumed
