"""Plans in prose whose values stand in brackets, told by what stands at each place in the whole document."""

from __future__ import annotations

import tomllib
from itertools import cycle

import pytest
from directriz.checks import check_conservation
from directriz.commands.profile import Document, draft
from directriz.commands.prose_report import example_action, prose_questions
from directriz.layouts import Profile
from directriz.rebuild.action_list import rebuild_action_list
from directriz.records import Action, Extra, PrintedLine, Records
from directriz.reference.value_kinds import column_of_values, is_measure, is_term

DEEDS = (
    "Train the staff of ports",
    "Open shelters",
    "Publish the register",
    "Restore wells",
    "Fence the banks",
    "Run it",
)
BODIES = (
    "Ministry of Health",
    "Water Board",
    "Parks Trust",
    "Fire Service",
    "National Police",
    "Harbour Commissioners",
)
TERMS = ("2031", "June 2029", "the next election", "Q1 2028", "end of 2027", "2028-2030")
MEASURES = ("km of fence", "12 reports", "share of wards reached", "maps published", "number of trees", "80 % of homes")
MAKES = {
    "labels of no list": ("• {a} (Steward: {r}; finish: {d}; yardstick: {i})",),
    "abbreviated label": ("• {a} (Resp.: {r}; by: {d}; measured by: {i})",),
    "no labels": ("• {a} ({r}, {d}, {i})",),
    "words before the values": ("• {a} (led by {r}; by {d}; measured by {i})",),
    "a label near one of another column": ("• {a} (Lead: {r}; target year: {d}; KPI: {i})",),
    "square brackets": ("• {a} [{r}; {d}; {i}]",),
    "bars": ("1. {a} [{r} | {d} | {i}]",),
    "a line of its own": ("a) {a}", "({r}; {d}; {i})"),
    "slashes": ("– {a} (Actor: {r} / Date: {d} / Proof: {i})",),
}


def written(make: str, head: str = "What comes next") -> tuple[list[str], list[tuple[str, ...]]]:
    """Return the lines of a text dump with two lists, and what they say."""
    texts, rows = ["Plan of the valley"], []
    values = cycle(zip(BODIES, TERMS, MEASURES, strict=True))
    for number, name in enumerate(("Warm homes", "Clean transport"), start=1):
        texts += ["", f"Goal {number}. {name}", "", "Much is left to be done.", "", head]
        for deed, (body, term, measure) in zip(DEEDS, values, strict=False):
            texts += [line.format(a=deed, r=body, d=term, i=measure) for line in MAKES[make]]
            rows.append((f"Goal {number}. {name}", deed, body, term, measure))
    return texts, rows


def read(texts: list[str]) -> tuple[Profile, Records, str]:
    """Return the drafted profile of a text dump, what the run reads under it, and its text."""
    lines = [
        PrintedLine("plan.txt", 1, at, (text,), after_blank=not texts[at - 2])
        for at, text in enumerate(texts, start=1)
        if text
    ]
    drafted = draft(Document("plan.txt", "\n".join(texts), lines, "none"))
    assert drafted.kind == "action-list"
    profile = Profile.model_validate(tomllib.loads(drafted.text))
    records = rebuild_action_list(lines, "plan", profile, "p.toml")
    check_conservation(lines, records, "plan.txt")
    return profile, records, drafted.text


def bare(value: str | None) -> str:
    return (value or "").removeprefix("by ")


@pytest.mark.parametrize("make", MAKES)
def test_each_value_is_placed_by_what_stands_there_in_all_actions(make: str) -> None:
    texts, rows = written(make)
    _, records, _ = read(texts)
    found = [(a.axis, a.action, a.responsible, bare(a.deadline), a.indicators) for a in records.of(Action)]
    assert found == rows


def test_a_place_that_tells_nothing_is_an_extra_and_is_asked_for() -> None:
    texts = ["Plan", "", "Goal 1. Homes", "", "Actions"]
    texts += [f"• {deed} ({body}; {term}; {word})" for deed, body, term, word in zip(
        DEEDS, BODIES, ("2027",) * 6, ("high", "low", "middling", "high", "low", "high"), strict=True)]  # fmt: skip
    texts += ["", "Goal 2. Roads", "", "Actions"]
    texts += [f"• {deed} now ({body}; 2028; low)" for deed, body in zip(DEEDS, BODIES, strict=True)]
    profile, records, text = read(texts)
    assert profile.layout.values_at_end == ("responsible", "deadline", "extras")
    assert [(extra.label_original, extra.text) for extra in records.of(Extra)][:3] == [
        ("", "high"),
        ("", "low"),
        ("", "middling"),
    ]
    asked = list(prose_questions(text))
    assert asked[0][0].startswith("What is the value no. 3 at the end of the items?")
    assert text.splitlines()[asked[0][1] - 1] == asked[0][2] == 'values_at_end = ["responsible", "deadline", "extras"]'


def test_add_shows_an_action_with_its_values_and_asks_for_headings_that_no_word_tells() -> None:
    texts, _ = written("bars")
    _, records, text = read(texts)
    assert example_action(records, ["responsible", "deadline", "indicators"]) == {
        "axis": "Goal 1. Warm homes",
        "number": "1",
        "action": DEEDS[0],
        "responsible": BODIES[0],
        "deadline": TERMS[0],
        "indicators": MEASURES[0],
    }
    assert list(prose_questions(text)) == []  # "Goal" is a word for a heading
    other = text.replace("(?i:goal", "(?:goal")
    assert [asked[0][:24] for asked in prose_questions(other)] == ["Is this the axis: 'p. 1:"]


def test_a_heading_of_a_text_dump_that_goes_on_in_the_next_line_is_one() -> None:
    long = "Goal 2. Streets on which all ages walk, ride and rest without fear of"
    texts, rows = written("bars")
    at = texts.index("Goal 2. Clean transport")
    texts[at : at + 1] = [long, "any harm"]
    texts[texts.index("Much is left to be done.")] = (
        "Much is left to be done by all of us who live here, and by those to"
    )
    _, records, _ = read(texts)
    assert {action.axis for action in records.of(Action)} == {rows[0][0], f"{long} any harm"}


def test_a_bullet_in_a_narrative_or_a_count_is_no_term() -> None:
    counts, others = ("12 reports", "km of road"), ("31 December 2028", "1. Open", "18 months", "2027")
    assert [is_measure(text) for text in (*counts, *others)] == [True] * 2 + [False] * 4
    terms, others = ("by the next election", "18 meses"), ("by the Ministry of Health", "12 wells")
    assert [is_term(text) for text in (*terms, *others)] == [True] * 2 + [False] * 2


def test_years_in_the_line_over_a_list_are_the_term_of_its_actions() -> None:
    texts, rows = ["Plan"], []
    for number in (1, 2):
        texts += ["", f"Goal {number}. Open data"]
        for years in ("2024-2025", "2026-2027"):
            texts += ["", f"Actions {years}", *(f"• {deed} in part {number} (Data Agency)" for deed in DEEDS[:3])]
            rows += [(f"Goal {number}. Open data", f"{deed} in part {number}", years) for deed in DEEDS[:3]]
    _, records, _ = read(texts)
    assert [(each.axis, each.action, each.deadline) for each in records.of(Action)] == rows


def test_the_mark_before_a_label_is_no_part_of_the_value_before_it() -> None:
    texts = ["Plan", "", "Goal 1. Homes", "", "Actions"]
    for number, (deed, body) in enumerate(zip(DEEDS, BODIES, strict=True), start=1):
        texts += [f"{number}. {deed}", f"► Responsable: {body} ► Plazo: 2026 ► Meta: {number} casas"]
    texts += ["", "Goal 2. Roads", "", "Actions", "1. Pave them", "► Responsable: Z ► Plazo: 2027 ► Meta: 2 km"]
    _, records, _ = read(texts)
    found = [(each.responsible, each.deadline, each.goal) for each in records.of(Action)]
    assert found[:2] == [(BODIES[0], "2026", "1 casas"), (BODIES[1], "2026", "2 casas")]


def test_brackets_that_are_no_values_stay_with_the_action() -> None:
    texts = ["Plan", "", "Goal 1. Homes", "", "Actions"]
    own = ("Train 300 agents (60 % women)", "Open the Access Office (OAI)", "Publish it (digital)", "Revise the rule")
    texts += [f"• {text} [Data Agency; March 2027]" for text in own]
    texts += ["", "Goal 2. Roads", "", "Actions", *(f"• {text} again [Data Agency; May 2027]" for text in own)]
    _, records, _ = read(texts)
    assert [each.action for each in records.of(Action)] == [*own, *(f"{text} again" for text in own)]
    assert {each.responsible for each in records.of(Action)} == {"Data Agency"}


def test_values_of_two_kinds_are_of_no_column() -> None:
    assert column_of_values(["2027", "2028", "Ministry of Health", "Water Board"]) is None
    assert column_of_values(["high", "low"]) is None
    assert column_of_values(["Parks Trust", "Harbour Commissioners", "Ministry of Health"]) == "responsible"
    assert column_of_values(["maps published", "12 wells", "number of trees", "km of fence"]) == "indicators"
