"""Reviewed links: verdicts of readers that come before any score, hold while both texts hold, and teach the ranker.

`raw/reviews/links.csv` is written by `directriz review` and by people with spreadsheets, so every row is checked
before it counts: an unknown column, verdict or grade, a verdict without its directive, two verdicts of one reader on
one pair. docs/reference.md names the columns. A verdict "no-match" has no directive: it is about the
framework that its note begins with ("oas-2: votes 0/0/0"), and of every framework where the note names none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..errors import ManifestInvalid, ReviewStale
from ..text import sha256

COLUMNS = (
    "action_id",
    "directive_id",
    "verdict",
    "grade",
    "reviewer",
    "date",
    "note",
    "action_sha256",
    "directive_sha256",
)
VERDICTS = ("accept", "reject", "unsure", "no-match")
PLACE = "raw/reviews/links.csv"
REQUIRED = ("action_id", "verdict", "reviewer", "date", "action_sha256")
GRADE = re.compile(r"[123]?")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
VOTES_NOT_KEPT = "votes not kept"  # in the note of a panel's "none fits": each directive had votes of its own
NAMED_FRAMEWORK = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*):")
PROGRAM = "program:"  # what the names of reviewers begin with that are programs; a person's verdict wins over theirs
NAMED_PRIMARY = "named the primary one"  # in the note of a directive that comes before those of higher grade
MISSING = "readings missing"  # in the note of a panel's verdict that not every reader gave
NONE_SHOWN = "none of those shown"  # in the note of "none fits", said of the directives that the reader was shown
SHOWN = re.compile(rf"{NONE_SHOWN} \(([^)]*)\)")
READ_WHOLE = re.compile(r"all directives read \(([0-9a-f]{12})\)")  # in the note of a verdict of such a reading
MARK_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Tables:
    """The published records that are linked."""

    actions: pd.DataFrame
    directives: pd.DataFrame


def line_of_file(number: int) -> str:
    """Return the place of a row of raw/reviews/links.csv, given its number from 0."""
    return f"{PLACE} l. {number + 2}"


def parse_reviews(
    header: Sequence[str], rows: Iterable[Mapping[str, str]], place_of: Callable[[int], str] = line_of_file
) -> pd.DataFrame:
    """Return the verdicts, one row each with COLUMNS as strings ("" = missing), in the order of the file.

    Refused, each with its place: an unknown or missing column, an unknown verdict or grade, a missing value, a verdict
    on nothing, a second verdict of one reviewer on one pair.
    """
    if sorted(header) != sorted(COLUMNS):
        raise ManifestInvalid(PLACE, _wrong_columns(header), f"Write {','.join(COLUMNS)}")
    kept = [{column: (row.get(column) or "").strip() for column in COLUMNS} for row in rows]
    seen: dict[tuple[str, ...], str] = {}
    for number, row in enumerate(kept):
        place = place_of(number)
        _check_row(row, place)
        key = (row["action_id"], row["directive_id"], row["reviewer"], framework_of(row) or "")
        if key in seen:
            found = f"second verdict of {row['reviewer']}, the first is {seen[key]}"
            raise ManifestInvalid(place, found, "Delete the one that no longer holds.")
        seen[key] = place
    return pd.DataFrame(kept, columns=list(COLUMNS), dtype="str")


def _wrong_columns(header: Sequence[str]) -> str:
    """Return what is wrong with the columns of a file of verdicts."""
    if not header:
        return "the file is empty: it has no row with the names of the columns"
    missing, unknown = sorted(set(COLUMNS) - set(header)), sorted(set(header) - set(COLUMNS))
    parts = (("it has no column", missing), ("it has a column that is unknown:", unknown))
    told = "; ".join(f"{words} {', '.join(names)}" for words, names in parts if names)
    return told or "a column stands there twice"


def program_name(model: str) -> str:
    """Return the reviewer's name under which the verdicts of a model stand."""
    return f"{PROGRAM}{' '.join(model.split())}"


def is_program(reviewer: str) -> bool:
    """Tell whether a reviewer is a program."""
    return reviewer.startswith(PROGRAM)


def no_reviews() -> pd.DataFrame:
    """Return a table of verdicts without any."""
    return parse_reviews(COLUMNS, [])


_rows: list[tuple[pd.DataFrame, list[dict[str, str]]]] = []  # the table of `keep_rows`, and its rows


def keep_rows(reviews: pd.DataFrame) -> pd.DataFrame:
    """Return `reviews`, of which `rows_of_reviews` makes the rows no more than once: many plans are linked by them."""
    _rows[:] = [(reviews, rows_of_reviews(reviews))]
    return reviews


def rows_of_reviews(reviews: pd.DataFrame) -> list[dict[str, str]]:
    """Return the verdicts of a table as rows of texts."""
    if _rows and _rows[0][0] is reviews:
        return _rows[0][1]
    return [{str(name): str(value) for name, value in row.items()} for row in reviews.to_dict("records")]


def framework_of(row: Mapping[str, str]) -> str | None:
    """Return the framework that a verdict is about; None if "none fits" is meant for all of them."""
    if row["directive_id"]:
        return row["directive_id"].split("/")[0]
    named = NAMED_FRAMEWORK.match(row["note"])
    return named[1] if named else None


def framework_mark(text_hashes: Iterable[str]) -> str:
    """Return a short hash of the texts of all directives of a framework: it changes when any of them does."""
    return sha256("\n".join(sorted(text_hashes)))[:MARK_DIGITS]


def framework_marks(directives: pd.DataFrame) -> dict[str, str]:
    """Return the mark of each framework in the table of directives."""
    hashes: dict[str, list[str]] = {}
    chosen = directives[directives["kind"] == "directive"]
    for plan_id, text_hash in chosen[["plan_id", "text_sha256"]].itertuples(index=False):
        hashes.setdefault(plan_id, []).append(text_hash)
    return {plan_id: framework_mark(of_plan) for plan_id, of_plan in hashes.items()}


def told_whole(mark: str) -> str:
    """Return what the note of a verdict says where its reader compared the action with all directives."""
    return f"all directives read ({mark})"


def is_whole(row: Mapping[str, str], mark: str | None) -> bool:
    """Tell whether a verdict is of a reading of all directives of a framework as they are worded today (`mark`)."""
    found = READ_WHOLE.search(row["note"])
    return found is not None and found[1] == mark


def told_shown(directive_ids: Iterable[str]) -> str:
    """Return what the note of "none fits" says where its reader was shown only these directives of a framework."""
    return f"{NONE_SHOWN} ({', '.join(map(number_in_note, directive_ids))})"


def number_in_note(directive_id: str) -> str:
    """Return how the note of "none fits" names a directive: "29" for "oas-2/directive/29"."""
    return directive_id.partition("/")[2].removeprefix("directive/")


def is_of_shortlist(row: Mapping[str, str]) -> bool:
    """Tell whether a verdict is "none fits" of a reader who was shown some directives of the framework only."""
    return row["verdict"] == "no-match" and NONE_SHOWN in row["note"]


def numbers_shown(row: Mapping[str, str]) -> frozenset[str] | None:
    """Return the numbers of the directives that "none fits" was said of; None where the note does not tell them."""
    found = SHOWN.search(row["note"]) if is_of_shortlist(row) else None
    return frozenset(found[1].split(", ")) if found else None


def _check_row(row: Mapping[str, str], place: str) -> None:
    for column in REQUIRED:
        if not row[column]:
            raise ManifestInvalid(place, f"{column} is missing", "Fill it in, or delete the row.")
    if row["verdict"] not in VERDICTS:
        raise ManifestInvalid(
            place, f"verdict {row['verdict']!r} is none of {', '.join(VERDICTS)}", "Write one of these."
        )
    if not GRADE.fullmatch(row["grade"]):
        raise ManifestInvalid(place, f"grade {row['grade']!r} is none of 1, 2, 3", "Write one of these, or nothing.")
    if not DATE.fullmatch(row["date"]):
        raise ManifestInvalid(
            place, f"date {row['date']!r} is not written as 2026-11-24", "Write year, month and day so."
        )
    if not _fits_directive(row):
        found = f"verdict {row['verdict']} and directive_id {row['directive_id']!r} disagree"
        raise ManifestInvalid(place, found, "Only the verdict no-match has no directive_id.")
    if row["directive_id"] and not row["directive_sha256"]:
        raise ManifestInvalid(
            place, "directive_sha256 is missing", "Copy it from text_sha256 in output/directives.csv."
        )


def _fits_directive(row: Mapping[str, str]) -> bool:
    """Tell whether the verdict may stand with the row's directive, or without one.

    A program may be unsure of a whole framework: most of its readings had no usable answer.
    """
    if not row["directive_id"] and row["verdict"] == "unsure":
        return is_program(row["reviewer"]) and MISSING in row["note"]
    return (row["verdict"] == "no-match") == (not row["directive_id"])


def reviews_from_gold(
    gold: Iterable[Mapping[str, str]], tables: Tables, read_by: str, date: str
) -> list[dict[str, str]]:
    """Return hand-checked answers (columns of tests/gold/links.csv) as rows of COLUMNS, the primary directive first.

    The readers' votes go into the note, and that they read all directives of the framework. Answers on records that the
    tables do not have are refused (ReviewStale).
    """
    action_hashes = dict(zip(tables.actions["action_id"], tables.actions["text_sha256"], strict=True))
    directive_hashes = dict(zip(tables.directives["directive_id"], tables.directives["text_sha256"], strict=True))
    marks = framework_marks(tables.directives)
    rows = []
    for answer in gold:
        action_id, directive_id = answer["action_id"], answer["directive_id"]
        if action_id not in action_hashes or (directive_id and directive_id not in directive_hashes):
            raise ReviewStale(
                "gold links", f"{action_id} or {directive_id} is in no table", "Rebuild the tables first."
            )
        votes = f"votes {answer['votes']}" if answer["votes"] else f"{VOTES_NOT_KEPT}; no directive got two of three"
        rows.append(
            {
                "action_id": action_id,
                "directive_id": directive_id,
                "verdict": "accept" if directive_id else "no-match",
                "grade": answer["grade"] if directive_id else "",
                "reviewer": read_by,
                "date": date,
                "note": f"{answer['target_plan_id']}: {votes}; {told_whole(marks[answer['target_plan_id']])}",
                "action_sha256": action_hashes[action_id],
                "directive_sha256": directive_hashes.get(directive_id, ""),
            }
        )
    return rows
