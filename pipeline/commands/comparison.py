"""Two sets of published tables compared: rows added, removed and changed, by primary key where a table has one.

- a table without key (excluded, issues), or with a key that stands twice, is compared as a multiset of rows;
- a column that only one side has is reported once, and compared in no row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..schema import tables
from .snapshots import Rows, Snapshot

Row = dict[str, str]
PLAN_COLUMNS = ("plan_id", "action_id", "record_id", "directive_id", "amendment_id", "source_file")


@dataclass(frozen=True, slots=True)
class Change:
    """One row that both sides have, with other values."""

    key: tuple[str, ...]
    plan: str
    values: dict[str, tuple[str, str]]  # column → before, after


@dataclass(frozen=True, slots=True)
class TableDiff:
    """The differences of one table."""

    table: str
    key: tuple[str, ...]  # () = compared as a multiset
    old_count: int | None  # rows; None = the table is not there
    new_count: int | None
    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[Change, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()
    plans: dict[str, tuple[int, int]] = field(default_factory=dict)  # plan or file → rows before, after

    @property
    def is_same(self) -> bool:
        """True if there is no difference."""
        counts = self.old_count == self.new_count
        return counts and not (self.added or self.removed or self.changed or self.columns_added or self.columns_removed)


def plan_of(row: Row) -> str:
    """Return the plan that a row belongs to, or its source file; "" where it belongs to none (agencies)."""
    name = next((name for name in PLAN_COLUMNS if row.get(name)), None)
    return row[name] if name in ("source_file", "plan_id") else row[name].split("/")[0] if name else ""


def _rows(rows: Rows, columns: Sequence[str]) -> list[Row]:
    places = {name: place for place, name in enumerate(rows.columns)}
    return [{name: row[places[name]] for name in columns} for row in rows.rows]


def _has_key(rows: Rows, key: Sequence[str]) -> bool:
    """Tell whether a table's key is there, and stands once in every row."""
    if not key or not set(key) <= set(rows.columns):
        return False
    keys = [tuple(row[name] for name in key) for row in _rows(rows, key)]
    return len(set(keys)) == len(keys)


def compare_tables(name: str, old: Rows | None, new: Rows | None) -> TableDiff:
    """Return the changes of one table; None = the side does not have it."""
    blank = Rows((old or new or Rows((), ())).columns, ())
    before, after = old or blank, new or blank
    shared = [column for column in after.columns if column in before.columns]
    key = tables()[name].primary_key if name in tables() else ()
    key = key if _has_key(before, key) and _has_key(after, key) else ()
    rows = _rows(before, shared), _rows(after, shared)
    compared = _by_key(key, *rows) if key else (*_as_multisets(*rows), ())
    return TableDiff(
        name,
        tuple(key),
        len(old.rows) if old else None,
        len(new.rows) if new else None,
        *compared,
        columns_added=tuple(column for column in after.columns if column not in before.columns),
        columns_removed=tuple(column for column in before.columns if column not in after.columns),
        plans=_plans(_rows(before, before.columns), _rows(after, after.columns)),
    )


def _by_key(
    key: Sequence[str], old: list[Row], new: list[Row]
) -> tuple[tuple[Row, ...], tuple[Row, ...], tuple[Change, ...]]:
    before = {tuple(row[name] for name in key): row for row in old}
    after = {tuple(row[name] for name in key): row for row in new}
    changed = []
    for place, row in after.items():
        if place in before and (earlier := before[place]) != row:
            values = {name: (earlier[name], row[name]) for name in row if earlier[name] != row[name]}
            changed.append(Change(place, plan_of(row), values))
    added = tuple(row for place, row in after.items() if place not in before)
    return added, tuple(row for place, row in before.items() if place not in after), tuple(changed)


def _as_multisets(old: list[Row], new: list[Row]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    return _beyond(new, old), _beyond(old, new)


def _beyond(rows: list[Row], others: list[Row]) -> tuple[Row, ...]:
    """Return the rows that occur in `rows` more often than in `others`: the last ones of each, in their order."""
    left = Counter(tuple(row.values()) for row in others)
    more = []
    for row in rows:
        place = tuple(row.values())
        if left[place]:
            left[place] -= 1
        else:
            more.append(row)
    return tuple(more)


def _plans(old: list[Row], new: list[Row]) -> dict[str, tuple[int, int]]:
    before, after = Counter(map(plan_of, old)), Counter(map(plan_of, new))
    return {plan: (before[plan], after[plan]) for plan in dict.fromkeys([*after, *before]) if plan}


def compare(old: Snapshot, new: Snapshot) -> list[TableDiff]:
    """Return the changes of every table that one side has, in published order."""
    names = [name for name in tables() if name in old.tables or name in new.tables]
    return [compare_tables(name, old.tables.get(name), new.tables.get(name)) for name in names]
