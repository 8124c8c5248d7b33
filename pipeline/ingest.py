"""The ingest stage: each file of a document must exist, have the hash of the manifest, and be of a known format."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from difflib import get_close_matches

from .errors import SourceUnreadable
from .formats import format_of
from .language import known_codes
from .records import Issue, Records, SourceFile
from .reference.agencies import register_names
from .reference.parties import state_names
from .sources import OPEN, Source, Witness
from .store import digest
from .text import fold

COUNTRY = re.compile("[A-Z]{3}")
NEAR = 0.75  # similarity from 0 to 1 to a code that is known: "ARGG" has .86 to "ARG"


def ingest(source: Source, read: Callable[[str], bytes], registers: Collection[str] | None = None) -> Records:
    """Return the checked files of a document, the first is the one that is published, and issues of its entry.

    `read` returns a file's bytes by its path below raw/, `registers` are the jurisdictions that have a register of
    bodies, None = the shipped ones. Refuses (SourceUnreadable) an empty file and one whose hash
    is not the manifest's.
    """
    files = [
        _verified(source, position, witness, read(witness.path))
        for position, witness in enumerate(source.file, start=1)
    ]
    return Records([*files, *doubts_of_entry(source, registers)])


def doubts_of_entry(source: Source, registers: Collection[str] | None = None) -> list[Issue]:
    """Return what a document's entry leaves open or says in a code that is not known; no file is opened."""
    return [*_open_keys(source), *_unknown_jurisdiction(source, registers), *_unknown_language(source)]


def _open_keys(source: Source) -> list[Issue]:
    """Return an issue for each key that `add` left open. It would be published like a key that a person filled in."""
    keys = [key for key in ("title", "issuer", "jurisdiction") if getattr(source, key) == OPEN]
    said = [f"{key} of [[source]] {source.id!r} is still open in raw/sources.toml" for key in keys]
    return [Issue("manifest_incomplete", "defect", "ingest", source.id, None, None, each, OPEN) for each in said]


def _unknown_jurisdiction(source: Source, registers: Collection[str] | None) -> list[Issue]:
    """Return a doubt for a jurisdiction that looks like a country code and is none: no body would be found for it."""
    code = source.jurisdiction
    known = {*state_names(), *(register_names() if registers is None else registers)}
    if code == OPEN or code in known:
        return []
    names = {fold(name): state for state, names in state_names().items() for name in (state, *names)}
    near = names.get(fold(code)) or next(iter(get_close_matches(code.upper(), sorted(known), n=1, cutoff=NEAR)), None)
    if near is None and not COUNTRY.fullmatch(code):
        return []
    meant = f"is {near!r} meant?" if near else "write a country as ISO 3166-1 alpha-3, such as 'PER'; others may stay"
    detail = f"jurisdiction {code!r} of [[source]] {source.id!r} is no country, and has no register of bodies: {meant}"
    return [Issue("jurisdiction_unknown", "doubt", "ingest", source.id, None, None, detail, code)]


def _unknown_language(source: Source) -> list[Issue]:
    """Return a doubt for a language without lists of its words."""
    code, known = source.language, ", ".join(known_codes())
    if code in known_codes():
        return []
    detail = f"language {code!r} of [[source]] {source.id!r} is none whose words Directriz knows ({known}): tables and "
    detail += (
        "rows are read, bodies and hyphens perhaps not, and nothing is linked. If the document is in one of these, "
    )
    detail += "correct the code"
    return [Issue("language_unknown", "doubt", "ingest", source.id, None, None, detail, code)]


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
