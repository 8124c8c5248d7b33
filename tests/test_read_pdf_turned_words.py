"""Axes that are printed upwards in merged cells at the left of a table, letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from directriz.read.pdf.tables import tables_of
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT, TOP, HEIGHT, SIZE = 50.0, 500.0, 700.0, 40.0, 9.0
COLUMNS = (75.0, 300.0)
ROWS = [["Capacitar a los equipos de frontera", "2025"], ["Publicar los datos cada año", "2026"],
        ["Revisar los contratos de las agencias", "2025"], ["Abrir dos centros de acogida", "2027"],
        ["Formar a los jueces de paz", "2026"]]  # fmt: skip
AXES = (("Prevención social", 0, 3), ("Acogida", 3, 5))


def _letters(canvas: Canvas, text: str, x: float, y: float, step: float) -> None:
    """Draw a text upwards from a place, each letter by itself."""
    for letter in text:
        canvas.saveState()
        canvas.translate(x, y)
        canvas.rotate(90)
        canvas.setFont("Helvetica", SIZE)
        canvas.drawString(0, 0, letter)
        canvas.restoreState()
        y += stringWidth(letter, "Helvetica", SIZE) * step


def _draw(path: Path, is_parted: bool, step: float = 1.0) -> list[list[str]]:
    """Draw the table; rules part the axes, or nothing does. Return its rows as read."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", SIZE)
    for text, x in (("Eje", LEFT), ("Acción", COLUMNS[0]), ("Plazo", COLUMNS[1])):
        canvas.drawString(x + 3, TOP + 6, text)
    for place, row in enumerate(ROWS):
        for x, text in zip(COLUMNS, row, strict=True):
            canvas.drawString(x + 3, TOP - place * HEIGHT - 14, text)
    for place in range(-1, len(ROWS)):
        left = LEFT if place <= 0 or (is_parted and place == AXES[0][2]) else COLUMNS[0]
        y = TOP - place * HEIGHT if place >= 0 else TOP + 20
        canvas.line(left, y, RIGHT, y)
    canvas.line(LEFT, TOP - len(ROWS) * HEIGHT, RIGHT, TOP - len(ROWS) * HEIGHT)
    for text, first, stop in AXES:
        length = stringWidth(text, "Helvetica", SIZE) * step
        _letters(canvas, text, LEFT + 14, TOP - (first + stop) / 2 * HEIGHT - length / 2, step)
    for x in (LEFT, *COLUMNS, RIGHT):
        canvas.line(x, TOP + 20, x, TOP - len(ROWS) * HEIGHT)
    canvas.save()
    (table,) = tables_of(path)["tables"]
    rows: Sequence[dict[str, Sequence[str]]] = table["rows"]
    return [[str(cell) for cell in row["cells"]] for row in rows]


@pytest.mark.parametrize("is_parted", [True, False])
@pytest.mark.parametrize("step", [1.0, 1.05])
def test_letters_printed_upwards_are_words_of_the_axis(tmp_path: Path, is_parted: bool, step: float) -> None:
    rows = _draw(tmp_path / "plan.pdf", is_parted, step)
    assert [row[0] for row in rows] == ["Prevención social"] * 3 + ["Acogida"] * 2


def test_letters_farther_apart_than_those_of_a_word_are_no_word(tmp_path: Path) -> None:
    rows = _draw(tmp_path / "plan.pdf", True, step=1.6)
    assert rows[4][0] != "Acogida"
