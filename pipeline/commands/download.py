"""`directriz add URL`: a document is fetched from a server of the web, and then added like a file.

The rules are those of `directriz fetch`: addresses that robots.txt forbids are not requested, a web page is no
document, and a file over MOST_BYTES is refused. The address is written into the entry as its `url`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request

from ..errors import SourceUnreadable
from .answer import Answer
from .fetch import AGENT, CONTENT_TYPES, ENDINGS, MOST_BYTES, Servers

Action = Callable[[Path, argparse.Namespace], Answer]
LONGEST_NAME = 80  # characters of a file's name that are taken from an address
IN_A_BROWSER = "Look at the address in a browser."
BY_HAND = "Download the document with a browser, and add the file."


def from_address(add: Action) -> Action:
    """Return `add` for addresses of the web too: the document is fetched, and the flag `--url` set."""

    def add_fetched(root: Path, arguments: argparse.Namespace) -> Answer:
        address = arguments.file
        if not is_address(address):
            arguments.file = Path(address)
            return add(root, arguments)
        with tempfile.TemporaryDirectory() as folder:
            name, content = download(address, Servers())
            arguments.file = Path(folder) / name
            arguments.file.write_bytes(content)
            if not arguments.witness_of:
                arguments.url = arguments.url or address
            return add(root, arguments)

    return add_fetched


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web, and no file."""
    return urlsplit(text).scheme in ("http", "https")


def download(address: str, servers: Servers) -> tuple[str, bytes]:
    """Return a name for the document at an address, and its content.

    Refuses (SourceUnreadable) what robots.txt forbids, a server that does not answer or has no such file, a page of the
    web, and a file that is too large.
    """
    try:
        if not servers.allows(address):
            raise SourceUnreadable(address, "robots.txt of the server forbids it to programs", BY_HAND)
        with servers.open(Request(address, headers={"User-Agent": AGENT})) as answer:
            return _document(address, answer)
    except HTTPError as error:
        raise SourceUnreadable(address, f"the server answers {error.code} {error.reason}", IN_A_BROWSER) from None
    except (URLError, OSError, ValueError) as error:
        raise SourceUnreadable(address, f"the server does not answer: {error}", IN_A_BROWSER) from None


def _document(address: str, answer: Any) -> tuple[str, bytes]:
    kind = answer.headers.get_content_type()
    if kind not in (*CONTENT_TYPES, *ENDINGS):
        found = f"the server gives {kind}, which is no document"
        raise SourceUnreadable(address, found, "Give the address of the PDF or the text itself.")
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SourceUnreadable(address, f"the file is larger than {MOST_BYTES // 2**20} MB", BY_HAND)
    return name_of(address, kind), content


def name_of(address: str, kind: str) -> str:
    """Return a name for a file from its address; its ending is that of its content type where there is one for it."""
    last = unquote(urlsplit(address).path).rpartition("/")[2]
    plain = "".join(char if char.isalnum() or char in "-_." else "-" for char in last).strip("-.")
    stem, dot, ending = plain.rpartition(".")
    wanted = ENDINGS.get(kind) or (f".{ending}" if dot else ".pdf")
    return f"{((stem if dot else plain) or 'document')[:LONGEST_NAME]}{wanted}"
