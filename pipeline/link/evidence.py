"""The evidence for a link: phrases in English and Spanish that a person can check, and the same as data for programs.

A link has at most four parts of evidence, the strongest first: verdicts of readers, a similar action that was reviewed,
the concepts that both sides name with the words that name them, a known wording of actions that carry the directive
out, concepts of the action's context alone, shared words, closeness in meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice

import numpy as np

from ..reference.concepts import read_concepts
from .concepts import ConceptMatch
from .features import Framework
from .meaning import cosines
from .vectors import Scores, Vocabulary, product_with_row
from .verdicts import Stale, Verdict
from .weighted_texts import Document
from .words import words_in

MOST_PARTS = 4
MOST_CONCEPTS = 2
MOST_WORDS = 4
MORE_WORDS = 3  # after a concept's words, so that a quotation is a phrase
SEPARATOR = "|"
LEAST_MEANING = 0.3  # cosine from which on closeness in meaning is evidence
LEAST_WORDING = 0.25  # share of words from which on a known wording is evidence
NEXT_WORD = re.compile(r"\s+([^\W\d_]+)")
VERDICTS = {
    "accept": ("accepts it", "lo acepta"),
    "reject": ("rejects it", "lo rechaza"),
    "unsure": ("is unsure", "no está seguro"),
    "no-match": ("says that none fits", "dice que ninguna coincide"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of evidence."""

    # review | carried | stale-review | not-accepted | like | concept | wording | context | words | meaning | nearest
    kind: str
    en: str
    es: str
    details: Mapping[str, str]

    def as_data(self) -> dict[str, str]:
        """Return the part for programs."""
        return {"kind": self.kind, **self.details}


@dataclass(frozen=True)
class TextEvidence:
    """The evidence in an action's texts; what depends on the action alone is computed once."""

    action: Document
    framework: Framework

    def of(self, directive: Document) -> list[Part]:
        """Return the evidence for a link to the directive, the strongest first; nothing if they share nothing."""
        return strongest(self._parts(directive))

    def _parts(self, directive: Document) -> Iterator[Part]:
        theirs = _best(directive.matches)
        own, around = self._own, self._around
        for key in _rarest(own.keys() & theirs.keys(), self.framework.concepts)[:MOST_CONCEPTS]:
            yield _concept(key, _carrier(self.action, own[key]), _carrier(directive, theirs[key]))
        yield from islice(self._wording(directive), 1)
        wider = (around.keys() & theirs.keys()) - own.keys()
        for key in _rarest(wider, self.framework.concepts)[:MOST_CONCEPTS]:
            yield _context(key, around[key].surface.lower(), _carrier(directive, theirs[key]))
        yield from self._words(directive)
        yield from self._meaning(directive)

    @cached_property
    def _own(self) -> dict[str, ConceptMatch]:
        return _best(self.action.matches)

    @cached_property
    def _around(self) -> dict[str, ConceptMatch]:
        return _best(self.action.context_matches)

    @cached_property
    def _context_words(self) -> frozenset[str]:
        return frozenset(self.action.wide_terms.keys() - self.action.own_terms.keys())

    @cached_property
    def _word_weights(self) -> Scores:
        """The action's words, weighed as the phrasings' words are."""
        assert self.framework.phrasings is not None
        return self.framework.phrasings.words.weigh_bag(self.action.own_terms)

    @cached_property
    def _vector(self) -> Scores:
        assert self.framework.encoder is not None
        return self.framework.encoder.encode([self.action.wide_text])

    def _wording(self, directive: Document) -> Iterator[Part]:
        """Yield the known wording of the directive that shares most words with the action, where it shares enough."""
        phrasings = self.framework.phrasings
        if phrasings is None or not directive.phrasings:
            return
        start = int(phrasings.starts[phrasings.framework.columns[directive.record_id]])
        rows = range(start, start + len(directive.phrasings))
        shared = [product_with_row(phrasings.word_weights, row, self._word_weights) for row in rows]
        best = int(np.argmax(shared))
        if shared[best] >= LEAST_WORDING:
            text = directive.phrasings[best]
            told = (f"worded like what carries it out: «{text}»", f"redactada como lo que la cumple: «{text}»")
            yield Part("wording", *told, {"wording": text})

    def _words(self, directive: Document) -> Iterator[Part]:
        """Yield the words that both own texts have; where there are none, those that only the context has."""
        ours, theirs = _surfaces_of(self.action), _surfaces_of(directive)
        if shared := _rarest(ours.keys() & theirs.keys(), self.framework.terms)[:MOST_WORDS]:
            listed = ", ".join(_both(ours[key], theirs[key]) for key in shared)
            yield Part("words", f"shared words: {listed}", f"palabras en común: {listed}", {"words": listed})
        elif around := _rarest(self._context_words & theirs.keys(), self.framework.terms)[:MOST_WORDS]:
            listed = ", ".join(theirs[key] for key in around)
            told = (f"words of the action's context: {listed}", f"palabras de su contexto: {listed}")
            yield Part("words", *told, {"context": listed})

    def _meaning(self, directive: Document) -> Iterator[Part]:
        """Yield how close both texts are in meaning, if they are: some pairs share no word."""
        if self.framework.encoder is None or self.framework.meanings is None:
            return
        place = self.framework.columns[directive.record_id]
        near = float(cosines(self._vector, self.framework.meanings[[place]])[0, 0])
        if near >= LEAST_MEANING:
            told = (f"close in meaning ({near:.2f})", f"cercana en significado ({near:.2f})")
            yield Part("meaning", *told, {"cosine": f"{near:.2f}"})


def like_evidence(nearest: Sequence[str], directive_id: str, accepts: Callable[[str, str], bool]) -> Iterator[Part]:
    """Yield the nearest reviewed action for which readers accepted the directive, if there is one."""
    number = directive_id.rsplit("/", 1)[-1]
    for action_id in nearest:
        if accepts(action_id, directive_id):
            yield Part(
                "like",
                f"like action {action_id}, reviewed → directive {number}",
                f"como la acción {action_id}, revisada → directriz {number}",
                {"action_id": action_id, "directive_id": directive_id},
            )
            return


def verdict_evidence(verdicts: Iterable[Verdict], stale: Iterable[Stale]) -> Iterator[Part]:
    """Yield the verdict of each reader, the edition that it is carried over from, and stale verdicts."""
    for verdict in verdicts:
        en, es = VERDICTS[verdict.verdict]
        said = {"reviewer": verdict.reviewer, "verdict": verdict.verdict}
        former = verdict.carried_from
        yield Part("review", f"{verdict.reviewer} {en}", f"{verdict.reviewer} {es}", said)
        if former:
            told = (f"said of {former}, same text", f"dicho de {former}, mismo texto")
            yield Part("carried", *told, {"action_id": former})
    for old in stale:
        en, es = VERDICTS[old.verdict.verdict]
        name = old.verdict.reviewer
        told = (f"{name} {en}, of a text that changed since", f"{name} {es}, de un texto que cambió después")
        yield Part("stale-review", *told, {"reviewer": name, "verdict": old.verdict.verdict})


def not_accepted_evidence(readers: Iterable[str]) -> Iterator[Part]:
    """Yield that each of `readers` compared the action with all directives and did not accept this one."""
    for name in readers:
        told = (
            f"{name} read all directives and did not accept it",
            f"{name} leyó todas las directrices y no la aceptó",
        )
        yield Part("not-accepted", *told, {"reviewer": name})


def nearest_evidence(directive: Document, score: float) -> Part:
    """Return the nearest directive if none fits, so that a reader can see which one was rejected."""
    told = (f"nearest: {directive.record_id} ({score:.2f})", f"la más cercana: {directive.record_id} ({score:.2f})")
    return Part("nearest", *told, {"directive_id": directive.record_id, "score": f"{score:.4f}"})


def strongest(parts: Iterable[Part]) -> list[Part]:
    """Return the parts that are shown."""
    return list(islice(parts, MOST_PARTS))


def in_english(parts: Sequence[Part]) -> str:
    """Return the parts as English phrases joined by |; a | inside one becomes a slash."""
    return SEPARATOR.join(part.en.replace(SEPARATOR, "/") for part in parts)


def in_spanish(parts: Sequence[Part]) -> str:
    """Return the parts as Spanish phrases joined by |; a | inside one becomes a slash."""
    return SEPARATOR.join(part.es.replace(SEPARATOR, "/") for part in parts)


def as_json(parts: Sequence[Part]) -> str:
    """Return the parts as a JSON list of objects."""
    return json.dumps([part.as_data() for part in parts], ensure_ascii=False)


def _concept(key: str, ours: str, theirs: str) -> Part:
    en, es = concept_labels(key)
    quoted = f"«{ours}»" if ours == theirs else f"«{ours}» / «{theirs}»"
    found = {"concept": key, "action": ours, "directive": theirs}
    return Part("concept", f"both: {en} ({quoted})", f"ambas: {es} ({quoted})", found)


def _context(key: str, ours: str, theirs: str) -> Part:
    en, es = concept_labels(key)
    quoted = f"«{ours}» / «{theirs}»"
    found = {"concept": key, "context": ours, "directive": theirs}
    return Part("context", f"in the action's context: {en} ({quoted})", f"en su contexto: {es} ({quoted})", found)


def _carrier(document: Document, match: ConceptMatch) -> str:
    """Return the phrase of the document's text that names a concept."""
    return _phrase(document.text, match.start, match.end, document.language)


def _best(matches: Iterable[ConceptMatch]) -> dict[str, ConceptMatch]:
    best: dict[str, ConceptMatch] = {}
    for match in matches:
        if match.key not in best or match.weight > best[match.key].weight:
            best[match.key] = match
    return best


def _phrase(text: str, start: int, end: int, language: str) -> str:
    """Return text[start:end] with up to MORE_WORDS after it, up to a mark and without a preposition at the end."""
    words, last = words_in(language), end
    for _ in range(MORE_WORDS):
        found = NEXT_WORD.match(text, end)
        if found is None:
            break
        end = found.end()
        if words.lemma_of(found[1]) not in words.function_words:
            last = end
    return text[start:last].lower()


@cache
def _all_labels() -> dict[str, tuple[str, str]]:
    return {concept.key: (_lowered(concept.en), _lowered(concept.es)) for concept in read_concepts().concepts}


def concept_labels(key: str) -> tuple[str, str]:
    """Return a concept's English and Spanish name, as it stands inside a sentence."""
    name = key.split(".", 1)[-1].replace("-", " ")
    return _all_labels().get(key, (name, name))


def _lowered(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@lru_cache(maxsize=16384)
def _surfaces(text: str, language: str) -> dict[str, str]:
    return {term.key: term.surface.lower() for term in reversed(words_in(language).terms_of(text))}


def _surfaces_of(document: Document) -> dict[str, str]:
    """Return the first spelling of each stem of a document's text."""
    return _surfaces(document.text, document.language)


def _rarest(keys: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return sorted(keys, key=lambda key: (-vocabulary.rarity(key), key))


def _both(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours} ~ {theirs}"
