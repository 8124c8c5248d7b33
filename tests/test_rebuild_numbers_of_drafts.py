"""Numbers of drafts under negotiation: with suffixes, behind an article's number, and options without a number."""

from __future__ import annotations

import pytest
from directriz.rebuild.numbering import is_variant, read_label
from directriz.records import Directive, Issue
from workspaces import rebuilt

ARABIC = "DIRECTRICES GENERALES\n\n1. Prevenir el delito.\n\n{}\n\n2. Evaluar el plan.\n"
ROMAN = "PRINCIPIOS\n\nI. Dignidad de la persona.\n\n{}\n\nII. No revictimización.\n"


def ids(text: str) -> list[str]:
    """Return the kinds and numbers of a draft's paragraphs."""
    return [each.directive_id.removeprefix("plan/") for each in rebuilt(text, "oas-3").of(Directive)]


def doubts(text: str) -> list[str]:
    return [each.issue_code for each in rebuilt(text, "oas-3").of(Issue) if each.severity != "info"]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("1 bis Capacitar a los jueces.", "1bis"),
        ("1.º bis Capacitar a los jueces.", "1bis"),
        ("1º bis. Capacitar a los jueces.", "1bis"),
        ("1 ALT. [BRA: Capacitar a los jueces.]", "1alt"),
        ("1 alt [BRA: Capacitar a los jueces.]", "1alt"),
        ("1.° ter [CAN: Capacitar] a los jueces.", "1ter"),
    ],
)
def test_an_arabic_number_with_a_suffix_is_its_paragraphs_own(printed: str, number: str) -> None:
    text = ARABIC.format(printed)
    assert ids(text) == ["directive/1", f"directive/{number}", "directive/2"]
    assert doubts(text) == []
    made = rebuilt(text, "oas-3").of(Directive)[1]
    assert not made.number_inferred
    assert made.text_source == printed[printed.index("Capacitar" if "[" not in printed else "[") :]


@pytest.mark.parametrize("printed", ["I bis. Igualdad.", "I bis [ARG: Igualdad.]", "I ALT. [ARG: Igualdad.]"])
def test_a_roman_number_with_a_suffix_is_its_paragraphs_own(printed: str) -> None:
    suffix = "alt" if "ALT" in printed else "bis"
    assert ids(ROMAN.format(printed)) == ["principle/i", f"principle/i{suffix}", "principle/ii"]
    assert doubts(ROMAN.format(printed)) == []


def test_a_number_printed_twice_is_doubted_with_and_without_a_suffix() -> None:
    assert "number_doubled" in doubts(ARABIC.format("1. Otra vez."))
    assert "number_doubled" in doubts(ARABIC.format("1 ALT. Una.\n\n1 ALT. Otra."))


@pytest.mark.parametrize(
    ("written", "before", "expected"),
    [("4alt", "4", True), ("3bis", "3alt", True), ("iibis", "ii", True), ("3alt", "30", False), ("4", "4", False)],
)
def test_a_variant_has_the_last_number_and_another_suffix(written: str, before: str, expected: bool) -> None:
    assert is_variant(written, before) is expected


def test_labels_with_signs_and_suffixes() -> None:
    read = [
        read_label(*each) for each in (("2.º bis", "arabic"), ("IV bis", "roman"), ("iv", "roman"), ("2.5", "arabic"))
    ]
    assert [(each.value, each.suffix) if each else None for each in read] == [(2, "bis"), (4, "bis"), (4, ""), None]


def test_numbers_behind_an_articles_number_begin_again_with_each_article() -> None:
    text = (
        "DIRECTRICES GENERALES\n\n1.1. Este Capítulo [no] se aplica.\n\n1.2. [Cada Parte] decide.\n\n"
        "DIRECTRICES PARA LA PREVENCIÓN\n\n2.1. [Las Partes] informan.\n\n2.2 Las Partes publican.\n"
    )
    assert ids(text) == ["directive/1.1", "directive/1.2", "directive/2.1", "directive/2.2"]
    assert doubts(text) == []
    assert "number_gap" in doubts(text.replace("1.2. [Cada", "1.4. [Cada"))


def test_paragraphs_of_a_number_with_points_stay_with_the_paragraph_above() -> None:
    text = ARABIC.format("1.1. Con los medios disponibles.")
    assert "number_added" in doubts(text)


def test_an_option_below_its_paragraph_needs_no_number() -> None:
    text = ARABIC.format("Opción 2: [Las Partes] previenen.\n\nOpción 3: {sin texto}")
    assert ids(text) == ["directive/1", "directive/1bis", "directive/1bis-2", "directive/2"]
    assert doubts(text) == []
    assert "number_added" in doubts(ARABIC.format("Las opciones son otras."))
