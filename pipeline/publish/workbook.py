"""`directriz.xlsx`: every table as a sheet, for readers who work in Excel or LibreOffice.

Texts are written as texts, never as formulas or addresses: a cell "=HYPERLINK(…)" is shown and not computed.
Nothing here depends on the clock. Rows go to the file as they are made, so that memory does not grow with a table.
What a sheet cannot hold (a cell of more than 32,767 characters, more than 1,048,576 rows) is cut, and the first sheet
says where; the CSV and Parquet files have it whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ..schema import Table
from .tables import TableRows

FIRST_SHEET = "Léame - Read me"
DICTIONARY = "data_dictionary"
LONGEST_CELL = 32_767  # characters that a cell of a sheet can hold
MOST_ROWS = 1_048_576  # of a sheet, its header included
CUT_MARK = " […]"
NARROWEST, WIDEST = 9, 60  # width of a column, in characters
MEASURED = 200  # rows that the width of a column is taken from
NO_DATE = "2000-01-01"  # a workbook must have a date; this one has no meaning
ABOUT = (
    "Directriz: planes de acción y las directrices que cumplen · action plans and the directives that they carry out",
    "Una hoja por tabla; los nombres de tablas y columnas son los de output/*.csv. La hoja data_dictionary explica "
    "cada columna. Las celdas vacías son valores que faltan: no impresos, o no declarados.",
    "One sheet for each table; tables and columns are named as in output/*.csv. The sheet data_dictionary explains "
    "every column. An empty cell is a missing value: not printed, or not stated.",
    "Para citar una directriz, use text_base: el texto anterior a toda enmienda. Las páginas son las del documento "
    "del emisor; las de un facsimile (cells.witness) no se citan.",
    "To quote a directive, use text_base: the text before any amendment. Pages are those of the issuer's document; "
    "those of a facsimile (cells.witness) are not for citation.",
    "Un vínculo con status = proposed lo propone un programa: muestra dónde mirar, no es un hallazgo.",
    "A link with status = proposed was made by a program: it tells where to look, it is not a finding.",
)
COLUMNS_OF_DICTIONARY = ("table", "column", "type", "description", "descripción")


@dataclass(frozen=True, slots=True)
class Formats:
    """The looks of a cell."""

    header: Any
    title: Any
    wrapped: Any


def write_workbook(path: Path, tables: Mapping[str, Table], rows: Mapping[str, TableRows]) -> None:
    """Write the workbook to `path`: a sheet that explains, the views, the other tables, the data dictionary.

    Tables that are published as Parquet alone have too many rows for a sheet, and none.
    """
    import pandas as pd

    workbook = xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties({"title": "Directriz", "created": pd.Timestamp(NO_DATE)})
    formats = Formats(
        workbook.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF5"}),
        workbook.add_format({"bold": True, "font_size": 13}),
        workbook.add_format({"text_wrap": True, "valign": "top"}),
    )
    first = workbook.add_worksheet(FIRST_SHEET)
    in_order = sorted(tables.values(), key=lambda table: not table.is_view)
    shown = [table for table in in_order if table.name in rows and not table.parquet_only]
    cut = []
    for table in shown:
        sheet = workbook.add_worksheet(table.name)
        cut += _write_table(sheet, table, rows[table.name], formats)
    _write_dictionary(workbook.add_worksheet(DICTIONARY), shown, formats)
    _write_first(first, shown, rows, cut, formats)
    first.activate()
    workbook.close()


def _write_table(sheet: Worksheet, table: Table, rows: TableRows, formats: Formats) -> list[str]:
    """Fill a sheet and return one sentence for each part of the table that does not fit."""
    names = table.column_names
    columns = list(zip(*rows.rows(MEASURED), strict=True)) or [()] * len(names)
    widths = [_width(name, values) for name, values in zip(names, columns, strict=True)]
    _head(sheet, names, widths, min(len(rows), MOST_ROWS - 1), formats)
    cut = []
    if len(rows) >= MOST_ROWS:
        cut.append(f"{table.name}: {len(rows) - MOST_ROWS + 1} filas no caben · rows do not fit")
    for number, row in enumerate(rows.rows(MOST_ROWS - 1), start=1):
        for column, value in enumerate(row):
            if isinstance(value, str) and len(value) > LONGEST_CELL:
                cut.append(
                    f"{table.name}, fila · row {number + 1}, {names[column]}: {len(value)} caracteres · characters"
                )
                value = value[: LONGEST_CELL - len(CUT_MARK)] + CUT_MARK
            _write_cell(sheet, number, column, value)
    return cut


def _head(sheet: Worksheet, names: tuple[str, ...], widths: list[int], rows: int, formats: Formats) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, rows, len(names) - 1)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, formats.header)


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def _width(name: str, values: Sequence[Any]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return max(NARROWEST, min(WIDEST, max(longest, len(name)) + 2))


def _write_dictionary(sheet: Worksheet, tables: list[Table], formats: Formats) -> None:
    rows = [(table.name, each.name, each.type, each.en, each.es) for table in tables for each in table.columns]
    _head(sheet, COLUMNS_OF_DICTIONARY, [22, 24, 10, 60, 60], len(rows), formats)
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, text)


def _write_first(
    sheet: Worksheet, tables: list[Table], rows: Mapping[str, TableRows], cut: list[str], formats: Formats
) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 10)
    sheet.set_column(2, 3, 70, formats.wrapped)
    for number, text in enumerate(ABOUT):
        sheet.write_string(number, 0, text, formats.title if number == 0 else None)
    at = len(ABOUT) + 1
    for column, name in enumerate(("hoja · sheet", "filas · rows", "contenido", "content")):
        sheet.write_string(at, column, name, formats.header)
    for number, table in enumerate(tables, start=at + 1):
        sheet.write_url(number, 0, f"internal:'{table.name}'!A1", string=table.name)
        sheet.write_number(number, 1, len(rows[table.name]))
        sheet.write_string(number, 2, table.es, formats.wrapped)
        sheet.write_string(number, 3, table.en, formats.wrapped)
    at += len(tables) + 2
    for number, text in enumerate(cut or ["Nada se cortó · nothing was cut"], start=at):
        sheet.write_string(number, 0, text)
