"""The input of the publish stage: all documents, what the earlier stages left of each, and which were refused."""

from __future__ import annotations

import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from . import store
from .documents import StageReport, code_digest, digests_of, read_state, records_until, stage_key
from .errors import PipelineError
from .layouts import Profile
from .publish.build import review_digests, software_versions
from .records import Records
from .refused import Refused
from .sources import Manifest, Source, profile_path, read_profile
from .steps import DOCUMENT_STAGES, LINK, PUBLISH, RecordsUntil

if TYPE_CHECKING:
    from .publish.rows import Document

NOTHING_REFUSED = Refused()
EXPLORE = "explore"  # made after `publish` from its tables; no stage, since no table depends on it


def check_published_tables(root: Path, manifest: Manifest, records_until: RecordsUntil, *, is_linked: bool) -> None:
    """Refuse (CheckFailed) tables that do not match their schema; links are left out where they were not made."""
    from .publish.rows import Document, checked_columns

    documents = [_document(root, source, records_until, NOTHING_REFUSED) for source in manifest.source]
    if not is_linked:
        documents = [Document(each.source, each.profile, each.records, {}) for each in documents]
    checked_columns(documents)


def _document(root: Path, source: Source, records_until: RecordsUntil, refused: Refused) -> Document:
    from .publish.rows import Document

    issues = refused.issue_rows(source.id)
    if source.id in refused.without_records:
        return Document(source, Profile(kind=source.kind, about="refused"), Records(), {"issues": issues})
    linked = store.read_rows(root / "interim" / LINK / source.id)
    if issues:
        linked["issues"] = [*linked.get("issues", []), *issues]
    profile = refused.profiles[source.id] if source.id in refused.profiles else read_profile(root, source)
    return Document(source, profile, records_until(root, source.id, "normalise"), linked)


def publish_tables(
    root: Path, manifest: Manifest, records_until: RecordsUntil, scratch: Path, refused: Refused = NOTHING_REFUSED
) -> tuple[dict[str, store.Content], dict[str, int]]:
    """Return the published files by name, and the number of rows of each table. Large files lie in `scratch`.

    Refuses (CheckFailed) tables that do not match their schema.
    """
    from .publish.build import describe_build
    from .publish.publication import make_files

    documents = [_document(root, source, records_until, refused) for source in manifest.source]
    known = [source for source in manifest.source if _has_profile(root, source, refused)]
    return make_files(documents, describe_build(root, Manifest.model_construct(source=tuple(known))), scratch)


def _has_profile(root: Path, source: Source, refused: Refused) -> bool:
    """Tell whether a document's profile is there; it may be missing where that is why the document was refused."""
    if source.id in refused.without_records:
        return False
    try:
        return profile_path(root, source).is_file()
    except PipelineError:
        return False


def run_publish(root: Path, manifest: Manifest, refused: Refused = NOTHING_REFUSED) -> StageReport:
    """Replace the tables in `output/` by a whole new set, if they are out of date.

    What the new set changes is written beside it as `changes.json`. If nothing is to be done, that file stays as it is.
    """
    from .commands.run_changes import CHANGES, changes_of_run

    started = time.perf_counter()
    store.recover_folder(root / "output")
    stages = [*DOCUMENT_STAGES, LINK]
    made_before = {source.id: [digests_of(root, stage, source.id) for stage in stages] for source in manifest.source}
    code = code_digest(
        "publish", "publish_steps.py", "reference", "schema.toml", "schema.py", "profiles", "__init__.py"
    )
    told = [refused.issue_rows(source.id) for source in manifest.source] if refused.errors else []
    key = stage_key(
        [PUBLISH, code, made_before, manifest.model_dump(), review_digests(root), software_versions(), told]
    )
    output, state_file = root / "output", root / "interim" / f"{PUBLISH}.json"
    state = read_state(state_file)
    own = set(state.get("files", {}))
    present = store.folder_digests(output)
    if state.get("key") == key and own and all(present.get(name) == state["files"][name] for name in own):
        return StageReport(PUBLISH, "", False, time.perf_counter() - started)
    with store.scratch_folder(root / "interim", PUBLISH) as scratch:
        files, counts = publish_tables(root, manifest, records_until, scratch, refused)
        changes = changes_of_run(output, {name: each for name, each in files.items() if isinstance(each, bytes)})
        digests = {name: store.content_digest(content) for name, content in files.items()}
        files[CHANGES] = store.json_bytes(changes)
        foreign = [name for name in present if name not in own and name not in files and not _is_table(name)]
        store.replace_folder(output, files, keep=foreign)
    store.write_file(state_file, store.json_bytes({"key": key, "files": digests}))
    return StageReport(PUBLISH, "", True, time.perf_counter() - started, counts, changes)


def run_explore(root: Path, manifest: Manifest) -> StageReport:
    """Replace the pages in `output/explorer/` if the published tables or the documents are others.

    Refuses (SourceUnreadable) a workspace without published tables.
    """
    started = time.perf_counter()
    output, state_file = root / "output", root / "interim" / f"{EXPLORE}.json"
    tables = {path.name: store.file_digest(path) for path in sorted(output.glob("*")) if _is_shown(path.name)}
    code = code_digest("explorer", "reference", "clean", "read", "schema.toml", "schema.py", "sources.py", "text.py")
    key = stage_key([EXPLORE, code, tables, manifest.model_dump(), version("pypdfium2"), version("pillow")])
    folder = output / "explorer"
    state = read_state(state_file)
    if state.get("key") == key and state.get("files") == store.folder_digests(folder):
        return StageReport(EXPLORE, "", False, time.perf_counter() - started)
    from .explorer.published import read_published
    from .explorer.site import make_site

    site = make_site(root, manifest, read_published(root))
    store.replace_folder(folder, site.files)
    store.write_file(state_file, store.json_bytes({"key": key, "files": store.folder_digests(folder)}))
    return StageReport(EXPLORE, "", True, time.perf_counter() - started, {"records": site.records, "pages": site.pages})


def _is_shown(name: str) -> bool:
    return name.endswith(".parquet") or name in ("datapackage.json", "build.json")


def _is_table(name: str) -> bool:
    return name.endswith((".csv", ".parquet"))
