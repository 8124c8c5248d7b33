"""What a run changed: told, and written to changes.json."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from directriz.commands.run_changes import told_changes
from small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace
from workspaces import run


def changes_of(root: Path) -> dict:
    return json.loads((root / "output" / "changes.json").read_text(encoding="utf-8"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small workspace after its first run."""
    root = write_workspace(tmp_path / "ws")
    ended = run(root, "all", "--jobs", "1")
    assert "first run" in ended.out
    assert changes_of(root)["is_first_run"] is True
    return root


def replace_plan(root: Path, text: str) -> None:
    (root / "raw" / "plan.txt").write_text(text, encoding="utf-8")
    manifest = f"{entry(sha256=sha256(text))}\n{FRAMEWORK_ENTRY}"
    (root / "raw" / "sources.toml").write_text(manifest, encoding="utf-8")


def test_rows_links_and_reviews_that_changed_are_told(root: Path) -> None:
    rows = [line.split(",") for line in (root / "output" / "links.csv").read_text(encoding="utf-8").splitlines()]
    assert len(rows) > 1
    header = "action_id,directive_id,verdict,grade,reviewer,date,note,action_sha256,directive_sha256"
    verdict = f"plan/prevencion/2,,no-match,,ana,2026-11-24,,{sha256('Capacitar al personal de terminales')},"
    (root / "raw" / "reviews").mkdir()
    (root / "raw" / "reviews" / "links.csv").write_text(f"{header}\n{verdict}\n", encoding="utf-8")
    replace_plan(root, PLAN.replace("Capacitar al personal de terminales", "Capacitar al personal de frontera"))
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    found = changes_of(root)
    assert found["tables"]["actions"]["changed"] == 1
    assert found["tables"]["actions"]["plans"] == {"plan": {"added": 0, "removed": 0, "changed": 1}}
    assert [each["issue_code"] for each in found["reviews_gone_stale"]] == ["review_stale"]
    assert "1 review gone stale" in ended.out
    assert re.search(r"^  actions +1 changed  \(plan\)$", ended.out, re.MULTILINE)
    assert "directives" not in found["tables"]


def test_a_new_edition_is_told_with_the_command_that_compares_it(root: Path) -> None:
    manifest = root / "raw" / "sources.toml"
    (root / "raw" / "plan-2.txt").write_text(PLAN, encoding="utf-8")
    added = entry(id="plan-2", path="plan-2.txt", sha256=sha256(PLAN), supersedes="plan")
    before = manifest.read_text(encoding="utf-8")
    manifest.write_text(f"{before}\n{added}", encoding="utf-8")
    told = run(root, "all", "--jobs", "1").out
    assert "`directriz changes plan-2`" in told
    assert re.search(r"^  plans +1 added  \(plan-2\)$", told, re.MULTILINE)
    manifest.write_text(before, encoding="utf-8")
    told = run(root, "all", "--jobs", "1").out
    assert re.search(r"^  plans +1 removed  \(plan-2\)$", told, re.MULTILINE)
    assert "directriz changes" not in told


def test_a_link_that_moved_is_told(root: Path) -> None:
    replace_plan(root, PLAN.replace("Difundir la línea de denuncia", "Capacitar al personal de frontera"))
    ended = run(root, "all", "--jobs", "1")
    moved = changes_of(root)["links_moved"]
    assert [each["action_id"] for each in moved] == ["plan/prevencion/1"]
    assert moved[0]["before"]["directive_id"] != moved[0]["after"]["directive_id"]
    assert "1 first links that moved" in ended.out


def test_a_link_that_was_accepted_did_not_move() -> None:
    sides = [{"directive_id": "marco/directive/1", "status": status} for status in ("proposed", "accepted")]
    accepted = {"action_id": "plan/a/1", "target_plan_id": "marco", "before": sides[0], "after": sides[1]}
    other = {"directive_id": "marco/directive/2", "status": "proposed"}
    moved = {"action_id": "plan/a/2", "target_plan_id": "marco", "before": sides[0], "after": other}
    counts = {"rows_before": None, "rows_after": 2}
    changes = {"is_first_run": False, "tables": {"links": counts}, "reviews_gone_stale": []}
    told = list(told_changes(changes | {"links_moved": [accepted, moved]}))
    assert told[2:4] == [
        "1 first links stayed and have another status:",
        "  plan/a/1: marco/directive/1 is accepted now, was proposed",
    ]
    assert "plan/a/1" not in "\n".join(told[4:])
    assert told[-1] == "  plan/a/2: marco/directive/1 (proposed) → marco/directive/2 (proposed)"


def test_a_run_that_publishes_the_same_says_that_nothing_changed(root: Path) -> None:
    (root / "interim" / "publish.json").unlink()
    ended = run(root, "all", "--jobs", "1")
    assert "nothing changed since the last good output" in ended.out
    assert changes_of(root) == {"is_first_run": False, "links_moved": [], "reviews_gone_stale": [], "tables": {}}
    before = (root / "output" / "changes.json").stat().st_mtime_ns
    assert run(root, "all", "--jobs", "1").out.startswith("nothing to do")
    assert (root / "output" / "changes.json").stat().st_mtime_ns == before


def test_a_run_is_told_to_programs_too(root: Path) -> None:
    assert json.loads(run(root, "all", "--jobs", "1", "--json").out)["changes"] is None
    (root / "output" / "actions.csv").unlink()
    answer = json.loads(run(root, "all", "--jobs", "1", "--json").out)
    assert answer["changes"]["tables"]["actions"]["rows_before"] is None


def test_a_table_of_an_older_schema_is_compared_in_what_both_have(root: Path) -> None:
    path = root / "output" / "actions.csv"
    header, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(f"{header.replace('goal', 'aim')}\n{rest}", encoding="utf-8")
    ended = run(root, "all", "--jobs", "1")
    assert "columns new: goal, columns gone: aim" in ended.out


def test_a_plan_that_supersedes_a_framework_is_published_without_comparison(root: Path) -> None:
    manifest = root / "raw" / "sources.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('id = "plan"\n', 'id = "plan"\nsupersedes = "marco"\n'), encoding="utf-8")
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    ended = run(root, "changes", "plan")
    assert (ended.code, "plan has actions and marco has directives" in ended.err) == (2, True)
