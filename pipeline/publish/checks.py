"""Checks every table against the schema: required values, limits, keys, references. A failure stops the run."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..errors import CheckFailed
from ..schema import Column, Table

REMEDY = "This is a fault of the stage that made the row; output/ keeps the tables of the last good run."


def check_tables(tables: Mapping[str, Table], frames: Mapping[str, pd.DataFrame]) -> None:
    """Refuse (CheckFailed) a missing required value, a value outside its limits, a key twice, a reference to no row."""
    for name, table in tables.items():
        for column in table.columns:
            _check_column(name, column, frames[name])
        _check_key(table, frames[name])
    for name, table in tables.items():
        for column in table.columns:
            if column.references:
                _check_reference(name, column, frames)


def _refuse(table: str, frame: pd.DataFrame, wrong: pd.Series, why: str) -> None:
    if not wrong.any():
        return
    row = frame[wrong.to_numpy(dtype=bool)].iloc[0].dropna().to_dict()
    shown = ", ".join(f"{key}={str(value)[:60]!r}" for key, value in list(row.items())[:4])
    raise CheckFailed(f"table {table}", f"{why} in {int(wrong.sum())} rows; the first: {shown}", REMEDY)


def _check_column(table: str, column: Column, frame: pd.DataFrame) -> None:
    values = frame[column.name]
    if column.required:
        _refuse(table, frame, values.isna(), f"{column.name} is missing")
    if column.unique:
        _refuse(table, frame, values.duplicated(), f"{column.name} stands twice")
    if column.enum:
        _refuse(table, frame, ~(values.isin(column.enum) | values.isna()), f"{column.name} is none of {column.enum}")
    if column.pattern:
        _refuse(table, frame, ~values.str.fullmatch(column.pattern).fillna(True), f"{column.name} has another form")
    if column.minimum is not None:
        _refuse(table, frame, (values < column.minimum).fillna(False), f"{column.name} is under {column.minimum}")
    if column.maximum is not None:
        _refuse(table, frame, (values > column.maximum).fillna(False), f"{column.name} is over {column.maximum}")


def _check_key(table: Table, frame: pd.DataFrame) -> None:
    if table.primary_key:
        doubled = frame.duplicated(subset=list(table.primary_key))
        _refuse(table.name, frame, doubled, f"the key {', '.join(table.primary_key)} stands twice")


def _check_reference(table: str, column: Column, frames: Mapping[str, pd.DataFrame]) -> None:
    other, name = str(column.references).split(".")
    values = frames[table][column.name]
    unknown = ~(values.isin(frames[other][name]) | values.isna())
    _refuse(table, frames[table], unknown, f"{column.name} names nothing in {column.references}")
