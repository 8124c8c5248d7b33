"""The golden PDFs drawn larger and smaller come out the same: no distance is fixed in points."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.tables import tables_of

from tests.scaled_pdf import write_scaled
from tests.test_read_pdf_golden import CASES, GOLDEN

FACTORS = (0.5, 0.7, 1.4, 2.0, 3.0)
SHARED = [(name, FACTORS[index % len(FACTORS)]) for index, name in enumerate(CASES)]  # all of them: benchmarks.scaled


@pytest.mark.parametrize(("name", "factor"), SHARED, ids=[f"{name}-{factor}" for name, factor in SHARED])
def test_a_scaled_page_gives_the_same_tables(name: str, factor: float, tmp_path: Path) -> None:
    expected = json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    found = tables_of(write_scaled(GOLDEN / name / "source.pdf", factor, tmp_path / "scaled.pdf"))["tables"]
    assert [{key: table[key] for key in ("pages", "header", "rows")} for table in found] == expected


@pytest.mark.parametrize("factor", [0.4, 3.0])
def test_places_on_a_scaled_page_are_points_of_that_page(factor: float, tmp_path: Path) -> None:
    source = GOLDEN / CASES[0] / "source.pdf"
    usual, scaled = read_pdf(source), read_pdf(write_scaled(source, factor, tmp_path / "scaled.pdf"))
    assert scaled.sheets[0].width == pytest.approx(usual.sheets[0].width * factor, rel=0.01)
    for before, after in zip(usual.fragments, scaled.fragments, strict=True):
        assert after.box == pytest.approx([value * factor for value in before.box], abs=0.6 * factor)
        assert after.line_height == pytest.approx(before.line_height * factor, rel=0.02)
        places = [[value * factor for value in cell.box] for cell in before.cells]
        assert [list(cell.box) for cell in after.cells] == [pytest.approx(box, abs=0.6 * factor) for box in places]
    for line, other in zip(usual.sheets[0].lines, scaled.sheets[0].lines, strict=True):
        assert other.text == line.text
        assert other.box == pytest.approx([value * factor for value in line.box], abs=0.6 * factor)
