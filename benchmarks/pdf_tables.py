"""How fast tables of dense matrix pages are read: pages a second, and ratios measured in the same run.

`python -m benchmarks.pdf_tables [PDF …]`: by default the golden PDFs of a matrix laid out over many pages, drawn on the
spot. Single process; every engine reads the same pages and gives its tables as rows; the best of three rounds counts.
Then a document of 1,000 pages with the peak of memory, and two processes against one.
"""

from __future__ import annotations

import argparse
import ctypes
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pypdfium2.raw as raw
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.tables import tables_of

from .peers import PEERS, is_installed, tables_by

ROUNDS = 3
LONG = 1_000  # pages
FAST = ("tablers",)  # peers that are read in as many rounds


def read_bare(path: Path) -> int:
    """Read a PDF's text with pdfium and nothing else; return its pages."""
    with PdfFile(path) as source:
        for page in source.pages(range(1, source.page_count + 1)):
            count = raw.FPDFText_CountChars(page.text)
            raw.FPDFText_GetText(page.text, 0, count, (ctypes.c_ushort * (count + 1))())
        return source.page_count


def read_ours(path: Path) -> int:
    """Read a PDF's logical tables; return its pages."""
    return int(tables_of(path)["page_count"])


def read_by(peer: str, path: Path) -> int:
    """Read the tables of every page with a peer; return the pages."""
    with PdfFile(path) as source:
        count = source.page_count
    tables_by(peer, path)
    return count


def pages_a_second(read: Callable[[Path], int], paths: list[Path], rounds: int = ROUNDS) -> float:
    """Return the pages a second of processor time, in the fastest of `rounds` rounds over all `paths`."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        pages = sum(read(path) for path in paths)
        best = max(best, pages / (time.process_time() - start))
    return best


def long_copy(path: Path, folder: Path, pages: int) -> Path:
    """Write a PDF that repeats the pages of another one up to `pages`."""
    import pypdfium2

    source, target = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
    while len(target) < pages:
        target.import_pages(source, list(range(min(len(source), pages - len(target)))))
    written = folder / f"long-{pages}.pdf"
    target.save(written)
    return written


def peak_megabytes(path: Path) -> float:
    """Return the peak of memory of a process of its own that reads the tables of a PDF (Linux)."""
    code = (
        "import sys; from pathlib import Path; from directriz.read.pdf.tables import tables_of; "
        "tables_of(sys.argv[1]); "
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    return int(done.stdout) / 1024


def two_against_one(path: Path) -> float:
    """Return how many times faster two processes read the same two documents than one does."""
    read_ours(path)
    start = time.perf_counter()
    read_ours(path), read_ours(path)
    one = time.perf_counter() - start
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(read_ours, [path, path]))
        start = time.perf_counter()
        list(pool.map(read_ours, [path, path]))
    return one / (time.perf_counter() - start)


def main() -> None:
    """Print the speeds, the ratios and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pdf", nargs="*", type=Path)
    parser.add_argument("--no-peers", action="store_true", help="leave the peers of benchmarks.peers out")
    arguments = parser.parse_args()
    golden = Path(__file__).parents[1] / "tests" / "golden" / "pdf_m_row_higher_than_a_page" / "source.pdf"
    paths = arguments.pdf or sorted(Path("raw").glob("*.pdf")) or [golden]
    speeds = {"pdfium's bare text": pages_a_second(read_bare, paths), "directriz": pages_a_second(read_ours, paths)}
    for peer in () if arguments.no_peers else PEERS:
        if is_installed(peer):
            speeds[peer] = pages_a_second(partial(read_by, peer), paths, ROUNDS if peer in FAST else 1)
        else:
            print(f"{peer} is not installed and is left out", file=sys.stderr)
    ours = speeds["directriz"]
    for name, speed in speeds.items():
        print(f"{name:26} {speed:8.1f} pages/s   directriz is {ours / speed:5.2f} times as fast")
    with tempfile.TemporaryDirectory() as folder:
        long = long_copy(paths[0], Path(folder), LONG)
        print(f"{LONG} pages: {pages_a_second(read_ours, [long], 1):.0f} pages/s, peak {peak_megabytes(long):.0f} MB")
        short = long_copy(paths[0], Path(folder), LONG // 10)
        print(f"{LONG // 10} pages: peak {peak_megabytes(short):.0f} MB")
        print(f"two processes are {two_against_one(short):.2f} times as fast as one")


if __name__ == "__main__":
    main()
