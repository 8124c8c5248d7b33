"""Which of two words that differ by an accent is meant, from the words around: "esta"/"está", "publica"/"pública".

Spanish only: for other languages no contexts were learned, and where two of their words differ by accents alone, the
one that was read stays. Both forms are words, so that no list decides; oas-3 has "esta manifestado" (l. 8), "dos afios
mas" (l. 23), "Seguridad Publica" (l. 28), "paso a tener vigencia" (l. 26), "La Secretaria Técnica" (l. 30). The weights
in `pipeline/reference/languages/es/accent_contexts.tsv` come from public plans (`python -m benchmarks.learn_contexts`);
a form seen too seldom there is judged by its pattern, such as a final "ó" after a noun.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..language import Language, language_of
from ..reference.lemmas import dictionary_lemma
from ..reference.ocr_tables import read_accent_grammar

SPANISH = language_of("es")
GRAMMAR = read_accent_grammar(SPANISH.code)
CONFIDENCE = 0.7  # a log-linear model is too sure of itself on texts that it was not trained on
EDGE = "#"  # the end of a text, or a mark between two words
VERB_AFTER = {"clitic": 4.0, "relative": 1.5, "article": -2.0, "preposition": -3.0}  # log odds
FIRST_PERSON = -3.0
AGREEMENT = 1.5  # "la violencia domestica que afecta" (oas-3 l. 72)
NAMED = 3.0  # "la Secretaria Técnica" (oas-3 l. 101), "por sí mismas" (ar-restitucion)
BEFORE_INFINITIVE = 2.5  # "el Segundo Plan de Trabajo paso a tener vigencia" (oas-3 l. 26)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around one, bare and in lower case; EDGE where there is none or a mark stands between."""

    before_last: str
    last: str
    next: str
    after_next: str
    has_capital: bool = False  # of the word itself

    def features(self) -> tuple[str, ...]:
        """Return the features that have weights: the words around, their endings, their kinds."""
        before, after = kind_of(self.last), kind_of(self.next)
        return (
            "",
            f"1 {self.last}",
            f"2 {self.before_last}",
            f"3 {self.next}",
            f"1~{self.last[-2:]}",
            f"3~{self.next[-2:]}",
            f"4~{self.after_next[-2:]}",
            f"1={before}",
            f"3={after}",
            f"1={before} 3={after}",
            f"capital {EDGE if self.last == EDGE else 'inside'}" if self.has_capital else "no capital",
        )


def kind_of(word: str) -> str:
    """Return the kind of a bare word: a closed class, a number, EDGE, or "word"."""
    if word == EDGE:
        return EDGE
    return GRAMMAR.kinds.get(word, "number" if word.isdigit() else "word")


@cache
def is_verb_form(form: str) -> bool:
    """Tell whether a form's lemma is a verb: "publica", "pasó"; not "pública", "paso"."""
    lemma = dictionary_lemma(form, SPANISH.code)
    return lemma != form and lemma.endswith(GRAMMAR.verb_lemmas)


@cache
def patterns(form: str) -> tuple[str, str, str]:
    """Return the keys of a form in the table: itself, its accent with its ending, its accent with its part of speech.

    The accent is the accented letter and its place from the end ("ó1", "í2"), "x" farther in, "0" for none.
    """
    places = [at for at, char in enumerate(form) if char in SPANISH.accented]
    accent = "0"
    if places:
        from_end = len(form) - places[-1]
        accent = f"{form[places[-1]]}{from_end}" if from_end <= 3 else "x"
    return form, f"{accent}:{SPANISH.flatten(form)[-2:]}", f"{accent}:{'verb' if is_verb_form(form) else 'noun'}"


class ContextModel:
    """Weights of forms and patterns with the words around them; without any weight all forms count alike."""

    def __init__(self, weights: Mapping[tuple[str, str], float]) -> None:
        """Take the weight of each (form or pattern, feature)."""
        by_key: dict[str, dict[str, float]] = {}
        for (key, feature), weight in weights.items():
            by_key.setdefault(key, {})[feature] = weight
        self._by_key = by_key
        self.is_learned = bool(by_key)
        self._tables: dict[str, list[dict[str, float]]] = {}

    def scores(self, forms: Iterable[str], around: Surroundings) -> list[float]:
        """Return the log odds that the words around give each of `forms`, which are of one bare spelling."""
        if not self.is_learned:
            return [0.0 for _ in forms]
        features = around.features()
        return [self._learned(form, features) + grammar_score(form, around) for form in forms]

    def _learned(self, form: str, features: tuple[str, ...]) -> float:
        if (tables := self._tables.get(form)) is None:
            tables = [self._by_key[key] for key in patterns(form) if key in self._by_key]
            self._tables[form] = tables
        return CONFIDENCE * sum(table[feature] for table in tables for feature in features if feature in table)


def grammar_score(form: str, around: Surroundings) -> float:
    """Return the log odds of `form` here by grammar: verbs stand after clitics, not after prepositions or articles."""
    is_pronoun = form == GRAMMAR.itself and around.next.startswith(GRAMMAR.before_self)
    if is_pronoun or (form in GRAMMAR.bodies and around.has_capital):
        return NAMED
    if not is_verb_form(form):
        return AGREEMENT if kind_of(around.last) == "word" and is_agreeing(form, around.last) else 0.0
    before = kind_of(around.last)
    if is_first_person(form):
        return 0.0 if before in ("article", "preposition") else FIRST_PERSON
    score = VERB_AFTER.get(before, 0.0)
    if around.next == "a" and around.after_next.endswith(GRAMMAR.infinitives) and before == "word":
        score += BEFORE_INFINITIVE
    return score


def is_agreeing(form: str, noun: str) -> bool:
    """Tell whether an accented adjective may go with the noun before it: "violencia doméstica", not "casos pública"."""
    ending = SPANISH.flatten(form).rstrip("s")[-1:]
    feminine = noun.rstrip("s").endswith(GRAMMAR.feminine)
    same_number = form.endswith("s") == noun.endswith("s")
    return patterns(form)[1].startswith("x") and same_number and feminine == (ending == "a")


def is_first_person(verb: str) -> bool:
    """Tell whether a verb form is in the first person, which plans do not use: "numero", "aprobé"; not "esté".

    After an article it is a noun made of the verb: "el cumplimento de la legislación" (oas-3 directive 40).
    """
    return verb.endswith("o") or (verb.endswith("é") and verb not in GRAMMAR.third_person)


def softmax(scores: Sequence[float]) -> list[float]:
    """Return log scores as probabilities."""
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    return [value / sum(grown) for value in grown]


def surroundings_of(words: Sequence[str], at: int, has_capital: bool) -> Surroundings:
    """Return the words around `words[at]`; EDGE stands for a mark in `words`."""
    last = words[at - 1] if at > 0 else EDGE
    before_last = words[at - 2] if at > 1 and last != EDGE else EDGE
    following = words[at + 1] if at + 1 < len(words) else EDGE
    after_next = words[at + 2] if at + 2 < len(words) and following != EDGE else EDGE
    return Surroundings(before_last, last, following, after_next, has_capital)


def bare_words(words: Iterable[str], language: Language) -> list[str]:
    """Return words as the table has them."""
    return [language.flatten(word.lower()) for word in words]
