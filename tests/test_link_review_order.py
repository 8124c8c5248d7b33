"""The reader's shortlist, and the order in which a reader is asked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from directriz.link.questions import Interview, QuestionMaker
from directriz.link.review_loop import Candidate, Question, Reader, review_links
from directriz.link.review_order import Reading, shortlists
from directriz.link.reviews import COLUMNS, Tables, no_reviews
from directriz.link.shortlist import in_document_order, shortlist
from hypothesis import given
from hypothesis import strategies as st
from test_link import ACTIONS, DIRECTIVES, action_table, directive_table

SCORES = st.lists(st.integers(0, 9), min_size=1, max_size=30).map(lambda values: np.array(values, dtype=float))


def test_three_places_of_four_are_the_rankers_and_voices_take_turns() -> None:
    scores = np.array([9.0, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    features = {"terms": np.eye(10)[9], "topic_needed": np.eye(10)[8]}
    assert list(shortlist(scores, features, 8)) == [0, 1, 2, 9, 3, 4, 5, 8]


def test_a_voice_that_says_nothing_takes_no_place() -> None:
    scores = np.array([1.0, 3.0, 2.0])
    assert list(shortlist(scores, {"terms": np.zeros(3), "meaning_wide": np.zeros(3)}, 2)) == [1, 2]


@given(SCORES, st.integers(1, 40), st.integers(0, 5))
def test_a_shortlist_has_each_directive_once_and_the_best_first(scores: np.ndarray, size: int, turn: int) -> None:
    chosen = list(shortlist(scores, {"terms": np.roll(scores, turn), "bm25": scores}, size))
    assert len(chosen) == len(set(chosen)) == min(size, len(scores))
    assert chosen[0] == int(np.argmax(scores))


def test_the_order_shown_tells_nothing_of_the_rank() -> None:
    assert in_document_order([2, 0, 1], ["a", "b", "c"]) == ["a", "b", "c"]


MORE = ACTIONS | {
    "ar-plan/asistencia/14": "Ampliar los refugios para las víctimas",
    "ar-plan/prevencion/2": "Difundir campañas de sensibilización en escuelas",
}
TABLES = Tables(action_table(MORE), directive_table(DIRECTIVES))


def interview(size: int = 3) -> Interview:
    pairs = [(action_id, "oas-2") for action_id in MORE]
    return Interview(Reading(TABLES, no_reviews(), pairs), QuestionMaker(TABLES), pairs, size)


def accepted(question: Question, directive_id: str, grade: str = "3") -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    return row | {
        "action_id": question.action_id,
        "directive_id": directive_id,
        "verdict": "accept",
        "grade": grade,
    }


def test_the_next_action_is_the_one_most_like_the_last() -> None:
    order = [question.action_id for question in interview()]
    assert order[:2] == ["ar-plan/prevencion/1", "ar-plan/prevencion/2"]
    assert order.index("ar-plan/asistencia/14") == order.index("ar-plan/asistencia/13") + 1
    assert sorted(order) == sorted(MORE)


def test_a_question_says_how_many_are_left() -> None:
    standings = [question.standing for question in interview()]
    assert standings[0] == "1 of 5, 4 left after this one"
    assert standings[-1] == "5 of 5, 0 left after this one"


def test_a_verdict_counts_for_the_next_shortlist() -> None:
    pairs = [("ar-plan/prevencion/1", "oas-2"), ("ar-plan/prevencion/2", "oas-2")]
    reading = Reading(TABLES, no_reviews(), pairs)
    asked = Interview(reading, QuestionMaker(TABLES), pairs, 3)
    desk, like = reading.desks["oas-2"], reading.actions["ar-plan/prevencion/2"]
    column = desk.framework.columns["oas-2/directive/14"]
    before = desk.rank(like)[1]["neighbours"][column]
    asked.keep(accepted(next(iter(asked)), "oas-2/directive/14"))
    assert before == 0
    assert desk.rank(like)[1]["neighbours"][column] > 0


def test_both_frameworks_are_asked_before_the_next_action() -> None:
    both = DIRECTIVES | {key.replace("oas-2", "oas-3"): text for key, text in DIRECTIVES.items()}
    tables = Tables(action_table(MORE), directive_table(both))
    pairs = [(action_id, target) for target in ("oas-2", "oas-3") for action_id in MORE]
    asked = list(Interview(Reading(tables, no_reviews(), pairs), QuestionMaker(tables), pairs, 2))
    assert [question.action_id for question in asked[0::2]] == [question.action_id for question in asked[1::2]]


LONG = Question(
    action_id="ar-plan/asistencia/13",
    target_plan_id="oas-2",
    text="Crear refugios " * 12,
    sha256="aa",
    context="",
    candidates=(Candidate("oas-2/directive/4", "Campañas de sensibilización " * 9, "bb"),),
    others=(Candidate("oas-2/directive/29bis", "Refugios.", "cc"),),
    standing="1 of 2, 1 left after this one",
)


def talk(lines: list[str], width: int = 60) -> tuple[list[str], list[Mapping[str, str]]]:
    left, told, written = iter(lines), list[str](), list[Mapping[str, str]]()
    reader = Reader("ana", "2026-11-24", lambda _: next(left), told.append, written.append, width)
    review_links([LONG], reader)
    return told, written


def test_words_are_whole_at_the_terminals_edge() -> None:
    told, _ = talk(["q"])
    assert max(len(line) for line in told) < 60
    [candidate] = LONG.candidates
    shown = f"ar-plan/asistencia/13 (oas-2): {LONG.standing} {LONG.text} 1 oas-2/directive/4: {candidate.text}"
    assert " ".join(" ".join(told).split()) == " ".join(shown.split())


@pytest.mark.parametrize("line", ["=29bis 3", "=29BIS 3", "=oas-2/directive/29bis 3"])
def test_a_directive_that_is_not_shown_is_accepted_by_its_number(line: str) -> None:
    _, [row] = talk([line, "q"])
    assert (row["directive_id"], row["grade"], row["directive_sha256"]) == ("oas-2/directive/29bis", "3", "cc")


def test_help_and_every_directive_are_shown_when_asked_for() -> None:
    told, written = talk(["h", "all", "=30", "q"])
    assert any(line.startswith("0 = none of the directives fits") for line in told)
    assert "=29bis oas-2/directive/29bis: Refugios." in told
    assert "'=30' is none of these." in told
    assert written == []


def test_the_text_shown_is_the_one_before_anyones_amendment() -> None:
    rows = TABLES.directives.assign(text_base="Texto entero.", text="Texto ().")
    maker = QuestionMaker(Tables(TABLES.actions, rows))
    [first, *_] = maker.question(("ar-plan/prevencion/1", "oas-2"), set(DIRECTIVES)).candidates
    assert first.text == "Texto entero."


def test_shortlists_of_many_actions_are_those_of_the_loop() -> None:
    pairs = [(action_id, "oas-2") for action_id in ACTIONS]
    found = shortlists(TABLES, no_reviews(), pairs, 2)
    reading = Reading(TABLES, no_reviews(), pairs)
    assert found == {pair: reading.shortlist(*pair, 2) for pair in pairs}
    assert {len(shown) for shown in found.values()} == {2}
