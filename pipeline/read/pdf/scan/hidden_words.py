"""Words of a text layer that the page does not show.

A page may print words in the colour of its ground, without any ink, on a layer that is switched off, below a rectangle
that is filled later, or beyond its own edge. Only a word of which that may be so is looked at, in the picture of the
page: where its box is of one shade, it is not seen. Letters in white on a dark header are seen. Words in white that
stand in a line with others that are seen stay: they are values of a table, whose rows would lack them in silence.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..guard import pdfium
from ..guard.document import OpenPage
from ..page.clipped_words import lines_aside
from ..page.drawing import NEARLY_WHITE, Drawing, Floats, Printing
from ..page.words import TextLayer, Words, less

DOTS = 2.0  # pixels a point
CONTRAST = 12  # of 255: between the shades in the box of a word that is seen
WITHOUT_INK = (3, 7)  # modes of printing text: invisible, and for clipping only
AT_ONCE = 10**6  # pairs of a word and a rectangle that are compared at a time
LAYER = "OC".encode("utf-16-le")  # the mark of what stands on a layer that may be switched off


def without_hidden(page: OpenPage, layer: TextLayer, words: Words, drawing: Drawing) -> Words:
    """Return the words that the page shows, with the others set apart (`hidden`)."""
    outside = _outside(words.boxes, layer.view.size)
    owners = [pdfium.char_object(layer.address, start) for start in words.starts]
    white = {owner: _is_white(owner) for owner in dict.fromkeys(owners) if owner}
    in_forms = drawing.printing.in_forms
    inkless = {owner: owner in in_forms or _may_lack_ink(owner) for owner in white}
    covered = _covered(words.boxes, owners, drawing.printing)
    tinted = drawing.rectangles[drawing.rectangles[:, 4] > 0]
    asked = [
        index
        for index, owner in enumerate(owners)
        if not outside[index]
        and owner
        and (inkless[owner] or covered[index] or (white[owner] and not _is_on(tinted, words.boxes[index])))
    ]
    unseen = _without_contrast(page, layer, words.boxes[asked]) if asked else []
    hidden = sorted({*np.flatnonzero(outside).tolist(), *(asked[at] for at in unseen)})
    only_white = [index for index in hidden if (own := owners[index]) and not inkless[own] and not covered[index]]
    only_white = [index for index in only_white if not outside[index]]
    kept = _in_lines_of_seen(words.boxes, hidden, only_white)
    hidden = [index for index in hidden if index not in kept]
    return less(words, set(hidden), lines_aside(words, hidden, "hidden")) if hidden else words


def _in_lines_of_seen(boxes: Floats, hidden: Sequence[int], white: Sequence[int]) -> set[int]:
    """Return the words printed in white that stand in a line with words that are seen: a column of a table."""
    seen = np.delete(boxes, list(hidden), axis=0)
    middles = (seen[:, 1] + seen[:, 3]) / 2
    return {index for index in white if bool(((boxes[index, 1] < middles) & (middles < boxes[index, 3])).any())}


def _outside(boxes: Floats, size: tuple[float, float]) -> Floats:
    if min(size) <= 0:  # a crop box that lies outside the page
        return np.zeros(len(boxes), dtype=bool)
    return np.asarray((boxes[:, 2] <= 0) | (boxes[:, 0] >= size[0]) | (boxes[:, 3] <= 0) | (boxes[:, 1] >= size[1]))


def _covered(boxes: Floats, owners: Sequence[int | None], printing: Printing) -> npt.NDArray[np.bool_]:
    """Tell of each word whether a rectangle is filled over its middle after it was printed."""
    found, covers = np.zeros(len(boxes), dtype=bool), printing.covers
    if not len(covers) or not len(boxes):
        return found
    orders = np.array([printing.orders.get(owner or 0, 0) for owner in owners])
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    step = max(1, AT_ONCE // len(covers))
    for start in range(0, len(boxes), step):
        some = slice(start, start + step)
        across, down, order = x[some, None], y[some, None], orders[some, None]
        inside = (covers[:, 0] < across) & (covers[:, 2] > across) & (covers[:, 1] < down) & (covers[:, 3] > down)
        found[some] = (inside & (covers[:, 4] > order)).any(axis=1)
    return found


def _is_white(item: int) -> bool:
    colour = pdfium.NumberBuffer()
    at = ctypes.addressof(colour)
    if not pdfium.fill_colour(item, at, at + 4, at + 8, at + 12):
        return False
    return bool(min(colour[0], colour[1], colour[2]) >= NEARLY_WHITE or colour[3] == 0)


def _may_lack_ink(item: int) -> bool:
    """Tell whether text is printed without ink, or stands on a layer that may be switched off."""
    return pdfium.text_mode(item) in WITHOUT_INK or any(
        _name_of(pdfium.mark(item, index)) == LAYER for index in range(max(pdfium.count_marks(item), 0))
    )


def _name_of(mark: int) -> bytes:
    name, size = pdfium.FloatBuffer(), pdfium.NumberBuffer()  # the name that is looked for has two letters
    if not pdfium.mark_name(mark, ctypes.addressof(name), ctypes.sizeof(name), ctypes.addressof(size)):
        return b""
    return bytes(name)[: max(size[0] - 2, 0)]


def _is_on(tinted: Floats, box: Floats) -> bool:
    """Tell whether the middle of a word lies on a rectangle of a colour."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(((tinted[:, 0] < x) & (tinted[:, 2] > x) & (tinted[:, 1] < y) & (tinted[:, 3] > y)).any())


def _without_contrast(page: OpenPage, layer: TextLayer, boxes: Floats) -> list[int]:
    """Return the boxes in which the picture of the page has one shade only."""
    from .picture import dots_for, drawn

    dots = dots_for(page, DOTS)
    grey = np.rot90(drawn(page, dots), -((layer.view.turns - page.rotation) % 4))
    found = []
    for index, box in enumerate((boxes * dots * layer.view.unit).tolist()):
        x0, top, x1, bottom = (max(0, each) for each in (*map(math.floor, box[:2]), *map(math.ceil, box[2:])))
        shades = grey[top:bottom, x0:x1]
        if not shades.size or int(shades.max()) - int(shades.min()) < CONTRAST:
            found.append(index)
    return found
