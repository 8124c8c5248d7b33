"""Linking as tasks: one a plan, in this workspace or on a worker elsewhere.

A worker elsewhere is given the frameworks, the reviewed plans, the reviews and the vectors once, and for each plan that
plan's records. It returns the files of the result.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .documents import kept_at, records_until
from .errors import WrongUsage
from .limits import Limits
from .link_steps import VECTORS, crosswalk_targets, editions_before, lessons_file, link_documents, reviewed_plans
from .remote_documents import FOLDER, Files, lay_out, package_digest, register_files, remove_orphans
from .sources import Manifest, Source
from .steps import DOCUMENT_STAGES
from .unpacked import use_unpacked
from .workers import within

REVIEWS = ("links.csv", "emphases.csv")
INTERIM = Path("interim")


@dataclass(frozen=True, slots=True)
class LinkTools:
    """What the links of all plans need."""

    manifest: Manifest
    limits: Limits
    root: str  # of the workspace; "" = it is elsewhere, and `files` are those of it that all plans need
    files: Files
    code: str


def link_tools(root: Path, manifest: Manifest, limits: Limits, *, is_elsewhere: bool) -> LinkTools:
    """Return what linking needs; the files themselves too where the workers do not see the workspace."""
    if not is_elsewhere:
        return LinkTools(manifest, limits, str(root), {}, "")
    files = {
        f"raw/reviews/{name}": path.read_bytes()
        for name in REVIEWS
        if (path := root / "raw" / "reviews" / name).is_file()
    }
    kept = {INTERIM / lessons_file(source) for source in manifest.source if source.links_to}
    files |= {path.as_posix(): (root / path).read_bytes() for path in sorted(kept) if (root / path).is_file()}
    files |= register_files(root)
    targets = {plan for source in manifest.source for plan in source.links_to}
    for plan in sorted({*targets, *reviewed_plans(root, manifest)}):
        files |= records_of_plan(root, plan)
    return LinkTools(manifest, limits, "", files, package_digest())


def records_of_plan(root: Path, plan_id: str) -> Files:
    """Return the files of a document's records after `read`, and of its vectors."""
    folders = [kept_at(root, stage, plan_id)[0] for stage in DOCUMENT_STAGES if stage not in ("ingest", "read")]
    paths = [path for folder in folders for path in sorted(folder.glob("*.jsonl"))]
    paths += [path for path in [root / VECTORS / f"{plan_id}.bin"] if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


@dataclass(frozen=True, slots=True)
class LinkParcel:
    """One plan to link. `files` are the files that a worker on another machine needs for it, besides the package."""

    source: Source
    files: Files


def link_work(root: Path, tools: LinkTools, source: Source) -> LinkParcel:
    """Return the work on one plan."""
    if tools.root:
        return LinkParcel(source, {})
    files: Files = {}
    for plan in (source.id, *crosswalk_targets(tools.manifest, source.id), *editions_before(tools.manifest, source)):
        files |= {name: content for name, content in records_of_plan(root, plan).items() if name not in tools.files}
    return LinkParcel(source, files)


def link_task(tools: LinkTools, parcel: LinkParcel) -> Files:
    """Return the files of the links of a plan, by their paths below interim/; the task of a worker."""
    from threadpoolctl import threadpool_limits

    from .link import link  # noqa: F401 - before the watch: a stop during the import of a library spoils the process

    root = Path(tools.root) if tools.root else _worker_root(tools)
    use_unpacked(root)
    lay_out(root, parcel.files)
    try:
        with threadpool_limits(1):  # threads of a product of small matrices wait for one another longer than they work
            made: Files = within(
                tools.limits,
                parcel.source.id,
                lambda: link_documents(root, tools.manifest, parcel.source, records_until),
            )
    finally:
        for name in parcel.files:
            (root / name).unlink(missing_ok=True)
    return made


_roots: dict[str, Path] = {}  # of this process: the folder with the files that all plans need


def _worker_root(tools: LinkTools) -> Path:
    """Return the folder in which this worker keeps what all plans need; made once a process."""
    if tools.code != package_digest():
        found = "a worker has another version of Directriz than the process that gives it work"
        raise WrongUsage("--cluster", found, "Install the same version on every machine.")
    key = f"{os.getpid()} {hash(frozenset(tools.files.items()))}"
    if key not in _roots:
        remove_orphans()
        root = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
        atexit.register(shutil.rmtree, root, ignore_errors=True)
        lay_out(root, tools.files)
        _roots[key] = root
    return _roots[key]
