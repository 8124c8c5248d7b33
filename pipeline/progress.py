"""Where long work says how far it is: to whoever listens, which is the command line, or to nobody.

A stage prints nothing and a process of its own has no one to tell, so the listener is kept here: the command line sets
it, and processes that are forked off inherit it.
"""

from __future__ import annotations

from collections.abc import Callable

EVERY = 10  # pages

_listeners: list[Callable[[str], None]] = []


def listen(listener: Callable[[str], None] | None) -> None:
    """Let `listener` hear of long work from now on, and nobody else; None = nobody."""
    _listeners[:] = [listener] if listener else []


def pages_read(name: str) -> Callable[[int, int], None]:
    """Return what says how many of a document's pages are read: every ten pages and at the end."""

    def say(done: int, count: int) -> None:
        if done % EVERY == 0 or done == count:
            for listener in _listeners:
                listener(f"{name}: {done} of {count} pages read")

    return say
