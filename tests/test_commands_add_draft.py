"""`directriz add FILE` without a profile: drafted, filed, tried; what is asked; what stays where it is refused."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from card_plans import write_cards
from directriz.cli import main
from directriz.sources import read_manifest
from list_plans import PROSE, TITLE
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STYLE = getSampleStyleSheet()["BodyText"]
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey)])
HEADER = ["Actividades", "Responsables", "Plazo", "Población objetivo", "Meta"]
OTHER = [["Provincia", "Habitantes", "Casos"], ["Salta", "1.333.365", "12"], ["Jujuy", "797.955", "7"]]
ROWS = [
    ["Capacitar a los equipos de las terminales", "Ministerio de Seguridad", "Diciembre 2025", "Agentes", "40"],
    [
        "Difundir la línea de denuncia en la frontera",
        "Ministerio del Interior",
        "Junio 2026",
        "Población general",
        "80%",
    ],
    ["Crear un registro único de casos", "Fiscalía General", "Marzo 2026", "Fiscales", "1"],
]


def drawn(rows: list[list[str]]) -> Table:
    return Table([[Paragraph(cell, STYLE) for cell in row] for row in rows], style=GRID)


def write_matrix(path: Path, header: list[str] | None = None) -> Path:
    """Draw a plan with a matrix an axis, a table of inhabitants before them and prose around."""
    story: list[Any] = [Paragraph("Plan Nacional contra la Trata 2025-2027", TITLE), Paragraph(PROSE, STYLE)]
    story += [drawn(OTHER), Spacer(1, 20)]
    for place, axis in enumerate(("EJE 1: PREVENCIÓN", "EJE 2: ASISTENCIA")):
        story += [Paragraph(axis, STYLE), Spacer(1, 8), drawn([header or HEADER, *ROWS[place:]]), Spacer(1, 20)]
    SimpleDocTemplate(str(path), pagesize=landscape(A4), invariant=1).build(story)
    return path


def added(root: Path, file: Path, capsys: pytest.CaptureFixture[str], *flags: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["add", "--root", str(root), str(file), "--json", *flags])
    return code, json.loads(capsys.readouterr().out)


def rows_of(root: Path, table: str) -> list[dict[str, str]]:
    with (root / "output" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_plan_goes_from_the_file_to_the_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    code, report = added(root, write_matrix(tmp_path / "pe_plan.pdf"), capsys)
    assert code == 0
    assert report["columns"] == {
        "action": ["Actividades"],
        "responsible": ["Responsables"],
        "deadline": ["Plazo"],
        "target": ["Meta"],
        "extras": ["Población objetivo"],
    }
    assert report["rows_by_axis"] == {"EJE 1: PREVENCIÓN": 3, "EJE 2: ASISTENCIA": 2}
    assert [(each["page"], each["header"]) for each in report["set_aside"] if each["what"] == "table"] == [
        (1, "Provincia | Habitantes | Casos")
    ]
    assert (report["entry"]["title"], report["entry"]["period"]) == (
        "Plan Nacional contra la Trata 2025-2027",
        [2025, 2027],
    )
    assert report["entry"]["jurisdiction"] == "PER"  # the file's name
    assert any(each["question"].startswith("Who issued it?") and each["line"] for each in report["questions"])
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    first, *_ = rows_of(root, "actions")
    assert (first["action_id"], first["deadline"], first["target"]) == ("pe-plan/prevencion/1", "Diciembre 2025", "40")
    assert [(row["label_original"], row["text"]) for row in rows_of(root, "extras")][:2] == [
        ("Población objetivo", "Agentes"),
        ("Población objetivo", "Población general"),
    ]
    assert {row["reason"] for row in rows_of(root, "excluded")} >= {"other-table", "other-text", "header"}


def test_a_document_that_cannot_be_read_leaves_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    (tmp_path / "roto.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert main(["add", "--root", str(root), str(tmp_path / "roto.pdf")]) == 4
    assert [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_a_letter_is_not_added_unless_its_kind_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    (tmp_path / "carta.txt").write_text("Estimada señora:\n\nLe agradezco su carta del lunes.\n", encoding="utf-8")
    assert main(["add", "--root", str(root), str(tmp_path / "carta.txt")]) == 5
    told = capsys.readouterr().err
    assert "nothing was added" in told
    assert "tabs or columns of spaces" in told
    assert "directriz look" not in told
    assert [path for path in root.rglob("*") if path.is_file() and path.name != ".lock"] == []
    assert main(["add", "--root", str(root), str(tmp_path / "carta.txt"), "--kind", "programme"]) == 5
    assert "directriz all --keep-going publishes the other documents" in capsys.readouterr().out
    assert [source.id for source in read_manifest(root).source] == ["carta"]


def test_check_tells_a_new_header_once_with_the_line_that_mends_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    assert added(root, write_matrix(tmp_path / "plan.pdf"), capsys)[0] == 0
    profile = root / "raw" / "profiles" / "plan.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace('deadline = ["Plazo"]\n', ""), encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 5
    told = capsys.readouterr().out
    assert told.count("header 'Plazo' is in no column") == 1
    assert "(2 times)" in told
    assert 'deadline = ["Plazo"]' in told
    profile.write_text(text, encoding="utf-8")
    assert main(["check", "--root", str(root)]) == 0


def test_pages_and_tables_can_be_chosen_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    assert added(root, write_matrix(tmp_path / "plan.pdf"), capsys)[0] == 0
    profile = root / "raw" / "profiles" / "plan.toml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(text.replace("about =", 'tables = "3"\nabout =', 1), encoding="utf-8")
    assert main(["all", "--root", str(root), "--jobs", "1"]) == 0
    assert [row["axis"] for row in rows_of(root, "actions")] == ["EJE 2: ASISTENCIA"] * 2


def test_a_second_document_of_the_same_name_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "ws"
    root.mkdir()
    file = write_cards(tmp_path / "plan.pdf", "plain")
    assert added(root, file, capsys)[0] == 0
    assert main(["add", "--root", str(root), str(file)]) == 2
    assert [source.id for source in read_manifest(root).source] == ["plan"]
