"""Reports of how far a long read is.

A stage prints nothing. The command line registers a listener here; without one the reports go nowhere. Processes that
the run forks inherit the listener.
"""

from __future__ import annotations

from collections.abc import Callable

EVERY = 10  # pages between two reports

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None] | None) -> None:
    """Send all reports from now on to `listener`, in place of the one before. None stops them."""
    _listeners[:] = [listener] if listener else []


def pages_read(name: str) -> Callable[[int, int], None]:
    """Return a function that takes the pages read and the page count, and reports every ten pages and at the end."""

    def say(done: int, count: int) -> None:
        if done % EVERY == 0 or done == count:
            for listener in _listeners:
                listener(f"{name}: {done} of {count} pages read")

    return say


def texts_read() -> Callable[[int, int], None]:
    """Return what says of how many texts the meaning is computed."""

    def say(done: int, count: int) -> None:
        for listener in _listeners:
            listener(f"link: the meaning of {done} of {count} new texts computed")

    return say
