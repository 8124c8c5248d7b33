"""Make damaged texts with their truth: clean text set in type, drawn as pixels, read by Tesseract set to English.

`python -m benchmarks.make_ocr_damage FOLDER TEXT…` needs Pillow, the Liberation fonts (Debian fonts-liberation) and the
program `tesseract` (Debian tesseract-ocr, which carries English alone); `--fonts` names another folder of typefaces.
The benchmark itself needs none of them: the files that this script wrote are in `benchmarks/ocr_damage/`, one a
document: a row a paragraph, the truth and what was read of it in each typeface and resolution. Drawn rules and blanks
of forms are left out.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT_FOLDER = Path("/usr/share/fonts/truetype/liberation")
POINTS = 11
LINES_ON_PAGE = 48
LETTERS_IN_LINE = 78
RULE = re.compile(r"[-_=]{3,}")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a text is set and scanned."""

    dpi: int
    typeface: str  # file name below `fonts`, without .ttf
    fonts: Path = FONT_FOLDER


def read_paragraphs(path: Path) -> list[str]:
    """Return the cells and paragraphs of a text dump: a line that starts in lower case goes on from the one before."""
    paragraphs: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        for position, cell in enumerate(line.split("\t")):
            words = " ".join(RULE.sub(" ", cell).split())
            if words and position == 0 and paragraphs and words[0].islower():
                paragraphs[-1] += " " + words
            elif any(char.isalnum() for char in words):
                paragraphs.append(words)
    return paragraphs


def set_in_lines(paragraphs: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield each printed line with the number of its paragraph."""
    for number, paragraph in enumerate(paragraphs):
        for line in textwrap.wrap(paragraph, LETTERS_IN_LINE, break_long_words=False, break_on_hyphens=False):
            yield number, line


def draw_page(lines: list[str], setting: Setting) -> tuple[Image.Image, float]:
    """Return the page as grey pixels and the height of a line, in pixels."""
    size = POINTS * setting.dpi / 72
    font = ImageFont.truetype(str(setting.fonts / f"{setting.typeface}.ttf"), round(size))
    step = size * 1.5
    page = Image.new("L", (round(8.27 * setting.dpi), round(11.69 * setting.dpi)), 255)
    pen = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        pen.text((setting.dpi * 0.6, (number + 1) * step), line, font=font, fill=0)
    return page, step


def read_page(page: Image.Image, step: float, dpi: int) -> list[list[str]]:
    """Return the words that Tesseract reads, by printed line: a word belongs to the line that its middle lies in."""
    png = io.BytesIO()
    page.save(png, "PNG", dpi=(dpi, dpi))
    command = ["tesseract", "-", "-", "-l", "eng", "--psm", "6", "tsv"]
    run = subprocess.run(command, input=png.getvalue(), capture_output=True, check=True)
    words: list[list[str]] = [[] for _ in range(LINES_ON_PAGE + 2)]
    for row in csv.DictReader(io.StringIO(run.stdout.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["text"] and row["text"].strip():
            middle = int(row["top"]) + int(row["height"]) / 2
            words[min(max(int(middle / step - 0.95), 0), LINES_ON_PAGE)].append(row["text"])
    return words


def damage_paragraphs(paragraphs: list[str], setting: Setting) -> list[str]:
    """Return each paragraph as the program reads it."""
    read: list[list[str]] = [[] for _ in paragraphs]
    lines = list(set_in_lines(paragraphs))
    for start in range(0, len(lines), LINES_ON_PAGE):
        on_page = lines[start : start + LINES_ON_PAGE]
        page, step = draw_page([line for _, line in on_page], setting)
        for (number, _), words in zip(on_page, read_page(page, step, setting.dpi), strict=False):
            read[number].extend(words)
    return [" ".join(words) for words in read]


def write_damage(path: Path, paragraphs: list[str], settings: list[Setting]) -> None:
    """Write one row a paragraph: the truth, and what was read of it in each setting."""
    columns = [damage_paragraphs(paragraphs, setting) for setting in settings]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(("truth", *(f"{setting.typeface} {setting.dpi} dpi" for setting in settings)))
        writer.writerows(zip(paragraphs, *columns, strict=True))


def main() -> None:
    """Write a file for every text, with a column for every resolution and typeface."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="folder")
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--dpi", type=int, nargs="+", default=[150, 200])
    parser.add_argument("--typeface", nargs="+", default=["LiberationSans-Regular", "LiberationSerif-Regular"])
    parser.add_argument("--fonts", type=Path, default=FONT_FOLDER)
    wanted = parser.parse_args()
    settings = [Setting(dpi, face, wanted.fonts) for dpi in wanted.dpi for face in wanted.typeface]
    for path in wanted.texts:
        write_damage(wanted.out / f"{path.stem}.tsv", read_paragraphs(path), settings)
        print(path.stem, file=sys.stderr)


if __name__ == "__main__":
    main()
