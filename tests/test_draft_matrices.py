"""Drafts of matrices: the headings, columns and rows that `add` finds in tables of many make-ups, nothing edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from directriz.commands.draft_plan import PlanDraft, find_plan
from directriz.rebuild.heading_looks import heading_line, look_of_text
from directriz.rebuild.title_lines import with_whole_titles
from directriz.records import Action, Excluded, Extra, Issue, PrintedLine
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


@pytest.mark.parametrize(("size", "is_axis"), [(10.5, True), (10.4, False)])
def test_the_type_of_a_title_differs_by_a_twentieth(size: float, is_axis: bool) -> None:
    names = ("Calidad educativa", "Cobertura", "Eficiencia")
    assert bool(under([title(each, size) for each in names]).axes) is is_axis


def test_how_long_a_heading_is() -> None:
    assert look_of_text(f"Eje 2: A{'b' * 292}") == "word eje"
    assert look_of_text(f"Eje 2: A{'b' * 293}") is None
    assert look_of_text(f"Eje 2: A{' b' * 42}") == "word eje"
    assert look_of_text(f"Eje 2: A{' b' * 43}") is None
    assert look_of_text("Eje Prevención y asistencia de las víctimas rescatadas") == "word eje"
    assert look_of_text("Eje Prevención y asistencia de las víctimas rescatadas hoy") is None


@pytest.mark.parametrize(("white", "count"), [(12.0, 1), (13.0, 2)])
def test_the_lines_of_a_title_stand_close(white: float, count: int) -> None:
    upper = title("COMPETENCIAS LABORALES GENERALES Y FORMACIÓN PARA", 12.0, 0.0, is_bold=True)
    lower = title("EL TRABAJO Y DESARROLLO HUMANO", 12.0, 12.0 + white, is_bold=True)
    assert len(with_whole_titles([upper, lower])) == count
    alike = title("EL TRABAJO Y DESARROLLO HUMANO", 12.5, 13.0, is_bold=True)
    assert len(with_whole_titles([upper, alike])) == 1
    assert len(with_whole_titles([upper, replace(alike, size=12.6)])) == 2


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


def band(text: str, shade: float) -> PrintedLine:
    """Return a title row over the whole width of table 1."""
    return replace(title(text), table=1, is_shaded=True, shade=shade)


def test_a_matrix_that_begins_with_bands_has_the_header_below_them() -> None:
    lines: list[PrintedLine] = []
    for place, goal in enumerate(("OBJETIVO ESTRATÉGICO 1: PREVENCIÓN", "OBJETIVO ESTRATÉGICO 2: PROTECCIÓN")):
        header, first, second = table_lines(1, HEADER, [(1, row) for row in ROWS[2 * place : 2 * place + 2]])
        again = replace(header, spans=())
        lines += [band(goal, 1.2), band(f"Resultado esperado {place + 1}.1: Población", 1.6), again, first]
        lines += [band(f"Resultado esperado {place + 1}.2: Escuelas", 1.6), again, second]
    records = plan_of(*lines).records
    actions = records.of(Action)
    assert [each.action for each in actions] == list(DEEDS[:4])
    assert [each.axis for each in actions] == [lines[0].cells[0]] * 2 + [lines[7].cells[0]] * 2
    assert [each.subaxis for each in actions] == [lines[at].cells[0] for at in (1, 4, 8, 11)]
    assert [each.reason for each in records.of(Excluded) if each.text.startswith("Acción")] == ["header"]


def test_a_sheet_in_three_strips_is_one_table() -> None:
    def on(page: int, *lines: PrintedLine) -> list[PrintedLine]:
        pieces = [tuple(tuple(replace(piece, page=page) for piece in cell) for cell in line.pieces) for line in lines]
        return [replace(line, page=page, pieces=own) for line, own in zip(lines, pieces, strict=True)]

    whole = [(str(place + 1), *row, "$ 1.000", "Actas") for place, row in enumerate(ROWS)]
    header = ("N°", *HEADER, "Presupuesto", "Fuente de verificación")
    lines: list[PrintedLine] = []
    for number, (first, last) in enumerate(((0, 2), (2, 4), (4, 6)), start=1):
        strip = table_lines(number, header[first:last], [(1, row[first:last]) for row in whole])
        lines += on(number, *strip)
    actions = plan_of(*lines).records.of(Action)
    made = [(each.number, each.action, each.responsible, each.deadline, each.budget, each.verification)
            for each in actions]  # fmt: skip
    assert made == whole


def test_a_number_in_the_narrow_half_of_a_label_is_the_number_and_a_class_is_no_measure() -> None:
    header = ("Acción puntual", "", "Tipo de acción", "Responsable")
    rows = [(f"1.{place + 1}", deed, ("General", "Específica")[place % 2], "Ministerio de Salud")
            for place, deed in enumerate(DEEDS)]  # fmt: skip
    head, *body = table_lines(1, header, [(1, row) for row in rows])
    drafted = plan_of(replace(head, spans=(2, 0, 1, 1)), *body)
    assert [(each.number, each.action) for each in drafted.records.of(Action)] == [row[:2] for row in rows]
    assert drafted.tables.columns["extras"] == ["Tipo de acción"]


def test_a_heading_in_the_last_line_of_a_cell_or_over_the_first_label_is_one() -> None:
    rows = [(f"{DEEDS[0]} Objetivo 2: Asistir", *ROWS[0][1:]), *ROWS[1:3]]
    lines = [title("Objetivo 1: Prevenir"), *table_lines(1, HEADER, [(1, row) for row in rows])]
    lines += table_lines(2, ("Objetivo 3: Juzgar Acción", *HEADER[1:]), [(1, row) for row in ROWS[3:5]])
    actions = plan_of(*lines).records.of(Action)
    assert [(each.action, each.axis) for each in actions] == [
        (DEEDS[0], "Objetivo 1: Prevenir"),
        (DEEDS[1], "Objetivo 2: Asistir"),
        (DEEDS[2], "Objetivo 2: Asistir"),
        (DEEDS[3], "Objetivo 3: Juzgar"),
        (DEEDS[4], "Objetivo 3: Juzgar"),
    ]
    spoken = [(f"{DEEDS[0]} del Objetivo 2: Asistir", *ROWS[0][1:]), *ROWS[1:3]]
    kept = plan_of(title("Objetivo 1: Prevenir"), *table_lines(1, HEADER, [(1, row) for row in spoken]))
    assert kept.records.of(Action)[0].action == spoken[0][0]


def test_numbers_merged_over_several_actions_number_no_action() -> None:
    header = ("N°", "Acción", "Actividades", "Responsable")
    rows = [(str(place // 2 + 1) * (not place % 2), "Fortalecer la red" * (not place % 2), deed, "Ministerio de Salud")
            for place, deed in enumerate(DEEDS)]  # fmt: skip
    lines = [replace(line, covered=(0, 1)) if not line.cells[0] else line
             for line in table_lines(1, header, [(1, row) for row in rows])]  # fmt: skip
    records = plan_of(*lines).records
    assert [each.number for each in records.of(Action)] == [None] * 6
    assert [(each.label_original, each.text) for each in records.of(Extra)] == [("N°", str(n // 2 + 1)) for n in
                                                                               range(6)]  # fmt: skip


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


@pytest.mark.parametrize(("text", "look"), [
    ("Objetivo prioritario 1.- Armonizar las normas", "word objetivo"), ("Objetivo de 2 Ministerios", "style 0.0"),
])  # fmt: skip
def test_a_word_may_stand_before_the_number_of_a_heading_of_a_text_dump(text: str, look: str) -> None:
    heading = heading_line(PrintedLine("plan.txt", 1, 1, (text,), after_blank=True), 0.0)
    assert heading is not None
    assert heading.look == look


@pytest.mark.parametrize(
    ("label", "names", "column"),
    [
        ("Línea", ("Prevención", "", "", "Asistencia", "", ""), "axis"),
        ("Área temática", ("Prevención",) * 3 + ("Asistencia",) * 3, "axis"),
        ("Línea", ("Uno", "Dos", "Tres", "Cuatro", "Cinco", "Seis"), "extras"),
        ("Clase", ("Prevención", "", "", "Asistencia", "", ""), "extras"),
    ],
)
def test_the_first_column_that_names_groups_of_rows_is_the_axis(
    label: str, names: tuple[str, ...], column: str
) -> None:
    rows = [(1, (name, *row)) for name, row in zip(names, ROWS, strict=True)]
    lines = [replace(line, covered=() if line.cells[0] else (0,)) for line in table_lines(1, (label, *HEADER), rows)]
    drafted = plan_of(*lines)
    assert drafted.tables.roles[label] == column
    if column == "axis":
        assert [each.axis for each in drafted.records.of(Action)] == ["Prevención"] * 3 + ["Asistencia"] * 3


@pytest.mark.parametrize(
    ("parts", "below", "axes"),
    [
        (("Parte A", "Parte B"), ("Prevención social", "Asistencia integral", "Persecución penal"), "below"),
        (
            ("Parte A. Nación", "Parte B. Provincias"),
            ("Eje 1: Prevención", "Eje 2: Asistencia", "Eje 3: Penal"),
            "below",
        ),
        (
            ("Sección A. Nación", "Sección B. Local"),
            ("Eje 1: Prevención", "Eje 2: Asistencia", "Eje 3: Penal"),
            "parts",
        ),
    ],
)
def test_parts_of_the_document_are_no_axes(parts: tuple[str, str], below: tuple[str, ...], axes: str) -> None:
    lines: list[PrintedLine] = []
    for place, each in enumerate(below):
        if place < 2:
            lines.append(title(parts[place], 16.0, 0.0, is_bold=True))
        rows = [(1, row) for row in ROWS[2 * place : 2 * place + 2]]
        lines += [title(each, 12.0, 20.0, is_bold=True), *table_lines(place + 1, HEADER, rows)]
    actions = plan_of(*lines).records.of(Action)
    wanted = below if axes == "below" else (parts[0], parts[1], parts[1])
    assert [action.axis for action in actions] == [each for each in wanted for _ in range(2)]
