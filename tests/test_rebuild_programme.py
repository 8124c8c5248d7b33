"""Programmes: paragraphs wrapped without blank lines, lists, clauses, under whatever numbers their headings have."""

from __future__ import annotations

import textwrap
from itertools import groupby

import pytest
from directriz.checks import check_conservation
from directriz.records import Action, Cell, Excluded, Issue, PrintedLine, Provision
from hypothesis import given
from hypothesis import strategies as st
from workspaces import REPOSITORY, rebuilt

PROGRAMME = """ANEXO I
PROGRAMA PROVINCIAL DE ASISTENCIA
I.- FUNDAMENTOS
Promover la restitución de derechos de las víctimas del delito de trata
de personas.
El programa es de alcance federal.
II.- DESTINATARIOS
Personas víctimas.
III.- OBJETIVOS ESPECÍFICOS
1 Diseñar protocolos.
2 Generar proyectos de
alcance federal.
IV.- ACCIONES
• Brindar asistencia directa a las personas víctimas de la
trata.
• Articular con la red.
V.- PRESTACIONES DE ASISTENCIA DIRECTA
a) Subsidio:
b) Acompañamiento.
VI.- PROCEDIMIENTO PARA EL
OTORGAMIENTO DE SUBSIDIOS
1) Detección.
- Informe psicosocial.
-Plan individual.
2) Cese.
Finalidad
El subsidio cubre necesidades.
- Una condición que no se pide.
IF-2030-123-APN-X#Y
ANEXO II
PRIMERO: LA PROVINCIA adhiere.
---------------------
TERCERO: El presente rige. ---------
"""


def units(text):
    records = rebuilt(text, "ar-restitucion")
    found = [*records.of(Provision), *records.of(Action)]
    return [
        (unit.kind, unit.number, unit.text_source) if isinstance(unit, Provision) else unit.action for unit in found
    ]


def swapped(text, old, new):
    assert text.count(old) == 1, (text.count(old), old)
    return text.replace(old, new)


def test_a_programme_with_other_section_numbers():
    assert units(PROGRAMME) == [
        ("heading", None, "ANEXO I"),
        ("heading", None, "PROGRAMA PROVINCIAL DE ASISTENCIA"),
        ("heading", "I", "FUNDAMENTOS"),
        ("paragraph", None, "Promover la restitución de derechos de las víctimas del delito de trata de personas."),
        ("paragraph", None, "El programa es de alcance federal."),
        ("heading", "II", "DESTINATARIOS"),
        ("paragraph", None, "Personas víctimas."),
        ("heading", "III", "OBJETIVOS ESPECÍFICOS"),
        ("objective", "1", "Diseñar protocolos."),
        ("objective", "2", "Generar proyectos de alcance federal."),
        ("heading", "IV", "ACCIONES"),
        ("heading", "V", "PRESTACIONES DE ASISTENCIA DIRECTA"),
        ("benefit", "a", "Subsidio:"),
        ("benefit", "b", "Acompañamiento."),
        ("heading", "VI", "PROCEDIMIENTO PARA EL OTORGAMIENTO DE SUBSIDIOS"),
        ("step", "1", "Detección."),
        ("requirement", None, "Informe psicosocial."),
        ("requirement", None, "Plan individual."),
        ("step", "2", "Cese."),
        ("heading", None, "Finalidad"),
        ("paragraph", None, "El subsidio cubre necesidades."),
        ("paragraph", None, "Una condición que no se pide."),
        ("heading", None, "ANEXO II"),
        ("clause", "PRIMERO", "LA PROVINCIA adhiere."),
        ("clause", "TERCERO", "El presente rige."),
        "Brindar asistencia directa a las personas víctimas de la trata.",
        "Articular con la red.",
    ]
    assert rebuilt(PROGRAMME, "ar-restitucion").of(Issue) == ()


def test_its_ids_and_sections():
    records = rebuilt(PROGRAMME, "ar-restitucion")
    assert [action.action_id for action in records.of(Action)] == ["plan/accion/1", "plan/accion/2"]
    sections = {unit.record_id: unit.section for unit in records.of(Provision)}
    assert sections["plan/step/1"] == "PROCEDIMIENTO PARA EL OTORGAMIENTO DE SUBSIDIOS"
    assert sections["plan/clause/primero"] == "ANEXO II"
    assert sections["plan/heading/iv"] is None


def test_what_is_set_aside():
    found = [(each.reason, each.text) for each in rebuilt(PROGRAMME, "ar-restitucion").of(Excluded)]
    assert found == [
        *[("list-mark", "•")] * 2,
        *[("list-mark", "-")] * 2,
        ("footer", "IF-2030-123-APN-X#Y"),
        ("rule", "---------------------"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("• Articular", "•\nArticular", id="bullet on a line of its own"),
        pytest.param("2 Generar", "2\u00a0Generar", id="no-break space"),
        pytest.param("a) Subsidio:", "a)\nSubsidio:", id="letter on a line of its own"),
        pytest.param("• Articular", "· Articular", id="another bullet"),
        pytest.param("víctimas de la\ntrata.", "víctimas de\nla trata.", id="wrapped elsewhere"),
        pytest.param("\nIF-2030-123-APN-X#Y", "", id="no footer"),
    ],
)
def test_a_programme_printed_otherwise_is_the_same(old, new):
    assert units(swapped(PROGRAMME, old, new)) == units(PROGRAMME)


def test_a_footer_in_mid_paragraph():
    text = swapped(PROGRAMME, "delito de trata\n", "delito de trata\nIF-2030-9-APN-X#Y\n")
    assert units(text) == units(PROGRAMME)


def test_a_programme_without_actions_says_so():
    text = swapped(PROGRAMME, "IV.- ACCIONES", "IV.- TAREAS")
    records = rebuilt(text, "ar-restitucion")
    assert records.of(Action) == ()
    (issue,) = records.of(Issue)
    assert (issue.issue_code, issue.severity) == ("action_missing", "defect")
    assert "• Articular con la red." in [unit.text_source for unit in records.of(Provision)]


def rewrapped(width):
    """The real programme with its paragraphs wrapped at another width."""
    text = (REPOSITORY / "raw" / "ar-restitucion.txt").read_text(encoding="utf-8")
    pieces = [*rebuilt(text, "ar-restitucion").of(Cell), *rebuilt(text, "ar-restitucion").of(Excluded)]
    owners = {}
    for piece in pieces:
        if isinstance(piece, Cell):
            owners |= dict.fromkeys(range(piece.line_start, piece.line_end + 1), piece.record_id)
    lines = []
    for owner, group in groupby(enumerate(text.splitlines(), start=1), key=lambda line: owners.get(line[0])):
        printed = [line for _, line in group]
        lines += (
            textwrap.wrap(" ".join(printed), width, break_long_words=False, break_on_hyphens=False)
            if owner
            else printed
        )
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("width", [72, 110, 10_000])
def test_another_width_changes_nothing(width):
    text = (REPOSITORY / "raw" / "ar-restitucion.txt").read_text(encoding="utf-8")
    assert units(rewrapped(width)) == units(text)


def test_blank_lines_part_paragraphs_and_not_sentences():
    text = PROGRAMME.replace(".\n", ".\n\n").replace("víctimas de la\ntrata", "víctimas de la\n\ntrata")
    assert units(text) == units(PROGRAMME)
    full = "I.- A\nUna línea que se acaba al ancho.\n\nOtra que viene aparte y es larga\nhasta el fin.\n"
    assert [unit[2] for unit in units(full)][1:] == [
        "Una línea que se acaba al ancho.",
        "Otra que viene aparte y es larga hasta el fin.",
    ]


def test_line_ends_change_nothing():
    text = (REPOSITORY / "raw" / "ar-restitucion.txt").read_text(encoding="utf-8")
    assert units(text.replace("\n", "\r\n")) == units(text)


LINES = st.sampled_from(
    [
        "•",
        "• Uno",
        "a)",
        "b) Dos",
        "- tres",
        "-cuatro",
        "I.- CINCO",
        "ACCIONES",
        "-----",
        "de seis y",
        "Siete. ---------",
        "1",
        "IF-1-2-A",
    ]
)


@given(st.lists(LINES, min_size=1))
def test_no_programme_loses_a_word(lines):
    records = rebuilt("\n".join(lines) + "\n", "ar-restitucion")
    check_conservation(records.of(PrintedLine), records, "plan.txt")
    ids = [unit.record_id for unit in records.of(Provision)] + [action.action_id for action in records.of(Action)]
    assert len(ids) == len(set(ids))
