"""Files that are hashed while they are written, so that no file of a corpus is read again only for its hash.

The hash of such a file is known by what the system tells of the file: a file that is moved to its place keeps all of
it. It is not kept for a file that somebody else wrote: that one may change without another size or time for a moment.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

PIECE = 2**20  # bytes that are copied at a time
_known: dict[tuple[int, ...], str] = {}  # what tells files apart → hash


class ByteTarget(Protocol):
    """What bytes are written to."""

    def write(self, content: bytes) -> int:
        """Write bytes and return how many."""


class HashedFile:
    """A file that is being written."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self.hash = file, hashlib.sha256()
        self.size = 0

    def write(self, content: bytes) -> int:
        """Write bytes at the end and return how many."""
        self.hash.update(content)
        self.size += len(content)
        return self._file.write(content)


@contextmanager
def hashed_file(path: Path) -> Iterator[HashedFile]:
    """Open a new file for writing for the length of a `with` block; its hash is known after it."""
    with path.open("wb") as file:
        hashed = HashedFile(file)
        yield hashed
    _known[_seen(os.stat(path))] = hashed.hash.hexdigest()


def known_digest(found: os.stat_result) -> str | None:
    """Return the hash of a file that this process wrote and hashed, by what the system tells of it."""
    return _known.get(_seen(found)) if _known else None


def copy_into(path: Path, target: ByteTarget, begin: int = 0, end: int | None = None) -> None:
    """Write the bytes of a file from `begin` to `end`, or to its end, some at a time."""
    left = (path.stat().st_size if end is None else end) - begin
    with path.open("rb") as source:
        source.seek(begin)
        while left > 0 and (content := source.read(min(PIECE, left))):
            target.write(content)
            left -= len(content)


def _seen(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
