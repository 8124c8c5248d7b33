"""Pages that are pictures, read by several processes: same result, same refusals, no process without need."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import directriz
import pytest
from directriz.errors import SourceUnreadable, WrongUsage
from directriz.language import language_of
from directriz.read.pdf import pages_ahead
from directriz.read.pdf.pages_ahead import Effort, ReadAhead, Shown
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from directriz.read.pdf.scan.pictures import Pictures
from directriz.read.pdf.tables import tables_object
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SPANISH = language_of("es")
SIZE = (220.0, 110.0)  # points: small pages are read in half a second
needs_tesseract = pytest.mark.skipif(not ocr.is_installed(SPANISH), reason="needs tesseract-ocr and tesseract-ocr-spa")


def scanned_pages(path: Path, texts: tuple[str, ...]) -> Path:
    """Write a PDF in which each page is a picture of one line of text, or the line itself where it begins with a +."""
    canvas = Canvas(str(path), pagesize=SIZE)
    for text in texts:
        picture = Image.new("L", (int(SIZE[0] * 3), int(SIZE[1] * 3)), 255)
        ImageDraw.Draw(picture).text((60, 120), text, fill=0, font=ImageFont.load_default(44))
        if text.startswith("+"):
            canvas.drawString(20, 50, text[1:])
        else:
            canvas.drawImage(ImageReader(picture), 0, 0, *SIZE)
        canvas.showPage()
    canvas.save()
    return path


@needs_tesseract
def test_two_processes_read_what_one_reads(tmp_path: Path) -> None:
    texts = ("Plan nacional", "+Segunda hoja del plan", "Tercera hoja")
    path = scanned_pages(tmp_path / "scan.pdf", texts)
    one, two = (read_pdf(path, None, True, SPANISH, Effort(jobs)) for jobs in (1, 2))
    assert tables_object(one) == tables_object(two)
    assert [sheet.lines for sheet in one.sheets] == [sheet.lines for sheet in two.sheets]
    assert [line.text for sheet in two.sheets for line in sheet.lines] == [text.lstrip("+") for text in texts]


def test_a_document_without_pictures_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(pages_ahead, "ProcessPoolExecutor", refuse)
    path = scanned_pages(tmp_path / "text.pdf", ("+Primera hoja del plan", "+Segunda hoja del plan"))
    assert len(read_pdf(path, None, True, SPANISH, Effort(2)).sheets) == 2


class Page:
    """A page of which only the number counts."""

    number, place = 2, "scan.pdf p. 2"


class Pool:
    """A pool that notes what it is asked for, and gives each page the same answer."""

    def __init__(self, answer: Future[Shown]) -> None:
        self.asked: list[int] = []
        self.answer = answer

    def submit(self, _task: Any, _path: Path, number: int, _language: Any) -> Future[Shown]:
        self.asked.append(number)
        return self.answer


def asked_of(answer: Future[Shown], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Pool]:
    """Return what the rules of page 2 of 20 are where processes answer so; "read here" where they are read here."""
    pool = Pool(answer)
    monkeypatch.setattr(pages_ahead, "ProcessPoolExecutor", lambda *_arguments: pool)
    monkeypatch.setattr(Pictures, "rules", lambda *_arguments: "read here")
    return ReadAhead(Path("scan.pdf"), range(1, 21), SPANISH, 2).rules(Page()), pool  # type: ignore[arg-type]


def answered(value: Any) -> Future[Shown]:
    """Return a future that has its value, or its error."""
    future: Future[Shown] = Future()
    if isinstance(value, BaseException):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def test_pages_from_the_one_that_is_asked_for_on_are_begun_two_for_each_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found, pool = asked_of(answered(Shown(rules="read there")), monkeypatch)  # type: ignore[arg-type]
    assert (found, pool.asked) == ("read there", [2, 3, 4, 5])


@pytest.mark.parametrize("answer", [Shown(), BrokenProcessPool()])
def test_what_no_process_read_is_read_here(answer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked_of(answered(answer), monkeypatch)[0] == "read here"


def test_the_refusal_of_a_process_is_the_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = SourceUnreadable("scan.pdf p. 2", "tesseract failed", "Install it.")
    with pytest.raises(SourceUnreadable, match="tesseract failed"):
        asked_of(answered(refusal), monkeypatch)


def test_fewer_processes_than_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="0 processes: at least one is needed"):
        directriz.open(scanned_pages(tmp_path / "text.pdf", ("+Una hoja",)), jobs=0)
