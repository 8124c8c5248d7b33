"""Known words and how often each is written. They tell a damaged word from a rare one.

Three sources: wordfreq's large list of the language (Spanish: 342,000 forms, no model, nothing to download), the words
of the project's clean documents, and simplemma's dictionary of inflected forms as a check on spelling. The check is
needed because wordfreq counts what people type: "informacion" (3.94 on its scale of powers of ten) and "politicas"
(3.26) stand in it as words, and they are what an English OCR makes of oas-3 "información" (l. 25) and "políticas"
(l. 183).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache

from ..language import Language, language_of, shares_of
from ..reference.lemmas import is_dictionary_form

ENGLISH = "en"
RARE = 1e-9  # frequency given to a form that only the dictionary of inflected forms knows
TYPED_WITHOUT_ACCENT = 0.07  # share of an accented word's uses that people type bare: "victimas" 0.04, "asi" 0.08
BARE_TYPING = 1e-3  # weight of one that only lacks the accent of a checked form: "adopcion", "internalizacion"
UNCHECKED = 0.1  # weight of a bare form that the dictionary of inflected forms does not have: "enel", "dela"
RATHER_ENGLISH = 20.0  # times as frequent in English as the other word in its language
DOMAIN_SHARE = 0.5  # weight of the domain's words against the general list's


def general_frequencies(code: str) -> Mapping[str, float]:
    """Return wordfreq's large list of a language: lower-case form, share of running words."""
    return shares_of(code, "large")


@cache
def accented_forms(code: str) -> Mapping[str, tuple[str, ...]]:
    """Return the accented forms of a language's general list by their bare form, most frequent first."""
    grouped: dict[str, list[str]] = {}
    flatten = language_of(code).flatten
    for word in general_frequencies(code):
        if not word.isascii() and (bare := flatten(word)) != word:
            grouped.setdefault(bare, []).append(word)
    return {bare: tuple(forms) for bare, forms in grouped.items()}


@lru_cache(maxsize=200_000)  # the respellings of some thousand damaged words
def is_inflected_form(word: str, code: str) -> bool:
    """Tell whether simplemma's dictionary of a language has `word`, in lower case, as a form or a lemma."""
    return is_dictionary_form(word, code)


class Lexicon:
    """The words of a language with frequencies, the domain's own among them."""

    def __init__(self, domain_words: Mapping[str, int], language: Language) -> None:
        """Take counts of words of clean texts; letter case is folded, words with digits are left out."""
        self.language = language
        self._code = language.code
        counts: dict[str, int] = {}
        for word, count in domain_words.items():
            if word.isalpha():
                counts[word.lower()] = counts.get(word.lower(), 0) + count
        self._domain = counts
        self._domain_total = max(sum(counts.values()), 2000)
        self._frequency: dict[str, float] = {}

    @cached_property
    def _domain_accented(self) -> Mapping[str, tuple[str, ...]]:
        grouped: dict[str, list[str]] = {}
        for word in sorted(self._domain):
            if (bare := self.language.flatten(word)) != word:
                grouped.setdefault(bare, []).append(word)
        return {bare: tuple(forms) for bare, forms in grouped.items()}

    def domain_count(self, word: str) -> int:
        """Return how often the clean documents have `word`."""
        return self._domain.get(word, 0)

    def is_inflected(self, word: str) -> bool:
        """Tell whether the dictionary of inflected forms has `word`."""
        return is_inflected_form(word, self._code)

    def forms(self, bare: str) -> tuple[str, ...]:
        """Return every word that reads `bare` once its accents are gone, `bare` itself included where it is one."""
        found = dict.fromkeys((*self._domain_accented.get(bare, ()), *accented_forms(self._code).get(bare, ())))
        if self.has(bare):
            found[bare] = None
        return tuple(found)

    def inflected_forms(self, bare: str) -> tuple[str, ...]:
        """Return what `forms` returns.

        If that is nothing, return the words of the dictionary with one accent or ñ added.
        """
        return self.forms(bare) or tuple(form for form in place_accents(bare, self.language) if self.is_inflected(form))

    def has(self, word: str) -> bool:
        """Tell whether any source has `word`."""
        return word in self._domain or word in general_frequencies(self._code) or self.is_inflected(word)

    def frequency(self, word: str) -> float:
        """Return the share of running words that `word` makes up, 0 where no source has it."""
        if (known := self._frequency.get(word)) is None:
            known = DOMAIN_SHARE * self._domain.get(word, 0) / self._domain_total
            known += (1 - DOMAIN_SHARE) * self._general(word)
            self._frequency[word] = known
        return known

    def is_rather_english(self, word: str, form: str) -> bool:
        """Tell whether `word` is more likely an English word than a misreading of `form`: "water", not "wáter"."""
        if self._code == ENGLISH:
            return False
        return shares_of(ENGLISH, "small").get(word, 0.0) > RATHER_ENGLISH * self.frequency(form)

    def _general(self, word: str) -> float:
        """Return the general frequency, without the uses in which another word was typed without its accent."""
        general = general_frequencies(self._code)
        typed = general.get(word, 0.0)
        if not typed:
            return RARE if self.is_inflected(word) else 0.0
        siblings = [form for form in accented_forms(self._code).get(word, ()) if form != word]
        typed_bare = TYPED_WITHOUT_ACCENT * sum(general[form] for form in siblings)
        left = max(typed - typed_bare, 0.02 * typed)
        if self.is_inflected(word):
            return left
        if any(self.is_inflected(form) for form in siblings):
            return left * BARE_TYPING
        return left * (UNCHECKED if word.isascii() else 0.5)


def place_accents(bare: str, language: Language) -> tuple[str, ...]:
    """Return `bare` with each vowel accented in turn, with and without one consonant marked (n as ñ, c as ç)."""
    sites = list(enumerate(bare))
    marked = [bare[:at] + mark + bare[at + 1 :] for at, char in sites for mark in language.marked.get(char, "")]
    placed = [
        word[:at] + accent + word[at + 1 :]
        for word in [bare, *marked]
        for at, char in enumerate(word)
        for accent in language.accents.get(char, "")
    ]
    return (*marked, *placed)
