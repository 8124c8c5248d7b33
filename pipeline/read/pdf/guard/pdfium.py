"""pdfium's C functions, called in the fastest way that ctypes has: plain integers and addresses, the GIL kept.

A page needs some thousand calls, and most of the time is spent on the calls themselves. The prototypes of
`pypdfium2.raw` check the type of every pointer. The functions here take addresses into one buffer instead, and numpy
reads that buffer afterwards.
Signatures: pdfium's fpdfview.h, fpdf_text.h and fpdf_edit.h.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_int, c_void_p
from typing import Any

import pypdfium2.raw as raw

Call = Callable[..., Any]

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5  # FPDF_PAGEOBJ_*
LINE_TO, BEZIER_TO, MOVE_TO = 0, 1, 2  # FPDF_SEGMENT_*
STRIKEOUT = 12  # FPDF_ANNOT_STRIKEOUT
ERROR_PASSWORD = 4  # FPDF_ERR_PASSWORD

# Buffers. ctypes makes the type of an array anew where none is alive: that costs more than a call and leaves a circle.
FloatBuffer, DoubleBuffer, NumberBuffer = ctypes.c_float * 8, ctypes.c_double * 4, ctypes.c_uint * 4


def _bound(name: str, result: Any, *arguments: Any) -> Call:
    address = ctypes.cast(getattr(raw, name), c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


get_object = _bound("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
count_objects = _bound("FPDFPage_CountObjects", c_int, c_void_p)
object_type = _bound("FPDFPageObj_GetType", c_int, c_void_p)
object_bounds = _bound("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
object_matrix = _bound("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
fill_colour = _bound("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
stroke_colour = _bound("FPDFPageObj_GetStrokeColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
form_object = _bound("FPDFFormObj_GetObject", c_void_p, c_void_p, ctypes.c_ulong)
count_form_objects = _bound("FPDFFormObj_CountObjects", c_int, c_void_p)
draw_mode = _bound("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
count_segments = _bound("FPDFPath_CountSegments", c_int, c_void_p)
path_segment = _bound("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
segment_point = _bound("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
segment_type = _bound("FPDFPathSegment_GetType", c_int, c_void_p)
segment_closes = _bound("FPDFPathSegment_GetClose", c_int, c_void_p)
clip_path = _bound("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_clips = _bound("FPDFClipPath_CountPaths", c_int, c_void_p)
count_clip_segments = _bound("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
clip_segment = _bound("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)
loose_box = _bound("FPDFText_GetLooseCharBox", None, c_void_p, c_int, c_void_p)  # called most; its result costs a sixth
tight_box = _bound("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
get_text = _bound("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
count_chars = _bound("FPDFText_CountChars", c_int, c_void_p)
char_unicode = _bound("FPDFText_GetUnicode", ctypes.c_uint, c_void_p, c_int)
char_unmapped = _bound("FPDFText_HasUnicodeMapError", c_int, c_void_p, c_int)
char_angle = _bound("FPDFText_GetCharAngle", ctypes.c_float, c_void_p, c_int)
char_origin = _bound("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
char_matrix = _bound("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
font_size = _bound("FPDFText_GetFontSize", ctypes.c_double, c_void_p, c_int)
char_object = _bound("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
text_font = _bound("FPDFTextObj_GetFont", c_void_p, c_void_p)
font_name = _bound("FPDFFont_GetBaseFontName", ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
font_weight = _bound("FPDFFont_GetWeight", c_int, c_void_p)
text_mode = _bound("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
count_marks = _bound("FPDFPageObj_CountMarks", c_int, c_void_p)
mark = _bound("FPDFPageObj_GetMark", c_void_p, c_void_p, ctypes.c_ulong)
mark_name = _bound("FPDFPageObjMark_GetName", c_int, c_void_p, c_void_p, ctypes.c_ulong, c_void_p)
