"""Reports of how far a long read is.

A stage prints nothing. The command line registers a listener here; without one the reports go nowhere. Processes that
the run forks inherit the listener. A listener may also take the numbers themselves, for a bar.
"""

from __future__ import annotations

from collections.abc import Callable

EVERY = 10  # pages between two reports
Counted = Callable[[str, int, int], None]  # takes what is counted, how many are done, and of how many

_listeners: list[Callable[[str], None]] = []
_counters: list[Counted] = []


def listen(listener: Callable[[str], None] | None, counter: Counted | None = None) -> None:
    """Send all reports from now on to `listener`, in place of the one before. None stops them.

    With `counter` the numbers of pages and texts go to it, each as it is done, and no lines about them to `listener`.
    """
    _listeners[:] = [listener] if listener else []
    _counters[:] = [counter] if counter else []


def pages_read(name: str) -> Callable[[int, int], None]:
    """Return a function that takes the pages read and the page count, and reports every ten pages and at the end."""

    def say(done: int, count: int) -> None:
        if _counters:
            _counters[0](f"{name}: pages", done, count)
        elif done % EVERY == 0 or done == count:
            for listener in _listeners:
                listener(f"{name}: {done} of {count} pages read")

    return say


def texts_read() -> Callable[[int, int], None]:
    """Return what says of how many texts the meaning is computed."""

    def say(done: int, count: int) -> None:
        if _counters:
            _counters[0]("link: meaning of new texts", done, count)
        for listener in [] if _counters else _listeners:
            listener(f"link: the meaning of {done} of {count} new texts computed")

    return say
