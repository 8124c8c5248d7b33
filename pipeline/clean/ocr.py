"""Repair of a text in one language that was read by an OCR set to English. Every changed letter is recorded.

oas-3 is such a text: one word in ten is damaged ("Organizacién", "nifias", "prevencidn", "asi"). First the words of the
document are counted to tell whether it is damaged at all. A clean document is not changed, and keeps its own mistakes
("recursoros", "VICTIMAS", "En la medida del posible"). The parts: `ocr_lexicon` (which words there are), `ocr_channel`
(what letters are read as), `ocr_context` (which of two forms the words around ask for), `ocr_words` (the verdict on a
word), `ocr_marks` (marks between words), `ocr_struck` (words under a strike-through).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..language import Language
from ..reference.ocr_tables import read_accent_contexts, read_confusions, read_ocr_words
from .foreign_text import is_foreign
from .long_runs import long_runs, without_long_runs
from .ocr_channel import Channel
from .ocr_context import EDGE, ContextModel, bare_words, surroundings_of
from .ocr_lexicon import Lexicon
from .ocr_marks import find_marks
from .ocr_signs import changed_words, lost_openings, restore_letters
from .ocr_struck import StruckReader, count_all, side_by_side
from .ocr_words import LONGEST_WORD, Verdict, WordJudge, dress, shape_of

TOKEN = re.compile(r"[^\W_]+|¥|[^\w\s]")
PROTECTED = re.compile(
    r"(?:https?:|www\.)\S*(?:(?<=-)\s+\S+\.(?:html?|pdf|aspx?|php)\b)?"  # addresses, cut at a line's end too
    r"|\S+@\s?\S+\.\S+"  # of mail
    r"|\S*[a-z\d]\.[a-z\d]\S*"  # "hacienda.go.cr"
    r"|\S*\w/\w\S*[._\d]\S*|\S*_\S*"  # paths and names of files
)
DIGITS_READ_FOR_LETTERS = frozenset("014569")
FEWEST_WORDS = 20  # of a text that tells whether it is in a language
FEWEST_OF_QUOTE = 7  # spaces of a paragraph that is looked at by itself
LEAST_COMMON = 0.6  # share of the words of a text that are common in its language, however damaged it is
DAMAGED_SHARE = 0.02  # least share of damaged words in a document that OCR damaged
WITHOUT_ACCENTS = 0.005  # the same in a language without accents, of which an OCR damages far fewer words
LEAST_LETTERS = 4  # of a word that counts for that share
FEWEST = 3  # least number of damaged words that show a damaged scan; a short text has fewer: "[agreed ad referendum]"
SURE = 0.9
MARK_SCORE = 0.95
ARTICLE_SCORE = 0.8
TWICE = 2
MOST_JUDGED = 30_000  # words that are remembered from one document to the next
LEAST_SHARE = 1e-7  # of running words: least share of a form, read with letters for digits, that counts as a word

Span = tuple[int, int]
Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """One repair: `text[start:start + len(before)] == before`; `after` is empty where a stray mark goes."""

    start: int
    before: str
    after: str
    method: str  # accent | context | confusion | split | misread, or the name of a rule for marks
    score: float  # probability, 0 to 1


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark, and where it stands."""

    start: int
    text: str
    is_word: bool


def replaced(corrections: Sequence[Correction], newer: Sequence[Correction]) -> list[Correction]:
    """Return the corrections in order; those that overlap one of `newer` are replaced by it."""
    spans = [(each.start, each.start + len(each.before)) for each in newer]
    kept = [
        each
        for each in corrections
        if not any(start < each.start + len(each.before) and each.start < end for start, end in spans)
    ]
    return sorted([*kept, *newer], key=lambda each: each.start)


def with_signs(text: str, made: Sequence[Correction], signs: Iterable[Correction]) -> list[Correction]:
    """Return corrections of `text`, of which `made` were found after letters replaced its signs.

    `signs` are the corrections of the signs.
    """
    moved = [replace(each, before=text[each.start : each.start + len(each.before)]) for each in made]
    return replaced(list(signs), moved)


class Repairer:
    """Repairs the texts of one document."""

    def __init__(self, judge: WordJudge, texts: Sequence[str], words: Mapping[str, int], is_damaged: bool) -> None:
        """Take the judge of single words. A document that is not damaged gets no correction."""
        self._judge = judge
        self._lexicon = judge.lexicon
        self._language = judge.lexicon.language
        self._texts = texts
        self._acronyms = misread_acronyms(words)
        self._pairs = self._count_pairs(texts) if is_damaged else Counter()
        self._struck: StruckReader | None = None
        self.is_damaged = is_damaged

    def repair(self, text: str, skip: Sequence[Span] = ()) -> list[Correction]:
        """Return the corrections of `text`, in order, none of them touching a span (start, end) of `skip`."""
        skip, text = [*skip, *long_runs(text)], without_long_runs(text)
        plain = restore_letters(text, self._is_word)
        if not self.is_damaged:
            return list(self._sign_corrections(text, plain, skip))
        made = [] if self._is_foreign_paragraph(text) else self._repair_letters(plain, skip)
        return with_signs(text, made, self._sign_corrections(text, plain, skip))

    def _is_foreign_paragraph(self, text: str) -> bool:
        """Tell whether a paragraph quotes another language: its right words are none of the document's."""
        return text.count(" ") >= FEWEST_OF_QUOTE and is_foreign(text, self._language.code)

    def _is_word(self, word: str) -> bool:
        return self._lexicon.frequency(word) >= LEAST_SHARE

    def _sign_corrections(self, text: str, plain: str, skip: Sequence[Span]) -> Iterator[Correction]:
        """Yield a correction for each word in which signs or digits stand for letters, in no span of `skip`."""
        for start, before, after in changed_words(text, plain):
            if not any(start < end and first < start + len(before) for first, end in skip):
                yield Correction(start, before, after, "sign", MARK_SCORE)

    def _repair_letters(self, text: str, skip: Sequence[Span]) -> list[Correction]:
        """Return the corrections of a damaged text without signs for letters."""
        spans = sorted({*skip, *(match.span() for match in PROTECTED.finditer(text))})
        found = find_marks(text, spans, self._language.code)
        marks = [Correction(start, bad, good, name, MARK_SCORE) for start, bad, good, name in found]
        hidden = [*spans, *((mark.start, mark.start + len(mark.before)) for mark in marks)]
        lost = lost_openings(text, self._language.questions, [mark.start for mark in marks])
        opened = [each for each in lost if not any(start <= each[0] < end for start, end in hidden)]
        marks += [Correction(*each, "lost-mark", MARK_SCORE) for each in opened]
        hidden += [(start, start + len(word)) for start, word, _ in opened]
        words = self._repair_words([token for token in tokens_of(text) if not overlaps(token, hidden)])
        return sorted([*marks, *words], key=lambda correction: correction.start)

    def decode_struck(self, words: str) -> str:
        """Return the best guess of the printed words behind struck-through noise; dashes are spaces.

        In a document that no OCR damaged the words stand as they are.
        """
        if not self.is_damaged:
            return " ".join(words.split())
        return self._struck_reader().read(words)[0]

    def decode_legible(self, words: str) -> str:
        """Return `decode_struck` of the words, with "[ilegible]" for those that nobody can read."""
        return self._struck_reader().read_legible(words) if self.is_damaged else self.decode_struck(words)

    def forms_of(self, words: str, is_struck: bool) -> list[str]:
        """Return what `words` may have been in print, the most likely first. The words around them are not used."""
        if is_struck:
            return self._struck_reader().read(words) if self.is_damaged else []
        shape = shape_of(words) if words.isalnum() else None
        if shape is None:
            return []
        return [dress(form, words, self._lexicon) for form in self._judge.forms(words.lower(), shape)]

    def _struck_reader(self) -> StruckReader:
        if self._struck is None:
            sentences = [self._known_words(text) for text in self._texts]
            self._struck = StruckReader(self._lexicon, count_all(sentences), side_by_side(sentences))
        return self._struck

    def _known_words(self, text: str) -> list[str]:
        """Return the words of a text as repaired, in small letters, without those that no list has."""
        words = [token.text.lower() for token in tokens_of(apply_corrections(text, self.repair(text)))]
        return [word for word in words if word.isalpha() and self._lexicon.frequency(word)]

    def _repair_words(self, tokens: Sequence[Token]) -> Iterator[Correction]:
        """Yield the corrections of words; the words around count as repaired by frequency alone."""
        for at, token in enumerate(tokens):
            if token.text in self._acronyms:
                yield Correction(token.start, token.text, self._acronyms[token.text], "acronym", MARK_SCORE)
            elif token.is_word and (shape := shape_of(token.text)):
                verdict = self._judge_article(tokens, at) or self._judge_token(tokens, at, shape)
                if verdict.method != "kept":
                    yield from self._corrections_of(token, verdict, is_inside(tokens, at, self._language))

    def _judge_article(self, tokens: Sequence[Token], at: int) -> Verdict | None:
        """Return an infinitive and the article of the next word where an OCR lost the space between them.

        "protegerla identidad" (oas-3 directive 83): "la identidad" stands elsewhere, "protegerla identidad" nowhere.
        """
        match = self._judge.split_article(tokens[at].text.lower())
        if match is None or at + 1 == len(tokens) or not tokens[at + 1].is_word:
            return None
        verb, article = match["verb"], match["article"]
        following = self._bare_parts(tokens[at + 1])[0]
        elsewhere = self._pairs[article, following] >= TWICE and self._pairs[match[0], following] == 1
        if not elsewhere or not self._lexicon.frequency(verb):
            return None
        return Verdict(f"{verb} {article}", ARTICLE_SCORE, "split")

    def _judge_token(self, tokens: Sequence[Token], at: int, shape: str) -> Verdict:
        """Return the verdict on a word, given two words on either side."""
        word = tokens[at].text.lower()
        if not self._judge.needs_context(word, shape):
            return self._judge.judge(word, shape, None)
        before = [part for token in tokens[max(at - 2, 0) : at] for part in self._bare_parts(token)]
        after = [part for token in tokens[at + 1 : at + 3] for part in self._bare_parts(token)]
        around = surroundings_of([*before, word, *after], len(before), shape == "title")
        return self._judge.judge(word, shape, around)

    def _count_pairs(self, texts: Iterable[str]) -> Counter[Piece]:
        """Return how often each pair of bare words, or of a bare word and a mark, stands in the texts."""
        lines = ([part for token in tokens_of(text) for part in self._bare_parts(token)] for text in texts)
        return Counter(pair for line in lines for pair in pairwise(line))

    def _bare_parts(self, token: Token) -> list[str]:
        """Return the bare words that a token most likely is, EDGE for a mark."""
        if not token.is_word:
            return [EDGE]
        shape = shape_of(token.text)
        if shape is None:
            return bare_words([token.text], self._language)
        return bare_words(self._judge.judge(token.text.lower(), shape, None).form.split(" "), self._language)

    def _corrections_of(self, token: Token, verdict: Verdict, is_within: bool) -> Iterator[Correction]:
        """Yield the correction of one word, none where nothing changes; `is_within` = within a sentence."""
        after = dress(verdict.form, token.text, self._lexicon, is_within)
        if after != token.text:
            yield Correction(token.start, token.text, after, verdict.method, round(verdict.score, 4))


def build_repairer(
    texts: Sequence[str], domain_words: Mapping[str, int], language: Language, is_damaged: bool | None = None
) -> Repairer:
    """Return what repairs the texts of one document, fitted to its own damage.

    `texts` are all texts of the document; `domain_words` are words of clean texts on its subject, with counts.
    `is_damaged` says whether an OCR damaged the document; None = measured from its words. A document in a language that
    is not known counts as not damaged: there is nothing to compare its words with.
    """
    judge, texts = _judge_for(domain_words, language), [without_long_runs(text) for text in texts]
    if not language.is_known:
        return Repairer(judge, texts, {}, False)
    plain = [restore_letters(text, lambda word: judge.lexicon.frequency(word) >= LEAST_SHARE) for text in texts]
    words = count_words(plain)
    if is_damaged is None:
        misread = sum(1 for before, after in zip(texts, plain, strict=True) for _ in changed_words(before, after))
        least = DAMAGED_SHARE if language.accented else WITHOUT_ACCENTS
        is_damaged = damaged_share(judge, words, misread) >= least and is_in_language(words, language)
        is_damaged = is_damaged and not is_foreign("\n".join(texts), language.code)
    return Repairer(fit_to_document(judge, words) if is_damaged else judge, plain, words, is_damaged)


_judges: list[tuple[Mapping[str, int], Language, WordJudge]] = []  # the last one of this process


def _judge_for(domain_words: Mapping[str, int], language: Language) -> WordJudge:
    """Return the judge of single words in a language, with what it has judged before.

    Documents share most of their words, and a verdict on a word alone does not depend on the document.
    """
    for words, spoken, judge in _judges:
        if words is domain_words and spoken == language and judge.size < MOST_JUDGED:
            return judge
    made = judge_of(Lexicon(domain_words, language), read_accent_contexts(language.code))
    _judges[:] = [(domain_words, language, made)]
    return made


def is_in_language(words: Mapping[str, int], language: Language) -> bool:
    """Tell whether most of a document's words are common in the language: French read as Spanish is not damaged."""
    known, all_words = sum(count for word, count in words.items() if language.is_common(word)), sum(words.values())
    return all_words < FEWEST_WORDS or known >= LEAST_COMMON * all_words


def judge_of(lexicon: Lexicon, contexts: Mapping[Piece, float]) -> WordJudge:
    """Return the judge of single words in the lexicon's language."""
    language = lexicon.language
    channel = Channel(read_confusions(language.code), language)
    return WordJudge(lexicon, channel, ContextModel(contexts), read_ocr_words(language.code))


def damage(texts: Sequence[str], language: Language) -> float:
    """Return the share of words of `texts` that an OCR damaged beyond doubt, 0 to 1; words in capitals do not count."""
    judge = judge_of(Lexicon({}, language), read_accent_contexts(language.code))
    return damaged_share(judge, count_words(texts))


def damaged_share(judge: WordJudge, words: Mapping[str, int], misread: int = 0) -> float:
    """Return the share of words of at least LEAST_LETTERS letters that are certainly misread forms of other words.

    `misread` is the number of further misread words: those in which signs or digits stand for letters.
    """
    damaged, total = misread, 0
    for word, count in words.items():
        if len(word) >= LEAST_LETTERS and word.islower():
            total += count
            verdict = judge.judge(word, "lower", None)
            if verdict.score > SURE and verdict.method in ("accent", "confusion"):
                damaged += count
    return damaged / total if damaged >= FEWEST and total else 0.0


def count_words(texts: Iterable[str]) -> Counter[str]:
    """Return how often each word stands in `texts`, as written; words of addresses and paths are left out."""
    return Counter(token.text for text in texts for token in tokens_of(PROTECTED.sub(" ", text)) if token.is_word)


def misread_acronyms(words: Mapping[str, int]) -> dict[str, str]:
    """Return acronyms that differ by J for I from one that the document has more often: "LGBTQJ" (oas-3)."""
    found = {}
    for word, count in words.items():
        if "J" in word and word.isupper() and len(word) >= LEAST_LETTERS:
            other = word.replace("J", "I")
            if words.get(other, 0) > count:
                found[word] = other
    return found


def fit_to_document(judge: WordJudge, words: Mapping[str, int]) -> WordJudge:
    """Return the judge with the shares of confusions that the document itself shows."""
    seen: Counter[Piece] = Counter()
    forms = set()
    for word, count in words.items():
        if (shape := shape_of(word)) not in (None, "upper"):
            verdict = judge.judge(word.lower(), str(shape), None)
            forms.add(verdict.form)
            if " " not in verdict.form and len(word) <= LONGEST_WORD:  # longer ones stay as read, and teach nothing
                for piece in letter_pieces(judge.channel, word.lower(), verdict.form):
                    seen[piece] += count
    return judge.fitted(judge.channel.fitted(seen), forms)


def letter_pieces(channel: Channel, read: str, printed: str) -> Iterator[Piece]:
    """Yield the (printed, read) letters of one word, equal or not."""
    edits = channel.align(read, printed)[1] if read != printed else ()
    yield from edits
    changed = Counter("".join(piece for piece, _ in edits))
    yield from ((char, char) for char in (Counter(printed) - changed).elements())


def tokens_of(text: str) -> list[Token]:
    """Return the words and marks of `text`; digits are a word only where they stand for letters of one ("4reas")."""
    return [Token(match.start(), match[0], is_repairable(match[0])) for match in TOKEN.finditer(text)]


def is_repairable(token: str) -> bool:
    """Tell whether a token is a word that may be misread: letters, or letters with digits that look like them."""
    if token.isalpha() or token == "¥":
        return True
    digits = [char for char in token if not char.isalpha()]
    letters = len(token) - len(digits)
    return letters >= 3 and letters > len(digits) and DIGITS_READ_FOR_LETTERS.issuperset(digits) and token[1:].islower()


def overlaps(token: Token, spans: Iterable[Span]) -> bool:
    """Tell whether a token touches one of the spans (start, end)."""
    return any(token.start < end and start < token.start + len(token.text) for start, end in spans)


def is_inside(tokens: Sequence[Token], at: int, language: Language) -> bool:
    """Tell whether a word stands within a sentence and in no name: not "Comité de Ética"."""
    words = ["", "", *(token.text for token in tokens[max(at - 2, 0) : at])]
    return words[-1].islower() and not (words[-2].istitle() and words[-1] in language.name_links)


def apply_corrections(text: str, corrections: Iterable[Correction]) -> str:
    """Return `text` with each correction made; ValueError where one does not find what it corrects."""
    pieces, done = [], 0
    for correction in sorted(corrections, key=lambda correction: correction.start):
        end = correction.start + len(correction.before)
        if correction.start < done or text[correction.start : end] != correction.before:
            raise ValueError(
                f"no {correction.before!r} to correct at {correction.start}: {text[correction.start : end]!r}"
            )
        pieces += [text[done : correction.start], correction.after]
        done = end
    return "".join([*pieces, text[done:]])
