"""`directriz review links`, `why` and `learn`: verdicts are kept one by one, and nothing else in their file changes."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.review import judge_links
from directriz.commands.verdicts import keep_verdict, reviewed_pairs
from directriz.errors import ManifestInvalid, WrongUsage
from directriz.link.reviews import COLUMNS
from small_workspace import write_workspace

VERDICT = dict.fromkeys(COLUMNS, "") | {
    "action_id": "plan/prevencion/1",
    "directive_id": "marco/directive/1",
    "verdict": "accept",
    "grade": "3",
    "reviewer": "ana",
    "date": "2026-11-24",
    "action_sha256": "aa",
    "directive_sha256": "bb",
}


def reviews(root: Path) -> list[dict[str, str]]:
    """Return the rows of the reviews of a workspace."""
    with (root / "raw" / "reviews" / "links.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_verdict_is_added_and_what_stands_there_stays(tmp_path: Path) -> None:
    keep_verdict(tmp_path, VERDICT)
    path = tmp_path / "raw" / "reviews" / "links.csv"
    by_hand = path.read_text(encoding="utf-8").replace("2026-11-24", '"2026-11-23"').rstrip("\n")
    path.write_text(by_hand, encoding="utf-8")
    keep_verdict(tmp_path, VERDICT | {"reviewer": "eva"})
    assert path.read_text(encoding="utf-8").startswith(by_hand + "\n")
    assert [row["reviewer"] for row in reviews(tmp_path)] == ["ana", "eva"]


def test_a_second_verdict_of_one_reviewer_replaces_the_first(tmp_path: Path) -> None:
    keep_verdict(tmp_path, VERDICT)
    keep_verdict(tmp_path, VERDICT | {"verdict": "reject", "grade": ""})
    assert [row["verdict"] for row in reviews(tmp_path)] == ["reject"]


def test_a_verdict_is_not_added_to_a_file_that_is_wrong(tmp_path: Path) -> None:
    keep_verdict(tmp_path, VERDICT)
    path = tmp_path / "raw" / "reviews" / "links.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("accept", "yes"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(ManifestInvalid, match="verdict 'yes'"):
        keep_verdict(tmp_path, VERDICT | {"reviewer": "eva"})
    assert path.read_bytes() == before


def test_pairs_of_one_reviewer_are_known_for_one_framework_or_all() -> None:
    links = [{"action_id": "plan/prevencion/1", "target_plan_id": target} for target in ("marco", "otro")]
    none_fits = VERDICT | {"directive_id": "", "verdict": "no-match", "note": ""}
    assert reviewed_pairs([VERDICT], links, "ana") == {("plan/prevencion/1", "marco")}
    assert reviewed_pairs([VERDICT], links, "eva") == set()
    assert len(reviewed_pairs([none_fits], links, "ana")) == 2
    assert reviewed_pairs([none_fits | {"note": "otro: none"}], links, "ana") == {("plan/prevencion/1", "otro")}


def conversation(root: Path, *lines: str, day: str | None = "2026-11-24") -> tuple[str, list[str]]:
    """Return what `review links` answers and tells when a person types these lines."""
    typed: Iterator[str] = iter(lines)
    told: list[str] = []

    def ask(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    settings = {"reviewer": "ana", "date": day, "plan": None, "target": None, "json": False}
    settings |= {
        "export": None,
        "filled": None,
        "shortlist": 15,
        "sheet": None,
        "gather": None,
        "ask_url": None,
        "carried": False,
    }
    return judge_links(root, Namespace(**settings, ask=ask, tell=told.append)).text, told


def test_links_are_judged_and_not_asked_again(tmp_path: Path) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    answer, told = conversation(root, "0", "nonsense", "q")
    assert answer == "1 verdicts kept in raw/reviews/links.csv; next: directriz all"
    assert "'nonsense' is none of these." in told
    [row] = reviews(root)
    assert (row["verdict"], row["reviewer"], row["date"]) == ("no-match", "ana", "2026-11-24")
    again, told = conversation(root)
    assert again == "0 verdicts kept in raw/reviews/links.csv"
    assert not any(row["action_id"] in text for text in told)
    assert main(["check", "--root", str(root)]) == 0
    with pytest.raises(WrongUsage, match="is no day"):
        conversation(root, day="24-11-2026")


def sheet(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table to fill in."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def write_sheet(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write the rows as a spreadsheet does, with a byte order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_links_are_judged_in_a_spreadsheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path / "workspace")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    blank = tmp_path / "blank.csv"
    command = ["review", "links", "--root", str(root)]
    assert main([*command, "--export", str(blank)]) == 0
    rows = sheet(blank)
    assert {row["verdict"] for row in rows} == {""}
    assert rows[-1]["directive_id"] == ""
    accepted = next(row for row in rows if row["directive_id"])
    accepted |= {"verdict": "accept", "grade": "3"}
    assert main([*command, "--import", str(write_sheet(tmp_path / "full.csv", rows)), "--reviewer", "eva"]) == 0
    assert "1 verdicts kept" in capsys.readouterr().out
    [kept] = reviews(root)
    assert (kept["action_id"], kept["directive_id"]) == (accepted["action_id"], accepted["directive_id"])
    assert (kept["verdict"], kept["grade"], kept["reviewer"]) == ("accept", "3", "eva")
    assert main([*command, "--import", str(tmp_path / "full.csv"), "--reviewer", "eva"]) == 0
    assert "0 verdicts kept in raw/reviews/links.csv, 1 were already there" in capsys.readouterr().out
    assert reviews(root) == [kept]
    assert main(["check", "--root", str(root)]) == 0


@pytest.mark.parametrize(
    ("changed", "code", "message"),
    [
        ({"verdict": "yes"}, 3, "verdict 'yes' is none of"),
        ({"verdict": "accept", "grade": "5"}, 3, "grade '5'"),
        ({"verdict": "accept", "action_sha256": "aa"}, 7, "has another text today"),
        (
            {"verdict": "accept", "directive_id": "marco/directive/99", "directive_sha256": "ff"},
            7,
            "there is no directive 'marco/directive/99'",
        ),
    ],
)
def test_nothing_is_kept_of_a_table_with_a_row_that_cannot_be_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changed: dict[str, str], code: int, message: str
) -> None:
    root = write_workspace(tmp_path / "workspace")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    blank = tmp_path / "blank.csv"
    command = ["review", "links", "--root", str(root)]
    assert main([*command, "--export", str(blank)]) == 0
    rows = sheet(blank)
    next(row for row in rows if not row["directive_id"])["verdict"] = "no-match"
    next(row for row in rows if row["directive_id"]).update(changed)
    filled = write_sheet(tmp_path / "full.csv", rows)
    assert main([*command, "--import", str(filled), "--reviewer", "eva"]) == code
    assert message in capsys.readouterr().err
    assert not (root / "raw" / "reviews" / "links.csv").exists()
    assert main([*command, "--import", str(filled)]) == 2


@pytest.mark.parametrize(
    ("second", "message"),
    [
        ({"directive_id": "", "directive_sha256": "", "verdict": "no-match"}, "l. 3: eva says no-match for plan/"),
        ({"verdict": "reject"}, "l. 3: a second verdict of eva on plan/prevencion/2 and marco/directive/1"),
    ],
)
def test_verdicts_of_a_table_that_contradict_each_other_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], second: dict[str, str], message: str
) -> None:
    root = write_workspace(tmp_path / "workspace")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    command = ["review", "links", "--root", str(root)]
    assert main([*command, "--export", str(tmp_path / "blank.csv")]) == 0
    row = next(row for row in sheet(tmp_path / "blank.csv") if row["directive_id"])
    filled = write_sheet(tmp_path / "full.csv", [row | {"verdict": "accept"}, row | second])
    assert main([*command, "--import", str(filled), "--reviewer", "eva"]) == 3
    told = capsys.readouterr().err
    assert message in told
    assert "on l. 2" in told
    assert not (root / "raw" / "reviews" / "links.csv").exists()


def test_a_table_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path / "workspace")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert main(["review", "links", "--root", str(root), "--import", str(other), "--reviewer", "eva"]) == 4
    assert "it has no column 'action_id'" in capsys.readouterr().err


def test_a_link_is_explained_and_an_unknown_id_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["why", "plan/prevencion/1", "marco/directive/1", "--root", str(root)]) == 4
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    capsys.readouterr()
    assert main(["why", "plan/prevencion/1", "marco/directive/1", "--root", str(root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["action"]["text"] == "Difundir la línea de denuncia"
    assert main(["why", "plan/prevencion/1", "marco/directive/1", "--root", str(root), "--language", "es"]) == 0
    assert "lugar 1 de" in capsys.readouterr().out
    assert main(["why", "plan/prevencion/1", "marco/directive/9", "--root", str(root)]) == 2
    assert main(["why", "plan/prevencion/9", "marco/directive/1", "--root", str(root)]) == 2


def test_nothing_is_learned_where_no_review_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    assert main(["learn", "--root", str(root)]) == 7
    assert "nothing can be learned" in capsys.readouterr().err
