"""Drafts what a profile says of the values of a plan in prose: its labels, and the columns that end its items.

A label that no vocabulary has, and a place among the values that end the items, are told by the values that stand there
in the whole document: "by: 2031", "measured by: 12 reports", "(Parks Trust, by the next election)".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ..layouts import EXTRAS
from ..rebuild.item_lists import is_open
from ..rebuild.labelled_lines import labels_in, repeated_labels
from ..rebuild.programme import wrap_width
from ..rebuild.values_at_end import (
    AROUND,
    CLOSING,
    OPENING,
    SURE,
    ColumnOf,
    Ended,
    kind_of,
    opening_of,
    parts_of,
    tell_themselves,
    values_at_end,
)
from ..rebuild.values_at_end import BODIES as BODY_COLUMNS
from ..rebuild.wrapped_lines import MARKED, is_wrapped
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key
from ..reference.value_kinds import column_of_values

COLUMNS = ("responsible", "associated", "deadline", "indicators", "budget", "goal", "verification", "target")
ENDS, FEWEST_ENDS = 0.25, 3  # share and number of the items that end with values, from which they are read
SELDOM = 0.1  # share of these ends: what stands in fewer is no column
FEWEST_ITEMS, FEWEST_LISTS = 4, 2
REPEATED = 0.6  # share of the items that have a label, or an end in brackets, from which all are read so
OFTEN = 0.25  # the same of a label whose values leave no doubt
KNOWN = 100.0  # score of a label that some plan has printed; "Target year" is near "Target", and a term
MOST_LABEL = 5  # words of a label
MOST_LEAD = 4  # words before a value without a colon
Labels = dict[str, list[str]]


def unwrapped(lines: Sequence[PrintedLine]) -> Iterator[tuple[str, PrintedLine]]:
    """Yield the paragraphs of a document, each with its first line; those of a text dump are put together again.

    A line in brackets, or of values that tell what they are, goes on with the paragraph above it: it ends an action.
    """
    width = wrap_width([line for line in lines if not line.pieces])
    text, first, above = "", None, None
    for line in lines:
        words = line.cells[0]
        if first is not None and above is not None and _goes_on(text, above, line, width):
            text = f"{text} {words}"
        elif first is not None and tell_themselves(words):
            text = f"{text} – {words}"
        else:
            if first is not None:
                yield text, first
            text, first = words, line
        above = line
    if first is not None:
        yield text, first


def _goes_on(text: str, above: PrintedLine, line: PrintedLine, width: int) -> bool:
    words = line.cells[0]
    is_rest = words[:1] in OPENING or (is_open(text) and not MARKED.match(words))
    return is_rest or is_wrapped(above, line, width)


def is_label(label: str, mapper: Mapper) -> bool:
    """Tell whether some plan has printed a label of a value."""
    role = mapper.column(label) if len(label.split()) <= MOST_LABEL else None
    return role is not None and role[0] in COLUMNS


def column_finder(columns: Mapping[str, Sequence[str]], mapper: Mapper) -> ColumnOf:
    """Return a function from a label to its column: that of the document, else that of the vocabulary."""
    own = {header_key(label): name for name, labels in columns.items() for label in labels}

    def column_of(label: str) -> str | None:
        role = mapper.column(label) if is_label(label, mapper) else None
        return own.get(header_key(label)) or (role[0] if role else None)

    return column_of


def columns_of_labels(texts: Sequence[str], mapper: Mapper, items: int, lists: int = 0) -> Labels:
    """Return the columns with their labels; those that no vocabulary has are told by their values, or are extras.

    Such a label stands with enough of the items, or once in each list.
    """
    found = _known_labels(texts, mapper)
    keys = {header_key(label) for labels in found.values() for label in labels}
    counts = Counter(label for label in repeated_labels(texts) if header_key(label) not in keys)
    new = [label for label, count in counts.items() if count >= (min(FEWEST_ITEMS, lists or FEWEST_ITEMS))]
    every = keys | {header_key(label) for label in new}
    for label in new:
        values = list(_values_of(label, texts, every))
        column = column_of_values(values)
        is_often = counts[label] >= max(FEWEST_ITEMS, (REPEATED if column is None else OFTEN) * items)
        is_of_lists = lists >= FEWEST_LISTS and column is not None and counts[label] >= REPEATED * lists
        if header_key(label) in keys or not (is_often or is_of_lists) or _names_action(label, mapper):
            continue
        is_free = column is not None and not _stand_together(label, found.get(column, ()), texts)
        found.setdefault(column if column and is_free else EXTRAS, []).append(label)
        keys.add(header_key(label))
    return found


def _known_labels(texts: Sequence[str], mapper: Mapper) -> Labels:
    """Return the labels of the vocabulary that stand at least twice, by column."""

    def is_known(label: str) -> bool:
        return is_label(label, mapper)

    labels = Counter(part.label for text in texts for part in labels_in(text, is_known))
    bare = (text[:-1] for text in texts if text.endswith(":") and not labels_in(text, is_known))
    labels.update(text for text in bare if ":" not in text and is_known(text))
    found: Labels = {}
    keys: set[str] = set()
    every = set(map(header_key, labels))
    for label, count in labels.items():
        role = mapper.column(label)
        if role and count >= 2 and header_key(label) not in keys:
            told = column_of_values(list(_values_of(label, texts, every))) if role[1] < KNOWN else None
            found.setdefault(told if told and told in SURE else role[0], []).append(label)
            keys.add(header_key(label))
    return found


def _stand_together(label: str, others: Sequence[str], texts: Sequence[str]) -> bool:
    """Tell whether a label stands in one text with one of some others: then they are of two columns."""
    return any(f"{label}:" in text and any(f"{other}:" in text for other in others) for text in texts)


def _names_action(label: str, mapper: Mapper) -> bool:
    role = mapper.column(label)
    return role is not None and role[0] == "action"


def _values_of(label: str, texts: Iterable[str], keys: set[str]) -> Iterator[str]:
    """Yield the first part of the values behind a label, wherever it stands."""
    for text in texts:
        for part in labels_in(text, lambda words: header_key(words) in keys):
            if header_key(part.label) == header_key(label):
                first = next(iter(parts_of(text, (part.value, part.end))), (part.value, part.value))
                yield text[slice(*first)].strip(f"{AROUND}()[]/")


def leads_of(texts: Sequence[str], columns: Labels, mapper: Mapper) -> Labels:
    """Return the words without a colon that begin values at the ends of most items: "se mide por", "led by"."""
    parts = [part for tail in _tails(texts, column_finder(columns, mapper)) for part in tail if part[:1].islower()]
    counts = Counter(lead for part in parts for lead in _leads(part))
    often = {lead for lead, count in counts.items() if count >= max(FEWEST_ITEMS, REPEATED * len(texts))}
    longest = [lead for lead in often if not any(other.startswith(f"{lead} ") for other in often)]
    found: Labels = {}
    for lead in sorted(longest):
        own = [part for part in parts if part.startswith(f"{lead} ")]
        column = column_of_values([part[len(lead) :].strip() for part in own])
        if column in ("responsible", "indicators") and column_of_values(own) is None:
            found.setdefault(column, []).append(lead)
    return found


def _leads(part: str) -> Iterator[str]:
    words = part.split()[:-1]
    small = next((at for at, word in enumerate(words) if not word.islower()), len(words))
    yield from (" ".join(words[:count]) for count in range(1, min(small, MOST_LEAD) + 1))


def ends_of(texts: Sequence[str], column_of: ColumnOf) -> list[Ended]:
    """Return the values at the ends of items; a body alone may be the initials of the name before it."""
    return [ended for text in texts if (ended := values_at_end(text, column_of)) is not None]


def columns_at_end(texts: Sequence[str], column_of: ColumnOf) -> tuple[str, ...]:
    """Return the columns whose values stand at the end of enough items without a label, in their order."""
    ends = ends_of(texts, column_of)
    if order := _order_of(texts, column_of):
        return (*order, *(name for name in _often(ends) if name not in order))
    told = [ended for ended in ends if ended.columns - set(BODY_COLUMNS) or ended.is_labelled]
    if len(told) < max(FEWEST_ENDS, ENDS * len(texts)) and len(ends) < REPEATED * len(texts):
        return ()
    often = _often(ends)
    before = Counter(
        pair for ended in ends for pair in pairwise(value.column for value in ended.values if not value.is_labelled)
    )
    return tuple(sorted(often, key=lambda name: (sum(before[other, name] for other in often), name)))


def _often(ends: Sequence[Ended]) -> list[str]:
    """Return the columns whose values stand in enough of the ends without a label."""
    counts: Counter[str] = Counter()
    for ended in ends:
        counts.update(value.column for value in ended.values if not value.is_labelled)
    return [column for column, count in counts.items() if count >= max(2, SELDOM * len(ends))]


def _order_of(texts: Sequence[str], column_of: ColumnOf) -> tuple[str, ...]:
    """Return the columns of the values that end the items, told by what stands at each place; () if it is not clear.

    A place whose values tell nothing is an extra.
    """
    tails = [_merged(tail) for tail in _tails(texts, column_of)]
    counts = Counter(map(len, tails))
    least = max(FEWEST_ENDS, ENDS * len(texts))
    longest = max((count for count, times in counts.items() if times >= least and count > 1), default=0)
    if not longest:
        return ()
    columns = [
        column_of_values(values) for values in zip(*(each for each in tails if len(each) == longest), strict=True)
    ]
    told = [column for column in columns if column]
    if len(set(told)) < len(told) or not told or columns.count(None) > 1:
        return ()
    return tuple(column or EXTRAS for column in columns)


def _tails(texts: Sequence[str], column_of: ColumnOf) -> Iterator[list[str]]:
    """Yield the parts without labels in the brackets, or behind the dash, that end each item."""
    for text in texts:
        ended = values_at_end(text, column_of)
        stop = len(text.rstrip(AROUND))
        if ended is not None and ended.is_labelled:
            spans = [(value.start, value.end) for value in ended.values if not value.is_labelled]
        elif text[stop - 1 : stop] in tuple(CLOSING) and (start := opening_of(text, stop - 1)):
            spans = parts_of(text, (start + 1, stop - 1))
        elif ended is not None:
            spans = parts_of(text, (ended.values[0].start, ended.values[-1].end))
        else:
            continue
        yield [text[slice(*span)] for span in spans]


def _merged(parts: Sequence[str]) -> list[str]:
    """Return the parts of a tail, bodies beside each other as one."""
    found: list[str] = []
    for part in parts:
        if found and kind_of(part) == kind_of(found[-1]) == "responsible":
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found
