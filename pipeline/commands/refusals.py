"""Finds everything that a run would refuse; the run itself stops at the first error.

If a document runs through, nothing more is checked. Otherwise each part is checked by itself: each key of its entry and
profile, each file, each witness, each expectation. Only `interim/` is written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from ..checks import check_expectations
from ..corrections import find_orphans, parse_by_hand
from ..csv_files import parse_records, read_csv_text
from ..documents import records_until, run_document
from ..errors import ManifestInvalid, PipelineError, SeveralMismatches
from ..key_errors import entry_text, key_error, told_errors
from ..layouts import Expectation, Profile
from ..link_runs import are_links_current
from ..link_steps import read_link_reviews
from ..publish_steps import check_published_tables
from ..records import Records
from ..refused_documents import save_good
from ..sources import Manifest, Source, profile_path, read_manifest, read_profile
from ..steps import DOCUMENT_STAGES
from .profile_lines import with_lines

MANIFEST = "raw/sources.toml"
REVIEWS = "raw/reviews/links.csv"
EMPHASES = "raw/reviews/emphases.csv"
READ = "read"
AFTER_READING = tuple(step for name, step in DOCUMENT_STAGES.items() if name not in ("ingest", READ))
CODES = {"id": "-", "title": "-", "issuer": "-", "jurisdiction": "-", "language": "es"}  # what raises no doubt
COUNTED = ("progress", "amendments", "indicators")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that the run would refuse."""

    plan_id: str | None  # None = the whole workspace
    error: PipelineError


def _invalid(model: type[BaseModel], entry: Any, place: str, name: str = "", text: str = "") -> list[ManifestInvalid]:
    """Return everything that a model refuses in an entry, unknown keys first: a misspelt key is also a missing one."""
    try:
        model.model_validate(entry)
    except ValidationError as error:
        return [key_error(found, model, place, name, text) for found in told_errors(error)]
    return []


def _parsed(path: Path) -> tuple[dict[str, Any], str]:
    """Return a TOML file and its text, ({}, "") where it is none: then the reader has said so already."""
    if not path.is_file():  # a pipe would be waited for
        return {}, ""
    try:
        text = path.read_bytes().decode("utf-8")
        return tomllib.loads(text), text
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError):
        return {}, ""


def readable_sources(root: Path) -> tuple[list[Source], list[Refusal]]:
    """Return the documents whose manifest entries can be read, and what is refused of the manifest."""
    try:
        return list(read_manifest(root).source), []
    except ManifestInvalid as first:
        manifest, text = _parsed(root / MANIFEST)
        entries = manifest.get("source")
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            return [], [Refusal(None, first)]
        found = [Refusal(None, error) for error in _invalid(Manifest, {**manifest, "source": []}, MANIFEST)]
        sources, refused = _entries(entries, text)
        return sources, found + refused or [Refusal(None, first)]


def _entries(entries: list[dict[str, Any]], text: str) -> tuple[list[Source], list[Refusal]]:
    sources, found = [], []
    ids = [str(entry.get("id")) for entry in entries]
    for place, entry in enumerate(entries, start=1):
        plan_id = str(entry["id"]) if "id" in entry else None
        name = f"[[source]] {plan_id!r}" if plan_id else f"[[source]] no. {place}"
        refused: list[PipelineError] = [*_invalid(Source, entry, MANIFEST, name, entry_text(text, place - 1))]
        if plan_id in ids[: place - 1]:
            refused.append(ManifestInvalid(MANIFEST, f"{name}: the id stands twice", "Give every document its own id."))
        if not refused:
            source = Source.model_validate(entry)
            sources.append(source)
            refused += [_unknown_target(name, target) for target in source.links_to if target not in ids]
        found += [Refusal(plan_id, error) for error in refused]
    return sources, found


def refused_entries(root: Path) -> list[Source]:
    """Return the entries of the manifest that are refused, as far as their texts go: their codes can be looked at.

    A text that is missing or no text is taken for one that raises no doubt.
    """
    entries = _parsed(root / MANIFEST)[0].get("source")
    found: list[Source] = []
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and _invalid(Source, entry, MANIFEST):
            texts = {name: entry[name] for name in CODES if isinstance(entry.get(name), str)}
            found.append(Source.model_construct(file=(), **{**CODES, **texts}))
    return found


def _unknown_target(name: str, target: str) -> ManifestInvalid:
    remedy = f"Add {target!r} with `directriz add`, or take it out of links_to."
    return ManifestInvalid(MANIFEST, f"{name}: links_to names {target!r}, which is no document here", remedy)


def _profile_refusals(root: Path, source: Source) -> list[PipelineError]:
    try:
        read_profile(root, source)
    except ManifestInvalid as first:
        try:
            entry, text = _parsed(profile_path(root, source))
        except ManifestInvalid:
            return [first]
        return [*_invalid(Profile, entry, f"profile {source.profile}", text=text)] if entry else [first]
    return []


def document_refusals(root: Path, source: Source) -> list[PipelineError]:
    """Return all errors of one document, in the order of the stages; brings its stages up to date."""
    save_good(root, source.id)
    try:
        run_document(root, source, list(DOCUMENT_STAGES)[-1])
    except PipelineError as first:
        found = [*_profile_refusals(root, source), *_file_refusals(root, source)]
        found = found or [*_witness_refusals(root, source), *_stale_refusals(root, source)]
        said = _each(first)
        known = {(error.place, error.found) for error in said}
        return [*said, *(error for each in found for error in _each(each) if (error.place, error.found) not in known)]
    return []


def _each(error: PipelineError) -> list[PipelineError]:
    """Return the single errors within an error, one for each cause."""
    return list(error.errors) if isinstance(error, SeveralMismatches) else [error]


def _kept_reading(root: Path, source: Source, path: str) -> Records:
    """Return what reading made of one file of a document; it is read only where that is not kept yet.

    Refuses what reading refuses of any file of the document.
    """
    run_document(root, source, READ)
    records = records_until(root, source.id, READ)
    kept = [record for kind in records.kinds() for record in records.of(kind) if _file_of(record) in (path, None)]
    return Records(kept)


def _file_of(record: object) -> str | None:
    return getattr(record, "source_file", None) or getattr(record, "path", None)


def _one_file(source: Source, place: int) -> Source:
    return source.model_copy(update={"file": (source.file[place],)})


def _file_refusals(root: Path, source: Source) -> list[PipelineError]:
    """Return what is wrong with each file by itself: missing, another hash, empty."""
    found: list[PipelineError] = []
    for place in range(len(source.file)):
        try:
            DOCUMENT_STAGES["ingest"].run(
                root, _one_file(source, place), Profile(kind=source.kind, about=""), Records()
            )
        except PipelineError as error:
            found.append(error)
    return found


def _witness_refusals(root: Path, source: Source) -> list[PipelineError]:
    """Return the errors of each witness by itself; expectations apply to the first."""
    try:
        profile = read_profile(root, source)
    except ManifestInvalid as error:
        return [error]
    bare = profile.model_copy(update={"expect": ()})
    found: list[PipelineError] = []
    for place in range(len(source.file)):
        one = _one_file(source, place)
        try:
            records = _kept_reading(root, source, one.file[0].path)
            for step in AFTER_READING:
                records = records.updated(step.run(root, one, bare, records))
                found += _expectation_refusals(records, source, profile, step.name) if place == 0 else []
        except PipelineError as error:
            found.append(error)
    return found


def _stale_refusals(root: Path, source: Source) -> list[PipelineError]:
    """Return each correction by hand of a document that does not find what it expects."""
    from ..clean import refused_by_hand

    try:
        run_document(root, source, "rebuild")
    except PipelineError:
        return []
    by_hand, _ = parse_by_hand(root)
    return refused_by_hand(records_until(root, source.id, "rebuild"), by_hand.of_plan(source.id))


def _hand_refusals(root: Path, sources: Iterable[Source]) -> list[PipelineError]:
    """Return what is wrong with the files of corrections by hand themselves."""
    by_hand, refused = parse_by_hand(root)
    return [*refused, *find_orphans(by_hand, [source.id for source in sources])]


def _single_expectations(expectation: Expectation) -> Iterator[Expectation]:
    """Yield an expectation for each number that it names."""
    nothing: dict[str, Any] = {"rows": {}, **dict.fromkeys(COUNTED)}
    for part, number in expectation.rows.items():
        yield expectation.model_copy(update={**nothing, "rows": {part: number}})
    for name in COUNTED:
        yield expectation.model_copy(update={**nothing, name: getattr(expectation, name)})


def _expectation_refusals(records: Records, source: Source, profile: Profile, stage: str) -> list[PipelineError]:
    found: list[PipelineError] = []
    for expectation in profile.expect:
        for single in _single_expectations(expectation):
            try:
                check_expectations(records, source, profile.model_copy(update={"expect": (single,)}), stage)
            except PipelineError as error:
                found.append(error)
    return found


def review_refusals(root: Path) -> list[PipelineError]:
    """Return the errors of each reviewed link, or of the file as a whole."""
    path = root / REVIEWS
    if not path.exists() and not path.is_symlink():
        return []
    try:
        read_link_reviews(root)
    except PipelineError as first:
        return _row_refusals(root / REVIEWS) or [first]
    return []


def _row_refusals(path: Path) -> list[PipelineError]:
    from ..link.reviews import parse_reviews

    try:
        header, records = parse_records(read_csv_text(path, REVIEWS) or "", REVIEWS)
        parse_reviews(header, [])
    except PipelineError:
        return []
    found: list[PipelineError] = []
    for line, row in records:
        try:
            parse_reviews(header, [row])
        except ManifestInvalid as error:
            found.append(ManifestInvalid(f"{REVIEWS} l. {line}", error.found, error.remedy))
    return found


def _table_refusals(root: Path) -> list[PipelineError]:
    """Return what is refused of the tables of documents that are all well, and of what linking reads.

    Nothing is linked here: linking takes seconds, and refuses only the files of reviews and readings, which are read.
    Where there is no file of readings, the linker is not even imported: that takes a second.
    """
    manifest = read_manifest(root)
    try:
        if (root / EMPHASES).is_file() and any(source.links_to for source in manifest.source):
            from ..link.published_tables import read_emphases

            read_emphases(root)
        is_linked = are_links_current(root, manifest)
        check_published_tables(root, manifest, is_linked=is_linked)
    except PipelineError as error:
        return [error]
    return []


def _once(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Return errors without repetitions: a wrong reference file is an error of every document."""
    seen: dict[str, Refusal] = {}
    for refusal in refusals:
        seen.setdefault(str(refusal.error), refusal)
    return list(seen.values())


def _at_lines(root: Path, source: Source, error: PipelineError) -> PipelineError:
    """Return an error with the lines of the document's profile that its remedy is about."""
    if f"{source.profile!r}" not in str(error) and source.profile not in str(error):
        return error
    try:
        path = profile_path(root, source)
    except ManifestInvalid:
        return error
    name = f"raw/{source.profile}" if source.profile.endswith(".toml") else f"profile {source.profile!r}"
    return with_lines(error, name, _parsed(path)[1])


def refusals(root: Path) -> list[Refusal]:
    """Return everything that `directriz all` would refuse in a workspace, in its order; `output/` stays as it is."""
    sources, found = readable_sources(root)
    for source in sources:
        found += [Refusal(source.id, _at_lines(root, source, error)) for error in document_refusals(root, source)]
    found += [Refusal(None, error) for error in (*_hand_refusals(root, sources), *review_refusals(root))]
    if not found:
        found += [Refusal(None, error) for error in _table_refusals(root)]
    return _once(found)
