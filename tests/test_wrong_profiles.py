"""Profiles that are wrong in one way each: all is told at once, with the line that mends it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from directriz.cli import main
from directriz.commands.link_sheets import SHEET, keep_sheet
from directriz.commands.review_warnings import told_reviews
from directriz.commands.spreadsheets import Sheet
from directriz.errors import LayoutMismatch, ManifestInvalid, PipelineError
from directriz.ingest import doubts_of_entry
from directriz.language import language_of
from directriz.layouts import Profile
from directriz.rebuild.language_doubts import language_doubts
from directriz.rebuild.matrix import rebuild_matrix
from directriz.rebuild.pages_by_hand import refuse_no_page_of_plan, rows_left_out
from directriz.records import Action, Issue, PrintedLine, Records
from directriz.sources import Source
from printed_tables import table_lines, text_line
from small_workspace import FRAMEWORK_ENTRY, PLAN_PROFILE, entry, write_workspace
from test_commands_check import checked
from test_commands_spreadsheets import TODAY
from test_rebuild_headings import rebuilt

HEADER = ("META", "INDICADOR", "Responsable")
DEEDS = ("Crear una mesa", "Difundir la línea", "Formar docentes", "Abrir casas", "Reunir datos")
ROWS = [(1 + place // 3, (deed, "Número", "Ministerio")) for place, deed in enumerate(DEEDS)]
LINES = [text_line(1, "Plan"), *table_lines(1, HEADER, ROWS)]
COLUMNS: dict[str, Any] = {"action": ["META"], "indicators": ["INDICADOR"], "responsible": ["Responsable"]}
KEYED = {"key": "action", "key_pattern": r"^\S"}


def matrix(lines: Iterable[PrintedLine] = LINES, **keys: Any) -> Records:
    profile = Profile.model_validate(
        {"kind": "action-matrix", "about": "-", "columns": COLUMNS, "layout": KEYED} | keys
    )
    return rebuild_matrix(list(lines), "plan", profile, "profiles/plan.toml", language_of("es"))


def doubts(records: Records) -> list[tuple[str, str]]:
    issues = [each for each in records.of(Issue) if each.record_id is None and each.severity != "info"]
    return [(each.issue_code, each.detail) for each in issues]


def refused(lines: Iterable[PrintedLine] = LINES, **keys: Any) -> PipelineError:
    with pytest.raises(LayoutMismatch) as error:
        matrix(lines, **keys)
    return error.value


def test_types_of_several_keys_and_what_does_not_go_together_are_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    types = PLAN_PROFILE.replace("[layout]", 'baseline = 5\n[layout]\ncount_rows = "yes"').replace("= 2 }", '= "2" }')
    root = write_workspace(tmp_path, entry(period=[2026, 2024], language="xx") + "\n" + FRAMEWORK_ENTRY)
    (root / "raw" / "plan.toml").write_text(types, encoding="utf-8")
    told = [each["found"] for each in checked(root, capsys)[1]]
    assert told == [
        "[[source]] 'plan': key 'period': it ends before it begins: [2026, 2024]; write the first year first"
    ]
    assert main(["check", "--root", str(root)]) == 3
    assert "language 'xx' of [[source]] 'plan' is none whose words" in capsys.readouterr().out
    (root / "raw" / "sources.toml").write_text(entry() + "\n" + FRAMEWORK_ENTRY, encoding="utf-8")
    assert [(each["place"], each["found"]) for each in checked(root, capsys)[1]] == [
        ("profile plan.toml l. 10", "key 'columns.baseline': 5 is no list in brackets"),
        ("profile plan.toml l. 12", "key 'layout.count_rows': \"yes\" is neither true nor false"),
        ("profile plan.toml l. 19", "key 'expect.0.rows.prevencion': \"2\" is no whole number"),
    ]
    mixed = (
        PLAN_PROFILE.replace('["measure"]', '["action"]').replace("(?P<axis>[^a-z]+)", r"\d+").replace("N°", "Medida")
    )
    (root / "raw" / "plan.toml").write_text(mixed, encoding="utf-8")
    assert [(each["place"], each["found"][:40]) for each in checked(root, capsys)[1]] == [
        ("profile plan.toml l. 11", "layout.merged names 'action': rows below"),
        ("profile plan.toml l. 5", "columns.number and columns.measure both "),
        ("profile plan.toml l. 14", r"heading no. 1: the pattern '\d+' has no g"[:40]),
    ]


def test_a_misspelt_column_and_a_kind_that_the_columns_contradict_are_told() -> None:
    for kind, columns, told in (
        ("action-matrix", {"action": ["A"], "responsable": ["R"]}, "'responsable', which no profile of kind"),
        ("action-matrix", {"action": ["A"], "responsable": ["R"]}, "is 'responsible' meant?"),
        ("action-list", {"action": ["A"], "number": ["N"]}, "correct `kind`: these columns are of 'action-matrix'"),
    ):
        with pytest.raises(ValueError, match=re.escape(told)):
            Profile.model_validate({"kind": kind, "about": "-", "columns": columns})


def test_an_axis_key_that_fits_no_axis_and_an_excluded_axis_are_doubted() -> None:
    lines = [text_line(1, "Eje 1: Prevención"), *table_lines(1, HEADER, ROWS[:3]), text_line(2, "Eje 2: Asistencia")]
    lines += table_lines(2, HEADER, ROWS[3:])
    heading = [{"pattern": "(?P<axis>Eje.+)"}]
    assert doubts(matrix(lines, heading=heading)) == []
    [(code, told)] = doubts(matrix(lines, heading=heading, layout=KEYED | {"axis_key": "^(?P<key>x)"}))
    assert (code, "fits none of the 2 axes, the first is 'Eje 1: Prevención'" in told) == ("profile_key_unused", True)
    [(code, told)] = doubts(matrix(lines, heading=heading, excluded={"titulo": ["Eje 2.*"]}))
    assert (code, "`titulo` below [excluded]" in told, "'Eje 2: Asistencia'" in told) == ("heading_unread", True, True)


def test_a_pattern_of_headings_that_is_too_narrow_is_mended_in_its_place() -> None:
    lines = [text_line(1, "Eje 1: Prevención"), *table_lines(1, HEADER, ROWS[:3]), text_line(2, "Eje 2: Asistencia")]
    lines += table_lines(2, HEADER, ROWS[3:])
    for field in ("axis", "subaxis"):
        told = [each for code, each in doubts(matrix(lines, heading=[{"pattern": f"(?P<{field}>Eje 1.+)"}]))
                if code == "heading_unread"]  # fmt: skip
        before, _, pattern = told[0].rstrip("'").partition("write in place of its pattern:\npattern = '")
        assert (len(told), "the [[heading]] no. 1 of the profile reads lines with the same word" in before) == (1, True)
        actions = matrix(lines, heading=[{"pattern": pattern}]).of(Action)
        assert [getattr(each, field) for each in actions] == ["Eje 1: Prevención"] * 3 + ["Eje 2: Asistencia"] * 2


def test_an_axis_missed_above_a_narrower_heading_is_told() -> None:
    lines = [text_line(1, "Eje 1: Prevención"), text_line(1, "Línea 1.1 Difusión"), *table_lines(1, HEADER, ROWS[:3])]
    lines += [text_line(2, "Eje 2: Asistencia"), text_line(2, "Línea 2.1 Casas"), *table_lines(2, HEADER, ROWS[3:])]
    rules = [{"pattern": "(?P<axis>Eje 1.+)"}, {"pattern": "(?P<subaxis>Línea.+)"}]
    [(code, told)] = doubts(matrix(lines, heading=rules))
    assert (code, "the [[heading]] no. 1 of the profile reads lines with the same word" in told) == (
        "heading_unread",
        True,
    )
    assert doubts(matrix(lines, heading=[{"pattern": "(?P<axis>Eje.+)"}, rules[1]])) == []


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ('pattern = "\\d+"', "a pattern stands in single quotes"),
        ("restarts = si", "yes and no are written as true and false"),
        ('under = ["a" "b"]', "a comma, a bracket or a quote is missing"),
    ],
)
def test_usual_faults_of_toml_are_told_with_how_they_are_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, remedy: str
) -> None:
    root = write_workspace(tmp_path, plan_toml=f"{PLAN_PROFILE}\n[[heading]]\n{line}\n")
    [told] = checked(root, capsys)[1]
    assert remedy in told["remedy"]


def test_a_wrong_kind_is_told_at_the_line_of_the_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = PLAN_PROFILE.replace("action-matrix", "action-cards")
    [told] = checked(write_workspace(tmp_path, plan_toml=wrong), capsys)[1]
    assert told["place"] == "raw/plan.toml l. 1"
    assert 'Write in the profile: kind = "action-matrix"' in told["remedy"]
    [told] = checked(write_workspace(tmp_path / "b", entry(kind="programme") + "\n" + FRAMEWORK_ENTRY), capsys)[1]
    assert (told["place"], told["remedy"][:28]) == ("raw/sources.toml l. 6", 'Write kind = "action-matrix"')


@pytest.mark.parametrize(("code", "is_told"), [("xx", True), ("fr", True), ("pt", False)])
def test_a_language_without_lists_of_words_is_doubted(code: str, is_told: bool) -> None:
    file = ({"path": "plan.txt", "sha256": "0" * 64},)
    keys: dict[str, Any] = {"id": "plan", "title": "t", "issuer": "i", "jurisdiction": "ARG", "profile": "p.toml"}
    source = Source(**keys, kind="programme", language=code, file=file)
    assert [each.issue_code for each in doubts_of_entry(source)] == ["language_unknown"] * is_told


@pytest.mark.parametrize(("code", "times", "is_told"), [("en", 1, True), ("es", 1, False), ("en", 0, False)])
def test_a_language_that_is_not_that_of_the_words_is_doubted(code: str, times: int, is_told: bool) -> None:
    file = ({"path": "plan.pdf", "sha256": "0" * 64},)
    keys: dict[str, Any] = {"id": "plan", "title": "t", "issuer": "i", "jurisdiction": "ARG", "profile": "p.toml"}
    source = Source(**keys, kind="action-matrix", language=code, file=file)
    spanish = "Difundir la línea de denuncia en las terminales, con el apoyo de los municipios y según la ley"
    english = "The plan of the ministry, with the support of the towns and for the people that they serve"
    lines = [text_line(1, f"{spanish} {number}") for number in range(12 * times)] + [text_line(2, english)]
    told = language_doubts(source, lines)
    assert [each.issue_code for each in told] == ["language_doubtful"] * is_told
    assert all('write language = "es"' in each.detail for each in told)


def test_a_key_pattern_that_fits_few_cells_is_refused_and_one_that_fits_most_is_doubted() -> None:
    plan = "EJE\n\nAcción\tResponsable\n" + "".join(f"{deed}\tMinisterio\n" for deed in DEEDS)
    profile = 'kind = "action-matrix"\nabout = "-"\n[columns]\naction = ["Acción"]\nresponsible = ["Responsable"]\n'
    profile += "[[heading]]\npattern = '(?P<axis>EJE)'\n[layout]\nkey = \"action\"\nkey_pattern = '{}'\n"
    assert len(rebuilt(plan, profile.format(r"^\S")).of(Action)) == 5
    with pytest.raises(LayoutMismatch) as error:
        rebuilt(plan, profile.format("^(Crear|Abrir)"))
    assert error.value.found.startswith("key_pattern '^(Crear|Abrir)' fits 2 of 5 cells of the column 'action'; there")
    assert error.value.remedy.endswith(r"    key_pattern = '^\S'")
    records = rebuilt(plan, profile.format("^(Crear|Abrir|Formar|Reunir)"))
    assert len(records.of(Action)) == 4
    [(code, told)] = doubts(records)
    assert (code, "a row is joined with the row before" in told, "'Difundir la línea'" in told) == (
        "key_pattern_narrow",
        True,
        True,
    )


def test_headers_that_no_table_has_are_told_with_the_one_that_is_meant() -> None:
    assert doubts(matrix()) == []
    columns = COLUMNS | {
        "responsible": ["Responsables"],
        "extras": ["Notas", "Responsable"],
        "goal": ["MONTO", "METAS 2"],
    }
    told = doubts(matrix(columns=columns))
    assert [code for code, _ in told] == ["profile_key_unused"] * 3
    assert "`responsible` below [columns] of profile 'profiles/plan.toml' names 'Responsables'" in told[0][1]
    assert "Is 'Responsable' meant?" in told[0][1]
    assert "`extras` below [columns]" in told[1][1]
    assert "names 'Notas', and" in told[1][1]
    assert "names 'MONTO', 'METAS 2', and no table" in told[2][1]
    assert doubts(matrix(columns=COLUMNS | {"indicators": ["INDICADOR", "INDIACADOR"]})) == []


def test_pages_that_cut_the_plan_s_table_are_told_with_the_whole_range() -> None:
    profile = Profile.model_validate({"kind": "action-matrix", "about": "-", "columns": COLUMNS, "layout": KEYED})
    other = list(table_lines(2, ("Provincia", "Casos"), [(3, ("Salta", "12"))]))
    for pages, told in (("1", "leaves out 2 rows"), ("2-3", "leaves out 3 rows"), ("1-2", "")):
        found = rows_left_out("plan", [*LINES, *other], profile.model_copy(update={"pages": pages}), "p.toml")
        assert [told in each.detail and "it cuts table 1 in two" in each.detail for each in found] == [True] * bool(
            told
        )
        if told:
            assert f'pages = "{"1-2" if pages == "1" else "1-3"}"' in found[0].detail


def test_rows_of_the_plan_in_tables_that_are_not_named_are_told() -> None:
    profile = Profile.model_validate({"kind": "action-matrix", "about": "-", "columns": COLUMNS, "layout": KEYED})
    second = table_lines(2, HEADER, [(3, ("Formar jueces", "Número", "Corte")), (4, ("Crear un fondo", "Fondo", "X"))])
    lines = [*LINES, *second, *table_lines(3, ("Provincia", "Casos"), [(4, ("Salta", "12"))])]

    def told(**keys: Any) -> list[tuple[str, str]]:
        found = rows_left_out("plan", lines, profile.model_copy(update=keys), "p.toml")
        return [(each.issue_code, each.detail) for each in found]

    ((code, detail),) = told(tables="1")
    assert code == "tables_leave_out_rows"
    assert "leaves out 2 rows below the plan's header, in table 2 on p. 3-4" in detail
    assert 'write tables = "1-2"' in detail
    assert told(tables="1-2") == told(tables="1", pages="1-2") == []
    assert [code for code, _ in told(tables="2", pages="3")] == ["pages_leave_out_rows"]
    assert "leaves out 5 rows" in told(tables="2")[0][1]


def headed(*titles: str) -> list[PrintedLine]:
    """Return a plan with a table of two rows below each title."""
    lines = [text_line(1, "Plan")]
    for number, title in enumerate(titles, start=1):
        rows = [(number, (f"{deed} en cada región", "Número", "Ministerio")) for deed in DEEDS[:2]]
        lines += [text_line(number, title), *table_lines(number, HEADER, rows)]
    return lines


def test_a_deleted_rule_of_the_axes_is_refused_with_the_rule() -> None:
    lines = headed("Eje 1: Prevención", "Eje 2: Asistencia", "Eje 3: Justicia")
    error = refused(lines)
    assert "3 tables stand below lines that look like headings, and no [[heading]] fits them" in error.found
    assert "The rows have no axis from them" in error.found
    assert error.remedy.startswith("If they name the axis, add to the profile at its end:\n[[heading]]\npattern = '")
    rule = tomllib.loads(error.remedy.partition(":\n")[2].partition("\nIf they")[0])
    assert [each.axis for each in matrix(lines, **rule).of(Action)][::2] == [line.cells[0] for line in lines[1::4]]
    assert refused(lines, heading=[{"pattern": "(?P<axis>Ejje .*)"}]).found == error.found
    excluded = tomllib.loads(error.remedy.partition("[excluded]:\n")[2])
    assert [each.axis for each in matrix(lines, excluded=excluded).of(Action)] == [None] * 6


def test_patterns_that_take_away_the_header_or_most_rows_are_the_cause_that_is_told() -> None:
    error = refused(excluded={"todo": ["META.*"]})
    assert "the pattern `todo` below [excluded] takes away the header of the plan's table: 'META | IND" in error.found
    assert error.remedy.endswith('below [excluded], narrow or take out the line `todo` = ["META.*"]')
    assert "takes away 3 of 5 rows of the plan" in refused(excluded={"todo": ["(Crear|Formar|Abrir).*"]}).found
    assert len(matrix(excluded={"todo": ["(Crear|Formar).*"]}).of(Action)) == 3


def test_pages_without_a_row_of_the_plan_are_refused_with_its_pages() -> None:
    profile = Profile.model_validate({"kind": "action-matrix", "about": "-", "columns": COLUMNS, "layout": KEYED})
    with pytest.raises(LayoutMismatch) as error:
        refuse_no_page_of_plan(LINES, profile.model_copy(update={"pages": "7-9"}), "p.toml")
    assert "leaves out every row of the plan: 5 rows below its header stand on p. 1-2" in error.value.found
    assert error.value.remedy.endswith('in place of the line `pages`:\n    pages = "1-2"')
    refuse_no_page_of_plan(LINES, profile.model_copy(update={"pages": "2-9"}), "p.toml")
    refuse_no_page_of_plan(LINES, profile.model_copy(update={"pages": "7", "columns": {"action": ["X"]}}), "p.toml")


def test_a_split_that_fits_no_cell_is_told() -> None:
    pattern = r"(?P<number>\d+)\s+(?P<action>.+)"
    ((code, detail),) = doubts(matrix(split={"action": pattern}))
    assert (code, "fits none of the 5 cells of the column, the first is 'Crear una mesa'" in detail) == (
        "profile_key_unused",
        True,
    )
    numbered = list(table_lines(1, HEADER, [(1, ("1 Crear una mesa", "Número", "Ministerio"))]))
    assert doubts(matrix([text_line(1, "Plan"), *numbered], split={"action": pattern})) == []


def test_columns_of_years_without_a_word_are_told() -> None:
    header = (*HEADER, "Cronograma 2025", "Cronograma 2026")
    columns = COLUMNS | {"extras": list(header[3:])}
    blank = [text_line(1, "Plan"), *table_lines(1, header, [(page, (*row, "", "")) for page, row in ROWS])]
    ((code, detail),) = doubts(matrix(blank, columns=columns))
    assert (code, detail[:61]) == ("schedule_blank", "the columns 'Cronograma 2025', 'Cronograma 2026' have no word")
    ticked = [text_line(1, "Plan"), *table_lines(1, header, [(page, (*row, "X", "")) for page, row in ROWS])]
    assert doubts(matrix(ticked, columns=columns)) == []


COUNTS = ("Número de mesas", "Cantidad de líneas", "Porcentaje de docentes", "Número de casas", "Registro en uso")


def test_exchanged_headers_are_told_by_what_stands_below_them() -> None:
    bodies = ("Ministerio de Salud", "Fiscalía General", "Ministerio de Trabajo", "Policía", "Consejo Federal")
    rows = [(1, (f"{deed} en cada región", *rest)) for deed, *rest in zip(DEEDS, COUNTS, bodies, strict=True)]
    lines = [text_line(1, "Plan"), *table_lines(1, HEADER, rows)]
    assert "columns_exchanged" not in [code for code, _ in doubts(matrix(lines))]
    swapped = {**COLUMNS, "action": ["INDICADOR"], "indicators": ["META"]}
    ((_, detail),) = [each for each in doubts(matrix(lines, columns=swapped)) if each[0] == "columns_exchanged"]
    assert "the cells of `action` are no things to be done, the first is 'Número de mesas'" in detail
    assert detail.endswith('below [columns]:\n    action = ["META"]\n    indicators = ["INDICADOR"]')
    kept = {"action": ["INDICADOR"], "responsible": ["Responsable"], "extras": ["META"]}
    ((_, detail),) = [each for each in doubts(matrix(lines, columns=kept)) if each[0] == "columns_exchanged"]
    assert detail.endswith('    action = ["META"]\n    extras = ["INDICADOR"]')
    swapped = {**COLUMNS, "indicators": ["Responsable"], "responsible": ["INDICADOR"]}
    ((_, detail),) = [each for each in doubts(matrix(lines, columns=swapped)) if each[0] == "columns_exchanged"]
    assert "the cells of `responsible` are no bodies" in detail


@pytest.mark.parametrize(("count", "deeds", "is_told"), [(4, 0, True), (3, 0, False), (10, 2, True), (10, 3, False)])
def test_from_how_many_cells_on_headers_are_told_to_be_exchanged(count: int, deeds: int, is_told: bool) -> None:
    deed = "Formar docentes en cada región"
    rows = [(1, (deed, deed if place < deeds else "Número de casas", "X")) for place in range(count)]
    swapped = {**COLUMNS, "action": ["INDICADOR"], "indicators": ["META"]}
    codes = [code for code, _ in doubts(matrix([text_line(1, "Plan"), *table_lines(1, HEADER, rows)], columns=swapped))]
    assert ("columns_exchanged" in codes) is is_told
    mixed = [(1, ("Número de casas" if place < 3 else deed, "Número de casas", "X")) for place in range(10)]
    for cut, told in ((mixed, True), ([*mixed, (1, ("Número de casas", "Otro número", "X"))], False)):
        made = matrix([text_line(1, "Plan"), *table_lines(1, HEADER, cut)], columns=swapped)
        assert ("columns_exchanged" in [code for code, _ in doubts(made)]) is told


def test_an_action_header_that_is_printed_nowhere_is_mended_by_the_one_that_is() -> None:
    error = refused(columns=COLUMNS | {"action": ["ACCIONES"]})
    assert '    action = ["ACCIONES", "META"]' in error.remedy
    assert "goal = " not in error.remedy
    assert len(matrix(columns=COLUMNS | {"action": ["ACCIONES", "META"]}).of(Action)) == 5
    error = refused(columns=COLUMNS | {"action": ["ACCIONES"], "goal": ["META"]})
    assert "no table has the header 'ACCIONES', which stands under `action`" in error.found
    assert '    action = ["ACCIONES", "META"]\n    # and take the line goal = … out' in error.remedy


def test_numbers_of_tables_that_are_not_the_plan_s_are_the_cause_that_is_told() -> None:
    error = refused(tables="500-600")
    assert error.found == "`tables` names 500-600, and this document has the tables 1 to 1"
    assert '    tables = "1"' in error.remedy
    other = [*table_lines(2, ("Provincia", "Casos"), [(3, ("Salta", "12"))])]
    assert "none of these has the column of the actions" in refused([*LINES, *other], tables="2").found


def test_one_line_mends_two_refusals_of_one_column() -> None:
    second = table_lines(2, ("META", "INDIACADOR", "Responsable"), [(3, ROWS[0][1])])
    third = table_lines(3, ("META", "Indicadores", "Responsable"), [(4, ROWS[1][1])])
    error = refused([*LINES, *second, *third])
    lines = [line for line in str(error).splitlines() if line.startswith("    indicators = ")]
    assert lines == ['    indicators = ["INDICADOR", "INDIACADOR", "Indicadores"]'] * 2
    assert "The line `indicators`, `ignore` has the headers of all these refusals: write it once." in str(error)


NESTED = """ORDENANZA
Articulo 1. OBJETO
LEYES
Articulo 2. VIGENCIA
Articulo 3. PREVENCIÓN

Eje tratado

N°\tAcción
MUJER
1\tDifundir la línea
NIÑEZ
2\tFormar docentes
3\tAbrir casas
Articulo 4. ASISTENCIA
SALUD
4\tAtender
EMPLEO
5\tColocar
Articulo 5. PERSECUCIÓN
JUSTICIA
6\tPerseguir
7\tDecomisar
"""
RULES = {"axis": "Articulo.+", "subaxis": "[A-ZÑ]+"}
COUNTED = 'kind = "action-matrix"\nabout = "-"\n[columns]\nnumber = ["N°"]\naction = ["Acción"]\n'


def test_no_order_of_two_rules_and_no_exchange_of_their_names_loses_a_level() -> None:
    accepted = []
    for order in permutations(RULES):
        for names in permutations(RULES):
            rules = "".join(
                f"[[heading]]\npattern = '(?P<{name}>{RULES[rule]})'\n" for rule, name in zip(order, names, strict=True)
            )
            try:
                actions = rebuilt(NESTED, COUNTED + rules).of(Action)
            except LayoutMismatch:
                continue
            accepted.append(
                (order, names, len({each.axis for each in actions}), len({each.subaxis for each in actions}))
            )
    assert accepted == [(("axis", "subaxis"), ("axis", "subaxis"), 3, 5)]


def test_exchanged_names_are_mended_by_the_rules_to_paste() -> None:
    rules = "[[heading]]\npattern = '(?P<subaxis>Articulo.+)'\n[[heading]]\npattern = '(?P<axis>[A-ZÑ]+)'\n"
    with pytest.raises(LayoutMismatch) as error:
        rebuilt(NESTED, COUNTED + rules)
    lines = error.value.remedy.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith("[[heading]]"))
    pasted = "\n".join(lines[start : start + 4])
    assert tomllib.loads(pasted)["heading"][0] == {"pattern": "(?P<axis>Articulo.+)"}
    assert {each.subaxis for each in rebuilt(NESTED, COUNTED + pasted).of(Action)} >= {"MUJER", "JUSTICIA"}


def test_verdicts_on_records_that_are_not_there_are_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path)
    columns = "action_id,directive_id,verdict,grade,reviewer,date,note,action_sha256,directive_sha256"
    pairs = ["plan/prevencion/1,marco/directive/1", "plan/prevencion/9,marco/directive/1"]
    pairs += ("plan/prevencion/1,marco/directive/12", "plant/prevencion/1,marco/directive/1")
    (root / "raw" / "reviews").mkdir()
    rows = [f"{pair},accept,3,ana,2026-11-24,,aa,bb" for pair in pairs]
    (root / "raw" / "reviews" / "links.csv").write_text("\n".join([columns, *rows, ""]), encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "(review_unused)" in line]
    assert [line.partition(": ")[2].partition(":")[0] for line in told] == [
        f"raw/reviews/links.csv l. {line}" for line in (3, 4, 5)
    ]
    assert "'plan' has no such action (is 'plan/prevencion/2' meant?)" in told[0]
    assert "'marco' has no such directive" in told[1]
    assert "there is no document 'plant'" in told[2]
    assert list(told_reviews(root, [], {None})) == []


def test_every_wrong_row_of_a_table_of_verdicts_is_told(tmp_path: Path) -> None:
    ids = {
        "action_id": "2024/1/3",
        "directive_id": "marco/directive/1",
        "action_sha256": "a3",
        "directive_sha256": "d1",
    }
    rows = [dict.fromkeys(SHEET, "") | ids for _ in range(4)]
    verdicts = ("accept", "si", "reject", "accept")
    rows = [row | {"verdict": verdict} for row, verdict in zip(rows, verdicts, strict=True)]
    rows[0]["action_id"], rows[3]["grade"] = "2024/9/9", "7"
    sheet = Sheet(Path("hoja.csv"), tuple(enumerate(rows, start=2)))
    with pytest.raises(PipelineError) as error:
        keep_sheet(tmp_path, sheet, TODAY, ("ana", "2026-11-30"))
    assert error.value.place == "hoja.csv"
    assert error.value.found.startswith(
        "3 rows are refused, and nothing of the table is kept:\nl. 2: there is no action"
    )
    assert "\nl. 3: verdict 'si' is none of" in error.value.found
    assert not isinstance(error.value, ManifestInvalid)  # the class of the first


def test_exchanged_headers_are_told_by_what_other_plans_print_over_the_columns() -> None:
    header = ("Acción", "Línea de base", "Presupuesto")
    rows = [(1, (f"{deed} en cada región", str(10 + place), str(500 + place))) for place, deed in enumerate(DEEDS)]
    lines = [text_line(1, "Plan"), *table_lines(1, header, rows)]
    right = {"action": ["Acción"], "baseline": ["Línea de base"], "budget": ["Presupuesto"]}
    assert doubts(matrix(lines, columns=right)) == []
    swapped = right | {"baseline": ["Presupuesto"], "budget": ["Línea de base"]}
    ((code, detail),) = doubts(matrix(lines, columns=swapped))
    assert (code, detail[:65]) == (
        "columns_exchanged",
        "'Presupuesto' stands under `baseline` and 'Línea de base' under `",
    )
    assert detail.endswith('    baseline = ["Línea de base"]\n    budget = ["Presupuesto"]')


@pytest.mark.parametrize(("joined", "is_told"), [(3, True), (2, False)])
def test_rows_that_are_mostly_joined_are_told(joined: int, is_told: bool) -> None:
    """The column that the profile calls the action's is merged over several rows, each of which is one."""
    columns = {"action": ["Programa"], "goal": ["Acción"]}
    rows = [(1, (f"Programa nacional {place}" if not part else "", f"Abrir la casa {place}.{part}"))
            for place in range(4) for part in range(joined)]  # fmt: skip
    printed = [replace(line, covered=() if line.cells[0] else (0,))
               for line in table_lines(1, ("Programa", "Acción"), rows)]  # fmt: skip
    made = matrix([text_line(1, "Plan"), *printed], columns=columns)
    told = [detail for code, detail in doubts(made) if code == "row_joined"]
    assert [f"{4 * joined} printed rows are read as 4 actions" in detail for detail in told] == [True] * is_told


@pytest.mark.parametrize(("white", "is_told"), [(20.0, True), (40.0, False)])
def test_a_table_right_below_the_plans_and_as_wide_is_told(white: float, is_told: bool) -> None:
    """Rows that are drawn otherwise than those above them are read as a table of two columns, without their header."""
    rows = [(1, row) for _, row in ROWS]
    bottom = 20.0 * len(rows) + 10
    parts = []
    for line in table_lines(2, ("Otra cosa", "Número 3"), [(1, ("Crear otra mesa", "Ministerio"))]):
        moved = tuple(
            tuple(replace(piece, box=(piece.box[0] + 100, piece.box[1] + bottom + white,
                                      piece.box[2] + 100, piece.box[3] + bottom + white)) for piece in cell)
            for cell in line.pieces
        )  # fmt: skip
        parts.append(replace(line, pieces=moved))
    made = matrix([text_line(1, "Plan"), *table_lines(1, HEADER, rows), *parts])
    assert ("table_may_go_on" in [code for code, _ in doubts(made)]) is is_told
