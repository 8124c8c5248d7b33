"""Words that a page prints and does not show: set apart as `hidden`; what is seen is read, white letters too."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from directriz.read.pdf.printed import read_printed
from raw_pdf import TEXT, page, stream, write

BASE = ["Plan", "de", "accion"]
HERE = b"BT /F1 12 Tf 60 560 Td (Oculto) Tj ET"
LAYERS = b"/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >> "
NAMED = (
    b"/Properties << /L1 6 0 R /L2 7 0 R >> /ExtGState << /G1 << /ca 0 >> /G2 << /ca .4 >> >>"
    b" /XObject << /X1 8 0 R /X2 9 0 R /X3 10 0 R >>"
)
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> "


def _read(path: Path, drawn: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    objects = page(TEXT + b"\n" + drawn, named=NAMED)
    objects[0] = objects[0].replace(b"/Pages", LAYERS + b"/Pages")
    layers = [b"<< /Type /OCG /Name (Notas) >>", b"<< /Type /OCG /Name (Vista) >>"]
    forms = [stream(HERE, FORM + b">> /OC %d 0 R " % layer) for layer in (6, 7)]
    forms.append(stream(b"/X1 Do", FORM + b"/XObject << /X1 8 0 R >> >> "))
    printed = read_printed(write(path / "page.pdf", [*objects, *layers, *forms]), "page.pdf")
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
        HERE + b" 1 g 50 550 300 40 re f",
        HERE + b" 0 g 50 550 300 40 re f",
        b"/X1 Do",
        b"/X3 Do",
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
        b"1 g 50 550 300 40 re f 0 g " + HERE,
        b".9 g 50 550 300 40 re f 0 g " + HERE + b" 1 g 50 500 300 40 re f",
        HERE + b" /G2 gs .9 .8 .2 rg 50 550 300 40 re f",
        b"/X2 Do",
        b"BT /F1 12 Tf 570 560 Td (Oculto) Tj ET",
        b"1 g BT /F1 12 Tf 300 700 Td (Oculto) Tj ET",
    ],
)
def test_words_that_are_seen_are_read(tmp_path: Path, drawn: bytes) -> None:
    words, _ = _read(tmp_path, drawn)
    assert words == [*BASE, "Oculto"]


PICTURE = b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray "


@pytest.mark.parametrize(("drawn", "is_seen"), [(HERE + b" q 90 0 0 40 50 550 cm /X4 Do Q", False), (HERE, True)])
def test_words_below_a_picture_are_set_apart(tmp_path: Path, drawn: bytes, is_seen: bool) -> None:
    objects = page(TEXT + b"\n" + drawn, named=b"/XObject << /X4 6 0 R >>")
    printed = read_printed(write(tmp_path / "page.pdf", [*objects, stream(b"\xff", PICTURE)]), "page.pdf")
    assert any("Oculto" in line.cells[0] for line in printed.lines) is is_seen
    assert any(each.reason == "hidden" for each in printed.excluded) is not is_seen


@pytest.mark.parametrize(("kept", "codes"), [(1.0, []), (0.6, ["drawing_cut"])])
def test_a_page_whose_drawing_ends_amid_its_data_is_doubted(tmp_path: Path, kept: float, codes: list[str]) -> None:
    lines = b" ".join(b"BT /F1 9 Tf 60 %d Td (Fila %d de %d) Tj ET" % (700 - 12 * at, at, at * 7) for at in range(40))
    packed = zlib.compress(TEXT + b"\n" + lines)
    objects = page()
    objects[3] = stream(packed[: int(kept * len(packed))], b"/Filter /FlateDecode ")
    printed = read_printed(write(tmp_path / "page.pdf", objects), "page.pdf")
    assert [doubt.code for doubt in printed.doubts if doubt.code == "drawing_cut"] == codes
