"""Texts in another language than they are declared to be in, and the packed lists of words that tell them."""

from __future__ import annotations

from directriz.clean.foreign_text import is_foreign
from directriz.clean.packed_words import END, all_codes, pack_words, packed_list
from directriz.language import shares_of
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
FRENCH = "Le comité a décidé que les États membres doivent renforcer la coopération entre les autorités chargées"
SPANISH = "El comité decidió que los Estados miembros deben reforzar la cooperación entre las autoridades encargadas"


@given(st.sets(WORDS), st.lists(WORDS))
def test_packed_words_are_the_words_that_were_packed(words: set[str], others: list[str]) -> None:
    packed = pack_words(words)
    assert all(word in packed for word in words)
    assert [word in packed for word in others] == [word in words for word in others]
    assert "" not in packed


def test_no_word_of_a_list_has_a_line_end_in_it_and_none_is_lost() -> None:
    words = shares_of("pt", "small")
    assert packed_list("pt").lines.split(END)[1:-1] == sorted(word.encode() for word in words)


def test_a_text_is_foreign_if_another_language_knows_clearly_more_of_it() -> None:
    assert len(all_codes()) > 40
    assert is_foreign(FRENCH, "es")
    assert is_foreign(SPANISH, "fr")
    assert not is_foreign(FRENCH, "fr")
    assert not is_foreign(SPANISH, "es")


def test_a_damaged_text_is_not_foreign() -> None:
    damaged = SPANISH.replace("ó", "6").replace("ci", "cl").replace("rr", "n")
    assert not is_foreign(damaged, "es")
