"""Pages that are pictures and have text beside: a stamp over a scan, a scan with a text layer, good or bad."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from directriz.errors import SourceUnreadable
from directriz.language import language_of
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from directriz.read.pdf.scan.text_layer import layer_doubt, set_straight
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.scans import Scanner, write_scan

needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(language_of("es")), reason="needs the Debian packages tesseract-ocr and tesseract-ocr-spa"
)
SENTENCE = "Los organismos competentes promueven la asistencia integral"
STAMP = "IF-2025-04711-APN-MJ"
ROWS = (("Acción", "Responsable"), *((f"Difundir la campaña número {row}", "Ministerio") for row in range(1, 15)))


def _prose(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    for line in range(8):
        canvas.drawString(72, 700 - 24 * line, SENTENCE)


def _table(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 11)
    for row, cells in enumerate(ROWS):
        for x, width, text in zip((60, 330), (270, 150), cells, strict=True):
            canvas.rect(x, 700 - 30 * row, width, 30)
            canvas.drawString(x + 6, 710 - 30 * row, text)


def _over_scan(folder: Path, draw, over, skew: float = 0.6) -> Path:
    """Write the scan of what `draw` draws, with what `over` writes on it as text, and return where."""
    for name, drawn in (("page.pdf", draw), ("scan.pdf", None)):
        if drawn is None:
            write_scan(folder / "page.pdf", folder / name, Scanner(200, skew))
        else:
            canvas = Canvas(str(folder / name), pagesize=A4)
            drawn(canvas)
            canvas.showPage()
            canvas.save()
    picture = pdfium.PdfDocument(folder / "scan.pdf")[0].render(scale=200 / 72).to_pil()
    canvas = Canvas(str(folder / "layered.pdf"), pagesize=A4)
    canvas.drawInlineImage(picture, 0, 0, *A4)
    over(canvas)
    canvas.showPage()
    canvas.save()
    return folder / "layered.pdf"


def _stamp(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 9)
    canvas.drawString(420, 30, STAMP)


@needs_tesseract
def test_the_words_under_a_stamp_are_read_and_the_stamp_is_kept(tmp_path: Path) -> None:
    path = _over_scan(tmp_path, _prose, _stamp)
    reading = read_pdf(path)
    assert [line.text for line in reading.sheets[0].lines] == [SENTENCE] * 8 + [STAMP]
    assert {doubt.code for doubt in reading.doubts} - {"language_assumed"} == {"page_ocr"}
    printed = read_printed(path, "layered.pdf")
    said = " ".join(cell for line in printed.lines for cell in line.cells)
    said += " ".join(item.text for item in printed.excluded)
    assert sorted(printed.letters[1].replace(" ", "")) == sorted(said.replace(" ", ""))


def test_without_tesseract_a_scan_under_a_stamp_is_told_and_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda language: False)
    path = _over_scan(tmp_path, _prose, _stamp)
    assert tables_of(path)["unread_pages"] == [1]
    with pytest.raises(SourceUnreadable, match=r"no readable text on p\. 1"):
        read_printed(path, "layered.pdf")


def test_a_photograph_under_a_title_hides_no_text(tmp_path: Path) -> None:
    from PIL import Image

    canvas = Canvas(str(tmp_path / "cover.pdf"), pagesize=A4)
    grain = np.random.default_rng(1).integers(20, 160, (400, 300), dtype=np.uint8)
    canvas.drawInlineImage(Image.fromarray(grain), 0, 0, *A4)
    canvas.drawString(72, 700, "Plan de acción")
    canvas.showPage()
    canvas.save()
    reading = read_pdf(tmp_path / "cover.pdf")
    assert (reading.unread_pages, reading.doubts) == ((), ())
    assert [line.text for line in reading.sheets[0].lines] == ["Plan de acción"]


def _layer(misread):
    def write(canvas: Canvas) -> None:
        text = canvas.beginText()
        text.setTextRenderMode(3)
        text.setFont("Helvetica", 11)
        for row, cells in enumerate(ROWS):
            for x, printed in zip((60, 330), cells, strict=True):
                text.setTextOrigin(x + 6, 710 - 30 * row)
                text.textOut(misread(printed))
        canvas.drawText(text)

    return write


def test_a_scan_with_a_text_layer_has_its_words_and_the_picture_s_grid(tmp_path: Path) -> None:
    found = tables_of(_over_scan(tmp_path, _table, _layer(str), skew=0.2))
    (table,) = found["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == [list(row) for row in ROWS]
    assert {fragment["engine"] for fragment in found["fragments"]} == {"picture-grid"}
    assert "doubts" not in found


def test_a_text_layer_of_words_that_are_none_is_doubtful(tmp_path: Path) -> None:
    garbled = _layer(lambda text: text.replace("ifundir", "iñmdir").replace("campaña", "cmnpafia"))
    (doubt,) = tables_of(_over_scan(tmp_path, _table, garbled))["doubts"]
    assert (doubt["code"], doubt["severity"], doubt["page"]) == ("text_layer_doubtful", "doubt", 1)
    assert doubt["detail"].endswith("28 of 58 words are no Spanish ones")
    assert doubt["text"].startswith("Diñmdir cmnpafia")


def test_few_words_tell_nothing_of_a_text_layer() -> None:
    assert layer_doubt(1, ["xqzt"] * 29, language_of("es")) is None
    assert layer_doubt(1, ["xqzt"] * 30, language_of("es")) is not None
    assert layer_doubt(1, ["asistencia"] * 26 + ["xqzt"] * 4, language_of("es")) is None


def test_boxes_are_turned_as_their_page_is() -> None:
    box = np.array([[10.0, 20.0, 30.0, 24.0]])
    assert set_straight(box, 1, 0.0, (100.0, 200.0)).round(6).tolist() == [[176.0, 10.0, 180.0, 30.0]]
    assert set_straight(box, 0, 0.0, (100.0, 200.0)).round(6).tolist() == box.tolist()
    there = set_straight(box, 0, 2.0, (100.0, 200.0))
    assert set_straight(there, 0, -2.0, (100.0, 200.0)) == pytest.approx(box)
    assert there[0, 1] > 20.0  # left of the middle: turned to the left, it goes down
