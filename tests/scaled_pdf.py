"""A PDF drawn larger or smaller: page, type and rules by one factor, as a plotter or a reduced print gives it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw


def write_scaled(source: Path, factor: float, target: Path) -> Path:
    """Write the pages of a PDF, each `factor` times as large, and return where."""
    document = pdfium.PdfDocument(source)
    matrix = raw.FS_MATRIX(factor, 0, 0, factor, 0, 0)
    for page in document:
        boxes = page.get_mediabox(), page.get_cropbox()
        clip = raw.FS_RECTF(-1e5, 1e5, 1e5, -1e5)
        raw.FPDFPage_TransFormWithClip(page.raw, matrix, clip)
        raw.FPDFPage_TransformAnnots(page.raw, factor, 0, 0, factor, 0, 0)
        page.set_mediabox(*(value * factor for value in boxes[0]))
        page.set_cropbox(*(value * factor for value in boxes[1]))
    document.save(target)
    document.close()
    return target
