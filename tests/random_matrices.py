"""Matrices made at random and drawn over pages that cut them anywhere, with the tables that have to come out.

What is drawn follows from a seed: column kinds and widths, merged measures, titles, blank cells, type and leading,
headers repeated or not, rules as lines, thin rectangles, boxes or horizontal lines only, footnotes, rows kept whole or
cut between any two lines, cells open at the break, text at the top or in the middle, running heads and page numbers.
Every row is numbered, so that no break can be read in two ways.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

MEASURES = [
    "Difusión de los derechos de las víctimas en pasos fronterizos, terminales y puertos",
    "Fortalecimiento de las capacidades de detección mediante la inspección del trabajo",
    "Registro nacional de casos",
    "Articulación con organismos provinciales, municipales y organizaciones de la sociedad civil",
    "Elaboración de estadísticas",
]
ACTIONS = [
    "Imprimir folletos",
    "Dictar cursos de formación a docentes, directivos y personal no docente de todas las escuelas del país.",
    "Abrir un registro de empleadores",
    "Actualizar el protocolo de actuación para las fuerzas federales y difundirlo entre las provincias",
    "Realizar inspecciones conjuntas en ámbitos urbano/rural, con los actores que tienen competencia en ellos",
    "Crear refugios regionales para la asistencia integral, de acuerdo con los puntos focales de cada provincia, y "
    "asegurar que funcionen durante todo el año con equipos propios",
]
INDICATORS = ["Protocolo actualizado", "Cantidad de personas capacitadas", "Convenio firmado", "Informe técnico"]
BODIES = ["MJ", "Comité Ejecutivo", "MTE - SENAF", "Puntos Focales", "OIT"]
SHARES = ["40%", "100%", "0%", "75%"]
BLANKABLE = {"indicator", "responsible", "programmed", "achieved"}
TITLES = ["PREVENCIÓN", "DETECCIÓN TEMPRANA", "ASISTENCIA A LAS VÍCTIMAS", "PERSECUCIÓN Y SANCIÓN"]
KINDS: dict[str, tuple[str, list[str], float]] = {  # kind of column: header, texts, width
    "number": ("N°", [], 0.6),
    "measure": ("Medida", MEASURES, 2.2),
    "action": ("Acciones", ACTIONS, 3.0),
    "indicator": ("Indicador", INDICATORS, 1.8),
    "responsible": ("Responsable", BODIES, 1.5),
    "programmed": ("2024", SHARES, 0.7),
    "achieved": ("2025", SHARES, 0.7),
}
SHAPES = [
    ["number", "measure", "action", "responsible"],
    ["number", "action", "indicator", "responsible"],
    ["number", "measure", "action", "indicator", "responsible"],
    ["number", "measure", "action", "responsible", "programmed", "achieved"],
]
PAGES = [(842.0, 595.0), (595.0, 842.0), (792.0, 612.0)]
EPSILON = 0.01  # points


@dataclass(frozen=True)
class Style:
    """How a document is typeset; lengths in points."""

    page: tuple[float, float]
    left: float
    top: float
    bottom: float  # of the room for the table
    start: float  # of the table on the first page
    size: float
    leading: float
    padding: float
    face: tuple[str, str]  # of the text, of headers and titles
    rule: str  # line | rectangle | box | rows: horizontal ones only
    tints: bool
    repeats: bool  # the header on every page
    in_middle: bool  # text of cells in the middle of their height
    is_open: bool  # no rule where a page cuts a cell
    keeps_rows: bool  # whole where they fit
    has_notes: bool  # footnotes below a short rule

    @property
    def line_height(self) -> float:
        """Return the height of a row of one line."""
        return self.leading + 2 * self.padding

    def lines(self, text: str, width: float, is_bold: bool = False) -> list[str]:
        """Return a text as the lines that fit into a cell of a width."""
        return simpleSplit(text, self.face[is_bold], self.size, width - 2 * self.padding)

    def height(self, text: str, width: float, is_bold: bool = False) -> float:
        """Return the height of a cell with a text."""
        return self.leading * max(1, len(self.lines(text, width, is_bold))) + 2 * self.padding


@dataclass
class Row:
    """One row: a title, or a cell a column; a merged text stands in each of its rows."""

    cells: list[str]
    inherited: list[bool]
    is_title: bool = False
    top: float = 0.0  # in the table as it would be on one endless page
    bottom: float = 0.0


@dataclass
class Part:
    """What one page has of one cell."""

    x0: float
    x1: float
    top: float
    bottom: float
    lines: list[str]
    begins: bool
    ends: bool
    is_title: bool = False


@dataclass
class Matrix:
    """A table, its place on an endless page, and where pages cut it."""

    kinds: list[str]
    edges: list[float]
    rows: list[Row]
    cuts: list[float] = field(default_factory=list)

    @property
    def header(self) -> list[str]:
        """Return the labels of the columns."""
        return [KINDS[kind][0] for kind in self.kinds]

    def page_of(self, place: float) -> int:
        """Return the page, from 1, on which a place of the endless page comes to stand."""
        return 1 + sum(cut <= place for cut in self.cuts[:-1])


def random_style(choose: random.Random) -> Style:
    """Return a make-up."""
    page = choose.choice(PAGES)
    size = choose.choice([7.0, 8.0, 9.0, 10.0])
    top = choose.uniform(60, 90)
    return Style(
        page,
        choose.uniform(30, 60),
        top,
        page[1] - choose.choice([choose.uniform(60, 80), page[1] * choose.uniform(0.35, 0.6)]),
        top + choose.uniform(0, 120),
        size,
        size * choose.choice([1.1, 1.2, 1.35]),
        choose.choice([2.0, 3.0, 5.0]),
        choose.choice([("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold")]),
        choose.choice(["line", "rectangle", "box", "rows", "rows"]),
        choose.random() < 0.5,
        choose.random() < 0.6,
        choose.random() < 0.4,
        choose.random() < 0.3,
        choose.random() < 0.4,
        choose.random() < 0.3,
    )


def random_matrix(choose: random.Random, style: Style) -> Matrix:
    """Return a matrix of 7 to 39 rows, laid out and cut into pages."""
    kinds = choose.choice(SHAPES)
    shares = [KINDS[kind][2] * choose.uniform(0.9, 1.2) for kind in kinds]
    scale = (style.page[0] - 2 * style.left) / sum(shares)
    edges = [style.left]
    for share in shares:
        edges.append(edges[-1] + share * scale)
    matrix = Matrix(kinds, edges, _random_rows(choose, kinds))
    _lay_out(matrix, style)
    _cut(matrix, style)
    return matrix


def _random_rows(choose: random.Random, kinds: list[str]) -> list[Row]:
    rows: list[Row] = []
    has_titles, merges = choose.random() < 0.3, choose.random() < 0.7
    blanks = choose.choice([0.04, 0.3])  # a column with hardly a blank one is read by other signs than one with many
    left, measure = 0, ""  # rows that the measure still covers
    for number in range(1, choose.randint(8, 40)):
        if has_titles and choose.random() < 0.15:
            rows.append(Row([choose.choice(TITLES)], [False], True))
            left = 0
        is_inherited = merges and left > 0
        if not is_inherited:
            left, measure = choose.randint(1, 5), choose.choice([text for text in MEASURES if text != measure])
        left -= 1
        texts = {"number": str(number), "measure": measure}
        for kind in kinds[1:]:
            is_blank = kind in BLANKABLE and choose.random() < blanks
            texts.setdefault(kind, "" if is_blank else choose.choice(KINDS[kind][1]))
        cells = [texts[kind] for kind in kinds]
        rows.append(Row(cells, [kind == "measure" and is_inherited for kind in kinds]))
    return rows


def _widths(matrix: Matrix) -> list[float]:
    return [right - left for left, right in pairwise(matrix.edges)]


def _lay_out(matrix: Matrix, style: Style) -> None:
    """Give every row its place on an endless page; a merged cell that needs more makes its last row higher."""
    top = 0.0
    for row in matrix.rows:
        width = matrix.edges[-1] - matrix.edges[0]
        shown = [(text, size) for text, size, is_not in zip(row.cells, _widths(matrix), row.inherited, strict=False)
                 if not is_not]  # fmt: skip
        row.top, row.bottom = top, top + max(style.height(text, size) for text, size in shown)
        if row.is_title:
            row.bottom = top + style.height(row.cells[0], width, True)
        top = row.bottom


def _header_height(matrix: Matrix, style: Style) -> float:
    return max(style.height(text, width, True) for text, width in zip(matrix.header, _widths(matrix), strict=True))


def _cut(matrix: Matrix, style: Style) -> None:
    """Find where pages end: at a row's end, or between two lines of it where enough stands on both sides."""
    end, place, room = matrix.rows[-1].bottom, 0.0, style.bottom - style.start - _header_height(matrix, style)
    while place + room < end:
        cut = place + room
        row = next(row for row in matrix.rows if row.top <= cut < row.bottom)
        fits = min(cut - row.top, row.bottom - cut) >= style.line_height
        if not fits or (style.keeps_rows and row.top > place):
            cut = row.top
        matrix.cuts.append(cut if cut > place + EPSILON else place + room)
        place = matrix.cuts[-1]
        room = style.bottom - style.top - (_header_height(matrix, style) if style.repeats else 0.0)
    matrix.cuts.append(end)


def _cells(matrix: Matrix) -> Iterator[tuple[Row, float, int | None, str]]:
    """Yield each cell once: its first row, its bottom, its column (None = a title over all), its text."""
    for index, row in enumerate(matrix.rows):
        if row.is_title:
            yield row, row.bottom, None, row.cells[0]
            continue
        for column, text in enumerate(row.cells):
            if row.inherited[column]:
                continue
            bottom = row.bottom
            for below in matrix.rows[index + 1 :]:
                if below.is_title or not below.inherited[column]:
                    break
                bottom = below.bottom
            yield row, bottom, column, text


def _parts(matrix: Matrix, style: Style) -> list[list[Part]] | None:
    """Return what each page has of each cell; None where some text finds no room."""
    pages: list[list[Part]] = [[] for _ in matrix.cuts]
    for row, bottom, column, text in _cells(matrix):
        x0, x1 = (matrix.edges[0], matrix.edges[-1]) if column is None else matrix.edges[column : column + 2]
        lines = style.lines(text, x1 - x0, column is None)
        for page, (start, stop) in enumerate(pairwise([0.0, *matrix.cuts])):
            top, end = max(row.top, start), min(bottom, stop)
            if end - top <= EPSILON:
                continue
            room = int((end - top - 2 * style.padding + EPSILON) / style.leading)
            begins, ends = top == row.top, end == bottom
            pages[page].append(Part(x0, x1, top - start, end - start, lines[:room], begins, ends, column is None))
            lines = lines[room:]
        if lines:
            return None
    return pages


class _Pen:
    """Draws parts of cells on the page at hand."""

    def __init__(self, canvas: Canvas, style: Style) -> None:
        self.canvas, self.style = canvas, style

    def _stroke(self, x0: float, top: float, x1: float, bottom: float) -> None:
        low, high = self.style.page[1] - bottom, self.style.page[1] - top
        if self.style.rule == "rectangle":
            self.canvas.rect(x0 - 0.25, low - 0.25, x1 - x0 + 0.5, high - low + 0.5, stroke=0, fill=1)
        else:
            self.canvas.line(x0, low, x1, high)

    def frame(self, part: Part, offset: float) -> None:
        """Draw the rules around a part of a cell."""
        top, bottom = part.top + offset, part.bottom + offset
        is_open = self.style.is_open and not self.style.repeats
        if self.style.rule == "box" and not is_open:
            self.canvas.rect(part.x0, self.style.page[1] - bottom, part.x1 - part.x0, bottom - top)
            return
        if part.begins or not is_open:
            self._stroke(part.x0, top, part.x1, top)
        if part.ends or not is_open:
            self._stroke(part.x0, bottom, part.x1, bottom)
        for edge in (part.x0, part.x1) if self.style.rule != "rows" else ():
            self._stroke(edge, top, edge, bottom)

    def text(self, part: Part, offset: float, is_bold: bool) -> None:
        """Write the lines of a part of a cell."""
        style = self.style
        slack = part.bottom - part.top - 2 * style.padding - len(part.lines) * style.leading
        down = slack / 2 if style.in_middle and part.begins and part.ends else 0.0
        self.canvas.setFont(style.face[is_bold], style.size)
        for index, line in enumerate(part.lines):
            base = part.top + offset + style.padding + down + index * style.leading + 0.8 * style.size
            self.canvas.drawString(part.x0 + style.padding, style.page[1] - base, line)

    def header(self, matrix: Matrix, top: float) -> float:
        """Draw the header; return where it ends."""
        height = _header_height(matrix, self.style)
        if self.style.tints:
            self.canvas.setFillGray(0.85)
            self.canvas.rect(matrix.edges[0], self.style.page[1] - top - height, matrix.edges[-1] - matrix.edges[0],
                             height, stroke=0, fill=1)  # fmt: skip
            self.canvas.setFillGray(0)
        for text, (x0, x1) in zip(matrix.header, pairwise(matrix.edges), strict=True):
            part = Part(x0, x1, 0.0, height, self.style.lines(text, x1 - x0, True), True, True)
            self.frame(part, top)
            self.text(part, top, True)
        return top + height


def draw(matrix: Matrix, style: Style, path: Path) -> bool:
    """Write a matrix as a PDF; return whether all of its text found room."""
    pages = _parts(matrix, style)
    words = {word for row in matrix.rows for text in row.cells for word in text.split()}
    narrowest = min(_widths(matrix)[1:4]) - 2 * style.padding
    if pages is None or max(stringWidth(word, style.face[1], style.size) for word in words) > narrowest:
        return False
    canvas = Canvas(str(path), pagesize=style.page, invariant=1)
    for number, parts in enumerate(pages, start=1):
        canvas.setLineWidth(0.5)
        canvas.setFont(style.face[0], style.size)
        canvas.drawString(style.left, style.page[1] - 30, "Plan de acción contra la trata")
        canvas.drawCentredString(style.page[0] / 2, 25, f"Página {number} de {len(pages)}")
        if style.has_notes and number % 2:
            canvas.line(style.left, 52, style.left + 120, 52)
            canvas.setFontSize(style.size - 2)
            canvas.drawString(style.left, 42, f"{number} Según el informe anual del organismo.")
        pen, top = _Pen(canvas, style), style.start if number == 1 else style.top
        if number == 1 or style.repeats:
            top = pen.header(matrix, top)
        for part in parts:
            pen.frame(part, top)
            pen.text(part, top, part.is_title)
        canvas.showPage()
    canvas.save()
    return True


def expected(matrix: Matrix) -> dict[str, Any]:
    """Return the logical table that has to come out (docs/reference.md), without its joins."""
    rows = [
        {
            "page_start": matrix.page_of(row.top + EPSILON),
            "page_end": matrix.page_of(row.bottom - EPSILON),
            "kind": "section" if row.is_title else "row",
            "cells": row.cells,
            "inherited": row.inherited,
        }
        for row in matrix.rows
    ]
    return {"table": 1, "header": matrix.header, "rows": rows}
