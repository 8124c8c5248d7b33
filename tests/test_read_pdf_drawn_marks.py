"""Bullets that are drawn and not printed (page/drawn_marks.py)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from directriz.read.pdf.page.drawn_marks import lines_with_marks
from directriz.read.pdf.printed import read_printed
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LINE = (60.0, 100.0, 300.0, 112.0)


@pytest.mark.parametrize(
    ("shape", "is_bullet"),
    [
        ((50.0, 104.0, 54.0, 108.0), True),
        ((50.0, 105.0, 51.0, 106.0), False),  # a speck
        ((40.0, 100.0, 55.0, 112.0), False),  # a picture as high as the line
        ((10.0, 104.0, 14.0, 108.0), False),  # too far
        ((50.0, 90.0, 54.0, 94.0), False),  # above the line
        ((100.0, 104.0, 104.0, 108.0), False),  # behind its first word
        ((48.0, 104.0, 57.0, 107.0), False),  # a dash as of a rule
    ],
)
def test_a_small_shape_right_before_a_line_is_its_bullet(
    shape: tuple[float, float, float, float], is_bullet: bool
) -> None:
    assert lines_with_marks([LINE], np.array([shape])) == [is_bullet]


def test_drawn_bullets_begin_paragraphs_of_their_own(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    lines = [
        "Acciones",
        "*abrir casas de acogida en las provincias",
        "de la frontera",
        "*dictar talleres",
        "Otro texto",
    ]
    for place, text in enumerate(lines):
        y = 700 - 13 * place
        canvas.drawString(72 if place in (0, 4) else 90, y, text.lstrip("*"))
        if text.startswith("*"):
            canvas.circle(82, y + 3, 1.8, stroke=0, fill=1)
    canvas.save()
    printed = read_printed(tmp_path / "plan.pdf", "plan.pdf").lines
    assert [(line.cells[0], line.is_marked) for line in printed if line.is_marked] == [
        ("abrir casas de acogida en las provincias de la frontera", True),
        ("dictar talleres", True),
    ]
