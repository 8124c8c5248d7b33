"""Tables that pages have broken: headers cut in two, matrices on facing pages, tables set aside that go on."""

from __future__ import annotations

import tomllib

import pytest
from directriz.checks import check_conservation
from directriz.errors import LayoutMismatch
from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.matrix import rebuild_matrix
from directriz.records import Action, Issue, PrintedLine, PrintedPiece, Records

PROFILE = """kind = "action-matrix"
about = "A plan."
[columns]
number = ["N°"]
action = ["Acciones del plan"]
responsible = ["Organismo responsable"]
target = ["Meta"]
budget = ["Presupuesto"]
[layout]
key_pattern = '^\\d'
"""
WHOLE = ("N°", "Acciones del plan", "Organismo responsable")


def row(page: int, table: int, *cells: str, is_header: bool = False) -> PrintedLine:
    pieces = tuple(
        (PrintedPiece(page, (100.0 * place, 10.0, 100.0 * place + 90, 20.0), cell),) if cell else ()
        for place, cell in enumerate(cells)
    )
    spans = (1,) * len(cells) if is_header else ()
    return PrintedLine("plan.pdf", page, None, cells, pieces=pieces, spans=spans, table=table)


def line(page: int, text: str) -> PrintedLine:
    piece = PrintedPiece(page, (0.0, 0.0, 90.0, 9.0), text)
    return PrintedLine("plan.pdf", page, None, (text,), pieces=((piece,),), size=10.0)


def rebuilt(lines: list[PrintedLine]) -> Records:
    profile = Profile.model_validate(tomllib.loads(PROFILE))
    records = rebuild_matrix(lines, "plan", profile, "profiles/plan.toml", language_of("es"))
    check_conservation(lines, records, "plan.pdf")
    return records


def bodies(records: Records) -> list[tuple[str | None, str | None]]:
    return [(action.number, action.responsible) for action in records.of(Action)]


@pytest.mark.parametrize("is_header", [True, False])
@pytest.mark.parametrize("tables", [(1, 2), (1, 1)])
def test_the_halves_of_a_header_that_a_page_cuts_are_one(tables: tuple[int, int], is_header: bool) -> None:
    above, below = tables
    lines = [
        row(1, above, "N°", "Acciones", "Organismo", is_header=True),
        row(2, below, "", "del plan", "responsable", is_header=is_header and above != below),
        row(2, below, "1", "Abrir casas", "SENAF"),
        row(2, below, "2", "Difundir la línea", "MSAL"),
    ]
    assert bodies(rebuilt(lines)) == [("1", "SENAF"), ("2", "MSAL")]


def facing(*right: PrintedLine) -> list[PrintedLine]:
    left = [row(1, 1, *WHOLE, is_header=True), row(1, 1, "1", "Abrir casas", "SENAF"), row(1, 1, "2", "Dar", "MSAL")]
    return [*left, *right]


def test_the_right_half_of_a_matrix_on_the_next_page_is_joined_row_by_row() -> None:
    lines = facing(
        row(2, 2, "Meta", "Presupuesto", is_header=True), row(2, 2, "10", "$ 5"), row(2, 2, "20", "$ 7")
    )  # fmt: skip
    actions = rebuilt(lines).of(Action)
    assert [(each.target, each.budget, each.page_end) for each in actions] == [("10", "$ 5", 2), ("20", "$ 7", 2)]


def test_numbers_that_are_printed_on_both_pages_are_kept_once() -> None:
    lines = facing(
        row(2, 2, "N°", "Meta", "Presupuesto", is_header=True),
        row(2, 2, "1", "10", "$ 5"),
        row(2, 2, "2", "20", "$ 7"),
    )
    assert [(each.number, each.budget) for each in rebuilt(lines).of(Action)] == [("1", "$ 5"), ("2", "$ 7")]


def test_a_right_half_with_other_numbers_or_rows_is_no_right_half() -> None:
    head = row(2, 2, "N°", "Meta", "Presupuesto", is_header=True)
    for rows in ([row(2, 2, "1", "10", "$ 5")], [row(2, 2, "1", "10", "$ 5"), row(2, 2, "3", "20", "$ 7")]):
        lines = [*facing(line(2, "Metas")), head, *rows]
        records = rebuilt(lines)
        assert [each.budget for each in records.of(Action)] == [None, None]
        assert "table_set_aside" in {each.issue_code for each in records.of(Issue)}


def test_a_table_that_goes_on_under_an_unknown_header_is_refused_with_both_answers() -> None:
    lines = facing(row(2, 2, "Nro", "Tarea", "Quién", is_header=True), row(2, 2, "3", "Pagar becas", "SENAF"))
    with pytest.raises(LayoutMismatch, match="has the columns of the plan's table on the page before") as refused:
        rebuilt(lines)
    assert 'aside = ["Nro | Tarea | Quién"]' in refused.value.remedy
    assert "below [columns]" in refused.value.remedy


def test_with_text_between_them_it_is_a_doubt() -> None:
    head = row(2, 2, "Nro", "Tarea", "Quién", is_header=True)
    lines = [*facing(line(2, "Presupuesto del año")), head, row(2, 2, "3", "Pagar becas", "SENAF")]
    told = [each.issue_code for each in rebuilt(lines).of(Issue) if each.severity == "doubt"]
    assert told == ["table_may_go_on", *["profile_key_unused"] * 2]  # no table read has its last two columns
