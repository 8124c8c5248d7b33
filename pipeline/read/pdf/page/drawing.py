"""What is drawn on a page: rules, tinted rectangles, images, in points from the page's top left.

The page objects are read once. The bounds of a path are enough to tell a rule from a rectangle; its segments are asked
for only if it is neither, because each call costs time.

Met here:
- rules drawn as thin filled rectangles, or as the borders of large ones (ar-plan.centred p. 1, Word's exports);
- a cell's border drawn as two rectangles, one inside the other, filled between them (CSS, separate borders);
- everything inside one form XObject, with a matrix of its own (quebec p. 1);
- pages shown turned by /Rotate, and text drawn upwards on a page that is not;
- a page whose crop box cuts the letterhead off;
- dotted borders, each dot a path (`with_dots_joined`);
- rules that a clip path cuts off, drawn on far beyond the page (wkhtmltopdf).
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from ....errors import SourceUnreadable
from ..guard import pdfium
from ..guard.document import OpenPage
from . import clips
from .arrays import Floats as Floats
from .arrays import side_by_side
from .dotted_rules import DOT, FEWEST, LONGEST, SQUARE, with_dots_joined

Box = tuple[float, float, float, float]  # left, top, right, bottom: points from the page's top left
Matrix = tuple[float, float, float, float, float, float]
Corners = list[tuple[float, float]]

THIN = 3.0  # points: a rectangle thinner than this is a rule
SMALL = 12.0  # points: a shape smaller than this may be a bullet
FARTHEST = 1e5  # points: objects that a broken file draws farther away are placed here
HAIR = 0.05  # points: thinner is not drawn
MOST_RULES = 50_000  # of one page; the densest table met has about 600
DEEPEST_FORM = 6
NEARLY_WHITE = 250
FEWEST_TINTED = 6  # rectangles of a poster made of boxes


def no_rules() -> Floats:
    """Return no rules at all: (0, 4)."""
    return np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class Printing:
    """In which order a page prints: what stands below may not be seen."""

    orders: dict[int, int] = field(default_factory=dict)  # text object → how many were printed before it
    in_forms: frozenset[int] = frozenset()  # text objects within forms, of which a layer may be switched off
    covers: Floats = field(
        default_factory=lambda: np.zeros((0, 5))
    )  # filled over text: x0, top, x1, bottom, texts before


@dataclass(frozen=True, slots=True)
class Drawing:
    """The rules and rectangles of a page."""

    horizontal: Floats  # (n, 3): y, x0, x1
    vertical: Floats  # (n, 3): x, top, bottom
    rectangles: Floats  # (n, 5): x0, top, x1, bottom, shade: 0 where white, a number from 1 to 2 for each colour
    images: Floats  # (n, 4): x0, top, x1, bottom
    find_white: Callable[[], Floats] = no_rules
    clips: dict[int, clips.Box] = field(default_factory=dict)  # of the text objects that are not seen whole, PDF units
    small: Floats = field(default_factory=no_rules)  # (n, 4): x0, top, x1, bottom of small shapes and pictures
    printing: Printing = field(default_factory=Printing)

    @property
    def white(self) -> Floats:
        """Return (n, 4): rules drawn in white. They are looked for when this is called; the page must be open.

        There are none if too few rectangles are tinted: white does not show then.
        """
        return self.find_white()


class _Collector:
    """Collects boxes in PDF units from the page's objects."""

    def __init__(self, place: str, unit: float, is_clipped: bool = False) -> None:
        self.place = place
        self.thin_up_to = THIN * unit
        self.small_up_to = SMALL * unit
        self.is_clipped = is_clipped  # paths count as far as they are seen
        self.texts: list[int] = []
        self.orders: dict[int, int] = {}  # of text objects, those in forms too
        self.covers: list[tuple[float, float, float, float, float]] = []  # with the count of texts before
        self.paths: list[tuple[int, clips.Box]] = []
        self.rules: list[tuple[float, float, float, float]] = []  # left, bottom, right, top; thin in one direction
        self.rectangles: list[tuple[float, float, float, float, float]] = []
        self.images: list[tuple[float, float, float, float]] = []
        self.small: list[tuple[float, float, float, float]] = []
        self.thin: list[tuple[int, tuple[float, float, float, float]]] = []
        self.floats = pdfium.FloatBuffer()
        self.address = ctypes.addressof(self.floats)
        self.numbers = pdfium.NumberBuffer()

    def walk(self, objects: list[int], matrix: Matrix | None, depth: int = 0) -> None:
        take = self._take_seen if self.is_clipped else self._take_path
        for item, kind in zip(objects, map(pdfium.object_type, objects), strict=True):
            if kind == pdfium.TEXT:
                self.orders[item] = len(self.orders)
                if depth == 0:
                    self.texts.append(item)
            elif kind == pdfium.PATH:
                before = len(self.rectangles)
                take(item, matrix)
                self.covers += [(*box[:4], len(self.orders)) for box in self.rectangles[before:] if self.orders]
            elif kind == pdfium.IMAGE:
                self.images.append(self._bounds(item, matrix))
                self.covers += [(*self.images[-1], len(self.orders))] if self.orders else []
                self._take_small(self.images[-1])
            elif kind == pdfium.FORM and depth < DEEPEST_FORM:
                inner = [pdfium.form_object(item, index) for index in range(pdfium.count_form_objects(item))]
                self.walk(inner, _compose(self._matrix(item), matrix), depth + 1)

    def _bounds(self, item: int, matrix: Matrix | None) -> tuple[float, float, float, float]:
        at = self.address
        pdfium.object_bounds(item, at, at + 4, at + 8, at + 12)
        left, bottom, right, top = self.floats[:4]
        return (left, bottom, right, top) if matrix is None else _moved_box((left, bottom, right, top), matrix)

    def _matrix(self, item: int) -> Matrix:
        pdfium.object_matrix(item, self.address)
        a, b, c, d, e, f = self.floats[:6]
        return a, b, c, d, e, f

    def _take_seen(self, item: int, matrix: Matrix | None) -> None:
        rules, rectangles = len(self.rules), len(self.rectangles)
        self._take_path(item, matrix)
        clip = clips.clip_of(item) if matrix is None else None
        if clip is None:
            return
        seen = [clips.within(rule, clip) for rule in self.rules[rules:]]
        self.rules[rules:] = [rule for rule in seen if rule[0] <= rule[2] and rule[1] <= rule[3]]
        boxes = self.rectangles[rectangles:]
        if not seen or any(shade for *_, shade in boxes):  # else a frame: its sides are clipped, its cell is not (CSS)
            tinted = [(*clips.within((a, b, c, d), clip), shade) for a, b, c, d, shade in boxes]
            self.rectangles[rectangles:] = [box for box in tinted if box[0] < box[2] and box[1] < box[3]]

    def _take_path(self, item: int, matrix: Matrix | None) -> None:
        left, bottom, right, top = box = self._bounds(item, matrix)
        if matrix is None:
            self.paths.append((item, box))
        self._take_small(box)
        if right - left <= self.thin_up_to or top - bottom <= self.thin_up_to:
            self.rules.append(box)
            self.thin.append((item, box))
        else:
            self._take_outline(item, box, matrix)
        if len(self.rules) > MOST_RULES or len(self.rectangles) > MOST_RULES:
            raise SourceUnreadable(
                self.place, f"more than {MOST_RULES} lines are drawn on the page", "No table has as many: leave it out."
            )

    def _take_small(self, box: tuple[float, float, float, float]) -> None:
        if max(box[2] - box[0], box[3] - box[1]) <= self.small_up_to:
            self.small.append(box)

    def _take_outline(self, item: int, box: tuple[float, float, float, float], matrix: Matrix | None) -> None:
        count = pdfium.count_segments(item)
        if count > MOST_RULES:
            raise SourceUnreadable(self.place, f"a path of {count} lines", "No table has as many: leave it out.")
        numbers = ctypes.addressof(self.numbers)
        pdfium.draw_mode(item, numbers, numbers + 4)
        filled, stroked = self.numbers[0] != 0, self.numbers[1] != 0
        if count == 2:  # a line as thick as a bar
            self.thin.append((item, box))
        tint = self._shade(item, pdfium.fill_colour) if filled else 0.0
        if filled and not stroked and 4 <= count <= 5:
            self.rectangles.append((*box, tint))
            return
        subpaths = self._subpaths(item, count, _compose(self._matrix(item), matrix))
        for subpath in self._without_frame(subpaths) if filled and not stroked else subpaths:
            self._take_subpath(subpath, stroked, tint)

    def _without_frame(self, subpaths: list[Corners]) -> list[Corners]:
        """Take two rectangles, one just inside the other, as the rules between them; return the other rectangles."""
        if len(subpaths) != 2 or any(not 4 <= len(corners) <= 6 for corners in subpaths):
            return subpaths
        boxes = (_box_of(corners) for corners in subpaths)
        inner, outer = sorted(boxes, key=lambda box: box[2] - box[0] + box[3] - box[1])
        widths = inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]
        if min(widths) < -HAIR or not HAIR < max(widths) <= self.thin_up_to:
            return subpaths
        left, bottom, right, top = outer
        sides = (
            (left, bottom, inner[0], top), (left, bottom, right, inner[1]),
            (inner[2], bottom, right, top), (left, inner[3], right, top),
        )  # fmt: skip
        drawn = [side for side, width in zip(sides, widths, strict=True) if width > HAIR]
        self.rules += drawn
        if len(drawn) < len(sides):
            self.rectangles.append((*outer, 0.0))  # the cell itself, whose other sides are not seen
        return []

    def white_rules(self) -> list[tuple[float, float, float, float]]:
        """Return the rules drawn in white; none if too few rectangles are tinted for white to show."""
        if sum(tint > 0 for *_, tint in self.rectangles) < FEWEST_TINTED:
            return []
        at, white = ctypes.addressof(self.numbers), []
        for item, box in self.thin:
            pdfium.draw_mode(item, at, at + 4)
            if not self._shade(item, pdfium.stroke_colour if self.numbers[1] else pdfium.fill_colour):
                white.append(box)
        return white

    def _shade(self, item: int, colour: pdfium.Call) -> float:
        """Return 0 for white or nothing, a number from 1 to 2 for any other colour."""
        at = ctypes.addressof(self.numbers)
        colour(item, at, at + 4, at + 8, at + 12)
        red, green, blue, alpha = self.numbers[:4]
        is_seen = min(red, green, blue) < NEARLY_WHITE and alpha > 0
        return 1 + (red * 65536 + green * 256 + blue) / 2**24 if is_seen else 0.0

    def _subpaths(self, item: int, count: int, matrix: Matrix) -> list[Corners]:
        """Return the straight parts of a path, each a list of corners; a curve separates two parts."""
        a, b, c, d, e, f = matrix
        at, floats = self.address, self.floats
        parts: list[Corners] = []
        for index in range(count):
            segment = pdfium.path_segment(item, index)
            kind = pdfium.segment_type(segment)
            pdfium.segment_point(segment, at, at + 4)
            point = (a * floats[0] + c * floats[1] + e, b * floats[0] + d * floats[1] + f)
            if kind == pdfium.LINE_TO and parts:
                parts[-1].append(point)
            else:
                parts.append([point])
            if kind == pdfium.LINE_TO and pdfium.segment_closes(segment):
                parts[-1].append(parts[-1][0])
        return [part for part in parts if len(part) > 1]

    def _take_subpath(self, corners: Corners, stroked: bool, tint: float) -> None:
        box = _box_of(corners)
        if box[2] - box[0] <= self.thin_up_to or box[3] - box[1] <= self.thin_up_to:
            self.rules.append(box)
            return
        if stroked:
            for (x0, y0), (x1, y1) in itertools.pairwise(corners):
                if abs(x1 - x0) <= 1 or abs(y1 - y0) <= 1:
                    self.rules.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        if 4 <= len(corners) <= 6 and (not stroked or tint):
            self.rectangles.append((*box, tint))


def _box_of(corners: Corners) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _compose(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    m, n, o, p, q, r = outer
    return a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r


def _moved_box(box: tuple[float, float, float, float], matrix: Matrix) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (box[0], box[2]) for y in (box[1], box[3])]
    ys = [b * x + d * y + f for x in (box[0], box[2]) for y in (box[1], box[3])]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class View:
    """How PDF's units on a page become points from the top left of the page as it is read."""

    box: tuple[float, float, float, float]  # left, bottom, right, top of the visible part
    turns: int  # quarter turns to the right, the page's own and those that set its text upright
    unit: float = 1.0  # PDF's units that count as one point: more where the print is much larger than usual

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        left, bottom, right, top = self.box
        wide, high = (right - left) / self.unit, (top - bottom) / self.unit
        return (wide, high) if self.turns % 2 == 0 else (high, wide)

    def place(self, boxes: Floats) -> Floats:
        """Return (n, 4) boxes left, bottom, right, top as x0, top, x1, bottom from the top left."""
        return self.place_sides(boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3])

    def place_sides(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Floats:
        """Return boxes as `place` does, from their left, bottom, right and top sides, (n,) each."""
        left, bottom, right, top = self.box
        match self.turns % 4:
            case 0:
                placed = side_by_side(x0 - left, top - y1, x1 - left, top - y0)
            case 1:
                placed = side_by_side(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
            case 2:
                placed = side_by_side(right - x1, y0 - bottom, right - x0, y1 - bottom)
            case _:
                placed = side_by_side(top - y1, right - x1, top - y0, right - x0)
        if self.unit != 1.0:
            placed /= self.unit
        np.maximum(placed, -FARTHEST, out=placed)
        return np.minimum(placed, FARTHEST, out=placed)


def view_of(page: OpenPage) -> View:
    """Return a page as a viewer shows it."""
    return View(page.visible_box(), page.rotation % 4)


def drawing_of(page: OpenPage, view: View) -> Drawing:
    """Return the rules, rectangles and images of a page.

    Refuses (SourceUnreadable) a page with more than `MOST_RULES` lines.
    """
    collector = _Collector(page.place, view.unit)
    count = pdfium.count_objects(page.address)
    objects = list(map(pdfium.get_object, itertools.repeat(page.address), range(count)))
    collector.walk(objects, None)
    if clips.cuts_paths(collector.paths):
        collector = _Collector(page.place, view.unit, is_clipped=True)
        collector.walk(objects, None)
    rectangles = np.array(collector.rectangles, dtype=float).reshape(-1, 5)
    horizontal, vertical = _rules(_on_page(view.place(np.array(collector.rules, dtype=float).reshape(-1, 4)), view))
    placed = side_by_side(*view.place(rectangles[:, :4]).T, rectangles[:, 4])
    images = view.place(np.array(collector.images, dtype=float).reshape(-1, 4))
    cut = clips.clips_of_texts(collector.texts)

    def find_white() -> Floats:
        return view.place(np.array(collector.white_rules(), dtype=float).reshape(-1, 4))

    small = view.place(np.array(collector.small, dtype=float).reshape(-1, 4))
    printing = _printing(collector, view)
    return Drawing(horizontal, vertical, _on_page(placed, view), images, find_white, cut, small, printing)


def _printing(collector: _Collector, view: View) -> Printing:
    covers = np.array(collector.covers, dtype=float).reshape(-1, 5)
    placed = side_by_side(*view.place(covers[:, :4]).T, covers[:, 4])
    return Printing(collector.orders, frozenset(collector.orders).difference(collector.texts), _on_page(placed, view))


def _on_page(boxes: Floats, view: View) -> Floats:
    width, height = view.size
    seen = (boxes[:, 2] >= 0) & (boxes[:, 0] <= width) & (boxes[:, 3] >= 0) & (boxes[:, 1] <= height)
    return boxes[seen]


def _rules(boxes: Floats) -> tuple[Floats, Floats]:
    """Return thin boxes as horizontal (y, x0, x1) and vertical (x, top, bottom) rules."""
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    short = (wide <= LONGEST) & (high <= LONGEST)
    if short.sum() < FEWEST:
        return _lying(boxes[(wide > high) & (wide > DOT)]), _standing(boxes[(high >= wide) & (high > DOT)])
    square = (wide <= DOT) & (high <= DOT) & (np.minimum(wide, high) > SQUARE * np.maximum(wide, high))
    lying = with_dots_joined(_lying(boxes[(wide > high) | square]))
    return lying, with_dots_joined(_standing(boxes[(high >= wide) | square]))


def _lying(boxes: Floats) -> Floats:
    return side_by_side((boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 0], boxes[:, 2])


def _standing(boxes: Floats) -> Floats:
    return side_by_side((boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 1], boxes[:, 3])
