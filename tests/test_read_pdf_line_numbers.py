"""Numbers of lines in the margin are set aside; numbers of items, rows and paragraphs stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from directriz.read.pdf.printed import PrintedPdf, read_printed
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas

PROSE = (
    "El presente Plan fortalece la cooperación entre los Estados para prevenir la trata de personas y para proteger a "
    "las víctimas y a sus familias. Las autoridades informan cada año sobre los avances y publican los resultados en "
    "el sitio de la Organización. La Comisión revisa las metas y propone las medidas que sean necesarias para que "
    "los compromisos se cumplan en los plazos previstos por las partes."
)
ITEMS = ("Prevenir el delito", "Proteger a las víctimas", "Perseguir a los autores", "Formar a los equipos",
         "Informar cada año", "Revisar las metas", "Publicar los datos", "Medir los avances")  # fmt: skip


def filled(count: int, width: int = 11) -> list[str]:
    """Return lines of prose of so many words each."""
    words = PROSE.split() * (count * width // len(PROSE.split()) + 1)
    return [" ".join(words[at * width : (at + 1) * width]) for at in range(count)]


def draw(path: Path, pages: Sequence[Sequence[tuple[str, str]]], right: bool = False, paper=A4) -> PrintedPdf:
    """Draw pages of lines, each with what stands in the margin beside it, and read them."""
    canvas = Canvas(str(path), pagesize=paper, invariant=1)
    for page in pages:
        y = paper[1] - 80
        for number, text in page:
            canvas.setFont("Helvetica", 10)
            canvas.drawString(80, y, text)
            canvas.setFont("Helvetica", 8)
            if right:
                canvas.drawString(paper[0] - 50, y, number)
            else:
                canvas.drawRightString(64, y, number)
            y -= 14
        canvas.showPage()
    canvas.save()
    return read_printed(path, path.name)


def numbered(lines: Sequence[str], first: int = 1, step: int = 1) -> list[tuple[str, str]]:
    """Return lines with their numbers; only every `step`th has one."""
    return [(str(at) if at % step == 0 else "", text) for at, text in enumerate(lines, first)]


def set_aside(read: PrintedPdf) -> list[str]:
    """Return the numbers of lines that were set aside."""
    return [each.text for each in read.excluded if each.reason == "line-number"]


def words_of(read: PrintedPdf) -> str:
    """Return the words of all paragraphs."""
    return " ".join(cell for line in read.lines for cell in line.cells)


@pytest.mark.parametrize("right", [False, True])
@pytest.mark.parametrize(("step", "goes_on"), [(1, False), (1, True), (5, False), (5, True)])
def test_numbers_of_lines_are_set_aside(step: int, goes_on: bool, right: bool, tmp_path: Path) -> None:
    lines = filled(70)
    first = lines[:36]
    pages = [numbered(first, 1, step), numbered(lines[36:], 37 if goes_on else 1, step)]
    read = draw(tmp_path / "d.pdf", pages, right, LETTER)
    assert set_aside(read) == [number for page in pages for number, _ in page if number]
    assert words_of(read) == " ".join(lines)


def test_a_first_page_of_two_lines_is_read_again_where_later_pages_number_their_lines(tmp_path: Path) -> None:
    lines = ["Borrador de Plan de Trabajo", "presentado por la Presidencia", *filled(30)]
    read = draw(tmp_path / "d.pdf", [numbered(lines[:2]), numbered(lines[2:]), numbered(filled(1))])
    assert set_aside(read) == ["1", "2", *map(str, range(1, 31)), "1"]


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_items_of_one_line_stay(step: int, tmp_path: Path) -> None:
    page = [(str(at * step), item) for at, item in enumerate(ITEMS, 1)]
    read = draw(tmp_path / "d.pdf", [page])
    assert set_aside(read) == []
    assert all(str(at * step) in words_of(read).split() for at in range(1, len(ITEMS) + 1))


def test_numbers_of_paragraphs_beside_prose_stay(tmp_path: Path) -> None:
    lines = filled(24)
    page = [(str(at // 4 + 1) if at % 4 == 0 else "", text) for at, text in enumerate(lines)]
    read = draw(tmp_path / "d.pdf", [page])
    assert set_aside(read) == []


def test_rows_of_a_ruled_table_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for row in range(9):
        y = 760 - 20 * row
        canvas.line(50, y, 540, y)
        if row < 8:
            canvas.drawString(56, y - 14, str(row + 1))
            canvas.drawString(90, y - 14, filled(9, 6)[row].lower())
    for x in (50, 80, 540):
        canvas.line(x, 760, x, 600)
    canvas.save()
    read = read_printed(path, path.name)
    assert set_aside(read) == []
    assert [line.cells[0] for line in read.lines if len(line.cells) == 2] == [str(row) for row in range(1, 9)]
