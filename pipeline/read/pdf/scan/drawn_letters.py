"""Pages without words that show letters all the same, drawn as lines and shapes.

A program may turn letters into outlines when it makes a PDF, a drawing program writes them as strokes, and a note or a
field of a form has a picture of its own. None of this is text. Such a page is drawn, its rules and large areas are
taken away, and the marks that are as high as letters are counted. A page with enough of them is read like a scan.
"""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from ..guard import pdfium
from ..guard.document import OpenPage
from .picture import dots_for, drawn

DOTS = 2.0  # pixels a point
CONTRAST = 40  # of 255: a mark differs at least so much from the ground of the page
LONG = 24.0  # points: a stroke that is longer, lying or standing, is a rule or the side of an area
LOWEST, HIGHEST = 3.5, 60.0  # points, of a letter
FEWEST = 3  # letters of a page that has something to read


def draws_letters(page: OpenPage) -> bool:
    """Tell whether a page shows marks that are as high as letters. A word whose letters touch counts by its width.

    Refuses (SourceUnreadable) a page with a picture larger than any scan.
    """
    if not page.annotation_count and _draws_rules_only(page):
        return False
    import cv2

    dots = dots_for(page, DOTS)
    grey = drawn(page, dots).astype(np.int16)
    marks: Any = (np.abs(grey - int(np.median(grey))) > CONTRAST).astype(np.uint8)
    length = max(1, round(LONG * dots))
    for shape in ((1, length), (length, 1)):
        rules: Any = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        grown: Any = cv2.dilate(rules, np.ones((3, 3), np.uint8))
        marks = marks & ~grown
    _, _, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    width, height = (stats[1:, side] / dots for side in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    is_letter = (height >= LOWEST) & (height <= HIGHEST)
    return float(np.maximum(width / np.maximum(height, 1.0), 1.0)[is_letter].sum()) >= FEWEST


def _draws_rules_only(page: OpenPage) -> bool:
    """Tell whether a page is blank but for long rules. To draw a blank page takes fifty times as long."""
    box = pdfium.FloatBuffer()
    at = ctypes.addressof(box)
    for index in range(pdfium.count_objects(page.address)):
        item = pdfium.get_object(page.address, index)
        if pdfium.object_type(item) != pdfium.PATH:
            return False
        pdfium.object_bounds(item, at, at + 4, at + 8, at + 12)
        sides = box[2] - box[0], box[3] - box[1]
        if min(sides) >= LOWEST or max(sides) < LONG:
            return False
    return True
