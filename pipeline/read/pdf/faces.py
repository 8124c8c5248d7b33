"""How words are printed: bold, struck through, underlined; told from fonts and from the lines drawn over them.

A born-digital draft says with its drawing what was deleted and what inserted (oas-plan-3-sample p. 3: struck words
under a line, insertions bold, links underlined). A mark may end inside a word ("género]," with the bracket bare), so
words are cut where the face changes or a line ends.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from pipeline.read.pdf import pdfium
from pipeline.read.pdf.document import OpenPage
from pipeline.read.pdf.fragments import Box
from pipeline.read.pdf.geometry import Floats, View
from pipeline.read.pdf.words import FIXED, TextLayer, Words

BOLD_WEIGHT = 600
STRUCK = (0.38, 0.78)  # share of the word's height, from its top, where a line strikes it
UNDERLINED = (0.78, 1.12)


@dataclass(frozen=True, slots=True)
class Run:
    """Words, or a part of a word, printed alike."""

    text: str
    box: Box
    is_bold: bool
    is_struck: bool
    is_underlined: bool
    is_glued: bool  # no space stands before it


@dataclass(frozen=True, slots=True)
class Marks:
    """The lines of a page that strike or underline words: rules (y, x0, x1) and annotations as boxes."""

    rules: Floats
    struck: Floats  # (n, 4)
    underlined: Floats  # (n, 4)


def marks_on(page: OpenPage, view: View, rules: Floats) -> Marks:
    """Return the rules of a page and its StrikeOut and Underline annotations."""
    boxes: dict[int, list[Box]] = {raw.FPDF_ANNOT_STRIKEOUT: [], raw.FPDF_ANNOT_UNDERLINE: []}
    for index in range(raw.FPDFPage_GetAnnotCount(page.handle)):
        annotation = raw.FPDFPage_GetAnnot(page.handle, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in boxes:
            boxes[kind] += _quadrangles(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
    placed = [view.place(np.array(boxes[kind], dtype=float).reshape(-1, 4)) for kind in boxes]
    return Marks(rules, *placed)


def _quadrangles(annotation: object) -> Iterator[tuple[float, float, float, float]]:
    points = raw.FS_QUADPOINTSF()
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, ctypes.byref(points)):
            xs = (points.x1, points.x2, points.x3, points.x4)
            ys = (points.y1, points.y2, points.y3, points.y4)
            yield min(xs), min(ys), max(xs), max(ys)


class Faces:
    """Which characters of a page are bold; a font is asked for its weight once."""

    def __init__(self, layer: TextLayer) -> None:
        self.layer = layer
        self.known: dict[int, bool] = {}

    def is_bold(self, char: int) -> bool:
        """Tell whether the font of a character is bold, by its name or weight."""
        item = pdfium.char_object(self.layer.address, char)
        font = pdfium.text_font(item) if item else None
        if not font:
            return False
        if font not in self.known:
            buffer = ctypes.create_string_buffer(256)
            pdfium.font_name(font, ctypes.addressof(buffer), 256)
            name = buffer.value.decode("utf-8", "replace").lower()
            self.known[font] = any(word in name for word in ("bold", "black", "heavy", "negrita"))
        return self.known[font]


def runs_of(layer: TextLayer, words: Words, members: list[int], marks: Marks) -> list[Run]:
    """Return the words of one line as runs: one for each stretch that is printed alike."""
    faces = Faces(layer)
    runs: list[Run] = []
    for word in members:
        for piece in _pieces(layer, words, word, marks, faces):
            if runs and _alike(runs[-1], piece):
                runs[-1] = _joined(runs[-1], piece)
            else:
                runs.append(piece)
    return runs


def _alike(first: Run, second: Run) -> bool:
    return (first.is_bold, first.is_struck, first.is_underlined) == (
        second.is_bold,
        second.is_struck,
        second.is_underlined,
    )


def _joined(first: Run, second: Run) -> Run:
    text = first.text + ("" if second.is_glued else " ") + second.text
    x0, top, x1, bottom = first.box
    box = min(x0, second.box[0]), min(top, second.box[1]), max(x1, second.box[2]), max(bottom, second.box[3])
    return Run(text, box, first.is_bold, first.is_struck, first.is_underlined, first.is_glued)


def _pieces(layer: TextLayer, words: Words, word: int, marks: Marks, faces: Faces) -> Iterator[Run]:
    """Yield a word as it is, or cut where its face changes or a line over it ends."""
    start, text, box = words.starts[word], words.texts[word], words.boxes[word]
    stop = start + len(layer.text[start:].split(None, 1)[0]) if len(text) > 1 else start + 1
    stop = min(stop, start + len(text))
    bold = faces.is_bold(start), faces.is_bold(stop - 1)
    whole = _marked(box[None], marks)[0]
    if bold[0] == bold[1] and not _is_part(box, marks):
        yield _run(text, box, bold[0], whole, False)
        return
    boxes = layer.boxes(list(range(start, stop)))
    states = [(faces.is_bold(start + index), *state) for index, state in enumerate(_marked(boxes, marks))]
    cuts = [0, *(index for index in range(1, len(states)) if states[index] != states[index - 1]), len(states)]
    for first, last in itertools.pairwise(cuts):
        part = np.concatenate([boxes[first:last, :2].min(axis=0), boxes[first:last, 2:].max(axis=0)])
        piece = layer.text[start + first : start + last].translate(FIXED)
        yield _run(piece, part, states[first][0], states[first][1:], first > 0)


def _run(text: str, box: Floats, is_bold: bool, marked: tuple[bool, bool], is_glued: bool) -> Run:
    x0, top, x1, bottom = (float(value) for value in box)
    return Run(text, (x0, top, x1, bottom), is_bold, marked[0], marked[1], is_glued)


def _is_part(box: Floats, marks: Marks) -> bool:
    """Tell whether a line or an annotation ends inside a word."""
    height = box[3] - box[1]
    y = (marks.rules[:, 0] - box[1]) / max(height, 1.0)
    near = marks.rules[(y > STRUCK[0]) & (y < UNDERLINED[1])]
    ends = [near[:, 1], near[:, 2]]
    for boxes in (marks.struck, marks.underlined):
        beside = boxes[(boxes[:, 1] < box[3]) & (boxes[:, 3] > box[1])]
        ends += [beside[:, 0], beside[:, 2]]
    inside = np.concatenate(ends)
    return bool(((inside > box[0] + 1) & (inside < box[2] - 1)).any())


def _marked(boxes: Floats, marks: Marks) -> list[tuple[bool, bool]]:
    """Tell for each box whether it is struck and whether it is underlined."""
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    y = (marks.rules[None, :, 0] - boxes[:, 1, None]) / height[:, None]
    over = (marks.rules[None, :, 1] <= middle[:, None]) & (marks.rules[None, :, 2] >= middle[:, None])
    struck = np.asarray((over & (y > STRUCK[0]) & (y < STRUCK[1])).any(axis=1)) | _covered(boxes, middle, marks.struck)
    under = np.asarray((over & (y >= UNDERLINED[0]) & (y < UNDERLINED[1])).any(axis=1))
    under |= _covered(boxes, middle, marks.underlined)
    return list(zip(struck.tolist(), under.tolist(), strict=True))


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
