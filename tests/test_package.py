"""The published data package: frictionless accepts it, the files are those that it describes."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from directriz.schema import tables
from frictionless import Package


def described(output: Path) -> dict[str, Any]:
    package = json.loads((output / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def rows_of(output: Path, name: str) -> list[list[str]]:
    with (output / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def problems(folder: Path) -> list[str]:
    report = Package(str(folder / "datapackage.json")).validate()
    return [error.type for task in report.tasks for error in task.errors] + [error.type for error in report.errors]


@pytest.fixture
def output(five: Path) -> Path:
    return five / "output"


def test_frictionless_accepts_the_package(output: Path) -> None:
    assert problems(output) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "problem"),
    [
        ("plans", "operational-matrix", "operational-matters", "constraint-error"),
        ("links", "true", "perhaps", "type-error"),
        ("progress", "\ncorett-2020/prevencion/1.1,2,", "\ncorett-2020/prevencion/1.1,1,", "primary-key"),
        ("indicators", "\nar-plan/prevencion/1,1,", "\n,1,", "constraint-error"),
        ("action_agencies", ",ar-minseg,", ",ar-nobody,", "foreign-key"),
    ],
)
def test_frictionless_refuses_a_damaged_table(copy_of_five: Path, table: str, old: str, new: str, problem: str) -> None:
    output = copy_of_five / "output"
    path = output / f"{table}.csv"
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    package = output / "datapackage.json"
    text = package.read_text(encoding="utf-8").replace(
        hashlib.sha256(before.encode()).hexdigest(), hashlib.sha256(path.read_bytes()).hexdigest()
    )
    package.write_text(text.replace(f'"bytes": {len(before.encode())}', f'"bytes": {path.stat().st_size}'))
    assert problem in problems(output)


def test_the_package_describes_every_table(output: Path) -> None:
    assert list(described(output)) == list(tables())
    for name, table in tables().items():
        fields = described(output)[name]["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.column_names)
        assert all(field["description"] and field["description_es"] for field in fields)


@pytest.mark.parametrize("name", list(tables()))
def test_the_package_has_hash_size_and_rows_of_each_file(output: Path, name: str) -> None:
    resource = described(output)[name]
    entries = [resource["parquet"]] if tables()[name].parquet_only else [resource, resource["parquet"]]
    for entry in entries:
        content = (output / entry["path"]).read_bytes()
        assert entry["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert entry["bytes"] == len(content)
    assert resource["rows"] == pq.read_metadata(output / f"{name}.parquet").num_rows


WITH_CSV = [name for name, table in tables().items() if not table.parquet_only]


@pytest.mark.parametrize("name", WITH_CSV)
def test_csv_and_parquet_have_as_many_rows(output: Path, name: str) -> None:
    assert described(output)[name]["rows"] == len(rows_of(output, name)) - 1


@pytest.mark.parametrize("name", WITH_CSV)
def test_csv_has_line_feeds_alone_and_single_spaces(output: Path, name: str) -> None:
    content = (output / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    text_columns = [column.name for column in tables()[name].columns if column.type == "string"]
    header, *rows = rows_of(output, name)
    kept_as_printed = {"before", "after"} if name == "ocr_corrections" else set()
    for column in set(text_columns) - kept_as_printed:
        place = header.index(column)
        assert [row[place] for row in rows if row[place] != " ".join(row[place].split())] == []


def test_build_names_every_document(output: Path) -> None:
    build = json.loads((output / "build.json").read_text(encoding="utf-8"))
    header, *plans = rows_of(output, "plans")
    sources = {row[header.index("source_file")]: row[header.index("source_sha256")] for row in plans}
    assert sources.items() <= build["inputs"].items()
    assert build["reference"]
    assert build["profiles"]
