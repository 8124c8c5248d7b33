"""Scans: golden PDFs as a scanner gives them back; what is said without tesseract."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from directriz.errors import SourceUnreadable
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.pages_ahead import Effort
from directriz.read.pdf.printed import lines_of, read_printed
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from directriz.read.pdf.scan.picture import Scan, scan_of, skew_of
from directriz.read.pdf.scan.picture_rules import rules_on
from directriz.read.pdf.scan.picture_words import bold_words, is_legible, stands_in_line
from directriz.read.pdf.scan.struck_words import strokes_over_words
from directriz.read.pdf.tables import tables_of
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from benchmarks.scans import Scanner, compare, write_scan

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(language_of("es")), reason="needs the Debian packages tesseract-ocr and tesseract-ocr-spa"
)


def scan(name: str, folder: Path, scanner: Scanner) -> Path:
    """Write the scan of a golden PDF and return where."""
    target = folder / f"{name}.pdf"
    write_scan(GOLDEN / name / "source.pdf", target, scanner)
    return target


@needs_tesseract
@pytest.mark.parametrize(
    ("name", "scanner"),
    [
        ("pdf_a_clean_continuation", Scanner(200, 0.3)),
        ("pdf_b_row_cut_over_three_columns", Scanner(300, -1.2)),
        ("pdf_c_merged_cell_over_the_page", Scanner(200, 2.5)),
        ("pdf_k_page_rotated", Scanner(200, 0.0)),
    ],
)
def test_the_tables_of_a_scan_are_those_of_the_document(name: str, scanner: Scanner, tmp_path: Path) -> None:
    expected = json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    found = tables_of(scan(name, tmp_path, scanner))
    assert [{key: table[key] for key in ("pages", "header", "rows")} for table in found["tables"]] == expected
    assert {fragment["engine"] for fragment in found["fragments"]} == {"ocr-grid"}
    assert {doubt["code"] for doubt in found["doubts"]} - {"language_assumed"} == {"page_ocr"}


def _page(canvas: Canvas, *lines: tuple[float, float, str, str]) -> None:
    for x, y, font, text in lines:
        canvas.setFont(font, 12)
        canvas.drawString(x, y, text)


def _draft(path: Path) -> Path:
    """Write a page of a draft: words inserted in bold, words struck through."""
    canvas = Canvas(str(path), pagesize=A4)
    for line in range(12):
        _page(
            canvas,
            (72, 500 - 20 * line, "Times-Roman", "Los Estados promueven la asistencia a las personas afectadas."),
        )
    _page(canvas, (72, 700, "Times-Roman", "Promover el acceso de las víctimas y sobrevivientes a la justicia."))
    _page(canvas, (72, 660, "Times-Roman", "Proteger a las"), (150, 660, "Times-Bold", "niñas, niños y adolescentes"))
    _page(canvas, (310, 660, "Times-Roman", "víctimas de trata."))
    canvas.setLineWidth(0.7)
    start = 72 + canvas.stringWidth("Promover el acceso de las ", "Times-Roman", 12)
    stop = start + canvas.stringWidth("víctimas y sobrevivientes", "Times-Roman", 12)
    canvas.line(start, 703.5, stop, 703.5)
    canvas.showPage()
    canvas.save()
    return path


@needs_tesseract
def test_struck_and_bold_words_of_a_scan_are_told(tmp_path: Path) -> None:
    write_scan(_draft(tmp_path / "draft.pdf"), tmp_path / "scan.pdf", Scanner(200, 0.3))
    first, second, *_ = lines_of(tmp_path / "scan.pdf")
    assert [(run.text, run.face.is_struck, run.face.is_bold) for run in first.runs] == [
        ("Promover el acceso de las", False, False),
        ("víctimas y sobrevivientes", True, False),
        ("a la justicia.", False, False),
    ]
    assert [(run.text, run.face.is_struck, run.face.is_bold) for run in second.runs] == [
        ("Proteger a las", False, False),
        ("niñas, niños y adolescentes", False, True),
        ("víctimas de trata.", False, False),
    ]


@needs_tesseract
def test_the_same_scan_gives_the_same_words(tmp_path: Path) -> None:
    path = scan("pdf_i_word_cut_by_the_page", tmp_path, Scanner(200, 0.7))
    assert tables_of(path) == tables_of(path)


def _mixed(path: Path, folder: Path) -> Path:
    """Write a document whose first page is text and whose second is the picture of one."""
    canvas = Canvas(str(folder / "words.pdf"), pagesize=A4)
    _page(canvas, (72, 700, "Helvetica", "Segunda hoja del plan de acción nacional"))
    canvas.showPage()
    canvas.save()
    write_scan(folder / "words.pdf", folder / "picture.pdf", Scanner())
    import pypdfium2 as pdfium

    picture = pdfium.PdfDocument(folder / "picture.pdf")[0].render(scale=200 / 72).to_pil()
    canvas = Canvas(str(path), pagesize=A4)
    _page(canvas, (72, 700, "Helvetica", "Primera hoja del plan"))
    canvas.showPage()
    canvas.drawInlineImage(picture, 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    return path


@needs_tesseract
def test_only_the_pages_that_are_pictures_are_read_as_such(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    effort = Effort(told=lambda done, count: told.append((done, count)))
    reading = read_pdf(_mixed(tmp_path / "mixed.pdf", tmp_path), effort=effort)
    assert [line.text for sheet in reading.sheets for line in sheet.lines] == [
        "Primera hoja del plan",
        "Segunda hoja del plan de acción nacional",
    ]
    assert (reading.unread_pages, told) == ((), [(2, 2)])
    assert [(each.code, each.page) for each in reading.doubts if each.code != "language_assumed"] == [("page_ocr", 2)]


@needs_tesseract
def test_a_picture_without_a_word_is_not_unread(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "cover.pdf"), pagesize=A4)
    _page(canvas, (72, 700, "Helvetica", "Plan"))
    canvas.showPage()
    from PIL import Image

    canvas.drawInlineImage(Image.new("L", (60, 80), 128), 0, 0, *A4)
    canvas.showPage()
    canvas.save()
    reading = read_pdf(tmp_path / "cover.pdf")
    assert reading.unread_pages == ()
    assert [sheet.word_count for sheet in reading.sheets] == [1, 0]


def _without_tesseract(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command where no program is to be found."""
    environment = {**os.environ, "PATH": "/nonexistent", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)


def test_without_tesseract_a_scan_is_refused_with_the_packages_and_the_pages(tmp_path: Path) -> None:
    path = scan("pdf_a_clean_continuation", tmp_path, Scanner(100))
    ended = _without_tesseract("tables", str(path))
    assert ended.returncode == 4
    assert "p. 1-2" in ended.stderr
    assert "tesseract-ocr and tesseract-ocr-spa" in ended.stderr


def test_without_tesseract_a_page_that_is_a_picture_is_said_and_never_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _mixed(tmp_path / "mixed.pdf", tmp_path)
    ended = _without_tesseract("tables", str(path), "--json")
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["unread_pages"] == [2]
    assert "p. 2" in ended.stderr
    monkeypatch.setattr(ocr, "is_installed", lambda language: False)
    with pytest.raises(SourceUnreadable, match=r"p\. 2.*\n.*tesseract-ocr-spa"):
        read_printed(path, "mixed.pdf")


@pytest.mark.parametrize("skew", [-3.3, -0.3, 0.0, 0.25, 4.1])
def test_a_page_is_set_straight(skew: float, tmp_path: Path) -> None:
    path = scan("pdf_a_clean_continuation", tmp_path, Scanner(150, skew))
    with PdfFile(path) as source, source.page(1) as page:
        straight = scan_of(page)
    assert straight.skew == pytest.approx(-skew, abs=0.06)
    assert skew_of(straight.ink) == pytest.approx(0.0, abs=0.06)


def test_a_blank_page_has_no_skew() -> None:
    assert skew_of(np.zeros((100, 80), dtype=np.uint8)) == 0.0


def test_rules_are_found_where_they_are_drawn_and_wiped_out(tmp_path: Path) -> None:
    path = scan("pdf_a_clean_continuation", tmp_path, Scanner(200, 0.4, noise=12.0, quality=40))
    with PdfFile(path) as source, source.page(2) as page:
        rules = rules_on(scan_of(page))
    assert sorted(round(x) for x, _, _ in rules.drawing.vertical) == pytest.approx([50, 90, 240, 440, 540], abs=2)
    assert len(rules.drawing.horizontal) == 3
    assert (rules.clean[:, 88 * 300 // 72 : 92 * 300 // 72] > 200).all()


def test_a_rule_that_leaves_out_a_merged_cell_is_not_drawn_through_it() -> None:
    """A table of three columns whose middle cells are merged: all rules but the outer ones stop at them."""
    dots = 300 / 72
    grey = np.full((round(300 * dots), round(500 * dots)), 255, dtype=np.uint8)
    for y in (50, 250):
        grey[round(y * dots) :, round(50 * dots) : round(450 * dots)][:3] = 0
    for y in (100, 150, 200):
        for left, right in ((50, 80), (150, 450)):
            grey[round(y * dots) :, round(left * dots) : round(right * dots)][:3] = 0
    for x in (50, 80, 150, 450):
        grey[round(50 * dots) : round(250 * dots) + 3, round(x * dots) : round(x * dots) + 3] = 0
    ink = np.where(grey < 128, 255, 0).astype(np.uint8)
    found = rules_on(Scan(grey, ink, dots, 0.0, 0, np.zeros((0, 5)))).drawing.horizontal
    inner = found[(found[:, 0] > 90) & (found[:, 0] < 210)]
    assert len(inner) == 6
    assert not any(left < 100 < right for _, left, right in inner.tolist())


def test_cells_are_compared_one_by_one() -> None:
    def tables(*cells: str) -> dict[str, object]:
        return {"tables": [{"header": ["N°", "Acción"], "rows": [{"cells": list(cells)}]}]}

    score = compare(tables("1", "Difundir"), tables("1", "Difandir"), 1.0)
    assert (score.cells, score.right, score.letters, score.errors) == (4, 3, 17, 1)
    assert score.wrong == (("Difundir", "Difandir"),)
    other = compare(tables("1", "Difundir"), tables("1", "Difundir", ""), 1.0)
    assert (other.cells, other.right, other.same_shape) == (4, 4, False)


def test_what_tesseract_says_is_told_when_it_fails() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("needs the program tesseract (Debian package tesseract-ocr)")
    reader = ocr.Reader(replace(language_of("es"), ocr="no-such-language"), "plan.pdf p. 3")
    with pytest.raises(SourceUnreadable, match=r"plan\.pdf p\. 3: tesseract failed"):
        ocr.read_pictures([np.full((40, 40), 255, dtype=np.uint8)], ocr.BLOCK, 300 / 72, reader)


@pytest.mark.parametrize(
    ("text", "confidence", "legible"),
    [("sentido.", 3.0, True), ("mar", 10.0, False), ("mar", 30.0, True), ("VIIL", 30.0, False), ("VIIL", 60.0, True)],
)
def test_a_long_spanish_word_is_one_however_unsure(text: str, confidence: float, legible: bool) -> None:
    assert is_legible(ocr.ReadWord(text, (0.0, 0.0, 1.0, 1.0), confidence, (), 0.0, 10.0), language_of("es")) is legible


@needs_tesseract
def test_a_small_picture_alone_on_a_page_is_read(tmp_path: Path) -> None:
    picture = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(picture).text((20, 40), "Crear refugios regionales", 0, font_size=64)
    picture.save(tmp_path / "words.png")
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4, invariant=1)
    canvas.drawImage(str(tmp_path / "words.png"), 100, 500, 225, 50)  # 2 % of the page
    canvas.showPage()
    canvas.save()
    reading = read_pdf(tmp_path / "plan.pdf")
    assert "refugios" in " ".join(line.text for sheet in reading.sheets for line in sheet.lines)
    assert "page_ocr" in [doubt.code for doubt in reading.doubts]


@pytest.mark.parametrize(("texts", "bold"), [(("la",) * 3, False), (("la", "ya", "no"), True)])
def test_a_short_word_is_bold_only_where_it_is_thicker_than_it_usually_is(texts: tuple[str, ...], bold: bool) -> None:
    letters = np.zeros((20, 200), dtype=np.uint8)
    boxes = np.array([[10.0 + 25 * at, 2.0, 30.0 + 25 * at, 18.0] for at in range(7)])
    for at in range(7):  # four words of thin strokes, three of thick ones
        width = 2 if at < 4 else 4
        letters[2:18, 12 + 25 * at : 12 + 25 * at + width] = 1
        letters[2:18, 22 + 25 * at : 22 + 25 * at + width] = 1
    words = ("medidas", "de", "los", "Estados", *texts)
    assert bold_words(boxes, letters, 1.0, words).tolist() == [False] * 4 + [bold] * 3


@pytest.mark.parametrize(
    ("text", "left", "kept"),
    [
        ("]", 101.0, True),
        ("iv.", -55.0, True),
        ("iv.", -200.0, False),
        ("~", 101.0, False),
        ("]", 160.0, False),
        ("l", 101.0, False),
    ],
)
def test_a_mark_without_confidence_counts_where_it_stands_in_a_line(text: str, left: float, kept: bool) -> None:
    word = ocr.ReadWord("sobrevivientes", (0.0, 0.0, 100.0, 10.0), 96.0, (), 8.0, 10.0)
    mark = ocr.ReadWord(text, (left, 0.0, left + 20.0, 10.0), 12.0, (), 8.0, 10.0)
    assert stands_in_line(mark, [word]) is kept


def test_the_bars_of_letters_are_no_line_through_a_word_and_a_line_through_y_is() -> None:
    ink = np.zeros((40, 400), dtype=np.uint8)
    boxes = [(float(20 * at), 10.0, 20.0 * at + 8, 22.0) for at in range(1, 8)]
    for left, top, right, bottom in boxes:
        ink[int(top) : int(bottom), int(left) : int(left) + 2] = 255
        ink[int(top) : int(bottom), int(right) - 2 : int(right)] = 255
    ink[15, 58:71] = 255  # through the third
    scan = Scan(grey=255 - ink, ink=ink, dots=1.0, skew=0.0, turns=0, tints=np.zeros((0, 4)))
    words = [ocr.ReadWord("y", box, 90.0, ((box[0], box[2]),), 22.0, 12.0) for box in boxes]
    bars = np.array([[15.0, 210.0, 220.0]])  # within a word of 60 points
    words.append(ocr.ReadWord("sistemas", (200.0, 10.0, 260.0, 22.0), 90.0, (), 22.0, 12.0))
    found = strokes_over_words(bars, words, scan)
    assert found.tolist() == [[15.0, 60.0, 68.0]]
