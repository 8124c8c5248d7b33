"""Matrices drawn at random come out of their PDFs as they went in, wherever pages cut them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from directriz.read.pdf.tables import tables_of
from random_matrices import draw, expected, random_matrix, random_style

DOCUMENTS = 100


def made(seed: int, path: Path) -> dict[str, object]:
    """Draw the first document of a seed whose text finds room; return the table that has to come out."""
    choose = random.Random(seed)
    while True:
        style = random_style(choose)
        matrix = random_matrix(choose, style)
        if draw(matrix, style, path):
            return expected(matrix)


@pytest.mark.parametrize("seed", range(DOCUMENTS))
def test_a_random_matrix_comes_out_as_it_went_in(seed: int, tmp_path: Path) -> None:
    wanted = made(seed, tmp_path / "plan.pdf")
    [found] = tables_of(tmp_path / "plan.pdf")["tables"]
    assert {key: found[key] for key in wanted} == wanted
