"""`directriz add FILE` without a profile: drafts one, writes document, profile and entry, tries them, and reports.

Of a new edition, the profile of the edition before is tried first; it is taken if the run accepts it and it reads as
many actions as a drafted one. The document is read once, into `interim/`, where the next run finds it. If it cannot be
read, or no kind of plan finds an action in it, nothing is kept. If the draft is refused, document, profile and entry
stay, so that a person can correct the profile and check again.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import LayoutMismatch, PipelineError, WrongUsage
from ..key_errors import key_error
from ..layouts import FRAMEWORKS, Kind
from ..rebuild import NO_ACTION
from ..records import Action, PrintedLine, Records
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
    with all_or_nothing(lambda: _undo(place, text)):
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
    told = _Told(lines, keys["language"] is not None, proposals, keys, frameworks)
    before = next((each for each in manifest.source if each.id == arguments.supersedes), None)
    why_not = ""
    if before is not None and arguments.kind in (None, before.kind):
        tried = _with_profile_before(place, before, entry, (text, manifest))
        why_not = tried.why_not(drafted)
        if not why_not:
            (place.root / "raw" / place.profile).unlink()
            return tried.report(place, told, drafted)
    write_file(place.root / "raw" / place.profile, drafted.text.encode("utf-8"))
    new, _ = with_entry(place.root, text, manifest, entry)
    write_file(place.root / MANIFEST, new.encode("utf-8"))
    refused, made = _tried(place)
    if refused is not None and refused.found.startswith(NO_ACTION) and arguments.kind is None:
        raise _no_plan(arguments.file)
    return told.report(place, drafted, entry, (made, refused, new), why_not)


def _no_plan(file: Path) -> LayoutMismatch:
    """Return the error for a document in which no kind of plan finds an action: it is not added."""
    found = "no action was found in it as a matrix, as cards, or as a list in prose: nothing was added"
    seen = (
        f"See how it is read: directriz tables {file}, and directriz look {file} --page 1 -o page.png."
        if file.suffix.lower() == ".pdf"
        else "In a text, tabs or columns of spaces part the cells of a row. If a PDF was its source, add that instead."
    )
    remedy = (
        f"Is it a plan? {seen} "
        f"Then name its kind, and it is added with a draft for you to correct: directriz add {file} --kind "
        "action-matrix (or operational-matrix, action-cards, action-list).\n"
        "A framework of directives? --kind directive-list or "
        "directive-table. A document without actions, kept for its text? --kind programme."
    )
    return LayoutMismatch(str(file), found, remedy)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the report tells besides what the run makes of the document."""

    lines: Sequence[PrintedLine]
    is_language_told: bool
    proposals: Mapping[str, Proposal]
    keys: Mapping[str, str | None]
    frameworks: Sequence[str]

    def report(
        self,
        place: _Place,
        drafted: Drafted,
        entry: Mapping[str, Any],
        outcome: tuple[Records, PipelineError | None, str],
        about_profile: str,
    ) -> AddReport:
        """Return the report; `outcome` = records, refusal and text of the manifest."""
        found = {
            name: self.proposals[name].found
            for name in ASKED
            if self.keys.get(name) and self.keys[name] == self.proposals[name].value
        }
        profile = str(entry["profile"])
        return AddReport(
            place.plan_id,
            place.path,
            profile,
            drafted,
            entry,
            self.lines,
            *outcome,
            self.is_language_told,
            found,
            self.frameworks,
            about_profile,
            profile == place.profile,
        )


@dataclass(frozen=True, slots=True)
class _TriedBefore:
    """What the run makes of a new edition under the profile of the edition before."""

    before: Source
    entry: Mapping[str, Any]
    manifest: str  # its text with the entry
    text: str  # of the profile
    made: Records
    refused: PipelineError | None

    def why_not(self, drafted: Drafted) -> str:
        """Return why the profile is not taken; "" if it is."""
        name, actions = self.entry["profile"], len(self.made.of(Action))
        head = f"the profile of the edition before ({name}) is not taken: "
        if self.refused is not None:
            return f"{head}the run refuses it. {str(self.refused).splitlines()[0]}"
        if drafted.actions is not None and actions < drafted.actions:
            return f"{head}it reads {actions} actions, and the profile drafted from this document {drafted.actions}"
        for name in ("axis", "subaxis"):
            own, other = _headed(self.made, name), _headed(drafted.plan.records if drafted.plan else Records(), name)
            if own[0] < other[0] or own[1] < other[1]:
                return (
                    f"{head}of its headings it finds {own[1]} as {name} over {own[0]} actions, and the profile drafted "
                    f"from this document {other[1]} over {other[0]}"
                )
        return ""

    def report(self, place: _Place, told: _Told, drafted: Drafted) -> AddReport:
        """Return the report of the edition under this profile."""
        count = len(self.made.of(Action))
        about = f"the profile is that of the edition before, {self.before.id!r}: the run accepts it, and it reads "
        about += f"{count} actions"
        about += (
            f"; a profile drafted from this document reads {drafted.actions}" if drafted.actions is not None else ""
        )
        taken = Drafted(self.text, self.before.kind)
        return told.report(place, taken, self.entry, (self.made, None, self.manifest), about)


def _headed(records: Records, name: str) -> tuple[int, int]:
    """Return how many actions stand under a heading of a column, and how many such headings there are."""
    values = [value for action in records.of(Action) if (value := getattr(action, name))]
    return len(values), len(set(values))


def _with_profile_before(
    place: _Place, before: Source, entry: Mapping[str, Any], manifest: tuple[str, Any]
) -> _TriedBefore:
    """Return what the run makes of the document under the profile of the edition before; the manifest has its entry."""
    from ..sources import profile_path
    from ..store import write_file

    taken = {**entry, "kind": before.kind, "profile": before.profile}
    new, _ = with_entry(place.root, *manifest, taken)
    write_file(place.root / MANIFEST, new.encode("utf-8"))
    refused, made = _tried(place)
    text = profile_path(place.root, before).read_text(encoding="utf-8")
    return _TriedBefore(before, taken, new, text, made, refused)


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
        first = error.errors()[0]
        wrong = key_error(first, Source, "add")
        key = str(first["loc"][0])
        raise WrongUsage(f"--{key}", wrong.found.removeprefix(f"key {key!r}: "), wrong.remedy) from None


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


def _undo(place: _Place, manifest: str) -> None:
    """Delete what was written, so that a document that cannot be added leaves no trace; `manifest`: its text before."""
    from ..store import write_file

    if (path := place.root / MANIFEST).is_file():
        write_file(path, manifest.encode("utf-8")) if manifest else path.unlink()
    if not place.lies_there:
        (place.root / "raw" / place.path).unlink(missing_ok=True)
    (place.root / "raw" / place.profile).unlink(missing_ok=True)
    for stage in ("ingest", "read", "rebuild"):
        shutil.rmtree(place.root / "interim" / stage / place.plan_id, ignore_errors=True)
        (place.root / "interim" / stage / f"{place.plan_id}.json").unlink(missing_ok=True)
