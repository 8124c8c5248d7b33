"""`coverage` and `link_scores`: what a plan does for each directive, and how likely every pair is."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from directriz.link import LinkTables, link
from directriz.link.coverage import LEAST_CONFIDENCE, LikelyPairs
from directriz.link.ranker import Judgement, Sight
from directriz.link.reviews import COLUMNS, framework_marks, parse_reviews, told_shown, told_whole
from directriz.link.signals import SIGNALS
from directriz.schema import tables
from test_link import ACTIONS, DIRECTIVES, action_table, directive_table, review

propose = import_module("directriz.link.propose")
SHELTER, CAMPAIGN = "ar-plan/asistencia/13", "ar-plan/prevencion/1"


def run(*rows: dict[str, str]) -> LinkTables:
    return link(action_table(ACTIONS), directive_table(DIRECTIVES), ["oas-2"], parse_reviews(COLUMNS, rows))


def coverage_after(*rows: dict[str, str]) -> pd.DataFrame:
    return run(*rows).coverage.set_index("directive_id")


def graded(directive: str, grade: str, action: str = SHELTER) -> dict[str, str]:
    return review(action, directive, "accept") | {"grade": grade}


def test_there_is_one_row_for_every_directive_in_document_order() -> None:
    made = run().coverage
    assert made["directive_id"].tolist() == [key for key in DIRECTIVES if key.startswith("oas-2/")]
    assert set(made["plan_id"]) == {"ar-plan"}
    assert tuple(made.columns) == tables()["coverage"].column_names


@pytest.mark.parametrize(
    ("grades", "status"), [(["3"], "carried-out"), ([""], "carried-out"), (["2"], "in-part"), (["1"], "in-part")]
)
def test_the_grade_of_an_accepted_link_decides_the_status(grades: list[str], status: str) -> None:
    row = coverage_after(*(graded("oas-2/directive/29", grade) for grade in grades)).loc["oas-2/directive/29"]
    assert (row["status"], row["action_ids"], row["judged_by"]) == (status, SHELTER, "ana")


def test_the_second_accepted_directive_of_an_action_is_carried_out_too() -> None:
    made = coverage_after(graded("oas-2/directive/29", "3"), graded("oas-2/directive/4", "3"))
    assert made.loc[["oas-2/directive/29", "oas-2/directive/4"], "status"].tolist() == ["carried-out"] * 2


def test_the_best_status_counts_and_names_only_its_actions() -> None:
    made = coverage_after(graded("oas-2/directive/29", "2"), graded("oas-2/directive/29", "3", CAMPAIGN))
    row = made.loc["oas-2/directive/29"]
    assert (row["status"], row["action_ids"]) == ("carried-out", CAMPAIGN)


def test_actions_that_give_the_same_status_are_joined_in_document_order() -> None:
    made = coverage_after(*(graded("oas-2/directive/4", "3", action) for action in reversed(list(ACTIONS))))
    assert made.loc["oas-2/directive/4", "action_ids"] == "|".join(ACTIONS)


def test_a_rejected_link_is_no_coverage() -> None:
    made = coverage_after(review(SHELTER, "oas-2/directive/29", "reject"))
    row = made.loc["oas-2/directive/29"]
    assert row["status"] in ("none", "proposed")  # for another action, of little confidence
    assert pd.isna(row["action_ids"]) or SHELTER not in row["action_ids"].split("|")
    assert row["judged_by"] == "ranker"


def test_where_every_action_was_read_the_readers_say_none() -> None:
    rows = [review(action, "", "no-match") for action in ACTIONS]
    made = coverage_after(*rows)
    assert set(made["status"]) == {"none"}
    assert set(made["judged_by"]) == {"ana"}
    assert set(coverage_after(*rows[1:])["judged_by"]) == {"ranker"}
    eva = rows[0] | {"reviewer": "eva"}
    assert set(coverage_after(*rows, eva)["judged_by"]) == {"ana"}
    assert set(coverage_after(*rows[1:], eva)["judged_by"]) == {"ana|eva"}


def test_none_of_a_shortlist_is_no_verdict_on_the_other_directives() -> None:
    rows = [
        review(action, "", "no-match") | {"note": f"oas-2: {told_shown(['oas-2/directive/29'])}"} for action in ACTIONS
    ]
    made = coverage_after(*rows)
    assert set(made["judged_by"]) == {"ranker"}
    assert made.loc["oas-2/directive/29"]["status"] == "none"
    whole = [row | {"note": "oas-2: nothing of this kind"} for row in rows]
    assert set(coverage_after(*whole)["judged_by"]) == {"ana"}


def test_a_probable_directive_that_a_shortlist_lacked_is_still_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(propose, "SURE", 0.0)
    one = run(review(SHELTER, "", "no-match") | {"note": f"oas-2: {told_shown(['oas-2/directive/4'])}"})
    assert "oas-2/directive/29" in set(one.links.loc[one.links["action_id"] == SHELTER, "directive_id"])
    best = run(review(SHELTER, "", "no-match") | {"note": f"oas-2: {told_shown(['oas-2/directive/29'])}"})
    assert "oas-2/directive/29" not in set(best.links.loc[best.links["action_id"] == SHELTER, "directive_id"])


def test_none_of_a_shortlist_takes_nothing_from_a_program_that_read_all() -> None:
    said = review(SHELTER, "oas-2/directive/29", "accept", reviewer="program:m")
    for shown, status in (("oas-2/directive/4", "accepted"), ("oas-2/directive/29", "no-match")):
        made = run(said, review(SHELTER, "", "no-match") | {"note": f"oas-2: {told_shown([shown])}"})
        of_action = made.links[made.links["action_id"] == SHELTER]
        assert of_action["status"].tolist()[0] == status
        assert "review_contradiction" not in set(made.issues["issue_code"])


def read_whole(action: str, directive: str, reviewer: str = "ana") -> dict[str, str]:
    """Return an accepting verdict of a reader who compared the action with all directives of oas-2."""
    mark = framework_marks(directive_table(DIRECTIVES))["oas-2"]
    return review(action, directive, "accept", reviewer=reviewer) | {"note": f"oas-2: {told_whole(mark)}"}


def proposals(made: LinkTables) -> set[str]:
    """Return the actions that have a proposal."""
    return set(made.links.loc[made.links["status"] == "proposed", "action_id"])


def test_what_a_reader_of_all_directives_did_not_accept_is_not_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(propose, "SURE", 0.0)
    partly = run(review(SHELTER, "oas-2/directive/29", "accept"))
    assert SHELTER in proposals(partly)
    whole = run(read_whole(SHELTER, "oas-2/directive/29"))
    assert SHELTER not in proposals(whole)
    assert proposals(whole) == proposals(partly) - {SHELTER}
    proposed = whole.coverage[whole.coverage["status"] == "proposed"]
    assert not [ids for ids in proposed["action_ids"] if SHELTER in ids.split("|")]
    weighed = whole.link_scores[whole.link_scores["action_id"] == SHELTER]
    assert len(weighed) == len(partly.link_scores[partly.link_scores["action_id"] == SHELTER])


def test_a_reading_of_all_directives_is_one_no_more_when_a_directive_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(propose, "SURE", 0.0)
    row = read_whole(SHELTER, "oas-2/directive/29")
    changed = directive_table(DIRECTIVES | {"oas-2/directive/4": "Otra cosa."})
    made = link(action_table(ACTIONS), changed, ["oas-2"], parse_reviews(COLUMNS, [row]))
    accepted = made.links[made.links["status"] == "accepted"]
    assert accepted["directive_id"].tolist() == ["oas-2/directive/29"]
    assert SHELTER in proposals(made)


def test_a_directive_on_which_readers_disagree_may_be_proposed_although_one_read_all() -> None:
    rows = [read_whole(SHELTER, "oas-2/directive/29"), review(SHELTER, "oas-2/directive/29", "reject", reviewer="eva")]
    made = run(*rows)
    of_action = made.links[made.links["action_id"] == SHELTER]
    assert of_action["status"].tolist() == ["proposed"]
    assert of_action["directive_id"].tolist() == ["oas-2/directive/29"]


def test_a_plan_read_whole_has_no_directive_left_to_the_ranker() -> None:
    rows = [read_whole(action, "oas-2/directive/29") for action in ACTIONS]
    made = coverage_after(*rows)
    assert set(made["judged_by"]) == {"ana"}
    assert set(made["status"]) == {"carried-out", "none"}
    partly = [read_whole(action, "oas-2/directive/29") for action in ACTIONS if action != SHELTER]
    assert "ranker" in set(coverage_after(*partly, review(SHELTER, "oas-2/directive/29", "accept"))["judged_by"])


def test_a_proposed_directive_is_one_that_links_propose() -> None:
    made = run()
    proposed = made.links[made.links["status"] == "proposed"]
    rows = made.coverage[made.coverage["status"] == "proposed"]
    assert set(rows["directive_id"]) == set(proposed["directive_id"])
    assert made.coverage[made.coverage["status"] == "none"]["action_ids"].isna().all()


def test_every_pair_that_is_not_unlikely_is_kept() -> None:
    made = run()
    assert tuple(made.link_scores.columns) == tables()["link_scores"].column_names
    unlikely = made.link_scores[made.link_scores["confidence"] < LEAST_CONFIDENCE]
    assert unlikely["shortlisted_by"].notna().all()
    assert set(made.link_scores["shortlisted_by"].dropna()) <= {"ranker", "evidence"}
    pairs = set(made.link_scores[["action_id", "directive_id"]].itertuples(index=False, name=None))
    likely = made.links[made.links["confidence"] >= LEAST_CONFIDENCE].dropna(subset=["directive_id"])
    assert set(likely[["action_id", "directive_id"]].itertuples(index=False, name=None)) <= pairs


def test_an_unlikely_published_pair_stands_in_link_scores_too() -> None:
    places = np.arange(60, dtype=np.int32)
    scores = np.linspace(3.0, -3.0, 60)
    sight = Sight(scores, np.zeros(60), places, 0.0, (0.0,) * len(SIGNALS), (), {})
    judgement = Judgement("texts", sight, np.full(60, 0.0001), 0.1, False)
    likely = LikelyPairs()
    likely.note("x/a/1", judgement)
    likely.note("x/a/2", judgement, [57])
    assert [57 in kept for kept in likely.places] == [False, True]
