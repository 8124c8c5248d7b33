"""The library: `import directriz`, each public name with the example in its docstring, and what each refuses."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import directriz
import pandas as pd
import pypdfium2
import pytest
from directriz import errors
from directriz.clean.ocr import build_repairer
from directriz.cli import main
from directriz.language import language_of
from directriz.library import agencies, documents, drafts, links, repairs, tables, workspace
from directriz.read.pdf.scan import tesseract
from library_inputs import PASSWORD, failures, write_inputs, write_locked_pdf
from PIL import Image, ImageDraw
from small_pdf import write_pdf

TOP = Path(__file__).parents[1]
MODULES = (agencies, documents, drafts, links, repairs, tables, workspace)
PUBLIC = {
    *("Document", "Draft", "Table", "Workspace", "errors", "find_agencies", "link", "open", "read_draft", "repair"),
}


@pytest.fixture(scope="session")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_inputs(tmp_path_factory.mktemp("library"))


@pytest.fixture
def here(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(inputs)
    return inputs


def public_objects(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The functions and classes that a module defines for users, and the methods of the classes."""
    for name, found in vars(module).items():
        if name.startswith("_") or getattr(found, "__module__", None) != module.__name__:
            continue
        if inspect.isclass(found):
            yield name, found
            for method, function in vars(found).items():
                if inspect.isfunction(function) and not method.startswith("_"):
                    yield f"{name}.{method}", function
        elif inspect.isfunction(found):
            yield name, found


OBJECTS = {f"{module.__name__}.{name}": found for module in MODULES for name, found in public_objects(module)}
FUNCTIONS = {name for name, found in OBJECTS.items() if inspect.isfunction(found)}
MADE = {name for name, found in OBJECTS.items() if inspect.isclass(found) and found.__name__ in PUBLIC}


def test_nothing_else_is_public() -> None:
    assert set(directriz.__all__) == PUBLIC
    assert set(dir(directriz)) == PUBLIC | {"__version__"}
    assert [name for name in PUBLIC if not getattr(directriz, name).__doc__] == []
    with pytest.raises(AttributeError, match="has no attribute 'read_pdf'"):
        directriz.read_pdf  # noqa: B018


@pytest.mark.parametrize("name", sorted(FUNCTIONS | MADE))
def test_every_public_function_has_an_example_that_runs(name: str, here: Path) -> None:
    assert failures(inspect.getdoc(OBJECTS[name]) or "", name) == []


def test_examples_of_the_page_run(here: Path) -> None:
    assert failures((TOP / "docs" / "library.md").read_text(encoding="utf-8"), "docs/library.md") == []


def test_the_page_names_everything_public() -> None:
    page = (TOP / "docs" / "library.md").read_text(encoding="utf-8")
    assert [name for name in PUBLIC if f"directriz.{name}" not in page] == []


def in_new_process(code: str) -> str:
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ended.stdout.strip()


def test_importing_directriz_imports_nothing_heavy() -> None:
    heavy = ("numpy", "pandas", "pypdfium2", "spacy", "pydantic", "rich", "PIL")
    assert in_new_process(f"import sys, directriz; print([name for name in {heavy} if name in sys.modules])") == "[]"


def test_the_function_link_stays_where_the_stage_of_that_name_is_imported() -> None:
    code = "import directriz.link.vectors; from directriz.link import reviews; import directriz; print({})"
    assert in_new_process(code.format("directriz.link.__module__")) == "directriz.library.links"
    assert in_new_process(code.format("reviews.__name__")) == "directriz.link.reviews"
    code = "import directriz.link.vectors as vectors, directriz; print(vectors.__name__, callable(directriz.link))"
    assert in_new_process(code) == "directriz.link.vectors True"


def test_a_document_is_what_the_command_prints(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tables", "plan.pdf", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert json.loads(json.dumps(directriz.open("plan.pdf").to_dict())) == printed
    assert directriz.open("plan.pdf").tables[0].to_dict() == printed["tables"][0]


@pytest.mark.parametrize("strength", [40, 128])
def test_an_encrypted_document_is_read_with_its_password(tmp_path: Path, strength: int) -> None:
    path = write_locked_pdf(tmp_path / "locked.pdf", strength)
    document = directriz.open(path, password=PASSWORD)
    write_pdf(tmp_path / "plan.pdf")
    assert document.tables[0].to_csv() == directriz.open(tmp_path / "plan.pdf").tables[0].to_csv()
    assert (document.path, document.sha256) == (path, hashlib.sha256(path.read_bytes()).hexdigest())
    assert document.page(1).draw().getbbox() is not None


def test_a_document_encrypted_as_pdf_2_does_is_read_with_its_password(tmp_path: Path) -> None:
    """AES with a key of 256 bits, revision 6. The file is `write_pdf`'s, encrypted by qpdf."""
    path = Path(__file__).with_name("locked_aes256.pdf")
    assert b"/AESV3" in path.read_bytes()
    write_pdf(tmp_path / "plan.pdf")
    assert (
        directriz.open(path, password=PASSWORD).to_dict()["tables"]
        == directriz.open(tmp_path / "plan.pdf").to_dict()["tables"]
    )
    with pytest.raises(errors.SourceUnreadable, match="the password does not open it"):
        directriz.open(path, password="otro")


@pytest.mark.parametrize(
    ("password", "found"), [(None, "with a password only"), ("otro", "the password does not open")]
)
def test_without_its_password_it_is_refused(here: Path, password: str | None, found: str) -> None:
    with pytest.raises(errors.SourceUnreadable, match=found) as refused:
        directriz.open("locked.pdf", password=password)
    assert (refused.value.exit_code, refused.value.place) == (4, "locked.pdf")
    assert "assword" in refused.value.remedy


def test_the_command_takes_a_password(here: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["tables", "locked.pdf", "--password", "otro"]) == 4
    assert "the password does not open it" in capsys.readouterr().err
    assert main(["tables", "locked.pdf", "--password", PASSWORD, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"][0]["header"] == ["N.", "Actividad", "Responsable"]
    assert main(["look", "locked.pdf", "--page", "1", "-o", str(tmp_path / "p.png"), "--password", PASSWORD]) == 0


def test_a_password_that_is_not_needed_changes_nothing(here: Path) -> None:
    assert directriz.open("plan.pdf", password="any").to_dict() == directriz.open("plan.pdf").to_dict()


@pytest.mark.parametrize("pages", ["1", 1, [1], range(1, 2), None])
def test_pages_are_named_in_any_of_these_ways(here: Path, pages: object) -> None:
    assert directriz.open("plan.pdf", pages=pages).pages == (1,)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pages", "found"),
    [("0", "no page and no range"), ("x", "no page and no range"), (9, "page 9 of 1"), ([], "no page is named"),
     (1.5, "names no pages"), (["1"], "names no pages")],
)  # fmt: skip
def test_pages_that_cannot_be_are_refused(here: Path, pages: object, found: str) -> None:
    with pytest.raises(errors.WrongUsage, match=found):
        directriz.open("plan.pdf", pages=pages)  # type: ignore[arg-type]


def test_a_page_that_was_not_read_is_refused(tmp_path: Path) -> None:
    raw = TOP / "raw" / "ar-plan.pdf"
    document = directriz.open(raw, pages="2-3")
    assert (document.page_count, document.pages) == (8, (2, 3))
    assert document.page(3).number == 3
    with pytest.raises(errors.WrongUsage, match="page 4 was not read") as refused:
        document.page(4)
    assert refused.value.remedy == "Name one of the pages that were read: p. 2-3."
    for number, found in ((9, "page 9 of 8"), (0, "page 0 of 8"), ("2", "page '2' of 8")):
        with pytest.raises(errors.WrongUsage, match=found):
            document.page(number)  # type: ignore[arg-type]


def test_cells_are_named_by_header_or_number(here: Path) -> None:
    table = directriz.open("plan.pdf").tables[0]
    assert table.cell(0, "responsable") == table.cell(0, 2) == table.cell(-3, -1)
    with pytest.raises(errors.WrongUsage, match="there is no column 'Responsables'") as refused:
        table.cell(0, "Responsables")
    assert refused.value.remedy == ("Did you mean 'Responsable'? Its columns: 'N.', 'Actividad', 'Responsable'.")
    for row, column in ((3, 0), (-4, 0), (0, 3), (0, -4), ("1", 0)):
        with pytest.raises(errors.WrongUsage, match=" of 3") as refused:
            table.cell(row, column)  # type: ignore[arg-type]
        assert "from 0 to 2; -1 is the last." in refused.value.remedy
    with pytest.raises(errors.WrongUsage, match="None names no column"):
        table.cell(0, None)  # type: ignore[arg-type]


def test_merged_cells_over_pages_say_where_they_stand() -> None:
    table = directriz.open(TOP / "raw" / "ar-plan.pdf").tables[0]
    column = next(at for at, label in enumerate(table.header) if any(row.inherited[at] for row in table.rows))
    at = next(at for at, row in enumerate(table.rows) if row.inherited[column])
    cell, first = table.cell(at, column), table.cell(at - 1, column)
    assert cell.inherited
    assert cell.text == table.rows[at][column]
    assert cell.places == first.places
    assert all(1 <= page <= 8 and box[0] < box[2] and box[1] < box[3] for page, box in cell.places)


def test_every_cell_is_the_text_of_its_row_and_the_frame_too() -> None:
    for table in directriz.open(TOP / "raw" / "corett-2020.pdf").tables:
        frame = table.to_pandas()
        assert len(frame) == len(table.rows)
        for at, row in enumerate(table.rows):
            assert [table.cell(at, column).text for column in range(len(row))] == list(row) == list(row.cells)
            assert frame.iloc[at].tolist()[: len(row)] == list(row)


def test_a_table_is_written_as_csv(here: Path, tmp_path: Path) -> None:
    table = directriz.open("plan.pdf").tables[0]
    text = table.to_csv(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_bytes() == text.encode()
    assert pd.read_csv(tmp_path / "table.csv", dtype=str).to_dict() == table.to_pandas().to_dict()


def test_paragraphs_that_a_page_cuts_are_one() -> None:
    document = directriz.open(TOP / "raw" / "ar-restitucion.pdf")
    cut = [paragraph for paragraph in document.paragraphs if len({page for page, _ in paragraph.places}) > 1]
    assert cut
    assert all(paragraph.page == paragraph.places[0][0] for paragraph in document.paragraphs)
    assert all(paragraph.text == " ".join(paragraph.text.split()) for paragraph in document.paragraphs)


def test_confidence_and_doubts_are_those_of_the_json(here: Path) -> None:
    table = directriz.open("plan.pdf").tables[0]
    assert 0 < table.confidence <= 1
    assert table.to_dict()["confidence"] == table.confidence
    assert [vars_of(doubt) for doubt in table.doubts] == table.to_dict()["doubts"]


def vars_of(doubt: object) -> dict[str, object]:
    return {name: getattr(doubt, name) for name in ("page", "row", "column", "reason", "other")}


DRAFT = """\
1. Reconocer [USA/MEX: el papel de] los Estados [ARG: que [CAN: siempre] actúan].

2. Asistir a [COL: ~~mujeres~~
**personas**] tratadas [y sobrevivientes].
"""


def test_amendments_say_where_they_stand() -> None:
    draft = directriz.read_draft(DRAFT)
    assert [DRAFT[each.start : each.end] for each in draft.amendments] == [each.as_printed for each in draft.amendments]
    assert [each.parties for each in draft.amendments] == [("MEX", "USA"), ("ARG",), ("CAN",), ("COL",)]
    assert draft.parties == ("ARG", "CAN", "COL", "MEX", "USA")
    assert draft.amendments[3].as_printed == "[COL: ~~mujeres~~\n**personas**]"


@pytest.mark.parametrize(
    ("parties", "first", "second"),
    [
        ((), "los Estados.", "mujeres"),
        (("USA",), "el papel de los Estados.", "mujeres"),
        (("MEX",), "el papel de los Estados.", "mujeres"),
        (("Estados Unidos",), "el papel de los Estados.", "mujeres"),
        (("ARG",), "los Estados que actúan.", "mujeres"),
        (("CAN",), "los Estados.", "mujeres"),  # within ARG's, which is refused
        (("ARG", "CAN"), "los Estados que siempre actúan.", "mujeres"),
        (("COL",), "los Estados.", "personas"),
        (("PER",), "los Estados.", "mujeres"),  # a party without an amendment here
    ],
)
def test_a_party_is_accepted_and_all_others_are_refused(parties: tuple[str, ...], first: str, second: str) -> None:
    accepted = directriz.read_draft(DRAFT).accept(*parties)
    assert accepted == f"1. Reconocer {first}\n\n2. Asistir a {second} tratadas [y sobrevivientes]."


def test_a_draft_with_all_parties_accepted_is_the_amended_one() -> None:
    draft = directriz.read_draft(DRAFT)
    assert draft.accept(*draft.parties) == draft.amended
    assert draft.accept() == draft.base


def test_a_name_that_is_no_party_is_refused() -> None:
    with pytest.raises(errors.WrongUsage, match="'CNA' is no party") as refused:
        directriz.read_draft(DRAFT).accept("CNA")
    assert refused.value.remedy.startswith("Parties with amendments here: ARG, CAN, COL, MEX, USA.")
    with pytest.raises(errors.WrongUsage, match="is no name of a party"):
        directriz.read_draft(DRAFT).accept(["CAN"])  # type: ignore[arg-type]
    with pytest.raises(errors.WrongUsage, match="is one text"):
        directriz.read_draft(DRAFT, parties="CAN")


@pytest.mark.parametrize("parties", [{"ZON": ["Zona Norte"]}, {"ZON": "Zona Norte"}, ["ZON"]])
def test_further_parties_are_known(parties: object) -> None:
    draft = directriz.read_draft("Crear un fondo [ZON: común] [CAN: y justo].", parties=parties)  # type: ignore[arg-type]
    assert draft.accept("ZON") == "Crear un fondo común."
    if isinstance(parties, dict):
        assert draft.accept("Zona Norte") == "Crear un fondo común."


def test_words_struck_outside_brackets_are_nobodys() -> None:
    draft = directriz.read_draft("Combatir la ~~otra~~ **toda** forma de [CAN: la] trata.")
    assert [(each.parties, each.as_printed) for each in draft.amendments] == [
        ((), "~~otra~~ **toda**"),
        (("CAN",), "[CAN: la]"),
    ]
    assert draft.accept("CAN") == "Combatir la otra forma de la trata."
    assert [doubt.code for doubt in draft.doubts][:2] == ["amendment_doubtful", "amendment_tracked"]


@pytest.mark.parametrize("text", ["", " \n\n ", "Sin corchetes."])
def test_a_text_without_amendments_is_itself(text: str) -> None:
    draft = directriz.read_draft(text)
    assert draft.amendments == ()
    assert draft.stripped == draft.base == draft.amended == text.strip()


def test_a_groups_reading_has_what_it_proposes_or_supports() -> None:
    text = "[US: One] [EU propose; US oppose: Two] [JP: three; EU supports] [CAN, EU: four] [five – EU; JPN: no] are."
    draft = directriz.read_draft(text)
    assert draft.accept("EU") == "Two three four are."
    with pytest.raises(errors.WrongUsage, match="'Atlantis' is no party"):
        draft.accept("Atlantis")


def test_an_option_is_read_without_its_label() -> None:
    draft = directriz.read_draft("Option 1: Each Party shall report. Option 2: Parties may report [now][later].")
    assert draft.accept("option 1") == "Each Party shall report."
    assert draft.accept("option 2").startswith("Parties may report later")
    assert draft.amended.startswith("Each Party shall report. Parties may report now later")
    assert draft.base == ""


def test_words_that_an_instruction_strikes_are_read_once() -> None:
    draft = directriz.read_draft(
        "States shall [CAN: replace “shall” by “may”] act [JPN: delete now] now [USA: delete “all”]."
    )
    assert draft.base == "States shall act now all."
    assert draft.accept("CAN") == "States may act now all."
    assert draft.accept("JPN", "USA") == "States shall act."


def test_who_only_reserves_or_opposes_gets_no_words() -> None:
    draft = directriz.read_draft(
        "Act [CAN: now; MEX opposes] and [EU: soon (JPN reserves)] and [USA: [CHL: well] (x) – PER supports]."
    )
    assert draft.accept("MEX", "JPN") == "Act and and."
    assert draft.accept("PER", "CHL") == "Act and and well (x)."


CLEAN = " ".join(["Fortalecer la atención integral de las víctimas mediante acciones coordinadas."] * 30)


def test_a_clean_text_is_left_as_it_is_however_long() -> None:
    for text in (CLEAN, CLEAN[:79]):
        repaired = directriz.repair(text)
        assert (repaired.text, repaired.corrections) == (text, ())
    assert not directriz.repair(CLEAN).is_damaged


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Le comité est chargé de suivre l'application.", ("es", "pt", "en")),
        ("Les victimes de la traite reçoivent une aide sans délai.", ("es", "pt", "en")),
        ("As instituições coordenam as ações sem discriminação.", ("es", "en")),
        ("Each Party shall protect victims of trafficking.", ("es", "pt")),
        ("Gli Stati garantiscono alle vittime l'accesso alle cure.", ("es", "pt", "en")),
        ("Los Estados garantizan a las víctimas el acceso a la justicia.", ("pt", "en")),
        ("De partijen nemen de nodige maatregelen.", ("es", "pt", "en")),
    ],
)
def test_a_short_text_of_another_language_is_left_as_it_is(text: str, languages: tuple[str, ...]) -> None:
    for language in languages:
        repaired = directriz.repair(text, language=language)
        assert (repaired.text, repaired.corrections, repaired.is_damaged) == (text, (), False)


def test_a_short_damaged_text_is_repaired_in_its_own_language() -> None:
    assert directriz.repair("La Organizacién protege a las nifias.").text == "La Organización protege a las niñas."
    assert directriz.repair("As instituigées coordenam a prevengao.", language="pt").is_damaged


def test_a_foreign_paragraph_of_a_damaged_text_is_left_as_it_is() -> None:
    french = "Le comité est chargé de suivre l'application de la convention et de ses protocoles."
    repairer = build_repairer(["La Organizacién protege a nifias y su prevencidn."], {}, language_of("es"), True)
    assert repairer.repair(french) == []
    assert repairer.repair("Los Estados y la Organizacién protegen a las nifias y su prevencidn ahora mismo.")


def test_corrections_slice_back() -> None:
    text = "La  prevencidn\nde la explotacién de nifias."
    repaired = directriz.repair(text)
    assert repaired.text == "La  prevención\nde la explotación de niñas."
    for each in repaired.corrections:
        assert text[each.start : each.start + len(each.before)] == each.before
    assert directriz.repair(text, damaged=False).text == text


@pytest.mark.parametrize("of_language", [directriz.repair, directriz.read_draft, directriz.find_agencies])
def test_a_language_without_word_lists_is_refused(of_language: Callable[..., object]) -> None:
    with pytest.raises(errors.WrongUsage, match="language is 'xx'") as refused:
        of_language("Texto", language="xx")
    assert (refused.value.exit_code, refused.value.place) == (2, "language")
    assert "es" in refused.value.remedy


def test_bodies_say_where_they_stand() -> None:
    text = "  MINSEG   -\n Dirección  Nacional de\nMigraciones;  Dirección de Asuntos Lunares "
    found = directriz.find_agencies(text, country="ARG")
    assert [each.agency_id for each in found] == ["ar-minseg", "ar-dnm", None]
    assert [" ".join(text[each.start : each.end].split()) for each in found] == [each.surface for each in found]
    assert found[1].name == "Dirección Nacional de Migraciones"
    assert directriz.find_agencies("  ") == []


def test_in_prose_known_bodies_are_found_wherever_they_stand() -> None:
    text = "El Ministerio de Seguridad y la  Dirección Nacional\nde Migraciones coordinarán con PROTEX."
    found = directriz.find_agencies(text, country="ARG", prose=True)
    assert [" ".join(text[each.start : each.end].split()) for each in found] == [each.surface for each in found]
    assert [(each.acronym, each.method) for each in found] == [
        ("MINSEG", "exact"), ("DNM", "exact"), ("PROTEX", "alias")]  # fmt: skip
    assert directriz.find_agencies("Nadie fue nombrado.", country="ARG", prose=True) == []


def test_a_body_of_another_country_is_not_the_registrys() -> None:
    assert directriz.find_agencies("MINSEG", country="CRI")[0].agency_id is None
    assert directriz.find_agencies("MINSEG")[0].agency_id == "ar-minseg"
    with pytest.raises(errors.WrongUsage, match="'Argentina' is no country") as refused:
        directriz.find_agencies("MINSEG", country="Argentina")
    assert refused.value.place == "country"


ACTIONS = pd.DataFrame(
    [
        ("p/1", "Capacitar al personal de frontera"),
        ("q/1", "Difundir la línea de denuncia"),
        ("p/2", "Crear un refugio para víctimas"),
    ],
    columns=["action_id", "action"],
)
DIRECTIVES = pd.DataFrame(
    [
        ("m/1", "Difundir líneas de denuncia"),
        ("m/2", "Capacitar a los agentes de frontera"),
        ("n/1", "Establecer refugios para las víctimas"),
    ],
    columns=["directive_id", "text"],
)


def test_links_keep_the_order_of_actions_and_frameworks() -> None:
    linked = directriz.link(ACTIONS, DIRECTIVES)
    first = linked[linked["rank"] == 1]
    assert list(zip(first["action_id"], first["target_plan_id"], strict=True)) == [
        ("p/1", "m"), ("p/1", "n"), ("q/1", "m"), ("q/1", "n"), ("p/2", "m"), ("p/2", "n")]  # fmt: skip
    assert list(ACTIONS) == ["action_id", "action"]


def test_a_verdict_comes_before_the_score() -> None:
    reviews = pd.DataFrame({"action_id": ["p/1"], "directive_id": ["m/1"], "verdict": ["accept"]})
    linked = directriz.link(ACTIONS, DIRECTIVES, reviews)
    first = linked[(linked["action_id"] == "p/1") & (linked["target_plan_id"] == "m")].iloc[0]
    assert (first["directive_id"], first["status"]) == ("m/1", "accepted")
    none = pd.DataFrame({"action_id": ["p/1"], "directive_id": [None], "verdict": ["no-match"]})
    linked = directriz.link(ACTIONS, DIRECTIVES, none)
    assert linked[linked["action_id"] == "p/1"]["status"].tolist() == ["no-match", "no-match"]


def test_tables_that_cannot_be_linked_are_refused() -> None:
    with pytest.raises(errors.WrongUsage, match="there is no column 'action'"):
        directriz.link(ACTIONS[["action_id"]], DIRECTIVES)
    with pytest.raises(errors.WrongUsage, match="'m/1' stands twice"):
        directriz.link(ACTIONS, pd.concat([DIRECTIVES, DIRECTIVES]))
    with pytest.raises(errors.WrongUsage, match="verdict 'perhaps'"):
        directriz.link(
            ACTIONS, DIRECTIVES, pd.DataFrame({"action_id": ["p/1"], "directive_id": ["m/1"], "verdict": ["perhaps"]})
        )


def table_of(side: str, *texts: object, **columns: object) -> pd.DataFrame:
    key, text = ("action_id", "action") if side == "p" else ("directive_id", "text")
    return pd.DataFrame({key: [f"{side}/{at}" for at in range(len(texts))], text: list(texts)} | columns)


ENGLISH = (
    table_of("p", "Train border police to identify victims of trafficking", "Open a shelter for victims"),
    table_of("m", "Train border officials", "Establish shelters for the victims of trafficking", "Publish a hotline"),
)
SPANISH = (
    table_of("p", "Capacitar al personal de frontera", "Crear un refugio para víctimas"),
    table_of("m", "Capacitar a los agentes de frontera", "Establecer refugios para las víctimas"),
)


def test_texts_are_linked_in_their_own_language() -> None:
    guessed = directriz.link(*ENGLISH)
    pd.testing.assert_frame_equal(guessed, directriz.link(*ENGLISH, language="en"))
    said = [each.assign(language="en") for each in ENGLISH]
    pd.testing.assert_frame_equal(guessed, directriz.link(said[0], said[1], language="es"))
    assert guessed.loc[guessed["rank"] == 1, "confidence"].min() > 0.85
    as_spanish = directriz.link(*ENGLISH, language="es")
    assert as_spanish.loc[as_spanish["rank"] == 1, "confidence"].max() < 0.7


def test_texts_in_a_language_without_word_lists_are_not_linked() -> None:
    french = table_of("p", "Former les agents des frontières", "Créer un refuge pour les victimes")
    with pytest.raises(errors.WrongUsage, match="in a language that is not known") as refused:
        directriz.link(french, SPANISH[1])
    assert refused.value.place == "actions of p"
    with pytest.raises(errors.WrongUsage, match="language is 'fr'"):
        directriz.link(*SPANISH, language="fr")
    with pytest.raises(errors.WrongUsage, match="actions row 0: language is 'fr'"):
        directriz.link(SPANISH[0].assign(language="fr"), SPANISH[1])
    with pytest.raises(errors.WrongUsage, match="3 is no ISO 639-1 code"):
        directriz.link(*SPANISH, language=3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [("plan_id", None, "plan_id is missing"), ("plan_id", float("nan"), "plan_id is missing"),
     ("action", 3, "action 3 is no text"), ("action", ["a"], r"action \['a'\] is no text"),
     ("action", None, "action is missing"), ("action", " ", "action is missing"),
     ("action_id", None, "action_id is missing"), ("action_id", ["a"], r"action_id \['a'\] is no id")],
)  # fmt: skip
def test_a_row_that_cannot_be_linked_is_refused_by_its_number(column: str, value: object, found: str) -> None:
    actions, directives = (each.assign(plan_id="x").astype(object) for each in SPANISH)
    names = {"action": "text", "action_id": "directive_id"}
    for frame, name in ((actions, column), (directives, names.get(column, column))):
        frame[name] = [frame[name].iloc[0], value]
    with pytest.raises(errors.WrongUsage, match=f"actions row 1: {found}"):
        directriz.link(actions, SPANISH[1])
    with pytest.raises(errors.WrongUsage, match="directives row 1: "):
        directriz.link(SPANISH[0], directives)


def reviews_of(**columns: list[object]) -> pd.DataFrame:
    usual: dict[str, list[object]] = {"action_id": ["p/0", "p/1"], "directive_id": ["m/1", None]}
    return pd.DataFrame(usual | {"verdict": ["accept", "no-match"]} | columns)


def test_grades_and_dates_of_a_frame_are_read_as_those_of_the_file() -> None:
    dated = reviews_of(grade=[2, None], date=[pd.Timestamp("2026-11-30"), None])
    pd.testing.assert_frame_equal(directriz.link(*SPANISH, dated), directriz.link(*SPANISH, reviews_of()))


@pytest.mark.parametrize(
    ("columns", "found"),
    [({"action_id": ["x/1", "p/1"]}, "reviews row 0: action_id 'x/1' is in no table"),
     ({"directive_id": ["x/1", None]}, "reviews row 0: directive_id 'x/1' is in no table"),
     ({"verdict": ["accept", "perhaps"]}, "reviews row 1: verdict 'perhaps'"),
     ({"grade": [2.5, None]}, "reviews row 0: grade '2.5'"),
     ({"action_id": ["p/0", "p/0"], "directive_id": ["m/1", "m/1"], "verdict": ["accept", "reject"]},
      "reviews row 1: second verdict of reviewer, the first is reviews row 0")],
)  # fmt: skip
def test_a_review_that_cannot_hold_is_refused_by_its_row(columns: dict[str, list[object]], found: str) -> None:
    with pytest.raises(errors.PipelineError, match=found):
        directriz.link(*SPANISH, reviews_of(**columns))


@pytest.mark.parametrize("given", [None, [], "plan.csv", {}, SPANISH[0]["action"]])
def test_what_is_no_table_is_not_linked(given: Any) -> None:
    for actions, directives in ((given, SPANISH[1]), (SPANISH[0], given)):
        with pytest.raises(errors.WrongUsage, match="is no table"):
            directriz.link(actions, directives)
    if given is not None:
        with pytest.raises(errors.WrongUsage, match="reviews: "):
            directriz.link(*SPANISH, given)


def test_no_actions_have_no_links() -> None:
    assert len(directriz.link(ACTIONS.head(0), DIRECTIVES)) == 0


def test_a_workspace_has_the_tables_of_its_last_run(here: Path) -> None:
    made = directriz.Workspace(here / "folder")
    made.run(jobs=1)
    links_made = made.table("links")
    assert len(links_made) == len(pd.read_csv(here / "folder" / "output" / "links.csv"))
    assert str(links_made["rank"].dtype) == "Int64"
    with pytest.raises(errors.WrongUsage, match="there is no table 'action'") as refused:
        made.table("action")
    assert refused.value.remedy.startswith("Did you mean 'actions'? Tables: plans, actions, ")


def test_a_workspace_without_tables_or_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(errors.WrongUsage, match="no such folder"):
        directriz.Workspace(tmp_path / "nowhere")
    empty = directriz.Workspace(tmp_path)
    with pytest.raises(errors.WrongUsage, match="no tables yet"):
        empty.table("actions")
    with pytest.raises(errors.ManifestInvalid, match="no such file"):
        empty.run()
    with pytest.raises(errors.WrongUsage, match="0 processes"):
        empty.run(jobs=0)


def readme_examples() -> list[str]:
    text = (TOP / "README.md").read_text(encoding="utf-8")
    return [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "import directriz" in block]


def test_the_readmes_example_runs_and_gives_what_the_command_prints(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(TOP)
    [example] = readme_examples()
    names: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), names)
    assert main(["tables", "raw/ar-plan.pdf", "--pages", "1-3", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert json.loads(json.dumps(names["document"].to_dict())) == printed
    assert list(names["table"].to_pandas()) == printed["tables"][0]["header"]


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As where the extra `ocr` is not installed."""
    monkeypatch.setattr(tesseract, "find_spec", lambda name: None)
    tesseract.installed_languages.cache_clear()
    yield
    tesseract.installed_languages.cache_clear()


def write_scan(path: Path) -> Path:
    picture = Image.new("L", (850, 1100), 255)
    ImageDraw.Draw(picture).text((90, 90), "Plan de prueba", font_size=60)
    picture.save(path)
    return path


def test_without_the_extra_a_scan_is_refused_and_the_extra_is_named(tmp_path: Path, without_ocr: None) -> None:
    with pytest.raises(errors.SourceUnreadable, match="the pages are images") as refused:
        directriz.open(write_scan(tmp_path / "scan.pdf"))
    assert 'the extra "ocr" (pip install "directriz[ocr]") and the packages tesseract-ocr' in refused.value.remedy


def test_pages_that_need_the_extra_are_doubts_of_a_document_that_has_others(tmp_path: Path, without_ocr: None) -> None:
    write_pdf(tmp_path / "plan.pdf")
    write_scan(tmp_path / "scan.pdf")
    both = pypdfium2.PdfDocument.new()
    for name in ("plan.pdf", "scan.pdf"):
        both.import_pages(pypdfium2.PdfDocument(tmp_path / name))
    both.save(tmp_path / "both.pdf")
    document = directriz.open(tmp_path / "both.pdf")
    assert (document.unread_pages, len(document.tables)) == ((2,), 1)
    [doubt] = document.doubts
    assert (doubt.code, doubt.page) == ("page_needs_ocr", 2)
    assert "directriz[ocr]" in doubt.detail


def test_a_draft_is_read_by_option_and_by_party() -> None:
    draft = directriz.read_draft("Each Party [shall][should] report. \n\nOption A: Parties [may] adapt.")
    assert draft.options == ("1", "2", "A")
    assert draft.accept("Option 2") == draft.accept("opción 2") == "Each Party should report."
    with pytest.raises(errors.WrongUsage, match="no 'option 7'"):
        draft.accept("option 7")


def test_amendments_of_a_draft_have_role_and_placeholder() -> None:
    draft = directriz.read_draft("A Party [US propose; CL oppose: shall] pay [NZ supports: all] fees [TBD].")
    assert [(each.role, each.placeholder) for each in draft.amendments] == [
        ("opposes|proposes", False),
        ("supports", False),
        (None, True),
    ]
    assert draft.accept("CHL") == "A Party pay fees."
    assert draft.accept("USA", "NZL") == "A Party shall pay all fees."


class Numpy:
    """Numbers of numpy as callers have them."""

    one, nine = (pd.Series([1, 9]).iloc[at] for at in (0, 1))


WRONG_CALLS: dict[str, tuple[Callable[[], object], str]] = {
    **{f"open({name})": (lambda given=given: directriz.open(given), found) for name, given, found in (  # type: ignore[misc]
        ("None", None, "None is no path"), ("3", 3, "3 is no path"), ("bytes", b"plan.pdf", "is no path"),
        ("list", ["plan.pdf"], "is no path"), ("open file", sys.stderr, "is no path"), ("empty", "", "path is empty"),
        ("NUL", "a\0.pdf", "no path has"), ("long", "a" * 5000, "has 5000 letters"))},
    **{f"open {name}={given!r}": (lambda name=name, given=given: directriz.open("plan.pdf", **{name: given}), found)  # type: ignore[misc]
       for name, given, found in (
        ("password", 3, "3 is no text"), ("language", 3, "no ISO 639-1 code"), ("jobs", "2", "'2' is no whole number"),
        ("jobs", 1.5, "1.5 is no whole number"), ("jobs", True, "True is no whole number"), ("jobs", 0, "0 processes"),
        ("pages", True, "True names no pages"), ("pages", b"1", "b'1' names no pages"), ("pages", [1.0], "1.0 names"),
        ("pages", range(1, 10**9), "more than 100000 pages"), ("pages", Numpy.nine, "page 9 of 1"))},
    **{f"{does.__name__}({given!r})": (lambda does=does, given=given: does(given), "is no text|is no path")  # type: ignore[misc]
       for does in (directriz.read_draft, directriz.repair, directriz.find_agencies, directriz.Workspace)
       for given in (None, 3, b"text", ["text"])},
    "repair damaged": (lambda: directriz.repair("nifias", damaged="yes"), "neither True nor False"),  # type: ignore[arg-type]
    "repair language": (lambda: directriz.repair("nifias", language=None), "None is no ISO"),  # type: ignore[arg-type]
    "agencies language": (lambda: directriz.find_agencies("MINSEG", language="zz"), "language is 'zz'"),
    "agencies country": (lambda: directriz.find_agencies("MINSEG", country="ZZZ"), "'ZZZ' is no country"),
    "agencies country 3": (lambda: directriz.find_agencies("MINSEG", country=3), "3 is no country"),  # type: ignore[arg-type]
    "agencies prose": (lambda: directriz.find_agencies("MINSEG", prose="yes"), "neither True"),  # type: ignore[arg-type]
    "parties 3": (lambda: directriz.read_draft("a", parties=3), "3 names no parties"),  # type: ignore[arg-type]
    "parties codes": (lambda: directriz.read_draft("a", parties=[3]), "3 is no code"),  # type: ignore[list-item]
    "parties names": (lambda: directriz.read_draft("a", parties={"ZON": 3}), "3 names no party"),  # type: ignore[dict-item]
    "draft language": (lambda: directriz.read_draft("a", language=3), "3 is no ISO"),  # type: ignore[arg-type]
    "deep brackets": (lambda: directriz.read_draft("a " + "[CAN: b " * 900 + "]" * 900), "more than 64 brackets"),
    "workspace empty": (lambda: directriz.Workspace(""), "the path is empty"),
    "workspace jobs": (lambda: directriz.Workspace(".").run(jobs="2"), "no whole number"),  # type: ignore[arg-type]
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG_CALLS))
def test_a_wrong_call_is_refused_in_plain_words(name: str, here: Path) -> None:
    call, found = WRONG_CALLS[name]
    with pytest.raises(errors.WrongUsage, match=found):
        call()


def test_pages_and_cells_are_whole_numbers_of_any_kind(here: Path) -> None:
    document = directriz.open("plan.pdf", pages=Numpy.one, jobs=Numpy.one)
    assert document.page(Numpy.one).number == 1
    table = document.tables[0]
    assert table.cell(Numpy.one, Numpy.one).text == "Formar"
    wrong: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: document.page(1.0), "page 1.0 of 1"),  # type: ignore[arg-type]
        (lambda: document.page(True), "page True of 1"),
        (lambda: document.page(Numpy.nine), "page 9 of 1"),
        (lambda: table.cell(True, 0), "row True of 3"),
        (lambda: table.cell(Numpy.nine, 0), "row 9 of 3"),
        (lambda: table.cell(0, True), "True names no column"),
    )
    for call, found in wrong:
        with pytest.raises(errors.WrongUsage, match=found):
            call()


def test_a_csv_that_cannot_be_written_is_refused(here: Path) -> None:
    table = directriz.open("plan.pdf").tables[0]
    for place in ("nowhere/table.csv", "folder"):
        with pytest.raises(errors.WorkspaceUnwritable, match="cannot be written") as refused:
            table.to_csv(place)
        assert refused.value.place == place
    with pytest.raises(errors.WrongUsage, match="3 is no path"):
        table.to_csv(3)  # type: ignore[arg-type]


def test_a_damaged_table_of_a_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "actions.parquet").write_bytes(b"PAR1 no more")
    made = directriz.Workspace(tmp_path)
    with pytest.raises(errors.CheckFailed, match="the table 'actions' cannot be read"):
        made.table("actions")
    for name in (3, None, ["actions"]):
        with pytest.raises(errors.WrongUsage, match="there is no table"):
            made.table(name)  # type: ignore[arg-type]
    with pytest.raises(errors.ManifestInvalid) as refused:
        made.run()
    assert refused.value.place == str(tmp_path / "raw" / "sources.toml")


def test_a_refusal_by_another_process_shows_no_second_traceback(monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    refusal = errors.SourceUnreadable("plan.pdf", "damaged")
    refusal.__cause__ = RuntimeError("steps of the other process")

    def refuse(*asked: object) -> None:
        raise refusal

    monkeypatch.setattr(documents, "read_pdf", refuse)
    with pytest.raises(errors.SourceUnreadable) as refused:
        directriz.open("plan.pdf")
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_what_is_too_long_for_a_word_stays_as_it_is() -> None:
    long = "abcé1" * 1600
    repaired = directriz.repair(f"Las nifias. {long} La prevencidn.")
    assert repaired.text == f"Las niñas. {long} La prevención."
    for each in repaired.corrections:
        assert repaired.original[each.start : each.start + len(each.before)] == each.before
