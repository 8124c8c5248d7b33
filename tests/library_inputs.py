"""The inputs that examples of the library name: a plan, the same encrypted, a scan without text, a workspace."""

from __future__ import annotations

import doctest
from pathlib import Path

import directriz
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from small_pdf import ROWS, write_pdf
from small_workspace import write_workspace

PASSWORD = "secreto"
LEFT, TOP, WIDTH, HEIGHT = 60, 700, 120, 24
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


def write_inputs(folder: Path) -> Path:
    """Write plan.pdf, locked.pdf and the workspace `folder` into a folder, and return it."""
    write_pdf(folder / "plan.pdf", "Plan de prueba")
    write_locked_pdf(folder / "locked.pdf")
    write_workspace(folder / "folder")
    return folder


def write_locked_pdf(path: Path, strength: int = 128) -> Path:
    """Write the table of small_pdf encrypted, with PASSWORD to open it; `strength` is in bits."""
    encryption = StandardEncryption(PASSWORD, ownerPassword="dueño", strength=strength)
    canvas = Canvas(str(path), pagesize=A4, encrypt=encryption)
    canvas.setFont("Helvetica", 10)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            x, y = LEFT + column * WIDTH, TOP - (row + 1) * HEIGHT
            canvas.rect(x, y, WIDTH, HEIGHT)
            canvas.drawString(x + 4, y + 8, text)
    canvas.showPage()
    canvas.save()
    return path


def failures(source: str, name: str) -> list[str]:
    """Return what the examples of a text print otherwise than it says, run with the current folder's files."""
    test = doctest.DocTestParser().get_doctest(source, {"directriz": directriz}, name, None, 0)
    assert test.examples, f"{name} has no example"
    told: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=told.append)
    return told
