"""The picture of a page that has no text of its own, set straight and with even light.

The page is drawn at 300 dpi, because tesseract is trained on that. A scan with fewer dots becomes easier to read, a
scan with more loses nothing that a letter needs. The light and tint of the paper are removed: a grey header and a
shadow become white. Boxes are in points of the straightened page; `skew` says by how much it was turned.

Met here: 200 dpi, grey, 0.3 degrees off, with the noise of JPEG (oas-plan-3-sample-scan); a scan in pages of different
heights with stamps and signatures over it (carmen_de_areco).
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from ....errors import SourceUnreadable
from ..guard.document import OpenPage
from ..page.drawing import DEEPEST_FORM
from . import shades

Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]

DOTS = 300 / 72  # pixels a point
MOST_DOTS = 300_000_000  # of one picture; A0 at 400 dpi has 250 million
MOST_PIXELS = 40_000_000  # of a page: larger paper is drawn with fewer dots
LEAST_PIXELS = 16  # of a side: a page of a point is made smaller later on
MOST_SKEW = 5.0  # degrees either way
STEPS = (0.25, 0.05, 0.01)  # degrees: the search narrows down
SAMPLED_INK = 200_000  # pixels on which the skew is measured
STRAIGHT = 0.02  # degrees: a page that is turned less is not turned back
PAPER = 7.0  # points: ink is thinner than this, a tint or a shadow is wider
DARKEST_PAPER = 64
SMALLER = 4  # times: the paper's shade is measured on a picture so many times smaller
TINTED = 0.965  # of the lightest paper: darker paper is tinted
FILLED = 0.9  # of its box that a tinted rectangle fills
SMALLEST_TINT = 8.0  # points
MOST_TINT = 0.5  # of the page: larger ones are the light of the scanner
LIGHT = 190  # paper, also in the shade
MOST_INK = 215  # a pixel lighter than this is paper, whatever the rest of the page is like
LEAST_INK = 100


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's picture, set straight."""

    grey: Pixels  # paper is white
    ink: Pixels  # 255 where there is ink
    dots: float  # pixels a point
    skew: float  # degrees that it was turned by to the left, to set it straight
    turns: int  # quarter turns to the right before that
    tints: Floats  # (n, 5): x0, top, x1, bottom of tinted rectangles in points, and 1
    photographs: int = 0  # that were painted over

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.grey.shape[1] / self.dots, self.grey.shape[0] / self.dots


def scan_of(page: OpenPage, turns: int = 0) -> Scan:
    """Return the picture of a page as a viewer shows it, turned by quarters to the right and set straight."""

    dots = dots_for(page, DOTS)
    picture = np.ascontiguousarray(np.rot90(drawn(page, dots), -turns))
    paper = _paper(picture, dots)
    picture, photographs = shades.without_photographs(picture, paper, dots / SMALLER)
    seen = shades.with_dark_letters(picture, dots)
    grey = _without_tint(seen, paper if seen is picture and not photographs else _paper(seen, dots))
    ink = ink_of(grey)
    skew = skew_of(ink)
    if not is_straight(skew):
        grey, paper = _rotated(grey, skew), _rotated(paper, skew)
        ink = ink_of(grey)
    return Scan(grey, ink, dots, skew, turns, _tints(paper, SMALLER / dots), photographs)


def is_straight(skew: float) -> bool:
    """Tell whether a page is straight enough to be read as it is; `skew` in degrees."""
    return abs(skew) <= STRAIGHT


def _rotated(grey: Pixels, degrees: float) -> Pixels:
    import cv2

    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    rotated = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(rotated, dtype=np.uint8)


def dots_for(page: OpenPage, dots: float) -> float:
    """Return the pixels a point with which a page can be drawn: `dots`, or fewer where its paper is very large."""
    return float(min(dots, (MOST_PIXELS / max(page.width * page.height, 1.0)) ** 0.5))


def drawn(page: OpenPage, dots: float) -> Pixels:
    """Return a page as grey pixels, `dots` to a point, as a viewer shows it; at least `LEAST_PIXELS` wide and high."""
    _refuse_huge_pictures(page)
    width, height = (max(LEAST_PIXELS, round(side * dots)) for side in (page.width, page.height))
    bitmap: Any = raw.FPDFBitmap_Create(width, height, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        raw.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, width, height, 0, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        held = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    colours = np.frombuffer(held, dtype=np.uint8).reshape(height, stride // 4, 4)[:, :width, :3]
    blue, green, red = (colours[:, :, index].astype(np.uint16) for index in range(3))
    return ((29 * blue + 150 * green + 77 * red) >> 8).astype(np.uint8)


def _refuse_huge_pictures(page: OpenPage) -> None:
    """Refuse (SourceUnreadable) a page with a picture larger than any scan; drawing the page would unpack all of it."""
    wide, high = ctypes.c_uint(), ctypes.c_uint()
    for item in pictures_on(page):
        raw.FPDFImageObj_GetImagePixelSize(item, ctypes.byref(wide), ctypes.byref(high))
        if wide.value * high.value > MOST_DOTS:
            raise SourceUnreadable(
                page.place,
                f"a picture of {wide.value} x {high.value} dots",
                "No scan needs as many: save it with fewer.",
            )


def pictures_on(page: OpenPage) -> Iterator[Any]:
    """Yield the pictures that a page draws, those in forms, too."""
    open_ones = [(raw.FPDFPage_GetObject(page.handle, at), 0) for at in range(raw.FPDFPage_CountObjects(page.handle))]
    while open_ones:
        item, depth = open_ones.pop()
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            yield item
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM:
            count = raw.FPDFFormObj_CountObjects(item)
            open_ones += [(raw.FPDFFormObj_GetObject(item, at), depth + 1) for at in range(count)]


def light_share(page: OpenPage) -> float:
    """Return the share of a page that is as light as paper."""
    return float((drawn(page, dots_for(page, 1.0)) > LIGHT).mean())


def _paper(grey: Pixels, dots: float) -> Pixels:
    """Return the paper without ink, `SMALLER` times smaller: how light it is at each place."""
    import cv2

    small = cv2.resize(grey, None, fx=1 / SMALLER, fy=1 / SMALLER, interpolation=cv2.INTER_AREA)
    reach = int(PAPER * dots / SMALLER) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.medianBlur(closed, 3), dtype=np.uint8)


def _without_tint(grey: Pixels, paper: Pixels) -> Pixels:
    """Return a picture with its paper white."""
    import cv2

    height, width = grey.shape
    smooth = cv2.resize(cv2.medianBlur(paper, 7), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(smooth, DARKEST_PAPER), scale=255), dtype=np.uint8)


def _tints(paper: Pixels, scale: float) -> Floats:
    """Return the rectangles of paper that are tinted, (n, 5): x0, top, x1, bottom, 1; `scale` is points a pixel."""
    import cv2

    tinted = (paper < TINTED * np.percentile(paper, 90)).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(tinted, connectivity=4)
    left, top, width, height, area = stats[1:].T.astype(float)
    kept = (area > FILLED * width * height) & (np.minimum(width, height) * scale > SMALLEST_TINT)
    kept &= area < MOST_TINT * paper.size
    boxes = np.column_stack([left, top, left + width, top + height])[kept] * scale
    return np.column_stack([boxes, np.ones(len(boxes))])


def ink_of(grey: Pixels) -> Pixels:
    """Return 255 where there is ink: darker than the threshold that separates ink and paper best (Otsu).

    Nothing is smoothed, because that would remove hair lines that are one pixel wide.
    """
    import cv2

    best, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, ink = cv2.threshold(grey, min(max(best, LEAST_INK), MOST_INK), 255, cv2.THRESH_BINARY_INV)
    return np.asarray(ink, dtype=np.uint8)


def skew_of(ink: Pixels) -> float:
    """Return the degrees to the left that set a page straight.

    At that angle its ink falls into the fewest rows of pixels.
    """
    ys, xs = np.nonzero(ink[::2, ::2])
    if not len(ys):
        return 0.0
    step = max(1, len(ys) // SAMPLED_INK)
    y, x = ys[::step].astype(float), xs[::step].astype(float)

    def sharpness(angle: float) -> float:
        rows = np.bincount((y - x * np.tan(np.radians(angle)) + ink.shape[1]).astype(np.int64))
        return float((rows.astype(float) ** 2).sum())

    best, reach = 0.0, MOST_SKEW
    for step_size in STEPS:
        steps = round(reach / step_size)
        angles = [round(best + index * step_size, 2) for index in range(-steps, steps + 1)]
        best = max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))
        reach = step_size
    return best
