"""Paragraphs of PDFs in several make-ups: the same paragraphs whatever their type, spacing and columns."""

from __future__ import annotations

import ctypes
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
import pytest
from directriz.read.pdf.page.reading_order import lines_in_order
from directriz.read.pdf.printed import PrintedPdf, _merged, _Placed, read_printed
from directriz.records import PrintedPiece
from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

LONG = (
    "El Programa Nacional de Rescate y Acompañamiento a Personas Damnificadas por el Delito de Trata interviene desde "
    "el primer momento, resguarda la integridad física y psíquica de las personas y pone a disposición de las "
    "jurisdicciones los equipos técnicos con los que cuenta en cada provincia."
)
TEXTS = [
    "Los Estados Miembros han consensuado la necesidad de contar con un plan de trabajo con principios y objetivos.",
    LONG,
    "En paralelo, se informa al punto focal de la jurisdicción donde la persona tiene su centro de vida.",
    "1) Detección de la víctima y registro de los datos en el sistema federal, con reserva de identidad, por la "
    "autoridad que haya tomado intervención en primer lugar.",
    "2) Elaboración del informe.",
    "• Capacitar a los equipos técnicos de todas las jurisdicciones del país, en articulación con las universidades "
    "nacionales y con las organizaciones de la sociedad civil.",
    "Será un requisito excluyente que la persona se encuentre registrada, sin excepción alguna, en el sistema.",
    LONG.replace("primer momento", "segundo día"),
    "Quedan exceptuados los casos fundados.",
]
MAKE_UPS: dict[str, dict[str, object]] = {
    "justified, spaced": {"alignment": 4, "spaceAfter": 8},
    "justified, not spaced": {"alignment": 4},
    "ragged, spaced": {"spaceAfter": 6, "fontName": "Times-Roman", "fontSize": 12, "leading": 14},
    "ragged, typewritten": {"fontName": "Courier", "fontSize": 9, "leading": 11, "spaceAfter": 5},
    "indented, not spaced": {"alignment": 4, "firstLineIndent": 18},
    "hanging": {"leftIndent": 18, "firstLineIndent": -18, "spaceAfter": 4},
    "double spaced": {"leading": 24, "spaceAfter": 18},
    "with room at the right": {"rightIndent": 40, "spaceAfter": 6},
}


def typeset(path: Path, texts: list[str], columns: int, page: tuple[float, float], **style: object) -> Path:
    """Set texts in columns on as many pages as they need."""
    width, height = page
    gap, margin = 14, 50
    reach = (width - 2 * margin - gap * (columns - 1)) / columns
    frames = [
        Frame(margin + number * (reach + gap), margin, reach, height - 2 * margin, 0, 0, 0, 0)
        for number in range(columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=page, invariant=1, pageTemplates=[PageTemplate("page", frames)])
    paragraph = ParagraphStyle("p", **{"fontName": "Helvetica", "fontSize": 10, "leading": 12, **style})
    document.build([Paragraph(text, paragraph) for text in texts])
    return path


def texts_of(printed: PrintedPdf) -> list[str]:
    """Return the paragraphs, those that a page or a column has cut put together."""
    texts: list[str] = []
    for line in printed.lines:
        ((piece,),) = line.pieces
        if line.goes_on:
            before = texts.pop()
            texts.append((before[:-1] if piece.joint == "-" else before + piece.joint) + piece.text)
        else:
            texts.append(piece.text)
    return texts


@pytest.mark.parametrize("columns", [1, 2])
@pytest.mark.parametrize("make_up", MAKE_UPS)
def test_paragraphs_are_the_same_in_every_make_up(tmp_path: Path, make_up: str, columns: int) -> None:
    texts = TEXTS * 2 if columns == 2 else TEXTS
    page = (A4[0], A4[1] * 1.2) if make_up == "double spaced" else (A4[0], A4[1] * 0.6)
    page = page if columns == 2 else (A5[0], A5[1] * 0.5)
    printed = read_printed(typeset(tmp_path / "text.pdf", texts, columns, page, **MAKE_UPS[make_up]), "text.pdf")
    assert texts_of(printed) == texts
    assert printed.page_count > 1 or columns == 2


def drawn(path: Path, *lines: tuple[float, float, str], leading: int = 14) -> Path:
    """Write lines of type at places of one page."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    for x, y, text in lines:
        canvas.drawString(x, y, text)
    canvas.showPage()
    canvas.save()
    return path


def struck_out(path: Path, word: str) -> Path:
    """Put a StrikeOut annotation over a word of the first page."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    layer = page.get_textpage()
    start = layer.get_text_range().index(word)
    boxes = [layer.get_charbox(start + index, loose=True) for index in range(len(word))]
    left, bottom, right, top = boxes[0][0], boxes[0][1], boxes[-1][2], boxes[0][3]
    annotation = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_STRIKEOUT)
    corners = raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
    assert raw.FPDFAnnot_AppendAttachmentPoints(annotation, ctypes.byref(corners))
    assert raw.FPDFAnnot_SetRect(annotation, ctypes.byref(raw.FS_RECTF(left, top, right, bottom)))
    raw.FPDFPage_CloseAnnot(annotation)
    marked = path.with_name("marked.pdf")
    document.save(marked)
    return marked


def marks_of(piece: PrintedPiece) -> list[tuple[str, str]]:
    return [(mark, piece.text[start:end]) for start, end, mark in piece.marks]


def test_a_strikeout_annotation_strikes_its_words(tmp_path: Path) -> None:
    path = struck_out(drawn(tmp_path / "draft.pdf", (60, 700, "grupos vulnerables en riesgo")), "vulnerables")
    (line,) = read_printed(path, "draft.pdf").lines
    assert marks_of(line.pieces[0][0]) == [("struck", "vulnerables")]


def test_coloured_words_are_marked_and_grey_ones_are_not(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "draft.pdf"), pagesize=A4, invariant=1)
    x = 60.0
    for text, colour in (("grupos", (0, 0, 0)), ("en riesgo", (0.8, 0, 0)), ("y sus familias", (0.3, 0.3, 0.3))):
        canvas.setFillColorRGB(*colour)
        canvas.drawString(x, 700, text)
        x += canvas.stringWidth(text + " ", "Helvetica", 12)
    canvas.save()
    (line,) = read_printed(tmp_path / "draft.pdf", "draft.pdf").lines
    assert line.cells == ("grupos en riesgo y sus familias",)
    assert marks_of(line.pieces[0][0]) == [("coloured", "en riesgo")]


def test_a_raised_figure_is_the_mark_of_a_footnote(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "note.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 700, "las Naciones Unidas")
    x = 60 + canvas.stringWidth("las Naciones Unidas", "Helvetica", 11)
    canvas.setFont("Helvetica", 6)
    canvas.drawString(x, 704, "12")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(x + 10, 700, "advierten en 2020")
    canvas.save()
    printed = read_printed(tmp_path / "note.pdf", "note.pdf")
    assert [line.cells for line in printed.lines] == [("las Naciones Unidas advierten en 2020",)]
    assert [(item.text, item.reason) for item in printed.excluded] == [("12", "footnote-mark")]


def test_a_raya_at_the_end_of_a_line_stays_with_its_word(tmp_path: Path) -> None:
    first = "los equipos técnicos de la Ciudad Autónoma de Buenos Aires —y de las provincias— intervienen —"
    path = drawn(tmp_path / "raya.pdf", (60, 700, first), (60, 688, "conforme lo previsto— en cada caso."))
    (line,) = read_printed(path, "raya.pdf").lines
    assert line.cells == (f"{first}conforme lo previsto— en cada caso.",)


def test_page_numbers_stand_aside_above_a_deep_margin(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "numbers.pdf"), pagesize=A4, invariant=1)
    for number in range(4, 8):
        canvas.drawString(60, 700, f"Texto corrido de la parte {number}.")
        canvas.drawString(290, 95, f"- {number} -")
        canvas.showPage()
    canvas.save()
    printed = read_printed(tmp_path / "numbers.pdf", "numbers.pdf")
    assert [(item.page, item.text, item.reason) for item in printed.excluded] == [
        (page, f"- {page + 3} -", "page-number") for page in range(1, 5)
    ]
    assert len(printed.lines) == 4


def clauses(mark: str) -> list[str]:
    """Return clauses of a preamble that end with a mark, each a word longer than the one before."""
    openers = ("Teniendo presente que", "Recordando que", "Reconociendo que", "Reafirmando que", "Considerando que")
    words = LONG.rstrip(".").split()
    chance = Random(1)
    return [f"{openers[at % 5]} {' '.join(chance.choices(words, k=20 + at))}{mark}" for at in range(40)]


@pytest.mark.parametrize("mark", [";", ",", "; y"])
@pytest.mark.parametrize("columns", [1, 2])
def test_clauses_of_a_preamble_without_numbers_are_not_joined_where_a_page_cuts(
    mark: str, columns: int, tmp_path: Path
) -> None:
    texts = clauses(mark)
    printed = read_printed(typeset(tmp_path / "p.pdf", texts, columns, A4, spaceAfter=6), "p.pdf")
    joined: list[str] = []
    for line in printed.lines:
        text = " ".join(piece.text for cell in line.pieces for piece in cell)
        joined = [*joined[:-1], f"{joined[-1]} {text}"] if line.goes_on else [*joined, text]
    assert joined == texts


def test_bold_lines_behind_a_plain_tag_are_one_paragraph_over_a_semicolon_at_a_lines_end(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    lines = ["mejorar la protección de las personas que trabajan en los servicios de la Organización;",
             "en ese sentido, colaborar con otras organizaciones e informar a los Estados.]"]  # fmt: skip
    canvas.setFont("Helvetica", 10)
    canvas.drawString(70, 700, "[CAN: ")
    canvas.setFont("Helvetica-Bold", 10)
    canvas.drawString(100, 700, "Fortalecer y aplicar las políticas vigentes de los Estados Miembros a fin de")
    for at, line in enumerate(lines, 1):
        canvas.drawString(70, 700 - 13 * at, line)
    canvas.save()
    assert len(read_printed(path, path.name).lines) == 1


@pytest.mark.parametrize("alignment", [0, 1])
def test_a_heading_in_the_type_of_the_title_above_it_is_a_line_of_its_own(tmp_path: Path, alignment: int) -> None:
    title = ParagraphStyle("t", fontName="Helvetica-Bold", fontSize=18, leading=22, alignment=alignment)
    heading = ParagraphStyle("h", title, alignment=0)
    texts = ["Plan Nacional contra la Trata de Personas 2026-2028", "Eje 1. Prevención", "Línea 1.1 Difusión"]
    story = [Paragraph(texts[0], title), Paragraph(texts[1], heading)]
    story.append(Paragraph(texts[2], ParagraphStyle("s", heading, fontSize=14)))
    document = BaseDocTemplate(str(tmp_path / "a.pdf"), pagesize=A4, invariant=1)
    document.addPageTemplates([PageTemplate("page", [Frame(50, 50, A4[0] - 100, A4[1] - 100)])])
    document.build(story)
    assert texts_of(read_printed(tmp_path / "a.pdf", "a.pdf")) == texts


def test_a_page_number_between_two_columns_does_not_hide_them() -> None:
    rows = [
        (left + shift, 60.0 + 14 * at, left + shift + width, 70.0 + 14 * at)
        for left in (60.0, 310.0)
        for at in range(12)
        for shift, width in ((0, 12), (30, 90), (125, 105))
    ]
    boxes = np.array([*rows, (296.0, 800.0, 302.0, 810.0)])
    ordered, gutters = lines_in_order(boxes, list(range(len(boxes))), 595.0, ())
    assert [word for _, line in ordered for word in line][:36] == list(range(36))
    assert 290 < gutters[0] < 310


def placed(top: float, left: float, table: int | None = None, page: int = 1) -> _Placed:
    piece = PrintedPiece(page, (left, top, left + 100, top + 10), "x")
    return _Placed((0, page, top), ((piece,),), ("x",), table=table)


def test_rows_of_a_table_stand_among_the_paragraphs_of_their_column() -> None:
    left, right = [placed(top, 50) for top in (10, 30, 90)], [placed(top, 200) for top in (10, 50)]
    row = placed(60, 55, table=1)
    assert _merged([*left, *right], [row]) == [*left[:2], row, left[2], *right]
    other = placed(70, 205, table=1, page=2)
    plain = [placed(20, 50, page=2), placed(90, 50, page=2)]
    assert _merged([*left, *right, *plain], [other]) == [*left, *right, plain[0], other, plain[1]]
