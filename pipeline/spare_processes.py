"""How many processes the work on one document may use: those that no other document needs.

A run shares its processes out among documents. If there are fewer documents than processes, each document gets its
part of the rest, for pages that are pictures. Processes that the run forks inherit their part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

_for_each = [1]


def processes() -> int:
    """Return how many processes the work on a document may use."""
    return _for_each[0]


@contextmanager
def shared_out(jobs: int, documents: int) -> Iterator[None]:
    """Share `jobs` processes out among some documents for as long as the context is open."""
    before = _for_each[0]
    _for_each[0] = max(1, jobs // max(1, documents))
    try:
        yield
    finally:
        _for_each[0] = before
