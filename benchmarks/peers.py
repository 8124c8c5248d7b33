"""Other readers of tables in PDFs that this one is measured against.

None of them downloads weights. pdfplumber and camelot are dependencies of the package; tablers, PyMuPDF and pdf_oxide
are not, and a benchmark says which of them is missing (`pip install tablers pymupdf pdf_oxide`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Rows = list[list[str | None]]
Tables = Iterator[tuple[int, Rows]]  # page, from 1, and rows; None = covered by a merged cell


def _pdfplumber(path: Path) -> Tables:
    import pdfplumber

    with pdfplumber.open(path) as source:
        for sheet in source.pages:
            yield from ((sheet.page_number, table) for table in sheet.extract_tables())
            sheet.close()


def _camelot(path: Path) -> Tables:
    from camelot.io import read_pdf

    for table in read_pdf(str(path), pages="all", flavor="lattice", engine="vector", suppress_stdout=True):
        yield int(table.page), table.df.to_numpy().tolist()


def _tablers(path: Path) -> Tables:
    import tablers  # type: ignore[import-not-found]

    with closing(tablers.Document(path)) as source:
        for number, page in enumerate(source.pages(), start=1):
            for table in tablers.find_tables(page, extract_text=True):
                yield number, [[cell.text for cell in row] for row in table.to_list()]


def _pymupdf(path: Path) -> Tables:
    import pymupdf  # type: ignore[import-not-found]

    with pymupdf.open(path) as source:
        for number, page in enumerate(source, start=1):
            yield from ((number, table.extract()) for table in page.find_tables().tables)


def _pdf_oxide(path: Path) -> Tables:
    import pdf_oxide  # type: ignore[import-not-found]

    source = pdf_oxide.PdfDocument(str(path))
    for index in range(source.page_count()):
        yield from ((index + 1, [_texts(row) for row in table["rows"]]) for table in source.extract_tables(index))


def _texts(row: dict[str, Any]) -> list[str | None]:
    return [cell["text"] for cell in row["cells"]]


PEERS: dict[str, Callable[[Path], Tables]] = {
    "pdfplumber": _pdfplumber,
    "camelot": _camelot,
    "tablers": _tablers,
    "pymupdf": _pymupdf,
    "pdf_oxide": _pdf_oxide,
}
FAULTS = (ArithmeticError, AttributeError, LookupError, OSError, RuntimeError, TypeError, ValueError)  # of a peer


def is_installed(peer: str) -> bool:
    """Tell whether a peer is there."""
    return find_spec(peer) is not None


def tables_by(peer: str, path: Path) -> list[tuple[int, Rows]]:
    """Return the tables that a peer finds in a PDF with its usual settings: page, from 1, and rows."""
    return list(PEERS[peer](path))
