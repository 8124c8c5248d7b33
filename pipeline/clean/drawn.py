"""What a drawing says of a bracket: which words a line strikes, and which are marked as proposed.

Where proposals are marked (bold, underlined), words of a bracket that are neither struck nor marked are the paragraph's
own and stand whatever becomes of the amendment: "[COL: **trabajos y servicios forzados,** explotación ~~laboral y~~]"
(oas-3 directive 43 as typeset in oas-plan-3-sample.pdf). They are neither inserted nor deleted, and readings find them
again between the words that are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from pipeline.clean.evidence import Decision, Run
from pipeline.clean.forms import Drawing
from pipeline.clean.signs import Piece

Span = tuple[int, int]
MOST_WORDS = 300  # of a bracket in which kept words are looked for
STRUCK, PROPOSED, KEPT = "deletion", "insertion", "kept"


def decide_drawn(pieces: Sequence[Piece], record_id: str, drawing: Drawing) -> Decision:
    """Return the reading that a drawing gives; it is certain."""
    fates = [fate_of(piece, record_id, drawing) for piece in pieces]
    if set(fates) == {KEPT}:
        fates = [PROPOSED] * len(fates)
    borders = [0, *(at for at in range(1, len(fates)) if fates[at] != fates[at - 1]), len(fates)]
    runs = tuple(Run(fates[first] == STRUCK, first, last, fates[first] == KEPT) for first, last in pairwise(borders))
    shown = set(fates) - {KEPT}
    return Decision(runs, shown.pop() if len(shown) == 1 else "replacement", 1.0, ())


def fate_of(piece: Piece, record_id: str, drawing: Drawing) -> str:
    """Return what becomes of a word: struck or marked where more than half of it is."""
    if is_covered(piece, drawing.struck.get(record_id, ())):
        return STRUCK
    if drawing.proposed is None or is_covered(piece, drawing.proposed.get(record_id, ())):
        return PROPOSED
    return KEPT


def is_covered(piece: Piece, spans: Sequence[Span]) -> bool:
    """Tell whether spans cover more than half of a word."""
    shared = sum(max(0, min(piece.end, end) - max(piece.start, start)) for start, end in spans)
    return 2 * shared > piece.end - piece.start


def fates_of_words(printed: Sequence[str], inserted: Sequence[str], deleted: Sequence[str]) -> list[str] | None:
    """Return the fate of each printed word, "" before the first that is inserted or deleted (that is the tag).

    None where the inserted and deleted words do not all stand among the printed ones, each in its order: then the
    bracket was damaged, and none of its words is known to be kept.
    """

    if len(printed) > MOST_WORDS:
        return None

    @cache
    def rest(at: int, in_at: int, out_at: int) -> tuple[str, ...] | None:
        if at == len(printed):
            return () if in_at == len(inserted) and out_at == len(deleted) else None
        steps = []
        if in_at < len(inserted) and printed[at] == inserted[in_at]:
            steps.append((PROPOSED, (at + 1, in_at + 1, out_at)))
        if out_at < len(deleted) and printed[at] == deleted[out_at]:
            steps.append((STRUCK, (at + 1, in_at, out_at + 1)))
        steps.append((KEPT if in_at or out_at else "", (at + 1, in_at, out_at)))
        return next(((fate, *later) for fate, place in steps if (later := rest(*place)) is not None), None)

    found = rest(0, 0, 0)
    return None if found is None else list(found)
