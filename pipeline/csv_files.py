"""Reads CSV files that people write or that a run published: each row with its line, each fault as an error."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .errors import ManifestInvalid, PipelineError
from .store import read_file, refuse_link_out

LONGEST_CELL = 131_072  # characters; what the csv module reads unless told otherwise
ANY_LENGTH = 2**31 - 1
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
UTF16_LOOKED_AT = 64  # bytes
REMEDY = "Correct the file in a text editor, or restore the copy before this change."


def read_csv_text(path: Path, place: str) -> str | None:
    """Return the text of a CSV file, without a byte order mark; None where there is no such file.

    Refuses (ManifestInvalid) a folder, a link out of raw/, a file that the system does not hand out, and one that is
    not UTF-8.
    """
    if not path.exists() and not path.is_symlink():
        return None
    refuse_link_out(path, place, ManifestInvalid)
    return decode_csv(read_file(path, place, ManifestInvalid), place)


def decode_csv(content: bytes, place: str, refusal: type[PipelineError] = ManifestInvalid) -> str:
    """Return the text of a CSV file's bytes, without a byte order mark. Refuses (`refusal`) what is not UTF-8."""
    remedy = "Save it as UTF-8 (spreadsheets: CSV UTF-8)."
    if utf16_of(content):
        raise refusal(place, "not UTF-8 but UTF-16", remedy)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal(place, f"not UTF-8 at byte {error.start}", remedy) from None


def utf16_of(content: bytes) -> str | None:
    """Return the name of the encoding where a text is UTF-16, with a mark at its beginning or without; else None."""
    if content.startswith(UTF16_MARKS):
        return "utf-16"
    beginning = content[:UTF16_LOOKED_AT]
    if not beginning or len(content) % 2:
        return None
    high, low = beginning[::2].count(0), beginning[1::2].count(0)  # of a header, which is ASCII, one half is 0
    if 2 * low > len(beginning[1::2]):
        return "utf-16-le"
    return "utf-16-be" if 2 * high > len(beginning[::2]) else None


def parse_csv(
    text: str,
    place: str,
    *,
    separator: str = ",",
    most: int = LONGEST_CELL,
    refusal: type[PipelineError] = ManifestInvalid,
) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file, each with the number of its first line; empty lines are no rows.

    Refuses (`refusal`) a cell of more than `most` characters, with its line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    with _cells_up_to(most):
        try:
            for row in reader:
                if row:
                    rows.append((line, row))
                line = reader.line_num + 1
        except csv.Error as error:
            found = f"a cell of more than {most:,} characters" if "field larger" in str(error) else str(error)
            raise refusal(f"{place} l. {line}", found, REMEDY) from None
    return rows


def parse_records(text: str, place: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the header of a CSV file, and its rows as texts by column, each with the number of its first line.

    A row that is too short has "" in its last columns. Refuses (ManifestInvalid) a row with more cells than the header
    has columns, and what `parse_csv` refuses.
    """
    (_, header), *rows = parse_csv(text, place) or [(1, [])]
    for line, row in rows:
        if any(row[len(header) :]):
            found = f"{len(row)} cells under {len(header)} columns"
            raise ManifestInvalid(f"{place} l. {line}", found, "Put texts that contain commas between double quotes.")
    padding = [""] * len(header)
    return header, [(line, dict(zip(header, row + padding, strict=False))) for line, row in rows]


def read_full_rows(path: Path, columns: Sequence[str], may_be_empty: Collection[str] = ()) -> list[dict[str, str]]:
    """Return the rows of a CSV file of reference data, in their order.

    Refuses (ManifestInvalid) a file with other columns, an empty cell in a column that is not in `may_be_empty`, and
    what `parse_records` refuses.
    """
    header, rows = parse_records(decode_csv(path.read_bytes(), path.name), path.name)
    if header != list(columns):
        raise ManifestInvalid(path.name, f"columns {header}", f"Write {','.join(columns)}.")
    for line, row in rows:
        if not all(row[name] for name in columns if name not in may_be_empty):
            raise ManifestInvalid(f"{path.name} l. {line}", "a cell is empty", "Fill it in, or delete the row.")
    return [row for _, row in rows]


@contextmanager
def _cells_up_to(most: int) -> Iterator[None]:
    """Let the csv module read cells of `most` characters for a while; its limit is one for the whole process."""
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)
