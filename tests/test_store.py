"""Folders and files whole or not at all, and records read back as they were written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path

import pytest
from directriz import store
from directriz.records import Excluded, Issue, PrintedLine, PrintedPiece, Records
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workspaces import tree

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PIECES = st.builds(
    PrintedPiece,
    page=st.integers(1, 9),
    box=st.tuples(*[st.floats(0, 900, allow_nan=False)] * 4),
    text=TEXT,
    marks=st.lists(st.tuples(st.integers(0, 9), st.integers(10, 20), st.just("struck")), max_size=2).map(tuple),
)
LINES = st.builds(
    PrintedLine,
    source_file=TEXT,
    page=st.none() | st.integers(1, 9),
    line=st.none() | st.integers(1, 9),
    cells=st.lists(TEXT, max_size=3).map(tuple),
    pieces=st.lists(st.lists(PIECES, max_size=2).map(tuple), max_size=2).map(tuple),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=5))
def test_records_come_back_as_they_were_written(tmp_path, lines):
    excluded = Excluded("plan.txt", None, 3, "línea\u2028rota", "rule")
    records = Records([*lines, excluded])
    store.write_records(tmp_path / "plan", records)
    read = store.read_records(tmp_path / "plan")
    assert read.of(PrintedLine) == tuple(lines)
    assert read.of(Excluded) == (excluded,)


def test_a_person_can_read_them(tmp_path):
    store.write_records(tmp_path / "plan", Records([Issue("c", "info", "read", "plan", None, 1, "atención", None)]))
    (path,) = (tmp_path / "plan").iterdir()
    assert path.name == "Issue.jsonl"
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert "atención" in line
    assert list(json.loads(line)) == [field.name for field in fields(Issue)]


def test_a_class_that_is_no_longer_made_leaves_no_file(tmp_path):
    store.write_records(tmp_path / "plan", Records([Excluded("plan.txt", 1, 1, "x", "rule")]))
    store.write_records(tmp_path / "plan", Records())
    assert store.read_records(tmp_path / "plan").of(Excluded) == ()


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    store.replace_folder(tmp_path / "output", {"a.csv": b"1", "deep/b.csv": b"2"})
    store.replace_folder(tmp_path / "output", {"a.csv": b"3"}, keep=["deep/b.csv"])
    store.replace_folder(tmp_path / "output", {"c.csv": b"4"}, keep=["a.csv"])
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {
        "output/a.csv",
        "output/c.csv",
    }
    assert (tmp_path / "output" / "a.csv").read_bytes() == b"3"


def test_a_folder_that_cannot_be_finished_is_not_begun(tmp_path):
    store.replace_folder(tmp_path / "output", {"a.csv": b"1"})
    before = tree(tmp_path)
    with pytest.raises(FileNotFoundError):
        store.replace_folder(tmp_path / "output", {"a.csv": b"2"}, keep=["gone.csv"])
    assert tree(tmp_path) == before


def test_what_a_killed_run_left_is_put_right(tmp_path):
    """Killed between the two renames of a system that cannot exchange folders: the last good one is in .old."""
    (tmp_path / "output.old").mkdir()
    (tmp_path / "output.old" / "a.csv").write_bytes(b"good")
    store.recover_folder(tmp_path / "output")
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    assert (tmp_path / "output" / "a.csv").read_bytes() == b"good"


def test_unfinished_files_of_processes_that_ended_are_removed(tmp_path):
    ended = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    gone = f".links.csv.{int(ended.stdout)}-0.unfinished"
    (tmp_path / f"{gone}d.unfinished").mkdir()
    for name in (gone, f".links.csv.{os.getpid()}-7.unfinished", ".my.unfinished", ".hidden"):
        (tmp_path / name).write_bytes(b"")
    store.remove_unfinished(tmp_path)
    left = [f".links.csv.{os.getpid()}-7.unfinished", ".my.unfinished", ".hidden", f"{gone}d.unfinished"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(left)


@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_what_is_written_has_the_permissions_that_the_umask_leaves(tmp_path, umask):
    before = os.umask(umask)
    try:
        store.replace_folder(tmp_path / "output", {"a.csv": b"1", "deep/b.csv": b"2"})
        store.write_file(tmp_path / "interim" / "state.json", b"{}")
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o666 & ~umask}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o777 & ~umask}


def test_a_file_keeps_its_permissions_and_its_links(tmp_path):
    (tmp_path / "real.toml").write_bytes(b"a = 1")
    (tmp_path / "real.toml").chmod(0o640)
    (tmp_path / "sources.toml").symlink_to("real.toml")
    store.write_file(tmp_path / "sources.toml", b"a = 2")
    assert (tmp_path / "sources.toml").is_symlink()
    assert (tmp_path / "real.toml").read_bytes() == b"a = 2"
    assert (tmp_path / "real.toml").stat().st_mode & 0o777 == 0o640


def test_recovery_leaves_a_good_folder_alone(tmp_path):
    store.replace_folder(tmp_path / "output", {"a.csv": b"1"})
    store.recover_folder(tmp_path / "output")
    assert (tmp_path / "output" / "a.csv").read_bytes() == b"1"


def test_folders_are_exchanged_the_slow_way_too(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_exchanged_in_one_step", lambda first, second: False)
    store.replace_folder(tmp_path / "output", {"a.csv": b"1"})
    store.replace_folder(tmp_path / "output", {"a.csv": b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["output"]
    assert (tmp_path / "output" / "a.csv").read_bytes() == b"2"


def test_a_file_is_written_whole(tmp_path):
    store.write_file(tmp_path / "deep" / "state.json", b"{}")
    store.write_file(tmp_path / "deep" / "state.json", b"[]")
    assert [(path.name, path.read_bytes()) for path in (tmp_path / "deep").iterdir()] == [("state.json", b"[]")]


def test_a_file_that_cannot_be_written_leaves_nothing_beside_it(tmp_path):
    (tmp_path / "state.json").mkdir()
    with pytest.raises(IsADirectoryError):
        store.write_file(tmp_path / "state.json", b"{}")
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_digests_are_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"uno")
    assert store.file_digest(tmp_path / "a") == store.digest(b"uno")
    assert store.folder_digests(tmp_path) == {"a": store.digest(b"uno")}
    assert store.folder_digests(tmp_path / "none") == {}


def test_json_is_the_same_whatever_the_order():
    assert (
        store.json_bytes({"b": 1, "á": [2]})
        == store.json_bytes({"á": [2], "b": 1})
        == ('{\n  "b": 1,\n  "á": [\n    2\n  ]\n}\n'.encode())
    )


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not tell of its processes")
def test_a_process_that_ended_or_began_later_is_not_the_one_that_wrote_a_file():
    ended = os.fork()
    if ended == 0:
        os._exit(0)
    os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)  # it has ended, and its parent has not looked at it
    try:
        assert not store.is_running(ended)
    finally:
        os.waitpid(ended, 0)
    assert store.is_running(os.getpid(), time.time())
    assert not store.is_running(os.getpid(), time.time() - 10**9)
