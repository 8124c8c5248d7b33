"""Corrections by hand: what a person read on the page, with the text that the correction expects to find.

`raw/reviews/corrections.csv` holds words: the form that was read, the form that is printed, the reviewer and the
reason. If the two forms are equal, no repair is made there. `raw/reviews/amendments.csv` holds brackets of a draft:
which parties propose them, and which words they insert and delete. A row without words says that the bracket is no
amendment. `raw/reviews/numbers.csv` holds numbers of paragraphs, each with the hash of the text that has it. The
files are written by `directriz review` or with a spreadsheet, so every row is checked. If the expected text is not in
its place, the row is stale (`ReviewStale`) and the run stops: nobody has looked at the text that stands there now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from .csv_files import parse_records, read_csv_text
from .errors import ManifestInvalid, PipelineError, ReviewStale

CORRECTIONS = "raw/reviews/corrections.csv"
AMENDMENTS = "raw/reviews/amendments.csv"
NUMBERS = "raw/reviews/numbers.csv"
FILES = tuple(name.rpartition("/")[2] for name in (CORRECTIONS, AMENDMENTS, NUMBERS))
CORRECTION_COLUMNS = ("record_id", "start", "before", "after", "reason", "reviewer", "date")
AMENDMENT_COLUMNS = (
    *("record_id", "start", "as_printed", "countries", "inserted", "deleted"),
    *("reason", "reviewer", "date"),
)
NUMBER_COLUMNS = ("record_id", "number", "text_sha256", "reason", "reviewer", "date")
HASH = re.compile(r"[0-9a-f]{12,64}")  # the first digits of a text's SHA-256 are enough
OPTIONAL_COLUMNS = frozenset({"certainty"})  # of amendments.csv: low where the reader was not sure; else high
REQUIRED = ("record_id", "reason", "reviewer", "date")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
COUNTRIES = re.compile(r"(?:[A-Z]{2,8}(?:\|[A-Z]{2,8})*)?")


@dataclass(frozen=True, slots=True)
class HandRow:
    """A row of either file: `text_source[start:start + len(expected)] == expected`."""

    file: str
    line: int
    record_id: str
    start: int | None  # None: where the expected text stands, if it stands once
    expected: str
    reason: str
    reviewer: str
    date: str

    @property
    def place(self) -> str:
        """File and line, as error messages name them."""
        return f"{self.file} l. {self.line}"

    @property
    def plan_id(self) -> str:
        """The document of the record."""
        return self.record_id.split("/")[0]


@dataclass(frozen=True, slots=True)
class HandCorrection(HandRow):
    """Words as printed. They equal the expected words if those were read correctly."""

    after: str


@dataclass(frozen=True, slots=True)
class HandAmendment(HandRow):
    """A bracket as a person reads it. Without any words it is no amendment."""

    countries: tuple[str, ...]  # ISO alpha-3, sorted
    inserted: str | None
    deleted: str | None
    certainty: str = "high"  # high | low

    @property
    def is_amendment(self) -> bool:
        """False if the bracket is ordinary text."""
        return bool(self.inserted or self.deleted)


@dataclass(frozen=True, slots=True)
class HandNumber(HandRow):
    """The number of a paragraph as a person reads it; `expected` begins the hash of the record's text_source."""

    number: str


Row = TypeVar("Row", bound=HandRow)


@dataclass(frozen=True, slots=True)
class ByHand:
    """All corrections by hand of a workspace."""

    corrections: tuple[HandCorrection, ...] = ()
    amendments: tuple[HandAmendment, ...] = ()
    numbers: tuple[HandNumber, ...] = ()

    def of_plan(self, plan_id: str) -> ByHand:
        """Return the rows on one document."""
        corrections = tuple(row for row in self.corrections if row.plan_id == plan_id)
        amendments = tuple(row for row in self.amendments if row.plan_id == plan_id)
        return ByHand(corrections, amendments, tuple(row for row in self.numbers if row.plan_id == plan_id))


def read_by_hand(root: Path) -> ByHand:
    """Return the corrections of a workspace; a missing file holds none. Raises the first error of the files."""
    by_hand, refused = parse_by_hand(root)
    if refused:
        raise refused[0]
    return by_hand


def parse_by_hand(root: Path) -> tuple[ByHand, list[PipelineError]]:
    """Return the valid rows of the files, and an error (ManifestInvalid) for each other row."""
    corrections, refused = _read_file(root, CORRECTIONS, CORRECTION_COLUMNS, read_correction)
    amendments, also_refused = _read_file(root, AMENDMENTS, AMENDMENT_COLUMNS, read_amendment)
    numbers, refused_too = _read_file(root, NUMBERS, NUMBER_COLUMNS, read_number)
    refused_too += _twice(numbers)
    return ByHand(tuple(corrections), tuple(amendments), tuple(numbers)), [*refused, *also_refused, *refused_too]


def find_orphans(by_hand: ByHand, plans: Iterable[str]) -> list[ReviewStale]:
    """Return an error for each row about a document that is not in `plans`; no stage would check such a row."""
    known = frozenset(plans)
    return [
        ReviewStale(row.place, f"there is no document {row.plan_id!r}", "Delete the row, or correct its record_id.")
        for row in (*by_hand.corrections, *by_hand.amendments, *by_hand.numbers)
        if row.plan_id not in known
    ]


def _read_file(
    root: Path, file: str, columns: Sequence[str], read: Callable[[str, int, Mapping[str, str]], Row]
) -> tuple[list[Row], list[PipelineError]]:
    try:
        text = read_csv_text(root / file, file)
    except ManifestInvalid as error:
        return [], [error]
    return ([], []) if text is None else parse_rows(file, text, columns, read)


def parse_rows(
    file: str, text: str, columns: Sequence[str], read: Callable[[str, int, Mapping[str, str]], Row]
) -> tuple[list[Row], list[PipelineError]]:
    """Return the valid rows of a file's text, and the errors: of its columns, or of single rows."""
    try:
        header, records = parse_records(text, file)
    except ManifestInvalid as error:
        return [], [error]
    if sorted(set(header) - OPTIONAL_COLUMNS) != sorted(columns) or len(set(header)) < len(header):
        wrong = ", ".join(sorted(set(header) - OPTIONAL_COLUMNS ^ set(columns))) or "a column stands there twice"
        return [], [ManifestInvalid(file, f"unexpected or missing columns: {wrong}", f"Write {','.join(columns)}")]
    rows: list[Row] = []
    refused: list[PipelineError] = []
    for line, values in records:
        try:
            rows.append(read(file, line, values))
        except ManifestInvalid as error:
            refused.append(error)
    return rows, refused


def read_correction(file: str, line: int, row: Mapping[str, str]) -> HandCorrection:
    """Return a row of corrections.csv. Refuses (ManifestInvalid) an incomplete or contradictory row."""
    return HandCorrection(*_common(file, line, row, "before"), after=row["after"])


def read_amendment(file: str, line: int, row: Mapping[str, str]) -> HandAmendment:
    """Return a row of amendments.csv. Refuses (ManifestInvalid) an incomplete or contradictory row."""
    common = _common(file, line, row, "as_printed")
    if not COUNTRIES.fullmatch(row["countries"].strip()):
        found = f"countries {row['countries']!r} are not written as CAN or ARG|BRA"
        raise ManifestInvalid(f"{file} l. {line}", found, "Write ISO alpha-3 codes, joined by |.")
    inserted, deleted = (" ".join(row[name].split()) or None for name in ("inserted", "deleted"))
    countries = tuple(sorted(filter(None, row["countries"].strip().split("|"))))
    certainty = row.get("certainty", "").strip() or "high"
    if certainty not in ("high", "low"):
        raise ManifestInvalid(
            f"{file} l. {line}", f"certainty {certainty!r} is neither high nor low", "Write high or low."
        )
    return HandAmendment(*common, countries=countries, inserted=inserted, deleted=deleted, certainty=certainty)


def read_number(file: str, line: int, row: Mapping[str, str]) -> HandNumber:
    """Return a row of numbers.csv. Refuses (ManifestInvalid) an incomplete row, and a hash that is none."""
    common = _common(file, line, {**row, "start": ""}, "text_sha256")
    if not HASH.fullmatch(common[4].strip()):
        found = f"text_sha256 {row['text_sha256']!r} is no hash"
        raise ManifestInvalid(f"{file} l. {line}", found, "Write the first 12 digits of it, or all 64.")
    if not row["number"].strip():
        raise ManifestInvalid(f"{file} l. {line}", "number missing", "Write the number that the page prints.")
    return HandNumber(*common[:4], common[4].strip(), *common[5:], number=row["number"].strip())


def _twice(numbers: Sequence[HandNumber]) -> list[PipelineError]:
    """Return an error for each row about a record that an earlier row is about."""
    first = {row.record_id: row.line for row in reversed(numbers)}
    return [
        ManifestInvalid(row.place, f"l. {first[row.record_id]} gives {row.record_id} a number, too", "Delete one.")
        for row in numbers
        if row.line != first[row.record_id]
    ]


def _common(
    file: str, line: int, row: Mapping[str, str], expected: str
) -> tuple[str, int, str, int | None, str, str, str, str]:
    place = f"{file} l. {line}"
    missing = [name for name in (*REQUIRED, expected) if not row[name].strip()]
    if missing:
        raise ManifestInvalid(place, f"{' and '.join(missing)} missing", "A correction says what it expects, and why.")
    if not DATE.fullmatch(row["date"].strip()):
        raise ManifestInvalid(
            place, f"date {row['date']!r} is not written as 2026-11-24", "Write year, month and day so."
        )
    start = row["start"].strip()
    if start and not start.isdecimal():
        raise ManifestInvalid(place, f"start {start!r} is no offset", "Count characters of text_source from 0.")
    reason, reviewer, date = (row[name].strip() for name in ("reason", "reviewer", "date"))
    at = int(start) if start else None
    return file, line, row["record_id"].strip(), at, row[expected], reason, reviewer, date


def place_rows(rows: Iterable[Row], texts: Mapping[str, str]) -> tuple[list[Row], list[PipelineError]]:
    """Return the rows with their `start`, in order, and the errors: stale rows, and two rows on one place."""
    placed: list[Row] = []
    refused: list[PipelineError] = []
    for row in rows:
        found = _place(row, texts.get(row.record_id))
        if isinstance(found, PipelineError):
            refused.append(found)
        else:
            placed.append(replace(row, start=found))
    placed.sort(key=lambda row: (row.record_id, row.start or 0, row.line))
    return placed, [*refused, *_overlapping(placed)]


def _place(row: HandRow, text: str | None) -> int | PipelineError:
    """Return where the expected text of a row begins, or why it is not found."""
    if text is None:
        return ReviewStale(
            row.place, f"there is no text {row.record_id!r} any more", "Delete the row, or correct its record_id."
        )
    starts = [match.start() for match in re.finditer(re.escape(row.expected), text)]
    if row.start is None:
        starts = [at for at in starts if _is_whole(text, at, row.expected)]
        if len(starts) > 1:
            remedy = f"Give `start`, one of {', '.join(map(str, starts))}."
            return ManifestInvalid(row.place, f"{row.record_id} has {row.expected!r} more than once", remedy)
        return starts[0] if starts else _stale(row, f"{row.record_id} does not have", starts)
    if row.start in starts:
        return row.start
    read = text[row.start : row.start + len(row.expected)]
    return _stale(row, f"{row.record_id} has {read!r} at {row.start}, not", starts)


def _stale(row: HandRow, found: str, starts: Sequence[int]) -> ReviewStale:
    elsewhere = f" It stands at {', '.join(map(str, starts))}." if starts else ""
    remedy = "Look at the record's text_source again, then correct the row or delete it."
    return ReviewStale(row.place, f"{found} {row.expected!r}, which the correction expects", remedy + elsewhere)


def _is_whole(text: str, start: int, words: str) -> bool:
    """Tell whether the words found at `start` are whole words, not parts of longer ones."""
    end = start + len(words)
    begins = not (words[:1].isalnum() and text[start - 1 : start].isalnum())
    return begins and not (words[-1:].isalnum() and text[end : end + 1].isalnum())


def _overlapping(placed: Sequence[HandRow]) -> Iterator[ManifestInvalid]:
    """Yield an error for each row that overlaps the row before it. A bracket within a bracket is no overlap."""
    for at, row in enumerate(placed):
        for other in placed[:at]:
            if other.record_id == row.record_id and _collide(other, row):
                found = f"corrects what l. {other.line} corrects, too"
                yield ManifestInvalid(row.place, found, "Delete one of the two rows.")
                break


def _collide(first: HandRow, second: HandRow) -> bool:
    """Tell whether two rows of one record overlap. A bracket within a bracket does not count."""
    start, end = second.start or 0, (first.start or 0) + len(first.expected)
    is_inner = isinstance(first, HandAmendment) and (start, second.expected) != (first.start, first.expected)
    return start < end and not (is_inner and start + len(second.expected) <= end)
