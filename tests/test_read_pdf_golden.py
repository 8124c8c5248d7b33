"""The golden PDFs, drawn by `draw_golden`: the table that has to come out of each, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.drawing import drawing_of, view_of
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.tables import tables_of

from tests.draw_golden import draw
from tests.golden_shapes import Case, Table, Text

GOLDEN = Path(__file__).with_name("golden")
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.name.startswith("pdf_"))


@pytest.mark.parametrize("name", CASES)
def test_tables_come_out_as_written_down(name: str) -> None:
    expected = json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    found = tables_of(GOLDEN / name / "source.pdf")["tables"]
    kept = ("pages", "header", "rows")
    assert [{key: table[key] for key in kept} for table in found] == expected


def test_every_case_of_the_issue_is_there() -> None:
    assert {name.removeprefix("pdf_")[0] for name in CASES} >= set("abcdefghijklm")


def test_two_rectangles_filled_between_are_four_rules() -> None:
    with PdfFile(GOLDEN / "pdf_n_frames_of_two_rectangles" / "source.pdf") as source, source.page(2) as page:
        drawing = drawing_of(page, view_of(page))
    assert len(drawing.rectangles) == 0
    assert (len(drawing.horizontal), len(drawing.vertical)) == (2 * 8, 2 * 8)  # eight cells


def test_the_words_of_a_grid_that_is_no_table_are_lines(tmp_path: Path) -> None:
    page = [Table(60, [100.0, 100.0, 100.0], [["", "Sello", ""]], tint=False), Text(200, "Plan de acción")]
    draw(Case([page], []), tmp_path / "plan.pdf")
    reading = read_pdf(tmp_path / "plan.pdf")
    assert reading.fragments == ()
    assert [line.text for line in reading.sheets[0].lines] == ["Sello", "Plan de acción"]
