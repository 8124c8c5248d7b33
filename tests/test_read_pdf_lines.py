"""Lines outside tables: reading order, furniture, footnotes, and how words are printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from directriz.read.pdf.look import draw_page, look, unaccented
from directriz.read.pdf.printed import lines_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

Draw = Callable[[Canvas], None]


def _pdf(path: Path, *pages: Draw) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def _amended(canvas: Canvas) -> None:
    canvas.drawString(100, 700, "estarán [CAN: vulnerables")
    start = 100 + canvas.stringWidth("estarán [CAN: ", "Helvetica", 10)
    canvas.line(start, 703, start + canvas.stringWidth("vulnerables", "Helvetica", 10), 703)
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(100, 685, "más expuestos")
    width = canvas.stringWidth("más expuestos", "Helvetica-Bold", 10)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100 + width, 685, "] en la calle")
    canvas.drawString(100, 670, "véase aquí")
    canvas.line(100, 668.5, 100 + canvas.stringWidth("véase aquí", "Helvetica", 10), 668.5)


def test_struck_bold_and_underlined_words_are_told_from_the_drawing(tmp_path: Path) -> None:
    lines = lines_of(_pdf(tmp_path / "draft.pdf", _amended))
    runs = [
        [(run.text, run.face.is_struck, run.face.is_bold, run.face.is_underlined, run.is_glued) for run in line.runs]
        for line in lines
    ]
    assert runs == [
        [("estarán [CAN:", False, False, False, False), ("vulnerables", True, False, False, False)],
        [("más expuestos", False, True, False, False), ("] en la calle", False, False, False, True)],
        [("véase aquí", False, False, True, False)],
    ]


def test_a_line_that_ends_inside_a_word_strikes_its_part_only(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 700, "género],")
        canvas.line(100, 703, 100 + canvas.stringWidth("género", "Helvetica", 10), 703)

    (line,) = lines_of(_pdf(tmp_path / "draft.pdf", draw))
    assert [(run.text, run.face.is_struck, run.is_glued) for run in line.runs] == [
        ("género", True, False),
        ("],", False, True),
    ]


def _page(number: int) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 800, "Plan Nacional 2020-2022")
        for line in range(20):
            canvas.drawString(60, 740 - 14 * line, f"Párrafo {number}.{line} de texto corrido")
        canvas.line(60, 120, 200, 120)
        canvas.setFont("Helvetica", 7)
        canvas.drawString(60, 108, f"{number} Véase el anexo.")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(280, 40, f"Página {number} de 3")

    return draw


def test_furniture_and_footnotes_are_told_from_the_text(tmp_path: Path) -> None:
    lines = lines_of(_pdf(tmp_path / "plan.pdf", _page(1), _page(2), _page(3)))
    roles = {role: [line.text for line in lines if line.role == role] for role in {line.role for line in lines}}
    assert roles["header"] == ["Plan Nacional 2020-2022"] * 3
    assert roles["page-number"] == [f"Página {number} de 3" for number in (1, 2, 3)]
    assert roles["footnote"] == [f"{number} Véase el anexo." for number in (1, 2, 3)]
    assert len(roles["body"]) == 60


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 780, "Un título que corre sobre las dos columnas de la página, de lado a lado")
        for line in range(12):
            canvas.drawString(60, 740 - 14 * line, f"izquierda {line:02d} con palabras hasta llenar la columna")
            canvas.drawString(320, 740 - 14 * line, f"derecha {line:02d} con palabras hasta llenar la columna")

    texts = [line.text.split(" con ")[0] for line in lines_of(_pdf(tmp_path / "two.pdf", draw))]
    assert texts[0].startswith("Un título")
    assert texts[1:] == [f"izquierda {n:02d}" for n in range(12)] + [f"derecha {n:02d}" for n in range(12)]


def test_the_same_words_in_one_column_stay_in_one(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(12):
            canvas.drawString(
                60, 740 - 14 * line, f"línea {line:02d} con palabras que llenan la columna entera de la hoja"
            )

    texts = [line.text.split(" con ")[0] for line in lines_of(_pdf(tmp_path / "one.pdf", draw))]
    assert texts == [f"línea {n:02d}" for n in range(12)]


def test_look_draws_the_page_and_what_was_recognised(tmp_path: Path) -> None:
    source = Path(__file__).with_name("golden") / "pdf_c_merged_cell_over_the_page" / "source.pdf"
    look(source, 2, tmp_path / "page.png")
    picture = draw_page(source, 2)
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    colours = {colour for _, colour in picture.getcolors(2**24)}
    assert (220, 30, 30) in colours, "a cell that goes on from the page before has a red edge"
    assert not list(tmp_path.glob("*.part"))


def test_a_legend_without_a_font_for_accents_is_read_all_the_same() -> None:
    assert unaccented("Afectación de «niños» – 3.º") == "Afectacion de «ninos» ? 3.o"
