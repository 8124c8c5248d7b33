"""Which of two words that differ by an accent is meant, from the words around: "esta"/"está", "publica"/"pública".

Both forms are words, so that no list decides; oas-3 has "esta manifestado" (l. 8), "dos afios mas" (l. 23),
"Seguridad Publica" (l. 28), "paso a tener vigencia" (l. 26), "La Secretaria Técnica" (l. 30). The weights in
`pipeline/reference/accent_contexts.tsv` come from public plans (`python -m benchmarks.learn_contexts`); a form seen
too seldom there is judged by its pattern, such as a final "ó" after a noun.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.clean.ocr_lexicon import ACCENTED, flatten

EDGE = "#"  # the end of a text, or a mark between two words


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around one, bare and in lower case; EDGE where there is none or a mark stands between."""

    before_last: str
    last: str
    next: str

    def features(self) -> tuple[str, ...]:
        """Return what the weights are kept for."""
        return (
            "",
            f"1 {self.last}",
            f"2 {self.before_last}",
            f"3 {self.next}",
            f"1~{self.last[-2:]}",
            f"3~{self.next[-2:]}",
        )


def patterns(form: str) -> tuple[str, str, str]:
    """Return the keys of a form in the table: itself, its accent with its ending, its accent.

    The accent is the accented letter and its place from the end ("ó1", "í2"), "x" farther in, "0" for none.
    """
    places = [at for at, char in enumerate(form) if char in ACCENTED]
    accent = "0"
    if places:
        from_end = len(form) - places[-1]
        accent = f"{form[places[-1]]}{from_end}" if from_end <= 3 else "x"
    return form, f"{accent}:{flatten(form)[-2:]}", f"{accent}:"


class ContextModel:
    """Weights of forms and patterns with the words around them."""

    def __init__(self, weights: Mapping[tuple[str, str], float]) -> None:
        """Take the weight of each (form or pattern, feature)."""
        self._weights = weights

    def score(self, form: str, around: Surroundings) -> float:
        """Return the log odds that the words around give `form`; compare forms of one bare spelling only."""
        features = around.features()
        return sum(self._weights.get((key, feature), 0.0) for key in patterns(form) for feature in features)


def softmax(scores: Sequence[float]) -> list[float]:
    """Return the probabilities that log scores stand for."""
    top = max(scores)
    grown = [math.exp(score - top) for score in scores]
    return [value / sum(grown) for value in grown]


def surroundings_of(words: Sequence[str], at: int) -> Surroundings:
    """Return the words around `words[at]`; EDGE stands for a mark in `words`."""
    last = words[at - 1] if at > 0 else EDGE
    before_last = words[at - 2] if at > 1 and last != EDGE else EDGE
    following = words[at + 1] if at + 1 < len(words) else EDGE
    return Surroundings(before_last, last, following)


def bare_words(words: Iterable[str]) -> list[str]:
    """Return words as the table has them."""
    return [flatten(word.lower()) for word in words]
