"""Workspaces in Portuguese, in English and in a language that nobody knows here, from a made PDF to the tables."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from directriz.language import language_of
from directriz.read.pdf.reader import read_pdf
from directriz.read.pdf.scan import tesseract as ocr
from matrix_pdf import matrix_pdf
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from workspaces import Document, read_table, run, write_workspace

from benchmarks.languages import Score, draw_plan, make_tables, read_texts, scanned, score


@dataclass(frozen=True)
class Plan:
    """A made plan: its rows as printed, and what its actions shall be."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, str], ...]  # action, indicators

    @property
    def profile(self) -> str:
        """A profile with the headers that the plan prints."""
        number, action, responsible, goal, indicators = self.rows[0]
        return "\n".join(
            (
                'kind = "action-matrix"',
                'about = "A made plan."',
                "[columns]",
                f'number = ["{number}"]',
                f'action = ["{action}"]',
                f'responsible = ["{responsible}"]',
                f'goal = ["{goal}"]',
                f'indicators = ["{indicators}"]',
                "[[heading]]",
                "pattern = '(?P<axis>[^a-z]+)'",
                "[[expect]]",
                f"rows = {{ {self.title.split()[0].lower().replace('ç', 'c').replace('ã', 'a')} = 2 }}",
                "",
            )
        )


PLANS = {
    "pt": Plan(
        "PREVENÇÃO",
        (
            ("Nº", "Ação", "Responsável", "Prazo", "Indicador"),
            (
                "1",
                "Realizar campanhas de sensibi-\nlização e tornar-\nse referência na região",
                "Ministério da Justiça",
                "2026",
                "Número de campa-\nnhas realizadas",
            ),
            (
                "2",
                "Oferecer cursos de pós-\ngraduação aos agen-\ntes públicos",
                "Ministério da\nEducação",
                "2027",
                "Cursos",
            ),
        ),
        (
            (
                "Realizar campanhas de sensibilização e tornar-se referência na região",
                "Número de campanhas realizadas",
            ),
            ("Oferecer cursos de pós-graduação aos agentes públicos", "Cursos"),
        ),
    ),
    "en": Plan(
        "PREVENTION",
        (
            ("No.", "Action", "Responsible body", "Deadline", "Indicator"),
            (
                "1",
                "Carry out awareness cam-\npaigns on the non-\nrefoulement of victims",
                "Ministry of Justice",
                "2026",
                "Number of cam-\npaigns",
            ),
            (
                "2",
                "Train the police in victim-\ncentred interviewing tech-\nniques",
                "Police",
                "2027",
                "Officers trained",
            ),
        ),
        (
            ("Carry out awareness campaigns on the non-refoulement of victims", "Number of campaigns"),
            ("Train the police in victim-centred interviewing techniques", "Officers trained"),
        ),
    ),
}


INVENTED = read_texts()


@pytest.mark.parametrize("code", INVENTED)
def test_a_plan_and_guidelines_go_from_two_pdfs_to_links(code: str, tmp_path: Path) -> None:
    """Takes seconds, since it shows the whole way: two profiles are drafted, read, linked and published."""
    found = score(make_tables(tmp_path, INVENTED[code], is_scan=False), INVENTED[code])
    assert found == Score((48, 48), (7, 7), (8, 8))


def test_a_scan_is_added_in_the_language_that_its_words_tell(tmp_path: Path) -> None:
    if not ocr.is_installed(language_of("pt")):
        pytest.skip(f"needs the Debian packages {language_of('pt').ocr_packages}")
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "sources.toml").write_text("", encoding="utf-8")
    (tmp_path / "scan.pdf").write_bytes(scanned(draw_plan(INVENTED["pt"])))
    ended = run(tmp_path, "add", str(tmp_path / "scan.pdf"), "--id", "plan", "--jurisdiction", "BRA")
    assert ended.code == 0, ended.out + ended.err
    profile = (tmp_path / "raw" / "profiles" / "plan.toml").read_text(encoding="utf-8")
    assert 'action = ["Ação"]' in profile
    assert "3  Eixo 2: Assistência às vítimas" in ended.out


def workspace(root: Path, code: str, plan: Plan, **keys: object) -> Path:
    written = matrix_pdf(plan.rows, plan.title)
    keys = {"language": code, "links_to": [], **keys}
    return write_workspace(root, [Document("plan", written, plan.profile, "action-matrix", keys)])


@pytest.mark.parametrize("code", PLANS)
def test_a_plan_goes_from_its_pdf_to_actions_in_its_language(code: str, tmp_path: Path) -> None:
    plan = PLANS[code]
    root = workspace(tmp_path, code, plan)
    ended = run(root, "all")
    assert ended.code == 0, ended.err
    actions = read_table(root / "output", "actions")
    assert [(row["action"], row["indicators"]) for row in actions] == list(plan.actions)
    assert read_table(root / "output", "plans")[0]["language"] == code
    assert run(root, "all").out.startswith("nothing to do")


def test_the_language_decides_what_a_hyphen_at_a_line_end_is(tmp_path: Path) -> None:
    """The Portuguese plan read as Spanish: "tornarse", and what follows is redone once the language is mended."""
    plan = PLANS["pt"]
    root = workspace(tmp_path, "es", plan)
    assert run(root, "all").code == 0
    assert "tornarse" in read_table(root / "output", "actions")[0]["action"]
    manifest = root / "raw" / "sources.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace('"es"', '"pt"'), encoding="utf-8")
    assert run(root, "all").code == 0
    assert "tornar-se" in read_table(root / "output", "actions")[0]["action"]


def test_a_plan_in_an_unknown_language_is_read_without_a_list_of_words(tmp_path: Path) -> None:
    root = workspace(tmp_path, "xx", PLANS["en"])
    ended = run(root, "all")
    assert ended.code == 0, ended.err
    first, second = read_table(root / "output", "actions")
    assert first["action"] == "Carry out awareness campaigns on the nonrefoulement of victims"
    assert second["responsible"] == "Police"
    assert read_table(root / "output", "plans")[0]["language"] == "xx"


FRAMEWORK = "\tDIRECTIVE\n\tINDICATOR\n\n\t1. Raise awareness\n\tCampaigns\n"
FRAMEWORK_PROFILE = r"""kind = "directive-table"
about = "A small framework."
[columns]
text = ["DIRECTIVE"]
indicators = ["INDICATOR"]
[split]
text = '(?P<number>\d+)\.\s*(?P<text>.+)'
"""


def test_linking_a_plan_in_an_unknown_language_is_refused_with_those_known(tmp_path: Path) -> None:
    plan = PLANS["en"]
    keys = {"language": "xx", "links_to": ["frame"]}
    frame = Document("frame", FRAMEWORK, FRAMEWORK_PROFILE, "directive-table", {"language": "en"})
    made = Document("plan", matrix_pdf(plan.rows, plan.title), plan.profile, "action-matrix", keys)
    root = write_workspace(tmp_path, [made, frame])
    ended = run(root, "all")
    assert ended.code == 3
    assert "language is 'xx'" in ended.err
    assert "en (English), es (Spanish), pt (Portuguese)" in ended.err
    assert not (root / "output").exists()


DRAFT_PROFILE = r"""kind = "directive-list"
about = "A small draft."
[[heading]]
pattern = '[A-Z ]+'
kind = "directive"
numbering = "arabic"
[amendments]
read = true
"""


def test_a_draft_in_an_unknown_language_is_refused_with_those_known(tmp_path: Path) -> None:
    text = "DIRECTIVES\n\n1. Protect the victims [CAN: and survivors] of trafficking.\n"
    draft = Document("draft", text, DRAFT_PROFILE, "directive-list", {"language": "xx"})
    ended = run(write_workspace(tmp_path / "xx", [draft]), "all")
    assert ended.code == 3
    assert "reading a draft's amendments" in ended.err
    known = Document("draft", text, DRAFT_PROFILE, "directive-list", {"language": "en"})
    root = write_workspace(tmp_path / "en", [known])
    assert run(root, "all").code == 0
    assert [row["text"] for row in read_table(root / "output", "directives")] == ["Protect the victims of trafficking."]


@pytest.mark.parametrize("code", PLANS)
def test_a_scan_is_read_in_its_language(code: str, tmp_path: Path) -> None:
    language = language_of(code)
    if not ocr.is_installed(language):
        pytest.skip(f"needs the Debian packages {language.ocr_packages}")
    (tmp_path / "plan.pdf").write_bytes(matrix_pdf(PLANS[code].rows, PLANS[code].title))
    pages = pdfium.PdfDocument(tmp_path / "plan.pdf")
    picture: Image.Image = pages[0].render(scale=200 / 72).to_pil().convert("L")
    pages.close()
    picture.save(tmp_path / "scan.pdf", resolution=200)
    (table,) = read_pdf(tmp_path / "scan.pdf", language=language).tables
    assert table.header == PLANS[code].rows[0]
    assert (
        table.rows[0].cells[1].text(read_pdf(tmp_path / "plan.pdf", language=language).vocabulary)
        == (PLANS[code].actions[0][0])
    )


PROSE = {
    "es": "El Consejo reúne a los ministerios y a las provincias. En la sesión del lunes se trató el informe de los "
    "inspectores, que recorren las fábricas con el personal de la policía. Las víctimas reciben una casa y los niños "
    "van a la escuela del barrio, y el informe del año dice cuáles fueron las causas.",
    "pt": "O Conselho reúne os ministérios e as secretarias. Na sessão da segunda-feira foi tratado o relatório dos "
    "inspetores, que percorrem as fábricas com a polícia. As vítimas recebem uma casa pela prefeitura, e não pagam "
    "nada. Os filhos vão à escola do bairro, e o relatório do ano diz quais foram as causas das denúncias aos juízes.",
    "en": "The council brings the ministries and the provinces together. In its session on Monday it discussed the "
    "report of the inspectors, who visit the factories with the police. The victims are given a house, and their "
    "children go to the school of the district. The report for the year says which were the causes of the complaints.",
}


@pytest.mark.parametrize("code", PROSE)
def test_the_language_of_a_scan_is_told_by_its_words(code: str, tmp_path: Path) -> None:
    if not ocr.is_installed(language_of(code)):
        pytest.skip(f"needs the Debian packages {language_of(code).ocr_packages}")
    (tmp_path / "text.pdf").write_bytes(prose_pdf(PROSE[code]))
    pages = pdfium.PdfDocument(tmp_path / "text.pdf")
    pages[0].render(scale=200 / 72).to_pil().convert("L").save(tmp_path / "scan.pdf", resolution=200)
    pages.close()
    reading = read_pdf(tmp_path / "scan.pdf")
    assert (reading.language.code, reading.language_by) == (code, "guessed")


def test_a_scan_with_few_words_is_read_in_spanish_and_says_so(tmp_path: Path) -> None:
    if not ocr.is_installed(language_of("es")):
        pytest.skip(f"needs the Debian packages {language_of('es').ocr_packages}")
    (tmp_path / "text.pdf").write_bytes(prose_pdf("Anexo estadístico"))
    pages = pdfium.PdfDocument(tmp_path / "text.pdf")
    pages[0].render(scale=200 / 72).to_pil().convert("L").save(tmp_path / "scan.pdf", resolution=200)
    pages.close()
    ended = run(tmp_path, "tables", str(tmp_path / "scan.pdf"))
    assert ended.code == 0
    assert "read in Spanish, its text is too short to tell the language" in ended.err
    told = [doubt.code for doubt in read_pdf(tmp_path / "scan.pdf").doubts]
    assert told == ["language_assumed", "page_ocr"]
    known = [doubt.code for doubt in read_pdf(tmp_path / "scan.pdf", language=language_of("es")).doubts]
    assert known == ["page_ocr"]


def prose_pdf(text: str) -> bytes:
    """Return a page with a paragraph."""
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4)
    lines = canvas.beginText(70, 760)
    lines.setFont("Helvetica", 11)
    for line in simpleSplit(text, "Helvetica", 11, 450):
        lines.textLine(line)
    canvas.drawText(lines)
    canvas.save()
    return written.getvalue()


def test_a_scan_without_its_language_pack_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed_languages", lambda: frozenset({"eng", "spa"}))
    Image.new("L", (1654, 2339), 255).save(tmp_path / "scan.pdf", resolution=200)
    ended = run(tmp_path, "tables", str(tmp_path / "scan.pdf"), "--language", "pt")
    assert ended.code == 4
    assert "tesseract-ocr-por" in ended.err
