"""`directriz review links --sheet` and `--gather`: blind sheets for each reader, read back, compared and settled."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.sheet_files import xlsx_of
from directriz.link.reviews import READ_WHOLE
from openpyxl import load_workbook
from small_workspace import write_workspace

Cells = Mapping[tuple[str, str], tuple[str, str]]  # action, directive (number, "" = none) → grade, primary
ONE, TWO = "plan/prevencion/1", "plan/prevencion/2"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = write_workspace(tmp_path_factory.mktemp("panel"))
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "ws"))


def written(root: Path, *flags: str) -> Path:
    folder = root / "hojas"
    assert main(["review", "links", "--root", str(root), "--sheet", str(folder), *flags]) == 0
    return folder


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        separator = max(";,", key=file.readline().count)
        file.seek(0)
        return list(csv.DictReader(file, delimiter=separator))


def fill_csv(folder: Path, reader: int, cells: Cells, delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
    path = folder / f"reader-{reader}.csv"
    rows = rows_of(path)
    for (action, number), (grade, primary) in cells.items():
        wanted = f"marco/directive/{number}" if number else ""
        row = next(
            each
            for each in rows
            if (each["action_id"], each["directive_id"]) == (action, wanted) and each["line"] not in ("otra", "acción")
        )
        row |= {"grade": grade, "primary": primary}
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)


def fill_xlsx(folder: Path, reader: int, cells: Cells) -> None:
    path = folder / f"reader-{reader}.xlsx"
    book = load_workbook(path)
    table = book["lectura"]
    names = [cell.value for cell in table[1]]
    for line in table.iter_rows(min_row=2):
        row = dict(zip(names, line, strict=True))
        number = (row["directive_id"].value or "").rsplit("/", 1)[-1]
        said = cells.get((row["action_id"].value, number))
        if said and row["line"].value not in ("otra", "acción"):
            row["grade"].value, row["primary"].value = float(said[0]) if said[0] else None, said[1] or None
    book.save(path)


def gathered(root: Path, folder: Path, capsys: pytest.CaptureFixture[str], code: int = 0) -> str:
    capsys.readouterr()
    command = ["review", "links", "--root", str(root), "--gather", str(folder)]
    assert main([*command, "--reviewer", "panel-x", "--date", "2026-11-25"]) == code
    printed = capsys.readouterr()
    return printed.out if code == 0 else printed.err


def verdicts(root: Path) -> list[tuple[str, str, str, str, str]]:
    rows = rows_of(root / "raw" / "reviews" / "links.csv")
    notes = [row["note"].partition("; all directives read (")[0] for row in rows]
    return [
        (row["action_id"], row["directive_id"], row["verdict"], row["grade"], note)
        for row, note in zip(rows, notes, strict=True)
    ]


def test_a_sheet_shows_the_action_and_every_directive_and_no_ranking(root: Path) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "2")
    names = {"guide.md", "sheets.json"} | {f"reader-{n}.{end}" for n in (1, 2) for end in ("xlsx", "csv", "html")}
    assert {path.name for path in folder.iterdir()} == names
    rows = rows_of(folder / "reader-1.csv")
    assert [(row["action_id"], row["line"], row["directive_id"]) for row in rows[:4]] == [
        (ONE, "acción", ""),
        (ONE, "directriz", "marco/directive/1"),
        (ONE, "directriz", "marco/directive/2"),
        (ONE, "ninguna", ""),
    ]
    assert rows[0]["text"] == "Difundir la línea de denuncia [Difusión]"
    assert not {"score", "rank", "confidence"} & set(rows[0])
    assert rows == rows_of(folder / "reader-2.csv")
    page = (folder / "reader-1.html").read_text(encoding="utf-8")
    assert "Difundir la línea de denuncia" in page
    assert "Reading guide" in page


def test_a_shortlist_stands_in_an_order_of_its_own_for_each_reader_and_seed(root: Path, tmp_path: Path) -> None:
    def orders(seed: str) -> list[tuple[str, ...]]:
        folder = tmp_path / f"seed-{seed}"
        sheet = ["review", "links", "--root", str(root), "--sheet", str(folder), "--readers", "6", "--seed", seed]
        assert main(sheet) == 0
        listed = [rows_of(folder / f"reader-{reader}.csv") for reader in range(1, 7)]
        return [tuple(row["directive_id"] for row in rows if row["line"] == "directriz") for rows in listed]

    first = orders("a")
    assert len(set(first)) > 1
    assert {tuple(sorted(order)) for order in first} == {tuple(sorted(first[0]))}
    shutil.rmtree(tmp_path / "seed-a")
    assert orders("a") == first
    assert orders("b") != first


def test_three_readers_are_compared_settled_and_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0")
    fill_csv(folder, 1, {(ONE, "1"): ("3", "x"), (TWO, "2"): ("3", "x")})
    fill_xlsx(folder, 2, {(ONE, "1"): ("2", "x"), (TWO, "2"): ("3", "x"), (TWO, "1"): ("1", "")})
    fill_csv(folder, 3, {(ONE, "1"): ("3", "X"), (TWO, ""): ("", "x")}, delimiter=";", encoding="cp1252")
    told = gathered(root, folder, capsys)
    # four pairs: 3:0, 0:3, 0:3, 2:1. Agreed (1+1+1+1/3)/4 = 10/12; shares 5/12, 7/12; by chance 74/144;
    # kappa (120-74)/(144-74) = 46/70 = .66. Primary: 3 of 3 pairs of readers on the first, 1 of 3 on the second.
    assert (
        "Fleiss' kappa on grade 2 or more 0.66 over 4 pairs; two readers name the same primary directive: 0.67" in told
    )
    assert verdicts(root) == [
        (ONE, "marco/directive/1", "accept", "3", "marco: votes 3/2/3"),
        (TWO, "marco/directive/2", "accept", "3", "marco: votes 3/3/0"),
    ]
    listed = [(row["directive_id"], row["votes"]) for row in rows_of(folder / "to-discuss.csv")]
    assert listed == [("", "fits/fits/none"), ("marco/directive/2", "3/3/0")]
    assert f"{TWO} → marco/directive/2: some readers accept it, others do not (3/3/0)" in told


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")]
)
def test_a_sheet_comes_back_as_spreadsheets_save_it(
    root: Path, capsys: pytest.CaptureFixture[str], delimiter: str, encoding: str
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    fill_csv(folder, 1, {(ONE, "1"): ("3", "Sí"), (TWO, ""): ("", "x")}, delimiter, encoding)
    gathered(root, folder, capsys)
    assert [row[1:4] for row in verdicts(root)] == [("marco/directive/1", "accept", "3"), ("", "no-match", "")]


def test_rows_in_another_order_and_blank_rows_change_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    fill_xlsx(folder, 1, {(ONE, "1"): ("3", "x"), (TWO, "2"): ("2", "x")})
    book = load_workbook(folder / "reader-1.xlsx")
    lines = [[cell.value for cell in cells] for cells in book["lectura"].iter_rows()]
    turned = [list(reversed(line)) for line in (lines[0], [None] * len(lines[0]), *reversed(lines[1:]))]
    del book["lectura"]
    table = book.create_sheet("Hoja1")
    for line in turned:
        table.append(line)
    book.save(folder / "reader-1.xlsx")
    gathered(root, folder, capsys)
    assert [row[:4] for row in verdicts(root)] == [
        (ONE, "marco/directive/1", "accept", "3"),
        (TWO, "marco/directive/2", "accept", "2"),
    ]


def test_the_primary_directive_stands_first_also_where_another_has_a_higher_grade(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "3")
    for reader, primary in ((1, "2"), (2, "2"), (3, "1")):
        cells = {(ONE, "1"): ("3", "x" if primary == "1" else ""), (ONE, "2"): ("2", "x" if primary == "2" else "")}
        fill_csv(folder, reader, cells | {(TWO, ""): ("", "x")})
    gathered(root, folder, capsys)
    assert [row[4] for row in verdicts(root)][:2] == [
        "marco: votes 2/2/2; named the primary one",
        "marco: votes 3/3/3",
    ]
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    [first] = [row for row in rows_of(root / "output" / "links.csv") if row["is_primary"] == "true"]
    assert (first["directive_id"], first["agreement"]) == ("marco/directive/2", "1")


def test_sheets_with_all_directives_say_so_in_the_verdicts_as_long_as_no_directive_changes(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(root, "--readers", "1")  # two directives: the shortlist shows both
    fill_csv(folder, 1, {(ONE, "1"): ("3", "x"), (TWO, ""): ("", "x")})
    gathered(root, folder, capsys)
    notes = [row["note"] for row in rows_of(root / "raw" / "reviews" / "links.csv")]
    [mark] = {READ_WHOLE.search(note)[1] for note in notes}  # type: ignore[index]
    assert json.loads((folder / "sheets.json").read_text())["whole"] == {"marco": mark}
    short = root / "cortas"
    assert main(["review", "links", "--root", str(root), "--sheet", str(short), "--shortlist", "1"]) == 0
    assert json.loads((short / "sheets.json").read_text())["whole"] == {}


def test_two_sheets_with_the_same_answers_are_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "3")
    same: Cells = {(ONE, "1"): ("3", "x"), (TWO, ""): ("", "x")}
    fill_csv(folder, 1, same)
    fill_csv(folder, 2, {(ONE, "1"): ("2", "x"), (TWO, ""): ("", "x")})
    assert "CAUTION" not in gathered(root, folder, capsys)
    shutil.copy(folder / "reader-1.csv", folder / "reader-3.csv")
    told = gathered(root, folder, capsys)
    assert "CAUTION: reader-1 and reader-3 gave the very same answers." in told
    command = ["review", "links", "--root", str(root), "--gather", str(folder), "--reviewer", "panel-x", "--json"]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["equal_sheets"] == [["reader-1", "reader-3"]]


def test_lines_that_are_missing_or_of_another_text_are_told_by_reader(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "2")
    for reader in (1, 2):
        fill_csv(folder, reader, {(ONE, "1"): ("3", "x"), (TWO, ""): ("", "x")})
    assert "are missing" not in gathered(root, folder, capsys)
    path = folder / "reader-2.csv"
    rows = rows_of(path)
    gone = next(row for row in rows if (row["action_id"], row["directive_id"]) == (ONE, "marco/directive/2"))
    stale = next(row for row in rows if (row["action_id"], row["directive_id"]) == (TWO, "marco/directive/1"))
    wrong = next(row for row in rows if (row["action_id"], row["directive_id"]) == (TWO, "marco/directive/2"))
    stale |= {"directive_sha256": "0" * 64}
    wrong |= {"directive_id": "marco/directive/77"}
    rows.remove(gone)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    told = gathered(root, folder, capsys)
    assert (
        f"CAUTION: 3 lines of reader-2 are missing, or have another id or hash than when the sheet was written: {ONE}"
        in told
    )
    assert "of reader-1 are missing" not in told
    command = ["review", "links", "--root", str(root), "--gather", str(folder), "--reviewer", "panel-x", "--json"]
    assert main(command) == 0
    missing = json.loads(capsys.readouterr().out)["lines_missing"]
    assert missing == {
        "reader-2": [f"{ONE} → marco/directive/2", f"{TWO} → marco/directive/1", f"{TWO} → marco/directive/2"]
    }


def test_sheets_that_nobody_filled_in_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--readers", "3")
    assert "no line of its 3 sheets is filled in" in gathered(root, folder, capsys, code=4)


def test_gathering_again_replaces_what_the_panel_said_before(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "2")
    for reader in (1, 2):
        fill_csv(folder, reader, {(ONE, "1"): ("3", "x"), (ONE, "2"): ("2", ""), (TWO, ""): ("", "x")})
    gathered(root, folder, capsys)
    assert [row[1:4] for row in verdicts(root)] == [
        ("marco/directive/1", "accept", "3"),
        ("marco/directive/2", "accept", "2"),
        ("", "no-match", ""),
    ]
    for reader in (1, 2):
        fill_csv(folder, reader, {(ONE, "1"): ("2", "x"), (ONE, "2"): ("", ""), (TWO, ""): ("", "x")})
    gathered(root, folder, capsys)
    assert [row[1:4] for row in verdicts(root)] == [("marco/directive/1", "accept", "2"), ("", "no-match", "")]
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    coverage = {row["directive_id"]: row["status"] for row in rows_of(root / "output" / "coverage.csv")}
    assert coverage == {"marco/directive/1": "in-part", "marco/directive/2": "none"}


def test_what_too_few_have_read_is_not_settled(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0")
    fill_csv(folder, 1, {(ONE, "1"): ("3", "x"), (TWO, "2"): ("3", "x")})
    fill_csv(folder, 2, {(ONE, "1"): ("3", "x")})
    told = gathered(root, folder, capsys)
    assert [(row[0], row[4]) for row in verdicts(root)] == [(ONE, "marco: votes 3/3; 1 of 3 readings missing")]
    assert f"{TWO} → marco: not every reader has read it (1 of 3)" in told
    assert "marco: 0 actions read by all; Fleiss' kappa on grade 2 or more not defined" in told


def test_another_directive_is_named_by_its_number(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "1", "--readers", "1")
    path = folder / "reader-1.csv"
    rows = rows_of(path)
    other = next(row for row in rows if row["line"] == "otra" and row["action_id"] == ONE)
    other |= {"directive_id": "2", "grade": "3"}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    gathered(root, folder, capsys)
    assert verdicts(root) == [(ONE, "marco/directive/2", "accept", "3", "marco: votes 3")]


@pytest.mark.parametrize(
    ("column", "value", "code", "said"),
    [
        ("grade", "alto", 3, "grade 'alto' is none of 3, 2, 1"),
        ("primary", "quizás", 3, "column primary has 'quizás'"),
        ("directive_id", "99", 3, "marco has no directive '99'"),
        ("action_id", "plan/prevencion/9", 3, "the sheet did not ask for plan/prevencion/9"),
        ("action_sha256", "0" * 64, 7, "plan/prevencion/1 has another text today"),
        ("directive_sha256", "0" * 64, 7, "marco/directive/1 has another text today"),
    ],
)
def test_a_sheet_that_cannot_be_meant_is_refused_and_nothing_is_kept(
    root: Path, capsys: pytest.CaptureFixture[str], column: str, value: str, code: int, said: str
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    path = folder / "reader-1.csv"
    rows = rows_of(path)
    rows[1] |= {"grade": "3", "primary": "x"}
    rows[1][column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    told = gathered(root, folder, capsys, code)
    assert said in told
    assert "reader-1.csv row 3" in told
    assert not (root / "raw" / "reviews" / "links.csv").exists()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({(ONE, "1"): ("3", "x"), (ONE, "2"): ("3", "x")}, "a second primary directive is marked"),
        ({(ONE, "1"): ("1", "x")}, "the primary directive is not graded 2 or 3"),
        ({(ONE, "1"): ("3", ""), (ONE, ""): ("", "x")}, "none fits, and yet a directive is graded 2 or 3"),
    ],
)
def test_what_contradicts_itself_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str], cells: Cells, said: str
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    fill_csv(folder, 1, cells)
    assert said in gathered(root, folder, capsys, 3)


def test_a_directive_that_is_graded_twice_is_refused_where_the_grades_differ(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    fill_csv(folder, 1, {(ONE, "1"): ("3", "x"), (TWO, ""): ("", "x")})
    path = folder / "reader-1.csv"
    rows = rows_of(path)
    line = next(row for row in rows if row["grade"] == "3")
    for again, code in (("2", 3), ("3", 0)):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows([*rows, line | {"grade": again, "primary": ""}])
        told = gathered(root, folder, capsys, code)
        assert ("is graded 3 and again 2" in told) == (code == 3)


def test_a_sheet_that_is_filled_in_twice_or_gone_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "1")
    fill_csv(folder, 1, {(ONE, "1"): ("3", "x")})
    fill_xlsx(folder, 1, {(ONE, "1"): ("2", "x")})
    assert "were filled in differently" in gathered(root, folder, capsys, 4)
    (folder / "reader-1.csv").unlink()
    (folder / "reader-1.xlsx").write_bytes(b"PK")
    assert "is no workbook that can be read" in gathered(root, folder, capsys, 4)
    (folder / "reader-1.xlsx").unlink()
    assert "there is no such sheet" in gathered(root, folder, capsys, 4)
    shutil.rmtree(folder)
    assert "sheets.json: cannot be read" in gathered(root, folder, capsys, 4)


def test_sheets_that_are_there_are_not_written_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root)
    assert main(["review", "links", "--root", str(root), "--sheet", str(folder)]) == 2
    assert "it holds sheets already" in capsys.readouterr().err
    assert main(["review", "links", "--root", str(root), "--sheet", str(folder / "b"), "--plan", "nobody"]) == 2
    assert main(["review", "links", "--root", str(root), "--gather", str(folder)]) == 2
    assert "the name of the reviewer is missing" in capsys.readouterr().err


def test_the_result_is_there_for_a_program(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--shortlist", "0", "--readers", "2")
    for reader in (1, 2):
        fill_csv(folder, reader, {(ONE, "1"): ("3", "x"), (TWO, ""): ("", "x")})
    capsys.readouterr()
    command = ["review", "links", "--root", str(root), "--gather", str(folder), "--reviewer", "p", "--json"]
    assert main(command) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["agreement"] == [
        {"target_plan_id": "marco", "actions": 2, "pairs": 4, "kappa": 1.0, "same_primary": 1.0}
    ]
    assert (printed["verdicts"], printed["to_discuss"]) == (2, [])


def test_a_grade_on_the_line_of_the_action_is_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written(root, "--readers", "1")
    book = load_workbook(folder / "reader-1.xlsx")
    assert book["lectura"]["C2"].value == "acción"
    book["lectura"]["F2"].value = 3
    book.save(folder / "reader-1.xlsx")
    assert "the line 'acción' names no directive" in gathered(root, folder, capsys, 3)


def test_every_directive_can_be_looked_up_in_document_order(root: Path) -> None:
    folder = written(root, "--shortlist", "1", "--readers", "1")
    listed = load_workbook(folder / "reader-1.xlsx")["directrices"]
    assert [cell.value for cell in listed["A"]] == ["directive_id", "marco/directive/1", "marco/directive/2"]
    page = (folder / "reader-1.html").read_text(encoding="utf-8").partition("all directives")[2]
    assert page.index("marco/directive/1") < page.index("marco/directive/2")


def test_a_text_that_begins_like_a_formula_stays_a_text() -> None:
    row = {"line": "acción", "text": "=1+1", "directive_sha256": ""}
    book = load_workbook(io.BytesIO(xlsx_of(("line", "text", "directive_sha256"), [row], "=guía", [("a", "=2")])))
    assert [book[name].cell(*place).data_type for name, place in CELLS.items()] == ["s", "s", "s"]


CELLS = {"lectura": (2, 2), "guía - guide": (1, 1), "directrices": (2, 2)}
