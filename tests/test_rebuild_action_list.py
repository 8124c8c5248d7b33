"""Plans in prose: drawn in several make-ups, drafted, read under the draft and compared with what was drawn."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from directriz.checks import check_conservation
from directriz.commands.profile import Document, draft, read_document
from directriz.errors import LayoutMismatch
from directriz.layouts import Profile
from directriz.rebuild.action_list import rebuild_action_list
from directriz.records import Action, Issue, PrintedLine, Records
from list_plans import HEADS, items, write_list


@pytest.mark.parametrize("make", HEADS)
def test_a_plan_in_prose_is_read_under_its_draft(make: str, tmp_path: Path) -> None:
    document = read_document(write_list(tmp_path / "plan.pdf", make))
    drafted = draft(document)
    assert drafted.kind == "action-list"
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    records = rebuild_action_list(document.printed, "plan", profile, "profiles/plan.toml")
    check_conservation(document.printed, records, "plan.pdf")
    found = records.of(Action)
    assert [(action.action, action.responsible) for action in found] == [item for group in items() for item in group]
    assert [action.axis for action in found[3:5]] == ["EJE 1: PREVENCIÓN", "EJE 2: ASISTENCIA"]


def test_bodies_named_once_for_a_list_are_inherited_by_its_later_items(tmp_path: Path) -> None:
    document = read_document(write_list(tmp_path / "plan.pdf", "bullets"))
    profile = Profile.model_validate(tomllib.loads(draft(document).text))
    found = rebuild_action_list(document.printed, "plan", profile, "profiles/plan.toml").of(Action)
    assert [action.responsible_inherited for action in found[:5]] == [False, True, True, True, False]


def test_a_document_without_an_item_is_refused() -> None:
    profile = Profile(kind="action-list", about="x")
    with pytest.raises(LayoutMismatch, match="no item of a list of actions was found"):
        rebuild_action_list([PrintedLine("plan.pdf", 1, None, ("Texto.",))], "plan", profile, "profiles/plan.toml")


def test_items_whose_marks_are_drawn_are_told_from_headings_by_their_type() -> None:
    def line(text: str, size: float = 11.0) -> PrintedLine:
        return PrintedLine("plan.pdf", 1, None, (text,), size=size, is_bold=size > 11)

    lines = []
    for number, goal in enumerate(("Cuidar las fuentes", "Repartir el agua"), start=1):
        lines += [
            line(f"Objetivo {number}. {goal}", 14.0),
            line("Por qué importa", 13.0),
            line("Hay turnos que faltan."),
        ]
        lines += [line("Acciones", 13.0), line("Cercar las nacientes del río"), line("Medir el caudal cada mes")]
        lines += [line("Responsables: Comité de Agua")]
    drafted = draft(Document("plan.pdf", "", lines, "none", printed=lines))
    assert drafted.kind == "action-list"
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    found = rebuild_action_list(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [(action.action, action.responsible) for action in found] == [
        ("Cercar las nacientes del río", "Comité de Agua"),
        ("Medir el caudal cada mes", "Comité de Agua"),
    ] * 2
    assert [action.axis for action in found] == ["Objetivo 1. Cuidar las fuentes"] * 2 + [
        "Objetivo 2. Repartir el agua"
    ] * 2


def test_a_term_of_one_item_is_no_other_item_s(tmp_path: Path) -> None:
    def line(text: str, size: float = 11.0) -> PrintedLine:
        return PrintedLine("plan.pdf", 1, None, (text,), size=size, is_bold=size > 11)

    lines = []
    for number, name in enumerate(("Cuidar", "Repartir"), start=1):
        lines += [line(f"Objetivo {number}. {name}", 14.0), line("Acciones", 13.0)]
        lines += [line("• Cercar las nacientes del río"), line("Responsable: Comité de Agua. Plazo: junio de 2026.")]
        lines += [line("• Medir el caudal cada mes"), line("Responsable: Municipio de Tala.")]
        lines += [line("• Publicar los turnos de riego"), line("Responsable: Junta de Riego.")]
    profile = Profile.model_validate(
        tomllib.loads(draft(Document("plan.pdf", "", lines, "none", printed=lines)).text)
        | {"columns": {"responsible": ["Responsable"], "deadline": ["Plazo"]}}
    )
    found = rebuild_action_list(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [action.responsible for action in found] == ["Comité de Agua.", "Municipio de Tala.", "Junta de Riego."] * 2
    assert [action.deadline for action in found] == ["junio de 2026.", None, None] * 2


LABELS = {
    "es": ("Responsable", "Plazo", "Indicadores"),
    "pt": ("Responsável", "Prazo", "Indicadores"),
    "en": ("Responsible", "Deadline", "Indicators"),
}


def _read(texts: list[str], mark: str, labels: tuple[str, str, str]) -> Records:
    """Return what is read of lines below each other, under the profile of a plan whose items begin with `mark`."""
    columns = dict(zip(("responsible", "deadline", "indicators"), ([label] for label in labels), strict=True))
    profile = Profile(kind="action-list", about="x", columns=columns, unit=[{"kind": "action", "pattern": mark}])
    lines = [PrintedLine("plan.pdf", 1, None, (text,), size=11.0) for text in texts]
    records = rebuild_action_list(lines, "plan", profile, "profiles/plan.toml")
    check_conservation(lines, records, "plan.pdf")
    return records


NUMBERED, BULLETED = r"(?P<number>\d\.\d)\.\s+(?P<text>\S.*)", r"•\s*(?P<text>\S.*)"


@pytest.mark.parametrize("language", LABELS)
def test_the_last_of_several_labels_on_a_line_has_its_value_in_the_bullets_below(language: str) -> None:
    body, term, indicators = labels = LABELS[language]
    texts = []
    for number in (1, 2):
        texts += [f"1.{number}. Capacitar al personal", f"{body}: Junta {number}. {term}: 2027. {indicators}:"]
        texts += ["• Personas formadas", "• Informe anual"]
    found = _read(texts, NUMBERED, labels).of(Action)
    assert [(action.responsible, action.deadline, action.indicators) for action in found] == [
        (f"Junta {number}.", "2027.", "Personas formadas Informe anual") for number in (1, 2)
    ]


def test_a_draft_names_the_column_of_a_last_label_without_words_behind_it() -> None:
    texts = []
    for number in range(1, 7):
        texts += [f"1.{number}. Capacitar al personal", "Responsable: Junta. Plazo: 2027. Indicadores:"]
        texts += [f"• Personas formadas en {number}"]
    lines = [PrintedLine("plan.pdf", 1, None, (text,), size=11.0) for text in texts]
    columns = tomllib.loads(draft(Document("plan.pdf", "", lines, "none", printed=lines)).text)["columns"]
    assert columns == {"responsible": ["Responsable"], "deadline": ["Plazo"], "indicators": ["Indicadores"]}


def test_a_label_without_a_value_takes_no_item_of_the_list() -> None:
    texts = ["• Cercar las nacientes Plazo: 2026. Indicadores:", "• Medir el caudal Plazo: 2027."]
    found = _read(texts, BULLETED, LABELS["es"]).of(Action)
    assert [(action.action, action.deadline) for action in found] == [
        ("Cercar las nacientes", "2026."),
        ("Medir el caudal", "2027."),
    ]


@pytest.mark.parametrize("rest", ["2027. Indicadores:", "de 2027. Indicadores:"])
def test_a_value_cut_before_its_end_goes_on_up_to_the_next_label(rest: str) -> None:
    found = _read(["1.1. Formar", "Plazo: dic.", rest, "• Personas formadas"], NUMBERED, LABELS["es"]).of(Action)
    assert (found[0].deadline, found[0].indicators) == (
        f"dic. {rest.removesuffix(' Indicadores:')}",
        "Personas formadas",
    )


def test_bullets_between_two_actions_that_have_no_place_are_a_doubt() -> None:
    texts = ["1.1. Formar", "Insumos requeridos aquí.", "• Aulas", "• Libros", "1.2. Medir", "Otro texto.", "• Fin"]
    records = _read(texts, NUMBERED, LABELS["es"])
    doubts = [issue for issue in records.of(Issue) if issue.severity == "doubt"]
    assert [(issue.issue_code, issue.text) for issue in doubts] == [("line_unplaced", "• Aulas • Libros")]
