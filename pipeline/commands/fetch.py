"""`directriz fetch`: asks the servers of the manifest's urls whether a document changed.

Nothing in raw/ is replaced. A file that differs from the document's is kept below `interim/fetched/`, so that a person
can add it as a new edition. If a server tells when a file changed, or gives it a tag, only a changed file is
downloaded. What is refused: `web.py`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ..errors import SourceUnreadable, WrongUsage
from .answer import Answer, json_answer
from .filing import readable_bytes

if TYPE_CHECKING:
    from .web import Sent, Servers


@dataclass(frozen=True, slots=True)
class Fetched:
    """The result for one document's url."""

    plan_id: str
    state: str  # unchanged | changed | refused
    detail: str
    path: str = ""  # of the changed file, below the workspace
    remedy: str = ""  # of a refusal


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `fetch`."""
    parser = subparsers.add_parser("fetch", parents=[common], help="ask whether documents changed where they came from")
    parser.add_argument("plan", nargs="*", metavar="ID", help="only these documents; left out = all with a url")
    parser.set_defaults(action=fetch)


def fetch(root: Path, arguments: argparse.Namespace) -> Answer:
    """Ask for the url of each document, and return what became of it; the exit code is 4 where one was refused.

    Refuses (WrongUsage) an id of no document, or of one without a url.
    """
    from ..sources import read_manifest

    sources = read_manifest(root).source
    _refuse_unknown(arguments.plan, sources)
    from .web import Servers

    servers = Servers()
    chosen = [source for source in sources if source.url and (not arguments.plan or source.id in arguments.plan)]
    found = [_fetched(root, source, servers) for source in chosen]
    exit_code = SourceUnreadable.exit_code if any(each.state == "refused" for each in found) else 0
    if arguments.json:
        keys = ("plan_id", "state", "detail", "path", "remedy")
        return json_answer([{key: getattr(each, key) for key in keys} for each in found], exit_code)
    return Answer("\n".join(_lines(found)) or "no document of the manifest has a url", exit_code)


def _refuse_unknown(wanted: Sequence[str], sources: Sequence[Any]) -> None:
    urls = {source.id: source.url for source in sources}
    for plan_id in wanted:
        if plan_id not in urls:
            raise WrongUsage("fetch", f"there is no document {plan_id!r}", f"There are: {', '.join(urls) or 'none'}.")
        if not urls[plan_id]:
            remedy = "Write where it was published as its `url` in raw/sources.toml."
            raise WrongUsage("fetch", f"the document {plan_id!r} has no url", remedy)


def _lines(found: Sequence[Fetched]) -> Iterator[str]:
    for each in found:
        yield f"{each.plan_id}: {each.state}: {each.detail}"
        if each.path:
            yield f"  Look at it, then: directriz add {each.path} --supersedes {each.plan_id}"
        if each.remedy:
            yield f"  {each.remedy}"


def _fetched(root: Path, source: Any, servers: Servers) -> Fetched:
    state_file = root / "interim" / "fetched" / f"{source.id}.json"
    known = [witness.sha256 for witness in source.file]
    try:
        sent = servers.document(source.url, _headers(state_file, known))
    except SourceUnreadable as refusal:
        where = "" if refusal.place == source.url else f" ({refusal.place}, to which the server leads)"
        return Fetched(source.id, "refused", f"{refusal.found}{where}", "", refusal.remedy)
    if sent is None:
        return Fetched(source.id, "unchanged", "the server says so")
    return _taken(root, source, sent, state_file)


def _headers(state_file: Path, known: Sequence[str]) -> dict[str, str]:
    """Return the headers that say which version is here: what the server said of it, if it is still the document's."""
    try:
        told = json.loads(state_file.read_text(encoding="utf-8"))
        if told.get("sha256") not in known:
            return {}
        asked = {"If-None-Match": told.get("etag"), "If-Modified-Since": told.get("modified")}
    except (OSError, ValueError, AttributeError):
        return {}
    return {name: value for name, value in asked.items() if value}


def _taken(root: Path, source: Any, sent: Sent, state_file: Path) -> Fetched:
    """Compare a file with the document's, and keep it where it differs."""
    from ..store import digest, json_bytes, write_file
    from .web import ENDINGS, IN_A_BROWSER

    sha256 = digest(sent.content)
    if sha256 in [witness.sha256 for witness in source.file]:
        told = {"etag": sent.etag, "modified": sent.modified, "sha256": sha256}
        write_file(state_file, json_bytes(told))
        return Fetched(source.id, "unchanged", "the file is one of the document's")
    name = f"{source.id}-{sha256[:12]}{ENDINGS.get(sent.kind) or Path(source.file[0].path).suffix}"
    with TemporaryDirectory() as folder:
        unread = Path(folder, name)
        unread.write_bytes(sent.content)
        try:
            readable_bytes(unread)
        except SourceUnreadable as refusal:
            return Fetched(
                source.id, "refused", f"another file, which cannot be read: {refusal.found}", "", IN_A_BROWSER
            )
    path = state_file.with_name(name)
    write_file(path, sent.content)
    return Fetched(source.id, "changed", f"another file, sha256 {sha256}", path.relative_to(root).as_posix())
