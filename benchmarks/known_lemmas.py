"""Writes the lemmas of the words that every run asks for: `pipeline/reference/known_lemmas.csv`.

The linker reads the phrases of the lexicon and the actions of other subjects in each language, and the names of all
bodies, before it reads a plan. With their lemmas at hand a run opens the dictionary of a language only if a document in
that language has a word that is not among them.

    python -m benchmarks.known_lemmas

Nothing breaks where the file is older than the lexicon: words that it lacks are looked up in the dictionary.
"""

from __future__ import annotations

import csv
import io
import sys
from unittest.mock import patch

from directriz.language import language_of
from directriz.link import words
from directriz.link.concepts import finder_of
from directriz.link.signals import read_strangers
from directriz.reference import lemmas, names
from directriz.reference.agencies import read_agencies
from directriz.reference.matcher import matcher_of

LANGUAGES = ("en", "es", "pt")


def asked_words() -> list[tuple[str, str]]:
    """Return each language and word of which a run asks the lemma whatever the documents are, sorted."""
    asked: set[tuple[str, str]] = set()

    def noted(word: str, code: str) -> str:
        asked.add((code, word))
        return lemmas.dictionary_lemma(word, code)

    with patch.object(words, "dictionary_lemma", noted), patch.object(names, "dictionary_lemma", noted):
        for code in LANGUAGES:
            finder_of(None, code)
            matcher_of(read_agencies(), None, language_of(code))
        read_strangers(finder_of(), None)
    return sorted(asked)


def main() -> int:
    """Write the file and print how many words it holds."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(lemmas.COLUMNS)
    rows = [(code, word, lemmas.from_dictionary(word, code)) for code, word in asked_words()]
    writer.writerows(rows)
    lemmas.FILE.write_text(text.getvalue(), encoding="utf-8")
    print(f"{lemmas.FILE.name}: {len(rows)} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
