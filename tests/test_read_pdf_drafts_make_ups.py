"""Make-ups of drafts that were read wrongly: rules on words, hanging numbers in two columns, lists without marks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from directriz.read.pdf.grid.evidence import Engine, Evidence, Source
from directriz.read.pdf.grid.fragments import fill_grid
from directriz.read.pdf.grid.grid import build_grid
from directriz.read.pdf.grid.hanging_columns import is_hanging_text
from directriz.read.pdf.grid.word_marks import without_word_marks
from directriz.read.pdf.page.words import Words
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.prose.lines import TextLine
from directriz.read.pdf.prose.paragraphs import _are_centred
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

SENTENCE = (
    "Fortalecer los mecanismos de coordinación entre las instituciones del sector público y las organizaciones de la "
    "sociedad civil que asisten a las víctimas en las zonas de frontera con mayor riesgo"
)
LINES = SENTENCE.split()


def texts_of(path: Path) -> list[str]:
    """Return the texts of paragraphs and of cells."""
    return [cell for line in read_printed(path, path.name).lines for cell in line.cells if cell]


def write(canvas: Canvas, x: float, y: float, words: str) -> None:
    canvas.drawString(x, y, words)


def line_of_words(y: float, lefts: list[float]) -> np.ndarray:
    """Return the boxes of words 40 points wide and 10 high at these places."""
    return np.array([[x, y, x + 40, y + 10] for x in lefts])


@pytest.mark.parametrize(
    ("stroke", "stays"),
    [
        ((105.0, 100.0, 140.0), False),  # through the letters
        ((109.0, 143.0, 183.0), False),  # under one word of three
        ((109.0, 100.0, 226.0), True),  # under the whole line: perhaps the rule of a row
        ((112.0, 143.0, 183.0), True),  # between two lines
        ((109.0, 143.0, 300.0), True),  # longer than its words
    ],
)
def test_rules_on_words_of_running_text_draw_no_table(stroke: tuple[float, float, float], stays: bool) -> None:
    words = line_of_words(100, [100, 143, 186])
    assert len(without_word_marks(np.array([stroke]), words)) == stays


def test_underlined_words_of_a_header_stay_rules() -> None:
    words = line_of_words(100, [100, 200, 300])
    assert len(without_word_marks(np.array([[109.5, 200.0, 240.0]]), words)) == 1


def test_underlined_words_beside_a_struck_one_are_a_line_of_their_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "marks.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 8.5)
    left = {46: "106.", 67: "[CAN:", 97: "Continuar", 137: "o", 147: "establecer", 187: "Establecer,", 231: "según",
            257: "corresponda,]", 310: "acuerdos", 347: "para", 367: "el"}  # fmt: skip
    for x, word in left.items():
        write(canvas, x, 700, word)
    for x0, x1 in ((97, 137), (137, 147), (147, 181), (231, 257), (257, 301)):
        canvas.line(x0, 699, x1, 699)
    canvas.line(187, 702.4, 225, 702.4)
    for at in range(1, 4):
        write(canvas, 46, 700 - 9.8 * at, " ".join([*LINES[at:], *LINES])[:88])
    canvas.save()
    printed = read_printed(path, path.name)
    assert not any(line.table for line in printed.lines)
    assert printed.lines[0].cells[0].startswith("106. [CAN: Continuar o establecer Establecer, según corresponda,]")


def page_in_two_columns(number: str) -> Words:
    """Return the words of a page in two columns: forty lines, four of them with hanging numbers."""
    boxes, texts = list[list[float]](), list[str]()
    for line in range(40):
        y = 60.0 + 12 * line
        for left in (50.0, 310.0):
            if line >= 36:
                boxes.append([left, y, left + 12, y + 10])
                texts.append(number)
            for word in range(5):
                boxes.append([left + 20 + 42 * word, y, left + 58 + 42 * word, y + 10])
                texts.append("palabra")
    return Words(tuple(texts), np.array(boxes), range(len(texts)))


@pytest.mark.parametrize(("number", "is_text"), [("12.", True), ("xviii.", True), ("Ana", False)])
def test_hanging_numbers_of_two_columns_are_no_table(number: str, is_text: bool) -> None:
    words = page_in_two_columns(number)
    columns, rows = np.array([48.0, 66, 295, 330, 560]), np.array([490.0, 503, 515, 527, 540])
    grid = build_grid(columns, rows, np.ones((5, 4), dtype=bool), np.ones((4, 3), dtype=bool))
    fragment = fill_grid(1, Engine(Evidence.WHITE, Source.DRAWN), grid, words, np.zeros((0, 5)))
    assert is_hanging_text(fragment, words, (), ()) == is_text


@pytest.mark.parametrize(("right", "are_centred"), [(512.0, False), (510.0, True)])
def test_lines_behind_a_hanging_number_are_not_centred_by_chance(right: float, are_centred: bool) -> None:
    first, second = (
        TextLine(1, "x", (100.0, y, x, y + 10), 10, 0, (), "body") for y, x in ((0.0, 510.0), (12.0, right))
    )
    assert _are_centred(first, second, (72.0, 540.0)) == are_centred


def test_the_next_number_begins_an_item_though_the_one_above_ends_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "items.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.setFont("Helvetica", 12)
    y = 760.0
    for number in ("i", "ii", "iii", "iv", "v", "vi"):
        first = f"{number}. Estimular que el tema de la trata esté continuamente en las agendas de la región"
        for line in (first, "públicas y las políticas prioritarias a nivel regional, nacional y sub-nacional de todos"):
            write(canvas, 72, y, line)
            y -= 15
        y -= 3
    canvas.save()
    assert [text.split(".")[0] for text in texts_of(path)] == ["i", "ii", "iii", "iv", "v", "vi"]
