"""`directriz check`: all refusals at once, each as the run tells it, and output/ untouched."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from directriz.cli import main
from directriz.commands.check_warnings import doubts_of_document, warnings_of
from directriz.documents import kept_at
from directriz.records import Issue, Records
from directriz.sources import read_manifest
from directriz.store import folder_digests, read_records, write_records
from small_workspace import FRAMEWORK_ENTRY, PLAN, PLAN_PROFILE, entry, sha256, write_workspace


def checked(root: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]]]:
    """Return the exit code and the refusals of `directriz check --json`."""
    capsys.readouterr()
    code = main(["check", "--root", str(root), "--json"])
    return code, json.loads(capsys.readouterr().out)["refusals"]


def test_a_good_workspace_is_not_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["check", "--root", str(root)]) == 0
    assert capsys.readouterr().out == "nothing would be refused\n"
    assert not (root / "output").exists()


def test_check_leaves_output_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    before = folder_digests(root / "output")
    (root / "raw" / "plan.txt").write_text(PLAN.replace("Difundir", "Publicar"), encoding="utf-8")
    assert checked(root, capsys)[0] == 4
    assert folder_digests(root / "output") == before
    assert "actions.csv" in before


def test_every_document_is_checked_though_the_first_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path)
    (root / "raw" / "plan.txt").write_text(PLAN + "\n", encoding="utf-8")
    (root / "raw" / "marco.txt").unlink()
    code, refusals = checked(root, capsys)
    assert code == 4
    assert [(refusal["plan_id"], refusal["place"]) for refusal in refusals] == [
        ("plan", "raw/plan.txt"),
        ("marco", "raw/marco.txt"),
    ]
    assert sha256(PLAN + "\n") in refusals[0]["found"]
    assert refusals[1]["found"] == "there is no such file"


def test_every_key_of_the_manifest_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = entry(language="spanish", colour="red") + "\n" + entry(links_to=["marcos"]) + "\n" + FRAMEWORK_ENTRY
    code, refusals = checked(write_workspace(tmp_path, manifest), capsys)
    assert code == 3
    told = [refusal["found"] for refusal in refusals]
    assert told[0] == "[[source]] 'plan': key 'colour': unknown key"
    assert told[1].startswith("[[source]] 'plan': key 'language'")
    assert told[2] == "[[source]] 'plan': the id stands twice"
    assert len(told) == 3


def test_an_unknown_target_is_told_with_the_files_of_other_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path, entry(links_to=["marcos"]) + "\n" + FRAMEWORK_ENTRY)
    (root / "raw" / "marco.txt").unlink()
    code, refusals = checked(root, capsys)
    assert code == 3
    assert refusals[0]["found"] == "[[source]] 'plan': links_to names 'marcos', which is no document here"
    assert [refusal["exit_code"] for refusal in refusals] == [3, 4]


def test_a_manifest_that_is_no_toml_is_one_refusal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, refusals = checked(write_workspace(tmp_path, "[[source]\n"), capsys)
    assert code == 3
    assert refusals[0]["found"].startswith("not TOML")
    assert len(refusals) == 1


def test_every_key_of_a_profile_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    profile = PLAN_PROFILE.replace("about", "abuot") + "\n[colums]\n"
    code, refusals = checked(write_workspace(tmp_path, plan_toml=profile), capsys)
    assert code == 3
    assert [(refusal["place"], refusal["found"]) for refusal in refusals] == [
        ("profile plan.toml l. 2", "key 'abuot': unknown key"),
        (f"profile plan.toml l. {profile.count(chr(10))}", "key 'colums': unknown key"),
        ("profile plan.toml", "key 'about': it is missing"),
    ]


def test_a_layout_is_refused_in_one_document_and_expectations_in_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = PLAN.replace("Responsable", "Plazo")
    manifest = entry(sha256=sha256(plan)) + "\n" + entry(id="plan-2", path="otro.txt") + "\n" + FRAMEWORK_ENTRY
    profile = PLAN_PROFILE.replace("{ prevencion = 2 }", "{ prevencion = 3, asistencia = 1 }\nprogress = 7")
    root = write_workspace(tmp_path, manifest, plan_txt=plan, otro_txt=PLAN, plan_toml=profile)
    code, refusals = checked(root, capsys)
    assert code == 5
    assert [(refusal["plan_id"], refusal["exit_code"]) for refusal in refusals] == [
        ("plan", 5),
        *[("plan-2", 6)] * 3,
    ]
    assert "header 'Plazo' is in no column" in refusals[0]["found"]
    assert [refusal["found"] for refusal in refusals[1:]] == [
        "2 prevencion found, 3 expected",
        "0 asistencia found, 1 expected",
        "0 progress found, 7 expected",
    ]


def test_each_witness_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = PLAN.replace("Medida", "Tema").replace("N°", "Nro")
    second = f'[[source.file]]\npath = "otro.txt"\nsha256 = "{sha256(other)}"\n'
    plan = PLAN.replace("Responsable", "Plazo")
    manifest = entry(sha256=sha256(plan)) + second + "\n" + FRAMEWORK_ENTRY
    code, refusals = checked(write_workspace(tmp_path, manifest, plan_txt=plan, otro_txt=other), capsys)
    assert code == 5
    assert [refusal["place"] for refusal in refusals] == ["plan.txt l. 3", "otro.txt l. 3"]


def test_every_row_of_the_reviews_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    columns = "action_id,directive_id,verdict,grade,reviewer,date,note,action_sha256,directive_sha256"
    good = "plan/prevencion/1,marco/directive/1,accept,3,ana,2026-11-24,,aa,bb"
    reviews = root / "raw" / "reviews" / "links.csv"
    reviews.parent.mkdir()
    reviews.write_text("\n".join([columns, good.replace("accept", "yes"), good, good.replace(",3,", ",9,")]) + "\n")
    code, refusals = checked(root, capsys)
    assert code == 3
    assert [(refusal["place"], refusal["found"][:9]) for refusal in refusals] == [
        ("raw/reviews/links.csv l. 2", "verdict '"),
        ("raw/reviews/links.csv l. 4", "grade '9'"),
    ]
    reviews.write_text(f"{columns}\n{good}\n")
    assert checked(root, capsys) == (0, [])


def test_refusals_are_numbered_with_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    (root / "raw" / "marco.txt").unlink()
    assert main(["check", "--root", str(root)]) == 4
    assert capsys.readouterr().out.splitlines() == [
        "1 thing would be refused; output/ keeps the tables of the last good run",
        "",
        "1. raw/marco.txt: there is no such file",
        "   Put the file there, or correct its path.",
        "   exit code 4 (SourceUnreadable)",
    ]


REGISTER = """agency_id,acronym,name,kind,jurisdiction,parent_agency_id,valid_from,valid_to,aliases,source
pe-mininter,MININTER,Ministerio del Interior,ministry,PER,,,,,plan
"""


def test_bodies_of_a_workspaces_own_register_are_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace("MMGyD", "MININTER")
    manifest = entry(sha256=sha256(plan), jurisdiction="PER") + "\n" + FRAMEWORK_ENTRY
    root = write_workspace(tmp_path, manifest, plan_txt=plan)
    assert main(["check", "--root", str(root)]) == 0
    mentions = root / "interim" / "normalise" / "plan" / "ActionAgency.jsonl"
    assert '"pe-mininter"' not in mentions.read_text(encoding="utf-8")
    (root / "raw" / "registers" / "PER").mkdir(parents=True)
    (root / "raw" / "registers" / "PER" / "agencies.csv").write_text(REGISTER, encoding="utf-8")
    assert main(["all", "--root", str(root), "--jobs", "1", "--no-extras"]) == 0
    assert '"pe-mininter"' in mentions.read_text(encoding="utf-8")
    for name in ("agencies", "action_agencies", "responsibilities"):
        assert "pe-mininter" in (root / "output" / f"{name}.csv").read_text(encoding="utf-8")
    build = json.loads((root / "output" / "build.json").read_text(encoding="utf-8"))
    assert "raw/registers/PER/agencies.csv" in build["reference"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (REGISTER.replace("pe-mininter", "ar-minseg"), "raw/registers/PER/agencies.csv line 2"),
        (REGISTER.replace("kind,", ""), "raw/registers/PER/agencies.csv line 1"),
        (None, "a register without agencies.csv"),
    ],
)
def test_a_wrong_register_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, said: str
) -> None:
    root = write_workspace(tmp_path)
    (root / "raw" / "registers" / "PER").mkdir(parents=True)
    if content:
        (root / "raw" / "registers" / "PER" / "agencies.csv").write_text(content, encoding="utf-8")
    code, refusals = checked(root, capsys)
    assert code == 3
    assert [said in f"{each['place']} {each['found']}" for each in refusals] == [True]


def test_one_file_under_two_ids_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = entry() + "\n" + entry(id="plan-2", path="otro.txt") + "\n" + FRAMEWORK_ENTRY
    assert main(["check", "--root", str(write_workspace(tmp_path, manifest, otro_txt=PLAN))]) == 0
    told = capsys.readouterr().out
    assert "plan-2: raw/otro.txt is raw/plan.txt of 'plan' byte for byte: its rows are published twice" in told
    assert "delete one of the two [[source]] entries" in told


def test_a_plan_without_an_action_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Considerando que corresponde actuar.\n"
    programme = 'kind = "programme"\nabout = "A law."\n[[unit]]\npattern = "X.*"\nkind = "paragraph"\n'
    keys = {"kind": "programme", "profile": "ley.toml", "path": "ley.txt", "links_to": None}
    root = write_workspace(tmp_path, entry(sha256=sha256(text), **keys), ley_txt=text, ley_toml=programme)
    code, refusals = checked(root, capsys)
    assert code == 5
    assert "not one action was found in this document of kind 'programme'" in refusals[0]["found"]
    assert "--kind action-matrix" in refusals[0]["remedy"]
    counted = programme + "[[expect]]\nrows = { paragraph = 1 }\n"
    (root / "raw" / "ley.toml").write_text(counted, encoding="utf-8")
    assert "not one action" not in str(checked(root, capsys)[1])


def test_doubts_about_tables_are_told_by_cause_with_their_pages() -> None:
    places = [(4, "table 2, row 3, column 1"), (5, "table 2, row 9"), (9, "table 7, column 2")]
    reasons = ["words stand apart; the other reading: two columns: a | b", "words stand apart", "no cell has text"]
    issues = [
        Issue("table_doubtful", "doubt", "read", "plan", None, page, f"plan.pdf: {place}: {reason}", None)
        for (page, place), reason in zip(places, reasons, strict=True)
    ]
    assert [warning.told for warning in doubts_of_document("plan", issues)] == [
        f"p. 4-5: words stand apart (2 times); the first: {issues[0].detail}",
        f"p. 9: {issues[2].detail}",
    ]


def test_check_tells_the_doubts_of_reading_that_add_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["check", "--root", str(root)]) == 0
    [kept] = [source for source in read_manifest(root).source if source.id == "plan"]
    doubt = Issue("table_doubtful", "doubt", "read", "plan", None, 1, "plan.txt: table 1, row 1: one row", None)
    path, _ = kept_at(root, "read", "plan")
    write_records(path, read_records(path).updated(Records([doubt])))
    assert [each.told for each in warnings_of(root, [kept], [])] == [f"p. 1: {doubt.detail}"]


def test_lines_that_found_no_place_are_shown() -> None:
    lines = ("Plan Nacional", "Primera parte", "Segunda parte", "Tercera parte")
    issues = [
        Issue("line_unplaced", "defect", "rebuild", "plan", None, None, "kept in excluded", line) for line in lines
    ]
    [one] = doubts_of_document("plan", issues[:1])
    assert one.told == "kept in excluded: Plan Nacional"
    [several] = doubts_of_document("plan", issues)
    assert several.told == "kept in excluded (4 times): Plan Nacional | Primera parte | Segunda parte | …"


def test_a_manifest_that_is_a_pipe_is_refused_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "raw").mkdir()
    os.mkfifo(tmp_path / "raw" / "sources.toml")
    assert main(["check", "--root", str(tmp_path)]) == 3
    assert "a pipe or a device" in "".join(capsys.readouterr())
