"""Tables in many forms, made at random from a seed: header, content, rules and make-up are chosen apart.

Where `random_kinds` goes through the kinds of rules with simple tables, these are as offices and statistics print them:
labels over several columns, wrapped and indented labels, section rows, totals, dot leaders, signs of money apart from
their numbers, notes right below, two tables side by side, sideways labels, text set left, right or in the middle.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfmetrics import stringWidth

Rows = list[list[str | None]]  # None = covered by the cell on the left

RULES = (
    "all", "rows", "header and end", "below the header", "none", "columns", "frame and columns", "frame and header",
    "bands", "bands and header", "filled header", "every few rows", "header and total", "labels of groups",
    "between groups", "double", "header apart", "cells", "sides open", "two sides by side", "sideways labels",
)  # fmt: skip
LABELS = [
    "Campañas de difusión", "Capacitación", "Refugios", "Salud", "Línea telefónica gratuita nacional", "Justicia",
    "Trabajo", "Migraciones", "Fronteras y puertos", "Registro", "Inspecciones laborales", "Difusión", "Estadística",
    "Cooperación internacional", "Niñez", "Educación", "Seguridad", "Desarrollo social", "Asistencia", "Vivienda",
]  # fmt: skip
TEXTS = [
    "Publicar el protocolo", "Capacitar al personal de frontera en la detección de víctimas y testigos",
    "Crear la mesa provincial", "Evaluar el plan con las organizaciones de la sociedad civil", "Firmar el convenio",
    "Abrir dos refugios", "Difundir los derechos de las víctimas en terminales y puertos", "Actualizar el registro",
    "Reformar la ley de 2008, con la opinión del Consejo", "Inspeccionar talleres",
]  # fmt: skip
BODIES = ["Cancillería", "Ministerio del Interior", "Gobernación", "Consejo Nacional", "INDEC", "Poder Judicial",
          "Ministerio de Justicia y Derechos Humanos"]  # fmt: skip
SECTIONS = ["PREVENCIÓN", "Asistencia a las víctimas", "Persecución del delito", "Zona norte"]
GROUPS = ["Varones", "Mujeres", "Año 2020", "Año 2021", "Provincias del norte", "Total del país"]
HEADS = ["2019", "2020", "2021", "Casos", "Total", "Porcentaje", "Tasa por 100 habitantes", "Meta", "Variación anual",
         "Presupuesto en millones", "Ejecutado"]  # fmt: skip


@dataclass
class Form:
    """One table: what is drawn and how."""

    rules: str
    header: Rows
    body: Rows
    sections: set[int] = field(default_factory=set)  # rows of the body that are a title
    has_total: bool = False
    size: float = 9.0
    font: str = "Helvetica"
    leading: float = 1.2
    padding: float = 0.4  # of the size
    gap: float = 6.0  # points on each side of the widest text
    align: tuple[str, ...] = ()  # of each column: left, right, centre
    is_middle: bool = False  # texts of a row in the middle of its height
    header_align: str = "left"
    is_bold: bool = False
    stroke: str = "line"  # line, rectangle, or one stroke a cell
    title_gap: float = 20.0  # points between the text above and the table
    note_gap: float = 40.0
    indent: tuple[int, ...] = ()  # rows of the body whose label is moved in
    is_led: bool = False  # dots lead from a label to its numbers
    widths: tuple[float, ...] = ()
    every: int = 3
    shade: float = 0.88

    @property
    def rows(self) -> Rows:
        """Return header and body."""
        return [*self.header, *self.body]

    def wanted(self) -> list[list[str]]:
        """Return the table as it has to come out: one label a column, a title over several joined to those below."""
        count = len(self.body[0])
        labels = [""] * count
        for row in self.header:
            last = ""
            for column in range(count):
                last = row[column] if row[column] is not None else last  # type: ignore[assignment]
                labels[column] = f"{labels[column]} {last}".strip()
        body = [[cell or "" for cell in row] for row in self.body]
        return [labels, *body] if self.header else body


def random_form(seed: int) -> Form:
    """Return the table of a seed; its rules are one of `RULES` in turn."""
    choose = random.Random(seed * 7919 + 5)
    rules = RULES[seed % len(RULES)]
    header, body, numeric = _content(choose, rules)
    form = Form(rules, header, body, size=choose.choice([6.5, 7.5, 8.5, 9.0, 10.0, 11.0, 12.0]))
    form.font = choose.choice(["Helvetica", "Helvetica", "Times-Roman"])
    form.leading = choose.choice([1.1, 1.2, 1.3])
    form.padding = choose.choice([0.2, 0.35, 0.5, 0.9])
    form.gap = choose.choice([0.35, 0.6, 1.0, 2.0]) * form.size
    number = choose.choice(["right", "right", "centre", "left"])
    text = choose.choice(["left", "left", "left", "centre"])
    form.align = tuple(number if column in numeric else text if column else "left" for column in range(len(body[0])))
    form.header_align = choose.choice(["left", "centre", "own"])
    form.is_middle, form.is_bold = choose.random() < 0.35, choose.random() < 0.5
    form.stroke = choose.choice(["line", "line", "rectangle", "cell"])
    form.title_gap = choose.choice([0.6, 1.2, 2.5]) * form.size
    form.note_gap = choose.choice([0.8, 1.5, 4.0]) * form.size
    form.every, form.shade = choose.choice([3, 4, 5]), choose.choice([0.8, 0.9, 0.95])
    _with_extras(form, numeric, choose)
    form.widths = _widths(form, choose)
    return form


def _content(choose: random.Random, rules: str) -> tuple[Rows, Rows, set[int]]:
    """Return header, body, and the columns of numbers."""
    count = choose.choice([2, 3, 4, 6, 8, 12, 18])
    if rules == "two sides by side":
        count = max(4, min(count, 8))
    kind = choose.choice(["plan", "numbers", "numbers", "numbers", "texts", "pair", "mixed"])
    if rules in ("labels of groups", "between groups", "sideways labels", "header and total"):
        kind = "numbers"
    labels = choose.sample(LABELS, min(count, len(LABELS)))
    match kind:
        case "plan":
            header: Rows = [["N°", "Actividad", "Responsable", "Plazo"]]
            body: Rows = [[str(n), choose.choice(TEXTS), choose.choice(BODIES), str(choose.randint(2021, 2026))]
                          for n in range(1, count + 1)]  # fmt: skip
            return header, body, {3}
        case "texts":
            header = [["Eje", "Medida", "Responsable"]]
            return header, [[label, choose.choice(TEXTS), choose.choice(BODIES)] for label in labels], set()
        case "pair":
            header = [["Concepto", "Total"]]
            return header, [[label, number_of(choose)] for label in labels], {1}
        case "mixed":
            header = [["Provincia o programa", "Responsable", "Casos", "Meta"]]
            body = [[label, choose.choice(BODIES), number_of(choose), number_of(choose)] for label in labels]
            return header, body, {2, 3}
        case _:
            return _numbers(choose, rules, labels)


def _numbers(choose: random.Random, rules: str, labels: list[str]) -> tuple[Rows, Rows, set[int]]:
    groups = choose.choice([0, 0, 0, 2, 3]) if rules not in ("labels of groups", "between groups") else 2
    each = choose.randint(2, 3) if groups else 0
    years = groups * each if groups else choose.randint(2, 6)
    heads: list[str | None] = [*choose.sample(HEADS, min(years, len(HEADS)))]
    if groups:
        names = choose.sample(GROUPS, groups)
        top: list[str | None] = [""]
        for name in names:
            top += [name, *[None] * (each - 1)]
        pair = choose.sample(HEADS[:6], each)
        header: Rows = [top, ["Eje", *pair * groups]]
    else:
        header = [[choose.choice(["Eje", "", "Sector de actividad"]), *heads]]
    body: Rows = [[label, *(number_of(choose) for _ in range(years))] for label in labels]
    return header, body, set(range(1, years + 1))


def number_of(choose: random.Random) -> str:
    """Return a number as tables print it."""
    return choose.choice([
        str(choose.randint(1, 99)), f"{choose.randint(1, 99)}.{choose.randint(100, 999)}", "–",
        f"{choose.randint(1, 99)},{choose.randint(0, 9)}", f"{choose.randint(1, 99)} %", f"({choose.randint(1, 99)})",
        f"{choose.randint(1, 9)}.{choose.randint(100, 999)}.{choose.randint(100, 999)}",
    ])  # fmt: skip


def _with_extras(form: Form, numeric: set[int], choose: random.Random) -> None:
    """Add section rows, a total, blank cells, moved-in labels, leaders."""
    width = len(form.body[0])
    if choose.random() < 0.3:
        for _ in range(choose.randint(1, 3)):
            form.body[choose.randrange(len(form.body))][choose.randint(1, width - 1)] = ""
    if form.rules == "header and total" or (numeric and choose.random() < 0.25):
        total: list[str | None] = [number_of(choose) if c in numeric else "" for c in range(1, width)]
        form.body.append(["Total", *total])
        form.has_total = True
    if len(form.body) > 5 and choose.random() < 0.25:
        for place, name in zip((0, len(form.body) // 2 + 1), choose.sample(SECTIONS, 2), strict=True):
            form.body.insert(place, [name, *[None] * (width - 1)])
            form.sections.add(place)
    if numeric and choose.random() < 0.2:
        form.indent = tuple(row for row in range(len(form.body)) if row % 3 and row not in form.sections)
    form.is_led = bool(numeric == set(range(1, width)) and choose.random() < 0.12)
    if form.rules != "sideways labels" and len(form.header) == 1 and choose.random() < 0.08:
        form.header = []


def _widths(form: Form, choose: random.Random) -> tuple[float, ...]:
    """Return the width of each column: its longest text, at most so wide that long ones wrap, and some space."""
    most = choose.choice([70.0, 110.0, 170.0, 400.0])
    is_sideways = form.rules == "sideways labels"
    widths = []
    for column in range(len(form.body[0])):
        cells = [row[column] or "" for number, row in enumerate(form.rows)
                 if number - len(form.header) not in form.sections
                 and not (is_sideways and number < len(form.header) and column)
                 and not (column + 1 < len(row) and row[column + 1] is None)]  # fmt: skip
        longest = max([width_of(cell, form) for cell in cells] + [form.size])
        word = max([width_of(part, form) for cell in cells for part in [*cell.split(), ""]])
        widths.append(max(min(longest, most), word) + 2 * form.gap + (8 if form.indent and not column else 0) + 0.1)
    for number, row in enumerate(form.header):  # a title over columns has room
        for column, cell in enumerate(row):
            if cell and column + 1 < len(row) and row[column + 1] is None:
                stop = next((c for c in range(column + 1, len(row)) if row[c] is not None), len(row))
                lack = width_of(cell, form) + 2 * form.gap - sum(widths[column:stop])
                for place in range(column, stop):
                    widths[place] += max(0.0, lack) / (stop - column)
        del number
    return tuple(widths)


def width_of(text: str, form: Form) -> float:
    """Return how wide a text is printed, at its boldest."""
    bold = {"Helvetica": "Helvetica-Bold", "Times-Roman": "Times-Bold"}[form.font]
    return stringWidth(text, bold, form.size)
