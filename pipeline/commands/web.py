"""Documents on servers of the web: for `directriz fetch` and `directriz add URL`. No other command asks these servers.

What is refused (SourceUnreadable), each with a sentence:

- an address that robots.txt of its server forbids, also where another address leads there; a server whose robots.txt
  cannot be had (401, 403, 5xx) forbids everything, one without it (other 4xx) allows everything;
- an answer that is no document: a web page, whatever the server calls it; a file over MOST_BYTES; an empty one;
- an answer that ends early, or takes too long (`timed_answers.py`);
- a server that sends nothing for WAITING, or answers with something else than HTTP.

A server gets one request a second at most.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from urllib.robotparser import RobotFileParser

from ..errors import SourceUnreadable
from .addresses import is_address
from .timed_answers import SlowAnswer, timed_handlers

AGENT = "directriz"
BETWEEN = 1.0  # seconds between two requests to one server
WAITING = 60.0  # seconds for the next part of an answer
MOST_BYTES = 2**28
PORTION = 2**16  # bytes that are read at a time
MEGABYTE = 2**20
MOST_OF_RULES = MEGABYTE  # bytes of robots.txt that are read
CONTENT_TYPES = ("application/pdf", "application/octet-stream", "binary/octet-stream", "text/plain")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {"application/pdf": ".pdf", "text/plain": ".txt", WORD: ".docx"}
WEB_PAGE = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
LOOKED_AT = 4096  # bytes at the beginning of a file that tell a web page
SAFE = "%/:;=&?~+!$,'()*@[]"  # signs that an address may have
NOT_MODIFIED, SERVER_ERROR = 304, 500
CLOSED = (401, 403)  # answers of a server that does not show its robots.txt
IN_A_BROWSER = "Look at the address in a browser."
BY_HAND = "Download the document with a browser, and add the file."
AGAIN = "Try again; the connection may have been cut."
ITS_ADDRESS = "Give the address of the PDF or the text itself."


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as a server sent it."""

    content: bytes
    kind: str  # content type
    etag: str | None
    modified: str | None


@dataclass(slots=True)
class Servers:
    """When each server was last asked, and what its robots.txt allows."""

    asked: dict[str, float] = field(default_factory=dict)
    rules: dict[str, RobotFileParser] = field(default_factory=dict)

    def document(self, url: str, known: Mapping[str, str] | None = None) -> Sent | None:
        """Return the document at an address; None if the server says that it is the known one.

        `known` are the headers that say which one that is. Refuses (SourceUnreadable) what this module's text lists.
        """
        try:
            self.check(url)
            request = Request(_quoted(url), headers={"User-Agent": AGENT, **(known or {})})
            with self._open(request, _Redirects(self.check)) as answer:
                return _document(url, answer)
        except HTTPError as error:
            if error.code == NOT_MODIFIED and known:
                return None
            found = f"the server answers {error.code} {_one_line(error.reason)}"
            raise SourceUnreadable(url, found, IN_A_BROWSER) from None
        except IncompleteRead:
            raise SourceUnreadable(url, "the file ends early", AGAIN) from None
        except SlowAnswer as slow:
            raise SourceUnreadable(url, f"the server takes longer than {slow}", BY_HAND) from None
        except TimeoutError:
            raise SourceUnreadable(url, f"the server sends nothing for {WAITING:g} s", BY_HAND) from None
        except (HTTPException, OSError) as error:
            found = f"the server does not answer: {_one_line(getattr(error, 'reason', None) or error)}"
            raise SourceUnreadable(url, found, IN_A_BROWSER) from None
        except ValueError as error:
            raise SourceUnreadable(url, f"this is no address of the web: {error}", IN_A_BROWSER) from None

    def check(self, url: str) -> None:
        """Refuse (SourceUnreadable) an address that is none of the web, or that robots.txt forbids."""
        if not is_address(url):
            raise SourceUnreadable(url, "this is no address of the web (http, https)", IN_A_BROWSER)
        if not self._allows(url):
            raise SourceUnreadable(url, "robots.txt of the server forbids it to programs", BY_HAND)

    def _open(self, request: Request, *handlers: Any) -> Any:
        """Return the answer to a request, a second after the last one to its server, or as long as robots.txt asks."""
        host = urlsplit(request.full_url).netloc
        rules = self.rules.get(_root_of(request.full_url))
        asked_for = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        pause = max(BETWEEN, min(asked_for, WAITING))
        time.sleep(max(0.0, self.asked.get(host, -pause) + pause - time.monotonic()))
        self.asked[host] = time.monotonic()
        return build_opener(*timed_handlers(), *handlers).open(request, timeout=WAITING)

    def _allows(self, url: str) -> bool:
        root = _root_of(url)
        if root not in self.rules:
            self.rules[root] = self._rules_of(f"{root}/robots.txt")
        return self.rules[root].can_fetch(AGENT, url)

    def _rules_of(self, address: str) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            with self._open(Request(address, headers={"User-Agent": AGENT})) as answer:
                content = _content(answer, MOST_OF_RULES)
                rules.parse(content.decode("utf-8", "replace").splitlines())
        except HTTPError as error:
            is_closed = error.code in CLOSED or error.code >= SERVER_ERROR
            rules.parse(["User-agent: *", "Disallow: /"] if is_closed else [])
        return rules


def _quoted(url: str) -> str:
    """Return an address as it is sent: letters and signs that an address cannot have, quoted ("el plan é.pdf")."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, quote(parts.path, SAFE), quote(parts.query, SAFE), ""))


def _root_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class _Redirects(HTTPRedirectHandler):
    """Follows an answer to another address if that one may be asked for."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def redirect_request(self, *asked: Any, **named: Any) -> Request | None:
        """Return the request for the other address. Refuses (SourceUnreadable) one that may not be asked for."""
        self._check(asked[-1])
        return super().redirect_request(*asked, **named)


def _document(url: str, answer: Any) -> Sent:
    """Return the document of an answer. Refuses (SourceUnreadable) an answer that is none, or not whole."""
    kind: str = answer.headers.get_content_type()
    if kind not in (*CONTENT_TYPES, *ENDINGS):
        raise SourceUnreadable(url, f"the server gives {kind}, which is no document", ITS_ADDRESS)
    if (packed := answer.headers.get("Content-Encoding", "identity").lower()) != "identity":
        raise SourceUnreadable(url, f"the server sends the file packed ({packed}), unasked", BY_HAND)
    told = answer.headers.get("Content-Length", "")
    wanted = int(told) if told.isascii() and told.isdigit() else None
    content = _content(answer, MOST_BYTES) if (wanted or 0) <= MOST_BYTES else None
    if content is None or len(content) > MOST_BYTES:
        raise SourceUnreadable(url, f"the file is larger than {MOST_BYTES // MEGABYTE} MB", BY_HAND)
    if wanted is not None and len(content) < wanted:
        raise SourceUnreadable(url, f"the file ends after {len(content):,} of {wanted:,} bytes", AGAIN)
    if not content:
        raise SourceUnreadable(url, "the server gives an empty file", IN_A_BROWSER)
    if WEB_PAGE.match(content[:LOOKED_AT]):
        raise SourceUnreadable(url, f"the server gives a web page and calls it {kind}", ITS_ADDRESS)
    return Sent(content, kind, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))


def _content(answer: Any, most: int) -> bytes:
    """Return the bytes of an answer, a few more than `most` at most. Refuses (SlowAnswer) a slow one."""
    content = bytearray()
    while len(content) <= most and (portion := answer.read1(PORTION)):
        content += portion
    return bytes(content)


def _one_line(told: Any) -> str:
    """Return what a server or the system said as one line: urllib says some things in three."""
    return " ".join(str(told).split())
