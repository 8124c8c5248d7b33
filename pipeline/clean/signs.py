"""What the words of a bracket show of a line that was drawn through them before they were scanned.

A line through a word leaves dashes where the spaces were ("a-nivel-de-territorial", oas-3 objective ix), closes spaces
("responderrapidamente", directive 25), and turns letters into others ("génere", principle ii; "vwunerables", preamble 9)
or into signs ("¥" for "y", directive 86; "wva@eras", objective viii). Ordinary OCR damage is no such sign: a word that
the document's repairer reads as a known one counts as clean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pipeline.clean.ocr import Correction, Repairer, apply_corrections
from pipeline.clean.ocr_lexicon import Lexicon
from pipeline.text import fold

PIECE = re.compile(r"[^\s,;:.()\[\]“”\"–—‒―-]+")
DASH = re.compile(r"[-–—‒―]")
STRUCK_CHARS = frozenset("¥€£@*%\u0335\u0336\u0337\u0338øłđŧƀ")
COMPOUND = re.compile(r"(?i)(?:sub|socio|pre|ex|anti|multi|inter|intra|semi|auto|contra|co|vice|no|pos|post|bio|psico)")
LEAST_FREQUENCY = 1e-8  # share of running words from which on a form counts as a word
LEAST_LETTERS = 2

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a bracket: `text[start:end]`, its repaired form, and what it shows."""

    start: int
    end: int
    form: str  # repaired, as printed otherwise
    sign: str  # clean | unknown | joined | strange
    gap: str  # what parts it from the piece before: space | dash | compound | mark | none (the first) | child

    @property
    def key(self) -> str:
        """The form as phrases are compared: folded."""
        return fold(self.form)


class Signs:
    """Tells clean words from struck ones in one document."""

    def __init__(self, repairer: Repairer, lexicon: Lexicon, can_judge: bool) -> None:
        """Take the document's repairer and words; `can_judge` False = its language is in no list, so no word is odd."""
        self._repairer = repairer
        self._lexicon = lexicon
        self._can_judge = can_judge and repairer.is_damaged
        self._words: dict[str, bool] = {}

    def is_word(self, word: str) -> bool:
        """Tell whether `word`, once repaired, is one that the lists have."""
        if word not in self._words:
            fixed = apply_corrections(word, self._repairer.repair(word))
            self._words[word] = all(self._is_known(part) for part in fixed.split())
        return self._words[word]

    def _is_known(self, word: str) -> bool:
        return self._lexicon.frequency(word.lower()) >= LEAST_FREQUENCY

    def pieces(self, text: str, spans: Sequence[Span], corrections: Sequence[Correction]) -> list[Piece]:
        """Return the words in `spans` of `text`, given the corrections of the text as if nothing were struck."""
        found: list[Piece] = []
        for number, (start, end) in enumerate(spans):
            last = start
            for match in PIECE.finditer(text, start, end):
                made = [each for each in corrections if match.start() <= each.start < match.end()]
                form = repaired_form(text, match.span(), made)
                gap = self._gap(text, found, match.start()) if last > start else ("child" if number else "none")
                found.append(Piece(*match.span(), form, self._sign(match[0], form), gap if found else "none"))
                last = match.end()
        return found

    def _gap(self, text: str, before: Sequence[Piece], start: int) -> str:
        between = text[before[-1].end : start]
        if DASH.search(between):
            return "compound" if between == "-" and COMPOUND.fullmatch(before[-1].form) else "dash"
        return "mark" if between.strip() or not between else "space"

    def _sign(self, word: str, form: str) -> str:
        if not STRUCK_CHARS.isdisjoint(word):
            return "strange"
        if not self._can_judge or not form.replace(" ", "").isalpha() or form.isupper() or len(word) < LEAST_LETTERS:
            return "clean"
        if not all(self._is_known(part) for part in form.split()):
            return "joined" if self._is_joined(form) else "unknown"
        return "joined" if " " in form else "clean"

    def _is_joined(self, word: str) -> bool:
        """Tell whether an unknown word is two known ones run together."""
        cuts = range(3, len(word) - 2)
        return any(self._is_usual(word[:at]) and self._is_usual(word[at:]) for at in cuts)

    def _is_usual(self, word: str) -> bool:
        return self._lexicon.frequency(word.lower()) >= 100 * LEAST_FREQUENCY


def repaired_form(text: str, span: Span, corrections: Sequence[Correction]) -> str:
    """Return `text` within `span` with the corrections that lie wholly in it."""
    start, end = span
    inside = [each for each in corrections if start <= each.start and each.start + len(each.before) <= end]
    moved = [Correction(each.start - start, each.before, each.after, each.method, each.score) for each in inside]
    return apply_corrections(text[start:end], moved)


def can_judge(texts: Sequence[str], is_word: Callable[[str], bool]) -> bool:
    """Tell whether the lists know the document's language: four in five of its words outside brackets are theirs."""
    plain = (re.sub(r"\[[^\]]*\]?", " ", text) for text in texts)
    words = [word for text in plain for word in re.findall(r"\b[^\W\d_]{4,}\b", text) if word.islower()]
    known = sum(map(is_word, words))
    return known >= 0.8 * len(words)
