"""Editions compared: the recorded edits of an invented edition, text and PDF, and what is told of single pairs."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from directriz.commands.changes_report import report_of
from directriz.commands.changes_text import text_lines
from directriz.commands.changes_words import column_name, evidence
from directriz.commands.edition_comparison import Comparison, compared_rows
from directriz.commands.printed_labels import labels_of
from directriz.commands.word_changes import own_words
from directriz.editions import ELSEWHERE, Edition, compare_editions, lines_of
from directriz.editions.edition import compared_columns
from directriz.editions.headings import heaviest_order
from directriz.editions.wording import is_small_change
from directriz.errors import ManifestInvalid, WrongUsage
from directriz.records import Action, ActionAgency, EditionChange, Excluded
from directriz.reference.successions import read_successions
from edition_cases import Told, is_told, read_edition
from workspaces import REPOSITORY, read_table, rebuilt, run, write_workspace

SUCCESSIONS = read_successions()
TOLD_RIGHTLY = 0.95
NAMES = ("first", "second", "third", "fourth", "fifth")
RENAMED = {
    "ar-plan-2026": "MTEySS is Secretaría de Trabajo, Empleo y Seguridad Social since 2023-12-10",
    "pt-plan-2026": "Secretaria da Cultura is Secretaria da Cultura (SECULT), spelt otherwise",
}
HEADER = (
    "N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados"
)


def compared(old: list[str], new: list[str]) -> list[EditionChange]:
    """Compare two editions of one axis whose rows are `number|measure|action|indicators|responsible`."""
    sides = []
    for plan_id, rows in (("old", old), ("new", new)):
        lines = [row.split("|") for row in rows]
        cells = [
            [number, measure, action, indicators, "", body, ""] for number, measure, action, indicators, body in lines
        ]
        text = "\n".join(["", "PREVENCIÓN", "", HEADER, *("\t".join(row) for row in cells), ""])
        actions = rebuilt(text, "ar-plan", plan_id).of(Action)
        sides.append(Edition(actions, tuple(_bodies(actions)), "ARG"))
    return compare_editions("new", *sides, SUCCESSIONS)


def _bodies(actions: Iterable[Action]) -> Iterator[ActionAgency]:
    """Yield the responsible bodies of actions, cut at brackets, as bodies that no registry knows."""
    for action in actions:
        names = (action.responsible or "").rstrip(")").split(" (")
        for position, name in enumerate(names, start=1):
            yield ActionAgency(action.action_id, "responsible", position, None, name, "unmapped", None, False)


def told(changes: list[EditionChange]) -> list[tuple[str, str, str]]:
    return [
        (change.kind, (change.action_id_old or "/-").split("/")[-1], (change.action_id_new or "/-").split("/")[-1])
        for change in changes
    ]


@pytest.fixture(
    scope="module",
    params=[*((name, kind) for name in NAMES[:3] for kind in ("dump", "pdf")), ("fourth", "pdf"), ("fifth", "pdf")],
    ids=str,
)
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """A workspace with the first edition and an invented one, run, and the answers."""
    name, kind = request.param
    answers = read_edition(name)
    root = write_workspace(tmp_path_factory.mktemp(name), answers.documents(kind == "pdf"))
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    return root, answers.answers


def test_edits_of_an_edition_are_told_rightly(edition: tuple[Path, tuple[Told, ...]]) -> None:
    root, answers = edition
    rows = read_table(root / "output", "edition_changes")
    edits = [answer for answer in answers if answer.edit is not None]
    wrong = [answer for answer in edits if not is_told(answer, rows)]
    assert len(edits) >= 60
    assert len(wrong) <= (1 - TOLD_RIGHTLY) * len(edits), wrong
    untouched = [answer for answer in answers if answer.edit is None]
    assert [answer for answer in untouched if not is_told(answer, rows)] == []


def test_every_action_of_both_editions_has_a_row(edition: tuple[Path, tuple[Told, ...]]) -> None:
    root, _ = edition
    rows, actions = (read_table(root / "output", name) for name in ("edition_changes", "actions"))
    paired = {row[side] for row in rows for side in ("action_id_old", "action_id_new")} - {""}
    assert paired == {action["action_id"] for action in actions}
    assert all(row["evidence"] for row in rows)


def test_changes_are_told_as_text_json_and_a_page(edition: tuple[Path, tuple[Told, ...]], tmp_path: Path) -> None:
    root, _ = edition
    plan_id = read_table(root / "output", "edition_changes")[0]["plan_id"]
    text = run(root, "changes", plan_id).out
    names = ("INVESTIGACIÓN Y PERSECUCIÓN PENAL", "PREVENCIÓN Y SENSIBILIZACIÓN", "ASISTENCIA INTEGRAL Y REPARACIÓN")
    names += ("FORMAÇÃO, EDUCAÇÃO ALIMENTAR E CIÊNCIA", "ASISTENCIA, PROTECCIÓN Y REPARACIÓN")
    assert any(f"is now “{name}”" in text for name in names)
    assert RENAMED[plan_id] in text
    answer = json.loads(run(root, "changes", plan_id, "--json").out)
    assert answer["counts"]["removed"] >= 4
    pairs = [pair for change in answer["changes"] for pair in change["pairs"]]
    assert len(pairs) == len(read_table(root / "output", "edition_changes"))
    page = tmp_path / "changes.html"
    assert run(root, "changes", plan_id, "--html", str(page)).code == 0
    html = page.read_text(encoding="utf-8")
    assert '<meta charset="utf-8">' in html
    assert "<del>" in html
    assert "ó" in html
    assert "http" not in html
    assert "<ins>" in html
    assert "</del><ins>" not in html
    assert "[-" not in html, "changed columns are marked by tags too"
    title = next(row["title"] for row in read_table(root / "output", "plans") if row["plan_id"] == plan_id)
    assert f"<h1>{title}</h1>" in html


def test_text_json_and_page_tell_the_same_counts(edition: tuple[Path, tuple[Told, ...]], tmp_path: Path) -> None:
    root, _ = edition
    plan_id = read_table(root / "output", "edition_changes")[0]["plan_id"]
    answer = json.loads(run(root, "changes", plan_id, "--json").out)
    text = run(root, "changes", plan_id, "--all").out
    ended = run(root, "changes", plan_id, "--html", str(tmp_path / "page.html"))
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    counts = list(answer["counts"].values())
    assert counts == list(Counter(change["section"] for change in answer["changes"]).values())
    line = text.splitlines()[1]
    assert [int(count) for count in re.findall(r"\d+", line)] == counts
    assert ended.out.startswith(f"{line}: written to ")
    assert [int(count) for count in re.findall(r"^[A-Z].* \((\d+)\)$", text, re.MULTILINE)] == counts
    assert [int(count) for count in re.findall(r"<h2 id=\w+>.*? \((\d+)\)</h2>", html)] == counts
    assert [int(count) for count in re.findall(r'<a href="#\w+">(\d+) ', html)] == counts
    assert html.count("<article>") == len(answer["changes"]) == len(re.findall(r"^  \S+-plan\S* ?", text, re.MULTILINE))
    whole = text.split("In the whole edition\n")[1].split("\n\n")[0].splitlines()
    assert html.count("<li>") == len(answer["whole_edition"]) == len(whole)
    assert {each["what"] for each in answer["whole_edition"]} >= {"header", "heading", "body"}


def test_changes_are_told_in_spanish(edition: tuple[Path, tuple[Told, ...]], tmp_path: Path) -> None:
    root, _ = edition
    plan_id = read_table(root / "output", "edition_changes")[0]["plan_id"]
    text = run(root, "changes", plan_id, "--language", "es", "--all").out
    assert "\nSuprimidas (" in text
    assert "se llama ahora" in text
    page = tmp_path / "cambios.html"
    run(root, "changes", plan_id, "--language", "es", "--html", str(page))
    html = page.read_text(encoding="utf-8")
    assert '<html lang="es">' in html
    for word in ("Reworded", "not certain", "same words", " is now ", "before", "cells<", "one body", "Why", "headed"):
        assert word not in text + html, word
    shown = re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.DOTALL)
    names = set(re.findall(r"[a-z_]+", f"{text} {shown}"))
    assert names & {"responsible", "verification", "associated", "subaxis", "axis", "measure", "indicators"} == set()


@pytest.mark.parametrize(
    ("plan", "found"),
    [("{before}", "names no edition that it supersedes"), ("ar-plan-3", "no document of that id is published")],
)
def test_changes_of_a_plan_without_an_earlier_edition_are_refused(
    edition: tuple[Path, tuple[Told, ...]], plan: str, found: str
) -> None:
    before = read_table(edition[0] / "output", "plans")[0]["plan_id"]
    ended = run(edition[0], "changes", plan.format(before=before))
    assert (ended.code, found in ended.err) == (2, True)


def test_of_a_framework_the_directives_are_compared() -> None:
    answer = json.loads(run(REPOSITORY, "changes", "oas-3", "--json").out)
    assert answer["unit"] == "directive"
    assert answer["sizes"] == {"before": 43, "now": 164}
    reworded = {change["before"][0]["action_id"]: change["now"][0]["action_id"] for change in answer["changes"]
                if change["section"] == "reworded"}  # fmt: skip
    assert reworded["oas-2/directive/42"] == "oas-3/directive/96"


def test_what_is_counted_and_not_listed_is_told_with_its_option_and_pages_are_no_column() -> None:
    """The edition in a text file has no pages: that says nothing of the edition."""
    row = {"action_id_old": "a/1", "action_id_new": "b/2", "kind": "renumbered", "fields_changed": "number"}
    row |= {"certainty": "high", "evidence": "same words"}
    action = {"action": "Difundir la línea", "axis": "", "subaxis": "", "measure": ""}
    old = action | {"action_id": "a/1", "plan_id": "a", "page_start": "3", "page_end": "3", "budget": "10"}
    new = action | {"action_id": "b/2", "plan_id": "b", "page_start": "", "page_end": "", "budget": ""}
    report = report_of(Comparison("b", "a", [row], {"a/1": old, "b/2": new}))
    assert [(each.what, each.column) for each in report.whole] == [("column_gone", "budget")]
    short, whole = (list(text_lines(report, with_unchanged)) for with_unchanged in (False, True))
    assert short[1:3] == ["1 with another number", "Not listed here, but with --all: 1 with another number"]
    assert "Not listed" not in "\n".join(whole)
    assert "Only another number (1)" in whole


def test_an_edition_before_with_directives_cannot_be_compared_with_actions() -> None:
    plan = {"plan_id": "b", "supersedes": "a"}
    rows = {"actions": [{"plan_id": "b", "action_id": "b/1"}], "directives": [{"plan_id": "a", "directive_id": "a/1"}]}
    with pytest.raises(WrongUsage) as refusal:
        compared_rows(rows, plan["plan_id"], plan["supersedes"])
    assert "b has actions and a has directives" in refusal.value.found


def test_headers_are_found_among_the_words_of_a_header_row() -> None:
    columns = {
        "number": ("N°", "N° de acción"),
        "action": ("Acción",),
        "responsible": ("Responsable",),
        "extras": ("X",),
    }
    found = labels_of(["N° de acción  ACCIÓN X Responsable: Notas", "Acción"], columns)
    assert found == {"number": "N° de acción", "action": "ACCIÓN", "responsible": "Responsable:"}


def test_words_that_no_text_of_the_other_side_has_are_marked() -> None:
    pieces = own_words("Crear un refugio en el Norte.", ["Crear refugios", "en el Sur"], "es")
    assert "".join(text for _, text in pieces) == "Crear un refugio en el Norte."
    assert [text.strip() for is_own, text in pieces if is_own] == ["refugio", "Norte."]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_column_has_a_name(language: str) -> None:
    names = {name: column_name(language, name) for name in (*compared_columns(), "action")}
    unnamed = [name for name, printed in names.items() if "_" in printed]
    assert unnamed == [], f"changes_words.toml, [{language}.columns]"
    words = tomllib.loads((REPOSITORY / "pipeline/commands/changes_words.toml").read_text(encoding="utf-8"))
    assert set(words[language]["columns"]) <= set(names), "names of columns that there are no more"
    if language == "es":
        assert [name for name, printed in names.items() if name == printed] == []


def test_every_reason_is_told_in_spanish() -> None:
    reasons = [
        "same words; the mark at the end differs, as in most actions of the two editions",
        *("same words", "same words but for bodies, numbers or punctuation", "many of the words are the same"),
        *("the words alone do not tell; place and other columns do", "same measure, responsible"),
        *("stood at 3 under its heading, now at 5", ELSEWHERE, "stood under A, now under B"),
        *("nothing in the earlier edition has its words", "near to a/1, which has another counterpart or none"),
        *("its words stand on p. 4 of the new edition, in a table that is set aside", "no longer X", "now X"),
        "tables are set aside on p. 4, 5 of the new edition: it may stand there",
        "a/2, which has no counterpart, has some of the words that differ: it may be a part of this",
    ]
    english = re.compile(r"\b(same|words|stood|now|under|nothing|near|which|the|tables|longer|elsewhere)\b")
    assert [reason for reason in reasons if english.search(evidence("es", reason))] == []


def test_of_two_twins_the_right_one_is_told_by_its_neighbours() -> None:
    old = ["1|M|Publicar la memoria anual|a|X", "2|M|Dictar talleres en el norte|b|Y", "3|M|Abrir el registro|c|X"]
    old += ["4|M|Dictar talleres en el sur|b|Y", "5|M|Firmar convenios con provincias|d|X"]
    new = ["1|M|Publicar la memoria anual|a|X", "2|M|Abrir el registro|c|X"]
    new += ["3|M|Dictar talleres|b|Y", "4|M|Firmar convenios con provincias|d|X"]
    assert ("reworded|renumbered", "4", "3") in told(compared(old, new))
    assert ("removed", "2", "-") in told(compared(old, new))


def test_an_action_in_wholly_other_words_is_told_by_its_place_and_its_columns() -> None:
    old = ["1|M|Publicar la memoria anual|a|X", "2|M|Regularizar las pequeñas queserías|queserías|Y"]
    old += ["3|M|Abrir el registro|c|X"]
    new = ["1|M|Publicar la memoria anual|a|X", "2|M|Legalizar el trabajo de los tamberos|queserías|Y"]
    new += ["3|M|Abrir el registro|c|X"]
    assert [change for change in told(compared(old, new)) if "2" in change] == [("reworded", "2", "2")]
    assert [change.certainty for change in compared(old, new)] == ["high", "low", "high"]
    elsewhere = [new[0], new[2].replace("3|", "2|"), new[1].replace("2|", "3|")]
    assert ("added", "-", "3") in told(compared(old, elsewhere))
    another_body = [new[0], new[1].replace("|Y", "|Z"), new[2]]
    assert ("added", "-", "2") in told(compared(old, another_body))


def test_a_pair_is_doubtful_if_an_added_action_beside_it_has_words_that_it_lost() -> None:
    old = [
        "1|M|Publicar la memoria anual|a|X",
        "2|M|Crear el registro de empresas y la capacitación de inspectores|c|X",
    ]
    new = [
        old[0],
        "2|M|Crear el registro de empresas|c|X",
        "3|N|Los inspectores reciben un curso cada año en Salta|z|Y",
    ]
    changes = compared(old, new)
    assert told(changes)[1:] == [("reworded", "2", "2"), ("added", "-", "3")]
    assert changes[1].certainty == "low"
    assert "3, which has no counterpart, has some of the words that differ" in changes[1].evidence
    another = [*new[:2], "3|N|Traducir los folletos al guaraní|z|Y"]
    assert compared(old, another)[1].certainty == "high"


def test_a_part_with_other_words_counts_if_it_has_those_that_the_other_part_lost() -> None:
    old = ["1|M|Fortalecer la red de promotores con convenios de asistencia técnica y financiera|a|X"]
    new = ["1|M|Fortalecer la red de promotores con convenios de asistencia técnica|a|X"]
    part = "Celebrar convenios de asistencia financiera con cada provincia adherida"
    assert told(compared(old, [*new, f"2|M|{part}|a|X"])) == [("split", "1", "1"), ("split", "1", "2")]
    assert ("added", "-", "2") in told(compared(old, [*new, f"2|M|{part}|b|Y"])), "another body and indicator"


def test_three_actions_are_merged_by_the_words_that_each_brings() -> None:
    old = ["1|M|Coordinar con organizaciones civiles de las provincias|a|X"]
    old += ["2|M|Promover la cooperación entre los tres niveles del Estado ante las situaciones de violencia|b|Y"]
    old += ["3|M|Lograr sinergias entre cuerpos de fiscalización|c|Z"]
    new = ["1|M|Coordinar con organizaciones civiles de las provincias, entre los tres niveles del Estado y entre "
           "cuerpos de fiscalización|a|X"]  # fmt: skip
    assert told(compared(old, new)) == [("merged", "1", "1"), ("merged", "2", "1"), ("merged", "3", "1")]


def test_an_action_is_split_into_three() -> None:
    old = ["1|M|Formar a cocineras en dietas especiales, alergias e intolerancias alimentarias|a|X"]
    new = ["1|M|Formar a cocineras en dietas especiales|a|X", "2|M|Formar a cocineras en alergias alimentarias|a|X"]
    new += ["3|M|Formar a cocineras en intolerancias alimentarias|a|X"]
    assert told(compared(old, new)) == [("split", "1", "1"), ("split", "1", "2"), ("split", "1", "3")]


def edition_of(plan_id: str, *axes: tuple[str, str]) -> Edition:
    """Return an edition of axes with one action each, whose other columns are the same everywhere."""
    parts = [f"{axis}\n\n{HEADER}\n1\tMedida\t{action}\tInformes\t\tMSAL\t\n" for axis, action in axes]
    actions = rebuilt("\n" + "\n".join(parts), "ar-plan", plan_id).of(Action)
    return Edition(actions, tuple(_bodies(actions)), "ARG")


def test_a_part_of_a_merged_action_that_stood_elsewhere_is_merged_and_moved() -> None:
    line, shelters = "Difundir la línea gratuita en escuelas rurales", "abrir refugios nocturnos para mujeres migrantes"
    old = edition_of("old", ("PREVENCIÓN", line), ("ASISTENCIA", shelters.capitalize()))
    new = edition_of("new", ("PREVENCIÓN", f"{line} y {shelters}"))
    changes = compare_editions("new", old, new, SUCCESSIONS)
    assert told(changes) == [("merged", "1", "1"), ("merged|moved", "1", "1")]
    assert "stood under ASISTENCIA, now under PREVENCIÓN" in changes[1].evidence


def test_an_action_is_removed_for_certain_only_where_no_table_was_set_aside() -> None:
    words = "Abrir refugios nocturnos para mujeres migrantes"
    old = edition_of("old", ("PREVENCIÓN", "Difundir la línea gratuita"), ("ASISTENCIA", words))
    new = edition_of("new", ("PREVENCIÓN", "Difundir la línea gratuita"))
    assert [change.certainty for change in compare_editions("new", old, new, SUCCESSIONS)] == ["high", "high"]
    row = Excluded("new.pdf", 4, None, f"2 {words} MSAL", "other-table")
    removed = compare_editions("new", old, replace(new, aside=(row,)), SUCCESSIONS)[1]
    assert removed.certainty == "low"
    assert "its words stand on p. 4 of the new edition, in a table that is set aside" in removed.evidence
    other = replace(row, text="Glosario: trata de personas")
    removed = compare_editions("new", old, replace(new, aside=(other,)), SUCCESSIONS)[1]
    assert (removed.certainty, "it may stand there" in removed.evidence) == ("low", True)


def test_a_name_with_its_acronym_is_the_same_body() -> None:
    old, new = (["1|M|Abrir refugios|a|Oficina de Cultura" + acronym] for acronym in ("", " (OFICULT)"))
    changes = compared(old, new)
    assert [(change.kind, change.fields_changed) for change in changes] == [("unchanged", "renamed:responsible")]


def test_small_words_and_numbers_are_those_of_the_language() -> None:
    old, new = "Prestar assistência a vinte famílias", "Prestar a assistência a trinta famílias"
    assert is_small_change(old, new, SUCCESSIONS, "BRA", "pt")
    assert not is_small_change(old, new, SUCCESSIONS, "BRA", "es")


def test_one_action_replaced_by_another_in_its_place_is_removed_and_added() -> None:
    old = ["1|M|Publicar la memoria anual|a|X", "2|M|Comprar vehículos para las brigadas|b|Y"]
    new = ["1|M|Publicar la memoria anual|a|X", "2|M|Traducir los folletos al guaraní|e|Z"]
    assert told(compared(old, new)) == [("unchanged", "1", "1"), ("added", "-", "2"), ("removed", "2", "-")]


def test_editions_without_a_common_word_and_without_actions_are_compared() -> None:
    assert told(compared(["1|M|Publicar la memoria anual|a|X"], ["1|N|Dictar talleres|b|Y"])) == [
        ("added", "-", "1"), ("removed", "1", "-")
    ]  # fmt: skip
    nothing = Edition((), (), "ARG")
    assert compare_editions("new", nothing, nothing, SUCCESSIONS) == []


@pytest.mark.parametrize(
    ("old", "new", "is_small"),
    [
        (
            "Formar a 20 agentes del MTEySS",
            "Formar a 30 agentes de la Secretaría de Trabajo, Empleo y Seguridad Social",
            True,
        ),
        ("Abrir dos refugios, en el norte", "Abrir tres refugios en el Norte.", True),
        ("Abrir refugios en el norte", "Abrir refugios en el sur", False),
        ("Formar a agentes del MTEySS", "Formar a víctimas del MTEySS", False),
    ],
)
def test_bodies_numbers_and_punctuation_are_small_changes(old: str, new: str, is_small: bool) -> None:
    assert is_small_change(old, new, SUCCESSIONS, "ARG") is is_small


def test_the_mark_at_the_end_of_a_text_counts_only_where_most_keep_it() -> None:
    texts = ["Publicar la memoria anual", "Dictar talleres en el norte", "Abrir el registro", "Firmar convenios"]
    old = [f"{number}|M|{text}|a|X" for number, text in enumerate(texts, start=1)]
    as_a_list = [f"{number}|M|{text}.|a|X" for number, text in enumerate(texts, start=1)]
    changes = compared(old, as_a_list)
    assert [change.kind for change in changes] == ["unchanged"] * 4
    assert {change.evidence.split("|")[0] for change in changes} == {
        "same words; the mark at the end differs, as in most actions of the two editions"
    }
    assert [change.kind for change in compared(old, [*old[:3], as_a_list[3]])] == ["unchanged"] * 3 + ["reworded"]


def test_a_merged_action_is_no_small_change() -> None:
    action = rebuilt(f"\nPREVENCIÓN\n\n{HEADER}\n1\tM\tAbrir refugios\ta\tb\tMDS\t\n", "ar-plan", "old").of(Action)[0]
    side = Edition((action,), (), "ARG")
    change = EditionChange("new", "old", "merged", action.action_id, action.action_id, None, 1.0, "high", "x")
    assert [line.is_small for line in lines_of([change], side, side, SUCCESSIONS)] == [False]


def test_successions_lead_over_several_steps_and_to_the_body_that_a_successor_is_part_of() -> None:
    assert [bool(SUCCESSIONS.find("ar-mteyss", body)) for body in ("ar-stess", "ar-mch", "ar-mds")] == [
        True,
        True,
        False,
    ]
    step = SUCCESSIONS.find("ar-mdth", "ar-mecon")
    assert step is not None
    assert (step.successor_id, step.date) == ("ar-minfra", "2023-12-10")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("agency_id,successor_id,date\n", "line 1"),
        ("agency_id,successor_id,date,source\nar-mds,,2023,Decreto\n", "line 2"),
        ("agency_id,successor_id,date,source\nar-mds,ar-nobody,2023,Decreto\n", "line 2"),
        ("agency_id,successor_id,date,source\nar-mds,ar-mds,2023,Decreto\n", "line 2"),
    ],
)
def test_successions_that_cannot_be_followed_are_refused(tmp_path: Path, text: str, place: str) -> None:
    path = tmp_path / "successions.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ManifestInvalid) as refusal:
        read_successions(path)
    assert refusal.value.place == f"successions.csv {place}"


def test_the_fewest_actions_are_taken_as_moved() -> None:
    assert heaviest_order([0, 1, 4, 2, 3], [1.0] * 5) == {0, 1, 3, 4}
    assert heaviest_order([1, 0], [1.0, 1.1]) == {1}
    assert heaviest_order([], []) == set()


def test_the_recorded_edits_are_of_all_kinds() -> None:
    for name in NAMES:
        kinds = {kind for answer in read_edition(name).answers for kind in answer.kinds}
        assert {"reworded", "moved", "merged", "split", "added", "removed", "unchanged"} <= kinds
