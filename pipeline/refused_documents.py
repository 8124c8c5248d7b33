"""Documents that a run goes on without: what refused them, and their last good records.

A document whose stages all ran is written down as good, with its manifest entry, its profile and the hashes of its
results. Where it is refused later on, and the run is told to keep going, those records stay published. A document that
was never good is published as a row of `plans` without records. An issue `document_refused` tells of both.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any

from . import errors, store
from .corrections import FILES
from .documents import code_digest, digests_of, kept_at, read_state, stage_key
from .errors import PipelineError
from .layouts import Profile
from .limits import Limits
from .records import Issue
from .sources import Manifest, Source, profile_path
from .steps import DOCUMENT_STAGES, LINK, raw_digests

GOOD, REFUSED = "good", "refused"  # folders of interim/


@dataclass(frozen=True, slots=True)
class Refused:
    """The documents that a run goes on without."""

    errors: Mapping[str, PipelineError] = field(default_factory=dict)  # plan → what refused it
    profiles: Mapping[str, Profile] = field(default_factory=dict)  # of those with last good records
    without_records: frozenset[str] = frozenset()
    without_links: frozenset[str] = frozenset()

    def and_without_links(self, errors: Mapping[str, PipelineError]) -> Refused:
        """Return these documents, with those added whose links the link stage refused."""
        return replace(self, errors={**self.errors, **errors}, without_links=frozenset(errors))

    def issue_rows(self, plan_id: str) -> list[dict[str, Any]]:
        """Return the row of `issues` about a document; none for one that was not refused."""
        error = self.errors.get(plan_id)
        if error is None:
            return []
        kept = "none of its records are published" if plan_id in self.without_records else "its last good records stay"
        stage = "ingest"
        if plan_id in self.without_links:
            kept, stage = "its records are published without links", LINK
        detail = f"refused ({type(error).__name__}, exit code {error.exit_code}); {kept}"
        issue = Issue("document_refused", "defect", stage, plan_id, None, None, detail, str(error))
        return [{name: getattr(issue, name) for name in Issue.__slots__}]


def note_good(root: Path, source: Source, profile: Profile) -> None:
    """Write down that all stages of a document ran, and with what."""
    content = store.json_bytes(
        {"source": source.model_dump(), "profile": profile.model_dump(), "results": _results(root, source.id)}
    )
    path = _good_file(root, source.id)
    if not path.is_file() or path.read_bytes() != content:
        store.write_file(path, content)
    kept_at(root, REFUSED, source.id)[1].unlink(missing_ok=True)
    store.remove_folder(kept_at(root, GOOD, source.id)[0])


def save_good(root: Path, plan_id: str) -> None:
    """Keep the results of a document that is good beside those that its next run will make.

    The files are linked, not copied: results are replaced as a whole and never written into.
    """
    saved = kept_at(root, GOOD, plan_id)[0]
    if not is_good(root, plan_id):
        return
    store.remove_folder(saved)  # of a run that was killed after the document had become good again
    with store.scratch_folder(saved.parent, plan_id) as beside:
        for stage in DOCUMENT_STAGES:
            folder, state_file = kept_at(root, stage, plan_id)
            shutil.copytree(folder, beside / stage, copy_function=_linked)
            _linked(str(state_file), str(beside / f"{stage}.json"))
        beside.rename(saved)


def _linked(source: str, target: str) -> None:
    """Link a file, or copy it where the file system has no such links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def restore_good(root: Path, plan_id: str) -> None:
    """Put the saved results of a document in the place of those that a refused run made; nothing without any."""
    saved = kept_at(root, GOOD, plan_id)[0]
    if not saved.is_dir():
        return
    for stage in DOCUMENT_STAGES:
        folder, state_file = kept_at(root, stage, plan_id)
        store.replace_folder(folder, {path.name: path.read_bytes() for path in (saved / stage).iterdir()})
        store.write_file(state_file, (saved / f"{stage}.json").read_bytes())


def _good_file(root: Path, plan_id: str) -> Path:
    return kept_at(root, GOOD, plan_id)[1]


def _results(root: Path, plan_id: str) -> dict[str, dict[str, str]]:
    return {stage: digests_of(root, stage, plan_id) for stage in DOCUMENT_STAGES}


def is_good(root: Path, plan_id: str) -> bool:
    """Tell whether a document was last good with the results that it has now."""
    note = read_state(_good_file(root, plan_id))
    return bool(note) and note.get("results") == _results(root, plan_id)


def has_saved(root: Path, plan_id: str) -> bool:
    """Tell whether earlier results of a document are kept beside those that it has now."""
    return kept_at(root, GOOD, plan_id)[0].exists()


def good_document(root: Path, plan_id: str) -> tuple[Source, Profile] | None:
    """Return the entry and profile with which a document was last good. None if its results are others by now."""
    note = read_state(_good_file(root, plan_id))
    if not note or note.get("results") != _results(root, plan_id):
        return None
    return Source.model_validate(note["source"]), Profile.model_validate(note["profile"])


def inputs_key(root: Path, source: Source) -> str:
    """Return the hash of all that decides whether a document is refused."""
    try:
        profile = store.file_digest(profile_path(root, source))
    except PipelineError:
        profile = ""
    by_hand = [root / "raw" / "reviews" / name for name in FILES]
    hashes = [store.file_digest(path) for path in by_hand if path.is_file()]
    return stage_key([code_digest(""), raw_digests(root, source), profile, hashes])


def note_refusal(root: Path, source: Source, error: PipelineError, limits: Limits) -> None:
    """Write down what refused a document, so that it is not tried again while nothing of it changes.

    A refusal that the installation of a program may lift is not written down.
    """
    path = kept_at(root, REFUSED, source.id)[1]
    if error.is_lasting:
        store.write_file(path, store.json_bytes(state_of(inputs_key(root, source), error, limits)))
    else:
        path.unlink(missing_ok=True)


def known_refusal(root: Path, source: Source, limits: Limits) -> PipelineError | None:
    """Return what refused a document in an earlier run, if nothing of it has changed since."""
    path = kept_at(root, REFUSED, source.id)[1]
    if not path.is_file():
        return None
    return error_in(read_state(path), inputs_key(root, source), limits)


def state_of(key: str, error: PipelineError, limits: Limits) -> dict[str, Any]:
    """Return what is written down of a refusal: `key` stands for what was refused. Limits count if they refused it."""
    of_limits = list(astuple(limits)) if isinstance(error, errors.OverLimit) else None
    return {"key": key, "refusal": told_of(error), "limits": of_limits}


def error_in(state: Mapping[str, Any], key: str, limits: Limits) -> PipelineError | None:
    """Return the refusal that was written down; None for another key, and for one by other limits than those now."""
    if state.get("key") != key or state.get("limits") not in (None, list(astuple(limits))):
        return None
    return error_of(state["refusal"])


def told_of(error: PipelineError) -> dict[str, str]:
    """Return what is written down of a refusal."""
    return {"kind": type(error).__name__, "place": error.place, "found": error.found, "remedy": error.remedy}


def error_of(told: Mapping[str, str]) -> PipelineError:
    """Return a refusal that was written down."""
    kind: type[PipelineError] = getattr(errors, told["kind"], errors.SourceUnreadable)
    error = errors.LayoutMismatch if issubclass(kind, errors.LayoutMismatch) else kind
    return error(told["place"], told["found"], told["remedy"])


def without_refused(
    root: Path, manifest: Manifest, refusals: Mapping[str, PipelineError]
) -> tuple[Manifest, Manifest, Refused]:
    """Return the manifest to publish, the manifest to link, and what is known of the refused documents.

    In both, a refused document has the entry with which it was last good. One that was never good is in the first only,
    and no document is linked to it.
    """
    for plan_id in refusals:
        if not is_good(root, plan_id):
            restore_good(root, plan_id)
    good = {plan_id: found for plan_id in refusals if (found := good_document(root, plan_id)) is not None}
    without = frozenset(refusals) - frozenset(good)
    entries = [good[source.id][0] if source.id in good else source for source in manifest.source]
    kept = [_without_links(entry, without) for entry in entries]
    refused = Refused(refusals, {plan_id: profile for plan_id, (_, profile) in good.items()}, without)
    linked = tuple(entry for entry in kept if entry.id not in without)
    return Manifest.model_construct(source=tuple(kept)), Manifest.model_construct(source=linked), refused


def _without_links(entry: Source, without: frozenset[str]) -> Source:
    targets = () if entry.id in without else tuple(plan for plan in entry.links_to if plan not in without)
    return entry if targets == entry.links_to else entry.model_copy(update={"links_to": targets})
