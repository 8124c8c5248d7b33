"""Set a draft with amendments as other typesetters would: `python -m benchmarks.draft_make_ups`.

The text is that of the third OAS work plan as published in `output/`, repaired, with its brackets. Each make-up is
drawn with ReportLab, read under the profile `oas-3` from its drawing alone, and every record and amendment is compared.
What differs: paper, columns, type, numbers (hanging, inline, in the margin, with or without full stop), where pages
cut, headers and footers, hyphens, how insertions are marked.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from directriz.clean.drawn_strikes import STRUCK, fates_of_words
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from benchmarks.drafts import ROOT, score_draft

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
}


@dataclass
class Word:
    """A word, and how it is printed."""

    text: str
    struck: bool = False
    marked: bool = False


@dataclass
class Item:
    """A paragraph, and the number before it."""

    words: list[Word]
    label: str = ""
    is_heading: bool = False


@dataclass
class Setter:
    """Draws items on pages."""

    canvas: Canvas
    make_up: MakeUp
    page: int = 1
    column: int = 0
    y: float = 0.0
    footnotes: list[str] = field(default_factory=list)

    def begin(self) -> None:
        """Begin a page."""
        made = self.make_up
        self.column, self.y = 0, made.paper[1] - made.margin
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
            words = [Word(item.label + made.stop), *words]
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
            inset = text_left + (first_in if at == 0 else 0.0)
            fills = made.justified and at + 1 < len(lines)
            self._draw_line(line, self.left + inset, self.width - inset if fills else None, item.is_heading)
        self.y -= made.gap

    def _draw_label(self, label: str, step: float) -> None:
        made = self.make_up
        self.canvas.setFont(FACES[made.face][0], made.size)
        if self.y - step < made.margin:
            self.need(step)
        x = self.left if made.numbers == "hanging" else self.left - 30
        self.canvas.drawString(x, self.y - step, label)

    def _font(self, word: Word, is_heading: bool) -> str:
        is_bold = (is_heading and self.make_up.bold_headings) or (word.marked and self.make_up.marked == "bold")
        return FACES[self.make_up.face][int(is_bold)]

    def _wide(self, word: Word, is_heading: bool) -> float:
        return float(stringWidth(word.text, self._font(word, is_heading), self.make_up.size))

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
                line.append(replace(word, text=word.text[:cut] + "-"))
                word = replace(word, text=word.text[cut:])
            yield line
            line, left = [word], width - self._wide(word, is_heading)
        if line:
            yield line

    def _cut(self, word: Word, room: float, is_heading: bool) -> int:
        """Return where a word may be cut by a hyphen so that its beginning fits, 0 where nowhere."""
        if not word.text.isalpha() or not word.text.islower() or len(word.text) < 7:
            return 0
        for at in range(len(word.text) - 3, 2, -1):
            before, here, after = word.text[at - 1 : at + 2]
            is_joint = before in SYLLABLE_ENDS and here not in SYLLABLE_ENDS and after in SYLLABLE_ENDS
            if is_joint and self._wide(replace(word, text=word.text[:at] + "-"), is_heading) <= room:
                return at
        return 0

    def _draw_line(self, line: Sequence[Word], x: float, fill: float | None, is_heading: bool) -> None:
        made, canvas = self.make_up, self.canvas
        space = stringWidth(" ", FACES[made.face][0], made.size)
        used = sum(self._wide(word, is_heading) for word in line)
        if fill and len(line) > 1:
            space = (fill - used) / (len(line) - 1)
        for at, word in enumerate(line):
            wide = self._wide(word, is_heading)
            canvas.setFont(self._font(word, is_heading), made.size)
            is_coloured = word.marked and made.marked == "coloured"
            canvas.setFillColorRGB(*((0.8, 0.0, 0.0) if is_coloured else (0, 0, 0)))
            canvas.drawString(x, self.y, word.text)
            joined = at + 1 < len(line) and line[at + 1].struck == word.struck and line[at + 1].marked == word.marked
            end = x + wide + (space if joined else 0)
            canvas.setLineWidth(0.05 * made.size)
            if word.struck:
                canvas.line(x, self.y + 0.28 * made.size, end, self.y + 0.28 * made.size)
            if word.marked and made.marked == "underlined":
                canvas.line(x, self.y - 0.12 * made.size, end, self.y - 0.12 * made.size)
            x += wide + space
        canvas.setFillColorRGB(0, 0, 0)


def draw_draft(items: Sequence[Item], make_up: MakeUp, path: Path) -> None:
    """Write the PDF of a draft in one make-up."""
    canvas = Canvas(str(path), pagesize=make_up.paper, invariant=1)
    setter = Setter(canvas, make_up)
    setter.begin()
    for item in items:
        setter.draw(item)
    canvas.save()


def styled(text: str, amendments: Sequence[dict[str, Any]]) -> list[Word]:
    """Return the words of a record, those that an amendment strikes or proposes marked so."""
    at = 0
    for row in amendments:
        start = text.index(row["as_printed"], at)
        at = start + len(row["as_printed"])
        tag, _, _ = row["as_printed"].partition(":")
        content = row["as_printed"][len(tag) + 1 : -1]
        printed = content.split()
        fates = fates_of_words(printed, row["inserted"].split(), row["deleted"].split()) or ["insertion"] * len(printed)
        row["words"] = (start, at, tag + ":", printed, fates)
    out: list[Word] = []
    done = 0
    for row in amendments:
        start, stop, tag, printed, fates = row.pop("words")
        out += [Word(each) for each in text[done:start].split()]
        glued = text[done:start][-1:].isspace() or not out
        bracket = [Word(each) for each in tag.split()]
        bracket += [Word(each, fate == STRUCK, fate == "insertion") for each, fate in zip(printed, fates, strict=True)]
        bracket[-1] = replace(bracket[-1], text=bracket[-1].text + "]")
        if not glued:
            bracket[0] = replace(bracket[0], text=out.pop().text + bracket[0].text)
        out += bracket
        done = stop
        if (tail := text[done:].partition(" ")[0]) and not text[done : done + 1].isspace():
            out[-1] = replace(out[-1], text=out[-1].text + tail)
            done += len(tail)
    return [*out, *(Word(each) for each in text[done:].split())]


def read_items(root: Path) -> tuple[list[Item], list[dict[str, Any]]]:
    """Return the items of the published draft, and what is to be read from it, as the truth files have it."""

    def rows(name: str) -> list[dict[str, str]]:
        with (root / "output" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return [row for row in csv.DictReader(file) if row["plan_id"] == "oas-3"]

    amendments: dict[str, list[dict[str, Any]]] = {}
    for row in rows("amendments"):
        amendments.setdefault(row["record_id"], []).append(dict(row))
    order = [*(r for r in rows("provisions") if r["kind"] == "preamble")]
    items, truth = [], []
    headings = {r["text"]: r["number"] for r in rows("provisions") if r["kind"] == "heading"}
    before = None
    for row in [*order, *rows("directives")]:
        record_id = row.get("directive_id") or row["record_id"]
        if row["section"] != before and row["section"]:
            before = row["section"]
            number = headings.get(before) or ""
            items.append(Item([Word(each) for each in f"{number + '. ' if number else ''}{before}".split()], "", True))
        unit = unit_of(row, record_id, amendments.get(record_id, []))
        if unit is None:
            continue
        truth.append(unit)
        is_own = record_id.endswith(("bis", "alt")) or unit["kind"] == "preamble"
        items.append(
            Item(styled(unit["text"], [dict(each) for each in unit["amendments"]]), "" if is_own else unit["number"])
        )
    return items, truth


def unit_of(row: dict[str, str], record_id: str, amendments: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return a record as the truth files have it: printed text with clean words, its amendments."""
    pieces, done, made = "", 0, []
    source = row["text_amended"] if not amendments and "text_amended" in row else row["text_source"]
    if not amendments:
        source = row.get("text_base") or row["text"] or row["text_source"]
        return {"id": record_id, "kind": record_id.split("/")[1], "number": record_id.split("/")[2], "text": source,
                "text_stripped": source, "text_base": source, "text_amended": source, "amendments": []}  # fmt: skip
    spans = [(int(each["start"]), int(each["end"])) for each in amendments]
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        return None
    fixes = corrections_of(record_id)
    for (start, end), each in zip(spans, amendments, strict=True):
        pieces += fixed(row["text_source"], done, start, fixes)
        words = " ".join(filter(None, (each["deleted"], each["inserted"])))
        label = "4ALT. " if record_id.endswith("alt") else ""
        printed = f"[{label}{', '.join(each['countries'].split('|'))}: {words}]"
        made.append({"countries": each["countries"].split("|"), "kind": each["kind"], "inserted": each["inserted"],
                     "deleted": each["deleted"], "as_printed": printed})  # fmt: skip
        pieces += printed
        done = end
    pieces += fixed(row["text_source"], done, len(row["text_source"]), fixes)
    text = (
        " ".join(pieces.split())
        .replace("] ,", "],")
        .replace("] .", "].")
        .replace("]de", "] de")
        .replace("]los", "] los")
    )
    return {"id": record_id, "kind": record_id.split("/")[1], "number": record_id.split("/")[2], "text": text,
            "amendments": made}  # fmt: skip


CORRECTIONS: dict[str, list[dict[str, str]]] = {}


def corrections_of(record_id: str) -> list[dict[str, str]]:
    """Return the published repairs of a record."""
    if not CORRECTIONS:
        with (ROOT / "output" / "ocr_corrections.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                CORRECTIONS.setdefault(row["record_id"], []).append(row)
    return CORRECTIONS.get(record_id, [])


def fixed(text: str, start: int, end: int, fixes: Sequence[dict[str, str]]) -> str:
    """Return a stretch of a text, repaired."""
    out, at = "", start
    for row in fixes:
        first, last = int(row["start"]), int(row["start"]) + len(row["before"])
        if start <= first and last <= end:
            out += text[at:first] + row["after"]
            at = last
    return out + text[at:end]


def main() -> None:
    """Print how each make-up is read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of the names of make-ups; none = all")
    parser.add_argument("--keep", type=Path, help="a folder in which the PDFs stay")
    wanted = parser.parse_args()
    items, truth = read_items(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        place = wanted.keep or Path(folder)
        for name, make_up in MAKE_UPS.items():
            if wanted.names and not any(part in name for part in wanted.names):
                continue
            path = place / f"{name.replace(' ', '-').replace(',', '')}.pdf"
            draw_draft(items, make_up, path)
            print(name, *score_draft(path, truth).lines(), sep="\n", flush=True)


if __name__ == "__main__":
    main()
