"""Set a draft with amendments as other typesetters would: `python -m benchmarks.draft_make_ups`.

The text is that of the third OAS work plan with its brackets (`draft_items`). Each make-up is drawn with ReportLab, or
printed by Chromium or LibreOffice (`draft_pages`; left out where the program is not installed). It is read under the
profile `oas-3` from its drawing alone, or from scans of it, and every record and amendment is compared with what was
drawn. What differs: paper, columns, type, numbers (hanging, inline, in the margin, with or without full stop), where
pages cut, headers and footers, hyphens, how insertions are marked.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest
from pathlib import Path

from directriz.errors import PipelineError
from reportlab.lib.pagesizes import A4, A5, LEGAL, LETTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.draft_items import SAMPLE, Item, Run, Unit, Word, read_sample, read_whole
from benchmarks.draft_pages import PAGES, print_page
from benchmarks.drafts import ROOT, score_draft
from benchmarks.scans import Scanner, write_scan

FACES = {"sans": ("Helvetica", "Helvetica-Bold"), "serif": ("Times-Roman", "Times-Bold")}
SYLLABLE_ENDS = "aeiouáéíóú"


@dataclass(frozen=True)
class MakeUp:
    """How a draft is set; lengths in points."""

    paper: tuple[float, float] = A4
    margin: float = 72
    columns: int = 1
    face: str = "serif"
    size: float = 11
    leading: float = 1.25  # of the size
    gap: float = 6  # between paragraphs
    numbers: str = "hanging"  # hanging | inline | margin
    stop: str = "."  # behind a number
    indent: float = 28  # of text behind a hanging number; of first lines where numbers are inline
    marked: str = "bold"  # bold | underlined | coloured
    hyphens: bool = False
    justified: bool = False
    header: str = ""
    footer: str = "- {} -"
    keeps_number: bool = True  # False: a page may cut between a number and its text
    widows: bool = True  # a single line may stand at a page's end
    bold_headings: bool = True
    line_numbers: int = 0  # 1: each line has its number in the margin; 5: every fifth
    restarts: bool = True  # the numbers of lines begin again on each page
    line_numbers_left: bool = True


MAKE_UPS: dict[str, MakeUp] = {
    "letter hanging": MakeUp(LETTER, footer=""),
    "letter hanging, cut after the number": MakeUp(LETTER, keeps_number=False, header="OEA/Ser.W"),
    "inline serif": MakeUp(numbers="inline", indent=0),
    "inline indented, no gap": MakeUp(numbers="inline", indent=24, gap=0, justified=True),
    "margin numbers": MakeUp(numbers="margin", margin=90, face="sans", size=10),
    "margin, no full stop": MakeUp(numbers="margin", stop="", margin=90, keeps_number=False),
    "two columns": MakeUp(columns=2, size=9, numbers="inline", indent=0, margin=50),
    "two columns hanging, hyphens": MakeUp(
        LETTER, columns=2, size=9, indent=22, margin=54, hyphens=True, justified=True
    ),
    "hanging with parenthesis": MakeUp(stop=")", face="sans", size=10, indent=34),
    "justified, underlined insertions": MakeUp(LETTER, marked="underlined", justified=True, header="Borrador – rev. 3"),
    "coloured, large type": MakeUp(size=13, marked="coloured", margin=60, footer="Página {}"),
    "tight, plain headings": MakeUp(leading=1.1, gap=2, size=10, bold_headings=False, keeps_number=False),
    "hyphenated sans": MakeUp(face="sans", size=10.5, hyphens=True, numbers="inline", indent=0, header="CONFIDENCIAL"),
    "A5 serif hanging, hyphens": MakeUp(A5, size=9, margin=40, indent=24, hyphens=True, header="Rev. 2 – Sólo español"),
    "two columns sans, cut after the number": MakeUp(
        LETTER, columns=2, face="sans", size=8.5, margin=48, indent=20, stop="", keeps_number=False
    ),
    "numbered lines": MakeUp(LETTER, face="sans", size=10, line_numbers=1),
    "every fifth line numbered, going on": MakeUp(
        line_numbers=5, restarts=False, justified=True, numbers="inline", indent=20, header="CSH/GRE-3/26"
    ),
    "numbered lines on the right, hanging": MakeUp(
        LETTER, size=12, line_numbers=1, restarts=False, line_numbers_left=False, keeps_number=False, marked="coloured"
    ),
    "A5 tight, underlined insertions": MakeUp(
        A5,
        size=8.5,
        margin=46,
        leading=1.15,
        gap=3,
        numbers="inline",
        indent=0,
        marked="underlined",
        justified=True,
        footer="Página {}",
    ),
    "numbered lines, margin numbers": MakeUp(
        margin=86, face="sans", size=9.5, numbers="margin", line_numbers=1, hyphens=True, footer="{}"
    ),
    "A4 two columns hanging, coloured": MakeUp(
        A4,
        columns=2,
        size=8,
        face="sans",
        indent=20,
        margin=46,
        marked="coloured",
        header="CSH/GRE-3/26 rev. 2 – 30 noviembre 2026 – Original: español",
        footer="Página {}",
    ),
    "margin numbers with parenthesis, hyphens, underlined": MakeUp(
        LETTER, numbers="margin", stop=")", margin=88, hyphens=True, marked="underlined", justified=True, footer="{}"
    ),
    "A5 inline, no gap": MakeUp(
        A5, size=8, margin=50, numbers="inline", indent=18, gap=0, justified=True, footer="– {} –"
    ),
    "legal, large hanging numbers": MakeUp(
        LEGAL,
        size=12,
        margin=80,
        indent=36,
        stop=".-",
        header="Proyecto de Tercer Plan de Trabajo",
        footer="CP/doc.5812/26 | p. {}",
    ),
    "hanging, no gap, ragged": MakeUp(A4, gap=0, size=10, indent=30, keeps_number=False, footer=""),
    "narrow column, hyphens": MakeUp(
        A4, margin=150, size=11, hyphens=True, justified=True, indent=24, header="BORRADOR", footer="{}"
    ),
    "every fifth line numbered, underlined, hyphens": MakeUp(
        LETTER,
        columns=1,
        size=11,
        line_numbers=5,
        restarts=True,
        hyphens=True,
        keeps_number=False,
        marked="underlined",
        footer="Página {}",
    ),
    "large type, plain headings": MakeUp(
        A4, size=14, margin=56, numbers="inline", indent=0, gap=3, bold_headings=False, footer="- {} -"
    ),
    "letter two columns hanging, underlined": MakeUp(
        LETTER,
        columns=2,
        size=9.5,
        margin=50,
        indent=24,
        marked="underlined",
        keeps_number=False,
        header="OEA/Ser.W/XIII",
    ),
    "A5 margin numbers, coloured": MakeUp(
        A5, size=9, margin=58, numbers="margin", marked="coloured", hyphens=True, justified=True, footer="{}"
    ),
}


@dataclass
class Setter:
    """Draws items on pages."""

    canvas: Canvas
    make_up: MakeUp
    page: int = 1
    column: int = 0
    y: float = 0.0
    line: int = 0  # number of the last one

    def begin(self) -> None:
        """Begin a page."""
        made = self.make_up
        self.column, self.y = 0, made.paper[1] - made.margin
        self.line = 0 if made.restarts else self.line
        self.canvas.setFont("Helvetica", 9)
        if made.header:
            self.canvas.drawString(made.margin, made.paper[1] - 40, made.header)
        if made.footer:
            self.canvas.drawCentredString(made.paper[0] / 2, 34, made.footer.format(self.page))

    @property
    def width(self) -> float:
        """Width of a column."""
        made = self.make_up
        return (made.paper[0] - 2 * made.margin - 18 * (made.columns - 1)) / made.columns

    @property
    def left(self) -> float:
        """Left edge of the column."""
        return self.make_up.margin + self.column * (self.width + 18)

    def need(self, height: float) -> None:
        """Go on to the next column or page where less is left."""
        if self.y - height >= self.make_up.margin:
            return
        if self.column + 1 < self.make_up.columns:
            self.column, self.y = self.column + 1, self.make_up.paper[1] - self.make_up.margin
            return
        self.canvas.showPage()
        self.page += 1
        self.begin()

    def draw(self, item: Item) -> None:
        """Draw a paragraph."""
        made = self.make_up
        step = made.size * made.leading
        text_left = made.indent if item.label and made.numbers == "hanging" else 0.0
        words = list(item.words)
        if item.label and made.numbers == "inline":
            words = [(Run(item.label + made.stop),), *words]
        first_in = made.indent if made.numbers == "inline" and item.label else 0.0
        lines = list(self._lines(words, self.width - text_left, first_in, item.is_heading))
        if item.is_heading:
            self.y -= made.gap
            self.need(3 * step)
        elif not made.widows:
            self.need(2 * step)
        if item.label and made.numbers != "inline":
            if made.keeps_number or self.y - step < made.margin - step:
                self.need(step)
            self._draw_label(item.label + made.stop, step)
        for at, line in enumerate(lines):
            self.need(step)
            self.y -= step
            self._number_line()
            inset = text_left + (first_in if at == 0 else 0.0)
            fills = made.justified and at + 1 < len(lines)
            self._draw_line(line, self.left + inset, self.width - inset if fills else None, item.is_heading)
        self.y -= made.gap

    def _number_line(self) -> None:
        """Draw the number of a line in the margin."""
        made = self.make_up
        self.line += 1
        if not made.line_numbers or self.line % made.line_numbers:
            return
        self.canvas.setFont("Helvetica", 8)
        if made.line_numbers_left:
            self.canvas.drawRightString(made.margin - (44 if made.numbers == "margin" else 16), self.y, str(self.line))
        else:
            self.canvas.drawString(made.paper[0] - made.margin + 14, self.y, str(self.line))

    def _draw_label(self, label: str, step: float) -> None:
        made = self.make_up
        self.canvas.setFont(FACES[made.face][0], made.size)
        if self.y - step < made.margin:
            self.need(step)
        x = self.left if made.numbers == "hanging" else self.left - 30
        self.canvas.drawString(x, self.y - step, label)

    def _font(self, run: Run, is_heading: bool) -> str:
        is_bold = (is_heading and self.make_up.bold_headings) or (run.marked and self.make_up.marked == "bold")
        return FACES[self.make_up.face][int(is_bold)]

    def _wide(self, word: Word, is_heading: bool) -> float:
        size = self.make_up.size
        return float(sum(stringWidth(run.text, self._font(run, is_heading), size) for run in word))

    def _lines(self, words: Sequence[Word], width: float, first_in: float, is_heading: bool) -> Iterator[list[Word]]:
        space = stringWidth(" ", FACES[self.make_up.face][0], self.make_up.size)
        line: list[Word] = []
        left = width - first_in
        queue = list(words)
        while queue:
            word = queue.pop(0)
            needed = self._wide(word, is_heading) + (space if line else 0)
            if needed <= left + 0.01 or not line:
                line.append(word)
                left -= needed
                continue
            if self.make_up.hyphens and (cut := self._cut(word, left - space, is_heading)):
                line.append((replace(word[0], text=word[0].text[:cut] + "-"),))
                word = (replace(word[0], text=word[0].text[cut:]),)
            yield line
            line, left = [word], width - self._wide(word, is_heading)
        if line:
            yield line

    def _cut(self, word: Word, room: float, is_heading: bool) -> int:
        """Return where a word may be cut by a hyphen so that its beginning fits, 0 where nowhere."""
        text = word[0].text
        if len(word) > 1 or not text.isalpha() or not text.islower() or len(text) < 7:
            return 0
        for at in range(len(text) - 3, 2, -1):
            before, here, after = text[at - 1], text[at], text[at + 1]
            is_joint = before in SYLLABLE_ENDS and here not in SYLLABLE_ENDS and after in SYLLABLE_ENDS
            if is_joint and self._wide((replace(word[0], text=text[:at] + "-"),), is_heading) <= room:
                return at
        return 0

    def _draw_line(self, line: Sequence[Word], x: float, fill: float | None, is_heading: bool) -> None:
        made, canvas = self.make_up, self.canvas
        space = stringWidth(" ", FACES[made.face][0], made.size)
        used = sum(self._wide(word, is_heading) for word in line)
        if fill and len(line) > 1:
            space = (fill - used) / (len(line) - 1)
        for word, after in zip_longest(line, line[1:]):
            for run in word:
                wide = float(stringWidth(run.text, self._font(run, is_heading), made.size))
                is_last = run is word[-1]
                joined = is_last and after and (after[0].struck, after[0].marked) == (run.struck, run.marked)
                self._draw_run(run, x, x + wide + (space if joined else 0), is_heading)
                x += wide
            x += space
        canvas.setFillColorRGB(0, 0, 0)

    def _draw_run(self, run: Run, x: float, end: float, is_heading: bool) -> None:
        """Draw characters, and the lines through or under them up to `end`."""
        made, canvas = self.make_up, self.canvas
        canvas.setFont(self._font(run, is_heading), made.size)
        is_coloured = run.marked and made.marked == "coloured"
        canvas.setFillColorRGB(*((0.8, 0.0, 0.0) if is_coloured else (0, 0, 0)))
        canvas.drawString(x, self.y, run.text)
        canvas.setLineWidth(0.05 * made.size)
        if run.struck:
            canvas.line(x, self.y + 0.28 * made.size, end, self.y + 0.28 * made.size)
        if run.marked and made.marked == "underlined":
            canvas.line(x, self.y - 0.12 * made.size, end, self.y - 0.12 * made.size)


def draw_draft(items: Sequence[Item], make_up: MakeUp, path: Path) -> None:
    """Write the PDF of a draft in one make-up."""
    canvas = Canvas(str(path), pagesize=make_up.paper, invariant=1)
    setter = Setter(canvas, make_up)
    setter.begin()
    for item in items:
        setter.draw(item)
    canvas.save()


def make_ups() -> Mapping[str, Callable[[Sequence[Item], Path], None]]:
    """Return what draws each make-up, by its name."""
    drawn = {name: partial(_drawn_by_reportlab, make_up) for name, make_up in MAKE_UPS.items()}
    return drawn | {name: partial(print_page, page) for name, page in PAGES.items()}


def _drawn_by_reportlab(make_up: MakeUp, items: Sequence[Item], path: Path) -> None:
    draw_draft(items, make_up, path)


def main() -> None:
    """Print how each make-up is read, from its drawing or from scans of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of the names of make-ups; none = all")
    parser.add_argument("--keep", type=Path, help="a folder in which the PDFs stay")
    parser.add_argument("--scan", type=int, nargs="*", default=[], help="resolutions of scans, dots an inch")
    parser.add_argument("--sample", action="store_true", help="the sample of tests/gold, not the whole draft")
    wanted = parser.parse_args()
    items, truth = read_sample(ROOT / SAMPLE) if wanted.sample else read_whole(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        place = wanted.keep or Path(folder)
        for name, draw in make_ups().items():
            if wanted.names and not any(part in name for part in wanted.names):
                continue
            path = place / f"{name.replace(' ', '-').replace(',', '')}.pdf"
            draw(items, path)
            if not wanted.scan:
                print(name, *score_or_refusal(path, truth), sep="\n", flush=True)
            for dpi in wanted.scan:
                scan = path.with_suffix(f".{dpi}.pdf")
                write_scan(path, scan, Scanner(dpi))
                print(f"{name}, scanned with {dpi} dpi", *score_or_refusal(scan, truth), sep="\n", flush=True)


def score_or_refusal(path: Path, truth: Sequence[Unit]) -> list[str]:
    """Return what is right of a draft, line by line, or why it is refused."""
    try:
        return score_draft(path, list(truth)).lines()
    except PipelineError as refusal:
        return [f"  refused with exit code {refusal.exit_code}: {refusal}"]


if __name__ == "__main__":
    main()
