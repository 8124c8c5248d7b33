"""The values that stand in the text of an item: behind labels, in brackets at its end, or behind a dash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..records import Excluded
from ..text import BULLETS
from .labelled_lines import Labelled, labels_in
from .pieces import Piece, exclude, starts_of, text_of
from .values_at_end import Ended, values_at_end

Span = tuple[int, int]
BETWEEN = f" |;/–—{BULLETS}"  # signs that part a value from the label behind it


@dataclass(frozen=True, slots=True)
class Parted:
    """An item: its own words, its values by column, and the labels and signs between them."""

    text: list[Piece]
    values: tuple[tuple[str, list[Piece]], ...]
    aside: list[Excluded]


def stretch(pieces: Sequence[Piece], span: Span) -> list[Piece]:
    """Return the words between two offsets of the joined text of some pieces."""
    cut: list[Piece] = []
    for piece, start in zip(pieces, starts_of(pieces), strict=True):
        first, stop = max(span[0] - start, 0), min(span[1] - start, len(piece.text))
        if first < stop and (part := piece.part(first, stop)).text:
            cut.append(part)
    return cut


def part_item(pieces: list[Piece], column_of: Callable[[str], str | None], at_end: Sequence[str]) -> Parted:
    """Return an item parted into its words and its values.

    `at_end` names the columns whose values stand at the end of the document's items without a label, in their order.
    """
    text = text_of(pieces)
    spans: list[tuple[str, Span]] = []
    head = _take_ends(text, spans, column_of, at_end)
    labels = labels_outside(text[:head], lambda label: column_of(label) is not None)
    for each in labels:
        stop = each.value + len(text[each.value : each.end].rstrip(BETWEEN))
        spans.append((column_of(each.label) or "", (each.value, stop)))
    if labels:
        head = len(text[: labels[0].start].rstrip(f"{BETWEEN}-(["))
        head = _take_ends(text[:head], spans, column_of, at_end)
    values = tuple((column, stretch(pieces, span)) for column, span in sorted(spans, key=lambda each: each[1]))
    between = _between([(0, head), *(span for _, span in spans)], len(text))
    aside = [exclude(piece, "label") for span in between for piece in stretch(pieces, span)]
    return Parted(stretch(pieces, (0, head)), values, aside)


def _take_ends(
    text: str, spans: list[tuple[str, Span]], column_of: Callable[[str], str | None], at_end: Sequence[str]
) -> int:
    """Add the values at the end of a text to `spans`, if they are read; return where its own words end."""
    ended = values_at_end(text, column_of, at_end)
    if ended is None or not is_taken(ended, at_end):
        return len(text)
    spans += [(value.column, (value.start, value.end)) for value in ended.values]
    return ended.action_end


def labels_outside(text: str, is_label: Callable[[str], bool]) -> list[Labelled]:
    """Return the labels of a text that stand in no brackets, each with its value up to the next one."""
    found = [each for each in labels_in(text, is_label) if not _is_inside(text, each.start)]
    ends = [*(each.start for each in found[1:]), len(text)]
    return [replace(each, end=end) for each, end in zip(found, ends, strict=False)]


def is_taken(ended: Ended, at_end: Sequence[str]) -> bool:
    """Tell whether values at the end of an item are read: a label names one, or the document's items end so.

    A body alone in brackets may be the initials of the name before it, where the other items have a term, too.
    """
    if ended.is_labelled:
        return True
    is_alone = len(ended.columns) == 1 and len(set(at_end)) > 1 and "deadline" not in ended.columns
    return ended.columns <= set(at_end) and not is_alone


def _is_inside(text: str, place: int) -> bool:
    """Tell whether a place of a text stands in brackets that are closed behind it."""
    return any(
        text[:place].count(opening) > text[:place].count(closing) and closing in text[place:]
        for opening, closing in ("()", "[]")
    )


def _between(spans: Iterable[Span], length: int) -> Iterator[Span]:
    position = 0
    for start, stop in sorted(spans):
        if position < start:
            yield position, start
        position = max(position, stop)
    if position < length:
        yield position, length
