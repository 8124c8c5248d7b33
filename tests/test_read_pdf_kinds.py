"""Tables whose rows or columns no rule draws, each kind in several make-ups: what is printed comes out cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from directriz.read.pdf.tables import tables_of

from tests.draw_kinds import LEFT, Style, write_table
from tests.random_kinds import KINDS, draw, random_table

WORDS = [
    ["N°", "Actividad", "Responsable", "Plazo"],
    ["1", "Capacitar al personal de frontera en la detección de víctimas", "Ministerio del Interior", "2024"],
    ["2", "Publicar el protocolo", "Cancillería", "2024"],
    ["3", "Crear la mesa provincial", "Gobernación", "2025"],
    ["4", "Evaluar el plan con las organizaciones de la sociedad civil", "Consejo Nacional", "2026"],
]
NUMBERS = [
    ["Eje", "2021", "2022", "2023"],
    ["Campañas", "120", "135", "150"],
    ["Capacitación", "80", "75", "90"],
    ["Refugios", "300", "310", "1.330"],
    ["Salud", "45", "–", "55"],
    ["Total", "545", "520", "1.625"],
]
SIZES = [7.0, 9.0, 12.0]
UNDER_ONE = [{"row_rules": (1,)}, {"row_rules": (1, 5)}, {"row_rules": (1,), "number_rules": (5,)}]


def rows_in(path: Path) -> list[list[str]]:
    """Return header and rows of the only table of a PDF."""
    (table,) = tables_of(path)["tables"]
    return [table["header"], *(row["cells"] for row in table["rows"])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shade", [0.3, 0.9])
def test_a_header_told_by_its_fill_is_parted_from_the_first_record(size: float, shade: float, tmp_path: Path) -> None:
    style = Style(size, row_rules=(2, 3, 4), shaded=(0,), shade=shade)
    assert rows_in(write_table(tmp_path / "plan.pdf", WORDS, style)) == WORDS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shaded", [(1, 3), (2, 4), (0, 2, 4)])
@pytest.mark.parametrize("frame", [True, False])
def test_bands_between_column_rules_are_rows(size: float, shaded: tuple[int, ...], frame: bool, tmp_path: Path) -> None:
    style = Style(size, row_rules=(1,), shaded=shaded, frame=frame)
    assert rows_in(write_table(tmp_path / "plan.pdf", WORDS, style)) == WORDS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rules", UNDER_ONE)
def test_lines_of_numbers_under_one_rule_are_rows(size: float, rules: dict[str, Sequence[int]], tmp_path: Path) -> None:
    drawn = {name: tuple(rows) for name, rows in rules.items()}
    style = Style(size, (120.0, 80.0, 80.0, 80.0), right=(1, 2, 3), **drawn)
    assert rows_in(write_table(tmp_path / "plan.pdf", NUMBERS, style)) == NUMBERS


@pytest.mark.parametrize("size", SIZES)
def test_vertical_rules_alone_are_a_table(size: float, tmp_path: Path) -> None:
    style = Style(size, (120.0, 80.0, 80.0, 80.0), frame=False, column_rules=(0, 1, 2, 3, 4), right=(1, 2, 3))
    assert rows_in(write_table(tmp_path / "plan.pdf", NUMBERS, style)) == NUMBERS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("rules", [(1,), (1, 3)])
def test_columns_of_numbers_between_two_rules_are_told_apart(
    size: float, rules: tuple[int, ...], tmp_path: Path
) -> None:
    style = Style(size, (120.0, 60.0, 60.0, 60.0), column_rules=rules, row_rules=(1, 2, 3, 4, 5), right=(1, 2, 3))
    assert rows_in(write_table(tmp_path / "plan.pdf", NUMBERS, style)) == NUMBERS


@pytest.mark.parametrize("size", SIZES)
def test_labels_left_of_the_frame_are_its_first_column(size: float, tmp_path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas, step, top = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4), 2 * size, 700.0
    canvas.setFont("Helvetica", size)
    for row, cells in enumerate(NUMBERS):
        y = top - row * step
        canvas.line(LEFT + 100, y, LEFT + 340, y)
        canvas.drawRightString(LEFT + 97, y - 1.3 * size, cells[0])
        for column, cell in enumerate(cells[1:]):
            canvas.drawString(LEFT + 104 + 80 * column, y - 1.3 * size, cell)
    canvas.line(LEFT + 100, top - len(NUMBERS) * step, LEFT + 340, top - len(NUMBERS) * step)
    for column in range(4):
        canvas.line(LEFT + 100 + 80 * column, top, LEFT + 100 + 80 * column, top - len(NUMBERS) * step)
    canvas.save()
    assert rows_in(tmp_path / "plan.pdf") == NUMBERS


def test_a_row_of_wrapped_texts_stays_one(tmp_path: Path) -> None:
    long = [
        WORDS[0],
        ["1", " ".join([WORDS[1][1]] * 3), "Ministerio del Interior y Ministerio de Justicia", "2024 2025"],
    ]
    assert rows_in(write_table(tmp_path / "plan.pdf", long, Style(9, row_rules=(1,)))) == long


def test_dots_that_lead_to_a_number_are_none_of_its_label(tmp_path: Path) -> None:
    dotted = [[f"{row[0]} . . . . ." if index else row[0], *row[1:]] for index, row in enumerate(NUMBERS)]
    style = Style(9, (150.0, 60.0, 60.0, 60.0), row_rules=(1, 2, 3, 4, 5))
    assert rows_in(write_table(tmp_path / "plan.pdf", dotted, style)) == NUMBERS


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("gap", [10.0, 40.0])
@pytest.mark.parametrize("rows", [NUMBERS, WORDS])
def test_white_space_alone_is_a_table(size: float, gap: float, rows: list[list[str]], tmp_path: Path) -> None:
    lengths = [max(len(row[column]) for row in rows) for column in range(4)]
    widths = tuple(gap + 0.62 * size * length for length in lengths)
    if sum(widths) > 500:
        pytest.skip("wider than the page")
    style = Style(size, widths, frame=False, column_rules=(), right=(1, 2, 3) if rows is NUMBERS else ())
    found = tables_of(write_table(tmp_path / "plan.pdf", rows, style))
    (table,) = found["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == rows
    assert [doubt["code"] for doubt in found["doubts"]] == ["table_inferred"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_page_gives_the_same_table_by_white_space(rotation: int, tmp_path: Path) -> None:
    import pypdfium2 as pdfium

    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), right=(1, 2, 3))
    document = pdfium.PdfDocument(write_table(tmp_path / "plan.pdf", NUMBERS, style))
    document[0].set_rotation(rotation)
    document.save(tmp_path / "turned.pdf")
    assert rows_in(tmp_path / "turned.pdf") == NUMBERS


@pytest.mark.parametrize("blank", [None, 2, 3])
def test_columns_of_white_space_go_on_over_pages(blank: int | None, tmp_path: Path) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from tests.draw_kinds import draw_table

    style = Style(9, (120.0, 60.0, 60.0, 60.0), frame=False, column_rules=(), right=(1, 2, 3))
    after = [[cell if column != blank else "" for column, cell in enumerate(row)] for row in NUMBERS[1:]]
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    for rows in (NUMBERS, after):
        draw_table(canvas, rows, style)
        canvas.showPage()
    canvas.save()
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    assert table["pages"] == [1, 2]
    assert [row["cells"] for row in table["rows"]] == [*NUMBERS[1:], *after]


@pytest.mark.parametrize("size", [6.5, 8.0, 10.5])
@pytest.mark.parametrize("padding", [0.3, 0.8])
def test_wrapped_texts_stay_in_their_rows_where_nothing_is_drawn(size: float, padding: float, tmp_path: Path) -> None:
    widths = tuple(width * size / 9 for width in (40.0, 190.0, 120.0, 60.0))
    style = Style(size, widths, padding=padding, frame=False, column_rules=())
    assert rows_in(write_table(tmp_path / "plan.pdf", WORDS, style)) == WORDS


def test_the_axis_of_a_chart_is_no_table(tmp_path: Path) -> None:
    axis = [[str(value), str(value)] for value in range(300, 0, -50)]
    style = Style(9, (60.0, 60.0), frame=False, column_rules=())
    assert tables_of(write_table(tmp_path / "plan.pdf", axis, style))["tables"] == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("dots", [(0.6, 1.8), (1.9, 2.5), (4.0, 7.0)])
@pytest.mark.parametrize("columns", [(), (1, 2, 3)])
def test_dots_and_dashes_are_rules(
    size: float, dots: tuple[float, float], columns: tuple[int, ...], tmp_path: Path
) -> None:
    blank = [[cell if (row, column) not in {(2, 2), (3, 0)} else "" for column, cell in enumerate(cells)]
             for row, cells in enumerate(WORDS)]  # fmt: skip
    style = Style(size, frame=False, column_rules=columns, row_rules=(0, 1, 2, 3, 4, 5), dots=dots)
    assert rows_in(write_table(tmp_path / "plan.pdf", blank, style)) == blank


SAFE = ("all rules", "row rules", "rules of the header", "row rules, none above the header", "column rules",
        "frame and column rules", "bands and column rules", "filled header", "dotted rules")  # fmt: skip


@pytest.mark.parametrize("seed", [seed for seed in range(200) if KINDS[seed % len(KINDS)] in SAFE][:90])
def test_tables_drawn_at_random_are_read_without_error(seed: int, tmp_path: Path) -> None:
    drawn = random_table(seed)
    assert draw(drawn, tmp_path / "plan.pdf")
    found = rows_in(tmp_path / "plan.pdf")
    assert [row + [""] * (len(drawn.rows[0]) - len(row)) for row in found] == drawn.rows
