"""Rows of a text dump with a cell too few: which cell is missing, and what is proposed."""

from __future__ import annotations

import pytest
from directriz.errors import LayoutMismatch
from directriz.rebuild.short_rows import ColumnKinds
from directriz.records import Action, Issue
from test_rebuild_headings import rebuilt

PROFILE = """kind = "action-matrix"
about = "A plan."
[columns]
number = ["N°"]
action = ["Acción"]
responsible = ["Responsable"]
deadline = ["Plazo"]
budget = ["Presupuesto"]
[layout]
short_rows = "{}"
"""
BODIES = ("Ministerio del Interior", "Policía Nacional", "Defensoría del Pueblo", "Ministerio de Salud")
ROWS = [
    f"{number}\tCapacitar al personal de la terminal número {number} sobre detección\t{body}\t{2024 + number % 3}\t"
    f"{number}.000,00"
    for number, body in enumerate(BODIES, start=1)
]
DEED = "Abrir casas de acogida en tres provincias del norte"


def plan(*short: str) -> str:
    return "N°\tAcción\tResponsable\tPlazo\tPresupuesto\n" + "\n".join([*ROWS, *short]) + "\n"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"5\t{DEED}\t2026\t300,00", "responsible"),
        (f"5\t{DEED}\tMinisterio de Salud\t3.400,00", "deadline"),
        ("5\tMinisterio de Salud\t2025\t3.400,00", "action"),
    ],
)
def test_a_cell_missing_in_the_middle_is_named_and_never_padded(row: str, column: str) -> None:
    for short_rows in ("refuse", "pad-right"):
        with pytest.raises(LayoutMismatch, match=f"the cell of {column} is missing") as refused:
            rebuilt(plan(row), PROFILE.format(short_rows))
        assert "put the tab of the blank cell back" in refused.value.remedy
        assert "short_rows" not in refused.value.remedy


@pytest.mark.parametrize("row", [f"5\t{DEED}\tMinisterio de Salud\t2026", f"5\t{DEED}\tMinisterio de Salud"])
def test_padding_is_proposed_where_the_last_cell_is_missing(row: str) -> None:
    with pytest.raises(LayoutMismatch, match="the last cell is missing") as refused:
        rebuilt(plan(row), PROFILE.format("refuse"))
    assert '    short_rows = "pad-right"' in refused.value.remedy.splitlines()
    records = rebuilt(plan(row), PROFILE.format("pad-right"))
    assert (records.of(Action)[4].responsible, records.of(Action)[4].budget) == ("Ministerio de Salud", None)
    assert [issue.issue_code for issue in records.of(Issue)] == ["row_short"]


def test_where_the_cells_do_not_tell_a_person_has_to_look() -> None:
    two = "N°\tAcción\tResponsable\tPlazo\tPresupuesto\n1\tAbrir\tA\tB\n"
    with pytest.raises(LayoutMismatch, match="a cell too few") as refused:
        rebuilt(two, PROFILE.format("refuse"))
    assert "Only if the blank cells are the last ones" in refused.value.remedy


def test_columns_of_one_kind_do_not_tell_which_is_missing() -> None:
    kinds = ColumnKinds([("1", "uno", "dos"), ("2", "tres", "cuatro"), ("3", "cinco", "seis")])
    assert kinds.lacking(("4", "siete")) is None
    assert kinds.lacking(("siete", "ocho")) == (0,)
