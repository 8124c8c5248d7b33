"""`directriz diff`: rows added, removed and changed, from folders, workspaces and git revisions."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.comparison import Change, compare_tables
from directriz.commands.diff import changed_part
from directriz.commands.snapshots import Rows
from hypothesis import given
from hypothesis import strategies as st
from small_workspace import write_workspace

PROGRESS = ("action_id", "position", "year", "executed_printed")
OLD = Rows(PROGRESS, (("a/x/1", "1", "2020", "40"), ("a/x/1", "2", "2021", ""), ("b/x/1", "1", "2020", "7")))
NEW = Rows(PROGRESS, (("a/x/1", "1", "2020", "60"), ("b/x/1", "1", "2020", "7"), ("b/x/1", "2", "2021", "9")))


def write_tables(folder: Path, **tables: str) -> str:
    """Write CSV tables and return their folder."""
    folder.mkdir(parents=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return str(folder)


def test_rows_are_compared_by_their_key() -> None:
    found = compare_tables("progress", OLD, NEW)
    assert found.key == ("action_id", "position")
    assert [row["executed_printed"] for row in found.added] == ["9"]
    assert [row["year"] for row in found.removed] == ["2021"]
    assert found.changed == (Change(("a/x/1", "1"), "a", {"executed_printed": ("40", "60")}),)
    assert found.plans == {"a": (2, 1), "b": (1, 2)}
    assert not found.is_same
    assert compare_tables("progress", OLD, OLD).is_same


def test_a_table_without_key_is_compared_row_by_row_with_its_repetitions() -> None:
    rows = [("f", "1", "N°"), ("f", "2", "N°"), ("f", "1", "N°")]
    old = Rows(("source_file", "page", "text"), tuple(rows))
    new = Rows(("source_file", "page", "text"), (*rows[1:], ("f", "2", "N°")))
    found = compare_tables("excluded", old, new)
    assert found.added == ({"source_file": "f", "page": "2", "text": "N°"},)
    assert found.removed == ({"source_file": "f", "page": "1", "text": "N°"},)
    assert found.changed == ()


def test_a_key_that_stands_twice_is_no_key() -> None:
    doubled = Rows(PROGRESS, (OLD.rows[0], OLD.rows[0]))
    found = compare_tables("progress", doubled, OLD)
    assert found.key == ()
    assert (len(found.added), len(found.removed)) == (2, 1)


def test_columns_that_one_side_has_are_told_once() -> None:
    narrow = Rows(("action_id", "position", "note"), tuple((row[0], row[1], "") for row in OLD.rows))
    found = compare_tables("progress", narrow, OLD)
    assert (found.columns_added, found.columns_removed) == (("year", "executed_printed"), ("note",))
    assert (found.added, found.removed, found.changed) == ((), (), ())


rows_of_cells = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("12"), st.sampled_from("xy")), max_size=8)


@given(rows_of_cells, rows_of_cells)
def test_what_is_removed_and_added_makes_the_new_rows_of_the_old(
    old: list[tuple[str, ...]], new: list[tuple[str, ...]]
) -> None:
    columns = ("source_file", "page", "text")
    found = compare_tables("excluded", Rows(columns, tuple(old)), Rows(columns, tuple(new)))
    removed, added = (Counter(tuple(row.values()) for row in part) for part in (found.removed, found.added))
    assert Counter(old) - removed + added == Counter(new)
    assert not removed & added


@given(st.lists(st.sampled_from(["uno", "dos", "tres"])), st.lists(st.sampled_from(["uno", "dos", "tres"])))
def test_a_changed_part_can_be_put_back_into_the_whole(old: list[str], new: list[str]) -> None:
    before, after = changed_part(" ".join(old) + " fin" * 20, " ".join(new) + " fin" * 20)
    assert (before == after) == (" ".join(old) == " ".join(new))
    head, tail = before.startswith("… "), before.endswith(" …")
    assert (" ".join(old) + " fin" * 20).endswith(before.removeprefix("… ")) or tail
    assert (" ".join(old) + " fin" * 20).startswith(before.removesuffix(" …")) or head


def test_what_changed_in_a_long_value_is_told_with_three_words_around() -> None:
    old = "Encuentros para la identificación de situaciones de trata de mujeres en la ruta del petróleo"
    new = old.replace("mujeres", "mujeres y niñas")
    assert changed_part(old, new) == (
        "… trata de mujeres en la ruta …",
        "… trata de mujeres y niñas en la ruta …",
    )
    assert changed_part("", new) == ("", new)
    assert changed_part("40 %", "60 %") == ("40 %", "60 %")


def test_differences_are_told_plan_by_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "plan_id,title,action_count\na,Plan A,{}\n"
    old = write_tables(tmp_path / "old", plans=text.format(2) + "b,Plan B,1\n", agencies="agency_id,name\nx,X\n")
    new = write_tables(tmp_path / "new", plans=text.format(3) + "c,Plan C,4\n", agencies="agency_id,name\nx,X\n")
    assert main(["diff", old, new]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{old} → {new}",
        "",
        "table  before  after  added  removed  changed",
        "plans       2      2      1        1        1",
        "  a         1      1      0        0        1",
        "  c         0      1      1        0        0",
        "  b         1      0      0        1        0",
        "no difference: agencies",
        "",
        "plans",
        "  - b: Plan B",
        "  + c: Plan C",
        "  changed: action_count 1",
        "  ~ a",
        "      action_count: “2” → “3”",
    ]
    assert main(["diff", old, old, "--json"]) == 0
    tables = json.loads(capsys.readouterr().out)["tables"]
    assert [(table["table"], table["added"], table["changed"]) for table in tables] == [
        ("plans", [], []),
        ("agencies", [], []),
    ]


def test_rows_beyond_the_limit_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write_tables(tmp_path / "old", agencies="agency_id,name\n")
    new = write_tables(tmp_path / "new", agencies="agency_id,name\n" + "".join(f"x{n},X\n" for n in range(5)))
    assert main(["diff", old, new, "--limit", "2"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[-3:] == ["  + x0: X", "  + x1: X", "  … 3 more added (--limit 0 tells all)"]
    assert main(["diff", old, new, "--limit", "0"]) == 0
    assert capsys.readouterr().out.count("  + x") == 5


def test_a_workspace_and_a_revision_are_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_workspace(tmp_path / "space")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    for line in ("init -q", "add -A", "-c user.name=x -c user.email=x@x commit -qm first"):
        subprocess.run(["git", "-C", str(root), *line.split()], check=True)
    path = root / "output" / "actions.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Difundir", "Publicar"), encoding="utf-8")
    capsys.readouterr()
    assert main(["diff", "HEAD", str(root), "--root", str(root), "--json", "--table", "actions"]) == 0
    [table] = json.loads(capsys.readouterr().out)["tables"]
    assert [change["key"] for change in table["changed"]] == [{"action_id": "plan/prevencion/1"}]
    assert table["changed"][0]["columns"]["action"] == {
        "old": "Difundir la línea de denuncia",
        "new": "Publicar la línea de denuncia",
    }


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("{root}", 2, "no published table in this folder"),
        ("no-such-name", 2, "neither a folder nor a git revision"),
        ("9" * 5000, 2, "neither a folder nor a git revision"),
        ("-f", 2, "arguments"),
        ("{broken}", 4, "a row of 1 values under 2 columns"),
        ("{latin}", 4, "not UTF-8 at byte 9"),
    ],
)
def test_what_holds_no_tables_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: int, told: str
) -> None:
    good = write_tables(tmp_path / "good", plans="plan_id,title\na,A\n")
    broken = write_tables(tmp_path / "broken", plans="plan_id,title\na\n")
    latin = write_tables(tmp_path / "latin")
    (tmp_path / "latin" / "plans.csv").write_bytes("plan_id,tí\n".encode("latin-1"))
    try:
        found = main(["diff", good, name.format(root=tmp_path, broken=broken, latin=latin), "--root", str(tmp_path)])
    except SystemExit as usage:
        found = int(str(usage.code))
    assert found == code
    assert told in capsys.readouterr().err
    assert main(["diff", good, good, "--table", "plan"]) == 2
    assert main(["diff", good, good, "--table", "plans"]) == 0
