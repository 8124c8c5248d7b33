"""Reads from the drawing of a draft which words of a bracket are struck, and which are marked as proposed.

Some drafts mark proposals (bold, underlined). Words of their brackets that are neither struck nor marked belong to the
paragraph and stay, whatever becomes of the amendment: "[COL: **trabajos y servicios forzados,** explotación ~~laboral
y~~]" (oas-3 directive 43, as typeset in oas-plan-3-sample.pdf). They are neither inserted nor deleted.

Single letters may be struck too. Of "niñ~~o~~**a**s", the whole word "niños" is struck and the whole word "niñas" is
proposed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from rapidfuzz import fuzz

from ..text import fold
from .bracket_tree import Bracket
from .draft_settings import Drawing
from .grammar import FUNCTION_WORDS
from .strike_evidence import Decision, Run
from .strike_signs import PIECE, Piece

Span = tuple[int, int]
MOST_WORDS = 300  # of a bracket in which kept words are looked for
STRUCK, PROPOSED, KEPT, MIXED = "deletion", "insertion", "kept", "mixed"
WHOLE = 0.8  # share of a word's letters from which on all of it is struck
SHORT = 2  # letters of a word whose face and line a picture may not show
PRINTED_WORD = re.compile(r"[^\s–—]+")
NEAR = 70.0  # likeness of a damaged word and of what it says, of 100
USED = 0.5  # share of the words of brackets that are not struck from which on proposals are marked


def settled(
    drawing: Drawing | None, texts: Mapping[str, str], found: Mapping[str, Sequence[Bracket]]
) -> Drawing | None:
    """Return what a drawing shows in brackets: no marks if the draft does not mark proposals, None if nothing is drawn.

    In some drafts only the tags are bold. In others no struck word can be seen.
    """
    if drawing is None or drawing.proposed is None:
        return drawing if drawing and any(drawing.struck.values()) else None
    unstruck = marked = 0
    for record_id, brackets in found.items():
        for each in brackets:
            for match in PIECE.finditer(texts[record_id], each.content_start, each.content_end):
                fate = fate_of(match.span(), record_id, drawing)
                unstruck += fate in (PROPOSED, KEPT)
                marked += fate == PROPOSED
    if marked and marked >= USED * unstruck:
        return drawing
    return replace(drawing, proposed=None) if any(drawing.struck.values()) else None


def decide_drawn(pieces: Sequence[Piece], record_id: str, drawing: Drawing) -> Decision:
    """Return the reading that a drawing gives; it is certain where it marks or strikes anything."""
    fates = settle_fates([fate_of((each.start, each.end), record_id, drawing) for each in pieces], pieces)
    if set(fates) == {KEPT}:
        return decide_undrawn(pieces)
    runs, first = list[Run](), 0
    for fate, group in groupby(fates):
        last = first + len(list(group))
        runs += [Run(fate == STRUCK, first, last, fate == KEPT)] if fate != MIXED else mixed_runs(first, last)
        first = last
    shown = {fate for fate in fates if fate != KEPT}
    kind = shown.pop() if len(shown) == 1 and MIXED not in shown else "replacement"
    return Decision(tuple(runs), kind, 1.0, ())


def settle_fates(fates: Sequence[str], pieces: Sequence[Piece]) -> list[str]:
    """Return what becomes of words. A word of one or two letters that seems kept is treated like its neighbours.

    In a picture the face of so short a word cannot be told. At an end of the bracket it goes with all of the others.
    """
    long = [(at, fate) for at, fate in enumerate(fates) if fate != KEPT or len(pieces[at].form) > SHORT]
    settled_fates = list(fates)
    for at, fate in enumerate(fates):
        if fate == KEPT and len(pieces[at].form) <= SHORT:
            before = [each for place, each in long if place < at][-1:]
            after = [each for place, each in long if place > at][:1]
            around = {*before, *after} if before and after else {each for _, each in long}
            settled_fates[at] = around.pop() if len(around) == 1 else fate
    return settled_fates


def decide_undrawn(pieces: Sequence[Piece]) -> Decision:
    """Return the doubtful reading of words that are neither struck nor marked where others are.

    Articles and conjunctions alone count as struck, because so short a line cannot be seen: "[CRI: y]" (oas-3
    directive 85).
    """
    is_struck = FUNCTION_WORDS.issuperset(piece.key for piece in pieces)
    reason = "its words are neither struck nor marked, as proposals are elsewhere"
    return Decision((Run(is_struck, 0, len(pieces)),), STRUCK if is_struck else PROPOSED, 0.5, (reason,))


def mixed_runs(first: int, last: int) -> list[Run]:
    """Return a run for each of several words of which letters are struck."""
    return [Run(False, at, at + 1, is_mixed=True) for at in range(first, last)]


def fate_of(span: Span, record_id: str, drawing: Drawing) -> str:
    """Return what becomes of a word: struck or marked as most of it is, mixed where only letters of it are struck."""
    struck = covered_share(span, drawing.struck.get(record_id, ()))
    if struck > WHOLE:
        return STRUCK
    if struck:
        return MIXED
    if drawing.proposed is None or 2 * covered_share(span, drawing.proposed.get(record_id, ())) > 1:
        return PROPOSED
    return KEPT


def covered_share(span: Span, spans: Sequence[Span]) -> float:
    """Return the share of a word that spans cover."""
    shared = sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in spans)
    return shared / (span[1] - span[0])


def mixed_forms(text: str, span: Span, record_id: str, drawing: Drawing) -> tuple[str, str]:
    """Return a word with struck letters before and after the change: ("niños", "niñas")."""
    struck = drawing.struck.get(record_id, ())
    marked = (drawing.proposed or {}).get(record_id, ())
    was = [at for at in range(*span) if covered_share((at, at + 1), struck) or not covered_share((at, at + 1), marked)]
    shall = [at for at in range(*span) if not covered_share((at, at + 1), struck)]
    return "".join(text[at] for at in was), "".join(text[at] for at in shall)


def fates_of_words(printed: Sequence[str], inserted: Sequence[str], deleted: Sequence[str]) -> list[str] | None:
    """Return the fate of each printed word: inserted, deleted, or kept.

    A printed word may differ from the inserted or deleted one as damage lets it, if the words are not found otherwise.
    None where they do not all stand among the printed ones, each in its order: then none is known to be kept.
    """
    if len(printed) > MOST_WORDS:
        return None
    return assign_fates(printed, inserted, deleted, str.__eq__) or assign_fates(printed, inserted, deleted, is_near)


def is_near(printed: str, read: str) -> bool:
    """Tell whether a printed word may be one that was repaired or read by hand: "laberal", "laboral"."""
    return fuzz.ratio(fold(printed), fold(read)) >= NEAR


def assign_fates(
    printed: Sequence[str], inserted: Sequence[str], deleted: Sequence[str], is_same: Callable[[str, str], bool]
) -> list[str] | None:
    """Return the fate of each printed word where all inserted and deleted ones stand among them, None elsewhere."""

    @cache
    def rest(at: int, in_at: int, out_at: int) -> tuple[str, ...] | None:
        if at == len(printed):
            return () if in_at == len(inserted) and out_at == len(deleted) else None
        steps = []
        if in_at < len(inserted) and is_same(printed[at], inserted[in_at]):
            steps.append((PROPOSED, (at + 1, in_at + 1, out_at)))
        if out_at < len(deleted) and is_same(printed[at], deleted[out_at]):
            steps.append((STRUCK, (at + 1, in_at, out_at + 1)))
        steps.append((KEPT, (at + 1, in_at, out_at)))
        return next(((fate, *later) for fate, place in steps if (later := rest(*place)) is not None), None)

    found = rest(0, 0, 0)
    return None if found is None else list(found)


def kept_spans(text: str, content: Span, inserted: str | None, deleted: str | None) -> list[Span]:
    """Return where the words of a bracket stand that are neither inserted nor deleted; none if that is not known."""
    words = list(PRINTED_WORD.finditer(text, *content))
    if not (inserted or deleted):
        return []
    fates = fates_of_words([word[0] for word in words], (inserted or "").split(), (deleted or "").split())
    return [word.span() for word, fate in zip(words, fates or (), strict=False) if fate == KEPT]
