"""The amendments of one document. They are read together, because clear ones help to read unclear ones.

First all brackets are found. The parties of the clear tags are noted, and malformed tags are read with their help. Then
each bracket is read alone. Results that rest on signs of a strike (a struck word and its replacement, a deletion, a
clear phrase) are remembered, and all brackets are read a second time with them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..corrections import HandAmendment
from ..reference.conventions import AUTO, convention_of, read_convention
from ..reference.parties import read_parties, spell
from ..text import fold
from .bracket_instructions import Instruction
from .bracket_records import over_paragraphs
from .bracket_tree import Bracket, Brackets, own_segments, walk
from .bracket_words import is_placeholder
from .brackets import parse_brackets
from .corrections_by_hand import Placed, cut_around, lay_over, over
from .draft_settings import AmendmentForms, Drawing
from .drawn_strikes import decide_drawn, kept_spans, mixed_forms, settled
from .grammar import ALLOWED_PAIRS
from .ocr import Correction, Repairer, replaced
from .ocr_struck import ILLEGIBLE
from .scanned_words import doubted_in_scan, mended_in_scan
from .strike_evidence import Decision, Memory, Run, Setting, decide
from .strike_signs import DASH, PIECE, Piece, Signs, bears_signs
from .tag_tokens import seen_parties
from .tracked_changes import with_tracked
from .wording import (
    Words,
    decode_run,
    joined,
    read_from_twin,
    spans_of,
    struck_corrections,
    twin_corrections,
    word_run,
)

Span = tuple[int, int]
LOOK_BACK = 200  # characters before a bracket that are looked at
OPENING = re.compile(r"(?:^|[.;:]|^\W*\d+)\s*$")  # what stands before a new sentence
MARKS = re.compile(r"[,;:.()]")
PORTUGUESE = re.compile(r"\w(?:ção|ções|ões)\b")
BLANK = re.compile(r"[\s,;:.–—-]*")
NOBODY = "it stands outside the brackets, in which this document names the parties"
REMEMBERED = 0.55  # least probability of a reading with signs of a strike that is remembered


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that may hold amendments."""

    record_id: str
    text: str
    brackets: Brackets
    corrections: tuple[Correction, ...]  # of the whole text, as if nothing were struck
    drawing: Drawing | None  # what a drawing shows; None where none is known


@dataclass(frozen=True, slots=True)
class ReadBracket:
    """One amendment, decided."""

    record_id: str
    bracket: Bracket
    pieces: tuple[Piece, ...]
    decision: Decision
    words: tuple[Words, ...]
    corrections: tuple[Correction, ...]  # of its own words

    @property
    def inserted(self) -> str | None:
        """The proposed words, None where there are none."""
        return joined(self.words, False)

    @property
    def deleted(self) -> str | None:
        """The struck words, None where there are none."""
        return joined(self.words, True)


@dataclass(frozen=True, slots=True)
class ReadDraft:
    """A record with its amendments decided, in the order in which they open."""

    draft: Draft
    brackets: list[ReadBracket]


class DraftReader:
    """Reads the amendments of one document."""

    def __init__(self, repairer: Repairer, signs: Signs, forms: AmendmentForms, placed: Placed) -> None:
        """Take the document's repairer, signs of strikes and forms of amendments, and the corrections by hand."""
        self.repairer = repairer
        self._signs = signs
        self._forms = forms
        self.placed = placed
        self._parties = read_parties().with_spellings(forms.parties)
        self._drawing: Drawing | None = None
        self._known_pieces: dict[tuple[str, int], list[Piece]] = {}

    def find_brackets(
        self, texts: Mapping[str, str], drawing: Drawing | None, places: Mapping[str, Hashable]
    ) -> dict[str, Brackets]:
        """Return the brackets of each text. A doubtful tag is read with the help of the parties that clear tags name.

        Words that the drawing strikes outside brackets are among them. Corrections by hand come first. `places` says
        which texts follow one another in a section.
        """
        name = self._forms.convention
        convention = read_convention(convention_of(texts.values()) if name == AUTO else name)
        parties = self._parties.with_spellings(convention.parties)
        self._parties = replace(parties, takes_untagged=convention.takes_untagged)
        first = [self.parse(text) for text in texts.values()]
        tags = [bracket.tag for found in first for bracket in walk(found.amendments)]
        self._parties = self._parties.with_seen(seen_parties(tags))
        found = {record_id: self.parse(text) for record_id, text in texts.items()}
        found = over_paragraphs(found, texts, places, self._parties)
        found = with_tracked(found, texts, drawing) if drawing is not None else found
        said = self.placed.amendments
        return {record_id: lay_over(brackets, said.get(record_id, ())) for record_id, brackets in found.items()}

    def parse(self, text: str) -> Brackets:
        """Return the brackets of one text, by the parties known so far."""
        return parse_brackets(text, self._parties, self._forms.closers, self._signs.is_word)

    def read(
        self, texts: Mapping[str, str], drawing: Drawing | None = None, places: Mapping[str, Hashable] | None = None
    ) -> dict[str, ReadDraft]:
        """Return each text with its amendments, by record id; `places` says which texts stand in one section."""
        found = self.find_brackets(texts, drawing, places or {})
        inside = settled(drawing, texts, {each: list(walk(found[each].amendments)) for each in found})
        drafts = [
            Draft(record_id, texts[record_id], brackets, self._ordinary_repairs(texts[record_id], brackets), inside)
            for record_id, brackets in found.items()
        ]
        self._drawing = drawing
        memory, phrases = Memory(neighbours=neighbours_in(drafts)), list[list[Piece]]()
        for draft in drafts:
            for read in self._read_draft(draft, memory, ()):
                remember(read, memory, phrases)
        for draft in drafts:
            for read in self._read_draft(draft, memory, phrases):
                remember(read, memory, phrases)
        return {draft.record_id: ReadDraft(draft, self._read_draft(draft, memory, phrases)) for draft in drafts}

    def _ordinary_repairs(self, text: str, brackets: Brackets) -> tuple[Correction, ...]:
        tags = [
            span
            for each in walk(brackets.amendments)
            for span in ((each.start, each.content_start), (each.content_end, each.end))
        ]
        return tuple(repair_around(self.repairer, text, tags)) if tags else ()

    def _read_draft(self, draft: Draft, memory: Memory, phrases: Sequence[Sequence[Piece]]) -> list[ReadBracket]:
        return [self._read_bracket(draft, each, memory, phrases) for each in walk(draft.brackets.amendments)]

    def _read_bracket(
        self, draft: Draft, bracket: Bracket, memory: Memory, phrases: Sequence[Sequence[Piece]]
    ) -> ReadBracket:
        if bracket.said is not None:
            return read_by_hand(draft, bracket, bracket.said)
        if bracket.instruction is not None and (bracket.instruction.is_quoted or draft.drawing is None):
            return read_as_asked(draft, bracket, bracket.instruction)
        plain = self._pieces(draft, bracket)
        pieces = read_from_twin(plain, phrases)
        decision = self._decide(draft, bracket, pieces, memory)
        automatic = replaced(draft.corrections, twin_corrections(draft.text, plain, pieces))
        corrections = over(automatic, self.placed, draft.record_id)
        words = self._word(draft, bracket, pieces, decision.runs, corrections)
        if bracket.is_tracked:
            words = [replace(each, form=without_brackets(each.form)) for each in words]
        decision = replace(decision, reasons=(*decision.reasons, *doubts_of(bracket, words)))
        inside = [each for each in corrections if any(is_inside(each, run) for run in words if not run.is_decoded)]
        made = sorted([*inside, *struck_corrections(draft.text, words)], key=lambda each: each.start)
        return ReadBracket(draft.record_id, bracket, tuple(pieces), decision, tuple(words), tuple(made))

    def _pieces(self, draft: Draft, bracket: Bracket) -> list[Piece]:
        place = (draft.record_id, bracket.start)
        if place not in self._known_pieces:
            self._known_pieces[place] = self._signs.pieces(draft.text, bracket.own_parts, draft.corrections)
        return self._known_pieces[place]

    def _decide(self, draft: Draft, bracket: Bracket, pieces: Sequence[Piece], memory: Memory) -> Decision:
        if not pieces and bracket.tag.kind:
            return Decision((), bracket.tag.kind, 1.0, ("it says what to do, but not with which words",))
        if bracket.tag.kind:
            return Decision((Run(bracket.tag.kind == "deletion", 0, len(pieces)),), bracket.tag.kind, 1.0, ())
        if is_placeholder(draft.text[bracket.content_start : bracket.content_end]):
            return Decision((), "insertion", 1.0, ("it stands for text that is not written yet",))
        if self._is_remark(draft.text[bracket.content_start : bracket.content_end]):
            return Decision((), "insertion", 1.0, ("it is a remark, not words for the text",))
        drawing = self._drawing if bracket.is_tracked else draft.drawing
        if drawing is not None and pieces:
            drawn = decide_drawn(pieces, draft.record_id, drawing)
            drawn = doubted_in_scan(drawn, pieces, draft.text, self._signs) if self._is_scanned(draft) else drawn
            return replace(drawn, reasons=(*drawn.reasons, NOBODY)) if self._is_unnamed(bracket) else drawn
        if self._parties.takes_untagged and not bracket.tag.countries:
            return Decision((Run(False, 0, len(pieces)),), "insertion", 1.0, ())
        return decide(pieces, setting_of(draft, bracket, pieces), memory)

    def _is_scanned(self, draft: Draft) -> bool:
        return self._drawing is not None and draft.record_id in self._drawing.scanned

    def _is_remark(self, content: str) -> bool:
        """Tell whether a bracket says what a party thinks of the text: "agreed", "reserves its position on 4"."""
        words = spell(content.strip(" .;,:"))
        longest = max(map(len, self._parties.reservations), default=0)
        begins = (words[:length] for length in range(1, min(len(words), longest) + 1))
        return words in self._parties.remarks or any(each in self._parties.reservations for each in begins)

    def _is_unnamed(self, bracket: Bracket) -> bool:
        """Tell whether a change names no party although the brackets of the document do."""
        return bracket.is_tracked and bool(self._parties.seen)

    def _word(
        self, draft: Draft, bracket: Bracket, pieces: Sequence[Piece], runs: Sequence[Run], made: Sequence[Correction]
    ) -> list[Words]:
        """Return the text of the runs, cut where another bracket stands within this one."""
        worded: list[Words] = []
        for segment in bracket.own_parts:
            clipped = clip(runs, pieces, segment)
            for run, span in zip(clipped, spans_of(draft.text, segment, pieces, clipped), strict=True):
                if run.is_kept:
                    continue
                if run.is_mixed and self._drawing is not None:
                    worded += mixed_words(draft, span, self._drawing)
                    continue
                if draft.drawing is None and run.is_struck and bears_signs(pieces[run.first : run.last]):
                    worded += self._decode(draft, span, run is clipped[-1], made)
                else:
                    words = word_run(draft.text, span, run.is_struck, made)
                    is_scanned = run.is_struck and self._is_scanned(draft)
                    worded.append(mended_in_scan(words, self._signs) if is_scanned else words)
        return worded

    def _decode(self, draft: Draft, span: Span, is_last: bool, made: Sequence[Correction]) -> Iterator[Words]:
        """Yield the words of a struck run: as corrected by hand, and the rest as decoded."""
        said = self.placed.spans(draft.record_id)
        for part in cut_around(span, said):
            if part in said:
                yield word_run(draft.text, part, True, made)
            elif not BLANK.fullmatch(draft.text, *part):
                yield decode_run(draft.text, part, is_last and part[1] == span[1], self._signs)


def without_brackets(words: str) -> str:
    """Return words without the square brackets around a struck part: "[treinta]"."""
    return " ".join(words.replace("[", " ").replace("]", " ").split())


def mixed_words(draft: Draft, span: Span, drawing: Drawing) -> list[Words]:
    """Return a word with struck letters twice: before and after the change."""
    was, shall = mixed_forms(draft.text, span, draft.record_id, drawing)
    return [Words(*span, True, was), Words(*span, False, shall)]


def read_by_hand(draft: Draft, bracket: Bracket, said: HandAmendment) -> ReadBracket:
    """Return a bracket as a person reads it. Words that the person neither inserts nor deletes keep their repairs."""
    kind = "replacement" if said.inserted and said.deleted else "insertion" if said.inserted else "deletion"
    forms = ((said.inserted, False), (said.deleted, True))
    words = tuple(Words(bracket.start, bracket.end, is_struck, form) for form, is_struck in forms if form)
    doubts = ("the person who read it was not sure",) if said.certainty == "low" else ()
    kept = kept_spans(draft.text, (bracket.content_start, bracket.content_end), said.inserted, said.deleted)
    made = [each for each in draft.corrections if any(start <= each.start < end for start, end in kept)]
    return ReadBracket(draft.record_id, bracket, (), Decision((), kind, 1.0, doubts), words, tuple(made))


def read_as_asked(draft: Draft, bracket: Bracket, asked: Instruction) -> ReadBracket:
    """Return a bracket that asks for a change: the words that it names, struck or proposed."""
    spans = ((asked.struck, True), (asked.proposed, False))
    words = tuple(word_run(draft.text, span, is_struck, draft.corrections) for span, is_struck in spans if span)
    made = [each for each in draft.corrections if any(is_inside(each, run) for run in words)]
    decision = Decision((), asked.kind, 1.0, (*asked.doubts, *doubts_of(bracket, words)))
    return ReadBracket(draft.record_id, bracket, (), decision, words, tuple(made))


def neighbours_in(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    """Return pairs of folded words that stand side by side outside brackets, or that the language allows."""
    pairs: set[tuple[str, str]] = set()
    for draft in drafts:
        for start, end in own_segments(0, len(draft.text), draft.brackets.amendments):
            for clause in MARKS.split(fold(draft.text[start:end])):
                pairs.update(pairwise(PIECE.findall(clause)))
            if PORTUGUESE.search(draft.text, start, end):
                pairs.update(ALLOWED_PAIRS)
    return pairs


def repair_around(repairer: Repairer, text: str, spans: Sequence[Span]) -> list[Correction]:
    """Return the corrections of `text` outside `spans`. A word that touches a span is read without it: "segural]"."""
    blank = list(text)
    for start, end in spans:
        blank[start:end] = " " * (end - start)
    made = repairer.repair("".join(blank), spans)
    return [each for each in made if text[each.start : each.start + len(each.before)] == each.before]


def clip(runs: Sequence[Run], pieces: Sequence[Piece], segment: Span) -> list[Run]:
    """Return the parts of `runs` whose pieces stand in `segment`."""
    inside = [at for at, piece in enumerate(pieces) if segment[0] <= piece.start < segment[1]]
    clipped = [
        replace(run, first=max(run.first, inside[0]), last=min(run.last, inside[-1] + 1)) for run in runs if inside
    ]
    return [run for run in clipped if run.first < run.last]


def is_inside(correction: Correction, words: Words) -> bool:
    """Tell whether a correction changes these words."""
    return words.start <= correction.start and correction.start + len(correction.before) <= words.end


def remember(read: ReadBracket, memory: Memory, phrases: list[list[Piece]]) -> None:
    """Add the clear words of one amendment to `memory` and `phrases`."""
    if read.decision.share < REMEMBERED or read.bracket.said is not None:
        return
    struck, proposed = bare_words(read.deleted), bare_words(read.inserted)
    if struck and shows_a_strike(read):
        place = (read.record_id, read.bracket.start)
        for iso in read.bracket.tag.countries:
            memory.deletions.setdefault((iso, struck), set()).add(place)
        if proposed:
            memory.pairs.setdefault((struck, proposed), set()).add(place)
    if not struck and not read.decision.reasons and all(piece.sign == "clean" for piece in read.pieces):
        phrases.append(list(read.pieces))


def shows_a_strike(read: ReadBracket) -> bool:
    """Tell whether the struck words show a sign of the line through them. Without one the reading is a guess."""
    runs = [read.pieces[run.first : run.last] for run in read.decision.runs if run.is_struck]
    return any(map(bears_signs, runs)) or has_edge_dash(read)


def has_edge_dash(read: ReadBracket) -> bool:
    """Tell whether a struck word stands at the end of a bracket with a dash after it: "a-" (oas-3 objective vii)."""
    last = read.words[-1] if read.words else None
    return last is not None and last.is_struck and last.end < read.bracket.content_end


def bare_words(text: str | None) -> tuple[str, ...]:
    """Return the folded words of `text` without marks."""
    return tuple(PIECE.findall(fold(text or "")))


def setting_of(draft: Draft, bracket: Bracket, pieces: Sequence[Piece]) -> Setting:
    """Return the words on both sides of a bracket, and the marks at its ends."""
    text = draft.text
    first, last = (pieces[0].start, pieces[-1].end) if pieces else (bracket.content_start, bracket.content_end)
    return Setting(
        before=word_before(text, bracket.start),
        after=word_after(text, bracket.end),
        opens_sentence=OPENING.search(text, max(0, bracket.start - LOOK_BACK), bracket.start) is not None,
        has_dash_at_start=DASH.search(text[bracket.content_start : first]) is not None,
        has_dash_at_end=DASH.search(text[last : closer_of(text, bracket)]) is not None,
        countries=bracket.tag.countries,
        place=(draft.record_id, bracket.start),
    )


def closer_of(text: str, bracket: Bracket) -> int:
    """Return where a bracket ends, its tag left out where that stands behind: "[the Parties – USA]"."""
    return bracket.content_end if any(map(str.isalpha, text[bracket.content_end : bracket.end - 1])) else bracket.end


def word_before(text: str, at: int) -> str | None:
    """Return the folded word before a place, "" for a mark or the beginning, None for another bracket."""
    before = text[:at].rstrip(" -–—|")
    if before.endswith(("]", "}")):
        return None
    words = PIECE.findall(before) if before and before[-1] not in ",;:.()" else []
    return fold(words[-1]) if words else ""


def word_after(text: str, at: int) -> str | None:
    """Return the folded word after a place, "" for a mark or the end, None for another bracket."""
    after = text[at:].lstrip(" -–—|")
    if after.startswith("["):
        return None
    words = PIECE.findall(after[:80]) if after and after[0] not in ",;:.()" else []
    return fold(words[0]) if words else ""


def doubts_of(bracket: Bracket, words: Sequence[Words]) -> list[str]:
    """Return the reasons why any reading of a bracket is doubtful."""
    doubts = ["its closing bracket is missing"] if bracket.is_unclosed else []
    doubts += ["nothing says with which paragraph this option ends"] if bracket.has_guessed_end else []
    doubts += [f"“{said}” has an unknown verb, taken for a reservation" for said in bracket.tag.unread]
    doubts += ["what another party thinks of it stands among its words"] if bracket.notes else []
    if any(ILLEGIBLE in each.form for each in words):
        doubts.append("some of the struck words cannot be read")
    return doubts
