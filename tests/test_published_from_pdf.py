"""Documents published from their PDF alone: a draft by its drawing, and the printed lines that the stages are given."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from workspaces import GOLD, Document, read_table, run, write_workspace

AMENDED = ("kind", "inserted", "deleted", "as_printed")


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    root = tmp_path_factory.mktemp("draft")
    document = Document("oas-3", (GOLD / "oas-plan-3-sample.pdf").read_bytes(), "oas-3")
    ended = run(write_workspace(root, [document]), "publish")
    assert ended.code == 0, ended.err
    return root / "output"


@pytest.fixture(scope="module")
def truth():
    return json.loads((GOLD / "oas-plan-3-sample.truth.json").read_text(encoding="utf-8"))


def test_every_record_of_a_drawn_draft(draft, truth):
    made = {row["directive_id"]: row for row in read_table(draft, "directives")}
    wanted = {unit["id"]: unit for unit in truth if unit["kind"] != "preamble"}
    assert set(made) == set(wanted)
    for record_id, unit in wanted.items():
        row = made[record_id]
        expected = (unit["text"], unit["text_stripped"], unit["text_base"], unit["text_amended"])
        assert (row["text_source"], row["text"], row["text_base"], row["text_amended"]) == expected
    preamble = [row["text"] for row in read_table(draft, "provisions") if row["kind"] == "preamble"]
    assert preamble == [unit["text_stripped"] for unit in truth if unit["kind"] == "preamble"]


def test_every_amendment_of_a_drawn_draft(draft, truth):
    made: dict[str, list[tuple[str, ...]]] = {}
    for row in read_table(draft, "amendments"):
        made.setdefault(row["record_id"], []).append((row["countries"], *(row[name] for name in AMENDED)))
    wanted = [
        (unit["id"], [("|".join(each["countries"]), *(each[name] for name in AMENDED)) for each in unit["amendments"]])
        for unit in truth
        if unit["kind"] != "preamble" and unit["amendments"]
    ]
    assert {record_id: made.get(record_id) for record_id, _ in wanted} == dict(wanted)
    assert sum(len(found) for _, found in wanted) == 54


def test_the_mark_of_a_footnote_is_no_word_of_its_paragraph(draft):
    marks = [(row["page"], row["text"]) for row in read_table(draft, "excluded") if row["reason"] == "footnote-mark"]
    assert marks == [("1", "1")]
    (note,) = [row for row in read_table(draft, "provisions") if row["kind"] == "footnote"]
    assert (note["number"], note["text"].split()[0]) == ("1", "ACNUR,")


def table_of(rows, spans=(), above=()):
    """Return a PDF with one ruled table, below some paragraphs."""
    file = BytesIO()
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    cells = [[Paragraph(text, style) if text else "" for text in row] for row in rows]
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), *(("SPAN", start, end) for start, end in spans)]
    lines = [Paragraph(text, style) for text in above]
    SimpleDocTemplate(file, invariant=1).build([*lines, Table(cells, colWidths=[240, 200], style=grid)])
    return file.getvalue()


def test_a_directive_merged_over_several_indicators_has_them_all(tmp_path):
    rows = [
        ["DIRECTRIZ", "INDICADOR DE RESULTADO"],
        ["PREVENCIÓN", ""],
        ["1. Articular leyes y políticas.", "Estrategia elaborada."],
        ["", "Leyes articuladas."],
        ["2. Identificar grupos.", "a) Mapeo realizado. b) Grupos identificados."],
    ]
    pdf = table_of(rows, [((0, 1), (1, 1)), ((0, 2), (0, 3))])
    ended = run(write_workspace(tmp_path, [Document("plan", pdf, "oas-2")]), "publish")
    assert ended.code == 0, ended.err
    made = [(row["record_id"], row["position"], row["text"]) for row in read_table(tmp_path / "output", "indicators")]
    assert made == [
        ("plan/directive/1", "1", "Estrategia elaborada."),
        ("plan/directive/1", "2", "Leyes articuladas."),
        ("plan/directive/2", "1", "Mapeo realizado."),
        ("plan/directive/2", "2", "Grupos identificados."),
    ]
    (section,) = read_table(tmp_path / "output", "provisions")
    assert (section["kind"], section["text"]) == ("heading", "PREVENCIÓN")


def test_a_header_that_no_profile_knows_names_the_page_of_the_pdf(tmp_path):
    rows = [["DIRECTRIZ", "PLAZO"], ["1. Articular leyes.", "2030"]]
    ended = run(write_workspace(tmp_path, [Document("plan", table_of(rows), "oas-2")]), "publish")
    assert ended.code == 5
    assert "plan.pdf p. 1" in ended.err


def test_what_stands_above_a_table_of_directives_is_left_out_and_said(tmp_path):
    rows = [["DIRECTRIZ", "INDICADOR DE RESULTADO"], ["1. Articular leyes.", "Leyes articuladas."]]
    pdf = table_of(rows, above=["Segundo Plan de Trabajo (2015-2018)"])
    ended = run(write_workspace(tmp_path, [Document("plan", pdf, "oas-2")]), "publish")
    assert ended.code == 0, ended.err
    issues = read_table(tmp_path / "output", "issues")
    assert [(row["issue_code"], row["text"]) for row in issues] == [
        ("line_unplaced", "Segundo Plan de Trabajo (2015-2018)")
    ]
    assert [row["number"] for row in read_table(tmp_path / "output", "directives")] == ["1"]


def test_a_pdf_without_the_table_says_how_to_look(tmp_path):
    pdf = table_of([["Uno", "Dos"]], above=["Un texto corrido sin tabla alguna."])
    ended = run(write_workspace(tmp_path, [Document("plan", pdf, "ar-plan")]), "publish")
    assert ended.code == 5
    assert "plan.pdf" in ended.err
    assert "directriz" in ended.err


UNNUMBERED = """kind = "action-matrix"
about = "A plan whose actions bear no number."
[columns]
action = ["Acciones"]
responsible = ["Responsables"]
[layout]
key = "action"
key_pattern = '^\\S'
"""


def test_actions_without_a_number_are_counted(tmp_path):
    rows = [["Acciones", "Responsables"], ["Difundir derechos.", "MINSEG"], ["Formar agentes.", "SENAF"]]
    document = Document("plan", table_of(rows), UNNUMBERED, "action-matrix")
    ended = run(write_workspace(tmp_path, [document]), "publish")
    assert ended.code == 0, ended.err
    made = [(row["action_id"], row["number"], row["action"]) for row in read_table(tmp_path / "output", "actions")]
    assert made == [("plan/accion/1", "", "Difundir derechos."), ("plan/accion/2", "", "Formar agentes.")]
    assert [row for row in read_table(tmp_path / "output", "issues") if row["severity"] != "info"] == []
