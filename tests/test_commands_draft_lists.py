"""Profiles drafted for lists of paragraphs: numbers that go on over headings, words that lines strike."""

from __future__ import annotations

import tomllib

from directriz.commands import draft_kinds, draft_paragraphs
from directriz.records import PrintedLine, PrintedPiece


def drafted(lines: list[PrintedLine]) -> str:
    return "\n".join(draft_kinds.directive_list(lines, "", "none"))


def listed(*firsts: int) -> list[PrintedLine]:
    """Return three sections under headings of one pattern, each with two paragraphs from a number on."""
    names = ("DIRECTRICES DE PREVENCIÓN", "DIRECTRICES DE PROTECCIÓN", "DIRECTRICES DE PERSECUCIÓN")
    texts = [text for name, first in zip(names, firsts, strict=True)
             for text in (name, f"{first}. Prevenir el delito.", f"{first + 1}. Formar a los equipos.")]  # fmt: skip
    return [PrintedLine("d.pdf", 1, at, (text,)) for at, text in enumerate(texts, 1)]


def test_numbers_that_go_on_over_headings_of_one_pattern_do_not_restart() -> None:
    assert "restarts" not in drafted(listed(1, 3, 5))
    assert "restarts = true" in drafted(listed(1, 1, 1))


def test_struck_words_ask_for_amendments() -> None:
    box = (70.0, 100.0, 500.0, 112.0)
    lines = listed(1, 3, 5)
    assert "[amendments]" not in drafted(lines)
    piece = PrintedPiece(1, box, "7. Medidas urgentes.", marks=((3, 10, "struck"),))
    struck = PrintedLine("d.pdf", 1, 10, (piece.text,), pieces=((piece,),))
    assert "[amendments]\nread = true" in drafted([*lines, struck])


def sections(*rows: tuple[str, str]) -> list[PrintedLine]:
    """Return headings, each with a paragraph for each of its numbers."""
    texts = [
        text for head, labels in rows for text in (head, *(f"{each} Prevenir el delito." for each in labels.split()))
    ]
    return [PrintedLine("d.pdf", 1, at, (text,)) for at, text in enumerate(texts, 1)]


def headings_of(*rows: tuple[str, str]) -> list[tuple[str, str, bool]]:
    """Return the drafted headings in their order: the first words of each pattern, its numbering, its restarts."""
    read = tomllib.loads(drafted(sections(*rows)))["heading"]
    return [(each["pattern"].split(r"\s+)?")[1], each["numbering"], each.get("restarts", False)) for each in read]


def test_each_section_begins_anew_or_goes_on_as_its_numbers_do() -> None:
    principles = ("PRINCIPIOS RECTORES", "i. ii. iii. iv. v. vi.")
    two = ("DIRECTRICES DE PROTECCIÓN", "3. 4."), ("DIRECTRICES DE PERSECUCIÓN", "5. 6.")
    assert headings_of(principles, ("DIRECTRICES DE PREVENCIÓN", "1. 2."), *two) == [
        ("PRINCIPIOS RECTORES:?", "roman", True),
        ("DIRECTRICES DE PREVENCIÓN[^a-z]*", "arabic", True),
        ("DIRECTRICES DE [^a-z]+", "arabic", False),
    ]
    assert headings_of(("PRINCIPIOS", "1. 2. 3."), ("DIRECTRICES", "1. 2.")) == [
        ("PRINCIPIOS:?", "arabic", True),
        ("DIRECTRICES:?", "arabic", True),
    ]
    assert headings_of(("PRINCIPIOS", "1. 2. 3."), ("DIRECTRICES", "4. 5."))[1] == ("DIRECTRICES:?", "arabic", False)
    assert headings_of(("PRINCIPIOS", "a) b) c)"), ("DIRECTRICES", "1. 2."))[0] == ("PRINCIPIOS:?", "letters", True)


def test_a_heading_that_others_go_on_from_has_a_pattern_of_its_own() -> None:
    rows = (
        ("PRINCIPIOS", "1. 2."),
        ("DIRECTRICES DE PREVENCIÓN", "1. 2."),
        ("DIRECTRICES DE PREVENCIÓN Y AYUDA", "3. 4."),
    )
    assert headings_of(*rows)[1:] == [
        ("DIRECTRICES DE PREVENCIÓN:?", "arabic", True),
        ("DIRECTRICES DE [^a-z]+", "arabic", False),
    ]


def test_a_list_within_a_paragraph_does_not_number_its_section() -> None:
    rows = ("PRINCIPIOS", "i. ii."), ("DIRECTRICES", "1. i. ii. iii. iv. 2.")
    assert headings_of(*rows)[1] == ("DIRECTRICES:?", "arabic", True)


def made_up(*rows: tuple[str, bool]) -> list[PrintedLine]:
    """Return lines of a PDF, each with whether it is bold."""
    return [PrintedLine("d.pdf", 1, at, (text,), is_bold=bold, size=10.0) for at, (text, bold) in enumerate(rows, 1)]


def patterns_of(lines: list[PrintedLine]) -> list[tuple[str, bool]]:
    return [
        (each["pattern"].replace(r"\s+", " "), each.get("restarts", False))
        for each in tomllib.loads(drafted(lines)).get("heading", [])
    ]


def test_headings_of_any_words_are_told_by_their_make_up() -> None:
    rows = [
        ("Agreement on Digital Trade", True),
        ("Text of the third round.", False),
        ("Article 1: Definitions", True),
        ("1. A signature is data.", False),
        ("2. A Party is a State.", False),
        ("Article 2: Data flows", True),
        ("1. Data may flow.", False),
        ("2. Parties consult.", False),
        ("Annex", True),
    ]
    assert patterns_of(made_up(*rows)) == [("Article 1: Definitions", True), ("Article 2: Data flows", True)]
    plain = [(text, False) for text, _ in rows]
    assert patterns_of(made_up(*plain)) == [("Article 1: Definitions", True)]  # the line before the first number


def test_preambular_and_operative_paragraphs_are_numbers() -> None:
    rows = ("The General Assembly,", "PP1 Recalling its resolution,", "PP2 Noting the report,", "OP1 Urges States;")
    assert patterns_of(made_up(*((text, False) for text in rows))) == [("The General Assembly,", True)]


def test_a_draft_of_codes_of_two_letters_or_of_alternatives_is_a_list() -> None:
    lines = made_up(("Article 1: Scope", True), ("1. A Party shall act.", False))
    for raw in ("[US/JP propose: all] x [CH/NO: now]", "[shall][should] x [all][some] x [now] [X] years"):
        assert draft_paragraphs.guess_kind(lines, raw, is_dump=False) == "directive-list"
        assert "read = true" in "\n".join(draft_kinds.directive_list(lines, raw, "none"))
    assert draft_paragraphs.guess_kind(lines, "[sic] x [1] y [ver nota]", is_dump=False) == "programme"
