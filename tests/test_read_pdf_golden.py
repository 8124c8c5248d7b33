"""The golden PDFs, drawn by `draw_golden`: the table that has to come out of each, cell by cell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.read.pdf.tables import tables_of

GOLDEN = Path(__file__).with_name("golden")
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.name.startswith("pdf_"))


@pytest.mark.parametrize("name", CASES)
def test_tables_come_out_as_written_down(name: str) -> None:
    expected = json.loads((GOLDEN / name / "expected.json").read_text(encoding="utf-8"))
    found = tables_of(GOLDEN / name / "source.pdf")["tables"]
    kept = ("pages", "header", "rows")
    assert [{key: table[key] for key in kept} for table in found] == expected


def test_every_case_of_the_issue_is_there() -> None:
    assert {name.removeprefix("pdf_")[0] for name in CASES} == set("abcdefghijklm")
