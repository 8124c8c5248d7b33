"""Verdicts on repairs of OCR damage: given one by one or in a table, and kept in corrections.csv.

Each verdict is written to `raw/reviews/corrections.csv` at once, so the reader can stop at any moment. People edit that
file with spreadsheets too. The program changes none of its other rows; a new row replaces one on the same place.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..corrections import (
    CORRECTION_COLUMNS,
    CORRECTIONS,
    HandCorrection,
    parse_rows,
    read_correction,
)
from ..csv_files import parse_records, read_csv_text
from ..errors import ManifestInvalid, ReviewStale
from ..store import write_file
from .spreadsheets import Sheet

ASKED = (
    "verdict (1 = the repair, other number = that form, 0 = as printed, =form = another form, Enter = next, q = leave)"
)
SHEET = ("record_id", "start", "before", "proposed", "verdict", "after", "method", "score", "context")
VERDICTS = ("accept", "leave", "other")
REASONS = {"accept": "the repair is right", "leave": "right as printed", "other": "another form is right"}
MOST_FORMS = 5

Entry = Mapping[str, Any]  # as `review ocr --json` prints it


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who reviews, and how the loop asks them."""

    name: str
    date: str  # 2026-11-24
    ask: Callable[[str], str]  # shows a prompt, returns a line; EOFError ends the loop
    tell: Callable[[str], None]


def judge_repairs(root: Path, entries: Iterable[Entry], forms: Callable[[Entry], list[str]], by: Reviewer) -> int:
    """Ask for a verdict on each repair and keep it at once; return how many were given.

    `q` or the end of the input ends it.

    `forms` gives other forms that the word may have had.
    """
    kept = 0
    for entry in entries:
        shown = list(dict.fromkeys([entry["after"], *forms(entry)]))[:MOST_FORMS]
        show(entry, shown, by.tell)
        while True:
            try:
                line = by.ask(ASKED).strip()
            except (EOFError, KeyboardInterrupt):
                return kept
            if line == "q":
                return kept
            if not line:
                break
            if (said := read_answer(line, entry, shown)) is not None:
                keep_correction(root, correction_row(entry, *said, by))
                kept += 1
                break
            by.tell(f"{line!r} is none of these.")
    return kept


def show(entry: Entry, shown: Sequence[str], tell: Callable[[str], None]) -> None:
    """Show a word in its place, and the forms that it may have had."""
    tell(f"\n{entry['record_id']} at {entry['start']}, {entry['method']}, {entry['score']:.2f}")
    tell(f"  …{entry['context_before']}>>> {entry['before']} <<<{entry['context_after']}…")
    for number, form in enumerate(shown, start=1):
        tell(f"{number:3} {form or '(nothing: it goes)'}")


def read_answer(line: str, entry: Entry, shown: Sequence[str]) -> tuple[str, str, str] | None:
    """Return form, verdict and reason of a line ("1", "0", "=forma", also with " # reason"); None without a verdict."""
    answer, _, reason = (part.strip() for part in line.partition(" # "))
    if answer == "0":
        return entry["before"], "leave", reason
    if answer.startswith("="):
        return answer[1:].strip(), "other", reason
    if not answer.isdecimal() or not 1 <= int(answer) <= len(shown):
        return None
    return shown[int(answer) - 1], "accept" if answer == "1" else "other", reason


def correction_row(entry: Entry, after: str, verdict: str, reason: str, by: Reviewer) -> dict[str, str]:
    """Return a row of corrections.csv."""
    values = (entry["record_id"], str(entry["start"]), entry["before"], after, reason or REASONS[verdict])
    return dict(zip(CORRECTION_COLUMNS, (*values, by.name, by.date), strict=True))


def read_kept(root: Path) -> tuple[str, list[HandCorrection]]:
    """Return the text of corrections.csv, its header where there is no file, and its rows; raises its refusals."""
    path = root / CORRECTIONS
    text = read_csv_text(path, CORRECTIONS) or _line(CORRECTION_COLUMNS)
    rows, refused = parse_rows(CORRECTIONS, text, CORRECTION_COLUMNS, read_correction)
    if refused:
        raise refused[0]
    return text, rows


def keep_correction(root: Path, row: Mapping[str, str]) -> None:
    """Add a correction to the file, in place of one on the same place; writes a file that is whole.

    Refuses (ManifestInvalid) a file that a run would refuse.
    """
    text, rows = read_kept(root)
    others = [other for other in rows if (other.record_id, str(other.start)) != (row["record_id"], row["start"])]
    header: Sequence[str] = parse_records(text, CORRECTIONS)[0]
    if len(others) < len(rows):
        header = CORRECTION_COLUMNS
        text = _line(header) + "".join(_line(_values(other)) for other in others)
    finished = text if text.endswith("\n") else text + "\n"
    write_file(root / CORRECTIONS, (finished + _line(row[name] for name in header)).encode("utf-8"))


def _values(row: HandCorrection) -> list[str]:
    start = "" if row.start is None else str(row.start)
    return [row.record_id, start, row.expected, row.after, row.reason, row.reviewer, row.date]


def _line(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def sheet_rows(entries: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table to fill in, below SHEET as header: one row a repair, `verdict` and `after` blank."""
    for entry in entries:
        context = f"…{entry['context_before']}>>> {entry['before']} <<<{entry['context_after']}…"
        known = (entry["record_id"], str(entry["start"]), entry["before"], entry["after"], "", "", entry["method"])
        yield (*known, f"{entry['score']:g}", context)


def keep_sheet(root: Path, sheet: Sheet, texts: Mapping[str, str], by: Reviewer) -> int:
    """Keep the verdicts of a table that was filled in; returns how many. Rows without a verdict are passed over.

    Refuses, before anything is kept, a row that is impossible (ManifestInvalid), one whose words are no longer in
    their place (ReviewStale).
    """
    rows = [_filled_in(f"{sheet.path} l. {line}", row, texts, by) for line, row in sheet.rows]
    given = [row for row in rows if row is not None]
    for row in given:
        keep_correction(root, row)
    return len(given)


def _filled_in(place: str, row: Mapping[str, str], texts: Mapping[str, str], by: Reviewer) -> dict[str, str] | None:
    verdict = (row["verdict"] or "").strip()
    if not verdict:
        return None
    if verdict not in VERDICTS:
        raise ManifestInvalid(place, f"verdict {verdict!r} is none of {', '.join(VERDICTS)}", "Write one of these.")
    if not row["start"].isdecimal():
        raise ManifestInvalid(place, f"start {row['start']!r} is no offset", "Leave the exported columns as they are.")
    start, before = int(row["start"]), row["before"]
    found = texts.get(row["record_id"], "")[start : start + len(before)]
    if not before or found != before:
        remedy = "Export the table again, after `directriz all`."
        raise ReviewStale(place, f"{row['record_id']} has {found!r} at {start}, not {before!r}", remedy)
    after = {"accept": row["proposed"], "leave": before, "other": row["after"]}[verdict]
    return correction_row(row, after, verdict, "", by)
