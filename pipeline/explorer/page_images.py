"""Pictures of the pages of PDFs, small enough to travel with the explorer: 16 shades of grey, PNG.

Pages are drawn by pdfium and kept in points x SCALE, so a box of `cells` (points from the top left) is a share of the
picture. Of a page larger than MOST_PIXELS the picture is smaller; a page turned in the file is shown as it is read.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image

SCALE = 1.8  # pixels a point: 130 dots an inch, small print of a landscape matrix can be read
MOST_PIXELS = 2400  # of the longer side
SHADES = 16
PALETTE = [shade * 255 // (SHADES - 1) for shade in range(SHADES) for _ in "rgb"]


@dataclass(frozen=True, slots=True)
class PageImage:
    """The picture of one page."""

    page: int  # from 1
    width: float  # points
    height: float
    png: bytes


def draw_pages(content: bytes, pages: Iterable[int]) -> list[PageImage]:
    """Return the pictures of some pages of a PDF; pages that it does not have are left out."""
    document = pdfium.PdfDocument(content)
    try:
        return [_draw_page(document, page) for page in pages if 1 <= page <= len(document)]
    finally:
        document.close()


def _draw_page(document: pdfium.PdfDocument, number: int) -> PageImage:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(SCALE, MOST_PIXELS / max(width, height, 1.0))
        grey = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    finally:
        page.close()
    return PageImage(number, round(width, 1), round(height, 1), png_of(grey))


def png_of(grey: Image.Image) -> bytes:
    """Return a grey picture as PNG with 16 shades; the same picture gives the same bytes."""
    step = 255 / (SHADES - 1)
    shades = grey.point([round(value / step) for value in range(256)])
    indexed = Image.frombytes("P", shades.size, shades.tobytes())
    indexed.putpalette(PALETTE)
    buffer = io.BytesIO()
    indexed.save(buffer, format="PNG", bits=4)
    return buffer.getvalue()
