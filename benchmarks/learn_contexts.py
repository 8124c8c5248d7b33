"""Learn which accented form the words around ask for: `python -m benchmarks.learn_contexts TEXT… > contexts.tsv`.

A log-linear model over the forms of one bare spelling ("publico", "público", "publicó"), the general frequencies as
fixed offsets, trained by AdaGrad with a pull to zero in a fixed order; weights near zero are left out, and words around
that are not common Spanish ones, so that the table tells of the language and not of the texts.
`accent_contexts.tsv` of Spanish was made from the text layers of public documents: plans of Florencia
(Colombia, 2020-2023) and of the city of Mendoza (Argentina, 2021-2022), a plan of government filed in Peru (2026), the
budget of Carmen de Areco (Argentina, 2024), a technical guide of Costa Rica's treasury and two IOM papers on the Global
Compact for Migration: 144,000 words, none of them a source of this project.
"""

from __future__ import annotations

import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from directriz.clean.ocr_context import (
    EDGE,
    Surroundings,
    bare_words,
    grammar_score,
    patterns,
    softmax,
    surroundings_of,
)
from directriz.clean.ocr_lexicon import Lexicon
from directriz.language import language_of

Example = tuple[tuple[str, ...], Surroundings]  # the form written first, then its rivals
PIECE = re.compile(r"[^\W\d_]+|\d+|[^\w\s]")
ROUNDS = 6
RATE = 0.3
PULL = 1e-3
PULL_OF_PATTERNS = 3e-2
SMALLEST_KEPT = 0.3
SELDOM = 1e-3  # a rival with less than this share of the spelling's uses is no rival
CARELESS = 8  # a bare form this many times rarer than an accented one teaches nothing
LEAST_SEEN = 4  # a form seen less often has no weights of its own
COMMON_WORD = 1e-5  # share of running words from which a word around has weights
LEAST_FEATURE = 3  # a word around counts when it is seen this often beside an ambiguous word


def rivals(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the other words of the same bare spelling; none where `word` is no word itself."""
    frequency = lexicon.frequency(word)
    if not frequency:
        return ()
    return tuple(
        form
        for form in lexicon.forms(lexicon.language.flatten(word))
        if form != word and lexicon.frequency(form) > SELDOM * frequency
    )


def read_examples(texts: list[str], lexicon: Lexicon) -> Iterator[Example]:
    """Yield each ambiguous word of the texts with the words around it; words in capitals are left out."""
    for text in texts:
        pieces = [piece if piece[0].isalnum() else EDGE for piece in PIECE.findall(text)]
        bare = bare_words(pieces, lexicon.language)
        for at, piece in enumerate(pieces):
            if piece == EDGE or piece.isupper():
                continue
            word = piece.lower()
            if (others := rivals(word, lexicon)) and not is_careless(word, others, lexicon):
                yield (word, *others), surroundings_of(bare, at, piece[0].isupper())


def is_careless(word: str, others: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Tell whether a bare word is more likely one typed without its accent ("articulo", 56 times in one plan)."""
    return word.isascii() and CARELESS * lexicon.frequency(word) < max(map(lexicon.frequency, others))


class Learner:
    """Weights under training."""

    def __init__(self, examples: list[Example], lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.weights: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._squares: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._forms: defaultdict[str, int] = defaultdict(int)
        self._features: defaultdict[str, int] = defaultdict(int)
        for forms, around in examples:
            for form in forms:
                self._forms[form] += 1
            for feature in around.features():
                self._features[feature] += 1

    def keys(self, form: str, around: Surroundings) -> list[tuple[str, str]]:
        """Return the weights that bear on `form` here: words seen too seldom have none."""
        known = [
            feature
            for feature in around.features()
            if self._features[feature] >= LEAST_FEATURE and self._is_common(feature)
        ]
        names = patterns(form)[0 if self._forms[form] >= LEAST_SEEN else 1 :]
        return [(name, feature) for name in names for feature in known if feature or name == form]

    def _is_common(self, feature: str) -> bool:
        """Tell whether a feature names no word, or one that is common in the language."""
        place, _, word = feature.partition(" ")
        if place not in ("1", "2", "3") or word == EDGE:
            return True
        return any(self._lexicon.frequency(form) > COMMON_WORD for form in self._lexicon.forms(word))

    def probabilities(self, forms: tuple[str, ...], around: Surroundings) -> list[float]:
        """Return the probability of each form."""
        return softmax(
            [
                math.log(self._lexicon.frequency(form))
                + grammar_score(form, around)
                + sum(self.weights[key] for key in self.keys(form, around))
                for form in forms
            ]
        )

    def learn(self, forms: tuple[str, ...], around: Surroundings) -> None:
        """Move the weights towards the first form."""
        for position, (form, share) in enumerate(zip(forms, self.probabilities(forms, around), strict=True)):
            gradient = share - (position == 0)
            for key in self.keys(form, around):
                step = gradient + (PULL if key[0] == form else PULL_OF_PATTERNS) * self.weights[key]
                self._squares[key] += step * step
                self.weights[key] -= RATE * step / math.sqrt(self._squares[key] + 1e-3)


def main() -> None:
    """Print form or pattern, feature and weight."""
    lexicon = Lexicon({}, language_of("es"))
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    examples = list(read_examples(texts, lexicon))
    learner = Learner(examples, lexicon)
    for _ in range(ROUNDS):
        for forms, around in examples:
            learner.learn(forms, around)
    right = sum(max(p := learner.probabilities(*example)) == p[0] for example in examples)
    print(f"{len(examples)} examples, {right / len(examples):.4f} right on them", file=sys.stderr)
    print("form\tfeature\tweight")
    for (form, feature), weight in sorted(learner.weights.items()):
        if abs(weight) >= SMALLEST_KEPT:
            print(form, feature, f"{weight:.2f}", sep="\t")


if __name__ == "__main__":
    main()
