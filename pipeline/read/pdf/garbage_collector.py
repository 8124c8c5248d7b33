"""Python's garbage collector is switched off while a document is read.

It searches for objects that refer to each other in a circle. The records of a document never do, but each search looks
at all of them: that took a seventh of the time of 1,000 pages. All other unused objects are freed at once, as always.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Switch the collector off inside; afterwards it is on or off as it was before."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            _make_all_old()
            gc.enable()


def _make_all_old() -> None:
    """Count all objects as old, otherwise the next search of new objects would look at all of them.

    Freezing and unfreezing moves them to the oldest generation at no cost. It is not done if some objects are frozen
    already.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def collect_now() -> None:
    """Search once, because libraries that read pictures or find tables may have left circles behind."""
    gc.collect()
