"""The ranker: what memory recalls, what is learned from it, and how rankings are scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from directriz.errors import ManifestInvalid, ReviewStale
from directriz.link.calibrate import Trial, fit_probability
from directriz.link.concepts import finder_of
from directriz.link.evaluate import evaluate, evaluate_links, read_answers, scores_and_abstention
from directriz.link.features import TEXT_FEATURES, Framework, compare_texts, prepare_framework
from directriz.link.learn import (
    Course,
    forgetting,
    format_weights,
    hold_out,
    learn,
    learn_rankers,
    recalling,
    split,
    try_ranker,
)
from directriz.link.learned_order import (
    HOLD,
    OTHER_STARTS,
    START,
    Pull,
    learn_weights,
    pull_of,
    share_attention,
    starts_of,
)
from directriz.link.measures import Answered, interval, no_match_f1, score_ranking, score_rankings
from directriz.link.ranker import WEIGHTS_FILE, Judgement, Sight, best_columns, read_rankers
from directriz.link.report import render
from directriz.link.reviewed_actions import Lesson
from directriz.link.reviews import COLUMNS, Tables, parse_reviews, reviews_from_gold
from directriz.link.scaling import standardise
from directriz.link.signals import SIGNALS
from directriz.link.vectors import Vocabulary, normalise_rows
from directriz.link.weighted_texts import read_actions, read_directives
from hypothesis import given
from hypothesis import strategies as st
from test_link import action_table, directive_table, review

DIRECTIVES = {
    "oas-2/directive/4": "Implementar campañas de información y sensibilización para la sociedad en general.",
    "oas-2/directive/14": "Considerar la creación de unidades de policía y fiscalías especializadas.",
    "oas-2/directive/15": "Promover la capacitación integral de funcionarios e inspectores de trabajo.",
    "oas-2/directive/22": "Fortalecer la recopilación de datos sobre delitos de trata de personas.",
    "oas-2/directive/29": "Promover la creación de refugios apropiados para las víctimas de trata de personas.",
    "oas-2/directive/32": "Asegurar que las víctimas tengan acceso al asesoramiento jurídico.",
}
ACTIONS = {
    "ar-plan/a/1": "Campañas de sensibilización para la población",
    "ar-plan/a/2": "Actividades de concientización para la comunidad",
    "ar-plan/a/3": "Capacitación de fiscalizadores",
    "ar-plan/a/4": "Formación de inspectores laborales",
    "ar-plan/a/5": "Crear albergues para víctimas",
    "ar-plan/a/6": "Ampliar refugios para víctimas",
    "ar-plan/a/7": "Estrategia de comunicación institucional",
    "ar-plan/a/8": "Visibilidad y comunicación institucional",
}
ACCEPTED = dict(zip(ACTIONS, ("4", "4", "15", "15", "29", "29", None, None), strict=True))


@pytest.fixture(scope="module")
def framework() -> Framework:
    return prepare_framework("oas-2", read_directives(directive_table(DIRECTIVES), "oas-2", finder_of()))


@pytest.fixture(scope="module")
def course(framework: Framework) -> Course:
    documents = read_actions(action_table(ACTIONS), finder_of())
    grades = [{f"oas-2/directive/{key}": 3} if key else {} for key in ACCEPTED.values()]
    return Course.of(framework, list(map(Lesson, documents, grades)))


def column(framework: Framework, number: int) -> int:
    return [directive.record_id for directive in framework.directives].index(f"oas-2/directive/{number}")


def test_every_text_feature_lies_between_0_and_1(framework: Framework, course: Course) -> None:
    features = compare_texts([lesson.action for lesson in course.lessons], framework)
    assert tuple(features) == TEXT_FEATURES
    for name, values in features.items():
        assert values.shape == (8, 6), name
        assert values.min() >= 0, name
        assert values.max() <= 1 + 1e-9, name


def test_other_words_for_one_concept_meet(framework: Framework, course: Course) -> None:
    features = compare_texts([course.lessons[4].action], framework)
    assert features["measure_covered"][0].argmax() == column(framework, 29)
    assert features["terms"][0, column(framework, 29)] < 0.7


def test_a_reviewed_action_speaks_for_its_like_and_never_for_itself(course: Course) -> None:
    recalled = recalling(course).recall([course.lessons[2].action, course.lessons[6].action])
    assert recalled.nearest[0][0] == "ar-plan/a/4"
    assert "ar-plan/a/3" not in recalled.nearest[0]
    assert recalled.features["neighbours"][0].argmax() == column(course.framework, 15)


def test_two_texts_for_other_people_are_apart_and_a_common_target_tells_nothing(framework: Framework) -> None:
    texts = {"x/a/1": "Capacitación de inspectores de trabajo", "x/a/2": "Capacitación de periodistas"}
    texts |= {"x/a/3": "Capacitación", "x/a/4": "Refugios para víctimas"}
    apart = compare_texts(read_actions(action_table(texts), finder_of()), framework)["target_apart"]
    assert apart[:, column(framework, 15)].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert not apart[:, column(framework, 29)].any()


def test_an_empty_memory_says_nothing(course: Course) -> None:
    recalled = forgetting(course).recall([course.lessons[0].action])
    assert all(not values.any() for values in recalled.features.values())
    assert recalled.nearest == ((),)


def test_a_part_of_a_memory_recalls_nothing_of_the_rest(course: Course) -> None:
    part = recalling(course).only({"ar-plan/a/5", "ar-plan/a/6"})
    assert [lesson.action.record_id for lesson in part.lessons] == ["ar-plan/a/5", "ar-plan/a/6"]
    recalled = part.recall([lesson.action for lesson in course.lessons])
    assert {key for nearest in recalled.nearest for key in nearest} <= {"ar-plan/a/5", "ar-plan/a/6"}
    assert not recalled.features["neighbours"][:, column(course.framework, 15)].any()


SINGLE = [frozenset([action_id]) for action_id in ACTIONS]


def test_what_is_learned_ranks_the_lessons_and_knows_when_nothing_fits(course: Course) -> None:
    trials = hold_out([course], recalling, SINGLE)
    first = {t.lesson.action.record_id: best_columns(t.judgement.scores, 1)[0] for t in trials if t.lesson.grades}
    assert first == {
        key: column(course.framework, int(number)) for key, number in ACCEPTED.items() if number is not None
    }
    tried = try_ranker(course, recalling(course), learn([course], recalling))
    doubts = [(trial.judgement.none_fits, not trial.lesson.grades) for trial in tried]
    assert min(doubt for doubt, is_none in doubts if is_none) > max(doubt for doubt, is_none in doubts if not is_none)


def test_nothing_of_a_held_out_action_teaches(course: Course) -> None:
    lied = replace(course.lessons[4], grades={"oas-2/directive/32": 3})
    liar = replace(course, lessons=(*course.lessons[:4], lied, *course.lessons[5:]))
    group = frozenset(["ar-plan/a/5"])
    honest, lying = (hold_out([each], recalling, [group])[0] for each in (course, liar))
    assert (honest.judgement.confidences == lying.judgement.confidences).all()
    assert (honest.sure_from, honest.judgement.is_none) == (lying.sure_from, lying.judgement.is_none)


def test_a_group_of_actions_is_held_out_together(course: Course) -> None:
    both = hold_out([course], recalling, [frozenset(["ar-plan/a/5", "ar-plan/a/6"])])
    assert [trial.lesson.action.record_id for trial in both] == ["ar-plan/a/5", "ar-plan/a/6"]
    for trial in both:
        assert not set(trial.judgement.sight.nearest) & {"ar-plan/a/5", "ar-plan/a/6"}


def test_calibration_is_split_into_parts_that_hold_every_action_once(course: Course) -> None:
    parts = split([course, course])
    assert sorted(action_id for part in parts for action_id in part) == sorted(ACTIONS)
    assert split([course.only(frozenset())]) == []


def test_no_lesson_teaches_nothing(framework: Framework) -> None:
    empty = [Course.of(framework, [])]
    weights = learn_rankers(empty, empty).taught.weights
    assert {name for name in TEXT_FEATURES if weights[name] != START} == set(OTHER_STARTS) & set(TEXT_FEATURES)


def test_attention_is_shared_by_grade_and_the_first_gets_more() -> None:
    shares = share_attention(["d/1", "d/2", "d/3"], {"d/2": 2, "d/1": 2})
    assert shares.tolist() == pytest.approx([2 / 6, 4 / 6, 0.0])


def test_learned_weights_lower_the_loss() -> None:
    generator = np.random.default_rng(7)
    shares = np.array([0.6, 0.4, 0.0, 0.0, 0.0])
    examples = [generator.standard_normal((5, 3)) for _ in range(600)]

    def loss(weights: np.ndarray) -> float:
        total = HOLD * float(((weights - START) ** 2).sum())
        for features in examples:
            scores = features @ weights
            total -= float(shares @ (scores - np.log(np.exp(scores).sum())))
        return total

    names = ["a", "b", "c"]
    pulls = [pull_of(features, shares, starts_of(names)) for features in examples]
    found = np.array(list(learn_weights(pulls, names).values()))
    assert loss(found) < loss(starts_of(names))


def test_a_feature_that_tells_nothing_keeps_its_start() -> None:
    names = ["bm25", "general"]
    even: list[Pull] = [pull_of(np.ones((3, 2)), np.array([1.0, 0.0, 0.0]), starts_of(names))]
    assert learn_weights(even, names) == {"bm25": START, "general": OTHER_STARTS["general"]}


def test_features_have_one_mean_and_spread_whatever_they_are_measured_in() -> None:
    values = np.random.default_rng(3).random((2, 60))
    assert np.allclose(standardise(values), standardise(values * 100 + 7), atol=1e-6)
    assert np.allclose(standardise(values).std(axis=1), 1.0)
    assert not standardise(np.full((2, 60), 0.3)).any()


def test_the_best_of_few_directives_stands_out_as_the_best_of_many() -> None:
    few, many = np.zeros((1, 3)), np.zeros((1, 40))
    few[0, 1] = many[0, 1] = 0.5
    assert standardise(few)[0, 1] == pytest.approx(standardise(many)[0, 1])


def test_probabilities_are_fitted_and_one_answer_alone_is_sure() -> None:
    rows = [(float(value),) for value in range(10)]
    slope, intercept = fit_probability(rows, [value >= 5 for value in range(10)], 2)
    assert slope > 0
    assert slope * 4.5 + intercept == pytest.approx(0.0, abs=0.01)
    assert fit_probability(rows, [True] * 10, 2) == [0.0, 5.0]


def test_a_row_that_can_be_accepted_half_the_time_at_most_is_not_taken_for_a_bad_one() -> None:
    rows = [(float(row % 10),) for row in range(400)]
    answers = [row % 10 >= 5 and row % 20 < 10 for row in range(400)]  # half of the upper ones
    free = fit_probability(rows, answers, 2)
    bounded = fit_probability(rows, answers, 2, most=np.full(400, 0.5))
    upper = [1 / (1 + np.exp(-(slope * 9 + intercept))) for slope, intercept in (free, bounded)]
    assert upper[0] < 0.75
    assert upper[1] > 0.9


def test_an_action_on_another_subject_has_no_confidence_however_well_its_words_fit() -> None:
    ranker = read_rankers().taught
    scores = np.array([9.0, 2.0, 1.0, 0.0, 0.0, 0.0])
    places = np.arange(6, dtype=np.int32)
    near, far = (
        Sight(scores, scores * 0.0, places, 0.0, (0.2, 1.0, 0.5, 0.5, 0.6, 0.0, *signals), (), {})
        for signals in ((0.2, 0.9, 0.5), (-0.2, -1.5, -1.0))
    )
    assert ranker.judge(near).confidences[0] > 0.6
    assert ranker.judge(far).confidences[0] < 0.1
    assert ranker.none_chance(near) == ranker.none_chance(far)
    assert ranker.judge(far).is_none


def test_a_first_row_that_hardly_any_right_one_is_as_unlikely_as_is_none() -> None:
    ranker = read_rankers().taught
    scores = np.array([9.0, 2.0, 1.0])
    signals = (0.2, 1.0, 0.5, 0.5, 0.6, 0.0, 0.2, 0.9, 0.5)
    sight = Sight(scores, scores * 0.0, np.arange(3, dtype=np.int32), 0.0, signals, (), {})
    said = ranker.judge(sight)
    assert not said.is_none
    higher = replace(ranker, thresholds={**ranker.thresholds, "least": said.first_confidence + 0.01})
    assert higher.judge(sight).is_none
    assert higher.judge(sight).none_fits == pytest.approx(1 - ranker.chance(sight))
    assert 0 < ranker.thresholds["least"] < 0.2


def trial_of(course: Course, row: int, *, confidence: float, is_none: bool = False) -> Trial:
    """Return a trial of one lesson whose first directive is its own, with this confidence; the ranker is sure at .5."""
    lesson = course.lessons[row]
    scores = np.array([float(directive.record_id in lesson.grades) for directive in course.framework.directives])
    places = np.arange(len(scores), dtype=np.int32)
    sight = Sight(scores, scores * 0.0, places, 0.0, (0.0,) * len(SIGNALS), (), {})
    return Trial(course.framework, lesson, Judgement("any", sight, scores * confidence, 0.0, is_none), 0.5)


def test_sure_rows_and_answers_are_counted_against_all_and_against_those_that_have_a_directive(course: Course) -> None:
    trials = [
        trial_of(course, 0, confidence=0.9),
        trial_of(course, 1, confidence=0.4),
        trial_of(course, 2, confidence=0.9, is_none=True),
        trial_of(course, 6, confidence=0.9, is_none=True),
    ]
    assert [trial.is_sure for trial in trials] == [True, False, False, False]
    found = scores_and_abstention(trials)
    assert (found["sure_precision"], found["sure_coverage"]) == (1.0, 0.25)
    assert found["sure_coverage_of_linked"] == pytest.approx(1 / 3, abs=1e-4)
    assert (found["answer_precision"], found["answer_coverage"]) == (pytest.approx(2 / 3, abs=1e-4), 0.75)


def test_weights_are_read_as_they_were_written(course: Course, tmp_path: Path) -> None:
    rankers = learn_rankers([course], [course])
    path = tmp_path / "weights.toml"
    path.write_text(format_weights(rankers, "eight actions"), encoding="utf-8")
    assert read_rankers(path) == rankers


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [("bm25 =", "bm26 =", "bm25"), ("[alone]", "[lone]", "lone"), ("none_fits = ", "fits = ", "fits")],
)
def test_weights_that_fit_no_feature_are_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = WEIGHTS_FILE.read_text(encoding="utf-8")
    path = tmp_path / "weights.toml"
    path.write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=message):
        read_rankers(path)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30), st.integers(1, 12))
def test_the_best_columns_are_those_of_a_stable_sort(scores: list[int], count: int) -> None:
    expected = sorted(range(len(scores)), key=lambda place: (-scores[place], place))[:count]
    assert best_columns(np.array(scores, dtype=float), count) == expected


def test_a_rare_term_counts_more_and_rows_have_length_one() -> None:
    vocabulary = Vocabulary([{"trata": 1, "refugio": 1}, {"trata": 1}, {}])
    assert vocabulary.rarity("refugio") > vocabulary.rarity("trata")
    rows = normalise_rows(vocabulary.counts([{"trata": 2.0, "unknown": 1.0}, {}]))
    assert np.asarray(rows.multiply(rows).sum(axis=1)).ravel().tolist() == pytest.approx([1.0, 0.0])


def test_the_measures_of_one_ranking() -> None:
    grades = {"d/1": 3, "d/2": 2}
    assert score_ranking(Answered("a", grades, ["d/1", "d/2"])) == (1.0, 1.0, 1.0, 1.0, 1.0)
    assert score_ranking(Answered("a", grades, [])) == (0.0, 0.0, 0.0, 0.0, 0.0)
    hit, accepted, recall, mrr, gain = score_ranking(Answered("a", grades, ["d/2", "d/9", "d/1"]))
    assert (hit, accepted, recall, mrr) == (0.0, 1.0, 1.0, pytest.approx(1 / 3))
    assert gain == pytest.approx((3 + 7 / 2) / (7 + 3 / np.log2(3)))
    assert score_ranking(Answered("a", grades, ["d/9"] * 5 + ["d/1"]))[2] == 0.0


def test_no_match_f1_counts_both_ways_of_being_wrong() -> None:
    none, some = Answered("a", {}, []), Answered("b", {"d/1": 3}, ["d/1"])
    assert no_match_f1([none, some]) == 1.0
    assert no_match_f1([none, replace(some, ranking=[])]) == pytest.approx(2 / 3, abs=1e-4)
    assert no_match_f1([replace(none, ranking=["d/1"]), some]) == 0.0
    assert no_match_f1([some]) is None


def test_intervals_are_the_same_every_time_and_hold_the_mean() -> None:
    values = [0.0, 1.0, 1.0, 0.0, 1.0]
    low, high = interval(values) or [9, 9]
    assert [low, high] == interval(values)
    assert 0 <= low <= 0.6 <= high <= 1
    assert interval([]) is None


def gold_table(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    names = ["action_id", "directive_id", "grade", "is_primary"]
    table = pd.DataFrame(rows, columns=names, dtype="str").assign(target_plan_id="oas-2")
    return table.assign(votes=table["directive_id"].where(table["directive_id"] == "", "3/3/3"))


GOLD = gold_table(
    ("ar-plan/a/1", "oas-2/directive/4", "3", "true"),
    ("ar-plan/a/3", "oas-2/directive/14", "2", "false"),
    ("ar-plan/a/3", "oas-2/directive/15", "2", "true"),
    ("ar-plan/a/7", "", "0", ""),
)


def test_answers_begin_with_the_primary_directive() -> None:
    answers = read_answers(GOLD)["oas-2"]
    assert list(answers["ar-plan/a/3"]) == ["oas-2/directive/15", "oas-2/directive/14"]
    assert answers["ar-plan/a/7"] == {}


def test_a_published_table_is_scored_as_it_stands() -> None:
    rows = [("ar-plan/a/1", 1, "oas-2/directive/4"), ("ar-plan/a/3", 2, "oas-2/directive/15")]
    rows += [("ar-plan/a/3", 1, "oas-2/directive/14"), ("ar-plan/a/7", 1, "")]
    links = pd.DataFrame(rows, columns=["action_id", "rank", "directive_id"]).assign(target_plan_id="oas-2")
    scores = evaluate_links(links, GOLD)["oas-2"]
    assert (scores["hit@1"], scores["accepted@1"], scores["no_match_f1"]) == (0.5, 1.0, 1.0)


def test_the_report_has_every_way_and_can_be_read() -> None:
    tables = Tables(action_table(ACTIONS), directive_table(DIRECTIVES))
    rows = reviews_from_gold(GOLD.to_dict("records"), tables, "panel", "2026-11-24")
    report = evaluate(tables, parse_reviews(COLUMNS, rows), GOLD)
    assert set(report["held_out"]["oas-2"]["by_axis"]) == {"ar-plan/a"}
    assert set(report["baselines"]) == {"token_set", "lemma_tfidf", "bm25", "character_ngrams", "all_lexical"}
    assert sum(step["rows"] for step in report["reliability"]) == 3 * 5
    told = render(report)
    for way in ("one action", "half of the actions", "its whole plan"):
        assert f"| oas-2 | leave {way} out |" in told


def test_gold_becomes_reviews_and_an_answer_on_no_record_is_refused() -> None:
    tables = Tables(action_table(ACTIONS), directive_table(DIRECTIVES))
    rows = reviews_from_gold(GOLD.to_dict("records"), tables, "panel", "2026-11-24")
    assert [row["verdict"] for row in rows] == ["accept", "accept", "accept", "no-match"]
    assert rows[3]["note"].startswith("oas-2: votes not kept")
    assert parse_reviews(COLUMNS, rows)["directive_id"].tolist()[3] == ""
    with pytest.raises(ReviewStale, match="is in no table"):
        reviews_from_gold([GOLD.to_dict("records")[0] | {"action_id": "x/y/1"}], tables, "panel", "2026-11-24")


def test_scores_of_nothing_are_none() -> None:
    assert score_rankings([])["hit@1"] is None


def test_review_rows_of_other_readers_are_kept_apart() -> None:
    rows = [review("ar-plan/prevencion/1", "oas-2/directive/4", "accept"), review("b", "", "no-match", reviewer="eva")]
    assert parse_reviews(COLUMNS, rows)["reviewer"].tolist() == ["ana", "eva"]
