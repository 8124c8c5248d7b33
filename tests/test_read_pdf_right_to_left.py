"""Lines of Hebrew and Arabic in reading order; what stands in them from left to right keeps its own."""

from __future__ import annotations

import pytest
from directriz.read.pdf.page.right_to_left import as_read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (["גולמי", "מקומי", "תוצר"], ["תוצר", "מקומי", "גולמי"]),
        (["2010", "בשנת", "UNDP", "report", "לפי"], ["לפי", "UNDP", "report", "בשנת", "2010"]),
        (["الوطنية", "الخطة"], ["الخطة", "الوطنية"]),
        (["Plan", "de", "acción"], ["Plan", "de", "acción"]),
        (["ñandú", "12"], ["ñandú", "12"]),
    ],
)
def test_words_are_given_as_they_are_read(printed: list[str], read: list[str]) -> None:
    assert [printed[word] for word in as_read(list(range(len(printed))), printed)] == read
