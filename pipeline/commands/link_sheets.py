"""Links as a table for a spreadsheet: export, and import of the verdicts that people wrote into it.

The table has one row for each proposed directive, in document order, and one row without a directive for "no-match".
Rows without a verdict are ignored. If one row is refused, nothing of the table is kept. A table with the columns of
`raw/reviews/links.csv`, as the explorer exports it, names reviewer and day itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from ..errors import ManifestInvalid, PipelineError, ReviewStale
from ..link.published_tables import read_reviews
from ..link.review_loop import Question
from ..link.reviews import (
    COLUMNS,
    NONE_SHOWN,
    Tables,
    framework_of,
    is_program,
    parse_reviews,
    rows_of_reviews,
    told_shown,
)
from .sheet_ids import record_of
from .spreadsheets import Sheet
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
SHOWN = 20  # rows that are told one by one where many are refused
WHOLE = re.compile(r"[.,]0+$")  # behind a number that a spreadsheet has taken for one
NEEDED = ("action_id", "directive_id", "verdict", "action_sha256", "directive_sha256")


def sheet_rows(questions: Iterable[Question]) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the table to fill in, below SHEET as header."""
    for question in questions:
        said = (question.action_id, question.target_plan_id, question.text, question.context)
        for each in question.candidates:
            yield (*said, each.directive_id, each.text, "", "", "", question.sha256, each.sha256)
        yield (*said, "", "none of these", "", "", "", question.sha256, "")


def keep_sheet(root: Path, sheet: Sheet, tables: Tables, by: tuple[str, str]) -> tuple[int, int]:
    """Keep the verdicts filled into a table; return how many, and how many were there before.

    `by` is the reviewer and the day.

    Refused, before anything is kept and all rows in one error: a verdict that is impossible (ManifestInvalid), one on a
    text that is another today (ReviewStale).
    """
    filled, shown = list(_filled_rows(sheet)), _shown_in(sheet)
    rows = [_verdict_row(row, shown.get((row["action_id"], row["target_plan_id"]), ()), by) for _, row in filled]
    placed = [(f"{sheet.path} l. {line}", row) for (line, _), row in zip(filled, rows, strict=True)]
    _refuse_together(sheet.path, [*_wrong_rows(placed, tables)] or [*_wrong_together(placed)])
    there = {_said(row) for row in rows_of_reviews(read_reviews(root))}
    new = [row for row in rows if _said(row) not in there]
    if new:
        keep_verdicts(root, new)
    return len(new), len(rows) - len(new)


def _wrong_rows(placed: Iterable[tuple[str, Mapping[str, str]]], tables: Tables) -> Iterator[PipelineError]:
    """Yield what is wrong with each row by itself, the first thing of each."""
    for place, row in placed:
        try:
            _check_row(row, tables, place)
        except (ManifestInvalid, ReviewStale) as error:
            yield error


def _check_row(row: Mapping[str, str], tables: Tables, place: str) -> None:
    _check_known(row, tables, place)
    parse_reviews(COLUMNS, [row], lambda _: place)
    _check_meant(row, place)
    check_texts(row, tables, place)


def _refuse_together(path: Path, errors: Sequence[PipelineError]) -> None:
    """Raise errors of rows as one, with the class of the first; do nothing if there are none."""
    if not errors:
        return
    if len(errors) == 1:
        raise errors[0]
    told = [f"l. {each.place.rpartition(' l. ')[2]}: {each.found}. {each.remedy}" for each in errors[:SHOWN]]
    told += [f"and {len(errors) - SHOWN} more"] if len(errors) > SHOWN else []
    found = f"{len(errors)} rows are refused, and nothing of the table is kept:\n" + "\n".join(told)
    raise type(errors[0])(str(path), found, "Correct these rows, then import the table again.")


def _wrong_together(placed: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[PipelineError]:
    """Yield two verdicts of a reviewer on one pair, and "none fits" beside an accepted directive."""
    pairs: dict[tuple[str, ...], str] = {}
    meant: dict[tuple[str, ...], tuple[str, str]] = {}
    for place, row in placed:
        own = (row["action_id"], row["reviewer"], framework_of(row) or "")
        line = place.rpartition(" l. ")[2]
        if (first := pairs.setdefault((*own, row["directive_id"]), line)) != line:
            found = f"a second verdict of {row['reviewer']} on {row['action_id']} and {row['directive_id'] or 'none'}"
            yield ManifestInvalid(place, f"{found}, first on l. {first}", "Delete the one that no longer holds.")
            continue
        if row["verdict"] not in ("accept", "no-match"):
            continue
        verdict, first = meant.setdefault(own, (row["verdict"], line))
        if verdict != row["verdict"]:
            said = f"{row['verdict']} for {row['action_id']} and {own[2]}"
            found = f"{row['reviewer']} says {said} here, and {verdict} on l. {first}"
            yield ManifestInvalid(
                place, found, "Delete the one that does not hold: either some directive fits or none."
            )


def _said(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return all that a verdict says but its day."""
    return tuple(row[name] for name in COLUMNS if name != "date")


def _filled_rows(sheet: Sheet) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with a verdict; Excel's 3,0 for a grade of 3 and capitals are no matter."""
    for line, row in sheet.rows:
        values = {name: row.get(name, "") for name in (*SHEET, "reviewer", "date")}
        values["verdict"] = values["verdict"].lower()
        values["grade"] = WHOLE.sub("", values["grade"])
        if values["verdict"]:
            yield line, values


def _shown_in(sheet: Sheet) -> dict[tuple[str, str], list[str]]:
    """Return the directives that a table shows for each action and framework."""
    shown: dict[tuple[str, str], list[str]] = {}
    for _, row in sheet.rows:
        if row.get("directive_id") and row.get("target_plan_id"):
            shown.setdefault((row["action_id"], row["target_plan_id"]), []).append(row["directive_id"])
    return shown


def _verdict_row(row: Mapping[str, str], shown: Sequence[str], by: tuple[str, str]) -> dict[str, str]:
    """Return a row of links.csv; the note of "none fits" begins with the framework and tells the directives `shown`."""
    note = row["note"]
    if row["target_plan_id"] and not row["directive_id"]:
        told = told_shown(shown) if shown else NONE_SHOWN
        note = f"{row['target_plan_id']}: {'; '.join(filter(None, (told, note)))}"
    said = {"reviewer": row["reviewer"] or by[0], "date": row["date"] or by[1], "note": note}
    return {**{name: row.get(name, "") for name in COLUMNS}, **said}


def _check_meant(row: Mapping[str, str], place: str) -> None:
    """Refuse (ManifestInvalid) a program's verdict, and "none fits" that does not say of which framework."""
    if is_program(row["reviewer"]):
        raise ManifestInvalid(place, f"{row['reviewer']!r} is the name of a program", "Give your own name.")
    if framework_of(row) is None:
        remedy = "Fill in target_plan_id, or begin the note with the framework: oas-3: none of those shown."
        raise ManifestInvalid(place, f"no-match of {row['action_id']} names no framework", remedy)


def _check_known(row: Mapping[str, str], tables: Tables, place: str) -> None:
    """Refuse (ReviewStale) a verdict on a record that is not published."""
    for key, frame in (("action", tables.actions), ("directive", tables.directives)):
        record_id = row[f"{key}_id"]
        if record_id and record_id not in set(frame[f"{key}_id"]):
            remedy = f"Write the {key}_id as it stands in output/{key}s.csv, or delete the row."
            raise ReviewStale(place, f"there is no {key} {record_id!r} in output/", remedy)


def check_texts(row: Mapping[str, str], tables: Tables, place: str) -> None:
    """Refuse (ReviewStale) a verdict on a record that is gone or whose text is no longer what was shown."""
    _check_known(row, tables, place)
    for key, frame in (("action", tables.actions), ("directive", tables.directives)):
        known = dict(zip(frame[f"{key}_id"], frame["text_sha256"], strict=True))
        record_id, shown = row[f"{key}_id"], row[f"{key}_sha256"]
        if record_id and shown != known[record_id]:
            _refuse_text(place, key, record_id, record_of(shown, known))


def _refuse_text(place: str, key: str, record_id: str, meant: str | None) -> NoReturn:
    """Refuse (ReviewStale) a hash that is not that of the record's text; `meant` is the record that has that text."""
    if meant is None:
        raise ReviewStale(place, f"{record_id} has another text today", "Export the table anew and judge that.")
    found = f"the {key} is {record_id}, but {key}_sha256 is that of {meant}"
    remedy = f"Write {meant} if its text was judged; if {record_id} is meant, empty the cell {key}_sha256."
    raise ReviewStale(place, found, remedy)
