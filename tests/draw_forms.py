"""The drawing of `random_forms`: rules, fills and texts of one table, or of two side by side."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.random_forms import Form, width_of

LEFT = 50.0


def wrapped(text: str, width: float, form: Form) -> list[str]:
    """Return a text as the lines of a cell."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", form) <= width - 2 * form.gap + 0.2:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _span(row: list[str | None], column: int) -> int:
    stop = column + 1
    while stop < len(row) and row[stop] is None:
        stop += 1
    return stop


class _Drawing:
    """One table on a canvas, its rows and columns at their places."""

    def __init__(self, canvas: Canvas, form: Form, left: float, top: float) -> None:
        self.canvas, self.form = canvas, form
        self.x = [left + each for each in accumulate(form.widths, initial=0.0)]
        self.lines = [
            [wrapped(cell or "", self.x[_span(row, c)] - self.x[c] - (8 if form.indent and not c else 0), form)
             if not self._is_sideways(number, c) else [cell or ""] for c, cell in enumerate(row)]
            for number, row in enumerate(form.rows)
        ]  # fmt: skip
        heights = [self._height(number) for number in range(len(form.rows))]
        self.y = [top - each for each in accumulate(heights, initial=0.0)]

    def _is_sideways(self, row: int, column: int) -> bool:
        return self.form.rules == "sideways labels" and row < len(self.form.header) and column > 0

    def _height(self, number: int) -> float:
        form = self.form
        if self._is_sideways(number, 1):
            return max(width_of(cell or "", form) for cell in form.rows[number][1:]) + 8
        return max(map(len, self.lines[number])) * form.size * form.leading + 2 * form.padding * form.size

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a rule as one line, as a thin rectangle, or as a stroke a cell."""
        form = self.form
        if form.stroke == "rectangle":
            self.canvas.rect(x0, y0 - 0.25, max(x1 - x0, 0.5), max(y1 - y0, 0.5), stroke=0, fill=1)
        elif form.stroke == "cell" and y0 == y1:
            inside = [x0, *(x for x in self.x if x0 < x < x1), x1]
            for start, stop in pairwise(inside):
                self.canvas.line(start, y0, stop, y0)
        else:
            self.canvas.line(x0, y0, x1, y1)

    def lying(self, *rows: int) -> None:
        """Draw rules above rows, from side to side."""
        for row in rows:
            self.rule(self.x[0], self.y[row], self.x[-1], self.y[row])

    def standing(self, *columns: int) -> None:
        """Draw rules before columns; labels over several are not cut."""
        for column in columns:
            first = next(
                (n for n, row in enumerate(self.form.rows) if column in (0, len(row)) or row[column] is not None), 0
            )
            crossed = [n for n, row in enumerate(self.form.rows) if 0 < column < len(row) and row[column] is None]
            pieces, start = [], first
            for row in [n for n in crossed if n >= first] + [len(self.form.rows)]:
                if row > start:
                    pieces.append((start, row))
                start = row + 1
            for start, stop in pieces:
                self.rule(self.x[column], self.y[stop], self.x[column], self.y[start])

    def fill(self, *rows: int) -> None:
        """Fill rows with the form's shade."""
        self.canvas.setFillGray(self.form.shade)
        for row in rows:
            self.canvas.rect(
                self.x[0], self.y[row + 1], self.x[-1] - self.x[0], self.y[row] - self.y[row + 1], stroke=0, fill=1
            )
        self.canvas.setFillGray(0)

    def draw(self) -> float:
        """Draw rules, then texts; return where the table ends."""
        draw_rules(self)
        for number in range(len(self.form.rows)):
            self._row(number)
        return self.y[-1]

    def _row(self, number: int) -> None:
        form, row = self.form, self.form.rows[number]
        is_head = number < len(form.header) or number - len(form.header) in form.sections
        bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[form.font]
        self.canvas.setFont(bold if is_head and form.is_bold else form.font, form.size)
        for column, cell in enumerate(row):
            if cell:
                self._cell(number, column, self.x[_span(row, column)])

    def _cell(self, number: int, column: int, right: float) -> None:
        form, body = self.form, number - len(self.form.header)
        lines, left = self.lines[number][column], self.x[column]
        if self._is_sideways(number, column):
            self.canvas.saveState()
            self.canvas.translate((left + right) / 2 + form.size * 0.35, self.y[number + 1] + 4)
            self.canvas.rotate(90)
            self.canvas.drawString(0, 0, lines[0])
            self.canvas.restoreState()
            return
        align = form.align[column] if body >= 0 or form.header_align == "own" else form.header_align
        align = "left" if body in form.sections or column == 0 else align
        align = "centre" if body < 0 and right > self.x[column + 1] else align
        spare = (
            self.y[number] - self.y[number + 1] - 2 * form.padding * form.size - len(lines) * form.size * form.leading
        )
        y = self.y[number] - form.size * (form.padding + 0.8) - (spare / 2 if form.is_middle else 0)
        for line in lines:
            if align == "right":
                self.canvas.drawRightString(right - form.gap, y, line)
            elif align == "centre":
                self.canvas.drawCentredString((left + right) / 2, y, line)
            else:
                moved = 8 if body in form.indent and column == 0 else 0
                self.canvas.drawString(left + form.gap + moved, y, line)
            y -= form.size * form.leading


def draw_rules(drawing: _Drawing) -> None:
    """Draw the rules and fills that a form names."""
    form = drawing.form
    head, count, width = len(form.header), len(form.rows), len(form.widths)
    every, inner = range(count + 1), range(1, width)
    match form.rules:
        case "all" | "sideways labels":
            drawing.lying(*every)
            drawing.standing(*range(width + 1))
        case "rows":
            drawing.lying(*every)
        case "header and end" | "two sides by side":
            drawing.lying(0, head, count)
        case "below the header":
            drawing.lying(head)
        case "columns":
            drawing.standing(*range(width + 1))
        case "frame and columns":
            drawing.lying(0, head, count)
            drawing.standing(*range(width + 1))
        case "frame and header":
            drawing.lying(0, head, count)
            drawing.standing(0, width)
        case "bands":
            drawing.fill(*range(head + 1, count, 2))
        case "bands and header":
            drawing.fill(*range(head, count, 2))
            drawing.lying(0, head, count)
        case "filled header":
            drawing.fill(*range(head))
            drawing.lying(count)
        case "every few rows":
            drawing.lying(0, head, *range(head, count, form.every), count)
        case "header and total":
            drawing.lying(0, head, count - 1, count)
        case "labels of groups":
            drawing.lying(0, head, count)
            _under_groups(drawing)
        case "between groups":
            drawing.lying(0, head, count)
            starts = [c for c in inner if form.header and form.header[0][c] is not None] if form.header else [1]
            drawing.standing(*(starts or [1]))
        case "double":
            for row in (0, head, count):
                drawing.lying(row)
                y = drawing.y[row] + 1.6
                drawing.rule(drawing.x[0], y, drawing.x[-1], y)
        case "header apart":
            drawing.lying(0, head)
            drawing.standing(*inner)
        case "cells":
            for row in range(count):
                for column in range(width):
                    if form.rows[row][column] is not None:
                        x0, x1 = drawing.x[column] + 1, drawing.x[_span(form.rows[row], column)] - 1
                        drawing.canvas.rect(
                            x0, drawing.y[row + 1] + 1, x1 - x0, drawing.y[row] - drawing.y[row + 1] - 2
                        )
        case "sides open":
            drawing.lying(*every)
            drawing.standing(*inner)


def _under_groups(drawing: _Drawing) -> None:
    row = drawing.form.header[0] if len(drawing.form.header) > 1 else []
    for column, cell in enumerate(row):
        if cell:
            y, stop = drawing.y[1], _span(row, column)
            drawing.rule(drawing.x[column] + 3, y, drawing.x[stop] - 3, y)


def draw_form(form: Form, path: Path, beside: Form | None = None) -> bool:
    """Draw a table, or two side by side, between two lines of text; return whether it fits the page."""
    width = sum(form.widths) + (sum(beside.widths) + 24 if beside else 0)
    page = landscape(A4) if width > A4[0] - 2 * LEFT else A4
    if width > page[0] - LEFT - 20:
        return False
    canvas = Canvas(str(path), pagesize=page, invariant=1)
    top = page[1] - 70
    canvas.setFont(form.font, form.size)
    canvas.drawString(LEFT, top, "Cuadro 3. Actividades y casos según el eje del plan, con sus responsables.")
    top -= form.title_gap + form.size * 0.3
    ends = [_Drawing(canvas, form, LEFT, top).draw()]
    if beside:
        ends.append(_Drawing(canvas, beside, LEFT + sum(form.widths) + 24, top).draw())
    canvas.setFont(form.font, form.size)
    canvas.drawString(
        LEFT,
        min(ends) - form.note_gap - form.size * 0.8,
        "Fuente: elaborado por la secretaría con datos de las provincias.",
    )
    canvas.save()
    return min(ends) > 80
