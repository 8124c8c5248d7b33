"""Headings over rows: their levels, columns that say the same, patterns that part words; numbers out of order."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from directriz.checks import check_conservation
from directriz.errors import CheckFailed, LayoutMismatch, PipelineError
from directriz.layouts import Profile
from directriz.read.text import read_text
from directriz.rebuild import rebuild_witness
from directriz.rebuild.heading_groups import chosen_looks, tables_under
from directriz.rebuild.heading_looks import TITLE_ROW, HeadingLine, body_size
from directriz.rebuild.title_levels import with_title_levels
from directriz.records import Action, Cell, Excluded, Issue, PrintedLine, Records
from directriz.sources import Source, Witness
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

PLAN = """PREVENCIÓN

Eje\tN°\tAcción
Prevención\t1\tDifundir la línea de denuncia
Prevención\t2\tCapacitar al personal de terminales
ASISTENCIA
Asistencia\t3\tAbrir casas
"""
PROFILE = r"""kind = "action-matrix"
about = "A plan."
[columns]
axis = ["Eje"]
number = ["N°"]
action = ["Acción"]
[[heading]]
pattern = '(?P<axis>[^a-z]+)'
"""


def rebuilt(plan: str, profile: str) -> Records:
    return of_profile(plan, Profile.model_validate(tomllib.loads(profile)))


def of_profile(plan: str, read: Profile) -> Records:
    witness = (Witness(path="plan.txt", sha256="0" * 64),)
    keys = {"id": "plan", "title": "t", "issuer": "i", "jurisdiction": "ARG", "language": "es", "profile": "p.toml"}
    source = Source(**keys, kind=read.kind, file=witness)
    lines = read_text(plan.encode(), "plan.txt", "none")
    records = rebuild_witness(lines, source, read)
    check_conservation(lines, records, "plan.txt")
    return records


def test_an_axis_told_twice_alike_is_one_value() -> None:
    records = rebuilt(PLAN, PROFILE)
    assert [action.axis for action in records.of(Action)] == ["Prevención", "Prevención", "Asistencia"]
    assert [each.text for each in records.of(Excluded) if each.reason == "heading"] == ["PREVENCIÓN", "ASISTENCIA"]


def test_an_axis_told_twice_in_other_words_is_refused_with_the_fix() -> None:
    with pytest.raises(LayoutMismatch, match="2 rows have two values for axis") as refused:
        rebuilt(PLAN.replace("Prevención\t", "Formación\t"), PROFILE)
    assert "take out the [[heading]] whose pattern has (?P<axis>…)" in refused.value.remedy


def test_a_pattern_that_parts_a_word_is_refused() -> None:
    with pytest.raises(LayoutMismatch, match=r"no. 1 cuts a word in two: 'PRE' \+ 'VENCIÓN'"):
        rebuilt(PLAN, PROFILE.replace("(?P<axis>[^a-z]+)", "(?P<subaxis>PRE)?(?P<axis>.+)"))


def test_a_number_in_its_column_and_before_the_action_is_one() -> None:
    split = "[split]\naction = '(?P<number>\\d+)\\.\\s+(?P<action>.+)'\n"
    plan = PLAN.replace("\t1\tDif", "\t1\t1. Dif").replace("\t2\tCap", "\t2\t7. Cap")
    records = rebuilt(plan, PROFILE.replace("[[heading]]", f"{split}[[heading]]"))
    assert [(each.number, each.action[:3]) for each in records.of(Action)] == [("1", "Dif"), ("7", "Cap"), ("3", "Abr")]
    assert [each.issue_code for each in records.of(Issue) if each.severity == "doubt"] == ["code_mismatch"]


def counted(plan: str, allowed: str = "") -> Records:
    return rebuilt(plan, PROFILE.replace("[[heading]]", f"[layout]\ncontiguous = true\n{allowed}\n[[heading]]"))


def test_every_gap_is_told_and_each_is_allowed_alone() -> None:
    plan = PLAN.replace("\t2\tCap", "\t5\tCap")
    with pytest.raises(CheckFailed, match="2 numbers are missing or out of order") as refused:
        counted(plan)
    line = refused.value.remedy.splitlines()[-1].strip()
    assert line == 'as_printed = ["prevencion/5", "asistencia/3"]'
    told = [each for each in counted(plan, line).of(Issue) if each.issue_code == "number_missing"]
    assert [(each.severity, each.text) for each in told] == [("info", "5"), ("info", "3")]
    with pytest.raises(CheckFailed, match="a number is missing or out of order"):
        counted(plan, 'as_printed = ["5"]')


def test_an_allowed_number_that_is_not_there_is_doubted() -> None:
    plan = PLAN.replace("\t3\t", "\t1\t")
    told = counted(plan, 'as_printed = ["9"]').of(Issue)
    assert [(each.issue_code, each.text) for each in told if each.severity == "doubt"] == [("profile_key_unused", "9")]


def titled(*names: str, shades: Sequence[float] = (), sizes: Sequence[float] = ()) -> list[HeadingLine]:
    return [
        HeadingLine(name, 1, TITLE_ROW, sizes[place] if sizes else 0.0, shades[place] if shades else 0.0)
        for place, name in enumerate(names)
    ]


SHADED = [
    titled("Prevención", "Medios", "Radio", shades=(1.2, 1.5, 1.8)),
    titled("Escuelas", shades=(1.8,)),
    titled("Formación", "Jueces", shades=(1.5, 1.8)),
    titled("Asistencia", "Refugio", "Noche", shades=(1.2, 1.5, 1.8)),
    titled("Día", shades=(1.8,)),
    titled("Salud", shades=(1.5,)),
    titled("Clínica", shades=(1.8,)),
]


def levels(groups: list[list[HeadingLine]]) -> list[list[str]]:
    """Return the texts of each look that is taken, the widest first."""
    levelled = with_title_levels(groups)
    every = [each for group in levelled for each in group]
    return [
        [each.text for each in every if each.look == look] for look in chosen_looks(levelled, tables_under(levelled))
    ]


def test_the_colour_tells_the_levels_of_titles() -> None:
    found = levels(SHADED)
    assert found[:2] == [["Prevención", "Asistencia"], ["Medios", "Formación", "Refugio", "Salud"]]
    assert found[2] == ["Radio", "Escuelas", "Jueces", "Noche", "Día", "Clínica"]


def test_the_order_tells_the_levels_of_titles_that_look_alike() -> None:
    found = levels([titled(*(each.text for each in group)) for group in SHADED if len(group) != 1] + [titled("Más")])
    assert found == [
        ["Prevención", "Asistencia"],
        ["Medios", "Formación", "Refugio"],
        ["Radio", "Jueces", "Noche", "Más"],
    ]


def test_titles_of_one_level_are_one_level_whatever_their_size() -> None:
    groups = [titled(name, sizes=(9.0 + place,)) for place, name in enumerate(["Uno", "Dos", "Tres", "Cuatro"])]
    assert levels(groups) == [["Uno", "Dos", "Tres", "Cuatro"]]


def test_paragraphs_tell_the_running_type_where_headings_have_more_letters() -> None:
    def line(size: float, text: str) -> PrintedLine:
        return PrintedLine("plan.pdf", 1, None, (text,), size=size)

    headings = [line(12.0, f"Línea de acción número {place}") for place in range(9)]
    assert (
        body_size([*headings, line(9.5, "El plan ordena las acciones de los organismos en tres ejes de trabajo.")])
        == 9.5
    )
    assert body_size(headings) == 12.0
    assert body_size([]) == 0.0


def test_a_grand_total_is_no_action() -> None:
    plan = PLAN.replace("Abrir casas", "Gran total")
    with pytest.raises(LayoutMismatch, match="a numbered row has no action"):  # a text dump: refused, in a PDF excluded
        rebuilt(plan, PROFILE)


COLUMNS = ("axis", "subaxis", "number", "measure", "action", "responsible", "extras")
PATTERNS = ("(?P<axis>[^a-z]+)", "(?P<axis>PRE)?(?P<subaxis>.+)", "(?P<subaxis>.*)", "(?P<axis>x*)", "(?P<axis>)")
SPLITS = (r"(?P<number>\d+)\.?\s+(?P<action>.+)", r"(?P<number>\d)?(?P<action>\D+)?", r"(?P<action>.+?)(?P<number>\d*)")


def outcome(plan: str, keys: dict[str, Any]) -> tuple[Records, PipelineError | None]:
    """Return what an odd profile makes of a plan: records, or a refusal; nothing if the profile is refused."""
    try:
        return of_profile(plan, Profile(kind="action-matrix", about="odd", **keys)), None
    except ValidationError:
        return Records(), None
    except PipelineError as refused:
        return Records(), refused


@given(st.data())
def test_no_odd_profile_ends_in_an_internal_fault(data: st.DataObject) -> None:
    draw = data.draw
    columns = {draw(st.sampled_from(COLUMNS)): [label] for label in ("Eje", "N°")} | {"action": ["Acción"]}
    layout = {
        "key": draw(st.sampled_from([*columns])),
        "key_pattern": draw(st.sampled_from([r"^\d+$", r"^\S", "", "^x"])),
        "merged": draw(st.lists(st.sampled_from([*columns]), max_size=2, unique=True)),
        "short_rows": draw(st.sampled_from(["refuse", "pad-right"])),
        "contiguous": draw(st.booleans()),
        "count_rows": draw(st.booleans()),
    }
    keys: dict[str, Any] = {"columns": columns, "layout": layout, "split": {"action": draw(st.sampled_from(SPLITS))}}
    keys["heading"] = [{"pattern": each} for each in draw(st.lists(st.sampled_from(PATTERNS), max_size=2))]
    plan = PLAN.replace("\t1\tDif", draw(st.sampled_from(["\t1\tDif", "\t1\t1. Dif", "\t\tDif", "\tuno\tDif"])))
    records, refused = outcome(plan, keys)
    assert refused is None or (refused.remedy and "fault of the code" not in refused.remedy)
    places = [(each.record_id, each.column, each.piece) for each in records.of(Cell)]
    assert len(places) == len(set(places))
