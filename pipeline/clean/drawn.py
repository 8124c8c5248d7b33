"""What a drawing says of a bracket: which words a line strikes, and which are marked as proposed.

Where proposals are marked (bold, underlined), words of a bracket that are neither struck nor marked are the paragraph's
own and stand whatever becomes of the amendment: "[COL: **trabajos y servicios forzados,** explotación ~~laboral y~~]"
(oas-3 directive 43 as typeset in oas-plan-3-sample.pdf). They belong to what is struck and to what is proposed alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.clean.evidence import Decision, Run
from pipeline.clean.forms import Drawing
from pipeline.clean.signs import Piece

Span = tuple[int, int]
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
