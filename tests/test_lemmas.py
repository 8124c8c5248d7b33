"""Lemmas from packed dictionaries are those from whole ones."""

from __future__ import annotations

import pytest
import simplemma
from directriz.reference.lemmas import dictionary_lemma, from_dictionary, is_dictionary_form, known_lemmas

from benchmarks.known_lemmas import asked_words

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


def test_every_word_that_each_run_asks_for_is_at_hand() -> None:
    """A word that is missing changes no result, but each process then opens a dictionary: half a second, unnoticed."""
    missing = [(code, word) for code, word in asked_words() if (code, word) not in known_lemmas()]
    assert missing == [], "run `python -m benchmarks.known_lemmas`"
