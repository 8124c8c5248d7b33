"""The keys `aside` and `tables` of a profile: entries without effect, and entries that would lose the plan's rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from directriz.commands.draft_axes import axis_key
from directriz.commands.profile import read_document
from directriz.errors import LayoutMismatch
from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.cards import rebuild_cards
from directriz.rebuild.matrix import rebuild_matrix
from directriz.records import Action, Issue, Records
from directriz.text import slug
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Spacer
from test_commands_add_draft import HEADER, OTHER, ROWS, drawn

COLUMNS = dict(
    zip(("action", "responsible", "deadline", "extras", "target"), ((each,) for each in HEADER), strict=True)
)
OWN = " | ".join(HEADER)


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("aside") / "plan.pdf"
    story = [drawn(OTHER), Spacer(1, 20), drawn([HEADER, *ROWS]), Spacer(1, 20)]
    story += [drawn([[HEADER[0], "Monto"], ["Capacitar a los equipos", "$ 20.000"]])]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def read(path: Path, **keys: Any) -> Records:
    layout = {"key": "action", "key_pattern": r"^\S"}
    profile = Profile(kind="action-matrix", about="-", columns=COLUMNS, ignore=("Monto",), layout=layout, **keys)
    return rebuild_matrix(read_document(path).printed, "plan", profile, "plan.toml", language_of("es"))


def unused(records: Records) -> list[str]:
    return [issue.detail for issue in records.of(Issue) if issue.issue_code == "profile_key_unused"]


def test_an_entry_that_fits_a_table_is_followed(plan: Path) -> None:
    assert len(read(plan).of(Action)) == 4
    records = read(plan, aside=("Actividades | Monto", "Provincia | Habitantes | Casos"))
    assert (len(records.of(Action)), unused(records)) == (3, [])


def test_an_entry_that_fits_no_table_is_told(plan: Path) -> None:
    [told] = unused(read(plan, aside=("Actividades | Montos",)))
    assert "`aside` of profile 'plan.toml' names the header 'Actividades | Montos', and no table" in told
    [told] = unused(read(plan, tables="1-3, 9"))
    assert "`tables` of profile 'plan.toml' names table 9" in told


@pytest.mark.parametrize("more", [(), ("Actividades | Monto",)])
def test_the_header_of_the_plan_s_own_table_is_refused(plan: Path, more: tuple[str, ...]) -> None:
    with pytest.raises(LayoutMismatch) as refused:
        read(plan, aside=(OWN, *more))
    assert "`aside` names the header of the plan's own table: 3 rows would not be read" in str(refused.value)
    assert "take the header out of `aside`" in str(refused.value)


def test_a_key_pattern_that_fits_no_cell_is_refused_once(plan: Path) -> None:
    profile = Profile(
        kind="action-matrix",
        about="-",
        columns=COLUMNS,
        ignore=("Monto",),
        layout={"key": "action", "key_pattern": "^X"},
    )
    with pytest.raises(LayoutMismatch) as refused:
        rebuild_matrix(read_document(plan).printed, "plan", profile, "plan.toml", language_of("es"))
    assert refused.value.found.startswith(
        "key_pattern '^X' fits no cell of the column 'action'; there stand 'Capacitar a los"
    )
    assert refused.value.remedy.splitlines()[-1] == r"    key_pattern = '^\S'"


def test_cards_are_set_aside_by_hand_too(tmp_path: Path) -> None:
    story: list[Any] = []
    for deed in ("Capacitar a los equipos", "Difundir la guía", "Crear un registro"):
        story += [drawn([["Acción", deed], ["Responsable", "Ministerio"], ["Plazo", "2026"]]), Spacer(1, 20)]
    SimpleDocTemplate(str(tmp_path / "cards.pdf"), pagesize=A4, invariant=1).build(story)
    keys: dict[str, Any] = {
        "kind": "action-cards",
        "about": "-",
        "columns": {"action": ("Acción",), "responsible": ("Responsable",), "deadline": ("Plazo",)},
        "layout": {"card_begins": ("Acción",)},
    }
    lines = read_document(tmp_path / "cards.pdf").printed
    whole = rebuild_cards(lines, "plan", Profile(**keys), "plan.toml")
    assert [action.action for action in whole.of(Action)] == [
        "Capacitar a los equipos",
        "Difundir la guía",
        "Crear un registro",
    ]
    aside = rebuild_cards(lines, "plan", Profile(**keys, aside=("Acción | Difundir la guía",)), "plan.toml")
    assert [action.action for action in aside.of(Action)] == ["Capacitar a los equipos", "Crear un registro"]


@pytest.mark.parametrize(
    ("names", "parts"),
    [
        (["Eje 1: Prevención", "Eje 2: Asistencia"], ["prevencion", "asistencia"]),
        (
            ["LÍNEA 1: FLORENCIA DIVERSA", "LÍNEA 2: INNOVACIÓN", "LÍNEA 3: FLORENCIA UNA CIUDAD PARA TODOS"],
            ["florencia-diversa", "innovacion", "florencia-una"],
        ),
        (["Eje 1. Salud", "Eje 2. Salud y vida"], ["salud", "salud-y-vida"]),
    ],
)
def test_axes_with_the_same_first_word_have_ids_of_their_own(names: list[str], parts: list[str]) -> None:
    import re

    pattern = axis_key(names)
    found = [re.search(pattern, name) for name in names]
    assert [slug(match["key"]) for match in found if match] == parts
