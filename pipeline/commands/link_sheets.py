"""Links as a table for a spreadsheet: export, and import of the verdicts that people wrote into it.

The table has one row for each proposed directive, in document order, and one row without a directive for "no-match".
Rows without a verdict are ignored. If one row is refused, nothing of the table is kept.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ..errors import ManifestInvalid, ReviewStale, SourceUnreadable
from ..link.review_loop import Question
from ..link.reviews import COLUMNS, Tables, parse_reviews
from .verdicts import keep_verdicts

SHEET = (
    "action_id",
    "target_plan_id",
    "action",
    "context",
    "directive_id",
    "directive",
    "verdict",
    "grade",
    "note",
    "action_sha256",
    "directive_sha256",
)
NEEDED = ("action_id", "target_plan_id", "directive_id", "verdict", "action_sha256", "directive_sha256")


def sheet_of(questions: Iterable[Question]) -> str:
    """Return the table to fill in, as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(SHEET)
    for question in questions:
        said = (question.action_id, question.target_plan_id, question.text, question.context)
        for each in question.candidates:
            writer.writerow((*said, each.directive_id, each.text, "", "", "", question.sha256, each.sha256))
        writer.writerow((*said, "", "none of these", "", "", "", question.sha256, ""))
    return text.getvalue()


def keep_sheet(root: Path, path: Path, tables: Tables, by: tuple[str, str]) -> int:
    """Keep the verdicts filled into a table and return how many; `by` is the reviewer and the day.

    Refused, before anything is kept: a file that is no such table (SourceUnreadable), a verdict that cannot be meant
    (ManifestInvalid), one on a text that is another today (ReviewStale).
    """
    rows = [_verdict_row(row, by) for row in _filled_rows(path)]
    try:
        parse_reviews(COLUMNS, rows)
    except ManifestInvalid as error:
        place = f"{path}, {error.place.split()[-1]} of the filled rows" if "l. " in error.place else str(path)
        raise ManifestInvalid(place, error.found, error.remedy) from error
    for row in rows:
        _check_texts(row, tables, str(path))
    keep_verdicts(root, rows)
    return len(rows)


def _filled_rows(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(str(path), f"cannot be read: {error}", "Give the table as UTF-8 CSV.") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    if missing := [name for name in NEEDED if name not in (reader.fieldnames or ())]:
        raise SourceUnreadable(str(path), f"it has no column {missing[0]!r}", "Export it anew and fill in `verdict`.")
    for row in reader:
        cleaned = {name: (row.get(name) or "").strip() for name in SHEET}
        if cleaned["verdict"]:
            yield cleaned


def _verdict_row(row: Mapping[str, str], by: tuple[str, str]) -> dict[str, str]:
    """Return a row of links.csv; the note of "none fits" begins with the framework of which it is said."""
    note = row["note"] if row["directive_id"] else f"{row['target_plan_id']}: {row['note'] or 'none of those shown'}"
    reviewer, date = by
    return {**{name: row.get(name, "") for name in COLUMNS}, "reviewer": reviewer, "date": date, "note": note}


def _check_texts(row: Mapping[str, str], tables: Tables, place: str) -> None:
    """Refuse (ReviewStale) a verdict on a record that is gone or whose text is no longer what was shown."""
    for key, frame in (("action", tables.actions), ("directive", tables.directives)):
        record_id = row[f"{key}_id"]
        known: Sequence[str] = list(frame.loc[frame[f"{key}_id"] == record_id, "text_sha256"])
        if record_id and row[f"{key}_sha256"] not in known:
            raise ReviewStale(place, f"{record_id} has another text today", "Export the table anew and judge that.")
