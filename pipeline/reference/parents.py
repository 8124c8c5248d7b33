"""What a body was part of, and when: `parents.csv` of each register, one row a body and parent, with dates and source.

A plan names bodies as they stood when it was made: SENAF in a plan of 2021 is a unit of the Ministerio de Desarrollo
Social, in one of 2025 of the Ministerio de Capital Humano. The plan's period says when it was made. If it states none,
the plan was made while all bodies that it names existed (ar-plan: 2019-12-10 to 2023-12-10).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ManifestInvalid

COLUMNS = ["agency_id", "parent_agency_id", "valid_from", "valid_to", "source"]
ISO_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
Validity = tuple[str | None, str | None]  # first and last date of a body, ISO 8601


@dataclass(frozen=True, slots=True)
class ParentSpan:
    """One body, one that it is or was part of, and the time of it."""

    agency_id: str
    parent_agency_id: str
    valid_from: str | None  # year, month or day, ISO 8601; None = not known
    valid_to: str | None  # None = still, or not known
    source: str


@dataclass(frozen=True, slots=True)
class Time:
    """A time from one day to another, ISO 8601."""

    start: str
    end: str  # the day after its last one

    def meets(self, span: ParentSpan) -> bool:
        """Tell whether a span of a parent, its last day left out, shares a day with this time."""
        begins = span.valid_from is None or whole_day(span.valid_from) < self.end
        return begins and (span.valid_to is None or whole_day(span.valid_to) > self.start)


def whole_day(date: str) -> str:
    """Return the first day of a year, a month or a day: "2022-08" is "2022-08-01"."""
    return (date + "-01-01")[:10]


def read_parents(path: Path, place: str = "") -> Iterator[ParentSpan]:
    """Yield the rows of a register's `parents.csv`, none where there is no such file; `place` names it in messages.

    Refused, with file, line and remedy: what is no CSV in UTF-8, other columns, an empty cell but a date, a date that
    is not ISO 8601, a span that ends before it begins.
    """
    place = place or f"{path.parent.name}/{path.name}"
    if not path.is_file():
        return
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines(), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ManifestInvalid(place, f"no table in UTF-8: {error}", "Save it as CSV, encoded in UTF-8.") from error
    if rows[:1] != [COLUMNS]:
        raise ManifestInvalid(f"{place} line 1", f"columns {rows[:1]}", f"The columns are {', '.join(COLUMNS)}.")
    for line, row in enumerate(rows[1:], start=2):
        yield _span(row, f"{place} line {line}")


def _span(row: list[str], place: str) -> ParentSpan:
    if len(row) != len(COLUMNS) or not (row[0] and row[1] and row[4]):
        raise ManifestInvalid(place, f"a cell is missing or empty: {row}", "Fill in both bodies and the source.")
    start, end = row[2] or None, row[3] or None
    for date in (start, end):
        if date and not ISO_DATE.fullmatch(date):
            raise ManifestInvalid(place, f"date {date!r}", "Write it as 2014, 2014-12 or 2014-12-05.")
    if start and end and whole_day(start) >= whole_day(end):
        raise ManifestInvalid(place, f"it ends ({end}) before it begins ({start})", "Correct one of the dates.")
    return ParentSpan(row[0], row[1], start, end, row[4])


def time_of_plan(period: tuple[int | None, int | None], bodies: Iterable[Validity]) -> Time | None:
    """Return when a plan was made or holds: its period, else the time in which all bodies that it names existed.

    None where it has no period and no body has a date, or where there is no day on which all of them existed.
    """
    if period[0] is not None and period[1] is not None:
        return Time(f"{period[0]:04}-01-01", f"{period[1] + 1:04}-01-01")
    spans = list(bodies)
    starts = [whole_day(start) for start, _ in spans if start]
    ends = [whole_day(end) for _, end in spans if end]
    if not starts and not ends:
        return None
    time = Time(max(starts, default="0001-01-01"), min(ends, default="9999-12-31"))
    return time if time.start < time.end else None


def parent_then(spans: Iterable[ParentSpan], time: Time | None) -> str | None:
    """Return the one parent among the spans of a body that it had at a time; None where there is none or several.

    If the time is not known, a body that had only one parent in all its time has that one.
    """
    found = {span.parent_agency_id for span in spans if time is None or time.meets(span)}
    return found.pop() if len(found) == 1 else None
