"""The ten questions: what the notebook, the page for DuckDB and the page for R answer, held to the CSV tables."""

from __future__ import annotations

import ast
import json
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest
from directriz.schema import tables
from workspaces import REPOSITORY

Rows = Callable[[str], list[dict[str, str]]]
NOTEBOOK = REPOSITORY / "notebooks" / "start-here.ipynb"
CHILDREN = ["action_id", "action", "responsible_bodies", "page_start"]  # columns of the answer on children
LONGEST_ANSWER = 4  # lines of code of an answer, one on average below it


def code_cells() -> list[str]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def answers(five: Path) -> dict[str, Any]:
    """The names that the notebook's cells leave, and the value of each cell's last line under `shown`."""
    os.environ["MPLBACKEND"] = "Agg"
    before = Path.cwd()
    os.chdir(five / "output")
    names: dict[str, Any] = {}
    shown = []
    try:
        for source in code_cells():
            tree = ast.parse(source)
            last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
            exec(compile(tree, str(NOTEBOOK), "exec"), names)
            if last is not None:
                shown.append(eval(compile(ast.Expression(last.value), str(NOTEBOOK), "eval"), names))
    finally:
        os.chdir(before)
    return {**names, "shown": shown}


def test_gaps_are_the_directives_of_no_link(answers: dict[str, Any], table: Rows) -> None:
    """Those that a review accepted second or third are no gaps: 17 of 77 were, when the first link alone counted."""
    linked = {row["directive_id"] for row in table("links") if row["action_id"].startswith("ar-plan/")}
    directives = {
        row["directive_id"] for row in table("directives") if row["directive_id"].startswith("oas-3/directive/")
    }
    assert set(answers["gaps"].directive_id) == directives - linked
    assert answers["gaps"].confidence.is_monotonic_increasing
    first = {row["directive_id"] for row in table("links") if row["rank"] == "1"}
    assert (directives & linked) - first, "there are directives that no action carries out first"


def test_who_carries_most_and_who_alone(answers: dict[str, Any], table: Rows) -> None:
    names = {row["agency_id"]: row["name"] for row in table("agencies") if row["kind"] != "collective"}
    named: dict[str, set[str]] = {}
    for row in table("action_agencies"):
        if row["role"] == "responsible" and row["action_id"].startswith("ar-plan/"):
            named.setdefault(row["action_id"], set()).add(row["agency_id"] or row["surface"])
    actions = Counter(names[body] for bodies in named.values() for body in bodies if body in names)
    alone = Counter(names[body] for bodies in named.values() if len(bodies) == 1 for body in bodies if body in names)
    most = answers["most"]
    assert {name: int(count) for name, count in most.actions.items() if name in actions} == actions
    assert {name: int(count) for name, count in most.alone.items() if count and name in actions} == alone


def test_actions_without_indicator_or_verification(answers: dict[str, Any], table: Rows) -> None:
    lacking = set(answers["lacking"].action_id)
    assert lacking == {row["action_id"] for row in table("actions") if not (row["indicators"] and row["verification"])}


def test_what_each_country_wanted(answers: dict[str, Any], table: Rows) -> None:
    wanted = answers["wanted"]
    for country in ("CAN", "CRI", "COL"):
        own = [row for row in table("amendments") if country in row["countries"].split("|")]
        rows = wanted[wanted.country == country].fillna("")
        assert list(zip(rows.record_id, rows.deleted, rows.inserted, strict=True)) == [
            (row["record_id"], row["deleted"], row["inserted"]) for row in own
        ]
    eight = wanted[(wanted.country == "CAN") & (wanted.record_id == "oas-3/directive/8")]
    assert list(eight.inserted) == ["edad", "y sobrevivientes"]
    assert set(eight.page_start) == {8}


def test_progress_by_year(answers: dict[str, Any], table: Rows) -> None:
    pairs = Counter(row["year"] for row in table("progress"))
    executed = Counter(row["year"] for row in table("progress") if row["executed_percent"])
    by_year = answers["by_year"]
    assert {str(year): int(size) for year, size in by_year["programmed_percent"]["size"].items()} == pairs
    counted = {str(year): int(count) for year, count in by_year["executed_percent"]["count"].items() if count}
    assert counted == executed == {"2020": 3, "2021": 1}


def test_directives_that_vanished_and_that_are_new(answers: dict[str, Any], table: Rows) -> None:
    older = {row["directive_id"] for row in table("directive_crosswalk")}
    newer = {row["other_directive_id"] for row in table("directive_crosswalk")}
    directives = {row["directive_id"] for row in table("directives") if row["kind"] == "directive"}
    assert set(answers["vanished"].directive_id) | older == {each for each in directives if each.startswith("oas-2/")}
    assert set(answers["new"].directive_id) | newer == {each for each in directives if each.startswith("oas-3/")}
    assert not set(answers["vanished"].directive_id) & older


def test_who_answers_for_housing_with_quotation_and_place(answers: dict[str, Any]) -> None:
    housing = answers["housing"].query("role == 'responsible'")
    assert list(housing.name) == ["Consejo Nacional de la Vivienda", "Ministerio de Desarrollo Territorial y Hábitat"]
    assert set(housing.action) == {"Promover el acceso prioritario a soluciones habitacionales."}
    assert set(housing.page_start) == {9}, "of the issuer's 21 pages; it stands on page 4 of the facsimile"
    places = answers["cells"].set_index("witness")
    assert (places.page["dump"], places.line_start["dump"], places.page["facsimile"]) == (9, 61, 4)


def test_bodies_that_no_longer_exist_have_successors(answers: dict[str, Any]) -> None:
    ended = answers["ended"]
    assert not ended.successors.isna().any()
    assert {"ar-mds", "ar-mdth", "ar-mteyss"} <= set(ended.agency_id)
    assert not {"ar-minseg", "ar-senaf", "ar-ce"} & set(ended.agency_id)


def test_what_is_done_for_children(answers: dict[str, Any], table: Rows) -> None:
    said = [
        row["action_id"] for row in table("actions") if re.search("niñ|adolescen|NNyA", row["action"], re.IGNORECASE)
    ]
    shown = next(each for each in answers["shown"] if list(getattr(each, "columns", ())) == CHILDREN)
    assert list(shown.action_id) == said == ["ar-plan/fortalecimiento/17"]
    assert {"oas-3/directive/45", "oas-3/directive/95"} <= set(answers["about"].directive_id)


def test_changes_between_editions_are_none_here(answers: dict[str, Any]) -> None:
    assert len(answers["changes"]) == 0


def test_plots_are_exported_as_svg_and_png(answers: dict[str, Any], five: Path) -> None:
    made = {path.name for path in (five / "interim" / "notebooks").iterdir()}
    assert made == {f"{name}.{kind}" for name in ("coverage", "bodies", "progress") for kind in ("svg", "png")}


def test_an_answer_takes_about_three_lines() -> None:
    plots = ("plt.", "export(", "DIRECTRIZ")
    answers = [source.splitlines() for source in code_cells()[1:] if not any(word in source for word in plots)]
    lengths = [len(lines) for lines in answers]
    assert sum(lengths) / len(lengths) <= LONGEST_ANSWER
    assert max(lengths) <= LONGEST_ANSWER + 1


def sql_of(title: str) -> list[str]:
    """The queries of a section of docs/duckdb.md."""
    text = (REPOSITORY / "docs" / "duckdb.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {title}\n")[2].split("\n## ")[0]
    return re.findall(r"```sql\n(.*?)```", section, re.DOTALL)


@pytest.mark.parametrize("query", sql_of("DuckDB"))
def test_queries_for_duckdb_answer(query: str, five: Path) -> None:
    rows = duckdb.sql(query.replace("'output/", f"'{five}/output/").rstrip().rstrip(";")).fetchall()
    assert rows


def test_duckdb_answers_as_the_notebook(answers: dict[str, Any], five: Path) -> None:
    gaps, bodies, canada, _ = (
        duckdb.sql(query.replace("'output/", f"'{five}/output/").rstrip().rstrip(";")).fetchall()
        for query in sql_of("DuckDB")
    )
    assert {row[0] for row in gaps} == set(answers["gaps"].number)
    assert {row[0]: row[1:] for row in bodies} == {
        row.Index: (row.actions, row.alone) for row in answers["most"].itertuples()
    }
    assert [row[1] for row in canada] == ["edad", "y sobrevivientes"]


@pytest.mark.parametrize("query", sql_of("SQLite"))
def test_queries_for_sqlite_answer(query: str, five: Path) -> None:
    with closing(sqlite3.connect(five / "output" / "directriz.sqlite")) as database:
        assert database.execute(query).fetchall()


def test_the_page_for_r_names_tables_and_columns_that_exist() -> None:
    """R is not needed to test: what the chunks read and name is compared with the schema."""
    text = (REPOSITORY / "notebooks" / "en-r.Rmd").read_text(encoding="utf-8")
    chunks = re.findall(r"```\{r (?!setup)[^}]*\}\n(.*?)```", text, re.DOTALL)
    assert len(chunks) == 10
    for chunk in chunks:
        read = re.findall(r'leer\("(\w+)"\)', chunk)
        assert read
        assert set(read) <= set(tables())
        columns = {column.name for name in read for column in tables()[name].columns}
        named = set(re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", re.sub(r'"[^"]*"', "", chunk)))
        functions = {"group_by", "n_distinct", "geom_col", "str_detect", "str_to_lower", "pivot_wider"}
        assert named - functions - {"names_from", "values_from"} <= columns
