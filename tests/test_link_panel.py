"""Several readers: kappa against values worked out by hand, settling by majority, what is to be talked over."""

from __future__ import annotations

import pytest
from directriz.link.panel import (
    Accepted,
    Opinion,
    count_acceptances,
    disputes,
    fleiss_kappa,
    same_primary,
    settle,
)
from hypothesis import given
from hypothesis import strategies as st

IDS = ["a", "b", "c"]


def test_fleiss_kappa_of_the_example_of_1971() -> None:
    """Fourteen readers, ten subjects, five categories: kappa .210, as textbooks reprint it."""
    counts = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]
    assert fleiss_kappa(counts) == pytest.approx(0.210, abs=0.0005)


@pytest.mark.parametrize(
    ("counts", "kappa"),
    [
        # three readers, four subjects: agreed (1 + 1 + 1/3 + 1/3)/4 = 2/3; shares 1/2, 1/2; by chance 1/2; 1/3
        ([(3, 0), (0, 3), (2, 1), (1, 2)], 1 / 3),
        ([(3, 0), (0, 3)], 1.0),
        # two readers who never agree: agreed 0, by chance 1/2
        ([(1, 1), (1, 1)], -1.0),
        # agreed (1/3 + 1 + 1)/3 = 7/9; shares 2/9, 7/9; by chance 53/81; (63 - 53)/(81 - 53)
        ([(2, 1), (0, 3), (0, 3)], 10 / 28),
    ],
)
def test_fleiss_kappa_worked_out_by_hand(counts: list[tuple[int, int]], kappa: float) -> None:
    assert fleiss_kappa(counts) == pytest.approx(kappa)


@pytest.mark.parametrize("counts", [[], [(1, 0), (0, 1)], [(3, 0), (3, 0)]])
def test_fleiss_kappa_is_not_defined_for_one_reader_or_one_answer(counts: list[tuple[int, int]]) -> None:
    assert fleiss_kappa(counts) is None


def test_a_directive_is_accepted_by_more_than_half_and_graded_by_the_median() -> None:
    opinions = [Opinion({"a": 3, "b": 2}, "a"), Opinion({"a": 2, "b": 1}, "a"), Opinion({"a": 3, "c": 3}, "c")]
    assert settle(opinions, IDS) == [Accepted("a", 3, (3, 2, 3))]
    assert settle(opinions[:2], IDS) == [Accepted("a", 2, (3, 2))]


def test_one_of_two_is_no_majority() -> None:
    assert settle([Opinion({"a": 3}, "a"), Opinion({"a": 1})], IDS) == []


def test_the_primary_is_named_most_often_and_a_tie_goes_to_the_higher_sum() -> None:
    first = [Opinion({"a": 3, "b": 2}, "b"), Opinion({"a": 3, "b": 2}, "b"), Opinion({"a": 3, "b": 2}, "a")]
    assert [each.directive_id for each in settle(first, IDS)] == ["b", "a"]
    tied = [Opinion({"a": 2, "b": 3}, "a"), Opinion({"a": 2, "b": 3}, "b")]
    assert [each.directive_id for each in settle(tied, IDS)] == ["b", "a"]
    even = [Opinion({"a": 3, "b": 3}, "a"), Opinion({"a": 3, "b": 3}, "b")]
    assert [each.directive_id for each in settle(even, IDS)] == ["a", "b"]


def test_readers_who_both_say_none_name_the_same_primary() -> None:
    agree, other = Opinion({"a": 3}, "a"), Opinion({"b": 3}, "b")
    assert same_primary([[agree, agree, other], [Opinion({}), Opinion({}), Opinion({})]]) == pytest.approx(4 / 6)
    assert same_primary([[agree]]) is None


def test_what_is_to_be_talked_over() -> None:
    opinions = [Opinion({"a": 3, "b": 3}, "a"), Opinion({"a": 3, "b": 1}, "a"), Opinion({"b": 1})]
    told = [(each.directive_id, each.votes) for each in disputes(opinions, IDS)]
    assert told == [("", "fits/fits/none"), ("a", "3/3/0"), ("b", "3/1/1")]
    primaries = [Opinion({"a": 3, "b": 3}, "a"), Opinion({"a": 3, "b": 3}, "b")]
    assert [(each.directive_id, each.votes) for each in disputes(primaries, IDS)] == [("", "a, b")]
    assert list(disputes([Opinion({"a": 3}, "a")] * 3, IDS)) == []


GRADES = st.dictionaries(st.sampled_from(IDS), st.integers(1, 3))


@given(st.lists(GRADES, min_size=2, max_size=5))
def test_what_all_readers_accept_is_accepted_and_never_disputed(given: list[dict[str, int]]) -> None:
    opinions = [Opinion(grades) for grades in given]
    accepted = {each.directive_id for each in settle(opinions, IDS)}
    for (yes, no), directive_id in zip(count_acceptances(opinions, IDS), IDS, strict=True):
        assert (directive_id in accepted) == (yes > no)
        if 0 in (yes, no):
            votes = [opinion.grade(directive_id) for opinion in opinions]
            disputed = {each.directive_id for each in disputes(opinions, IDS)}
            assert (directive_id in disputed) == (max(votes) - min(votes) >= 2)
