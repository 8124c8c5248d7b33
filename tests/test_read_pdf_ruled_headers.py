"""A ruled header over a body of numbers that white space alone parts."""

from __future__ import annotations

from pathlib import Path

from directriz.read.pdf.tables import tables_of

from tests.draw_golden import draw
from tests.golden_shapes import Case, Table, Text

WIDTHS = [200.0, 80.0, 80.0, 80.0]
LABELS = ["Objeto del gasto", "Aprobado", "Vigente", "Pagado"]


def _page(rows: list[list[str]]) -> list[Table | Text]:
    page: list[Table | Text] = [Table(60, WIDTHS, [LABELS])]
    for row, cells in enumerate(rows):
        page += [
            Text(84 + 16 * row, text, x)
            for text, x in zip(cells, (53 if cells[1] else 63, 260, 340, 420), strict=True)
            if text
        ]
    return page


def test_lines_of_numbers_below_a_ruled_header_are_rows(tmp_path: Path) -> None:
    rows = [
        ["1.1.0 - Personal", "", "", ""],
        *([f"1.1.{number} - Antigüedad", f"{number}.426,49", "0,00", "-57.825,60"] for number in range(1, 6)),
        ["Total personal", "14.782.363,79", "0,00", "14.782,79"],
    ]
    draw(
        Case(
            [
                [
                    *_page(rows),
                    Text(84 + 16 * 7, "Filtro aplicado: del 2 de enero al 31 de diciembre, hasta partida subparcial"),
                ]
            ],
            [],
        ),
        tmp_path / "a.pdf",
    )
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    assert table["header"] == LABELS
    assert [row["cells"] for row in table["rows"]] == rows


def test_a_title_over_the_columns_of_numbers_is_a_section(tmp_path: Path) -> None:
    title = "Jurisdicción: 1110101000 - Conducción superior y sus dependencias centrales"
    rows = [[f"1.1.{number} - Antigüedad", f"{number}.426,49", "0,00", "1,00"] for number in range(1, 6)]
    draw(Case([_page([[title, "", "", ""], *rows])], []), tmp_path / "a.pdf")
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    assert [(row["kind"], row["cells"]) for row in table["rows"]] == [
        ("section", [title]),
        *(("row", row) for row in rows),
    ]


def test_text_below_a_ruled_header_is_none(tmp_path: Path) -> None:
    rows = [["El plan prevé", "acciones de", "sensibilización", "y asistencia"] for _ in range(8)]
    draw(Case([_page(rows)], []), tmp_path / "a.pdf")
    found = tables_of(tmp_path / "a.pdf")["tables"]
    assert not any("El plan" in cell for table in found for row in table["rows"] for cell in row["cells"])
