"""The work on a document as a parcel for a worker on another machine, and the results that come back.

The worker has the installed package and nothing else. A document's files, its profile, corrections by hand and the
results that are current travel with the task. The worker lays them out in a folder of its own, runs the same stages as
ever, and returns the files of the results. Only the process that runs the workspace writes into it. So the results are
the same bytes wherever they were made, and a document that is refused changes nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import store
from .corrections import FILES
from .documents import StageReport, code_digest, is_current, kept_at, run_document, step_key
from .errors import PipelineError, WrongUsage
from .limits import Limits
from .sources import Source, read_profile
from .steps import DOCUMENT_STAGES, read_raw, register_digests
from .workers import within

FOLDER = "directriz-work-"  # names of workers' folders begin so; the id of the process follows
Files = dict[str, bytes]  # path below the workspace -> content


@dataclass(frozen=True, slots=True)
class Parcel:
    """The work on one document."""

    source: Source
    until: str
    files: Files
    code: str  # hash of the package: a worker with another version would make other results
    limits: Limits


@dataclass(frozen=True, slots=True)
class Returned:
    """What a worker made of a parcel: the results of the stages that it ran, or the refusal."""

    reports: list[StageReport] = field(default_factory=list)
    stages: dict[str, Files] = field(default_factory=dict)  # stage -> name -> content
    states: Files = field(default_factory=dict)  # stage -> its file of key and hashes
    refusal: PipelineError | None = None


def package_digest() -> str:
    """Return the hash of the whole package."""
    return code_digest("")


def pack(root: Path, source: Source, until: str, limits: Limits) -> Parcel:
    """Return the parcel of a document. Refuses what reading its files, its profile or its corrections refuses."""
    files = {f"raw/{witness.path}": read_raw(root, witness.path) for witness in source.file}
    profile = read_profile(root, source)
    if source.profile.endswith(".toml"):
        files[f"raw/{source.profile}"] = (root / "raw" / source.profile).read_bytes()
    for name in FILES:
        if (path := root / "raw" / "reviews" / name).is_file():
            files[f"raw/reviews/{name}"] = path.read_bytes()
    files |= register_files(root)
    for step in DOCUMENT_STAGES.values():
        if not is_current(root, step.name, source.id, step_key(root, source, profile, step)):
            break
        files |= _kept_files(root, step.name, source.id)
    return Parcel(source, until, files, package_digest(), limits)


def register_files(root: Path) -> Files:
    """Return the files of the registers of bodies of a workspace."""
    return {name: (root / name).read_bytes() for name in register_digests(root)}


def _kept_files(root: Path, stage: str, plan_id: str) -> Files:
    folder, state_file = kept_at(root, stage, plan_id)
    paths = [state_file, *sorted(path for path in folder.rglob("*") if path.is_file())]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def lay_out(root: Path, files: Files) -> None:
    """Write files below a folder."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def work_on(shared: None, parcel: Parcel) -> Returned:
    """Run the stages of a parcel in a folder of its own; the task of a worker, wherever it runs."""
    if parcel.code != package_digest():
        found = "a worker has another version of Directriz than the process that gives it work"
        return Returned(refusal=WrongUsage("--cluster", found, "Install the same version on every machine."))
    remove_orphans()
    with tempfile.TemporaryDirectory(prefix=f"{FOLDER}{os.getpid()}-") as folder:
        root = Path(folder)
        lay_out(root, parcel.files)
        try:
            work = within(parcel.limits, parcel.source.id, lambda: run_document(root, parcel.source, parcel.until))
        except PipelineError as refusal:
            return Returned(refusal=refusal)
        return _returned(root, parcel.source.id, work)


def _returned(root: Path, plan_id: str, reports: Iterable[StageReport]) -> Returned:
    reports = list(reports)
    stages, states = {}, {}
    for report in reports:
        if report.is_redone:
            folder, state_file = kept_at(root, report.stage, plan_id)
            stages[report.stage] = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
            states[report.stage] = state_file.read_bytes()
    return Returned(reports, stages, states)


def unpack(root: Path, plan_id: str, returned: Returned) -> None:
    """Write what a worker made of a document into the workspace."""
    for stage, files in returned.stages.items():
        folder, state_file = kept_at(root, stage, plan_id)
        store.replace_folder(folder, files)
        store.write_file(state_file, returned.states[stage])


def remove_orphans() -> None:
    """Delete the folders of workers that were killed on this machine."""
    for left in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        maker = left.name.removeprefix(FOLDER).partition("-")[0]
        if maker.isdigit() and not store.is_running(int(maker)):
            shutil.rmtree(left, ignore_errors=True)
