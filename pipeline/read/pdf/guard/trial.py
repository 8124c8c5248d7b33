"""A trial of a PDF that may need too much time or memory: its pages are loaded in a process of its own, which may die.

pdfium has no limit for what a page draws. If a form draws ten forms that draw ten others, all memory is filled and the
process ends. A file of that kind, or one with streams of many megabytes, is first opened here: each page within
`MOST_SECONDS` of processor time, the process within `MOST_MEMORY`. If the process dies, the file is refused.

This module is run as a program. It imports nothing of the package, and prints the number of each page before loading
it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

MOST_SECONDS = 5
MOST_OBJECTS = 200_000  # a page with more is refused anyway
MOST_MEMORY = 2**29  # bytes, the file itself not counted


def failed_page(path: Path) -> int | None:
    """Return the first page that cannot be loaded within the limits; None where all can."""
    tried = subprocess.run(
        [sys.executable, "-P", __file__, str(path)], capture_output=True, check=False, stdin=subprocess.DEVNULL
    )
    pages = tried.stdout.split()
    return None if tried.returncode == 0 else int(pages[-1]) if pages else 1


def _load_pages(path: str) -> None:
    import pypdfium2.raw as raw

    source = Path(path).read_bytes()
    most = MOST_MEMORY + 2 * len(source)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    raw.FPDF_InitLibrary()
    document = raw.FPDF_LoadMemDocument64(source, len(source), None)
    for index in range(raw.FPDF_GetPageCount(document) if document else 0):
        sys.stdout.write(f"{index + 1}\n")
        sys.stdout.flush()
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + MOST_SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        page = raw.FPDF_LoadPage(document, index)
        if page and raw.FPDFPage_CountObjects(page) <= MOST_OBJECTS:
            raw.FPDFText_ClosePage(raw.FPDFText_LoadPage(page))
        raw.FPDF_ClosePage(page)


if __name__ == "__main__":
    _load_pages(sys.argv[1])
