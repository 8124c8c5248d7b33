"""Finds the concepts of the lexicon in actions and directives, with the words that name them and their weights.

spaCy's matchers run over documents made here from folded lemmas, without articles and prepositions; punctuation marks
stay, so that no phrase reaches over them. Malformed or misleading places met: "no" before a concept ("no requieran
movimiento", oas-3 51), a concept that is only borne in mind ("teniendo en cuenta los mecanismos de cooperación con la
sociedad civil", oas-2 15), acronyms for bodies ("personal de la DNM", ar-plan prevencion/15: migration authorities).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from ..reference.agencies import read_agencies
from ..reference.concepts import Lexicon, read_concepts
from ..reference.emphasis import Emphasis
from .spacy_parts import load_spacy
from .words import SPANISH, Term, words_in

BESIDE = re.compile(r"\s*(?:,|(?:y|e|o|u|y/o|ou|and|or)(?=\s))?\s*")  # between two measures that are both done
PUNCTUATION = re.compile(r"[.;:,()¿?¡!/]")
GAP = "…"
GAP_WORDS = 3
SCOPE_WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "head": {"measure": 1.0, "target": 1.0, "topic": 1.0},
    "purpose": {"measure": 0.5, "target": 0.8, "topic": 0.8},
    "circumstance": {"measure": 0.2, "target": 0.3, "topic": 0.3},
    "aside": {"measure": 0.3, "target": 0.4, "topic": 0.4},
    "subject": {"measure": 0.2, "target": 1.0, "topic": 1.0},
}
EMPHASIS_WEIGHTS: Mapping[str, float] = {"asked": 1.0, "beside": 0.4, "mentioned": 0.1}
BROADER_WEIGHT = 0.5
SUBJECT_WEIGHT = 0.3
REMEMBERED = 4096  # texts whose concepts are kept: measures and objectives stand in many rows
DENIALS = ("no", "sin")  # where the lexicon names none
NEGATION_REACH = 2  # words between "no" and what it denies


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """One concept in a text; text[start:end] == surface."""

    facet: str
    concept: str
    surface: str
    start: int
    end: int
    scope: str  # head | purpose | circumstance | aside; of a directive with an emphasis: asked | beside | mentioned
    weight: float = 1.0  # by its scope, 0 to 1

    @property
    def key(self) -> str:
        """The concept's name with its facet."""
        return f"{self.facet}.{self.concept}"


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a text as the matchers see it."""

    lemma: str
    start: int
    end: int
    scope: str  # head | purpose | circumstance | aside
    is_negated: bool


class ConceptFinder:
    """The lexicon's phrases in one language, ready to be found."""

    def __init__(self, lexicon: Lexicon, code: str = SPANISH) -> None:
        load_spacy()
        from spacy.matcher import Matcher, PhraseMatcher
        from spacy.vocab import Vocab

        self._lexicon = lexicon
        lexicon = lexicon.in_language(code)
        self.words = words_in(code)
        denials = [word for name, words in lexicon.scopes if name == "negation" for word in words]
        self._denials = frozenset(denials or DENIALS)
        self._vocab = Vocab()  # lemmas are given: no language's rules are needed
        self._phrases = PhraseMatcher(self._vocab, attr="LEMMA")
        self._gapped = Matcher(self._vocab)
        self._scopes = _markers_by_first_word(lexicon)
        self._broader = {concept.key: concept.broader for concept in lexicon.concepts}
        self._about = frozenset(concept.key for concept in lexicon.concepts if concept.about)
        self._phases = [(name, self._spelled(phrase)) for name, phrases in lexicon.phases for phrase in phrases]
        self._found: dict[str, tuple[ConceptMatch, ...]] = {}
        self._phased: dict[str, frozenset[str]] = {}
        for concept in lexicon.concepts:
            for phrase in concept.phrases:
                self._add(concept.key, phrase)
        self._add_acronyms()
        self._found.clear()

    def in_language(self, code: str) -> ConceptFinder:
        """Return what finds the same concepts in texts of a language."""
        return self if code == self.words.code else finder_of(self._lexicon, code)

    def find(self, text: str) -> tuple[ConceptMatch, ...]:
        """Return the concepts of `text` in reading order; of two where one lies within the other, the longer one."""
        if text not in self._found:
            if len(self._found) == REMEMBERED:
                self._found.clear()
            self._found[text] = self._find(text)
        return self._found[text]

    def bag(self, matches: Iterable[ConceptMatch]) -> dict[str, float]:
        """Return each concept with the highest weight of its places; broader concepts get half of it."""
        bag: dict[str, float] = {}
        for match in matches:
            bag[match.key] = max(bag.get(match.key, 0.0), match.weight)
            for broader in self._broader[match.key]:
                bag[broader] = max(bag.get(broader, 0.0), BROADER_WEIGHT * match.weight)
        return bag

    def phases(self, heading: str) -> frozenset[str]:
        """Return the main headings that the words of `heading` name."""
        if heading not in self._phased:
            words = f" {' '.join(term.lemma for term in self.words.all_of(heading))} "
            self._phased[heading] = frozenset(name for name, phrase in self._phases if phrase in words)
        return self._phased[heading]

    def _find(self, text: str) -> tuple[ConceptMatch, ...]:
        tokens = self._tokens(text)
        if not tokens:
            return ()
        doc = self._doc([token.lemma for token in tokens])
        whole = {(first, last, label) for label, first, last in self._phrases(doc)}
        gapped = self._gapped(doc) if len(self._gapped) else ()
        spans = whole | {(first, last, label) for label, first, last in gapped}
        found = [
            self._match(text, tokens[first:last], self._vocab.strings[label])
            for first, last, label in spans
            if not _is_within_another(first, last, whole) and not tokens[first].is_negated
        ]
        ordered = sorted(set(found), key=lambda match: (match.start, match.end, match.facet, match.concept))
        return self._weigh_subjects(text, _weigh_by_scope(ordered))

    def _weigh_subjects(self, text: str, matches: tuple[ConceptMatch, ...]) -> tuple[ConceptMatch, ...]:
        """Return `matches`; a measure that is the object of the first one counts less, unless "y" joins the two."""
        measures = [match for match in matches if match.facet == "measure"]
        lead = [match for match in measures if match.start == measures[0].start]
        if not any(match.key in self._about for match in lead):
            return matches
        end = max(match.end for match in lead)
        weighed = []
        for match in matches:
            if match.facet == "measure" and match.start >= end:
                if BESIDE.fullmatch(text, end, match.start):
                    end = match.end
                else:
                    match = replace(match, weight=match.weight * SUBJECT_WEIGHT)
            weighed.append(match)
        return tuple(weighed)

    def _spelled(self, phrase: str) -> str:
        return f" {' '.join(term.lemma for term in self.words.all_of(phrase))} "

    def _add(self, key: str, phrase: str) -> None:
        parts = [[token.lemma for token in self._tokens(part)] for part in phrase.split(GAP)]
        if len(parts) == 1:
            self._phrases.add(key, [self._doc(parts[0])])
            return
        gap = [{"LEMMA": {"NOT_IN": list(".;:()")}, "OP": "?"}] * GAP_WORDS
        pattern: list[dict[str, Any]] = []
        for part in parts:
            pattern += (gap if pattern else []) + [{"LEMMA": lemma} for lemma in part]
        self._gapped.add(key, [pattern])

    def _add_acronyms(self) -> None:
        """Let the acronym of a body name the concepts of its full name."""
        for agency in read_agencies().agencies:
            if agency.acronym:
                for key in sorted({match.key for match in self.find(agency.name)}):
                    self._add(key, agency.acronym)

    def _doc(self, lemmas: Sequence[str]) -> Any:
        from spacy.tokens import Doc

        return Doc(self._vocab, words=list(lemmas), lemmas=list(lemmas))

    def _tokens(self, text: str) -> list[Token]:
        words = self.words.all_of(text)
        marks = [Term(mark[0], mark[0], mark[0], *mark.span()) for mark in PUNCTUATION.finditer(text)]
        stream = sorted([*words, *marks], key=lambda term: term.start)
        scopes = self._scopes_of(stream)
        negated = _negated(stream, self._denials)
        return [
            Token(term.lemma, term.start, term.end, scope, position in negated)
            for position, (term, scope) in enumerate(zip(stream, scopes, strict=True))
            if term.lemma not in self.words.function_words
        ]

    def _scopes_of(self, stream: Sequence[Term]) -> Iterator[str]:
        """Yield the scope of each word. A marker opens it, a full stop or semicolon ends it, a comma ends an aside."""
        words = [term.surface.lower() for term in stream]
        scope = "head"
        for position, word in enumerate(words):
            if word in ".;" or (word == "," and scope == "aside"):
                scope = "head"
            for name, marker in self._scopes.get(word, ()):
                if tuple(words[position : position + len(marker)]) == marker:
                    scope = name if position else scope
                    break
            yield scope

    def _match(self, text: str, tokens: Sequence[Token], key: str) -> ConceptMatch:
        facet, concept = key.split(".", 1)
        start, end = tokens[0].start, tokens[-1].end
        return ConceptMatch(facet, concept, text[start:end], start, end, tokens[0].scope)


def finder_of(lexicon: Lexicon | None = None, code: str = SPANISH) -> ConceptFinder:
    """Return what finds the concepts of `lexicon`, None = the shipped one, in texts of a language; made once."""
    return _finder(lexicon or read_concepts(), code)


@lru_cache(maxsize=8)
def _finder(lexicon: Lexicon, code: str) -> ConceptFinder:
    return ConceptFinder(lexicon, code)


def weigh_by_emphasis(matches: Iterable[ConceptMatch], emphasis: Emphasis | None) -> tuple[ConceptMatch, ...]:
    """Return `matches` of a directive weighted by what it asks for; unchanged if no reader has said what that is."""
    if emphasis is None:
        return tuple(matches)
    places = [(match, emphasis.place_of(match.key)) for match in matches]
    return tuple(replace(match, scope=place, weight=EMPHASIS_WEIGHTS[place]) for match, place in places)


def _weigh_by_scope(matches: Sequence[ConceptMatch]) -> tuple[ConceptMatch, ...]:
    """Return `matches` with their weights; if no measure stands before "para", the purpose after it counts as one."""
    weighed = []
    is_done = False
    for match in matches:
        scope = "head" if match.scope == "purpose" and not is_done else match.scope
        weighed.append(replace(match, weight=SCOPE_WEIGHTS[scope][match.facet]))
        is_done = is_done or (match.facet == "measure" and match.scope == "head")
    return tuple(weighed)


def _markers_by_first_word(lexicon: Lexicon) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return the markers that open a scope, each with its scope, by the word that they begin with."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for name, markers in lexicon.scopes:
        for words in (tuple(marker.lower().split()) for marker in markers if name != "negation"):
            found.setdefault(words[0], []).append((name, words))
    return found


def _negated(stream: Sequence[Term], denials: frozenset[str]) -> set[int]:
    """Return the places that a "no" or "sin" negates; a phrase that begins with that word is not negated."""
    reached: set[int] = set()
    for position, term in enumerate(stream):
        if term.surface.lower() in denials:
            reached.update(range(position + 1, position + 1 + NEGATION_REACH))
    return reached


def _is_within_another(first: int, last: int, spans: Iterable[tuple[int, int, int]]) -> bool:
    return any(low <= first and last <= high and (low, high) != (first, last) for low, high, _ in spans)
