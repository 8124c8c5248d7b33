"""Upright watermarks over or under a table: their words are set aside, those of the table are whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from directriz.commands.profile import read_document
from directriz.read.pdf.page.overprinted_words import overprinted
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate
from test_commands_add_draft import HEADER, ROWS, drawn


def draw(path: Path, word: str, size: float, *, is_over: bool) -> Path:
    def mark(canvas: Canvas, _: Any) -> None:
        canvas.saveState()
        canvas.setFont("Helvetica-Bold", size)
        canvas.setFillGray(0.8)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 180, word)
        canvas.restoreState()

    class Over(Canvas):
        def showPage(self) -> None:
            mark(self, None)
            super().showPage()

    document = SimpleDocTemplate(str(path), pagesize=A4, invariant=1)
    table = drawn([HEADER, *ROWS, *ROWS, *ROWS])
    if is_over:
        document.build([table], canvasmaker=Over)
    else:
        document.build([table], onFirstPage=mark)
    return path


@pytest.mark.parametrize(
    ("word", "size", "is_over"),
    [("BORRADOR", 90, True), ("BORRADOR", 90, False), ("DRAFT", 40, True), ("B O R R A D O R", 60, False)],
)
def test_a_watermark_leaves_the_cells_whole(tmp_path: Path, word: str, size: float, is_over: bool) -> None:
    lines = read_document(draw(tmp_path / "plan.pdf", word, size, is_over=is_over)).printed
    rows = [list(line.cells) for line in lines if line.table is not None and not line.spans]
    assert rows == [*ROWS, *ROWS, *ROWS]


def test_a_title_and_an_initial_beside_the_text_stay() -> None:
    text = [(40.0 + 60 * (place % 5), 100.0 + 12 * (place // 5), 90.0 + 60 * (place % 5), 110.0 + 12 * (place // 5))
            for place in range(20)]  # fmt: skip
    title, initial = (40.0, 50.0, 300.0, 90.0), (5.0, 98.0, 38.0, 138.0)
    assert overprinted(np.array([title, initial, *text])) == []
    assert overprinted(np.array([title, (60.0, 95.0, 250.0, 140.0), *text])) == [1]
