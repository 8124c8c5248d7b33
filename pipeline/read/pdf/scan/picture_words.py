"""The words of a scanned page: each cell between the rules is read by itself, then the rest of the page.

If tesseract reads a whole page, it joins lines of neighbouring cells; it is good at a single cell without rules. The
places of words come from the picture, so the rows depend on the grid and never on a number that was read. Specks are
painted over, because tesseract would read words in the noise of an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ....language import Language
from ..grid.grid import Grid, grid_of
from ..guard.document import OpenPage
from ..page.drawing import Drawing, Floats
from ..page.line_numbers import without_line_numbers
from ..page.pages_before import NumberedMargin
from ..page.rules import join_rules, meeting_groups
from ..page.words import Words
from . import tesseract as ocr
from .ink_boxes import parts_of, set_to_ink
from .picture import Pixels, Scan, ink_of, scan_of
from .picture_rules import PictureRules, rules_on
from .struck_words import strokes_over_words
from .tesseract import Reader, ReadWord

BORDER = 16  # pixels of white around a cell's picture; tesseract wants some
SPECK = 0.7  # points: ink that is smaller in height and width is dirt; a full stop of small print is larger
PALE = 195  # letters of a light colour beside black ones are no lighter
HALO = 2  # pixels around ink that belong to it
LONG = 6  # letters: a stain is never read as a word of this length
UNREAD, UNREAD_UNKNOWN = 20.0, 50.0  # confidence below which a mark outside tables does not count as a word
NUMBER_LIKE = re.compile(r"[\[(]?(?:[ivxlIVXL1!|¡]{1,6}|\d{1,3}[A-Za-z]{0,4})[.,)]?")
BRACKETS = frozenset("[](){}.,")
IN_LINE, TALLEST = 0.6, 1.4  # share of its height that a mark has in common with its line; of the line's size
APART, HANGS = 0.6, 4.0  # sizes of type between a mark, or a hanging number, and the words beside it
LEGIBLE_LETTERS, WIDE_APART = 3, 2.0  # a mark of as many letters may be a word of a justified line, with wide spaces
LEGIBLE_TABLE = 60.0  # confidence of a table's words, or it is a drawing
UPRIGHT = 75.0  # confidence of a page that is not read on its side
COVERED = 2.0  # points around a word that belong to it
LINES_APART, WORDS_APART = 3.0, 8.0  # points: ink nearer than this is one area
LOWEST = 3.0  # points: lower ink has no letter in it
ALIKE = 0.2  # of the usual size of a page's font
ABOVE = 0.78  # share of a font's height over its baseline
HEAVY = 1.17  # times the stroke of most words
SHORT, OFTEN = 3, 3  # letters of a word, and its times on a page, from which on its own usual weight is known

Edges = tuple[int, int, int, int]  # left, top, right, bottom; pixels
Flags = npt.NDArray[np.bool_]


class ReadLetters:
    """The letters of a scanned page, as `faces` asks for them: where they stand, which are bold."""

    def __init__(self, words: Sequence[str], boxes: Floats, bold: Flags) -> None:
        self.text = " ".join(words)
        self._boxes = boxes  # one for each character of `text`, and one after the last
        self._bold = bold

    def boxes(self, indexes: list[int]) -> Floats:
        """Return (n, 4) boxes of single characters."""
        return np.asarray(self._boxes[indexes])

    def of(self, char: int) -> tuple[bool, bool]:
        """Tell whether the strokes of a character's word are as thick as bold print's; colour is not looked at."""
        return bool(self._bold[char]), False

    def stands_out(self, char: int) -> bool:
        """Tell whether a character's word is bold; slanted print is not told."""
        return bool(self._bold[char])

    def measure(self, char: int) -> tuple[float, float]:
        """Return the size of a character's font and where its baseline runs, in points."""
        _, top, _, bottom = self._boxes[char].tolist()
        return bottom - top, top + ABOVE * (bottom - top)

    def is_raised(self, char: int, usual: tuple[float, float]) -> bool:
        """Tell whether a character is one of Unicode's raised figures: tesseract reads the others as they stand."""
        return self.text[char] in "¹²³⁴⁵⁶⁷⁸⁹⁰"


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """What was read of a scanned page; points of the page set straight."""

    words: Words
    drawing: Drawing
    strokes: Floats  # (n, 3): y, x0, x1 of lines through words and under them
    letters: ReadLetters
    confidence: Floats  # (n,) of each word, 0 to 100
    dropped: tuple[str, ...]  # marks read outside tables without confidence, which are left out
    skew: float  # degrees
    turns: int  # quarter turns to the right
    size: tuple[float, float]  # width and height as it is read
    photographs: int = 0  # on it, painted over

    def without_line_numbers(self, before: NumberedMargin | None) -> ScannedPage:
        """Return the page with the numbers of its lines set aside; `before` says where pages before had them."""
        words = without_line_numbers(self.words, before, self.drawing.horizontal)
        kept = np.isin(np.asarray(self.words.starts), np.asarray(words.starts))
        return self if words is self.words else replace(self, words=words, confidence=self.confidence[kept])


def read_scan(page: OpenPage, language: Language, scan: Scan | None = None) -> ScannedPage:
    """Return the words and rules of a page that is a picture; refuses (SourceUnreadable) where tesseract fails.

    A page that is read badly is asked whether it lies on its side. `scan` is its picture where it is there already.
    """
    scan, reader = scan or scan_of(page), Reader(language, page.place)
    scanned = _read(scan, reader)
    if is_upright(scanned.confidence):
        return scanned
    turns = ocr.turns_of(scan.grey, scan.dots)
    return _read(scan_of(page, turns), reader) if turns else scanned


def is_upright(confidence: Floats) -> bool:
    """Tell whether the words of a page were read well enough that it does not lie on its side."""
    return len(confidence) > 0 and float(confidence.mean()) >= UPRIGHT


def is_drawing(confidence: Sequence[float]) -> bool:
    """Tell whether the words inside a grid were read so badly that it is a drawing and no table."""
    return len(confidence) > 0 and float(np.mean(confidence)) < LEGIBLE_TABLE


def _read(scan: Scan, reader: Reader) -> ScannedPage:
    rules = rules_on(scan)
    letters = _letters(rules.clean, scan)
    clean = _without_dirt(rules.clean, letters)
    grids = _grids(rules.drawing)
    cells = [edges for grid in grids for edges in _cells(grid, scan)]
    found = _read_areas(clean, letters, cells, scan, reader)
    parts = parts_of(letters)
    outside = set_to_ink(_read_rest(clean, cells, scan, reader), parts)
    outside += _read_areas(clean, letters, _left_over(letters, [*found, *outside], cells, scan), scan, reader)
    for grid in grids:
        inside = [word for word in found if _stands_in(word, grid, scan)]
        if is_drawing([word.confidence for word in inside]):
            outside += inside
            found = [word for word in found if not _stands_in(word, grid, scan)]
            rules = replace(rules, drawing=_without(rules.drawing, grid))
    legible = [word for word in outside if is_legible(word, reader.language)]
    unsure = [word for word in outside if not is_legible(word, reader.language)]
    kept = [*legible, *(word for word in unsure if stands_in_line(word, legible))]
    dropped = tuple(word.text for word in unsure if not stands_in_line(word, legible))
    found = _cut_at_rules(found + kept, rules.drawing.vertical * scan.dots)
    return _page_of(found, dropped, scan, letters, rules)


def _stands_in(word: ReadWord, grid: Grid, scan: Scan) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2 / scan.dots, (word.box[1] + word.box[3]) / 2 / scan.dots
    x0, top, x1, bottom = grid.box
    return x0 < x < x1 and top < y < bottom


def _without(drawing: Drawing, grid: Grid) -> Drawing:
    """Return a drawing without the rules of a grid: streets on a map, windows of a house, no table."""
    x0, top, x1, bottom = grid.box
    lying, standing = drawing.horizontal, drawing.vertical
    apart = (lying[:, 0] < top - 1) | (lying[:, 0] > bottom + 1) | (lying[:, 2] < x0 - 1) | (lying[:, 1] > x1 + 1)
    beside = (standing[:, 0] < x0 - 1) | (standing[:, 0] > x1 + 1)
    beside |= (standing[:, 2] < top - 1) | (standing[:, 1] > bottom + 1)
    return replace(drawing, horizontal=lying[apart], vertical=standing[beside])


def is_legible(word: ReadWord, language: Language) -> bool:
    """Tell whether a mark outside tables is a word.

    It was read with some confidence, with more if no list has the word.

    Stamps, seals, signatures and photographs are read as words, too (carmen_de_areco, every page), but hardly ever as a
    long word of the language ("sentido.", alone at a line's end, oas-plan-3-sample-scan p. 11).
    """
    bare = "".join(char for char in word.text if char.isalnum())
    if len(bare) >= LONG and language.has(bare):
        return True
    least = UNREAD if len(bare) > 2 and language.has(bare) else UNREAD_UNKNOWN
    return word.confidence >= least


def stands_in_line(word: ReadWord, others: Sequence[ReadWord]) -> bool:
    """Tell whether a mark that was read without confidence stands in a line of legible words: "]", "x1ii.".

    It is beside one of them, or before one as a hanging number is.
    """
    is_number = NUMBER_LIKE.fullmatch(word.text) is not None
    letters = sum(map(str.isalnum, word.text))
    is_word = BRACKETS.issuperset(word.text) or letters > 1
    line = [other for other in others if shares_line(word, other)]
    gaps = [other.box[0] - word.box[2] for other in line]
    behind = [word.box[0] - other.box[2] for other in line]
    size = max((other.size for other in line), default=0.0)
    if is_number and not any(gap >= 0 for gap in behind) and any(0 <= gap < HANGS * size for gap in gaps):
        return True
    apart = APART if letters < LEGIBLE_LETTERS else WIDE_APART
    return is_word and any(0 <= gap < apart * size for gap in (*gaps, *behind))


def shares_line(word: ReadWord, other: ReadWord) -> bool:
    """Tell whether a mark stands at the height of a word and is no higher than its line."""
    top, bottom, upper, lower = word.box[1], word.box[3], other.box[1], other.box[3]
    shared = min(bottom, lower) - max(top, upper)
    return shared >= IN_LINE * min(bottom - top, lower - upper) and bottom - top <= TALLEST * other.size


def _letters(clean: Pixels, scan: Scan) -> Pixels:
    """Return 255 where there is ink of letters: no rules, and nothing smaller than a full stop."""
    import cv2

    ink = np.asarray(ink_of(clean), dtype=np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least = SPECK * scan.dots
    large = (stats[:, 2] >= least) | (stats[:, 3] >= least)
    large[0] = False
    return np.where(large[labels], 255, 0).astype(np.uint8) if count > 1 else ink


def _without_dirt(clean: Pixels, letters: Pixels) -> Pixels:
    """Return the picture with white paper wherever there is no letter; pale letters are kept."""
    import cv2

    pale = cv2.morphologyEx((clean < PALE).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    near = cv2.dilate(np.maximum(letters, pale), np.ones((2 * HALO + 1, 2 * HALO + 1), np.uint8))
    return np.where(near > 0, clean, 255).astype(np.uint8)


def _grids(drawing: Drawing) -> list[Grid]:
    groups = meeting_groups(join_rules(drawing.horizontal), join_rules(drawing.vertical))
    return [grid for group in groups if (grid := grid_of(*group)) is not None]


def _cells(grid: Grid, scan: Scan) -> Iterator[Edges]:
    """Yield the cells of a grid in pixels, in reading order."""
    for span in grid.spans:
        left, right = grid.columns[span.column], grid.columns[span.column + span.column_count]
        top, bottom = grid.rows[span.row], grid.rows[span.row + span.row_count]
        x0, y0, x1, y1 = (round(float(value) * scan.dots) for value in (left, top, right, bottom))
        yield max(x0, 0), max(y0, 0), x1, y1


def _read_areas(clean: Pixels, letters: Pixels, areas: Sequence[Edges], scan: Scan, reader: Reader) -> list[ReadWord]:
    """Return the words of parts of a page, in pixels of the page. Parts without a letter are not given to tesseract."""
    filled = [edges for edges in areas if letters[edges[1] : edges[3], edges[0] : edges[2]].any()]
    pictures = [with_border(clean[top:bottom, left:right]) for left, top, right, bottom in filled]
    read = ocr.read_pictures(pictures, ocr.BLOCK, scan.dots, reader)
    return [
        _moved(word, left - BORDER, top - BORDER)
        for words, (left, top, _, _) in zip(read, filled, strict=True)
        for word in words
    ]


def with_border(picture: Pixels) -> Pixels:
    """Return the picture of a cell with white paper around it."""
    return np.pad(picture, BORDER, constant_values=255)


def _moved(word: ReadWord, right: float, down: float) -> ReadWord:
    x0, top, x1, bottom = word.box
    ends = tuple((left + right, end + right) for left, end in word.ends)
    box = (x0 + right, top + down, x1 + right, bottom + down)
    return replace(word, box=box, ends=ends, baseline=word.baseline + down)


def _read_rest(clean: Pixels, cells: Sequence[Edges], scan: Scan, reader: Reader) -> list[ReadWord]:
    """Return the words outside the cells."""
    rest = clean.copy()
    for left, top, right, bottom in cells:
        rest[top : bottom + 1, left : right + 1] = 255
    if (rest >= PALE).all():
        return []
    return ocr.read_pictures([rest], ocr.PAGE, scan.dots, reader)[0]


def _left_over(letters: Pixels, words: Sequence[ReadWord], cells: Sequence[Edges], scan: Scan) -> list[Edges]:
    """Return the areas of letters outside the cells that no word covers.

    Tesseract passes over a lone page number, for one.
    """
    import cv2

    rest = letters.copy()
    reach = round(COVERED * scan.dots)
    for x0, top, x1, bottom in [*(word.box for word in words), *cells]:
        rest[max(int(top) - reach, 0) : int(bottom) + reach, max(int(x0) - reach, 0) : int(x1) + reach] = 0
    near = cv2.dilate(rest, np.ones((round(LINES_APART * scan.dots), round(WORDS_APART * scan.dots)), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    areas = []
    for label, (left, top, wide, high, _) in enumerate(stats.tolist()):
        ink = rest[top : top + high, left : left + wide] * (labels[top : top + high, left : left + wide] == label)
        ys, xs = np.nonzero(ink)
        if label and len(ys) and np.ptp(ys) >= LOWEST * scan.dots:
            areas.append((left + int(xs.min()), top + int(ys.min()), left + int(xs.max()) + 1, top + int(ys.max()) + 1))
    return areas


def _cut_at_rules(words: Sequence[ReadWord], rules: Floats) -> list[ReadWord]:
    """Return the words, cut where a vertical rule (x, top, bottom) goes between their letters."""
    cut: list[ReadWord] = []
    for word in words:
        middle = (word.box[1] + word.box[3]) / 2
        beside = rules[(rules[:, 1] < middle) & (rules[:, 2] > middle), 0]
        centres = [(left + right) / 2 for left, right in word.ends]
        sides = np.searchsorted(np.sort(beside), centres).tolist()
        edges = [0, *(index for index in range(1, len(sides)) if sides[index] != sides[index - 1]), len(sides)]
        cut += [_part(word, first, last) for first, last in pairwise(edges)]
    return cut


def _part(word: ReadWord, first: int, last: int) -> ReadWord:
    if (first, last) == (0, len(word.text)):
        return word
    ends = word.ends[first:last]
    box = (ends[0][0], word.box[1], ends[-1][1], word.box[3])
    return replace(word, text=word.text[first:last], ends=ends, box=box)


def _page_of(
    found: Sequence[ReadWord], dropped: tuple[str, ...], scan: Scan, letters: Pixels, rules: PictureRules
) -> ScannedPage:
    texts = tuple(word.text for word in found)
    boxes = _font_boxes(found) / scan.dots
    strokes = strokes_over_words(rules.strokes, found, scan)
    starts = np.cumsum([0, *(len(text) + 1 for text in texts)])[:-1].tolist() if texts else []
    bold = bold_words(boxes, letters, scan.dots, texts)
    chars, is_bold = [], []
    for word, box, heavy in zip(found, boxes.tolist(), bold.tolist(), strict=True):
        ends = [(left / scan.dots, right / scan.dots) for left, right in word.ends]
        chars += [(left, box[1], right, box[3]) for left, right in (*ends, (box[2], box[2]))]
        is_bold += [heavy] * (len(word.text) + 1)
    each = np.array(chars, dtype=float).reshape(-1, 4)
    return ScannedPage(
        words=Words(texts, boxes, tuple(starts)),
        drawing=rules.drawing,
        strokes=strokes,
        letters=ReadLetters(texts, each, np.array(is_bold, dtype=bool)),
        confidence=np.array([word.confidence for word in found]),
        dropped=dropped,
        skew=scan.skew,
        turns=scan.turns,
        size=scan.size,
        photographs=scan.photographs,
    )


def _font_boxes(words: Sequence[ReadWord]) -> Floats:
    """Return (n, 4) boxes as wide as the words' ink and as high as their font, in pixels.

    The size that tesseract gives for a font varies a little from line to line. A size near the page's usual one is
    taken for the usual one.
    """
    sizes = np.array([word.size for word in words])
    usual = float(np.median(sizes)) if len(words) else 0.0
    sizes = np.where(np.abs(sizes - usual) <= ALIKE * usual, usual, sizes)
    base, ends = np.array([word.baseline for word in words]), np.array([word.box for word in words]).reshape(-1, 4)
    return np.column_stack([ends[:, 0], base - ABOVE * sizes, ends[:, 2], base + (1 - ABOVE) * sizes])


def bold_words(boxes: Floats, letters: Pixels, dots: float, texts: Sequence[str] = ()) -> Flags:
    """Tell which words are printed in bold: their strokes are thicker than the page's others, for their size.

    Straight letters seem thicker than round ones: a short word that the page has several times ("la", "el") must also
    be thicker than it usually is.
    """
    sizes = boxes[:, 3] - boxes[:, 1]
    weights = np.array([_weight(letters, *(np.round(box * dots).astype(int).tolist())) for box in boxes])
    weights *= (np.median(sizes) if len(sizes) else 1.0) / np.maximum(sizes, 1.0)
    known = weights[weights > 0]
    if not len(known):
        return np.zeros(len(boxes), dtype=bool)
    usual = np.full(len(boxes), np.median(known))
    for text in {text for text in texts if len(text) <= SHORT}:
        own = np.array([each == text for each in texts])
        if np.count_nonzero(own) >= OFTEN:
            usual[own] = np.maximum(usual[own], np.median(weights[own]))
    return np.asarray(weights > HEAVY * usual)


def _weight(letters: Pixels, left: int, top: int, right: int, bottom: int) -> float:
    """Return the mean thickness of a word's strokes: ink by the edges that it has."""
    ink = letters[max(top, 0) : bottom, max(left, 0) : right] > 0
    if ink.size == 0:
        return 0.0
    edges = np.count_nonzero(ink[:, 1:] != ink[:, :-1]) + np.count_nonzero(ink[1:] != ink[:-1])
    return 2 * np.count_nonzero(ink) / edges if edges else 0.0
