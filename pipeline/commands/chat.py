"""A chat endpoint of the OpenAI form, asked over HTTP with the standard library: one question, one answer.

Servers of this form differ. Some know no JSON schema: it is then left out, and the question describes the form. Some
limit how often they may be asked (429, Retry-After), some stop in the middle of an answer. The key is sent to the
server and never written to a file.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from ..errors import SourceUnreadable, WrongUsage

TRIES = 5  # for a server that is busy or does not answer
FIRST_WAIT = 1.0  # seconds; doubled after each try
LONGEST_WAIT = 120.0  # seconds; if a server asks for a longer wait, the command ends
BUSY = {408, 409, 425, 429, 500, 502, 503, 504, 529}
HIDDEN = "***"
LOCAL = ("127.0.0.1", "localhost", "::1")
SHOWN = 200  # characters of a server's own words

Message = Mapping[str, str]


class UnusableAnswer(Exception):
    """The server's answer has another form than asked for."""


class _NoRedirect(HTTPRedirectHandler):
    """Refuses redirects, because they would send the key to another server."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Return no request, so that the redirect is an error."""


@dataclass(slots=True)
class Endpoint:
    """A model behind a URL."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0  # seconds for one answer
    wait: Callable[[float], None] = time.sleep
    has_schema: bool = True  # False once the server has refused a schema
    is_given_up: bool = False  # True after the server has refused a question for good: no other is asked

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """Return the text of the model's answer.

        Refuses (WrongUsage) a key, model or address that the server does not accept, (SourceUnreadable) a server that
        does not answer after TRIES, (UnusableAnswer) an answer of another form.
        """
        tried = 0
        while True:
            try:
                return _content(self._send(messages, schema))
            except HTTPError as error:
                if error.code in (400, 422) and self.has_schema:
                    self.has_schema = False
                    continue
                said = self._words_of(error)
                if error.code not in BUSY:
                    self.is_given_up = True
                    raise self._refusal(error.code, said) from None
                pause = _retry_after(error.headers.get("Retry-After"))
                reason = f"answers {error.code}: {said}"
            except (URLError, TimeoutError, OSError, HTTPException) as error:
                pause, reason = None, f"does not answer: {getattr(error, 'reason', None) or error or 'time-out'}"
            tried += 1
            pause = FIRST_WAIT * 2 ** (tried - 1) if pause is None else pause
            if tried >= TRIES or pause > LONGEST_WAIT:
                self.is_given_up = True
                raise self._gives_up(reason, pause, tried)
            self.wait(pause)

    def _gives_up(self, reason: str, pause: float, tried: int) -> SourceUnreadable:
        """Return the error of a server that asks for too long a wait, or that was asked too often."""
        if pause > LONGEST_WAIT:
            found = f"{reason} and asks to wait {pause:.0f} s"
            return SourceUnreadable(self.url, found, f"Try again in {math.ceil(pause / 60)} minutes.")
        return SourceUnreadable(self.url, f"{reason} after {tried} tries", "See whether the server runs.")

    def _send(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> bytes:
        body: dict[str, Any] = {"model": self.model, "messages": list(messages)}
        if self.has_schema:
            form = {"name": "grades", "strict": True, "schema": schema}
            body |= {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": form}}
        headers = {"Content-Type": "application/json", "User-Agent": "directriz"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(self.url, json.dumps(body).encode("utf-8"), headers)
        with _opener(self.url).open(request, timeout=self.timeout) as response:
            answer: bytes = response.read()
        return answer

    def _words_of(self, error: HTTPError) -> str:
        """Return the beginning of what the server says, without the key."""
        try:
            said = error.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            said = ""
        words = " ".join(said.split()) or str(error.reason)
        return (words.replace(self.key, HIDDEN) if self.key else words)[:SHOWN]

    def _refusal(self, code: int, said: str) -> WrongUsage:
        remedies = {
            401: "Name the environment variable that holds the key: --key-env VAR.",
            403: "Name the environment variable that holds the key: --key-env VAR.",
            404: "See whether --ask and --model are those that the server knows.",
        }
        return WrongUsage(self.url, f"the server answers {code}: {said}", remedies.get(code, "See what it asks for."))


def endpoint_url(given: str) -> str:
    """Return the address that questions are sent to: `…/v1/chat/completions` is added where the path lacks it.

    Refuses (WrongUsage) an address that is not http or https, and one with a password in it.
    """
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongUsage("--ask", f"{given!r} is no address", "Write it as http://127.0.0.1:8000/v1.")
    if parts.username or parts.password:
        raise WrongUsage("--ask", "the address holds a password", "Give it with --key-env VAR.")
    path = parts.path.rstrip("/")
    if not path.endswith("/chat/completions"):
        path = f"{path or '/v1'}/chat/completions"
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))


def _opener(url: str) -> OpenerDirector:
    """Return the opener of addresses: it uses the proxies of the environment, except for this machine."""
    handlers = [ProxyHandler({})] if urlsplit(url).hostname in LOCAL else []
    return build_opener(_NoRedirect(), *handlers)


def _content(raw: bytes) -> str:
    """Return the text of the first choice; raises UnusableAnswer where there is none, or where it was cut off."""
    try:
        choice = json.loads(raw)["choices"][0]
        content = choice["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise UnusableAnswer(f"the server's reply has no answer in it ({type(error).__name__})") from None
    if choice.get("finish_reason") == "length":
        raise UnusableAnswer("the answer was cut off at its greatest length")
    if not isinstance(content, str) or not content.strip():
        raise UnusableAnswer("the answer is empty")
    return content


def _retry_after(header: str | None) -> float | None:
    """Return the seconds that a server asks to wait ("30", or a date), None where it does not say."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
