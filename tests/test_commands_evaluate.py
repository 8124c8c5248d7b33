"""`directriz evaluate`: scores that can be counted by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.commands.link_scores import score_links
from pipeline.commands.scores import match_amendments, score_amendments, score_cells, score_texts

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


def link(rank: int, directive_id: str, method: str = "concepts") -> dict[str, str]:
    """Return a published link of the only action."""
    ids = {"action_id": "p/accion/1", "target_plan_id": "f", "directive_id": directive_id}
    return {**ids, "rank": str(rank), "method": method}


def answer(directive_id: str, grade: int, action_id: str = "p/accion/1") -> dict[str, str]:
    """Return a graded answer; the one graded 3 is the primary."""
    ids = {"action_id": action_id, "target_plan_id": "f", "directive_id": directive_id}
    return {**ids, "grade": str(grade), "is_primary": str(grade == 3).lower()}


def test_links_are_scored_by_the_place_of_the_listed_directives() -> None:
    gold = [answer("f/1", 3), answer("f/2", 2)]
    assert score_links(gold, [link(2, "f/2"), link(1, "f/1")])["f"] == {
        "pairs": 1,
        "pairs_reviewed": 0,
        "pairs_with_primary": 1,
        "hit_at_1": 1,
        "accepted_at_1": 1,
        "recall_at_5": 1,
        "mrr": 1,
        "ndcg_at_10": 1,
        "no_match_f1": None,
    }
    found = score_links(gold, [link(1, "f/9", "review"), link(2, "f/1")])["f"]
    assert [found[name] for name in ("hit_at_1", "accepted_at_1", "recall_at_5", "mrr")] == [0, 0, 0.5, 0.5]
    best = 7 + 3 / math.log2(3)
    assert found["ndcg_at_10"] == round(7 / math.log2(3) / best, 6)
    assert found["pairs_reviewed"] == 1


def test_that_none_fits_is_scored_over_all_pairs() -> None:
    gold = [answer("", 0), answer("f/1", 3, "p/accion/2"), answer("", 0, "p/accion/3")]
    found = score_links(gold, [link(1, "")])["f"]
    assert (found["pairs"], found["pairs_with_primary"], found["hit_at_1"]) == (3, 1, 0)
    assert found["no_match_f1"] == round(2 * 2 / (3 + 2), 6)
    assert score_links(gold[:1], [link(1, "")])["f"]["no_match_f1"] == 1
    assert score_links(gold[:1], [link(1, "f/1")])["f"]["no_match_f1"] == 0


def write_csv(path: Path, row: dict[str, str]) -> None:
    """Write one row as CSV."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")


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
    write_csv(gold / "links.csv", answer("f/1", 4))
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 4
    assert "links.csv l. 2: grade '4' is none of 1, 2, 3" in capsys.readouterr().err
    write_csv(gold / "links.csv", answer("f/1", 3))
    assert main(["evaluate", "--root", str(tmp_path), "--gold", str(gold)]) == 0
