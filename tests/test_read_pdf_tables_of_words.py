"""Small tables of words alone are found or doubted; what only looks like one is left as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.small_tables import result_of
from tests.random_small_tables import OTHERS, TABLES, draw_small

ROWS = [
    ["Actor", "Función", "Estado"],
    ["Cancillería", "Firmar el convenio", "Pendiente"],
    ["Gobernación", "Abrir dos refugios", "Aprobado"],
    ["Poder Judicial", "Recibir las denuncias", "En revisión"],
]


def read(path: Path, rows: list[list[str]], bold: int = 0, rule: bool = False, align: str = "left") -> dict[str, Any]:
    """Draw rows at three places, the first `bold` of them in bold, and read them."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            font, x, y = "Helvetica-Bold" if number < bold else "Helvetica", 60.0 + 150 * column, 760.0 - 16 * number
            canvas.setFont(font, 10)
            shift = {"left": 0.0, "right": 130.0, "centre": 65.0}[align]
            share = {"left": 0.0, "right": 1.0, "centre": 0.5}[align]
            canvas.drawString(x + shift - share * stringWidth(text, font, 10), y, text)
    if rule:
        canvas.line(60, 756, 500, 756)
    canvas.save()
    return tables_of(path)


def codes(found: dict[str, Any]) -> list[str]:
    """Return the codes of the doubts about pages."""
    return [doubt["code"] for doubt in found.get("doubts", [])]


def test_a_header_in_bold_or_above_a_rule_makes_three_rows_a_table(tmp_path: Path) -> None:
    for name, how in (("bold", {"bold": 1}), ("ruled", {"rule": True})):
        (table,) = read(tmp_path / f"{name}.pdf", [row[:2] for row in ROWS], **how)["tables"]
        assert [table["header"], *(row["cells"] for row in table["rows"])] == [row[:2] for row in ROWS]
        assert not table["doubts"]


def test_three_columns_of_short_texts_are_a_table_without_a_header_that_shows(tmp_path: Path) -> None:
    (table,) = read(tmp_path / "plain.pdf", ROWS)["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == ROWS


def test_two_columns_in_few_rows_are_a_doubt_of_the_page(tmp_path: Path) -> None:
    found = read(tmp_path / "two.pdf", [row[:2] for row in ROWS])
    assert not found["tables"]
    (doubt,) = found["doubts"]
    assert doubt["code"] == "table_unread"
    assert doubt["detail"].startswith("4 rows of words stand in 2 columns (")


@pytest.mark.parametrize("align", ["right", "centre"])
def test_texts_set_flush_right_or_names_in_the_middle_are_no_table(align: str, tmp_path: Path) -> None:
    found = read(tmp_path / "names.pdf", [row[:2] for row in ROWS], align=align)
    assert not found["tables"]
    assert not codes(found)


@pytest.mark.parametrize("marks", [["a)", "b)", "c)", "d)"], ["1.", "2.", "3.", "4."], ["•"] * 4])
def test_a_list_is_no_table(marks: list[str], tmp_path: Path) -> None:
    found = read(tmp_path / "list.pdf", [[mark, row[1]] for mark, row in zip(marks, ROWS, strict=True)])
    assert not found["tables"]
    assert not codes(found)


def test_numbers_that_only_rise_may_be_a_table_of_contents(tmp_path: Path) -> None:
    found = read(tmp_path / "contents.pdf", [[row[1], page] for row, page in zip(ROWS * 2, "12345678", strict=True)])
    reasons = [doubt["reason"] for table in found["tables"] for doubt in table["doubts"]]
    assert "its numbers only rise, as in a table of contents" in reasons


@pytest.mark.parametrize("seed", range(2 * len(TABLES)))
def test_a_small_table_drawn_at_random_is_right_or_doubted(seed: int, tmp_path: Path) -> None:
    _, how, is_doubted = result_of(2 * seed, tmp_path / "small.pdf")
    assert how == "right" or is_doubted


@pytest.mark.parametrize("number", range(len(OTHERS)), ids=OTHERS)
def test_what_is_no_table_is_left_or_doubted(number: int, tmp_path: Path) -> None:
    _, how, is_doubted = result_of(2 * number + 1, tmp_path / "other.pdf")
    assert how == "right" or is_doubted
    assert draw_small(2 * number + 1, tmp_path / "again.pdf").kind == OTHERS[number]
