"""The ingest stage: each file of a document must be there, have the hash of the manifest, and be of a known format."""

from __future__ import annotations

from collections.abc import Callable

from .errors import SourceUnreadable
from .formats import format_of
from .records import Issue, Records, SourceFile
from .sources import OPEN, Source, Witness
from .store import digest


def ingest(source: Source, read: Callable[[str], bytes]) -> Records:
    """Return the checked files of a document, the first is the one that is published, and issues of its entry.

    `read` returns a file's bytes by its path below raw/. Refuses (SourceUnreadable) an empty file and one whose hash
    is not the manifest's.
    """
    files = [
        _verified(source, position, witness, read(witness.path))
        for position, witness in enumerate(source.file, start=1)
    ]
    return Records([*files, *_open_keys(source)])


def _open_keys(source: Source) -> list[Issue]:
    """Return an issue for each key that `add` left open: it would be published as if somebody had said it."""
    keys = [key for key in ("title", "issuer", "jurisdiction") if getattr(source, key) == OPEN]
    said = [f"{key} of [[source]] {source.id!r} is still open in raw/sources.toml" for key in keys]
    return [Issue("manifest_incomplete", "defect", "ingest", source.id, None, None, each, OPEN) for each in said]


def _verified(source: Source, position: int, witness: Witness, raw: bytes) -> SourceFile:
    found = digest(raw)
    if found != witness.sha256:
        raise SourceUnreadable(
            f"raw/{witness.path}",
            f"its sha256 is {found}, but [[source]] {source.id!r} names {witness.sha256}",
            "If the file was meant to change, give the new sha256 in raw/sources.toml; if not, restore the file.",
        )
    if not raw:
        raise SourceUnreadable(f"raw/{witness.path}", "empty: 0 bytes", "Put the document there and give its sha256.")
    return SourceFile(source.id, position, witness.path, found, len(raw), format_of(witness.path, raw))
