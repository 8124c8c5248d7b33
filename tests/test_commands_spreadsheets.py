"""Tables that go through Excel: what is written opens rightly, what comes back is read whatever it was saved as."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from directriz.commands.link_sheets import SHEET, keep_sheet
from directriz.commands.sheet_ids import complete_ids
from directriz.commands.spreadsheets import MOST_UNPACKED, Sheet, read_sheet, sheet_bytes
from directriz.errors import ReviewStale, SourceUnreadable
from directriz.link.reviews import Tables
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

COLUMNS = ("action_id", "action", "verdict", "note")
ROWS = [
    ("ar-plan/prevencion/1", 'Actualizar la "Guía"; y el manual, año 2026', "accept", "señal\nde acuerdo"),
    ("ar-plan/prevencion/2", "- Difundir acción", "", "=1+1"),
]
EXPECTED = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]


def values(path: Path) -> list[dict[str, str]]:
    return [row for _, row in read_sheet(path, COLUMNS).rows]


def as_csv(separator: str, *, header: tuple[str, ...] = COLUMNS, more: str = "") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([dict(zip(COLUMNS, row, strict=True))[name.strip().lower()] for name in header] for row in ROWS)
    return text.getvalue() + more


SAVED: dict[str, Callable[[], bytes]] = {
    "semicolons, UTF-8 with mark": lambda: as_csv(";").encode("utf-8-sig"),
    "semicolons, UTF-8": lambda: as_csv(";").encode("utf-8"),
    "semicolons, Windows": lambda: as_csv(";").encode("cp1252"),
    "commas, UTF-8 with mark": lambda: as_csv(",").encode("utf-8-sig"),
    "commas, Windows": lambda: as_csv(",").encode("cp1252"),
    "tabs, UTF-8": lambda: as_csv("\t").encode("utf-8"),
    "Unicode text": lambda: as_csv("\t").encode("utf-16"),
    "UTF-16 without a mark": lambda: as_csv(";").lstrip("\ufeff").encode("utf-16-le"),
    "UTF-16 without a mark, big end first": lambda: as_csv(";").lstrip("\ufeff").encode("utf-16-be"),
    "sep line": lambda: ("sep=;\r\n" + as_csv(";")).encode("utf-8-sig"),
    "other order and capitals": lambda: as_csv(";", header=("NOTE", "verdict ", "Action", "action_id")).encode("utf-8"),
    "blank rows behind": lambda: as_csv(";", more=";;;\r\n;;;;;\r\n\r\n").encode("utf-8"),
    "blank columns behind": lambda: as_csv(";").replace("note\r\n", "note;;\r\n", 1).encode("utf-8"),
}


@pytest.mark.parametrize("saved", SAVED.values(), ids=SAVED.keys())
def test_a_table_comes_back_whatever_it_was_saved_as(tmp_path: Path, saved: Callable[[], bytes]) -> None:
    path = tmp_path / "filled.csv"
    path.write_bytes(saved())
    assert [{name: row[name] for name in COLUMNS} for row in values(path)] == EXPECTED


@pytest.mark.parametrize("name", ["filled.csv", "filled.xlsx", "filled.tsv"])
def test_a_table_that_was_written_reads_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(sheet_bytes(path, COLUMNS, ROWS))
    assert values(path) == EXPECTED


def test_excel_with_spanish_settings_opens_what_is_written(tmp_path: Path) -> None:
    """It takes a CSV for UTF-8 by its mark, parts it at semicolons, and computes what begins with =, + or -."""
    content = sheet_bytes(tmp_path / "a.csv", COLUMNS, ROWS)
    assert content.startswith(b"\xef\xbb\xbfaction_id;action;verdict;note\r\n")
    assert b"; - Difundir" in content
    path = tmp_path / "a.xlsx"
    path.write_bytes(sheet_bytes(path, COLUMNS, ROWS))
    cell = load_workbook(path).active["D3"]
    assert (cell.value, cell.data_type, cell.number_format) == ("=1+1", "s", "@")


def test_numbers_and_days_of_a_workbook_are_read_as_typed(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append([*COLUMNS, "grade", "date"])
    book.active.append(["a", None, "accept", 12, 3.0, datetime(2026, 11, 24)])
    path = tmp_path / "filled.xlsx"
    book.save(path)
    assert values(path) == [
        {"action_id": "a", "action": "", "verdict": "accept", "note": "12", "grade": "3", "date": "2026-11-24"}
    ]


def test_the_worksheet_with_the_columns_is_read(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Léame"])
    book.create_sheet("datos").append(list(COLUMNS))
    book["datos"].append(ROWS[0])
    path = tmp_path / "filled.xlsx"
    book.save(path)
    assert values(path) == EXPECTED[:1]


def test_a_guess_is_said(tmp_path: Path) -> None:
    path = tmp_path / "filled.csv"
    path.write_bytes(as_csv(";").encode("cp1252"))
    assert "read as Windows-1252" in read_sheet(path, COLUMNS).notes[0]
    path.write_bytes(as_csv(";").encode("utf-8"))
    assert read_sheet(path, COLUMNS).notes == ()


@pytest.mark.parametrize(
    ("content", "place", "found"),
    [
        (b"action_id;action\r\na;b\r\n", "", "no column 'verdict'"),
        (b"", "", "its first row is blank"),
        (b"action_id;action;verdict;note\r\na;b;accept;c;d\r\n", " l. 2", "5 values under 4 columns"),
        (b"action_id,action,verdict,note\na,b,accept,c\na,b,accept,c,d\n", " l. 3", "5 values under 4 columns"),
        (b"\xd0\xcf\x11\xe0rest", "", "Excel 97-2003"),
        (b"PK\x03\x04rest", "", "no workbook that can be read"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(tmp_path: Path, content: bytes, place: str, found: str) -> None:
    path = tmp_path / "filled.csv"
    path.write_bytes(content)
    with pytest.raises(SourceUnreadable) as refusal:
        values(path)
    assert refusal.value.place == f"{path}{place}"
    assert found in refusal.value.found
    assert refusal.value.remedy


CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=4), name=st.sampled_from(["a.csv", "a.tsv"]))
def test_what_is_written_is_read(
    rows: list[tuple[str, str]], name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sheet") / name
    path.write_bytes(sheet_bytes(path, ("one", "two"), rows))
    read = [(row["one"], row["two"]) for _, row in read_sheet(path, ("one", "two")).rows]
    assert read == [row for row in rows if any(row)]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<row", b"<ro\x01w"),
        ("xl/workbook.xml", b'name="Sheet"', b""),
        ("xl/styles.xml", b"<cellXfs", b"<cellXf"),
        ("xl/worksheets/sheet1.xml", b"</worksheet>", b""),
    ],
)
def test_a_workbook_with_a_damaged_part_is_refused(tmp_path: Path, part: str, old: bytes, new: bytes) -> None:
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(sheet_bytes(path, ("action_id", "verdict"), [("a/b/1", "accept")]))
    assert len(read_sheet(path, ("action_id",)).rows) == 1
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(SourceUnreadable, match="no workbook that can be read"):
        read_sheet(path, ("action_id",))


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (MOST_UNPACKED + 1))
    with pytest.raises(SourceUnreadable, match="unpacked it has 100 MB, more than 100"):
        read_sheet(path, ("action_id",))


def test_a_device_is_no_table() -> None:
    with pytest.raises(SourceUnreadable, match="a pipe or a device"):
        read_sheet(Path("/dev/zero"), ("action_id",))


IDS = ("action_id", "directive_id", "action_sha256", "directive_sha256")
TODAY = Tables(
    pd.DataFrame({"action_id": ["2024/1/3", "2024/1/1.1", "2024/1/1.10"], "text_sha256": ["a3", "a1", "a10"]}),
    pd.DataFrame({"directive_id": ["marco/directive/1", "marco/directive/2"], "text_sha256": ["d1", "d2"]}),
)


def sheet_of(*cells: str, verdict: str = "accept") -> Sheet:
    values = dict.fromkeys(SHEET, "") | dict(zip(IDS, cells, strict=True)) | {"verdict": verdict}
    return Sheet(Path("sheet.csv"), ((7, values),))


@pytest.mark.parametrize(
    ("cells", "completed", "note"),
    [
        (("03/01/2024", "marco/directive/1", "a3", "d1"), ("2024/1/3", "marco/directive/1", "a3", "d1"), "is read as"),
        (("45294", "marco/directive/1", "a3", "d1"), ("2024/1/3", "marco/directive/1", "a3", "d1"), "is read as"),
        (("2024/1/3", "marco/directive/2", "a3", ""), ("2024/1/3", "marco/directive/2", "a3", "d2"), "without a hash"),
        (("2024/1/3", "marco/directive/9", "a3", ""), ("2024/1/3", "marco/directive/9", "a3", ""), ""),
        (("2024/1/1.1", "marco/directive/1", "a10", "d1"), ("2024/1/1.1", "marco/directive/1", "a10", "d1"), ""),
    ],
)
def test_an_id_that_a_spreadsheet_rewrote_is_told_by_its_text(
    cells: tuple[str, ...], completed: tuple[str, ...], note: str
) -> None:
    found = complete_ids(sheet_of(*cells), TODAY)
    assert tuple(found.rows[0][1][name] for name in IDS) == completed
    assert note in " ".join(found.notes)
    assert bool(found.notes) is bool(note)


def test_rows_without_a_verdict_are_left_alone() -> None:
    sheet = sheet_of("03/01/2024", "", "a3", "", verdict="")
    assert complete_ids(sheet, TODAY) == sheet


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        (("03/01/2024", "marco/directive/1", "a9", "d1"), "there is no action '03/01/2024'"),
        (("2024/1/3", "marco/directive/9", "a3", ""), "there is no directive 'marco/directive/9'"),
        (("2024/1/1.1", "marco/directive/1", "a10", "d1"), "action_sha256 is that of 2024/1/1.10"),
        (("2024/1/3", "marco/directive/2", "a3", "d1"), "directive_sha256 is that of marco/directive/1"),
    ],
)
def test_an_id_is_never_taken_for_that_of_another_text(tmp_path: Path, cells: tuple[str, ...], found: str) -> None:
    sheet = complete_ids(sheet_of(*cells), TODAY)
    with pytest.raises(ReviewStale) as refusal:
        keep_sheet(tmp_path, sheet, TODAY, ("ana", "2026-11-30"))
    assert found in refusal.value.found
    assert refusal.value.place == "sheet.csv l. 7"
