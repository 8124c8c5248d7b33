"""Readings of directives and phrasings: reviewed data that goes stale, and that links can do without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from directriz.errors import ManifestInvalid
from directriz.link.concepts import finder_of
from directriz.link.counterparts import USUAL, compare_once, seen_elsewhere
from directriz.link.emphases import COLUMNS, emphasis_of, parse_emphases, stale_readings
from directriz.link.features import compare_texts
from directriz.link.frameworks import Aids, read_framework, read_frameworks
from directriz.link.lessons import graded_lessons
from directriz.link.off_subject import SubjectSign, off_subject_chance
from directriz.link.published_tables import read_emphases
from directriz.link.signals import (
    HOLD,
    OF_FITTING,
    OF_SUBJECT,
    SIGNALS,
    draw_plane,
    read_strangers,
    signals_of,
    usual_vectors,
)
from directriz.link.weighted_texts import read_actions, read_directives
from directriz.reference.concepts import read_concepts
from directriz.reference.graded_actions import FIRST_GRADE, GRADED_FILE, read_graded
from directriz.reference.phrasings import PHRASINGS_FILE, phrased_directives, read_phrasings
from test_link import DIRECTIVES, action_table, directive_table, sha256
from test_link_meaning import WordEncoder

ROOT = Path(__file__).parents[1]
READ = "oas-2/directive/29"
ROW = dict(zip(COLUMNS, (READ, "measure.shelter", "target.victims", "ana", "2026-11-25", ""), strict=True))


def row(**changed: str) -> dict[str, str]:
    return ROW | {"directive_sha256": sha256(DIRECTIVES[READ])} | changed


def published() -> pd.DataFrame:
    return pd.read_csv(ROOT / "output" / "directives.csv", dtype="str", keep_default_na=False)


def test_a_reading_weighs_the_concepts_of_the_text_that_was_read() -> None:
    directives = directive_table(DIRECTIVES)
    read = {
        each.record_id: each
        for each in read_directives(directives, "oas-2", finder_of(), parse_emphases(COLUMNS, [row()]))
    }
    assert {match.scope for match in read[READ].matches if match.key == "measure.shelter"} == {"asked"}
    stale = parse_emphases(COLUMNS, [row(directive_sha256="0" * 64)])
    without = {each.record_id: each for each in read_directives(directives, "oas-2", finder_of(), stale)}
    assert {match.scope for match in without[READ].matches} <= {"head", "purpose", "circumstance", "aside", "subject"}


def test_a_reading_of_another_text_is_told() -> None:
    directives = directive_table(DIRECTIVES)
    stale = parse_emphases(COLUMNS, [row(directive_sha256="0" * 64)])
    (told,) = [issue for issue in stale_readings(directives, stale) if "its reading in" in issue.detail]
    assert (told.issue_code, told.plan_id) == ("reading_stale", "oas-2")
    assert READ in (told.text or "")
    assert not [
        issue for issue in stale_readings(directives, parse_emphases(COLUMNS, [row()])) if "its reading" in issue.detail
    ]


def test_another_document_under_a_known_id_is_told_once() -> None:
    directives = directive_table(DIRECTIVES)
    directives["text_sha256"] = "0" * 64
    (told,) = stale_readings(directives, parse_emphases(COLUMNS, [row()]))
    assert told.record_id is None
    assert "give it an id of its own" in told.detail
    assert READ in (told.text or "")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"asks": ""}, "asks is missing"),
        ({"reader": ""}, "reader is missing"),
        ({"asks": "measure.care", "beside": "measure.care"}, "named beside: measure.care"),
    ],
)
def test_a_reading_that_cannot_be_meant_is_refused(changed: dict[str, str], message: str) -> None:
    with pytest.raises(ManifestInvalid, match=message):
        parse_emphases(COLUMNS, [row(**changed)])


def test_other_columns_and_a_second_reading_are_refused() -> None:
    with pytest.raises(ManifestInvalid, match="columns"):
        parse_emphases(["directive_id"], [])
    with pytest.raises(ManifestInvalid, match="second reading"):
        parse_emphases(COLUMNS, [row(), row()])


def test_every_shipped_reading_holds_and_stands_on_words_of_its_directive() -> None:
    known = {concept.key for concept in read_concepts().concepts}
    emphases = read_emphases(ROOT)
    assert len(emphases) > 100
    for directive in published().to_dict("records"):
        emphasis = emphasis_of(emphases, directive)
        if emphasis is not None:
            asked = emphasis.asks | emphasis.beside
            text = directive["text"] or directive["text_amended"]
            assert asked <= known, directive["directive_id"]
            assert asked <= {match.key for match in finder_of().find(text)}, directive["directive_id"]


def test_every_shipped_phrasing_is_of_a_published_directive() -> None:
    assert set(phrased_directives()) <= set(published()["directive_id"])
    assert all(phrasings for phrasings in read_phrasings().values())


def test_phrasings_hold_for_their_very_text_alone(tmp_path: Path) -> None:
    text = "Crear casas de acogida."
    path = tmp_path / "phrasings.csv"
    path.write_text(f"directive_sha256,directive_id,phrasing,reader,date\n{sha256(text)},a/1,Refugio,eva,2026-11-29\n")
    assert read_phrasings(path) == {sha256(text): ("Refugio",)}
    path = tmp_path / "other.csv"
    path.write_text("directive_id,phrasing\na/1,Refugio\n")
    with pytest.raises(ManifestInvalid, match="columns"):
        read_phrasings(path)
    assert PHRASINGS_FILE.is_file()


def test_a_framework_without_phrasings_has_none() -> None:
    framework = read_framework(directive_table(DIRECTIVES), "oas-2", finder_of(), Aids())
    assert framework.phrasings is None


def test_actions_of_other_subjects_are_nearer_to_strangers() -> None:
    texts = {
        "x/1": "Crear refugios para víctimas de trata",
        "x/2": "Pavimentar calles",
        "x/3": "Comprar escritorios y sillas",
    }
    actions = read_actions(action_table(texts), finder_of())
    framework = read_framework(directive_table(DIRECTIVES), "oas-2", finder_of(), Aids())
    found = signals_of(actions, compare_texts(actions, framework), framework.strangers, np.full((3, 2), 0.5))
    road, furniture = ({name: found[row, place] for place, name in enumerate(SIGNALS)} for row in (1, 2))
    shelter = {name: found[0, place] for place, name in enumerate(SIGNALS)}
    assert all(shelter[name] > road[name] for name in OF_SUBJECT)
    assert all(shelter[name] > furniture[name] for name in OF_FITTING)
    assert road["leaning"] < 0
    assert furniture["administration_leaning"] < 0 < shelter["administration_leaning"]
    assert [found[row, SIGNALS.index("elsewhere")] for row in range(3)] == [0.5] * 3


def test_a_matter_that_only_the_other_framework_covers_is_told() -> None:
    others = {"oas-3/directive/46": "Capacitar a periodistas sobre la trata de personas", **DIRECTIVES}
    others |= {f"oas-3/{key.split('/', 1)[1]}": text for key, text in DIRECTIVES.items()}
    targets = ["oas-2", "oas-3"]
    second, third = read_frameworks(directive_table(others), targets, finder_of(), Aids(WordEncoder()))
    texts = {"x/1": "Capacitar a periodistas sobre la trata", "x/2": "Crear refugios para las víctimas de la trata"}
    actions = read_actions(action_table(texts), finder_of())
    here = compare_texts(actions, second)
    (covered, nearer), (shelters_covered, shelters_nearer) = seen_elsewhere(actions, second, here, {}).tolist()
    assert covered < shelters_covered
    assert nearer > shelters_nearer
    assert shelters_nearer == pytest.approx(0.0, abs=1e-6)  # both frameworks have the directive on shelters
    again = seen_elsewhere(actions, second, here, compare_once(actions, [second, third]))
    assert again.tolist() == [[covered, nearer], [shelters_covered, shelters_nearer]]
    alone = replace(second, others=())
    assert seen_elsewhere(actions, alone, here, {}).tolist() == [[USUAL, 0.0]] * 2


def test_a_stranger_is_not_compared_with_itself() -> None:
    strangers = read_strangers(finder_of(), None)
    assert strangers.likeness(strangers.actions[:3]).max() < 0.99


def test_a_stranger_lies_where_a_plane_drawn_without_it_puts_it() -> None:
    vectors = np.random.default_rng(1).standard_normal((12, 4))
    ours, theirs = vectors[:5], vectors[5:]
    drawn = draw_plane(ours, theirs, ["es"] * 7, usual_vectors(theirs, ["es"] * 7))
    assert drawn.of_strangers[0] != pytest.approx(drawn.of(theirs[:1], ["es"])[0])
    hidden = _drawn_without(ours, theirs, 0)
    assert drawn.of_strangers[0] == pytest.approx(hidden, abs=1e-9)


def _drawn_without(ours: np.ndarray, theirs: np.ndarray, left_out: int) -> float:
    """Return what a slow regression without one stranger says of it; counts and the usual vector stay."""
    usual = theirs.mean(axis=0)
    kept = [row for row in range(len(theirs)) if row != left_out]
    vectors = np.vstack([ours, theirs[kept]]) - usual
    sides = np.array([1.0] * len(ours) + [-1.0] * len(kept))
    counts = np.array([6 / len(ours)] * len(ours) + [6 / len(theirs)] * len(kept))
    padded = np.column_stack([vectors, np.ones(len(vectors))])
    hold = np.diag([HOLD] * vectors.shape[1] + [0.0])
    *weights, intercept = np.linalg.solve(padded.T @ (counts[:, None] * padded) + hold, padded.T @ (counts * sides))
    return float((theirs[left_out] - usual) @ np.array(weights) + intercept)


def test_a_plan_is_off_the_subject_only_where_enough_actions_say_so() -> None:
    assert _chance([-1.1] * 10) == pytest.approx(0.55)
    assert _chance([-1.5] * 5) is None
    assert _chance([-0.9] * 10) is None
    assert _chance([-1.0, 1.0] * 5) is None
    assert _chance([-4.0] * 10) == pytest.approx(0.95)


def test_mere_administration_does_not_count_in_the_subject_of_a_plan() -> None:
    office = [SubjectSign(-6.0, 0.9)] * 4
    assert off_subject_chance([*office, *[SubjectSign(0.5, 0.1)] * 4], 8) is None
    assert off_subject_chance([*office, *[SubjectSign(-2.0, 0.1)] * 4], 8) == pytest.approx(0.95)
    assert off_subject_chance(office * 2, 8) == pytest.approx(0.95)  # nothing else tells


def _chance(odds: list[float]) -> float | None:
    return off_subject_chance([SubjectSign(value, 0.0) for value in odds], len(odds))


def test_a_graded_action_is_a_phrasing_of_its_first_directive_save_where_it_is_tried_itself() -> None:
    row = next(row for row in read_graded() if row["grade"] == FIRST_GRADE and row["target_plan_id"] == "oas-2")
    table = directive_table(DIRECTIVES).iloc[:1].assign(text_sha256=row["directive_sha256"])
    known = read_framework(table, "oas-2", finder_of(), Aids())
    unseen = read_framework(table, "oas-2", finder_of(), Aids(with_graded=False))
    assert row["action"] in known.directives[0].phrasings
    assert row["action"] not in unseen.directives[0].phrasings


def test_a_graded_action_teaches_until_the_text_of_one_of_its_directives_changes() -> None:
    rows = [row for row in read_graded() if row["target_plan_id"] == "oas-2"]
    linked = [row for row in rows if row["directive_id"]]
    table = pd.DataFrame({"directive_id": [row["directive_id"] for row in linked]})
    table["text_sha256"] = [row["directive_sha256"] for row in linked]
    lessons = graded_lessons(table, "oas-2", finder_of())
    assert {lesson.action.record_id for lesson in lessons} == {row["action_id"] for row in rows}
    assert any(not lesson.grades for lesson in lessons)
    changed = table.assign(
        text_sha256=table["text_sha256"].where(table["directive_id"] != linked[0]["directive_id"], "0" * 64)
    )
    left = {lesson.action.record_id for lesson in graded_lessons(changed, "oas-2", finder_of())}
    assert linked[0]["action_id"] not in left
    assert left
    assert not graded_lessons(table, "another", finder_of())


@pytest.mark.parametrize(
    ("before", "after", "message"), [("axis,", "axes,", "columns"), (",oas-3,", ",,", "a cell is empty")]
)
def test_a_file_of_graded_actions_that_is_not_whole_is_refused(
    tmp_path: Path, before: str, after: str, message: str
) -> None:
    path = tmp_path / "graded_actions.csv"
    path.write_text(GRADED_FILE.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=message):
        read_graded(path)
