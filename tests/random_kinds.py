"""Tables of every kind that few rules draw, made at random from a seed: what is drawn, and what has to come out.

A kind says which rules, fills and dots are drawn; the seed chooses the content (numbered measures, statistics, pairs,
texts), type, widths, padding, wrapped texts, blank cells, section rows and a title over two columns.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.draw_kinds import LEFT, PAD, Style, draw_table

Rows = list[list[str | None]]  # None = covered by the cell on the left

KINDS = (
    "all rules", "row rules", "rules of the header", "row rules, none above the header", "white space",
    "column rules", "frame and column rules", "bands", "bands and column rules", "filled header", "dotted rules",
    "labels outside", "rules between groups", "row rules, none below the last row",
)  # fmt: skip
LABELS = [
    "Campañas", "Capacitación de docentes", "Refugios", "Salud", "Línea telefónica gratuita", "Justicia", "Trabajo",
    "Migraciones", "Fronteras y puertos", "Registro", "Inspecciones", "Difusión", "Estadística", "Cooperación",
]  # fmt: skip
TEXTS = [
    "Publicar el protocolo", "Capacitar al personal de frontera en la detección de víctimas",
    "Crear la mesa provincial",
    "Evaluar el plan con las organizaciones de la sociedad civil", "Firmar el convenio", "Abrir dos refugios",
    "Difundir los derechos de las víctimas en terminales y puertos", "Actualizar el registro de casos",
]  # fmt: skip
BODIES = ["Cancillería", "Ministerio del Interior", "Gobernación", "Consejo Nacional", "INDEC", "Poder Judicial"]
SECTIONS = ["PREVENCIÓN", "ASISTENCIA A LAS VÍCTIMAS", "PERSECUCIÓN"]


@dataclass(frozen=True)
class Drawn:
    """One table as it is drawn, and as it has to come out."""

    kind: str
    rows: Rows
    style: Style


def random_table(seed: int) -> Drawn:
    """Return the table of a seed; its kind is one of `KINDS` in turn."""
    choose = random.Random(seed)
    kind = KINDS[seed % len(KINDS)]
    size = choose.choice([6.5, 8.0, 9.0, 10.0, 12.0])
    rows, right = _content(choose)
    count = len(rows[0])
    widths = _widths(rows, size, choose)
    style = Style(size, widths, padding=choose.choice([0.25, 0.45, 0.8]), frame=False, column_rules=(), right=right)
    return Drawn(kind, rows, _ruled(kind, style, len(rows), count, choose))


def _content(choose: random.Random) -> tuple[Rows, tuple[int, ...]]:
    """Return the rows of a table, and which of its columns are set flush right."""
    count = choose.randint(3, 14)
    match choose.choice(["plan", "numbers", "numbers", "texts", "pair"]):
        case "plan":
            rows: Rows = [["N°", "Actividad", "Responsable", "Plazo"]]
            rows += [[str(number), choose.choice(TEXTS), choose.choice(BODIES), str(choose.randint(2021, 2026))]
                     for number in range(1, count + 1)]  # fmt: skip
            right: tuple[int, ...] = ()
        case "numbers":
            years = choose.randint(2, 5)
            labels = choose.sample(LABELS, min(count, len(LABELS)))
            rows = [["Eje", *(str(2019 + year) for year in range(years))]]
            rows += [[label, *(_number(choose) for _ in range(years))] for label in labels]
            right = tuple(range(1, years + 1)) if choose.random() < 0.7 else ()
        case "texts":
            rows = [["Eje", "Medida", "Responsable"]]
            labels = choose.sample(LABELS, min(count, len(LABELS)))
            rows += [[label, choose.choice(TEXTS), choose.choice(BODIES)] for label in labels]
            right = ()
        case _:
            rows = [["Concepto", "Total"]]
            rows += [[label, _number(choose)] for label in choose.sample(LABELS, min(count, len(LABELS)))]
            right = (1,) if choose.random() < 0.7 else ()
    if choose.random() < 0.4:
        for _ in range(choose.randint(1, 3)):
            rows[choose.randint(2, len(rows) - 1)][choose.randint(1, len(rows[0]) - 1)] = ""
    return rows, right


def _number(choose: random.Random) -> str:
    return choose.choice([str(choose.randint(1, 99)), f"{choose.randint(1, 99)}.{choose.randint(100, 999)}", "–",
                          f"{choose.randint(1, 99)},{choose.randint(0, 9)}"])  # fmt: skip


def _widths(rows: Rows, size: float, choose: random.Random) -> tuple[float, ...]:
    """Return the width of each column: its longest text, at most so wide that long ones wrap, and some space."""
    gap = choose.choice([0.6, 1.5, 4.0]) * size
    most = choose.choice([110.0, 170.0, 400.0])
    widths = []
    for column in range(len(rows[0])):
        longest = max(stringWidth(row[column] or "", "Helvetica", size) for row in rows)
        word = max(stringWidth(part, "Helvetica", size) for row in rows for part in [*(row[column] or "").split(), ""])
        widths.append(max(min(longest, most), word) + 2 * PAD + gap + 0.1)
    return tuple(widths)


def _ruled(kind: str, style: Style, height: int, count: int, choose: random.Random) -> Style:
    """Return a style with the rules and fills of a kind."""
    inner, every = tuple(range(1, count)), tuple(range(height + 1))
    shaded = tuple(range(1 + choose.randint(0, 1), height, 2))
    match kind:
        case "all rules":
            return replace(style, frame=True, column_rules=inner, row_rules=every)
        case "row rules":
            return replace(style, row_rules=every)
        case "rules of the header":
            return replace(style, row_rules=(0, 1, height))
        case "row rules, none above the header":
            return replace(style, row_rules=every[1:])
        case "row rules, none below the last row":
            return replace(style, row_rules=every[:-1])
        case "column rules":
            return replace(style, column_rules=tuple(range(count + 1)))
        case "frame and column rules":
            return replace(style, frame=True, column_rules=inner, row_rules=(1,))
        case "bands":
            return replace(style, shaded=shaded)
        case "bands and column rules":
            return replace(style, shaded=shaded, column_rules=tuple(range(count + 1)), row_rules=(1,))
        case "filled header":
            return replace(style, frame=True, column_rules=inner, row_rules=every[2:], shaded=(0,))
        case "dotted rules":
            dots = choose.choice([(0.6, 1.8), (1.9, 2.5), (4.0, 7.0)])
            return replace(style, column_rules=tuple(range(count + 1)), row_rules=every, dots=dots)
        case "labels outside":
            return replace(style, column_rules=tuple(range(1, count + 1)), number_rules=every)
        case "rules between groups":
            return replace(style, row_rules=(0, 1, height), column_rules=tuple(inner[::2]))
        case _:
            return style


def draw(drawn: Drawn, path: Path) -> bool:
    """Draw a table between two lines of text; return whether it fits the page, else nothing is drawn."""
    page = landscape(A4) if sum(drawn.style.widths) > A4[0] - 2 * LEFT else A4
    canvas = Canvas(str(path), pagesize=page, invariant=1)
    size = drawn.style.size
    canvas.setFont("Helvetica", size)
    canvas.drawString(LEFT, page[1] - 50, "Anexo al plan, con las actividades que siguen y sus responsables en 2024.")
    end = draw_table(canvas, [[cell or "" for cell in row] for row in drawn.rows], drawn.style, page[1] - 80)
    canvas.setFont("Helvetica", size)
    canvas.drawString(LEFT, end - 40, "Elaborado por la secretaría con los datos de las provincias.")
    if end < 80 or sum(drawn.style.widths) > page[0] - LEFT - 20:
        return False
    canvas.save()
    return True
