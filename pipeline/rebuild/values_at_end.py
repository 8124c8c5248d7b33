"""Values at the end of an action: "(Ministerio de Salud, 2027)", "— Fiscalía General, 2026-2027".

They stand in brackets, behind dashes or in a last sentence, several of them, with labels or without. A value without a
label is told by what it is: a term, an amount of money, a body. Words of another kind belong to the value before them
("Responsable: Ministerio de Salud; aseguradoras").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..reference.value_kinds import is_body, is_money, is_term

OPENING, CLOSING = "([", ")]"
SEPARATOR = re.compile(r"\s*(?:[;|·•]|,(?!\d)|\s[-–—/→]\s|(?<=\w{4})\.\s)\s*")
LABEL = re.compile(r"(?P<label>[^:;,|()\[\]]{2,60}?)\s*:\s*(?=\S)")
BEFORE_TAIL = re.compile(r"\s[-–—→]\s|(?:(?<=\w{4})|(?<=[)\]]))[.;]\s+")
DASHES = ("–", "—", "→")  # a hyphen between spaces stands in names, too
AROUND = " \t.;,|·•→–—-"
MOST_WORDS = 10  # of a value that is neither a term, nor money, nor a body
BODIES = ("responsible", "associated")
UNLABELLED = ("deadline", "budget", "responsible")
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


def values_at_end(text: str, column_of: ColumnOf) -> Ended | None:
    """Return the values at the end of an action's text, None where nothing there can be told to be one.

    `column_of` returns the column of a label, None for other words.
    """
    found: list[Value] = []
    end = len(text)
    while (taken := _last_values(text[:end], column_of)) is not None:
        end, values = taken
        found = [*values, *found]
    return Ended(end, tuple(_merged(text, found))) if found else None


def _last_values(text: str, column_of: ColumnOf) -> tuple[int, list[Value]] | None:
    """Return where the words before the last brackets or dash end, and the values behind; None where there are none."""
    stop = len(text.rstrip(AROUND))
    if text[stop - 1 : stop] in tuple(CLOSING) and (start := _opening_of(text, stop - 1)):
        values = _values(text, (start + 1, stop - 1), column_of)
        return (len(text[:start].rstrip(AROUND)), values) if _is_sure(text, values) else None
    for match in BEFORE_TAIL.finditer(text[:stop]):
        values = _values(text, (match.end(), stop), column_of)
        is_outside = _depth(text[: match.start()]) == 0 and match.start() > 0
        is_told = all(value.is_known for value in values) or match[0].strip() in DASHES
        if is_outside and is_told and _is_sure(text, values):
            return len(text[: match.start()].rstrip(AROUND)), values
    return None


def _is_sure(text: str, values: Sequence[Value]) -> bool:
    """Tell whether values are such: one has a label or is a term or money, the rest are short; or all are bodies."""
    is_short = all(len(text[value.start : value.end].split()) <= MOST_WORDS for value in values if not value.is_known)
    has_sign = any(value.is_labelled or value.column not in BODIES for value in values)
    return bool(values) and is_short and (has_sign or all(value.is_known for value in values))


def _opening_of(text: str, closing: int) -> int | None:
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


def _values(text: str, span: Span, column_of: ColumnOf) -> list[Value]:
    """Return the values of a stretch, each part of it as one."""
    found: list[Value] = []
    for start, stop in _parts(text, span):
        start += len(text[start:stop]) - len(text[start:stop].lstrip(AROUND))
        stop = start + len(text[start:stop].rstrip(AROUND))
        if start >= stop:
            continue
        match = LABEL.match(text, start, stop)
        column = column_of(text[match.start("label") : match.end("label")]) if match else None
        if match and column:
            found.append(Value(column, match.end(), stop, is_labelled=True))
        else:
            found.append(_unlabelled(text, (start, stop), found[-1] if found else None))
    return found


def _unlabelled(text: str, span: Span, before: Value | None) -> Value:
    """Return a part without a label: what it is says its column; else it goes on with the value before it.

    A comma does not end a value with a label, unless bodies stand in it: "Indicador: informe anual, por provincia".
    """
    part = text[slice(*span)]
    is_comma = before is not None and text[before.end : span[0]].strip() == ","
    if before is not None and before.is_labelled and before.column not in BODIES and is_comma:
        return Value(before.column, *span, is_labelled=True)
    checks = zip(UNLABELLED, (is_term, is_money, is_body), strict=True)
    known = next((column for column, fits in checks if fits(part)), None)
    if known in ("deadline", "budget"):
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
