"""Doubts about tables: each sign in a drawing that has it, and none in the same drawing without it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.look import DOUBTFUL, draw_page
from directriz.read.pdf.page.cell_text import Vocabulary
from directriz.read.pdf.page_reader import sheet_of, unsure_cells
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.table_search import Look
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.draw_kinds import LEFT, TOP, Style, draw_table, write_table
from tests.small_pdf import write_pdf
from tests.test_read_pdf_kinds import NUMBERS, WORDS

RULED = Style(9, row_rules=(1, 2, 3, 4))


def only_table(path: Path) -> dict[str, Any]:
    """Return the only table of a PDF."""
    (table,) = tables_of(path)["tables"]
    return dict(table)


def test_a_wholly_ruled_table_has_no_doubt_and_much_confidence(tmp_path: Path) -> None:
    table = only_table(write_table(tmp_path / "plan.pdf", WORDS, RULED))
    assert table["doubts"] == []
    assert table["confidence"] > 0.9


@pytest.mark.parametrize("size", [7.0, 9.0, 12.0])
def test_text_in_the_columns_right_below_a_table_is_a_doubt(size: float, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(size, row_rules=(1, 2, 3, 4))
    end = draw_table(canvas, WORDS, style)
    for column, text in enumerate(["5", "Difundir la línea", "INADI", "2027"]):
        canvas.drawString(LEFT + sum(style.widths[:column]) + 4, end - size, text)
    canvas.save()
    table = only_table(tmp_path / "plan.pdf")
    assert [(doubt["row"], doubt["reason"], doubt["other"]) for doubt in table["doubts"]] == [
        (3, "lines beside the table stand in its columns", "5 Difundir la línea INADI 2027")
    ]
    assert table["confidence"] < 0.9


def test_a_row_whose_lines_may_be_rows_is_a_doubt(tmp_path: Path) -> None:
    rows = [*WORDS[:3], ["3", "Crear", "Gobernación", "2025"]]
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, padding=2.5, row_rules=(1, 2, 3))
    draw_table(canvas, rows, style)
    top = TOP - 3 * (9 * 1.2 + 2 * 2.5 * 9) - 10.8  # of the last row
    for line in (1, 2):
        for column, text in ((1, f"Abrir {line}"), (2, "Salta")):
            canvas.drawString(LEFT + sum(style.widths[:column]) + 4, top - 9 * (2.5 + 0.8 + line * 1.2), text)
    canvas.save()
    table = only_table(tmp_path / "plan.pdf")
    assert ["3", "Crear Abrir 1 Abrir 2", "Gobernación Salta Salta", "2025"] in [row["cells"] for row in table["rows"]]
    assert ("its lines of text may be rows", "3 rows") in [
        (doubt["reason"], doubt["other"]) for doubt in table["doubts"]
    ]


def test_two_numbers_in_the_cells_of_a_column_are_a_doubt(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 80.0, 80.0, 80.0), row_rules=(1, 2, 3, 4, 5))
    draw_table(canvas, NUMBERS, style)
    for row in (1, 2):
        canvas.drawString(LEFT + 120 + 50, TOP - row * 18.9 - 9 * 1.25, "77")
    canvas.save()
    table = only_table(tmp_path / "plan.pdf")
    assert [(doubt["column"], doubt["other"]) for doubt in table["doubts"]] == [(1, "two columns")]


def test_doubts_about_tables_are_issues_and_are_drawn(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    style = Style(9, (120.0, 80.0, 80.0, 80.0), row_rules=(1, 2, 3, 4, 5))
    draw_table(canvas, NUMBERS, style)
    for row in (1, 2):
        canvas.drawString(LEFT + 120 + 50, TOP - row * 18.9 - 9 * 1.25, "77")
    canvas.save()
    (doubt,) = read_printed(tmp_path / "plan.pdf", "plan.pdf").doubts
    assert (doubt.code, doubt.page, doubt.detail) == (
        "table_doubtful",
        1,
        "table 1, column 2: its cells hold numbers that stand apart; the other reading: two columns",
    )
    picture = draw_page(tmp_path / "plan.pdf", 1)
    assert sum(count for count, colour in picture.getcolors(1 << 24) if colour == DOUBTFUL) > 100


def test_a_word_that_was_read_with_little_certainty_is_named_with_its_cell(tmp_path: Path) -> None:
    write_pdf(tmp_path / "a.pdf")
    with PdfFile(tmp_path / "a.pdf") as source, source.page(1) as page:
        (fragment,) = sheet_of(page, Vocabulary(language_of("es")), Look()).fragments
    confidence = [59.0 if text == "Formar" else 61.0 for text in fragment.page_words.texts]
    assert [(each.row, each.column, each.reason) for each in unsure_cells(fragment, confidence)] == [
        (2, 1, "read with little certainty: Formar")
    ]
