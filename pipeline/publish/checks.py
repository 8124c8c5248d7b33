"""Checks every table against the schema: types, required values, limits, keys, references. A failure stops the run.

A corpus is checked in groups of documents. Values, limits and keys can be checked within a group, because every key
begins with the id of a document, and a document is in one group only. A reference may lead to another group; for these
the keys of all groups are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Any

from ..errors import CheckFailed
from ..schema import Column, Table
from .columns import Columns

REMEDY = "This is a fault of the stage that made the row; output/ keeps the tables of the last good run."
Keys = dict[str, set[Any]]  # <table>.<column> → values of it
SHOWN, SHOWN_LENGTH = 4, 60  # cells of the first wrong row, letters of each
TYPES: dict[str, tuple[type, ...]] = {"string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,)}
EXACTLY: dict[str, set[type]] = {"string": {str}, "integer": {int}, "number": {int, float}, "boolean": {bool}}


def check_tables(tables: Mapping[str, Table], values: Mapping[str, Columns]) -> None:
    """Refuse (CheckFailed) a missing required value, one of another type or outside its limits, a key that stands
    twice, a reference to no row. `values` are the columns of each table.
    """
    check_rows(tables, values)
    for name, table in tables.items():
        for column in table.columns:
            if column.references:
                _check_reference(name, column, values)


def check_rows(tables: Mapping[str, Table], values: Mapping[str, Columns]) -> None:
    """Refuse (CheckFailed) a missing required value, one of another type or outside its limits, a key twice."""
    for name, table in tables.items():
        for column in table.columns:
            _check_column(name, column, values[name])
        _check_key(table, values[name])


def check_owners(tables: Mapping[str, Table], values: Mapping[str, Columns], plans: Set[str]) -> None:
    """Refuse (CheckFailed) a row whose key begins with the id of a document that is not in the group."""
    for name, table in tables.items():
        keys = [column.name for column in table.columns if column.unique or column.name == "plan_id"]
        for key in dict.fromkeys([*table.primary_key[:1], *keys]):
            cells = enumerate(values[name][key])
            wrong = [place for place, cell in cells if cell is not None and cell.partition("/")[0] not in plans]
            _refuse(name, values[name], wrong, f"{key} is of another document")


def own_keys(tables: Iterable[Table], values: Mapping[str, Columns]) -> Keys:
    """Return the values of every column that other columns refer to, of the tables in `values`."""
    named = {column.references for table in tables for column in table.columns if column.references}
    places = [(*str(name).split("."), str(name)) for name in named]
    return {name: set(values[table][column]) - {None} for table, column, name in places if table in values}


def outward_references(tables: Mapping[str, Table], values: Mapping[str, Columns], own: Keys) -> Keys:
    """Return the values of each column that refer to none of the group's own keys, by <table>.<column>."""
    found = {}
    for name, table in tables.items():
        for column in table.columns:
            if column.references:
                outward = set(values[name][column.name]) - own.get(str(column.references), set()) - {None}
                if outward:
                    found[f"{name}.{column.name}"] = outward
    return found


def check_outward(tables: Mapping[str, Table], outward: Mapping[str, Iterable[str]], keys: Keys) -> None:
    """Refuse (CheckFailed) references of a group to nothing in any group."""
    for place, values in outward.items():
        name, _, column_name = place.partition(".")
        column = next(each for each in tables[name].columns if each.name == column_name)
        if unknown := sorted(set(values) - keys.get(str(column.references), set())):
            found = f"{column_name} names nothing in {column.references} with {len(unknown)} values; the first: "
            raise CheckFailed(f"table {name}", f"{found}{unknown[0][:SHOWN_LENGTH]!r}", REMEDY)


def _refuse(table: str, values: Columns, wrong: list[int], why: str) -> None:
    if not wrong:
        return
    row = {name: column[wrong[0]] for name, column in values.items() if column[wrong[0]] is not None}
    shown = ", ".join(f"{key}={str(value)[:SHOWN_LENGTH]!r}" for key, value in list(row.items())[:SHOWN])
    raise CheckFailed(f"table {table}", f"{why} in {len(wrong)} rows; the first: {shown}", REMEDY)


def _check_column(table: str, column: Column, values: Columns) -> None:
    cells = values[column.name]
    if not set(map(type, cells)) <= {*EXACTLY[column.type], type(None)}:
        wrong = [
            place for place, value in enumerate(cells) if value is not None and not _is_of_type(value, column.type)
        ]
        _refuse(table, values, wrong, f"{column.name} is no {column.type}")
    different = set(cells)  # each is looked at once; places are looked for only where one is wrong

    def check(is_wrong: Callable[[Any], bool], why: str) -> None:
        if any(is_wrong(value) for value in different if value is not None):
            wrong = [place for place, value in enumerate(cells) if value is not None and is_wrong(value)]
            _refuse(table, values, wrong, f"{column.name} {why}")

    if column.required and None in different:
        missing = [place for place, value in enumerate(cells) if value is None]
        _refuse(table, values, missing, f"{column.name} is missing")
    if column.unique and len(different) < len(cells):
        _refuse(table, values, _doubled(cells), f"{column.name} stands twice")
    if column.enum:
        check(lambda value: value not in column.enum, f"is none of {column.enum}")
    if column.pattern:
        form = re.compile(column.pattern)
        check(lambda value: form.fullmatch(value) is None, "has another form")
    if (minimum := column.minimum) is not None:
        check(lambda value: value < minimum, f"is under {minimum}")
    if (maximum := column.maximum) is not None:
        check(lambda value: value > maximum, f"is over {maximum}")


def _is_of_type(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _doubled(keys: Iterable[Any]) -> list[int]:
    """Return the places of keys that occur a second time."""
    seen: Counter[Any] = Counter()
    wrong = []
    for place, key in enumerate(keys):
        seen[key] += 1
        if seen[key] > 1:
            wrong.append(place)
    return wrong


def _check_key(table: Table, values: Columns) -> None:
    if table.primary_key:
        keys = list(zip(*(values[name] for name in table.primary_key), strict=True))
        if len(set(keys)) == len(keys):
            return
        _refuse(table.name, values, _doubled(keys), f"the key {', '.join(table.primary_key)} stands twice")


def _check_reference(table: str, column: Column, values: Mapping[str, Columns]) -> None:
    other, name = str(column.references).split(".")
    known = set(values[other][name])
    cells = values[table][column.name]
    unknown = [place for place, value in enumerate(cells) if value is not None and value not in known]
    _refuse(table, values[table], unknown, f"{column.name} names nothing in {column.references}")
