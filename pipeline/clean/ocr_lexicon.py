"""Words and how often each is written, for telling a damaged word from a rare one.

Three sources: wordfreq's large Spanish list (342,000 forms, no model, nothing to download), the words of the project's
clean documents, and simplemma's dictionary of inflected forms as a check on spelling. The check is needed because
wordfreq counts what people type: "informacion" (3.94 on its scale of powers of ten) and "politicas" (3.26) stand in it
as words, and they are what an English OCR makes of oas-3 "información" (l. 25) and "políticas" (l. 183).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property

ACCENTED = "áéíóúüñ"
FLAT = str.maketrans("áéíóúüñ", "aeiouun")
RARE = 1e-9  # frequency given to a form that only the dictionary of inflected forms knows
TYPED_WITHOUT_ACCENT = 0.07  # share of an accented word's uses that people type bare: "victimas" 0.04, "asi" 0.08
BARE_TYPING = 1e-3  # weight of one that only lacks the accent of a checked form: "adopcion", "internalizacion"
UNCHECKED = 0.1  # weight of a bare form that the dictionary of inflected forms does not have: "enel", "dela"
RATHER_ENGLISH = 20.0  # times as frequent in English as the Spanish word
DOMAIN_SHARE = 0.5  # weight of the domain's words against the general list's


def flatten(word: str) -> str:
    """Return `word` without accents, ñ as n: what an OCR without Spanish can at best see."""
    return word.translate(FLAT)


@cache
def general_frequencies() -> Mapping[str, float]:
    """Return wordfreq's large Spanish list: lower-case form, share of running words."""
    from wordfreq import get_frequency_dict

    frequencies: Mapping[str, float] = get_frequency_dict("es", wordlist="large")
    return frequencies


@cache
def english_frequencies() -> Mapping[str, float]:
    """Return wordfreq's small English list: lower-case form, share of running words."""
    from wordfreq import get_frequency_dict

    frequencies: Mapping[str, float] = get_frequency_dict("en", wordlist="small")
    return frequencies


@cache
def accented_forms() -> Mapping[str, tuple[str, ...]]:
    """Return the accented forms of the general list by their bare form, most frequent first."""
    grouped: dict[str, list[str]] = {}
    for word in general_frequencies():
        if not word.isascii() and (bare := word.translate(FLAT)) != word:
            grouped.setdefault(bare, []).append(word)
    return {bare: tuple(forms) for bare, forms in grouped.items()}


@cache
def is_inflected_form(word: str) -> bool:
    """Tell whether simplemma's Spanish dictionary has `word`, in lower case, as a form or a lemma."""
    from simplemma import is_known

    return bool(is_known(word, lang="es"))


class Lexicon:
    """Spanish words with frequencies, the domain's own among them."""

    def __init__(self, domain_words: Mapping[str, int]) -> None:
        """Take counts of words of clean texts; letter case is folded, words with digits are left out."""
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
            if (bare := flatten(word)) != word:
                grouped.setdefault(bare, []).append(word)
        return {bare: tuple(forms) for bare, forms in grouped.items()}

    def domain_count(self, word: str) -> int:
        """Return how often the clean documents have `word`."""
        return self._domain.get(word, 0)

    def forms(self, bare: str) -> tuple[str, ...]:
        """Return every word that reads `bare` once its accents are gone, `bare` itself included where it is one."""
        found = dict.fromkeys((*self._domain_accented.get(bare, ()), *accented_forms().get(bare, ())))
        if self.has(bare):
            found[bare] = None
        return tuple(found)

    def inflected_forms(self, bare: str) -> tuple[str, ...]:
        """Return the forms of `forms`, or where there are none, what the dictionary has with one accent or ñ put in."""
        return self.forms(bare) or tuple(form for form in place_accents(bare) if is_inflected_form(form))

    def has(self, word: str) -> bool:
        """Tell whether any source has `word`."""
        return word in self._domain or word in general_frequencies() or is_inflected_form(word)

    def frequency(self, word: str) -> float:
        """Return the share of running words that `word` makes up, 0 where no source has it."""
        if (known := self._frequency.get(word)) is None:
            known = DOMAIN_SHARE * self._domain.get(word, 0) / self._domain_total
            known += (1 - DOMAIN_SHARE) * self._general(word)
            self._frequency[word] = known
        return known

    def is_rather_english(self, word: str, form: str) -> bool:
        """Tell whether `word` is a quoted English word sooner than `form` misread: "water", not "wáter"."""
        return english_frequencies().get(word, 0.0) > RATHER_ENGLISH * self.frequency(form)

    def _general(self, word: str) -> float:
        """Return the general frequency, less what are other words typed without their accents."""
        typed = general_frequencies().get(word, 0.0)
        if not typed:
            return RARE if is_inflected_form(word) else 0.0
        siblings = [form for form in accented_forms().get(word, ()) if form != word]
        typed_bare = TYPED_WITHOUT_ACCENT * sum(general_frequencies()[form] for form in siblings)
        left = max(typed - typed_bare, 0.02 * typed)
        if is_inflected_form(word):
            return left
        if any(is_inflected_form(form) for form in siblings):
            return left * BARE_TYPING
        return left * (UNCHECKED if word.isascii() else 0.5)


def place_accents(bare: str) -> tuple[str, ...]:
    """Return `bare` with each of its vowels accented in turn, with and without its n read as ñ."""
    with_tilde = [bare, *(bare[:at] + "ñ" + bare[at + 1 :] for at, char in enumerate(bare) if char == "n")]
    accents = dict(zip("aeiou", "áéíóú", strict=True))
    placed = [
        word[:at] + accents[char] + word[at + 1 :]
        for word in with_tilde
        for at, char in enumerate(word)
        if char in accents
    ]
    return (*with_tilde[1:], *placed)
