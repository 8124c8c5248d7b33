"""Words that a page shows and its own content does not print: fields of forms, typed notes, stamps, signatures.

They are annotations, each with an appearance of its own. pdfium's text layer has none of them. Where one prints words,
all annotations of the page are drawn into its content, in memory, before the page is read: what is typed into a field
is then a word in its place, as on paper. Strikes and underlines, which are annotations too, are noted before.

Cases met: fields of which a viewer makes the appearance (`NeedAppearances`) and typed notes without one (FreeText),
made here by drawing the page once; fields with a value and no appearance, which the page does not show; forms whose
pages are made by the viewer (XFA).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import pypdfium2.raw as raw

from . import pdfium

Said = TypeVar("Said")
Box = tuple[float, float, float, float]  # left, bottom, right, top, in PDF's units

TYPED = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
SAID = {raw.FPDF_ANNOT_WIDGET: b"V", raw.FPDF_ANNOT_FREETEXT: b"Contents"}  # kind → key of what it says
MARKED = (raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_UNDERLINE)
NOT_SHOWN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
DEEPEST = 6  # forms in forms
LONGEST_NAME = 400  # bytes of the name of an attached file
MOST_NAMED = 20  # attached files


@dataclass(frozen=True, slots=True)
class Typed:
    """What the annotations of a page say."""

    marked: dict[int, list[Box]] = field(default_factory=dict)  # boxes of strikes and underlines, by kind
    count: int = 0  # fields, notes and stamps with words, which are now words of the page
    unshown: tuple[str, ...] = ()  # values of fields and texts of notes that have no appearance


NOTHING_TYPED = Typed()


def draw_typed(document: object, number: int, page: object) -> tuple[object, Typed] | None:
    """Draw what is typed on a page into its content; return the page, loaded anew, and what its annotations say.

    None where it has no annotations, or none of them concerns a reader; the page then stays open as it is.
    """
    if not (count := raw.FPDFPage_GetAnnotCount(page)):
        return None
    kinds = list(_each(page, count, raw.FPDFAnnot_GetSubtype))
    if not set(kinds).intersection((*TYPED, *MARKED)):
        return None
    marked: dict[int, list[Box]] = {}
    for kind, boxes in zip(kinds, _each(page, count, _quadrangles), strict=True):
        if kind in MARKED and boxes:
            marked.setdefault(kind, []).extend(boxes)
    if not set(kinds).intersection(TYPED):
        return page, Typed(marked)
    if any(_each(page, count, _value_without_look)):
        _make_looks(page)
    unshown = tuple(value for value in _each(page, count, _value_without_look) if value)
    printing = sum(_each(page, count, _prints_words))
    if not printing or raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page, Typed(marked, 0, unshown)
    raw.FPDF_ClosePage(page)
    return raw.FPDF_LoadPage(document, number - 1), Typed(marked, printing, unshown)


def _each(page: object, count: int, ask: Callable[[object], Said]) -> Iterator[Said]:
    for index in range(count):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        yield ask(annotation)
        raw.FPDFPage_CloseAnnot(annotation)


def _quadrangles(annotation: object) -> list[Box]:
    points, found = raw.FS_QUADPOINTSF(), []
    for index in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, ctypes.byref(points)):
            xs = (points.x1, points.x2, points.x3, points.x4)
            ys = (points.y1, points.y2, points.y3, points.y4)
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _is_shown(annotation: object) -> bool:
    return not raw.FPDFAnnot_GetFlags(annotation) & NOT_SHOWN


def _value_without_look(annotation: object) -> str:
    """Return the value of a field, or the text of a typed note, without an appearance; "" of any other annotation."""
    key = SAID.get(raw.FPDFAnnot_GetSubtype(annotation))
    if key is None or not _is_shown(annotation) or raw.FPDFAnnot_HasKey(annotation, b"AP"):
        return ""
    if raw.FPDFAnnot_GetValueType(annotation, key) != raw.FPDF_OBJECT_STRING:
        return ""
    return " ".join(_told(partial(raw.FPDFAnnot_GetStringValue, annotation, key)).split())


def _told(ask: Callable[[object, int], int]) -> str:
    """Return the text that one of pdfium's functions writes, which say its size if they get no buffer."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", errors="replace")


def _make_looks(page: object) -> None:
    """Have pdfium make the appearances that a document asks its viewer for: it does so when it draws the page."""
    bitmap = raw.FPDFBitmap_Create(1, 1, 0)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, raw.FPDF_ANNOT)
    raw.FPDFBitmap_Destroy(bitmap)


def _prints_words(annotation: object) -> bool:
    """Tell whether an annotation is shown and its appearance prints text."""
    if raw.FPDFAnnot_GetSubtype(annotation) not in TYPED or not _is_shown(annotation):
        return False
    objects = (raw.FPDFAnnot_GetObject(annotation, index) for index in range(raw.FPDFAnnot_GetObjectCount(annotation)))
    return any(_has_text(ctypes.addressof(each.contents), 0) for each in objects if each)


def _has_text(item: int, depth: int) -> bool:
    kind = pdfium.object_type(item)
    if kind != pdfium.FORM or depth >= DEEPEST:
        return bool(kind == pdfium.TEXT)
    inner = (pdfium.form_object(item, index) for index in range(pdfium.count_form_objects(item)))
    return any(_has_text(each, depth + 1) for each in inner)


def is_made_by_viewer(document: object, page_count: int) -> bool:
    """Tell whether a viewer makes the pages of a form from XML: the file's own page only asks for such a viewer."""
    kind = raw.FPDF_GetFormType(document)
    if kind != raw.FORMTYPE_XFA_FOREGROUND or page_count > 1:
        return bool(kind == raw.FORMTYPE_XFA_FULL)
    page = raw.FPDF_LoadPage(document, 0)
    kinds = list(_each(page, raw.FPDFPage_GetAnnotCount(page), raw.FPDFAnnot_GetSubtype)) if page else TYPED
    raw.FPDF_ClosePage(page)
    return raw.FPDF_ANNOT_WIDGET not in kinds


def attached_files(document: object) -> list[str]:
    """Return the names of the first files that are attached to a document."""
    names = []
    for index in range(min(raw.FPDFDoc_GetAttachmentCount(document), MOST_NAMED)):
        file = raw.FPDFDoc_GetAttachment(document, index)
        name = _told(partial(raw.FPDFAttachment_GetName, file)) if file else ""
        names.append(name[:LONGEST_NAME] or "without a name")
    return names
