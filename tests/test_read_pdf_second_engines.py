"""Second engines: asked where words stand in columns without a table, never about prose; what they find is said."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf import table_search
from directriz.read.pdf.grid import engine_program
from directriz.read.pdf.grid import second_engines as engines
from directriz.read.pdf.grid.evidence import Evidence
from directriz.read.pdf.grid.grid import Grid, grid_of
from directriz.read.pdf.grid.second_engines import Plumber
from directriz.read.pdf.guard import limited
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.cell_text import Vocabulary
from directriz.read.pdf.page_reader import sheet_of
from directriz.read.pdf.reader import MOST_ASKED, read_pdf
from directriz.read.pdf.table_search import Look
from directriz.read.pdf.tables import tables_of
from pdfplumber.utils.exceptions import PdfminerException
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

PLUMBER, STREAM = Evidence.PLUMBER, Evidence.STREAM
GOLDEN = Path(__file__).with_name("golden")
ROWS = [
    ["Meta", "Indicador", "Valor"],
    ["Refugios abiertos", "Cantidad", "12"],
    ["Cursos dictados", "Porcentaje", "85"],
    ["Folletos", "Miles", "40"],
    ["Protocolos", "Cantidad", "3"],
    ["Campañas", "Cantidad", "7"],
]
EDGES = (72.0, 260.0, 420.0)


def _borderless(path: Path, pages: int = 1, rows: list[list[str]] = ROWS, gap: float = 0.0) -> Path:
    canvas = Canvas(str(path), pagesize=A4)
    for _ in range(pages):
        canvas.setFont("Helvetica", 10)
        for line, cells in enumerate(rows):
            for x, text in zip(EDGES, cells, strict=True):
                canvas.drawString(x, 700 - (16 + gap) * line, text)
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture(autouse=True)
def _without_our_own_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Second engines are asked where our own search by white space finds nothing: here it never does."""
    monkeypatch.setattr(table_search, "white_grids", lambda *_: [])
    monkeypatch.setattr(table_search, "tables_of_words", lambda *_: ([], []))


def test_a_table_without_a_rule_is_read_by_its_white_space(tmp_path: Path) -> None:
    found = tables_of(_borderless(tmp_path / "plan.pdf"))
    (table,) = found["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == ROWS
    assert [fragment["engine"] for fragment in found["fragments"]] == ["camelot-stream"]
    assert [(doubt["code"], doubt["page"]) for doubt in found["doubts"]] == [("table_inferred", 1)]


def test_many_such_pages_are_said_and_not_asked_about(tmp_path: Path) -> None:
    reading = read_pdf(_borderless(tmp_path / "plan.pdf", MOST_ASKED + 1))
    assert reading.tables == ()
    assert [(doubt.code, doubt.page) for doubt in reading.doubts] == [
        ("table_unread", page) for page in range(1, MOST_ASKED + 2)
    ]
    assert "6 lines stand in 3 columns" in reading.doubts[0].detail
    assert [line.text for line in reading.sheets[0].lines][1] == "Refugios abiertos Cantidad 12"


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:4],  # too few lines
        [["Meta", "", ""], *([f"Abrir {n} refugios", "", ""] for n in range(8))],  # one column
        [["la asistencia a las víctimas de", "los organismos que tienen a su", "del delito en las provincias y"]] * 8,
    ],
)
def test_what_is_no_table_is_not_asked_about(
    rows: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "ENGINES", ())
    reading = read_pdf(_borderless(tmp_path / "plan.pdf", rows=rows))
    assert (reading.tables, reading.doubts) == ((), ())


def test_lines_far_apart_are_no_table(tmp_path: Path) -> None:
    assert read_pdf(_borderless(tmp_path / "plan.pdf", gap=40.0)).doubts == ()


def test_pdfplumber_gives_the_grid_of_a_ruled_table() -> None:
    path = GOLDEN / "pdf_a_clean_continuation" / "source.pdf"
    (own,) = read_pdf(path, [2]).fragments
    (grid,) = Plumber().grids(path, 2, own.box, A4[1])
    assert grid.columns.round().tolist() == own.grid.columns.round().tolist()
    assert grid.rows.round().tolist() == own.grid.rows.round().tolist()
    assert Plumber().grids(path, 2, (50.0, 500.0, 540.0, 600.0), A4[1]) == []


def _grid(*columns: float) -> Grid:
    x, y = np.array(columns), np.arange(694.0, 838.0, 16.0) - 570.0
    lying = np.array([(value, x[0], x[-1]) for value in y])
    standing = np.array([(value, y[0], y[-1]) for value in x])
    grid = grid_of(lying, standing)
    assert grid is not None
    return grid


def test_engines_that_differ_are_told_and_the_first_one_is_kept(tmp_path: Path) -> None:
    path = _borderless(tmp_path / "plan.pdf")
    first, second = _grid(60.0, 250.0, 410.0, 520.0), _grid(60.0, 250.0, 520.0)
    with PdfFile(path) as source, source.page(1) as page:
        sheet = sheet_of(page, Vocabulary(language_of("es")), Look(others=((PLUMBER, first), (STREAM, second))))
    assert [(fragment.evidence, fragment.column_count) for fragment in sheet.fragments] == [(PLUMBER, 3)]
    assert [doubt.code for doubt in sheet.doubts] == ["table_inferred", "engines_differ"]
    with PdfFile(path) as source, source.page(1) as page:
        agreed = sheet_of(page, Vocabulary(language_of("es")), Look(others=((PLUMBER, first), (STREAM, first))))
    assert [doubt.code for doubt in agreed.doubts] == ["table_inferred"]


@pytest.mark.parametrize(
    "fault", [ValueError("no xref"), struct.error("4 bytes"), PdfminerException("EOF"), RecursionError()]
)
def test_a_fault_of_an_engine_is_no_answer(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def failing(question: object) -> list[object]:
        raise fault

    monkeypatch.setattr(engine_program, "plumber_tables", failing)
    assert engine_program.answer({"engine": "plumber"}) is None


def test_an_engine_without_an_answer_gives_way_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = engines._program.ask

    def half_deaf(question: dict[str, object]) -> object:
        asked.append(str(question["engine"]))
        return None if question["engine"] == "plumber" else ask(question)

    monkeypatch.setattr(engines._program, "ask", half_deaf)
    reading = read_pdf(_borderless(tmp_path / "plan.pdf"))
    assert [str(fragment.engine) for fragment in reading.fragments] == ["camelot-stream"]
    assert asked == ["plumber", "stream"]
    monkeypatch.setattr(engines._program, "ask", lambda question: None)
    assert [doubt.code for doubt in read_pdf(tmp_path / "plan.pdf").doubts] == ["table_unread"]


GREEDY = """
import sys
sys.path.insert(0, {guard!r})
from limited import answer_questions

def answer(question):
    if question == "memory":
        return len(bytearray(2 ** 32))
    if question == "memory in use":
        return len(b"x" * 2 ** 30)
    while question == "time":
        pass
    if question == "end":
        sys.exit(3)
    print("libraries print")
    return [question]

answer_questions(answer)
"""


@pytest.mark.parametrize("question", ["memory", "memory in use", "time", "end"])
def test_a_program_over_its_limits_gives_no_answer_and_starts_anew(
    tmp_path: Path, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "greedy.py"
    copied = Path(limited.__file__).read_text(encoding="utf-8").replace("MOST_SECONDS = 5", "MOST_SECONDS = 0")
    (tmp_path / "limited.py").write_text(copied, encoding="utf-8")
    script.write_text(GREEDY.format(guard=str(tmp_path)), encoding="utf-8")
    program = limited.LimitedProgram(script)
    assert program.ask("á") == ["á"]
    assert program.ask(question) is None
    assert program.ask({"page": 1}) == [{"page": 1}]
    program.end()
