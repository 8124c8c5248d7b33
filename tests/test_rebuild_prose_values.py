"""Plans in prose whose values stand in brackets, between bars, behind labels of their own, or before the next item."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from directriz.commands.profile import draft, read_document
from directriz.layouts import Profile
from directriz.rebuild.action_list import rebuild_action_list
from directriz.rebuild.parted_items import with_parted_items
from directriz.records import Action, Extra, PrintedLine
from pydantic import ValidationError
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from test_commands_draft import deeds

STYLES = getSampleStyleSheet()
BODIES = ("Ministerio de Salud", "Fiscalía General", "Defensoría del Pueblo")
PLACES = ("Zona norte", "Todo el país")
LINES = {
    "brackets": ("• {deed} en el país ({body}, {year}).",),
    "semicolon": ("{number} {deed} en el país ({body}; {year})",),
    "bars": ("• {deed} en el país.", "Responsable: {body} | Plazo: {year}"),
    "label of its own": (
        "• {deed} en el país.",
        "Responsable: {body} | Territorio de trabajo: {place} | Plazo: {year}",
    ),
    "run in": ("{number} {deed} en el país. Responsable: {body}. Territorio de trabajo: {place}. Plazo: {year}.",),
}


def written(path: Path, make: str) -> tuple[Path, list[tuple[str, str, str, str]]]:
    """Draw a plan of two axes with six actions each; return its path, and what it says."""
    story: list[Any] = [Paragraph("Plan 2025-2027", STYLES["Heading1"])]
    rows = []
    for place, deed in enumerate(deeds(12)):
        if place % 6 == 0:
            story += [Paragraph(f"Eje {place // 6 + 1}: Prevención {place}", STYLES["Heading2"])]
            story += [Paragraph("Acciones", STYLES["Heading3"])]
        says = {"deed": deed, "body": BODIES[place % 3], "year": str(2025 + place % 3), "place": PLACES[place % 2]}
        number = f"{place // 6 + 1}.{place % 6 + 1}"
        story += [Paragraph(line.format(number=number, **says), STYLES["BodyText"]) for line in LINES[make]]
        rows.append((f"{deed} en el país", says["body"], says["year"], says["place"]))
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path, rows


@pytest.mark.parametrize("make", LINES)
def test_every_value_is_in_its_column(make: str, tmp_path: Path) -> None:
    path, rows = written(tmp_path / "plan.pdf", make)
    document = read_document(path)
    drafted = draft(document)
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    records = rebuild_action_list(document.printed, "plan", profile, "p.toml")
    extras = {extra.record_id: extra.text.rstrip(".") for extra in records.of(Extra)}
    has_place = any("{place}" in line for line in LINES[make])
    assert [
        (*(str(value).rstrip(".") for value in (action.action, action.responsible, action.deadline)), place)
        for action in records.of(Action)
        for place in [extras.get(action.action_id, "")]
    ] == [(*row[:3], row[3] if has_place else "") for row in rows]
    assert profile.columns.get("extras", ()) == (("Territorio de trabajo",) if has_place else ())


def line(text: str) -> PrintedLine:
    return PrintedLine("plan.pdf", 1, None, (text,))


def test_an_item_behind_values_is_a_line_of_its_own() -> None:
    import re

    item = re.compile(r"(?P<number>\d+\.\d+)\s+(?P<text>[A-Z].*)").fullmatch
    lines = [line("1.1 Abrir casas"), line("Plazo: 2027 1.2 Dictar talleres"), line("Plazo: 2026 4.7 Otra cosa")]
    cut = with_parted_items(lines, item, lambda text: "Plazo:" in text)
    assert [each.cells[0] for each in cut] == [
        "1.1 Abrir casas",
        "Plazo: 2027",
        "1.2 Dictar talleres",
        "Plazo: 2026 4.7 Otra cosa",
    ]


def test_a_group_that_is_no_column_is_refused() -> None:
    keys: dict[str, Any] = {"kind": "action-list", "about": "-"}
    unit = {"kind": "action", "pattern": r"• (?P<text>.+) \((?P<responsable>.+)\)"}
    with pytest.raises(ValidationError, match="the group 'responsable' is no column; there are number, text,"):
        Profile(**keys, unit=[unit])
    unit["pattern"] = unit["pattern"].replace("responsable", "responsible")
    assert Profile(**keys, unit=[unit]).unit[0].kind == "action"
