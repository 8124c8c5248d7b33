"""Numbers of paragraphs that a person has read (`raw/reviews/numbers.csv`) let a run go on that would be refused."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from directriz.corrections import NUMBER_COLUMNS
from directriz.text import sha256
from workspaces import Document, Ended, run, write_workspace

PROFILE = """kind = "directive-list"
about = "x"
[[heading]]
pattern = "MEDIDAS"
kind = "directive"
numbering = "arabic"
restarts = true
"""
GAP = "MEDIDAS\n\n1. Uno.\n\n2. Dos.\n\n3. Tres.\n\n4. Cuatro.\n\n5. Cinco.\n\n7. Siete.\n\n8. Ocho.\n"
BACK = "MEDIDAS\n\n1. Uno.\n\n2. Dos.\n\n3. Tres.\n\nOtro párrafo.\n\n4. Cuatro.\n"
SAID = "so printed,ana,2026-11-30"


def run_with(root: Path, text: str, *rows: str) -> Ended:
    """Run the first stages on a list of paragraphs, with rows of numbers.csv."""
    write_workspace(root, [Document("d", text, PROFILE, "directive-list")])
    if rows:
        path = root / "raw" / "reviews" / "numbers.csv"
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join([",".join(NUMBER_COLUMNS), *rows, ""]), encoding="utf-8")
    return run(root, "all")


def table(root: Path, name: str) -> list[dict[str, str]]:
    with (root / "output" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def digest(text: str) -> str:
    return sha256(text)[:12]


def test_the_refusal_says_which_row_to_write_and_the_row_lets_the_run_go_on(tmp_path: Path) -> None:
    refused = run_with(tmp_path / "a", GAP)
    assert refused.code == 6
    offered = re.search(r"\((d/directive/7,7,[0-9a-f]{12})\)", refused.err)
    assert offered is not None
    made = run_with(tmp_path / "b", GAP, f"{offered[1]},{SAID}")
    assert made.code == 0, made.err
    issues = [(row["issue_code"], row["record_id"]) for row in table(tmp_path / "b", "issues")
              if row["issue_code"].startswith("number")]  # fmt: skip
    assert issues == [("number_reviewed", "d/directive/7")]


def test_a_row_with_another_number_moves_the_record_and_all_that_belongs_to_it(tmp_path: Path) -> None:
    rows = [f"d/directive/3bis,3A,{digest('Otro párrafo.')},{SAID}"]
    made = run_with(tmp_path, BACK, *rows)
    assert made.code == 0, made.err
    directives = {row["directive_id"]: row for row in table(tmp_path, "directives")}
    assert directives["d/directive/3a"]["number"] == "3A"
    assert directives["d/directive/3a"]["number_inferred"] == "false"
    assert "d/directive/3bis" not in directives
    assert {row["record_id"] for row in table(tmp_path, "cells")} >= {"d/directive/3a"}
    assert "d/directive/3bis" not in {row["record_id"] for row in table(tmp_path, "cells")}


@pytest.mark.parametrize(
    ("rows", "code", "found"),
    [
        ([f"d/directive/7,7,{digest('Siete!')},{SAID}"], 7, "its text is another one"),
        ([f"d/directive/70,70,{digest('Siete.')},{SAID}"], 7, "no record 'd/directive/70'"),
        ([f"d/directive/7,8,{digest('Siete.')},{SAID}"], 3, "would both have the number 8"),
        ([f"d/directive/7,7,{digest('Siete.')},{SAID}"] * 2, 3, "a number, too"),
        ([f"d/directive/7,7,siete,{SAID}"], 3, "is no hash"),
        ([f"d/directive/7,,{digest('Siete.')},{SAID}"], 3, "number missing"),
        ([f"e/directive/7,7,{digest('Siete.')},{SAID}"], 7, "no document 'e'"),
    ],
)
def test_rows_that_do_not_hold_are_refused(rows: list[str], code: int, found: str, tmp_path: Path) -> None:
    made = run_with(tmp_path, GAP, *rows)
    assert (made.code, found in made.err) == (code, True), made.err
