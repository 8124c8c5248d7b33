"""Tables as many print them and few rules draw: one drawing for each kind, at any size, with any rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT, TOP = 60.0, 760.0
PAD = 4.0  # points between a cell's side and its text


@dataclass(frozen=True)
class Style:
    """What is drawn of a table."""

    size: float = 9.0
    widths: tuple[float, ...] = (60.0, 190.0, 130.0, 70.0)
    leading: float = 1.2  # of the size: from line to line in a cell
    padding: float = 0.45  # of the size: above and below the text of a row
    frame: bool = True
    column_rules: tuple[int, ...] = (1, 2, 3)  # edges with a rule between the columns
    row_rules: tuple[int, ...] = ()  # rows with a rule above them; 0 = the header, their number = below the last
    number_rules: tuple[int, ...] = ()  # rows with a rule above all columns but the first
    shaded: tuple[int, ...] = ()  # rows that are filled
    shade: float = 0.85
    right: tuple[int, ...] = ()  # columns set flush right
    dots: tuple[float, float] | None = None  # length of the dots that draw the rules, and from dot to dot; None = solid


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Return a text as the lines of a cell."""
    lines: list[str] = []
    for word in text.split():
        if lines and stringWidth(f"{lines[-1]} {word}", "Helvetica", size) <= width - 2 * PAD:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def heights_of(rows: Sequence[Sequence[str]], style: Style) -> list[float]:
    """Return how high each row is."""
    return [
        max(len(wrapped(cell, width, style.size)) for cell, width in zip(row, style.widths, strict=True))
        * style.size * style.leading + 2 * style.padding * style.size
        for row in rows
    ]  # fmt: skip


def draw_table(canvas: Canvas, rows: Sequence[Sequence[str]], style: Style, top: float = TOP) -> float:
    """Draw a table and return where it ends."""
    heights, right = heights_of(rows, style), LEFT + sum(style.widths)
    edges = [LEFT + sum(style.widths[:index]) for index in range(len(style.widths) + 1)]
    y = top
    for index, (row, height) in enumerate(zip(rows, heights, strict=True)):
        if index in style.shaded:
            canvas.setFillGray(style.shade)
            canvas.rect(LEFT, y - height, right - LEFT, height, stroke=0, fill=1)
            canvas.setFillGray(0)
        if index in style.row_rules:
            _draw_rule(canvas, (LEFT, y, right, y), style)
        if index in style.number_rules:
            _draw_rule(canvas, (edges[1], y, right, y), style)
        _draw_row(canvas, row, edges, y, style)
        y -= height
    if len(rows) in style.row_rules:
        _draw_rule(canvas, (LEFT, y, right, y), style)
    if style.frame:
        canvas.rect(LEFT, y, right - LEFT, top - y)
    for column in style.column_rules:
        _draw_rule(canvas, (edges[column], y, edges[column], top), style)
    return y


def _draw_rule(canvas: Canvas, ends: tuple[float, float, float, float], style: Style) -> None:
    """Draw a rule from its left or lower end, as one line or as dots, each a rectangle."""
    if style.dots is None:
        canvas.line(*ends)
        return
    x0, y0, x1, y1 = ends
    length, step = style.dots
    for number in range(int((x1 - x0 + y1 - y0) / step) + 1):
        if x1 > x0:
            canvas.rect(x0 + number * step, y0 - 0.3, length, 0.6, stroke=0, fill=1)
        else:
            canvas.rect(x0 - 0.3, y0 + number * step, 0.6, length, stroke=0, fill=1)


def _draw_row(canvas: Canvas, row: Sequence[str], edges: Sequence[float], y: float, style: Style) -> None:
    canvas.setFont("Helvetica", style.size)
    for column, cell in enumerate(row):
        for line, text in enumerate(wrapped(cell, edges[column + 1] - edges[column], style.size)):
            baseline = y - style.size * (style.padding + 0.8 + line * style.leading)
            if column in style.right:
                canvas.drawRightString(edges[column + 1] - PAD, baseline, text)
            else:
                canvas.drawString(edges[column] + PAD, baseline, text)


def write_table(path: Path, rows: Sequence[Sequence[str]], style: Style) -> Path:
    """Write a page with one table between two lines of text, and return where."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", style.size)
    canvas.drawString(LEFT, TOP + 25, "Anexo al plan, con las actividades que siguen")
    end = draw_table(canvas, rows, style)
    canvas.setFont("Helvetica", style.size)
    canvas.drawString(LEFT, end - 40, "Elaborado por la secretaría con los datos de las provincias.")
    canvas.save()
    return path
