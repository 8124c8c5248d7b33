"""The signs of doubt are weighed together; what a page's end cuts off and what stands outside a frame is read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from directriz.read.pdf.doubt_weights import SAID, share_wrong, sign_of
from directriz.read.pdf.grid.columns_of_table_above import with_columns_of_above
from directriz.read.pdf.grid.evidence import Engine, Evidence
from directriz.read.pdf.grid.fragments import Fragment, fill_grid
from directriz.read.pdf.grid.grid import Grid, build_grid
from directriz.read.pdf.grid.open_sides import with_title_above
from directriz.read.pdf.grid.rest_of_table import rest_of_table, table_at_end
from directriz.read.pdf.grid.row_score import TextLine, stand_beside
from directriz.read.pdf.page.words import Words
from directriz.read.pdf.scan.odd_figures import odd_figures
from directriz.read.pdf.table.columns import without_lone_edges
from directriz.read.pdf.tables import tables_of

from tests.random_pages import draw_pages

Placed = tuple[str, float, float]  # text, left, top; ten points high, five a letter


def words_of(placed: Sequence[Placed]) -> Words:
    """Return words at their places."""
    boxes = [(left, top, left + 5 * len(text), top + 10) for text, left, top in placed]
    return Words(tuple(text for text, _, _ in placed), np.array(boxes).reshape(-1, 4), range(len(placed)))


def grid_on(columns: Sequence[float], rows: Sequence[float]) -> Grid:
    """Return a grid that is drawn whole."""
    lying = np.ones((len(rows), len(columns) - 1), dtype=bool)
    return build_grid(np.array(columns), np.array(rows), lying, np.ones((len(rows) - 1, len(columns) - 2), dtype=bool))


def filled(grid: Grid, words: Words, evidence: Evidence = Evidence.RULES) -> Fragment:
    """Return a grid with its words."""
    return fill_grid(1, Engine(evidence), grid, words, np.zeros((0, 5)))


def test_signs_of_one_table_are_weighed_together() -> None:
    weak, other = "no rule begins this row, and its text may go on with the one above", "a row without a label"
    assert share_wrong([]) < SAID < share_wrong([weak]) < share_wrong([weak, other])
    assert share_wrong([weak, weak]) == share_wrong([weak])


def test_a_sign_of_which_nothing_was_learned_is_a_doubt() -> None:
    assert share_wrong(["read with little certainty: plan"]) > SAID
    assert sign_of("read with little certainty: plan") == "read with little certainty"


@pytest.mark.parametrize(("top", "beside"), [(5.0, True), (8.0, False)])
def test_lines_that_overlap_by_half_a_line_stand_beside_each_other(top: float, beside: bool) -> None:
    assert stand_beside(TextLine({}, 0.0, 10.0), TextLine({}, top, top + 10.0)) is beside


def test_a_last_row_alone_on_its_page_is_read_where_no_rule_is_near(tmp_path: Path) -> None:
    _, (expected,) = draw_pages(73_179, tmp_path / "plan.pdf")
    (table,) = tables_of(tmp_path / "plan.pdf")["tables"]
    assert (table["pages"], [row["cells"] for row in table["rows"]]) == (expected.pages, expected.rows)


ROW = [("5", 55.0, 60.0), ("Salta", 105.0, 60.0), ("2027", 205.0, 60.0)]


@pytest.mark.parametrize(
    ("placed", "rows"),
    [
        (ROW, 1),
        ([("Plan", 55.0, 30.0), ("nacional", 80.0, 30.0), *ROW], 1),  # below a running header
        ([("5", 55.0, 60.0), ("Salta", 120.0, 60.0), ("2027", 205.0, 60.0)], None),  # where no text of the column does
        ([*ROW, ("texto", 55.0, 72.0), ("que", 85.0, 72.0), ("sigue", 98.0, 72.0)], None),  # prose follows
        ([("5", 55.0, 60.0), ("Salta", 105.0, 60.0), ("ahora", 180.0, 60.0), ("x", 211.0, 60.0)], None),
    ],
)
def test_the_rest_of_a_table_stands_where_its_texts_do(placed: list[Placed], rows: int | None) -> None:
    texts = [
        (text, left, top) for top in (105.0, 125.0) for text, left in (("4", 55.0), ("Jujuy", 105.0), ("2026", 205.0))
    ]
    table = filled(grid_on([50, 100, 200, 300], [80, 100, 120, 140]), words_of(texts), Evidence.ROWS)
    end = table_at_end([table], table.page_words, [])
    words = words_of(placed)
    assert end is not None
    grid = rest_of_table(words, range(len(words)), [], end)
    assert (None if grid is None else len(grid.rows) - 1) == rows


def test_a_table_with_text_below_it_has_no_rest() -> None:
    below = [("texto", 55.0, 150.0 + 15 * line) for line in range(5)]
    words = words_of([("4", 55.0, 85.0), ("Jujuy", 105.0, 85.0), *below])
    assert table_at_end([filled(grid_on([50, 100, 200], [80, 100]), words)], words, range(2, 7)) is None


@pytest.mark.parametrize(("top", "side", "rows"), [(80.0, 150.0, 3), (60.0, 150.0, 2), (80.0, 50.0, 2)])
def test_a_title_between_a_rule_and_a_table_without_frame_is_its_first_row(top: float, side: float, rows: int) -> None:
    boxes = words_of([("PREVENCIÓN", 55.0, 85.0), ("Salta", 55.0, 105.0)]).boxes
    standing = np.array([[side, 100.0, 140.0]])
    grid = with_title_above(grid_on([50, 150, 250], [100, 120, 140]), np.array([[top, 50.0, 250.0]]), standing, boxes)
    assert len(grid.rows) - 1 == rows


def test_the_label_of_a_total_stands_in_the_column_of_the_grid_above() -> None:
    words = words_of([("Norte", 55.0, 85.0), ("12", 105.0, 85.0), ("Total", 55.0, 105.0), ("30", 105.0, 105.0)])
    above = filled(grid_on([50, 100, 150, 200], [80, 100]), words)
    below = filled(grid_on([100, 150, 200], [100.5, 120]), words)
    (_, wider) = with_columns_of_above([above, below], [2])
    assert [cell.lines for cell in wider.cells] == [("Total",), ("30",), ()]
    apart = with_columns_of_above([above, below], [])
    assert apart[1] is below


def test_white_space_in_one_row_of_a_column_is_no_edge() -> None:
    rows = [("Salta", 55.0, 85.0), ("MJ", 155.0, 85.0), ("Jujuy", 55.0, 105.0), ("OIT", 155.0, 105.0)]
    rows += [("Lima", 55.0, 125.0), ("Comité", 155.0, 125.0), ("Ejecutivo", 205.0, 125.0)]
    finer = filled(grid_on([50, 150, 200, 300], [80, 100, 120, 140]), words_of(rows), Evidence.ROWS)
    coarser = without_lone_edges(finer, [0, 1, 3])
    assert coarser is not None
    assert coarser.cells[-1].lines == ("Comité Ejecutivo",)
    more = [*rows, ("Sur", 205.0, 85.0)]
    parted = filled(grid_on([50, 150, 200, 300], [80, 100, 120, 140]), words_of(more), Evidence.ROWS)
    assert without_lone_edges(parted, [0, 1, 3]) is None


@pytest.mark.parametrize(("text", "is_odd"), [("A9", True), ("O", True), ("1l2", True), ("s/d", False), ("49", False)])
def test_a_letter_in_a_column_of_figures_of_a_scan_is_named(text: str, is_odd: bool) -> None:
    figures = ["12", "1.305", text, "98 %", "7"]
    words = words_of(
        [(label, 5.0, 15.0 * row) for row, label in enumerate(("Salud", "Paz", "Trabajo", "Mar", "Sol"))]
        + [(each.replace(" ", ""), 105.0, 15.0 * row) for row, each in enumerate(figures)]
    )
    fragment = filled(grid_on([0.0, 100.0, 200.0], [15.0 * row - 2 for row in range(6)]), words)
    assert [(doubt.row, doubt.column, doubt.reason) for doubt in odd_figures(fragment)] == (
        [(2, 1, f"a letter among figures: {text}")] if is_odd else []
    )
