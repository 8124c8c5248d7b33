"""Joins Parquet files of one table into one file without reading their values: each stays a row group as it is.

The values of a Parquet file stand in its first part. Its last part, the footer, says where each column of each row
group begins. So the first parts are copied one behind the other, and the footers become one, with the places moved. A
corpus of a thousand documents is published in the time that copying takes.

The footer is written in Thrift's compact protocol. Here it is read into plain values and written again, whatever it
holds; only the fields named below are changed. Parquet files of one table have the same schema and metadata.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"PAR1"
TAIL = 8  # bytes at the end of a file: the length of the footer, and MAGIC
TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)
# Fields of the footer, by the names of parquet.thrift.
NUM_ROWS, ROW_GROUPS = 3, 4  # of FileMetaData
COLUMNS, GROUP_OFFSET, ORDINAL = 1, 5, 7  # of RowGroup
COLUMN_OFFSETS = (2, 4, 6)  # of ColumnChunk: file_offset, offset_index_offset, column_index_offset
META_DATA = 3
PAGE_OFFSETS = (9, 10, 11, 14)  # of ColumnMetaData: data, index and dictionary pages, Bloom filter
MOST_COPIED = 2**20  # bytes at a time
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
        step = number - before
        if 0 < step < 16:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            _write_signed(out, number)
        before = number
        _write_value(out, kind, value)
    out.append(0)


def _write_value(out: bytearray, kind: int, value: Any) -> None:
    if kind in (I16, I32, I64):
        _write_signed(out, value)
    elif kind == BINARY:
        _write_unsigned(out, len(value))
        out += value
    elif kind == STRUCT:
        _write_struct(out, value)
    elif kind in (LIST, SET):
        each, values = value
        out.append(min(len(values), 15) << 4 | each)
        if len(values) >= 15:
            _write_unsigned(out, len(values))
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


def read_footer(path: Path) -> tuple[Struct, int]:
    """Return the footer of a Parquet file, and where it begins."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(size - TAIL)
        (length,) = struct.unpack("<I", file.read(4))
        begin = size - TAIL - length
        file.seek(begin)
        return read_struct(file.read(length)), begin


def join_parquet(parts: Sequence[Path], target: BinaryIO) -> None:
    """Write the rows of several Parquet files of the same schema as one file; a single one is copied as it is."""
    if len(parts) == 1:
        _copy(parts[0], 0, parts[0].stat().st_size, target)
        return
    target.write(MAGIC)
    at, rows = len(MAGIC), 0
    whole: Struct = {}
    groups: list[Struct] = []
    for part in parts:
        footer, end = read_footer(part)
        whole = whole or footer
        for group in footer[ROW_GROUPS][1][1]:
            groups.append(_moved(group, at - len(MAGIC), len(groups)))
        rows += footer[NUM_ROWS][1]
        _copy(part, len(MAGIC), end, target)
        at += end - len(MAGIC)
    joined = write_struct(whole | {NUM_ROWS: (I64, rows), ROW_GROUPS: (LIST, (STRUCT, groups))})
    target.write(joined + struct.pack("<I", len(joined)) + MAGIC)


def _moved(group: Struct, by: int, ordinal: int) -> Struct:
    """Return a row group that begins `by` bytes later, as the one with the number `ordinal`."""
    _, (kind, columns) = group[COLUMNS]
    moved = group | {COLUMNS: (LIST, (kind, [_moved_column(column, by) for column in columns]))}
    moved = _shifted(moved, (GROUP_OFFSET,), by)
    return moved | {ORDINAL: (I16, ordinal)} if ORDINAL in group else moved


def _moved_column(column: Struct, by: int) -> Struct:
    kind, metadata = column[META_DATA]
    return _shifted(column, COLUMN_OFFSETS, by) | {META_DATA: (kind, _shifted(metadata, PAGE_OFFSETS, by))}


def _shifted(fields: Struct, numbers: Sequence[int], by: int) -> Struct:
    """Return the fields with some places moved; a place of 0 says that there is none."""
    found = [number for number in numbers if number in fields and fields[number][1]]
    return fields | {number: (I64, fields[number][1] + by) for number in found}


def _copy(path: Path, begin: int, end: int, target: BinaryIO) -> None:
    with path.open("rb") as file:
        file.seek(begin)
        while begin < end:
            content = file.read(min(MOST_COPIED, end - begin))
            target.write(content)
            begin += len(content)
