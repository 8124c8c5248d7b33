"""Concepts: found over lemmas, with the words that carry them, weighed by where in the sentence they stand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from directriz.errors import ManifestInvalid
from directriz.link.concepts import ConceptFinder, finder_of, weigh_by_emphasis
from directriz.link.words import lemmas_of, terms_of
from directriz.reference.concepts import CONCEPTS_FILE, Concept, Lexicon, read_concepts
from directriz.reference.emphasis import Emphasis
from hypothesis import given
from hypothesis import strategies as st

SMALL = Lexicon(
    concepts=(
        Concept("measure", "training", "Training", "Capacitación", ("capacitación", "formación")),
        Concept("measure", "vocational", "Work", "Oficio", ("formación profesional", "inclusión … laboral")),
        Concept("measure", "shelter", "Shelters", "Refugios", ("refugio", "albergue"), broader=("measure.care",)),
        Concept("measure", "care", "Care", "Asistencia", ("asistencia",)),
        Concept("target", "migration", "Migration", "Migración", ("dirección nacional de migraciones",)),
        Concept("measure", "protocol", "Protocols", "Protocolos", ("protocolo",), about=True),
        Concept("topic", "chains", "Chains", "Cadenas", ("cadena de suministro",)),
    ),
    phases=(("prevention", ("prevención",)),),
    scopes=(
        ("purpose", ("para",)),
        ("circumstance", ("teniendo en cuenta",)),
        ("aside", ("de acuerdo con",)),
        ("subject", ("sobre",)),
    ),
)


@pytest.fixture(scope="module")
def finder() -> ConceptFinder:
    return ConceptFinder(SMALL)


def found(finder: ConceptFinder, text: str) -> list[tuple[str, str, float]]:
    return [(match.key, match.surface, match.weight) for match in finder.find(text)]


def test_a_phrase_is_found_in_other_forms_of_its_words(finder: ConceptFinder) -> None:
    assert found(finder, "riesgos en las CADENAS DEL SUMINISTRO; albergues") == [
        ("topic.chains", "CADENAS DEL SUMINISTRO", 1.0),
        ("measure.shelter", "albergues", 1.0),
    ]


def test_the_longer_phrase_counts(finder: ConceptFinder) -> None:
    assert found(finder, "Cursos de formación profesional") == [("measure.vocational", "formación profesional", 1.0)]
    assert found(finder, "Cursos de formación y otros") == [("measure.training", "formación", 1.0)]


def test_a_gap_takes_three_words_and_no_full_stop(finder: ConceptFinder) -> None:
    assert found(finder, "inclusión económica, social y laboral")[0][:2] == (
        "measure.vocational",
        "inclusión económica, social y laboral",
    )
    assert found(finder, "la inclusión. El ámbito laboral") == []


def test_what_it_is_for_counts_less_than_what_is_done(finder: ConceptFinder) -> None:
    assert found(finder, "Capacitación para los refugios") == [
        ("measure.training", "Capacitación", 1.0),
        ("measure.shelter", "refugios", 0.5),
    ]


def test_what_it_is_for_counts_whole_where_nothing_is_done_before(finder: ConceptFinder) -> None:
    assert found(finder, "Adoptar medidas para ampliar refugios") == [("measure.shelter", "refugios", 1.0)]


def test_an_aside_ends_at_the_comma_and_a_circumstance_does_not(finder: ConceptFinder) -> None:
    assert [weight for *_, weight in found(finder, "De acuerdo con la capacitación, crear refugios")] == [1.0, 1.0]
    assert found(finder, "Crear refugios de acuerdo con la capacitación, y asistencia")[1:] == [
        ("measure.training", "capacitación", 0.3),
        ("measure.care", "asistencia", 1.0),
    ]
    assert found(finder, "Crear refugios teniendo en cuenta la capacitación, la asistencia")[1:] == [
        ("measure.training", "capacitación", 0.2),
        ("measure.care", "asistencia", 0.2),
    ]


def test_what_a_measure_is_on_is_not_done(finder: ConceptFinder) -> None:
    assert [weight for *_, weight in found(finder, "Capacitación sobre refugios")] == [1.0, 0.2]
    assert [weight for *_, weight in found(finder, "Capacitación sobre cadenas de suministro")] == [1.0, 1.0]


def test_a_protocol_s_subject_counts_less_and_what_stands_beside_it_counts_whole(finder: ConceptFinder) -> None:
    assert [weight for *_, weight in found(finder, "Protocolo de asistencia en refugios")] == [1.0, 0.3, 0.3]
    assert [weight for *_, weight in found(finder, "Protocolo y capacitación de asistencia")] == [1.0, 1.0, 0.3]
    assert [weight for *_, weight in found(finder, "Asistencia y protocolo")] == [1.0, 1.0]


def test_a_directive_s_emphasis_says_what_it_asks_for(finder: ConceptFinder) -> None:
    emphasis = Emphasis(frozenset(["measure.shelter", "measure.nothing"]), frozenset(["measure.care"]))
    matches = finder.find("Crear refugios, asistencia, capacitación")
    weighed = [(match.key, match.scope, match.weight) for match in weigh_by_emphasis(matches, emphasis)]
    assert weighed == [
        ("measure.shelter", "asked", 1.0),
        ("measure.care", "beside", 0.4),
        ("measure.training", "mentioned", 0.1),
    ]
    assert weigh_by_emphasis(matches, None) == matches


def test_what_is_denied_is_not_found(finder: ConceptFinder) -> None:
    assert found(finder, "Casos sin asistencia") == []
    assert found(finder, "Casos con asistencia") == [("measure.care", "asistencia", 1.0)]


def test_the_acronym_of_a_body_stands_for_whom_its_name_names() -> None:
    keys = {match.key for match in finder_of().find("formación del personal de la DNM")}
    assert {"measure.training", "target.migration-authorities"} <= keys


def test_a_broader_concept_counts_half(finder: ConceptFinder) -> None:
    assert finder.bag(finder.find("Crear refugios")) == {"measure.shelter": 1.0, "measure.care": 0.5}


def test_headings_are_of_the_same_phase_in_other_words() -> None:
    real = finder_of()
    assert real.phases("PERSECUCIÓN") == real.phases("REPRESIÓN Y RENDICIÓN DE CUENTAS") == {"prosecution"}
    assert real.phases("DIRECTRICES GENERALES") == frozenset()


@given(
    st.lists(
        st.sampled_from(
            ["crear", "refugios,", "para", "la", "capacitación;", "sin", "cadenas", "del", "suministro.", "DNM"]
        )
    )
)
def test_spans_slice_back(words: list[str]) -> None:
    text = " ".join(words)
    for match in finder_of().find(text):
        assert text[match.start : match.end] == match.surface
    for term in lemmas_of(text):
        assert text[term.start : term.end] == term.surface


def test_every_shipped_phrase_is_found_in_itself() -> None:
    finder = finder_of()
    for concept in read_concepts().concepts:
        for phrase in concept.phrases:
            if "…" not in phrase:
                keys = {match.key for match in finder.find(f"Es {phrase}")}
                assert concept.key in keys or phrase.startswith("no "), (concept.key, phrase, keys)


def test_a_lexicon_without_a_concept_has_no_trace_of_it() -> None:
    without = SMALL.without("measure.care")
    assert ConceptFinder(without).bag(ConceptFinder(without).find("refugios y asistencia")) == {"measure.shelter": 1.0}


def test_a_concept_can_be_taken_out_of_the_file_alone(tmp_path: Path) -> None:
    text = CONCEPTS_FILE.read_text(encoding="utf-8")
    start = text.index("[measure.assistance]")
    path = tmp_path / "concepts.toml"
    path.write_text(text[:start] + text[text.index("\n[", start) + 1 :], encoding="utf-8")
    assert read_concepts(path) == read_concepts().without("measure.assistance")


def test_every_shipped_broader_concept_is_one() -> None:
    known = {concept.key for concept in read_concepts().concepts}
    for facet, name, broader in re.findall(
        r"^\[(\w+)\.([\w-]+)\]\n(?:(?!\[).*\n)*?broader = (.*)$", CONCEPTS_FILE.read_text(encoding="utf-8"), re.M
    ):
        assert set(json.loads(broader)) <= known, f"{facet}.{name}"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ('[measure.shelter]\nen = "Shelters"', '[measure.shelter]\nhue = "x"\nen = "Shelters"', "measure.shelter"),
        ("[topic.cyber]", "[mood.cyber]", "unknown facet mood"),
        ("negation =", "denial =", "unknown scope denial"),
    ],
)
def test_a_lexicon_that_cannot_be_meant_is_refused(tmp_path: Path, before: str, after: str, message: str) -> None:
    text = CONCEPTS_FILE.read_text(encoding="utf-8")
    path = tmp_path / "concepts.toml"
    path.write_text(text, encoding="utf-8")
    assert read_concepts(path).concepts == read_concepts().concepts
    other = tmp_path / "other.toml"
    other.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ManifestInvalid, match=message):
        read_concepts(other)


def test_terms_are_stems_of_words_that_mean_something() -> None:
    assert [term.key for term in terms_of("Crear la creación de los trabajadores/as")] == ["cre", "cre", "trabaj"]
