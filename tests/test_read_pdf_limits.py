"""Where one reading gives way to another: each limit of the PDF reader from both sides, a fifth or a quarter away.

A limit that is moved by a third makes one of the two sides fail. Pages are made of lines and boxes, without a PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from directriz.language import language_of
from directriz.read.pdf.page.cell_text import Vocabulary
from directriz.read.pdf.page.doubts import named, read_by_ocr
from directriz.read.pdf.page.lost_spaces import with_lost_spaces
from directriz.read.pdf.page.overrunning_words import runs_over_rules
from directriz.read.pdf.page.reading_order import lines_in_order
from directriz.read.pdf.page.rules import join_rules, meeting_groups
from directriz.read.pdf.page.type_size import unit_of
from directriz.read.pdf.page.typefaces import Run
from directriz.read.pdf.prose.furniture import furniture_of
from directriz.read.pdf.prose.lines import TextLine, text_lines
from directriz.read.pdf.prose.page_records import Line, Reading, Sheet
from directriz.read.pdf.prose.paragraphs import paragraphs_of
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.table.columns import same_widths, shared_edges
from directriz.read.pdf.table.page_breaks import Habit, PrintedCell, judge_break
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

SPANISH = language_of("es")
WIDTH, HEIGHT = 600.0, 800.0  # of a page, points


def line_at(page: int, text: str, left: float, top: float, right: float = 300.0, height: float = 10.0) -> Line:
    """Return a line of text of a page; the number keeps lines of two pages apart."""
    return Line(page, text, (left, top, right, top + height), (page,))


def reasons(lines: Sequence[Line], page_count: int) -> list[str | None]:
    """Return why each line is furniture in a document of as many pages, None where it is not."""
    sheets = [
        Sheet(number, WIDTH, HEIGHT, (), tuple(line for line in lines if line.page == number))
        for number in range(1, page_count + 1)
    ]
    found = furniture_of(sheets)
    return [found.get(line) for line in lines]


@pytest.mark.parametrize(("bottom", "reason"), [(0.14, "header"), (0.2, None)])
def test_a_header_stands_in_the_upper_sixth_of_the_page(bottom: float, reason: str | None) -> None:
    lines = [line_at(page, "Plan nacional", 100, bottom * HEIGHT - 10) for page in (1, 2, 3)]
    assert reasons(lines, 10) == [reason] * 3


@pytest.mark.parametrize(("right", "reason"), [(0.08, "page-number"), (0.125, None)])
def test_a_number_in_the_outer_tenth_of_the_page_numbers_it(right: float, reason: str | None) -> None:
    lines = [line_at(page, "7", right * WIDTH - 6, 400, right * WIDTH) for page in (1, 2, 3)]
    assert reasons(lines, 10) == [reason] * 3


@pytest.mark.parametrize(("top", "reason"), [(109, "header"), (110, None)])
def test_furniture_stands_at_the_same_height_on_its_pages(top: float, reason: str | None) -> None:
    lines = [line_at(page, "Plan nacional", 100, height) for page, height in ((1, 101), (2, 101), (3, top))]
    assert reasons(lines, 10) == [reason] * 3


@pytest.mark.parametrize(("pages", "reason"), [(2, None), (3, "header")])
def test_a_header_stands_on_three_pages(pages: int, reason: str | None) -> None:
    lines = [line_at(page, "Plan nacional", 100, 100) for page in range(1, pages + 1)]
    assert reasons(lines, 10) == [reason] * pages


@pytest.mark.parametrize(("pages", "reason"), [(5, None), (7, "watermark")])
def test_a_watermark_stands_on_most_pages(pages: int, reason: str | None) -> None:
    lines = [line_at(page, "BORRADOR", 100, 400) for page in range(1, pages + 1)]
    assert reasons(lines, 10) == [reason] * pages


@pytest.mark.parametrize("text", ["Indicadores:", "Responsável:", "Deadline: 2027"])
@pytest.mark.parametrize(("top", "reason"), [(400, None), (100, None), (30, "header")])
def test_a_label_of_a_column_is_furniture_only_at_the_outer_edge(top: float, reason: str | None, text: str) -> None:
    lines = [line_at(page, text, 100, top) for page in range(1, 8)]
    lines += [line_at(page, text, 100, 330 + 7 * page) for page in range(1, 8)]
    assert reasons(lines, 7) == [reason] * 7 + [None] * 7


def test_a_label_at_the_edge_of_a_few_pages_is_no_header() -> None:
    lines = [line_at(page, "Indicadores:", 100, 30) for page in (1, 2, 3)]
    assert reasons(lines, 10) == [None] * 3


def test_a_letterhead_may_begin_with_a_label() -> None:
    lines = [line_at(page, "Responsable: Ministerio de Seguridad", 100, 100) for page in range(1, 8)]
    assert reasons(lines, 10) == ["header"] * 7


def test_a_line_that_stands_as_often_at_other_heights_is_no_watermark() -> None:
    lines = [line_at(page, "Informe anual publicado", 100, 400) for page in range(1, 8)]
    lines += [line_at(page, "Informe anual publicado", 100, 440 + 20 * page) for page in range(1, 8)]
    assert reasons(lines, 10) == [None] * 14


def roles(lines: Sequence[Line], strokes: Sequence[tuple[float, float, float]] = ()) -> list[str]:
    """Return what each line of one page is."""
    sheet = Sheet(1, WIDTH, HEIGHT, (), tuple(lines), tuple(strokes))
    reading = Reading(Path("a.pdf"), "", 1, (sheet,), (), (), {}, (), (), Vocabulary(SPANISH), SPANISH)
    return [line.role for line in text_lines(reading)]


@pytest.mark.parametrize(("height", "role"), [(7.5, "footnote"), (11.0, "body")])
def test_a_footnote_is_printed_smaller(height: float, role: str) -> None:
    body = [line_at(1, "Texto del plan", 100, 100 + 12 * number) for number in range(5)]
    assert roles([*body, line_at(1, "1 Ver el anexo", 100, 500, height=height)])[-1] == role


def test_a_line_whose_letters_do_not_hang_is_lower_and_no_footnote() -> None:
    hanging = [line_at(1, "Texto del plan", 100, 100 + 12 * number) for number in range(5)]
    flat = [line_at(1, "Texto de los actos", 100, 200 + 12 * number, height=7.8) for number in range(3)]
    assert roles([*hanging, *flat, line_at(1, "54. Fomentar tribunales", 100, 500, height=7.8)])[-1] == "body"
    assert roles([*hanging, *flat, line_at(1, "1 Ver el texto", 100, 500, height=6.0)])[-1] == "footnote"


@pytest.mark.parametrize(("below", "role"), [(2.0, "body"), (3.1, "footnote")])
def test_a_rule_that_underlines_words_is_not_that_above_the_footnotes(below: float, role: str) -> None:
    lines = [line_at(1, "Texto del plan", 100, 480), line_at(1, "1 Ver el anexo", 100, 500)]
    assert roles(lines, [(490 + below, 100, 200)])[-1] == role


def texts(lines: Sequence[TextLine]) -> list[int]:
    """Return how many lines each paragraph has."""
    return [len(paragraph.lines) for paragraph in paragraphs_of(lines, SPANISH)]


def prose(words: Sequence[str], size: float = 10.0, **changes: float) -> list[TextLine]:
    """Return lines of one column from 50 to 450 points, set with the usual leading, each full."""
    leading = changes.get("leading", 1.2)
    return [
        TextLine(1, text, (50.0, top := number * leading * size, 450.0, top + size), size, 0.0, (), "body",
                 first_width=changes.get("first_width", 40.0))
        for number, text in enumerate(words)
    ]  # fmt: skip


def moved(line: TextLine, left: float = 0.0, top: float = 0.0, right: float = 0.0) -> TextLine:
    """Return a line with its sides moved, points."""
    box = line.box[0] + left, line.box[1] + top, line.box[2] + right, line.box[3] + top
    return replace(line, box=box)


@pytest.mark.parametrize(("more", "lines"), [(0.24, [5]), (0.375, [4, 1])])
def test_more_white_space_parts_paragraphs(more: float, lines: list[int]) -> None:
    page = prose(["de las víctimas"] * 5)
    assert texts([*page[:4], moved(page[4], top=more * 10)]) == lines


def test_the_usual_leading_is_that_of_lines_that_are_nearly_as_far_apart() -> None:
    leadings = [1.18, 1.22, 1.18, 1.22, 1.18, 1.22, *[2.0] * 7]
    page, top = prose(["de las víctimas"] * 14), 0.0
    placed = [page[0]]
    for leading, line in zip(leadings, page[1:], strict=True):
        top += leading * 10
        placed.append(replace(line, box=(50.0, top, 450.0, top + 10)))
    assert texts(placed) == [7, *[1] * 7]


@pytest.mark.parametrize(("size", "lines"), [(10.95, [2]), (11.5, [1, 1])])
def test_another_size_of_type_parts_paragraphs(size: float, lines: list[int]) -> None:
    first, second = prose(["de las", "víctimas y"])
    second = replace(second, box=(50.0, 12.0, 450.0, 12.0 + size), height=size)
    assert texts([first, second]) == lines


@pytest.mark.parametrize(
    ("size", "room", "lines"),
    [(10.0, 2.8 + 0.8, [3]), (10.0, 2.8 + 1.25, [2, 1]), (60.0, 1 + 0.23 * 60, [3]), (60.0, 1 + 0.35 * 60, [2, 1])],
)
def test_a_paragraph_ends_where_the_next_word_would_have_fitted(size: float, room: float, lines: list[int]) -> None:
    """Beside the word itself that is a space, 0.28 of the type's size, and a point."""
    page = prose(["Atención a las víctimas del", "Comité y del", "Consejo"], size)
    page[1] = moved(page[1], right=-40 - room)
    assert texts(page) == lines


def next_page(lines: Sequence[TextLine], **changes: float) -> list[TextLine]:
    """Return two lines at the top of the next page, the first moved."""
    first, second = prose(["El Comité informa al", "Consejo"])
    return [*lines, replace(moved(first, **changes), page=2), replace(second, page=2)]


@pytest.mark.parametrize(("indent", "goes_on"), [(4.0, True), (6.25, False)])
def test_an_indented_line_at_a_page_s_top_begins_a_paragraph(indent: float, goes_on: bool) -> None:
    page = next_page(prose(["Atención a las", "víctimas en el país."]), left=indent)
    assert paragraphs_of(page, SPANISH)[1].goes_on is goes_on


@pytest.mark.parametrize(("short", "goes_on"), [(1.2, True), (1.9, False)])
def test_a_finished_line_that_fills_its_column_goes_on_at_the_next_page(short: float, goes_on: bool) -> None:
    page = prose(["Atención a las", "víctimas en el país."], first_width=100)
    page = next_page([page[0], moved(page[1], right=-short)])
    assert paragraphs_of(page, SPANISH)[1].goes_on is goes_on


@pytest.mark.parametrize(("filled", "goes_on"), [(3, False), (4, True)])
def test_a_column_s_edge_is_where_four_lines_end(filled: int, goes_on: bool) -> None:
    """A line that overruns a justified column does not move its edge."""
    page = prose(["de las víctimas que"] * (filled - 1) + ["en una línea más larga y", "del país."], first_width=100)
    page[-2] = moved(page[-2], right=20)
    assert paragraphs_of(next_page(page), SPANISH)[1].goes_on is goes_on


@pytest.mark.parametrize(("filled", "lines"), [(6, [11]), (9, [10, 1])])
def test_a_short_finished_line_ends_a_paragraph_of_justified_text(filled: int, lines: list[int]) -> None:
    page = prose(["de las víctimas que"] * 9 + ["fueron halladas.", "Se dio parte"], first_width=100)
    page = [moved(line, right=-10) if number >= filled else line for number, line in enumerate(page)]
    assert texts(page) == lines


@pytest.mark.parametrize(
    ("indents", "count"),
    [
        ([15.0] * 4, 1), ([15.0] * 5, 5),  # paragraphs that tell of a habit
        ([15.0] * 7 + [30.0] * 3, 1), ([15.0] * 9 + [30.0], 9),  # share of them with one indent
        ([15.0] * 3 + [13.8] * 2, 5), ([15.0] * 3 + [13.1] * 2, 1),  # how far apart one indent may be
        ([4.0] * 5, 1), ([6.25] * 5, 5),  # the least indent
    ],
)  # fmt: skip
def test_first_lines_are_known_by_the_indent_that_most_have(indents: list[float], count: int) -> None:
    """Each line is full and leaves its sentence open, so that the indent alone tells where a paragraph begins."""
    page = prose(["El Comité informa a las", "víctimas y oye en la sala a las"] * len(indents))
    page[::2] = [moved(line, left=indent) for line, indent in zip(page[::2], indents, strict=True)]
    assert len(texts(page)) == count


@pytest.mark.parametrize(("apart", "count"), [(1.6, 1), (2.5, 2)])
def test_strokes_side_by_side_are_one_rule(apart: float, count: int) -> None:
    assert len(join_rules(np.array([[100.0, 0.0, 50.0], [100.0 + apart, 0.0, 50.0]]))) == count


@pytest.mark.parametrize(("gap", "count"), [(2.4, 1), (3.75, 2)])
def test_strokes_in_one_line_are_one_rule(gap: float, count: int) -> None:
    assert len(join_rules(np.array([[100.0, 0.0, 50.0], [100.0, 50.0 + gap, 90.0]]))) == count


@pytest.mark.parametrize(("away", "groups"), [(2.8, 1), (4.4, 0)])
def test_rules_that_nearly_touch_meet(away: float, groups: int) -> None:
    lying, standing = np.array([[100.0, 50.0, 90.0]]), np.array([[50.0 - away, 100.0, 200.0]])
    assert len(meeting_groups(lying, standing)) == groups


@pytest.mark.parametrize(("height", "unit"), [(5.6, 5.6 / 11), (8.4, 1.0), (13.3, 1.0), (20.0, 20 / 11)])
def test_small_and_large_type_has_a_measure_of_its_own(height: float, unit: float) -> None:
    assert unit_of(height) == pytest.approx(unit)


@pytest.mark.parametrize(("sure", "severity"), [(48.0, "doubt"), (75.0, "info")])
def test_a_word_that_is_read_with_little_confidence_is_named(sure: float, severity: str) -> None:
    doubt = read_by_ocr(1, ["Comité"], np.array([sure]), [])
    assert (doubt.severity, doubt.text) == (severity, "Comité" if severity == "doubt" else "")


def test_twelve_unsure_words_are_named() -> None:
    assert named([str(number) for number in range(12)]).split() == [str(number) for number in range(12)]
    assert named([str(number) for number in range(13)]).endswith("11 and 1 more")


def letters(gaps: Sequence[float], height: float = 100.0) -> np.ndarray:
    """Return boxes of letters 50 wide, with the gaps between them, in a line 100 high."""
    lefts = np.cumsum([0.0, *(50 + gap for gap in gaps)])
    return np.column_stack([lefts, np.zeros(len(lefts)), lefts + 50, np.full(len(lefts), height)])


@pytest.mark.parametrize(("gap", "runs"), [(3.2, 1), (5.0, 2), (-6.4, 1), (-10.0, 2)])
def test_letters_set_in_one_go_follow_each_other(gap: float, runs: int) -> None:
    boxes = letters([0.0, 0.0, gap, 0.0, 0.0])
    found = runs_over_rules(boxes, np.array([[153.0, -10.0, 110.0]]))
    assert max(len(found), 1) == runs


@pytest.mark.parametrize(
    ("text", "gap", "words"),
    [("LAASIS de", 7.2, ["LAASIS", "de"]), ("LAASIS de", 11.3, ["LA", "ASIS", "de"]), ("LAA de", 11.3, ["LAA", "de"]),
     ("LAAS de", 11.3, ["LA", "AS", "de"])],
)  # fmt: skip
def test_a_gap_between_capitals_is_a_space(text: str, gap: float, words: list[str]) -> None:
    def boxes_of(places: list[int]) -> np.ndarray:
        shift = [(gap if place >= 2 else 0.0) + 50 * place for place in places]
        wide = [0.0 if text[place] == " " else 50.0 for place in places]
        return np.array([[left, 0.0, left + width, 100.0] for left, width in zip(shift, wide, strict=True)])

    spans = np.array([[match, match + len(word)] for word in text.split() if (match := text.index(word)) >= 0])
    assert [text[start:stop] for start, stop in with_lost_spaces(text, spans, boxes_of)] == words


def two_columns(
    lines: int = 8, left: float = 200.0, gutter: float = 20.0, filled: float = 1.0, over: int = 0
) -> np.ndarray:
    """Return words of two columns of prose from 50 to 550 points: five words a line and column; some lie over both."""
    boxes = []
    for number in range(lines):
        top = 100.0 + 12 * number
        for start, stop in ((50.0, 50 + left), (50 + left + gutter, 550.0)):
            width = (stop - start) * filled / 5
            boxes += [[start + width * at, top, start + width * (at + 1) - 1, top + 10] for at in range(5)]
    middle = 50 + left + gutter / 2
    boxes += [[middle - 30, 400.0 + 12 * number, middle + 30, 410.0 + 12 * number] for number in range(over)]
    return np.array(boxes)


def column_count(boxes: np.ndarray) -> int:
    """Return how many columns of text words stand in."""
    ordered, _ = lines_in_order(boxes, list(range(len(boxes))), WIDTH, ())
    return len({column for column, _ in ordered if column}) or 1


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"lines": 5}, 1), ({"lines": 6}, 2),  # lines of a column
        ({"left": 0.2 * WIDTH}, 1), ({"left": 0.3 * WIDTH}, 2),  # its width
        ({"gutter": 4.8}, 1), ({"gutter": 9.0}, 2),  # the white space between
        ({"filled": 0.48}, 1), ({"filled": 0.75}, 2),  # how much of it lines fill
        ({"over": 4}, 1), ({"over": 2}, 2),  # words over both
    ],
)  # fmt: skip
def test_prose_in_two_columns_is_told_from_one(changes: dict[str, float], columns: int) -> None:
    assert column_count(two_columns(**changes)) == columns  # type: ignore[arg-type]


EDGES = np.array([50.0, 150.0, 300.0, 500.0])


@pytest.mark.parametrize(("away", "is_same"), [(4.8, True), (7.5, False)])
def test_column_edges_of_two_pages_are_the_same(away: float, is_same: bool) -> None:
    page = np.array([50.0, 150.0 + away, 300.0, 500.0])
    assert (shared_edges(EDGES, page) is not None) is is_same
    assert (same_widths(EDGES, np.array([50.0, 150.0 + away / 2, 300.0 + away / 2, 500.0 + away / 2])) is not None) is (
        is_same
    )


@pytest.mark.parametrize(("away", "is_same"), [(48.0, True), (75.0, False)])
def test_a_table_may_stand_to_the_side_of_the_page_before(away: float, is_same: bool) -> None:
    assert (shared_edges(EDGES, EDGES + away) is not None) is is_same


def habit(**changes: float) -> Habit:
    """Return the habit of a column of row numbers, changed."""
    usual = {"count": 20, "filled": 1.0, "numbered": 1.0, "ascending": 1.0, "capital": 1.0, "merged": 0.0}
    return Habit(**{**usual, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "is_key"),
    [({"filled": 0.95}, True), ({"filled": 0.8}, False), ({"merged": 0.08}, True), ({"merged": 0.125}, False)],
)
def test_a_column_that_is_filled_in_nearly_every_row_is_a_key(changes: dict[str, float], is_key: bool) -> None:
    assert habit(**changes).is_key is is_key


@pytest.mark.parametrize(("share", "numbers"), [(0.9, True), (0.65, False)])
def test_a_column_of_growing_numbers_numbers_the_rows(share: float, numbers: bool) -> None:
    assert habit(numbered=share).numbers_rows is numbers
    assert habit(ascending=share).numbers_rows is numbers


@pytest.mark.parametrize(("count", "is_cut"), [(3, False), (4, True)])
def test_a_few_cells_say_little_of_a_column(count: int, is_cut: bool) -> None:
    """A key that is blank above the break and filled below it: the row is cut, if enough rows say that it is a key."""
    above, below = [PrintedCell("", 1), PrintedCell("Texto.", 1)], [PrintedCell("Otro", 1), PrintedCell("Texto.", 1)]
    habits = [habit(count=count, numbered=0.0), habit(count=count, numbered=0.0, filled=0.5)]
    assert judge_break(above, below, habits, SPANISH).is_cut is is_cut


@pytest.mark.parametrize(("mark", "is_cut"), [("X", False), ("✓", False), ("☒", False), ("1", True), ("Sí", True)])
def test_a_mark_of_a_schedule_does_not_say_where_rows_begin(mark: str, is_cut: bool) -> None:
    above, below = [PrintedCell("Crear", 1), PrintedCell(mark, 1)], [PrintedCell("Formar", 1), PrintedCell("", 1)]
    habits = [Habit(9, 1.0, 0.0, 0.0, 1.0, 0.0), Habit(9, 1.0, 0.0, 0.0, 1.0, 0.0)]
    assert judge_break(above, below, habits, SPANISH).is_cut is is_cut


def runs_on(path: Path, draw: Callable[[Canvas], None]) -> list[Run]:
    """Return how the words of a drawn page are printed, in reading order."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 16)
    for row in range(6):
        canvas.drawString(60, 700 - 24 * row, "Texto del plan nacional")
    draw(canvas)
    canvas.save()
    (sheet,) = read_pdf(path, with_runs=True, language=SPANISH).sheets
    return [run for runs in sheet.runs for run in runs]


@pytest.mark.parametrize(
    ("height", "is_struck", "is_underlined"),
    [
        (-0.5, False, False), (-0.32, False, True), (0.03, False, True), (0.05, False, False),
        (0.08, False, False), (0.125, True, False), (0.44, True, False), (0.69, False, False),
    ],
)  # fmt: skip
def test_a_line_strikes_or_underlines_a_word_by_its_height(
    height: float, is_struck: bool, is_underlined: bool, tmp_path: Path
) -> None:
    """Heights are above the baseline, in sizes of the type."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 500, "Enmienda")
        canvas.setLineWidth(0.5)
        canvas.line(60, 500 + height * 16, 140, 500 + height * 16)

    (run,) = [run for run in runs_on(tmp_path / "a.pdf", draw) if run.text.startswith("Enmienda")]
    assert (run.face.is_struck, run.face.is_underlined) == (is_struck, is_underlined)


@pytest.mark.parametrize(("red", "is_coloured"), [(48, False), (75, True)])
def test_a_word_is_coloured_where_one_of_its_colours_stands_out(red: int, is_coloured: bool, tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(red / 255, 0, 0)
        canvas.drawString(60, 500, "Enmienda")

    (run,) = [run for run in runs_on(tmp_path / "a.pdf", draw) if run.text == "Enmienda"]
    assert run.face.is_coloured is is_coloured


@pytest.mark.parametrize(
    ("size", "rise", "is_raised"), [(0.68, 0.3, True), (0.95, 0.3, False), (0.6, 0.1875, True), (0.6, 0.12, False)]
)
def test_a_figure_is_raised_that_is_smaller_and_stands_higher(
    size: float, rise: float, is_raised: bool, tmp_path: Path
) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(60, 500, "Enmienda")
        canvas.setFont("Helvetica", 16 * size)
        canvas.drawString(60 + stringWidth("Enmienda", "Helvetica", 16), 500 + rise * 16, "1")

    assert any(run.face.is_raised for run in runs_on(tmp_path / "a.pdf", draw)) is is_raised
