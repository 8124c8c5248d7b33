"""Cells that white space seems to part, and are one; tables that seem to be one, and are two."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

SIZE = 8.0


class Page:
    """A canvas on which tables are drawn, with its fonts."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4)

    def grid(self, rows: Sequence[Sequence[str]], edges: Sequence[float], top: float, align: str = "left") -> float:
        """Draw rows with all rules, each column between two edges; return where they end."""
        for row in rows:
            lines = [cell.split("\n") for cell in row]
            height = max(map(len, lines)) * 1.2 * SIZE + 5
            self.canvas.setFont("Helvetica", SIZE)
            for left, right, cell in zip(edges, edges[1:], lines, strict=False):
                self.canvas.rect(left, top - height, right - left, height)
                for number, text in enumerate(cell):
                    is_right = align == "right" and left > edges[0]
                    x = right - 3 - stringWidth(text, "Helvetica", SIZE) if is_right else left + 3
                    self.canvas.drawString(x, top - (number + 1) * 1.2 * SIZE, text)
            top -= height
        return top

    def tables(self) -> list[dict[str, Any]]:
        """Return the tables that are read of the page."""
        self.canvas.save()
        found: list[dict[str, Any]] = tables_of(self.path)["tables"]
        return found


def cells(table: dict[str, Any]) -> list[list[str]]:
    """Return header and rows."""
    return [table["header"], *(row["cells"] for row in table["rows"])]


@pytest.mark.parametrize("gap", [2.3, 3.2, 4.0])
@pytest.mark.parametrize("longest", [1, 2, 3])
def test_thousands_behind_a_space_are_one_number(gap: float, longest: int, tmp_path: Path) -> None:
    page = Page(tmp_path / "thousands.pdf")
    edges, numbers = (60.0, 140.0, 190.0, 240.0), [("1", "204"), ("7", "530"), ("12"[:longest], "067"), ("3", "891")]
    rows = [["Zona", "2019", "2020"], *(["Norte", "", ""] for _ in numbers)]
    bottom = page.grid(rows, edges, 700)
    height = (700 - bottom) / len(rows)
    for row, (first, rest) in enumerate(numbers, start=1):
        for right in edges[2:]:
            y, left = 700 - row * height - 1.2 * SIZE, right - 3 - stringWidth(rest, "Helvetica", SIZE)
            page.canvas.drawString(left, y, rest)
            page.canvas.drawString(left - gap - stringWidth(first, "Helvetica", SIZE), y, first)
    (table,) = page.tables()
    assert len(table["header"]) == 3
    assert [[cell.replace(" ", "") for cell in row] for row in cells(table)[1:]] == [
        ["Norte", first + rest, first + rest] for first, rest in numbers
    ]


def test_two_columns_of_numbers_between_two_rules_are_still_two(tmp_path: Path) -> None:
    page = Page(tmp_path / "two.pdf")
    rows = [["Zona", "2019      2020"], *(["Norte", f"{first}        {second}"] for first, second in
            [("204", "31"), ("530", "7"), ("67", "911"), ("891", "100")])]  # fmt: skip
    page.grid(rows, (60.0, 140.0, 240.0), 700)
    (table,) = page.tables()
    assert [len(row) for row in cells(table)] == [3] * 5


@pytest.mark.parametrize(
    "text", ["Reunir a las mesas locales\ny a los organismos del Estado", "De mayo a julio de cada año"]
)
def test_a_wide_cell_keeps_its_text_below_a_form_with_more_columns(text: str, tmp_path: Path) -> None:
    page = Page(tmp_path / "form.pdf")
    top = page.grid([["Medida", "1.1", "Plazo", "2024"]], (60.0, 130.0, 200.0, 260.0, 330.0), 120)
    page.grid([["Acción", "Abrir dos refugios en la capital de la provincia"]], (60.0, 130.0, 330.0), top)
    page.canvas.showPage()
    page.grid([["Alcance", text], ["Responsable", text], ["Observaciones", text]], (60.0, 130.0, 330.0), 780)
    printed = " ".join(text.split())
    read = [cell for table in page.tables() for row in table["rows"] for cell in row["cells"] if cell]
    assert read.count(printed) == 3


def test_an_interval_below_its_number_is_no_row(tmp_path: Path) -> None:
    page = Page(tmp_path / "interval.pdf")
    page.canvas.setFont("Helvetica", SIZE)
    wanted = [["Zona", "2019", "2020"]]
    for column, text in enumerate(wanted[0]):
        page.canvas.drawString(60 + 90 * column, 706, text)
    for number, zone in enumerate(["Norte", "Sur", "Este", "Oeste", "Centro", "Cuyo"]):
        y, values = 690 - 26 * number, [f"{number + 3}1,4", f"{number + 2}7,9"]
        page.canvas.drawString(60, y, zone)
        for column, value in enumerate(values, start=1):
            page.canvas.drawString(60 + 90 * column, y, value)
            page.canvas.drawString(60 + 90 * column, y - 10, "(20,1–44,8)")
        wanted.append([zone, *(f"{value} (20,1–44,8)" for value in values)])
    for y in (718, 701, 690 - 26 * 5 - 16):
        page.canvas.line(58, y, 320, y)
    (table,) = page.tables()
    assert cells(table) == wanted


@pytest.mark.parametrize("is_captioned", [False, True])
def test_tables_side_by_side_on_the_same_lines_are_two(is_captioned: bool, tmp_path: Path) -> None:
    page = Page(tmp_path / "two.pdf")
    rows = [
        ["Zona", "2019", "2020"],
        ["Norte", "12", "15"],
        ["Sur", "8", "7"],
        ["Este", "31", "30"],
        ["Oeste", "4", "9"],
    ]
    for left in (60.0, 320.0):
        page.canvas.setFont("Helvetica", SIZE)
        if is_captioned:
            page.canvas.drawString(left, 720, "Cuadro 3. Casos según la zona")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                page.canvas.drawString(left + 70 * column, 700 - 14 * number, text)
        for y in (711, 696, 700 - 14 * 3 - 5):
            page.canvas.line(left - 2, y, left + 190, y)
    assert [cells(table) for table in page.tables()] == [rows, rows]


@pytest.mark.parametrize("font", ["Helvetica-Bold", "Helvetica-Oblique"])
def test_a_header_in_italics_shows_as_one_in_bold(font: str, tmp_path: Path) -> None:
    page = Page(tmp_path / "header.pdf")
    rows = [["Actor", "Función"], ["Aduana", "Controlar puertos"], ["Refugio", "Alojar a las víctimas"]]
    for number, row in enumerate(rows):
        page.canvas.setFont("Helvetica" if number else font, SIZE)
        for column, text in enumerate(row):
            page.canvas.drawString(60 + 120 * column, 700 - 14 * number, text)
    (table,) = page.tables()
    assert cells(table) == rows


@pytest.mark.parametrize(("below", "count"), [("Norte", 2), ("de la zona norte", 0)])
def test_labels_alone_among_rows_of_numbers_are_titles(below: str, count: int, tmp_path: Path) -> None:
    page = Page(tmp_path / "titles.pdf")
    page.canvas.setFont("Helvetica", SIZE)
    rows = [["Zona", "2019", "2020"]]
    for title in ("Hogares urbanos", "Hogares rurales"):
        rows += [[title], [below, "12", "15"], ["Sur", "8", "7"], ["Este", "31", "30"]]
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.canvas.drawString(60 + 110 * column, 700 - 14 * number, text)
    for y in (712, 695, 700 - 14 * 8 - 6):
        page.canvas.line(58, y, 400, y)
    (table,) = page.tables()
    assert [row["kind"] for row in table["rows"]].count("section") == count
