"""What people use around the linker: the crosswalk, `why`, the review loop, the concepts table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest
from directriz.errors import WrongUsage
from directriz.link import LinkSettings, link
from directriz.link.concepts import finder_of
from directriz.link.crosswalk import build_crosswalk
from directriz.link.evidence import Part, concept_labels, in_english, in_spanish
from directriz.link.explain import as_data, explain, tell
from directriz.link.feature_names import feature_name
from directriz.link.frameworks import Aids, read_framework
from directriz.link.questions import questions_from
from directriz.link.ranker import FEATURES, read_rankers
from directriz.link.review_loop import Candidate, Question, Reader, read_verdict, review_links
from directriz.link.review_order import Desk
from directriz.link.reviews import (
    COLUMNS,
    READ_WHOLE,
    Tables,
    framework_mark,
    framework_marks,
    is_whole,
    no_reviews,
    numbers_shown,
    parse_reviews,
    told_whole,
)
from directriz.link.tables import find_concepts
from directriz.link.weighted_texts import read_actions
from directriz.reference.concepts import read_concepts
from directriz.schema import tables
from hypothesis import given
from hypothesis import strategies as st
from test_link import ACTIONS, DIRECTIVES, action_table, directive_table, review, run, sha256

TABLES = Tables(action_table(ACTIONS), directive_table(DIRECTIVES))


def test_a_directive_that_lives_on_meets_its_successor_in_other_words() -> None:
    newer = {
        "oas-3/directive/80": "Promover la creación de albergues apropiados para las víctimas de trata de personas.",
        "oas-3/directive/103": "Fortalecer la recopilación de datos sobre delitos de trata de personas.",
    }
    both = directive_table(DIRECTIVES | newer)
    made = build_crosswalk(both, "oas-2", "oas-3")
    assert made["directive_id"].tolist() == ["oas-2/directive/29"]
    assert made["other_directive_id"].tolist() == ["oas-3/directive/80"]
    assert made["evidence"][0].startswith("both: shelters («refugios")
    assert tuple(made.columns) == tables()["directive_crosswalk"].column_names


def test_the_same_framework_is_its_own_crosswalk() -> None:
    made = build_crosswalk(directive_table(DIRECTIVES), "oas-2", "oas-2")
    best = made.drop_duplicates("directive_id")
    assert (best["directive_id"] == best["other_directive_id"]).all()
    assert best["score"].tolist() == [1.0, 1.0, 1.0]


def test_a_framework_without_directives_has_no_crosswalk() -> None:
    assert build_crosswalk(directive_table(DIRECTIVES), "oas-2", "oas-9").empty


def test_why_tells_what_both_sides_say_and_share() -> None:
    told = tell(explain("ar-plan/asistencia/13", "oas-2/directive/29", TABLES, no_reviews()))
    assert "shelters: «refugios» (in the main clause, counts 1)" in told
    assert "rank 1 of 3" in told
    assert "evidence: both: shelters («refugios" in told
    assert "\nreviews: none\n" in told
    assert told.index("evidence:") < told.index("rank 1") < told.index("shelters: «") < told.index(" x ")


def test_why_names_concepts_and_features_in_the_language_asked_for_the_strongest_first() -> None:
    explanation = explain("ar-plan/asistencia/13", "oas-2/directive/29", TABLES, no_reviews())
    told = tell(explanation, "es")
    assert "(en lo principal, cuenta 1)" in told
    assert not any(f" {name}: " in told for name in FEATURES)
    assert all(feature_name(name, "es") != feature_name(name, "en") for name in FEATURES)
    assert len({feature_name(name, "en") for name in FEATURES}) == len(FEATURES)
    added = [abs(float(line.rsplit("= ", 1)[1])) for line in told.splitlines() if " x " in line and "= " in line]
    assert added == sorted(added, reverse=True)
    assert len(added) == len(explanation.contributions)


def test_a_concept_that_begins_with_an_acronym_keeps_its_capitals() -> None:
    assert concept_labels("target.lgbti")[0] == "LGBTI+ people"
    assert concept_labels("measure.shelter") == ("shelters", "refugios y albergues")


def test_why_tells_of_reviews_that_hold_and_of_stale_ones() -> None:
    said = review("ar-plan/asistencia/13", "oas-2/directive/29", "accept")
    for row, told in (
        (said, "ana accepts it"),
        (said | {"action_sha256": "0" * 64}, "ana accepts it, of a text that changed since"),
    ):
        found = explain("ar-plan/asistencia/13", "oas-2/directive/29", TABLES, parse_reviews(COLUMNS, [row]))
        assert f"\nreviews: {told}\n" in tell(found)


def test_why_tells_that_a_reader_of_all_directives_did_not_accept_this_one() -> None:
    note = f"oas-2: {told_whole(framework_marks(TABLES.directives)['oas-2'])}"
    row = review("ar-plan/asistencia/13", "oas-2/directive/29", "accept", note=note)
    found = explain("ar-plan/asistencia/13", "oas-2/directive/4", TABLES, parse_reviews(COLUMNS, [row]))
    assert "\nreviews: ana read all directives and did not accept it\n" in tell(found)
    assert "\nrevisiones: ana leyó todas las directrices y no la aceptó\n" in tell(found, "es")
    accepted = explain("ar-plan/asistencia/13", "oas-2/directive/29", TABLES, parse_reviews(COLUMNS, [row]))
    assert "\nreviews: ana accepts it\n" in tell(accepted)


def test_why_answers_in_spanish_and_in_parts() -> None:
    row = review("ar-plan/asistencia/13", "oas-2/directive/29", "accept")
    found = explain("ar-plan/asistencia/13", "oas-2/directive/29", TABLES, parse_reviews(COLUMNS, [row]))
    told = tell(found, "es")
    assert "refugios y albergues: «refugios» (en lo principal, cuenta 1)" in told
    assert "lugar 1 de 3, puntaje" in told
    assert "evidencia: ambas: refugios y albergues («refugios" in told
    assert "\nrevisiones: ana lo acepta\n" in told
    parts = as_data(found)
    text = parts["action"]["text"]
    assert all(text[each["start"] : each["end"]] == each["surface"] for each in parts["action"]["concepts"])
    assert {"kind", "en", "es"} <= parts["evidence"][0].keys()
    assert parts["reviews"] == [
        {"kind": "review", "reviewer": "ana", "verdict": "accept", "en": "ana accepts it", "es": "ana lo acepta"}
    ]
    total = sum(each["value"] * each["weight"] for each in parts["contributions"])
    assert total == pytest.approx(parts["score"], abs=1e-3)


@pytest.mark.parametrize(("action", "directive"), [("x/1", "oas-2/directive/4"), ("ar-plan/prevencion/1", "a/b")])
def test_why_refuses_what_is_not_there(action: str, directive: str) -> None:
    with pytest.raises(WrongUsage, match="no such"):
        explain(action, directive, TABLES, no_reviews())


QUESTION = Question(
    action_id="ar-plan/asistencia/13",
    target_plan_id="oas-2",
    text="Crear refugios",
    sha256="aa",
    context="",
    candidates=(Candidate("oas-2/directive/4", "Campañas.", "bb"), Candidate("oas-2/directive/29", "Refugios.", "cc")),
)


def reader(lines: list[str], written: list[Mapping[str, str]], told: list[str]) -> Reader:
    left = iter(lines)

    def ask(prompt: str) -> str:
        line = next(left, None)
        if line is None:
            raise EOFError
        return line

    return Reader(name="ana", date="2026-11-24", ask=ask, tell=told.append, write=written.append)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2", ("oas-2/directive/29", "accept", "")),
        ("2 3", ("oas-2/directive/29", "accept", "3")),
        ("-1", ("oas-2/directive/4", "reject", "")),
        ("?1", ("oas-2/directive/4", "unsure", "")),
        ("0", ("", "no-match", "")),
    ],
)
def test_a_line_is_a_verdict_that_the_reviews_file_takes(line: str, expected: tuple[str, str, str]) -> None:
    row = read_verdict(line, QUESTION, reader([], [], []))
    assert row is not None
    assert (row["directive_id"], row["verdict"], row["grade"]) == expected
    assert len(parse_reviews(COLUMNS, [row])) == 1


@pytest.mark.parametrize("line", ["3", "2 4", "-2 3", "two", "--1", "-0"])
def test_a_line_that_is_no_verdict_is_asked_again(line: str) -> None:
    written: list[Mapping[str, str]] = []
    told: list[str] = []
    assert review_links([QUESTION], reader([line, "2"], written, told)) == 1
    assert any("is none of these" in said for said in told)
    assert [row["directive_id"] for row in written] == ["oas-2/directive/29"]


def test_verdicts_are_written_at_once_and_the_loop_can_be_left() -> None:
    written: list[Mapping[str, str]] = []
    told: list[str] = []
    assert review_links([QUESTION, QUESTION], reader(["2 3", "-1", "", "1"], written, told)) == 3
    assert [row["verdict"] for row in written] == ["accept", "reject", "accept"]
    written.clear()
    assert review_links([QUESTION, QUESTION], reader(["2", "q", "1"], written, told)) == 1


def test_none_fits_ends_the_question() -> None:
    written: list[Mapping[str, str]] = []
    short = replace(QUESTION, others=(Candidate("oas-2/directive/5", "Otra.", "dd"),))
    assert review_links([short, short], reader(["0", "2"], written, [])) == 2
    assert [row["verdict"] for row in written] == ["no-match", "accept"]
    assert numbers_shown(written[0]) == {each.directive_id.rsplit("/", 1)[-1] for each in QUESTION.candidates}
    assert not READ_WHOLE.search(written[0]["note"])


def test_none_fits_after_all_directives_were_shown_is_a_reading_of_all() -> None:
    written: list[Mapping[str, str]] = []
    short = replace(QUESTION, others=(Candidate("oas-2/directive/5", "Otra.", "dd"),))
    review_links([short], reader(["all", "0"], written, []))
    every = (*short.candidates, *short.others)
    assert is_whole(written[0], framework_mark(each.sha256 for each in every))
    assert numbers_shown(written[0]) is None


@pytest.mark.parametrize(("answer", "kept"), [("n", ["accept"]), ("s", ["accept", "no-match"])])
def test_none_fits_takes_back_what_was_accepted_only_after_a_yes(answer: str, kept: list[str]) -> None:
    written: list[Mapping[str, str]] = []
    asked: list[str] = []
    lines = iter(["2 3", "0", answer, "q"])

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return next(lines)

    review_links([QUESTION], replace(reader([], written, []), ask=ask))
    assert [row["verdict"] for row in written] == kept
    assert "oas-2/directive/29" in asked[2]


def test_a_search_shows_directives_by_word_and_by_concept() -> None:
    told: list[str] = []
    desk = Desk(read_framework(TABLES.directives, "oas-2", finder_of(), Aids(encoder=None)), [], read_rankers())
    asked = replace(QUESTION, search=desk.search)
    review_links([asked], reader(["/alojamiento", "/paracaídas", "q"], [], told))
    assert any(line.lstrip().startswith("=29 oas-2/directive/29") for line in told)  # its text says albergues
    assert any("no directive speaks of 'paracaídas'" in line for line in told)


def test_questions_hide_the_rank_and_begin_with_the_least_certain() -> None:
    rows = [
        {"action_id": "ar-plan/prevencion/1", "target_plan_id": "oas-2", "directive_id": key, "confidence": sure}
        for key, sure in (("oas-2/directive/29", "0.9"), ("oas-2/directive/4", "0.2"))
    ]
    unsure = {"action_id": "ar-plan/asistencia/13", "target_plan_id": "oas-2", "directive_id": "", "confidence": "0.4"}
    asked = questions_from([*rows, unsure], TABLES)
    assert [question.action_id for question in asked] == ["ar-plan/asistencia/13", "ar-plan/prevencion/1"]
    assert [candidate.directive_id for candidate in asked[1].candidates] == ["oas-2/directive/4", "oas-2/directive/29"]
    assert len(questions_from([*rows, unsure], TABLES, [("ar-plan/prevencion/1", "oas-2")])) == 1


def test_concepts_stand_where_they_say_in_actions_and_directives() -> None:
    made = link(TABLES.actions, TABLES.directives, ["oas-2"], no_reviews())
    texts = ACTIONS | DIRECTIVES
    both = pd.concat([made.concepts, find_concepts(TABLES.directives)])
    assert {"measure.shelter", "measure.awareness"} <= {f"{row.facet}.{row.concept}" for row in both.itertuples()}
    for row in both.itertuples():
        assert texts[row.record_id][row.start : row.end] == row.surface
    assert tuple(both.columns) == tables()["concepts"].column_names


def test_a_concept_taken_away_changes_only_the_links_that_used_it() -> None:
    actions = action_table(ACTIONS | {"ar-plan/asistencia/14": "Ampliar albergues"})
    without = LinkSettings(lexicon=read_concepts().without("measure.shelter"))
    rows = [link(actions, TABLES.directives, ["oas-2"], no_reviews(), each).links for each in (None, without)]
    before, after = (frame.groupby("action_id", sort=False)[list(frame.columns)] for frame in rows)
    changed = {key for key, group in before if not group.reset_index().equals(after.get_group(key).reset_index())}
    assert "measure.shelter" in " ".join(before.get_group("ar-plan/asistencia/14")["evidence_json"])
    assert {"ar-plan/asistencia/14", "ar-plan/asistencia/13"} >= changed >= {"ar-plan/asistencia/14"}


def test_where_the_words_name_no_deed_the_context_s_deeds_stand_for_them() -> None:
    rows = action_table({"x/a/1": "Actividades para el personal", "x/a/2": "Campañas para el personal"})
    silent, outspoken = read_actions(rows.assign(measure="Capacitación en refugios"), finder_of())
    assert silent.own_concepts["measure.training"] == 0.4
    assert "measure.training" not in outspoken.own_concepts
    assert outspoken.wide_concepts["measure.training"] == 0.4


@given(st.lists(st.text(alphabet="ab|~ ", max_size=6), max_size=4))
def test_evidence_is_cut_where_it_was_joined(items: list[str]) -> None:
    parts = [Part("words", item, item, {}) for item in items]
    assert len(in_english(parts).split("|")) == max(len(items), 1)
    assert len(in_spanish(parts).split("|")) == max(len(items), 1)


def test_linking_twice_gives_the_same_bytes_whatever_stands_beside_an_action() -> None:
    whole = run()
    pd.testing.assert_frame_equal(whole, run())
    each = [action_table({key: text}) for key, text in ACTIONS.items()]
    apart = pd.concat([link(one, TABLES.directives, ["oas-2"], no_reviews()).links for one in each], ignore_index=True)
    pd.testing.assert_frame_equal(whole, apart)


def test_a_review_teaches_a_like_action() -> None:
    actions = action_table(ACTIONS | {"ar-plan/prevencion/2": "Difundir campañas masivas de sensibilización"})
    taught = review("ar-plan/prevencion/1", "oas-2/directive/4", "accept", grade="3")
    links = link(actions, TABLES.directives, ["oas-2"], parse_reviews(COLUMNS, [taught])).links
    first = links[(links["action_id"] == "ar-plan/prevencion/2") & (links["rank"] == 1)].iloc[0]
    assert (first["directive_id"], first["method"]) == ("oas-2/directive/4", "plain-texts-and-reviews")
    assert "like action ar-plan/prevencion/1, reviewed → directive 4" in first["evidence"].split("|")


def test_the_hash_is_of_the_text_alone() -> None:
    assert TABLES.actions["text_sha256"].tolist() == [sha256(text) for text in ACTIONS.values()]


def test_an_id_without_its_plan_is_suggested_whole() -> None:
    from directriz.link.explain import _like_named

    directives = pd.DataFrame({"directive_id": ["oas-2/directive/7", "oas-3/directive/7", "oas-3/directive/17"]})
    assert _like_named("7", directives) == "Give oas-2/directive/7 or oas-3/directive/7."
    assert _like_named("nothing", directives) == "Give an id such as oas-2/directive/7."
