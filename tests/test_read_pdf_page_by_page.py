"""What one page hands to the next, a second look at a page, and a fault of our own on one page of a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from directriz.errors import SourceUnreadable
from directriz.language import language_of
from directriz.read.pdf import page_reader, table_search
from directriz.read.pdf.grid.evidence import Engine, Evidence, Source
from directriz.read.pdf.grid.fragments import Fragment
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.cell_text import Vocabulary
from directriz.read.pdf.page_reader import sheet_of
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.table.columns import drawn_in
from directriz.read.pdf.table_search import Look
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LINED = [["Meta", "Valor"], ["Refugios abiertos", "12"], ["Cursos dictados", "85"], ["Folletos", "40"]]


def _ruled_page(canvas: Canvas, edges: tuple[float, ...]) -> None:
    """Draw a table with horizontal rules alone, its words at the edges of its columns."""
    canvas.setFont("Helvetica", 10)
    for row, texts in enumerate(LINED):
        canvas.line(70, 712 - 18 * row, 500, 712 - 18 * row)
        for x, text in zip(edges, texts, strict=True):
            canvas.drawString(x, 699 - 18 * row, text)
    canvas.line(70, 712 - 18 * len(LINED), 500, 712 - 18 * len(LINED))
    canvas.showPage()


def _two_pages(path: Path) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    _ruled_page(canvas, (72.0, 300.0))
    _ruled_page(canvas, (240.0, 420.0))
    canvas.save()
    return path


def test_a_second_look_at_page_1_is_told_what_the_first_was(tmp_path: Path) -> None:
    vocabulary = Vocabulary(language_of("es"))
    with PdfFile(_two_pages(tmp_path / "plan.pdf")) as source:
        with source.page(1) as page:
            first = sheet_of(page, vocabulary, Look())
        with source.page(2) as page:
            second = sheet_of(page, vocabulary, Look(first.after))
        counted = vocabulary.word_count
        with source.page(1) as page:
            again = sheet_of(page, vocabulary, Look(is_second=True))
    assert vocabulary.word_count == counted == 2 * 10
    (old,), (new,) = first.fragments, again.fragments
    assert np.array_equal(old.grid.columns, new.grid.columns)
    assert second.after.columns is not None
    assert first.after.columns is not None
    assert not np.allclose(second.after.columns, first.after.columns)


def test_the_words_of_a_page_that_second_engines_are_asked_about_count_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_search, "white_grids", lambda *_: [])
    monkeypatch.setattr(table_search, "tables_of_words", lambda *_: ([], []))
    canvas = Canvas(str(tmp_path / "plan.pdf"), pagesize=A4)
    for row in range(6):
        for column in range(3):
            canvas.drawString(72 + 170 * column, 700 - 16 * row, f"dato{row}{column}")
    canvas.save()
    assert read_pdf(tmp_path / "plan.pdf").vocabulary.word_count == 18


def test_columns_that_white_space_tells_move_onto_the_table_on_a_scan_too(tmp_path: Path) -> None:
    with PdfFile(_two_pages(tmp_path / "plan.pdf")) as source, source.page(1) as page:
        (fragment,) = sheet_of(page, Vocabulary(language_of("es")), Look()).fragments
    assert str(fragment.engine) == "rows"
    table = fragment.grid.columns + np.array([0.0, 5.0, 0.0])
    for source_of_it in Source:
        seen = _from(fragment, source_of_it)
        moved = drawn_in(seen, table)
        assert moved is not None
        assert np.array_equal(moved.grid.columns, table)
        assert str(seen.engine) == f"{source_of_it.value}rows"


def _from(fragment: Fragment, source: Source) -> Fragment:
    return replace(fragment, engine=Engine(Evidence.ROWS, source))


@pytest.mark.parametrize("fault", [IndexError("no rule"), ValueError("zero-size array"), ZeroDivisionError()])
def test_a_fault_in_the_search_for_tables_is_a_doubt_of_its_page(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = table_search.fragments_on

    def failing(page: int, *others: object) -> list[Fragment]:
        if page == 1:
            raise fault
        return found(page, *others)

    monkeypatch.setattr(table_search, "fragments_on", failing)
    monkeypatch.setattr(table_search, "white_grids", lambda *_: [])
    monkeypatch.setattr(table_search, "tables_of_words", lambda *_: ([], []))
    reading = read_pdf(_two_pages(tmp_path / "plan.pdf"))
    assert [(doubt.code, doubt.page) for doubt in reading.doubts] == [("page_unread", 1)]
    assert type(fault).__name__ in reading.doubts[0].detail
    assert [table.pages for table in reading.tables] == [[2]]
    assert reading.sheets[0].lines[1].text == "Refugios abiertos 12"


def test_a_fault_in_the_reading_of_a_page_leaves_the_other_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = page_reader.drawing_of

    def failing(page: page_reader.OpenPage, *others: object) -> object:
        if page.number == 2:
            raise IndexError("no rule")
        return drawn(page, *others)

    monkeypatch.setattr(page_reader, "drawing_of", failing)
    reading = read_pdf(_two_pages(tmp_path / "plan.pdf"))
    assert [(doubt.code, doubt.severity, doubt.page) for doubt in reading.doubts] == [("page_unread", "defect", 2)]
    assert [table.pages for table in reading.tables] == [[1]]
    with pytest.raises(SourceUnreadable, match=r"plan.pdf p. 2: the page could not be read"):
        read_printed(tmp_path / "plan.pdf", "plan.pdf")


def test_rules_that_hang_together_without_a_vertical_one_are_no_grid() -> None:
    from directriz.read.pdf.grid.grid import grid_of

    assert grid_of(np.array([[100.0, 50.0, 200.0], [120.0, 50.0, 200.0]]), np.zeros((0, 3))) is None
