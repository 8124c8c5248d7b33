"""Tables as text to read: nothing is cut off, however wide the terminal; merged cells and pages are shown."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from directriz.commands.table_text import render_text


def plan() -> dict[str, Any]:
    """Return the object of `directriz tables` for a small plan: a section, a merged measure, a row over two pages."""
    rows = [
        {"page_start": 1, "page_end": 1, "kind": "section", "cells": ["PREVENCIÓN Y DETECCIÓN"], "inherited": [False]},
        row(1, 1, ["1", "Formación de equipos", "Encuentros de sensibilización en la Ruta del Petróleo."]),
        row(1, 2, ["2", "Formación de equipos", "Informe técnico y acto administrativo."], inherited=1),
    ]
    join = {"page": 2, "is_joined": True, "reason": "the same column edges"}
    table = {"table": 1, "pages": [1, 2], "header": ["N°", "Medidas", "Acciones"], "rows": rows, "joins": [join]}
    return {"file": "plan.pdf", "page_count": 3, "tables": [table], "unread_pages": [3]}


def row(first: int, last: int, cells: list[str], inherited: int | None = None) -> dict[str, Any]:
    marks = [column == inherited for column in range(len(cells))]
    return {"page_start": first, "page_end": last, "kind": "row", "cells": cells, "inherited": marks}


def test_cells_stand_below_their_titles_with_their_pages() -> None:
    lines = [line.rstrip("═─") for line in render_text(plan(), 60).split("\n")]  # versions of rich end rules apart
    assert lines == [
        "Table 1, p. 1-2",
        "",
        "PREVENCIÓN Y DETECCIÓN",
        "",
        " p.  │ N° │ Medidas    │ Acciones",
        " ════╪════╪════════════╪",
        " 1   │ 1  │ Formación  │ Encuentros de sensibilización en",
        "     │    │ de equipos │ la Ruta del Petróleo.",
        " ────┼────┼────────────┼",
        ' 1-2 │ 2  │ "          │ Informe técnico y acto',
        "     │    │            │ administrativo.",
        "",
        "p. 2: the same column edges",
        "",
        "Not read, needs OCR: p. 3",
    ]


def test_a_narrow_terminal_gets_value_by_value() -> None:
    lines = render_text(plan(), 30).split("\n")
    assert lines[3:7] == ["", "p. 1", "  N°: 1", "  Medidas: Formación de"]
    assert lines[7:10] == ["    equipos", "  Acciones: Encuentros de", "    sensibilización en la Ruta"]
    assert max(map(len, lines)) <= 30


@pytest.mark.parametrize("width", [20, 45, 80, 200])
def test_no_letter_is_cut_off(width: int) -> None:
    printed = Counter(re.sub(r"[\s│─┼═╪]", "", render_text(plan(), width)))
    for given in plan()["tables"][0]["rows"]:
        cells = [
            cell for cell, is_inherited in zip(given["cells"], given["inherited"], strict=True) if not is_inherited
        ]
        assert Counter("".join(cells).replace(" ", "")) <= printed
        printed -= Counter("".join(cells).replace(" ", ""))


def test_a_document_without_tables_says_so() -> None:
    empty = {"file": "acta.pdf", "page_count": 2, "tables": []}
    assert render_text(empty) == "No table in acta.pdf (2 pages)."
