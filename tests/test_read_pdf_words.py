"""Words as producers draw them: letter by letter, over the next cell, behind a clip path, broken by narrow columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.cell_text import Vocabulary, join_lines
from directriz.read.pdf.page.drawing import view_of
from directriz.read.pdf.page.overrunning_words import runs_over_rules
from directriz.read.pdf.page.words import TextLayer, words_of
from directriz.read.pdf.reader import read_pdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas


def _pdf(path: Path, draw: Callable[[Canvas], None]) -> Path:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return path


def _letter_by_letter(canvas: Canvas) -> None:
    for row in range(6):
        for x, text in ((40.0, "Fortalecer la red"), (200.0, "Informe de casos"), (360.0, "Ministerio de Seguridad")):
            for letter in text:
                canvas.drawString(x, 780 - 12 * row, letter)
                x += canvas.stringWidth(letter, "Helvetica", 10)


def test_letters_set_one_by_one_are_words_also_where_pdfium_takes_them_for_a_column(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "letters.pdf", _letter_by_letter)
    with PdfFile(path) as source, source.page(1) as page:
        layer = TextLayer(page, view_of(page))
        words = words_of(layer, np.zeros((0, 3)))
    assert layer.text.startswith("F\r\no\r\nr\r\nt")
    assert words.texts == ("Fortalecer", "la", "red", "Informe", "de", "casos", "Ministerio", "de", "Seguridad") * 6


def _boxes(*lefts_and_widths: tuple[float, float]) -> np.ndarray:
    return np.array([[left, 0.0, left + width, 10.0] for left, width in lefts_and_widths])


def test_letters_printed_in_turns_are_two_words_where_a_rule_parts_them() -> None:
    letters = _boxes((0, 5), (5, 5), (10, 5), (15, 5), (22, 5), (20, 5), (27, 5), (32, 5))  # "abcdf" and "Eje"
    assert runs_over_rules(letters, np.array([[21.0, -5.0, 15.0]])) == [[0, 1, 2, 3, 5], [4, 6, 7]]
    assert runs_over_rules(letters, np.array([[41.0, -5.0, 15.0]])) == []


def test_letters_set_wide_and_pairs_drawn_together_are_one_word() -> None:
    wide = _boxes((10, 5), (17, 5), (24, 5), (31, 5))
    together = _boxes((10, 5), (14.5, 5), (19.5, 5))
    for letters in (wide, together):
        assert runs_over_rules(letters, np.array([[18.0, -5.0, 15.0]])) == []


def _clipped(canvas: Canvas) -> None:
    canvas.drawString(100, 780, "Se ve")
    path = canvas.beginPath()
    path.rect(90, 700, 400, 41)  # from 700 to 741
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.drawString(100, 760, "no se ve")
    canvas.drawString(100, 740, "se ve apenas")
    canvas.drawString(100, 720, "se ve entero")
    canvas.drawString(460, 720, "MINISTERIO")


def test_words_behind_a_clip_path_are_set_aside_and_what_is_cut_sideways_is_read(tmp_path: Path) -> None:
    reading = read_pdf(_pdf(tmp_path / "clipped.pdf", _clipped))
    aside = {line.text: reason for line, reason in reading.furniture.items()}
    assert aside == {"no se ve": "clipped", "se ve apenas": "clipped"}
    kept = [line.text for line in reading.sheets[0].lines if line not in reading.furniture]
    assert kept == ["Se ve", "se ve entero MINISTERIO"]


def test_a_mark_that_a_narrow_column_sends_to_the_next_line_stays_with_its_word() -> None:
    vocabulary = Vocabulary(language_of("es"))
    assert join_lines(["provinciales", ", municipales"], vocabulary) == "provinciales, municipales"
    assert join_lines(["no gubernamental", "), tipo"], vocabulary) == "no gubernamental ), tipo"
    assert join_lines(["gubernamental", "), tipo"], vocabulary) == "gubernamental), tipo"
    assert join_lines(["Artículo", ".5 de la ley"], vocabulary) == "Artículo .5 de la ley"
