"""The files beside the tables: workbook, RO-Crate, metadata for Datasette, CSV for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from check_crate import findings
from directriz.publish.columns import columns_of
from directriz.publish.crate import VERSION_DATE
from directriz.publish.safe_csv import guard, guarded_csv, unguard
from directriz.publish.tables import PlainRows, as_csv
from directriz.publish.workbook import LONGEST_CELL, write_workbook
from directriz.schema import Column, Table, tables
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from workspaces import REPOSITORY, read_table, run

SHEETS = [name for name, table in tables().items() if not table.parquet_only]


@pytest.fixture(scope="module")
def book(five: Path) -> Any:
    return load_workbook(five / "output" / "directriz.xlsx")


def test_every_table_has_a_sheet_and_the_first_one_explains(book: Any) -> None:
    assert book.sheetnames[0] == "Léame - Read me"
    assert set(book.sheetnames[1:-1]) == set(SHEETS)
    assert book.sheetnames[1:5] == ["actions_flat", "responsibilities", "coverage_flat", "amendments_by_country"]
    told = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None}
    assert set(SHEETS) <= told
    assert tables()["coverage_flat"].es in told
    assert any("text_base" in each for each in told)


@pytest.mark.parametrize("name", ["plans", "actions_flat", "progress", "coverage"])
def test_a_sheet_holds_the_rows_of_its_table(name: str, book: Any, five: Path) -> None:
    kinds = {column.name: column.type for column in tables()[name].columns}
    header, *rows = book[name].iter_rows(values_only=True)
    assert list(header) == list(kinds)

    def shown(value: Any, kind: str) -> str:
        if value is None:
            return ""
        return str(value).lower() if kind == "boolean" else f"{value:.12g}" if kind == "number" else str(value)

    made = [{key: shown(value, kinds[key]) for key, value in zip(kinds, row, strict=True)} for row in rows]
    assert made == read_table(five / "output", name)


def test_headers_are_frozen_filtered_and_wide_enough(book: Any) -> None:
    for name in SHEETS:
        sheet = book[name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(9 <= sheet.column_dimensions[letter].width <= 61 for letter in ("A", "B"))
    assert book["cells"].auto_filter.ref.endswith(str(book["cells"].max_row))


HOSTILE = [
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "'=1",
    "http://a.b",
    "\tx",
    "a\nb",
    "1e5",
]
ODD = Table(
    "odd",
    "Odd.",
    "Raro.",
    (),
    (Column("text", "string", "Text.", "Texto."), Column("n", "integer", "N.", "N."), Column("is", "boolean", "", "")),
)


def test_texts_are_shown_and_never_obeyed(tmp_path: Path) -> None:
    rows = [{"text": text, "n": -number, "is": True} for number, text in enumerate(HOSTILE)]
    write_workbook(tmp_path / "odd.xlsx", {"odd": ODD}, {"odd": PlainRows(columns_of(ODD, rows))})
    sheet = load_workbook(tmp_path / "odd.xlsx")["odd"]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == HOSTILE
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}, "no formula"
    assert all(row[0].hyperlink is None for row in sheet.iter_rows(min_row=2))
    assert [row[1].value for row in sheet.iter_rows(min_row=2)] == [-number for number in range(len(HOSTILE))]


def test_a_cell_too_long_for_a_sheet_is_cut_and_told(tmp_path: Path) -> None:
    frame = columns_of(
        ODD, [{"text": "x" * (LONGEST_CELL + 5), "n": 1, "is": None}, {"text": "y", "n": None, "is": None}]
    )
    write_workbook(tmp_path / "odd.xlsx", {"odd": ODD}, {"odd": PlainRows(frame)})
    book = load_workbook(tmp_path / "odd.xlsx")
    cell = book["odd"]["A2"].value
    assert len(cell) == LONGEST_CELL
    assert cell.endswith("x […]")
    told = [row[0].value for row in book.worksheets[0].iter_rows() if row[0].value]
    assert f"odd, fila · row 2, text: {LONGEST_CELL + 5} caracteres · characters" in told


def test_the_same_tables_give_the_same_workbook(tmp_path: Path) -> None:
    frame = columns_of(ODD, [{"text": "x", "n": 1, "is": False}])
    made = []
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, {"odd": ODD}, {"odd": PlainRows(frame)})
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_the_crate_is_valid(five: Path) -> None:
    assert findings(five / "output") == []


def test_the_validator_finds_a_crate_that_is_not(five: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(five / "output", tmp_path / "output"))
    path = folder / "ro-crate-metadata.json"
    crate = json.loads(path.read_text(encoding="utf-8"))
    del crate["@graph"][1]["datePublished"]
    path.write_text(json.dumps(crate), encoding="utf-8")
    assert findings(folder)


def test_the_crate_lists_every_published_file_with_its_hash(five: Path) -> None:
    output = five / "output"
    entities = {each["@id"]: each for each in json.loads((output / "ro-crate-metadata.json").read_bytes())["@graph"]}
    listed = {name for name, each in entities.items() if each["@type"] == "File"}
    assert {f"{name}.parquet" for name in tables()} | {f"{name}.csv" for name in SHEETS} <= listed
    package = json.loads((output / "datapackage.json").read_bytes())
    for resource in package["resources"]:
        assert entities[resource["parquet"]["path"]]["sha256"] == resource["parquet"]["hash"].removeprefix("sha256:")
    assert all(entities[name]["contentSize"] == str((output / name).stat().st_size) for name in listed)
    documents = {each["name"] for each in entities.values() if each["@id"].startswith("#document-")}
    assert "MATRIZ DEL PLAN OPERATIVO 2020-2022" in documents


def test_the_crate_has_the_date_of_the_version() -> None:
    cited = (REPOSITORY / "CITATION.cff").read_text(encoding="utf-8")
    assert f"date-released: {VERSION_DATE}\n" in cited


def test_licences_of_texts_and_of_additions_are_two(five: Path) -> None:
    package = json.loads((five / "output" / "datapackage.json").read_bytes())
    assert [each["name"] for each in package["licenses"]] == ["notspecified", "MIT"]


def test_datasette_knows_every_table_column_and_facet(five: Path) -> None:
    metadata = json.loads((five / "output" / "datasette.json").read_bytes())["databases"]["directriz"]
    assert set(metadata["tables"]) == set(tables())
    with closing(sqlite3.connect(five / "output" / "directriz.sqlite")) as database:
        for name, told in metadata["tables"].items():
            columns = [row[0] for row in database.execute(f"SELECT * FROM {name} LIMIT 0").description]
            assert set(told["columns"]) == set(columns)
            assert set(told.get("facets", ())) <= set(columns)
        found = database.execute(
            metadata["queries"]["buscar"]["sql"], {"words": "soluciones habitacionales"}
        ).fetchall()
    assert [row[1] for row in found] == ["ar-plan/asistencia/6"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-Constancia", "@a", "\t=1", "\r=1", "'", "''=1", "＝1"])
def test_a_cell_that_a_spreadsheet_computes_is_guarded_and_given_back(cell: str) -> None:
    assert guard(cell) == f"'{cell}"
    assert unguard(guard(cell)) == cell


@given(st.text())
def test_no_character_is_lost(cell: str) -> None:
    assert unguard(guard(cell)) == cell
    assert not guard(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_of_a_table_are_not_guarded() -> None:
    text = as_csv(ODD, columns_of(ODD, [{"text": "-1", "n": -1, "is": True}])).decode("utf-8")
    assert guarded_csv(ODD, text, ";") == "text;n;is\r\n'-1;-1;true\r\n"


def test_export_writes_every_table_for_a_spreadsheet(five: Path, tmp_path: Path) -> None:
    ended = run(five, "export", str(tmp_path / "copies"), "--separator", "semicolon")
    assert (ended.code, ended.out.split()[0]) == (0, str(len(SHEETS)))
    for name in SHEETS:
        text = (tmp_path / "copies" / f"{name}.csv").read_bytes()
        assert text.startswith(b"\xef\xbb\xbf")
        rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=";"))
        texts = {column.name for column in tables()[name].columns if column.type == "string"}
        back = [{key: unguard(cell) if key in texts else cell for key, cell in row.items()} for row in rows]
        assert back == read_table(five / "output", name)


def test_export_refuses_its_own_source_and_a_workspace_without_tables(five: Path, tmp_path: Path) -> None:
    assert run(five, "export", str(five / "output")).code == 2
    assert run(tmp_path, "export", str(tmp_path / "copies")).code == 2
