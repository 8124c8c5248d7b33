"""Actions and directives in Portuguese and English: their own words and concepts, compared with Spanish ones."""

from __future__ import annotations

import pandas as pd
import pytest
from directriz.link import LinkSettings, link
from directriz.link.concepts import finder_of
from directriz.link.reviews import no_reviews
from directriz.link.weighted_texts import read_actions
from directriz.link.words import words_in
from directriz.reference.concepts import read_concepts
from test_link import DIRECTIVES, action_table, directive_table, top

IN = {
    "es": ("Campañas de sensibilización para la población", "Crear refugios para víctimas de trata"),
    "pt": ("Campanhas de conscientização para a população", "Criar abrigos para vítimas de tráfico de pessoas"),
    "en": ("Awareness campaigns for the general public", "Set up shelters for victims of trafficking"),
}
OTHERS = {
    "pt": ("Pavimentar estradas vicinais", "Reforma do ginásio de esportes", "Crédito para agricultores familiares"),
    "en": ("Pave rural roads", "Refurbish the sports hall", "Credit programme for family farmers"),
}


@pytest.mark.parametrize("code", IN)
def test_an_action_in_another_language_is_linked_to_the_same_directives(code: str) -> None:
    actions = action_table({f"x/a/{place}": text for place, text in enumerate(IN[code])})
    made = link(actions, directive_table(DIRECTIVES), ["oas-2"], no_reviews(), LinkSettings(language=code))
    assert top(made.links) == {"x/a/0": "oas-2/directive/4", "x/a/1": "oas-2/directive/29"}
    assert made.issues.empty


@pytest.mark.parametrize("code", OTHERS)
def test_a_plan_on_another_subject_is_told_in_every_language(code: str) -> None:
    texts = {f"x/a/{place}": text for place, text in enumerate(OTHERS[code] * 2)}
    made = link(action_table(texts), directive_table(DIRECTIVES), ["oas-2"], no_reviews(), LinkSettings(language=code))
    assert list(made.issues["issue_code"]) == ["plan_off_subject"]
    assert set(made.links["status"]) == {"no-match"}
    assert set(made.coverage["status"]) == {"none"}


@pytest.mark.parametrize("code", ["pt", "en"])
def test_directives_in_another_language_are_linked_too(code: str) -> None:
    directives = directive_table({f"oas-9/directive/{place}": text for place, text in enumerate(IN[code])})
    actions = action_table({f"x/a/{place}": text for place, text in enumerate(IN["es"])})
    made = link(actions, directives.assign(language=code), ["oas-9"], no_reviews())
    assert top(made.links) == {"x/a/0": "oas-9/directive/0", "x/a/1": "oas-9/directive/1"}


@pytest.mark.parametrize("code", ["pt", "en"])
def test_evidence_quotes_the_words_of_the_language(code: str) -> None:
    actions = action_table({"x/a/1": IN[code][1]})
    made = link(actions, directive_table(DIRECTIVES), ["oas-2"], no_reviews(), LinkSettings(language=code))
    row = made.links.iloc[0]
    assert {"pt": "«abrigos para vítimas", "en": "«shelters for victims"}[code] in row["evidence"]
    assert "ambas: refugios y albergues" in row["evidence_es"]


def test_rows_of_one_table_may_be_in_several_languages() -> None:
    table = pd.concat(
        [action_table({f"x/a/{code}": IN[code][1]}).assign(language=code) for code in IN], ignore_index=True
    )
    read = read_actions(table, finder_of())
    assert [document.language for document in read] == list(IN)
    assert all({"measure.shelter", "target.victims"} <= document.own_concepts.keys() for document in read)
    assert all({"refugi", "victim"} <= document.own_terms.keys() for document in read)


def test_a_language_that_is_not_known_is_compared_letter_by_letter() -> None:
    assert [term.key for term in words_in("fr").terms_of("Créer des refuges")] == ["creer", "des", "refuges"]
    assert finder_of(code="fr").find("Créer des refuges") == ()


@pytest.mark.parametrize("code", ["pt", "en"])
def test_nearly_every_concept_has_expressions_and_each_is_found(code: str) -> None:
    lexicon = read_concepts().in_language(code)
    assert sum(bool(concept.phrases) for concept in lexicon.concepts) >= len(lexicon.concepts) - 1
    finder = finder_of(code=code)
    for concept in lexicon.concepts:
        for phrase in concept.phrases:
            assert concept.key in {match.key for match in finder.find(phrase.replace("…", ""))}, phrase


def test_denials_are_those_of_the_language() -> None:
    assert not finder_of(code="en").find("without shelter")
    assert finder_of(code="pt").find("sem abrigo") == ()
