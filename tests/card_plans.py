"""Plans of cards, drawn in several make-ups: what a person would lay out in a word processor, with the truth beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STYLE = getSampleStyleSheet()["BodyText"]
STYLE.fontSize = 9
VERBS = ("Capacitar", "Difundir", "Fortalecer", "Elaborar", "Implementar", "Crear", "Asegurar")
THINGS = (
    "a los equipos de primera respuesta de las terminales",
    "la línea de denuncia en lenguas indígenas y en los pasos fronterizos",
    "los refugios de asistencia con personal permanente y presupuesto propio",
    "un protocolo común de identificación de víctimas",
    "el registro único de casos y su tablero público",
    "la mesa de seguimiento con organizaciones sociales",
    "el acceso a la vivienda de las personas asistidas",
)
BODIES = ("Ministerio de Seguridad", "Ministerio de Desarrollo Social", "Fiscalía General", "Secretaría de la Mujer")
LABELS = {
    "es": ("Acción", "Responsable", "Plazo", "Indicador", "Presupuesto", "Población"),
    "pt": ("Ação", "Órgão responsável", "Prazo", "Indicador", "Orçamento", "População"),
}


def cards(count: int = 7) -> list[dict[str, str]]:
    """Return the cards of a plan: what each label has beside it."""
    return [
        {
            "number": str(place + 1),
            "action": f"{VERBS[place % 7]} {THINGS[place % 7]}",
            "responsible": BODIES[place % 4],
            "deadline": f"{2025 + place % 3}",
            "indicators": f"Cantidad de informes publicados en el período {place + 1}",
            "budget": f"$ {(place + 1) * 1250}.000",
            "population": "Población general" if place % 2 else "Niñas y niños",
        }
        for place in range(count)
    ]


def _cell(text: str) -> Paragraph:
    return Paragraph(text, STYLE)


def _table(rows: list[list[str]], widths: list[float], spans: list[tuple[Any, ...]] = []) -> Table:  # noqa: B006
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans])
    return Table([[_cell(text) for text in row] for row in rows], colWidths=widths, style=grid, splitByRow=True)


def write_cards(path: Path, make: str, count: int = 7) -> Path:
    """Draw a plan of cards and return its path; `make` says how it is laid out."""
    labels = LABELS["pt" if make == "portuguese" else "es"]
    story: list[Any] = [_cell("PLAN NACIONAL DE ACCIÓN 2025-2027"), _cell("Presentación del plan y de su contenido.")]
    for place, card in enumerate(cards(count)):
        if place % 3 == 0:
            story += [
                Spacer(1, 12),
                _cell(f"EJE {place // 3 + 1}: {('PREVENCIÓN', 'ASISTENCIA', 'PERSECUCIÓN')[place // 3 % 3]}"),
            ]
        story += [Spacer(1, 10), _card(card, make, labels)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def _card(card: dict[str, str], make: str, labels: tuple[str, ...]) -> Table:
    values = [card[name] for name in ("action", "responsible", "deadline", "indicators", "budget", "population")]
    pairs = list(zip(labels, values, strict=True))
    if make == "two label columns":
        rows = [[*pairs[0], "", ""], [*pairs[1], *pairs[2]], [*pairs[3], *pairs[4]], [*pairs[5], "", ""]]
        spans = [("SPAN", (1, 0), (3, 0)), ("SPAN", (1, 3), (3, 3))]
        return _table([list(row) for row in rows], [80, 170, 80, 130], spans)
    if make == "three label columns":
        rows = [[*pairs[0], "", "", "", ""], [*pairs[1], *pairs[2], *pairs[4]], [*pairs[3], *pairs[5], "", ""]]
        spans = [("SPAN", (1, 0), (5, 0)), ("SPAN", (3, 2), (5, 2))]
        return _table([list(row) for row in rows], [70, 110, 60, 60, 75, 90], spans)
    if make == "title with the action":
        rows = [[f"{labels[0]} {card['number']}: {values[0]}", ""], *map(list, pairs[1:])]
        return _table(rows, [120, 340], [("SPAN", (0, 0), (1, 0)), ("BACKGROUND", (0, 0), (1, 0), colors.lightgrey)])
    if make == "title of a card":
        rows = [[f"FICHA DE TRABAJO {card['number']}", ""], *map(list, pairs)]
        return _table(rows, [120, 340], [("SPAN", (0, 0), (1, 0))])
    if make == "label and value in one cell":
        return _table([[f"<b>{label}:</b> {value}"] for label, value in pairs], [460])
    if make == "labels above the values":
        rows = [list(each) for at in (0, 2, 4) for each in zip(*pairs[at : at + 2], strict=True)]
        return _table(rows, [250, 210])
    if make == "label column shaded":
        return _table([list(pair) for pair in pairs], [120, 340], [("BACKGROUND", (0, 0), (0, -1), colors.lightblue)])
    return _table([list(pair) for pair in pairs], [120, 340])


MAKES = ("plain", "two label columns", "three label columns", "title with the action", "title of a card",
         "label column shaded", "labels above the values", "portuguese")  # fmt: skip


COMMITMENT = (
    "Fecha de inicio y término del compromiso",
    "Institución o actor responsable de la implementación",
    "¿Cuál es la problemática que el compromiso aborda?",
    "¿Cuál es el compromiso?",
    "Hitos con un producto verificable",
    "Nombre de la persona responsable",
)


def commitments(count: int = 4) -> list[dict[str, Any]]:
    """Return the commitments of a plan of open government; `milestones` are rows with their dates."""
    return [
        {
            "action": f"{VERBS[place]} {THINGS[place]}",
            "deadline": f"Enero 202{5 + place % 2} – diciembre 202{7 + place % 2}",
            "responsible": BODIES[place % 4],
            "problem": f"Faltan datos sobre el asunto número {place + 1}, y nadie los publica a tiempo en el país.",
            "what": f"Publicar cada mes los datos del asunto {place + 1} con una licencia abierta.",
            "milestones": [
                (f"Paso {chr(65 + place)}{step} terminado", f"0{step}/2026", f"1{step}/2026") for step in (1, 2, 3)
            ],
            "person": ("Ana Ruiz", "Luis Mena", "Carla Soto", "Juan Paz")[place % 4],
        }
        for place in range(count)
    ]


def write_commitments(path: Path) -> Path:
    """Draw a plan of the Open Government Partnership: one card over several blocks, with a table of milestones."""
    bold = "<b>{}</b>".format
    story: list[Any] = [_cell("SEGUNDO PLAN DE GOBIERNO ABIERTO"), _cell("Presentación del plan y de su contenido.")]
    for place, card in enumerate(commitments(), start=1):
        values = (card["deadline"], card["responsible"], card["problem"], card["what"])
        rows = [[bold(f"Compromiso {place}. {card['action']}"), "", ""]]
        rows += [[bold(label), value, ""] for label, value in zip(COMMITMENT[:2], values[:2], strict=True)]
        rows += [[bold("Descripción del compromiso"), "", ""]]
        rows += [[bold(label), value, ""] for label, value in zip(COMMITMENT[2:4], values[2:], strict=True)]
        rows += [[bold(COMMITMENT[4]), bold("Fecha de inicio"), bold("Fecha de término")]]
        rows += [list(milestone) for milestone in card["milestones"]]
        rows += [[bold("Información de contacto"), "", ""], [bold(COMMITMENT[5]), card["person"], ""]]
        wide = [("SPAN", (0, at), (2, at)) for at in (0, 3, 10)]
        spans = [*wide, *(("SPAN", (1, at), (2, at)) for at in (1, 2, 4, 5, 11))]
        story += [Spacer(1, 14), _table(rows, [200, 150, 120], spans)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def write_beside(path: Path, across: int = 3) -> Path:
    """Draw cards side by side without a border, each with its labels in a cell above their values."""
    every = cards(6)
    story: list[Any] = [_cell("PLAN NACIONAL DE ACCIÓN 2025-2027"), _cell("Presentación del plan y de su contenido.")]
    for first in range(0, len(every), across):
        names = ("action", "responsible", "deadline", "indicators", "budget", "population")
        rows: list[list[str]] = []
        for label, name in zip(LABELS["es"], names, strict=True):
            rows.append([f"<b>{label}</b>"] * across)
            rows.append([card[name] for card in every[first : first + across]])
        grid = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")])
        table = [[_cell(text) for text in row] for row in rows]
        story += [Spacer(1, 16), Table(table, colWidths=[480 / across] * across, style=grid)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def write_cells(path: Path) -> Path:
    """Draw cards of cells, each with a label in a line of its own above its value."""
    story: list[Any] = [_cell("PLAN NACIONAL DE ACCIÓN 2025-2027"), _cell("Presentación del plan y de su contenido.")]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 0), (1, 0))])
    for card in cards():
        values = [card[name] for name in ("action", "responsible", "deadline", "indicators", "population")]
        labels = [LABELS["es"][at] for at in (0, 1, 2, 3, 5)]
        cells = [[_cell(f"<b>{label}</b>"), _cell(value)] for label, value in zip(labels, values, strict=True)]
        rows = [[cells[0], ""], cells[1:3], cells[3:5]]
        story += [Spacer(1, 12), Table(rows, colWidths=[230, 230], style=grid)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def text_of_cards(make: str) -> str:
    """Return cards as a text dump has them: "label: value", or a label in a line above its value."""
    names = ("action", "responsible", "deadline", "indicators", "budget", "population")
    parts = []
    for card in cards():
        pairs = [(label, card[name]) for label, name in zip(LABELS["es"], names, strict=True)]
        if make == "colon":
            parts.append("\n".join(f"- {label}: {value}" for label, value in pairs))
        else:
            parts.append("\n".join(f"{label}\n    {value}" for label, value in pairs))
    return "PLAN NACIONAL DE ACCIÓN\n\nPresentación del plan y de su contenido.\n\n" + "\n\n".join(parts) + "\n"
