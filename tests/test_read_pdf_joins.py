"""Which tables of consecutive pages are one, and the doubts where that is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.test_read_pdf_continued_tables import LEFT, LINE, RIGHT, Sheet, read

EDGES = (LEFT, 90.0, 330.0, RIGHT)
HEADER = ("N°", "Medida", "Plazo")
OTHER = ("Código", "Acción", "Año")
TEXTS = ("Publicar el protocolo", "Capacitar al personal de frontera", "Abrir dos refugios")


def row(sheet: Sheet, cells: Sequence[str]) -> None:
    """Draw a row with all its rules."""
    sheet.line(*((x + 5, text) for x, text in zip(EDGES, cells, strict=False)))
    sheet.rule()
    for x in EDGES:
        sheet.canvas.line(x, sheet.y, x, sheet.y + LINE)


def ruled(sheet: Sheet, header: Sequence[str], numbers: Sequence[int], shade: float = 0.0) -> None:
    """Draw a ruled table of numbered measures."""
    sheet.rule()
    if shade:
        sheet.shade(shade)
    if header:
        row(sheet, header)
    for number in numbers:
        row(sheet, (str(number), TEXTS[number % 3], str(2020 + number % 5)))


def heading(sheet: Sheet, text: str) -> None:
    """Print a line of larger type."""
    sheet.canvas.setFont("Helvetica-Bold", 14)
    sheet.line((LEFT, text))
    sheet.canvas.setFont("Helvetica", 9)
    sheet.y -= LINE


def reasons(tables: Sequence[dict[str, Any]]) -> list[list[str]]:
    """Return the reasons of the doubts about each table."""
    return [[doubt["reason"] for doubt in table["doubts"]] for table in tables]


def test_a_first_row_of_words_over_columns_of_numbers_is_another_header(tmp_path: Path) -> None:
    pages = (lambda sheet: ruled(sheet, HEADER, range(1, 55)), lambda sheet: ruled(sheet, OTHER, range(1, 30)))
    first, second = read(tmp_path / "a.pdf", pages)
    assert (first["pages"], len(first["rows"])) == ([1], 54)
    assert (second["pages"], second["header"], len(second["rows"])) == ([2], list(OTHER), 29)


def test_a_row_without_numbers_is_no_header(tmp_path: Path) -> None:
    def second(sheet: Sheet) -> None:
        sheet.rule()
        row(sheet, ("55", "Evaluar el plan", "s/d"))
        for number in range(56, 70):
            row(sheet, (str(number), TEXTS[number % 3], "2024"))

    (table,) = read(tmp_path / "a.pdf", (lambda sheet: ruled(sheet, HEADER, range(1, 55)), second))
    assert (table["pages"], len(table["rows"])) == ([1, 2], 69)


def test_white_space_and_numbers_from_1_part_two_tables_with_the_other_reading_said(tmp_path: Path) -> None:
    pages = (lambda sheet: ruled(sheet, HEADER, range(1, 12)), lambda sheet: ruled(sheet, HEADER, range(1, 40)))
    tables = read(tmp_path / "a.pdf", pages)
    assert [(table["pages"], len(table["rows"])) for table in tables] == [([1], 11), ([2], 39)]
    assert all("kept apart" in own[0] for own in reasons(tables))
    assert tables[1]["doubts"][0]["other"] == "one table"


def test_a_table_that_ends_high_is_joined_with_a_doubt_unless_its_rows_go_on_counting(tmp_path: Path) -> None:
    pages = (lambda sheet: ruled(sheet, HEADER, range(1, 12)), lambda sheet: ruled(sheet, HEADER, range(40, 78)))
    (table,) = read(tmp_path / "a.pdf", pages)
    assert reasons([table]) == [["joined with the page before: the table ends high on that page"]]
    assert table["doubts"][0]["other"] == "two tables"
    pages = (pages[0], lambda sheet: ruled(sheet, HEADER, range(12, 50)))
    assert reasons(read(tmp_path / "b.pdf", pages)) == [[]]


def test_a_table_that_fills_its_page_is_joined_without_a_doubt(tmp_path: Path) -> None:
    pages = (lambda sheet: ruled(sheet, HEADER, range(1, 55)), lambda sheet: ruled(sheet, HEADER, range(55, 60)))
    (table,) = read(tmp_path / "a.pdf", pages)
    assert (table["pages"], reasons([table])) == ([1, 2], [[]])


def test_a_heading_that_counts_is_no_running_header_where_rows_are_numbered_from_1(tmp_path: Path) -> None:
    def page(sheet: Sheet, number: int) -> None:
        heading(sheet, f"Eje {number}")
        ruled(sheet, HEADER, range(1, 50))

    tables = read(tmp_path / "a.pdf", (lambda sheet: page(sheet, 1), lambda sheet: page(sheet, 2)))
    assert [(table["pages"], len(table["rows"])) for table in tables] == [([1], 49), ([2], 49)]
    assert "Eje 2" in tables[1]["joins"][0]["reason"]


def stripes(sheet: Sheet, numbers: Sequence[int], header_lines: int) -> None:
    """Draw striped rows under a dark header of one line or two."""
    labels = [("N°", "Medida", "Primer plazo")]
    if header_lines == 2:
        labels = [("", "", "Primer"), ("N°", "Medida", "plazo")]
    for line in labels:
        sheet.shade(0.6)
        sheet.line(*zip((55.0, 100.0, 400.0), line, strict=True))
    for number in numbers:
        if number % 2:
            sheet.shade(0.9)
        sheet.line((55, str(number)), (100, TEXTS[number % 3]), (400, "2024"))


@pytest.mark.parametrize("title", ["Plan", "Plan de acción de las terminales y los puertos"])
def test_a_heading_right_above_a_header_is_no_row(tmp_path: Path, title: str) -> None:
    def page(sheet: Sheet) -> None:
        sheet.line((55, title))
        sheet.y -= 4
        sheet.rule()
        for cells in (HEADER, *((str(number), TEXTS[number % 3], "2024") for number in range(1, 20))):
            sheet.line(*((x + 5, text) for x, text in zip(EDGES, cells, strict=False)))
            sheet.rule()

    tables = read(tmp_path / "a.pdf", (page,))
    assert [(table["header"], len(table["rows"])) for table in tables] == [(list(HEADER), 19)]


def test_a_column_that_is_blank_on_a_page_keeps_its_place_where_white_space_alone_draws_it(tmp_path: Path) -> None:
    def page(sheet: Sheet, numbers: Sequence[int], blank: bool) -> None:
        if not blank:
            sheet.rule()
            sheet.line((55, "N°"), (100, "Medida"), (300, "Responsable"), (450, "Plazo"))
            sheet.rule()
        for number in numbers:
            sheet.line((55, str(number)), (100, TEXTS[number % 3]), (300, "" if blank else "INDEC"), (450, "2024"))
            sheet.y -= 4

    pages = (lambda sheet: page(sheet, range(1, 40), False), lambda sheet: page(sheet, range(40, 70), True))
    (table,) = read(tmp_path / "a.pdf", pages)
    assert (table["pages"], len(table["rows"])) == ([1, 2], 69)
    assert table["rows"][-1]["cells"] == ["69", TEXTS[0], "", "2024"]


@pytest.mark.parametrize("first_lines", [1, 2])
def test_a_header_in_one_row_or_two_is_the_same_header(tmp_path: Path, first_lines: int) -> None:
    pages = (
        lambda sheet: stripes(sheet, range(1, 52), first_lines),
        lambda sheet: stripes(sheet, range(52, 80), 3 - first_lines),
    )
    tables = read(tmp_path / "a.pdf", pages)
    assert [(table["pages"], len(table["rows"])) for table in tables] == [([1, 2], 79)]


def test_a_header_without_rows_is_doubted(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        ruled(sheet, HEADER, (), shade=0.6)
        sheet.prose(4)

    (table,) = read(tmp_path / "a.pdf", (page,))
    assert (table["header"], table["rows"]) == (list(HEADER), [])
    assert reasons([table]) == [["labels without rows"]]


def test_a_header_that_is_printed_again_amid_a_page_is_doubted(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        ruled(sheet, HEADER, range(1, 9))
        row(sheet, HEADER)
        for number in range(1, 9):
            row(sheet, (str(number), TEXTS[number % 3], "2024"))

    (table,) = read(tmp_path / "a.pdf", (page,))
    assert len(table["rows"]) == 16
    assert [doubt["other"] for doubt in table["doubts"]] == ["two tables"]


def test_a_heading_right_above_a_shaded_header_is_no_label_of_it(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.line((55, "Plan"))
        sheet.y -= 6
        stripes(sheet, range(1, 30), 1)

    (table,) = read(tmp_path / "a.pdf", (page,))
    assert (table["header"], len(table["rows"])) == (["N°", "Medida", "Primer plazo"], 29)


def test_a_header_printed_again_amid_a_page_is_doubted_unless_its_rows_go_on_counting(tmp_path: Path) -> None:
    def page(sheet: Sheet, first: int) -> None:
        ruled(sheet, HEADER, range(1, 12))
        for cells in (HEADER, *((str(number), TEXTS[number % 3], "2024") for number in range(first, first + 9))):
            row(sheet, cells)

    (anew,) = read(tmp_path / "a.pdf", (lambda sheet: page(sheet, 1),))
    assert reasons([anew]) == [["its header is printed again within a page"]]
    assert reasons(read(tmp_path / "b.pdf", (lambda sheet: page(sheet, 12),))) == [[]]
