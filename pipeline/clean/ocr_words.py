"""The candidates for what a word was in print, and the choice among them.

Candidates are compared by Bayes' rule. Three factors count: how often the word is written, how well it fits the words
around it (for forms that differ by accents only), and how likely OCR reads it in this way. Words in no list are
candidates too, so that names stay. If no likely confusion turns a word into a known word, it stays as it is ("Gesell",
oas-3 directive 61; "cumplimento", directive 40).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..reference.ocr_tables import OcrWords
from .ocr_channel import Channel
from .ocr_context import ContextModel, Surroundings, softmax
from .ocr_lexicon import RARE, Lexicon

LONGEST_WORD = 40  # letters; longer words stay as read, because the time to judge a word grows with their square
NEW_WORD = 1e-11  # share of a lower-case word that no list has
NEW_NAME = 1e-8  # of one with a capital
NEW_ACRONYM = 1e-6  # share of a word in capitals, or of a short word with a capital: an abbreviation ("Cra")
SHORT = 3
NEW_WITH_DIGIT = 1e-14
SPACE_LOST = 2e-4  # share of spaces that an OCR loses
SHORT_SPACE_LOST = 6e-3  # share of spaces lost between short words
SURE_WORD = 1e-7  # a word at least so frequent has at most one letter confused
SELDOM = 1e-3  # a form with less than this share of its spelling's uses is left out
SHORTEST_STEM = 3  # letters after a prefix, less one
SMALLEST_PART = 2  # letters of a word cut out of two joined ones
TALL_LETTER = re.compile(r"(?<![A-Z])[OU](?=[a-z])")
MISREAD_SCORE = 0.99
LEAST_SHARE = 1e-12
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
        self._language = lexicon.language
        self._fixed = frozenset(self._language.accented) - self._language.made_up
        self._joined = {pair.replace(" ", ""): pair for pair in sorted(words.joined)}
        self._readings: dict[tuple[str, str], tuple[Reading, ...]] = {}
        self._used: frozenset[str] = frozenset()
        self._spelled: dict[tuple[str, str], dict[str, float]] = {}
        self._alone: dict[tuple[str, str], Verdict] = {}
        self._ambiguous: dict[tuple[str, str], bool] = {}
        self._rivalries: dict[str, Mapping[str, float]] = {}

    @property
    def size(self) -> int:
        """The count of the words whose readings are remembered."""
        return len(self._readings)

    def fitted(self, channel: Channel, forms: Iterable[str]) -> WordJudge:
        """Return the same judge with other shares of the same confusions, and the words that a document uses."""
        judge = WordJudge(self.lexicon, channel, self._context, self._words)
        judge._used = frozenset(forms)
        judge._spelled, judge._rivalries = self._spelled, self._rivalries
        return judge

    def split_article(self, word: str) -> re.Match[str] | None:
        """Return a verb and the article after it that an OCR joined (groups verb, article); None otherwise."""
        pattern = self._words.verb_with_article
        return re.fullmatch(pattern, word) if pattern else None

    def readings(self, word: str, shape: str) -> tuple[Reading, ...]:
        """Return what `word` may have been, itself first; `shape` is lower, title or upper (see `shape_of`)."""
        if (known := self._readings.get((word, shape))) is None:
            known = self._readings[word, shape] = tuple(self._find_readings(word, shape))
        return known

    def _find_readings(self, word: str, shape: str) -> Iterable[Reading]:
        yield self._as_read(word, shape)
        if len(word) > LONGEST_WORD or word in self._words.foreign or self._is_beyond_doubt(word):
            return
        found = self._spelled_forms(word, shape)
        for form, frequency in found.items():
            yield Reading(form, self._language.flatten(form), frequency, self.channel.log_likelihood(word, form))
        if shape != "upper" and not found and self.lexicon.frequency(word) < SURE_WORD:
            yield from self._new_words(word)
        if shape != "upper" and self.lexicon.frequency(word) < 100 * SURE_WORD:
            yield from self._splits(word)

    def _is_beyond_doubt(self, word: str) -> bool:
        """Tell whether a word stands as read: an OCR set to English makes up no á, í, ó, ú or ñ.

        Where no contexts were learned for the language, an ordinary word stands too: nothing tells it from its twin.
        """
        if not self._context.is_learned and self.lexicon.frequency(word) > SURE_WORD:
            return word not in self._joined
        return not self._fixed.isdisjoint(word) and bool(self.lexicon.frequency(word))

    def _as_read(self, word: str, shape: str) -> Reading:
        frequency = self.lexicon.frequency(word)
        if not frequency:
            frequency = {"lower": NEW_WORD, "title": NEW_NAME, "upper": NEW_ACRONYM}[shape]
            if not word.isalpha():
                frequency = NEW_WITH_DIGIT
        if shape == "title" and len(word) <= SHORT:
            frequency = max(frequency, NEW_ACRONYM)
        likelihood = 0.0 if len(word) > LONGEST_WORD else self.channel.log_likelihood(word, word)  # it has no rival
        return Reading(word, self._language.flatten(word), frequency, likelihood)

    def _spelled_forms(self, word: str, shape: str) -> dict[str, float]:
        """Return the words of the lexicon that `word` may be a reading of, with their frequencies."""
        if (word, shape) in self._spelled:
            return self._spelled[word, shape]
        found = dict.fromkeys(self.lexicon.inflected_forms(self._language.flatten(word)))
        if shape != "upper":
            edits = 1 if self.lexicon.frequency(word) > SURE_WORD or len(word) <= SHORT else 2
            for spelling in self.channel.respellings(word, edits):
                found.update(dict.fromkeys(self.lexicon.forms(spelling)))
        found.pop(word, None)
        frequencies = {
            form: frequency
            for form in sorted(found)
            if (frequency := self.lexicon.frequency(form)) and not self.lexicon.is_rather_english(word, form)
        }
        self._spelled[word, shape] = frequencies
        return frequencies

    def _new_words(self, word: str) -> Iterable[Reading]:
        """Yield words in no list that begin or end as new words do ("interactuación", oas-3 directive 15)."""
        for spelling in self.channel.respellings(word, 1):
            forms = [
                spelling[: -len(end)] + end
                for end in self._words.endings
                if spelling.endswith(self._language.flatten(end))
            ]
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
            return part if part in self._language.one_letter_words else None
        known = self.lexicon.forms(self._language.flatten(part))
        forms = [form for form in known if self.lexicon.frequency(form) > SURE_WORD]
        return max(forms, key=self.lexicon.frequency, default=None)

    def judge(self, word: str, shape: str, around: Surroundings | None) -> Verdict:
        """Return the most likely printed word; with `around` None by frequency alone."""
        if around is None or not self.needs_context(word, shape):
            if (known := self._alone.get((word, shape))) is None:
                known = self._alone[word, shape] = self._judge(word, shape, None)
            return known
        return self._judge(word, shape, around)

    def forms(self, word: str, shape: str) -> list[str]:
        """Return what `word` may have been, the likeliest first, by frequency alone; `word` itself among them."""
        readings = self.readings(word, shape)
        weights = self._log_weights(readings, None)
        ranked = sorted(range(len(readings)), key=lambda at: (-weights[at], at))
        return list(dict.fromkeys(readings[at].form for at in ranked))

    def needs_context(self, word: str, shape: str) -> bool:
        """Tell whether the words around may decide: two of the forms that `word` may be differ by accents alone."""
        if (known := self._ambiguous.get((word, shape))) is None:
            readings = self.readings(word, shape)
            known = len(readings) > 1 and any(len(self._rivals(reading.spelling)) > 1 for reading in readings)
            self._ambiguous[word, shape] = known
        return known

    def _judge(self, word: str, shape: str, around: Surroundings | None) -> Verdict:
        if word in self._words.misread:
            return Verdict(self._words.misread[word], MISREAD_SCORE, "misread")
        readings = self.readings(word, shape)
        if len(readings) == 1:
            return Verdict(word, 1.0, "kept")
        shares = softmax(self._log_weights(readings, around))
        best = max(range(len(readings)), key=lambda at: shares[at])
        method = self._method(word, readings[best])
        if best == 0 or shares[best] < LIKELY or readings[best].form in self._words.variants.get(word, ()):
            return Verdict(word, shares[0], "kept")
        if shape == "upper" and (method == "context" or not self._is_used_in_small_letters(readings[best].form)):
            return Verdict(word, shares[0], "kept")
        return Verdict(readings[best].form, shares[best], method)

    def _is_used_in_small_letters(self, form: str) -> bool:
        """Tell whether the document or the domain has a word: capitals of names often go without accents."""
        return form in self._used or self.lexicon.domain_count(form) > 0

    def _log_weights(self, readings: Iterable[Reading], around: Surroundings | None) -> list[float]:
        """Return log of frequency times likelihood of each, the frequency of a spelling shared out by `around`."""
        shared: dict[str, Mapping[str, float]] = {}
        weights = []
        for reading in readings:
            frequency = math.log(reading.frequency)
            if around is not None:
                if reading.spelling not in shared:
                    shared[reading.spelling] = self._share_out(self._rivals(reading.spelling), around)
                frequency = shared[reading.spelling].get(reading.form, frequency)
            weights.append(frequency + reading.log_likelihood)
        return weights

    def _share_out(self, rivals: Mapping[str, float], around: Surroundings) -> Mapping[str, float]:
        """Return the log frequencies of forms of one spelling as the words around share them out."""
        if len(rivals) < 2:
            return rivals
        total = math.log(sum(math.exp(frequency) for frequency in rivals.values()))
        given = self._context.scores(rivals, around)
        shares = softmax([frequency + score for frequency, score in zip(rivals.values(), given, strict=True)])
        return {form: total + math.log(max(share, LEAST_SHARE)) for form, share in zip(rivals, shares, strict=True)}

    def _rivals(self, spelling: str) -> Mapping[str, float]:
        """Return the forms of a spelling with their log frequencies, without those far rarer than the commonest."""
        if (known := self._rivalries.get(spelling)) is None:
            frequencies = {form: self.lexicon.frequency(form) for form in self.lexicon.forms(spelling)}
            least = SELDOM * max(frequencies.values(), default=0.0)
            known = {form: math.log(frequency) for form, frequency in frequencies.items() if frequency > least}
            self._rivalries[spelling] = known
        return known

    def _method(self, word: str, reading: Reading) -> str:
        if " " in reading.form:
            return "split"
        if reading.spelling != self._language.flatten(word):
            return "confusion"
        return "context" if self.lexicon.frequency(word) > SURE_WORD else "accent"


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> str | None:
    """Return lower, title or upper; None for a word with capitals inside ("MMGyD", ar-plan).

    A lone capital O or U among small letters was ó or ú, a lone i among capitals Í: "capacitaciOn", "ViCTIMAS".
    """
    rest = TALL_LETTER.sub(lambda match: match[0].lower(), word[1:])
    if rest.islower() or not any(char.isalpha() for char in rest):
        return "title" if word[0].isupper() else "lower"
    return "upper" if word.isupper() or (len(word) > 4 and word.replace("i", "I").isupper()) else None


def dress(form: str, word: str, lexicon: Lexicon, is_within: bool = False) -> str:
    """Return `form` with the capitals of `word`; "Ia" was "la", and "llicito" was "Ilícito" (oas-3 l. 344).

    Within a sentence a capital read for an accented vowel was a small one made tall by its accent: "su Orbita".
    """
    if form[0] == "l" and word[0] in "IJ1|":
        return form
    if form[0] in "ií" and word[0] == "l":
        return form.capitalize()
    if len(word) > 1 and shape_of(word) == "upper":
        return form.upper()
    is_tall = is_within and form[0] in lexicon.language.accented and word[0] in "AEIOU"
    if is_tall and lexicon.is_inflected(form):
        return form
    return form[0].upper() + form[1:] if word[0].isupper() else form
