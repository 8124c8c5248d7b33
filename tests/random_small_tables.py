"""Small tables of words alone, and what looks like one but is none, made at random from a seed.

A table has two to four columns and three to eight rows, no rules or one below its header, and stands alone, below a
heading, or between paragraphs. What is none: prose in two or three columns, lists, letterheads, tables of contents,
signatures, forms, bibliographies, dialogues, hanging numbers, notes.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

LEFT, RIGHT = 60.0, 535.0
SHORT = (
    "Cancillería", "Gobernación", "Consejo Nacional", "Poder Judicial", "Migraciones", "Salta", "Jujuy", "La Rioja",
    "Municipio", "Secretaría General", "Aprobado", "En revisión", "Pendiente", "Lunes", "Martes", "Dirección de Niñez",
    "Ana Ríos", "Luis Paz", "Marta Gil", "Sala mayor", "Auditorio", "Alto", "Medio", "Bajo", "Trata de personas",
    "Tráfico ilícito", "Línea gratuita", "Refugio", "Prevención", "Asistencia", "Persecución", "Cooperación", "Police",
    "Ministry of Justice", "Shelter", "Ongoing", "Training", "Registro civil", "Fiscalía", "Defensoría", "Aduana",
)  # fmt: skip
LONG = (
    "Publicar el protocolo en el sitio de cada organismo", "Capacitar al personal de frontera en la detección",
    "Crear la mesa provincial con las organizaciones de la sociedad civil y las universidades",
    "Coordina las acciones entre los organismos y convoca a las reuniones",
    "Falta de personal en los puestos de frontera", "Elaborar un informe y enviarlo a la autoridad de aplicación",
    "Abrir refugios", "Firmar el convenio", "Difundir los derechos de las víctimas en terminales y puertos",
    "Recibe las denuncias y las deriva de inmediato", "Reformar la ley, con la opinión del Consejo",
    "Inspeccionar talleres, campos y obras", "Asesorar a las víctimas durante el proceso penal",
    "Train the officers who receive complaints", "Publish the register of shelters and keep it up to date",
    "Presupuesto insuficiente para la atención de las víctimas fuera de la capital",
)  # fmt: skip
HEADS = (
    ("Actor", "Función"), ("Organismo", "Estado"), ("Sigla", "Significado"), ("Riesgo", "Medida"), ("Role", "Duty"),
    ("Eje", "Acción", "Responsable"), ("Día", "Actividad", "Lugar"), ("Provincia", "Organismo", "Referente"),
    ("Tema", "Medida", "Estado"), ("Body", "Task", "Status"),
    ("Eje", "Acción", "Responsable", "Estado"), ("Objetivo", "Medida", "Actor", "Lugar"),
)  # fmt: skip
PROSE = (
    "El plan reúne las medidas que los organismos del Estado llevan adelante para prevenir la trata de personas,"
    " asistir a las víctimas y perseguir a los responsables. Las provincias participan por medio de las mesas"
    " locales, que se reúnen con las organizaciones de la sociedad civil y con las universidades públicas. Cada"
    " organismo informa sobre el avance de sus tareas, y la autoridad de aplicación publica los resultados en su"
    " sitio. La cooperación con los países vecinos permite compartir información sobre las rutas, los modos de"
    " captación y las necesidades de quienes fueron rescatados. Ninguna de las medidas sustituye las obligaciones"
    " que las leyes vigentes imponen a los funcionarios, ni limita los derechos que asisten a las personas afectadas."
)  # fmt: skip
TABLES = ("white space", "bold header", "rule below the header", "no header", "centred header", "rules of the header")
BOLD = ("bold header", "centred header", "rules of the header")
OTHERS = (
    "two columns of prose", "three columns of prose", "list", "list with wide marks", "letterhead", "contents",
    "contents without dots", "signatures", "form", "bibliography", "dialogue", "hanging numbers", "notes",
    "justified prose", "head and foot", "address blocks", "nested list", "headings and prose",
)  # fmt: skip


@dataclass(frozen=True)
class Small:
    """What a page holds: a table with its rows (the header first), or none."""

    kind: str
    rows: list[list[str]]


@dataclass
class _Sheet:
    canvas: Canvas
    choose: random.Random
    size: float
    y: float = 780.0
    font: str = "Helvetica"

    @property
    def bold(self) -> str:
        return "Times-Bold" if self.font == "Times-Roman" else f"{self.font}-Bold"

    def text(self, x: float, text: str, font: str = "", align: str = "left") -> None:
        self.canvas.setFont(font or self.font, self.size)
        draw = {"left": self.canvas.drawString, "right": self.canvas.drawRightString}
        draw.get(align, self.canvas.drawCentredString)(x, self.y, text)

    def down(self, lines: float = 1.2) -> None:
        self.y -= lines * self.size

    def paragraph(self, left: float, right: float, words: int, is_justified: bool = False) -> None:
        for line, is_last in _with_last(self.wrapped(self.prose(words), right - left)):
            if is_justified and not is_last:
                self.justified(left, right, line)
            else:
                self.text(left, line)
            self.down()

    def justified(self, left: float, right: float, line: str) -> None:
        words = line.split()
        space = (right - left - sum(stringWidth(word, self.font, self.size) for word in words)) / max(1, len(words) - 1)
        for word in words:
            self.text(left, word)
            left += stringWidth(word, self.font, self.size) + space

    def prose(self, words: int) -> str:
        text = PROSE.split()
        start = self.choose.randrange(len(text))
        found = (text[start:] + text * 3)[:words]
        return " ".join([found[0].capitalize(), *found[1:]]).rstrip(",.") + "."

    def wrapped(self, text: str, width: float, font: str = "") -> list[str]:
        lines: list[str] = []
        for word in text.split():
            if lines and stringWidth(f"{lines[-1]} {word}", font or self.font, self.size) <= width:
                lines[-1] += f" {word}"
            else:
                lines.append(word)
        return lines or [""]


def _with_last(lines: Sequence[str]) -> list[tuple[str, bool]]:
    return [(line, number == len(lines) - 1) for number, line in enumerate(lines)]


def draw_small(seed: int, path: Path) -> Small:
    """Draw the page of a seed; every second one has a table."""
    choose = random.Random(seed * 6007 + 11)
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    sheet = _Sheet(canvas, choose, choose.choice([8.5, 9.5, 10.0, 11.0, 12.0]))
    sheet.font = choose.choice(["Helvetica", "Helvetica", "Times-Roman"])
    kind = (TABLES[seed // 2 % len(TABLES)]) if seed % 2 == 0 else OTHERS[seed // 2 % len(OTHERS)]
    is_justified = choose.random() < 0.4
    before, after = choose.choice([(0, 0), (1, 0), (1, 1), (2, 1), (0, 2), (3, 2)])
    if kind in ("letterhead", "head and foot"):
        before = 0
    if choose.random() < 0.5 and kind not in ("letterhead", "head and foot"):
        sheet.text(LEFT, choose.choice(["Anexo", "Estructura del plan", "Organismos que participan"]), sheet.bold)
        sheet.down(2.2)
    for _ in range(before):
        sheet.paragraph(LEFT, RIGHT, choose.randint(25, 90), is_justified)
        sheet.down(choose.choice([0.4, 0.9]))
    rows: list[list[str]] = []
    if seed % 2 == 0:
        sheet.down(choose.choice([0.3, 0.8, 1.5]))
        rows = _table(sheet, kind)
    else:
        DRAWN[kind](sheet)
    sheet.down(choose.choice([0.8, 1.5, 2.5]))
    for _ in range(after):
        sheet.paragraph(LEFT, RIGHT, choose.randint(25, 90), is_justified)
        sheet.down(choose.choice([0.4, 0.9]))
    if kind == "head and foot":
        sheet.y = 40
        _two_ends(sheet, "Secretaría de Derechos Humanos", "Informe anual")
    canvas.save()
    return Small(kind, rows)


def _table(sheet: _Sheet, kind: str) -> list[list[str]]:
    choose = sheet.choose
    head = choose.choice(HEADS)
    count = len(head)
    is_long = [column > 0 and choose.random() < (0.7 if column == 1 else 0.2) for column in range(count)]
    body = [[choose.choice(LONG if long else SHORT) for long in is_long] for _ in range(choose.randint(3, 7))]
    for row, label in zip(body, choose.sample(SHORT, len(body)), strict=True):
        row[0] = label
    if choose.random() < 0.15 and count > 2:
        choose.choice(body)[-1] = ""
    rows = [list(head), *body] if kind != "no header" else body
    total = choose.uniform(0.55, 1.0) * (RIGHT - LEFT)
    gap = choose.choice([1.2, 2.0, 3.5]) * sheet.size
    words = [[word for row in rows for word in row[column].split()] for column in range(count)]
    needed = [max(stringWidth(word, sheet.bold, sheet.size) for word in own) + gap for own in words]
    shares = [2.2 if long else 1.0 for long in is_long]
    widths = [max(least, total * share / sum(shares)) for least, share in zip(needed, shares, strict=True)]
    edges = [LEFT + sum(widths[:column]) for column in range(count + 1)]
    padding = choose.choice([0.0, 0.2, 0.45, 0.9])
    is_centred = [column > 0 and not long and choose.random() < 0.2 for column, long in enumerate(is_long)]
    top = sheet.y + sheet.size
    for number, row in enumerate(rows):
        is_head = number == 0 and kind != "no header"
        font = (
            sheet.bold if is_head and kind in ("bold header", "centred header", "rules of the header") else sheet.font
        )
        sheet.y -= padding * sheet.size
        first, lowest = sheet.y, sheet.y
        for column, cell in enumerate(row):
            sheet.y = first
            middle = is_centred[column] or (is_head and kind == "centred header")
            x = (edges[column] + edges[column + 1] - gap) / 2 if middle else edges[column]
            for line in sheet.wrapped(cell, edges[column + 1] - edges[column] - gap, font):
                sheet.text(x, line, font, "centre" if middle else "left")
                sheet.down()
            lowest = min(lowest, sheet.y)
        sheet.y = lowest - padding * sheet.size
        if is_head and kind in ("rule below the header", "rules of the header"):
            y = sheet.y + 0.75 * sheet.size
            sheet.canvas.line(LEFT, y, edges[-1], y)
            if kind == "rules of the header":
                sheet.canvas.line(LEFT, top, edges[-1], top)
            sheet.down(0.3)
    return rows


def _columns(sheet: _Sheet, count: int) -> None:
    gap = sheet.choose.choice([14.0, 20.0, 30.0])
    width = (RIGHT - LEFT - gap * (count - 1)) / count
    top, low = sheet.y, sheet.y
    is_justified = sheet.choose.random() < 0.5
    words = sheet.choose.randint(20, 160)
    for column in range(count):
        sheet.y = top
        left = LEFT + column * (width + gap)
        for _ in range(sheet.choose.randint(1, 2)):
            sheet.paragraph(left, left + width, words + sheet.choose.randint(-8, 8), is_justified)
        low = min(low, sheet.y)
    sheet.y = low


def _list(sheet: _Sheet, gap: float, marks: Sequence[str], longest: int = 30) -> None:
    for number in range(sheet.choose.randint(3, 8)):
        mark = marks[number % len(marks)]
        sheet.text(LEFT, mark)
        text = sheet.choose.choice([*LONG, sheet.prose(sheet.choose.randint(6, longest))])
        for line in sheet.wrapped(text, RIGHT - LEFT - gap):
            sheet.text(LEFT + gap, line)
            sheet.down()
        sheet.down(sheet.choose.choice([0.0, 0.4]))


def _plain_list(sheet: _Sheet) -> None:
    marks = sheet.choose.choice([["•"], ["–"], ["a)", "b)", "c)", "d)", "e)", "f)", "g)", "h)"],
                                 ["1.", "2.", "3.", "4.", "5.", "6.", "7.", "8."]])  # fmt: skip
    _list(sheet, 1.6 * sheet.size, marks)


def _wide_list(sheet: _Sheet) -> None:
    marks = sheet.choose.choice([["•"], ["–"], ["(a)", "(b)", "(c)", "(d)"], ["i.", "ii.", "iii.", "iv.", "v."]])
    _list(sheet, 3.5 * sheet.size, marks)


def _nested_list(sheet: _Sheet) -> None:
    for _ in range(sheet.choose.randint(2, 4)):
        sheet.text(LEFT, "•")
        sheet.text(LEFT + 18, sheet.choose.choice(LONG))
        sheet.down()
        for _ in range(sheet.choose.randint(1, 3)):
            sheet.text(LEFT + 30, "–")
            sheet.text(LEFT + 30 + 2.5 * sheet.size, sheet.choose.choice(LONG))
            sheet.down()


def _two_ends(sheet: _Sheet, left: str, right: str) -> None:
    sheet.text(LEFT, left)
    sheet.text(RIGHT, right, align="right")
    sheet.down()


def _letterhead(sheet: _Sheet) -> None:
    names = ["Ministerio de Justicia", "Secretaría de Derechos Humanos", "Dirección Nacional", "Buenos Aires",
             "República Argentina"]  # fmt: skip
    others = ["Consejo Federal", "Comité Ejecutivo", "Unidad de Coordinación", "Casa Central", "www.ejemplo.gob"]
    for left, right in list(zip(names, others, strict=True))[: sheet.choose.randint(2, 5)]:
        _two_ends(sheet, left, right)
    sheet.down(2.0)
    sheet.paragraph(LEFT, RIGHT, 60)


def _contents(sheet: _Sheet, with_dots: bool = True) -> None:
    page = 1
    for _ in range(sheet.choose.randint(4, 12)):
        page += sheet.choose.randint(1, 6)
        title = sheet.choose.choice([*SHORT, *LONG])
        sheet.text(LEFT, title)
        if with_dots:
            start = LEFT + stringWidth(title, sheet.font, sheet.size) + 4
            sheet.text(start, "." * int((RIGHT - 16 - start) / stringWidth(".", sheet.font, sheet.size)))
        sheet.text(RIGHT, str(page), align="right")
        sheet.down(1.5)


def _bare_contents(sheet: _Sheet) -> None:
    _contents(sheet, False)


def _signatures(sheet: _Sheet) -> None:
    count = sheet.choose.choice([2, 2, 3])
    names = sheet.choose.sample(["Ana María Ríos", "Luis Paz", "Marta Gil de Soto", "José Núñez", "Elena Vidal"], count)
    lines = [names, [sheet.choose.choice(["Ministra", "Secretario", "Directora"]) for _ in names],
             [sheet.choose.choice(SHORT) for _ in names]]  # fmt: skip
    for line in lines[: sheet.choose.choice([2, 3])]:
        for column, text in enumerate(line):
            sheet.text(LEFT + (column + 0.5) * (RIGHT - LEFT) / count, text, align="centre")
        sheet.down()


def _form(sheet: _Sheet) -> None:
    for label in sheet.choose.sample(["Nombre:", "Apellido:", "Organismo:", "Cargo:", "Correo:", "Firma:"], 4):
        sheet.text(LEFT, f"{label} {'_' * 40}")
        sheet.down(1.8)


def _bibliography(sheet: _Sheet) -> None:
    for _ in range(sheet.choose.randint(3, 7)):
        first = True
        for line in sheet.wrapped(f"Ríos, A. y Paz, L. {sheet.prose(sheet.choose.randint(12, 35))}", 440):
            sheet.text(LEFT if first else LEFT + 20, line)
            first = False
            sheet.down()


def _dialogue(sheet: _Sheet) -> None:
    gap = sheet.choose.choice([80.0, 110.0])
    for number in range(sheet.choose.randint(3, 7)):
        sheet.text(LEFT, ("SR. PAZ.–", "SRA. GIL.–")[number % 2])
        for line in sheet.wrapped(sheet.prose(sheet.choose.randint(15, 45)), RIGHT - LEFT - gap):
            sheet.text(LEFT + gap, line)
            sheet.down()


def _hanging(sheet: _Sheet) -> None:
    gap = sheet.choose.choice([30.0, 45.0])
    for number in range(1, sheet.choose.randint(4, 7)):
        sheet.text(LEFT, f"{sheet.choose.choice(['', '2.'])}{number}.")
        for line in sheet.wrapped(sheet.prose(sheet.choose.randint(15, 60)), RIGHT - LEFT - gap):
            sheet.text(LEFT + gap, line)
            sheet.down()
        sheet.down(0.5)


def _notes(sheet: _Sheet) -> None:
    sheet.canvas.line(LEFT, sheet.y + 14, LEFT + 120, sheet.y + 14)
    for number in range(1, sheet.choose.randint(3, 6)):
        sheet.text(LEFT, str(number))
        for line in sheet.wrapped(sheet.prose(sheet.choose.randint(8, 30)), RIGHT - LEFT - 16):
            sheet.text(LEFT + 16, line)
            sheet.down()


def _justified(sheet: _Sheet) -> None:
    right = LEFT + sheet.choose.choice([110.0, 150.0, 240.0])
    for _ in range(2):
        sheet.paragraph(LEFT, right, sheet.choose.randint(30, 80), True)
        sheet.down(0.5)


def _head_and_foot(sheet: _Sheet) -> None:
    _two_ends(sheet, "Plan Nacional contra la Trata", "Presidencia")
    sheet.canvas.line(LEFT, sheet.y + 6, RIGHT, sheet.y + 6)
    sheet.down(2)
    for _ in range(3):
        sheet.paragraph(LEFT, RIGHT, 70)
        sheet.down(0.8)


def _addresses(sheet: _Sheet) -> None:
    left = ["Señora Directora", "Ana María Ríos", "Dirección de Niñez", "Presente"]
    for text in left:
        sheet.text(LEFT, text)
        sheet.down()
    sheet.text(RIGHT, "Salta, en la fecha de la firma", align="right")
    sheet.down(2.5)
    sheet.paragraph(LEFT, RIGHT, 50)


def _headings(sheet: _Sheet) -> None:
    for _ in range(sheet.choose.randint(2, 4)):
        sheet.text(LEFT, sheet.choose.choice(SHORT), sheet.bold)
        sheet.down(1.5)
        sheet.paragraph(LEFT + sheet.choose.choice([0.0, 20.0]), RIGHT, sheet.choose.randint(15, 60))
        sheet.down(0.8)


DRAWN: dict[str, Callable[[_Sheet], None]] = {
    "two columns of prose": lambda sheet: _columns(sheet, 2),
    "three columns of prose": lambda sheet: _columns(sheet, 3),
    "list": _plain_list,
    "list with wide marks": _wide_list,
    "letterhead": _letterhead,
    "contents": _contents,
    "contents without dots": _bare_contents,
    "signatures": _signatures,
    "form": _form,
    "bibliography": _bibliography,
    "dialogue": _dialogue,
    "hanging numbers": _hanging,
    "notes": _notes,
    "justified prose": _justified,
    "head and foot": _head_and_foot,
    "address blocks": _addresses,
    "nested list": _nested_list,
    "headings and prose": _headings,
}
