"""Plans of cards: drawn in several make-ups, drafted, read under the draft and compared with what was drawn."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from card_plans import (
    BODIES,
    COMMITMENT,
    cards,
    commitments,
    text_of_cards,
    write_beside,
    write_cards,
    write_cells,
    write_commitments,
)
from directriz.checks import check_conservation
from directriz.cli import main
from directriz.commands.draft_cards import cards_text, find_cards
from directriz.commands.profile import Document, draft, read_document
from directriz.errors import LayoutMismatch
from directriz.layouts import Layout, Profile
from directriz.rebuild.card_labels import CardLabels
from directriz.rebuild.cards import rebuild_cards
from directriz.rebuild.pieces import Piece, text_of
from directriz.records import Action, Excluded, Extra, Issue, PrintedLine, PrintedPiece, Records

MAKES = ("plain", "two label columns", "title with the action", "title of a card", "label column shaded",
         "labels above the values", "portuguese")  # fmt: skip
BOARDS = ("", "Roads Board", "School Service", "Water Authority")
COMPARED = ("action", "responsible", "deadline", "indicators", "budget")


@pytest.mark.parametrize("make", MAKES)
def test_a_plan_of_cards_is_read_under_its_draft(make: str, tmp_path: Path) -> None:
    document = read_document(write_cards(tmp_path / "plan.pdf", make))
    drafted = draft(document)
    assert drafted.kind == "action-cards"
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    records = rebuild_cards(document.printed, "plan", profile, "profiles/plan.toml")
    check_conservation(document.printed, records, "plan.pdf")
    truth = cards()
    found = records.of(Action)
    assert [[getattr(action, name) for name in COMPARED] for action in found] == [
        [card[name] for name in COMPARED] for card in truth
    ]
    assert [extra.text for extra in records.of(Extra)] == [card["population"] for card in truth]
    assert [action.axis for action in found[:4]] == ["EJE 1: PREVENCIÓN"] * 3 + ["EJE 2: ASISTENCIA"]


def test_a_document_without_a_card_is_refused() -> None:
    profile = Profile(kind="action-cards", about="x", columns={"action": ("Acción",)})
    lines = [PrintedLine("plan.pdf", 1, None, ("Texto.",))]
    with pytest.raises(LayoutMismatch, match="no card with labels of the profile was found"):
        rebuild_cards(lines, "plan", profile, "profiles/plan.toml")


def _row(*cells: str) -> PrintedLine:
    return PrintedLine("plan.pdf", 1, None, cells, table=1)


CARDS = Profile(
    kind="action-cards",
    about="x",
    columns={"action": ("Acción",), "deadline": ("Plazo",), "responsible": ("Responsable",), "budget": ("Costo",)},
    layout={"card_begins": ["Acción"]},
    excluded={"footer": [r"Página \d+"]},
)


def test_a_label_that_the_profile_does_not_name_is_doubted_and_joins_no_value() -> None:
    lines = [_row("Acción", "Abrir refugios"), _row("Responsable", "X", "Costo", "100")]
    lines += [_row("Código", "7", "Plazo", "2026")]
    records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
    (action,) = records.of(Action)
    assert (action.budget, action.deadline) == ("100", "2026")
    assert [(issue.issue_code, issue.text) for issue in records.of(Issue)] == [("line_unplaced", "Código 7")]
    check_conservation(lines, records, "plan.pdf")


def test_the_patterns_under_excluded_are_read_in_cards() -> None:
    lines = [_row("Acción", "Abrir refugios"), PrintedLine("plan.pdf", 1, None, ("Página 3",)), _row("Plazo", "2026")]
    records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
    assert [(each.text, each.reason) for each in records.of(Excluded) if each.reason == "footer"] == [
        ("Página 3", "footer")
    ]
    check_conservation(lines, records, "plan.pdf")


def test_the_number_of_a_cards_title_is_the_cards() -> None:
    lines = [
        PrintedLine("plan.pdf", 1, None, ("Ficha 7",)),
        _row("Acción", "Abrir refugios"),
        _row("Plazo", "2026"),
        _row("Ficha 9"),
        _row("Acción", "Difundir la línea"),
        _row("Plazo", "2027"),
    ]
    records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
    assert [(each.number, each.deadline) for each in records.of(Action)] == [("7", "2026"), ("9", "2027")]
    check_conservation(lines, records, "plan.pdf")


def test_a_title_over_several_cards_numbers_none() -> None:
    cards = [_row("Acción", "Abrir refugios"), _row("Plazo", "2026")] * 3
    lines = [PrintedLine("plan.pdf", 1, None, ("Bloque 1",)), *cards]
    records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
    assert [each.number for each in records.of(Action)] == [None, None, None]
    check_conservation(lines, records, "plan.pdf")


def test_a_draft_of_cards_parts_the_number_from_the_action() -> None:
    lines = [
        _row(label, value)
        for place in (1, 2, 3)
        for label, value in (
            ("Acción", f"1.{place} Capacitar a los equipos de la terminal {place}"),
            ("Responsable", "Ministerio de Salud"),
            ("Plazo", f"202{place}"),
            ("Indicador", "Cantidad de informes"),
        )
    ]
    found = find_cards(lines)
    assert found is not None
    profile = Profile.model_validate(tomllib.loads("\n".join(cards_text(found, "x"))))
    actions = rebuild_cards(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [each.number for each in actions] == ["1.1", "1.2", "1.3"]
    assert actions[0].action == "Capacitar a los equipos de la terminal 1"


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        ("Dictar talleres durante el", "primer semestre.", "Dictar talleres durante el primer semestre."),
        ("Dictar talleres.", "En coordinación con todos.", "Dictar talleres. En coordinación con todos."),
    ],
)
def test_a_value_that_a_page_cuts_goes_on_in_a_row_of_one_cell(above: str, below: str, value: str) -> None:
    def row(page: int, table: int, *cells: str) -> PrintedLine:
        pieces = tuple((PrintedPiece(page, (0.0, 0.0, 9.0, 9.0), cell),) if cell else () for cell in cells)
        return PrintedLine("plan.pdf", page, None, cells, table=table, pieces=pieces)

    profile = CARDS.model_copy(update={"columns": {**CARDS.columns, "extras": ("Descripción",)}})
    lines = [row(1, 1, "Acción", "Abrir refugios"), row(1, 1, "Descripción", above)]
    lines += [row(2, 2, below), row(2, 2, "Responsable", "X", "Plazo", "2026"), row(2, 2, "Acción", "Otra cosa")]
    records = rebuild_cards(lines, "plan", profile, "profiles/plan.toml")
    first, second = records.of(Action)
    assert (first.responsible, first.deadline, second.action) == ("X", "2026", "Otra cosa")
    assert [extra.text for extra in records.of(Extra)] == [value]
    titled = [*lines[:2], row(2, 2, below.capitalize()), row(2, 2, "Acción", "Otra cosa")]
    if above.endswith("."):
        kept = rebuild_cards(titled, "plan", profile, "profiles/plan.toml")
        assert [extra.text for extra in kept.of(Extra)] == [above], "a title over the next card"


def test_a_numbered_title_at_the_top_of_a_page_ends_the_value_above() -> None:
    def row(page: int, *cells: str) -> PrintedLine:
        pieces = tuple((PrintedPiece(page, (0.0, 0.0, 9.0, 9.0), cell),) if cell else () for cell in cells)
        return PrintedLine("plan.pdf", page, None, cells, table=page, pieces=pieces)

    lines = [row(1, "Ficha 1"), row(1, "Acción", "Abrir refugios"), row(1, "Plazo", "2026")]
    lines += [row(2, "Ficha 2"), row(2, "Acción", "Dictar talleres"), row(2, "Plazo", "2027")]
    found = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml").of(Action)
    assert [(action.number, action.deadline) for action in found] == [("1", "2026"), ("2", "2027")]


def test_a_year_in_a_label_is_not_the_number_of_the_card() -> None:
    profile = CARDS.model_copy(update={"columns": {**CARDS.columns, "target": ("Meta",), "number": ("Código",)}})
    lines = [_row("Acción", "Abrir refugios"), _row("Meta 2025", "40"), _row("Código", "A-1")]
    lines += [_row("Acción", "Dictar talleres"), _row("Código", "A-2")]
    found = rebuild_cards(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [(action.number, action.target) for action in found] == [("A-1", "40"), ("A-2", None)]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Lead agency Roads Board", ("Lead agency", "Roads Board")),
        ("Deadline June 2030", ("Deadline", "June 2030")),
        ("Lead agency", None),
        ("Lead 2.3", None),  # a title of a card
        ("Deadline before the rains", None),  # perhaps a longer label
        ("Roads Board", None),
    ],
)
def test_a_label_may_stand_above_its_value_in_one_cell(cell: str, found: tuple[str, str] | None) -> None:
    labels = CardLabels(["Lead", "Lead agency", "Deadline"])
    labels.are_above = True
    (part,) = labels.parts([Piece(cell, "plan.pdf", 1, None, None)])
    read = (part.label, text_of(part.value)) if part.label and part.value else None
    assert read == found


def test_cards_with_their_labels_above_the_values_are_read_under_their_draft() -> None:
    lines = []
    for number, deed in enumerate(("Pave the last mile", "Lend school buses", "Fence the wells"), start=1):
        lines += [PrintedLine("plan.pdf", 1, None, (f"Action 2.{number}",), table=number)]
        rows = [
            (f"What we will do {deed}", f"Lead {BOARDS[number]}"),
            (f"Deadline June 203{number}", f"Indicator Clinics reached in year {number}"),
        ]
        lines += [PrintedLine("plan.pdf", 1, None, row, table=number) for row in rows]
    document = Document("plan.pdf", "", lines, "none", printed=lines)
    profile = Profile.model_validate(tomllib.loads(draft(document).text))
    found = rebuild_cards(lines, "plan", profile, "p.toml").of(Action)
    assert [(each.action, each.responsible, each.deadline, each.indicators) for each in found] == [
        ("Pave the last mile", "Roads Board", "June 2031", "Clinics reached in year 1"),
        ("Lend school buses", "School Service", "June 2032", "Clinics reached in year 2"),
        ("Fence the wells", "Water Authority", "June 2033", "Clinics reached in year 3"),
    ]


def test_a_label_of_no_column_names_the_actions_if_its_values_are_deeds() -> None:
    lines = []
    for number, deed in enumerate(("Abrir casas de acogida", "Formar a fiscales", "Medir los plazos"), start=1):
        lines += [PrintedLine("plan.pdf", 1, None, (f"Acción 2.{number}",), size=12.0, is_bold=True)]
        rows = [("Descripción", deed), ("Responsable", "Fiscalía"), ("Indicador", "Casas"), ("Plazo", f"203{number}")]
        lines += [PrintedLine("plan.pdf", 1, None, row, table=number) for row in rows]
    document = Document("plan.pdf", "", lines, "none", printed=lines)
    profile = Profile.model_validate(tomllib.loads(draft(document).text))
    found = rebuild_cards(lines, "plan", profile, "p.toml").of(Action)
    assert [(each.number, each.action, each.deadline) for each in found] == [
        ("2.1", "Abrir casas de acogida", "2031"),
        ("2.2", "Formar a fiscales", "2032"),
        ("2.3", "Medir los plazos", "2033"),
    ]


def _read(path: Path) -> tuple[str, Records]:
    """Return the kind that is drafted for a document, and what the run makes of it under the draft."""
    document = read_document(path)
    drafted = draft(document)
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    lines = document.printed or document.lines
    records = rebuild_cards(lines, "plan", profile, "profiles/plan.toml")
    check_conservation(lines, records, path.name)
    return drafted.kind, records


def test_a_commitment_of_open_government_is_one_action_with_its_milestones(tmp_path: Path) -> None:
    kind, records = _read(write_commitments(tmp_path / "plan.pdf"))
    truth = commitments()
    assert kind == "action-cards"
    assert [(each.number, each.action, each.deadline, each.responsible) for each in records.of(Action)] == [
        (str(place), card["action"], card["deadline"], card["responsible"]) for place, card in enumerate(truth, start=1)
    ]
    for action, card in zip(records.of(Action), truth, strict=True):
        own = [(extra.label_original, extra.text) for extra in records.of(Extra) if extra.record_id == action.action_id]
        labels = (COMMITMENT[4], "Fecha de inicio", "Fecha de término")
        rows = [pair for row in card["milestones"] for pair in zip(labels, row, strict=True)]
        assert [pair for pair in own if pair[0] in labels] == [*rows[:3], *rows[3:]]
        assert (COMMITMENT[2], card["problem"]) in own
        assert (COMMITMENT[3], card["what"]) in own
        assert (COMMITMENT[5], card["person"]) in own


@pytest.mark.parametrize("across", [3])
def test_cards_side_by_side_are_read_one_after_the_other(across: int, tmp_path: Path) -> None:
    kind, records = _read(write_beside(tmp_path / "plan.pdf", across))
    assert kind == "action-cards"
    assert [[getattr(action, name) for name in COMPARED] for action in records.of(Action)] == [
        [card[name] for name in COMPARED] for card in cards(6)
    ]


def test_cells_with_a_label_above_its_value_are_read(tmp_path: Path) -> None:
    kind, records = _read(write_cells(tmp_path / "plan.pdf"))
    assert kind == "action-cards"
    names = ("action", "responsible", "deadline", "indicators")
    assert [[getattr(each, name) for name in names] for each in records.of(Action)] == [
        [card[name] for name in names] for card in cards()
    ]
    assert [(extra.label_original, extra.text) for extra in records.of(Extra)] == [
        ("Población", card["population"]) for card in cards()
    ]


@pytest.mark.parametrize("make", ["colon", "line"])
def test_cards_in_a_text_dump_are_read(make: str, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text(text_of_cards(make), encoding="utf-8")
    kind, records = _read(tmp_path / "plan.txt")
    assert kind == "action-cards"
    assert [[getattr(action, name) for name in COMPARED] for action in records.of(Action)] == [
        [card[name] for name in COMPARED] for card in cards()
    ]


def test_a_label_without_a_column_in_few_cards_is_kept_with_a_doubt() -> None:
    lines = [_row("Acción", "Abrir refugios"), _row("Plazo", "2026"), _row("Aliados", "Cruz Roja")]
    records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
    assert [(extra.label_original, extra.text) for extra in records.of(Extra)] == [("Aliados", "Cruz Roja")]
    assert [(issue.issue_code, issue.text) for issue in records.of(Issue)] == [("line_unplaced", "Aliados Cruz Roja")]


def test_a_title_above_the_first_label_may_be_the_action() -> None:
    profile = CARDS.model_copy(
        update={
            "columns": {"action": ("(title)",), "deadline": ("Plazo",), "responsible": ("Responsable",)},
            "layout": Layout(card_begins=("Plazo",), card_title=r"(?P<number>\d+)\.\s+(?P<action>\S.*)"),
        }
    )
    lines = [_row("1. Abrir refugios"), _row("Plazo", "2026"), _row("Responsable", "X")]
    lines += [_row("2. Dictar talleres"), _row("Plazo", "2027"), _row("Responsable", "Y")]
    found = rebuild_cards(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [(each.number, each.action, each.deadline, each.responsible) for each in found] == [
        ("1", "Abrir refugios", "2026", "X"),
        ("2", "Dictar talleres", "2027", "Y"),
    ]


def test_what_may_be_read_wrongly_in_a_card_is_doubted() -> None:
    def doubts(*lines: PrintedLine) -> list[str | None]:
        records = rebuild_cards(lines, "plan", CARDS, "profiles/plan.toml")
        return [issue.text for issue in records.of(Issue) if issue.issue_code == "line_unplaced"]

    cards = [_row(label, value) for _ in range(3) for label, value in (("Acción", "Abrir casas"), ("Plazo", "2026"))]
    assert doubts(*cards) == []
    assert doubts(*cards, _row("Acción", "Cerrar minas"), _row("Plazo")) == ["Plazo"]
    assert doubts(*cards, _row("Plazo: 2026", "2027")) == ["2027"]
    line = PrintedLine("plan.pdf", 1, None, ("Acción: Abrir Acción: Cerrar",))
    assert doubts(*cards, line) == ["Acción: Abrir Acción: Cerrar"]


def test_numbered_titles_of_cards_side_by_side_go_with_their_cards() -> None:
    rows = [("Ficha 1", "Ficha 2"), ("Acción: Abrir casas", "Acción: Formar jueces"), ("Plazo: 2026", "Plazo: 2027")]
    rows += [("Ficha 3", "Ficha 4"), ("Acción: Medir plazos", "Acción: Dar becas"), ("Plazo: 2028", "Plazo: 2029")]
    records = rebuild_cards([_row(*row) for row in rows], "plan", CARDS, "profiles/plan.toml")
    assert [(each.number, each.action, each.deadline) for each in records.of(Action)] == [
        ("1", "Abrir casas", "2026"),
        ("2", "Formar jueces", "2027"),
        ("3", "Medir plazos", "2028"),
        ("4", "Dar becas", "2029"),
    ]


def test_add_shows_the_first_card_as_it_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["add", str(write_commitments(tmp_path / "plan.pdf")), "--root", str(tmp_path / "w"), "--id", "plan"]
    (tmp_path / "w").mkdir()
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "the first card as it is read (p. 1), compare it with its page:\n  number: 1\n" in told
    assert f"  deadline: {commitments()[0]['deadline']}\n" in told
    assert "  extras 'Hitos con un producto verificable': Paso A1 terminado\n" in told


def test_a_known_label_that_stands_beside_another_in_few_cards_is_a_value() -> None:
    lines = []
    for place, card in enumerate(cards(5), start=1):
        lines += [replace(_row(f"{place}. {card['action']}"), is_shaded=True)]
        lines += [_row("Responsable", "Municipios" if place < 3 else card["responsible"], "")]
        lines += [_row("Plazo", card["deadline"], ""), _row("Indicador", card["indicators"], "")]
        lines += [
            _row("Hitos", "Inicio", "Término"),
            *(
                _row(f"{word} {card['population']} {chr(64 + place)}", "04/2026", "10/2027")
                for word in ("Taller", "Informe")
            ),
        ]
    drafted = find_cards(lines)
    assert drafted is not None
    profile = Profile.model_validate(tomllib.loads("\n".join(cards_text(drafted, "x"))))
    found = rebuild_cards(lines, "plan", profile, "profiles/plan.toml").of(Action)
    assert [action.action for action in found] == [card["action"] for card in cards(5)]
    assert [action.responsible for action in found][:3] == ["Municipios", "Municipios", BODIES[2]]


def test_a_heading_over_several_cards_is_no_label_of_the_card_before_it() -> None:
    lines = []
    for place, card in enumerate(cards(6)):
        if place % 3 == 0:
            title = f"Eje estratégico: {('Prevención', 'Asistencia')[place // 3]}"
            lines.append(PrintedLine("plan.pdf", 1, None, (title,), is_bold=True, after_blank=True))
        title = f"Medida {place + 1} — {card['action']}"
        lines.append(PrintedLine("plan.pdf", 1, None, (title,), is_bold=True, after_blank=True))
        rows = [("RESPONSABLE", "PLAZO"), (card["responsible"], card["deadline"])]
        rows += [("INDICADOR", "COSTO"), (card["indicators"], card["budget"])]
        lines += [replace(_row(*cells), table=place + 1) for cells in rows]
    drafted = find_cards(lines)
    assert drafted is not None
    assert [axis.names for axis in drafted.axes] == [("Eje estratégico: Prevención", "Eje estratégico: Asistencia")]
    assert "Eje estratégico" not in [label for labels in drafted.columns.values() for label in labels]
