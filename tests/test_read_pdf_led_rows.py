"""Dots that lead to numbers show a table; a table of contents, which looks much the same, stays text.

Here, too: a break of a timetable is a row, and records joined beside a merged label are doubted.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from directriz.read.pdf.tables import tables_of, without_leaders
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FEES = [
    ("Inspección de comercio", "2.915,17"),
    ("Copia de plano", "848,08"),
    ("Licencia", "1.933,07"),
    ("Sepultura", "21,25"),
]


def read(path: Path, rows: list[tuple[str, ...]], dot: str, header: tuple[str, ...] = (), gap: float = 4) -> Any:
    """Draw rows of a label, dots and numbers that end at 400, 480, …, and read them."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 10)
    for number, (label, *numbers) in enumerate([header, *rows] if header else rows):
        y, is_row = 700 - 16 * number, not header or number > 0
        stop = 400 - stringWidth(numbers[0], "Helvetica", 10) - gap
        while is_row and stringWidth(label + dot, "Helvetica", 10) < stop - 60:
            label += dot
        canvas.drawString(60 if gap else stop - stringWidth(label, "Helvetica", 10), y, label)
        for column, text in enumerate(numbers):
            canvas.drawRightString(400 + 80 * column, y, text)
    canvas.save()
    return tables_of(path)


@pytest.mark.parametrize("dot", [".", " ."])
def test_dots_part_labels_from_numbers(tmp_path, dot):
    result = read(tmp_path / "a.pdf", FEES, dot, ("Servicio", "Arancel"))
    (table,) = result["tables"]
    assert table["header"] == ["Servicio", "Arancel"]
    assert [tuple(row["cells"]) for row in table["rows"]] == FEES
    assert [doubt["code"] for doubt in result["doubts"]] == ["table_inferred"]


def test_several_columns_may_stand_behind_the_dots(tmp_path):
    rows = [(*row, f"{number},0") for number, row in enumerate(FEES)]
    (table,) = read(tmp_path / "a.pdf", rows, " .")["tables"]
    assert [tuple(row["cells"]) for row in table["rows"]] == rows


def test_a_table_of_contents_stays_text(tmp_path):
    rows = [("Introducción", "1"), ("Marco legal", "3"), ("Ejes", "12"), ("Anexos", "41")]
    result = read(tmp_path / "a.pdf", rows, " .")
    assert (result["tables"], result.get("doubts", [])) == ([], [])
    fallen = [*rows[:3], ("Anexos", "4")]
    assert len(read(tmp_path / "b.pdf", fallen, " .")["tables"]) == 1


def test_two_rows_are_too_few(tmp_path):
    assert read(tmp_path / "a.pdf", FEES[:2], " .")["tables"] == []
    assert len(read(tmp_path / "b.pdf", FEES[:3], " .")["tables"]) == 1


def test_dots_and_numbers_in_one_word_are_a_doubt(tmp_path):
    result = read(tmp_path / "a.pdf", FEES, ".", gap=0)
    assert result["tables"] == []
    assert [doubt["code"] for doubt in result["doubts"]] == ["table_unread"]
    contents = read(tmp_path / "b.pdf", [("Marco", "1"), ("Ejes", "3"), ("Anexos", "12")], ".", gap=0)
    assert contents.get("doubts", []) == []


def test_dots_are_no_part_of_a_cell():
    assert [without_leaders(text) for text in (". . 3,257", ". 5", ".5", "Agua . . .", "etc.")] == [
        *("3,257", "5", ".5", "Agua", "etc."),
    ]


@pytest.mark.parametrize(("label", "kind"), [("12:00", "row"), ("10h30", "row"), ("12", "section"), ("A.1", "section")])
def test_an_hour_begins_a_row_and_a_number_a_section(tmp_path, label, kind):
    canvas = Canvas(str(tmp_path / "a.pdf"))
    edges, texts = (60, 140, 240, 340), ["8:00", "9:00", label, "13:00", "14:00"]
    for number, text in enumerate(texts):
        y = 700 - 20 * number
        for column in range(3):
            if text != label or column < 2:
                right = 340 if text == label and column else edges[column + 1]
                canvas.rect(edges[column], y, right - edges[column], 20)
                canvas.drawString(edges[column] + 4, y + 6, f"Sala {number}" if column else text)
    canvas.save()
    (table,) = tables_of(tmp_path / "a.pdf")["tables"]
    assert [row["kind"] for row in table["rows"] if label in row["cells"][0]] == [kind]


def test_records_joined_beside_a_merged_label_are_doubted(tmp_path):
    def doubts_of(name: str, wards: list[str], counts: list[list[str]]) -> set[str]:
        canvas = Canvas(str(tmp_path / name))
        canvas.setFont("Helvetica", 9)
        for x, text in zip((60, 160, 260), ("District", "Ward", "Votes"), strict=True):
            canvas.drawString(x, 706, text)
        for y in (718, 700, 655, 610, 565):
            canvas.line(56, y, 330, y)
        for group, own in enumerate(counts):
            canvas.drawString(60, 675 - 45 * group, "NSW"[group])
            for line, text in enumerate(own):
                canvas.drawString(160, 687 - 45 * group - 12 * line, wards[line])
                canvas.drawRightString(300, 687 - 45 * group - 12 * line, text)
        canvas.save()
        (table,) = tables_of(tmp_path / name)["tables"]
        return {doubt["reason"] for doubt in table["doubts"]}

    counts = [["1,204", "988", "77"], ["1,310", "45", "612"], ["9", "415", "2,012"]]
    reason = "its cells beside a label have as many lines"
    assert reason in str(doubts_of("a.pdf", ["Ash", "Elm", "Oak"], counts))
    assert reason not in str(doubts_of("b.pdf", ["The ash", "and elm", "of oak"], counts))
