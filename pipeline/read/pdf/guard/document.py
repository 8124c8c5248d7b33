"""Opening a PDF, or refusing it with what is wrong and what to do (exit code 4).

What is refused; each has a test:
- a file that is not a PDF, has no pages, or whose page tree loops;
- a file cut off before its end mark: pdfium would mend it and show fewer pages without a word;
- an encrypted file, without its password or with a wrong one;
- a page larger than any paper (met: 200 x 200 m), or with more drawn objects or characters than a table can have;
- a stream that unpacks to gigabytes (`stream_sizes`), or a page that takes all memory or all time to load (`trial`);
- a form whose pages are made from XML by the viewer (XFA): its own page says "Please wait".

A file that pdfium opens is read, even if other readers see no page in it (a paper whose page tree has a wrong /Type:
pdfminer counts 0 pages, pdfium 7).
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from tempfile import NamedTemporaryFile, gettempdir
from types import TracebackType

import pypdfium2.raw as raw

from ....errors import SourceUnreadable
from ....store import is_running
from . import pdfium, trial
from . import stream_sizes as streams
from .typed_words import NOTHING_TYPED, Typed, attached_files, draw_typed, is_made_by_viewer

MOST_POINTS = 20_000.0  # a page's side: 7 m; PDF itself ends at 14,400 units
MOST_CHARS = 300_000  # of one page; a densely printed poster has about 50,000
MOST_OBJECTS = 200_000  # drawn on a page; the densest table met has some 5,000
LINEARISED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})\b")
SLACK = 64  # bytes: white space at the end is lost on the way
REOPENED = 100  # pages after which the document is opened anew; of a long one, a twentieth
ZIP = b"PK\x03\x04"  # its first file may be a PDF that pdfium would read
MOST_OPENED = 20
TAIL = 2048
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")  # of the web; a drive has one letter
COPY = "directriz-"  # names of copies without encryption begin so; then comes the id of the process


@dataclass(frozen=True, slots=True)
class EncryptedPdf:
    """The path of a PDF and the password that opens it. It is accepted wherever the path of a PDF is."""

    path: str | Path
    password: str = field(repr=False)


PdfPath = str | Path | EncryptedPdf


class PdfFile:
    """An open PDF; a context manager. `page_count` is pdfium's count, `sha256` the hash of the file `named`.

    An encrypted file is copied without its encryption, and the copy exists as long as the file is open. Only its owner
    may read the copy; other engines need it. `path` and `bytes` are then those of the copy.
    """

    def __init__(self, path: PdfPath) -> None:
        self.named = Path(path.path if isinstance(path, EncryptedPdf) else path)
        self.path = self.named
        self.place = self.named.name
        self.bytes = _read(self.named)
        self._copy = None
        _check_shape(self.bytes, self.place)
        self.sha256 = hashlib.sha256(self.bytes).hexdigest()
        if isinstance(path, EncryptedPdf) and _needs_password(self.bytes):
            self.bytes = _without_encryption(self.bytes, path.password, self.place)
            _remove_orphans()
            prefix = f"{COPY}{os.getpid()}-"
            self._copy = NamedTemporaryFile(prefix=prefix, suffix=".pdf")  # noqa: SIM115 - closed by close()
            self._copy.write(self.bytes)
            self._copy.flush()
            self.path = Path(self._copy.name)
        _check_load(self.bytes, self.path, self.place)
        self._document = _open(self.bytes, self.place)
        self._typed: dict[int, Typed] = {}
        self.page_count = int(raw.FPDF_GetPageCount(self._document))
        if self.page_count < 1:
            self.close()
            raise SourceUnreadable(self.place, "a PDF without a page", "Fetch the document again.")
        if is_made_by_viewer(self._document, self.page_count):
            self.close()
            raise SourceUnreadable(
                self.place,
                "a form of the kind XFA: a viewer makes its pages from XML, and the file has none of their words",
                "Open it in Adobe Reader and print it as PDF.",
            )

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the document back to pdfium and delete its copy; closing twice is harmless."""
        self._close_document()
        if self._copy is not None:
            self._copy.close()
            self._copy = None

    def _close_document(self) -> None:
        if self._document is not None:
            raw.FPDF_CloseDocument(self._document)
            self._document = None

    def said(self, key: str) -> str:
        """Return what the file's metadata say under a key (`Title`, `Author`); "" where nothing."""
        size = raw.FPDF_GetMetaText(self._document, key.encode("ascii"), None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDF_GetMetaText(self._document, key.encode("ascii"), buffer, size)
        return " ".join(buffer.raw[: max(size - 2, 0)].decode("utf-16-le", errors="replace").split())

    def attached(self) -> list[str]:
        """Return the names of the files that are attached to the document."""
        return attached_files(self._document)

    def cut_drawings(self) -> int:
        """Return how many drawings of pages or forms end amid their data."""
        return streams.cut_drawings(self.bytes)

    def page(self, number: int) -> OpenPage:
        """Return page `number`, from 1; refuses one that pdfium cannot load or that is larger than any paper."""
        return OpenPage(self._document, number, self.place, self._typed)

    def pages(self, numbers: range | list[int]) -> Iterator[OpenPage]:
        """Yield the pages one by one; each is closed before the next one, and the document is sometimes opened anew.

        So memory hardly grows with the number of pages: pdfium keeps every object that it has read from an open
        document. To open it costs time in proportion to its length, so a document is opened some twenty times at most.
        """
        often = max(REOPENED, len(numbers) // MOST_OPENED)
        for count, number in enumerate(numbers):
            if count and count % often == 0:
                self._close_document()
                self._document = _open(self.bytes, self.place)
            with self.page(number) as page:
                yield page


class OpenPage:
    """One page and its text layer, as handles of pdfium; a context manager."""

    def __init__(self, document: object, number: int, place: str, typed: dict[int, Typed] | None = None) -> None:
        self.number = number
        self.place = f"{place} p. {number}"
        self.handle = raw.FPDF_LoadPage(document, number - 1)
        self.typed = NOTHING_TYPED
        if self.handle and typed is not None:  # a page that was drawn into before has no annotation any more
            if drawn := draw_typed(document, number, self.handle):
                self.handle, typed[number] = drawn
            self.typed = typed.get(number, NOTHING_TYPED)
        if not self.handle:
            raise SourceUnreadable(
                self.place, "the page cannot be loaded: its page tree is broken or loops", "Fetch the document again."
            )
        if (count := raw.FPDFPage_CountObjects(self.handle)) > MOST_OBJECTS:
            raw.FPDF_ClosePage(self.handle)
            raise SourceUnreadable(self.place, f"{count} objects are drawn on the page", "No table has as many.")
        self.width = float(raw.FPDF_GetPageWidthF(self.handle))
        self.height = float(raw.FPDF_GetPageHeightF(self.handle))
        self.text = raw.FPDFText_LoadPage(self.handle)
        if (count := raw.FPDFText_CountChars(self.text)) > MOST_CHARS:
            self.close()
            raise SourceUnreadable(self.place, f"{count} characters on one page", "No page that is read has as many.")
        self.address = ctypes.addressof(self.handle.contents)  # `ctypes.cast` would leave a circle of references
        self.text_address = ctypes.addressof(self.text.contents) if self.text else None
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
    def annotation_count(self) -> int:
        """Notes, links and fields of forms on the page, those left out that were drawn into it."""
        return max(int(raw.FPDFPage_GetAnnotCount(self.handle)), 0)

    @property
    def rotation(self) -> int:
        """Quarter turns to the right that a viewer gives the page: 0 to 3."""
        return int(raw.FPDFPage_GetRotation(self.handle))

    def visible_box(self) -> tuple[float, float, float, float]:
        """Return left, bottom, right, top of what a viewer shows (crop box within media box), in PDF's own units."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(self.handle, ctypes.byref(box))
        return box.left, box.bottom, box.right, box.top


def _remove_orphans() -> None:
    """Delete the copies without encryption that killed processes left in the temporary folder."""
    for copy in Path(gettempdir()).glob(f"{COPY}*.pdf"):
        maker = copy.name.removeprefix(COPY).partition("-")[0]
        if maker.isdigit() and not is_running(int(maker)):
            with suppress(OSError):  # another user's, or gone meanwhile
                copy.unlink()


def _read(path: Path) -> bytes:
    try:
        if not (S_ISREG(mode := path.stat().st_mode) or S_ISDIR(mode)):
            raise SourceUnreadable(str(path), "a pipe or a device, no file", "Copy its content into a file.")
        return path.read_bytes()
    except FileNotFoundError:
        if address := ADDRESS.match(str(path)):
            remedy = "Download the file and name it; in a workspace, `directriz add URL` does so."
            place = f"{address[0]}/{str(path)[address.end() :]}"  # a Path makes one slash of the two
            raise SourceUnreadable(place, "a web address, and only files are opened", remedy) from None
        raise SourceUnreadable(str(path), "no such file", "Check the name.") from None
    except IsADirectoryError:
        raise SourceUnreadable(str(path), "a folder, not a PDF", "Name a file.") from None
    except PermissionError:
        raise SourceUnreadable(str(path), "may not be read", "Check the file's permissions.") from None
    except OSError as error:  # a loop of links, a damaged disk
        raise SourceUnreadable(
            str(path), f"cannot be read: {error.strerror}", "Correct the path or the link."
        ) from None


def _check_shape(source: bytes, place: str) -> None:
    if not source:
        raise SourceUnreadable(place, "empty: not a byte in it", "Fetch the document again.")
    if source.startswith(ZIP):
        raise SourceUnreadable(place, "a ZIP file, not a PDF", "Unpack it, and name a file that was in it.")
    if b"%PDF-" not in source[:1024]:
        raise SourceUnreadable(
            place,
            f"not a PDF (it begins with {source.lstrip()[:8].decode('latin-1')!r})",
            "Save it as PDF.",
        )
    whole = LINEARISED.search(source[:1024])
    if whole is not None and int(whole[1]) > len(source) + SLACK:
        raise SourceUnreadable(
            place, f"truncated: {len(source)} of {int(whole[1])} bytes are there", "Fetch the document again."
        )
    if b"%%EOF" not in source.rstrip(b"\0\r\n\t ")[-TAIL:]:
        raise SourceUnreadable(
            place, "truncated: the end mark %%EOF is missing, so pages may be, too", "Fetch the document again."
        )


def _check_load(source: bytes, path: Path, place: str) -> None:
    """Refuse a stream that unpacks to more than the limit, and a page that needs more than the limits to load."""
    load = streams.load_of(source)
    if load.bomb is not None:
        most = streams.MOST_UNPACKED // 2**20
        raise SourceUnreadable(
            place,
            f"a stream of {load.bomb} bytes unpacks beyond {most} MB: no document needs as much",
            "Fetch the document again, or print it anew.",
        )
    if load.is_heavy and (page := trial.failed_page(path)) is not None:
        raise SourceUnreadable(
            f"{place} p. {page}",
            f"the page takes more than {trial.MOST_SECONDS} s or {trial.MOST_MEMORY // 2**20} MB to load",
            "It draws the same without end, or far too much: leave the page out, or print the document anew.",
        )


def _needs_password(source: bytes) -> bool:
    raw.FPDF_InitLibrary()
    if document := raw.FPDF_LoadMemDocument64(source, len(source), None):
        raw.FPDF_CloseDocument(document)
        return False
    return int(raw.FPDF_GetLastError()) == pdfium.ERROR_PASSWORD


def _without_encryption(source: bytes, password: str, place: str) -> bytes:
    """Return an encrypted PDF without its encryption; refuses (SourceUnreadable) a password that does not open it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source, password=password)
    except pypdfium2.PdfiumError:
        if raw.FPDF_GetLastError() != pdfium.ERROR_PASSWORD:
            raise _damaged(place) from None
        raise SourceUnreadable(
            place, "encrypted: the password does not open it", "Give the password that opens it in a viewer."
        ) from None
    target = io.BytesIO()
    try:
        document.save(target, flags=raw.FPDF_REMOVE_SECURITY)
    finally:
        document.close()
    return target.getvalue()


def _open(source: bytes, place: str) -> object:
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(source, len(source), None)
    if document:
        return document
    if raw.FPDF_GetLastError() == pdfium.ERROR_PASSWORD:
        raise SourceUnreadable(
            place,
            "encrypted: it opens with a password only",
            "Give the password: --password on the command line, password= in Python.",
        )
    raise _damaged(place)


def _damaged(place: str) -> SourceUnreadable:
    return SourceUnreadable(place, "damaged: pdfium finds no document in it", "Fetch the document again.")
