"""Answers of servers of the web within a time: for the status and the headers together, and for all that follows.

The timeout of a socket is for one read. A server that sends a header letter by letter, a header line after the other
for ever, or trailers without end behind the last part of a file, would keep a command waiting for days.
"""

from __future__ import annotations

import time
from http.client import HTTPConnection, HTTPResponse
from io import BufferedReader, RawIOBase
from typing import Any
from urllib.request import HTTPHandler, HTTPSHandler

MOST_SECONDS_OF_HEADERS = 60.0  # for what stands before the file
MOST_SECONDS = 900.0  # for the file
HEADERS, FILE = "the headers of its answer", "the file"


class SlowAnswer(TimeoutError):
    """An answer takes longer than it may; its text says what, and how long that may take."""


class _TimedBytes(RawIOBase):
    """The bytes of an answer. A read that begins after `until`, or lasts till then, raises SlowAnswer."""

    def __init__(self, answer: Any, socket: Any) -> None:
        self._answer, self._socket, self._waiting = answer, socket, socket.gettimeout()
        self.allow(MOST_SECONDS_OF_HEADERS, HEADERS)

    def allow(self, seconds: float, what: str) -> None:
        """Let what comes from now on take so long."""
        self._until, self._told = time.monotonic() + seconds, f"{seconds:g} s for {what}"

    def readable(self) -> bool:
        """Return true."""
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Fill a buffer with what has come, and return how much it is. Refuses (SlowAnswer) to wait too long."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise SlowAnswer(self._told)
        self._socket.settimeout(left if self._waiting is None else min(left, self._waiting))
        try:
            count: int | None = self._answer.readinto(buffer)
        except TimeoutError:
            if time.monotonic() >= self._until:
                raise SlowAnswer(self._told) from None
            raise
        return count

    def close(self) -> None:
        """Close the connection."""
        self._answer.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: Any, *given: Any, **named: Any) -> None:
        super().__init__(sock, *given, **named)
        self._timed = _TimedBytes(self.fp.detach(), sock)
        self.fp = BufferedReader(self._timed)

    def begin(self) -> None:
        """Read status and headers. Refuses (SlowAnswer) those that take too long."""
        super().begin()
        self._timed.allow(MOST_SECONDS, FILE)


def _timed(connection: type[HTTPConnection]) -> type[HTTPConnection]:
    """Return a class of connections whose answers are timed."""
    return type(connection.__name__, (connection,), {"response_class": _TimedResponse})


class _TimedHTTP(HTTPHandler):
    def do_open(self, http_class: Any, *given: Any, **named: Any) -> Any:
        """Return the answer to a request."""
        return super().do_open(_timed(http_class), *given, **named)


class _TimedHTTPS(HTTPSHandler):
    def do_open(self, http_class: Any, *given: Any, **named: Any) -> Any:
        """Return the answer to a request."""
        return super().do_open(_timed(http_class), *given, **named)


def timed_handlers() -> list[Any]:
    """Return the handlers with which an opener times its answers."""
    return [_TimedHTTP(), _TimedHTTPS()]
