"""What one word may have been in print, and which of those it was, given the words around.

Bayes over candidates: how often a word is written, times how the words around ask for it among the forms that differ by
accents alone, times how likely the OCR reads it so. Words in no list compete too, so that names stay: a word that no
likely confusion turns into a known one is left alone ("Gesell", oas-3 directive 61; "cumplimento", directive 40).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.clean.ocr_channel import Channel
from pipeline.clean.ocr_context import ContextModel, Surroundings, softmax
from pipeline.clean.ocr_lexicon import RARE, Lexicon, flatten
from pipeline.reference.ocr import OcrWords

NEW_WORD = 1e-11  # share of a lower-case word that no list has
NEW_NAME = 1e-8  # of one with a capital
NEW_ACRONYM = 1e-6  # of one in capitals
NEW_WITH_DIGIT = 1e-14
SPACE_LOST = 2e-4  # share of spaces that an OCR loses
SHORT_SPACE_LOST = 6e-3  # of those between the short words that it has no list for
SURE_WORD = 1e-7  # from this share on, a word is taken for a confusion of one letter at most
SELDOM = 1e-3  # a form with less than this share of its spelling's uses is left out
SHORTEST_STEM = 3  # letters after a prefix, less one
SMALLEST_PART = 2  # letters of a word cut out of two joined ones
FIXED = frozenset("áíóúüñ")  # letters that an OCR set to English does not make up
TALL_LETTER = re.compile(r"(?<![A-Z])[OU](?=[a-z])")
LIKELY = 0.5  # least probability of a repair


@dataclass(frozen=True, slots=True)
class Reading:
    """One word that may have been printed."""

    form: str  # lower case; two words with a space where one was lost
    spelling: str  # bare: forms of one spelling are told apart by the words around
    frequency: float
    log_likelihood: float  # of what was read, given this form


@dataclass(frozen=True, slots=True)
class Verdict:
    """The word that was printed, how sure that is, and what decided it."""

    form: str
    score: float
    method: str  # kept | accent | context | confusion | split | misread


class WordJudge:
    """Candidates and verdicts for single words, in lower case."""

    def __init__(self, lexicon: Lexicon, channel: Channel, context: ContextModel, words: OcrWords) -> None:
        self.lexicon = lexicon
        self.channel = channel
        self._context = context
        self._words = words
        self._joined = {pair.replace(" ", ""): pair for pair in sorted(words.joined)}
        self._readings: dict[tuple[str, str], tuple[Reading, ...]] = {}

    def with_channel(self, channel: Channel) -> WordJudge:
        """Return the same judge with another channel."""
        return WordJudge(self.lexicon, channel, self._context, self._words)

    def readings(self, word: str, shape: str) -> tuple[Reading, ...]:
        """Return what `word` may have been, itself first; `shape` is lower, title or upper (see `shape_of`)."""
        if (known := self._readings.get((word, shape))) is None:
            known = self._readings[word, shape] = tuple(self._find_readings(word, shape))
        return known

    def _find_readings(self, word: str, shape: str) -> Iterable[Reading]:
        yield self._as_read(word, shape)
        if word in self._words.foreign or self._is_beyond_doubt(word):
            return
        found = self._spelled_forms(word, shape)
        for form in sorted(found):
            yield Reading(form, flatten(form), found[form], self.channel.log_likelihood(word, form))
        if shape != "upper" and not found and self.lexicon.frequency(word) < SURE_WORD:
            yield from self._new_words(word)
        if shape != "upper" and self.lexicon.frequency(word) < 100 * SURE_WORD:
            yield from self._splits(word)

    def _is_beyond_doubt(self, word: str) -> bool:
        """Tell whether a word stands as read: an OCR set to English makes up no á, í, ó, ú or ñ."""
        return not FIXED.isdisjoint(word) and bool(self.lexicon.frequency(word))

    def _as_read(self, word: str, shape: str) -> Reading:
        frequency = self.lexicon.frequency(word)
        if not frequency:
            frequency = {"lower": NEW_WORD, "title": NEW_NAME, "upper": NEW_ACRONYM}[shape]
            if not word.isalpha():
                frequency = NEW_WITH_DIGIT
        return Reading(word, flatten(word), frequency, self.channel.log_likelihood(word, word))

    def _spelled_forms(self, word: str, shape: str) -> dict[str, float]:
        """Return the words of the lexicon that `word` may be a reading of, with their frequencies."""
        bare = flatten(word)
        found = dict.fromkeys(self.lexicon.inflected_forms(bare))
        if shape != "upper":
            edits = 1 if self.lexicon.frequency(word) > SURE_WORD else 2
            for spelling in self.channel.respellings(word, edits):
                found.update(dict.fromkeys(self.lexicon.forms(spelling)))
        found.pop(word, None)
        return {form: frequency for form in found if (frequency := self.lexicon.frequency(form))}

    def _new_words(self, word: str) -> Iterable[Reading]:
        """Yield words in no list that begin or end as new words do ("interactuación", oas-3 directive 15)."""
        for spelling in self.channel.respellings(word, 1):
            forms = [spelling[: -len(end)] + end for end in self._words.endings if spelling.endswith(flatten(end))]
            forms += [
                prefix + form
                for prefix in self._words.prefixes
                if spelling.startswith(prefix) and len(spelling) > len(prefix) + SHORTEST_STEM
                for form in self.lexicon.forms(spelling.removeprefix(prefix))
            ]
            for form in sorted(set(forms) - {word}):
                yield Reading(form, spelling, RARE, self.channel.log_likelihood(word, form))

    def _splits(self, word: str) -> Iterable[Reading]:
        """Yield two words that lost the space between them ("Enel", oas-3 l. 194; "mutuay", directive 91)."""
        if word in self._joined:
            left, right = self._joined[word].split(" ")
            frequency = self.lexicon.frequency(left) * self.lexicon.frequency(right)
            yield Reading(f"{left} {right}", word, frequency, math.log(SHORT_SPACE_LOST))
        elif not self.lexicon.frequency(word) and len(word) > 2 * SMALLEST_PART:
            yield from self._cuts(word)

    def _cuts(self, word: str) -> Iterable[Reading]:
        for at in range(1, len(word)):
            left, right = (self._best_form(part) for part in (word[:at], word[at:]))
            if left and right:
                frequency = self.lexicon.frequency(left) * self.lexicon.frequency(right)
                yield Reading(f"{left} {right}", word, frequency, math.log(SPACE_LOST))

    def _best_form(self, part: str) -> str | None:
        """Return the most frequent form of a part of a word; single letters only where they are words."""
        if len(part) == 1:
            return part if part in "aeouy" else None
        forms = [form for form in self.lexicon.forms(flatten(part)) if self.lexicon.frequency(form) > SURE_WORD]
        return max(forms, key=self.lexicon.frequency, default=None)

    def judge(self, word: str, shape: str, around: Surroundings | None) -> Verdict:
        """Return the most likely printed word; with `around` None by frequency alone."""
        if word in self._words.misread:
            return Verdict(self._words.misread[word], 0.99, "misread")
        readings = self.readings(word, shape)
        if len(readings) == 1:
            return Verdict(word, 1.0, "kept")
        shares = softmax([self._log_weight(reading, around) for reading in readings])
        best = max(range(len(readings)), key=lambda at: shares[at])
        method = self._method(word, readings[best])
        if best == 0 or shares[best] < LIKELY or readings[best].form in self._words.variants.get(word, ()):
            return Verdict(word, shares[0], "kept")
        if shape == "upper" and method == "context":
            return Verdict(word, shares[0], "kept")
        return Verdict(readings[best].form, shares[best], method)

    def _log_weight(self, reading: Reading, around: Surroundings | None) -> float:
        """Return log of frequency times likelihood, the frequency shared out by the words around."""
        frequency = math.log(reading.frequency)
        if around is not None and " " not in reading.form:
            frequency = self._log_share(reading, around)
        return frequency + reading.log_likelihood

    def _log_share(self, reading: Reading, around: Surroundings) -> float:
        """Return log of the frequency that the words around give this form among those of its spelling."""
        forms = self._rivals(reading.spelling)
        if reading.form not in forms or len(forms) < 2:
            return math.log(reading.frequency)
        total = sum(self.lexicon.frequency(form) for form in forms)
        scores = [math.log(self.lexicon.frequency(form)) + self._context.score(form, around) for form in forms]
        return math.log(total) + math.log(max(softmax(scores)[forms.index(reading.form)], 1e-12))

    def _rivals(self, spelling: str) -> Sequence[str]:
        """Return the forms of a spelling that are not far rarer than its commonest."""
        frequencies = {form: self.lexicon.frequency(form) for form in self.lexicon.forms(spelling)}
        least = SELDOM * max(frequencies.values(), default=0.0)
        return [form for form, frequency in frequencies.items() if frequency > least]

    def _method(self, word: str, reading: Reading) -> str:
        if " " in reading.form:
            return "split"
        if reading.spelling != flatten(word):
            return "confusion"
        return "context" if self.lexicon.frequency(word) > SURE_WORD else "accent"


def shape_of(word: str) -> str | None:
    """Return lower, title or upper; None for a word with capitals inside ("MMGyD", ar-plan).

    A lone capital O or U among small letters was ó or ú, a lone i among capitals Í: "capacitaciOn", "ViCTIMAS".
    """
    rest = TALL_LETTER.sub(lambda match: match[0].lower(), word[1:])
    if rest.islower() or not any(char.isalpha() for char in rest):
        return "title" if word[0].isupper() else "lower"
    return "upper" if word.isupper() or (len(word) > 4 and word.replace("i", "I").isupper()) else None


def dress(form: str, word: str, is_inside: bool) -> str:
    """Return `form` with the capitals of `word`; "Ia" was "la", and "llicito" was "Ilícito" (oas-3 l. 344).

    Within a sentence a capital read for an accented vowel was a small one made tall by its accent: "su Orbita".
    """
    if form[0] == "l" and word[0] in "IJ1|":
        return form
    if form[0] in "ií" and word[0] == "l":
        return form.capitalize()
    if len(word) > 1 and shape_of(word) == "upper":
        return form.upper()
    if is_inside and form[0] in "áéíóú" and word[0] in "AEIOU":
        return form
    return form[0].upper() + form[1:] if word[0].isupper() else form
