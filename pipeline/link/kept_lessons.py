"""What is learned of frameworks, as the bytes of a file: a later run reads it in place of learning it again.

Such a file holds numbers, texts and the names of the classes in CLASSES, and no code. It begins with a key, which
stands for everything that was learned from, and a hash of the rest. A file with another key, or one that is damaged, is
as good as none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..store import digest
from .concepts import ConceptMatch
from .features import Counterpart, Framework, Phrasings
from .meaning import Encoder, format_vectors, parse_vectors
from .reviewed_actions import Lesson, Memory
from .signals import Leaning, Strangers, WordOdds
from .vectors import Vocabulary
from .weighted_texts import Document

LEARNED = (Counterpart, Framework, Leaning, Lesson, Memory, Phrasings, Strangers, Vocabulary, WordOdds)
CLASSES: dict[str, type[Any]] = {kind.__name__: kind for kind in (ConceptMatch, Document, *LEARNED)}
BEGIN = b"directriz lessons 1\n"
HASH = 64  # letters of a hash
SIZE = 8  # bytes of a number of bytes
ARRAY, MATRIX, OBJECT, SEEN, ENCODER = "array", "matrix", "object", "seen", "encoder"
LIST, TUPLE, SET, PLAIN, COUNTER, MAPPING = "list", "tuple", "set", "plain", "counter", "mapping"
SCALARS = (str, bool, int, float, type(None))

Learned = tuple[Framework, Memory]  # a framework and the lessons of its reviews


@dataclass(frozen=True, slots=True)
class Lessons:
    """What was learned of some frameworks."""

    learned: Sequence[Learned]
    vectors: dict[bytes, bytes]  # hash of a text of theirs: its vector; only those that the package does not ship


def format_lessons(lessons: Lessons, key: str) -> bytes:
    """Return the bytes of a file; `key`, a SHA-256, stands for everything that was learned from."""
    writer = _Writer()
    told = json.dumps(writer.value(list(lessons.learned)), ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    parts = [told, format_vectors(lessons.vectors), *writer.arrays]
    body = b"".join(len(part).to_bytes(SIZE, "little") + part for part in parts)
    return BEGIN + key.encode() + digest(body).encode() + body


def parse_lessons(content: bytes, key: str, encoder: Encoder | None) -> Lessons | None:
    """Return what a file holds, with `encoder` as its sentence model; None for another key or a damaged file."""
    begin = len(BEGIN)
    body = content[begin + 2 * HASH :]
    if content[: begin + 2 * HASH] != BEGIN + key.encode() + digest(body).encode():
        return None
    try:
        told, vectors, *arrays = _parts(body)
        reader = _Reader([_array(part) for part in arrays], encoder)
        return Lessons(reader.value(json.loads(told)), parse_vectors(vectors))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return None


def _parts(body: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(body):
        size = int.from_bytes(body[place : place + SIZE], "little")
        yield body[place + SIZE : place + SIZE + size]
        place += SIZE + size


def _array_bytes(values: npt.NDArray[Any]) -> bytes:
    """Return an array with its type and shape before it."""
    told = json.dumps([values.dtype.str, values.shape]).encode("ascii")
    return len(told).to_bytes(SIZE, "little") + told + np.ascontiguousarray(values).tobytes()


def _array(content: bytes) -> npt.NDArray[Any]:
    begin = SIZE + int.from_bytes(content[:SIZE], "little")
    kind, shape = json.loads(content[SIZE:begin])
    return np.frombuffer(content, dtype=np.dtype(kind), offset=begin).reshape(shape).copy()


def _names(kind: type[Any], value: Any = None) -> list[str]:
    """Return the names of an object's fields, in an order that stays the same."""
    return [each.name for each in fields(kind)] if is_dataclass(kind) else sorted(vars(value))


@dataclass(slots=True)
class _Writer:
    """Turns objects into JSON values and arrays. An object that stands in several places is written once."""

    arrays: list[bytes] = field(default_factory=list)
    _seen: dict[int, int] = field(default_factory=dict)

    def value(self, value: Any) -> Any:
        """Return a value as JSON. Refuses (TypeError) what is of no known class."""
        if isinstance(value, np.generic):
            value = value.item()
        if isinstance(value, SCALARS):
            return value
        if isinstance(value, np.ndarray):
            return [ARRAY, self._place(value)]
        if sparse.issparse(value):
            return [MATRIX, *map(self._place, (value.data, value.indices, value.indptr)), list(value.shape)]
        if isinstance(value, (list, tuple)):
            return [TUPLE if isinstance(value, tuple) else LIST, [self.value(each) for each in value]]
        if isinstance(value, frozenset):
            return [SET, sorted(value)]
        return self._mapping(value) if isinstance(value, dict) else self._object(value)

    def _place(self, values: npt.NDArray[Any]) -> int:
        self.arrays.append(_array_bytes(values))
        return len(self.arrays) - 1

    def _mapping(self, value: dict[Any, Any]) -> Any:
        if all(type(key) is str and type(each) in (str, int, float) for key, each in value.items()):
            return [COUNTER if isinstance(value, Counter) else PLAIN, value]
        return [MAPPING, [[self.value(key), self.value(each)] for key, each in value.items()]]

    def _object(self, value: Any) -> Any:
        kind = type(value)
        if CLASSES.get(kind.__name__) is not kind:
            if hasattr(value, "encode") and hasattr(value, "prepare"):
                return [ENCODER]
            raise TypeError(f"{kind.__name__} is not kept")
        if id(value) in self._seen:
            return [SEEN, self._seen[id(value)]]
        told = [[name, self.value(getattr(value, name))] for name in _names(kind, value)]
        self._seen[id(value)] = len(self._seen)
        return [OBJECT, kind.__name__, told]


@dataclass(slots=True)
class _Reader:
    """Turns them back."""

    arrays: list[npt.NDArray[Any]]
    encoder: Encoder | None
    _seen: list[Any] = field(default_factory=list)

    def value(self, told: Any) -> Any:
        """Return the value that was written."""
        if not isinstance(told, list):
            return told
        name, *rest = told
        return READ[name](self, *rest)

    def values(self, told: list[Any]) -> list[Any]:
        """Return each of several values."""
        return [self.value(each) for each in told]

    def matrix(self, values: int, indices: int, starts: int, shape: list[int]) -> Any:
        """Return a sparse matrix."""
        parts = tuple(self.arrays[place] for place in (values, indices, starts))
        return sparse.csr_matrix(parts, shape=tuple(shape))

    def mapping(self, told: list[Any]) -> dict[Any, Any]:
        """Return a mapping of values."""
        return {self.value(key): self.value(each) for key, each in told}

    def object(self, name: str, told: list[Any]) -> Any:
        """Return an object of a known class."""
        kind = CLASSES[name]
        made = object.__new__(kind)
        for key, value in told:
            object.__setattr__(made, key, self.value(value))
        self._seen.append(made)
        return made

    def seen(self, place: int) -> Any:
        """Return an object that was read before."""
        return self._seen[place]


READ: dict[str, Callable[..., Any]] = {
    ARRAY: lambda reader, place: reader.arrays[place],
    MATRIX: _Reader.matrix,
    LIST: _Reader.values,
    TUPLE: lambda reader, told: tuple(reader.values(told)),
    SET: lambda reader, told: frozenset(told),
    PLAIN: lambda reader, told: told,
    COUNTER: lambda reader, told: Counter(told),
    MAPPING: _Reader.mapping,
    OBJECT: _Reader.object,
    SEEN: _Reader.seen,
    ENCODER: lambda reader: reader.encoder,
}
