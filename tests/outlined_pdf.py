"""A PDF whose letters are turned into outlines, as programs for drawing and printing do it: no text is left in it."""

from __future__ import annotations

import ctypes
import io
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def outlined_pdf(content: bytes) -> bytes:
    """Return a PDF with every letter drawn as a filled path; rules and pictures stay."""
    with pdfium.PdfDocument(content) as document:
        for page in document:
            _outline(page)
        written = io.BytesIO()
        document.save(written)
    return written.getvalue()


def _outline(page: pdfium.PdfPage) -> None:
    text = page.get_textpage()
    paths = [path for at in range(text.count_chars()) if (path := _letter(text.raw, at)) is not None]
    text.close()
    for item in [item for item in page.get_objects() if item.type == raw.FPDF_PAGEOBJ_TEXT]:
        page.remove_obj(item)
    for path in paths:
        raw.FPDFPage_InsertObject(page.raw, path)
    page.gen_content()


def _letter(text: Any, at: int) -> Any:
    """Return the outline of one character, where it stands; None for white space."""
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, at, x, y)
    item = raw.FPDFText_GetTextObject(text, at)
    if not item:
        return None
    font, size = raw.FPDFTextObj_GetFont(item), raw.FPDFText_GetFontSize(text, at)
    glyph = raw.FPDFFont_GetGlyphPath(font, raw.FPDFText_GetUnicode(text, at), size)
    if not glyph or raw.FPDFGlyphPath_CountGlyphSegments(glyph) < 1:
        return None
    path = raw.FPDFPageObj_CreateNewPath(0, 0)
    waiting: list[tuple[float, float]] = []
    for number in range(raw.FPDFGlyphPath_CountGlyphSegments(glyph)):
        segment = raw.FPDFGlyphPath_GetGlyphPathSegment(glyph, number)
        dx, dy = ctypes.c_float(), ctypes.c_float()
        raw.FPDFPathSegment_GetPoint(segment, dx, dy)
        waiting.append((x.value + size * dx.value, y.value + size * dy.value))  # a glyph is one em high
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO and len(waiting) < 3:
            continue
        draw = {raw.FPDF_SEGMENT_MOVETO: raw.FPDFPath_MoveTo, raw.FPDF_SEGMENT_LINETO: raw.FPDFPath_LineTo}
        draw.get(kind, raw.FPDFPath_BezierTo)(path, *(number for point in waiting for number in point))
        waiting.clear()
        if raw.FPDFPathSegment_GetClose(segment):
            raw.FPDFPath_Close(path)
    raw.FPDFPath_SetDrawMode(path, raw.FPDF_FILLMODE_WINDING, False)
    return path
