"""Plans in prose whose values stand in brackets, between bars, behind labels of their own, or before the next item."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from directriz.commands.profile import Document, draft, read_document
from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.action_list import rebuild_action_list
from directriz.rebuild.parted_items import with_parted_items
from directriz.rebuild.value_doubts import value_doubts
from directriz.records import Action, Extra, Issue, PrintedLine, PrintedPiece
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
    "nested": ("• {deed} en el país ({body} (sede central), {year}).",),
    "labels in brackets": ("• {deed} en el país (Responsable: {body}; aseguradoras; plazo: {year}).",),
    "dash": ("• {deed} en el país — {body}, {year}.",),
    "dashes": ("• {deed} en el país – {body} – {year}",),
    "arrows": ("→ {deed} en el país → {body} → {year}",),
    "bars and a wrapped label": ("• {deed} en el país.", "Responsable: {body}; plazo: {year}"),
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
        body = says["body"] + {"nested": " (sede central)", "labels in brackets": "; aseguradoras"}.get(make, "")
        rows.append((f"{deed} en el país", body, says["year"], says["place"]))
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
    item = re.compile(r"(?P<number>\d+\.\d+)\s+(?P<text>[A-Z].*)").fullmatch
    lines = [line("1.1 Abrir casas"), line("Plazo: 2027 1.2 Dictar talleres"), line("Plazo: 2026 4.7 Otra cosa")]
    cut = with_parted_items(lines, item, lambda text: "Plazo:" in text)
    assert [each.cells[0] for each in cut] == [
        "1.1 Abrir casas",
        "Plazo: 2027",
        "1.2 Dictar talleres",
        "Plazo: 2026 4.7 Otra cosa",
    ]


def test_a_code_with_a_letter_follows_no_number() -> None:
    item = re.compile(r"(?P<number>[A-C]?\d+)\s+(?P<text>[A-Z].*)").fullmatch
    lines = [line("B3 Pave streets"), line("Term: 2027 4 Open houses"), line("C4 Build a school")]
    assert with_parted_items(lines, item, lambda text: "Term:" in text) == lines


def test_a_group_that_is_no_column_is_refused() -> None:
    keys: dict[str, Any] = {"kind": "action-list", "about": "-"}
    unit = {"kind": "action", "pattern": r"• (?P<text>.+) \((?P<responsable>.+)\)"}
    with pytest.raises(ValidationError, match="the group 'responsable' is no column; there are number, text,"):
        Profile(**keys, unit=[unit])
    unit["pattern"] = unit["pattern"].replace("responsable", "responsible")
    assert Profile(**keys, unit=[unit]).unit[0].kind == "action"


def actions_of(*texts: str, **keys: Any) -> tuple[list[Action], list[Issue]]:
    """Read the items of one list."""
    columns = {"responsible": ["Responsable"], "deadline": ["Plazo"], "indicators": ["Indicador"]}
    unit = {"kind": "action", "pattern": r"•\s+(?P<text>\S.*)"}
    profile = Profile(kind="action-list", about="-", columns=columns, unit=[unit], layout=keys)
    records = rebuild_action_list([line(text) for text in texts], "plan", profile, "p.toml")
    labels = [label for names in columns.values() for label in names]
    return records.of(Action), value_doubts("plan", records, labels, "action-list", language_of("es"))


ITEMS = [f"• Abrir casas de acogida en la región {number} (Ministerio de Salud, 2027)" for number in range(5)]


def test_values_at_the_end_are_read_where_the_profile_names_them_and_doubted_elsewhere() -> None:
    actions, doubts = actions_of(*ITEMS, values_at_end=["responsible", "deadline"])
    assert {(each.responsible, each.deadline) for each in actions} == {("Ministerio de Salud", "2027")}
    assert doubts == []
    actions, doubts = actions_of(*ITEMS)
    assert {(each.responsible, each.deadline) for each in actions} == {(None, None)}
    assert [each.record_id for each in doubts] == [each.action_id for each in actions]


def test_initials_at_the_end_of_a_name_are_no_body_of_the_action() -> None:
    text = "• Capacitar al personal del Ministerio de Trabajo (MINTRA)"
    actions, doubts = actions_of(*ITEMS, text, values_at_end=["responsible", "deadline"])
    assert (actions[-1].action, actions[-1].responsible) == (text[2:], None)
    assert [each.record_id for each in doubts] == [actions[-1].action_id]


def test_a_value_that_holds_the_next_action_or_a_label_is_doubted() -> None:
    own = [f"• Abrir casas en la región {number}. Responsable: Fiscalía. Plazo: 2027" for number in range(5)]
    assert actions_of(*own)[1] == []
    swallowed = "• Dictar talleres. Responsable: Fiscalía. Plazo: 2027. 2.3 Abrir otra casa"
    label = "• Dictar talleres. Responsable: Fiscalía. Plazo: 2027 (Presupuesto: sin costo)"
    unknown = "• Dictar talleres. Responsable: Fiscalía. Plazo: 2027 · Medida: salas"
    assert "deadline may hold the label 'Medida'" in actions_of(*own, unknown)[1][0].detail
    for text, why in ((swallowed, "deadline may hold the next action"), (label, "deadline holds a label")):
        actions, doubts = actions_of(*own, text)
        assert [(each.record_id, why in each.detail) for each in doubts] == [(actions[-1].action_id, True)]


def test_a_bullet_further_in_belongs_to_the_item_above() -> None:
    def at(text: str, left: float) -> PrintedLine:
        piece = PrintedPiece(1, (left, 0.0, 300.0, 10.0), text)
        return PrintedLine("plan.pdf", 1, None, (text,), pieces=((piece,),), is_marked=True, size=10.0)

    lines = [at("Abrir casas", 60), at("Responsable: Fiscalía", 84), at("con sus equipos", 84), at("Plazo: 2026", 84)]
    lines += [at("Dictar talleres", 60), at("Responsable: Policía", 84), at("Plazo: 2027", 84)]
    unit = {"kind": "action", "pattern": r"(?P<text>\S.*)", "drawn": True}
    columns = {"responsible": ["Responsable"], "deadline": ["Plazo"]}
    profile = Profile(kind="action-list", about="-", columns=columns, unit=[unit])
    found = rebuild_action_list(lines, "plan", profile, "p.toml").of(Action)
    assert [(each.action, each.responsible, each.deadline) for each in found] == [
        ("Abrir casas", "Fiscalía con sus equipos", "2026"),
        ("Dictar talleres", "Policía", "2027"),
    ]


def test_lines_of_a_dump_that_the_width_cuts_are_one_item(tmp_path: Path) -> None:
    texts = [
        "Acciones:",
        *(part for number in range(4) for part in (
            f"• Abrir casas de acogida para mujeres en todas las provincias de la región {number} del país",
            "en los próximos años (Ministerio de Desarrollo Social y Humano de la Nación, hasta diciembre de",
            "2027)",
        )),
        "",
        "Acciones:",
        "• Dictar talleres (Fiscalía General, 2026)",
    ]  # fmt: skip
    (tmp_path / "plan.txt").write_text("\n".join(texts) + "\n", encoding="utf-8")
    document = read_document(tmp_path / "plan.txt")
    profile = Profile.model_validate(tomllib.loads(draft(document).text))
    found = rebuild_action_list(document.lines, "plan", profile, "p.toml").of(Action)
    assert {(each.responsible, each.deadline) for each in found[:4]} == {
        ("Ministerio de Desarrollo Social y Humano de la Nación", "hasta diciembre de 2027")
    }
    assert (found[4].responsible, found[4].deadline) == ("Fiscalía General", "2026")


ENGLISH = ("Pave the last mile", "Lend school buses", "Post price lists", "Cap the fees", "Rewrite the timetable")


def drafted_actions(lines: list[PrintedLine]) -> list[Action]:
    """Draft a plan and read it under its draft."""
    drafted = draft(Document("plan.pdf", "", lines, "none", printed=lines))
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    return rebuild_action_list(lines, "plan", profile, "p.toml").of(Action)


def test_items_with_values_are_actions_whatever_their_first_word_is() -> None:
    texts = [each for deed in ENGLISH for each in (f"• {deed} by the river.", "Lead: Roads Board", "Deadline: 2031")]
    found = drafted_actions([replace(line(text), size=10.0) for text in texts])
    assert [(each.action, each.responsible, each.deadline) for each in found] == [
        (f"{deed} by the river.", "Roads Board", "2031") for deed in ENGLISH
    ]


def test_numbered_headings_are_no_actions_and_lists_without_values_are_none() -> None:
    lines = [replace(line(f"• {name}"), size=10.0) for name in ("Igualdad de género", "Derechos humanos")]
    for place, deed in enumerate(deeds(8)):
        if place % 2 == 0:
            lines += [replace(line(f"1.{place // 2 + 1} Agua para {place} escuelas"), size=13.0, is_bold=True)]
        lines += [replace(line(f"1.{place + 1} {deed} en el país"), size=10.0)]
        lines += [replace(line("Responsable: Fiscalía; plazo: 2027"), size=10.0)]
    found = drafted_actions(lines)
    assert [(each.action, each.axis) for each in found] == [
        (f"{deed} en el país", f"1.{place // 2 + 1} Agua para {place // 2 * 2} escuelas")
        for place, deed in enumerate(deeds(8))
    ]


def test_a_value_named_between_a_heading_and_its_list_belongs_to_all_its_items() -> None:
    lines = []
    for part in (1, 2):
        lines += [replace(line(f"Eje {part}. Prevención {part}"), size=14.0), line(f"Responsables: Fiscalía {part}")]
        lines += [line("Acciones"), *(line(f"• {deed} en el país") for deed in deeds(3))]
    found = drafted_actions([each if each.size else replace(each, size=10.0) for each in lines])
    assert [each.responsible for each in found] == ["Fiscalía 1"] * 3 + ["Fiscalía 2"] * 3


def test_a_value_behind_a_labelled_value_is_read() -> None:
    texts = [f"{item.partition(' (')[0]}. Indicador: Casas abiertas. (Fiscalía General, 2027)" for item in ITEMS]
    actions, doubts = actions_of(*texts, values_at_end=["responsible", "deadline"])
    assert {(each.indicators, each.responsible, each.deadline) for each in actions} == {
        ("Casas abiertas", "Fiscalía General", "2027")
    }
    assert doubts == []


def test_values_in_brackets_before_a_labelled_one_are_read() -> None:
    texts = [
        f"• Abrir pozos en la zona {number} (Secretaría del Agua, mayo de 2031). Indicador: Pozos"
        for number in range(5)
    ]
    actions, doubts = actions_of(*texts, values_at_end=["responsible", "deadline"])
    assert {(each.responsible, each.deadline, each.indicators) for each in actions} == {
        ("Secretaría del Agua", "mayo de 2031", "Pozos")
    }
    assert [each.action for each in actions] == [f"Abrir pozos en la zona {number}" for number in range(5)]
    assert doubts == []


def test_items_may_have_codes_of_a_letter_and_a_number() -> None:
    deeds_of = dict(zip(("A1", "A2", "B1", "B2", "B3"), ENGLISH, strict=True))
    texts = [
        each
        for code, deed in deeds_of.items()
        for each in (f"{code} {deed} by the river.", "Lead: Roads Board · Deadline: 2031 · Proof: Clinics reached")
    ]
    found = drafted_actions([replace(line(text), size=10.0) for text in texts])
    assert [(each.number, each.responsible, each.deadline) for each in found] == [
        (code, "Roads Board", "2031") for code in deeds_of
    ]
