"""Where one reading of a page gives way to another: limits of `page/`, `prose/`, `reader` from both sides.

A limit that is moved by a third makes one of the two sides fail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.page.aligned_words import aligned_on
from directriz.read.pdf.page.cell_text import Vocabulary, is_broken_word, lines_of_words
from directriz.read.pdf.page.clipped_words import lines_aside, without_clipped
from directriz.read.pdf.page.dotted_rules import with_dots_joined
from directriz.read.pdf.page.drawing import Drawing, _rules, drawing_of, view_of
from directriz.read.pdf.page.lost_spaces import with_lost_spaces
from directriz.read.pdf.page.shaded_lines import lines_on_shade
from directriz.read.pdf.page.words import TextLayer, Words, _once, words_of
from directriz.read.pdf.page_reader import is_scan_with_layer
from directriz.read.pdf.prose.paragraphs import paragraphs_of
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract
from directriz.read.pdf.table.join import join_fragments
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.test_read_pdf_limits import SPANISH, prose

SIZE = (400.0, 400.0)  # points: a small page


def drawn(path: Path, *pages: Callable[[Canvas], None]) -> Path:
    """Write a PDF of small pages, each drawn by a function."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for draw in pages:
        canvas.setFont("Helvetica", 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def layer_of(path: Path) -> tuple[Words, Drawing, TextLayer, int]:
    """Return the words and the drawing of a page, its text layer, and its turns."""
    with PdfFile(path) as source, source.page(1) as page:
        layer = TextLayer(page, view_of(page))
        drawing = drawing_of(page, layer.view)
        words = without_clipped(layer, words_of(layer, drawing.vertical), drawing.clips)
        drawing.white  # noqa: B018 - looked for while the page is open
        return words, drawing, layer, layer.angle()


def dots(count: int, step: float = 3.0, wide: float = 1.0, at: tuple[float, ...] = (100.0,)) -> np.ndarray:
    """Return dots of one line, one after the other, at positions across that take turns."""
    return np.array([[at[index % len(at)], index * step, index * step + wide] for index in range(count)])


@pytest.mark.parametrize(
    ("strokes", "count"),
    [
        (dots(5), 0), (dots(6), 1),  # as many dots make a rule
        (dots(6, step=1.1, wide=0.9), 0), (dots(6, step=1.6, wide=0.9), 1),  # as long as a rule is
        (dots(12, step=5.5), 0), (dots(12, step=4.5), 1),  # the gap from dot to dot
        (dots(6, step=12.0, wide=9.5), 6), (dots(6, step=9.0, wide=6.5), 1),  # longer than a dash: rules of their own
        (dots(12, at=(100.0, 100.36)), 0), (dots(12, at=(100.0, 100.24)), 1),  # beside the line of the others
        (dots(3, step=9.0, wide=2.4), 3), (dots(3, step=9.0, wide=1.6), 0),  # a stroke is longer than a dot
    ],
)  # fmt: skip
def test_dots_are_a_rule(strokes: np.ndarray, count: int) -> None:
    assert len(with_dots_joined(strokes)) == count


@pytest.mark.parametrize(("off", "count"), [(0.6, 1), (0.9, 0)])
def test_steps_from_dot_to_dot_are_even(off: float, count: int) -> None:
    places = np.cumsum([0.0, *[3.0, 3.0 + off] * 4])
    assert len(with_dots_joined(np.array([[100.0, place, place + 1.0] for place in places]))) == count


@pytest.mark.parametrize(("high", "count"), [(0.6, 0), (0.9, 1)])
def test_square_dots_may_be_of_a_rule_of_either_direction(high: float, count: int) -> None:
    boxes = np.array([[100.0, 3.0 * index, 101.0, 3.0 * index + high] for index in range(8)])
    assert len(_rules(boxes)[1]) == count


@pytest.mark.parametrize(("height", "is_shaded"), [(50.0, True), (70.0, False)])
def test_a_bar_behind_a_line_is_not_much_higher(height: float, is_shaded: bool) -> None:
    bars = np.array([[0.0, 100.0, 300.0, 100.0 + height, 1.5]])
    assert lines_on_shade([(20.0, 110.0, 200.0, 120.0)], bars) == [is_shaded]


@pytest.mark.parametrize(("shared", "count"), [(3, 1), (2, 0)])
def test_most_pieces_of_a_line_stand_below_pieces_of_the_one_above(shared: int, count: int) -> None:
    boxes = []
    for line in range(6):
        for piece in range(5):
            left = 100.0 * piece + (40.0 if line % 2 and piece >= shared else 0.0)
            boxes.append([left, 14.0 * line, left + 30.0, 14.0 * line + 10.0])
    words = Words(tuple("dato" for _ in boxes), np.array(boxes), range(len(boxes)))
    assert len(aligned_on(words, range(len(boxes)))) == count


@pytest.mark.parametrize(("shift", "count"), [(4.2, 1), (5.8, 2)])
def test_words_of_one_line_stand_beside_each_other(shift: float, count: int) -> None:
    assert len(lines_of_words(np.array([[0.0, 0.0, 20.0, 10.0], [30.0, shift, 50.0, 10.0 + shift]]))) == count


@pytest.mark.parametrize(("wide_space", "words"), [(4, 1), (5, 3)])
def test_the_first_spaces_of_a_page_tell_whether_it_draws_any(wide_space: int, words: int) -> None:
    text = "ABC" + " " * 6
    boxes = [[x, 0.0, x + 10.0, 10.0] for x in (0.0, 12.0, 24.0)]
    boxes += [[40.0, 0.0, 43.0 if number == wide_space else 40.0, 10.0] for number in range(6)]
    array = np.array([[0.0, 0.0, 10.0, 10.0], [10.0, 0.0, 20.0, 10.0], [20.0, 0.0, 30.0, 10.0], *boxes[3:]])
    array[1:3, [0, 2]] += [[0.0], [5.0]]
    spans = with_lost_spaces("ABCD" + text[3:], np.array([[0, 4]]), lambda at: _with_fourth(array)[at])
    assert len(spans) == (1 if words == 1 else 2)


def _with_fourth(array: np.ndarray) -> np.ndarray:
    """Return the boxes of three letters and spaces with a fourth letter behind the third."""
    return np.vstack([array[:3], [[35.0, 0.0, 45.0, 10.0]], array[3:]])


@pytest.mark.parametrize(("count", "is_hyphenated"), [(420, True), (600, False)])
def test_few_words_do_not_tell_whether_a_document_breaks_words(count: int, is_hyphenated: bool) -> None:
    vocabulary = Vocabulary(SPANISH)
    vocabulary.add(["plan"] * count)
    assert vocabulary.is_hyphenated is is_hyphenated


@pytest.mark.parametrize(("high", "rules", "rectangles"), [(2.5, 1, 0), (3.5, 0, 1)])
def test_a_thin_rectangle_is_a_rule(high: float, rules: int, rectangles: int, tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", lambda canvas: canvas.rect(50, 200, 200, high, stroke=0, fill=1))
    _, drawing, _, _ = layer_of(path)
    assert (len(drawing.horizontal), len(drawing.rectangles)) == (rules, rectangles)


@pytest.mark.parametrize(("tinted", "white"), [(5, 0), (7, 1)])
def test_white_rules_show_where_several_boxes_are_tinted(tinted: int, white: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.7)
        for number in range(tinted):
            canvas.rect(50, 20 + 40 * number, 200, 20, stroke=0, fill=1)
        canvas.setFillGray(1.0)
        canvas.rect(50, 30, 200, 1, stroke=0, fill=1)

    with PdfFile(drawn(tmp_path / "a.pdf", draw)) as source, source.page(1) as page:
        assert len(drawing_of(page, view_of(page)).white) == white


@pytest.mark.parametrize(("moved", "words"), [(1.2, 1), (1.8, 2)])
def test_a_word_printed_again_in_its_place_is_one(moved: float, words: int) -> None:
    boxes = np.array([[49.0, 100.2, 89.0, 110.2], [49.0 + moved, 100.2, 89.0 + moved, 110.2]])
    assert len(_once(Words(("plan", "plan"), boxes, range(2)))) == words


@pytest.mark.parametrize(("upright", "turns"), [(9, 0), (4, 1)])
def test_a_page_is_turned_if_nearly_all_of_its_letters_are(upright: int, turns: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(24):
            canvas.saveState()
            canvas.translate(60 + 12 * line, 60)
            canvas.rotate(0 if line < upright else 90)
            canvas.drawString(0, 0, "seis")
            canvas.restoreState()

    assert layer_of(drawn(tmp_path / "a.pdf", draw))[3] % 2 == turns


@pytest.mark.parametrize(("degrees", "words"), [(2.2, 31), (3.4, 30)])
def test_words_printed_aslant_are_a_watermark(degrees: float, words: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(30):
            canvas.drawString(50, 380 - 11 * line, "plan")
        canvas.setFont("Helvetica", 40)
        canvas.translate(120, 100)
        canvas.rotate(degrees)
        canvas.drawString(0, 0, "BORRADOR")

    assert len(layer_of(drawn(tmp_path / "a.pdf", draw))[0]) == words


@pytest.mark.parametrize(("size", "words"), [(16.0, 31), (20.0, 30)])
def test_only_letters_much_higher_than_the_others_are_looked_at_for_that(
    size: float, words: int, tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        for line in range(30):
            canvas.drawString(50, 380 - 11 * line, "plan")
        canvas.setFont("Helvetica", size)
        canvas.translate(120, 100)
        canvas.rotate(20)
        canvas.drawString(0, 0, "x")

    assert len(layer_of(drawn(tmp_path / "a.pdf", draw))[0]) == words


@pytest.mark.parametrize(("shown", "words"), [(0.4, 1), (0.6, 2)])
def test_a_word_counts_if_half_of_its_height_is_seen(shown: float, words: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "primera")
        clip = canvas.beginPath()
        low, high = 200 - 2.24, 200 + 9.45  # of the box of Helvetica at 10 points
        clip.rect(0, high - shown * (high - low), 400, 100)
        canvas.clipPath(clip, stroke=0)
        canvas.drawString(50, 200, "segunda")

    assert len(layer_of(drawn(tmp_path / "a.pdf", draw))[0]) == words


@pytest.mark.parametrize(("gap", "words"), [(0.3, 7), (0.5, 8)])
def test_figures_that_touch_are_one_though_a_space_parts_them(gap: float, words: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 300, "uno dos tres cuatro cinco seis")
        text = canvas.beginText(50, 200)
        text.textOut("6")
        text.setWordSpace(gap - stringWidth(" ", "Helvetica", 10))
        text.textOut(" 1")
        canvas.drawText(text)

    assert len(layer_of(drawn(tmp_path / "a.pdf", draw))[0]) == words


def pictured(share: float) -> Drawing:
    """Return the drawing of a small page of which a picture covers a share, with no rules."""
    none = np.zeros((0, 3))
    return Drawing(none, none, np.zeros((0, 5)), np.array([[0.0, 0.0, SIZE[0], share * SIZE[1]]]))


@pytest.mark.parametrize(
    ("share", "count", "rules", "is_scan"),
    [(0.7, 100, 0, False), (0.9, 100, 0, True), (0.9, 50, 0, False), (0.9, 70, 0, True),
     (0.9, 100, 2, True), (0.9, 100, 3, False)],
)  # fmt: skip
def test_a_page_that_a_picture_covers_is_a_scan_with_a_text_layer(
    share: float, count: int, rules: int, is_scan: bool
) -> None:
    words = Words(("plan",) * count, np.zeros((count, 4)), range(count))
    drawing = replace(pictured(share), horizontal=np.zeros((rules, 3)))
    assert is_scan_with_layer(drawing, words, SIZE) is is_scan


def _picture(side: float, text: str = "") -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("L", (20, 20), 90)), 0, 0, side, side)
        canvas.drawString(250, 300, text)

    return draw


@pytest.mark.parametrize(
    ("side", "text", "unread"),
    [
        (15.5, "", ()), (20.5, "", (1,)),  # a picture of a share of the page that is worth a look: 0.0015, 0.0026
        (300.0, "ab", (1,)), (20.5, "abc", ()),  # letters of a page with text
    ],
)  # fmt: skip
def test_a_page_without_text_that_has_a_picture_needs_optical_character_recognition(
    side: float, text: str, unread: tuple[int, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "installed_languages", frozenset)
    path = drawn(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 200, "Primera hoja"), _picture(side, text))
    unread = tuple(number + 1 for number in unread)
    assert read_pdf(path, language=SPANISH).unread_pages == unread


@pytest.mark.parametrize(("count", "code"), [(10, "es"), (15, "pt")])
def test_the_first_page_of_a_short_document_tells_its_language_by_enough_small_words(
    count: int, code: str, tmp_path: Path
) -> None:
    def first(canvas: Canvas) -> None:
        for line in range(count):
            canvas.drawString(50, 380 - 12 * line, "pelas pelo")

    def second(canvas: Canvas) -> None:
        for line in range(30):
            canvas.drawString(50, 380 - 12 * line, "los derechos de las personas y el acceso a la justicia en los")

    path = drawn(tmp_path / "a.pdf", first, second)
    assert read_pdf(path).language.code == code


@pytest.mark.parametrize(("leading", "paragraphs"), [(3.4, 1), (4.6, 6)])
def test_lines_of_one_paragraph_are_not_too_far_apart(leading: float, paragraphs: int) -> None:
    lines = prose(["Texto del plan sin punto"] * 6, leading=leading)
    assert len(list(paragraphs_of(lines, language_of("es")))) == paragraphs


@pytest.mark.parametrize(("gap", "tables"), [(20.0, 1), (36.0, 2)])
def test_parts_of_one_table_on_a_page_stand_near_each_other(gap: float, tables: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = 380.0
        for number in range(6):
            if number == 3:
                y -= gap
            canvas.grid([50, 80, 250, 350], [y, y - 20])
            for x, text in zip((54, 84, 254), (str(number), f"Actividad {number}", "MPF"), strict=True):
                canvas.drawString(x, y - 14, text)
            y -= 20

    reading = read_pdf(drawn(tmp_path / "a.pdf", draw), language=SPANISH)
    parts = list(reading.fragments)
    found = join_fragments(parts, [None] * len(parts), reading.vocabulary)
    assert len(found) == tables


@pytest.mark.parametrize(("width", "rules"), [(0.042, 0), (0.06, 1)])
def test_a_side_of_a_frame_is_drawn_if_it_is_as_wide_as_a_hair(width: float, rules: int, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(50, 100, 200, 100)
        path.rect(50, 100, 200, 100 - width)
        canvas.drawPath(path, stroke=0, fill=1, fillMode=0)

    assert len(layer_of(drawn(tmp_path / "a.pdf", draw))[1].horizontal) == rules


@pytest.mark.parametrize(("lower", "lines"), [(1.2, 1), (1.9, 2)])
def test_hidden_words_of_one_line_are_put_aside_together(lower: float, lines: int) -> None:
    boxes = np.array([[0.0, 0.0, 20.0, 10.0], [25.0, lower, 45.0, 10.0 + lower]])
    assert len(lines_aside(Words(("del", "plan"), boxes, range(2)), [0, 1], "clipped")) == lines


@pytest.mark.parametrize(
    ("halves", "is_one"), [(("con", "suelo"), True), (("sobre", "vivir"), True), (("sub", "director"), False)]
)
def test_a_whole_word_is_not_much_rarer_than_its_halves(halves: tuple[str, str], is_one: bool) -> None:
    assert is_broken_word(*halves, SPANISH) is is_one


@pytest.mark.parametrize(("share", "hides"), [(0.27, False), (0.35, True)])
def test_a_picture_of_a_good_part_of_a_page_may_hide_text(
    share: float, hides: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = Image.new("L", (400, 400), 255)
    for number in range(200):
        x, y = 10 + 19 * (number % 20), 8 + 38 * (number // 20)
        picture.paste(0, (x, y, x + 8, y + 20))

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(picture), 0, 0, 400, share * 400)
        canvas.drawString(50, 380, "Primera hoja")

    monkeypatch.setattr(tesseract, "installed_languages", frozenset)
    reading = read_pdf(drawn(tmp_path / "a.pdf", draw), language=SPANISH)
    assert bool(reading.unread_pages) is hides
