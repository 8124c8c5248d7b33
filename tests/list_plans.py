"""Plans in prose, drawn in several make-ups: actions as items under headings, bodies in a line of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from card_plans import BODIES, THINGS, VERBS
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

BODY = getSampleStyleSheet()["BodyText"]
HEAD = ParagraphStyle("head", parent=BODY, fontName="Helvetica-Bold", fontSize=11, spaceBefore=10)
TITLE = ParagraphStyle("title", parent=BODY, fontName="Helvetica-Bold", fontSize=14, spaceBefore=14)
ITEM = ParagraphStyle("item", parent=BODY, leftIndent=18, firstLineIndent=-10)
AXES = ("PREVENCIÓN", "ASISTENCIA", "PERSECUCIÓN")
PROSE = (
    "La trata de personas exige una respuesta del Estado en su conjunto. En los últimos años se crearon organismos y "
    "se formó personal, pero las personas afectadas siguen sin acceso parejo a la asistencia en todo el territorio."
)
HEADS = {
    "bullets": "¿Qué implica?",
    "numbers": "Acciones",
    "parts": "Líneas de acción",
    "portuguese": "Ações",
    "bodies of items": "Compromisos:",
}


def items(count: int = 4) -> list[list[tuple[str, str]]]:
    """Return the items of each axis: text and responsible body."""
    return [
        [
            (f"{VERBS[(place + axis) % 7]} {THINGS[(place + axis) % 7]}, con metas para cada provincia.", BODIES[axis])
            for place in range(count)
        ]
        for axis in range(3)
    ]


def write_list(path: Path, make: str) -> Path:
    """Draw a plan in prose and return its path; `make` says how its items look."""
    story: list[Any] = [Paragraph("PLAN NACIONAL DE ACCIÓN 2025-2027", TITLE), Paragraph(PROSE, BODY)]
    for axis, group in enumerate(items()):
        story += [Paragraph(f"EJE {axis + 1}: {AXES[axis]}", TITLE), Paragraph(PROSE, BODY)]
        story += [Paragraph(HEADS[make], HEAD), *_drawn(group, axis, make)]
        if make != "bodies of items":
            label = "Órgãos responsáveis" if make == "portuguese" else "Responsables"
            story += [Paragraph(f"{label}: {BODIES[axis]}", BODY)]
        story += [Spacer(1, 8), Paragraph("Fundamento", HEAD), Paragraph(PROSE, BODY)]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def _drawn(group: list[tuple[str, str]], axis: int, make: str) -> list[Any]:
    drawn: list[Any] = []
    for place, (text, body) in enumerate(group, start=1):
        mark = {"numbers": f"{place}.", "parts": f"{axis + 1}.{place}.", "portuguese": "–"}.get(make, "•")
        drawn.append(Paragraph(f"{mark} {text}", ITEM))
        if make == "bodies of items":
            drawn.append(Paragraph(f"Responsable: {body}", BODY))
    return drawn
