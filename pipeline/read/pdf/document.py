"""Opening a PDF, or refusing it with what is wrong and what to do (exit code 4).

What is refused, each on its own test: a file that is no PDF; one cut off before its end mark (pdfium mends such files
and silently shows fewer pages); no pages; a page tree that loops; encrypted with a password; a page larger than any
paper (200 x 200 m); a stream that inflates to gigabytes; a page with more drawn lines than a table can have; text
whose font has no Unicode map; pages that are images, with no text to read.

A file that opens in pdfium is read, also where other readers see no page in it (a paper whose page tree has a wrong
/Type: pdfminer says 0 pages, pdfium 7).
"""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import pypdfium2.raw as raw

from pipeline.errors import SourceUnreadable
from pipeline.read.pdf import pdfium

OCR_PACKAGES = "tesseract-ocr and tesseract-ocr-spa"
MOST_POINTS = 20_000.0  # a page's side: 7 m; PDF itself ends at 14,400 units
MOST_INFLATED = 256 * 2**20  # bytes of one stream
FLATE_RATIO = 1032  # zlib cannot shrink more than this
STREAM = re.compile(rb"stream\r?\n")
TAIL = 2048


class PdfFile:
    """An open PDF; a context manager. `page_count` is pdfium's count."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.place = self.path.name
        self.bytes = _read(self.path)
        _check_shape(self.bytes, self.place)
        _check_streams(self.bytes, self.place)
        self._document = _open(self.bytes, self.place)
        self.page_count = int(raw.FPDF_GetPageCount(self._document))
        if self.page_count < 1:
            self.close()
            raise SourceUnreadable(self.place, "a PDF without a page", "Fetch the document again.")

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the document back to pdfium; closing twice is harmless."""
        if self._document is not None:
            raw.FPDF_CloseDocument(self._document)
            self._document = None

    def page(self, number: int) -> OpenPage:
        """Return page `number`, from 1; refuses one that pdfium cannot load or that is larger than any paper."""
        return OpenPage(self._document, number, self.place)

    def pages(self, numbers: range | list[int]) -> Iterator[OpenPage]:
        """Yield the pages one by one, each closed before the next: memory does not grow with their number."""
        for number in numbers:
            with self.page(number) as page:
                yield page


class OpenPage:
    """One page and its text layer, as handles of pdfium; a context manager."""

    def __init__(self, document: object, number: int, place: str) -> None:
        self.number = number
        self.place = f"{place} p. {number}"
        self.handle = raw.FPDF_LoadPage(document, number - 1)
        if not self.handle:
            raise SourceUnreadable(
                self.place, "the page cannot be loaded: its page tree is broken or loops", "Fetch the document again."
            )
        self.width = float(raw.FPDF_GetPageWidthF(self.handle))
        self.height = float(raw.FPDF_GetPageHeightF(self.handle))
        self.text = raw.FPDFText_LoadPage(self.handle)
        self.address = ctypes.cast(self.handle, ctypes.c_void_p).value
        self.text_address = ctypes.cast(self.text, ctypes.c_void_p).value
        if max(self.width, self.height) > MOST_POINTS:
            size = f"{self.width * 0.0254 / 72:.0f} x {self.height * 0.0254 / 72:.0f} m"
            self.close()
            raise SourceUnreadable(self.place, f"a page of {size}, larger than any paper", "Check the page's MediaBox.")

    def __enter__(self) -> OpenPage:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the page back to pdfium; closing twice is harmless."""
        if self.handle:
            raw.FPDFText_ClosePage(self.text)
            raw.FPDF_ClosePage(self.handle)
            self.handle = None

    @property
    def rotation(self) -> int:
        """Quarter turns to the right that a viewer gives the page: 0 to 3."""
        return int(raw.FPDFPage_GetRotation(self.handle))

    def visible_box(self) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of what a viewer shows (crop box within media box), in PDF's own units."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self.handle, ctypes.byref(box))
        return box.left, box.bottom, box.right, box.top


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceUnreadable(str(path), "no such file", "Check the name.") from None
    except IsADirectoryError:
        raise SourceUnreadable(str(path), "a folder, not a PDF", "Name a file.") from None
    except PermissionError:
        raise SourceUnreadable(str(path), "may not be read", "Check the file's permissions.") from None


def _check_shape(source: bytes, place: str) -> None:
    if not source:
        raise SourceUnreadable(place, "empty: not a byte in it", "Fetch the document again.")
    if b"%PDF-" not in source[:1024]:
        raise SourceUnreadable(
            place, f"not a PDF (it begins with {source.lstrip()[:8].decode('latin-1')!r})", "Name the document's PDF."
        )
    if b"%%EOF" not in source.rstrip(b"\0\r\n\t ")[-TAIL:]:
        raise SourceUnreadable(
            place, "truncated: the end mark %%EOF is missing, so pages may be, too", "Fetch the document again."
        )


def _check_streams(source: bytes, place: str) -> None:
    """Refuse a stream that inflates beyond `MOST_INFLATED`; only streams that could are tried."""
    for start in STREAM.finditer(source):
        head = source[max(0, start.start() - 400) : start.start()].rpartition(b"obj")[2]
        layers = head.count(b"FlateDecode") + len(re.findall(rb"/Fl\b", head))
        if not layers or b"/Image" in head:
            continue
        end = source.find(b"endstream", start.end())
        size = (end if end > 0 else len(source)) - start.end()
        if size * FLATE_RATIO**layers > MOST_INFLATED and _inflates_beyond(source[start.end() :][:size], layers):
            raise SourceUnreadable(
                place, f"a stream of {size} bytes inflates beyond {MOST_INFLATED // 2**20} MB", "Fetch it again."
            )


def _inflates_beyond(packed: bytes, layers: int) -> bool:
    if layers > 1:
        packed, layers = _inflated_head(packed), 1
    inflater, total = zlib.decompressobj(), 0
    try:
        while packed and total <= MOST_INFLATED:
            total += len(inflater.decompress(packed, 2**20))
            packed = inflater.unconsumed_tail
    except zlib.error:
        return False
    return total > MOST_INFLATED


def _inflated_head(packed: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, 16 * 2**20)
    except zlib.error:
        return b""


def _open(source: bytes, place: str) -> object:
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(source, len(source), None)
    if document:
        return document
    if raw.FPDF_GetLastError() == pdfium.ERROR_PASSWORD:
        raise SourceUnreadable(
            place, "encrypted: it opens with a password only", "Save a copy without the password, then name that."
        )
    raise SourceUnreadable(place, "damaged: pdfium finds no document in it", "Fetch the document again.")
