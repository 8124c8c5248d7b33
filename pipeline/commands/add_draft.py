"""`directriz add FILE` without a profile: drafts one, writes document, profile and entry, tries them, and reports.

The document is read once, into `interim/`, where the next run finds it. If it cannot be read, nothing is kept. If the
draft is refused, document, profile and entry stay, so that a person can correct the profile and check again.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import PipelineError, WrongUsage
from ..key_errors import key_error
from ..layouts import FRAMEWORKS, Kind
from ..records import PrintedLine, Records
from ..sources import OPEN, Source, Witness
from .add_report import AddReport, as_json, as_text
from .answer import Answer, json_answer
from .asked_keys import asked, asked_frameworks
from .filing import (
    MANIFEST,
    all_or_nothing,
    digest_of,
    frameworks_of,
    manifest_of,
    path_in_raw,
    period_of,
    readable_bytes,
    refuse_same_bytes,
    refuse_unknown_edition,
    with_entry,
)
from .profile import Document, Drafted, draft, pdf_document
from .proposals import Proposal, propose, propose_id, said_of_itself

ASKED = ("id", "title", "issuer", "jurisdiction", "period", "language")
OPTIONAL = ("period",)
PROVISIONAL: Kind = "programme"  # of the profile that the document is read under


@dataclass(frozen=True, slots=True)
class _Place:
    """Where things go."""

    root: Path
    plan_id: str
    path: str  # of the document, below raw/
    lies_there: bool
    sha256: str

    @property
    def profile(self) -> str:
        """The profile's name in the manifest."""
        return f"profiles/{self.plan_id}.toml"


def add_with_draft(root: Path, arguments: argparse.Namespace) -> Answer:
    """Draft a profile of a new document, file both, check them and return what was understood and what is asked.

    Refuses (WrongUsage) an id or path that exists, (SourceUnreadable) a document that cannot be read.
    """
    content = readable_bytes(arguments.file)
    text, manifest = manifest_of(root)
    path, lies_there = path_in_raw(root, arguments, manifest)
    ids = [source.id for source in manifest.source]
    plan_id = arguments.id or asked(arguments, "id", Proposal(propose_id(arguments.file, ids), "file name"))
    place = _Place(root, str(plan_id), path, lies_there, digest_of(content))
    _refuse_taken(place, ids)
    refuse_same_bytes(arguments.file, place.sha256, manifest)
    refuse_unknown_edition(arguments, manifest)
    with all_or_nothing(lambda: _undo(place)):
        report = _filed(place, arguments, content, text, manifest)
    exit_code = report.refused.exit_code if report.refused else 0
    return json_answer(as_json(report), exit_code) if arguments.json else Answer(as_text(report), exit_code)


def _refuse_taken(place: _Place, ids: list[str]) -> None:
    if place.plan_id in ids:
        remedy = "Give another --id; another copy of the same document is added with --witness-of."
        raise WrongUsage("--id", f"there is a document {place.plan_id!r} already", remedy)
    if (place.root / "raw" / place.profile).exists():
        remedy = (
            f"Add the document under that profile (--profile {place.profile}), give another --id, or move the file."
        )
        raise WrongUsage(f"raw/{place.profile}", "there is a profile of that name already", remedy)


def _filed(place: _Place, arguments: argparse.Namespace, content: bytes, text: str, manifest: Any) -> AddReport:
    from ..store import write_file

    if not place.lies_there:
        write_file(place.root / "raw" / place.path, content)
    document, records = _read(place, arguments, content)
    drafted = draft(document, arguments.kind)
    lines = records.of(PrintedLine)
    proposals = propose(arguments.file, lines, said_of_itself(arguments.file, content))
    keys = {name: asked(arguments, name, proposals[name]) for name in ASKED if name != "id"}
    frameworks = [] if drafted.kind in FRAMEWORKS else frameworks_of(manifest)
    entry = _entry(place, keys, drafted) | _of_options(arguments, frameworks)
    write_file(place.root / "raw" / place.profile, drafted.text.encode("utf-8"))
    new, _ = with_entry(place.root, text, manifest, entry)
    write_file(place.root / MANIFEST, new.encode("utf-8"))
    refused, made = _tried(place)
    is_told = keys["language"] is not None
    found = {name: proposals[name].found for name in ASKED if keys.get(name) and keys[name] == proposals[name].value}
    return AddReport(
        place.plan_id, place.path, place.profile, drafted, entry, lines, made, refused, new, is_told, found, frameworks
    )


def _read(place: _Place, arguments: argparse.Namespace, content: bytes) -> tuple[Document, Records]:
    """Return the document as it is drafted from, read once and kept for the run."""
    from ..documents import records_until, run_document
    from ..formats import format_of
    from ..store import write_file
    from .draft_sources import read_dump

    is_pdf = format_of(arguments.file.name, content) == "pdf"
    name = Path(place.path).name
    dump = None if is_pdf else read_dump(content, name)
    pages = f'\n[dump]\npages = "{dump[2]}"\n' if dump else ""
    stub = f'kind = "{PROVISIONAL}"\nabout = "provisional"\n{pages}'
    write_file(place.root / "raw" / place.profile, stub.encode("utf-8"))
    code = arguments.language or _told_by_words(place, dump[0] if dump else None)
    run_document(place.root, _provisional(place, code), "read")
    records = records_until(place.root, place.plan_id, "read")
    if dump:
        return Document(name, dump[0], dump[1], dump[2]), records
    return pdf_document(name, records.of(PrintedLine)), records


def _told_by_words(place: _Place, text: str | None) -> str:
    """Return the code of the language of a dump's text or of a PDF (None); Spanish where the words do not tell it."""
    from ..language import USUAL, guess_language
    from ..read.pdf.reader import language_of_pdf

    language = guess_language([text]) if text is not None else language_of_pdf(place.root / "raw" / place.path)
    return language.code if language is not None and language.is_known else USUAL


def _provisional(place: _Place, code: str) -> Source:
    """Return a provisional entry for reading the document; refuses an id of another form."""
    from pydantic import ValidationError

    try:
        return Source(
            id=place.plan_id,
            title=OPEN,
            issuer=OPEN,
            jurisdiction=OPEN,
            kind=PROVISIONAL,
            language=code,
            profile=place.profile,
            file=(Witness(path=place.path, sha256=place.sha256),),
        )
    except ValidationError as error:
        wrong = key_error(error.errors()[0], Source, "directriz add")
        raise WrongUsage("directriz add", wrong.found, wrong.remedy) from None


def _of_options(arguments: argparse.Namespace, frameworks: list[str]) -> dict[str, Any]:
    """Return the keys that options or a person at a terminal give; `frameworks`: what the actions can be linked to."""
    links = arguments.links_to if arguments.links_to is not None else asked_frameworks(arguments, frameworks)
    return {
        "links_to": [name.strip() for name in (links or "").split(",") if name.strip()] or None,
        "supersedes": arguments.supersedes,
        "url": arguments.url,
    }


def _entry(place: _Place, keys: dict[str, str | None], drafted: Drafted) -> dict[str, Any]:
    return {
        "id": place.plan_id,
        **{name: keys[name] or OPEN for name in ("title", "issuer", "jurisdiction")},
        "kind": drafted.kind,
        "period": period_of(keys["period"]),
        "language": keys["language"] or "es",
        "profile": place.profile,
        "file": [{"path": place.path, "sha256": place.sha256}],
    }


def _tried(place: _Place) -> tuple[PipelineError | None, Records]:
    """Return what the run would refuse of the new document, and what it makes of it."""
    from ..documents import records_until, run_document
    from ..sources import read_manifest

    source = next(each for each in read_manifest(place.root).source if each.id == place.plan_id)
    try:
        run_document(place.root, source, "rebuild")
    except PipelineError as error:
        return error, Records()
    return None, records_until(place.root, place.plan_id, "rebuild")


def _undo(place: _Place) -> None:
    """Delete what was written, so that a document that cannot be added leaves no trace."""
    if not place.lies_there:
        (place.root / "raw" / place.path).unlink(missing_ok=True)
    (place.root / "raw" / place.profile).unlink(missing_ok=True)
    for stage in ("ingest", "read", "rebuild"):
        shutil.rmtree(place.root / "interim" / stage / place.plan_id, ignore_errors=True)
        (place.root / "interim" / stage / f"{place.plan_id}.json").unlink(missing_ok=True)
