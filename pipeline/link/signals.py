"""Signals that an action is about the framework's subject at all, and that some directive fits it.

Scores tell which directive is the best, not whether it fits. To tell that, the similarity of an action to the framework
is compared with its similarity to actions on other subjects (roads, sport, budgets) and on mere administration
(furniture, web sites, staff). Those actions were written for this purpose: `reference/other_subjects.csv`. The code
calls them strangers.

Three signals tell whether an action is about the framework's subject: the most similar strangers, the words, and the
side of a plane between sentence vectors on which it lies (`Leaning`): phrasings on one side, strangers on the other.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from .concepts import ConceptFinder
from .meaning import Encoder
from .vectors import Matrix, Scores, Vocabulary, multiply
from .weighted_texts import LANGUAGE, Document, read_actions
from .words import SPANISH, words_in

NEARNESS = (("phrased_meaning", "phrased_nearest"), ("meaning", "terms"))  # the first pair that is available is used
ADMINISTRATION = "administración"  # the subject of the actions of mere administration
OF_FITTING = (  # whether it is more than mere administration
    "from_administration",
    "administration_words",
    "administration_leaning",
    "nearness",  # how near the nearest directive is, with its phrasings
)
OF_COVER = (  # whether the framework has anything like what the action fits in the plan's other frameworks
    "elsewhere",  # how like this framework's directives those are that it fits there
    "nearer_elsewhere",  # how much nearer in meaning the nearest directive there is than the nearest one here
)
OF_SUBJECT = ("from_elsewhere", "words", "leaning")  # whether the action is about the framework's subject
SIGNALS = (*OF_FITTING, *OF_COVER, *OF_SUBJECT)
HOLD = 3.0  # how strongly the weights of `Leaning` are held, beside one for each text
STRANGERS_FILE = Path(__file__).parent.parent / "reference" / "other_subjects.csv"
PREFIX = "other"
DIGITS = 6
HALF = 0.5  # added to each count of texts, so that words without any text have a logarithm too


@dataclass(frozen=True)
class Strangers:
    """The actions on other subjects and on mere administration, as vectors."""

    actions: tuple[Document, ...]
    is_administration: np.ndarray
    words: Vocabulary
    word_weights: Matrix
    odds: WordOdds
    administration_odds: WordOdds  # the same beside the actions of mere administration alone
    encoder: Encoder | None
    meanings: Scores | None
    leaning: Leaning | None  # None without a sentence model or without directives
    administration_leaning: Leaning | None

    def word_odds(self, actions: Sequence[Document]) -> Scores:
        """Return how well the words of each action fit the framework, beyond what words on other subjects do."""
        ids = {action.record_id for action in self.actions}
        odds = [self.odds.of(action, action.record_id in ids) for action in actions]
        return np.asarray(np.array(odds) - self._odds_of_strangers, dtype=np.float64)

    def administration_words(self, actions: Sequence[Document]) -> Scores:
        """Return how much likelier the words of each action are in the frameworks than in mere administration."""
        found = [self.administration_odds.of(action, is_administration(action)) for action in actions]
        return np.array(found, dtype=np.float64)

    @cached_property
    def _odds_of_strangers(self) -> float:
        return float(np.mean([self.odds.of(action, is_stranger=True) for action in self.actions]))

    def leanings(self, actions: Sequence[Document]) -> Scores:
        """Return the side of each action with its context: above 0 the framework's, below 0 the strangers'."""
        return self._sides(actions, self.leaning, self.actions, [action.wide_text for action in actions])

    def administration_leanings(self, actions: Sequence[Document]) -> Scores:
        """Return the side of each action's own text: above 0 the frameworks', below 0 that of mere administration."""
        parted = [each for each in self.actions if is_administration(each)]
        return self._sides(actions, self.administration_leaning, parted, [action.text for action in actions])

    def _sides(
        self, actions: Sequence[Document], leaning: Leaning | None, parted: Sequence[Document], texts: Sequence[str]
    ) -> Scores:
        """Return on which side of a plane each text lies; `parted` are the strangers that it was drawn with."""
        if self.encoder is None or leaning is None or not actions:
            return np.zeros(len(actions))
        sides = leaning.of(self.encoder.encode(texts), [action.language for action in actions])
        places = {action.record_id: place for place, action in enumerate(parted)}
        for row, action in enumerate(actions):
            if action.record_id in places:
                sides[row] = leaning.of_strangers[places[action.record_id]]
        return sides

    def likeness(self, actions: Sequence[Document]) -> Scores:
        """Return two columns: each action's similarity to administration and to other subjects, itself left out."""
        bags = [action.own_terms for action in actions]
        found = multiply(self.words.weigh(self.words.counts(bags)), self.word_weights)
        if self.encoder is not None and self.meanings is not None:
            meant = self.encoder.encode([action.text for action in actions]) @ self.meanings.T
            found = (found + meant.clip(0.0, 1.0)) / 2
        found = self._without_itself(found, actions)
        parts = (found[:, self.is_administration], found[:, ~self.is_administration])
        return np.column_stack([part.max(axis=1, initial=0.0) for part in parts])

    def _without_itself(self, found: Scores, actions: Sequence[Document]) -> Scores:
        places = {action.record_id: place for place, action in enumerate(self.actions)}
        for row, action in enumerate(actions):
            if action.record_id in places:
                found[row, places[action.record_id]] = 0.0
        return found


@dataclass(frozen=True, slots=True)
class WordOdds:
    """How much likelier a word is in a framework than in actions of other subjects."""

    ours: Counter[str]
    theirs: Counter[str]

    def of(self, action: Document, is_stranger: bool) -> float:
        """Return the mean logarithm over the action's words; a stranger is not counted among the strangers itself."""
        if not action.own_terms:
            return 0.0
        own = 1 if is_stranger else 0
        here, there = sum(self.ours.values()) + 1, sum(self.theirs.values()) + 1
        logs = [
            np.log((self.ours[word] + HALF) / here) - np.log((self.theirs[word] - own + HALF) / there)
            for word in action.own_terms
        ]
        return float(np.mean(logs))


@dataclass(frozen=True, slots=True)
class Leaning:
    """A plane between the vectors of a framework's texts and those of strangers (a ridge regression, 1 against -1).

    The mean of the strangers in a text's language is taken from its vector, so that no language is on either side.
    """

    weights: Scores
    middle: Scores
    usual: Mapping[str, Scores]  # language -> mean vector of its strangers
    of_strangers: Scores  # of each stranger, by a plane that was drawn without it

    def of(self, vectors: Scores, languages: Sequence[str]) -> Scores:
        """Return how far each vector is to the framework's side; an unknown language is taken for Spanish."""
        usual = np.array([self.usual.get(language, self.usual[SPANISH]) for language in languages])
        return np.asarray((vectors - usual - self.middle) @ self.weights, dtype=np.float64)


def usual_vectors(vectors: Scores, languages: Sequence[str]) -> dict[str, Scores]:
    """Return the mean of the vectors of each language."""
    spoken = np.array(languages)
    return {language: vectors[spoken == language].mean(axis=0) for language in dict.fromkeys(languages)}


def draw_plane(ours: Scores, theirs: Scores, languages: Sequence[str], usual: Mapping[str, Scores]) -> Leaning:
    """Return the plane between the vectors of a framework's texts, in Spanish, and those of strangers.

    `languages` are the strangers', `usual` the mean vector of each. Each kind counts the same, however many it has.
    """
    vectors = np.vstack([ours - usual[SPANISH], theirs - np.array([usual[language] for language in languages])])
    sides = np.repeat([1.0, -1.0], [len(ours), len(theirs)])
    counts = len(vectors) / 2 / np.repeat([len(ours), len(theirs)], [len(ours), len(theirs)])
    middle = np.average(vectors, axis=0, weights=counts)
    apart = vectors - middle
    weighted = counts[:, None] * apart
    inverse = np.linalg.inv(apart.T @ weighted + HOLD * np.eye(apart.shape[1]))
    weights = inverse @ (weighted.T @ sides)
    strangers = slice(len(ours), None)
    own = np.einsum("ij,jk,ik->i", apart[strangers], inverse, weighted[strangers]) + counts[strangers] / counts.sum()
    said = (apart[strangers] @ weights + own) / (1 - own)  # its side of a plane that was fitted without it
    return Leaning(weights, middle, usual, said)


def _count_words(documents: Sequence[Document]) -> Counter[str]:
    """Return in how many texts and phrasings each word stands."""
    counted = Counter(word for document in documents for word in document.own_terms)
    return counted + _count_phrasings([phrasing for document in documents for phrasing in document.phrasings])


def _count_phrasings(phrasings: Sequence[str]) -> Counter[str]:
    return Counter(word for phrasing in phrasings for word in words_in(SPANISH).bag(phrasing))


def read_strangers(
    finder: ConceptFinder,
    encoder: Encoder | None,
    directives: Sequence[Document] = (),
    phrasings: Sequence[str] = (),
) -> Strangers:
    """Return the actions of other subjects, compared with the directives of a framework; their vectors by `encoder`.

    `phrasings` are those of all frameworks: no action that carries out any directive is mere administration.
    """
    actions = read_other_subjects(finder)
    bags = [action.own_terms for action in actions]
    words = Vocabulary(bags)
    meanings = encoder.encode([action.text for action in actions]) if encoder else np.zeros((len(actions), 0))
    ours = [text for each in directives for text in (each.phrasings or (each.text,))]
    parted = np.array([is_administration(action) for action in actions])
    planes = _draw_planes(encoder, (ours, phrasings or ours), actions, meanings) if encoder and ours else (None, None)
    return Strangers(
        actions=actions,
        is_administration=parted,
        words=words,
        word_weights=words.weigh(words.counts(bags)),
        odds=WordOdds(_count_words(directives), _count_words(actions)),
        administration_odds=WordOdds(
            _count_phrasings(phrasings or ours), _count_words([each for each in actions if is_administration(each)])
        ),
        encoder=encoder,
        meanings=meanings if encoder else None,
        leaning=planes[0],
        administration_leaning=planes[1],
    )


def _draw_planes(
    encoder: Encoder, ours: tuple[Sequence[str], Sequence[str]], actions: Sequence[Document], meanings: Scores
) -> tuple[Leaning, Leaning]:
    """Return the planes that part texts from all strangers, and other texts from those of mere administration."""
    spoken = [action.language for action in actions]
    usual = usual_vectors(meanings, spoken)
    parted = np.array([is_administration(action) for action in actions])
    subject, administration = map(encoder.encode, ours)
    kept = [language for language, is_kept in zip(spoken, parted, strict=True) if is_kept]
    return (
        draw_plane(subject, meanings, spoken, usual),
        draw_plane(administration, meanings[parted], kept, usual),
    )


def is_administration(action: Document) -> bool:
    """Tell whether an action of other subjects is one of mere administration."""
    return action.record_id.startswith(f"{PREFIX}/{ADMINISTRATION}/")


def signals_of(
    actions: Sequence[Document], texts: Mapping[str, Scores], strangers: Strangers | None, elsewhere: Scores
) -> Scores:
    """Return the SIGNALS of each action, one row an action.

    They say how much more it is like the framework than like strangers. `elsewhere` has the columns OF_COVER; it comes
    from `seen_elsewhere`.
    """
    if strangers is None:
        return np.zeros((len(actions), len(SIGNALS)))
    pair = next((names for names in NEARNESS if names[0] in texts), NEARNESS[-1])
    near = np.mean([texts[name].max(axis=1, initial=0.0) for name in pair if name in texts], axis=0)
    administration, other_subjects = (near[:, None] - strangers.likeness(actions)).T
    words, leanings = strangers.administration_words(actions), strangers.administration_leanings(actions)
    of_fitting = (administration, words, leanings, near)
    of_subject = (other_subjects, strangers.word_odds(actions), strangers.leanings(actions))
    told = np.column_stack([*of_fitting, elsewhere, *of_subject])
    return np.asarray(np.round(told, DIGITS), dtype=np.float64)


@lru_cache(maxsize=4)
def read_other_subjects(finder: ConceptFinder) -> tuple[Document, ...]:
    """Return the actions of other subjects; they are the same for every framework."""
    return tuple(read_actions(_strangers_table(), finder))


@cache
def _strangers_table() -> pd.DataFrame:
    with STRANGERS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pd.DataFrame(
        [
            {"action_id": f"{PREFIX}/{row['subject']}/{place}", "plan_id": PREFIX}
            | {"action": row["action"], LANGUAGE: row["language"]}
            for place, row in enumerate(rows, start=1)
        ],
        dtype="str",
    )
