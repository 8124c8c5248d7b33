"""The kind of a plan is chosen by what each kind reads, and the report says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from directriz.commands import draft_choice
from directriz.commands.draft_choice import CARDS, Reading, chosen, readings_of, why
from directriz.commands.draft_layout import LayoutDraft
from directriz.commands.draft_plan import PlanDraft
from directriz.commands.draft_tables import TablesDraft
from directriz.commands.profile import draft, read_document
from list_plans import write_list
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from test_commands_add_draft import drawn, write_matrix
from test_commands_draft import deeds

BODY = getSampleStyleSheet()["BodyText"]
HEAD = getSampleStyleSheet()["Heading3"]


def write_mixed(path: Path, items: int, rows: int) -> Path:
    """Draw a plan with two lists of actions in prose, and a table of activities below them."""
    story: list[Any] = [Paragraph("Plan Nacional 2025-2027", HEAD)]
    every = deeds(items)
    for place, part in enumerate((every[: items // 2], every[items // 2 :])):
        story += [Paragraph(f"Eje {place + 1}: Prevención {place}", HEAD), Paragraph("Acciones", HEAD)]
        story += [Paragraph(f"• {each}.", BODY) for each in part]
    table = [["Actividad", "Responsable", "Plazo"], *([each, "Ministerio de Salud", "2026"] for each in deeds(rows))]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build([*story, Spacer(1, 30), drawn(table)])
    return path


def test_a_small_table_makes_no_matrix_of_a_plan_in_prose(tmp_path: Path) -> None:
    drafted = draft(read_document(write_mixed(tmp_path / "plan.pdf", 20, 4)))
    assert (drafted.kind, drafted.actions) == ("action-list", 20)
    assert drafted.why == "action-list 20 actions; as other kinds: action-matrix 4 actions, action-cards none"
    assert f"# The kind was chosen by what each kind reads: {drafted.why}." in drafted.text.splitlines()


def test_short_lists_make_no_prose_of_a_matrix(tmp_path: Path) -> None:
    drafted = draft(read_document(write_mixed(tmp_path / "plan.pdf", 6, 16)))
    assert (drafted.kind, drafted.actions) == ("action-matrix", 16)
    assert drafted.why == "action-matrix 16 actions; as other kinds: action-list 6 actions, action-cards none"


def test_a_kind_that_is_named_is_not_compared(tmp_path: Path) -> None:
    drafted = draft(read_document(write_mixed(tmp_path / "plan.pdf", 20, 4)), "action-matrix")
    assert (drafted.kind, drafted.actions, drafted.why) == ("action-matrix", 4, "")


@pytest.mark.parametrize("make", ["matrix", "list"])
def test_plans_of_one_kind_are_drafted_as_such(make: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    document = read_document(write_matrix(path) if make == "matrix" else write_list(path, "bullets"))
    readings = readings_of(document.printed, None, "-")
    assert [each.kind for each in readings] == [f"action-{make}"]


def test_a_kind_that_the_run_refuses_gives_way() -> None:
    table = Reading("action-cards", (), 0, 0, is_refused=True)
    prose = Reading("action-list", (), 6, 5)
    assert chosen([table, prose]) is prose
    assert chosen([table]) is table
    assert chosen([]) is None
    told = "action-list 6 actions; as other kinds: action-cards 0 actions, refused, action-matrix none"
    assert why(prose, [table, prose]) == told


def test_a_plan_in_prose_in_a_text_file_is_a_list(tmp_path: Path) -> None:
    every = deeds(8)
    parts = [
        f"EJE {place + 1}: {name}\n\nAcciones\n\n" + "".join(f"• {each}.\n\nResponsable: {name}\n\n" for each in part)
        for place, (name, part) in enumerate((("PREVENCIÓN", every[:4]), ("ASISTENCIA", every[4:])))
    ]
    (tmp_path / "plan.txt").write_text("PLAN NACIONAL\n\n" + "".join(parts), encoding="utf-8")
    drafted = draft(read_document(tmp_path / "plan.txt"))
    assert (drafted.kind, drafted.actions) == ("action-list", 8)
    assert drafted.why == "action-list 8 actions; as other kinds: action-matrix none, action-cards none"


@pytest.mark.parametrize(
    ("table", "prose", "kind"),
    [
        ((309, 1, 1236), (38, 30, 11), "action-matrix"),  # Florencia: rows named by nouns
        ((65, 65, 130), (219, 186, 0), "action-matrix"),  # pe_plan: items of its chapters
        ((5, 5, 10), (22, 20, 44), "action-list"),  # a budget by activity
    ],
)
def test_what_is_read_decides_not_the_number_of_items(
    table: tuple[int, int, int], prose: tuple[int, int, int], kind: str
) -> None:
    readings = [Reading("action-cards", (), *table), Reading("action-list", (), *prose)]
    taken = chosen(readings)
    assert taken is readings[kind == "action-list"]


def test_a_matrix_under_headers_printed_again_is_no_plan_of_cards(tmp_path: Path) -> None:
    rows = [("Ministerio de Salud", "80%"), ("Policía", "1 registro"), ("Ministerio de Salud", "3 campañas")] * 4
    story: list[Any] = []
    for place in range(4):
        part = [[deed, *row] for deed, row in zip(deeds(12), rows, strict=True)][3 * place : 3 * place + 3]
        lines = [("LINEBELOW", (0, 0), (-1, -1), 0.6, "black")]
        table = Table([["Acción", "Responsable", "Meta"], *part], colWidths=[310, 110, 70], style=lines)
        story += [Paragraph(f"Objetivo {place + 1}: Prevenir", HEAD), Spacer(1, 12), table, Spacer(1, 16)]
    path = tmp_path / "plan.pdf"
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    drafted = draft(read_document(path))
    assert (drafted.kind, drafted.actions) == ("action-matrix", 12)


@pytest.mark.parametrize(
    ("deeds_of_cards", "values", "kind"),
    [(3, 10, "action-matrix"), (0, 18, "action-matrix"), (9, 10, CARDS), (3, 30, CARDS)],
)
def test_values_of_a_matrix_that_repeat_are_no_labels_of_cards(
    deeds_of_cards: int, values: int, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_choice, "is_matrix", lambda plan, cards: True)
    matrix = Reading("action-matrix", (), 12, 12, 30, plan=PlanDraft(TablesDraft(), (), LayoutDraft()))
    cards = Reading(CARDS, (), 9, deeds_of_cards, values, cards=9, covered=0.9)
    taken = chosen([cards, matrix])
    assert taken is not None
    assert taken.kind == kind
