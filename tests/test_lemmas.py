"""Lemmas from packed dictionaries are those from whole ones."""

from __future__ import annotations

import pytest
import simplemma
from directriz.reference.lemmas import dictionary_lemma, from_dictionary, is_dictionary_form, known_lemmas

WORDS = {"es": ("víctimas", "refugios", "trabajadoras", "xyzzy"), "pt": ("ações", "vítimas"), "en": ("children", "was")}


@pytest.mark.parametrize("code", WORDS)
def test_lemmas_are_those_of_the_whole_dictionary(code: str) -> None:
    assert [dictionary_lemma(word, code) for word in WORDS[code]] == [
        simplemma.lemmatize(word, lang=code) for word in WORDS[code]
    ]


def test_a_form_is_known_or_not() -> None:
    assert [is_dictionary_form(word, "es") for word in ("víctimas", "xyzzy")] == [True, False]


def test_lemmas_at_hand_are_those_of_the_dictionary() -> None:
    known = known_lemmas()
    assert {code for code, _ in known} == {"en", "es", "pt"}
    for (code, word), lemma in sorted(known.items())[::5]:
        assert from_dictionary(word, code) == lemma, (code, word)
