"""What `add` proposes of a new document, and what it asks for at a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from directriz.cli import main
from directriz.commands.proposals import propose
from directriz.records import PrintedLine
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate
from test_commands_draft import deeds, grid

BODY = getSampleStyleSheet()["BodyText"]
COVER = ParagraphStyle("cover", parent=BODY, fontSize=22, leading=26)


def line(text: str, size: float, page: int = 1, table: int | None = None) -> PrintedLine:
    return PrintedLine("plan.pdf", page, None, (text,), size=size, table=table)


def test_the_title_is_what_is_printed_largest_and_the_period_is_its() -> None:
    lines = [
        line("Gaceta oficial: plan de publicaciones del año 2019-2020", 9),
        line("Plan Nacional contra la Trata", 22),
        line("2025-2028", 22),
        line("Ministerio del Interior · República del Perú", 12),
        *[line("Texto corriente del plan, que sigue en muchas páginas.", 10, page) for page in range(2, 6)],
    ]
    found = propose(Path("scan0001.pdf"), lines)
    assert {name: found[name].value for name in ("title", "issuer", "jurisdiction", "period")} == {
        "title": "Plan Nacional contra la Trata 2025-2028",
        "issuer": "Ministerio del Interior",
        "jurisdiction": "PER",
        "period": "2025-2028",
    }
    assert found["title"].found == "p. 1, in the largest type"


@pytest.mark.parametrize(
    ("below", "title"),
    [
        ("PREVENCIÓN", "Plan Nacional contra la Trata 2027-2029"),
        ("Eje 1: Prevención", "Plan Nacional contra la Trata 2027-2029"),
        ("Resumen", "Plan Nacional contra la Trata 2027-2029"),
        ("y la explotación", "Plan Nacional contra la Trata 2027-2029 y la explotación"),
    ],
)
def test_a_heading_in_the_type_of_the_title_is_no_part_of_it(below: str, title: str) -> None:
    text = [line("Texto corriente del plan, que sigue en muchas páginas.", 10, page) for page in (2, 3)]
    lines = [line("Plan Nacional contra la Trata", 22), line("2027-2029", 22), line(below, 22), *text]
    assert propose(Path("scan0001.pdf"), lines)["title"].value == title


def test_nothing_is_invented_where_the_document_does_not_say_it() -> None:
    rows = [line("Capacitar al personal 2025-2026", 0, 1, table=1)]
    found = propose(Path("documento_final_v3.pdf"), [line("Matriz", 10), *rows])
    assert {
        name: found[name].value for name in ("title", "issuer", "jurisdiction", "period", "language")
    } == dict.fromkeys(("title", "issuer", "jurisdiction", "period", "language"))


@pytest.mark.parametrize("title", ["Action Plan 2025 to 2028", "Plan de Acción 2025 hasta 2028", "Plano 2025 a 2028"])
def test_years_that_a_word_joins_are_a_period(title: str) -> None:
    assert propose(Path("plan.pdf"), [line(title, 22), line("Texto.", 10)])["period"].value == "2025-2028"


@pytest.mark.parametrize(
    ("title", "period"), [("Plan Operativo Anual 2026", "2026-2026"), ("Plan Nacional contra la Trata 2026", None)]
)
def test_one_year_is_a_period_where_the_plan_calls_itself_annual(title: str, period: str | None) -> None:
    assert propose(Path("plan.pdf"), [line(title, 22), line("Texto.", 10)])["period"].value == period


EARLIER = (
    "El compromiso fue renovado cuando los Estados aprobaron el Segundo Plan de Trabajo del hemisferio (2015-2018)."
)
OWN = "Con el fin de su vigencia se construyó de forma participativa el Tercer Plan de Trabajo (2021-2026)."


@pytest.mark.parametrize(
    ("texts", "period"),
    [
        ((EARLIER, OWN), None),
        (("Vigencia: 2021-2026", EARLIER), "2021-2026"),
        ((OWN,), "2021-2026"),
        (("Vigencia: 2021-2026", "Vigencia: 2022-2027"), None),
    ],
)
def test_years_that_sentences_name_for_several_plans_are_asked_for(texts: tuple[str, ...], period: str | None) -> None:
    lines = [line("Plan de Trabajo contra la Trata", 22), *(line(text, 10) for text in texts)]
    assert propose(Path("plan.pdf"), lines)["period"].value == period


def test_what_the_file_says_of_itself_comes_last() -> None:
    said = {"Title": "Plan Nacional de Derechos 2024-2026", "Author": "Secretaría de Derechos Humanos"}
    found = propose(Path("plan.pdf"), [line("Texto corriente del documento.", 10)], said)
    assert (found["title"].value, found["issuer"].value) == (said["Title"], said["Author"])
    assert found["title"].found == "title that the file gives itself"


def drawn(path: Path, title: str) -> Path:
    rows = [["Acción", "Responsable", "Plazo"], *([deed, "Ministerio del Interior", "2026"] for deed in deeds(4))]
    story: list[Flowable] = [
        Paragraph(title, COVER),
        Paragraph("Ministerio de Justicia", BODY),
        PageBreak(),
        grid(rows),
    ]
    SimpleDocTemplate(str(path), pagesize=A4, invariant=1).build(story)
    return path


def entries(root: Path) -> list[dict[str, object]]:
    return list(tomllib.loads((root / "raw" / "sources.toml").read_text(encoding="utf-8"))["source"])


def at_terminal(root: Path, file: Path, answers: str) -> tuple[int, str]:
    """Return the exit code of `add` run at a terminal of its own, and what the terminal showed."""
    ours, theirs = pty.openpty()
    os.write(ours, answers.encode())
    command = [sys.executable, "-m", "directriz", "add", str(file), "--root", str(root)]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        shown += part
        if not part:
            break
    os.close(ours)
    return process.wait(timeout=60), shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_a_person_at_a_terminal_is_asked_until_the_answer_is_valid(tmp_path: Path) -> None:
    file = drawn(tmp_path / "plan.pdf", "Plan Nacional contra la Trata 2025-2028")
    (tmp_path / "ws" / "raw").mkdir(parents=True)
    answers = "Mi Plan\nmi-plan\n\nMinisterio Público\nPER\n2028-2025\n2025-2027\nespañol\nes\n"
    code, shown = at_terminal(tmp_path / "ws", file, answers)
    assert code == 0, shown
    assert entries(tmp_path / "ws")[0] | {"file": None, "kind": None} == {
        "id": "mi-plan",
        "title": "Plan Nacional contra la Trata 2025-2028",
        "issuer": "Ministerio Público",
        "jurisdiction": "PER",
        "period": [2025, 2027],
        "language": "es",
        "profile": "profiles/mi-plan.toml",
        "file": None,
        "kind": None,
    }
    for said in ("An id is lower case letters", "ends before it begins", "two letters", "[2025-2028: p. 1"):
        assert said in shown


def test_a_new_edition_needs_no_flag_but_the_one_that_names_the_edition_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "ws"
    (root / "raw").mkdir(parents=True)
    first = drawn(tmp_path / "pe-plan-2022.pdf", "Plan Nacional contra la Trata 2022-2024")
    assert main(["add", str(first), "--root", str(root), "--jurisdiction", "PER"]) == 0
    second = drawn(tmp_path / "nuevo.pdf", "Plan Nacional contra la Trata 2025-2028")
    capsys.readouterr()
    assert main(["add", str(second), "--root", str(root), "--supersedes", "pe-plan-2022"]) == 0
    new = entries(root)[1]
    assert (new["id"], new["title"], new["period"]) == (
        "pe-plan-2025",
        "Plan Nacional contra la Trata 2025-2028",
        [2025, 2028],
    )
    assert (new["issuer"], new["profile"]) == ("Ministerio de Justicia", "profiles/pe-plan-2022.toml")
    third = drawn(tmp_path / "otro.pdf", "Plan Nacional contra la Trata 2025-2029")
    assert main(["add", str(third), "--root", str(root), "--supersedes", "pe-plan-2022", "--path", "c.pdf"]) == 0
    assert entries(root)[2]["id"] == "pe-plan-2025-2"


def test_a_sentence_about_a_body_is_no_issuer():
    from directriz.commands.proposals import is_sentence

    assert is_sentence("The Secretariat reports to Parliament every year on the progress made.")
    assert not is_sentence("Ministerio de justicia y derechos humanos.")
    assert not is_sentence("Secretaría técnica del consejo para toda persona migrante")
