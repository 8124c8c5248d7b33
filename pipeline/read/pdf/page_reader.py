"""Reads one page: its tables and the lines outside them, from its text layer, its picture, or both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .grid.columns_of_page_before import columns_to_go_on
from .grid.evidence import Source
from .grid.fragments import Fragment, GridDoubt
from .grid.rest_of_table import table_at_end
from .guard.document import OpenPage
from .page.aligned_words import aligned_on
from .page.cell_text import Vocabulary
from .page.clipped_words import without_clipped
from .page.doubts import UNSURE, named, page_fault, read_by_ocr, typed_doubts
from .page.drawing import Drawing, drawing_of, view_of
from .page.drawn_marks import lines_with_marks
from .page.line_numbers import margin_of, without_line_numbers
from .page.pages_before import PagesBefore
from .page.reading_order import lines_in_order
from .page.shaded_lines import lines_on_shade
from .page.typefaces import Fonts, Marks, marks_on, runs_of
from .page.words import TextLayer, Words, letters_of, places_of, words_of
from .page_units import in_points, in_units
from .prose.page_records import Line, Sheet
from .scan.hidden_words import without_hidden
from .table_search import FAULTS, Look, Read, search_tables

if TYPE_CHECKING:
    from .scan.picture_words import ScannedPage  # loaded where a page is a picture

QUOTES = ("”", "»", '"', "’")
UNMAPPED = 0.3  # share of characters without a meaning: the text layer is garbage
FEWEST_CHARS = 3  # of a page with text
SHOWN = 0.002  # share of a page without words: a smaller picture is not looked at (a logo of 1 cm on A4)
PICTURE = 0.3  # share of a page that an image covers, which then may need OCR
FEW_WORDS = 60  # of a text layer beside which a picture may hide others
WHOLE = 0.8  # share of a page that a picture covers, which then is the page
FEWEST_RULES = 3  # a page with as many drawn has its own


def sheet_of(page: OpenPage, vocabulary: Vocabulary, look: Look) -> Sheet:
    """Return a page's tables, the lines outside them, and what the next page may go on with.

    The first look at a page counts its words in the vocabulary. If our own code fails on the page, the sheet has no
    text and a doubt (`page_unread`).
    """
    try:
        sheet = _sheet_of(page, vocabulary, look)
        told = typed_doubts(page.number, page.typed.count, page.typed.unshown)
        return replace(sheet, doubts=(*told, *sheet.doubts)) if told else sheet
    except FAULTS as fault:
        doubt = page_fault(page.number, fault)
        return Sheet(page.number, page.width, page.height, (), (), has_text=False, has_fault=True, doubts=(doubt,))


def is_readable(count: int, unmapped: float) -> bool:
    """Tell whether a text layer has enough characters, and few of them (`unmapped`, a share) without a meaning."""
    return count >= FEWEST_CHARS and unmapped <= UNMAPPED


def _sheet_of(page: OpenPage, vocabulary: Vocabulary, look: Look) -> Sheet:
    with_runs = look.with_runs
    view = view_of(page)
    layer = TextLayer(page, view)
    if not is_readable(layer.count, layer.unmapped_share()):
        return _sheet_without_text(page, layer, vocabulary, look)
    layer.view = view = replace(view, turns=layer.angle(), unit=layer.unit())
    drawing = drawing_of(page, view)
    if view.unit != 1.0 and picture_share(drawing, view.size) >= PICTURE:  # pixels have sizes of their own
        layer.view = view = replace(view, unit=1.0)
        drawing = drawing_of(page, view)
    marks = marks_on(page, view, drawing.horizontal) if with_runs else None
    before = in_units(look.before, view.unit)
    words = _seen_words(page, layer, drawing)
    words = without_line_numbers(words, before.line_numbers, drawing.horizontal)
    read = Read(words, drawing, Fonts(layer), marks, replace(look, before=before))
    if len(drawing.images) and view.turns == page.rotation and (layered := _layered_sheet(page, read, vocabulary)):
        return replace(layered, letters=f"{letters_of(layer)} {layered.letters}" if with_runs else "")
    sheet = in_points(_sheet(page.number, view.size, read, vocabulary), view.unit)
    turns, has_image = (view.turns - page.rotation) % 4, bool(len(drawing.images))
    return replace(sheet, turns=turns, has_image=has_image, letters=letters_of(layer) if with_runs else "")


def _seen_words(page: OpenPage, layer: TextLayer, drawing: Drawing) -> Words:
    """Return the words that a page shows; of a page that is a picture, all that its text layer has."""
    words = without_clipped(layer, words_of(layer, drawing.vertical), drawing.clips)
    if picture_share(drawing, layer.view.size) >= PICTURE:
        return words
    return without_hidden(page, layer, words, drawing)


def _layered_sheet(page: OpenPage, read: Read, vocabulary: Vocabulary) -> Sheet | None:
    """Return the sheet of a page that is a picture with words of its own; None if it is not such a page."""
    size, words = (page.width, page.height), read.words
    share = picture_share(read.drawing, size)
    if share < PICTURE:
        return None
    if is_scan_with_layer(read.drawing, words, size):
        return _sheet_on_picture(page, read, vocabulary)
    if len(words) >= FEW_WORDS:
        return None
    from .scan import picture as scan
    from .scan import tesseract as ocr
    from .scan import text_layer as layered

    picture = scan.scan_of(page)
    if not layered.hides_text(picture, scan.light_share(page), words.boxes):
        return None
    if not ocr.is_installed(vocabulary.language):
        return replace(_sheet(page.number, size, read, vocabulary), has_image=True, hides_text=True)
    scanned = read.look.pictures.words(page, vocabulary.language, picture)
    frame = layered.Frame(scanned.turns, scanned.skew, size)
    letters = layered.LayeredLetters(read.printed, frame, scanned.letters)
    both, added = layered.beside_layer(words, frame.place(words.boxes), scanned, letters.start)
    sheet = _scanned_sheet(page, scanned, Read(both, scanned.drawing, letters, read.marks, read.look), vocabulary)
    return replace(sheet, letters=" ".join(scanned.words.texts[index] for index in added))


def _sheet_on_picture(page: OpenPage, read: Read, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of a scan with a text layer: its words by the layer, its rules by the picture."""
    from .scan import text_layer as layered

    rules = read.look.pictures.rules(page)
    frame = layered.Frame(0, rules.skew, (page.width, page.height))
    words = replace(read.words, boxes=frame.place(read.words.boxes))
    marks = replace(read.marks, rules=rules.strokes) if read.marks else None
    printed = layered.LayeredLetters(read.printed, frame)
    placed = Read(words, rules.drawing, printed, marks, read.look, Source.PICTURE)
    sheet = _sheet(page.number, rules.size, placed, vocabulary)
    doubt = layered.layer_doubt(page.number, words.texts, vocabulary.language)
    doubts = sheet.doubts if doubt is None else (doubt, *sheet.doubts)
    return replace(sheet, has_image=True, skew=rules.skew, doubts=doubts)


def _sheet(number: int, size: tuple[float, float], read: Read, vocabulary: Vocabulary) -> Sheet:
    words, marks, look = read.words, read.marks, read.look
    texts = vocabulary.known(words.texts) if look.is_second else vocabulary.add(words.texts)
    words = replace(words, texts=texts, language=vocabulary.language)
    read = replace(read, words=words)
    found = search_tables(number, read)
    outside = found.outside
    aside = tuple(Line(number, item.text, item.box, (), aside=item.reason) for item in words.aside)
    order, gutters = lines_in_order(words.boxes, outside, size[0], look.before.gutters)
    places = places_of(words)
    lines = _with_looks([_line_of(number, places, words.texts, *each) for each in order], read.drawing) + aside
    return Sheet(
        number=number,
        width=size[0],
        height=size[1],
        fragments=tuple(found.fragments),
        lines=lines,
        strokes=_strokes_outside(read.drawing, found.fragments),
        word_count=len(words),
        doubts=found.doubts,
        aligned=tuple(aligned_on(words, outside)),
        after=PagesBefore(
            columns_to_go_on(found.ruled),
            found.white,
            table_at_end(found.fragments, words, outside),
            gutters,
            margin_of(words, look.before.line_numbers),
        ),
        runs=tuple(tuple(runs_of(read.printed, words, list(line.words), marks)) for line in lines) if marks else (),
    )


def _sheet_without_text(page: OpenPage, layer: TextLayer, vocabulary: Vocabulary, look: Look) -> Sheet:
    """Return the sheet of a page without readable text: read from its picture, if it shows something to read."""
    has_image = layer.count >= FEWEST_CHARS or _shows_something(page, drawing_of(page, layer.view))
    blank = Sheet(page.number, page.width, page.height, (), (), has_text=False, has_image=has_image)
    if not has_image:
        return blank
    from .scan import tesseract as ocr

    if not ocr.is_installed(vocabulary.language):
        return blank
    scanned = look.pictures.words(page, vocabulary.language).without_line_numbers(look.before.line_numbers)
    none = np.zeros((0, 4))
    marks = Marks(scanned.strokes, none, none) if look.with_runs else None
    read = Read(scanned.words, scanned.drawing, scanned.letters, marks, look)
    sheet = _scanned_sheet(page, scanned, read, vocabulary)
    return replace(sheet, letters=scanned.letters.text if look.with_runs else "")


def _shows_something(page: OpenPage, drawing: Drawing) -> bool:
    """Tell whether a page without words has a picture, or draws letters as lines."""
    sizes = (drawing.images[:, 2:] - drawing.images[:, :2]).prod(axis=1) if len(drawing.images) else np.zeros(1)
    if sizes.max() > SHOWN * page.width * page.height:
        return True
    from .scan.drawn_letters import draws_letters

    return draws_letters(page)


def _scanned_sheet(page: OpenPage, scanned: ScannedPage, read: Read, vocabulary: Vocabulary) -> Sheet:
    """Return the sheet of a page that was read from its picture."""
    from .scan.odd_figures import odd_figures

    marks = replace(read.marks, rules=scanned.strokes) if read.marks else None
    sheet = _sheet(page.number, scanned.size, replace(read, marks=marks, source=Source.OCR), vocabulary)
    doubt = read_by_ocr(page.number, scanned.words.texts, scanned.confidence, scanned.dropped, scanned.photographs)
    fragments = sheet.fragments
    if len(read.words) == len(scanned.words):  # else words of a text layer stand among them
        sure = scanned.confidence.tolist()
        fragments = tuple(replace(each, doubts=(*each.doubts, *unsure_cells(each, sure))) for each in fragments)
    fragments = tuple(replace(each, doubts=(*each.doubts, *odd_figures(each))) for each in fragments)
    sheet = replace(sheet, doubts=(doubt, *sheet.doubts), fragments=fragments)
    sheet = replace(sheet, turns=scanned.turns, skew=scanned.skew)
    return replace(sheet, has_text=bool(len(read.words)), has_image=bool(len(read.words)))


def unsure_cells(fragment: Fragment, confidence: Sequence[float]) -> list[GridDoubt]:
    """Return a doubt for each cell with words that were read with little certainty (0 to 100 for each word)."""
    found = []
    for cell in fragment.cells:
        unsure = [fragment.page_words.texts[word] for word in cell.words if confidence[word] < UNSURE]
        if unsure:
            reason = f"read with little certainty: {named(unsure)}"
            found.append(GridDoubt(cell.span.row, cell.span.column, reason))
    return found


def picture_share(drawing: Drawing, size: tuple[float, float]) -> float:
    """Return the share of a page that its largest picture covers."""
    areas = (drawing.images[:, 2:] - drawing.images[:, :2]).prod(axis=1)
    return float(areas.max(initial=0.0) / max(size[0] * size[1], 1.0))


def is_scan_with_layer(drawing: Drawing, words: Words, size: tuple[float, float]) -> bool:
    """Tell whether a page is a scan with a text layer: a picture covers all of it, and no rules are drawn."""
    rules = len(drawing.horizontal) + len(drawing.vertical)
    return len(words) >= FEW_WORDS and rules < FEWEST_RULES and picture_share(drawing, size) >= WHOLE


def _line_of(page: int, places: list[list[float]], printed: Sequence[str], column: int, members: list[int]) -> Line:
    """Return one line of a page; `places` are the boxes of all of its words, `printed` their texts."""
    boxes = [places[index] for index in members]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    texts = [printed[index] for index in members]
    first_width = boxes[_unbroken(texts)][2] - boxes[0][0]
    box = min(lefts), min(tops), max(rights), max(bottoms)
    return Line(page, " ".join(texts), box, tuple(members), column, first_width)


def _with_looks(lines: Sequence[Line], drawing: Drawing) -> tuple[Line, ...]:
    shaded = lines_on_shade([line.box for line in lines], drawing.rectangles)
    marked = lines_with_marks([line.box for line in lines], drawing.small)
    looks = zip(lines, shaded, marked, strict=True)
    return tuple(
        replace(line, is_shaded=is_on, is_marked=has_mark) if is_on or has_mark else line
        for line, is_on, has_mark in looks
    )


def _strokes_outside(drawing: Drawing, fragments: Sequence[Fragment]) -> tuple[tuple[float, float, float], ...]:
    strokes = drawing.horizontal
    for fragment in fragments:
        _, top, _, bottom = fragment.box
        strokes = strokes[(strokes[:, 0] < top - 3) | (strokes[:, 0] > bottom + 3)]
    return tuple((float(y), float(x0), float(x1)) for y, x0, x1 in strokes)


def _unbroken(texts: Sequence[str]) -> int:
    """Return the last of the first words that no line break may separate: a quote and the bracket after it (UAX 14)."""
    last = 0
    while last + 1 < len(texts) and texts[last].endswith(QUOTES) and texts[last + 1].startswith(("(", "[")):
        last += 1
    return last
