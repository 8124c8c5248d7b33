"""Where one reading of a picture gives way to another: limits of `scan/` from both sides, on pictures of a few marks.

A limit that is moved by a third makes one of the two sides fail. No character is recognised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.scan.picture import Scan, _tints, ink_of, skew_of
from directriz.read.pdf.scan.picture_rules import (
    _drawn_out,
    _joined,
    _meets_at_both_ends,
    _runs,
    _through_words,
    _wipe_rules,
    rules_on,
)
from directriz.read.pdf.scan.picture_words import (
    _font_boxes,
    _left_over,
    _letters,
    _without_dirt,
    bold_words,
    is_legible,
)
from directriz.read.pdf.scan.shades import with_dark_letters, without_photographs
from directriz.read.pdf.scan.tesseract import ReadWord
from directriz.read.pdf.scan.text_layer import hides_text, layer_doubt

SPANISH = language_of("es")
DOTS = 10.0  # pixels a point
Box = tuple[float, float, float, float]  # left, top, right, bottom; points


def marks(*boxes: Box, size: tuple[float, float] = (120.0, 60.0)) -> Any:
    """Return a picture in which boxes are 255, and all else is 0."""
    picture = np.zeros((round(size[1] * DOTS), round(size[0] * DOTS)), dtype=np.uint8)
    for left, top, right, bottom in boxes:
        picture[round(top * DOTS) : round(bottom * DOTS), round(left * DOTS) : round(right * DOTS)] = 255
    return picture


def scanned(*boxes: Box, size: tuple[float, float] = (120.0, 60.0)) -> Scan:
    """Return the scan of a page with black boxes."""
    ink = marks(*boxes, size=size)
    return Scan(np.asarray(255 - ink, dtype=np.uint8), ink, DOTS, 0.0, 0, np.zeros((0, 5)))


def lying(*runs: Sequence[float]) -> Any:
    """Return rules: y, left, right, thickness."""
    return np.array(runs, dtype=float).reshape(-1, 4)


@pytest.mark.parametrize(("long", "count"), [(6.0, 0), (8.5, 1)])
def test_a_run_of_ink_is_longer_than_a_letter_is_wide(long: float, count: int) -> None:
    assert len(_runs(scanned((20, 20, 20 + long, 21)).ink, DOTS)[0]) == count


@pytest.mark.parametrize(("thick", "count"), [(3.0, 1), (4.2, 0)])
def test_a_bar_is_thicker_than_a_rule(thick: float, count: int) -> None:
    assert len(_runs(scanned((20, 20, 100, 20 + thick)).ink, DOTS)[0]) == count


@pytest.mark.parametrize(("thick", "count"), [(1.4, 1), (2.1, 0)])
def test_a_stroke_through_words_is_thin(thick: float, count: int) -> None:
    assert len(rules_on(scanned((20, 20, 100, 20 + thick))).strokes) == count


@pytest.mark.parametrize(("long", "count"), [(20.0, 0), (29.0, 1)])
def test_a_line_that_crosses_no_letter_is_longer_than_the_bars_of_capitals(long: float, count: int) -> None:
    assert len(rules_on(scanned((20, 20, 20 + long, 21))).strokes) == count


@pytest.mark.parametrize(("high", "count"), [(26.0, 0), (36.0, 1)])
def test_a_rule_that_stands_free_is_higher_than_a_letter(high: float, count: int) -> None:
    assert len(rules_on(scanned((20, 10, 21, 10 + high))).drawing.vertical) == count


@pytest.mark.parametrize(("long", "count"), [(12.0, 0), (17.0, 1)])
def test_a_rule_has_a_part_longer_than_a_letter(long: float, count: int) -> None:
    assert len(_joined(lying((100, 50, 50 + long, 1)))) == count


@pytest.mark.parametrize(("gap", "count"), [(4.0, 1), (6.0, 2)])
def test_faint_ink_leaves_gaps_in_a_rule(gap: float, count: int) -> None:
    assert len(_joined(lying((100, 50, 80, 1), (100, 80 + gap, 120, 1)))) == count


@pytest.mark.parametrize(("apart", "count"), [(1.2, 1), (1.8, 2)])
def test_parts_of_a_rule_lie_in_one_line(apart: float, count: int) -> None:
    assert len(_joined(lying((100, 50, 80, 1), (100 + apart, 81, 120, 1)))) == count


@pytest.mark.parametrize(("ink", "count"), [(0.68, 3), (0.85, 2)])
def test_most_of_a_faint_rule_is_seen_where_it_is_drawn_out(ink: float, count: int) -> None:
    whole = 400.0
    parts = lying((100, 50, 50 + ink * whole / 2, 1), (100, 450 - ink * whole / 2, 450, 1), (120, 50, 450, 1))
    assert len(_drawn_out(parts, np.zeros((0, 4)))) == count


@pytest.mark.parametrize(("off", "meets"), [(1.0, True), (1.4, False)])
def test_the_side_of_a_row_runs_up_to_its_rules(off: float, meets: bool) -> None:
    standing = np.array([[50.0, 100.0, 112.0, 1.0]])
    assert _meets_at_both_ends(standing, lying((100 - off, 20, 200, 1), (112, 20, 200, 1))).tolist() == [meets]


@pytest.mark.parametrize(("letters", "count"), [(2, 0), (3, 1)])
def test_a_line_through_a_short_word_crosses_the_strokes_of_letters(letters: int, count: int) -> None:
    strokes: list[Box] = [(20 + 3 * number, 15, 21 + 3 * number, 27) for number in range(letters)]
    scan = scanned((18, 20.5, 31, 21.5), *strokes)
    assert len(_through_words(lying((21, 18, 31, 1)), scan)) == count


@pytest.mark.parametrize(("off", "is_wiped"), [(0.4, True), (0.6, False)])
def test_what_is_beside_a_rule_is_wiped_out_with_it(off: float, is_wiped: bool) -> None:
    clean = np.zeros((600, 1200), dtype=np.uint8)
    _wipe_rules(clean, np.zeros_like(clean), lying((30, 20, 100, 1)), DOTS)
    assert bool(clean[round((30 - 0.5 - off) * DOTS), 500] == 255) is is_wiped


@pytest.mark.parametrize(("off", "is_wiped"), [(3.2, True), (5.0, False)])
def test_ink_of_a_rule_that_strays_is_wiped_out_near_it(off: float, is_wiped: bool) -> None:
    clean = np.zeros((600, 1200), dtype=np.uint8)
    runs = marks((20, 30 - 0.5 - off, 100, 30 - off))
    _wipe_rules(clean, runs, lying((30, 20, 100, 1)), DOTS)
    assert bool(clean[round((30 - 0.25 - off) * DOTS), 500] == 255) is is_wiped


def word(text: str, confidence: float, size: float = 10.0) -> ReadWord:
    """Return a word as it was read."""
    return ReadWord(text, (0.0, 0.0, 30.0, 10.0), confidence, (), 8.0, size)


@pytest.mark.parametrize(
    ("text", "confidence", "legible"),
    [
        ("plazo", 10, False), ("acción", 10, True),  # a long word of the language
        ("plan", 17, False), ("plan", 24, True),  # a short one
        ("xqzk", 42, False), ("xqzk", 58, True),  # none of it
    ],
)  # fmt: skip
def test_what_is_read_outside_tables_is_a_word_if_it_is_sure_enough(text: str, confidence: int, legible: bool) -> None:
    assert is_legible(word(text, confidence), SPANISH) is legible


@pytest.mark.parametrize(("thick", "bold"), [(1.0, False), (1.35, True)])
def test_bold_words_have_thicker_strokes(thick: float, bold: bool) -> None:
    boxes = np.array([[10.0 + 30 * place, 10.0, 30.0 + 30 * place, 20.0] for place in range(3)])
    widths = (1.0, 1.0, thick)
    strokes: list[Box] = [(12 + 30 * place + 5 * mark, 10, 12 + 30 * place + 5 * mark + wide, 20)
                          for place, wide in enumerate(widths) for mark in range(3)]  # fmt: skip
    assert bold_words(boxes, marks(*strokes), DOTS).tolist() == [False, False, bold]


@pytest.mark.parametrize(("size", "top"), [(11.6, 0.2), (12.4, 8.0 - 0.78 * 12.4)])
def test_fonts_of_nearly_one_size_are_one(size: float, top: float) -> None:
    found = _font_boxes([word("plan", 90), word("plan", 90), word("plan", 90, size)])
    assert found[:2, 1].tolist() == pytest.approx([0.2, 0.2])
    assert found[2, 1] == pytest.approx(top)


@pytest.mark.parametrize(("side", "is_ink"), [(0.6, False), (0.8, True)])
def test_dirt_is_smaller_than_a_full_stop(side: float, is_ink: bool) -> None:
    scan = scanned((20, 20, 20 + side, 20 + side), (40, 10, 50, 30))
    assert bool(_letters(scan.grey, scan)[205, 205] > 0) is is_ink


@pytest.mark.parametrize(("grey", "is_kept"), [(180, True), (210, False)])
def test_pale_letters_are_kept(grey: int, is_kept: bool) -> None:
    clean = np.full((100, 100), 255, dtype=np.uint8)
    clean[20:60, 20:60] = grey
    assert bool(_without_dirt(clean, np.zeros_like(clean))[40, 40] == grey) is is_kept


@pytest.mark.parametrize(("off", "is_kept"), [(2, True), (3, False)])
def test_what_lies_around_ink_belongs_to_it(off: int, is_kept: bool) -> None:
    clean = np.full((100, 100), 230, dtype=np.uint8)
    letters = np.zeros_like(clean)
    letters[20:40, 20:40] = 255
    assert bool(_without_dirt(clean, letters)[30, 39 + off] == 230) is is_kept


@pytest.mark.parametrize(
    ("boxes", "words", "count"),
    [
        (((20, 20, 60, 22.6),), (), 0), (((20, 20, 60, 23.6),), (), 1),  # lower than a letter
        (((20, 20, 30, 30), (36.5, 20, 46, 30)), (), 1), (((20, 20, 30, 30), (39.5, 20, 49, 30)), (), 2),  # words
        (((20, 20, 30, 25), (20, 27.4, 30, 33)), (), 1), (((20, 20, 30, 25), (20, 28.6, 30, 34)), (), 2),  # lines
        (((20, 20, 31.6, 30),), ((20, 20, 30, 30),), 0), (((20, 20, 32.4, 30),), ((20, 20, 30, 30),), 1),  # covered
    ],
)  # fmt: skip
def test_letters_that_no_word_covers_are_areas_to_read(boxes: Any, words: Any, count: int) -> None:
    read = [ReadWord("x", tuple(value * DOTS for value in box), 90.0, (), 0.0, 10.0) for box in words]
    assert len(_left_over(marks(*boxes), read, [], scanned())) == count


def letters(count: int, high: float) -> Scan:
    """Return a scan with as many marks as letters."""
    boxes: list[Box] = [(2 + 5 * (n % 20), 2 + 24 * (n // 20), 4 + 5 * (n % 20), 2 + 24 * (n // 20) + high)
                        for n in range(count)]  # fmt: skip
    return scanned(*boxes, size=(110.0, 200.0))


@pytest.mark.parametrize(
    ("count", "high", "light", "hides"),
    [
        (110, 8, 0.9, False), (140, 8, 0.9, True),  # so many letters
        (140, 3.2, 0.9, False), (140, 4.2, 0.9, True), (140, 14, 0.9, True), (140, 18, 0.9, False),  # as high
        (140, 8, 0.45, False), (140, 8, 0.6, True),  # on a page that is light
    ],
)  # fmt: skip
def test_a_picture_hides_text_if_it_has_many_letters(count: int, high: float, light: float, hides: bool) -> None:
    assert hides_text(letters(count, high), light, np.zeros((0, 4))) is hides


@pytest.mark.parametrize(
    ("known", "unknown", "is_doubted"), [(0, 26, False), (0, 34, True), (35, 5, False), (32, 8, True)]
)
def test_a_text_layer_is_doubted_if_many_of_enough_words_are_none(known: int, unknown: int, is_doubted: bool) -> None:
    texts = ["derechos"] * known + ["drchxs"] * unknown
    assert bool(layer_doubt(1, texts, SPANISH) is not None) is is_doubted


@pytest.mark.parametrize(
    ("dark", "light", "is_ink"), [(200, 255, True), (240, 255, False), (90, 10, True), (120, 10, False)]
)
def test_ink_is_darker_than_the_paper_and_never_paler_than_a_limit(dark: int, light: int, is_ink: bool) -> None:
    grey = np.full((100, 100), light, dtype=np.uint8)
    grey[40:60, 40:60] = dark
    assert bool(ink_of(grey)[50, 50] > 0) is is_ink


@pytest.mark.parametrize(
    ("box", "grey", "count"),
    [
        ((20, 20, 80, 40), 237, 1), ((20, 20, 80, 40), 246, 0),  # darker than paper
        ((20, 20, 80, 27), 200, 0), ((20, 20, 80, 30), 200, 1),  # higher than small ones
        ((0, 0, 200, 80), 200, 1), ((0, 0, 200, 120), 200, 0),  # no light of the scanner
    ],
)  # fmt: skip
def test_tinted_rectangles_are_told_from_the_light_of_the_scanner(box: Any, grey: int, count: int) -> None:
    paper = np.full((200, 200), 250, dtype=np.uint8)
    left, top, right, bottom = box
    paper[top:bottom, left:right] = grey
    assert len(_tints(paper, 1.0)) == count


@pytest.mark.parametrize(("cut", "count"), [(4, 1), (12, 0)])
def test_a_tint_that_does_not_fill_its_box_is_no_rectangle(cut: int, count: int) -> None:
    paper = np.full((200, 200), 250, dtype=np.uint8)
    paper[20:60, 20:60] = 200
    paper[20 : 20 + 3 * cut, 20 : 20 + cut] = 250
    assert len(_tints(paper, 1.0)) == count


@pytest.mark.parametrize(("degrees", "found"), [(4.5, True), (6.3, False)])
def test_a_page_is_set_straight_by_a_few_degrees(degrees: float, found: bool) -> None:
    ink = np.zeros((800, 800), dtype=np.uint8)
    x = np.arange(800)
    for start in range(100, 700, 40):
        y = (start + x * np.tan(np.radians(degrees))).astype(int)
        for thick in range(4):
            ink[np.clip(y + thick, 0, 799), x] = 255
    assert (abs(skew_of(ink) - degrees) < 0.1) is found


def photograph(box: tuple[int, int, int, int], grey: int = 120, grain: int = 60, columns: int = 400) -> Any:
    """Return paper, a pixel a point, on which a box is grey, with grain in its first columns."""
    paper = np.full((240, 240), 250, dtype=np.uint8)
    left, top, right, bottom = box
    y, x = np.mgrid[top:bottom, left:right]
    paper[top:bottom, left:right] = grey + np.where((x - left < columns) & ((x + y) % 2 > 0), grain, 0)
    return paper


@pytest.mark.parametrize(
    ("paper", "count"),
    [
        (photograph((60, 60, 180, 112)), 0), (photograph((60, 60, 180, 130)), 1),  # of a good size
        (photograph((60, 60, 180, 180), grey=185, grain=10), 0),
        (photograph((60, 60, 180, 180), grey=185, grain=14), 1),
        (photograph((60, 60, 180, 180), grey=225, grain=14), 0),  # darker than paper
        (photograph((60, 60, 160, 160), columns=2), 0), (photograph((60, 60, 160, 160), columns=7), 1),  # with edges
    ],
)  # fmt: skip
def test_a_photograph_is_large_dark_and_full_of_edges(paper: Any, count: int) -> None:
    assert without_photographs(paper, paper, 1.0)[1] == count


@pytest.mark.parametrize(("gap", "count"), [(5, 1), (8, 0)])
def test_light_points_part_no_photograph(gap: int, count: int) -> None:
    paper = photograph((60, 60, 180, 160))
    paper[110 : 110 + gap, 60:180] = 250
    assert without_photographs(paper, paper, 1.0)[1] == count


@pytest.mark.parametrize(("off", "is_painted"), [(4, True), (5, False)])
def test_what_is_right_beside_a_photograph_is_painted_over(off: int, is_painted: bool) -> None:
    paper = photograph((60, 60, 180, 180))
    picture = np.where(paper == 250, 240, paper).astype(np.uint8)
    picture = np.kron(picture, np.ones((4, 4), np.uint8))
    cleaned, _ = without_photographs(picture, paper, 1.0)
    assert bool(cleaned[480, 4 * (179 + off) + 1] == 255) is is_painted


@pytest.mark.parametrize(
    ("grey", "high", "is_turned"), [(120, 30.0, True), (150, 30.0, False), (70, 5.6, False), (70, 9.0, True)]
)
def test_a_ground_for_white_letters_is_dark_and_higher_than_letters(grey: int, high: float, is_turned: bool) -> None:
    dots = 4.0
    page = np.full((800, 800), 245, dtype=np.uint8)
    page[400 : 400 + round(high * dots), 100:700] = grey
    turned = with_dark_letters(page, dots)
    assert (turned is not page) is is_turned
