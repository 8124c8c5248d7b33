"""Words that a page prints and does not show: set apart as `hidden`; what is seen is read, white letters too."""

from __future__ import annotations

from pathlib import Path

import pytest
from directriz.read.pdf.printed import read_printed
from raw_pdf import TEXT, page, write

BASE = ["Plan", "de", "accion"]
HERE = b"BT /F1 12 Tf 60 560 Td (Oculto) Tj ET"
LAYERS = b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >> "
NAMED = b"/Properties << /L1 6 0 R /L2 7 0 R >> /ExtGState << /G1 << /ca 0 >> >>"


def _read(path: Path, drawn: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    objects = page(TEXT + b"\n" + drawn, named=NAMED)
    objects[0] = objects[0].replace(b"/Pages", LAYERS + b"/Pages")
    layers = [b"<< /Type /OCG /Name (Notas) >>", b"<< /Type /OCG /Name (Vista) >>"]
    printed = read_printed(write(path / "page.pdf", [*objects, *layers]), "page.pdf")
    words = [word for line in printed.lines for cell in line.cells for word in cell.split()]
    return words, [(each.text, each.reason) for each in printed.excluded]


@pytest.mark.parametrize(
    "drawn",
    [
        b"3 Tr " + HERE,
        b"7 Tr " + HERE,
        b"1 g " + HERE,
        b"0 0 0 0 k " + HERE,
        b"/G1 gs " + HERE,
        b"/OC /L1 BDC " + HERE + b" EMC",
        b"/OC /L1 BDC /Span << /MCID 1 >> BDC " + HERE + b" EMC EMC",
        b"BT /F1 12 Tf 60 -300 Td (Oculto) Tj ET",
        b"BT /F1 12 Tf 2000 560 Td (Oculto) Tj ET",
    ],
)
def test_words_that_are_not_seen_are_set_apart(tmp_path: Path, drawn: bytes) -> None:
    assert _read(tmp_path, drawn) == (BASE, [("Oculto", "hidden")])


@pytest.mark.parametrize(
    "drawn",
    [
        b".1 .2 .5 rg 50 550 300 40 re f 1 g " + HERE,
        b".1 .2 .5 rg 60 550 m 300 550 l 320 590 300 590 280 600 c 60 590 l f 1 g " + HERE,
        b".1 .2 .5 rg 50 550 300 40 re f 3 Tr " + HERE + b" 0 Tr 1 g " + HERE,
        b"/OC /L2 BDC " + HERE + b" EMC",
        b"BT /F1 12 Tf 570 560 Td (Oculto) Tj ET",
    ],
)
def test_words_that_are_seen_are_read(tmp_path: Path, drawn: bytes) -> None:
    words, _ = _read(tmp_path, drawn)
    assert words == [*BASE, "Oculto"]
