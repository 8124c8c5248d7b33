"""Views, common axes and agencies through time, as published of the five documents and of small ones."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from directriz.errors import ManifestInvalid
from directriz.reference.agencies import read_agencies
from directriz.reference.axes import harmonised_axis
from directriz.reference.parents import ParentSpan, Time, parent_then, read_parents, time_of_plan
from directriz.schema import tables
from directriz.text import number_sort
from workspaces import Document, read_table, run, write_workspace

Rows = Callable[[str], list[dict[str, str]]]
VIEWS = [name for name, table in tables().items() if table.is_view]


@pytest.fixture(scope="module")
def database(five: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(five / "output" / "directriz.sqlite")) as connection:
        yield connection


def test_there_are_four_views() -> None:
    assert VIEWS == ["actions_flat", "responsibilities", "coverage_flat", "amendments_by_country"]


def test_actions_flat_is_the_actions_with_their_first_directive(table: Rows) -> None:
    actions, flat = table("actions"), table("actions_flat")
    assert [row["action_id"] for row in flat] == [row["action_id"] for row in actions]
    primary = {
        row["action_id"]: row for row in table("links") if row["rank"] == "1" and row["target_plan_id"] == "oas-3"
    }
    directives = {row["directive_id"]: row for row in table("directives")}
    for row in flat:
        link = primary[row["action_id"]]
        assert (row["directive_id"], row["link_status"]) == (link["directive_id"], link["status"])
        text = directives[row["directive_id"]] if row["directive_id"] else {"text_base": "", "text_amended": ""}
        assert row["directive_text"] == (text["text_base"] or text["text_amended"])


def test_the_bodies_of_actions_flat_are_those_of_the_cell_in_its_order(table: Rows) -> None:
    flat = {row["action_id"]: row for row in table("actions_flat")}
    named: dict[tuple[str, str], list[str]] = {}
    for row in table("action_agencies"):
        named.setdefault((row["action_id"], row["role"]), []).append(row["agency_id"])
    for (action_id, role), ids in named.items():
        assert flat[action_id][f"{role}_agency_ids"].split("|") == [each for each in ids if each] or not any(ids)
        assert len(flat[action_id][f"{role}_bodies"].split("|")) == len(ids)
    housing = flat["ar-plan/asistencia/6"]["responsible_bodies"]
    assert housing == "Consejo Nacional de la Vivienda|Ministerio de Desarrollo Territorial y Hábitat (MDTyH)"


def test_no_such_column_is_told_from_a_blank_cell(table: Rows) -> None:
    counted = Counter((row["plan_id"], row["verification_status"]) for row in table("actions_flat"))
    assert counted[("corett-2020", "no such column")] == 20
    assert counted[("ar-restitucion", "no such column")] == 11
    assert {status for plan, status in counted if plan == "ar-plan"} <= {"printed", "blank cell"}
    blank = [row for row in table("actions_flat") if row["verification_status"] == "blank cell"]
    assert all(row["plan_id"] == "ar-plan" and not row["verification"] for row in blank)


def test_responsibilities_is_every_named_body_with_its_successors(table: Rows) -> None:
    rows = table("responsibilities")
    key = ("action_id", "role", "position")
    assert [[row[name] for name in key] for row in rows] == [
        [r[name] for name in key] for r in table("action_agencies")
    ]
    successors = {row["agency_id"]: row["successor_ids"] for row in rows if row["successor_ids"]}
    assert successors["ar-mds"] == "ar-mch"
    assert successors["ar-mop"] == "ar-minfra|ar-sop"
    alone = Counter((row["action_id"], row["role"]) for row in rows)
    for row in rows:
        assert (row["is_alone"] == "true") == (row["body_count"] == "1")
        assert int(row["body_count"]) <= alone[row["action_id"], row["role"]]


def test_coverage_flat_is_coverage_with_its_words(table: Rows) -> None:
    coverage, flat = table("coverage"), table("coverage_flat")
    same = ("plan_id", "directive_id", "status", "action_ids", "confidence", "judged_by")
    assert [[row[name] for name in same] for row in flat] == [[row[name] for name in same] for row in coverage]
    for row in flat:
        assert int(row["action_count"]) == len(row["action_ids"].split("|") if row["action_ids"] else [])
        assert row["directive_text"]


def test_amendments_by_country_has_a_row_for_each_country_of_an_amendment(table: Rows) -> None:
    wanted = [
        (row["amendment_id"], country) for row in table("amendments") for country in (row["countries"] or "").split("|")
    ]
    rows = table("amendments_by_country")
    assert [(row["amendment_id"], row["country"]) for row in rows] == wanted
    assert all(row["page_start"] for row in rows)


def test_pages_of_the_tables_are_the_issuers(table: Rows) -> None:
    assert {row["plan_id"]: row["page_count"] for row in table("plans")} == {
        "ar-plan": "21", "corett-2020": "6", "ar-restitucion": "", "oas-2": "", "oas-3": "30",
    }  # fmt: skip
    paged = {
        row["plan_id"] for name in ("actions", "directives", "provisions") for row in table(name) if row["page_start"]
    }
    assert paged == {"ar-plan", "corett-2020", "oas-3"}
    dumped = {}
    for row in table("cells"):
        if row["witness"] == "dump" and row["page"]:
            dumped.setdefault(row["record_id"], set()).add(int(row["page"]))
    for row in table("actions"):
        if row["plan_id"] in paged:
            assert int(row["page_start"]) in dumped[row["action_id"]]
            assert int(row["page_end"]) in dumped[row["action_id"]]


def test_cells_say_which_file_is_published_and_what_it_is(table: Rows) -> None:
    kinds = {(row["source_file"], row["is_published"], row["witness"]) for row in table("cells")}
    assert ("ar-plan.pdf", "true", "facsimile") in kinds
    assert ("ar-plan.txt", "false", "dump") in kinds
    assert ("oas-plan-3.txt", "true", "dump") in kinds
    assert len(kinds) == 9


def test_coordinates_have_two_decimals(table: Rows) -> None:
    edges = [row[edge] for row in table("cells") for edge in ("x0", "top", "x1", "bottom") if row[edge]]
    assert edges
    assert max(len(edge.partition(".")[2]) for edge in edges) == 2


def test_sources_say_what_a_citation_needs_and_no_more(table: Rows) -> None:
    plans = {row["plan_id"]: row for row in table("plans")}
    assert plans["ar-restitucion"]["document_number"] == "IF-2025-55330183-APN-SSPF#MCH|IF-2025-54192543-APN-SSPF#MCH"
    assert (plans["oas-2"]["adopted"], plans["oas-2"]["extended_to"]) == ("2014", "2020")
    assert plans["oas-3"]["supersedes"] == "oas-2"
    assert all(row["licence"] and row["retrieved_by"] for row in plans.values())
    unstated = [(row["plan_id"], name) for row in plans.values() for name in ("published", "retrieved") if row[name]]
    assert unstated == [], "no document states them"
    printed = {row["text"] for row in table("excluded")}
    assert set(plans["ar-restitucion"]["document_number"].split("|")) <= printed


NAMES = {
    "EJE DE PREVENCIÓN": "prevention",
    "Eje 4: Fortalecimiento Institucional de la Coalición contra la trata y para la protección": "strengthening",
    "DIRECTRICES PARA EL COMBATE Y SANCIÓN": "prosecution",
    "ATENÇÃO E PROTEÇÃO ÀS VÍTIMAS": "assistance",
    "Pillar 3: Law enforcement and prosecution": "prosecution",
    "Coordinación interinstitucional": "cooperation",
    "Gestión de la información y del conocimiento": "information",
    "Gestión institucional": "strengthening",
    "Atendimento às vítimas": "assistance",
    "OBJETIVOS:": None,
    None: None,
}


@pytest.mark.parametrize("printed", NAMES)
def test_axes_have_names_common_to_all_plans(printed: str | None) -> None:
    assert harmonised_axis(printed) == NAMES[printed]


def test_every_printed_axis_is_listed_once(table: Rows) -> None:
    rows = {(row["plan_id"], row["axis"]): row for row in table("axes")}
    counted = Counter((row["plan_id"], row["axis"]) for row in table("actions") if row["axis"])
    counted += Counter((row["plan_id"], row["section"]) for row in table("directives") if row["section"])
    assert {key: int(row["record_count"]) for key, row in rows.items()} == counted


def test_numbers_sort_as_numbers(table: Rows) -> None:
    sorted_ = sorted((row["number_sort"], row["number"]) for row in table("directives") if row["kind"] == "objective")
    assert [number for _, number in sorted_][:9] == ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    assert number_sort("10") > number_sort("9bis") > number_sort("9")  # type: ignore[operator]
    assert all(row["number_sort"] for row in table("directives"))


def test_bodies_have_the_parent_of_the_time_of_the_plan(table: Rows) -> None:
    parents = {row["agency_id"]: row["parent_agency_id"] for row in table("action_agencies")}
    assert parents["ar-senaf"] == "ar-mds", "of Capital Humano only since 2023-12-10"
    assert parents["ar-ce"] == "ar-jgm", "of the Ministerio de Seguridad only since 2024-02-26"
    assert parents["ar-andis"] == parents["ar-cootravic" if "ar-cootravic" in parents else "ar-andis"] == ""
    present = {row["agency_id"]: row["parent_agency_id"] for row in table("agencies")}
    assert (present["ar-senaf"], present["ar-ce"], present["icat"]) == ("ar-mch", "ar-minseg", "onu")


def test_every_parent_and_succession_has_a_source(table: Rows) -> None:
    assert all(row["source"] for name in ("agency_parents", "agency_successions") for row in table(name))
    ended = {row["agency_id"] for row in table("agencies") if row["valid_to"]}
    known = {row["agency_id"] for row in table("agency_successions")}
    assert ended - known == set(), "who carried on the work of a body that ended"


SPANS = [
    ParentSpan("a", "before", None, "2023-12-10", "s"),
    ParentSpan("a", "after", "2023-12-10", None, "s"),
]
TIMES = {
    ("2020-01-01", "2023-12-10"): "before",
    ("2023-12-10", "2025-01-01"): "after",
    ("2022-01-01", "2025-01-01"): None,  # both: not known
}


@pytest.mark.parametrize("time", TIMES)
def test_the_parent_at_a_time_is_the_one_alone(time: tuple[str, str]) -> None:
    assert parent_then(SPANS, Time(*time)) == TIMES[time]


def test_the_parent_at_no_time_is_that_of_a_body_which_had_one_alone() -> None:
    assert parent_then(SPANS, None) is None
    assert parent_then(SPANS[:1], None) == "before"
    assert parent_then([], Time("2020-01-01", "2021-01-01")) is None


def test_the_time_of_a_plan_is_its_period_or_that_of_its_bodies() -> None:
    assert time_of_plan((2020, 2022), [("1990", None)]) == Time("2020-01-01", "2023-01-01")
    assert time_of_plan((None, None), [("2019-12-10", None), ("2012", "2023-12-10")]) == Time(
        "2019-12-10", "2023-12-10"
    )
    assert time_of_plan((None, None), [(None, None)]) is None
    assert time_of_plan((None, None), [("2024", None), (None, "2023")]) is None, "never together"


HEADER = "agency_id,parent_agency_id,valid_from,valid_to,source"
WRONG = {
    "agency_id,parent": "line 1",
    f"{HEADER}\na,b,2020,,": "line 2",
    f"{HEADER}\na,b,10/12/2023,,x": "line 2",
    f"{HEADER}\na,b,2023,2020,x": "line 2",
    f"{HEADER}\na,b,2020,2021": "line 2",
}


@pytest.mark.parametrize("text", WRONG)
def test_parents_that_cannot_be_followed_are_refused_with_their_line(text: str, tmp_path: Path) -> None:
    path = tmp_path / "XYZ" / "parents.csv"
    path.parent.mkdir()
    path.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ManifestInvalid) as refusal:
        list(read_parents(path))
    assert refusal.value.place == f"XYZ/parents.csv {WRONG[text]}"
    path.write_text(f"{HEADER}\na,b,2020,2021-05,x\n", encoding="utf-8")
    assert list(read_parents(path)) == [ParentSpan("a", "b", "2020", "2021-05", "x")]


def test_a_unit_is_part_of_all_it_ever_was_part_of() -> None:
    registry = read_agencies()
    assert registry.is_part_of("ar-senaf", "ar-mds")
    assert registry.is_part_of("ar-senaf", "ar-mch")
    assert not registry.is_part_of("ar-mds", "ar-senaf")


def test_no_country_is_named_in_the_code() -> None:
    named = [
        path.name
        for path in Path(read_agencies.__code__.co_filename).parents[1].rglob("*.py")
        if path.parent.name in ("reference", "normalise", "publish")
        and any(
            word in path.read_text(encoding="utf-8").casefold() for word in ('"argentina', '"arg"', "'arg'", '"ar-')
        )
    ]
    assert named == []


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_of_the_database_is_the_table(name: str, table: Rows, database: sqlite3.Connection) -> None:
    kinds = {column.name: column.type for column in tables()[name].columns}
    cursor = database.execute(f"SELECT * FROM {name}")
    assert [column[0] for column in cursor.description] == list(kinds)

    def shown(value: object, kind: str) -> str:
        if value is None:
            return ""
        return (
            ("true" if value else "false") if kind == "boolean" else f"{value:.12g}" if kind == "number" else str(value)
        )

    rows = [{key: shown(value, kinds[key]) for key, value in zip(kinds, row, strict=True)} for row in cursor]
    assert rows == table(name)


def test_the_database_holds_every_table_with_its_keys_and_references(table: Rows, database: sqlite3.Connection) -> None:
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    for name, described in tables().items():
        if described.is_view or described.parquet_only:
            continue
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        assert [column[1] for column in columns] == list(described.column_names)
        keys = {column[1]: column[5] for column in columns if column[5]}
        assert [key for key, _ in sorted(keys.items(), key=lambda each: each[1])] == list(described.primary_key)
        referred = {(key[3], f"{key[2]}.{key[4]}") for key in database.execute(f"PRAGMA foreign_key_list({name})")}
        assert referred == {(column.name, column.references) for column in described.columns if column.references}
        assert database.execute(f"SELECT count(*) FROM {name}").fetchone() == (len(table(name)),)


FOUND = {  # what a reader types: what must be among the records found
    "vivienda": "oas-3/directive/73",
    "viviendas": "oas-3/directive/73",
    "VÍCTIMAS": "oas-3/directive/73",
    "victima": "oas-3/directive/73",
    "habitacional": "ar-plan/asistencia/6",
    "solución habitacional": "ar-plan/asistencia/6",
    "fronterizo": "ar-plan/prevencion/22",
    "frontera*": "ar-plan/prevencion/2",
    "hábitat": "ar-plan/asistencia/6",
}


@pytest.mark.parametrize("query", FOUND)
def test_the_search_finds_every_form_of_a_word_without_accents(query: str, database: sqlite3.Connection) -> None:
    found = database.execute(
        "SELECT record_id FROM search WHERE rowid IN (SELECT rowid FROM search_fts WHERE search_fts MATCH ?)", (query,)
    ).fetchall()
    assert (FOUND[query],) in found
    assert len(found) < 200


def test_the_search_does_not_find_what_is_not_there(database: sqlite3.Connection) -> None:
    for query in ("helicóptero", "vivienda AND helicóptero"):
        assert database.execute("SELECT count(*) FROM search_fts WHERE search_fts MATCH ?", (query,)).fetchone() == (0,)


PORTUGUESE = Document(
    "pt-plan",
    """PREVENÇÃO

N° de acción\tMedidas\tAcciones\tIndicadores\tMedios de verificación\tOrganismo responsable\tOrganismos asociados
1\tDifusão\tConstruir moradias para as vítimas\tMoradias\tRelatório\tMinistério\t
2\t\tAtender =2+2 pessoas\tPessoas\t\tMinistério\t
""",
    "ar-plan",
    keys={"language": "pt", "jurisdiction": "BRA", "links_to": []},
)


def test_a_plan_in_another_language_is_searched_by_its_own_stems(tmp_path: Path) -> None:
    ended = run(write_workspace(tmp_path, [PORTUGUESE]), "publish")
    assert ended.code == 0, ended.err
    with closing(sqlite3.connect(tmp_path / "output" / "directriz.sqlite")) as connection:
        for query in ("moradia", "vítima", "construindo"):
            found = connection.execute("SELECT rowid FROM search_fts WHERE search_fts MATCH ?", (query,)).fetchall()
            assert found == [(1,)], query
    (first, second) = read_table(tmp_path / "output", "actions_flat")
    assert first["axis_harmonised"] == "prevention"
    assert (first["verification_status"], second["verification_status"]) == ("printed", "blank cell")
    assert first["directive_id"] == ""
    (plan,) = read_table(tmp_path / "output", "plans")
    assert plan["witnesses"] == "pt-plan.txt (dump)"


def test_the_same_tables_give_the_same_database(five: Path, tmp_path: Path) -> None:
    ended = run(write_workspace(tmp_path / "one", [PORTUGUESE]), "publish")
    again = run(write_workspace(tmp_path / "two", [PORTUGUESE]), "publish")
    assert (ended.code, again.code) == (0, 0)
    made = [(tmp_path / name / "output" / "directriz.sqlite").read_bytes() for name in ("one", "two")]
    assert made[0] == made[1]
    state = json.loads((tmp_path / "one" / "interim" / "publish.json").read_text(encoding="utf-8"))
    assert "directriz.sqlite" in state["files"]
    assert not list((tmp_path / "one" / "interim").glob(".publish.*"))
