"""Limits of `scan/` from both sides, part two: dark grounds, photographs, paper, and what a picture is taken for.

A limit that is moved by a third makes one of the two sides fail. No character is recognised here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page_reader import is_readable
from directriz.read.pdf.scan.picture import _paper, _without_tint, is_straight, light_share
from directriz.read.pdf.scan.picture_words import bold_words, is_drawing, is_upright, with_border
from directriz.read.pdf.scan.shades import _faint_rules, _frames, _holes, with_dark_letters, without_photographs
from directriz.read.pdf.scan.tesseract import quarter_turns
from directriz.read.pdf.table.header_with_row import _end_of_header
from reportlab.pdfgen.canvas import Canvas

DOTS = 4.0  # pixels a point


def page(*areas: tuple[int, int, int, int, int]) -> Any:
    """Return a light page of 200 x 200 points with grey areas: top, bottom, left, right in pixels, and their grey."""
    picture = np.full((800, 800), 245, dtype=np.uint8)
    for top, bottom, left, right, grey in areas:
        picture[top:bottom, left:right] = grey
    return picture


@pytest.mark.parametrize(("wide", "count"), [(18, 0), (24, 1)])
def test_a_photograph_has_no_thin_parts(wide: int, count: int) -> None:
    y, x = np.mgrid[0:240, 0:240]
    is_near = (np.abs(y - 120) < 70) & (np.abs(x - 120) < 70)
    is_frame = is_near & ~((np.abs(y - 120) < 70 - wide) & (np.abs(x - 120) < 70 - wide))
    paper = np.where(is_frame, np.where((x + y) % 2 > 0, 180, 120), 250).astype(np.uint8)
    assert without_photographs(paper, paper, 1.0)[1] == count


@pytest.mark.parametrize(("high", "is_turned"), [(6.5, False), (8.0, True)])
def test_a_ground_is_higher_than_half_of_the_neighbourhood_that_shows_it(high: float, is_turned: bool) -> None:
    picture = page((400, 400 + round(high * DOTS), 100, 700, 70))
    assert (with_dark_letters(picture, DOTS) is not picture) is is_turned


@pytest.mark.parametrize(("off", "is_wiped"), [(7, True), (8, False)])
def test_what_is_right_at_the_edge_of_a_ground_is_painted_over(off: int, is_wiped: bool) -> None:
    stroke = (320, 480, 100 + off, 103 + off, 240)
    turned = with_dark_letters(page((300, 500, 100, 700, 70), stroke), DOTS)
    assert bool(turned[400, 101 + off] == 255) is is_wiped


@pytest.mark.parametrize(
    ("depth", "long", "is_rule"),
    [(4.5, 60, False), (6.0, 60, True), (200.0, 2, False), (200.0, 3, True), (8.0, 10, False), (8.0, 20, True)],
)
def test_a_faint_rule_is_a_little_darker_than_its_ground_over_a_long_distance(
    depth: float, long: int, is_rule: bool
) -> None:
    deeper = np.zeros((200, 400), dtype=np.float32)
    deeper[100:103, 100 : 100 + round(long * DOTS)] = depth
    assert bool(_faint_rules(deeper, np.ones((200, 400), dtype=np.uint8), DOTS).any()) is is_rule


@pytest.mark.parametrize(("grey", "is_rule"), [(152, True), (158, False)])
def test_a_faint_line_beside_a_light_letter_is_no_rule(grey: int, is_rule: bool) -> None:
    line, letter = (400, 402, 110, 690, 85), (390, 399, 300, 302, grey)
    turned = with_dark_letters(page((300, 500, 100, 700, 100), line, letter), DOTS)
    assert bool(turned[400, 301] == 0) is is_rule


@pytest.mark.parametrize(("area", "is_filled"), [(180.0, True), (220.0, False)])
def test_a_small_hole_of_a_ground_is_a_heavy_letter(area: float, is_filled: bool) -> None:
    ground, side = np.ones((400, 400), dtype=np.uint8), round(area**0.5 * DOTS)
    ground[100 : 100 + side, 100 : 100 + side] = 0
    assert bool(_holes(ground, DOTS)[120, 120]) is is_filled


@pytest.mark.parametrize(("cut", "is_framed"), [(20, True), (60, False)])
def test_only_a_ground_that_fills_its_box_has_a_frame(cut: int, is_framed: bool) -> None:
    ground = np.zeros((400, 400), dtype=np.uint8)
    ground[100:300, 100:300] = 1
    ground[100 : 100 + cut, 100:200] = 0
    assert bool(_frames(ground).any()) is is_framed


@pytest.mark.parametrize(("wide", "is_paper"), [(24, True), (32, False)])
def test_ink_is_thinner_than_a_tint(wide: int, is_paper: bool) -> None:
    picture = np.full((400, 400), 255, dtype=np.uint8)
    picture[200 : 200 + wide, 40:360] = 0
    assert bool(_paper(picture, 300 / 72)[(200 + wide // 2) // 4, 50] > 128) is is_paper


@pytest.mark.parametrize(("grey", "is_white"), [(52, False), (75, True)])
def test_the_darkest_paper_does_not_become_white(grey: int, is_white: bool) -> None:
    picture, paper = np.full((80, 80), grey, dtype=np.uint8), np.full((20, 20), grey, dtype=np.uint8)
    assert bool(_without_tint(picture, paper)[40, 40] > 250) is is_white


@pytest.mark.parametrize(("skew", "straight"), [(0.018, True), (-0.018, True), (0.024, False)])
def test_a_page_that_is_hardly_turned_is_not_turned_back(skew: float, straight: bool) -> None:
    assert is_straight(skew) is straight


@pytest.mark.parametrize(("grey", "share"), [(170, 0.0), (220, 1.0)])
def test_paper_in_the_shade_is_light(grey: int, share: float, tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "grey.pdf"), pagesize=(100, 100))
    canvas.setFillGray(grey / 255)
    canvas.rect(0, 0, 100, 100, stroke=0, fill=1)
    canvas.save()
    with PdfFile(tmp_path / "grey.pdf") as file, file.page(1) as open_page:
        assert light_share(open_page) == pytest.approx(share, abs=0.05)


@pytest.mark.parametrize(("text", "is_bold"), [("las", False), ("unas", True)])
def test_a_short_word_is_compared_with_its_own_usual_weight(text: str, is_bold: bool) -> None:
    letters = np.zeros((200, 1400), dtype=np.uint8)
    boxes, texts = [], []
    for number in range(9):
        left, thick = number * 150 + 10, 8 if number < 3 else 4
        letters[20:120, left : left + thick] = letters[20:120, left + 50 : left + 50 + thick] = 255
        boxes.append((left / 10, 2.0, (left + 80) / 10, 12.0))
        texts.append(text if number < 3 else f"palabra{number}")
    assert bold_words(np.array(boxes), letters, 10.0, texts)[:3].tolist() == [is_bold] * 3


@pytest.mark.parametrize(("confidence", "upright"), [(60.0, False), (85.0, True)])
def test_a_page_that_is_read_well_does_not_lie_on_its_side(confidence: float, upright: bool) -> None:
    assert is_upright(np.array([confidence, confidence])) is upright
    assert not is_upright(np.array([]))


@pytest.mark.parametrize(("confidence", "drawing"), [(50.0, True), (70.0, False)])
def test_a_grid_of_words_that_are_read_badly_is_a_drawing(confidence: float, drawing: bool) -> None:
    assert is_drawing([confidence, confidence]) is drawing
    assert not is_drawing([])


@pytest.mark.parametrize(("confidence", "turns"), [(4.0, 0), (6.0, 3)])
def test_a_page_is_turned_only_if_tesseract_is_sure(confidence: float, turns: int) -> None:
    assert quarter_turns(270, confidence) == turns


def test_a_cell_is_read_with_white_paper_of_a_twentieth_of_an_inch_around_it() -> None:
    picture = with_border(np.zeros((10, 30), dtype=np.uint8))
    wide = np.argmax(picture[picture.shape[0] // 2] == 0) / 300
    assert wide == pytest.approx(1 / 20, rel=0.1)
    assert picture[0].min() == picture[:, -1].min() == 255


@pytest.mark.parametrize(("count", "unmapped", "readable"), [(2, 0.0, False), (3, 0.25, True), (300, 0.35, False)])
def test_a_text_layer_without_meaning_is_not_read(count: int, unmapped: float, readable: bool) -> None:
    assert is_readable(count, unmapped) is readable


@pytest.mark.parametrize(
    ("bottom", "top", "edge", "end"),
    [
        (100.0, 110.0, 105.0, 105.0),  # a rule stands between the label and the row's text
        (100.0, 110.0, 130.0, 105.0),  # no rule does
        (100.9, 100.0, 130.0, 100.45), (101.2, 100.0, 130.0, None),  # letters overlap a little, or too much
        (100.0, 110.0, 99.1, 99.1), (100.0, 110.0, 98.8, 105.0),
    ],
)  # fmt: skip
def test_a_header_ends_between_its_labels_and_the_text_below(
    bottom: float, top: float, edge: float, end: float | None
) -> None:
    assert _end_of_header(bottom, top, edge, 1.0) == (None if end is None else pytest.approx(end))
