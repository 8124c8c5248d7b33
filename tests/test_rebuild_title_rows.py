"""Title rows that merged cells cover, and headers of two rows that one table shows whole and another does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.matrix import rebuild_matrix
from directriz.rebuild.repeated_headers import with_repeated_headers
from directriz.records import Action, Cell, Excluded, PrintedLine
from printed_tables import table_lines, text_line

UPPER, LOWER = ("Nº", "Ação", "Órgão", "Prazo", ""), ("", "", "", "Início", "Término")
ROW = ("1", "Formar professores", "Secretaria", "2025", "2026")


def two_rows(number: int, page: int) -> list[PrintedLine]:
    upper, lower, row = table_lines(number, UPPER, [(page, LOWER), (page, ROW)])
    return [replace(upper, spans=(1, 1, 1, 2, 0)), replace(lower, spans=(1,) * 5), row]


def test_a_second_header_row_read_as_one_cell_takes_the_cells_that_another_table_shows() -> None:
    whole = two_rows(1, 1)
    broken = list(table_lines(2, UPPER, [(2, ("", "", "", "Início Término", "")), (2, ROW)]))
    mended = with_repeated_headers([*whole, *broken])
    assert [(line.cells, line.spans) for line in mended[3:5]] == [(line.cells, line.spans) for line in whole[:2]]
    assert [[piece.text for piece in cell] for cell in mended[4].pieces] == [[], [], [], ["Início"], ["Término"]]
    assert mended[5:] == broken[2:]
    other = list(table_lines(3, UPPER, [(3, ("", "", "", "Início Fim", "")), (3, ROW)]))
    assert with_repeated_headers([*whole, *other]) == [*whole, *other]


def test_a_second_header_row_read_as_one_cell_is_parted_where_each_column_has_a_word() -> None:
    lines = list(table_lines(2, UPPER, [(2, ("", "", "", "Início Término", "")), (2, ROW)]))
    upper, lower, row = with_repeated_headers(lines)
    assert (upper.cells, upper.spans) == (UPPER, (1, 1, 1, 2, 0))
    assert (lower.cells, lower.spans, row) == (LOWER, (1,) * 5, lines[2])
    for first, then in (("Início previsto Término", ROW), ("Início Término", ("1", "Formar", "", "2025", ""))):
        lines = list(table_lines(2, UPPER, [(2, ("", "", "", first, "")), (2, then)]))
        assert with_repeated_headers(lines) == lines


MATRIX: dict[str, Any] = {
    "kind": "action-matrix",
    "about": "-",
    "columns": {"measure": ["Medida"], "number": ["Nº"], "action": ["Acciones"], "responsible": ["Organismo"]},
    "heading": [{"pattern": "(?P<axis>EJE.+)"}],
}


def rows_of(*rows: tuple[str, tuple[int, ...]]) -> list[PrintedLine]:
    header, *lines = table_lines(1, ("Medida", "Nº", "Acciones", "Organismo"), [(1, row.split("|")) for row, _ in rows])
    return [
        text_line(1, "Plan"),
        header,
        *(replace(line, covered=at) for line, (_, at) in zip(lines, rows, strict=True)),
    ]


def read(lines: list[PrintedLine]) -> list[Action]:
    records = rebuild_matrix(lines, "plan", Profile.model_validate(MATRIX), "p.toml", language_of("es"))
    kept = (each.text for kind in (Cell, Excluded) for each in records.of(kind))
    assert Counter(word for text in kept for word in text.split()) == Counter(
        word for line in lines for cell in line.cells for word in cell.split()
    )
    return list(records.of(Action))


def test_a_title_row_beside_a_merged_cell_is_a_heading() -> None:
    lines = rows_of(
        ("EJE I|||", ()), ("Campañas|1|Difundir|Ministerio", ()), ("EJE II|||", (3,)), ("Cursos|2|Formar|Vialidad", ())
    )
    assert [(each.axis, each.measure) for each in read(lines)] == [("EJE I", "Campañas"), ("EJE II", "Cursos")]


def test_words_of_a_cut_row_below_a_merged_cell_are_kept() -> None:
    lines = rows_of(
        ("EJE I|||", ()), ("Campañas|1|Difundir|Ministerio", ()), ("|2|Formar|Vialidad", (0,)), ("y talleres|||", (3,))
    )
    assert [each.measure for each in read(lines)] == ["Campañas y talleres"] * 2
