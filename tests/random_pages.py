"""Tables over several pages in the ways that others print, made at random from a seed: what is drawn, what is right.

A kind says what happens at the pages' ends; the seed chooses texts, type, widths, rules and the number of rows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.random_kinds import BODIES, TEXTS

PAD, MARGIN, LEADING = 3.0, 60.0, 1.25
HEADER = ["N°", "Medida", "Responsable", "Plazo", "Indicador"]
NOTE = "¹ Según el informe que presentaron los equipos de las terminales y los puertos, con datos de todo el año. "
RULES = ("all", "rows", "stripes", "header")


@dataclass(frozen=True)
class Expected:
    """One logical table: its pages, its header and its rows."""

    pages: list[int]
    header: list[str]
    rows: list[list[str]]


@dataclass
class Pages:
    """A document that is drawn from the top down, with the tables that have to come out."""

    canvas: Canvas
    choose: random.Random
    rules: str
    size: float
    number: int = 1
    y: float = A4[1] - MARGIN
    expected: list[Expected] = field(default_factory=list)

    def turn(self) -> None:
        """Begin the next page."""
        self.canvas.setFont("Helvetica", 7)
        self.canvas.drawCentredString(A4[0] / 2, 25, f"Página {self.number}")
        self.canvas.showPage()
        self.number, self.y = self.number + 1, A4[1] - MARGIN

    def line(self, text: str, size: float = 0.0, x: float = 50.0) -> None:
        """Print a line of text."""
        size = size or self.size
        self.canvas.setFont("Helvetica", size)
        self.y -= LEADING * size
        self.canvas.drawString(x, self.y, text)

    def prose(self, count: int) -> None:
        """Print a paragraph."""
        self.y -= 2 * self.size
        text = " ".join(self.choose.choice(TEXTS) for _ in range(count * 3))
        for line in wrapped(text, 480.0, self.size + 1)[:count]:
            self.line(line, self.size + 1)

    def row(self, cells: Sequence[str], edges: Sequence[float], look: str, shade: float = 0.0) -> bool:
        """Draw a row, in bold if `look` is "header"; False where no room is left for it."""
        font = "Helvetica-Bold" if look == "header" else "Helvetica"
        lines = [wrapped(text, right - left - 2 * PAD - 2, self.size, font)
                 for text, left, right in zip(cells, edges, edges[1:], strict=False)]  # fmt: skip
        height = max(map(len, lines)) * LEADING * self.size + 2 * PAD
        if self.y - height < MARGIN:
            return False
        if shade:
            self.canvas.setFillGray(shade)
            self.canvas.rect(edges[0], self.y - height, edges[-1] - edges[0], height, stroke=0, fill=1)
            self.canvas.setFillGray(0)
        self.canvas.setFont(font, self.size)
        for left, cell in zip(edges, lines, strict=False):
            for place, text in enumerate(cell):
                self.canvas.drawString(left + PAD, self.y - PAD - self.size * (1 + LEADING * place), text)
        if self.rules == "all":
            for x in edges:
                self.canvas.line(x, self.y, x, self.y - height)
        self.y -= height
        if self.rules in ("all", "rows") or (self.rules == "header" and look == "header"):
            self.canvas.line(edges[0], self.y, edges[-1], self.y)
        return True

    def fragment(self, rows: list[list[str]], edges: Sequence[float], header: Sequence[str]) -> int:
        """Draw as many rows as the page has room for, below a header if there is one; return how many."""
        if self.rules in ("all", "rows", "header"):
            self.canvas.line(edges[0], self.y, edges[-1], self.y)
        if header:
            self.row(header, edges, "header", 0.65 if self.rules == "stripes" else 0.0)
        done = 0
        for place, cells in enumerate(rows):
            if not self.row(cells, edges, "row", 0.9 if self.rules == "stripes" and place % 2 else 0.0):
                break
            done += 1
        if self.rules in ("all", "rows", "header"):
            self.canvas.line(edges[0], self.y, edges[-1], self.y)
        return done

    def table(self, rows: list[list[str]], header: Sequence[str], again: bool = False, **how: Edges) -> None:
        """Draw a table over as many pages as it needs; `edges` gives the column edges of each of its pages."""
        edges, left, first = how.get("edges", lambda _page: usual_edges(len(rows[0]))), rows, self.number
        while left:
            begun = self.number - first
            done = self.fragment(left, edges(begun), header if not begun or again else ())
            left = left[done:]
            if left:
                self.turn()
        self.expected.append(Expected(list(range(first, self.number + 1)), list(header), rows))


Edges = Callable[[int], Sequence[float]]


def usual_edges(count: int) -> list[float]:
    """Return the edges of a table's columns: a narrow one, then equal ones."""
    return [50.0, *(80.0 + index * 465.0 / (count - 1) for index in range(count))]


def wrapped(text: str, width: float, size: float, font: str = "Helvetica") -> list[str]:
    """Return a text in lines no wider than `width`, words uncut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _rows(pages: Pages, count: int, width: int = 5, first: int = 1) -> list[list[str]]:
    choose = pages.choose
    pool = (TEXTS, BODIES, ["2022", "marzo de 2023", "2024"], TEXTS, BODIES)
    return [[str(first + row), *(choose.choice(pool[place % 5]) for place in range(width - 1))] for row in range(count)]


def _once(pages: Pages) -> None:
    pages.table(_rows(pages, pages.choose.randint(40, 70)), HEADER)


def _again(pages: Pages) -> None:
    pages.table(_rows(pages, pages.choose.randint(40, 70)), HEADER, again=True)


def _blank(pages: Pages) -> None:
    rows = _rows(pages, pages.choose.randint(60, 80))
    first, column = pages.choose.randint(12, 25), pages.choose.randint(2, 4)
    for row in rows[first : first + 40]:
        row[column] = ""
    pages.table(rows, HEADER)


def _sideways(pages: Pages) -> None:
    moved = pages.choose.uniform(8.0, 25.0)
    edges = usual_edges(5)
    pages.table(_rows(pages, 60), HEADER, edges=lambda page: [x + (moved if page % 2 else -5.0) for x in edges])


def _shifted(pages: Pages) -> None:
    shift = [[0.0, *(pages.choose.uniform(-3.0, 3.0) for _ in range(4)), 0.0] for _ in range(20)]
    edges = usual_edges(5)
    pages.table(_rows(pages, 60), HEADER, edges=lambda page: [x + by for x, by in zip(edges, shift[page], strict=True)])


def _other_first(pages: Pages) -> None:
    pages.table(_rows(pages, pages.choose.randint(5, 9), 3), ["N°", "Eje", "Objetivo"])
    pages.turn()
    pages.table(_rows(pages, 50), HEADER, again=True)


def _note(pages: Pages) -> None:
    rows = _rows(pages, 12)
    rows[3][1] += "¹"
    pages.fragment(rows, usual_edges(5), HEADER)
    pages.y -= 10
    pages.canvas.line(50, pages.y, 160, pages.y)
    for line in wrapped(NOTE * 3, 480.0, 6.5):
        pages.line(line, 6.5)
    pages.turn()
    more = _rows(pages, 12, first=13)
    pages.fragment(more, usual_edges(5), ())
    pages.expected.append(Expected([1, 2], HEADER, rows + more))


def _text_between(pages: Pages) -> None:
    pages.table(_rows(pages, 10), HEADER)
    pages.turn()
    for _ in range(4):
        pages.prose(6)
    pages.turn()
    pages.table(_rows(pages, 10), HEADER)


def _caption(pages: Pages) -> None:
    rows = _rows(pages, 20)
    pages.line("Tabla 3. Medidas del plan")
    pages.fragment(rows[:10], usual_edges(5), HEADER)
    pages.prose(8)
    pages.turn()
    pages.line("Tabla 3. Medidas del plan (continuación)")
    pages.fragment(rows[10:], usual_edges(5), HEADER)
    pages.expected.append(Expected([1, 2], HEADER, rows))


PAGE_KINDS: dict[str, Callable[[Pages], None]] = {
    "header printed once": _once,
    "header printed again": _again,
    "a column blank on a page": _blank,
    "pages moved sideways": _sideways,
    "columns that shift": _shifted,
    "page 1 with other columns": _other_first,
    "a note that runs over": _note,
    "pages of text between": _text_between,
    "caption that says continued": _caption,
}


def draw_pages(seed: int, path: Path) -> tuple[str, list[Expected]]:
    """Draw the document of a seed; return its kind and the tables that have to come out."""
    choose = random.Random(seed)
    kind = list(PAGE_KINDS)[seed % len(PAGE_KINDS)]
    pages = Pages(Canvas(str(path), pagesize=A4), choose, choose.choice(RULES), choose.choice([7.0, 8.0, 9.0]))
    PAGE_KINDS[kind](pages)
    pages.turn()
    pages.canvas.save()
    return f"{kind}, {pages.rules}", pages.expected
