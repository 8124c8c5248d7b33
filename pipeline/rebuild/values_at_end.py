"""Values at the end of an action: "(Ministerio de Salud, 2027)", "— Fiscalía General, 2026-2027".

They stand in brackets, behind dashes or in a last sentence, several of them, with labels or without. A value without a
label is told by what it is: a term, an amount of money, a body, what is counted. Where the profile tells the order of
the columns, a value whose words tell nothing is told by its place among the others. Without an order, such words belong
to the value before them ("Responsable: Ministerio de Salud; aseguradoras").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from ..reference.value_kinds import is_body, is_measure, is_money, is_name, is_term
from .wrapped_lines import MARKED

OPENING, CLOSING = "([", ")]"
SEPARATOR = re.compile(r"\s*(?:[;|·•]|,(?!\d)|\s[-–—/→]\s|(?<=\w{4})\.\s)\s*")
LABEL = re.compile(r"(?P<label>[^:;,|()\[\]]{2,60}?)\s*:\s*(?=\S)")
LEAD = re.compile(r"(?P<label>[^\W\d_][^\W\d]*\.?(?: [^\W\d_A-Z]+\.?){0,3})\s+(?=\S)")  # "se mide por …", no colon
BEFORE_TAIL = re.compile(r"\s[-–—→]\s|(?:(?<=\w{4})|(?<=[)\]]))[.;]\s+")
DASHES = ("–", "—", "→")  # a hyphen between spaces stands in names, too
AROUND = " \t.;,|·•→–—-"
MOST_WORDS = 10  # of a value that is neither a term, nor money, nor a body
BODIES = ("responsible", "associated")
UNLABELLED = ("deadline", "budget", "indicators", "responsible")
SURE = ("deadline", "budget")  # columns whose values nearly always tell what they are
MOST_PARTS = 8  # between two brackets, that an order of columns is laid over
ColumnOf = Callable[[str], str | None]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Value:
    """A value at the end of an action, as offsets into its text."""

    column: str
    start: int
    end: int
    is_labelled: bool = False
    is_known: bool = True  # False where nothing but its place says what it is


@dataclass(frozen=True, slots=True)
class Ended:
    """The values at the end of an action, and where its own words end."""

    action_end: int
    values: tuple[Value, ...]

    @property
    def columns(self) -> frozenset[str]:
        """The columns of the values."""
        return frozenset(value.column for value in self.values)

    @property
    def is_labelled(self) -> bool:
        """True where a label says what one of the values is."""
        return any(value.is_labelled for value in self.values)


def values_at_end(text: str, column_of: ColumnOf, order: Sequence[str] = ()) -> Ended | None:
    """Return the values at the end of an action's text, None where nothing there can be told to be one.

    `column_of` returns the column of a label, None for other words; `order` are the columns of the values without a
    label, as they follow one another in the document.
    """
    found: list[Value] = []
    end = len(text)
    while not _is_full(found, order) and (taken := _last_values(text[:end], column_of, order)) is not None:
        end, values = taken
        found = [*values, *found]
    return Ended(end, tuple(_merged(text, found))) if found else None


def _is_full(found: Sequence[Value], order: Sequence[str]) -> bool:
    """Tell whether all columns of the order are found: brackets before them are words of the action."""
    return len(order) > 1 and {value.column for value in found} >= set(order)


def _last_values(text: str, column_of: ColumnOf, order: Sequence[str]) -> tuple[int, list[Value]] | None:
    """Return where the words before the last brackets or dash end, and the values behind; None where there are none."""
    stop = len(text.rstrip(AROUND))
    if text[stop - 1 : stop] in tuple(CLOSING) and (start := opening_of(text, stop - 1)):
        values = _values(text, (start + 1, stop - 1), column_of, order)
        return (len(text[:start].rstrip(AROUND)), values) if _is_sure(text, values) else None
    for match in BEFORE_TAIL.finditer(text[:stop]):
        values = _values(text, (match.end(), stop), column_of, order)
        is_outside = _depth(text[: match.start()]) == 0 and match.start() > 0
        is_told = all(value.is_known for value in values) or match[0].strip() in DASHES
        if is_outside and is_told and _is_sure(text, values):
            return len(text[: match.start()].rstrip(AROUND)), values
    return None


def _is_sure(text: str, values: Sequence[Value]) -> bool:
    """Tell whether values are such: one has a label or is a term or money, the rest are short; or all are bodies."""
    is_short = all(len(text[value.start : value.end].split()) <= MOST_WORDS for value in values if not value.is_known)
    has_sign = any(value.is_labelled or value.column in SURE for value in values)
    has_sign = has_sign or len({value.column for value in values}) > 1
    return bool(values) and is_short and (has_sign or all(value.is_known for value in values))


def opening_of(text: str, closing: int) -> int | None:
    """Return the place of the bracket that the last one closes; None where there is none, or no words before it."""
    depth = 0
    for place in range(closing, -1, -1):
        depth += (text[place] in CLOSING) - (text[place] in OPENING)
        if depth == 0:
            return place or None
    return None


def _depth(text: str) -> int:
    return sum((sign in OPENING) - (sign in CLOSING) for sign in text)


def _parts(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of a stretch between its separators; those inside brackets part nothing."""
    start, stop = span
    for match in SEPARATOR.finditer(text, *span):
        if _depth(text[span[0] : match.start()]) == 0 and match.start() >= start:
            yield start, match.start()
            start = match.end()
    yield start, stop


def trimmed(text: str, span: Span) -> Span:
    """Return a stretch without the signs and the white space around its words."""
    start = span[0] + len(text[slice(*span)]) - len(text[slice(*span)].lstrip(AROUND))
    return start, start + len(text[start : span[1]].rstrip(AROUND))


def parts_of(text: str, span: Span) -> list[Span]:
    """Return the parts of a stretch between its separators that have words."""
    return [(start, stop) for start, stop in (trimmed(text, each) for each in _parts(text, span)) if start < stop]


def _values(text: str, span: Span, column_of: ColumnOf, order: Sequence[str]) -> list[Value]:
    """Return the values of a stretch, each part of it as one."""
    found: list[Value] = []
    parts = parts_of(text, span)
    labels = [_labelled(text, part, column_of) for part in parts]
    if order and not any(labels) and (placed := _in_order(text, parts, order)):
        return placed
    for part, labelled in zip(parts, labels, strict=True):
        found.append(labelled or _unlabelled(text, part, found[-1] if found else None))
    return found


def _labelled(text: str, part: Span, column_of: ColumnOf) -> Value | None:
    """Return a part as a value if it begins with a label and a colon, or with a label in small letters."""
    match = LABEL.match(text, *part)
    if match and (column := column_of(match["label"])):
        return Value(column, match.end(), part[1], is_labelled=True)
    words = LEAD.match(text, *part)
    leads = [words["label"]] if words and words["label"][0].islower() else []
    while leads and " " in leads[-1]:
        leads.append(leads[-1].rpartition(" ")[0])
    lead = next((lead for lead in leads if column_of(lead)), None)
    if lead is None:
        return None
    start = part[0] + len(lead)
    return Value(column_of(lead) or "", trimmed(text, (start, part[1]))[0], part[1], is_labelled=True)


def kind_of(part: str) -> str | None:
    """Return the column that the words of a part tell: a term, money, what is counted, a body; None where none."""
    checks = zip(UNLABELLED, (is_term, is_money, is_measure, is_body), strict=True)
    return next((column for column, fits in checks if fits(part)), None)


def tell_themselves(text: str) -> bool:
    """Tell whether all parts of a line tell what they are, a term among them: "Ministerio de Salud · 2027"."""
    if MARKED.match(text):
        return False
    kinds = [kind_of(text[slice(*span)]) for span in parts_of(text, (0, len(text)))]
    return 1 < len(kinds) <= MOST_PARTS and None not in kinds and "deadline" in kinds and len(set(kinds)) > 1


def _in_order(text: str, parts: Sequence[Span], order: Sequence[str]) -> list[Value]:
    """Return the parts as values of columns that follow one another as `order` says; none where the order is broken.

    Of the ways to lay the columns over the parts, each part in a column that its words do not contradict, the one that
    fills most columns is taken.
    """
    kinds = [kind_of(text[slice(*part)]) for part in parts]
    if len(parts) > MOST_PARTS or any(kind is not None and kind not in order for kind in kinds):
        return []
    best: tuple[tuple[float, ...], tuple[int, ...]] | None = None
    for way in combinations_with_replacement(range(len(order)), len(parts)):
        columns = [order[place] for place in way]
        if any(kind is not None and kind != column for kind, column in zip(kinds, columns, strict=True)):
            continue
        score = sum(_fit(text, parts, at, columns) for at in range(len(parts)) if kinds[at] is None)
        if best is None or (len(set(way)), score) > best[0]:
            best = (len(set(way)), score), way
    if best is None:
        return []
    is_full = len(parts) == len(order)
    return [
        Value(order[place], *part, is_known=kind == order[place] or is_full)
        for place, part, kind in zip(best[1], parts, kinds, strict=True)
    ]


def _fit(text: str, parts: Sequence[Span], at: int, columns: Sequence[str]) -> float:
    """Return how well a part whose words tell no column of the order stands in one."""
    part, column = text[slice(*parts[at])], columns[at]
    is_comma = at > 0 and text[parts[at - 1][1] : parts[at][0]].strip() == ","
    goes_on = at > 0 and columns[at - 1] == column
    named = (column in BODIES) == is_name(part)
    return named + (is_comma == goes_on) * 0.5 - (column in SURE) * 2.0


def _unlabelled(text: str, span: Span, before: Value | None) -> Value:
    """Return a part without a label: what it is says its column; else it goes on with the value before it.

    A comma does not end a value with a label, unless bodies stand in it: "Indicador: informe anual, por provincia".
    """
    part = text[slice(*span)]
    is_comma = before is not None and text[before.end : span[0]].strip() == ","
    if before is not None and before.is_labelled and before.column not in BODIES and is_comma:
        return Value(before.column, *span, is_labelled=True)
    known = kind_of(part)
    if known in (*SURE, "indicators"):
        return Value(known, *span)
    if before is not None and (before.column in BODIES or (before.is_labelled and known is None)):
        return Value(before.column, *span, before.is_labelled, known is not None or before.is_labelled)
    return Value("responsible", *span, is_known=known is not None)


def _begins_by_label(text: str, value: Value) -> bool:
    return text[: value.start].rstrip().endswith(":")


def _merged(text: str, values: Sequence[Value]) -> Iterator[Value]:
    """Yield the values, neighbours of one column as one: "Ministerio de Salud, Ministerio de Educación"."""
    last: Value | None = None
    for value in values:
        if last is not None and last.column == value.column and not _begins_by_label(text, value):
            last = Value(last.column, last.start, value.end, last.is_labelled, last.is_known and value.is_known)
            continue
        if last is not None:
            yield last
        last = value
    if last is not None:
        yield last
