"""Signs in the words of a bracket that they were struck through before they were scanned.

A line through a word leaves dashes in place of spaces ("a-nivel-de-territorial", oas-3 objective ix). It closes spaces
("responderrapidamente", directive 25). It turns letters into other letters ("génere", principle ii; "vwunerables",
preamble 9) or into symbols ("¥" for "y", directive 86; "wva@eras", objective viii). Ordinary OCR damage is no such
sign: if the document's repairer reads a word as a known one, the word counts as clean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from ..text import fold
from .lost_commas import find_comma_pairs, restore_commas
from .ocr import Correction, Repairer, apply_corrections
from .ocr_lexicon import Lexicon

PIECE = re.compile(r"[^\s,;:.()\[\]“”\"_–—‒―-]+")
DASH = re.compile(r"[-–—‒―_]")
LONE_DASH = re.compile(r"\s+[-–—]\s+")
STRANGE = re.compile(r"[¥€£øłđŧƀ]|[#@*%+=~^<>|\\{}!?](?=[^\W\d_])")  # signs that a stroke makes of letters
COMPOUND = re.compile(r"(?i)(?:sub|socio|pre|ex|anti|multi|inter|intra|semi|auto|contra|co|vice|no|pos|post|bio|psico)")
LEAST_FREQUENCY = 1e-8  # share of running words from which on a form counts as a word
LEAST_USES = 3  # times that a document writes a word that is then one of its own
LEAST_LETTERS = 2
LEAST_KNOWN = 0.8
LEAST_COMPARED = 4  # letters of a word that may be a rare twin
COMMONER = 20  # times that the common twin is written for each time of the rare one
WORD = re.compile(r"\b[^\W\d_]{4,}\b")
APART = re.compile(r"(?<![-–—\w])[^\W\d_]{4,}(?![-–—\w])")  # words with no dash beside them
STROKES = frozenset({"eo", "ec", "oe", "tl", "lt", "hn", "wv", "vw"})  # read, printed; letters without accents

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """One word of a bracket: `text[start:end]`, its repaired form, and what it shows."""

    start: int
    end: int
    form: str  # repaired, as printed otherwise
    sign: str  # clean | unknown | joined | stroke | strange
    gap: str  # what parts it from the piece before: space | dash | compound | glued (a mark and no space)
    struck: tuple[str, ...]  # the printed words, folded, if it was struck through

    @property
    def key(self) -> str:
        """The form as phrases are compared: folded."""
        return fold(self.form)


class Signs:
    """Tells clean words from struck ones in one document."""

    def __init__(self, repairer: Repairer, lexicon: Lexicon, texts: Sequence[str]) -> None:
        """Take the document's repairer, the lists of words, and its texts.

        Where the lists do not know the document's language, no word counts as odd.
        """
        self._repairer = repairer
        self._lexicon = lexicon
        self._uses = Counter(word.lower() for text in texts for word in APART.findall(text))
        self._words: dict[str, bool] = {}
        self._decoded: dict[str, str] = {}
        self._comma_pairs = find_comma_pairs(texts)
        self._can_judge = repairer.is_damaged and is_language_known(texts, self.is_word)

    def is_word(self, word: str) -> bool:
        """Tell whether `word`, once repaired, is one that the lists have."""
        if word not in self._words:
            fixed = apply_corrections(word, self._repairer.repair(word))
            self._words[word] = all(self._is_known(part) for part in fixed.split())
        return self._words[word]

    def decode(self, struck: str) -> str:
        """Return the best guess of the words behind a strike."""
        if struck not in self._decoded:
            self._decoded[struck] = self._repairer.decode_struck(struck)
        return self._decoded[struck]

    def restore_commas(self, struck: str) -> str:
        """Return the words behind a strike with the commas that the line hid."""
        return restore_commas(struck, self._comma_pairs) if self._repairer.is_damaged else struck

    def decode_legible(self, struck: str) -> str:
        """Return the words behind a strike, with a sign for those that cannot be read."""
        return self._repairer.decode_legible(struck)

    def is_listed(self, word: str) -> bool:
        """Tell whether a word as it stands is in the lists, however often the document has it."""
        return self._lexicon.frequency(word.lower()) >= LEAST_FREQUENCY

    def _is_known(self, word: str) -> bool:
        return self.is_listed(word) or self._uses[word.lower()] >= LEAST_USES

    def pieces(self, text: str, spans: Sequence[Span], corrections: Sequence[Correction]) -> list[Piece]:
        """Return the words in `spans` of `text`, given the corrections of the text as if nothing were struck."""
        found: list[Piece] = []
        for start, end in spans:
            last = start
            for match in PIECE.finditer(text, start, end):
                made = [each for each in corrections if match.start() <= each.start < match.end()]
                form = repaired_form(text, match.span(), made)
                gap = self._gap(text[last : match.start()], found) if last > start else "space"
                sign = self._sign(match[0], form)
                found.append(Piece(*match.span(), form, sign, gap, self._struck_words(match[0], form, sign)))
                last = match.end()
        return found

    def _gap(self, between: str, before: Sequence[Piece]) -> str:
        """Return the kind of the gap `between`.

        If no OCR damaged the document, the author wrote its hyphens and dashes.
        """
        if not self._repairer.is_damaged and (between == "-" or LONE_DASH.fullmatch(between)):
            return "compound" if between == "-" else "space"
        return gap_of(between, before)

    def _sign(self, word: str, form: str) -> str:
        if STRANGE.search(word):
            return "strange"
        if not self._can_judge or not form.replace(" ", "").isalpha() or form.isupper() or len(word) < LEAST_LETTERS:
            return "clean"
        if not all(self._is_known(part) for part in form.split()):
            return "joined" if self._is_joined(form) else "unknown"
        if " " in form:
            return "joined"
        return "stroke" if looks_struck(word, form) or self._is_rare_twin(form.lower()) else "clean"

    def _struck_words(self, word: str, form: str, sign: str) -> tuple[str, ...]:
        return tuple(PIECE.findall(fold(form if sign == "clean" else self.decode(word))))

    def _is_rare_twin(self, word: str) -> bool:
        """Tell whether one letter that a stroke makes of another parts a rare word from a common one: "génere"."""
        if len(word) < LEAST_COMPARED or self._uses[word] >= LEAST_USES:
            return False
        common = COMMONER * max(self._lexicon.frequency(word), LEAST_FREQUENCY)
        twins = (
            word[:at] + stroke[1] + word[at + 1 :]
            for at, char in enumerate(word)
            for stroke in STROKES
            if char == stroke[0]
        )
        return any(self._lexicon.frequency(twin) > common for twin in twins)

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


def bears_signs(pieces: Sequence[Piece]) -> bool:
    """Tell whether some of neighbouring words are odd, or parted by a dash."""
    return any(piece.sign != "clean" for piece in pieces) or any(piece.gap == "dash" for piece in pieces[1:])


def gap_of(between: str, before: Sequence[Piece]) -> str:
    """Return what kind of gap `between` is, after the words `before`."""
    if DASH.search(between):
        return "compound" if between == "-" and before and COMPOUND.fullmatch(before[-1].form) else "dash"
    return "space" if between.endswith((" ", "(", "“", '"')) else "glued"


def looks_struck(word: str, form: str) -> bool:
    """Tell whether bare letters were read as those that a stroke makes of them: "eultura", "génere"."""
    edits = Levenshtein.opcodes(word.lower(), form.lower())
    changed = [
        (word[e.src_start : e.src_end].lower(), form[e.dest_start : e.dest_end].lower())
        for e in edits
        if e.tag != "equal"
    ]
    return any(read + printed in STROKES for read, printed in changed)


def is_language_known(texts: Sequence[str], is_word: Callable[[str], bool]) -> bool:
    """Tell whether the lists know the document's language: four in five of its words outside brackets are theirs."""
    plain = (re.sub(r"\[[^\]]*\]?", " ", text) for text in texts)
    words = [word for text in plain for word in WORD.findall(text) if word.islower()]
    return sum(map(is_word, words)) >= LEAST_KNOWN * len(words)
