"""`directriz tables`: the tables of a PDF as JSON and CSV, read without a profile. docs/reference.md lists the keys."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ...language import Language
from .confidence import confidence_of
from .grid.fragments import rows_of
from .prose.page_records import Reading
from .reader import read_pdf
from .table.join import JoinedRow, LogicalTable

LEADING = ("..", "…", " .")  # ends of texts that may have such dots
LEADING_ON = (". ", "..", "…")  # beginnings of texts that such dots may lead to
LED = re.compile(r"^(?:\.\s+)+(?=[^\s.]*\d)|^(?:[.…]\s*){2,}(?=\S*\d)")
LEADERS = re.compile(r"(?:\s*[.…]){4,}\s*$|(?:\s+[.…]){2,}\s*$|\s*…{2,}\s*$")


def tables_of(path: str | Path, pages: Iterable[int] | None = None, language: Language | None = None) -> dict[str, Any]:
    """Return the JSON object of `directriz tables`; refuses what `read_pdf` refuses."""
    return tables_object(read_pdf(path, pages, language=language))


def tables_object(reading: Reading) -> dict[str, Any]:
    """Return a reading as the JSON object of `directriz tables`.

    `unread_pages` is there only if some pages need OCR and others have text; `doubts` only if there are doubts.
    """
    fragments = [
        {
            "page": fragment.page,
            "bbox": [round(value, 2) for value in fragment.box],
            "engine": str(fragment.engine),
            "rows": [[cell and without_leaders(cell) for cell in row] for row in rows_of(fragment, reading.vocabulary)],
        }
        for fragment in reading.fragments
    ]
    result: dict[str, Any] = {
        "file": reading.path.name,
        "sha256": reading.sha256,
        "page_count": reading.page_count,
        "fragments": fragments,
        "tables": [table_object(number, table, reading) for number, table in enumerate(reading.tables, start=1)],
    }
    if reading.unread_pages:
        result["unread_pages"] = list(reading.unread_pages)
    if reading.doubts:
        result["doubts"] = [asdict(doubt) for doubt in reading.doubts]
    return result


def table_object(number: int, table: LogicalTable, reading: Reading) -> dict[str, Any]:
    """Return one logical table as it stands in that object; `number` counts from 1."""
    confidence, doubts = confidence_of(table, reading)
    return {
        "table": number,
        "pages": table.pages,
        "fragments": [index for index, _ in table.sources],
        "header": list(map(without_leaders, table.header)),
        "rows": [_row_object(row, index, reading) for index, row in printed_rows(table)],
        "joins": [{"page": join.page, "is_joined": join.is_joined, "reason": join.reason} for join in table.joins],
        "confidence": confidence,
        "doubts": [asdict(doubt) for doubt in doubts],
    }


def printed_rows(table: LogicalTable) -> list[tuple[int, JoinedRow]]:
    """Return the rows of a table with their numbers in it, blank bands left out."""
    return [(index, row) for index, row in enumerate(table.rows) if not _is_blank(row)]


def _is_blank(row: JoinedRow) -> bool:
    """Tell whether a row is only white space over all columns."""
    first = row.cells[0]
    return first.column_count == len(row.cells) and not first.first_line


def _row_object(row: JoinedRow, index: int, reading: Reading) -> dict[str, Any]:
    texts = row_texts(row, reading)
    inherited = [cell.first_row < index for cell in row.cells]
    if row.is_section:
        texts, inherited = [" ".join(text for text in texts if text)], [False]
    return {
        "page_start": row.page_start,
        "page_end": row.page_end,
        "kind": "section" if row.is_section else "row",
        "cells": texts,
        "inherited": inherited,
    }


def row_texts(row: JoinedRow, reading: Reading) -> list[str]:
    """Return the text of each column; the text of a cell over several columns is in its first one."""
    printed = (cell.text(reading.vocabulary) if cell.column == column else "" for column, cell in enumerate(row.cells))
    return list(map(without_leaders, printed))


def without_leaders(text: str) -> str:
    """Return a cell's text without the dots that lead from a label to the numbers beside it."""
    text = LED.sub("", text) if text.startswith(LEADING_ON) else text
    return LEADERS.sub("", text) if text.endswith(LEADING) else text


def write_csvs(result: dict[str, Any], folder: str | Path) -> list[Path]:
    """Write one CSV a logical table (UTF-8, LF, RFC 4180) and return their paths; the folder is made if need be."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = []
    for table in result["tables"]:
        path = target / f"{Path(result['file']).stem}.table-{table['table']:03d}.csv"
        text = csv_text(table["header"], [row["cells"] for row in table["rows"]])
        path.write_bytes(text.encode("utf-8"))
        paths.append(path)
    return paths


def csv_text(header: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    """Return a table as CSV (LF, RFC 4180): its header, where it has one, and its rows, all of the same length."""
    rows = [*([header] if header else []), *cells]
    width = max(map(len, rows), default=0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    return text.getvalue()
