"""Titles inside a table with rules at its header and end only: they run on over the side of the first column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from directriz.read.pdf.tables import tables_of
from reportlab.pdfgen.canvas import Canvas

X, RIGHT = 60.0, (150.0, 210.0, 270.0)
ROWS = [["Programa", "Casos", "Total", "Meta"], ["Registro", "41", "380", "1,5"], ["Refugios", "7", "96", "0,3"],
        ["Asistencia a las víctimas"], ["Vivienda", "112", "1.204", "4,8"], ["Educación", "63", "541", "2,2"],
        ["Cooperación con otros países"], ["Niñez", "9", "77", "8,1"], ["Justicia", "15", "31", "3,0"]]  # fmt: skip


def _table(path: Path, rows: list[list[str]]) -> dict[str, Any]:
    canvas = Canvas(str(path))
    canvas.setFont("Times-Roman", 9)
    for number, row in enumerate(rows):
        y = 700.0 - 14 * number
        canvas.drawString(X, y, row[0])
        for x, text in zip(RIGHT, row[1:], strict=False):
            canvas.drawRightString(x, y, text)
    for place in (0, 1, len(rows)):
        canvas.line(X - 5, 710 - 14 * place, RIGHT[-1] + 5, 710 - 14 * place)
    canvas.save()
    (table,) = tables_of(path)["tables"]
    return table  # type: ignore[no-any-return]


def test_a_line_over_the_columns_is_a_title(tmp_path: Path) -> None:
    table = _table(tmp_path / "a.pdf", ROWS)
    assert table["header"] == ROWS[0]
    assert [row["cells"] for row in table["rows"]] == ROWS[1:]


def test_a_label_that_goes_on_below_is_none(tmp_path: Path) -> None:
    rows = [*ROWS[:3], ["Asistencia a las víctimas en", "", "", ""], ["terminales", "112", "1.204", "4,8"], *ROWS[5:]]
    table = _table(tmp_path / "a.pdf", rows)
    assert ["Asistencia a las víctimas en"] not in [row["cells"] for row in table["rows"]]
