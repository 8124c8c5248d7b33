"""No warning of numpy reaches the user: what it would warn of (a mean of nothing, a division by zero) is no value."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from directriz.errors import SourceUnreadable
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.tables import tables_of
from reportlab.pdfgen.canvas import Canvas

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(folder.name for folder in GOLDEN.glob("pdf_*"))[::6]  # eight typesetters' files


@pytest.mark.parametrize("name", NAMES)
def test_golden_documents_are_read_without_a_warning(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        assert tables_of(GOLDEN / name / "source.pdf")["tables"]


def _odd(path: Path) -> Path:
    """Write pages on which hardly anything stands: none, a rule, three rules, a box, one word between two rules."""
    canvas = Canvas(str(path), pagesize=(300, 300))
    canvas.drawString(50, 250, "Plan")
    for lines in ((), (200,), (200, 150, 100)):
        for y in lines:
            canvas.line(50, y, 250, y)
        canvas.showPage()
    canvas.rect(50, 50, 200, 100)
    canvas.showPage()
    for x in (50, 150, 250):
        canvas.line(x, 50, x, 200)
    canvas.drawString(60, 120, "Plan")
    canvas.showPage()
    for y in (200, 180, 100):
        canvas.line(50, y, 250, y)
    canvas.drawString(60, 185, "Plan")
    canvas.showPage()
    canvas.save()
    return path


def test_pages_on_which_hardly_anything_stands_are_read_without_a_warning(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        path = _odd(tmp_path / "odd.pdf")
        assert tables_of(path)["tables"] == []
        try:
            read_printed(path, "odd.pdf")
        except SourceUnreadable as refusal:
            pytest.fail(str(refusal))
