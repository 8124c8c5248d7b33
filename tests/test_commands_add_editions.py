"""`directriz add FILE --supersedes ID`: the profile of the edition before is tried first, and taken if it fits."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from directriz.cli import main
from reportlab.lib.pagesizes import A4
from reportlab.platypus import SimpleDocTemplate, Spacer
from test_commands_add_draft import HEADER, ROWS, added, drawn, write_matrix


def first_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    root = tmp_path / "ws"
    root.mkdir()
    code, _ = added(root, write_matrix(tmp_path / "plan-2025.pdf"), capsys, "--id", "plan-2025")
    assert code == 0
    return root


def entry_of(root: Path, plan_id: str) -> dict[str, object]:
    sources = tomllib.loads((root / "raw" / "sources.toml").read_text(encoding="utf-8"))["source"]
    return next(each for each in sources if each["id"] == plan_id)


def test_the_profile_of_the_edition_before_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = first_edition(tmp_path, capsys)
    profile = root / "raw" / "profiles" / "plan-2025.toml"
    profile.write_text(profile.read_text(encoding="utf-8") + "# by a person\n", encoding="utf-8")
    second = write_matrix(tmp_path / "plan-2028.pdf")
    second.write_bytes(second.read_bytes() + b"\n% the second edition\n")
    code, report = added(root, second, capsys, "--id", "plan-2028", "--supersedes", "plan-2025")
    assert (code, report["rows"], report["profile"]) == (0, 5, "profiles/plan-2025.toml")
    assert report["about_profile"] == (
        "the profile is that of the edition before, 'plan-2025': the run accepts it, and it reads 5 actions; a profile "
        "drafted from this document reads 5"
    )
    assert entry_of(root, "plan-2028")["profile"] == "profiles/plan-2025.toml"
    assert profile.read_text(encoding="utf-8").endswith("# by a person\n")
    assert [path.name for path in profile.parent.iterdir()] == ["plan-2025.toml"]
    assert main(["check", "--root", str(root)]) == 0


def test_a_profile_that_the_run_refuses_is_not_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = first_edition(tmp_path, capsys)
    second = write_matrix(tmp_path / "plan-2028.pdf", [*HEADER[:3], "Territorio", HEADER[4]])
    code, report = added(root, second, capsys, "--id", "plan-2028", "--supersedes", "plan-2025")
    assert (code, report["rows"], report["profile"]) == (0, 5, "profiles/plan-2028.toml")
    assert report["about_profile"].startswith(
        "the profile of the edition before (profiles/plan-2025.toml) is not taken: the run refuses it. plan-2028.pdf"
    )
    assert "header 'Territorio' is in no column" in report["about_profile"]


def test_a_profile_that_reads_fewer_actions_is_not_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = first_edition(tmp_path, capsys)
    other = [["Acciones", "Responsables", "Plazo"], *([row[0], row[1], "2028"] for row in ROWS)]
    story = [drawn([HEADER, *ROWS[:2]]), Spacer(1, 40), drawn(other), Spacer(1, 40)]
    SimpleDocTemplate(str(tmp_path / "plan-2028.pdf"), pagesize=A4, invariant=1).build(story)
    code, report = added(root, tmp_path / "plan-2028.pdf", capsys, "--id", "plan-2028", "--supersedes", "plan-2025")
    assert (code, report["profile"]) == (0, "profiles/plan-2028.toml")
    assert "it reads 2 actions, and the profile drafted from this document 5" in report["about_profile"]


def test_a_profile_whose_headings_miss_an_axis_is_not_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = first_edition(tmp_path, capsys)
    profile = root / "raw" / "profiles" / "plan-2025.toml"
    text = profile.read_text(encoding="utf-8")
    named = re.sub(r"(?m)^pattern = .*", "pattern = '(?P<axis>EJE 1: PREVENCIÓN)'", text)
    profile.write_text(named, encoding="utf-8")
    second = write_matrix(tmp_path / "plan-2028.pdf")
    second.write_bytes(second.read_bytes() + b"\n% the second edition\n")
    code, report = added(root, second, capsys, "--id", "plan-2028", "--supersedes", "plan-2025")
    assert (code, report["profile"]) == (0, "profiles/plan-2028.toml")
    told = "of its headings it finds 1 as axis over 5 actions, and the profile drafted from this document 2 over 5"
    assert told in report["about_profile"]


def test_a_document_that_cannot_be_read_leaves_the_manifest_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = first_edition(tmp_path, capsys)
    before = (root / "raw" / "sources.toml").read_text(encoding="utf-8")
    (tmp_path / "leer.pdf").write_bytes(b"%PDF-1.4\nnothing")
    assert main(["add", "--root", str(root), str(tmp_path / "leer.pdf"), "--supersedes", "plan-2025"]) == 4
    assert (root / "raw" / "sources.toml").read_text(encoding="utf-8") == before
