"""Tables in the forms of offices and statistics: read right, or doubted; few right ones are doubted."""

from __future__ import annotations

from pathlib import Path

import pytest
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.random_kinds import result_of_form
from tests.draw_kinds import LEFT, TOP, Style, draw_table
from tests.random_forms import RULES
from tests.test_read_pdf_kinds import NUMBERS

FIRST, STOP = 500, 563  # seeds: three of each of the rules


def test_most_forms_are_right_and_nearly_all_wrong_ones_are_doubted(tmp_path: Path) -> None:
    found = [result for seed in range(FIRST, STOP) if (result := result_of_form(seed, tmp_path / "form.pdf"))]
    right = [is_doubted for _, is_right, is_doubted in found if is_right]
    wrong = [is_doubted for _, is_right, is_doubted in found if not is_right]
    assert {kind for kind, _, _ in found} <= set(RULES)
    assert len(right) >= 0.8 * len(found)
    assert sum(right) <= 0.1 * len(right)
    assert sum(wrong) >= 0.7 * len(wrong)


@pytest.mark.parametrize("size", [7.0, 9.0, 12.0])
@pytest.mark.parametrize("rules", [(0, 2, 7), (2,), (), (2, 6, 7)])
def test_labels_over_several_columns_reach_over_all_of_them(
    size: float, rules: tuple[int, ...], tmp_path: Path
) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(
        size, (120.0, 70.0, 70.0, 70.0, 70.0), frame=False, column_rules=(), row_rules=rules, right=(1, 2, 3, 4)
    )
    below = [[row[0], row[1], row[2], row[1], row[2]] for row in NUMBERS]
    draw_table(canvas, [[""] * 5, *below], style)
    for place, label in ((190, "Varones"), (330, "Mujeres")):
        canvas.drawCentredString(LEFT + place, TOP - size * (style.padding + 0.8), label)
    canvas.save()
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    assert table["header"] == ["Eje", "Varones 2021", "Varones 2022", "Mujeres 2021", "Mujeres 2022"]
    assert [row["cells"] for row in table["rows"]] == below[1:]


@pytest.mark.parametrize("gap", [3.0, 6.0, 15.0])
def test_texts_between_two_rules_that_begin_alike_are_columns(gap: float, tmp_path: Path) -> None:
    texts = ["Crear la mesa", "Publicar el protocolo", "Firmar un convenio", "Abrir refugios"]
    rows = [["Eje", "Medida", "Responsable"], *[[f"Zona {n}", text, "Gobernación"] for n, text in enumerate(texts)]]
    style = Style(9, (60.0, 90.0 + gap, 90.0), column_rules=(1,), row_rules=(1, 2, 3, 4, 5))
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    draw_table(canvas, rows, style)
    canvas.save()
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == rows


def doubts_in(path: Path) -> set[str]:
    """Return the reasons of all doubts about the tables of a PDF."""
    return {doubt["reason"] for table in tables_of(path)["tables"] for doubt in table["doubts"]}


@pytest.mark.parametrize(("pitch", "is_doubtful"), [(1.0, True), (3.0, False)])
def test_a_short_line_below_a_table_as_far_off_as_its_rows_is_a_doubt(
    pitch: float, is_doubtful: bool, tmp_path: Path
) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), row_rules=(0, 1), right=(1, 2, 3))
    end = draw_table(canvas, NUMBERS, style)
    canvas.drawString(LEFT + 4, end - pitch * 18.9 + 7.65, "Registro civil")
    canvas.save()
    assert ("a short line beside the table may be its row" in doubts_in(tmp_path / "plan.pdf")) is is_doubtful


@pytest.mark.parametrize(("gap", "is_doubtful"), [(24.0, True), (0.0, False)])
def test_rules_that_all_end_at_one_column_are_a_doubt(gap: float, is_doubtful: bool, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), right=(1, 2, 3))
    end = draw_table(canvas, NUMBERS, style)
    for y in (TOP, TOP - 18.9, end):
        canvas.line(LEFT, y, LEFT + 180 - gap / 2, y)
        canvas.line(LEFT + 180 + gap / 2, y, LEFT + 300, y)
    canvas.save()
    assert ("all rules end at this column" in doubts_in(tmp_path / "plan.pdf")) is is_doubtful
