"""`directriz add URL`: a document is fetched from a server of the web, and then added like a file.

What is refused: `web.py`. The address is written into the entry as its `url`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from ..errors import PipelineError
from .addresses import is_address
from .answer import Answer

if TYPE_CHECKING:
    from .web import Servers  # importing it takes a tenth of a second, which no other command need spend

Action = Callable[[Path, argparse.Namespace], Answer]
LONGEST_NAME = 80  # characters of a file's name that are taken from an address


def from_address(add: Action) -> Action:
    """Return `add` for addresses of the web too: the document is fetched, and the flag `--url` set."""

    def add_fetched(root: Path, arguments: argparse.Namespace) -> Answer:
        address = arguments.file
        if not is_address(address):
            arguments.file = Path(address)
            return add(root, arguments)
        from .web import Servers

        with tempfile.TemporaryDirectory() as folder:
            name, content = download(address, Servers())
            arguments.file = Path(folder) / name
            arguments.file.write_bytes(content)
            if not arguments.witness_of:
                arguments.url = arguments.url or address
            try:
                return add(root, arguments)
            except PipelineError as refusal:  # the person has not seen the file: the address is its name
                refusal.place = refusal.place.replace(str(arguments.file), address)
                refusal.remedy = refusal.remedy.replace(str(arguments.file), "FILE")
                raise

    return add_fetched


def download(address: str, servers: Servers) -> tuple[str, bytes]:
    """Return a name for the document at an address, and its content. Refuses (SourceUnreadable) what `web.py` lists."""
    sent = servers.document(address)
    assert sent is not None  # a server may say so only if it was told which one is known
    return name_of(address, sent.kind), sent.content


def name_of(address: str, kind: str) -> str:
    """Return a name for a file from its address; its ending is that of its content type where there is one for it."""
    from .web import ENDINGS

    last = unquote(urlsplit(address).path).rpartition("/")[2]
    plain = "".join(char if char.isalnum() or char in "-_." else "-" for char in last).strip("-.")
    stem, dot, ending = plain.rpartition(".")
    wanted = ENDINGS.get(kind) or (f".{ending}" if dot else ".pdf")
    return f"{((stem if dot else plain) or 'document')[:LONGEST_NAME]}{wanted}"
