"""Corrections by hand replace what was read: words replace repairs, brackets replace brackets.

A correction replaces every automatic repair that it touches. If it leaves the words unchanged, it only removes those
repairs. A bracket read by hand replaces the bracket that was found there. It may begin and end elsewhere: "[CAN: el
sector privado, y academia." (oas-3 l. 353) ends where the person says. It is no evidence for other brackets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..corrections import ByHand, HandAmendment, HandCorrection, place_rows
from ..errors import ManifestInvalid, PipelineError
from .bracket_tree import Bracket, Brackets, walk
from .ocr import Correction
from .tag_tokens import Tag

METHOD = "hand"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Placed:
    """The corrections of one document by record id, each in its place."""

    corrections: Mapping[str, Sequence[HandCorrection]] = field(default_factory=dict)
    amendments: Mapping[str, Sequence[HandAmendment]] = field(default_factory=dict)

    def spans(self, record_id: str) -> list[Span]:
        """Return the parts of a record that no automatic repair may touch."""
        return [(at, at + len(row.expected)) for row, at in self._rows(record_id)]

    def words(self, record_id: str) -> list[Correction]:
        """Return the corrections of a record that change something."""
        return [
            Correction(at, row.expected, row.after, METHOD, 1.0)
            for row, at in self._rows(record_id)
            if row.after != row.expected
        ]

    def _rows(self, record_id: str) -> list[tuple[HandCorrection, int]]:
        return [(row, row.start or 0) for row in self.corrections.get(record_id, ())]


def place_by_hand(by_hand: ByHand, texts: Mapping[str, str]) -> tuple[Placed, list[PipelineError]]:
    """Return the corrections of a document in their places, and those that are stale or impossible."""
    corrections, refused = place_rows(by_hand.corrections, texts)
    amendments, also_refused = place_rows(by_hand.amendments, texts)
    of = {row.record_id for row in (*corrections, *amendments)}
    placed = Placed(
        {record_id: [row for row in corrections if row.record_id == record_id] for record_id in sorted(of)},
        {record_id: [row for row in amendments if row.record_id == record_id] for record_id in sorted(of)},
    )
    return placed, [*refused, *also_refused]


def over(automatic: Iterable[Correction], placed: Placed, record_id: str) -> list[Correction]:
    """Return the corrections of a record in order: those by hand, and the others that touch none of them."""
    spans = placed.spans(record_id)
    kept = [each for each in automatic if not touches((each.start, each.start + len(each.before)), spans)]
    return sorted([*kept, *placed.words(record_id)], key=lambda each: each.start)


def touches(span: Span, spans: Collection[Span]) -> bool:
    """Tell whether a span shares characters with one of `spans`; an empty one, that it stands within."""
    return any(start < max(span[1], span[0] + 1) and span[0] < end for start, end in spans)


def cut_around(run: Span, spans: Iterable[Span]) -> list[Span]:
    """Return the parts of a run inside `spans` and between them, in order. Spans outside the run are ignored."""
    inside = [span for span in spans if run[0] <= span[0] and span[1] <= run[1]]
    borders = sorted({*run, *(border for span in inside for border in span)})
    return list(pairwise(borders))


def lay_over(found: Brackets, rows: Sequence[HandAmendment]) -> Brackets:
    """Return the brackets of a text with those read by hand in place of what was found there."""
    if not rows:
        return found
    said = {(row.start or 0, (row.start or 0) + len(row.expected)): row for row in rows}
    known = {(each.start, each.end): each for each in walk(found.amendments)}
    kept = [each for span, each in known.items() if not is_displaced(span, said)]
    read = [bracket_by_hand(span, row, known.get(span)) for span, row in said.items() if row.is_amendment]
    ordinary = [span for span in found.ordinary if not is_displaced(span, said)]
    ordinary += [span for span, row in said.items() if not row.is_amendment]
    strays = [at for at in found.strays if not touches((at, at + 1), said)]
    wrappers = [at for at in found.wrappers if not touches((at, at + 1), said)]
    return Brackets(nest([*kept, *read]), tuple(sorted(ordinary)), tuple(strays), tuple(wrappers), found.unclear)


def is_displaced(span: Span, said: Collection[Span]) -> bool:
    """Tell whether a bracket begins or ends where one of `said` does, or overlaps it in part."""
    return any(
        start in span or end in span or start < span[0] < end < span[1] or span[0] < start < span[1] < end
        for start, end in said
    )


def bracket_by_hand(span: Span, row: HandAmendment, known: Bracket | None) -> Bracket:
    """Return the bracket that a row says; its tag is malformed where no tag, or another one, was found there."""
    start, end = span
    is_malformed = known is None or known.tag.is_malformed or known.tag.countries != row.countries
    tag = Tag(known.tag.end if known else start, row.countries, (), is_malformed, known is not None)
    content = (known.content_start, known.content_end) if known else span
    return Bracket(start, end, tag, *content, is_misread=known is not None and known.is_misread, said=row)


def nest(brackets: Iterable[Bracket]) -> tuple[Bracket, ...]:
    """Return brackets as a tree, outermost first; none of them overlaps another in part."""
    rest = sorted(brackets, key=lambda each: (each.start, -each.end))
    outer: list[Bracket] = []
    while rest:
        first = rest.pop(0)
        inner = [each for each in rest if each.end <= first.end]
        rest = rest[len(inner) :]
        outer.append(replace(first, children=nest(inner)))
    return tuple(outer)


def check_all_made(placed: Placed, record_id: str, made: Iterable[Correction]) -> None:
    """Refuse (ManifestInvalid) a correction of a record that is not among those made: it crosses a bracket's border."""
    done = {(each.start, each.before) for each in made if each.method == METHOD}
    for row in placed.corrections.get(record_id, ()):
        if row.after != row.expected and (row.start, row.expected) not in done:
            found = (
                f"{row.expected!r} of {record_id} is not one piece: a bracket, its tag or the end of a strike cuts it"
            )
            raise ManifestInvalid(row.place, found, "Say what the bracket reads in raw/reviews/amendments.csv.")
