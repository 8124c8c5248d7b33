"""Signs that an action is misread: each on the same plan as what is right, and limits from both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from directriz.language import language_of
from directriz.rebuild.value_doubts import value_doubts
from directriz.records import Action, Records

DEEDS = ("Capacitar a las autoridades", "Publicar los datos de cada año", "Revisar los contratos vigentes",
         "Abrir dos centros de acogida", "Formar a los jueces de paz", "Firmar convenios con sindicatos",
         "Crear un registro único", "Difundir la norma en escuelas", "Instalar puntos de información",
         "Auditar las agencias de empleo")  # fmt: skip
RIGHT = {"axis": "Prevención social", "responsible": "Ministerio de Trabajo", "deadline": "2026",
         "budget": "$ 1.200", "indicators": "Número de personas"}  # fmt: skip


def actions(count: int = 10, **wrong: Any) -> list[Action]:
    """Return actions of a plan, of which the first has other values than is right."""
    empty: dict[str, Any] = dict.fromkeys(Action.__dataclass_fields__)
    shared = {**empty, "plan_id": "p", "text_sha256": "", "measure_inherited": False, "responsible_inherited": False}
    made = [{**shared, **RIGHT, "action_id": f"p/{place}", "action": DEEDS[place]} for place in range(count)]
    made[0] |= wrong
    return [Action(**each) for each in made]


def changed(action: Action, **columns: Any) -> Action:
    return Action(**{**{name: getattr(action, name) for name in Action.__dataclass_fields__}, **columns})


def reasons(plan: list[Action], kind: str = "action-matrix") -> dict[str, str]:
    found = value_doubts("p", Records(plan), (), kind, language_of("es"))
    return {each.record_id or "": each.detail for each in found}


@pytest.mark.parametrize("kind", ["action-matrix", "operational-matrix", "action-cards", "action-list"])
def test_a_right_plan_has_no_doubt(kind: str) -> None:
    assert reasons(actions(), kind) == {}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"action": "Corresponsables"}, "its text is the label 'Corresponsables'"),
        ({"action": "Responsable: Ministerio de Salud"}, "its text begins with the label 'Responsable'"),
        ({"action": "2025-2026"}, "its text is a date or term"),
        ({"action": "$ 48.000"}, "its text is an amount of money"),
        ({"action": "12 %"}, "its text is a figure"),
        ({"action": "Ministerio de Trabajo y Previsión"}, "its text is the name of a body"),
        ({"number": "InstitutodelaJuventud"}, "its number is 'InstitutodelaJuventud'"),
        ({"action": "Capacitar a los equipos de"}, "action ends in the middle of a sentence"),
        ({"responsible": "Ministerio de"}, "responsible ends in the middle of a sentence"),
        ({"responsible": "de la Nación"}, "responsible begins with a small letter"),
        ({"action": "Capacitar (jueces y fiscales"}, "a bracket in action does not end"),
        ({"axis": "nó ic az ili bis nes yn ó ic ne ver P"}, "axis holds pieces of words"),
        ({"indicators": "Tiempopromedioderespuesta"}, "a word that no list has"),
        ({"indicators": "Ministerio de Trabajo"}, "indicators and responsible hold"),
        ({"deadline": "Ministerio de Trabajo"}, "deadline is a body, where nearly all others are a date or term"),
        ({"responsible": "$ 48.000"}, "responsible is an amount of money"),
        ({"responsible": None, "deadline": None}, "it has no responsible and no deadline, unlike most others"),
    ],
)
def test_a_value_that_is_wrong_is_doubted(wrong: dict[str, Any], words: str) -> None:
    found = reasons(actions(**wrong))
    assert list(found) == ["p/0"]
    assert words.replace("indicators and responsible", "responsible and indicators") in found["p/0"]


def test_the_action_before_one_that_begins_amid_a_sentence_may_go_on() -> None:
    plan = actions()
    cut = Action(**{**{name: getattr(plan[4], name) for name in Action.__dataclass_fields__}, "action": "de frontera"})
    found = reasons([*plan[:4], cut, *plan[5:]])
    assert list(found) == ["p/3", "p/4"]
    assert "the next action may go on with its text" in found["p/3"]


@pytest.mark.parametrize(("count", "is_said"), [(8, True), (7, False)])
def test_actions_that_nearly_all_begin_alike_are_a_phrase_of_the_form(count: int, is_said: bool) -> None:
    plan = [Action(**{**{name: getattr(each, name) for name in Action.__dataclass_fields__},
            "action": f"Al término del compromiso habrá {place}"}) if place < count else each
            for place, each in enumerate(actions())]  # fmt: skip
    assert any("a phrase of the form" in detail for detail in reasons(plan).values()) == is_said


@pytest.mark.parametrize(("count", "all_doubted"), [(3, True), (2, False)])
def test_three_misread_actions_in_ten_make_all_doubtful(count: int, all_doubted: bool) -> None:
    plan = [Action(**{**{name: getattr(each, name) for name in Action.__dataclass_fields__}, "action": "2025"})
            if place < count else each for place, each in enumerate(actions())]  # fmt: skip
    found = reasons(plan)
    assert ("p/9" in found) == all_doubted
    assert not all_doubted or "3 of the plan's 10 actions look misread" in found["p/9"]


def test_the_same_action_with_other_values_is_no_doubt() -> None:
    first = actions()[0]
    same = Action(**{**{name: getattr(first, name) for name in Action.__dataclass_fields__}, "action_id": "p/0-2"})
    assert set(reasons([*actions(), same])) == {"p/0", "p/0-2"}
    other = Action(**{**{name: getattr(same, name) for name in Action.__dataclass_fields__}, "deadline": "2027"})
    assert reasons([*actions(), other]) == {}


@pytest.mark.parametrize(("count", "is_said"), [(6, True), (5, False)])
def test_a_column_of_money_that_holds_bodies_is_doubted_in_each_row(count: int, is_said: bool) -> None:
    plan = [changed(each, budget="Fiscalía General" if place < count else "según convenio", responsible=None)
            for place, each in enumerate(actions())]  # fmt: skip
    assert any("budget holds a body" in detail for detail in reasons(plan).values()) == is_said


def test_rows_under_no_objective_are_doubted_where_others_have_one_in_a_matrix() -> None:
    plan = [
        changed(each, objective="Reducir los riesgos" if place < 4 else None) for place, each in enumerate(actions())
    ]
    assert sorted(reasons(plan)) == [f"p/{place}" for place in range(4, 10)]
    assert "it has no objective, and others have" in reasons(plan)["p/9"]
    assert reasons(plan, "action-cards") == {}


@pytest.mark.parametrize(
    ("text", "words", "is_doubted"),
    [
        (f"Capacitar {'zu' * 10}", "holds a word that no list has", True),
        (f"Capacitar {'zu' * 9}z", "holds a word that no list has", False),
        ("Capacitar zul qop wix jueces escuelas", "holds pieces of words", True),
        ("Capacitar zul qop jueces escuelas maestros", "holds pieces of words", False),
        ("Capacitar zul qop wix yun", "holds pieces of words", False),
        ("Ministerio de Trabajo de la Provincia de Salta", "its text is the name of a body", True),
        ("Ministerio de Trabajo de la Provincia de Buenos Aires", "its text is the name of a body", False),
    ],
)
def test_limits_of_signs_from_both_sides(text: str, words: str, is_doubted: bool) -> None:
    assert (words in reasons(actions(action=text)).get("p/0", "")) == is_doubted


@pytest.mark.parametrize(("count", "is_doubted"), [(4, True), (3, False)])
def test_four_actions_with_the_same_four_words_begin_with_a_phrase_of_the_form(count: int, is_doubted: bool) -> None:
    plan = [replace(each, action=f"Al final del periodo {each.action.lower()}") for each in actions(count)]
    found = reasons(plan)
    assert any("begin with 'al final del periodo'" in detail for detail in found.values()) == is_doubted
