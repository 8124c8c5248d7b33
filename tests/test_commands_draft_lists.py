"""Profiles drafted for lists of paragraphs: numbers that go on over headings, words that lines strike."""

from __future__ import annotations

from directriz.commands import draft_kinds
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
