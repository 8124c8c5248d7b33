"""Lemmas and inflected forms of words, from simplemma's dictionaries.

As a Python object a dictionary takes 30 to 120 MB, and a word is found in 30 millionths of a second. As it is packed it
takes 10 MB, and a word 250 millionths. The linker asks for a few thousand words in three languages, and remembers them:
it reads the packed ones. Scan repair asks for a hundred thousand spellings in one language: it unpacks that one.
"""

from __future__ import annotations


def dictionary_lemma(word: str, code: str) -> str:
    """Return the lemma of a word in lower case in the language `code`, accents kept; the word where none is known."""
    import simplemma  # loading takes a tenth of a second, which many runs need not spend

    return str(simplemma.lemmatize(word, lang=code, low_memory=True))


def is_dictionary_form(word: str, code: str) -> bool:
    """Tell whether the dictionary of a language has `word`, in lower case, as a form or a lemma."""
    import simplemma

    return bool(simplemma.is_known(word, lang=code))
