"""The registry of bodies: what it refuses, and how names are found in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from directriz.errors import ManifestInvalid
from directriz.language import language_of
from directriz.records import Agency
from directriz.reference import agency_rows, find_agencies, read_agencies
from directriz.reference.agencies import COLUMNS, RegisteredAgency, Registry
from directriz.reference.matcher import matcher_of
from directriz.reference.names import acronym_spellings, fold_name, is_acronym, lemma_of, words_of
from hypothesis import given, settings
from hypothesis import strategies as st

REGISTRY = read_agencies()
HEADER = ",".join(COLUMNS)
MINISTRY = "ar-ms,MSAL,Ministerio de Salud,ministry,ARG,,2019,,Salud|Cartera,Ley de Ministerios"
UNIT = "ar-u,,Unidad de Salud,unit,ARG,ar-ms,,,,ar-plan l. 1"


def registry_of(tmp_path: Path, *lines: str) -> Registry:
    """Return the registry read from a file of these lines."""
    path = tmp_path / "agencies.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_agencies(path)


def test_a_registry_is_read_and_counted(tmp_path: Path) -> None:
    registry = registry_of(tmp_path, HEADER, MINISTRY, UNIT)
    assert registry.agencies[0] == RegisteredAgency(
        agency_id="ar-ms",
        acronym="MSAL",
        name="Ministerio de Salud",
        kind="ministry",
        jurisdiction="ARG",
        parent_agency_id=None,
        valid_from="2019",
        valid_to=None,
        aliases=("Salud", "Cartera"),
        source="Ley de Ministerios",
    )
    mentions = {"ar-ms": 2}
    assert agency_rows(registry, mentions) == (
        Agency("ar-ms", "MSAL", "Ministerio de Salud", "ministry", "ARG", None, "2019", None, "Salud|Cartera", 2),
        Agency("ar-u", None, "Unidad de Salud", "unit", "ARG", "ar-ms", None, None, None, 0),
    )
    assert registry.is_part_of("ar-u", "ar-ms")
    assert not registry.is_part_of("ar-ms", "ar-ms")


REFUSED = {
    "other columns": (HEADER.replace("kind", "type"), MINISTRY, UNIT),
    "a cell too few": (HEADER, MINISTRY, UNIT.removesuffix(",ar-plan l. 1")),
    "no source": (HEADER, MINISTRY, UNIT.removesuffix("ar-plan l. 1")),
    "an id twice": (HEADER, MINISTRY, UNIT.replace("ar-u,", "ar-ms,")),
    "an unknown parent": (HEADER, MINISTRY, UNIT.replace("ar-ms", "ar-m")),
    "its own parent": (HEADER, MINISTRY, UNIT.replace("ar-ms", "ar-u")),
    "a name twice": (HEADER, MINISTRY, UNIT.replace("Unidad de Salud", "CARTERA")),
    "an alias twice": (HEADER, MINISTRY, UNIT.replace(",,,ar-plan", ",,m.s.a.l.|MSAL,ar-plan")),
}
FOUND = {
    "other columns": ("line 1", "columns"),
    "a cell too few": ("line 3", "9 cells, expected 10"),
    "no source": ("line 3", "is empty"),
    "an id twice": ("line 3", "'ar-ms' stands in agencies.csv line 2 too"),
    "an unknown parent": ("line 3", "parent 'ar-m' is no body"),
    "its own parent": ("line 3", "part of itself"),
    "a name twice": ("line 3", "name 'CARTERA' is 'ar-ms' in agencies.csv line 2 already"),
    "an alias twice": ("line 3", "name 'MSAL' is 'ar-ms' in agencies.csv line 2 already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_registry_that_cannot_be_followed_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    with pytest.raises(ManifestInvalid) as refusal:
        registry_of(tmp_path, *REFUSED[case])
    line, found = FOUND[case]
    assert refusal.value.place == f"agencies.csv {line}"
    assert found in refusal.value.found
    assert refusal.value.remedy


def test_two_countries_may_have_bodies_of_one_name(tmp_path: Path) -> None:
    abroad = MINISTRY.replace("ar-ms", "cl-ms").replace("ARG", "CHL").replace("Ley de Ministerios", "DL 2.763")
    registry = registry_of(tmp_path, HEADER, MINISTRY, abroad)
    assert [find_agencies("el Ministerio de Salud", registry, country)[0][0] for country in ("ARG", "CHL")] == [
        "ar-ms",
        "cl-ms",
    ]
    anywhere = matcher_of(registry)
    assert not find_agencies("el Ministerio de Salud", registry)
    assert anywhere.nearest("Ministerio de Salut") is None
    assert matcher_of(registry, "CHL").nearest("Ministerio de Salut") is not None


def test_a_registry_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    text = "\n".join([HEADER, UNIT.replace("ar-ms", "").replace("Salud", "Niñez")])
    path.write_text(text, encoding="latin-1")
    with pytest.raises(ManifestInvalid, match="no table in UTF-8"):
        read_agencies(path)
    path.write_text(text, encoding="utf-8")
    assert read_agencies(path).agencies[0].name == "Unidad de Niñez"


def test_the_shipped_registry_parts_what_is_not_the_same_body() -> None:
    ids = {fold_name(name): agency.agency_id for agency in REGISTRY.agencies for name in agency.names}
    same = [("MPF", "Ministerio Público Fiscal"), ("CFT", "Consejo Federal del Trabajo"), ("ST", "Secretaría Técnica")]
    assert all(ids[fold_name(left)] == ids[fold_name(right)] for left, right in same)
    assert REGISTRY.agency("ar-protex").parent_agency_id == "ar-mpf"
    assert ids["dnm"] != ids["ministerio del interior"]


TEXTS = {
    "Actas del CFT y del Consejo Federal del Trabajo": ["ar-cft", "ar-cft"],
    "la Secretaría de Empleo, entre ésta y la COOTRAVIC": ["ar-se", "ar-cootravic"],
    "al Punto Focal Provincial o de la CABA, del PFN": ["ar-pfp", "ar-pfn"],
    "organismos provinciales y un organismo municipal": ["organismos-provinciales", "organismos-municipales"],
    "el Departamento de Seguridad Publica (DSP) de la OEA": ["oea-dsp", "oea-dsp", "oea"],
    "la cooperación de la SG/OEA con la O.I.T.": ["oea-sg", "oit"],
    "POLICIAS DE LAS PROVINCIAS, una policía provincial": ["ar-policias-provinciales", "ar-policias-provinciales"],
    "el punto focal nacional": ["ar-pfn"],
    "presidencia, st, el pleno, plataforma Minseg-Virtual": [],
    "Oficina de las Naciones Unidas contra la Drogas y el Delito": ["unodc"],
    "": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_known_bodies_are_found_in_running_text(text: str) -> None:
    found = find_agencies(text, REGISTRY)
    assert [agency_id for agency_id, _, _ in found] == TEXTS[text]


def test_a_body_found_in_a_text_slices_back() -> None:
    text = "Asistir, con la Dirección Nacional de Migraciones y la O.I.M, a las víctimas."
    assert [text[start:end] for _, start, end in find_agencies(text, REGISTRY)] == [
        "Dirección Nacional de Migraciones",
        "O.I.M",
    ]


NEAR = {
    "Minsterio de Seguridad": "ar-minseg",
    "Consejo Federal de Trabajo": "ar-cft",
    "Direccion Nacional de Migración": "ar-dnm",
    "Puntos Focales Provincales": "ar-pfp",
}
FAR = [
    "Ministerio de Seguridad Social",  # a word more
    "Ministerio de Defensa",  # a word less than the Ministerio Público de la Defensa
    "Subsecretaría de Empleo",  # a unit of the Secretaría
    "Secretaría Técnica de la Coalición Nacional",  # Nacional is near to Regional
    "Ministerio de Salta",
    "MINSEC",  # acronyms are never guessed
    "Corte",
]


@pytest.mark.parametrize("name", NEAR)
def test_a_misprint_of_one_name_is_proposed(name: str) -> None:
    likeness = matcher_of(REGISTRY).nearest(name)
    assert likeness is not None
    assert likeness.agency.agency_id == NEAR[name]
    assert likeness.score < 1


@pytest.mark.parametrize("name", FAR)
def test_a_name_that_may_be_another_bodys_is_not_guessed(name: str) -> None:
    assert matcher_of(REGISTRY).nearest(name) is None


def test_two_near_names_leave_a_misprint_open(tmp_path: Path) -> None:
    norte = "a,,Consejo del Distrito Costero,council,ARG,,,,,x"
    assert matcher_of(registry_of(tmp_path, HEADER, norte)).nearest("Consejo del Distrito Costera") is not None
    both = registry_of(tmp_path, HEADER, norte, "b,,Consejo del Distrito Costeño,council,ARG,,,,,x")
    assert matcher_of(both).nearest("Consejo del Distrito Costera") is None


@pytest.mark.parametrize(
    ("spelling", "count"), [("MJyDDHH", 1), ("M.J.y DD.HH.", 1), ("MJ y D D H H", 1), ("mj y dd hh", 0), ("M JyDD", 0)]
)
def test_an_acronym_is_known_however_it_is_spaced(spelling: str, count: int) -> None:
    assert len(matcher_of(REGISTRY).mentions(spelling, words_of(spelling))) == count


def test_acronyms_are_told_from_words() -> None:
    assert [is_acronym(name) for name in ("MMGyD", "ST", "Pleno", "S", "SG/OEA", "y")] == [True, True, *[False] * 4]
    assert acronym_spellings("OIT") == [("oit",), ("o", "i", "t")]


def keys_of(text: str, is_lemma: bool) -> list[str]:
    """Return the words of a text as compared, folded or as lemmas."""
    return [lemma_of(word.text) if is_lemma and not word.is_mark else word.key for word in words_of(text)]


def slow_spellings(agency: RegisteredAgency, name: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield the keys of a name, with and without its commas, those of a collective as lemmas too."""
    for is_lemma in {False, agency.kind == "collective" and not is_acronym(name)}:
        keys = [fold_name(name)] if is_acronym(name) else keys_of(name, is_lemma)
        yield is_lemma, keys
        yield is_lemma, [key for key in keys if key != ","]


SPELLINGS = [
    (agency.agency_id, is_lemma, keys)
    for agency in REGISTRY.agencies
    for name in agency.names
    for is_lemma, keys in slow_spellings(agency, name)
]


def slow_mentions(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the known names of a text, each compared with every run of its words, the longest first."""
    words = words_of(text)
    keys = {is_lemma: keys_of(text, is_lemma) for is_lemma in (False, True)}
    runs = [(first, last) for first in range(len(words)) for last in range(first + 1, len(words) + 1)]
    taken: set[int] = set()
    for first, last in sorted(runs, key=lambda run: (run[0] - run[1], run[0])):
        for agency_id, is_lemma, name in SPELLINGS:
            if taken.isdisjoint(range(first, last)) and keys[is_lemma][first:last] == name:
                taken.update(range(first, last))
                yield agency_id, words[first].start, words[last - 1].end


BITS = st.sampled_from(
    [name for agency in REGISTRY.agencies for name in (agency.name, agency.names[-1])]
    + ["organismo provincial", "la", ",", "-", "Ministerio de", "Salud", "OEA/", "de la Coalición", "y"]
)


@settings(deadline=None)
@given(st.lists(BITS, max_size=3).map(" ".join))
def test_the_fast_matcher_finds_what_a_slow_one_finds(text: str) -> None:
    found = matcher_of(REGISTRY).mentions(text, words_of(text))
    assert [(m.agency.agency_id, m.start, m.end) for m in found] == sorted(slow_mentions(text), key=lambda hit: hit[1])


BRAZIL = (
    HEADER,
    "br-mj,MJeSP,Ministério da Justiça e da Segurança,ministry,BRA,,,,,x",
    "br-p,,Polícias estaduais,collective,BRA,,,,,x",
)


def test_names_are_found_by_the_words_of_the_language_of_the_plan(tmp_path: Path) -> None:
    registry = registry_of(tmp_path, *BRAZIL)
    portuguese, spanish = (matcher_of(registry, "BRA", language_of(code)) for code in ("pt", "es"))
    text = "a polícia estadual e o M.J. e S.P."
    found = [mention.agency.agency_id for mention in portuguese.mentions(text, words_of(text))]
    assert found == ["br-p", "br-mj"], "a collective by its lemma, an acronym with its joining e"
    misprint = "Ministério de Justica e Seguranca"
    assert portuguese.nearest(misprint) is not None, "small words of Portuguese do not count"
    assert spanish.nearest(misprint) is None


def test_a_language_that_is_not_known_has_no_lemmas() -> None:
    assert lemma_of("Polícias", "pt") == "policia"
    assert lemma_of("Polícias", "xy") == "policias"


def test_no_module_of_the_registry_names_a_language() -> None:
    folder = Path(read_agencies.__code__.co_filename).parent
    for name in ("names.py", "matcher.py", "agencies.py"):
        code = (folder / name).read_text(encoding="utf-8")
        assert not re.search(r"""["'](?:es|pt|en|de|del|la|los|y)["']""", code), name
