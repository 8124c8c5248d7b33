"""`directriz review links`, `why` and `learn`: verdicts are kept one by one, and nothing else in their file changes."""

from __future__ import annotations

import csv
import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_workspace import write_workspace

from pipeline.cli import main
from pipeline.commands.review import judge_links
from pipeline.commands.verdicts import keep_verdict, reviewed_pairs
from pipeline.errors import ManifestInvalid, WrongUsage
from pipeline.link.reviews import COLUMNS

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


def test_a_link_is_explained_and_an_unknown_id_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["why", "plan/prevencion/1", "marco/directive/1", "--root", str(root)]) == 4
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    capsys.readouterr()
    assert main(["why", "plan/prevencion/1", "marco/directive/1", "--root", str(root), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["explanation"]
    assert told[0] == "plan/prevencion/1: Difundir la línea de denuncia"
    assert main(["why", "plan/prevencion/1", "marco/directive/9", "--root", str(root)]) == 2
    assert main(["why", "plan/prevencion/9", "marco/directive/1", "--root", str(root)]) == 2


def test_nothing_is_learned_where_no_review_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    assert main(["learn", "--root", str(root)]) == 7
    assert "nothing can be learned" in capsys.readouterr().err
