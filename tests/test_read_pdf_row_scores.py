"""The exact score of each sign that a line begins a row: a weight that moves by a third changes a sum here.

Columns begin at 0, 100, 200 and 300; a letter is 5 points wide, a line 10 high. Two lines 12 points apart have one
pitch, which says nothing.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.grid.row_score import TextLine, row_scores, stand_beside
from directriz.read.pdf.page.arrays import Floats
from directriz.read.pdf.page.words import Words

COLUMNS = np.array([0.0, 100.0, 200.0, 300.0])
Printed = dict[int, str]


def scores(*lines: Printed, pitches: tuple[float, ...] = (), columns: Floats = COLUMNS) -> list[float]:
    """Return the scores of lines, each given as the text of its columns."""
    texts, boxes, made, top = list[str](), list[list[float]](), list[TextLine](), 0.0
    for number, line in enumerate(lines):
        own: dict[int, list[int]] = {}
        for column, text in line.items():
            left = 100.0 * column + 2
            for word in text.split():
                own.setdefault(column, []).append(len(texts))
                texts.append(word)
                boxes.append([left, top, left + 5 * len(word), top + 10])
                left += 5 * len(word) + 3
        made.append(TextLine(own, top, top + 10))
        top += pitches[number] if number < len(pitches) else 12.0
    words = replace(Words(tuple(texts), np.array(boxes), range(len(texts))), language=language_of("es"))
    return [round(score, 2) for score in row_scores(made, columns, words)]


LONG = "asistencia integral a las"  # leaves no room for a long word in its column


@pytest.mark.parametrize(
    ("above", "below", "score"),
    [
        ({0: "Salta", 1: "12"}, {0: "Jujuy", 1: "15"}, 4.2),  # numbers 1.5, a capital .4, room 1.5, all columns .8
        ({0: "Salta", 1: "12", 2: "7"}, {0: "Jujuy", 1: "15", 2: "9"}, 5.7),  # numbers twice
        ({0: "Salta"}, {0: "Jujuy"}, 1.9),
        ({0: "Salta la linda", 1: "Norte del"}, {0: "Jujuy", 1: "Sur"}, 2.1),  # room twice; "del" cannot end a text
        ({0: "Difundir la", 1: "Salta"}, {0: "línea", 1: "Jujuy"}, -1.3),  # a small letter -3.0
        ({0: LONG, 1: "Salta"}, {0: "víctimas"}, -6.3),  # no room -.8
        ({0: LONG, 1: "Salta"}, {1: "Jujuy"}, 8.3),  # no label -1.6, below a title that runs on 8.0
        ({0: "Salta", 1: "12"}, {1: "(3)"}, -6.5),  # in brackets -8.0
        ({0: "Salta", 1: "12"}, {0: "Jujuy"}, 3.5),  # a label alone 1.6
        ({0: "1", 1: "Salta"}, {0: "2", 1: "Jujuy"}, 7.2),  # the first column counts on 3.0
        ({0: "Salta"}, {0: "Jujuy", 1: "Norte"}, 3.3),  # text in a blank column .6
    ],
)
def test_each_sign_has_its_weight(above: Printed, below: Printed, score: float) -> None:
    assert scores(above, below) == [score]


def test_a_line_without_a_number_below_numbered_ones_begins_no_row() -> None:
    assert scores({0: "1", 1: "Salta"}, {0: "2", 1: "Jujuy"}, {1: "Lima"}) == [7.2, -2.2]


def test_lines_that_overlap_are_one_row() -> None:
    assert scores({0: "Salta", 1: "a"}, {0: "Jujuy", 1: "b"}, pitches=(5,)) == [-11.3]


@pytest.mark.parametrize(
    ("pitch", "score"),
    [
        (12.0, [-1.3, 1.2]),
        (13.5, [-1.3, 1.2]),
        (14.2, [-3.8, 3.7]),
        (20.0, [-3.8, 3.7]),
    ],
)
def test_the_wider_of_two_pitches_parts_rows(pitch: float, score: list[float]) -> None:
    """Beside a pitch of 12, one of 13.5 is alike, one of 14.2 is wider."""
    assert scores({0: "Salta", 1: "a"}, {0: "Jujuy", 1: "b"}, {0: "Lima", 1: "c"}, pitches=(12.0, pitch)) == score


@pytest.mark.parametrize(("pitch", "score"), [(16.5, [-1.3]), (19.0, [1.2])])
def test_lines_of_one_text_are_closer_than_three_quarters_of_a_line(pitch: float, score: list[float]) -> None:
    assert scores({0: "Salta", 1: "a"}, {0: "Jujuy", 1: "b"}, pitches=(pitch,)) == score


def test_numbers_count_in_four_columns_at_most() -> None:
    columns = np.arange(0.0, 700.0, 100.0)
    assert scores(dict.fromkeys(range(1, 5), "1"), dict.fromkeys(range(1, 5), "2"), columns=columns) == [6.8]
    assert scores(dict.fromkeys(range(1, 7), "1"), dict.fromkeys(range(1, 7), "2"), columns=columns) == [6.8]


@pytest.mark.parametrize(("apart", "count", "score"), [(2, 24, -1.3), (3, 25, -3.8)])
def test_few_wide_pitches_only_part_groups_of_rows(apart: int, count: int, score: float) -> None:
    lines: list[Printed] = [{0: "Salta", 1: "a"}] * (count + 1)
    assert scores(*lines, pitches=(*[12.0] * (count - apart), *[16.0] * apart))[0] == score


@pytest.mark.parametrize(("top", "is_beside"), [(6.0, True), (7.2, False)])
def test_lines_that_overlap_by_a_third_stand_beside_each_other(top: float, is_beside: bool) -> None:
    assert stand_beside(TextLine({}, 0.0, 10.0), TextLine({}, top, top + 10.0)) is is_beside


@pytest.mark.parametrize(("letters", "score"), [(11, 1.9), (12, -0.4)])
def test_a_word_has_room_where_it_fits_behind_a_space(letters: int, score: float) -> None:
    """The column is 100 wide, its first text 33, with 2 at each side: 63 are left, a word of 11 letters needs 58.5."""
    assert scores({0: "abc abc"}, {0: "B" * letters}) == [score]
