"""Pages whose letters are drawn as lines and shapes, so that no text is in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from directriz.errors import SourceUnreadable
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from directriz.read.pdf.scan.drawn_letters import draws_letters
from directriz.read.pdf.tables import tables_of
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.matrix_pdf import matrix_pdf
from tests.outlined_pdf import outlined_pdf

HEADER = ("N°", "Medida", "Acción", "Indicadores", "Responsable")
ROW = (
    "1",
    "Difundir la línea\n145 en escuelas",
    "Capacitar a los\nagentes",
    "Número de\ncursos",
    "Ministerio de Salud",
)
needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(language_of("es")), reason="needs the Debian packages tesseract-ocr and tesseract-ocr-spa"
)


def outlined(folder: Path) -> Path:
    """Write a page with a ruled table whose letters are outlines."""
    path = folder / "outlined.pdf"
    path.write_bytes(outlined_pdf(matrix_pdf([HEADER, ROW])))
    return path


@needs_tesseract
def test_letters_that_are_outlines_are_read(tmp_path: Path) -> None:
    found = tables_of(outlined(tmp_path), language=language_of("es"))
    (table,) = found["tables"]
    assert table["header"] == list(HEADER)
    assert [row["cells"] for row in table["rows"]] == [[cell.replace("\n", " ") for cell in ROW]]
    assert [doubt["code"] for doubt in found["doubts"]] == ["page_ocr"]


def test_without_tesseract_the_refusal_says_how_letters_may_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda language: False)
    with pytest.raises(SourceUnreadable, match=r"(?s)on p. 1: .*drawn as lines.*tesseract"):
        read_pdf(outlined(tmp_path))


def rules(canvas: Canvas) -> None:
    for at in range(8):
        canvas.line(60, 700 - 40 * at, 500, 700 - 40 * at)
        canvas.line(60 + 60 * at, 700, 60 + 60 * at, 420)


def area(canvas: Canvas) -> None:
    canvas.setFillColor(HexColor("#204080"))
    canvas.rect(0, 0, *A4, fill=1)
    canvas.setFillColor(HexColor("#80a0c0"))
    canvas.rect(100, 100, 200, 300, fill=1)


def strokes(canvas: Canvas) -> None:
    for at in range(6):  # as a drawing program writes "A"
        left = 100 + 9 * at
        canvas.lines([(left, 500, left + 3, 509), (left + 3, 509, left + 6, 500), (left + 1, 503, left + 5, 503)])


def on_dark_ground(canvas: Canvas) -> None:
    canvas.setFillColor(HexColor("#204080"))
    canvas.rect(0, 0, *A4, fill=1)
    canvas.setStrokeColor(HexColor("#ffffff"))
    strokes(canvas)


@pytest.mark.parametrize(
    ("draw", "has_letters"), [(rules, False), (area, False), (strokes, True), (on_dark_ground, True)]
)
def test_rules_and_areas_are_no_letters(draw: Callable[[Canvas], None], has_letters: bool, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "drawn.pdf"), pagesize=A4)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    with PdfFile(tmp_path / "drawn.pdf") as source, source.page(1) as page:
        assert draws_letters(page) == has_letters
