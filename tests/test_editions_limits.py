"""Each limit of the comparison of editions from both sides: a limit that is moved by a third makes a test fail.

Texts are made of words that no language has, so that all weigh alike and shares can be counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import count, islice, product
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from directriz.editions import Edition, _Comparison, _Found, compare_editions, likeness
from directriz.editions.bodies import compare_bodies
from directriz.editions.gaps import pairs_in_gaps
from directriz.editions.headings import moved_pairs
from directriz.editions.matching import Matcher, Matching, explains, has_most
from directriz.editions.wording import Overlap, Wording, terms_of
from directriz.records import Action, ActionAgency, Excluded
from directriz.reference.successions import read_successions

SUCCESSIONS = read_successions()
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtvxz" for vowel in "aeiou"]
WORDS = ["".join(parts) + "q" for parts in islice(product(SYLLABLES, repeat=3), 7, 200_000, 997)]
NUMBERS = count(1)


def action(text: str, number: str | None = None, **columns: Any) -> Action:
    """Return an action with this text; columns that are not given are missing."""
    empty: dict[str, Any] = dict.fromkeys(Action.__slots__)
    own = {"action_id": f"plan/{next(NUMBERS)}", "plan_id": "plan", "action": text, "number": number, **columns}
    return Action(**{**empty, "measure_inherited": False, "responsible_inherited": False, **own})


def edition(*actions: Action, aside: Sequence[Excluded] = ()) -> Edition:
    return Edition(actions, (), "ARG", aside=aside)


def said(*places: range) -> str:
    """Return the words at some places of WORDS as a text."""
    return " ".join(WORDS[at] for place in places for at in place)


def matched(old: Sequence[str], new: Sequence[str]) -> Matcher:
    matcher = Matcher(edition(*map(action, old)), edition(*map(action, new)), SUCCESSIONS)
    matcher.match()
    return matcher


def test_words_weigh_most_and_the_place_a_tenth() -> None:
    one, other = action(said(range(5)), "1"), action(said(range(5)), "1")
    words = Wording([one.action, other.action])
    [[score]] = likeness.pair_actions(edition(one), edition(other), words, SUCCESSIONS).score
    assert score == pytest.approx(0.62 + 0.10)


def test_neighbours_are_most_of_a_place() -> None:
    one, other = action(said(range(5)), "1", axis="A"), action(said(range(5)), "2", axis="B")
    words = Wording([one.action, other.action])
    [[score]] = likeness.pair_actions(edition(one), edition(other), words, SUCCESSIONS).score
    assert score == pytest.approx(0.62 + 0.10 * (0.7 * 1 + 0.3 * 0.3))


@pytest.mark.parametrize(("score", "pairs"), [(0.4, {0: 0}), (0.32, {})])
def test_a_low_score_is_no_pair(score: float, pairs: dict[int, int]) -> None:
    assert likeness._assign(np.array([[score]])) == pairs


@pytest.mark.parametrize(("score", "rival", "is_certain"), [
    (0.65, 0.0, True), (0.55, 0.0, False), (0.7, 0.56, True), (0.7, 0.6, False),
])  # fmt: skip
def test_a_pair_that_shows_a_place_has_a_high_score_and_a_lead(score: float, rival: float, is_certain: bool) -> None:
    assert bool(likeness._certain(np.array([[score, rival]]), {0: 0})) == is_certain


def test_an_action_far_from_its_neighbours_counts_less() -> None:
    assert likeness._nearness(5, 1, 3, 0.5) == pytest.approx(0.8 * (1 - 3 / 4))


def test_a_value_in_many_rows_tells_less() -> None:
    assert likeness._agreement("x y", "x y", Counter({"xy": 12}), "es") == pytest.approx(0.25 + 0.75 * 4 / 6)


@pytest.mark.parametrize(("others", "of_the_old", "is_merged"), [
    (10, 4, True), (10, 3, False),  # share of its words that the new action has
    (60, 7, True), (60, 6, False),  # share of the new action that it contributes
])  # fmt: skip
def test_an_old_action_is_merged_into_one_that_has_most_of_its_words(
    others: int, of_the_old: int, is_merged: bool
) -> None:
    mate, gone = range(others), range(100, 110)
    matcher = matched([said(mate), said(gone)], [said(mate, range(100, 100 + of_the_old))])
    assert bool(matcher.merged) == is_merged


@pytest.mark.parametrize(("others", "is_merged"), [(70, True), (80, False)])  # it contributes .04, .03
def test_a_short_action_that_is_whole_in_another_is_merged(others: int, is_merged: bool) -> None:
    mate, gone = range(others), range(100, 103)
    assert bool(matched([said(mate), said(gone)], [said(mate, gone)]).merged) == is_merged


@pytest.mark.parametrize(("first", "shared", "extra", "is_split"), [
    (12, 8, 1, True), (12, 8, 3, False),  # share of its words that the old action has
    (18, 2, 0, True), (19, 1, 0, False),  # share of the old action that it contributes
])  # fmt: skip
def test_a_part_that_stands_elsewhere_has_more_of_the_words(
    first: int, shared: int, extra: int, is_split: bool
) -> None:
    between = [said(range(150, 158)), said(range(160, 168))]
    part = said(range(first, first + shared), range(100, 100 + extra))
    assert bool(matched([said(range(20)), *between], [said(range(first)), *between, part]).split) == is_split


@pytest.mark.parametrize(("other", "is_renamed"), [("Direccion de Migracione", True), ("Direccion de Naciones", False)])
def test_a_name_that_is_spelt_otherwise_is_nearly_the_same(other: str, is_renamed: bool) -> None:
    old, new = (
        [ActionAgency("p/1", "responsible", 1, None, name, "unmapped", None, False)]
        for name in ("Direccion de Migraciones", other)
    )
    assert compare_bodies(old, new, SUCCESSIONS).is_renamed == is_renamed


@pytest.mark.parametrize(("went", "moved"), [(3, 0), (2, 2)])  # of ten
def test_a_heading_goes_on_under_another_name_with_a_quarter_of_its_actions(went: int, moved: int) -> None:
    old = edition(*(action(said(range(at, at + 3)), axis="UNO") for at in range(10)))
    new = edition(*(action(each.action, axis="DOS" if at < went else "TRES") for at, each in enumerate(old.actions)))
    assert list(moved_pairs(old, new, [(at, at) for at in range(10)]).values()) == ["axis"] * moved


@pytest.mark.parametrize(("numbered", "others", "stays"), [(9, 10, "others"), (12, 13, "numbered")])
def test_actions_that_kept_their_number_rather_kept_their_place(numbered: int, others: int, stays: str) -> None:
    """The numbered ones stood first and stand last; if those that stay are fewer by one, their number outweighs it."""
    old = edition(*(action("x", str(at)) for at in range(numbered + others)))
    order = [*range(numbered, numbered + others), *range(numbered)]
    new = edition(*(action("x", str(at) if at < numbered else f"n{at}") for at in order))
    moved = moved_pairs(old, new, [(at, order.index(at)) for at in range(numbered + others)])
    assert {i < numbered for i, _ in moved} == {stays == "others"}


@pytest.mark.parametrize(("count", "is_pair"), [(4, True), (5, False)])
def test_a_value_of_few_actions_tells_them_apart(count: int, is_pair: bool) -> None:
    old = edition(*(action(said(range(at, at + 3)), indicators="tasa") for at in range(count)))
    new = edition(*(action(said(range(at + 90, at + 93)), indicators="tasa") for at in range(count)))
    paired = [(at, at) for at in range(count - 1)]
    assert bool(pairs_in_gaps(old, new, paired, ([count - 1], [count - 1]))) == is_pair


@pytest.mark.parametrize(("kept", "is_told"), [(9, True), (7, False)])  # of ten words
def test_an_action_may_stand_in_a_table_set_aside(kept: int, is_told: bool) -> None:
    aside = Excluded("plan.pdf", 3, 1, said(range(kept), range(50, 60 - kept)), "other-table")
    removed = edition(action(said(range(10))))
    [change] = compare_editions("new", removed, edition(aside=(aside,)), SUCCESSIONS)
    assert ("its words stand on p. 3" in change.evidence) == is_told


def test_letters_alone_count_from_the_likeness_of_strangers_on() -> None:
    assert Wording(["aaaaq", "aaaab"]).likeness("aaaa", "aaab") == pytest.approx(0.3 * (75 - 45) / 55)


def test_a_concept_has_half_the_weight_of_a_word() -> None:
    words = Wording(["uno"])
    assert words.weight([".measure.none"]) == pytest.approx(0.5 * words.weight(["none"]))


@pytest.mark.parametrize(("wording", "lead", "certainty"), [
    (0.5, 0.3, "high"), (0.4, 0.3, "low"), (0.5, 0.2, "low"),  # fair, and no rival near
    (0.9, 0.09, "high"), (0.9, 0.06, "low"),  # sure, if there is no rival
    (0.6, 0.1, "low"),
])  # fmt: skip
def test_a_pair_is_certain_by_its_words_and_its_lead(wording: float, lead: float, certainty: str) -> None:
    assert certainty_of(said(range(5)), said(range(80, 85)), wording, lead) == certainty


@pytest.mark.parametrize(("changed", "certainty"), [(1, "high"), (4, "low")])  # letters of ten
def test_a_pair_is_certain_by_its_letters(changed: int, certainty: str) -> None:
    assert certainty_of("abcdefghij", "abcdefghij"[changed:] + "z" * changed, 0.5, 0.1) == certainty


def certainty_of(before: str, after: str, wording: float, lead: float) -> str:
    """Return the certainty of a pair of these texts, if its words and its lead over a rival were so."""
    compared = _Comparison("new", edition(action(before)), edition(action(after), action("")), SUCCESSIONS)
    made = likeness.Likeness(np.array([[wording, 0.0]]), np.array([[0.5, 0.5 - lead]]), {0: 0})
    compared.matching = Matching(made, {0: 0}, {}, {})
    return compared._certainty(_Found(0, 0, "plain", None))


@pytest.mark.parametrize(("repeated", "own", "is_split"), [
    (7, 1, True), (6, 1, False),  # share of the old action that each part repeats: .54, .43
    (7, 2, True), (7, 6, False),  # likeness of the parts
])  # fmt: skip
def test_two_parts_say_the_same_of_two_cases(repeated: int, own: int, is_split: bool) -> None:
    old = action(said(range(10)), measure="medida")
    parts = [action(said(range(repeated), range(start, start + own)), measure="medida") for start in (100, 120)]
    matcher = Matcher(edition(old), edition(*parts), SUCCESSIONS)
    matcher.match()
    assert bool(matcher.split) == is_split


@pytest.mark.parametrize(("wording", "is_weak"), [(0.35, False), (0.25, True)])
def test_a_pair_with_hardly_a_word_in_common_gives_way(wording: float, is_weak: bool) -> None:
    matcher = matched([said(range(5))], [said(range(50, 55))])
    matcher.likeness = likeness.Likeness(np.array([[wording]]), np.array([[0.5]]), {0: 0})
    assert matcher._is_weak(0, 0) == is_weak


def test_a_concept_may_be_named_by_four_words() -> None:
    named, *parts = (
        {key for key in terms_of(text) if key.startswith(".")}
        for text in ("el poder público y el sector privado", "el poder público y el sector", "público y sector privado")
    )
    assert named - set().union(*parts)


def test_the_evidence_names_eight_pages() -> None:
    aside = [Excluded("plan.pdf", page, 1, said(range(10)), "other-table") for page in range(1, 12)]
    [change] = compare_editions("new", edition(action(said(range(10)))), edition(aside=aside), SUCCESSIONS)
    assert "p. 1, 2, 3, 4, 5, 6, 7, 8 of" in change.evidence


@pytest.mark.parametrize(
    ("old", "new", "is_renamed"),
    [
        ("Ministerio de Seguridad", "Ministerio de Seguridad y Justicia", True),
        ("Ministry of Trade and Industry", "Ministry of Trade", True),
        ("Ministerio de Seguridad", "Ministerio de Seguridad de la Provincia", False),
        ("Ministerio de Seguridad", "Ministerio de Justicia y Seguridad", False),
        ("Secretaría", "Secretaría y Consejo", False),
    ],
)
def test_a_body_whose_name_goes_on_with_a_further_matter_is_renamed(old: str, new: str, is_renamed: bool) -> None:
    bodies = [[ActionAgency("p/1", "responsible", 1, None, name, "unmapped", None, False)] for name in (old, new)]
    assert compare_bodies(*bodies, SUCCESSIONS).is_renamed == is_renamed


@pytest.mark.parametrize(("share", "gain", "is_most"), [
    (0.56, 0.19, True), (0.54, 0.19, False), (0.56, 0.17, False), (0.81, 0.11, True), (0.79, 0.11, False),
    (0.81, 0.09, False),
])  # fmt: skip
def test_a_part_has_most_of_its_words_from_the_whole(share: float, gain: float, is_most: bool) -> None:
    assert has_most(Overlap(share, gain, 1.0)) == is_most


@pytest.mark.parametrize(("cover", "is_explained"), [(0.36, True), (0.34, False), (0.6, True)])
def test_a_part_explains_a_third_of_what_the_others_lack(cover: float, is_explained: bool) -> None:
    assert explains(Overlap(0.3, 0.1, 0.1 / cover), (0.25, 0.05)) == is_explained


@pytest.mark.parametrize(("share", "gain", "worth"), [(0.26, 0.06, 2.32), (0.24, 0.06, 0.0), (0.26, 0.04, 0.0)])
def test_a_new_action_beside_another_is_a_part_with_few_of_its_words(share: float, gain: float, worth: float) -> None:
    actions = SimpleNamespace(actions=[SimpleNamespace(action="x")] * 2)
    words = SimpleNamespace(overlap=lambda *_: Overlap(share, gain, 2 * gain))
    pairs: Any = SimpleNamespace(
        split={}, old=actions, new=actions, words=words, is_bold=True, _keeps=lambda *_: True,
        _is_alike=lambda *_: False,
    )  # fmt: skip
    assert Matcher._as_part(pairs, 0, 0, 1) == pytest.approx(worth)


@pytest.mark.parametrize(("away", "is_near"), [(4, True), (5, False), (3, True)])
def test_a_merged_action_stands_four_places_away(away: int, is_near: bool) -> None:
    pairs: Any = SimpleNamespace(old=SimpleNamespace(actions=[SimpleNamespace(axis="a")] * 9))
    assert Matcher._is_near(pairs, away, [0]) == is_near


@pytest.mark.parametrize(("away", "gain", "cover", "is_one"), [
    (2, 0.06, 0.3, True), (3, 0.06, 0.3, False), (1, 0.06, 0.3, True), (2, 0.04, 0.3, False), (2, 0.06, 0.19, False),
    (2, 0.06, 0.21, True),
])  # fmt: skip
def test_an_action_beside_a_reworded_one_may_be_its_part(away: int, gain: float, cover: float, is_one: bool) -> None:
    actions = SimpleNamespace(actions=[SimpleNamespace(action="x", action_id=str(place)) for place in range(9)])
    words = SimpleNamespace(overlap=lambda *_: Overlap(0.5, gain, gain / cover))
    compared: Any = SimpleNamespace(old=actions, new=actions, alone=([], [away]), words=words)
    found: Any = SimpleNamespace(i=0, j=0)
    assert (_Comparison._other_part(compared, found) is not None) == is_one
