"""What is dark on a scan: photographs are no words, white letters on a dark ground are."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.page.doubts import read_by_ocr
from directriz.read.pdf.scan import tesseract as ocr
from directriz.read.pdf.scan.shades import with_dark_letters, without_photographs
from directriz.read.pdf.tables import tables_of
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.scans import Scanner, write_scan

DOTS = 300 / 72
HEADER = ["Acción", "Responsable"]
ROWS = [["Difundir la campaña", "Ministerio"], ["Formar a los equipos", "Municipios"], ["Asistir", "Provincias"]]


def _page() -> np.ndarray:
    """Return a white page of 400 x 500 points with lines of marks as large as letters."""
    page = np.full((2084, 1668), 255, np.uint8)
    for line in range(8):
        for letter in range(60):
            page[100 + 60 * line : 126 + 60 * line, 100 + 22 * letter : 108 + 22 * letter] = 20
    return page


def _without(page: np.ndarray) -> tuple[np.ndarray, int]:
    small = cv2.resize(page, None, fx=1 / 4, fy=1 / 4, interpolation=cv2.INTER_AREA)
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return without_photographs(page, paper, DOTS / 4)


def test_a_photograph_is_painted_over_and_the_lines_above_it_are_kept() -> None:
    page = _page()
    grain = np.random.default_rng(1).integers(0, 160, (22, 30), dtype=np.uint8)
    page[900:1780, 200:1400] = cv2.resize(grain, (1200, 880), interpolation=cv2.INTER_CUBIC)
    cleaned, count = _without(page)
    assert count == 1
    assert (cleaned[900:1780, 200:1400] == 255).mean() > 0.97
    assert (cleaned[:800] == page[:800]).all()


@pytest.mark.parametrize("kind", ["white", "shadow", "tint", "header"])
def test_paper_shadows_and_tints_are_no_photographs(kind: str) -> None:
    page = _page()
    if kind == "shadow":
        page = (page * np.linspace(1, 0.5, page.shape[1])[None, :]).astype(np.uint8)
    if kind == "tint":
        page[900:1780, 200:1400] = 170
    if kind == "header":
        page[900:1000, 200:1400] = 60
    cleaned, count = _without(page)
    assert count == 0
    assert cleaned is page


def test_white_letters_on_a_dark_ground_become_dark_on_white_with_the_ground_s_edge_and_faint_rules() -> None:
    page = _page()
    assert with_dark_letters(page, DOTS) is page
    page[1000:1120, 200:1400] = 70
    page[1000:1120, 799:802] = 50  # a rule little darker than its ground
    for letter in range(12):
        page[1045:1075, 260 + 22 * letter : 268 + 22 * letter] = 250
    turned = with_dark_letters(page, DOTS)
    assert (turned[:980] == page[:980]).all()
    assert (turned[1050:1070, 260:268] < 30).all()  # a letter
    assert (turned[1020:1035, 300:700] == 255).all()  # its ground
    assert (turned[1020:1100, 797:804].min(axis=1) == 0).all()  # the rule
    assert (turned[1040:1080, 196:204].min(axis=1) == 0).all()  # the left edge
    assert (turned[996:1004, 400:1200].min(axis=0) == 0).all()  # the upper edge


def _draw(path: Path) -> Path:
    """Write a table with a ruled header, white on dark blue."""
    canvas = Canvas(str(path), pagesize=A4)
    for row, cells in enumerate([HEADER, *ROWS]):
        for x, width, text in zip((60, 330), (270, 150), cells, strict=True):
            canvas.setFillColor(Color(0.12, 0.3, 0.47) if row == 0 else Color(1, 1, 1))
            canvas.rect(x, 700 - 30 * row, width, 30, fill=1)
            canvas.setFillColor(Color(1, 1, 1) if row == 0 else Color(0, 0, 0))
            canvas.setFont("Helvetica-Bold" if row == 0 else "Helvetica", 11)
            canvas.drawString(x + 6, 710 - 30 * row, text)
    canvas.showPage()
    canvas.save()
    return path


@pytest.mark.skipif(
    not ocr.is_installed(language_of("es")), reason="needs the Debian packages tesseract-ocr and tesseract-ocr-spa"
)
@pytest.mark.parametrize("scanner", [Scanner(200, 0.3), Scanner(300, -0.6)])
def test_a_dark_header_is_read_from_a_scan(scanner: Scanner, tmp_path: Path) -> None:
    write_scan(_draw(tmp_path / "plan.pdf"), tmp_path / "scan.pdf", scanner)
    (table,) = tables_of(tmp_path / "scan.pdf")["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == [HEADER, *ROWS]


def test_photographs_are_said() -> None:
    assert read_by_ocr(1, ["a"], np.array([90.0]), [], 2).detail.endswith("0 below 60; 2 photographs were not read")
    assert "photographs" not in read_by_ocr(1, ["a"], np.array([90.0]), []).detail
