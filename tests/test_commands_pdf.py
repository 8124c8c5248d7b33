"""`directriz tables` and `directriz look`: any PDF, no workspace needed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.pdf import page_numbers
from directriz.errors import WrongUsage
from hypothesis import given
from hypothesis import strategies as st
from raw_pdf import page, write
from small_pdf import ROWS, write_pdf

PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"


def test_tables_are_printed_written_and_drafted_from(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_pdf(tmp_path / "plan.pdf")
    assert main(["tables", file, "--json", "--pages", "1", "--csv", str(tmp_path / "csv")]) == 0
    [table] = json.loads(capsys.readouterr().out)["tables"]
    assert [table["header"], *(row["cells"] for row in table["rows"])] == ROWS
    [written] = (tmp_path / "csv").iterdir()
    assert written.read_text(encoding="utf-8") == "".join(",".join(row) + "\n" for row in ROWS)
    assert main(["tables", file]) == 0
    assert re.search(r"Difundir +│ MPF", capsys.readouterr().out)
    assert main(["profile", file, "--json"]) == 0
    drafted = json.loads(capsys.readouterr().out)
    assert drafted["columns"] == {"number": ["N."], "action": ["Actividad"], "responsible": ["Responsable"]}
    assert main(["profile", file, "--kind", "programme"]) == 0


def test_a_page_that_is_not_there_and_a_folder_that_is_a_file_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_pdf(tmp_path / "plan.pdf")
    assert main(["tables", file, "--pages", "2"]) == 2
    assert "page 2 of 1" in capsys.readouterr().err
    assert main(["tables", file, "--csv", file]) == 2
    assert "is a file" in capsys.readouterr().err


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


def test_a_page_is_drawn_and_one_that_is_none_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, picture = write_pdf(tmp_path / "plan.pdf"), tmp_path / "page.png"
    assert main(["look", file, "--page", "1", "-o", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert capsys.readouterr().out == f"page 1 of plan.pdf is drawn in {picture}\n"
    for number in ("0", "2"):
        assert main(["look", file, "--page", number, "-o", str(tmp_path / "other.png")]) == 2
    assert not (tmp_path / "other.png").exists()


def test_the_language_is_guessed_told_or_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_pdf(tmp_path / "plan.pdf")
    assert main(["tables", file]) == 0
    assert "plan.pdf: read in Spanish, its text is too short to tell" in capsys.readouterr().err
    assert main(["tables", file, "--language", "pt"]) == 0
    assert capsys.readouterr().err == ""
    assert main(["tables", file, "--language", "xx"]) == 0
    assert "no list of words for its language" in capsys.readouterr().err
    assert main(["tables", file, "--language", "português"]) == 2
    assert "is no ISO 639-1 code" in capsys.readouterr().err


def test_a_page_that_is_a_picture_is_refused_in_a_language_that_is_not_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write(tmp_path / "scan.pdf", page(PICTURE)))
    assert main(["tables", file, "--language", "xx"]) == 4
    said = capsys.readouterr().err
    assert "scan.pdf p. 1: language is 'xx'" in said
    assert "en (English), es (Spanish), pt (Portuguese)" in said
