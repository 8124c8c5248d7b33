"""Very short words of scans: their boxes, the lines through and under them; words without confidence in their line."""

from __future__ import annotations

import numpy as np
import pytest
from directriz.read.pdf.scan.ink_boxes import parts_of, set_to_ink
from directriz.read.pdf.scan.picture_words import stands_in_line
from directriz.read.pdf.scan.struck_words import strokes_over_words
from directriz.read.pdf.scan.tesseract import ReadWord


def word(text: str, box: tuple[float, float, float, float], confidence: float = 96.0) -> ReadWord:
    x0, _, x1, _ = box
    step = (x1 - x0) / len(text)
    ends = tuple((x0 + step * at, x0 + step * (at + 1)) for at in range(len(text)))
    return ReadWord(text, box, confidence, ends, baseline=74.0, size=42.0)


class Page:
    """A scan of which only the ink is looked at."""

    dots = 200 / 72

    def __init__(self) -> None:
        self.ink = np.zeros((120, 600), dtype=np.uint8)

    def draw(self, left: int, top: int, right: int, bottom: int) -> None:
        self.ink[top:bottom, left:right] = 255


@pytest.mark.parametrize("box", [(101.0, 36.0, 118.0, 86.0), (100.0, 51.0, 101.0, 74.0)])
def test_a_box_as_high_as_the_line_or_one_pixel_wide_is_moved_to_the_letter(box) -> None:
    page = Page()
    page.draw(111, 51, 130, 74)  # the "a"
    page.draw(143, 41, 174, 74)  # the word behind it
    page.draw(104, 70, 107, 74)  # the dot of a colon
    words = [word("a", box), word("la", (143.0, 41.0, 174.0, 74.0))]
    moved = set_to_ink(words, parts_of(page.ink))
    assert moved[0].box == (111.0, 51.0, 130.0, 74.0)
    assert moved[1] == words[1]


@pytest.mark.parametrize(("text", "box"), [("a", (111.0, 51.0, 130.0, 74.0)), ("[", (111.0, 30.0, 118.0, 80.0)),
                                           ("il", (111.0, 51.0, 118.0, 74.0))])  # fmt: skip
def test_a_tight_box_stays(text: str, box) -> None:
    page = Page()
    page.draw(113, 51, 134, 74)
    assert set_to_ink([word(text, box)], parts_of(page.ink))[0].box == box


@pytest.mark.parametrize(("y", "is_found"), [(79, True), (100, False)])
def test_a_line_under_a_short_word_is_found_right_below_its_baseline(y: int, is_found: bool) -> None:
    page = Page()
    page.draw(110, y, 146, y + 2)
    found = strokes_over_words(np.zeros((0, 3)), [word("el", (110.0, 40.0, 146.0, 74.0))], page)  # type: ignore[arg-type]
    assert len(found) == int(is_found)


@pytest.mark.parametrize(("end", "ends_at"), [(260.0, 232.0), (300.0, 300.0)])
def test_a_stroke_that_reaches_a_little_into_the_next_word_ends_before_it(end: float, ends_at: float) -> None:
    page = Page()
    words = [word("vulnerables", (100.0, 40.0, 222.0, 74.0)), word("más", (232.0, 40.0, 310.0, 74.0))]
    strokes = np.array([[60.0, 98.0, end]]) / page.dots
    found = strokes_over_words(strokes, words, page) * page.dots  # type: ignore[arg-type]
    assert [round(stroke[2]) for stroke in found.tolist()] == [ends_at]


@pytest.mark.parametrize(("text", "gap", "stands"), [("Aires,", 60.0, True), ("]", 20.0, True), ("]", 60.0, False),
                                                     ("Aires,", 120.0, False)])  # fmt: skip
def test_a_word_without_confidence_in_a_justified_line_stays(text: str, gap: float, stands: bool) -> None:
    before = word("Buenos", (100.0, 40.0, 220.0, 74.0))
    doubtful = word(text, (220.0 + gap, 40.0, 300.0 + gap, 74.0), 10.0)
    assert stands_in_line(doubtful, [before]) is stands
