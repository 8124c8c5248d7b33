"""Notes and captions near tables, units behind numbers, titles on bands: none of them is a row or a column."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from directriz.language import begins_note
from directriz.read.pdf.grid.captions import is_caption
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.draw_kinds import LEFT, TOP, Style, draw_table

CASES = [
    ["Eje", "2019", "2020", "2021"],
    ["Salud", "12 %", "45 %", "18 %"],
    ["Justicia", "3 %", "27 %", "9 %"],
    ["Trabajo", "31 %", "5 %", "77 %"],
    ["Registro", "4 %", "15 %", "8 %"],
]
BODIES = [
    ["Provincia", "Organismo", "Referente", "Plazo"],
    ["Salta", "Consejo Nacional", "Ana Ríos", "2024"],
    ["Jujuy", "Poder Judicial", "Luis Paz", "2025"],
    ["Chaco", "Gobernación", "Marta Gil", "2026"],
]
OPEN = Style(column_rules=(), frame=False)


def cells_of(path: Path) -> list[list[list[str]]]:
    """Return header and rows of each table of a PDF."""
    found: list[dict[str, Any]] = tables_of(path)["tables"]
    return [[*filter(None, [table["header"]]), *(row["cells"] for row in table["rows"])] for table in found]


@pytest.mark.parametrize(
    "style",
    [OPEN, replace(OPEN, row_rules=(0, 1)), replace(OPEN, row_rules=(0, 1, 5)), Style(row_rules=tuple(range(6)))],
    ids=["white", "top", "header", "grid"],
)
@pytest.mark.parametrize("note", ["Fuente: elaboración propia.", "Source: own data.", "Nota: datos provisorios."])
def test_a_note_right_below_a_table_is_no_row(note: str, style: Style, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    end = draw_table(canvas, CASES, replace(style, right=(1, 2, 3)))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(LEFT, end - 9, note)
    canvas.save()
    assert cells_of(tmp_path / "plan.pdf") == [CASES]


@pytest.mark.parametrize("rules", [(0, 1, 2, 3, 4), (0, 1, 4)])
def test_a_caption_parts_two_tables_on_the_same_columns(rules: tuple[int, ...], tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    end = draw_table(canvas, CASES, replace(OPEN, shaded=(0,)))
    canvas.setFont("Helvetica", 9)
    canvas.drawString(LEFT, end - 11, "Nota: datos provisorios.")
    canvas.drawString(LEFT, end - 30, "Tabla 2. Referentes por provincia")
    draw_table(canvas, BODIES, replace(OPEN, row_rules=rules), end - 44)
    canvas.save()
    assert cells_of(tmp_path / "plan.pdf") == [CASES, BODIES]


def test_a_label_alone_on_a_band_of_its_own_colour_is_a_title(tmp_path: Path) -> None:
    rows = [BODIES[0], ["Prevención", "", "", ""], *BODIES[1:3], ["Asistencia", "", "", ""], BODIES[3]]
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    draw_table(canvas, rows, replace(OPEN, row_rules=tuple(range(7)), shaded=(1, 4)), TOP)
    canvas.save()
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    kinds = [(row["kind"], row["cells"][0]) for row in table["rows"]]
    assert kinds == [("section", "Prevención"), ("row", "Salta"), ("row", "Jujuy"), ("section", "Asistencia"),
                     ("row", "Chaco")]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "is_note"), [("Fuente: INDEC", True), ("Elaboración propia: con datos", True), ("Fuentes de agua", False)]
)
def test_notes_begin_with_a_word_and_a_colon(line: str, is_note: bool) -> None:
    assert begins_note(line) is is_note


@pytest.mark.parametrize(
    ("line", "is_one"),
    [("Tabla 2. Casos", True), ("Cuadro IV: Metas", True), ("Meta 2. Casos", False), ("tabla 2 de", False)],
)
def test_captions_name_a_table_and_its_number(line: str, is_one: bool) -> None:
    assert is_caption(line.split()) is is_one
