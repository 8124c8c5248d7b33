"""Headers of two levels with no rule between them: a label stands in the middle of the columns that it labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from directriz.read.pdf.tables import tables_of
from reportlab.pdfgen.canvas import Canvas

X = (50.0, 160.0, 220.0, 280.0, 340.0, 400.0)  # sides of the columns
TOP, HEIGHT = 700.0, 16.0
NUMBERS = [["Bolívar", "41", "1,5", "380", "22,4"], ["Caldas", "7", "0,3", "1.204", "8,0"],
           ["Huila", "112", "4,8", "96", "3,1"], ["Nariño", "63", "2,2", "541", "17,9"]]  # fmt: skip
WORDS = [["Bolívar", "Publicada", "Vigente", "Abierta", "Sin datos"],
         ["Caldas", "En curso", "Vencida", "Sin datos", "Abierta"],
         ["Huila", "Publicada", "Vencida", "Cerrada", "Abierta"],
         ["Nariño", "En curso", "Vigente", "Abierta", "Cerrada"]]  # fmt: skip
GROUPS = (("Mujeres", 1, 3), ("Hombres", 3, 5))


def _draw(
    path: Path,
    rows: Sequence[Sequence[str]],
    rules: Sequence[int],
    groups: Sequence[tuple[str, int, int]] = GROUPS,
    labels: Sequence[str] = ("Casos", "Tasa", "Casos", "Tasa"),
) -> dict[str, Any]:
    """Draw two lines of labels above rows, with rules above the lines in `rules`; return the only table found."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 9)

    def draw_in(column: int, line: int, text: str) -> None:
        y = TOP - line * HEIGHT - 12
        if column and rows is NUMBERS:
            canvas.drawRightString(X[column + 1] - 8, y, text)
        else:
            canvas.drawString(X[column] + 8, y, text)

    for text, first, stop in groups:
        if stop == first + 1:
            draw_in(first, 0, text)
        else:
            canvas.drawCentredString((X[first] + X[stop]) / 2, TOP - 12, text)
    for number, line in enumerate([["Departamento", *labels], *rows], start=1):
        for column, text in enumerate(line):
            draw_in(column, number, text)
    for place in rules:
        canvas.line(X[0], TOP - place * HEIGHT, X[-1], TOP - place * HEIGHT)
    canvas.save()
    (table,) = tables_of(path)["tables"]
    return table  # type: ignore[no-any-return]


@pytest.mark.parametrize(("rows", "rules"), [(NUMBERS, (0, 2, 6)), (NUMBERS, (0, 2, 3, 4, 5, 6)), (WORDS, (0, 2, 6))])
def test_a_label_over_two_columns_is_joined_to_both(
    tmp_path: Path, rules: Sequence[int], rows: list[list[str]]
) -> None:
    table = _draw(tmp_path / "a.pdf", rows, rules)
    assert table["header"] == ["Departamento", "Mujeres Casos", "Mujeres Tasa", "Hombres Casos", "Hombres Tasa"]
    assert [row["cells"] for row in table["rows"]] == rows


def test_such_a_header_without_rules_is_read_over_numbers(tmp_path: Path) -> None:
    table = _draw(tmp_path / "a.pdf", NUMBERS, ())
    assert table["header"] == ["Departamento", "Mujeres Casos", "Mujeres Tasa", "Hombres Casos", "Hombres Tasa"]


def test_a_label_over_three_columns_of_four_is_joined_to_these(tmp_path: Path) -> None:
    labels = ["Código", "Casos", "Tasa", "Meta"]
    table = _draw(tmp_path / "a.pdf", NUMBERS, (0, 2, 6), [("Resultados", 2, 5)], labels)
    assert table["header"] == ["Departamento", "Código", "Resultados Casos", "Resultados Tasa", "Resultados Meta"]
    assert not table["doubts"]


def test_a_label_in_the_middle_of_all_columns_is_joined_to_all(tmp_path: Path) -> None:
    labels = ["Código", "Casos", "Tasa", "Meta"]
    table = _draw(tmp_path / "a.pdf", NUMBERS, (0, 2, 6), [("Resultados", 1, 5)], labels)
    assert table["header"] == ["Departamento", *(f"Resultados {label}" for label in labels)]


def test_a_label_is_in_the_middle_of_the_rules_beside_its_columns(tmp_path: Path) -> None:
    rows = [[name, "42.565", "19.892", "51.870", "85.439"] for name in ("Cauca", "Chocó", "Huila", "Nariño", "Tolima")]
    canvas, sides = Canvas(str(tmp_path / "a.pdf")), (60, 190, 285, 340, 435, 490)
    canvas.setFont("Helvetica", 9)
    for text, first in (("2022", 1), ("2023", 3)):
        canvas.drawCentredString((sides[first] + sides[first + 2]) / 2, TOP - 12, text)
    for number, line in enumerate([["Departamento", "Altas", "Bajas", "Altas", "Bajas"], *rows], start=1):
        for column, text in enumerate(line):
            y = TOP - number * HEIGHT - 12
            canvas.drawRightString(sides[column + 1] - 4, y, text) if column else canvas.drawString(64, y, text)
    canvas.line(sides[0], TOP - 2 * HEIGHT, sides[-1], TOP - 2 * HEIGHT)
    for side in (sides[1], sides[3]):
        canvas.line(side, TOP, side, TOP - (len(rows) + 2) * HEIGHT)
    canvas.save()
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    assert table["header"] == ["Departamento", "2022 Altas", "2022 Bajas", "2023 Altas", "2023 Bajas"]


def test_the_first_line_of_a_label_is_no_level(tmp_path: Path) -> None:
    table = _draw(tmp_path / "a.pdf", NUMBERS, (0, 2, 6), [("Nuevos", 3, 4)])
    assert table["header"] == ["Departamento", "Casos", "Tasa", "Nuevos Casos", "Tasa"]


@pytest.mark.parametrize("rules", [(), (0, 2, 6), (0, 2, 3, 4, 5, 6)])
def test_a_label_over_white_space_has_a_column_of_its_own(tmp_path: Path, rules: Sequence[int]) -> None:
    labels = ["Casos", "Tasa", "Notas", "Meta"]
    rows = [[*row[:3], "", row[4]] for row in NUMBERS]
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.setFont("Helvetica", 9)
    for number, line in enumerate([["Departamento", *labels], *rows], start=1):
        for column, text in enumerate(line):
            canvas.drawString(X[column] + 8, TOP - number * HEIGHT - 12, text)
    for place in rules[1:]:
        canvas.line(X[0], TOP - place * HEIGHT, X[-1], TOP - place * HEIGHT)
    canvas.save()
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    assert table["header"] == ["Departamento", *labels]
    assert [row["cells"] for row in table["rows"]] == rows


@pytest.mark.parametrize("lines", [((11, "Inversión (millones)"),), ((7, "Inversión"), (14, "(millones)"))])
def test_a_label_reaches_no_farther_than_the_cell_that_rules_draw_for_it(
    tmp_path: Path, lines: Sequence[tuple[float, str]]
) -> None:
    """The label begins over the first year; that of the next column stands beside the years, in a cell of two rows."""
    canvas, bottom = Canvas(str(tmp_path / "a.pdf")), TOP - 2 * HEIGHT - len(NUMBERS) * HEIGHT
    canvas.setFont("Helvetica", 7)
    for text, column, y in (("Programa", 0, 21), *((text, 1, y) for y, text in lines), ("2025", 1, 27), ("2026", 2, 27),
                            ("2027", 3, 27), ("Indicador clave", 4, 21)):  # fmt: skip
        canvas.drawString(X[column] + 1, TOP - y, text)
    for number, row in enumerate(NUMBERS):
        for column, text in enumerate(row):
            canvas.drawString(X[column] + 1, TOP - (number + 2) * HEIGHT - 12, text)
    for side in (X[0], X[1], X[4], X[5]):
        canvas.line(side, TOP, side, bottom)
    for side in (X[2], X[3]):
        canvas.line(side, TOP - HEIGHT, side, bottom)
    canvas.line(X[1], TOP - HEIGHT, X[4], TOP - HEIGHT)
    for place in (0, 2, 6):
        canvas.line(X[0], TOP - place * HEIGHT, X[-1], TOP - place * HEIGHT)
    canvas.save()
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    years = [f"Inversión (millones) {year}" for year in (2025, 2026, 2027)]
    assert table["header"] == ["Programa", *years, "Indicador clave"]
