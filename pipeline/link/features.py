"""The evidence for links in the texts, as numbers. Each feature is a matrix: a row for each action, a column for each
directive.

Each directive is compared by its own text and, if it has any, by its phrasings: how ministries word actions that carry
it out. Words, concepts and the sentence model compare both. The ranker brings every feature to the same mean and spread
over the directives, so weights learned on two frameworks hold for a third. The caller passes the actions in blocks,
because the matrices are dense. The evidence of reviews is in `reviewed_actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .meaning import Encoder, cosines
from .pairing import EveryDirective, Pairing
from .signals import Strangers
from .vectors import Matrix, Scores, Vocabulary, character_bag, multiply, normalise_rows
from .weighted_texts import Bag, Document, facet_of
from .words import SPANISH, words_in

TEXT_FEATURES = (
    "terms",  # cosine of the words, context included
    "bm25",  # the same words as BM25
    "measure_covered",  # share of what the action does that the directive asks for
    "measure_needed",  # share of what the directive asks for that the action does, context included
    "target_covered",  # share of whom the action reaches that the directive names
    "target_covered_wide",  # the same with the action's context
    "target_needed",  # share of whom the directive names that the action reaches
    "target_apart",  # both name whom they are for, and not the same: 1
    "topic_covered",
    "topic_needed",
    "concepts",  # cosine of all concepts of both own texts
    "concepts_wide",  # the same with the action's context
    "phase",  # under the same main heading (prevention, assistance …)
    "general",  # the directive is under none of the main headings
)
OF_HEADINGS = ("phase", "general")
MEANING_FEATURES = (
    "meaning",  # cosine of the sentence vectors of both texts
    "meaning_wide",  # the same with the action's context
)
NEAREST_FEATURES = (
    "nearest",  # words shared with the phrasing that shares most
    "nearest_wide",  # the same with the action's context
    "letters",  # cosine of the character n-grams of all phrasings
)
PHRASED = "phrased_"
PHRASED_FEATURES = tuple(
    f"{PHRASED}{name}" for name in (*TEXT_FEATURES, *MEANING_FEATURES, *NEAREST_FEATURES) if name not in OF_HEADINGS
)
ALL_TEXT_FEATURES = (*TEXT_FEATURES, *MEANING_FEATURES, *PHRASED_FEATURES)
FACETS = ("measure", "target", "topic")
NAMED = 0.3  # least weight of a concept by which a text names whom it is for
COMMON = 0.25  # share of directives; a target that more of them name ("victims") does not tell them apart
UNSPOKEN = 2.5  # rarity of a concept that the framework never names: half that of the rarest one that it names
SLACK = 1.0  # added to what a directive asks for: sharing its one common concept is not enough to meet it wholly


@dataclass(frozen=True, slots=True)
class Framework:
    """The directives of one framework as vectors, ready to be compared with actions."""

    target: str
    directives: tuple[Document, ...]
    columns: Mapping[str, int]  # directive_id -> its place
    terms: Vocabulary
    concepts: Vocabulary
    term_weights: Matrix  # rows of length one
    bm25_weights: Matrix
    concept_weights: Matrix  # rows of length one
    concept_counts: Mapping[str, Matrix]  # facet -> directives x concepts
    concept_sums: Mapping[str, Scores]  # facet -> rarity of all that a directive asks for
    target_counts: Matrix  # whom each directive names, common targets left out
    names_target: Scores  # 1 for a directive that names any such target
    phases: Vocabulary  # main headings
    phase_weights: Matrix  # rows of length one
    is_general: Scores  # 1 for a directive under none of the main headings
    encoder: Encoder | None = None  # None: the sentence model is left out
    meanings: Scores | None = None  # one vector a directive
    phrasings: Phrasings | None = None  # of those directives that have any
    strangers: Strangers | None = None  # actions on other subjects
    others: tuple[Counterpart, ...] = ()  # the other frameworks of a plan


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Another framework, and how like this framework's directives its own are."""

    framework: Framework
    covered: Scores  # of each of its directives, the similarity of the most similar one here, 0 to 1


@dataclass(frozen=True, slots=True)
class Phrasings:
    """The phrasings of a framework's directives."""

    columns: npt.NDArray[np.int64]  # places in the framework of the directives that have phrasings
    framework: Framework  # these directives, their phrasings as text
    starts: npt.NDArray[np.int64]  # where the phrasings of each directive begin among all
    words: Vocabulary
    word_weights: Matrix  # one row a phrasing
    letters: Vocabulary
    letter_weights: Matrix  # one row a directive
    meanings: Scores | None  # one vector a phrasing


def prepare_framework(
    target: str,
    directives: Sequence[Document],
    encoder: Encoder | None = None,
    phrased: Sequence[Document] = (),
) -> Framework:
    """Return `directives` as vectors; an empty framework is allowed and links nothing.

    `phrased` are the directives that have phrasings, read by `weighted_texts.read_phrased`.
    """
    terms = Vocabulary([directive.own_terms for directive in directives])
    concepts = Vocabulary([directive.own_concepts for directive in directives], UNSPOKEN)
    counts = terms.counts([directive.own_terms for directive in directives])
    columns = {directive.record_id: column for column, directive in enumerate(directives)}
    targets = [named_targets(directive, concepts) for directive in directives]
    headings = [dict.fromkeys(directive.phases, 1.0) for directive in directives]
    phases = Vocabulary(headings)
    return Framework(
        target=target,
        directives=tuple(directives),
        columns=columns,
        terms=terms,
        concepts=concepts,
        term_weights=terms.weigh(counts),
        bm25_weights=terms.weigh_bm25(counts),
        concept_weights=weigh_concepts(directives, concepts, of_own_text),
        concept_counts={facet: _counts(directives, concepts, facet, of_own_text) for facet in FACETS},
        concept_sums={facet: _sums(directives, concepts, facet, of_own_text) for facet in FACETS},
        target_counts=concepts.counts(targets)[:, :-1],
        names_target=np.array([float(bool(bag)) for bag in targets]),
        phases=phases,
        phase_weights=normalise_rows(phases.counts(headings)),
        is_general=np.array([float(not directive.phases) for directive in directives]),
        encoder=encoder,
        meanings=encoder.encode([directive.text for directive in directives]) if encoder and directives else None,
        phrasings=_prepare_phrasings(directives, phrased, encoder) if phrased else None,
    )


def _prepare_phrasings(
    directives: Sequence[Document], phrased: Sequence[Document], encoder: Encoder | None
) -> Phrasings:
    said = {directive.record_id: directive.phrasings for directive in directives}
    places = {directive.record_id: column for column, directive in enumerate(directives)}
    each = [said[document.record_id] for document in phrased]
    flat = [phrasing for phrasings in each for phrasing in phrasings]
    bags = [words_in(SPANISH).bag(phrasing) for phrasing in flat]
    words = Vocabulary(bags)
    spelled = [character_bag(document.text) for document in phrased]
    letters = Vocabulary(spelled)
    return Phrasings(
        columns=np.array([places[document.record_id] for document in phrased]),
        framework=prepare_framework("", phrased),
        starts=np.cumsum([0, *(len(phrasings) for phrasings in each[:-1])]),
        words=words,
        word_weights=words.weigh(words.counts(bags)),
        letters=letters,
        letter_weights=letters.weigh(letters.counts(spelled)),
        meanings=encoder.encode(flat) if encoder else None,
    )


def compare_texts(actions: Sequence[Document], framework: Framework) -> dict[str, Scores]:
    """Return each feature of ALL_TEXT_FEATURES for every pair of `actions` and directives.

    Left out are those of the sentence model without an encoder, and those of phrasings where no directive has any.
    """
    found = dict(compare_with(actions, framework, EveryDirective()))
    vectors = encode_actions(actions, framework)
    if framework.meanings is not None:
        found |= {name: cosines(ours, framework.meanings) for name, ours in vectors.items()}
    if framework.phrasings is not None:
        shape = (len(actions), len(framework.directives))
        for name, values in compare_phrasings(actions, framework.phrasings, vectors):
            found[f"{PHRASED}{name}"] = np.zeros(shape)
            found[f"{PHRASED}{name}"][:, framework.phrasings.columns] = values
    return found


def encode_actions(actions: Sequence[Document], framework: Framework) -> dict[str, Scores]:
    """Return for each feature of MEANING_FEATURES one vector an action; nothing without an encoder."""
    if framework.encoder is None or framework.meanings is None:
        return {}
    return {
        "meaning": framework.encoder.encode([action.text for action in actions]),
        "meaning_wide": framework.encoder.encode([action.wide_text for action in actions]),
    }


def compare_with(actions: Sequence[Document], framework: Framework, pairing: Pairing) -> Iterator[tuple[str, Scores]]:
    """Yield each of TEXT_FEATURES with its name, for the directives of `pairing`."""
    wide = framework.terms.counts([action.wide_terms for action in actions])
    own_shared = {facet: share_concepts(actions, framework, facet, of_own_text, pairing) for facet in FACETS}
    wide_shared = {facet: share_concepts(actions, framework, facet, with_context, pairing) for facet in FACETS}
    needed = {facet: pairing.take(SLACK + framework.concept_sums[facet]) for facet in FACETS}
    yield "terms", pairing.multiply(framework.terms.weigh(wide), framework.term_weights)
    yield "bm25", _bm25(wide, framework, pairing)
    yield "measure_covered", _covered(actions, framework, own_shared, ("measure", of_own_text))
    yield "measure_needed", wide_shared["measure"] / needed["measure"]
    yield "target_covered", _covered(actions, framework, own_shared, ("target", of_own_text))
    yield "target_covered_wide", _covered(actions, framework, wide_shared, ("target", with_context))
    yield "target_needed", wide_shared["target"] / needed["target"]
    yield "target_apart", _targets_apart(actions, framework, pairing)
    yield "topic_covered", _covered(actions, framework, own_shared, ("topic", of_own_text))
    yield "topic_needed", wide_shared["topic"] / needed["topic"]
    for name, side in (("concepts", of_own_text), ("concepts_wide", with_context)):
        yield name, pairing.multiply(weigh_concepts(actions, framework.concepts, side), framework.concept_weights)
    yield "phase", _phase(actions, framework, pairing)
    yield "general", np.ones((len(actions), 1)) * pairing.take(framework.is_general)


def compare_phrasings(
    actions: Sequence[Document], phrasings: Phrasings, vectors: Mapping[str, Scores]
) -> Iterator[tuple[str, Scores]]:
    """Yield each feature of PHRASED_FEATURES for the directives that have phrasings, its name without PHRASED."""
    for name, values in compare_with(actions, phrasings.framework, EveryDirective()):
        if name not in OF_HEADINGS:
            yield name, values
    if phrasings.meanings is not None:
        for name, ours in vectors.items():
            yield name, _nearest(cosines(ours, phrasings.meanings), phrasings)
    for name, bags in (
        ("nearest", [action.own_terms for action in actions]),
        ("nearest_wide", [action.wide_terms for action in actions]),
    ):
        weighted = phrasings.words.weigh(phrasings.words.counts(bags))
        yield name, _nearest(multiply(weighted, phrasings.word_weights), phrasings)
    spelled = phrasings.letters.counts([character_bag(action.text) for action in actions])
    yield "letters", multiply(phrasings.letters.weigh(spelled), phrasings.letter_weights)


def _nearest(values: Scores, phrasings: Phrasings) -> Scores:
    """Return for each directive the highest of the values of its phrasings."""
    return np.asarray(np.maximum.reduceat(values, phrasings.starts, axis=1), dtype=np.float64)


Side = Callable[[Document], Bag]


def of_own_text(document: Document) -> Bag:
    """Return the concepts of a document's own text."""
    return document.own_concepts


def with_context(document: Document) -> Bag:
    """Return the concepts of a document and of its context."""
    return document.wide_concepts


def _counts(documents: Sequence[Document], concepts: Vocabulary, facet: str, side: Side) -> Matrix:
    return concepts.counts([facet_of(side(document), facet) for document in documents])[:, :-1]


def _targets_apart(actions: Sequence[Document], framework: Framework, pairing: Pairing) -> Scores:
    ours = [named_targets(action, framework.concepts) for action in actions]
    shared = pairing.multiply(framework.concepts.counts(ours)[:, :-1], framework.target_counts)
    name_any = np.array([float(bool(bag)) for bag in ours])[:, None] * pairing.take(framework.names_target)
    return np.asarray(name_any * (shared == 0), dtype=np.float64)


def named_targets(document: Document, concepts: Vocabulary) -> Bag:
    """Return the targets that a document's own text names, common ones left out."""
    bag = facet_of(document.own_concepts, "target")
    return {key: 1.0 for key, weight in bag.items() if weight >= NAMED and concepts.share(key) <= COMMON}


def weigh_concepts(documents: Sequence[Document], concepts: Vocabulary, side: Side) -> Matrix:
    """Return one row of length one a document: each concept by its weight and its rarity."""
    counts = concepts.counts([side(document) for document in documents])
    return normalise_rows(counts.multiply(concepts.idf).tocsr())


def _sums(documents: Sequence[Document], concepts: Vocabulary, facet: str, side: Side) -> Scores:
    bags = (facet_of(side(document), facet) for document in documents)
    return np.array([sum(concepts.rarity(key) * weight for key, weight in bag.items()) for bag in bags])


def share_concepts(
    actions: Sequence[Document], framework: Framework, facet: str, side: Side, pairing: Pairing
) -> Scores:
    """Return the rarity of the concepts that both sides have, each by its weight on both sides."""
    counts = _counts(actions, framework.concepts, facet, side).multiply(framework.concepts.idf[:-1]).tocsr()
    return pairing.multiply(counts, framework.concept_counts[facet])


def _covered(
    actions: Sequence[Document], framework: Framework, shared: Mapping[str, Scores], of: tuple[str, Side]
) -> Scores:
    facet, side = of
    sums = _sums(actions, framework.concepts, facet, side)
    return shared[facet] / np.maximum(sums, 0.2)[:, None]


def _bm25(counts: Matrix, framework: Framework, pairing: Pairing) -> Scores:
    """Return BM25, divided by a query's length in the same weights so that long queries score no higher."""
    weighted = normalise_rows(counts.multiply(framework.terms.idf).tocsr())
    scores = pairing.multiply(weighted, framework.bm25_weights)
    return scores / (1.0 + scores)


def _phase(actions: Sequence[Document], framework: Framework, pairing: Pairing) -> Scores:
    """Return the cosine of the main headings; a directive under none of them ("general") matches no action."""
    ours = framework.phases.counts([dict.fromkeys(action.phases, 1.0) for action in actions])
    return pairing.multiply(normalise_rows(ours), framework.phase_weights)
