"""Where one reading of a table's grid gives way to another: limits from both sides, a fifth or a quarter away.

Rules are (y, x0, x1) or (x, top, bottom), words are boxes; lines of type are 10 points high.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from directriz.read.pdf.grid.columns_of_numbers import with_columns_of_numbers
from directriz.read.pdf.grid.evidence import Engine, Evidence
from directriz.read.pdf.grid.filled_bands import banded
from directriz.read.pdf.grid.fragments import Fragment, fill_grid
from directriz.read.pdf.grid.grid import Grid, build_grid, grid_of
from directriz.read.pdf.grid.grid_doubts import doubts_about
from directriz.read.pdf.grid.headers import header_depth, is_header_again, row_keys
from directriz.read.pdf.grid.open_sides import with_outer_sides
from directriz.read.pdf.grid.touching_tables import parted
from directriz.read.pdf.grid.vertical_rules import closed_by_ends, with_outer_labels
from directriz.read.pdf.grid.white_tables import white_grids
from directriz.read.pdf.page.aligned_words import aligned_on
from directriz.read.pdf.page.words import Words

Box = tuple[float, float, float, float]
Placed = tuple[str, float, float]  # text, left, top; ten points high, five a letter


def words_of(placed: Sequence[Placed], height: float = 10.0) -> Words:
    """Return words at their places."""
    boxes = [(left, top, left + 5 * len(text), top + height) for text, left, top in placed]
    return Words(tuple(text for text, _, _ in placed), np.array(boxes).reshape(-1, 4), range(len(placed)))


def rules_of(columns: Sequence[float], rows: Sequence[float]) -> tuple[np.ndarray, np.ndarray]:
    """Return the horizontal and vertical rules of a grid that is drawn whole."""
    lying = np.array([[y, columns[0], columns[-1]] for y in rows])
    return lying, np.array([[x, rows[0], rows[-1]] for x in columns])


def drawn(columns: Sequence[float], rows: Sequence[float]) -> Grid:
    """Return a grid that is drawn whole."""
    lying = np.ones((len(rows), len(columns) - 1), dtype=bool)
    standing = np.ones((len(rows) - 1, len(columns) - 2), dtype=bool)
    return build_grid(np.array(columns), np.array(rows), lying, standing)


def table(
    texts: Sequence[Sequence[str]],
    evidence: Evidence = Evidence.RULES,
    extra: Sequence[Placed] = (),
    row: float = 20.0,
    height: float = 10.0,
) -> Fragment:
    """Return a table with columns of 100 points from 50 on, and words of its page outside it."""
    columns = [50.0 + 100 * column for column in range(len(texts[0]) + 1)]
    rows = [100.0 + row * number for number in range(len(texts) + 1)]
    placed: list[Placed] = []
    for number, line in enumerate(texts):
        for column, text in enumerate(line):
            for depth, part in enumerate(text.split("\n")):
                left = columns[column] + 5
                for word in part.split():
                    placed.append((word, left, rows[number] + 5 + 12 * depth))
                    left += 5 * len(word) + 3
    words = words_of([*placed, *extra], height)
    return fill_grid(1, Engine(evidence), drawn(columns, rows), words, np.zeros((0, 5)))


def shape(grid: Grid | None) -> tuple[int, int]:
    """Return how many rows and columns a grid has."""
    return (0, 0) if grid is None else (len(grid.rows) - 1, len(grid.columns) - 1)


@pytest.mark.parametrize(("apart", "columns"), [(3.2, 2), (5.0, 3)])
def test_rules_drawn_twice_are_one_column_edge(apart: float, columns: int) -> None:
    assert shape(grid_of(*rules_of([50, 150, 150 + apart, 300], [100, 120, 140]))) == (2, columns)


@pytest.mark.parametrize(("share", "columns"), [(0.4, 1), (0.625, 2)])
def test_half_of_an_edge_has_to_be_drawn(share: float, columns: int) -> None:
    lying, standing = rules_of([50, 300], [100, 200])
    inner = np.array([[150.0, 100.0, 100.0 + 100 * share]])
    assert shape(grid_of(lying, np.vstack([standing, inner]))) == (1, columns)


@pytest.mark.parametrize(
    ("end", "columns"),
    [(150 - 6.4, 2), (150 - 10.0, 3), (300 - 12.0, 2), (300 - 18.75, 3)],  # of a rule of its own; how long it is
)
def test_a_rule_that_ends_inside_a_table_shows_a_column(end: float, columns: int) -> None:
    lying, standing = rules_of([50, 150, 300], [100, 120, 160])
    start = end if end > 200 else 50.0
    part = np.array([[140.0, start, 300.0 if end > 200 else end]])
    assert shape(grid_of(np.vstack([lying, part]), standing))[1] == columns


def border(lower: float = 0.0, covered: float = 1.0, own: Sequence[float] = (120, 230, 330)) -> tuple[np.ndarray, ...]:
    """Return the rules of two tables that touch at 160, the lower one with inner column edges of its own."""
    upper, upright = rules_of([50, 150, 250, 350, 450], [100, 120, 140])
    below, standing = rules_of([50, *own, 450], [180 + lower, 200 + lower, 220 + lower])
    edges = [[160.0, 50.0, 50 + 400 * covered]] + ([[160.0 + lower, 50.0, 50 + 400 * covered]] if lower else [])
    upright[:, 2], standing[:, 1] = 160.0, 160.0 + lower
    return np.vstack([upper, np.array(edges), below]), np.vstack([upright, standing]), np.zeros((0, 4))


@pytest.mark.parametrize(
    ("changes", "tables"),
    [
        ({}, 2),
        ({"lower": 8.0}, 2), ({"lower": 12.5}, 1),  # a border that is drawn twice; more is a row
        ({"own": (120, 230)}, 2), ({"own": (230,)}, 1),  # column edges of the lower table
        ({"own": (120, 250, 350)}, 1), ({"own": (120, 230, 350)}, 2),  # edges that one of the two has alone
        ({"covered": 0.6}, 1),
    ],
)  # fmt: skip
def test_two_tables_touch_where_other_columns_begin(changes: dict[str, float], tables: int) -> None:
    assert len(parted(*border(**changes))) == tables  # type: ignore[arg-type]


@pytest.mark.parametrize(("reach", "sides"), [(16.0, 2), (25.0, 3)])
def test_a_rule_that_reaches_beyond_the_frame_opens_a_column(reach: float, sides: int) -> None:
    lying, standing = rules_of([150, 300], [100, 200])
    lying = np.vstack([lying, [[130.0, 150.0 - reach, 300.0]]])
    boxes = np.array([[151.0 - reach, 110, 149, 120], [151.0 - reach, 150, 149, 160]])
    assert len(with_outer_sides(lying, standing, boxes)) == sides


@pytest.mark.parametrize(("away", "found"), [(2.4, 0), (3.75, 1)])
def test_rules_away_from_a_filled_band_are_rows(away: float, found: int) -> None:
    bands = np.array([[50.0, 100.0, 450.0, 120.0, 1.0]])
    strokes = np.array([[100.0, 50.0, 450.0], [120.0 + away, 50.0, 450.0]])
    assert len(banded(bands, strokes)) == found


def numbers(rows: int, gap: float, plain: int = 0) -> tuple[int, int]:
    """Return the shape of one column of numbers beside labels: `rows` with two numbers, `plain` with one."""
    texts: list[Placed] = []
    for row in range(rows + plain):
        top = 105.0 + 20 * row
        texts += [("Casos", 55.0, top), ("1234", 160.0, top)] + ([("567", 180.0 + gap, top)] if row < rows else [])
    grid = drawn([50, 150, 300], [100.0 + 20 * row for row in range(rows + plain + 1)])
    return shape(with_columns_of_numbers(grid, words_of(texts)))


@pytest.mark.parametrize(
    ("rows", "gap", "plain", "columns"),
    [
        (3, 10.0, 0, 3), (2, 10.0, 0, 2),  # rows with two numbers
        (4, 2.5, 0, 2), (4, 4.0, 0, 3),  # a thin space
        (6, 10.0, 4, 3), (4, 10.0, 6, 2),  # share of the rows
    ],
)  # fmt: skip
def test_numbers_one_below_the_other_are_columns(rows: int, gap: float, plain: int, columns: int) -> None:
    assert numbers(rows, gap, plain)[1] == columns


@pytest.mark.parametrize(("lines", "depth"), [(7, 1), (11, 0)])
def test_a_long_text_is_no_header(lines: int, depth: int) -> None:
    """Lines of 17 letters, joined by spaces: 125 letters and 197."""
    label = "\n".join(["aaaaaaaa aaaaaaaa"] * lines)
    assert header_depth(table([["Medida", label], ["Difundir", "12"], ["Formar", "14"]], row=150)) == depth


@pytest.mark.parametrize(("same", "told"), [(5, "changed"), (7, "changed"), (4, None)])
def test_another_edition_of_a_header_reads_the_same_in_most_cells(same: int, told: str | None) -> None:
    labels = [f"columna {letter}" for letter in "abcdefghi"]
    keys = (row_keys(table([labels, ["x"] * 9]), 0),)
    other = [label if number < same else f"otra {label}" for number, label in enumerate(labels)]
    assert is_header_again(keys, table([other, ["x"] * 9]), 0) == (told if same != 5 else None)


def reasons(fragment: Fragment, outside: Sequence[int] = ()) -> set[str]:
    """Return what is doubtful about a table."""
    return {doubt.reason for doubt in doubts_about(fragment, outside, np.zeros((0, 3)))}


@pytest.mark.parametrize(("over", "is_doubtful"), [(2.4, False), (3.75, True)])
def test_a_word_over_the_side_of_its_cell_is_doubtful(over: float, is_doubtful: bool) -> None:
    word = ("palabra", 150 - 35 + over, 125.0)
    fragment = table([["Medida", "Acción"], ["", "Difundir"]], extra=[word])
    assert ("a word stands over the side of its cell" in reasons(fragment)) is is_doubtful


@pytest.mark.parametrize(("gap", "rows", "is_doubtful"), [(8.0, 2, False), (12.5, 2, True), (12.5, 1, False)])
def test_numbers_apart_in_one_cell_are_doubtful(gap: float, rows: int, is_doubtful: bool) -> None:
    pairs = [(text, 160.0 + shift, 125.0 + 20 * row) for row in range(rows) for text, shift in
             (("12", 0.0), ("34", 10 + gap))]  # fmt: skip
    fragment = table([["Medida", "Casos"], *[["Difundir", ""]] * 2], extra=pairs)
    assert ("its cells hold numbers that stand apart" in reasons(fragment)) is is_doubtful


@pytest.mark.parametrize(("away", "is_doubtful"), [(22.0, True), (31.0, False)])
def test_text_right_below_a_table_in_its_columns_is_doubtful(away: float, is_doubtful: bool) -> None:
    below = [("Formar", 55.0, 140.0 + away), ("SENAF", 155.0, 140.0 + away)]
    fragment = table([["Medida", "Acción"], ["Difundir", "MJ"]], extra=below)
    assert ("lines beside the table stand in its columns" in reasons(fragment, [4, 5])) is is_doubtful


def aligned(
    lines: int = 6, gap: float = 30.0, shift: float = 0.0, long: int = 1, pitch: float = 14.0, count: int = 3
) -> int:
    """Return how many places stand in columns: lines of pieces, every second one moved sideways."""
    placed: list[Placed] = []
    for line in range(lines):
        left = 50.0 + (shift if line % 2 else 0.0)
        for piece in range(count):
            words = ["dato"] * long
            for word in words:
                placed.append((word, left, 100 + pitch * line))
                left += 5 * len(word) + 3 + (piece if line % 2 and shift else 0)
            left += gap - 3
    words = words_of(placed)
    return len(aligned_on(words, range(len(words))))


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"lines": 4}, 0), ({"lines": 5}, 1),
        ({"gap": 9.6}, 0), ({"gap": 15.0}, 1),  # white space between two pieces
        ({"count": 2}, 0),
        ({"long": 4}, 1), ({"long": 6}, 0),  # words of a piece
        ({"pitch": 10 + 24.0}, 1), ({"pitch": 10 + 37.5}, 0),  # from line to line
    ],
)  # fmt: skip
def test_words_in_columns_are_told(changes: dict[str, float], count: int) -> None:
    assert aligned(**changes) == count  # type: ignore[arg-type]


@pytest.mark.parametrize(("away", "count"), [(3.2, 1), (5.0, 0)])
def test_pieces_of_one_column_begin_at_the_same_place(away: float, count: int) -> None:
    """Every second line stands to the side; its pieces are longer, so that neither their ends nor middles agree."""
    placed: list[Placed] = []
    for line in range(6):
        for piece in range(3):
            text = "dato" if line % 2 == 0 else "datos más"
            placed.append((text, 50.0 + 100 * piece + (away if line % 2 else 0.0), 100.0 + 14 * line))
    words = words_of(placed)
    assert len(aligned_on(words, range(len(words)))) == count


@pytest.mark.parametrize(("shared", "count"), [(5, 1), (2, 0)])
def test_most_pieces_of_a_line_stand_below_pieces_of_the_one_above(shared: int, count: int) -> None:
    """Lines of six pieces; from line to line `shared` of them keep their places."""
    placed: list[Placed] = []
    for line in range(6):
        for piece in range(6):
            moved = 37.0 if piece >= shared and line % 2 else 0.0
            placed.append(("dato", 50.0 + 80 * piece + moved, 100.0 + 14 * line))
    words = words_of(placed)
    assert len(aligned_on(words, range(len(words)))) == count


def white(lines: Sequence[Sequence[tuple[str, float]]], pitch: float = 14.0) -> int:
    """Return how many columns the table of some lines has, each given as words with their left side; 0 = no table."""
    placed = [(text, left, 100 + pitch * row) for row, line in enumerate(lines) for text, left in line]
    words = words_of(placed)
    grids = white_grids(words, range(len(words)), None, np.zeros((0, 3)))
    return shape(grids[0])[1] if grids else 0


def counts(rows: int, columns: int = 3, gap: float = 75.0) -> list[list[tuple[str, float]]]:
    """Return lines of a label and numbers, as far apart."""
    starts = [50.0] + [75 + gap + (10 + gap) * column for column in range(columns - 1)]
    return [[("Casos" if not column else "12", left) for column, left in enumerate(starts)] for _ in range(rows)]


@pytest.mark.parametrize(
    ("lines", "pitch", "columns"),
    [
        (counts(2), 14, 0), (counts(3), 14, 3),  # lines of a table
        (counts(3, 2), 14, 0), (counts(4, 2), 14, 2),  # of two columns
        (counts(6, gap=8.0), 14, 0), (counts(6, gap=12.5), 14, 3),  # white space between two columns
        (counts(6), 10 + 20.8, 3), (counts(6), 10 + 32.5, 0),  # from line to line
    ],
)  # fmt: skip
def test_lines_in_columns_are_a_table(lines: list[list[tuple[str, float]]], pitch: float, columns: int) -> None:
    assert white(lines, pitch) == columns


@pytest.mark.parametrize(("away", "columns"), [(3.6, 3), (5.6, 0)])
def test_pieces_of_a_column_stand_in_one_place(away: float, columns: int) -> None:
    """From line to line the numbers grow longer, so that neither their ends nor their middles agree."""
    long = ["1", "12345", "123456789", "1234567890123"]
    lines = [[("Casos", 50.0), *((long[row % 4], start + away * (row % 4)) for start in (150.0, 300.0))]
             for row in range(8)]  # fmt: skip
    assert white(lines) == columns


@pytest.mark.parametrize(("shared", "is_table"), [(6, True), (4, False)])
def test_half_of_a_line_s_pieces_stand_in_columns_above(shared: int, is_table: bool) -> None:
    lines = [
        [("12" if column else "Caso", 50.0 + 70 * column + (13.0 * (row % 4) if column >= shared else 0.0))
         for column in range(10)]
        for row in range(8)
    ]  # fmt: skip
    assert (white(lines) > 0) is is_table


def phrases(rows: int, words: int, odd: int = 0, figures: int = 0) -> list[list[tuple[str, float]]]:
    """Return lines of three texts of so many words; some words are signs, some texts figures."""
    lines: list[list[tuple[str, float]]] = []
    for row in range(rows):
        line: list[tuple[str, float]] = []
        for column in range(3):
            texts = ["~=" if number < odd else "dato" for number in range(words)]
            if column == 2 and row < figures:
                texts = ["12"]
            line += [(text, 50.0 + 200 * column + 23 * number) for number, text in enumerate(texts)]
        lines.append(line)
    return lines


@pytest.mark.parametrize(
    ("lines", "is_table"),
    [
        (phrases(6, 4), True), (phrases(6, 6), False),  # words of a piece
        (phrases(6, 3, odd=1), True), (phrases(6, 4, odd=2), False),  # share that reads as words
        (phrases(4, 2), False), (phrases(5, 2), True),  # lines of a table of words alone
        (phrases(4, 2, figures=1), False), (phrases(4, 2, figures=2), True),  # numbers in it
    ],
)  # fmt: skip
def test_texts_in_columns_are_a_table_if_short_and_legible(
    lines: list[list[tuple[str, float]]], is_table: bool
) -> None:
    assert (white(lines) > 0) is is_table


@pytest.mark.parametrize(("over", "columns"), [(3, 4), (4, 3)])
def test_a_line_in_ten_may_go_over_a_gutter(over: int, columns: int) -> None:
    lines = counts(30, 4)
    for row in range(over):
        lines[4 + 6 * row] = [lines[0][0], ("1234567890123456789012345", 150.0), lines[0][3]]
    assert white(lines) == columns


@pytest.mark.parametrize(("end", "columns"), [(165.0, 3), (162.75, 4)])
def test_a_gutter_is_half_a_line_high(end: float, columns: int) -> None:
    """Each line leaves enough white space, at places that differ: from 165 or 162.75 to 169 nothing stands."""
    one = [("Casos", 50.0), ("12", end - 10), ("34", 178.0), ("56", 250.0)]
    lines = [one if row % 2 else [("Casos", 50.0), ("12", 148.0), ("34", 169.0), ("56", 250.0)] for row in range(8)]
    assert white(lines) == columns


@pytest.mark.parametrize(
    ("count", "away", "length", "tables"),
    [(2, 0.0, 60, 0), (3, 0.0, 60, 1), (3, 2.4, 60, 1), (3, 3.75, 60, 0), (3, 0.0, 20, 0), (3, 0.0, 31.25, 1)],
)
def test_vertical_rules_alone_are_columns(count: int, away: float, length: float, tables: int) -> None:
    rules = np.array([[50 + 100.0 * number, 100.0, 100.0 + length] for number in range(count)])
    rules[-1, 2] += away
    boxes = np.array([[60 + 100.0 * number, 102, 90 + 100.0 * number, 112] for number in range(count - 1)])
    assert len(closed_by_ends(rules, [], boxes)) == tables


@pytest.mark.parametrize(
    ("rows", "labels", "gap", "letters", "columns"),
    [
        (2, 2, 5.0, 5, 2), (3, 3, 5.0, 5, 3),  # rows with a label
        (10, 7, 5.0, 5, 3), (10, 5, 5.0, 5, 2),  # share of the rows
        (4, 4, 64.0, 5, 3), (4, 4, 100.0, 5, 2),  # white space before the grid, of labels that begin together
        (4, 4, 5.0, 19, 3), (4, 4, 5.0, 50, 3), (4, 4, 5.0, 70, 2),  # width beside the grid's
    ],
)  # fmt: skip
def test_labels_beside_a_grid_are_its_first_column(
    rows: int, labels: int, gap: float, letters: int, columns: int
) -> None:
    grid = drawn([450, 550, 650], [100.0 + 20 * row for row in range(rows + 1)])
    placed: list[Placed] = []
    for row in range(rows):
        placed += [("12", 500.0, 105.0 + 20 * row), ("34", 600.0, 105.0 + 20 * row)]
        placed += [("a" * letters, 450 - gap - 5 * letters, 105.0 + 20 * row)] if row < labels else []
    assert shape(with_outer_labels(grid, words_of(placed), [grid]))[1] == columns


@pytest.mark.parametrize(("gap", "columns"), [(24.0, 3), (37.5, 2)])
def test_labels_that_do_not_begin_together_stand_near_the_grid(gap: float, columns: int) -> None:
    grid = drawn([250, 350, 450], [100.0 + 20 * row for row in range(5)])
    placed: list[Placed] = []
    for row in range(4):
        placed += [("12", 300.0, 105.0 + 20 * row), ("34", 400.0, 105.0 + 20 * row)]
        placed += [("a" * (3 + row), 250 - gap - 5 * (3 + row), 105.0 + 20 * row)]
    assert shape(with_outer_labels(grid, words_of(placed), [grid]))[1] == columns
