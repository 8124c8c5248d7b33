"""What a page draws but does not show: text and rules that a clip path cuts off.

This happens where a page shows a part of a longer drawing. A merged cell of a spreadsheet goes over the end of a page,
and its whole text is drawn on both pages (LibreOffice Calc). A web page is cut into pages in the middle of a line
(wkhtmltopdf). pdfium names a clip only for objects that it cuts, so only text objects and the outermost paths are
asked.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

from ..guard import pdfium

Box = tuple[float, float, float, float]  # left, bottom, right, top, in PDF units

MOST_TEXTS = 400  # asked about at each end of a page, where a cut is, if each letter is an object of its own
MOST_CORNERS = 64  # of a clip path; one with more draws the dashes of a broken line and cuts nothing off
SEEN_ALL = -1e9, -1e9, 1e9, 1e9


def clip_of(item: int) -> Box | None:
    """Return the visible box of an object; None where nothing cuts it."""
    path = pdfium.clip_path(item)
    count = pdfium.count_clips(path) if path else 0
    if count <= 0:
        return None
    box = SEEN_ALL
    for index in range(count):
        if corners := _corners(path, index):
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            box = within(box, (min(xs), min(ys), max(xs), max(ys)))
    return None if box == SEEN_ALL else box


def _corners(path: int, index: int) -> list[tuple[float, float]]:
    point, corners = pdfium.FloatBuffer(), []
    at = ctypes.addressof(point)
    count = pdfium.count_clip_segments(path, index)
    for number in range(count if count <= MOST_CORNERS else 0):
        pdfium.segment_point(pdfium.clip_segment(path, index, number), at, at + 4)
        corners.append((point[0], point[1]))
    return corners


def within(box: Box, limits: Box) -> Box:
    """Return the part of a box that lies in another one; if none does, right is less than left, or top than bottom."""
    return max(box[0], limits[0]), max(box[1], limits[1]), min(box[2], limits[2]), min(box[3], limits[3])


def clips_of_texts(items: Sequence[int]) -> dict[int, Box]:
    """Return the visible box of each text object that a clip cuts."""
    asked = items if len(items) <= 2 * MOST_TEXTS else [*items[:MOST_TEXTS], *items[-MOST_TEXTS:]]
    cut = [item for item, count in zip(asked, map(pdfium.count_clips, map(pdfium.clip_path, asked)), strict=True)
           if count > 0]  # fmt: skip
    return {item: clip for item in cut if (clip := clip_of(item)) is not None}


def cuts_paths(paths: Sequence[tuple[int, Box]]) -> bool:
    """Tell whether one of the outermost paths of a page is cut by a clip."""
    outermost = [(min if side < 2 else max)(paths, key=lambda path: path[1][side])[0] for side in range(4) if paths]
    return any(clip_of(item) is not None for item in dict.fromkeys(outermost))
