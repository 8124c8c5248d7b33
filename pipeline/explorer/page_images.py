"""Pictures of the pages of PDFs, small enough to travel with the explorer: 16 shades of grey, PNG.

Pages are drawn by pdfium and kept in points x SCALE, so a box of `cells` (points from the top left) is a share of the
picture. Of a page larger than MOST_PIXELS the picture is smaller. A page whose text is printed sideways is turned as
the reader turns it, since boxes are those of the turned page. A scan has no text to show this, and is not turned.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from ..read.pdf.guard.document import OpenPage, PdfFile
from ..read.pdf.page.drawing import view_of
from ..read.pdf.page.words import TextLayer
from ..read.pdf.page_reader import FEWEST_CHARS

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


def draw_pages(path: Path, pages: Iterable[int]) -> list[PageImage]:
    """Return the pictures of some pages of a PDF; pages that it does not have are left out.

    Refuses (SourceUnreadable) a file that is no PDF, or that the reader refuses.
    """
    with PdfFile(path) as source:
        turns = {page.number: turns_of(page) for page in source.pages(_there(pages, source.page_count))}
        document = pdfium.PdfDocument(source.bytes)
        try:
            return [_draw_page(document, number, turned) for number, turned in turns.items()]
        finally:
            document.close()


def _there(pages: Iterable[int], page_count: int) -> list[int]:
    return [page for page in pages if 1 <= page <= page_count]


def turns_of(page: OpenPage) -> int:
    """Return the quarter turns to the right by which a page is read otherwise than a viewer shows it."""
    layer = TextLayer(page, view_of(page))
    return (layer.angle() - page.rotation) % 4 if layer.count >= FEWEST_CHARS else 0


def _draw_page(document: pdfium.PdfDocument, number: int, turns: int) -> PageImage:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(SCALE, MOST_PIXELS / max(width, height, 1.0))
        has_area = min(width, height) > 0
        bitmap = page.render(scale=scale, grayscale=True, rotation=90 * turns) if has_area else None
        grey = bitmap.to_pil().convert("L") if bitmap else Image.new("L", (1, 1), 255)
    finally:
        page.close()
    if turns % 2:
        width, height = height, width
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
