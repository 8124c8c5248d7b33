"""Draws the golden PDFs: one small document for each thing that a page break does to a table.

`python -m tests.draw_golden` writes `tests/golden/pdf_<case>/source.pdf` and `expected.json` from `golden_cases`,
`golden_typesettings`, `golden_fills` and `golden_row_rules`, where what is expected is written down by hand, never
taken from the reader.
"""

from __future__ import annotations

import json
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.golden_cases import CASES
from tests.golden_fills import FILLS
from tests.golden_producers import PRODUCERS
from tests.golden_row_rules import ROW_RULES
from tests.golden_shapes import LEADING, PADDING, Case, Cell, Table, Text
from tests.golden_typesettings import TYPESETTINGS

GOLDEN = Path(__file__).with_name("golden")
WIDTH, HEIGHT = A4
APART = 3.0  # points between the ends of a cell's rules and its sides


class _Pen:
    """Draws in points from the top left of an upright page of the given height."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.page_height = canvas, height

    def text(self, item: Text) -> None:
        self.canvas.setFont("Helvetica", item.size)
        self.canvas.drawString(item.x, self.page_height - item.top - item.size, item.text)

    def line(self, rule: str, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.setFillGray(0)
        if rule in ("line", "white"):
            if rule == "white":
                self.canvas.setStrokeGray(1)
            self.canvas.line(x0, self.page_height - y0, x1, self.page_height - y1)
        elif rule == "double":
            for move in (-1.0, 1.0):
                across, down = (move, 0.0) if x0 == x1 else (0.0, move)
                self.canvas.line(x0 + across, self.page_height - y0 - down, x1 + across, self.page_height - y1 - down)
        elif rule == "rectangle":
            self.canvas.rect(x0 - 0.3, self.page_height - y1 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)

    def _frame(self, x0: float, top: float, x1: float, bottom: float) -> None:
        path = self.canvas.beginPath()
        for inset in (0.0, 0.6):
            path.rect(x0 + inset, self.page_height - bottom + inset, x1 - x0 - 2 * inset, bottom - top - 2 * inset)
        self.canvas.setFillGray(0)
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=0)

    def _side_below(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Draw the lower side of a cell as CSS does: two rectangles filled between, in a clip as high as the side."""
        self.canvas.saveState()
        clip, path = self.canvas.beginPath(), self.canvas.beginPath()
        clip.rect(x0, self.page_height - bottom, x1 - x0, 0.6)
        path.rect(x0, self.page_height - bottom, x1 - x0, bottom - top)
        path.rect(x0, self.page_height - bottom + 0.6, x1 - x0, bottom - top - 0.6)
        self.canvas.clipPath(clip, stroke=0, fill=0)
        self.canvas.setFillGray(0)
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
        self.canvas.restoreState()

    def table(self, item: Table) -> None:
        if item.seen is None:
            self._rows(item)
            return
        top, bottom = item.seen
        self.canvas.saveState()
        path = self.canvas.beginPath()
        path.rect(item.left - 5, self.page_height - bottom, sum(item.widths) + 10, bottom - top)
        self.canvas.clipPath(path, stroke=0, fill=0)
        self._rows(item)
        self.canvas.restoreState()

    def _rows(self, item: Table) -> None:
        edges = [item.left + sum(item.widths[:column]) for column in range(len(item.widths) + 1)]
        tops = [item.top]
        for row in range(len(item.rows)):
            tops.append(tops[-1] + item.height(row))
        for row, cells in enumerate(item.rows):
            for column, printed in enumerate(cells):
                if printed is not None:
                    cell = printed if isinstance(printed, Cell) else Cell(printed)
                    box = edges[column], tops[row], edges[column + cell.columns], tops[row + cell.rows]
                    self._cell(item, cell, box, (row, column))
        if item.rule == "joined":
            self._joined(item, edges, tops)

    def _joined(self, item: Table, edges: list[float], tops: list[float]) -> None:
        """Draw horizontal rules as one line as far as no merged cell breaks them."""
        inside = {
            (row + below, column)
            for row, cells in enumerate(item.rows)
            for column, cell in enumerate(cells)
            for below in range(1, cell.rows if isinstance(cell, Cell) else 1)
        }
        for row, y in enumerate(tops):
            start = None
            for column in range(len(item.widths) + 1):
                is_drawn = column < len(item.widths) and (row, column) not in inside
                if is_drawn and start is None:
                    start = edges[column]
                elif not is_drawn and start is not None:
                    self.line("line", start, y, edges[column], y)
                    start = None

    def _cell(self, item: Table, cell: Cell, box: tuple[float, float, float, float], place: tuple[int, int]) -> None:
        x0, top, x1, bottom = box
        row, column = place
        if item.rule in ("fill", "white") or (item.rule == "stripes" and row % 2 == 0) or (item.tint and row == 0):
            self.canvas.setFillGray(0.8 if row == 0 else 0.93)
            self.canvas.rect(x0, self.page_height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        if item.rule == "frame":
            self._frame(x0, top, x1, bottom)
        elif item.rule == "below":
            self._side_below(x0, top, x1, bottom)
        elif item.rule not in ("fill", "stripes", "joined"):
            rule = "line" if item.rule in ("rows", "apart") else item.rule
            inset = APART if item.rule == "apart" else 0.0
            self.line(rule, x0 + inset, top, x1 - inset, top)
            if not (item.is_open and row + cell.rows == len(item.rows)):
                self.line(rule, x0 + inset, bottom, x1 - inset, bottom)
        if item.rule not in ("fill", "frame", "rows", "stripes", "joined", "apart"):
            if column not in item.undrawn:
                self.line(item.rule, x0, top, x0, bottom)
            if column + cell.columns not in item.undrawn:
                self.line(item.rule, x1, top, x1, bottom)
        lines = cell.text.split("\n")
        slack = (bottom - top - 2 * PADDING - LEADING * len(lines)) / 2 if cell.middle else 0.0
        self.canvas.setFillGray(0)
        for index, line in enumerate(lines):
            self.text(Text(top + PADDING + slack + LEADING * index, line, x0 + PADDING))


def draw(case: Case, path: Path) -> None:
    """Write a case's PDF, the same bytes every time."""
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    for page in case.pages:
        height = HEIGHT
        if case.turned:
            canvas.setPageSize((HEIGHT, WIDTH))
            canvas.setPageRotation(case.turned if case.upright else 0)
            canvas.translate(*((HEIGHT, 0) if case.turned == 90 else (0, WIDTH)))
            canvas.rotate(case.turned if case.turned == 90 else -90)
        pen = _Pen(canvas, height)
        canvas.setLineWidth(0.6)
        for item in page:
            if isinstance(item, Table):
                pen.table(item)
            else:
                pen.text(item)
        canvas.showPage()
    canvas.save()


def main() -> None:
    """Write all golden cases."""
    for name, case in (CASES | TYPESETTINGS | FILLS | PRODUCERS | ROW_RULES).items():
        folder = GOLDEN / f"pdf_{name}"
        folder.mkdir(parents=True, exist_ok=True)
        draw(case, folder / "source.pdf")
        text = json.dumps(case.tables, ensure_ascii=False, indent=1)
        (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
