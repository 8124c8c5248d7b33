"""The language of a document: known ones, others, guesses; what a line's end parts in each."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
from directriz.errors import ManifestInvalid, SourceUnreadable
from directriz.language import (
    FOLDER,
    guess_language,
    known_codes,
    language_of,
    read_words,
    refuse_unknown,
    says_continued,
)
from directriz.read.pdf.page.cell_text import Vocabulary, join_lines, join_pieces
from directriz.read.pdf.prose.furniture import FOOTNOTE_BEGINS, PAGE_NUMBER
from directriz.read.pdf.table.page_breaks import goes_on

TEXTS = {
    "es": "La presente acción busca el fortalecimiento de los organismos y de las provincias, con una mesa del consejo "
    "para la asistencia y el acompañamiento de las víctimas de trata según su situación y la de sus familias.",
    "pt": "A presente ação busca o fortalecimento dos organismos e das províncias, com uma mesa do conselho para a "
    "assistência às vítimas de tráfico, ao longo dos anos, em todas as regiões, pela rede e pelos seus agentes.",
    "en": "This action strengthens the bodies of the provinces and the council of the state, with assistance to the "
    "victims of trafficking and to their families, for the duration of the proceedings and in the years after.",
    "und": "Cette action renforce les organes de la province et le conseil, avec une aide pour les victimes et les "
    "familles dans les provinces, sur le territoire et par le conseil, des aides et des soins pour les enfants.",
}


def test_three_languages_are_known_and_any_other_has_no_words() -> None:
    assert {"en", "es", "pt"} <= set(known_codes())
    assert [language_of(code).ocr for code in ("es", "pt", "en", "xx")] == ["spa", "por", "eng", ""]
    assert language_of("es") is language_of("es")
    unknown = language_of("xx")
    assert (unknown.code, unknown.is_known, unknown.has("casa")) == ("xx", False, False)


@pytest.mark.parametrize(
    ("word", "codes"),
    [("víctima", ["es"]), ("vítima", ["pt"]), ("trafficking", ["en"]), ("PREVENÇÃO", ["pt"]), ("xqztw", [])],
)
def test_a_word_belongs_to_its_language(word: str, codes: list[str]) -> None:
    common = [code for code in ("en", "es", "pt") if language_of(code).is_common(word)]
    assert common == codes


@pytest.mark.parametrize("code", TEXTS)
def test_a_language_is_guessed_from_its_small_words(code: str) -> None:
    found = guess_language([TEXTS[code]])
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "text", ["", "MINISTERIO DE SEGURIDAD 2024 2025", "el los una", TEXTS["es"] + TEXTS["pt"] + TEXTS["en"]]
)
def test_too_few_words_or_two_languages_tell_none(text: str) -> None:
    assert guess_language([text]) is None


@pytest.mark.parametrize(
    ("code", "lines", "joined"),
    [
        ("es", ["la coordina-", "ción de"], "la coordinación de"),
        ("pt", ["a coordena-", "ção de"], "a coordenação de"),
        ("en", ["the coordina-", "tion of"], "the coordination of"),
        ("pt", ["deve tornar-", "se pública"], "deve tornar-se pública"),
        ("pt", ["para fazê-", "lo no prazo"], "para fazê-lo no prazo"),
        ("pt", ["a pos-", "se do imóvel"], "a posse do imóvel"),
        ("pt", ["pessoas huma-", "nas"], "pessoas humanas"),
        ("pt", ["curso de pós-", "graduação"], "curso de pós-graduação"),
        ("pt", ["organização não-", "governamental"], "organização não-governamental"),
        ("en", ["the non-", "refoulement rule"], "the non-refoulement rule"),
        ("pt", ["o ex-", "presidente"], "o ex-presidente"),
        ("pt", ["a ex-", "pressão"], "a expressão"),
        ("en", ["a victim-", "centred approach"], "a victim-centred approach"),
        ("en", ["implementa-", "tion"], "implementation"),
        ("es", ["judicial-", "penitenciario"], "judicial-penitenciario"),
        ("xx", ["ukusebenzi-", "sana"], "ukusebenzisana"),
        ("xx", ["MINSEG-", "dnm"], "MINSEG-dnm"),
    ],
)
def test_a_word_parted_by_a_line_end_is_joined_as_its_language_writes_it(
    code: str, lines: list[str], joined: str
) -> None:
    """A vocabulary of many words that breaks some, as most documents do."""
    vocabulary = Vocabulary(language_of(code))
    assert join_lines(lines, vocabulary) == joined


@pytest.mark.parametrize(
    ("code", "first", "rest", "whole"),
    [
        ("es", "establecimiento", "s comerciales", "establecimientos comerciales"),
        ("pt", "responsávei", "s diretos", "responsáveis diretos"),
        ("en", "implementatio", "n of the plan", "implementation of the plan"),
        ("xx", "establecimiento", "s comerciales", "establecimiento s comerciales"),
    ],
)
def test_a_word_cut_without_a_hyphen_is_made_whole_where_it_is_one(
    code: str, first: str, rest: str, whole: str
) -> None:
    assert join_pieces([(first,), (rest,)], Vocabulary(language_of(code))) == whole


@pytest.mark.parametrize(
    ("code", "text", "is_open"),
    [
        ("es", "asistencia a las", True),
        ("es", "asistencia a do", False),
        ("pt", "assistência às", True),
        ("pt", "Não", False),
        ("en", "assistance to the", True),
        ("en", "the victims", False),
        ("xx", "assistance to the", False),
        ("xx", "assistance,", True),
    ],
)
def test_an_open_word_leaves_a_text_open_in_its_language(code: str, text: str, is_open: bool) -> None:
    language = language_of(code)
    assert language.is_open(text) is is_open
    assert goes_on(text, "Víctimas", language) is is_open


@pytest.mark.parametrize(("code", "item"), [("es", "uno; y"), ("pt", "um; e"), ("en", "one; and"), ("en", "one; or")])
def test_the_last_item_but_one_of_a_list_ends_with_a_joiner(code: str, item: str) -> None:
    assert language_of(code).ends_with_joiner(item)
    assert not language_of(code).ends_with_joiner(item.replace(";", ""))


@pytest.mark.parametrize(
    "line", ["(continúa)", "CONTINUACIÓN", "viene de la página 3", "Continuação", "(continued)", "cont. p. 2"]
)
def test_a_line_that_says_that_a_table_goes_on_is_known_in_every_language(line: str) -> None:
    assert says_continued(line)
    assert not says_continued(f"Se {line.strip('()')} mañana")


def test_page_numbers_and_notes_are_known_in_every_language() -> None:
    for line in (
        "Página 3 de 10",
        "Pág. 3/10",
        "pagina 3",
        "Page 3 of 10",
        "Folha 3",
        "fl. 3",
        "Hoja 12",
        "- 3 -",
        "xiv",
    ):
        assert PAGE_NUMBER.match(line), line
    assert PAGE_NUMBER.match("Artículo 3") is None
    for line in ("Nota: los datos", "Note: figures", "1 Ley 26.364", "* sin datos"):
        assert FOOTNOTE_BEGINS.match(line), line


def test_an_unknown_language_is_refused_with_those_known() -> None:
    refuse_unknown(language_of("pt"), "plan.pdf", "this", ManifestInvalid)
    with pytest.raises(SourceUnreadable, match=r"language is 'xx'.*\n.*en \(English\), es \(Spanish\), pt"):
        refuse_unknown(language_of("xx"), "plan.pdf", "this", SourceUnreadable)


# Modules whose Spanish words are no word list of the documents' language that belongs into reference/languages/.
SPANISH_ON_PURPOSE = {
    "commands/panel_sheets.py": "sheets that people fill in, in Spanish",
    "commands/sheet_files.py": "sheets that people fill in, in Spanish",
    "key_values.py": "examples of values in messages",
    "link/evidence.py": "the column evidence_es",
    "link/explain.py": "the answer of `why` in Spanish",
    "link/feature_names.py": "the answer of `why` in Spanish",
    "publish/package.py": "titles in English and Spanish",
    "publish/workbook.py": "titles in English and Spanish",
}
MOST_SPANISH = 3  # words of a module: an example in a message has as many


def spanish_words_of(path: Path) -> set[str]:
    """Return the words in the texts of a module, docstrings aside, that are Spanish and not English."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docs = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs]
    words = {word.lower() for text in texts if isinstance(text, str) for word in re.findall(r"[^\W\d_]{3,}", text)}
    spanish, english = language_of("es"), language_of("en")
    return {word for word in words if spanish.share(word) > max(1e-5, 3 * english.share(word))}


def test_spanish_word_lists_stand_in_the_language_s_own_files() -> None:
    """A list of words of the documents' language belongs into reference/languages/."""
    package = Path(__file__).parents[1] / "pipeline"
    modules = {path.relative_to(package).as_posix(): path for path in package.rglob("*.py")}
    found = {
        name: sorted(words)
        for name, path in modules.items()
        if not name.startswith("reference/") and len(words := spanish_words_of(path)) > MOST_SPANISH
    }
    assert {name: words for name, words in found.items() if name not in SPANISH_ON_PURPOSE} == {}
    assert sorted(name for name in SPANISH_ON_PURPOSE if name not in found) == [], "no longer needed here"


@pytest.mark.parametrize("file", ["language.toml", "plan_words.toml", "draft_words.toml"])
def test_a_missing_file_of_a_language_is_named(file: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "en", tmp_path / "fr")
    assert read_words("fr", file, tmp_path) == read_words("en", file)
    (tmp_path / "fr" / file).unlink()
    with pytest.raises(ManifestInvalid, match=rf"reference/languages/fr/{file}: the file is missing\nCopy it from es/"):
        read_words("fr", file, tmp_path)


@pytest.mark.parametrize(
    ("text", "found"),
    [("name = ", "it cannot be read"), ('name = "Français"', r"it lacks \[agreement\], \[agreement\] determiners")],
)
def test_a_wrong_file_of_a_language_is_named(text: str, found: str, tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "fr" / "language.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=rf"reference/languages/fr/language\.toml: {found}"):
        read_words("fr", "language.toml", tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Former les agents de la police à l'identification des victimes. Créer un centre d'accueil pour les femmes. "
        "Renforcer la coopération avec les pays voisins et les organisations de la société civile dans la région.",
        "Il piano nazionale contro la tratta di esseri umani prevede misure di prevenzione e di protezione delle "
        "vittime. Le azioni sono attuate dal governo con le regioni e con gli enti del terzo settore che "
        "operano nel campo.",
        "El pla d'acció contra el tràfic de persones preveu mesures de prevenció i de protecció de les víctimes. "
        "Les accions les duen a terme els departaments amb les entitats i els municipis que treballen en aquest àmbit.",
        "O plan de acción contra a trata de persoas prevé medidas de prevención e de protección das vítimas. As "
        "accións lévanse a cabo polos departamentos coas entidades e cos concellos que traballan neste ámbito "
        "desde hai anos.",
        "Der nationale Aktionsplan gegen Menschenhandel umfasst Maßnahmen zur Prävention und zum Schutz der Opfer in "
        "den Ländern. Die Regierung wird die Zusammenarbeit verstärken und die Ausbildung der Polizei fördern.",
        "Plan national contre la traite des personnes",
    ],
)
def test_another_language_is_not_taken_for_a_known_one(text: str) -> None:
    guessed = guess_language([text])
    assert guessed is None or not guessed.is_known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Eje 1. Prevención. Formar docentes (Responsable: UGEL; plazo: 2027). Eje 2. Atención. Abrir albergues. "
         "Difundir información. Capacitación. Igualdad. Coordinación. Crear comisiones y redes. Situación.", "es"),
        ("Eixo 1. Prevenção. Capacitação. Eixo 2. Proteção. Divulgar informações. Criar comissões. Articulação. "
         "Ações. Situação. Avaliação. Execução.", "pt"),
    ],
)  # fmt: skip
def test_a_short_text_is_told_by_the_endings_of_its_words(text: str, code: str) -> None:
    found = guess_language([text])
    assert found is not None
    assert found.code == code
