"""The rows of every published table, made from what the earlier stages left of each document, and their check.

Nothing here needs pandas, so that `directriz check` stays fast.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from ..layouts import Profile
from ..records import ActionAgency, Records
from ..reference import agency_rows, read_agencies
from ..reference.successions import read_successions
from ..schema import Table, tables
from ..sources import Source
from .checks import check_tables
from .columns import Columns, columns_of
from .record_rows import RECORD_TABLES, rows_of_records
from .witnesses import Row, axis_rows, placed_cells, plan_row


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the manifest and what the stages made of it."""

    source: Source
    profile: Profile
    records: Records  # up to and with the stage `normalise`
    linked: Mapping[str, Sequence[Row]]  # table → rows that the link stage made


def base_tables() -> dict[str, Table]:
    """Return the tables that are made from rows; the others are views of them."""
    return {name: table for name, table in tables().items() if not table.is_view}


def checked_columns(documents: Sequence[Document]) -> dict[str, Columns]:
    """Return the columns of every table that is made from rows; refuses (CheckFailed) those off their schema."""
    rows = published_rows(documents)
    values: dict[str, Columns] = {name: columns_of(table, rows.pop(name)) for name, table in base_tables().items()}
    check_tables(base_tables(), values)
    return values


def published_rows(documents: Sequence[Document]) -> dict[str, list[Row]]:
    """Return the rows of every published table: documents in the manifest's order, each in its own order."""
    rows: dict[str, list[Row]] = {name: [] for name in base_tables()}
    for document in documents:
        for table in RECORD_TABLES:
            rows[table] += rows_of_records(table, document.records)
        rows["plans"].append(plan_row(document.source, document.profile, document.records))
        rows["axes"] += axis_rows(document.source.id, document.records)
        for table, linked in document.linked.items():
            rows[table] += linked
    mentions = [mention for document in documents for mention in document.records.of(ActionAgency)]
    registry = read_agencies()
    rows["agencies"] = [asdict(agency) for agency in agency_rows(registry, mentions)]
    rows["agency_parents"] = [asdict(span) for span in registry.all_parents()]
    rows["agency_successions"] = [asdict(succession) for succession in read_successions().rows]
    rows["cells"] = list(placed_cells(rows["cells"], [document.source for document in documents]))
    order = {document.source.id: place for place, document in enumerate(documents)}
    rows["issues"].sort(key=lambda issue: order[issue["plan_id"]])
    return rows
