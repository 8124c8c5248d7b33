"""`directriz fetch`: asks the servers of the manifest's urls whether a document changed.

Nothing in raw/ is replaced. A file that differs from the document's is kept below `interim/fetched/`, so that a person
can add it as a new edition. No other command connects to these servers.

- If a server tells when a file changed, or gives it a tag, only a changed file is downloaded.
- Addresses that robots.txt forbids are not requested. A server gets one request a second at most.
- A web page in place of a document (text/html) is refused, and so is a file over MOST_BYTES.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

from ..errors import SourceUnreadable
from .answer import Answer, json_answer

AGENT = "directriz"
BETWEEN = 1.0  # seconds between two requests to one server
WAITING = 60.0  # seconds for an answer
MOST_BYTES = 2**28
CONTENT_TYPES = ("application/pdf", "application/octet-stream", "binary/octet-stream", "text/plain")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {"application/pdf": ".pdf", "text/plain": ".txt", WORD: ".docx"}
NOT_MODIFIED, NOT_FOUND = 304, 404


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result for one document's url."""

    plan_id: str
    state: str  # unchanged | changed | refused
    detail: str
    path: str = ""  # of the changed file, below the workspace


@dataclass(slots=True)
class Servers:
    """When each server was last asked, and what its robots.txt allows."""

    asked: dict[str, float] = field(default_factory=dict)
    rules: dict[str, RobotFileParser] = field(default_factory=dict)

    def open(self, request: Request) -> Any:
        """Return the answer to a request, after a second since the last one to its server."""
        host = urlsplit(request.full_url).netloc
        time.sleep(max(0.0, self.asked.get(host, 0.0) + BETWEEN - time.monotonic()))
        self.asked[host] = time.monotonic()
        return urlopen(request, timeout=WAITING)

    def allows(self, url: str) -> bool:
        """Tell whether robots.txt allows to ask for a url; a server without one allows everything."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self.rules:
            rules = RobotFileParser()
            try:
                with self.open(Request(f"{root}/robots.txt", headers={"User-Agent": AGENT})) as answer:
                    rules.parse(answer.read(MOST_BYTES).decode("utf-8", "replace").splitlines())
            except HTTPError as error:
                rules.parse([] if error.code == NOT_FOUND else ["User-agent: *", "Disallow: /"])
            self.rules[root] = rules
        return self.rules[root].can_fetch(AGENT, url)


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `fetch`."""
    parser = subparsers.add_parser("fetch", parents=[common], help="ask whether documents changed where they came from")
    parser.add_argument("plan", nargs="*", metavar="ID", help="only these documents; left out = all with a url")
    parser.set_defaults(action=fetch)


def fetch(root: Path, arguments: argparse.Namespace) -> Answer:
    """Ask for the url of each document, and return what became of it; the exit code is 4 where one was refused."""
    from ..sources import read_manifest

    sources = [source for source in read_manifest(root).source if source.url]
    chosen = [source for source in sources if not arguments.plan or source.id in arguments.plan]
    servers = Servers()
    found = [_fetched(root, source, servers) for source in chosen]
    exit_code = SourceUnreadable.exit_code if any(each.state == "refused" for each in found) else 0
    if arguments.json:
        keys = ("plan_id", "state", "detail", "path")
        return json_answer([{key: getattr(each, key) for key in keys} for each in found], exit_code)
    return Answer("\n".join(_lines(found)) or "no document of the manifest has a url", exit_code)


def _lines(found: list[Fetched]) -> Iterator[str]:
    for each in found:
        yield f"{each.plan_id}: {each.state}: {each.detail}"
        if each.path:
            yield f"  Look at it, then: directriz add {each.path} --supersedes {each.plan_id}"


def _fetched(root: Path, source: Any, servers: Servers) -> Fetched:
    state_file = root / "interim" / "fetched" / f"{source.id}.json"
    try:
        if urlsplit(source.url).scheme not in ("http", "https"):
            return Fetched(source.id, "refused", f"{source.url!r} is no address of the web")
        if not servers.allows(source.url):
            return Fetched(source.id, "refused", f"robots.txt of the server forbids {source.url}")
        with servers.open(Request(source.url, headers=_headers(state_file))) as answer:
            return _taken(root, source, answer, state_file)
    except HTTPError as error:
        if error.code == NOT_MODIFIED:
            return Fetched(source.id, "unchanged", "the server says so")
        return Fetched(source.id, "refused", f"the server answers {error.code} {error.reason}")
    except (URLError, OSError, ValueError) as error:
        return Fetched(source.id, "refused", f"the server does not answer: {error}")


def _headers(state_file: Path) -> dict[str, str]:
    """Return the headers of a request, with what the server said of the file the last time."""
    try:
        known = json.loads(state_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    asked = {"If-None-Match": known.get("etag"), "If-Modified-Since": known.get("modified")}
    return {"User-Agent": AGENT} | {name: value for name, value in asked.items() if value}


def _taken(root: Path, source: Any, answer: Any, state_file: Path) -> Fetched:
    """Compare a file with the document's, and keep it where it differs."""
    from ..store import digest, json_bytes, write_file

    kind = answer.headers.get_content_type()
    if kind not in (*CONTENT_TYPES, *ENDINGS):
        return Fetched(source.id, "refused", f"the server gives {kind}, which is no document")
    content = answer.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return Fetched(source.id, "refused", f"the file is larger than {MOST_BYTES // 2**20} MB")
    sha256 = digest(content)
    if sha256 in [witness.sha256 for witness in source.file]:
        told = {"etag": answer.headers.get("ETag"), "modified": answer.headers.get("Last-Modified")}
        write_file(state_file, json_bytes({**told, "sha256": sha256}))
        return Fetched(source.id, "unchanged", "the file is one of the document's")
    ending = ENDINGS.get(kind) or Path(source.file[0].path).suffix
    path = state_file.with_name(f"{source.id}-{sha256[:12]}{ending}")
    write_file(path, content)
    return Fetched(source.id, "changed", f"another file, sha256 {sha256}", path.relative_to(root).as_posix())
