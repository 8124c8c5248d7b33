"""A corpus is published in groups of documents: joined without reading them, the same rows as all at once."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from directriz import Workspace, publish_groups
from directriz.cli import main
from directriz.publish.parquet_files import join_parquet, part_of, read_footer, write_struct
from directriz.schema import tables
from hypothesis import given
from hypothesis import strategies as st

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace
from tests.workspaces import REPOSITORY, read_table, tree

IDS = ("plan", "plan-2", "plan-3", "plan-4")


def text_of(plan_id: str) -> str:
    return PLAN.replace("línea de denuncia", f"línea de denuncia de {plan_id}")


def write_corpus(root: Path) -> Path:
    """Write four plans and, in their middle, the framework that all are linked to."""
    entries = [entry(id=name, path=f"{name}.txt", sha256=sha256(text_of(name))) for name in IDS]
    files = {f"{name}_txt": text_of(name) for name in IDS}
    return write_workspace(root, "\n".join([*entries[:2], FRAMEWORK_ENTRY, *entries[2:]]), **files)


def change(root: Path, plan_id: str, old: str, new: str) -> None:
    path, manifest = root / "raw" / f"{plan_id}.txt", root / "raw" / "sources.toml"
    before = path.read_text(encoding="utf-8")
    after = before.replace(old, new)
    path.write_text(after, encoding="utf-8")
    text = manifest.read_text(encoding="utf-8").replace(sha256(before), sha256(after))
    manifest.write_text(text, encoding="utf-8")


def run(root: Path, *options: str) -> None:
    assert main(["--root", str(root), "all", "--jobs", "1", *options]) == 0


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus, published as one group."""
    root = write_corpus(tmp_path_factory.mktemp("at-once") / "w")
    run(root)
    return root


@pytest.fixture
def by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Groups of two documents."""
    monkeypatch.setattr(publish_groups, "DOCUMENTS", 2)


@pytest.mark.usefixtures("by_two")
def test_groups_give_the_same_tables(at_once: Path, tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "w")
    run(root)
    for name, table in tables().items():
        one, other = (pq.read_table(folder / "output" / f"{name}.parquet") for folder in (at_once, root))
        assert other.schema.equals(one.schema, check_metadata=True), name
        assert other.to_pylist() == one.to_pylist(), name
        if not table.parquet_only:
            assert (root / "output" / f"{name}.csv").read_bytes() == (at_once / "output" / f"{name}.csv").read_bytes()
    assert pq.read_metadata(root / "output" / "actions.parquet").num_row_groups == 3
    for name in ("directriz.sqlite", "directriz.xlsx", "explorer/index.html"):
        assert (root / "output" / name).read_bytes() == (at_once / "output" / name).read_bytes(), name


@pytest.mark.usefixtures("by_two")
def test_a_change_makes_one_group_anew_and_gives_the_same_bytes(tmp_path: Path) -> None:
    root, fresh = write_corpus(tmp_path / "w"), write_corpus(tmp_path / "fresh")
    run(root)
    pieces = {path: path.stat().st_ino for path in (root / "interim").glob("[tv]*/*/about.json")}
    assert len(pieces) == 6
    for each in (root, fresh):
        change(each, "plan-4", "Capacitar al personal", "Formar al personal")
    run(root)
    run(fresh)
    made_anew = {
        f"{path.parts[-3]}/{path.parts[-2]}" for path, number in pieces.items() if path.stat().st_ino != number
    }
    assert made_anew == {"tables/00002", "views/00002"}
    assert tree(root) == tree(fresh)
    changes = json.loads((root / "output" / "changes.json").read_text(encoding="utf-8"))["tables"]
    assert changes["actions"]["plans"] == {"plan-4": {"added": 0, "removed": 0, "changed": 1}}
    assert (changes["actions"]["rows_before"], changes["actions"]["rows_after"]) == (8, 8)
    assert "plans" in changes
    assert "directives" not in changes


@pytest.mark.usefixtures("by_two")
def test_a_document_fewer_moves_the_groups_and_gives_the_same_bytes(tmp_path: Path) -> None:
    root, fresh = write_corpus(tmp_path / "w"), write_corpus(tmp_path / "fresh")
    run(root)
    for each in (root, fresh):
        manifest = each / "raw" / "sources.toml"
        entries = manifest.read_text(encoding="utf-8").split("[[source]]")
        manifest.write_text("[[source]]".join([entries[0], *entries[2:]]), encoding="utf-8")
    run(root)
    run(fresh)
    assert tree(root / "output") == tree(fresh / "output")
    assert sorted(path.name for path in (root / "interim" / "tables").iterdir()) == [
        "00000", "00000.json", "00001", "00001.json",
    ]  # fmt: skip
    changes = json.loads((root / "output" / "changes.json").read_text(encoding="utf-8"))["tables"]
    assert changes["actions"]["plans"] == {"plan": {"added": 0, "removed": 2, "changed": 0}}


def test_partitioned_tables_are_one_table_to_duckdb(at_once: Path, tmp_path: Path) -> None:
    root = write_corpus(tmp_path / "w")
    run(root, "--partition")
    output = root / "output"
    assert sorted(path.name for path in (output / "actions").iterdir()) == sorted(f"{name}.parquet" for name in IDS)
    assert not (output / "actions.parquet").exists()
    assert not (output / "directriz.sqlite").exists()
    (example,) = [block for block in _sql_blocks() if "output/actions/*.parquet" in block]
    found = duckdb.sql(example.replace("'output/", f"'{output}/")).fetchall()
    assert sorted(found) == sorted((name, 2) for name in IDS)
    for name in tables():
        assert Workspace(root).table(name).equals(Workspace(at_once).table(name)), name
    assert read_table(output, "links") == read_table(at_once / "output", "links")
    package = json.loads((output / "datapackage.json").read_text(encoding="utf-8"))
    parquet = {each["name"]: each["parquet"] for each in package["resources"]}
    assert parquet["actions"]["path"] == "actions/*.parquet"
    assert [part["path"] for part in parquet["actions"]["parts"]] == [f"actions/{name}.parquet" for name in IDS]
    run(root)
    assert tree(output) == tree(at_once / "output")
    assert not (output / "actions").exists()


def _sql_blocks() -> list[str]:
    text = (REPOSITORY / "docs" / "duckdb.md").read_text(encoding="utf-8")
    return [part.partition("```")[0] for part in text.split("```sql\n")[1:]]


def test_what_holds_all_tables_once_more_may_be_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_corpus(tmp_path / "w")
    extras = [root / "output" / name for name in ("directriz.sqlite", "directriz.xlsx", "explorer")]
    run(root)
    assert all(path.exists() for path in extras)
    run(root, "--no-extras")
    assert not any(path.exists() for path in extras)
    assert main(["--root", str(root), "all", "--partition", "--extras"]) == 2
    assert "Leave out --partition" in capsys.readouterr().err


VALUES = st.lists(
    st.fixed_dictionaries({"a": st.none() | st.text(max_size=5), "n": st.none() | st.integers(-9, 2**40)}),
    min_size=1, max_size=4,
)  # fmt: skip
SCHEMA = pa.schema([("a", pa.string()), ("n", pa.int64())], {"told": "x"})


@given(st.lists(VALUES, min_size=1, max_size=20))
def test_joined_parquet_files_hold_the_rows_of_all(tmp_path_factory: pytest.TempPathFactory, parts: list) -> None:
    folder = tmp_path_factory.mktemp("parts")
    for number, rows in enumerate(parts):
        pq.write_table(pa.Table.from_pylist(rows, SCHEMA), folder / f"{number:02}.parquet", compression="zstd")
    paths = sorted(folder.glob("*.parquet"))
    with (folder / "whole").open("wb") as target:
        join_parquet(paths, [part_of(path.read_bytes()) for path in paths], target)
    whole = pq.read_table(folder / "whole")
    assert whole.to_pylist() == [row for rows in parts for row in rows]
    assert whole.schema.equals(SCHEMA, check_metadata=True)
    assert pq.read_metadata(folder / "whole").num_row_groups == len(parts)
    footer, size = read_footer(paths[0].read_bytes())
    assert write_struct(footer) == paths[0].read_bytes()[-size:-8]
