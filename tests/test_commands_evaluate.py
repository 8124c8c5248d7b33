"""`directriz evaluate`: scores that can be counted by hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.scores import match_amendments, score_amendments, score_cells, score_texts
from small_workspace import write_workspace

TEXT = {
    "directive_id": "p/directive/1",
    "text_source": "La cooperacién [CAN: x]",
    "text_stripped_unrepaired": "La cooperacién",
    "text": "La cooperación",
}
AMENDMENT = {
    "record_id": "p/directive/1",
    "position": "1",
    "countries": "CAN",
    "kind": "insertion",
    "inserted": "y sobrevivientes",
    "deleted": "",
    "certainty": "high",
    "as_printed": "[CAN: y sobrevivientes]",
}
LINK = {
    "action_id": "plan/prevencion/1",
    "target_plan_id": "marco",
    "directive_id": "marco/directive/1",
    "grade": "3",
    "is_primary": "true",
}
ACTION = {"action_id": "p/accion/1", "plan_id": "p", "action": "Difundir", "measure": "", "responsible": "MPF"}


def test_a_text_is_compared_before_and_after_its_repair() -> None:
    published = {"p/directive/1": {"text": "La  cooperación", "text_source": TEXT["text_source"]}}
    found = score_texts([TEXT], published)
    assert (found["exact"], found["source_exact"], found["missing"]) == (1, 1, [])
    assert found["character_error_rate_before"] == round(1 / 14, 6)
    assert found["character_error_rate_after"] == 0


def test_a_record_that_is_not_published_is_all_wrong() -> None:
    found = score_texts([TEXT], {})
    assert (found["exact"], found["missing"]) == (0, ["p/directive/1"])
    assert found["character_error_rate_after"] == 1
    assert found["farthest"] == [{"directive_id": "p/directive/1", "distance": 14}]


def test_an_amendment_is_matched_by_its_words_and_scored_where_it_is_certain() -> None:
    low = AMENDMENT | {"position": "2", "certainty": "low", "kind": "deletion", "as_printed": "[CRI: genere]"}
    read = [
        AMENDMENT | {"position": "2", "inserted": "y sobreviviente"},
        low | {"kind": "insertion", "countries": "COL"},
    ]
    found = score_amendments([AMENDMENT, low], read, [])
    assert (found["found"], found["too_many"], found["missed"]) == (2, 0, [])
    assert (found["countries_right"], found["high"], found["high_kind_right"]) == (1, 1, 1)
    assert (found["high_texts_exact"], found["high_character_error_rate"]) == (0, round(1 / 16, 6))


def test_amendments_missed_and_too_many_are_counted() -> None:
    other = AMENDMENT | {"record_id": "p/directive/2"}
    assert score_amendments([AMENDMENT], [other], [])["too_many"] == 0
    found = score_amendments([AMENDMENT], [other], ["p/directive/2"])
    assert (found["found"], found["too_many"], found["missed"]) == (0, 1, ["p/directive/1#1"])
    assert found["high_character_error_rate"] is None


def test_no_amendment_is_matched_twice() -> None:
    twice = [AMENDMENT, AMENDMENT | {"position": "2"}]
    assert [own is not None for _, own in match_amendments(twice, [AMENDMENT])] == [True, False]
    torn = AMENDMENT | {"as_printed": "[CAN: y sobreviv"}
    assert match_amendments([AMENDMENT], [torn])[0][1] == torn


def test_cells_are_compared_one_by_one() -> None:
    found = score_cells([ACTION], {"p/accion/1": ACTION | {"responsible": "MPF / DNM", "action": " Difundir"}})
    assert (found["cells"], found["cells_right"]) == (3, 2)
    assert found["wrong"] == [
        {"action_id": "p/accion/1", "column": "responsible", "expected": "MPF", "found": "MPF / DNM"}
    ]
    assert score_cells([ACTION], {})["missing"] == ["p/accion/1"]


def write_csv(path: Path, *rows: dict[str, str]) -> None:
    """Write rows as CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(",".join(cells) + "\n" for cells in (rows[0], *(row.values() for row in rows))), "utf-8")


def test_scores_are_written_and_the_same_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "output" / "actions.csv", ACTION)
    gold = tmp_path / "gold"
    write_csv(gold / "p_actions.csv", ACTION | {"measure": "Difusión"})
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["p_actions.csv"]["cells_right"] == 2
    assert sorted(printed["inputs"]) == ["output/actions.csv", "p_actions.csv"]
    written = (tmp_path / "output" / "evaluation.json").read_bytes()
    assert json.loads(written) == printed
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 0
    assert "  cells right: 2\n" in capsys.readouterr().out
    assert (tmp_path / "output" / "evaluation.json").read_bytes() == written


def test_answers_that_lack_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(tmp_path / "output" / "actions.csv", ACTION)
    gold = tmp_path / "gold"
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 2
    assert "no hand-checked answers" in capsys.readouterr().err
    write_csv(gold / "p_texts.csv", {"directive_id": "p/directive/1", "text": "x"})
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 4
    assert "it has no column 'text_source'" in capsys.readouterr().err
    write_csv(gold / "p_texts.csv", TEXT)
    write_csv(gold / "links.csv", LINK | {"grade": "4"})
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 4
    assert "links.csv l. 2: grade '4' is none of 1, 2, 3" in capsys.readouterr().err
    (gold / "links.csv").unlink()
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 0


def test_links_are_scored_as_published_and_held_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    write_csv(root / "tests" / "gold" / "links.csv", LINK)
    capsys.readouterr()
    assert main(["evaluate", "--root", str(root), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["links.csv"]
    assert (found["pairs"], found["pairs_reviewed"]) == (1, 0)
    assert found["published"]["marco"]["actions_with_primary"] == 1
    assert found["held_out"]["marco"]["actions"] == 1
    assert main(["evaluate", "--root", str(root)]) == 0
    assert "reviews decided 0 of the 1 published pairs" in capsys.readouterr().out


def test_blind_answers_are_scored_without_a_word_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    answers = tmp_path / "blind.csv"
    write_csv(answers, LINK)
    capsys.readouterr()
    assert main(["evaluate", "--root", str(root), "--blind", str(answers), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["marco"]["actions_with_primary"] == 1
    assert found["marco"]["primary@10"] in (0.0, 1.0)
    assert main(["evaluate", "--root", str(root), "--blind", str(answers)]) == 0
    told = capsys.readouterr().out
    assert "accepted@1" in told
    assert "not scored" not in told
    assert "prevencion" not in told
    write_csv(answers, LINK, LINK | {"action_id": "other/a/1"})
    assert main(["evaluate", "--root", str(root), "--blind", str(answers)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 of 2 actions are not published here: they were not scored")
    assert "actions not published: 1" in told
    write_csv(answers, LINK | {"directive_id": "marco/directive/999"})
    assert main(["evaluate", "--root", str(root), "--blind", str(answers)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 of 1 directives are not published here: they count as not found")
    assert not (root / "output" / "evaluation.json").exists()


def test_blind_answers_on_nothing_published_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_workspace(tmp_path)
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    answers = tmp_path / "blind.csv"
    write_csv(answers, LINK | {"action_id": "other/a/1"})
    assert main(["evaluate", "--root", str(root), "--blind", str(answers)]) == 2
    assert "none of its actions is published here" in capsys.readouterr().err
    assert main(["evaluate", "--root", str(root), "--blind", str(tmp_path / "no.csv")]) == 4
    assert "there is no such file" in capsys.readouterr().err
