"""Axis and sub-axis in an order that contradicts the document: refused or doubted, with the fix."""

from __future__ import annotations

import pytest
from directriz.errors import LayoutMismatch
from directriz.records import Action, Issue, Records
from test_rebuild_headings import rebuilt

PLAN = """EJE 1: PREVENCIÓN
LÍNEA 1.1 Difusión

N°\tAcción
1\tDifundir la línea de denuncia
2\tCapacitar al personal de terminales
LÍNEA 1.2 Formación
3\tFormar docentes
EJE 2: ASISTENCIA
LÍNEA 2.1 Casas
4\tAbrir casas
LÍNEA 2.2 Salud
5\tAtender a las víctimas
"""
PROFILE = 'kind = "action-matrix"\nabout = "A plan."\n[columns]\nnumber = ["N°"]\naction = ["Acción"]\n'
AXIS, LINE = "EJE.+", "LÍNEA.+"


def read(*rules: str, plan: str = PLAN) -> Records:
    return rebuilt(plan, PROFILE + "".join(f"[[heading]]\npattern = '(?P<{rule}'\n" for rule in rules))


def doubts(records: Records) -> list[tuple[str, str]]:
    return [(issue.issue_code, issue.detail) for issue in records.of(Issue)]


def test_the_order_of_the_document_is_read_without_a_doubt() -> None:
    records = read(f"axis>{AXIS})", f"subaxis>{LINE})")
    assert [(action.axis, action.subaxis) for action in records.of(Action)][2:4] == [
        ("EJE 1: PREVENCIÓN", "LÍNEA 1.2 Formación"),
        ("EJE 2: ASISTENCIA", "LÍNEA 2.1 Casas"),
    ]
    assert doubts(records) == []


@pytest.mark.parametrize(
    ("rules", "found", "fix"),
    [
        (
            (f"subaxis>{AXIS})", f"axis>{LINE})"),
            "the sub-axis 'EJE 1: PREVENCIÓN' applies to rows of two axes: 'LÍNEA 1.1 Difusión' and",
            "If 'EJE 1: PREVENCIÓN' is the wider heading, write (?P<axis>…) in its [[heading]]",
        ),
        (
            (f"axis>{LINE})", f"subaxis>{AXIS})"),
            "'EJE 1: PREVENCIÓN' (read as subaxis) has no row below it: the next heading, 'LÍNEA 1.1 Difusión'",
            "put the [[heading]] no. 2 above the [[heading]] no. 1",
        ),
        (
            (f"subaxis>{LINE})", f"axis>{AXIS})"),
            "5 of 5 rows stand under no axis: 'LÍNEA 1.1 Difusión' ended 'EJE 1: PREVENCIÓN'",
            "[[heading]] that fits 'EJE 1: PREVENCIÓN' above the one that fits 'LÍNEA 1.1 Difusión'",
        ),
    ],
)
def test_each_way_to_exchange_the_two_is_refused(rules: tuple[str, str], found: str, fix: str) -> None:
    with pytest.raises(LayoutMismatch) as refused:
        read(*rules)
    assert found in refused.value.found
    assert fix in refused.value.remedy


FAR = PLAN.replace("\nLÍNEA 1.1", "\n\n\n\nLÍNEA 1.1").replace("\nLÍNEA 2.1", "\n\n\n\nLÍNEA 2.1")


def test_wide_headings_that_give_no_row_a_value_are_refused_with_both_rules_to_write() -> None:
    with pytest.raises(LayoutMismatch) as refused:
        read(f"axis>{LINE})", f"subaxis>{AXIS})", plan=FAR)
    assert "So it is with 2 of 2 such lines" in refused.value.found
    rules = f"[[heading]]\npattern = '(?P<axis>{AXIS})'\n[[heading]]\npattern = '(?P<subaxis>{LINE})'"
    assert refused.value.remedy.endswith(rules)
    assert [action.subaxis for action in read(f"axis>{AXIS})", f"subaxis>{LINE})", plan=FAR).of(Action)][3:] == [
        "LÍNEA 2.1 Casas",
        "LÍNEA 2.2 Salud",
    ]


def test_names_that_are_exchanged_are_one_refusal_though_a_row_stands_under_a_wide_heading_alone() -> None:
    plan = PLAN + "EJE 3: DATOS\n6\tPublicar datos\n7\tReunir datos\n"
    with pytest.raises(LayoutMismatch) as refused:
        read(f"subaxis>{AXIS})", f"axis>{LINE})", plan=plan)
    assert "applies to rows of two axes" in refused.value.found
    assert "Put the [[heading]]" not in str(refused.value)


def test_a_pattern_that_fits_two_levels_is_doubted_with_the_rules_to_write() -> None:
    [(code, detail)] = doubts(read("axis>.+)"))
    assert code == "heading_without_rows"
    assert "2 lines are read as axis, and no row stands below: 'EJE 1: PREVENCIÓN', 'EJE 2: ASISTENCIA'" in detail
    lines = [line for line in detail.splitlines() if line.startswith("pattern = ")]
    rules = [line.removeprefix("pattern = '").removesuffix("'") for line in lines]
    profile = PROFILE + "".join(f"[[heading]]\npattern = '{rule}'\n" for rule in rules)
    assert doubts(rebuilt(PLAN, profile)) == []


def test_a_heading_between_others_without_a_row_is_doubted() -> None:
    plan = PLAN.replace("EJE 2: ASISTENCIA\nLÍNEA 2.1", "EJE 2: NADA\n\nTexto sin filas, con su explicación.\n\n\n2.1")
    plan += "EJE 3: OTRO\n6\tPerseguir\n"
    found = doubts(rebuilt(plan, f"{PROFILE}[excluded]\ntext = ['Texto.*', '2.1.*', 'LÍNEA.*']\n"
                                 "[[heading]]\npattern = '(?P<axis>EJE.+)'\n"))  # fmt: skip
    assert found == []  # the rows that follow are below it
    plan = plan.replace("4\tAbrir casas\n", "").replace("5\tAtender a las víctimas\n", "")
    [(code, detail)] = doubts(rebuilt(plan, f"{PROFILE}[excluded]\ntext = ['Texto.*', '2.1.*', 'LÍNEA.*']\n"
                                            "[[heading]]\npattern = '(?P<axis>EJE.+)'\n"))  # fmt: skip
    assert (code, "a line is read as axis, and no row stands below: 'EJE 2: NADA'" in detail) == (
        "heading_without_rows",
        True,
    )


COLUMNS = """Línea\tEje\tN°\tAcción
{0}1.1 Difusión\t{0}1 Prevención\t1\tDifundir
{0}1.2 Formación\t{0}1 Prevención\t2\tFormar
{0}2.1 Casas\t{0}2 Asistencia\t3\tAbrir casas
{0}2.2 Salud\t{0}2 Asistencia\t4\tAtender
"""


@pytest.mark.parametrize("word", ["", "N° "])
def test_two_columns_that_are_exchanged_are_refused(word: str) -> None:
    right = f'{PROFILE}axis = ["Eje"]\nsubaxis = ["Línea"]\n'
    plan = "\n" + COLUMNS.format(word)
    assert [action.axis for action in rebuilt(plan, right).of(Action)][1] == f"{word}1 Prevención"
    wrong = f'{PROFILE}axis = ["Línea"]\nsubaxis = ["Eje"]\n'
    with pytest.raises(LayoutMismatch, match="several axes stand below one sub-axis") as refused:
        rebuilt(plan, wrong)
    assert "Exchange the two names" in refused.value.remedy


def test_one_sub_axis_with_several_axes_is_only_doubted() -> None:
    plan = "\nEje\tLínea\tN°\tAcción\nPrevención\tGeneral\t1\tDifundir\nAsistencia\tGeneral\t2\tAtender\n"
    records = rebuilt(plan, f'{PROFILE}axis = ["Eje"]\nsubaxis = ["Línea"]\n')
    [(code, detail)] = doubts(records)
    assert code == "hierarchy_doubtful"
    assert "below one sub-axis, 'General', stand the axes 'Prevención', 'Asistencia'" in detail


def test_a_sub_axis_printed_anew_under_each_axis_may_have_the_same_words() -> None:
    plan = PLAN.replace("LÍNEA 1.2 Formación\n", "").replace("LÍNEA 2.2 Salud\n", "")
    plan = plan.replace("1.1 Difusión", "general").replace("2.1 Casas", "general")
    assert doubts(read(f"axis>{AXIS})", f"subaxis>{LINE})", plan=plan)) == []


def test_the_only_level_of_headings_called_a_sub_axis_is_doubted() -> None:
    [(code, detail)] = doubts(read(f"subaxis>{AXIS})", plan=PLAN.replace("LÍNEA", "línea")))[-1:]
    assert code == "hierarchy_doubtful"
    assert detail.startswith("5 of 5 rows have a sub-axis, the first is 'EJE 1: PREVENCIÓN', and none has an axis")
    assert "hierarchy_doubtful" not in dict(doubts(read(f"axis>{AXIS})", plan=PLAN.replace("LÍNEA", "línea"))))


@pytest.mark.parametrize("field", ["axis", "subaxis"])
def test_two_levels_of_headings_that_fill_one_column_are_doubted(field: str) -> None:
    [detail] = [each for code, each in doubts(read(f"{field}>{AXIS})", f"{field}>{LINE})"))
                if code == "heading_without_rows"]  # fmt: skip
    assert detail.startswith(
        "no row has 'EJE 1: PREVENCIÓN', 'EJE 2: ASISTENCIA': the [[heading]] no. 1 and no. 2 both"
    )
