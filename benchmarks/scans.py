"""How much of a table a scan of it gives back: `python -m benchmarks.scans PDF… [--dpi 200 300] [--show]`.

Each PDF is drawn, page by page, as a scanner would give it back (grey, askew, with noise, JPEG), and read with nothing
but those pictures; every cell of every table, headers included, is compared with what the PDF itself gives. Needs the
Debian packages tesseract-ocr and tesseract-ocr-spa.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pypdfium2 as pdfium
from directriz.read.pdf.tables import tables_of
from PIL import Image
from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True, slots=True)
class Scanner:
    """How pages are scanned."""

    dpi: int = 200
    skew: float = 0.3  # degrees
    noise: float = 8.0  # standard deviation, of 255
    quality: int = 60  # JPEG
    turns: int = 0  # quarter turns to the right


def write_scan(source: Path, target: Path, scanner: Scanner) -> None:
    """Write the pages of a PDF as pictures into another one; the same scanner gives the same picture."""
    chance = np.random.default_rng(1)
    document = pdfium.PdfDocument(source)
    pages = [
        _scanned(document[index].render(scale=scanner.dpi / 72), scanner, chance) for index in range(len(document))
    ]
    document.close()
    pages[0].save(
        target, "PDF", resolution=scanner.dpi, save_all=True, append_images=pages[1:], quality=scanner.quality
    )


def _scanned(bitmap: pdfium.PdfBitmap, scanner: Scanner, chance: np.random.Generator) -> Image.Image:
    grey = np.rot90(np.asarray(bitmap.to_pil().convert("L")), -scanner.turns)
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.skew, 1.0)
    askew = cv2.warpAffine(np.ascontiguousarray(grey), turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=255)
    noisy = np.clip(askew + chance.normal(0, scanner.noise, askew.shape), 0, 255).astype(np.uint8)
    packed = io.BytesIO()
    Image.fromarray(noisy).save(packed, "JPEG", quality=scanner.quality)
    return Image.open(packed)


@dataclass(frozen=True, slots=True)
class Score:
    """What of the tables came back."""

    cells: int
    right: int
    letters: int
    errors: int  # edits of characters, in cells that stand at the same place; None of the others' letters counts
    same_shape: bool  # as many tables, rows and columns
    seconds_a_page: float
    wrong: tuple[tuple[str, str], ...]  # as printed, as read


def compare(printed: dict[str, Any], read: dict[str, Any], seconds_a_page: float) -> Score:
    """Return the score of tables read from a scan, cell by cell; where the shape differs, cells count by their text."""
    truth, found = _rows(printed), _rows(read)
    cells = [cell for row in truth for cell in row]
    if [len(row) for row in truth] != [len(row) for row in found]:
        shared = Counter(cells) & Counter(cell for row in found for cell in row)
        return Score(len(cells), shared.total(), 0, 0, False, seconds_a_page, ())
    pairs = list(zip(cells, (cell for row in found for cell in row), strict=True))
    wrong = tuple(pair for pair in pairs if pair[0] != pair[1])
    errors = sum(Levenshtein.distance(*pair) for pair in wrong)
    return Score(len(pairs), len(pairs) - len(wrong), sum(map(len, cells)), errors, True, seconds_a_page, wrong)


def _rows(tables: dict[str, Any]) -> list[list[str]]:
    return [
        cells for table in tables["tables"] for cells in (table["header"], *(row["cells"] for row in table["rows"]))
    ]


def score_scan(path: Path, scanner: Scanner) -> Score:
    """Return how much of a PDF's tables its scan gives back."""
    printed = tables_of(path)
    with tempfile.TemporaryDirectory() as folder:
        scan = Path(folder) / path.name
        write_scan(path, scan, scanner)
        start = time.perf_counter()
        read = tables_of(scan)
        seconds = time.perf_counter() - start
    return compare(printed, read, seconds / printed["page_count"])


def main() -> None:
    """Print a line for each PDF and resolution."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pdfs", type=Path, nargs="+")
    parser.add_argument("--dpi", type=int, nargs="+", default=[200, 300])
    parser.add_argument("--skew", type=float, default=0.3)
    parser.add_argument("--show", action="store_true", help="print the cells that differ")
    wanted = parser.parse_args()
    for path in wanted.pdfs:
        for dpi in wanted.dpi:
            score = score_scan(path, Scanner(dpi, wanted.skew))
            shape = "" if score.same_shape else ", other rows or columns"
            letters = f", {score.errors / score.letters:.2%} of characters wrong" if score.letters else ""
            print(f"{path.name:28} {dpi} dpi  {score.right} of {score.cells} cells ({score.right / score.cells:.2%})"
                  f"{letters}{shape}, {score.seconds_a_page:.1f} s a page", flush=True)  # fmt: skip
            for pair in score.wrong if wanted.show else ():
                print(f"    {pair[0]!r}\n    {pair[1]!r}")


if __name__ == "__main__":
    main()
