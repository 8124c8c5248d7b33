"""Compounds that a line's end parts: written as the document writes them elsewhere, else a doubt of the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from directriz.language import language_of
from directriz.read.pdf.page.cell_text import Vocabulary, join_lines
from directriz.read.pdf.page.hyphens import unclear_words
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from workspaces import Document, run, write_workspace

HYPHENATED = "para " * 600 + "infor- mación"  # a document that breaks words at line ends
PROFILE = """kind = "directive-list"
about = "x"
[[heading]]
pattern = "MEDIDAS"
kind = "directive"
numbering = "arabic"
restarts = true
"""


@pytest.mark.parametrize(
    ("elsewhere", "halves", "whole", "is_unclear"),
    [
        ("sub-nacionales", ("sub-", "nacional"), "sub-nacional", False),
        ("sub-nacionales", ("sub-", "grupos"), "sub-grupos", False),
        ("sub-nacionales", ("sub-", "rayar"), "subrayar", False),
        ("socioeconómicos", ("socio-", "económica"), "socioeconómica", False),
        ("socio-económicos", ("socio-", "económica"), "socio-económica", False),
        ("", ("socio-", "económica"), "socioeconómica", True),
        ("", ("multi-", "sectorial"), "multisectorial", True),
        ("", ("público-", "privadas"), "público-privadas", True),
        ("", ("infor-", "mación"), "información", False),
        ("", ("sobre-", "vivientes"), "sobrevivientes", False),
        ("", ("pro-", "mover"), "promover", False),
        ("", ("Guz-", "mán"), "Guzmán", False),
    ],
)
def test_a_parted_word(elsewhere: str, halves: tuple[str, str], whole: str, is_unclear: bool) -> None:
    vocabulary = Vocabulary(language_of("es"), f"{HYPHENATED} {elsewhere}".split())
    text = join_lines(list(halves), vocabulary)
    found = [text[start:end] for start, end in unclear_words(halves, text, vocabulary)]
    assert (text, found) == (whole, [whole] if is_unclear else [])


def test_the_record_has_the_doubt(tmp_path: Path) -> None:
    path = tmp_path / "d.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawString(70, 760, "MEDIDAS")
    for at, line in enumerate(("1. Establecer mecanismos de coordinación intersectorial y de cooperación multi-",
                               "disciplinaria entre las instituciones.", "2. Informar cada año.")):  # fmt: skip
        canvas.drawString(70, 730 - 14 * at, line)
    canvas.save()
    root = tmp_path / "ws"
    write_workspace(root, [Document("d", path.read_bytes(), PROFILE, "directive-list")])
    made = run(root, "all")
    assert made.code == 0, made.err
    issues = (root / "output" / "issues.csv").read_text(encoding="utf-8")
    row = next(line for line in issues.splitlines() if "hyphen_unclear" in line)
    assert "d/directive/1" in row
    assert "multidisciplinaria" in row
