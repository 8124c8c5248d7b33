"""Tables that go on over pages in ways that others print: captions, text below the table, headers not printed again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from directriz.language import says_continued
from directriz.read.pdf.scan.picture_rules import _drawn_out
from directriz.read.pdf.tables import tables_of
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT, LINE = 50.0, 545.0, 12.0
QUOTE = "Las personas que trabajan en terminales y puertos piden"


class Sheet:
    """A page that is drawn from the top down, in lines of `LINE` points."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y = canvas, A4[1] - 60.0
        canvas.setFont("Helvetica", 9)

    def line(self, *pieces: tuple[float, str]) -> None:
        """Print a line of pieces, each with its left side."""
        self.y -= LINE
        for x, text in pieces:
            self.canvas.drawString(x, self.y + 3, text)

    def rule(self) -> None:
        """Draw a rule from side to side."""
        self.canvas.line(LEFT, self.y, RIGHT, self.y)

    def shade(self, grey: float) -> None:
        """Shade the next line."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(LEFT, self.y - LINE, RIGHT - LEFT, LINE, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def prose(self, count: int) -> None:
        """Print lines of text."""
        self.y -= LINE
        for number in range(count):
            self.line((LEFT, f"{QUOTE} que el plan nombre a quien responde de cada medida, {number}."))


def read(path: Path, pages: Sequence[Any]) -> list[dict[str, Any]]:
    """Draw pages, each by a function, and return the tables that are read."""
    canvas = Canvas(str(path), pagesize=A4)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return list(tables_of(path)["tables"])


def quotes(sheet: Sheet, caption: str, first: int, title: str = "") -> None:
    """Draw a table of topics and long quotes with rules above and below its header, and at its end."""
    sheet.line((LEFT, caption))
    sheet.rule()
    sheet.line((55, "Tema"), (250, "Cita"))
    sheet.rule()
    for number in range(first, first + 3):
        if title and number == first:
            sheet.line((55, title))
        sheet.line((62, f"Tema {number}"), (250, f"{number} {QUOTE}"))
        for _ in range(4):
            sheet.line((250, QUOTE.lower()))
        sheet.line((250, "la atención."))
    sheet.rule()


def test_a_caption_that_says_so_continues_a_table_beyond_the_text_below_it(tmp_path: Path) -> None:
    def first(sheet: Sheet) -> None:
        quotes(sheet, "Tabla 2. Temas y citas", 1)
        sheet.prose(6)

    (table,) = read(tmp_path / "a.pdf", (first, lambda sheet: quotes(sheet, "Tabla 2. (continuación)", 4)))
    assert (table["pages"], table["header"]) == ([1, 2], ["Tema", "Cita"])
    assert [row["cells"][0] for row in table["rows"]] == [f"Tema {number}" for number in range(1, 7)]


def test_without_such_a_caption_the_text_parts_two_tables(tmp_path: Path) -> None:
    def first(sheet: Sheet) -> None:
        quotes(sheet, "Tabla 2. Temas y citas", 1)
        sheet.prose(6)

    tables = read(tmp_path / "a.pdf", (first, lambda sheet: quotes(sheet, "Tabla 3. Temas y citas", 4)))
    assert [table["pages"] for table in tables] == [[1], [2]]


def test_a_caption_continues_a_table_over_a_page_of_text_if_its_header_is_printed_again(tmp_path: Path) -> None:
    pages = (
        lambda sheet: quotes(sheet, "Tabla 2. Temas y citas", 1),
        lambda sheet: sheet.prose(40),
        lambda sheet: quotes(sheet, "Tabla 2. (continuación)", 4),
    )
    assert [table["pages"] for table in read(tmp_path / "a.pdf", pages)] == [[1, 3]]


def test_a_title_over_the_columns_of_such_a_table_is_a_section(tmp_path: Path) -> None:
    title = "Adaptaciones que las personas de los equipos piden para los lugares con más casos"
    (table,) = read(tmp_path / "a.pdf", (lambda sheet: quotes(sheet, "Tabla 2. Temas", 1, title),))
    assert [(row["kind"], row["cells"][0][:6]) for row in table["rows"]] == [
        ("section", "Adapta"), ("row", "Tema 1"), ("row", "Tema 2"), ("row", "Tema 3"),
    ]  # fmt: skip


def markers(sheet: Sheet, caption: str, title: str, first: int) -> None:
    """Draw a table with a rule below each row; a title below the header has none above it."""
    if caption:
        sheet.rule()
        sheet.line((LEFT + 100, caption))
    sheet.rule()
    sheet.line((55, "Marcador"), (170, "Descripción"), (480, "Fuente"))
    if title:
        sheet.line((170, title))
    sheet.rule()
    for number in range(first, first + 6):
        sheet.line((55, f"M{number}"), (170, f"Publicar el protocolo número {number}"), (480, f"[{number}]"))
        sheet.rule()


def test_a_title_that_runs_into_the_header_is_parted_where_the_header_is_printed_again(tmp_path: Path) -> None:
    (table,) = read(
        tmp_path / "a.pdf",
        (lambda sheet: markers(sheet, "", "HUESOS", 1), lambda sheet: markers(sheet, "Tabla 1. Cont.", "", 7)),
    )
    assert (table["pages"], table["header"]) == ([1, 2], ["Marcador", "Descripción", "Fuente"])
    assert [row["cells"][0] for row in table["rows"]] == ["", *(f"M{number}" for number in range(1, 13))]
    assert table["rows"][0]["cells"][1] == "HUESOS"


def stripes(sheet: Sheet, first: int, header: bool) -> None:
    """Draw rows of which every second one is shaded, below a header that is shaded darker."""
    if header:
        sheet.shade(0.6)
        sheet.line((55, "N°"), (100, "Medida"), (400, "Plazo"))
    for number in range(first, first + 14):
        if number % 2:
            sheet.shade(0.9)
        sheet.line((55, str(number)), (100, f"Publicar el protocolo {'de las medidas' * (number % 3)}"), (400, "2024"))


def test_a_table_without_a_header_ends_where_one_begins_that_is_printed_again(tmp_path: Path) -> None:
    pages = tuple(lambda sheet, page=page: stripes(sheet, 1 + 14 * page, page > 0) for page in range(3))
    first, second = read(tmp_path / "a.pdf", pages)
    assert (first["pages"], first["header"], len(first["rows"])) == ([1], [], 14)
    assert (second["pages"], second["header"], len(second["rows"])) == ([2, 3], ["N°", "Medida", "Plazo"], 28)


@pytest.mark.parametrize(
    ("line", "is_continued"),
    [
        ("Tabla 1. Cont.", True), ("Table 2 (continued)", True), ("(sigue)", True), ("Cuadro iv: continuación", True),
        ("Tabla 1. Contratos", False), ("Se continúa en 2024", False), ("Tabla 3. Temas", False),
    ],
)  # fmt: skip
def test_captions_that_say_that_a_table_goes_on(line: str, is_continued: bool) -> None:
    assert says_continued(line) is is_continued


@pytest.mark.parametrize(
    ("parts", "count"),
    [
        (((80.0, 300.0), (365.0, 541.0)), 2),  # four fifths of its ink: drawn out to the whole rule
        (((80.0, 180.0), (365.0, 541.0)), 3),  # half of it: labels have rules of their own
        (((58.0, 300.0), (304.0, 544.0)), 3),  # all of it: parted on purpose
    ],
)
def test_a_faint_rule_of_a_scan_is_drawn_out_to_the_ends_of_a_whole_one(parts: Any, count: int) -> None:
    lying = np.array([[100.0, x0, x1, 1.0] for x0, x1 in parts] + [[120.0, 58.0, 544.0, 1.0]])
    found = _drawn_out(lying, np.zeros((0, 4)))
    assert len(found) == count
    assert (found[0, 1:3].tolist() == [58.0, 544.0]) is (count == 2)
    beside_a_merged_cell = np.array([[parts[0][1], 90.0, 130.0, 1.0], [parts[1][0], 90.0, 130.0, 1.0]])
    assert len(_drawn_out(lying, beside_a_merged_cell)) == (3 if parts[1][0] - parts[0][1] > 5 else count)
