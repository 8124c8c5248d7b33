"""Drafts of matrices: the headings, columns and rows that `add` finds in tables of many make-ups, nothing edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from directriz.commands.draft_plan import PlanDraft, find_plan
from directriz.rebuild.heading_looks import look_of_text
from directriz.rebuild.title_lines import with_whole_titles
from directriz.records import Action, Excluded, Issue, PrintedLine
from printed_tables import table_lines, text_line

HEADER = ("Acción", "Responsable", "Plazo")
DEEDS = (
    *("Capacitar a los equipos de las terminales", "Difundir la línea de denuncia", "Crear un registro único de casos"),
    *(
        "Elaborar un protocolo de derivación",
        "Fortalecer los refugios municipales",
        "Revisar los manuales de la policía",
    ),
)
ROWS = [(deed, "Ministerio de Salud", "Junio de 2026") for deed in DEEDS]
PROSE = "El presente plan reúne las acciones que los organismos del Estado llevarán adelante en los próximos años."


def title(text: str, size: float = 10.0, top: float = 0.0, is_bold: bool = False) -> PrintedLine:
    line = text_line(1, text)
    box = (0.0, top, 5.0 * len(text), top + size)
    return replace(line, size=size, is_bold=is_bold, pieces=((replace(line.pieces[0][0], box=box),),))


def plan_of(*lines: PrintedLine) -> PlanDraft:
    found = find_plan([text_line(1, PROSE), *lines])
    assert found is not None
    assert found.refused is None
    return found


def under(titles: Sequence[PrintedLine]) -> PlanDraft:
    """Return the draft of a plan with a table of two rows below each title."""
    lines: list[PrintedLine] = []
    for place, each in enumerate(titles):
        rows = [(1, row) for row in ROWS[2 * place : 2 * place + 2]]
        lines += [each, *table_lines(place + 1, HEADER, rows)]
    return plan_of(*lines)


LONG = (
    "Eje 2: Coordinación interinstitucional e internacional para la prevención y la persecución del delito de trata en "
    "todo el territorio de la Nación"
)


@pytest.mark.parametrize(
    "titles",
    [
        ("Eje 1: Prevención", LONG, "Eje 3: Monitoreo"),
        ("Eje Prevención", "Eje Asistencia y protección", "Eje Persecución penal"),
        ("Pillar Prevention", "Pillar Protection", "Pillar Prosecution"),
    ],
)
def test_long_headings_and_those_without_a_number_are_axes(titles: tuple[str, ...]) -> None:
    actions = under([title(each) for each in titles]).records.of(Action)
    assert [action.axis for action in actions] == [each for each in titles for _ in range(2)]


def test_a_sentence_that_begins_with_the_word_of_an_axis_is_no_heading() -> None:
    assert look_of_text("Eje de este plan es la prevención") is None
    assert look_of_text("Objetivos específicos:") is None
    assert look_of_text("Objetivo 2 del plan es asistir a las víctimas " + "de todas las formas de trata " * 5) is None


def test_titles_in_a_type_of_their_own_that_are_not_bold_are_axes() -> None:
    names = ("Calidad educativa para el desarrollo integral de los niños del municipio", "Cobertura", "Eficiencia")
    actions = under([title(each, 11.0) for each in names]).records.of(Action)
    assert [action.axis for action in actions] == [each for each in names for _ in range(2)]


def test_a_title_too_long_for_its_line_is_one() -> None:
    upper = title("COMPETENCIAS LABORALES GENERALES Y FORMACIÓN PARA", 12.0, 0.0, is_bold=True)
    lower = title("EL TRABAJO Y DESARROLLO HUMANO", 12.0, 13.0, is_bold=True)
    (whole,) = with_whole_titles([upper, lower])
    assert whole.cells == (f"{upper.cells[0]} {lower.cells[0]}",)
    assert [piece.text for piece in whole.pieces[0]] == [*upper.cells, *lower.cells]
    apart = [title("EJE 1 PREVENCIÓN", 12.0, 0.0, is_bold=True), lower]
    wide = title("x" * 90, 10.0, 40.0)  # the page is as wide as this line
    assert with_whole_titles([*apart, wide]) == [*apart, wide]
    far = replace(lower, pieces=title("EL TRABAJO Y DESARROLLO HUMANO", 12.0, 60.0).pieces)
    numbered = title("EJE 2 PARA TODOS", 12.0, 13.0, is_bold=True)
    for other in (far, numbered, title("EL TRABAJO Y DESARROLLO HUMANO", 12.0, 13.0), title("EL TRABAJO", 14.0, 13.0)):
        assert with_whole_titles([upper, other]) == [upper, other]


def test_a_title_whose_next_word_had_no_room_goes_on() -> None:
    upper, lower = (title(each, 12.0, top, is_bold=True) for each, top in (("A" * 60, 0.0), ("DERECHOS HUMANOS", 13.0)))
    assert len(with_whole_titles([upper, lower, title("x" * 64, 10.0, 40.0)])) == 2
    assert len(with_whole_titles([upper, lower, title("x" * 90, 10.0, 40.0)])) == 3


def test_the_title_of_the_document_is_no_heading_of_its_only_table() -> None:
    lines = [title("IV Plano Nacional de Enfrentamento ao Tráfico de Pessoas", 20.0, is_bold=True), text_line(1, PROSE)]
    drafted = plan_of(*lines, *table_lines(1, HEADER, [(1, row) for row in ROWS]))
    assert drafted.axes == ()
    near = plan_of(text_line(1, PROSE), lines[0], *table_lines(1, HEADER, [(1, row) for row in ROWS]))
    assert [axis.field for axis in near.axes] == ["axis"]


def columns_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return plan_of(*table_lines(1, header, [(1, row) for row in rows])).tables.columns


def test_figures_below_a_product_are_what_is_delivered_and_below_a_goal_what_is_aimed_at() -> None:
    rows = [(deed, "Ministerio de Salud", f"{place + 2} informes") for place, deed in enumerate(DEEDS)]
    assert columns_of(("Actividad", "Responsable", "Producto"), rows)["goal"] == ["Producto"]
    assert columns_of(("Activity", "Lead agency", "Output"), rows)["goal"] == ["Output"]
    assert columns_of(("Actividad", "Responsable", "Meta"), rows)["target"] == ["Meta"]


def test_the_year_of_a_baseline_is_no_deadline() -> None:
    header = ("Acción", "Indicador", "Línea de base", "Línea de base (año)", "Responsable")
    rows = [(deed, "Número de casos", "12", "2024", "Ministerio de Salud") for deed in DEEDS]
    columns = columns_of(header, rows)
    assert (columns["baseline"], columns["extras"]) == (["Línea de base"], ["Línea de base (año)"])
    assert "deadline" not in columns


def test_of_two_columns_of_actions_the_finer_one_has_the_rows() -> None:
    header = ("Ação", "Atividade", "Responsável")
    rows = [("Fortalecer a rede de atendimento" * (not place % 2), deed, "Polícia Federal")
            for place, deed in enumerate(DEEDS)]  # fmt: skip
    lines = [replace(line, covered=(0,)) if not line.cells[0] else line
             for line in table_lines(1, header, [(1, row) for row in rows])]  # fmt: skip
    drafted = plan_of(*lines)
    assert drafted.tables.columns == {"action": ["Atividade"], "measure": ["Ação"], "responsible": ["Responsável"]}
    actions = drafted.records.of(Action)
    assert [(each.action, each.measure) for each in actions] == [(deed, rows[0][0]) for deed in DEEDS]


def test_a_row_of_sums_is_no_part_of_the_row_before() -> None:
    header = ("Objetivo", "N°", "Actividad", "Presupuesto")
    rows = [("Prevenir la trata" * (place == 0), str(place + 1), deed, f"$ {place + 1}.000") for place, deed in
            enumerate(DEEDS)]  # fmt: skip
    printed = [*rows, ("TOTAL", "", "", "$ 21.000")]
    records = plan_of(*table_lines(1, header, [(1, row) for row in printed])).records
    assert [(each.action, each.budget) for each in records.of(Action)] == [(row[2], row[3]) for row in rows]
    assert [each.text for each in records.of(Excluded) if each.reason == "row-without-action"] == ["TOTAL $ 21.000"]
    assert "row_without_action" in [each.issue_code for each in records.of(Issue)]
    kept = [*rows, ("Totalizar", "7", "Publicar los totales del año", "$ 9.000")]
    assert len(plan_of(*table_lines(1, header, [(1, row) for row in kept])).records.of(Action)) == len(kept)
