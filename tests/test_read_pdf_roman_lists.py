"""Lists of Roman numbers on a page: each item is a paragraph of its own, whatever stands behind its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from directriz.language import language_of
from directriz.read.pdf.printed import read_printed
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

ITEMS = ("Respeto de la dignidad.", "No discriminación por origen.", "Interés superior de la niñez.")
MARKS = ("{}", "{}.", "{}º", "{}.º", "({})")


@pytest.mark.parametrize("mark", MARKS)
def test_the_first_item_is_no_part_of_the_heading(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "draft.pdf"
    canvas = Canvas(str(path), pagesize=LETTER, invariant=1)
    wanted = [f"{mark.format(number)} {item}" for number, item in zip(("i", "ii", "iii"), ITEMS, strict=True)]
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(78, 700, "PRINCIPIOS")
    canvas.setFont("Helvetica", 10)
    for place, text in enumerate(wanted, 1):
        canvas.drawString(78, 700 - 18 * place, text)
    canvas.save()
    lines = read_printed(path, path.name, language_of("es")).lines
    assert [line.cells[0] for line in lines] == ["PRINCIPIOS", *wanted]
