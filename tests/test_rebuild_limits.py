"""Limits of the stage `rebuild` from both sides, on single lines: one that is moved by a third fails a test."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from directriz.commands.draft_sections import stands_out
from directriz.rebuild.actions import ActionMaker
from directriz.rebuild.card_labels import CardLabels, numbered_label
from directriz.rebuild.cards import is_card as is_card_table
from directriz.rebuild.heading_looks import body_size, look_of_text
from directriz.rebuild.plan_tables import PrintedTable, _reason_against
from directriz.rebuild.refused_rows import page_ranges
from directriz.rebuild.set_aside import text_aside
from directriz.records import Issue, PrintedLine


def line(text: str, **keys: Any) -> PrintedLine:
    return PrintedLine("plan.pdf", 1, 1, (text,), **keys)


@pytest.mark.parametrize(("count", "more"), [(12, ""), (14, " and 2 more")])
def test_twelve_places_are_named(count: int, more: str) -> None:
    pages = page_ranges(range(1, 2 * count, 2))
    assert pages.count(",") == 11
    assert pages.endswith(more)
    assert ("more" in pages) == bool(more)


def test_an_issue_shows_the_beginning_of_a_text() -> None:
    [issue] = [each for each in text_aside("plan", [line("x" * 200)]) if isinstance(each, Issue)]
    assert len(issue.text or "") == 120


@pytest.mark.parametrize(("cell", "is_label"), [
    ("Acción prioritaria de la entidad No. 4", True), ("Acción muy prioritaria de la entidad No. 4", False),
])  # fmt: skip
def test_a_numbered_label_has_few_words(cell: str, is_label: bool) -> None:
    assert (numbered_label(cell) is not None) == is_label


@pytest.mark.parametrize(("labels", "is_card"), [(("Plazo", "Meta"), True), (("Plazo",), False)])
def test_a_table_with_two_labels_is_a_card(labels: tuple[str, ...], is_card: bool) -> None:
    rows = (PrintedLine("plan.pdf", 1, None, (*labels, "2027", "x"), table=1),)
    assert is_card_table(PrintedTable(1, (), rows), CardLabels(labels), ()) == is_card


@pytest.mark.parametrize(("doubled", "rows", "is_refused"), [
    (4, 10, True), (3, 10, False), (10, 49, True), (10, 55, False),
])  # fmt: skip
def test_many_rows_with_the_number_of_another_one_are_refused(doubled: int, rows: int, is_refused: bool) -> None:
    maker: Any = SimpleNamespace(
        _doubled=[("row", "eje", "1")] * doubled, ids=["id"] * rows, _axes={"eje": ["a", "b"]},
        _same_word=lambda *_: "refused", _without_wider_heading=list,
    )  # fmt: skip
    assert ActionMaker.collapsed(maker) == (["refused"] if is_refused else [])


@pytest.mark.parametrize(("known", "unknown", "is_plan"), [(3, 1, True), (2, 1, False), (4, 2, True), (4, 3, False)])
def test_most_labels_of_a_header_show_a_table_of_the_plan(known: int, unknown: int, is_plan: bool) -> None:
    header = SimpleNamespace(cells=tuple(f"label {number}" for number in range(known + unknown)))
    table: Any = SimpleNamespace(headers=(header,), rows=(), width=known + unknown, page=1)
    reader: Any = SimpleNamespace(published=lambda _: ["goal"] * known + [None] * unknown)
    assert (_reason_against(table, None, reader) is None) == is_plan


@pytest.mark.parametrize(("size", "is_heading"), [(11.5, True), (11.0, False), (14.0, True)])
def test_a_heading_is_an_eighth_larger_than_the_text(size: float, is_heading: bool) -> None:
    assert stands_out(line("Prevención y asistencia", size=size), 10.0) == is_heading


@pytest.mark.parametrize(("letters", "size"), [(70, 9.0), (50, 12.0)])
def test_long_lines_are_running_text(letters: int, size: float) -> None:
    lines = [line("x" * letters, size=9.0), line("x" * 55, size=12.0), line("x" * 55, size=12.0)]
    assert body_size(lines) == size


def test_a_heading_is_short() -> None:
    assert look_of_text(" ".join(["EL"] * 18)) == "capitals"
    assert look_of_text(" ".join(["EL"] * 19)) is None
    assert look_of_text("PREVENCIÓN" * 14) == "capitals"
    assert look_of_text("PREVENCIÓN" * 15) is None
