"""Pages that are pictures and also have text: a scan with a text layer, or a scan with a few words of text over it.

A text layer is read like any other text, and the picture gives the rules. If too few of its words belong to the
document's language, a doubt says so. If there are only a few words of text over a picture that is full of words, the
text is kept and the rest is read from the picture. Such words are the number that a file gets when it is signed, or the
letterhead over a scanned annex.

Cases met: a decree with the text layer of another OCR program (mendoza_decreto); annexes that are pictures below a
running header of text (ar_mendoza p. 37-50).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from ....language import Language
from ..page.doubts import Doubt, named
from ..page.drawing import Floats
from ..page.typefaces import Measure, Printed
from ..page.words import Words
from .picture import Scan
from .picture_words import ScannedPage

LETTERS = 120  # marks as high as letters: about twenty words
HEIGHTS = (3.5, 16.0)  # points, of letters
LIGHT_SHARE = 0.5  # of a page of text; photographs are darker
KNOWN_WORDS = 0.85  # share of the words of a good text layer that are in the list of its language
TESTED = 30  # least number of words; with fewer no doubt is reported
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


def hides_text(scan: Scan, light: float, boxes: Floats) -> bool:
    """Tell whether a page's picture has many letters outside the boxes of its words; `light` is its light share."""
    import cv2

    if light < LIGHT_SHARE:
        return False
    _, _, stats, centres = cv2.connectedComponentsWithStats(scan.ink, connectivity=8)
    high = stats[1:, 3] / scan.dots
    x, y = (centres[1:] / scan.dots).T
    inside = np.zeros(len(high), dtype=bool)
    for x0, top, x1, bottom in boxes.tolist():
        inside |= (x > x0 - 2) & (x < x1 + 2) & (y > top - 2) & (y < bottom + 2)
    return bool(((high > HEIGHTS[0]) & (high < HEIGHTS[1]) & ~inside).sum() > LETTERS)


def set_straight(boxes: Floats, turns: int, skew: float, size: tuple[float, float]) -> Floats:
    """Return the boxes of a page after it is turned by quarters to the right and then set straight.

    `size` is that of the page before it is turned.
    """
    width, height = size
    for _ in range(turns % 4):
        boxes = np.column_stack([height - boxes[:, 3], boxes[:, 0], height - boxes[:, 1], boxes[:, 2]])
        width, height = height, width
    middle, half = (boxes[:, :2] + boxes[:, 2:]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    x, y = (middle - [width / 2, height / 2]).T
    cosine, sine = np.cos(np.radians(skew)), np.sin(np.radians(skew))
    moved = np.column_stack([x * cosine + y * sine + width / 2, y * cosine - x * sine + height / 2])
    return np.column_stack([moved - half, moved + half])


@dataclass(frozen=True, slots=True)
class Frame:
    """How a page's points become those of its picture, set straight."""

    turns: int
    skew: float
    size: tuple[float, float]

    def place(self, boxes: Floats) -> Floats:
        """Return boxes as they stand in the picture."""
        return set_straight(boxes, self.turns, self.skew, self.size)


class LayeredLetters:
    """The letters of a text layer, placed in the picture, and after them those that were read from the picture."""

    def __init__(self, layer: Printed, frame: Frame, read: Printed | None = None) -> None:
        self.layer, self.read, self.frame = layer, read, frame
        self.start = len(layer.text) + 1  # of what was read
        self.text = f"{layer.text} {read.text}" if read is not None else layer.text

    @property
    def boxes(self) -> Callable[[list[int]], Floats]:
        """Return (n, 4) boxes of single characters; those of one word are all from the same side."""
        return self._boxes

    def _boxes(self, indexes: list[int]) -> Floats:
        if self.read is not None and indexes and indexes[0] >= self.start:
            return self.read.boxes([index - self.start for index in indexes])
        return self.frame.place(self.layer.boxes(indexes))

    def of(self, char: int) -> tuple[bool, bool]:
        """Tell whether a character is bold, and whether it is coloured."""
        printed, at = self._side(char)
        return printed.of(at)

    def stands_out(self, char: int) -> bool:
        """Tell whether a character is bold or slanted."""
        printed, at = self._side(char)
        return printed.stands_out(at)

    def measure(self, char: int) -> Measure:
        """Return the size of a character's type and where its baseline runs, in points."""
        printed, at = self._side(char)
        if printed is self.read:
            return printed.measure(at)
        (size, _), box = self.layer.measure(at), self._boxes([char])
        return size, float(box[0, 3] - 0.2 * (box[0, 3] - box[0, 1]))

    def is_raised(self, char: int, usual: Measure) -> bool:
        """Tell whether a character is a raised sign of a footnote's mark."""
        printed, at = self._side(char)
        return printed.is_raised(at, usual)

    def _side(self, char: int) -> tuple[Printed, int]:
        if self.read is not None and char >= self.start:
            return self.read, char - self.start
        return self.layer, char


def beside_layer(words: Words, placed: Floats, scanned: ScannedPage, start: int) -> tuple[Words, list[int]]:
    """Return a text layer's words, `placed` in the picture, the words that OCR read beside them, and which these are.

    `start` is the index of the first letter read by OCR.
    """
    free = np.flatnonzero(~_covered(scanned.words.boxes, placed)).tolist()
    texts = (*words.texts, *(scanned.words.texts[index] for index in free))
    starts = (*words.starts, *(start + scanned.words.starts[index] for index in free))
    boxes = np.vstack([placed, scanned.words.boxes[free]])
    return replace(words, texts=texts, boxes=boxes, starts=starts), free


def _covered(boxes: Floats, others: Floats) -> npt.NDArray[np.bool_]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (x[:, None] > others[:, 0]) & (x[:, None] < others[:, 2])
    return np.asarray((inside & (y[:, None] > others[:, 1]) & (y[:, None] < others[:, 3])).any(axis=1))


def layer_doubt(page: int, texts: Sequence[str], language: Language) -> Doubt | None:
    """Return the doubt about a scan's text layer, too few words of which are of the document's language.

    None if the layer is good, or if the language is not known.
    """
    if not language.is_known:
        return None
    words = [word for text in texts for word in LONG_WORD.findall(text)]
    unknown = [word for word in words if not language.has(word)]
    if len(words) < TESTED or len(unknown) <= (1 - KNOWN_WORDS) * len(words):
        return None
    counted = f"{len(unknown)} of {len(words)} words are no {language.name} ones"
    detail = f"the text layer of the scan looks badly read: {counted}"
    return Doubt("text_layer_doubtful", "doubt", page, detail, named(unknown))
