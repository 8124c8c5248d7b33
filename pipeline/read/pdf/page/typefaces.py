"""How words are printed: bold, struck through, underlined, coloured, raised. Fonts and drawn lines show it.

A draft that was never scanned shows by its drawing what was deleted and what inserted (oas-plan-3-sample p. 3: a line
through deleted words, insertions bold, links underlined). A mark may end inside a word ("género]," without the
bracket), so words are cut where the face changes or a line ends. A reference to a footnote is a raised number, glued to
its word ("Unidas1", oas-plan-3-sample p. 1).
"""

from __future__ import annotations

import ctypes
import itertools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from ..guard import pdfium
from ..guard.document import OpenPage
from .drawing import Box, Floats, View
from .words import FIXED, TextLayer, Words

BOLD_NAMES = ("bold", "black", "heavy", "negrita")
SLANTED_NAMES = ("italic", "oblique", "cursiva")
COLOURED = 60  # of 255: the strongest of red, green and blue against the weakest
RAISED, LIFTED = 0.85, 0.15  # of the line's type: a raised figure is smaller than this, and stands this far up
MARK_SIGNS = "0123456789*()[]"
FOOTNOTE_MARK = re.compile(r"[\d*¹²³⁴⁵⁶⁷⁸⁹⁰][\])]?[.,;:”]?$")
Measure = tuple[float, float]  # size of type, baseline; points
STRUCK = (0.1, 0.55)  # of the type's size above the baseline: where a line through a word lies
UNDERLINED = (-0.4, 0.04)


class Face(NamedTuple):
    """How one character is printed."""

    is_bold: bool
    is_coloured: bool
    is_struck: bool
    is_underlined: bool
    is_raised: bool


PLAIN = Face(False, False, False, False, False)


@dataclass(frozen=True, slots=True)
class Run:
    """Words, or a part of a word, that are printed in one way."""

    text: str
    box: Box
    face: Face
    is_glued: bool  # no space stands before it
    size: float = 0.0  # points, of its type
    baseline: float = 0.0  # points from the page's top


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines of a page that strike or underline words: rules (y, x0, x1) and annotations as boxes."""

    rules: Floats
    struck: Floats  # (n, 4)
    underlined: Floats  # (n, 4)


def marks_on(page: OpenPage, view: View, rules: Floats) -> Marks:
    """Return the rules of a page and its StrikeOut and Underline annotations."""
    boxes = (page.typed.marked.get(kind, []) for kind in (raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_UNDERLINE))
    placed = [view.place(np.array(found, dtype=float).reshape(-1, 4)) for found in boxes]
    return Marks(rules, *placed)


class Fonts:
    """Tells which characters of a page are bold or coloured. Each font and each text object is asked once."""

    def __init__(self, layer: TextLayer) -> None:
        self.layer = layer
        self.text = layer.text
        self.boxes = layer.boxes
        self.names: dict[int, str] = {}
        self.objects: dict[int, tuple[bool, bool]] = {}

    def of(self, char: int) -> tuple[bool, bool]:
        """Tell whether a character is bold, by its font's name, and whether it is coloured."""
        item = pdfium.char_object(self.layer.address, char)
        if not item:
            return False, False
        if item not in self.objects:
            self.objects[item] = self._is_bold(pdfium.text_font(item)), _is_coloured(item)
        return self.objects[item]

    def measure(self, char: int) -> Measure:
        """Return the size of a character's type and where its baseline runs, in points."""
        buffer = pdfium.DoubleBuffer()
        at = ctypes.addressof(buffer)
        pdfium.char_origin(self.layer.address, char, at, at + 8)
        x, y = buffer[:2]
        matrix = pdfium.FloatBuffer()
        pdfium.char_matrix(self.layer.address, char, ctypes.addressof(matrix))
        scale = math.hypot(matrix[2], matrix[3]) or 1.0
        baseline = float(self.layer.view.place(np.array([[x, y, x, y]]))[0, 3])
        return float(pdfium.font_size(self.layer.address, char)) * scale / self.layer.view.unit, baseline

    def is_raised(self, char: int, usual: Measure) -> bool:
        """Tell whether a character is a raised reference to a footnote.

        Smaller than its line's type, above the baseline.
        """
        sign = self.layer.text[char]
        if sign in "¹²³⁴⁵⁶⁷⁸⁹⁰":
            return True
        if sign not in MARK_SIGNS:
            return False
        size, baseline = self.measure(char)
        return size < RAISED * usual[0] and baseline < usual[1] - LIFTED * usual[0]

    def stands_out(self, char: int) -> bool:
        """Tell whether a character is bold or slanted, by its font's name."""
        if self.of(char)[0]:
            return True
        item = pdfium.char_object(self.layer.address, char)
        return bool(item) and any(word in self._name_of(pdfium.text_font(item)) for word in SLANTED_NAMES)

    def _is_bold(self, font: int | None) -> bool:
        return any(word in self._name_of(font) for word in BOLD_NAMES)

    def _name_of(self, font: int | None) -> str:
        """Return the name of a font, in small letters; "" where there is none."""
        if not font:
            return ""
        if font not in self.names:
            buffer = ctypes.create_string_buffer(256)
            pdfium.font_name(font, ctypes.addressof(buffer), 256)
            self.names[font] = buffer.value.decode("utf-8", "replace").lower()
        return self.names[font]


def _is_coloured(item: int) -> bool:
    """Tell whether a text object is filled with a colour other than grey."""
    colour = pdfium.NumberBuffer()
    at = ctypes.addressof(colour)
    if not pdfium.fill_colour(item, at, at + 4, at + 8, at + 12):
        return False
    return max(colour[:3]) - min(colour[:3]) > COLOURED


class Printed(Protocol):
    """The characters of a page and how each is printed. The text layer (`Fonts`) or the picture shows it."""

    text: str

    @property
    def boxes(self) -> Callable[[list[int]], Floats]:
        """Return (n, 4) boxes of single characters."""

    def of(self, char: int) -> tuple[bool, bool]:
        """Tell whether a character is bold, and whether it is coloured."""

    def stands_out(self, char: int) -> bool:
        """Tell whether a character is bold or slanted."""

    def measure(self, char: int) -> Measure:
        """Return the size of a character's type and where its baseline runs, in points."""

    def is_raised(self, char: int, usual: Measure) -> bool:
        """Tell whether a character is a raised sign of a footnote's mark."""


def runs_of(fonts: Printed, words: Words, members: list[int], marks: Marks) -> list[Run]:
    """Return the words of one line as runs: one for each stretch that is printed in one way."""
    measures = [fonts.measure(words.starts[word]) for word in members]
    usual = max(measures, key=lambda measure: (measure[0], measure[1]), default=(0.0, 0.0))
    runs: list[Run] = []
    for word, measure in zip(members, measures, strict=True):
        for piece in _pieces(fonts, words, word, marks, (measure, usual)):
            if runs and runs[-1].face == piece.face:
                runs[-1] = _joined(runs[-1], piece)
            else:
                runs.append(piece)
    return runs


def _joined(first: Run, second: Run) -> Run:
    text = first.text + ("" if second.is_glued else " ") + second.text
    x0, top, x1, bottom = first.box
    box = min(x0, second.box[0]), min(top, second.box[1]), max(x1, second.box[2]), max(bottom, second.box[3])
    size = second.size if len(second.text) > len(first.text) else first.size  # a number may be smaller than its text
    return replace(first, text=text, box=box, size=size)


def _pieces(fonts: Printed, words: Words, word: int, marks: Marks, sizes: tuple[Measure, Measure]) -> Iterator[Run]:
    """Yield a word, cut where its face changes or a line over it ends; `sizes` are its own and the line's."""
    own, usual = sizes
    start, text, box = words.starts[word], words.texts[word], words.boxes[word]
    chars = _chars_of(fonts.text, start, text)
    first, last = fonts.of(start), fonts.of(chars[-1])
    if first == last and not _is_part(box, own, marks) and not FOOTNOTE_MARK.search(text):
        yield Run(text, _box(box), Face(*first, *_marked(box[None], own, marks)[0], False), False, *own)
        return
    boxes = fonts.boxes(chars)
    states = [
        Face(*fonts.of(char), *state, fonts.is_raised(char, usual))
        for char, state in zip(chars, _marked(boxes, own, marks), strict=True)
    ]
    cuts = [0, *(index for index in range(1, len(states)) if states[index] != states[index - 1]), len(states)]
    for begin, end in itertools.pairwise(cuts):
        part = np.concatenate([boxes[begin:end, :2].min(axis=0), boxes[begin:end, 2:].max(axis=0)])
        piece = "".join([fonts.text[char] for char in chars[begin:end]]).translate(FIXED)
        yield Run(piece, _box(part), states[begin], begin > 0, *fonts.measure(chars[begin]))


def _chars_of(letters: str, start: int, text: str) -> list[int]:
    """Return the characters of a page that a word consists of; one character may be several letters (a ligature)."""
    chars: list[int] = []
    made = 0
    for at in range(start, len(letters)):
        if made >= len(text):
            break
        if not letters[at].isspace():
            chars.append(at)
            made += len(letters[at].translate(FIXED))
    return chars or [start]


def _box(box: Floats) -> Box:
    x0, top, x1, bottom = (float(value) for value in box)
    return x0, top, x1, bottom


def _is_part(box: Floats, measure: Measure, marks: Marks) -> bool:
    """Tell whether a line or an annotation ends inside a word."""
    lift = _lift(marks.rules, measure)
    near = marks.rules[(lift > UNDERLINED[0]) & (lift < STRUCK[1])]
    ends = [near[:, 1], near[:, 2]]
    for boxes in (marks.struck, marks.underlined):
        beside = boxes[(boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])]
        ends += [beside[:, 0], beside[:, 2]]
    inside = np.concatenate(ends)
    return bool(((inside > box[0] + 1) & (inside < box[2] - 1)).any())


def _lift(rules: Floats, measure: Measure) -> Floats:
    """Return how far each rule stands above a baseline, in sizes of its type."""
    size, baseline = measure
    return np.asarray((baseline - rules[:, 0]) / max(size, 1.0))


def _marked(boxes: Floats, measure: Measure, marks: Marks) -> list[tuple[bool, bool]]:
    """Tell for each box of a line of type whether it is struck and whether it is underlined."""
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    lift = _lift(marks.rules, measure)
    over = (marks.rules[None, :, 1] <= middle[:, None]) & (marks.rules[None, :, 2] >= middle[:, None])
    struck = (over & (lift > STRUCK[0]) & (lift < STRUCK[1])).any(axis=1) | _covered(boxes, middle, marks.struck)
    under = (over & (lift > UNDERLINED[0]) & (lift <= UNDERLINED[1])).any(axis=1)
    under |= _covered(boxes, middle, marks.underlined)
    return list(zip(np.asarray(struck).tolist(), np.asarray(under).tolist(), strict=True))


def _covered(boxes: Floats, middle: Floats, annotations: Floats) -> npt.NDArray[np.bool_]:
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    return np.asarray(
        (
            (annotations[None, :, 0] <= middle[:, None])
            & (annotations[None, :, 2] >= middle[:, None])
            & (annotations[None, :, 1] <= y[:, None])
            & (annotations[None, :, 3] >= y[:, None])
        ).any(axis=1)
    )
