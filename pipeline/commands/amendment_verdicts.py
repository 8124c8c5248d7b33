"""`directriz review amendments`: doubtful amendments, and how a person reads them.

The command prints them, or writes them as a table in the form of `raw/reviews/amendments.csv`. A person looks at the
page, corrects countries and words in the table, writes the reason under `reason`, and imports the table. Rows without
a reason are ignored: nobody looked at them.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..corrections import (
    AMENDMENT_COLUMNS,
    AMENDMENTS,
    OPTIONAL_COLUMNS,
    ByHand,
    parse_rows,
    place_rows,
    read_amendment,
    read_by_hand,
)
from ..csv_files import parse_records, read_csv_text
from ..errors import WrongUsage
from ..store import write_file
from .answer import Answer, json_answer
from .review_dates import day_of
from .spreadsheets import Sheet, read_sheet, sheet_bytes

if TYPE_CHECKING:
    from .snapshots import Snapshot

TEXTS = (("directives", "directive_id"), ("provisions", "record_id"))
Row = dict[str, str]


def review_amendments(root: Path, arguments: argparse.Namespace) -> Answer:
    """Print the doubtful amendments of the published tables, write them as a table, or import a table.

    Amendments that somebody has corrected since are left out. Refuses (WrongUsage) a workspace without published
    tables.
    """
    from .snapshots import read_snapshot

    if not (root / "output" / "amendments.csv").is_file():
        raise WrongUsage(str(root / "output"), "the table amendments is not published", "Run `directriz all` first.")
    snapshot = read_snapshot(root, str(root / "output"))
    if arguments.filled:
        return _keep(root, arguments, snapshot)
    doubtful = _doubtful(snapshot, read_by_hand(root), arguments.plan)
    if arguments.export:
        write_file(arguments.export, sheet_bytes(arguments.export, AMENDMENT_COLUMNS, _table(doubtful)))
        return Answer(f"{len(doubtful)} amendments written to {arguments.export}")
    if arguments.json:
        return json_answer({"doubtful": doubtful})
    return Answer("\n".join([f"{len(doubtful)} amendments are in doubt", *map(_told, doubtful)]))


def _rows(snapshot: Snapshot, table: str) -> list[Row]:
    rows = snapshot.tables.get(table)
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows] if rows else []


def _doubtful(snapshot: Snapshot, by_hand: ByHand, plan_id: str | None) -> list[Row]:
    said = {(row.record_id, row.expected) for row in by_hand.amendments}
    why = {row["text"]: row["detail"] for row in _rows(snapshot, "issues") if row["issue_code"] == "amendment_doubtful"}
    return [
        row | {"why": why.get(row["as_printed"], "").partition(": ")[2]}
        for row in _rows(snapshot, "amendments")
        if row["certainty"] == "low" and plan_id in (None, row["plan_id"])
        if (row["record_id"], row["as_printed"]) not in said
    ]


def _told(row: Mapping[str, str]) -> str:
    read = [f"{name} {row[name]!r}" for name in ("inserted", "deleted") if row[name]]
    return "\n".join(
        [
            f"\n{row['amendment_id']}, {row['countries'] or 'nobody'}",
            f"  {row['as_printed']}",
            f"  {'; '.join(read) or 'no words'}",
            f"  {row['why']}",
        ]
    )


def _line(values: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(values)
    return text.getvalue()


def _table(rows: Iterable[Mapping[str, str]]) -> Iterator[tuple[str, ...]]:
    known = ("record_id", "start", "as_printed", "countries", "inserted", "deleted")
    return ((*(row[name] for name in known), "", "", "") for row in rows)


def _keep(root: Path, arguments: argparse.Namespace, snapshot: Snapshot) -> Answer:
    """Add the rows with a reason to amendments.csv, where all of them find what they expect."""
    if not arguments.reviewer:
        raise WrongUsage("--import", "the name of the reviewer is missing", "Give --reviewer NAME.")
    by = {"reviewer": arguments.reviewer, "date": day_of(arguments.date)}
    sheet = read_sheet(arguments.filled, AMENDMENT_COLUMNS[:6])
    sheet.say(arguments.say)
    filled = _filled(sheet, by)
    texts = {row[key]: row["text_source"] for table, key in TEXTS for row in _rows(snapshot, table)}
    path = root / AMENDMENTS
    text = read_csv_text(path, AMENDMENTS) or _line(AMENDMENT_COLUMNS)
    finished = text if text.endswith("\n") else text + "\n"
    header, _ = parse_records(finished, AMENDMENTS)
    whole = finished + "".join(_line(row.get(name, "") for name in header) for row in filled)
    rows, refused = parse_rows(AMENDMENTS, whole, AMENDMENT_COLUMNS, read_amendment)
    for error in [*refused, *place_rows(rows, texts)[1]]:
        raise error
    write_file(path, whole.encode("utf-8"))
    return Answer(f"{len(filled)} amendments kept in {AMENDMENTS}" + ("; next: directriz all" if filled else ""))


def _filled(sheet: Sheet, by: Row) -> list[Row]:
    """Return the rows with a reason, as rows of amendments.csv."""
    rows: list[Row] = [
        {name: row.get(name, "") for name in (*AMENDMENT_COLUMNS, *OPTIONAL_COLUMNS)} for _, row in sheet.rows
    ]
    return [row | by for row in rows if row["reason"]]
