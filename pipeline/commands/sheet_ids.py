"""Completes the ids and hashes of a table of links that came back from a spreadsheet.

- an id that the spreadsheet rewrote as a day or a number ("2024/1/3" as "03/01/2024"): the hash of the text that was
  shown tells which record is meant, if one record alone has that text;
- a row typed by hand, without hashes: the verdict is about the texts of today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from ..link.reviews import Tables
from .spreadsheets import Sheet

KINDS = ("action", "directive")


def complete_ids(sheet: Sheet, tables: Tables) -> Sheet:
    """Return the table with the ids and hashes of its rows with a verdict completed; a note says which.

    What cannot be completed stays as it is, and is refused with its line where the verdicts are kept.
    """
    rows, notes, typed = [], [*sheet.notes], []
    frames = (tables.actions, tables.directives)
    hashes = [
        dict(zip(frame[f"{kind}_id"], frame["text_sha256"], strict=True))
        for kind, frame in zip(KINDS, frames, strict=True)
    ]
    for line, row in sheet.rows:
        values = dict(row)
        for kind, known in zip(KINDS, hashes, strict=True) if row.get("verdict") else ():
            record_id = values.get(f"{kind}_id", "")
            if meant := _completed(values, kind, known):
                notes.append(f"{sheet.path} l. {line}: {record_id!r} is read as {meant}, whose text was shown")
            elif values != row:
                typed.append(str(line))
        rows.append((line, values))
    if typed:
        lines = ", ".join(dict.fromkeys(typed))
        notes.append(f"{sheet.path} l. {lines}: without a hash; the verdict is taken to be about the text of today")
    return replace(sheet, rows=tuple(rows), notes=tuple(notes))


def _completed(values: dict[str, str], kind: str, hashes: Mapping[str, str]) -> str | None:
    """Fill in the hash of a record that has none, or the id that a spreadsheet rewrote; return such an id."""
    record_id, text_hash = values.get(f"{kind}_id", ""), values.get(f"{kind}_sha256", "")
    if record_id in hashes and not text_hash:
        values[f"{kind}_sha256"] = hashes[record_id]
    if not record_id or record_id in hashes:
        return None
    meant = record_of(text_hash, hashes)
    values[f"{kind}_id"] = meant or record_id
    return meant


def record_of(text_hash: str, hashes: Mapping[str, str]) -> str | None:
    """Return the one record whose text has a hash; None if none or several have it."""
    found: dict[str, list[str]] = defaultdict(list)
    for record_id, each in hashes.items():
        found[each].append(record_id)
    return found[text_hash][0] if len(found[text_hash]) == 1 else None
