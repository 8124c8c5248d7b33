"""Odd and hostile inputs end in a sentence with a place and a remedy, never in a traceback, and in time."""

from __future__ import annotations

import errno
import os
import time
from collections import Counter
from pathlib import Path

import pytest
from directriz.cli import main, refused_by_system
from directriz.commands.snapshots import parse_rows
from directriz.commands.verdicts import keep_verdicts
from directriz.corrections import AMENDMENT_COLUMNS, CORRECTION_COLUMNS
from directriz.csv_files import parse_records
from directriz.errors import ManifestInvalid, SourceUnreadable
from directriz.key_errors import entry_text, line_of
from directriz.link.emphases import COLUMNS as EMPHASIS_COLUMNS
from directriz.link.published_tables import read_reviews
from directriz.link.reviews import COLUMNS as LINK_COLUMNS
from directriz.normalise.indicators import split_indicators
from directriz.records import Cell, Excluded
from directriz.store import digest, read_file, read_records
from directriz.text import shortened, small_number, visible
from reportlab.lib import colors
from reportlab.platypus import SimpleDocTemplate, Table

from tests.small_workspace import (
    DRAFT_PROFILE,
    FRAMEWORK_ENTRY,
    PLAN,
    PLAN_PROFILE,
    draft_entry,
    entry,
    sha256,
    write_workspace,
)
from tests.workspaces import tree


def run(root: Path, *arguments: str) -> int:
    return main(["--root", str(root), *arguments])


@pytest.mark.parametrize("path", ["a\0b.txt", "a" * 300 + ".txt", "año" * 90 + ".txt"])
def test_names_that_no_system_accepts_are_refused(
    tmp_path: Path, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_workspace(tmp_path / "w", f"{entry(path=path)}\n{FRAMEWORK_ENTRY}")
    assert run(root, "ingest") == 3
    said = capsys.readouterr().err
    assert "is no file name that a system accepts" in said
    assert "'plan'" in said


def link_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def link_out_of_raw(path: Path) -> None:
    outside = path.parents[2] / "outside.txt"
    path.rename(outside)
    path.symlink_to(outside)


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (link_to_itself, "cannot be read"),
        (link_out_of_raw, "a symbolic link that leads out of raw/"),
        (make_pipe, "this is a pipe or a device"),
        (make_folder, "this is a folder, not a file"),
    ],
)
def test_a_document_that_is_no_plain_file_is_refused(tmp_path, spoil, said, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    spoil(root / "raw" / "plan.txt")
    assert run(root, "ingest") == 4
    assert said in capsys.readouterr().err


def test_a_link_out_of_raw_is_followed_where_it_is_asked_for(tmp_path, monkeypatch) -> None:
    root = write_workspace(tmp_path / "w")
    link_out_of_raw(root / "raw" / "plan.txt")
    monkeypatch.setenv("DIRECTRIZ_FOLLOW_LINKS", "1")
    assert run(root, "ingest") == 0


def test_a_profile_or_a_review_that_is_a_link_out_of_raw_is_refused(tmp_path, monkeypatch, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    link_out_of_raw(root / "raw" / "plan.toml")
    assert run(root, "ingest") == 3
    assert "raw/plan.toml: a symbolic link that leads out of raw/" in capsys.readouterr().err
    monkeypatch.setenv("DIRECTRIZ_FOLLOW_LINKS", "1")
    assert run(root, "ingest") == 0
    monkeypatch.delenv("DIRECTRIZ_FOLLOW_LINKS")
    reviews = write_workspace(tmp_path / "v") / "raw" / "reviews"
    reviews.mkdir()
    (reviews / "links.csv").write_text("action_id\n", encoding="utf-8")
    link_out_of_raw(reviews / "links.csv")
    assert run(tmp_path / "v", "check") == 3


def test_a_link_within_raw_is_followed(tmp_path) -> None:
    root = write_workspace(tmp_path / "w")
    (root / "raw" / "plan.txt").rename(root / "raw" / "other.txt")
    (root / "raw" / "plan.txt").symlink_to("other.txt")
    assert run(root, "ingest") == 0


@pytest.mark.parametrize("place", ["raw/sources.toml", "raw/plan.toml"])
def test_a_folder_for_the_manifest_or_a_profile_is_refused(tmp_path, place, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    make_folder(root / place)
    assert run(root, "rebuild") == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_device_is_no_document() -> None:
    with pytest.raises(SourceUnreadable, match="a pipe or a device"):
        read_file(Path("/dev/zero"), "zero", SourceUnreadable)


def test_a_profile_outside_raw_is_refused(tmp_path, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    outside = tmp_path / "plan.toml"
    outside.write_text(PLAN_PROFILE, encoding="utf-8")
    for named in (str(outside), str(outside.with_suffix("")), "../../plan.toml"):
        (root / "raw" / "sources.toml").write_text(f"{entry(profile=named)}\n{FRAMEWORK_ENTRY}", encoding="utf-8")
        assert run(root, "rebuild") == 3
        assert "there is no profile" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["check", "ingest"])
@pytest.mark.parametrize(
    "manifest", ["x = " + "[" * 5000 + "]" * 5000, "source = 3", "source = [3]", "[source]\nid = 1"]
)
def test_a_manifest_of_another_make_is_refused(tmp_path, manifest, command, capsys) -> None:
    assert run(write_workspace(tmp_path / "w", manifest), command) == 3
    assert "Traceback" not in capsys.readouterr().err


def test_a_number_of_five_thousand_digits_is_refused(tmp_path, capsys) -> None:
    plan = PLAN.replace("\n1\t", f"\n{'1' * 5000}\t")
    profile = PLAN_PROFILE.replace("[layout]", "[layout]\ncontiguous = true")
    root = write_workspace(
        tmp_path / "w", f"{entry(sha256=sha256(plan))}\n{FRAMEWORK_ENTRY}", plan_txt=plan, plan_toml=profile
    )
    assert run(root, "rebuild") == 5
    assert len(capsys.readouterr().err) < 1000
    assert main(["tables", "a.pdf", "--pages", "9" * 5000]) == 2


@pytest.mark.parametrize(("digits", "number"), [("12", 12), ("007", 7), ("9" * 10, None), ("1.1", None), ("", None)])
def test_small_numbers(digits: str, number: int | None) -> None:
    assert small_number(digits) == number


def test_control_characters_are_shown_not_sent() -> None:
    assert visible("a\x1b]0;pwn\x07b\u202ec\x9bd\te\n") == "a\\u001b]0;pwn\\u0007b\\u202ec\\u009bd\te\n"
    assert visible("Acción «ñandú» — 3ª") == "Acción «ñandú» — 3ª"


def test_long_texts_are_shortened_for_messages() -> None:
    assert shortened("a" * 60) == "a" * 60
    assert shortened("a" * 61) == "a" * 60 + "…"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EFBIG, errno.EACCES, errno.EIO])
def test_faults_of_the_system_are_told_with_a_remedy(code: int) -> None:
    refusal = refused_by_system(OSError(code, os.strerror(code), "output/links.csv"))
    assert refusal.exit_code == 4
    assert str(refusal).startswith(f"output/links.csv: {os.strerror(code)}\n")
    assert refusal.remedy.endswith("output/ keeps the last good tables.")


def test_a_full_disk_keeps_the_last_good_tables(tmp_path, monkeypatch, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    assert run(root, "all", "--jobs", "1") == 0
    before = tree(root / "output")
    (root / "raw" / "plan.toml").write_text(PLAN_PROFILE.replace("small plan", "plan"), encoding="utf-8")

    def full(path: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    (root / "interim").rename(root / "interim-gone")
    assert run(root, "all", "--jobs", "1") == 4
    monkeypatch.undo()
    assert "The disk is full" in capsys.readouterr().err
    assert tree(root / "output") == before


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a/b/" * 100_000, 1),
        ("Uno / Dos " * 40_000, 40_001),
        ("(" * 400_000 + " - A", 1),
        ("1 acta 2 actas " * 9_000, 18_000),
    ],
    ids=["slashes", "spaced slashes", "brackets", "counts"],
)
def test_a_cell_of_many_indicators_is_split(text: str, parts: int) -> None:
    """Each has 100 kB and more: work that grows with the square of the length would take hours."""
    assert len(split_indicators(text)) == parts


def draft(root: Path, paragraph: str) -> Path:
    text = f"DIRECTRICES\n\n1. {paragraph}\n\n2. Promover campañas de prevención.\n"
    return write_workspace(root, draft_entry(text), draft_txt=text, draft_toml=DRAFT_PROFILE)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Promover " + "[CAN: a " * 1_000 + "]" * 1_000 + ".",
        "Promover " + "[ a " * 10_000 + ".",
        "Promover " + "a ] " * 10_000 + ".",
        "Promover la " + "a" * 5_000 + " y la trata.",
        "Promover [CAN: " + "la trata de personas " * 1_000 + "] y más.",
    ],
    ids=["nested", "never closed", "never opened", "a long word", "a long bracket"],
)
def test_a_draft_out_of_all_measure_is_read_with_doubts(tmp_path: Path, paragraph: str) -> None:
    root = draft(tmp_path / "w", paragraph)
    assert run(root, "clean") == 0
    records = (root / "interim" / "clean" / "draft").glob("*.jsonl")
    assert sum(paragraph[-40:-3].strip() in path.read_text(encoding="utf-8") for path in records) > 0


@pytest.mark.parametrize("name", ["links.csv", "corrections.csv", "amendments.csv", "emphases.csv"])
@pytest.mark.parametrize("command", ["all", "check"])
def test_a_review_file_with_a_cell_out_of_all_measure_is_refused(tmp_path, name, command, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    write_review_file(root / "raw" / "reviews" / name, "x" * 200_000)
    assert run(root, command) == 3
    said = "".join(capsys.readouterr())
    assert f"raw/reviews/{name} l. 2: a cell of more than 131,072 characters" in said


@pytest.mark.parametrize("name", ["links.csv", "corrections.csv", "amendments.csv", "emphases.csv"])
def test_a_folder_in_place_of_a_review_file_is_refused(tmp_path, name, capsys) -> None:
    root = write_workspace(tmp_path / "w")
    (root / "raw" / "reviews" / name).mkdir(parents=True)
    assert run(root, "all") == 3
    assert f"raw/reviews/{name}: this is a folder, not a file" in capsys.readouterr().err


def test_a_folder_that_takes_the_place_of_the_reviews_after_a_run_is_refused(tmp_path) -> None:
    root = write_workspace(tmp_path / "w")
    assert run(root, "all") == 0
    (root / "raw" / "reviews" / "links.csv").mkdir(parents=True)
    assert run(root, "check") == 3
    assert run(root, "all") == 3


def write_review_file(path: Path, text: str) -> None:
    headers = {
        "links.csv": LINK_COLUMNS,
        "corrections.csv": CORRECTION_COLUMNS,
        "amendments.csv": AMENDMENT_COLUMNS,
        "emphases.csv": EMPHASIS_COLUMNS,
    }
    columns = headers[path.name]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(",".join(columns) + "\n" + ",".join([text] * len(columns)) + "\n", encoding="utf-8")


def test_published_cells_of_any_length_are_compared(tmp_path: Path) -> None:
    rows = parse_rows(b"action_id,action\np/1," + b"x" * 200_000 + b"\n", "actions.csv").rows
    assert [len(cell) for cell in rows[0]] == [3, 200_000]


def test_a_row_with_more_cells_than_columns_is_refused() -> None:
    with pytest.raises(ManifestInvalid, match=r"l\. 3: 3 cells under 2 columns"):
        parse_records("a,b\n1,2\n1,2,3\n", "links.csv")


def test_empty_cells_behind_the_last_column_are_no_fault() -> None:
    assert parse_records("a,b\n1,2,,\n\n3\n", "x") == (
        ["a", "b"],
        [(2, {"a": "1", "b": "2"}), (4, {"a": "3", "b": ""})],
    )


def test_a_reader_who_changes_their_mind_leaves_no_contradiction(tmp_path: Path) -> None:
    common = {"action_id": "p/1", "reviewer": "Ana", "date": "2026-01-31", "action_sha256": "a" * 64}
    accept = {**common, "directive_id": "f/directive/1", "verdict": "accept", "grade": "3", "note": ""}
    accept["directive_sha256"] = "d" * 64
    none = {**common, "directive_id": "", "verdict": "no-match", "grade": "", "note": "f: none", "directive_sha256": ""}
    other = {**none, "note": "g: none"}
    keep_verdicts(tmp_path, [accept, other])
    keep_verdicts(tmp_path, [none])
    assert verdicts_kept(tmp_path) == [("", "g: none"), ("", "f: none")]
    keep_verdicts(tmp_path, [accept])
    assert verdicts_kept(tmp_path) == [("", "g: none"), ("f/directive/1", "")]


def verdicts_kept(root: Path) -> list[tuple[str, str]]:
    return [(row["directive_id"], row["note"]) for row in read_reviews(root).to_dict("records")]


MERGED_PROFILE = """kind = "action-matrix"
about = "A header cell that goes on beside the first row of the body."

[columns]
number = ["N°"]
measure = ["Medida", "Medida Difusión"]
action = ["Acción", "Acción Difundir la línea"]
responsible = ["Responsable", "Responsable MMGyD"]
"""


def test_a_header_cell_that_merges_into_the_body_is_counted_once(tmp_path: Path) -> None:
    """Its words stand once in cells or excluded; twice would be refused, exit code 6."""
    rows = [
        ["N°", "Medida", "Acción", "Responsable"],
        ["", "Difusión", "Difundir la línea", "MMGyD"],
        ["2", "Capacitar", "Capacitar al personal", "DNM"],
    ]
    drawn = Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 0), (0, 1))])
    (tmp_path / "w" / "raw").mkdir(parents=True)
    path = tmp_path / "w" / "raw" / "plan.pdf"
    SimpleDocTemplate(str(path), invariant=1).build([drawn])
    source = entry(path="plan.pdf", sha256=digest(path.read_bytes()), links_to=None)
    for name, text in (("plan.toml", MERGED_PROFILE), ("sources.toml", source)):
        (tmp_path / "w" / "raw" / name).write_text(text, encoding="utf-8")
    assert run(tmp_path / "w", "rebuild", "--jobs", "1") == 0
    records = read_records(tmp_path / "w" / "interim" / "rebuild" / "plan")
    texts = [each.text for kind in (Cell, Excluded) for each in records.of(kind)]
    counted = Counter(word for text in texts for word in text.split())
    assert counted["N°"] == counted["Medida"] == counted["Difusión"] == 1


@pytest.mark.parametrize(
    "command",
    [["tables"], ["profile"], ["add"], ["look", "--page", "1", "-o", "x.png"]],
)
def test_a_pipe_or_a_device_on_the_command_line_is_refused(tmp_path, command, capsys) -> None:
    pipe = tmp_path / "plan.pdf"
    os.mkfifo(pipe)
    root = write_workspace(tmp_path / "w")
    for place in (pipe, Path("/dev/full")):
        assert main(["--root", str(root), *command, str(place)]) == 4
        assert "a pipe or a device" in capsys.readouterr().err


def test_faults_in_a_thousand_entries_are_told_in_seconds() -> None:
    text = "\n" + "".join(f'[[source]]\nid = "plan-{number}"\nissuer = "M"\n\nkind = "x"\n\n' for number in range(1000))
    began = time.process_time()
    lines = [line_of(entry_text(text, place), ("kind",)) for place in range(1000)]
    assert lines == [6 + 6 * place for place in range(1000)]
    assert time.process_time() - began < 5  # half a second; 50 where each entry looks at those before it
