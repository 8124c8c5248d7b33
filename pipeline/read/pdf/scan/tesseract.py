"""Tesseract behind one function: it takes pictures and returns words with boxes and confidence.

All pictures of a page are read in one run, because starting tesseract costs more than reading a cell. It runs on one
thread, so that the same picture always gives the same words. The program and the data of the document's language come
from the system, pytesseract from the extra `ocr`. Without them nothing is read, and `how_to_install` says what is
missing.
"""

from __future__ import annotations

import os
import re
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from ....errors import SourceUnreadable
from ....language import Language
from .picture import Pixels

OCR_EXTRA = 'the extra "ocr" (pip install "directriz[ocr]")'
BLOCK, PAGE, LINE = 6, 3, 7  # tesseract's page segmentation: one block of text, a page in parts, one line
LONGEST = 600  # seconds for one page
SURE_OF_TURN = 5.0  # tesseract's own measure; a page of text has 15 and more, a map 1 or 2
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
RAISED = set("*?2°ºeoa9”\"'")  # characters that a raised circle is read as
STANDING = re.compile(r"[^\W\d_gjpqyçQJ]{2,}")  # letters none of which reaches below the line
FEWEST_STANDING = 2  # words of a line without a descender that show where its baseline is
FAULTY = 0.06  # of the font's size: a smaller fault of the baseline is left
NO_LETTERS = set("*?")
XHTML = "{http://www.w3.org/1999/xhtml}"

Box = tuple[float, float, float, float]
Char = tuple[str, float, float, float, float]  # its box


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as tesseract reads it; pixels of its picture."""

    text: str
    box: Box  # of its ink
    confidence: float  # 0 to 100
    ends: tuple[tuple[float, float], ...]  # left and right of each character
    baseline: float  # y
    size: float  # of its font


@dataclass(frozen=True, slots=True)
class Reader:
    """How the pictures of one page are read: the language, and the page's name in messages."""

    language: Language
    place: str


@cache
def installed_languages() -> frozenset[str]:
    """Return the languages that tesseract has on this machine, by its own names.

    None if it or pytesseract is missing.
    """
    if find_spec("pytesseract") is None:
        return frozenset()
    import pytesseract

    try:
        return frozenset(pytesseract.get_languages())
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError):
        return frozenset()


def is_installed(language: Language) -> bool:
    """Tell whether tesseract is there and reads the language."""
    return language.ocr in installed_languages()


def how_to_install(language: Language) -> str:
    """Return what to install for reading pictures in a language: the extra, if it is missing, and the packages."""
    extra = "" if find_spec("pytesseract") else f"{OCR_EXTRA} and "
    return f"{extra}the packages {language.ocr_packages}"


def refuse_ocr(reader: Reader, found: str) -> SourceUnreadable:
    """Return the refusal of pages that cannot be read without optical character recognition."""
    remedy = f"Install {how_to_install(reader.language)} for optical character recognition."
    return SourceUnreadable(reader.place, found, remedy)


def read_pictures(pictures: Sequence[Pixels], segmentation: int, dots: float, reader: Reader) -> list[list[ReadWord]]:
    """Return the words of each picture, line by line; `dots` are the pixels of a point.

    Refuses (SourceUnreadable) where tesseract fails, with what it said.
    """
    language = reader.language.ocr
    if not pictures:
        return []
    import cv2
    import pytesseract

    os.environ["OMP_THREAD_LIMIT"] = "1"  # several threads are no faster on a cell, and the same words are wanted
    options = f"--psm {segmentation} --dpi {round(dots * 72)} -c hocr_char_boxes=1 -c tessedit_do_invert=0"
    with tempfile.TemporaryDirectory(prefix="directriz-ocr-") as folder:
        names = [Path(folder) / f"{index:05d}.png" for index in range(len(pictures))]
        for name, picture in zip(names, pictures, strict=True):
            cv2.imwrite(str(name), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        job = Path(folder) / "job.txt"
        job.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
        try:
            answer = pytesseract.image_to_pdf_or_hocr(str(job), language, options, extension="hocr", timeout=LONGEST)
        except (pytesseract.TesseractError, RuntimeError) as error:
            raise refuse_ocr(reader, f"tesseract failed: {str(error).strip()[:200]}") from None
    pages = [element for element in ElementTree.fromstring(answer).iter() if element.get("class") == "ocr_page"]
    if len(pages) != len(pictures):
        raise refuse_ocr(reader, f"tesseract read {len(pages)} of {len(pictures)} pictures")
    return [list(_words_in(page, reader.language.ordinal)) for page in pages]


def turns_of(picture: Pixels, dots: float) -> int:
    """Return the quarter turns to the right that set the text of a page upright; 0 if tesseract cannot tell."""
    import pytesseract
    from PIL import Image

    try:
        found = pytesseract.image_to_osd(
            Image.fromarray(picture), config=f"--dpi {round(dots * 72)}", output_type="dict", timeout=LONGEST
        )
    except (pytesseract.TesseractError, RuntimeError):
        return 0
    return quarter_turns(found["rotate"], found["orientation_conf"])


def quarter_turns(degrees: float, confidence: float) -> int:
    """Return the quarter turns that tesseract asks for; 0 if it is not sure."""
    return int(degrees) // 90 if confidence >= SURE_OF_TURN else 0


def _words_in(page: ElementTree.Element, ordinal: str) -> Iterator[ReadWord]:
    for line in page.iter(f"{XHTML}span"):
        if not (line.get("class") or "").startswith(("ocr_line", "ocr_header", "ocr_textfloat", "ocr_caption")):
            continue
        words = list(_words_of_line(line, ordinal))
        shift = _fault_of_baseline(words)
        yield from (replace(word, baseline=word.baseline + shift) for word in words)


def _words_of_line(line: ElementTree.Element, ordinal: str) -> Iterator[ReadWord]:
    title = _fields(line)
    for word in line:
        text = "".join("".join(word.itertext()).split())
        if word.get("class") != "ocrx_word" or not text:
            continue
        own = _fields(word)
        baseline, size = _line_of(own["bbox"], title)
        x0, top, x1, bottom = own["bbox"]
        chars = _chars(word) if len(text) == sum(1 for _ in _chars(word)) else _even_chars(text, own["bbox"])
        text, ends = _with_ordinal(list(chars), ordinal)
        yield ReadWord(text, (x0, top, x1, bottom), own.get("x_wconf", [0.0])[0], ends, baseline, size)


def _fault_of_baseline(words: Sequence[ReadWord]) -> float:
    """Return how far a line's words stand lower than the baseline that tesseract gives, in pixels.

    Under lines that are underlined or struck it is often that of the descenders. Words without any show it.
    """
    standing = [word.box[3] - word.baseline for word in words if STANDING.fullmatch(word.text)]
    fault = median(standing) if len(standing) >= FEWEST_STANDING else 0.0
    return fault if fault < -FAULTY * words[0].size else 0.0


def _chars(word: ElementTree.Element) -> Iterator[Char]:
    """Yield the characters of a word with their boxes."""
    for char in word.iter(f"{XHTML}span"):
        if char.get("class") == "ocrx_cinfo":
            left, top, right, bottom = _fields(char)["x_bboxes"]
            yield from ((letter, left, top, right, bottom) for letter in (char.text or "").strip())


def _even_chars(text: str, box: list[float]) -> Iterator[Char]:
    width = (box[2] - box[0]) / len(text)
    for index, letter in enumerate(text):
        yield letter, box[0] + index * width, box[1], box[0] + (index + 1) * width, box[3]


def _with_ordinal(chars: list[Char], ordinal: str) -> tuple[str, tuple[tuple[float, float], ...]]:
    """Return a word's text and the ends of its characters; a raised character after an N becomes "°".

    Nothing else is raised there, and tesseract often reads it as "N*", "N?", "N2" or "Ne".
    """
    (first, _, top, _, bottom), rest = chars[0], chars[1:]
    marks = {char for char, *_ in rest}
    is_raised = marks <= RAISED and bool(rest) and min(low for *_, low in rest) < bottom - 0.25 * (bottom - top)
    if first == "N" and 0 < len(rest) <= 2 and (is_raised or marks <= NO_LETTERS):
        chars = [chars[0], (ordinal, rest[0][1], rest[0][2], rest[-1][3], rest[0][4])]
    return "".join(char for char, *_ in chars), tuple((left, right) for _, left, _, right, _ in chars)


def _fields(element: ElementTree.Element) -> dict[str, list[float]]:
    """Return the numbers of an hOCR title by their names: "bbox 0 0 9 9; x_wconf 96"."""
    fields = {}
    for part in (element.get("title") or "").split(";"):
        name, _, rest = part.strip().partition(" ")
        fields[name] = [float(number) for number in NUMBER.findall(rest)]
    return fields


def _line_of(box: list[float], line: dict[str, list[float]]) -> tuple[float, float]:
    """Return the height of the baseline under a word and the size of its line's font.

    If the size that tesseract gives is impossible, the size of the line's ink is returned.
    """
    slope, offset = line.get("baseline", [0.0, 0.0])[:2]
    left, upper, _, lower = line["bbox"]
    baseline = lower + offset + slope * ((box[0] + box[2]) / 2 - left)
    size, high = line.get("x_size", [0.0])[0], max(lower - upper, 1.0)
    if not 0.7 * high < size < 2.5 * high or not box[1] < baseline:
        return lower, high
    return baseline, size
