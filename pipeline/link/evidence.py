"""What a person can check of a link, in whole phrases in English and Spanish, and the same as data for programs.

A link has at most four parts of evidence, the strongest first: what readers said, a like action that was reviewed, the
concepts that both sides name with the words that carry them, a known wording of actions that carry the directive out,
what only the action's context says, shared words, closeness in meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

import numpy as np

from ..reference.concepts import read_concepts
from .bags import Document
from .concepts import ConceptMatch
from .features import Framework
from .meaning import cosines
from .vectors import Vocabulary, multiply
from .verdicts import Stale, Verdict
from .words import function_words, lemma_of, terms_of

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

    kind: str  # review | carried | stale-review | like | concept | wording | context | words | meaning | nearest
    en: str
    es: str
    details: Mapping[str, str]

    def as_data(self) -> dict[str, str]:
        """Return the part for programs."""
        return {"kind": self.kind, **self.details}


def text_evidence(action: Document, directive: Document, framework: Framework) -> list[Part]:
    """Return what the texts say for a link, the strongest first; nothing where they share nothing."""
    theirs = _carriers(directive)
    own, around = _carriers(action), _best(action.context_matches)
    shared = _rarest(own.keys() & theirs.keys(), framework.concepts)
    wider = _rarest((around.keys() & theirs.keys()) - own.keys(), framework.concepts)
    return [
        *(_concept(key, own[key], theirs[key]) for key in shared[:MOST_CONCEPTS]),
        *islice(_wording(action, directive, framework), 1),
        *(_context(key, around[key].surface.lower(), theirs[key]) for key in wider[:MOST_CONCEPTS]),
        *_words(action, directive, framework),
        *_meaning(action, directive, framework),
    ]


def like_evidence(nearest: Sequence[str], directive_id: str, accepted: Mapping[str, Iterable[str]]) -> Iterator[Part]:
    """Yield the nearest reviewed action for which readers accepted the directive, if there is one."""
    number = directive_id.rsplit("/", 1)[-1]
    for action_id in nearest:
        if directive_id in accepted.get(action_id, ()):
            yield Part(
                "like",
                f"like action {action_id}, reviewed → directive {number}",
                f"como la acción {action_id}, revisada → directriz {number}",
                {"action_id": action_id, "directive_id": directive_id},
            )
            return


def verdict_evidence(verdicts: Iterable[Verdict], stale: Iterable[Stale]) -> Iterator[Part]:
    """Yield what each reader said, from which edition a verdict carries over, and verdicts gone stale."""
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


def nearest_evidence(directive: Document, score: float) -> Part:
    """Return the directive that came nearest where none fits, so that a reader can see what was turned down."""
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
    en, es = _labels(key)
    quoted = f"«{ours}»" if ours == theirs else f"«{ours}» / «{theirs}»"
    found = {"concept": key, "action": ours, "directive": theirs}
    return Part("concept", f"both: {en} ({quoted})", f"ambas: {es} ({quoted})", found)


def _context(key: str, ours: str, theirs: str) -> Part:
    en, es = _labels(key)
    quoted = f"«{ours}» / «{theirs}»"
    found = {"concept": key, "context": ours, "directive": theirs}
    return Part("context", f"in the action's context: {en} ({quoted})", f"en su contexto: {es} ({quoted})", found)


def _wording(action: Document, directive: Document, framework: Framework) -> Iterator[Part]:
    """Yield the known wording of the directive that shares most words with the action, where it shares enough."""
    phrasings = framework.phrasings
    if phrasings is None or not directive.phrasings:
        return
    place = phrasings.framework.columns[directive.record_id]
    start = int(phrasings.starts[place])
    weights = phrasings.word_weights[start : start + len(directive.phrasings)]
    ours = phrasings.words.weigh(phrasings.words.counts([action.own_terms]))
    shared = multiply(ours, weights)[0]
    best = int(np.argmax(shared))
    if shared[best] >= LEAST_WORDING:
        text = directive.phrasings[best]
        told = (f"worded like what carries it out: «{text}»", f"redactada como lo que la cumple: «{text}»")
        yield Part("wording", *told, {"wording": text})


def _words(action: Document, directive: Document, framework: Framework) -> Iterator[Part]:
    """Yield the words that both own texts have; where there are none, those that only the action's context has."""
    ours, theirs = _surfaces(action.text), _surfaces(directive.text)
    shared = _rarest(ours.keys() & theirs.keys(), framework.terms)[:MOST_WORDS]
    around = _rarest((action.wide_terms.keys() - action.own_terms.keys()) & theirs.keys(), framework.terms)[:MOST_WORDS]
    if shared:
        listed = ", ".join(_both(ours[key], theirs[key]) for key in shared)
        yield Part("words", f"shared words: {listed}", f"palabras en común: {listed}", {"words": listed})
    elif around:
        listed = ", ".join(theirs[key] for key in around)
        told = (f"words of the action's context: {listed}", f"palabras de su contexto: {listed}")
        yield Part("words", *told, {"context": listed})


def _meaning(action: Document, directive: Document, framework: Framework) -> Iterator[Part]:
    """Yield how near both texts are in meaning, where they are: an action in another language shares no word."""
    if framework.encoder is None or framework.meanings is None:
        return
    ours = framework.encoder.encode([action.wide_text])
    near = float(cosines(ours, framework.meanings[[framework.columns[directive.record_id]]])[0, 0])
    if near >= LEAST_MEANING:
        told = (f"close in meaning ({near:.2f})", f"cercana en significado ({near:.2f})")
        yield Part("meaning", *told, {"cosine": f"{near:.2f}"})


def _carriers(document: Document) -> dict[str, str]:
    """Return the phrase of the document's text that carries each concept, where it counts most."""
    best = _best(document.matches)
    return {key: _phrase(document.text, match.start, match.end) for key, match in best.items()}


def _best(matches: Iterable[ConceptMatch]) -> dict[str, ConceptMatch]:
    best: dict[str, ConceptMatch] = {}
    for match in matches:
        if match.key not in best or match.weight > best[match.key].weight:
            best[match.key] = match
    return best


def _phrase(text: str, start: int, end: int) -> str:
    """Return text[start:end] with up to MORE_WORDS that follow it, as far as no mark and no hanging preposition."""
    last = end
    for _ in range(MORE_WORDS):
        found = NEXT_WORD.match(text, end)
        if found is None:
            break
        end = found.end()
        if lemma_of(found[1]) not in function_words():
            last = end
    return text[start:last].lower()


@cache
def _all_labels() -> dict[str, tuple[str, str]]:
    return {concept.key: (_lowered(concept.en), _lowered(concept.es)) for concept in read_concepts().concepts}


def _labels(key: str) -> tuple[str, str]:
    """Return a concept's English and Spanish name."""
    name = key.split(".", 1)[-1].replace("-", " ")
    return _all_labels().get(key, (name, name))


def _lowered(label: str) -> str:
    return label[:1].lower() + label[1:]


@lru_cache(maxsize=16384)
def _surfaces(text: str) -> dict[str, str]:
    """Return the first spelling of each stem."""
    return {term.key: term.surface.lower() for term in reversed(terms_of(text))}


def _rarest(keys: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    return sorted(keys, key=lambda key: (-vocabulary.rarity(key), key))


def _both(ours: str, theirs: str) -> str:
    return ours if ours == theirs else f"{ours} ~ {theirs}"
