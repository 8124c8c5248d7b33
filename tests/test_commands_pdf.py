"""`directriz tables` and `directriz look`: any PDF, no workspace needed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cli import main
from pipeline.commands.pdf import page_numbers
from pipeline.errors import WrongUsage


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 30)), min_size=1, max_size=5))
def test_pages_and_ranges_are_read(ranges: list[tuple[int, int]]) -> None:
    text = ",".join(f"{first}-{first + more}" if more else str(first) for first, more in ranges)
    assert page_numbers(text) == sorted({page for first, more in ranges for page in range(first, first + more + 1)})


@pytest.mark.parametrize("text", ["0", "9-3", "3-", "a", "", "1,,2", "-1", "1-999999999"])
def test_what_is_no_page_is_refused(text: str) -> None:
    assert page_numbers(None) is None
    with pytest.raises(WrongUsage, match="is no page and no range of pages"):
        page_numbers(text)


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"Plan")
    assert main(["tables", str(file)]) == 4
    assert "not a PDF" in capsys.readouterr().err
