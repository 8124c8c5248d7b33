"""Paragraphs by how a document is set: first lines that stand in, full stops that hang over, hyphens at a break."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.cell_text import Vocabulary, join_lines, joint_of
from directriz.read.pdf.page.drawing import view_of
from directriz.read.pdf.page.words import TextLayer, words_of
from directriz.read.pdf.prose.lines import TextLine
from directriz.read.pdf.prose.paragraphs import paragraphs_of, piece_of_paragraph
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

EDGE, STEP, WIDE = 60.0, 18.0, 400.0


def _lines(*printed: tuple[str, float, float]) -> list[TextLine]:
    """Return lines below each other: text, where it begins and where it ends from the column's left edge."""
    return [
        TextLine(1, text, (EDGE + left, 100 + 12.0 * row, EDGE + right, 110 + 12.0 * row), 10, 2, (), "body", 0, 30.0)
        for row, (text, left, right) in enumerate(printed)
    ]


def _texts(lines: list[TextLine]) -> list[str]:
    return [" ".join(line.text for line in paragraph.lines) for paragraph in paragraphs_of(lines, language_of("es"))]


FIVE = [(text, left, WIDE if left else 200.0) for _ in range(5) for text, left in (("Primera", STEP), ("y fin.", 0.0))]


def test_a_line_that_stands_in_as_first_lines_do_begins_a_paragraph_whatever_stands_above() -> None:
    full = [("6 Sensibilizar a la", STEP, WIDE), ("población en la trata", 0.0, WIDE), ("7 Implementar", STEP, WIDE)]
    closing = [("En prueba, se firma.", STEP, WIDE - 1), ("FIRMAS:", STEP, 60.0)]
    assert _texts(_lines(*FIVE, *full)) == ["Primera y fin."] * 5 + [
        "6 Sensibilizar a la población en la trata",
        "7 Implementar",
    ]
    assert _texts(_lines(*FIVE, *closing))[-2:] == ["En prueba, se firma.", "FIRMAS:"]


def test_an_indented_block_is_no_first_line_where_the_document_has_no_such_habit() -> None:
    block = [("El Comité resuelve", STEP, WIDE), ("aprobar el plan y", STEP, WIDE), ("publicarlo.", STEP, 80.0)]
    plain = [(f"{word} línea del texto", 0.0, WIDE) for word in ("Primera", "segunda", "tercera", "cuarta")]
    assert _texts(_lines(*plain, *block)) == [
        "Primera línea del texto segunda línea del texto tercera línea del texto cuarta línea del texto "
        "El Comité resuelve aprobar el plan y publicarlo."
    ]


def test_a_full_stop_that_hangs_over_a_justified_column_does_not_end_its_line_short() -> None:
    justified = [(f"{word} línea del texto", 0.0, WIDE) for word in ("Primera", "segunda", "tercera", "cuarta")]
    hanging = [("a nivel municipal.", 0.0, WIDE + 2), ("Asimismo, su percepción", 0.0, WIDE)]
    assert len(_texts(_lines(*justified, *hanging))) == 1


def test_a_soft_hyphen_before_a_break_is_the_hyphen_that_is_printed() -> None:
    (paragraph,) = paragraphs_of(_lines(("Esta presta\u00ad", 0.0, WIDE)), language_of("es"))
    piece, _ = piece_of_paragraph(paragraph, Vocabulary(language_of("es")))
    assert piece.text == "Esta presta-"
    assert joint_of(piece.text, "ción contempla un subsidio", Vocabulary(language_of("es"))) == "-"


def test_a_slash_after_an_abbreviation_binds_it_to_the_next_line() -> None:
    assert (
        join_lines(["por el/la Sr./", "Sra. Ministra"], Vocabulary(language_of("es"))) == "por el/la Sr./Sra. Ministra"
    )


@pytest.mark.parametrize("lines", [["mar/", "2025"], ["2024/", "2025"], ["urbano/", "rural"]])
def test_a_slash_at_a_line_s_end_binds_what_follows(lines: list[str]) -> None:
    assert join_lines(lines, Vocabulary(language_of("pt"))) == "".join(lines)


def test_spaces_between_wide_capitals_that_no_page_draws_are_found(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "capitals.pdf"), pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 11)
    x = 60.0
    for word, gap in (("PARA", 2.6), ("LA", 1.5), ("ASISTENCIA", 1.5), ("A", 2.0), ("VÍCTIMAS", 2.6), ("DE", 2.6)):
        canvas.drawString(x, 700, word)
        x += canvas.stringWidth(word, "Times-Roman", 11) + gap
    canvas.save()
    with PdfFile(tmp_path / "capitals.pdf") as source, source.page(1) as page:
        layer = TextLayer(page, view_of(page))
        words = words_of(layer, np.zeros((0, 3)))
    assert "LAASISTENCIA" in layer.text
    assert words.texts[:6] == ("PARA", "LA", "ASISTENCIA", "A", "VÍCTIMAS", "DE")
