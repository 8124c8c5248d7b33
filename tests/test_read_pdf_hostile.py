"""PDFs made to take all memory or all time: each is refused at once, with what is wrong; its harmless twin is read."""

from __future__ import annotations

import base64
import re
import resource
import zlib
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest
from directriz.checks import check_pages
from directriz.errors import SourceUnreadable
from directriz.read.pdf.guard import stream_sizes as streams
from directriz.read.pdf.guard import trial
from directriz.read.pdf.guard.document import PdfFile, _check_shape
from directriz.read.pdf.guard.stream_sizes import MOST_UNPACKED, load_of
from directriz.read.pdf.printed import read_printed
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan.picture import drawn
from raw_pdf import TEXT, page, stream, write

BYTES_OF_SPACE = 2**20
NAMED = b"/XObject << /X %d 0 R >> /Font << /F1 5 0 R >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << " + NAMED + b" >> "


def _packed(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(TEXT + b"\n"), *(packer.compress(b" " * BYTES_OF_SPACE) for _ in range(megabytes))]
    return b"".join(parts) + packer.flush()


@pytest.fixture(scope="module")
def bomb() -> bytes:
    return _packed(MOST_UNPACKED // BYTES_OF_SPACE + 1)


def _runs(content: bytes) -> bytes:
    parts = [content[at : at + 128] for at in range(0, len(content), 128)]
    return b"".join(bytes([len(part) - 1]) + part for part in parts) + b"\x80"


def _lzw(content: bytes) -> bytes:
    """Pack by LZW, as PDF has it: codes of 9 to 12 bits, one entry early, the table begun anew when it is full."""
    table, bits, held, count, packed, word = {}, 9, 0, 0, bytearray(), b""

    def put(code: int) -> None:
        nonlocal held, count
        held, count = held << bits | code, count + bits
        while count >= 8:
            count -= 8
            packed.append(held >> count & 255)
        held &= (1 << count) - 1

    put(256)
    for at in range(len(content)):
        char = content[at : at + 1]
        if len(word) == 0 or word + char in table:
            word += char
            continue
        put(table.get(word, word[0]))
        table[word + char] = 258 + len(table)
        bits = 9 + (len(table) >= 254) + (len(table) >= 766) + (len(table) >= 1790)
        if len(table) >= 3836:
            put(256)
            table, bits = {}, 9
        word = char
    put(table.get(word, word[0]))
    put(257)
    return bytes(packed) + bytes([held << 8 - count & 255] if count else [])


LAYERS = {
    "ASCII85Decode": lambda content: base64.a85encode(content) + b"~>",
    "ASCIIHexDecode": lambda content: content.hex().encode() + b">",
    "RunLengthDecode": _runs,
    "LZWDecode": _lzw,
    "FlateDecode": lambda content: zlib.compress(content, 9),
}


def _refusal(path: Path) -> str:
    with pytest.raises(SourceUnreadable) as refusal:
        read_pdf(path)
    assert refusal.value.exit_code == 4
    assert path.name in str(refusal.value)
    return str(refusal.value)


def _said(path: Path) -> list[str]:
    return [line.text for sheet in read_pdf(path).sheets for line in sheet.lines]


@pytest.mark.parametrize(
    "entries",
    [
        b"/Filter /FlateDecode ",
        b"/Filter /Fl ",
        b"/Filter[/FlateDecode]",
        b"/F#69lter /Fl#61teDecode ",
        b"/Filter 6 0 R ",
        b"/Filter [6 0 R] ",
        b"/Filter /FlateDecode /Junk (%s) " % (b"x" * 2000),
        b"/Filter /FlateDecode /Junk (\n6 0 obj\n) ",
        b"/Filter /FlateDecode /Subtype /Image /Width 1 /Height 1 ",
        b"/Filter [/Crypt /FlateDecode] ",
    ],
)
def test_a_stream_that_unpacks_to_gigabytes_is_refused_however_it_is_named(
    tmp_path: Path, bomb: bytes, entries: bytes
) -> None:
    path = write(tmp_path / "bomb.pdf", [*page(bomb, filters=entries), b"/FlateDecode"])
    assert "unpacks beyond 256 MB" in _refusal(path)
    small = write(tmp_path / "plan.pdf", [*page(zlib.compress(TEXT), filters=entries), b"/FlateDecode"])
    assert load_of(small.read_bytes()) == streams.Load(None, False)


@pytest.mark.parametrize("names", [[name] for name in LAYERS] + [["ASCII85Decode"] * 2, ["FlateDecode"] * 2])
def test_a_bomb_in_layers_is_refused(tmp_path: Path, bomb: bytes, names: list[str]) -> None:
    packed, small = bomb, zlib.compress(TEXT)
    for name in names:
        packed, small = LAYERS[name](packed), LAYERS[name](small)
    filters = f"/Filter [{' '.join(f'/{name}' for name in [*names, 'FlateDecode'])}] ".encode()
    assert "unpacks beyond 256 MB" in _refusal(write(tmp_path / "bomb.pdf", page(packed, filters=filters)))
    assert _said(write(tmp_path / "plan.pdf", page(small, filters=filters))) == ["Plan de accion"]


@pytest.mark.parametrize(("name", "size"), [("RunLengthDecode", 64), ("LZWDecode", 800)])
def test_layers_that_pack_by_themselves_are_counted(name: str, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGE", 2**20)
    content = TEXT + b"\n" + b" " * 2**21
    packed = (_runs(TEXT)[:-1] + b"\x81 " * 2**14 + b"\x80") if name == "RunLengthDecode" else _lzw(content)
    assert len(packed) < len(content) / size * 2
    assert load_of(stream(packed, b"/Filter /%s " % name.encode())) == streams.Load(None, True)
    assert load_of(stream(LAYERS[name](TEXT * 100), b"/Filter /%s " % name.encode())) == streams.Load(None, False)


def test_an_object_stream_and_a_cross_reference_are_streams_too(tmp_path: Path, bomb: bytes) -> None:
    for kind in (b"/ObjStm /N 1 /First 4", b"/XRef /Size 5 /W [1 4 2]"):
        objects = [*page(), stream(bomb, b"/Type %s /Filter /FlateDecode " % kind)]
        assert "unpacks beyond" in _refusal(write(tmp_path / "bomb.pdf", objects))


def test_forms_that_draw_ten_forms_each_are_refused_and_four_deep_ones_are_read(tmp_path: Path) -> None:
    def forms(depth: int, count: int) -> list[bytes]:
        objects = page(b"/X Do", named=b"/XObject << /X 6 0 R >>")
        objects += [stream(b"/X Do " * count, FORM % (7 + level)) for level in range(depth)]
        return [*objects, stream(TEXT, FORM % 5)]

    assert re.search(r"bomb.pdf p. 1: the page takes more than", _refusal(write(tmp_path / "bomb.pdf", forms(9, 10))))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 2 * 2**20
    assert _said(write(tmp_path / "plan.pdf", forms(9, 1))) == ["Plan de accion"]
    doubled = _said(write(tmp_path / "twice.pdf", forms(2, 2)))
    assert Counter(doubled) == {"Plan de accion": 1, "Plan": 3, "de": 3, "accion": 3}


def test_what_is_drawn_many_times_in_one_place_is_excluded_as_often(tmp_path: Path) -> None:
    printed = read_printed(write(tmp_path / "plan.pdf", page(b" ".join([TEXT] * 4))), "plan.pdf")
    check_pages(printed.letters, [*printed.lines, *printed.excluded], "plan.pdf")
    assert Counter((item.text, item.reason) for item in printed.excluded) in (
        {},
        {("Plan", "printed-twice"): 3, ("de", "printed-twice"): 3, ("accion", "printed-twice"): 3},
    )


def test_a_page_that_repeats_a_large_stream_is_refused(tmp_path: Path) -> None:
    objects = page()
    objects[2] = objects[2].replace(b"/Contents 4 0 R", b"/Contents [4 0 R %s]" % b" ".join([b"6 0 R"] * 12))
    large = stream(_packed(100), b"/Filter /FlateDecode ")
    assert "takes more than" in _refusal(write(tmp_path / "bomb.pdf", [*objects, large]))
    objects[2] = objects[2].replace(b" 6 0 R" * 11, b"")
    assert len(_said(write(tmp_path / "plan.pdf", [*objects, large]))) >= 1


def test_the_page_that_fails_is_named(tmp_path: Path) -> None:
    kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>"]
    second = page()[2].replace(b"/Contents 4 0 R", b"/Contents 7 0 R")
    objects = [*kids, *page()[2:], second, stream(TEXT + b" 1 1 9 9 re f" * 2_000_000)]
    path = write(tmp_path / "plan.pdf", objects)
    assert trial.failed_page(path) == 2
    assert "plan.pdf p. 2" in _refusal(path)
    assert trial.failed_page(write(tmp_path / "good.pdf", page())) is None


def test_more_objects_or_characters_than_any_page_has_are_refused(tmp_path: Path) -> None:
    assert "200002 objects are drawn" in _refusal(write(tmp_path / "dots.pdf", page(TEXT + b" 1 1 9 9 re f" * 200_001)))
    assert "characters on one page" in _refusal(
        write(tmp_path / "long.pdf", page(b"BT /F1 1 Tf 50 700 Td " + b"(%s) Tj " % (b"plan " * 600) * 110 + b"ET"))
    )


def test_a_picture_of_more_dots_than_any_scan_is_refused_where_it_would_be_drawn(tmp_path: Path) -> None:
    def picture(side: int) -> Path:
        entries = b"/Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray " % (side, side)
        objects = page(b"q 595 0 0 842 0 0 cm /I Do Q " + TEXT, named=b"/XObject << /I 6 0 R >>")
        return write(
            tmp_path / f"{side}.pdf", [*objects, stream(zlib.compress(b"\xff" * 400), entries + b"/Filter /Fl ")]
        )

    refused = pytest.raises(SourceUnreadable, match="a picture of 30000 x 30000 dots")
    with PdfFile(picture(30_000)) as huge, huge.page(1) as first, refused:
        drawn(first, 1.0)
    with PdfFile(picture(20)) as small, small.page(1) as first:
        assert drawn(first, 1.0).shape == (842, 595)


def test_a_linearised_file_says_how_long_it_is(tmp_path: Path) -> None:
    path = write(tmp_path / "plan.pdf", page())
    whole = path.read_bytes()
    for length, is_whole in ((len(whole) + 50, True), (len(whole) + 500, False)):
        path.write_bytes(whole.replace(b"%PDF-1.7\n", b"%%PDF-1.7\n%%<< /Linearized 1 /L %06d >>\n" % length))
        if is_whole:
            assert _said(path) == ["Plan de accion"]
        else:
            assert f"truncated: {path.stat().st_size} of {length} bytes are there" in _refusal(path)


def test_forty_thousand_shaded_squares_take_no_memory(tmp_path: Path) -> None:
    squares = b"\n".join(b".%d g %d %d 4 4 re f" % (1 + n % 9, n % 200 * 2, n // 200 * 4) for n in range(40_000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert "Plan de accion" in " ".join(_said(write(tmp_path / "map.pdf", page(TEXT + b"\n" + squares))))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600 * 2**10


def _table(numbers: range, is_merged: bool) -> bytes:
    """Return the drawing of a table; with `is_merged`, the second label and what stands below it are one cell."""
    drawn = []
    for row, number in enumerate([0, *numbers]):
        cells = (str(number), "" if is_merged else "Difundir", "MPF") if row else ("N.", "Medida", "Responsable")
        for column, text in enumerate(cells):
            x, y = 60 + 120 * column, 676 - 24 * row
            drawn.append(f"BT /F1 10 Tf {x + 4} {y + 8} Td ({text}) Tj ET")
            if not is_merged or column != 1:
                drawn.append(f"{x} {y} 120 24 re S")
    if is_merged:
        drawn.append(f"180 {676 - 24 * len(numbers)} 120 {24 * len(numbers) + 24} re S")
    return "\n".join(drawn).encode()


def test_a_label_merged_with_the_rows_below_it_is_printed_once(tmp_path: Path) -> None:
    kids = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 6 0 R 8 0 R] /Count 3 >>"]
    first = page(_table(range(1, 6), is_merged=False))
    blank, last = (first[2].replace(b"/Contents 4 0 R", b"/Contents %d 0 R" % at) for at in (7, 9))
    objects = [*kids, *first[2:], blank, stream(b""), last, stream(_table(range(7, 9), is_merged=True))]
    printed = read_printed(write(tmp_path / "plan.pdf", objects), "plan.pdf")
    check_pages(printed.letters, [*printed.lines, *printed.excluded], "plan.pdf")
    assert ["Medida" in " ".join(line.cells) for line in printed.lines if line.page == 3].count(True) == 1


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (b"", b"%%EOF" + b"x" * 1500, None), (b"", b"%%EOF" + b"x" * 2500, "end mark"),  # other bytes behind the end
        (b"x" * 900, b"%%EOF", None), (b"x" * 1100, b"%%EOF", "not a PDF"),  # and before the beginning
    ],
)  # fmt: skip
def test_a_pdf_begins_and_ends_near_the_ends_of_its_file(start: bytes, end: bytes, found: str | None) -> None:
    source = start + b"%PDF-1.4\n" + b" " * 3000 + end
    with nullcontext() if found is None else pytest.raises(SourceUnreadable, match=found):
        _check_shape(source, "plan.pdf")


@pytest.mark.parametrize(("lost", "is_refused"), [(50, False), (80, True)])
def test_a_linearised_file_may_lose_white_space_at_its_end(lost: int, is_refused: bool) -> None:
    source = b"%%PDF-1.4\n<< /Linearized 1 /L %06d >>\n%%%%EOF"
    source = source % (len(source % 0) + lost)
    with pytest.raises(SourceUnreadable, match="truncated") if is_refused else nullcontext():
        _check_shape(source, "plan.pdf")
