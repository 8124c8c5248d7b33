"""What stops a run between stages: a word lost or added, a count that is not the edition's."""

from __future__ import annotations

import re

import pytest
from directriz.checks import check_conservation, check_expectations, check_reading, words
from directriz.errors import CheckFailed
from directriz.layouts import Expectation
from directriz.records import Cell, Excluded, PrintedLine, PrintedPair, Provision, Records
from hypothesis import given
from hypothesis import strategies as st
from workspaces import shipped

LINES = (
    PrintedLine("plan.txt", 1, 1, ("uno dos", "tres")),
    PrintedLine("plan.txt", 2, 4, ("dos",)),
    PrintedLine("plan.pdf", 1, 1, ("otro",)),
)


def cell(text, source_file="plan.txt"):
    return Cell("plan/a/1", "action", 1, source_file, 1, 1, 1, None, None, None, None, text)


def placed(*texts):
    return Records(
        [*(cell(text) for text in texts), Excluded("plan.txt", 1, 1, "tres", "rule"), cell("otro", "plan.pdf")]
    )


def test_every_word_once_in_whatever_order():
    check_conservation(LINES, placed("dos", "dos uno"), "plan.txt")
    check_conservation(LINES, placed("dos", "dos uno"), "plan.pdf")


def test_a_word_may_be_parted():
    check_conservation(LINES, placed("do", "s", "dos uno"), "plan.txt")


@pytest.mark.parametrize(
    ("texts", "place", "found"),
    [
        (("uno", "dos"), "plan.txt p. 1 l. 1", "the word 'dos' stands 2 times in the source and 1 times"),
        (("dos dos",), "plan.txt p. 1 l. 1", "the word 'uno' stands 1 times in the source and 0 times"),
        (("uno dos dos dos",), "plan.txt p. 1 l. 1", "the word 'dos' stands 2 times in the source and 3 times"),
        (("uno dos dos nada",), "plan.txt", "(0 words lost, 1 added)"),
        (("unodos dos",), "plan.txt p. 1 l. 1", "(2 words lost, 1 added)"),
        (("Uno dos dos",), "plan.txt p. 1 l. 1", "the word 'uno'"),
    ],
)
def test_a_word_lost_added_or_changed(texts, place, found):
    with pytest.raises(CheckFailed, match=re.escape(found)) as refused:
        check_conservation(LINES, placed(*texts), "plan.txt")
    assert refused.value.place == place
    assert refused.value.exit_code == 6


def test_a_reading_without_a_word_of_the_file():
    check_reading("uno dos tres\n dos\n", LINES[:2], "plan.txt")
    with pytest.raises(CheckFailed, match="the word 'cuatro'"):
        check_reading("uno dos tres\n dos cuatro\n", LINES[:2], "plan.txt")


@given(st.lists(st.text(alphabet="ab \t\u00a0", max_size=8)), st.data())
def test_any_words_placed_anywhere_are_kept_and_any_taken_out_is_missed(texts, draw):
    lines = [PrintedLine("plan.txt", 1, number, (text,)) for number, text in enumerate(texts, start=1)]
    every = [word for text in texts for word in text.split()]
    shuffled = draw.draw(st.permutations(every))
    check_conservation(lines, Records(map(cell, shuffled)), "plan.txt")
    if every:
        with pytest.raises(CheckFailed):
            check_conservation(lines, Records(map(cell, shuffled[1:])), "plan.txt")


def test_words_are_parted_by_any_white_space():
    assert words(["a\u00a0b", "a\tc"]) == {"a": 2, "b": 1, "c": 1}


def expecting(**keys):
    source, profile = shipped("corett-2020")
    return source, profile.model_copy(update={"expect": (Expectation(**keys),)})


RECORDS = Records(
    [
        Provision("corett-2020/step/1", "corett-2020", "step", None, "1", None, "x", 0, None, None),
        PrintedPair("corett-2020/a/1", 1, 2020, None, False, None, None),
    ]
)


@pytest.mark.parametrize(
    ("met", "unmet", "said"),
    [
        ({"rows": {"step": 1}}, {"rows": {"step": 2}}, "1 step found, 2 expected"),
        ({"rows": {"clause": 0}}, {"rows": {"clause": 1}}, "0 clause found, 1 expected"),
        ({"progress": 1}, {"progress": 59}, "1 progress found, 59 expected"),
    ],
)
def test_expectations(met, unmet, said):
    check_expectations(RECORDS, *expecting(**met), "rebuild")
    with pytest.raises(CheckFailed, match=said) as refused:
        check_expectations(RECORDS, *expecting(**unmet), "rebuild")
    assert refused.value.place == "corett-2020 (corett-2020.pdf)"
    assert "[[expect]] in profile 'corett-2020'" in refused.value.remedy


@pytest.mark.parametrize("scope", [{"plan": "another"}, {"sha256": ("0" * 64,)}])
def test_expectations_of_another_edition_do_not_apply(scope):
    check_expectations(RECORDS, *expecting(rows={"step": 7}, **scope), "rebuild")
    own = {"plan": "corett-2020"} if "plan" in scope else {"sha256": (shipped("corett-2020")[0].file[0].sha256,)}
    with pytest.raises(CheckFailed):
        check_expectations(RECORDS, *expecting(rows={"step": 7}, **own), "rebuild")


def test_a_part_that_no_id_has_is_told_with_those_that_there_are():
    with pytest.raises(CheckFailed) as refused:
        check_expectations(RECORDS, *expecting(rows={"paso": 1}), "rebuild")
    assert "No id has the part 'paso'" in refused.value.remedy
    assert refused.value.remedy.endswith("    rows = { step = 1 }")


def test_expectations_are_of_the_stage_that_makes_the_rows():
    source, profile = expecting(amendments=3)
    check_expectations(RECORDS, source, profile, "rebuild")
    with pytest.raises(CheckFailed, match="0 amendments found, 3 expected"):
        check_expectations(RECORDS, source, profile, "clean")
