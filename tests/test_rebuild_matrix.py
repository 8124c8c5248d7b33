"""Matrices over their page breaks: real plans with one thing printed otherwise, and made-up ones cut anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from directriz.checks import check_conservation
from directriz.errors import CheckFailed, LayoutMismatch
from directriz.records import Action, Cell, Excluded, Issue, PrintedLine, PrintedPair
from hypothesis import given
from hypothesis import strategies as st
from workspaces import REPOSITORY, rebuilt, shipped

HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)
PLAN = f"""PREVENCIÓN

FORMACIÓN - Formar a la población.

{HEADER}
1\tDifusión de derechos\tDifundir piezas\tPiezas\tInforme\tMINSEG\tDNM
2\t\tCapacitar docentes\tDocentes\tInforme\t\t
3\tOtra medida\tFormar agentes\tAgentes\tInforme\tSENAF\tOIT
"""


def ar_plan():
    return (REPOSITORY / "raw" / "ar-plan.txt").read_text(encoding="utf-8")


def corett():
    return (REPOSITORY / "raw" / "corett-2020.txt").read_text(encoding="utf-8")


def actions(text, profile="ar-plan"):
    return rebuilt(text, profile).of(Action)


def without_pages(found):
    return [replace(action, page_start=None, page_end=None) for action in found]


def swapped(text, old, new):
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def codes(records):
    return [issue.issue_code for issue in records.of(Issue) if issue.severity != "info"]


def test_a_small_plan():
    first, second, third = actions(PLAN)
    assert (first.action_id, first.axis, first.subaxis) == ("plan/prevencion/1", "PREVENCIÓN", "FORMACIÓN")
    assert first.subaxis_description == "Formar a la población."
    assert (second.measure, second.measure_inherited) == ("Difusión de derechos", True)
    assert (second.responsible, second.responsible_inherited, second.associated) == ("MINSEG", True, None)
    assert (third.measure, third.measure_inherited, third.responsible) == ("Otra medida", False, "SENAF")
    assert {action.page_start for action in (first, second, third)} == {1}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("\n2\t", "\n\n2\t", id="between two rows"),
        pytest.param("\n3\t", f"\n\n{HEADER}\n3\t", id="with the header again"),
        pytest.param("\n3\t", f"\n\nPREVENCIÓN\n{HEADER}\n3\t", id="with the axis again"),
        pytest.param("\n3\t", f"\n\nPREVENCIÓN\n\nFORMACIÓN - Formar a la población.\n{HEADER}\n3\t", id="with both"),
    ],
)
def test_a_page_break_elsewhere_changes_no_value(old, new):
    assert without_pages(actions(swapped(PLAN, old, new))) == without_pages(actions(PLAN))


def test_an_ignored_column_is_left_out_word_by_word():
    profile = shipped("ar-plan")[1].model_copy(update={"ignore": ("Plazo",)})
    text = "\n".join(
        line + ("\tPlazo" if line == HEADER else "\tseis meses" if line[:1].isdigit() else "")
        for line in PLAN.split("\n")
    )
    records = rebuilt(text, "ar-plan", profile=profile)
    assert [(word.text, word.reason) for word in records.of(Excluded) if word.reason == "ignored-column"] == [
        ("seis meses", "ignored-column")
    ] * 3
    assert without_pages(records.of(Action)) == without_pages(actions(PLAN))


def test_the_axis_at_a_pages_head_leaves_merged_cells_in_force():
    text = swapped(PLAN, "\n2\t", f"\n\nPREVENCIÓN\n\n{HEADER}\n2\t")
    second = actions(text)[1]
    assert (second.measure, second.responsible, second.subaxis) == ("Difusión de derechos", "MINSEG", "FORMACIÓN")
    reasons = [piece.reason for piece in rebuilt(text, "ar-plan").of(Excluded)]
    assert reasons.count("repeated-heading") == 1


def test_a_new_sub_axis_ends_merged_cells():
    text = swapped(PLAN, "\n2\t", f"\nDETECCIÓN - Detectar casos.\t\t\t\t\t\t\n{HEADER}\n2\t")
    second = actions(text)[1]
    assert (second.measure, second.measure_inherited, second.responsible) == (None, False, None)
    assert second.subaxis == "DETECCIÓN"


UNDRAWN = PLAN.replace("2\t\tCapacitar", "\n2\tCapacitar").replace("\n3\t", "\n\n3\t")


def test_a_page_may_leave_the_column_of_measures_out():
    assert without_pages(actions(UNDRAWN)) == without_pages(actions(PLAN))


def test_a_page_may_print_its_header_without_that_column():
    text = swapped(UNDRAWN, "\n2\tCapacitar", "\n" + HEADER.replace("Medidas\t", "") + "\n2\tCapacitar")
    assert without_pages(actions(text)) == without_pages(actions(PLAN))


def test_two_tables_of_one_page_may_draw_different_columns():
    rest = f"\nDETECCIÓN - Detectar casos.\n{HEADER}\n3\t"
    text = swapped(UNDRAWN, "\n\n3\t", rest)
    assert without_pages(actions(text)) == without_pages(actions(swapped(PLAN, "\n3\t", rest)))


def test_stripped_tabs_are_not_taken_for_an_undrawn_column():
    text = f"PREVENCIÓN\n\n{HEADER}\n1\tDifusión\tDifundir piezas\tPiezas\tInforme\tMINSEG\n"
    with pytest.raises(LayoutMismatch, match="a row of 6 cells under a header of 7: a cell too few") as refused:
        actions(text)
    assert "put the tab of the blank cell back" in refused.value.remedy
    assert actions(text.replace("MINSEG", "MINSEG\t"))[0].responsible == "MINSEG"


@pytest.mark.parametrize("rest", ["de víctimas", "(talleres)", "Públicas"])
def test_a_merged_cell_cut_between_its_rows(rest):
    head = {"de víctimas": "Atención", "(talleres)": "Formación y", "Públicas": "Atención de"}[rest]
    text = swapped(PLAN, "Difusión de derechos", head)
    text = swapped(text, "\n2\t\t", f"\n\n2\t{rest}\t")
    first, second, _ = actions(text)
    assert (first.measure, second.measure, second.measure_inherited) == (f"{head} {rest}", f"{head} {rest}", True)


def test_a_row_and_its_merged_cell_cut_together():
    text = swapped(PLAN, "1\tDifusión de derechos\tDifundir piezas\t", "1\tDifusión\tDifundir\t")
    text = swapped(text, "DNM\n", "DNM\n\n\tde derechos\tpiezas\t\t\t\t\n")
    assert without_pages(actions(text)) == without_pages(actions(PLAN))
    assert [(action.page_start, action.page_end) for action in actions(text)] == [(1, 2), (2, 2), (2, 2)]


def test_a_word_cut_by_the_page_is_made_whole():
    text = swapped(PLAN, "Difundir piezas\tPiezas", "Difundir pie-\tPiezas -")
    text = swapped(text, "DNM\n", "DNM\n\n\t\tzas\tde radio\t\t\t\n")
    records = rebuilt(text, "ar-plan")
    first = records.of(Action)[0]
    assert (first.action, first.indicators) == ("Difundir piezas", "Piezas - de radio")
    assert [cell.text for cell in records.of(Cell) if cell.column == "action"][:2] == ["Difundir pie-", "zas"]
    check_conservation(records.of(PrintedLine), records, "plan.txt")


def test_a_row_without_number_in_mid_page_is_joined_and_doubted():
    records = rebuilt(swapped(PLAN, "\n3\tOtra", "\n\t\tde grado\t\t\t\t\n3\tOtra"), "ar-plan")
    assert records.of(Action)[1].action == "Capacitar docentes de grado"
    assert codes(records) == ["row_joined"]


def test_numbers_with_a_full_stop_are_numbers():
    assert [action.number for action in actions(PLAN.replace("\n2\t", "\n2.\t"))] == ["1", "2", "3"]


def test_axes_that_begin_with_the_same_word_keep_their_own_numbers():
    records = rebuilt(PLAN + PLAN.replace("PREVENCIÓN", "PREVENCIÓN SOCIAL"), "ar-plan")
    assert [action.action_id for action in records.of(Action)][2:5] == [
        "plan/prevencion/3",
        "plan/prevencion/1-2",
        "plan/prevencion/2-2",
    ]
    assert codes(records) == ["number_doubled"] * 3


@pytest.mark.parametrize(
    ("old", "new", "error", "said"),
    [
        ("Organismos asociados", "Plazo", LayoutMismatch, "header 'Plazo' is in no column of profile 'ar-plan'"),
        ("Organismos asociados", "", LayoutMismatch, "column 7 has no header"),
        ("Organismos asociados", "Medidas", LayoutMismatch, "two headers are mapped to the column 'measure'"),
        ("\tDNM\n", "\tDNM\tX\n", LayoutMismatch, "a row of 8 cells under a header of 7: a cell too many"),
        ("\tDNM\n", "\n", LayoutMismatch, "a row of 6 cells under a header of 7: a cell too few"),
        ("\n1\t", "\nuno\t", LayoutMismatch, "in the column of numbers stands 'uno'"),
        ("\n1\t", "\n\t", LayoutMismatch, "a row without number follows a heading or header"),
        ("Difundir piezas", "", LayoutMismatch, "a numbered row has no action"),
        (HEADER + "\n", "", LayoutMismatch, "a row stands before any header that the profile knows"),
        ("\n3\tOtra medida\t", "\n3 Otra medida\t", LayoutMismatch, "a row of 6 cells under a header of 7"),
        ("\n2\t", "\n4\t", CheckFailed, "has number 4 where 2 is expected"),
        ("\n1\t", "\n2\t", CheckFailed, "has number 2 where 1 is expected"),
        ("\n3\t", "\n1\t", CheckFailed, "has number 1 where 3 is expected"),
    ],
)
def test_what_is_refused(old, new, error, said):
    assert len(actions(PLAN)) == 3
    with pytest.raises(error, match=re.escape(said)) as refused:
        actions(PLAN.replace(old, new, 1))
    assert refused.value.place.startswith("plan.txt")
    assert refused.value.remedy


def test_tabs_that_an_editor_made_spaces_of():
    with pytest.raises(LayoutMismatch, match="no row of actions was found"):
        actions(PLAN.replace("\t", "    "))
    one = swapped(PLAN, "3\tOtra medida\tFormar agentes\tAgentes\tInforme\tSENAF\tOIT", "3 Otra medida Formar agentes")
    with pytest.raises(LayoutMismatch, match="a numbered row stands in a single cell: '3 Otra medida Formar agentes'"):
        actions(one)


def test_a_line_below_the_table_is_set_aside_and_told():
    records = rebuilt(PLAN + "\nPágina 3 de 12\n", "ar-plan")
    assert len(records.of(Action)) == 3
    assert [(piece.reason, piece.text) for piece in records.of(Excluded)][-1] == ("unplaced", "Página 3 de 12")
    assert codes(records) == ["line_unplaced"]


def test_a_number_with_parts_cannot_be_called_contiguous():
    _, profile = shipped("corett-2020")
    strict = profile.model_copy(update={"layout": profile.layout.model_copy(update={"contiguous": True})})
    with pytest.raises(LayoutMismatch, match="is not one of 1, 2, 3"):
        rebuilt(corett(), "corett-2020", profile=strict)


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="crlf"),
        pytest.param(lambda text: "\ufeff" + text, id="byte order mark"),
        pytest.param(lambda text: re.sub(r" (?=[a-z])", "\u00a0", text), id="no-break spaces"),
        pytest.param(lambda text: text.replace("\t", " \t  "), id="spaces around tabs"),
    ],
)
@pytest.mark.parametrize(("name", "text"), [("ar-plan", ar_plan()), ("corett-2020", corett())])
def test_an_editors_habits_change_no_action(same, name, text):
    assert rebuilt(same(text), name).of(Action) == rebuilt(text, name).of(Action)


def test_a_plan_of_another_edition_under_the_same_profile():
    text = ar_plan()
    shorter = text[: text.index("PERSECUCIÓN")]
    made = rebuilt(shorter, "ar-plan", plan_id="ar-plan-2025").of(Action)
    assert len(made) == 23 + 16
    assert made[0].action_id == "ar-plan-2025/prevencion/1"


@pytest.mark.parametrize(("name", "text"), [("ar-plan", ar_plan()), ("corett-2020", corett())])
def test_a_page_break_before_every_row_changes_no_action(name, text):
    lines = text.split("\n")
    parted = [
        f"\n{line}" if before.count("\t") > 3 and line.count("\t") > 3 and "Programado" not in line else line
        for before, line in pairwise(["", *lines])
    ]
    made = rebuilt("\n".join(parted), name)
    assert without_pages(made.of(Action)) == without_pages(actions(text, name))
    assert made.of(PrintedPair) == rebuilt(text, name).of(PrintedPair)


FOUR_YEARS = """EJE DE PREVENCIÓN

Objetivo Estratégico 1.1. Prevenir el delito

Objetivo operativo\tActividad\tMeta\tIndicador\tResponsable\tAño 2023\t\tAño 2024\t\tAño 2025\t\tAño 2026\t
\t\t\t\t\tProgra mado\tEjecu tado\tProgramado\tEjecutado\tProgramado\tEjecutado\tProgramado\tEjecutado
1.1.1. Informar\t1.1.1.1. Hacer campañas\tCampañas\tNúmero\tST\t10%\t5%\t20%\t\t30%\t\t40%\t
\t1.1.1.2. Hacer guías\tGuías\tNúmero\tST\t\t\t\t\t\t\t100%\t
"""


def test_a_regional_plan_with_four_other_years():
    records = rebuilt(FOUR_YEARS, "corett-2020")
    pairs = records.of(PrintedPair)
    assert [(pair.year, pair.programmed_printed, pair.executed_printed) for pair in pairs[:4]] == [
        (2023, "10%", "5%"),
        (2024, "20%", None),
        (2025, "30%", None),
        (2026, "40%", None),
    ]
    assert [pair.year_inferred for pair in pairs] == [False] * 8
    second = records.of(Action)[1]
    assert (second.objective_number, second.objective, second.strategic_objective) == (
        *("1.1.1", "Informar"),
        "Prevenir el delito",
    )


def test_an_objectives_text_stands_above_its_table_or_nowhere():
    apart = swapped(FOUR_YEARS, "Objetivo Estratégico 1.1. Prevenir", "Objetivo Estratégico 1.1.\n\nPrevenir")
    assert without_pages(actions(apart, "corett-2020")) == without_pages(actions(FOUR_YEARS, "corett-2020"))
    bare = swapped(FOUR_YEARS, "Objetivo Estratégico 1.1. Prevenir el delito", "Objetivo Estratégico 1.1.")
    records = rebuilt(
        bare + "\nPie de página\n" + FOUR_YEARS.split("\n")[-2].replace("1.1.1.2", "1.1.1.3"), "corett-2020"
    )
    assert {action.strategic_objective for action in records.of(Action)} == {None}
    assert codes(records) == ["line_unplaced", *["action_unclear"] * 2]  # both rows say the same


def test_an_activity_cut_right_behind_its_number():
    text = swapped(FOUR_YEARS, "1.1.1.2. Hacer guías\tGuías", "1.1.1.2.\tGuías")
    made = actions(text + "\n\tHacer guías\t\t\t\t\t\t\t\t\t\t\t\n", "corett-2020")
    assert without_pages(made) == without_pages(actions(FOUR_YEARS, "corett-2020"))


@pytest.mark.parametrize(
    ("old", "new", "number"),
    [
        ("1.1.1.2. Hacer", "1.1.1.2 Hacer", "1.1.1.2"),
        ("1.1.1.2. Hacer", "1. 1.1.2. Hacer", "1.1.1.2"),
        ("1.1.1.2. Hacer", "1.1.1.2.Hacer", "1.1.1.2"),
        ("1.1.1.2. Hacer", "1.1. Hacer", "1.1"),
        ("1.1.1.2. Hacer", "1.1.10 Hacer", "1.1.10"),
    ],
)
def test_an_activitys_number_printed_otherwise(old, new, number):
    records = rebuilt(swapped(FOUR_YEARS, old, new), "corett-2020")
    assert [(action.number, action.action) for action in records.of(Action)] == [
        ("1.1.1.1", "Hacer campañas"),
        (number, "Hacer guías"),
    ]
    check_conservation(records.of(PrintedLine), records, "plan.txt")


def test_a_short_row_is_padded_only_where_its_last_cells_are_missing():
    short = swapped(FOUR_YEARS, "\t40%\t\n", "\t40%\n")
    assert without_pages(actions(short, "corett-2020")) == without_pages(actions(FOUR_YEARS, "corett-2020"))
    assert codes(rebuilt(short, "corett-2020")) == ["row_short"]
    for old, new in (("\tCampañas\tNúmero", "\tNúmero"), ("\t5%\t20%", "\t5% hecho\t20%")):
        shifted = swapped(short, old, new)
        with pytest.raises(LayoutMismatch, match=r"in column [57]") as refused:
            actions(shifted, "corett-2020")
        assert "put its tab into the row" in refused.value.remedy


def test_an_activity_that_begins_with_a_number_of_its_own():
    text = swapped(FOUR_YEARS, "1.1.1.2. Hacer guías", "1.1.1.2. 3 guías").replace("1.1.1. Informar", "1.1.1. 2 países")
    assert [(action.objective, action.action) for action in actions(text, "corett-2020")] == [
        ("2 países", "Hacer campañas"),
        ("2 países", "3 guías"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Año 2024", "Período 2024", "header 'Período 2024' is in no column"),
        ("Progra mado\tEjecu tado", "Ejecu tado\tProgra mado", "do not head a pair"),
        ("\tAño 2026\t\n", "\tAño 2026\n", "7 progress columns are printed, which cannot be pairs"),
    ],
)
def test_years_that_are_no_pairs(old, new, said):
    text = swapped(FOUR_YEARS, old, new)
    if "2026" in new:
        text = swapped(text, "\tProgramado\tEjecutado\n", "\tProgramado\n")
    with pytest.raises(LayoutMismatch, match=re.escape(said)):
        actions(text, "corett-2020")


@dataclass(frozen=True)
class Cut:
    """A page break inside a row: how many words of each cell stand before it."""

    row: int
    words: tuple[int, int, int, int, int]


WORD = st.sampled_from(["de", "la", "red", "casos", "guía", "y/o", "(jornadas)", "PFP", "a-b"])
CELL = st.lists(WORD, min_size=1, max_size=4).map(lambda words: " ".join(["Una", *words, "vía"]))
ROWS = st.lists(
    st.tuples(st.none() | CELL, CELL, CELL, st.none() | CELL, st.sampled_from(["", "OIT"])), min_size=1, max_size=5
)


def drawn(rows, cuts, breaks):
    """Return the dump of a matrix: rows of `cuts` stand on two pages, `breaks` begin a page before a row."""
    lines = []
    for number, (measure, action, indicators, responsible, associated) in enumerate(rows, start=1):
        cells = [(cell or "").split() for cell in (measure, action, indicators, responsible, associated)]
        if number in breaks and number > 1:
            lines.append("")
        before = [str(number), *(" ".join(words[: cuts.get(number, (9,) * 5)[i]]) for i, words in enumerate(cells))]
        after = ["", *(" ".join(words[cuts.get(number, (9,) * 5)[i] :]) for i, words in enumerate(cells))]
        lines.append("\t".join([*before[:4], "Informe", *before[4:]]))
        if any(after):
            lines += ["", "\t".join([*after[:4], "", *after[4:]])]
    return "\n".join(["PREVENCIÓN", "", HEADER, *lines, ""])


def opened(rows):
    first = rows[0]
    return [(first[0] or "Una medida", *first[1:3], first[3] or "ST", first[4]), *rows[1:]]


@given(
    ROWS.map(opened),
    st.dictionaries(st.integers(1, 5), st.tuples(*[st.integers(1, 6)] * 5)),
    st.sets(st.integers(2, 5)),
)
def test_a_row_cut_anywhere_is_the_same_row(rows, cuts, breaks):
    whole = actions(drawn(rows, {}, set()))
    records = rebuilt(drawn(rows, cuts, breaks), "ar-plan")
    assert without_pages(records.of(Action)) == without_pages(whole)
    check_conservation(records.of(PrintedLine), records, "plan.txt")


@given(ROWS.map(opened), st.dictionaries(st.integers(1, 5), st.tuples(*[st.integers(1, 6)] * 5)))
def test_joining_twice_is_joining_once(rows, cuts):
    once = actions(drawn(rows, cuts, set()))
    again = [
        (
            None if action.measure_inherited else action.measure,
            action.action,
            action.indicators,
            None if action.responsible_inherited else action.responsible,
            action.associated,
        )
        for action in once
    ]
    assert without_pages(actions(drawn(again, {}, set()))) == without_pages(once)


@given(st.text(alphabet="aA1.\t\n -", max_size=60))
def test_no_text_below_a_header_loses_a_word(text):
    """Whatever stands there: it is refused by name, or every word of it is somewhere."""
    try:
        records = rebuilt(f"EJE\n\n{HEADER}\n{text}\n", "ar-plan")
    except (LayoutMismatch, CheckFailed):
        return
    check_conservation(records.of(PrintedLine), records, "plan.txt")


def test_a_word_taken_out_of_the_cells_is_missed():
    records = rebuilt(PLAN, "ar-plan")
    check_conservation(records.of(PrintedLine), records, "plan.txt")
    cells = [
        replace(cell, text=cell.text.replace("docentes", "").strip()) if cell.column == "action" else cell
        for cell in records.of(Cell)
    ]
    lines = records.of(PrintedLine)
    poorer = type(records)([*cells, *records.of(Excluded)])
    with pytest.raises(CheckFailed, match="the word 'docentes' stands 1 times in the source and 0 times") as refused:
        check_conservation(lines, poorer, "plan.txt")
    assert refused.value.place == "plan.txt p. 1 l. 7"
