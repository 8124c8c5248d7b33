"""Pages of odd sizes: a point wide, or metres: read or refused in little time and memory, without a traceback."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest
from directriz.errors import SourceUnreadable
from directriz.explorer.page_images import draw_pages
from directriz.read.pdf.guard.document import PdfFile
from directriz.read.pdf.look import draw_page
from directriz.read.pdf.pages_ahead import Effort
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan.drawn_letters import draws_letters
from directriz.read.pdf.scan.picture import LEAST_PIXELS, MOST_PIXELS, dots_for, drawn
from raw_pdf import TEXT, page, write

from benchmarks.odd_pdfs import odd_pdf

SHAPE = b"0 0 m 9 9 l 9 0 l h f"


@pytest.mark.parametrize("box", [b"0 0 1 1", b"0 0 3 3", b"0 0 14400 14400"])
def test_a_page_without_words_of_an_odd_size_has_no_letters(tmp_path: Path, box: bytes) -> None:
    path = write(tmp_path / "page.pdf", page(SHAPE, box))
    with PdfFile(path) as source, source.page(1) as opened:
        assert not draws_letters(opened)
        picture = drawn(opened, dots_for(opened, 2.0))
        assert picture.size <= MOST_PIXELS + 2 * 14400
        assert min(picture.shape) >= LEAST_PIXELS
    with pytest.raises(SourceUnreadable, match="empty"):
        read_pdf(path)


def test_a_page_of_metres_is_read_and_not_drawn(tmp_path: Path) -> None:
    path = write(tmp_path / "page.pdf", page(TEXT, b"0 0 14400 14400"))
    assert [line.text for line in read_pdf(path).sheets[0].lines] == ["Plan de accion"]
    with pytest.raises(SourceUnreadable, match=r"5\.1 x 5\.1 m is too large to draw"):
        draw_page(path, 1)


def test_a_page_whose_crop_box_lies_beyond_it_is_read_and_not_drawn(tmp_path: Path) -> None:
    box = b"0 0 595 842]/CropBox[900 900 950 950"
    path = write(tmp_path / "page.pdf", page(TEXT, box))
    with pytest.raises(SourceUnreadable, match=r"without any area|empty"):
        draw_page(path, 1)
    image = draw_pages(path, [1])[0]
    assert (image.width, image.height) == (0.0, 0.0)


@pytest.mark.parametrize("seed", [1, 4, 30, 115, 135])
def test_pdfs_of_odd_make_up_are_read_or_refused(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(odd_pdf(random.Random(seed)))
    with suppress(SourceUnreadable):
        printed = read_printed(path, "odd.pdf")
        assert not [doubt for doubt in printed.doubts if doubt.code == "page_unread"]


def test_a_long_document_without_pictures_tells_how_far_it_is(tmp_path: Path) -> None:
    objects = page()
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count 401 >>" % b" ".join([b"3 0 R"] * 401)
    heard: list[tuple[int, int]] = []
    path = write(tmp_path / "long.pdf", objects)
    read_pdf(path, effort=Effort(told=lambda done, count: heard.append((done, count))))
    assert heard == [(200, 401), (400, 401)]
