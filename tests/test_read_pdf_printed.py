"""PDFs as printed lines: whole rows with page and box of each piece, paragraphs, and every word once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.drawing import view_of
from directriz.read.pdf.page.words import TextLayer
from directriz.read.pdf.printed import read_printed

GOLDEN = Path(__file__).with_name("golden")
PDFS = sorted(GOLDEN.glob("pdf_*/source.pdf"))


def test_a_row_cut_by_the_page_is_one_line_with_a_piece_on_each() -> None:
    printed = read_printed(GOLDEN / "pdf_b_row_cut_over_three_columns" / "source.pdf", "plan.pdf")
    row = printed.lines[2]
    assert row.cells[1] == "Registro nacional de casos y de sentencias"
    assert (row.source_file, row.page, row.line) == ("plan.pdf", 1, None)
    assert [(piece.page, piece.text) for piece in row.pieces[1]] == [
        (1, "Registro nacional de"),
        (2, "casos y de sentencias"),
    ]
    assert [piece.joint for piece in row.pieces[1]] == [" ", " "]
    assert [(item.page, item.reason) for item in printed.excluded] == [(2, "repeated-header")] * 4


def test_a_merged_cell_stands_in_its_first_row_only() -> None:
    printed = read_printed(GOLDEN / "pdf_c_merged_cell_over_the_page" / "source.pdf", "plan.pdf")
    assert [line.cells[1] for line in printed.lines] == [
        "Medida",
        "Difusión de los derechos",
        "",
        "",
        "",
        "Registro",
    ]
    assert [line.opens_page for line in printed.lines] == [True, False, False, True, False, False]


def test_a_header_stands_before_its_rows_and_headings_before_it() -> None:
    printed = read_printed(GOLDEN / "pdf_e_heading_between" / "source.pdf", "plan.pdf")
    assert [line.cells[0] for line in printed.lines] == ["N°", "1", "2", "EJE DE ASISTENCIA", "N°", "1", "2"]


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.parent.name)
def test_the_letters_of_the_text_layer_are_those_of_lines_and_excluded(path: Path) -> None:
    printed = read_printed(path, path.name)
    letters: Counter[str] = Counter()
    with PdfFile(path) as source:
        for page in source.pages(range(1, source.page_count + 1)):
            letters.update(
                "".join(TextLayer(page, view_of(page)).text.split())
                .replace("\ufffe", "")
                .replace("\x02", "")
                .replace("-", "")
            )
    texts = [piece.text for line in printed.lines for pieces in line.pieces for piece in pieces]
    texts += [item.text for item in printed.excluded]
    assert Counter("".join(" ".join(texts).split()).replace("-", "")) == letters
