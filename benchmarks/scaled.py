"""Whether the golden PDFs come out the same at every size: `python -m benchmarks.scaled [FACTOR …]`.

Prints, for each factor by which page, type and rules are scaled, how many of the golden PDFs give the tables that are
written down, and the names of those that don't. Exits 1 where one doesn't.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from directriz.read.pdf.tables import tables_of

from tests.scaled_pdf import write_scaled

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
FACTORS = (0.33, 0.5, 0.7, 1.0, 1.4, 2.0, 3.0, 4.0)
KEPT = ("pages", "header", "rows")


def differing(folders: Sequence[Path], factor: float, scratch: Path) -> list[str]:
    """Return the names of the golden PDFs whose tables differ where the page is scaled by a factor."""
    wrong = []
    for folder in folders:
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        found = tables_of(write_scaled(folder / "source.pdf", factor, scratch / "scaled.pdf"))["tables"]
        if [{key: table[key] for key in KEPT} for table in found] != expected:
            wrong.append(folder.name)
    return wrong


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the golden PDFs that differ at each factor."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("factors", type=float, nargs="*", default=list(FACTORS), metavar="FACTOR")
    folders = sorted(GOLDEN.glob("pdf_*"))
    is_wrong = False
    with tempfile.TemporaryDirectory() as scratch:
        for factor in parser.parse_args(arguments).factors:
            wrong = differing(folders, factor, Path(scratch))
            is_wrong |= bool(wrong)
            print(f"{factor:5.2f}: {len(folders) - len(wrong)} of {len(folders)} the same", *wrong)
    return int(is_wrong)


if __name__ == "__main__":
    raise SystemExit(main())
