"""PDFs that cannot be read: each is refused with exit code 4 and a line that says why; its neighbour is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from directriz.errors import SourceUnreadable, WrongUsage
from directriz.language import language_of
from directriz.read.pdf.reader import page_ranges, read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from raw_pdf import TEXT, page, stream, write
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

GOOD = Path(__file__).with_name("golden") / "pdf_a_clean_continuation" / "source.pdf"


def _refusal(path: Path) -> str:
    with pytest.raises(SourceUnreadable) as refusal:
        read_pdf(path)
    assert refusal.value.exit_code == 4
    assert path.name in str(refusal.value)
    return str(refusal.value)


def test_a_small_pdf_is_read(tmp_path: Path) -> None:
    reading = read_pdf(write(tmp_path / "plan.pdf", page(TEXT)))
    assert [line.text for line in reading.sheets[0].lines] == ["Plan de accion"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "empty"),
        (b"Plan de accion", "not a PDF"),
        (b"%PDF-1.7\n" + b"x" * 3000, "truncated"),
        (b"%PDF-1.7\nno object\n%%EOF\n", "damaged"),
    ],
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(content)
    assert found in _refusal(path)


def test_a_truncated_pdf_is_refused_though_pdfium_would_mend_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(GOOD.read_bytes()[:-600])
    assert "truncated" in _refusal(path)
    path.write_bytes(GOOD.read_bytes() + b"\0" * 600)
    assert read_pdf(path).page_count == 2


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "no such file" in _refusal(tmp_path / "none.pdf")
    assert "https://example.org/plan.pdf: a web address" in (said := _refusal(Path("https://example.org/plan.pdf")))
    assert "directriz add URL" in said
    assert "a folder" in _refusal(tmp_path)


def test_no_pages_are_refused(tmp_path: Path) -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    assert "without a page" in _refusal(write(tmp_path / "plan.pdf", objects))


def test_a_page_tree_that_loops_is_refused(tmp_path: Path) -> None:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]
    assert re.search("page tree|without a page|cannot be loaded", _refusal(write(tmp_path / "plan.pdf", objects)))


def _encrypted(path: Path, password: str) -> Path:
    canvas = Canvas(str(path), pagesize=A4, encrypt=StandardEncryption(password, ownerPassword="owner", canPrint=1))
    canvas.drawString(50, 700, "Plan de acción")
    canvas.showPage()
    canvas.save()
    return path


def test_a_password_is_refused_and_an_empty_one_is_not_needed(tmp_path: Path) -> None:
    assert "opens with a password" in _refusal(_encrypted(tmp_path / "closed.pdf", "secret"))
    reading = read_pdf(_encrypted(tmp_path / "open.pdf", ""))
    assert [line.text for line in reading.sheets[0].lines] == ["Plan de acción"]


def test_a_page_of_200_metres_is_refused(tmp_path: Path) -> None:
    refusal = _refusal(write(tmp_path / "plan.pdf", page(TEXT, b"0 0 566929 566929")))
    assert "200 x 200 m" in refusal
    assert read_pdf(write(tmp_path / "poster.pdf", page(TEXT, b"0 0 3370 4768"))).page_count == 1


def test_a_page_of_a_hundred_thousand_rules_is_refused(tmp_path: Path) -> None:
    def rules(count: int) -> bytes:
        return (
            TEXT
            + b"\n"
            + b"".join(b"%d %d m %d %d l S\n" % (n % 500, n % 800, n % 500 + 30, n % 800) for n in range(count))
        )

    assert "lines are drawn" in _refusal(write(tmp_path / "hatched.pdf", page(rules(100_000))))
    assert read_pdf(write(tmp_path / "plan.pdf", page(rules(500)))).page_count == 1


def test_ten_thousand_empty_pages_are_refused_as_such(tmp_path: Path) -> None:
    count = 10_000
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"] * count
    tree = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)]
    assert "10000 empty pages" in _refusal(write(tmp_path / "plan.pdf", [*tree, *pages]))


IMAGE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"


@pytest.fixture
def without_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda language: False)


@pytest.mark.usefixtures("without_tesseract")
def test_a_page_that_is_an_image_names_the_packages_and_the_pages(tmp_path: Path) -> None:
    refusal = _refusal(write(tmp_path / "scan.pdf", page(IMAGE)))
    assert "p. 1" in refusal
    assert "tesseract-ocr and tesseract-ocr-spa" in refusal


@pytest.mark.skipif(
    not ocr.is_installed(language_of("es")), reason="needs the Debian packages tesseract-ocr and tesseract-ocr-spa"
)
def test_pictures_without_a_word_are_refused_as_such(tmp_path: Path) -> None:
    assert "1 pages that are pictures, and no word in them" in _refusal(write(tmp_path / "scan.pdf", page(IMAGE)))


@pytest.mark.usefixtures("without_tesseract")
def test_fonts_without_a_unicode_map_are_taken_for_no_text(tmp_path: Path) -> None:
    objects = page(b"BT /F1 12 Tf 50 700 Td <000100020003000400050006> Tj ET")
    objects[4] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Secret /Encoding /Identity-H /DescendantFonts [<< /Type /Font "
        b"/Subtype /CIDFontType2 /BaseFont /Secret /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        b"/Supplement 0 >> /DW 500 >>] >>"
    )
    assert "fonts do not say what they print" in _refusal(write(tmp_path / "plan.pdf", objects))


@pytest.mark.usefixtures("without_tesseract")
@pytest.mark.parametrize(("first", "is_text"), [(b"E000", False), (b"F123", False), (b"0041", True)])
def test_letters_of_private_use_are_no_text(tmp_path: Path, first: bytes, is_text: bool) -> None:
    objects = page(b"BT /F1 12 Tf 50 700 Td <000100020003000400050006> Tj ET")
    objects[4] = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Secret /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts "
        b"[<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Secret /CIDSystemInfo << /Registry (Adobe) "
        b"/Ordering (Identity) /Supplement 0 >> /DW 500 >>] >>"
    )
    table = (
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <00FF> <%s> endbfrange"
    )
    path = write(tmp_path / "plan.pdf", [*objects, stream(table % first + b" endcmap")])
    if is_text:
        assert [line.text for line in read_pdf(path).sheets[0].lines] == ["ABCDEF"]
    else:
        assert "fonts do not say what they print" in _refusal(path)


def test_pages_are_named_as_people_write_them() -> None:
    assert page_ranges([1, 2, 3, 7]) == "p. 1-3, 7"


def test_a_page_that_the_file_does_not_have_is_wrong_usage() -> None:
    assert len(read_pdf(GOOD, [2]).sheets) == 1
    with pytest.raises(WrongUsage, match="page 3 of 2"):
        read_pdf(GOOD, [3])
