"""The program that asks pdfplumber and camelot, run in a process with limits (`guard/limited.py`).

A question: `{"engine": "plumber" | "stream", "path": …, "page": 3, "corners": [x0, y0, x1, y1]}`, corners in points of
PDF (y from the foot), for `stream` only. The answer of `plumber`: for each table its cells as [x0, top, x1, bottom]; of
`stream`: for each table its columns and rows. null where the engine cannot open the page: pdfium could.

It imports nothing of the package; the folder of `limited.py` is put on the path.
"""

from __future__ import annotations

import logging
import struct
import sys
from pathlib import Path
from typing import Any

FAILURES = (
    *(ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, ArithmeticError, OSError),
    *(RuntimeError, MemoryError, struct.error),  # endless nesting; fonts cut off (pdfminer's CID maps)
)


def plumber_tables(question: dict[str, Any]) -> list[Any]:
    """Return the cells of each table that pdfplumber sees on a page."""
    import pdfplumber

    with pdfplumber.open(question["path"], pages=[question["page"]]) as source:
        found = [table.cells for sheet in source.pages for table in sheet.find_tables()]
        for sheet in source.pages:
            sheet.close()
    return [[[float(side) for side in cell] for cell in cells] for cells in found if cells]


def stream_tables(question: dict[str, Any]) -> list[Any]:
    """Return the columns and rows of each table that camelot's stream parser sees in an area."""
    from camelot.io import read_pdf

    logging.getLogger("camelot").setLevel(logging.ERROR)
    area = ",".join(f"{corner:.1f}" for corner in question["corners"])
    tables = read_pdf(
        question["path"], pages=str(question["page"]), flavor="stream", suppress_stdout=True, table_areas=[area]
    )
    return [[_floats(table.cols), _floats(table.rows)] for table in tables if len(table.cols) > 1]


def _floats(pairs: Any) -> list[list[float]]:
    return [[float(value) for value in pair] for pair in pairs]


def answer(question: dict[str, Any]) -> list[Any] | None:
    """Return the tables that an engine sees, None where it cannot open the page."""
    from pdfplumber.utils.exceptions import PdfminerException

    ask = plumber_tables if question["engine"] == "plumber" else stream_tables
    try:
        return ask(question)
    except (*FAILURES, PdfminerException):
        return None


def _answer_questions() -> None:
    """Load the engines first: what they need to start is no part of a question's memory."""
    import pdfplumber  # noqa: F401

    sys.path.insert(0, str(Path(__file__).parents[1] / "guard"))
    from limited import answer_questions  # type: ignore[import-not-found]

    del sys.path[0]
    answer_questions(answer)


if __name__ == "__main__":
    _answer_questions()
