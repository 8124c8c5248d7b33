"""Words that are not printed upright: labels printed upwards in narrow columns, watermarks aslant over the page."""

from __future__ import annotations

from pathlib import Path

from directriz.read.pdf import read_pdf, tables_object
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTHS = [120, 40, 40]
ROWS = [["1. Dictar cursos", "100%", "60%"], ["2. Abrir el registro", "50%", "0%"], ["3. Medir", "", "40%"]]


def _draw(path: Path, watermark: bool) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 9)
    x = 60
    for width, label in zip(WIDTHS, ["Actividad", "Programado\nen 2020", "Ejecutado"], strict=True):
        canvas.rect(x, 640, width, 80)
        if width == 120:
            canvas.drawString(x + 3, 700, label)
        else:
            canvas.saveState()
            canvas.translate(x + 14, 645)
            canvas.rotate(90)
            for number, line in enumerate(label.split("\n")):
                canvas.drawString(0, -11 * number, line)
            canvas.restoreState()
        for row, cells in enumerate(ROWS):
            canvas.rect(x, 620 - 20 * row, width, 20)
            canvas.drawString(x + 3, 626 - 20 * row, cells[WIDTHS.index(width) if width == 120 else (x - 140) // 40])
        x += width
    if watermark:
        canvas.saveState()
        canvas.setFont("Helvetica", 50)
        canvas.setFillGray(0.9)
        canvas.translate(70, 560)
        canvas.rotate(40)
        canvas.drawString(0, 0, "BORRADOR")
        canvas.restoreState()
    canvas.save()
    return path


def test_labels_printed_upwards_are_read_in_order(tmp_path: Path) -> None:
    (table,) = tables_object(read_pdf(_draw(tmp_path / "plan.pdf", watermark=False)))["tables"]
    assert table["header"] == ["Actividad", "Programado en 2020", "Ejecutado"]
    assert [row["cells"] for row in table["rows"]] == ROWS


def test_a_watermark_aslant_is_in_no_cell(tmp_path: Path) -> None:
    reading = read_pdf(_draw(tmp_path / "plan.pdf", watermark=True))
    (table,) = tables_object(reading)["tables"]
    assert [row["cells"] for row in table["rows"]] == ROWS
    assert [(line.text, reading.furniture[line]) for line in reading.sheets[0].lines] == [("BORRADOR", "watermark")]


def test_a_word_printed_twice_in_its_place_counts_once(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4, invariant=1)
    texts = [f"{number}. no no es una medida" for number in range(1, 13)]
    for move in (0.0, 0.4):  # pdfium itself leaves out what is printed again at once
        for number, text in enumerate(texts):
            canvas.drawString(60 + move, 700 - 14 * number, text)
    canvas.save()
    reading = read_pdf(tmp_path / "plan.pdf")
    assert [line.text for line in reading.sheets[0].lines if line not in reading.furniture] == texts
    assert set(reading.furniture.values()) == {"printed-twice"}


def test_text_drawn_far_away_takes_no_memory(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4, invariant=1)
    for line in range(40):
        canvas.drawString(60, 700 - 12 * line, "Promover la asistencia a las víctimas de trata")
    canvas.drawString(9e11, 700, "lejos")
    canvas.save()
    lines = read_pdf(tmp_path / "plan.pdf").sheets[0].lines
    assert sum("asistencia" in line.text for line in lines) == 40
