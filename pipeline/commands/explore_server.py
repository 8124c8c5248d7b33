"""Shows the explorer at an address of this machine, and writes the verdicts given there into `raw/reviews/links.csv`.

Only this machine can reach it (127.0.0.1). A page of another site that the reader has open cannot write: a request must
name this address as its host and come from this address. One server at a time writes to a workspace, one request at a
time; the file is replaced as a whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from ..errors import PipelineError, WrongUsage
from ..link.lessons import UNGRADED
from ..link.published_tables import read_aids, read_reviews, read_tables
from ..link.review_order import Reading
from ..link.reviews import COLUMNS, framework_of, is_program, parse_reviews, rows_of_reviews
from ..records import SHORTLISTED
from .link_sheets import check_texts
from .snapshots import read_snapshot
from .verdicts import replace_verdicts

if sys.platform != "win32":
    import fcntl

HOST = "127.0.0.1"
MOST_BYTES = 200_000  # of one request: the verdicts on one action and one framework
SECONDS = 10  # that a browser may take to send a request
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".png": "image/png"}
PLACE = "the page"
SHORTLIST, VERDICTS = "/shortlist", "/verdicts"


class Shortlists:
    """The directives to show for an action, chosen anew after every verdict, as `directriz review links` does."""

    def __init__(self, root: Path) -> None:
        tables = read_tables(root)
        pairs = [(row["action_id"], row["target_plan_id"]) for row in read_links(root)]
        self._known = set(pairs)
        self._reading = Reading(tables, read_reviews(root), list(dict.fromkeys(pairs)), read_aids(root))

    def of(self, action_id: str, target: str) -> list[str]:
        """Return the ids of the directives, in document order; none for a pair that is not linked."""
        known = (action_id, target) in self._known
        return self._reading.shortlist(action_id, target, SHORTLISTED) if known else []

    def learn(self, action_id: str, target: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Learn from verdicts for the next questions; nothing is learned from "no" and "not sure"."""
        grades = {row["directive_id"]: int(row["grade"] or UNGRADED) for row in rows if row["verdict"] == "accept"}
        says_none = any(row["verdict"] == "no-match" for row in rows)
        if (grades or says_none) and (action_id, target) in self._known:
            self._reading.learn(action_id, target, dict(sorted(grades.items(), key=lambda item: -item[1])))


@dataclass(frozen=True)
class Desk:
    """The files that the server shows, and the file that it writes."""

    root: Path
    files: Mapping[str, Path]  # address → file
    shortlists: Shortlists

    def kept(self, reviewer: str) -> list[dict[str, str]]:
        """Return the verdicts of a reviewer that are in the file: the page must know them before it replaces any."""
        return [row for row in rows_of_reviews(read_reviews(self.root)) if row["reviewer"] == reviewer]

    def keep(self, request: Mapping[str, Any]) -> int:
        """Put the verdicts of a request in place of what the reviewer said of that action and framework before.

        Returns how many there are. Refuses (WrongUsage) a request of another form, (ManifestInvalid) an impossible
        verdict, (ReviewStale) one on a text that has changed since.
        """
        rows = [{name: str(row.get(name, "")) for name in COLUMNS} for row in _rows_of(request)]
        reviewer, action_id, target = (
            str(request.get(name, "")) for name in ("reviewer", "action_id", "target_plan_id")
        )
        if not reviewer or not action_id or not target or is_program(reviewer):
            raise WrongUsage(PLACE, "no reviewer, action or framework is named", "Load the page anew.")
        if any((row["reviewer"], row["action_id"], framework_of(row)) != (reviewer, action_id, target) for row in rows):
            raise WrongUsage(PLACE, "a verdict on another action than the request names", "Load the page anew.")
        parse_reviews(COLUMNS, rows)
        tables = read_tables(self.root)  # as they are now: a run may have published others since the server started
        for row in rows:
            check_texts(row, tables, PLACE)
        replace_verdicts(self.root, rows, [(action_id, target)], reviewer)
        self.shortlists.learn(action_id, target, rows)
        return len(rows)


def read_links(root: Path) -> list[dict[str, str]]:
    """Return the published rows of `links`."""
    rows = read_snapshot(root, str(root / "output")).tables["links"]
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]


def _rows_of(request: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = request.get("rows")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise WrongUsage(PLACE, "the request has no list of verdicts", "Load the page anew.")
    return rows


class Server(HTTPServer):
    """One request at a time; `desk` is what it shows."""

    def __init__(self, desk: Desk, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.desk = desk

    @property
    def addresses(self) -> set[str]:
        """The hosts by which a browser on this machine may name this server."""
        return {f"{host}:{self.server_port}" for host in (HOST, "localhost")}


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    timeout = SECONDS

    def do_GET(self) -> None:
        """Send a file of the explorer, the directives to show for an action, or what a reviewer said before."""
        path, _, query = self.path.partition("?")
        if path in (SHORTLIST, VERDICTS) and self._is_from_here():
            asked = dict(parse_qsl(query))
            if path == VERDICTS:
                told: dict[str, Any] = {"rows": self.server.desk.kept(asked.get("reviewer", ""))}
            else:
                pair = asked.get("action_id", ""), asked.get("target_plan_id", "")
                told = {"directives": self.server.desk.shortlists.of(*pair)}
            self._answer(HTTPStatus.OK, told)
            return
        file = self.server.desk.files.get("/index.html" if path == "/" else path)
        if not self._is_from_here() or file is None:
            self._answer(HTTPStatus.NOT_FOUND, {"found": "there is no such page"})
            return
        self._send(HTTPStatus.OK, TYPES.get(file.suffix, "application/octet-stream"), file.read_bytes())

    def do_POST(self) -> None:
        """Keep the verdicts of a request."""
        if self.path != VERDICTS or not self._is_from_here(is_writing=True):
            self._answer(HTTPStatus.FORBIDDEN, {"found": "verdicts are taken from this page alone"})
            return
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > MOST_BYTES:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"found": "the request is too long"})
            return
        try:
            request = json.loads(self.rfile.read(int(length)))
            kept = self.server.desk.keep(request if isinstance(request, dict) else {})
        except ValueError:
            self._answer(HTTPStatus.BAD_REQUEST, {"found": "the request is no JSON"})
        except PipelineError as error:
            self._answer(HTTPStatus.CONFLICT, {"found": error.found, "remedy": error.remedy})
        else:
            self._answer(HTTPStatus.OK, {"verdicts": kept})

    def _is_from_here(self, is_writing: bool = False) -> bool:
        """Tell whether a request comes from this address; one that writes must come from its own page, as JSON."""
        hosts = self.server.addresses
        if self.headers.get("Host") not in hosts:
            return False
        is_json = self.headers.get("Content-Type", "").startswith("application/json")
        return not is_writing or (is_json and self.headers.get("Origin") in {f"http://{host}" for host in hosts})

    def _answer(self, status: HTTPStatus, value: Mapping[str, Any]) -> None:
        self._send(status, "application/json", json.dumps(value).encode("utf-8"))

    def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of a request."""


def open_server(root: Path, port: int) -> Server:
    """Return a server for a workspace whose pages are made; port 0 = any that is free.

    Refuses (WrongUsage) a port that is taken.
    """
    folder = root / "output" / "explorer"
    files = {f"/{path.relative_to(folder).as_posix()}": path for path in sorted(folder.rglob("*")) if path.is_file()}
    try:
        return Server(Desk(root, files, Shortlists(root)), port)
    except OSError as error:
        raise WrongUsage("--port", f"{port} cannot be used: {error.strerror}", "Give another port.") from None


def serve(root: Path, port: int, say: Callable[[str], None]) -> None:
    """Show the pages until the command is interrupted."""
    with only_writer(root), open_server(root, port) as server:
        say(f"http://{HOST}:{server.server_port}/ shows {root}; verdicts go into raw/reviews/links.csv; Ctrl-C ends it")
        server.serve_forever()


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """Hold a workspace for one server; refuses (WrongUsage) a workspace that another one holds."""
    folder = root / "interim"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".explorer.lock").open("w") as file:
        try:
            if sys.platform != "win32":
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WrongUsage(
                str(root), "another `directriz explore --serve` writes here", "End that one first."
            ) from None
        yield
