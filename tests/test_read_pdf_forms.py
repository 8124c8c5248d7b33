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


@pytest.mark.parametrize(
    ("text", "pitch", "is_doubtful"),
    [("Registro civil", 1.0, True), ("Registro civil", 3.0, False), ("Tabla 4. Casos", 1.0, False)],
)
def test_a_short_line_below_a_table_as_far_off_as_its_rows_is_a_doubt(
    text: str, pitch: float, is_doubtful: bool, tmp_path: Path
) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), row_rules=(0, 1), right=(1, 2, 3))
    end = draw_table(canvas, NUMBERS, style)
    canvas.drawString(LEFT + 4, end - pitch * 18.9 + 7.65, text)
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


def drawn_lines(path: Path, lines: list[list[tuple[float, str]]], pitch: float, rules: tuple[int, ...] = ()) -> None:
    """Draw lines of text, each of pieces at a place (x), one below the other; `rules` are the lines above rules."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    for number, line in enumerate(lines):
        y = 700 - pitch * number
        for x, text in line:
            canvas.drawString(x, y, text)
        if number in rules:
            canvas.line(50, y - pitch / 2 + 3, 480, y - pitch / 2 + 3)
    canvas.save()


WORDS = [["Eje", "Medida", "Responsable"], ["Salud", "Publicar el protocolo", "INDEC"],
         ["Trabajo", "Capacitar al personal", "Gobernación"], ["Refugios", "Firmar el convenio", "INDEC"],
         ["Justicia", "Crear la mesa", "Consejo Nacional"], ["Registro", "Abrir dos refugios", "INDEC"],
         ["Migraciones", "Difundir los derechos", "Gobernación"]]  # fmt: skip
PLACES = (60.0, 180.0, 340.0)


@pytest.mark.parametrize("wrapped", [2, 4, 5])
@pytest.mark.parametrize("pitch", [11.0, 12.0])
def test_a_table_of_words_alone_in_three_columns_is_found(wrapped: int, pitch: float, tmp_path: Path) -> None:
    lines = [list(zip(PLACES, row, strict=True)) for row in WORDS]
    lines.insert(wrapped + 1, [(PLACES[1], "de la frontera norte")])
    drawn_lines(tmp_path / "plan.pdf", lines, pitch)
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    expected = [list(row) for row in WORDS]
    expected[wrapped][1] += " de la frontera norte"
    assert [table["header"], *(row["cells"] for row in table["rows"])] == expected


def test_two_columns_of_words_are_no_table(tmp_path: Path) -> None:
    lines = [list(zip(PLACES[:2], row[:2], strict=True)) for row in WORDS]
    lines.insert(3, [(PLACES[1], "de la frontera norte")])
    drawn_lines(tmp_path / "plan.pdf", lines, 12.0)
    assert tables_of(tmp_path / "plan.pdf")["tables"] == []


@pytest.mark.parametrize(("label", "is_doubtful"), [("internacional", True), ("Internacional", False)])
def test_a_label_in_small_letters_among_others_is_a_doubt(label: str, is_doubtful: bool, tmp_path: Path) -> None:
    rows = [list(row) for row in NUMBERS]
    rows[3][0] = label
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), row_rules=(0, 1), right=(1, 2, 3))
    draw_table(canvas, rows, style)
    canvas.save()
    reason = "its label begins with a small letter, as no other one does"
    assert (reason in doubts_in(tmp_path / "plan.pdf")) is is_doubtful


def drawn_beside(path: Path, tables: list[tuple[float, float, list[list[str]]]]) -> None:
    """Draw tables side by side, each from a place (x) on with a distance of its rows, with three rules."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 8)
    for left, pitch, rows in tables:
        for number, row in enumerate(rows):
            for place, text in enumerate(row):
                canvas.drawString(left + 4 + 75 * place, 700 - pitch * number, text)
        for number in (0, 1, len(rows)):
            y = 700 - pitch * number + 0.75 * pitch
            canvas.line(left, y, left + 225, y)
    canvas.save()


@pytest.mark.parametrize("pitch", [13.0, 15.5, 17.0])
@pytest.mark.parametrize("gap", [16.0, 30.0])
def test_two_tables_side_by_side_are_two(pitch: float, gap: float, tmp_path: Path) -> None:
    first = [["Eje", "2021", "2022"], *[[f"Zona {n}", f"{12 * n + 3}", f"{7 * n + 20}"] for n in range(1, 8)]]
    second = [["Cuerpo", "Casos", "Total"], *[[f"Foro {n}", f"{3 * n + 1}", f"{9 * n + 40}"] for n in range(1, 7)]]
    drawn_beside(tmp_path / "plan.pdf", [(50.0, 14.2, first), (275.0 + gap, pitch, second)])
    found = sorted(tables_of(tmp_path / "plan.pdf")["tables"], key=lambda table: table["header"][0], reverse=True)
    assert [[table["header"], *(row["cells"] for row in table["rows"])] for table in found] == [first, second]


def test_columns_with_rules_of_their_own_on_the_same_lines_are_one_table(tmp_path: Path) -> None:
    first = [["Eje", "2021", "2022"], *[[f"Zona {n}", f"{12 * n + 3}", f"{7 * n + 20}"] for n in range(1, 8)]]
    second = [["2023", "2024", "2025"], *[[f"{2 * n + 5}", f"{3 * n + 1}", f"{9 * n + 40}"] for n in range(1, 8)]]
    drawn_beside(tmp_path / "plan.pdf", [(50.0, 14.2, first), (291.0, 14.2, second)])
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    whole = [one + other for one, other in zip(first, second, strict=True)]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == whole
    assert "all rules end at this column" in doubts_in(tmp_path / "plan.pdf")
