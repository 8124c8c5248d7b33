"""The rows of the tables of some documents, made from what the earlier stages left of each document, and their check.

Nothing here needs pandas, so that `directriz check` stays fast.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..layouts import Profile
from ..records import Records
from ..reference import agency_rows, read_agencies
from ..reference.successions import read_successions
from ..schema import Table, tables
from ..sources import Source
from .checks import Keys, check_outward, check_owners, check_rows, outward_references, own_keys
from .columns import Columns, columns_of
from .record_rows import RECORD_TABLES, rows_of_records
from .witnesses import Row, axis_rows, placed_cells, plan_row

REGISTRY = ("agencies", "agency_parents", "agency_successions")  # tables that are of no document


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the manifest and what the stages made of it."""

    source: Source
    profile: Profile
    records: Records  # up to and with the stage `normalise`
    linked: Mapping[str, Sequence[Row]]  # table → rows that the link stage made


def tables_of_documents() -> dict[str, Table]:
    """Return the tables that are made from the rows of documents; the others are views, or the registry's."""
    return {name: table for name, table in tables().items() if not table.is_view and name not in REGISTRY}


def checked_columns(documents: Sequence[Document]) -> tuple[dict[str, Columns], Keys]:
    """Return the tables of a group of documents, and their keys. Refuses (CheckFailed) rows off their schema."""
    wanted, rows = tables_of_documents(), _rows(documents)
    values: dict[str, Columns] = {name: columns_of(table, rows.pop(name)) for name, table in wanted.items()}
    check_rows(wanted, values)
    check_owners(wanted, values, {document.source.id for document in documents})
    return values, own_keys(tables().values(), values)


def check_groups(groups: Iterable[Sequence[Document]], registers: Path | None = None) -> None:
    """Refuse (CheckFailed) tables of documents, in groups, that do not match their schema.

    `registers` is the folder with the registers of bodies of the workspace.
    """
    wanted = tables_of_documents()
    every: Keys = {"agencies.agency_id": {agency.agency_id for agency in read_agencies(own=registers).agencies}}
    outward: Keys = {}
    for documents in groups:
        values, keys = checked_columns(documents)
        for found, more in ((every, keys), (outward, outward_references(wanted, values, keys))):
            for name, cells in more.items():
                found.setdefault(name, set()).update(cells)
    check_outward(wanted, outward, every)


def _rows(documents: Sequence[Document]) -> dict[str, list[Row]]:
    """Return the rows of every table of documents: in the manifest's order, each in its own order."""
    rows: dict[str, list[Row]] = {name: [] for name in tables_of_documents()}
    for document in documents:
        for table in RECORD_TABLES:
            rows[table] += rows_of_records(table, document.records)
        rows["plans"].append(plan_row(document.source, document.profile, document.records))
        rows["axes"] += axis_rows(document.source.id, document.records)
        for table, linked in document.linked.items():
            rows[table] += linked
    rows["cells"] = list(placed_cells(rows["cells"], [document.source for document in documents]))
    order = {document.source.id: place for place, document in enumerate(documents)}
    rows["issues"].sort(key=lambda issue: order.get(issue["plan_id"], len(order)))
    return rows


def registry_columns(mentions: Mapping[str, int], registers: Path | None = None) -> dict[str, Columns]:
    """Return the tables of the registry; `mentions` are the counts of each agency over all documents.

    `registers` is the folder with the registers of bodies of the workspace.
    """
    registry = read_agencies(own=registers)
    rows: dict[str, Iterable[Any]] = {
        "agencies": agency_rows(registry, mentions),
        "agency_parents": registry.all_parents(),
        "agency_successions": read_successions(own=registers).rows,
    }
    return {name: columns_of(tables()[name], [asdict(row) for row in rows[name]]) for name in REGISTRY}
