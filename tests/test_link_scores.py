"""Weights and limits of the linker, held by exact values of features, chances and weights on both sides.

A weight that is moved by a third changes one of these numbers. The features depend on the lexicon of concepts and on
lists of words, too: if those change for these few texts, correct the numbers here.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from directriz.link.calibrate import _fit_administration, _sure_from, fit_probability
from directriz.link.concepts import finder_of
from directriz.link.counterparts import compare_directives, seen_elsewhere
from directriz.link.crosswalk import build_crosswalk
from directriz.link.emphases import _stale_issue
from directriz.link.evidence import TextEvidence
from directriz.link.features import compare_texts, named_targets, prepare_framework
from directriz.link.learn import Course, recalling, split
from directriz.link.learned_order import HOLD_ALONE, learn_weights, pull_of
from directriz.link.off_subject import SubjectSign, mean_odds, off_subject_chance
from directriz.link.ranker import ADMINISTRATION, Sight
from directriz.link.reviewed_actions import Lesson
from directriz.link.scaling import standardise
from directriz.link.shortlist import shortlist
from directriz.link.signals import WordOdds, draw_plane
from directriz.link.vectors import character_bag
from directriz.link.weighted_texts import Document, read_actions, read_directives
from directriz.link.words import words_in
from test_link import action_table, directive_table
from test_link_meaning import WordEncoder
from test_link_ranker import ACCEPTED, ACTIONS, DIRECTIVES

MORE = {
    "x/a/1": "Crear refugios para las víctimas y capacitar a fiscales en materia de trata",
    "x/a/2": "Difundir campañas, sin discriminación, para niñas y niños",
    "x/a/3": "Articular con la sociedad civil la asistencia jurídica gratuita",
}


def framework() -> Any:
    return prepare_framework("oas-2", read_directives(directive_table(DIRECTIVES), "oas-2", finder_of()))


def documents(texts: dict[str, str]) -> list[Document]:
    return read_actions(action_table(texts), finder_of())


FEATURES = {
    "terms": ([0.0, 0.114, 0.0, 0.0, 0.254, 0.126], [0.0, 0.086, 0.178, 0.091, 0.486, 0.095]),
    "bm25": ([0.0, 0.466, 0.0, 0.0, 0.625, 0.478], [0.0, 0.397, 0.576, 0.397, 0.761, 0.409]),
    "measure_covered": ([0.0, 0.0, 0.0, 0.0, 0.833, 0.0], [0.0, 0.0, 0.25, 0.0, 0.625, 0.0]),
    "measure_needed": ([0.0, 0.0, 0.0, 0.0, 0.693, 0.0], [0.0, 0.0, 0.383, 0.0, 0.693, 0.0]),
    "target_covered": ([0.0, 0.0, 0.0, 0.0, 0.8, 1.0], [0.0, 0.574, 0.17, 0.0, 0.272, 0.341]),
    "target_needed": ([0.0, 0.0, 0.0, 0.0, 0.518, 0.557], [0.0, 0.313, 0.098, 0.0, 0.518, 0.557]),
    "target_apart": ([0.0, 0.0, 0.0, 0.0, 0.0, 0.0], [1.0, 0.0, 1.0, 0.0, 0.0, 0.0]),
    "concepts": ([0.0, 0.0, 0.0, 0.0, 1.0, 0.255], [0.0, 0.313, 0.258, 0.0, 0.786, 0.2]),
}


@pytest.mark.parametrize("name", list(FEATURES))
def test_features_have_their_values(name: str) -> None:
    actions = documents({"ar-plan/a/5": ACTIONS["ar-plan/a/5"], **MORE})
    found = compare_texts(actions, framework())
    for row, wanted in zip(found[name][:2], FEATURES[name], strict=True):
        assert row.tolist() == pytest.approx(wanted, abs=0.0012)
    assert found["measure_covered"][3, 5] == pytest.approx(0.568, abs=0.0012)


def test_a_target_that_a_quarter_of_the_directives_name_tells_them_apart() -> None:
    apart = compare_texts(documents({"ar-plan/a/1": ACTIONS["ar-plan/a/1"]}), framework())["target_apart"]
    assert apart[0].tolist() == [0.0, 1.0, 1.0, 0.0, 0.0, 0.0]


def test_similar_reviewed_actions_have_their_weight() -> None:
    actions = documents({**ACTIONS, **MORE})
    grades: list[dict[str, int]] = [{f"oas-2/directive/{key}": 3} if key else {} for key in ACCEPTED.values()]
    memory = recalling(Course.of(framework(), list(map(Lesson, actions[:8], grades))))
    features = memory.recall([actions[8]]).features
    assert features["neighbours"][0].tolist() == pytest.approx([0.0, 0.0, 0.179, 0.0, 0.653, 0.0], abs=0.001)


def test_six_reviewed_actions_speak() -> None:
    words = ["uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"]
    actions = documents({f"x/b/{word}": f"Crear refugios para víctimas número {word}" for word in words} | MORE)
    lessons = [Lesson(action, {"oas-2/directive/29": 3}) for action in actions[:10]]
    recalled = recalling(Course.of(framework(), lessons)).recall([actions[10]])
    assert len(recalled.nearest[0]) == 6


@pytest.mark.parametrize(("text", "found"), [
    ("Elaborar un protocolo de capacitación", {"measure.protocol": 1.0, "measure.training": 0.3}),
    ("no deben capacitar", {}), ("no se deben capacitar", {"measure.training": 1.0}),
    ("informar de todos los nuevos y buenos servicios", {"measure.service-information": 1.0}),
    ("informar de todos los nuevos, buenos y grandes servicios", {}),
])  # fmt: skip
def test_concepts_are_weighed(text: str, found: dict[str, float]) -> None:
    assert {match.key: pytest.approx(match.weight) for match in finder_of().find(text)} == found


@pytest.mark.parametrize(("lemma", "stem"), [("armar", "arm"), ("amar", "amar"), ("unico", "unic"), ("crear", "cre")])
def test_three_letters_of_a_stem_stay(lemma: str, stem: str) -> None:
    assert words_in("es").key_of(lemma) == stem


def test_words_are_compared_by_three_to_five_letters() -> None:
    assert Counter(map(len, character_bag("casas"))) == {3: 5, 4: 4, 5: 3}


def test_demands_of_directives_are_compared_by_words_and_concepts() -> None:
    ours = read_directives(directive_table(DIRECTIVES), "oas-2", finder_of())
    assert compare_directives(ours[1:2], framework())[0].tolist() == pytest.approx(
        [0, 1, 0.081, 0, 0.049, 0], abs=0.001
    )


def test_without_another_framework_the_usual_share_is_covered() -> None:
    assert seen_elsewhere(documents(MORE)[:1], framework(), {}, {}).tolist() == [[0.6, 0.0]]


def test_words_have_odds() -> None:
    action: Any = SimpleNamespace(own_terms=["refugi", "victim"])
    odds = WordOdds(Counter({"refugi": 3}), Counter({"barco": 9})).of(action, False)
    parts = np.log(3.5 / 4) - np.log(0.5 / 10), np.log(0.5 / 4) - np.log(0.5 / 10)
    assert odds == pytest.approx(float(np.mean(parts)))


def test_a_plane_is_held() -> None:
    ours, theirs = np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([[-1.0, 0.0], [-1.0, 0.5]])
    plane = draw_plane(ours, theirs, ["es", "es"], {"es": np.zeros(2)})
    assert plane.weights.tolist() == pytest.approx([0.5672, 0.0587], abs=0.001)


def test_a_probability_is_held() -> None:
    assert fit_probability([(0.0,), (1.0,), (2.0,), (3.0,)], [False, True, False, True], 2) == [0.4055, -0.6082]
    assert fit_probability([(0.0,)], [True], 2) == [0.0, 5.0]


def test_weights_of_features_are_held() -> None:
    features, start = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]), np.array([0.15, 0.15])
    pulls = [pull_of(features, np.array([1.0, 0.0, 0.0]), start)] * 200
    assert learn_weights(pulls, ["terms", "bm25"]) == {"terms": 0.1984, "bm25": 0.1016}


def test_the_best_of_few_directives_stands_out_as_among_forty() -> None:
    assert standardise(np.array([[1.0, 0.0, 0.0]]))[0, 0] == pytest.approx(6.245, abs=0.001)


def test_of_four_places_the_ranker_fills_three() -> None:
    scores = np.arange(9.0, 1.0, -1.0)
    assert list(shortlist(scores, {"terms": scores[::-1].copy()}, 6)) == [0, 1, 2, 7, 3, 4]


def test_from_two_on_reviews_count_less() -> None:
    sight: Any = SimpleNamespace(scores=np.array([5.0]), reviewed=np.array([3.0]), likest=0.0, behind=0.0, rivals=0.0)
    assert Sight.for_acceptance.fget(sight)[2].tolist() == [1.0]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("odds", "count", "chance"), [
    (-1.2, 6, 0.6), (-0.9, 6, None), (-5.0, 6, 0.95), (-1.2, 5, None), (-1.5, 6, 0.75),
])  # fmt: skip
def test_a_plan_off_the_subject_is_turned_down(odds: float, count: int, chance: float | None) -> None:
    found = off_subject_chance([SubjectSign(odds, 0.0)] * count, count)
    assert found == (None if chance is None else pytest.approx(chance))


@pytest.mark.parametrize(("administration", "mean"), [(0.4, 0.0), (0.6, 2.0)])
def test_mere_administration_does_not_count(administration: float, mean: float) -> None:
    assert mean_odds([SubjectSign(-2.0, administration), SubjectSign(2.0, 0.0)]) == mean


def evidence_of(text: str, directive: str) -> list[tuple[str, str]]:
    made = framework()
    [wanted] = [each for each in made.directives if each.record_id == f"oas-2/directive/{directive}"]
    return [(part.kind, part.en) for part in TextEvidence(documents({"x/a/9": text})[0], made).of(wanted)]


def test_evidence_is_short() -> None:
    text = "Promover la creación de refugios apropiados para las víctimas de trata de personas adultas"
    assert evidence_of(text, "29") == [
        ("concept", "both: shelters («refugios apropiados»)"),
        ("concept", "both: victims and survivors («víctimas de trata»)"),
        ("words", "shared words: apropiados, refugios, creación, personas"),
    ]
    [(_, data), _] = evidence_of("Fortalecer la recopilación de datos sobre delitos de personas", "22")
    assert data.endswith("(«recopilación de datos sobre delitos»)")


@pytest.mark.parametrize(("count", "is_other"), [(29, True), (31, False)])
def test_a_tenth_of_the_directives_with_other_texts_are_another_document(count: int, is_other: bool) -> None:
    found = {f"p/directive/{number}": ["a reading"] for number in range(3)}
    assert ("give it an id of its own" in _stale_issue("p", found, count).detail) == is_other


def test_a_target_that_is_only_borne_in_mind_is_named() -> None:
    [action] = documents({"x/a/9": "Capacitar a jueces teniendo en cuenta a las niñas"})
    assert action.own_concepts["target.children"] == pytest.approx(0.3)
    assert "target.children" in named_targets(action, framework().concepts)


def test_meaning_has_its_share() -> None:
    directives = read_directives(directive_table(DIRECTIVES), "oas-2", finder_of())
    made = prepare_framework("oas-2", directives, WordEncoder())
    assert compare_directives(directives[1:2], made)[0, 2:4].tolist() == pytest.approx([0.249, 0.201], abs=0.002)
    actions = documents({**ACTIONS, **MORE})
    grades: list[dict[str, int]] = [{f"oas-2/directive/{key}": 3} if key else {} for key in ACCEPTED.values()]
    memory = recalling(Course.of(made, list(map(Lesson, actions[:8], grades))))
    found = memory.recall([actions[8]]).features["neighbours"][0, [0, 4]]
    assert found.tolist() == pytest.approx([0.038, 0.595], abs=0.002)


def test_weights_of_frameworks_without_reviews_are_held_less() -> None:
    features, start = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5]]), np.array([0.15, 0.15])
    pulls = [pull_of(features, np.array([1.0, 0.0, 0.0]), start)] * 200
    assert learn_weights(pulls, ["terms", "bm25"], HOLD_ALONE)["terms"] == pytest.approx(0.3, abs=0.005)


@pytest.mark.parametrize(("campaigns", "is_near"), [(2, True), (3, False)])  # cosines .316 and .224
def test_closeness_in_meaning_is_evidence_from_a_cosine_on(campaigns: int, is_near: bool) -> None:
    directives = read_directives(directive_table(DIRECTIVES), "oas-2", finder_of())
    made = prepare_framework("oas-2", directives, WordEncoder())
    [action] = documents({"x/a/9": "campañas " * campaigns + "víctimas"})
    [shelters] = [each for each in directives if each.record_id == "oas-2/directive/29"]
    assert ("meaning" in [part.kind for part in TextEvidence(action, made).of(shelters)]) == is_near


def test_calibration_leaves_out_a_fifth_at_a_time() -> None:
    actions = documents(ACTIONS)
    course = Course.of(framework(), [Lesson(action, {}) for action in actions])
    assert [len(group) for group in split([course])] == [2, 2, 2, 1, 1]


def test_actions_of_mere_administration_count_as_a_fifth_of_the_others() -> None:
    known = [(0.0, False), (1.0, False), (0.5, False), (1.0, True), (2.0, True), (1.5, True)]
    trials: list[Any] = [
        SimpleNamespace(
            judgement=SimpleNamespace(sight=SimpleNamespace(for_administration=(value,) * (len(ADMINISTRATION) - 1))),
            is_stranger=is_administration, is_administration=is_administration,
        )
        for value, is_administration in known
    ]  # fmt: skip
    assert _fit_administration(trials)["intercept"] == pytest.approx(-3.29, abs=0.02)


def test_rows_are_sure_from_where_nine_in_ten_are_expected_to_be_right() -> None:
    rows = [(0.99 - place / 50, place not in (12, 17, 21, 25, 28, 30, 32, 33, 35, 36, 37, 39)) for place in range(40)]
    trials: list[Any] = [
        SimpleNamespace(
            first="d", lesson=SimpleNamespace(grades={"d": 3} if is_right else {}),
            judgement=SimpleNamespace(first_confidence=confidence),
        )
        for confidence, is_right in rows
    ]  # fmt: skip
    assert _sure_from(trials) == 0.6899


@pytest.mark.parametrize(("share", "is_evidence"), [(0.26, True), (0.24, False), (0.5, True)])
def test_a_wording_that_shares_a_quarter_of_its_words_is_evidence(share: float, is_evidence: bool) -> None:
    row: Any = SimpleNamespace(indptr=np.array([0, 1]), data=np.array([1.0]), indices=np.array([0]))
    vocabulary: Any = SimpleNamespace(weigh_bag=lambda _: np.array([share]))
    framework: Any = SimpleNamespace(columns={"d": 0})
    phrasings: Any = SimpleNamespace(starts=np.array([0]), framework=framework, word_weights=row, words=vocabulary)
    made = TextEvidence(documents({"x/a/9": "Crear refugios"})[0], SimpleNamespace(phrasings=phrasings))  # type: ignore[arg-type]
    directive: Any = SimpleNamespace(record_id="d", phrasings=["Abrir refugios"])
    assert bool([*made._wording(directive)]) == is_evidence


OLDER = ("3", "6", "13", "35")
NEWER = ("2", "7", "25", "30", "41", "50", "60", "80", "88", "95")


def test_directives_that_live_on_are_alike_and_alone() -> None:
    """Directive 3 of the second plan and 30 of the third score .44, 13 and 2 score .79 of what 13 and 50 do."""
    wanted = {*(f"oas-2/directive/{each}" for each in OLDER), *(f"oas-3/directive/{each}" for each in NEWER)}
    with (Path(__file__).parents[1] / "output/directives.csv").open(encoding="utf-8", newline="") as published:
        texts = {row["directive_id"]: row["text"] for row in csv.DictReader(published)}
    made = build_crosswalk(directive_table({key: texts[key] for key in sorted(wanted)}), "oas-2", "oas-3")
    pairs = made[["directive_id", "other_directive_id"]].to_numpy().tolist()
    assert [[key.split("/")[-1] for key in pair] for pair in pairs] == [["13", "50"], ["35", "88"], ["6", "25"]]
