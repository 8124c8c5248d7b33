"""Joins Parquet files of one table into one file without reading their values: each stays a row group as it is.

The values of a Parquet file stand in its first part. Its last part, the footer, says where each column of each row
group begins. So the first parts are copied one behind the other, and the footers become one, with the places moved. A
corpus of a thousand documents is published in the time that copying takes.

The footer is written in Thrift's compact protocol. Here it is read into plain values and written again, whatever it
holds; only the fields named below are changed. Parquet files of one table have the same schema and metadata. What is
to be known of a file for that is kept beside it (`ParquetPart`): reading the footers again would take longer than the
copying.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..hashed_files import ByteTarget, copy_into

MAGIC = b"PAR1"
TAIL = 8  # bytes at the end of a file: the length of the footer, and MAGIC
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
# Fields of the footer, by the names of parquet.thrift.
NUM_ROWS, ROW_GROUPS = 3, 4  # of FileMetaData
COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7  # of RowGroup
COLUMN_OFFSETS = (2, 4, 6)  # of ColumnChunk: file_offset, offset_index_offset, column_index_offset
META_DATA = 3
PAGE_OFFSETS = (9, 10, 11, 14)  # of ColumnMetaData: data, index and dictionary pages, Bloom filter
Struct = dict[int, tuple[int, Any]]  # number of a field → its type and value


class _Reader:
    """Reads values from bytes, one behind the other."""

    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def _unsigned(self) -> int:
        value = shift = 0
        while True:
            byte = self._content[self._at]
            self._at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)

    def _bytes(self, count: int) -> bytes:
        self._at += count
        return self._content[self._at - count : self._at]

    def struct(self) -> Struct:
        """Return the fields of a struct."""
        fields: Struct = {}
        number = 0
        while True:
            (head,) = self._bytes(1)
            if head == 0:
                return fields
            kind, step = head & 0x0F, head >> 4
            number = number + step if step else self._signed()
            fields[number] = kind, self._value(kind)

    def _value(self, kind: int) -> Any:
        if kind in (I16, I32, I64):
            return self._signed()
        if kind == BINARY:
            return self._bytes(self._unsigned())
        if kind == STRUCT:
            return self.struct()
        if kind in (LIST, SET):
            (head,) = self._bytes(1)
            count = head >> 4 if head >> 4 < 15 else self._unsigned()
            return head & 0x0F, [self._element(head & 0x0F) for _ in range(count)]
        if kind in (TRUE, FALSE):
            return None  # the type says it
        if kind in (BYTE, DOUBLE):
            return self._bytes(1 if kind == BYTE else 8)
        raise ValueError(f"a footer of Parquet holds no value of type {kind}")

    def _element(self, kind: int) -> Any:
        return self._bytes(1) if kind in (TRUE, FALSE) else self._value(kind)


def read_struct(content: bytes) -> Struct:
    """Return the fields of a struct in Thrift's compact protocol. Refuses (ValueError) a map: Parquet has none."""
    return _Reader(content).struct()


def write_struct(fields: Struct) -> bytes:
    """Return the bytes of a struct; the inverse of `read_struct`."""
    out = bytearray()
    _write_struct(out, fields)
    return bytes(out)


def _write_struct(out: bytearray, fields: Struct) -> None:
    before = 0
    for number, (kind, value) in fields.items():
        _write_head(out, number, before, kind)
        before = number
        _write_value(out, kind, value)
    out.append(0)


def _write_head(out: bytearray, number: int, before: int, kind: int) -> None:
    """Write the number and the type of a field; `before` is the number of the field written before it."""
    step = number - before
    if 0 < step < 16:
        out.append(step << 4 | kind)
    else:
        out.append(kind)
        _write_signed(out, number)


def _write_list_head(out: bytearray, kind: int, count: int) -> None:
    out.append(min(count, 15) << 4 | kind)
    if count >= 15:
        _write_unsigned(out, count)


def _write_value(out: bytearray, kind: int, value: Any) -> None:
    if kind in (I16, I32, I64):
        _write_signed(out, value)
    elif kind == BINARY:
        _write_unsigned(out, len(value))
        out += value
    elif kind == STRUCT:
        _write_struct(out, value)
    elif isinstance(value, bytes) and kind == LIST:  # written before
        out += value
    elif kind in (LIST, SET):
        each, values = value
        _write_list_head(out, each, len(values))
        for part in values:
            if each in (TRUE, FALSE):
                out += part
            else:
                _write_value(out, each, part)
    elif kind in (BYTE, DOUBLE):
        out += value


def _write_unsigned(out: bytearray, value: int) -> None:
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)


def _write_signed(out: bytearray, value: int) -> None:
    _write_unsigned(out, value << 1 if value >= 0 else (-value << 1) - 1)


def read_footer(content: bytes) -> tuple[Struct, int]:
    """Return the footer of a Parquet file, given by its bytes or the last of them, and how many bytes it has."""
    (length,) = struct.unpack("<I", content[-TAIL:-4])
    return read_struct(content[-TAIL - length : -TAIL]), length + TAIL


def _footer_of(path: Path) -> Struct:
    with path.open("rb") as file:
        file.seek(-TAIL, 2)
        (length,) = struct.unpack("<I", file.read(4))
        file.seek(-TAIL - length, 2)
        return read_footer(file.read())[0]


@dataclass(frozen=True, slots=True)
class ParquetPart:
    """What is known of a Parquet file, so that it can be joined without reading its footer again."""

    end: int  # where its values end
    rows: int
    groups: Sequence[Sequence[str | int | None]]  # of each row group: its bytes as text, places, None for its number


def part_of(content: bytes) -> ParquetPart:
    """Return what is to be known of a Parquet file, given by its bytes."""
    footer, size = read_footer(content)
    groups = [_Template().of(group) for group in footer[ROW_GROUPS][1][1]]
    return ParquetPart(len(content) - size, footer[NUM_ROWS][1], groups)


class _Template:
    """The bytes of a row group, cut wherever a place or the group's number stands."""

    def __init__(self) -> None:
        self._out, self._cut = bytearray(), list[str | int | None]()

    def of(self, group: Struct) -> list[str | int | None]:
        """Return bytes (as text), places (whole numbers) and the group's number (None), in their order."""
        self._fields(group, {GROUP_OFFSET: self._place, ORDINAL: self._number, COLUMNS: self._columns})
        self._end()
        return self._cut

    def _fields(self, fields: Struct, special: Mapping[int, Callable[[Any], None]]) -> None:
        before = 0
        for number, (kind, value) in fields.items():
            _write_head(self._out, number, before, kind)
            before = number
            if number in special:
                special[number](value)
            else:
                _write_value(self._out, kind, value)
        self._out.append(0)

    def _columns(self, value: Any) -> None:
        each, columns = value
        _write_list_head(self._out, each, len(columns))
        places = dict.fromkeys(COLUMN_OFFSETS, self._place)
        for column in columns:
            self._fields(column, {**places, META_DATA: self._metadata})

    def _metadata(self, value: Struct) -> None:
        self._fields(value, dict.fromkeys(PAGE_OFFSETS, self._place))

    def _place(self, value: int) -> None:
        if value:
            self._end()
            self._cut.append(value)
        else:  # a place of 0 says that there is none
            _write_signed(self._out, value)

    def _number(self, value: int) -> None:
        self._end()
        self._cut.append(None)

    def _end(self) -> None:
        self._cut.append(self._out.decode("latin-1"))
        self._out.clear()


def join_parquet(paths: Sequence[Path], parts: Sequence[ParquetPart], target: ByteTarget) -> None:
    """Write the rows of several Parquet files of the same schema as one file; a single one is copied as it is.

    `parts` is what is known of each file.
    """
    if len(paths) == 1:
        copy_into(paths[0], target)
        return
    target.write(MAGIC)
    by = count = 0
    groups = bytearray()
    for path, part in zip(paths, parts, strict=True):
        for group in part.groups:
            _fill(groups, group, by, count)
            count += 1
        copy_into(path, target, len(MAGIC), part.end)
        by += part.end - len(MAGIC)
    head = bytearray()
    _write_list_head(head, STRUCT, count)
    whole = _footer_of(paths[0])
    rows = sum(part.rows for part in parts)
    joined = write_struct(whole | {NUM_ROWS: (I64, rows), ROW_GROUPS: (LIST, bytes(head + groups))})
    target.write(joined + struct.pack("<I", len(joined)) + MAGIC)


def _fill(out: bytearray, group: Sequence[str | int | None], by: int, ordinal: int) -> None:
    """Write a row group that begins `by` bytes later, as the one with the number `ordinal`."""
    for piece in group:
        if isinstance(piece, str):
            out += piece.encode("latin-1")
        else:
            _write_signed(out, ordinal if piece is None else piece + by)
