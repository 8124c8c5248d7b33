"""A header that runs into the first row, because the rule below it is not drawn: the row stays a row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from directriz.commands.profile import draft, read_document
from directriz.read.pdf.grid.headers import _columns_of
from directriz.rebuild.parted_headers import with_parted_headers
from directriz.records import Action, PrintedLine
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle
from test_commands_draft import BODY, deeds

HEADER = ["N°", "Acción", "Responsable", "Plazo", "Indicador"]
BODIES = ("Ministerio del Interior", "Fiscalía General", "Ministerio de Salud")


def rows() -> list[list[str]]:
    every = enumerate(deeds(7), start=1)
    return [
        [str(at), f"{deed} en todo el país", BODIES[at % 3], str(2025 + at % 3), f"Informe {at}"] for at, deed in every
    ]


def write(path: Path, is_drawn: Callable[[int, int], bool]) -> Path:
    """Draw a matrix; `is_drawn` says which rules below cells (column, row) are drawn."""
    cells = [[Paragraph(text, BODY) for text in row] for row in [HEADER, *rows()]]
    rules = [("BOX", (0, 0), (-1, -1), 0.5, "black")]
    rules += [("LINEAFTER", (column, 0), (column, -1), 0.5, "black") for column in range(4)]
    rules += [
        ("LINEBELOW", (column, row), (column, row), 0.5, "black")
        for row in range(7)
        for column in range(5)
        if is_drawn(column, row)
    ]
    table = Table(cells, colWidths=[30, 200, 110, 60, 100], style=TableStyle(rules))
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([table])
    return path


@pytest.mark.parametrize(
    "is_drawn",
    [lambda column, row: True, lambda column, row: (column, row) != (3, 0), lambda column, row: row > 0],
    ids=["all", "but one", "none below the header"],
)
def test_the_first_row_is_read_whatever_rule_is_missing(is_drawn: Callable[[int, int], bool], tmp_path: Path) -> None:
    drafted = draft(read_document(write(tmp_path / "plan.pdf", is_drawn)))
    assert drafted.plan is not None
    found = drafted.plan.records.of(Action)
    columns = ("number", "action", "responsible", "deadline", "indicators")
    assert [[getattr(action, name) for name in columns] for action in found] == rows()


def line(*cells: str, is_header: bool = False) -> PrintedLine:
    spans = (1,) * len(cells) if is_header else ()
    return PrintedLine("plan.pdf", 1, None, cells, table=1, spans=spans, pieces=tuple(() for _ in cells))


@pytest.mark.parametrize(
    "headers",
    [
        (("N°", "Acción", "Metas", ""), ("", "", "2025", "2026")),
        (("N°", "Acción", "Responsable", "Plazo"), ("de orden", "del plan", "principal", "de término")),
        (("N°", "Acción que se llevará a cabo cada año", "Responsable", "Plazo 2025"),),
    ],
)
def test_a_header_of_two_rows_and_long_labels_stay(headers: tuple[tuple[str, ...], ...]) -> None:
    roles = {"n°": "number", "acción": "action", "responsable": "responsible", "plazo": "deadline"}
    lines = [*(line(*cells, is_header=True) for cells in headers), line("5", "Abrir refugios", "Ministerio", "2026")]
    assert with_parted_headers(lines, lambda label: roles.get(label.lower())) == lines


def test_a_label_parted_over_two_rows_is_the_same_header() -> None:
    assert _columns_of((("means", "target"), ("ofproof", "2025"))) == _columns_of(
        (("meansofproof", "target"), ("", "2025"))
    )
