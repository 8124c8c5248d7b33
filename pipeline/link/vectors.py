"""Documents as sparse vectors: one row each, one column a term, made so that a product is a similarity.

Weights of terms come from the framework alone, so an action's scores do not change when another plan is added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from ..text import fold

BM25_SATURATION = 1.2
BM25_LENGTH = 0.5
GRAM_SIZES = (3, 4, 5)
MOST_RARITY = 4.8  # of a term that stands nowhere, log(121): as in a framework of 120 directives
TINY = 1e-12
LEAST_RARITY = 0.2  # what a term that stands everywhere still counts

Matrix: TypeAlias = Any  # scipy.sparse.csr_matrix, which has no types
Scores = npt.NDArray[np.float64]
Places = npt.NDArray[np.int32]


class Vocabulary:
    """The terms of a collection with their rarity in it; terms that it lacks count in a document's length.

    These are as rare as can be, or as rare as `unknown` says.
    """

    def __init__(self, bags: Sequence[Mapping[str, float]], unknown: float | None = None) -> None:
        counts = Counter(key for bag in bags for key in bag)
        self.columns = {key: column for column, key in enumerate(sorted(counts))}
        self._total = len(bags)
        self._shares = {key: count / len(bags) for key, count in counts.items()}
        rarity = [self._rarity(counts[key]) for key in sorted(counts)]
        other = self._rarity(0) if unknown is None else unknown
        self.idf: Scores = np.array([*rarity, other], dtype=np.float64)  # last column: any other term

    def rarity(self, key: str) -> float:
        """Return how rare a term is in the collection."""
        return float(self.idf[self.columns.get(key, len(self.columns))])

    def share(self, key: str) -> float:
        """Return the share of the collection's documents that have a term."""
        return self._shares.get(key, 0.0)

    def counts(self, bags: Sequence[Mapping[str, float]]) -> Matrix:
        """Return one row a bag; the last column holds the length of what the collection does not know."""
        other = len(self.columns)
        entries: list[float] = []
        columns: list[int] = []
        starts = [0]
        for bag in bags:
            known = sorted((self.columns[key], weight) for key, weight in bag.items() if key in self.columns)
            rest = float(np.sqrt(sum(weight * weight for key, weight in bag.items() if key not in self.columns)))
            columns += [column for column, _ in known] + [other] * (rest > 0)
            entries += [weight for _, weight in known] + [rest] * (rest > 0)
            starts.append(len(entries))
        return sparse.csr_matrix((np.array(entries), np.array(columns, dtype=np.int32), starts), (len(bags), other + 1))

    def weigh(self, counts: Matrix) -> Matrix:
        """Return `counts` damped, weighted by rarity, each row of length one."""
        damped = counts.copy()
        damped.data = np.sqrt(damped.data)
        return normalise_rows(damped.multiply(self.idf).tocsr())

    def weigh_bag(self, bag: Mapping[str, float]) -> Scores:
        """Return the row that `weigh` gives the counts of one bag, without the last column."""
        row = np.zeros(len(self.columns) + 1)
        for key, weight in bag.items():
            row[self.columns.get(key, -1)] += weight if key in self.columns else weight * weight
        row[-1] = np.sqrt(row[-1])
        row = np.sqrt(row) * self.idf
        return np.asarray(row[:-1] / max(float(np.sqrt(row @ row)), TINY), dtype=np.float64)

    def weigh_bm25(self, counts: Matrix) -> Matrix:
        """Return documents weighted so that a product with a query's counts is its BM25 score."""
        lengths = np.asarray(counts.sum(axis=1)).ravel()
        mean = lengths.mean() if len(lengths) else 1.0
        weighted = counts.copy()
        damping = BM25_SATURATION * (1 - BM25_LENGTH + BM25_LENGTH * lengths / (mean or 1.0))
        per_entry = np.repeat(damping, np.diff(counts.indptr))
        weighted.data = counts.data * (BM25_SATURATION + 1) / (counts.data + per_entry)
        return weighted.multiply(self.idf).tocsr()

    def _rarity(self, count: int) -> float:
        """Return what a term in `count` documents counts: the same share of the most in small and large collections."""
        share = np.log((1 + self._total) / (1 + count)) / np.log(1 + max(self._total, 1))
        return float(MOST_RARITY * share + LEAST_RARITY)


def normalise_rows(matrix: Matrix) -> Matrix:
    """Return `matrix` with every row of length one; empty rows stay empty."""
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, norms, out=np.zeros_like(norms), where=norms > 0)
    return sparse.csr_matrix(sparse.diags(scale) @ matrix)


def multiply(rows: Matrix, columns: Matrix) -> Scores:
    """Return every row of `rows` times every row of `columns`, dense."""
    return np.asarray((rows @ columns.T).toarray(), dtype=np.float64)


def multiply_at(rows: Matrix, columns: Matrix, places: Places) -> Scores:
    """Return row i of `rows` times each of the rows places[i] of `columns`, dense: rows x places."""
    return np.take_along_axis(multiply(rows, columns), places, 1)


def product_with_row(matrix: Matrix, row: int, weights: Scores) -> float:
    """Return one row of `matrix` times `weights`, one for each column."""
    start, end = matrix.indptr[row], matrix.indptr[row + 1]
    return float(matrix.data[start:end] @ weights[matrix.indices[start:end]])


def character_bag(text: str) -> dict[str, float]:
    """Return the character n-grams of `text`, within words, with their counts."""
    padded = (f" {word} " for word in fold(text).split())
    return dict(Counter(gram for word in padded for gram in _grams(word)))


def _grams(word: str) -> Iterable[str]:
    return (word[start : start + size] for size in GRAM_SIZES for start in range(len(word) - size + 1))
