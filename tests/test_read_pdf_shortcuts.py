"""What is done the short way for speed gives what the long, obvious way gives."""

from __future__ import annotations

import gc
from pathlib import Path

import numpy as np
import pytest
from directriz.errors import SourceUnreadable
from directriz.read.pdf import read_pdf, tables_of
from directriz.read.pdf.garbage_collector import without_collector
from directriz.read.pdf.grid.grid import build_grid
from directriz.read.pdf.guard import document
from directriz.read.pdf.page.arrays import median_of, side_by_side
from directriz.read.pdf.page.cell_text import SAME_LINE, lines_among
from directriz.read.pdf.page.drawing import Floats
from directriz.read.pdf.page.rules import REACH, meeting_groups
from directriz.read.pdf.page.word_spans import SWALLOWED_HYPHENS, WORD, word_spans
from directriz.read.pdf.table.columns import MOVED, NEAR, shared_edges
from directriz.read.pdf.table.join import join_fragments
from directriz.read.pdf.table.page_breaks import PrintedCell, habit_of, tally_of
from hypothesis import given
from hypothesis import strategies as st

numbers = st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=30)
edges = st.lists(st.integers(0, 80), min_size=2, max_size=12).map(lambda places: np.array(sorted(places), dtype=float))
signs = st.sampled_from([*"ab1 \n", "\xa0", "\u200b", "\ufeff", "\0", "\U0001f600", "\ud800", *SWALLOWED_HYPHENS])
cells = st.builds(PrintedCell, st.sampled_from(["", "1. uno", "2", "2.1 Dos", "tres", "(4)"]), st.integers(1, 3))


@given(st.one_of(st.text(), st.text(signs)))
def test_words_are_found_where_the_pattern_finds_them(text: str) -> None:
    assert word_spans(text).tolist() == [list(match.span()) for match in WORD.finditer(text)]


@given(numbers)
def test_the_median_is_the_median(values: list[float]) -> None:
    assert median_of(np.array(values)) == np.median(values)


def test_columns_stand_side_by_side_in_the_order_given() -> None:
    assert side_by_side(np.array([1.0, 2.0]), np.array([3.0, 4.0])).tolist() == [[1.0, 3.0], [2.0, 4.0]]


def _edges_by_distance(table: Floats, page: Floats) -> list[int] | None:
    for moved in (0.0, float(table[0] - page[0]), float(table[-1] - page[-1])):
        distance = np.abs(table[None, :] - (page[:, None] + moved))
        nearest = distance.argmin(axis=1)
        if abs(moved) <= MOVED and (distance.min(axis=1) <= NEAR).all() and (np.diff(nearest) > 0).all():
            return [int(edge) for edge in nearest]
    return None


@given(edges, edges)
def test_shared_edges_are_the_nearest_ones(table: Floats, page: Floats) -> None:
    assert shared_edges(table, page) == _edges_by_distance(table, page)


@given(st.lists(cells), st.lists(cells))
def test_the_tallies_of_two_parts_of_a_column_add_up(first: list[PrintedCell], second: list[PrintedCell]) -> None:
    assert habit_of([tally_of(first), tally_of(second)]) == habit_of([tally_of([*first, *second])])


def test_a_habit_is_told_from_the_cells_of_a_column() -> None:
    column = [PrintedCell("1. Uno", 1), PrintedCell("2. dos", 2), PrintedCell("", 1), PrintedCell("tres", 1)]
    habit = habit_of([tally_of(column)])
    assert (habit.count, habit.filled, habit.merged) == (4, 0.75, 0.25)
    assert (round(habit.numbered, 3), habit.ascending, round(habit.capital, 3)) == (0.667, 1.0, 0.667)


rules = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 6)), max_size=8).map(
    lambda found: np.array([[10.0 * at, 10.0 * start, 10.0 * (start + size)] for at, start, size in found]).reshape(
        -1, 3
    )
)


@given(rules, rules)
def test_rules_that_meet_hang_together(horizontal: Floats, vertical: Floats) -> None:
    groups = meeting_groups(horizontal, vertical)
    together = [{("h", *rule) for rule in lying} | {("v", *rule) for rule in standing} for lying, standing in groups]
    for y, left, right in horizontal.tolist():
        for x, top, bottom in vertical.tolist():
            meets = top - REACH <= y <= bottom + REACH and left - REACH <= x <= right + REACH
            pair = {("h", y, left, right), ("v", x, top, bottom)}
            assert not meets or any(pair <= group for group in together)
    for lying, standing in groups:
        assert len(lying)
        assert len(standing)


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_each_place_of_a_grid_belongs_to_the_cell_that_covers_it(height: int, width: int, chance: object) -> None:
    drawn = np.random.default_rng(chance.getrandbits(32))  # type: ignore[attr-defined]
    lying, standing = drawn.random((height + 1, width)) < 0.7, drawn.random((height, width - 1)) < 0.7
    grid = build_grid(np.arange(width + 1.0), np.arange(height + 1.0), lying, standing)
    covered = np.full((height, width), -1)
    for index, (row, column, row_count, column_count) in enumerate(grid.spans):
        covered[row : row + row_count, column : column + column_count] = index
    assert covered.tolist() == grid.owner.tolist()
    assert list(grid.spans) == sorted(grid.spans)


LONGEST = Path(__file__).parent / "golden" / "pdf_m_row_higher_than_a_page" / "source.pdf"


def test_a_document_opened_anew_after_each_page_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = tables_of(LONGEST)
    monkeypatch.setattr(document, "REOPENED", 1)
    assert tables_of(LONGEST) == at_once
    assert at_once["page_count"] > 2


def test_words_of_pages_are_let_go_with_their_tables() -> None:
    reading = read_pdf(LONGEST)
    assert [len(fragment.page_words) for fragment in reading.fragments] == [0] * reading.page_count
    kept = join_fragments(reading.fragments, [None] * reading.page_count, reading.vocabulary)
    assert [len(table.rows) for table in kept] == [len(table.rows) for table in reading.tables]


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(SourceUnreadable):
            read_pdf("no such.pdf")
        assert gc.isenabled() == was_on
        with without_collector():
            assert not gc.isenabled()
        assert gc.isenabled() == was_on
    finally:
        gc.enable()


def test_reading_leaves_no_circles_behind() -> None:
    tables_of(LONGEST)
    gc.collect()
    reading = read_pdf(LONGEST)
    del reading
    assert gc.collect() == 0


def _lines_by_heights(boxes: list[list[float]]) -> list[list[int]] | None:
    lines, reach, before = [[0]], (boxes[0][1], boxes[0][3]), boxes[0]
    for index, box in enumerate(boxes[1:], start=1):
        shared = min(reach[1], box[3]) - max(reach[0], box[1])
        is_beside = shared > SAME_LINE * min(reach[1] - reach[0], box[3] - box[1])
        if box[0] < before[0] if is_beside else box[1] < reach[0]:
            return None
        if is_beside:
            lines[-1].append(index)
        else:
            lines.append([index])
        is_higher = box[3] - box[1] > reach[1] - reach[0]
        reach, before = (box[1], box[3]) if is_higher or not is_beside else reach, box
    return lines


placed = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 3)), min_size=2, max_size=9)


@given(placed)
def test_words_of_one_height_make_the_lines_that_heights_make(found: list[tuple[int, int, int]]) -> None:
    boxes = [[float(x), 5.0 * row, x + 1.0, 5.0 * row + 3 * high] for x, row, high in found]
    slowly = _lines_by_heights(boxes)
    if slowly is not None:
        assert lines_among(boxes, range(len(boxes))) == slowly
