"""The order of the stages, what is out of date, and who does the work.

The result of a stage is kept with a key: a hash of the stage's code, of the part of the profile that it reads, of the
reference files and of the results of the stages before. A stage runs if the key or a kept file differs; dates play no
part. So a change repeats the stages that depend on it and no others. Before the link stage documents do not depend on
each other, so each goes through its stages in one process. The result is the same for any number of processes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from multiprocessing import parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from typing import Any

from . import store
from .corrections import find_orphans, read_by_hand
from .errors import ManifestInvalid
from .layouts import Profile
from .publish.build import review_digests, software_versions
from .records import Records
from .sources import Manifest, Source, read_manifest, read_profile
from .steps import (
    DOCUMENT_STAGES,
    LINK,
    PUBLISH,
    Step,
    crosswalk_targets,
    editions_before,
    link_documents,
    publish_tables,
)

PACKAGE = Path(__file__).parent
SHARED_CODE = (
    "errors.py",
    "records.py",
    "sources.py",
    "layouts.py",
    "patterns.py",
    "store.py",
    "text.py",
    "checks.py",
    "steps.py",
)
STAGES = (*DOCUMENT_STAGES, LINK, PUBLISH)
LINKED = (("rebuild", "Action"), ("clean", "Directive"))  # what links are made from
EXPLORE = "explore"  # made after `publish` from its tables; no stage, since no table depends on it
COMPARED = (("rebuild", "Action"), ("normalise", "ActionAgency"))  # what editions are compared by


@dataclass(frozen=True, slots=True)
class StageReport:
    """What a run did in one stage for one document; plan_id is "" for a stage of all documents."""

    stage: str
    plan_id: str
    is_redone: bool
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)  # class or table → rows
    changes: dict[str, Any] = field(default_factory=dict)  # of `publish`: what is other than in the last good output


@cache
def code_digest(*names: str) -> str:
    """Return the hash of the files of some modules or folders of the package, and of the shared modules."""
    files: list[Path] = []
    for name in (*names, *SHARED_CODE):
        path = PACKAGE / name
        files += sorted(path.rglob("*")) if path.is_dir() else [path]
    wanted = (path for path in files if path.is_file() and "__pycache__" not in path.parts)
    return store.digest(b"".join(store.file_digest(path).encode() for path in wanted))


def stage_key(inputs: Any) -> str:
    """Return the hash of a stage's inputs, given as a JSON value."""
    return store.digest(json.dumps(inputs, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8"))


def _kept(root: Path, stage: str, plan_id: str) -> tuple[Path, Path]:
    folder = root / "interim" / stage
    return folder / plan_id, folder / f"{plan_id}.json"


def is_current(root: Path, stage: str, plan_id: str, key: str) -> bool:
    """Tell whether a stage last ran with this key and its result files are unchanged."""
    folder, state_file = _kept(root, stage, plan_id)
    state = _state(state_file)
    return bool(state.get("key") == key and state.get("files") == store.folder_digests(folder))


def _state(state_file: Path) -> dict[str, Any]:
    """Return the key and the hashes of a stage's last run. {} if there are none: it runs again."""
    try:
        state = json.loads(state_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def _keep(root: Path, stage: str, plan_id: str, key: str) -> None:
    folder, state_file = _kept(root, stage, plan_id)
    store.write_file(state_file, store.json_bytes({"key": key, "files": store.folder_digests(folder)}))


def _digest_of(root: Path, stage: str, plan_id: str) -> dict[str, str]:
    return store.folder_digests(_kept(root, stage, plan_id)[0])


def records_until(root: Path, plan_id: str, stage: str) -> Records:
    """Return the records of a document after `stage`: the result of each stage replaces those of the stages before."""
    records = Records()
    for step in DOCUMENT_STAGES:
        records = records.updated(store.read_records(_kept(root, step, plan_id)[0]))
        if step == stage:
            break
    return records


def run_document(root: Path, source: Source, until: str) -> list[StageReport]:
    """Run the stages of one document that are out of date, up to and including `until`; return what was done."""
    profile = read_profile(root, source)
    return [_run_step(root, source, profile, step) for step in _steps_until(until)]


def is_document_current(root: Path, source: Source, until: str) -> bool:
    """Tell whether `run_document` would have nothing to do."""
    profile = read_profile(root, source)
    return all(
        is_current(root, step.name, source.id, _step_key(root, source, profile, step)) for step in _steps_until(until)
    )


def _steps_until(until: str) -> list[Step]:
    names = list(DOCUMENT_STAGES)
    return [DOCUMENT_STAGES[name] for name in names[: names.index(until) + 1]]


def _step_key(root: Path, source: Source, profile: Profile, step: Step) -> str:
    before = [_digest_of(root, earlier.name, source.id) for earlier in _steps_until(step.name)[:-1]]
    return stage_key([step.name, code_digest(*step.code), before, step.inputs(root, source, profile)])


def _run_step(root: Path, source: Source, profile: Profile, step: Step) -> StageReport:
    started = time.perf_counter()
    key = _step_key(root, source, profile, step)
    if is_current(root, step.name, source.id, key):
        return StageReport(step.name, source.id, False, time.perf_counter() - started)
    upstream = _steps_until(step.name)[:-1]
    records = records_until(root, source.id, upstream[-1].name) if upstream else Records()
    made = step.run(root, source, profile, records)
    store.write_records(_kept(root, step.name, source.id)[0], made)
    _keep(root, step.name, source.id, key)
    counts = {kind.__name__: len(made.of(kind)) for kind in made.kinds()}
    return StageReport(step.name, source.id, True, time.perf_counter() - started, counts)


def _document_task(task: tuple[str, Source, str]) -> list[StageReport]:
    root, source, until = task
    return run_document(Path(root), source, until)


def run_documents(root: Path, manifest: Manifest, until: str, jobs: int) -> Iterator[list[StageReport]]:
    """Yield the reports of each document as it is done, in the manifest's order, on up to `jobs` processes."""
    tasks = [(str(root), source, until) for source in manifest.source]
    sizes = [
        0
        if is_document_current(root, source, until)
        else 1 + sum(_size(root / "raw" / file.path) for file in source.file)
        for source in manifest.source
    ]
    yield from _mapped(_document_task, tasks, sizes, jobs)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _mapped(task: Callable[[Any], Any], tasks: Sequence[Any], sizes: Sequence[int], jobs: int) -> Iterator[Any]:
    """Yield the result of each task, in the order of the tasks. The largest tasks start first.

    A task of size 0 has nothing to do. Processes are started only if two or more tasks have something to do.
    """
    workers = min(jobs, sum(size > 0 for size in sizes))
    if workers <= 1:
        yield from map(task, tasks)
        return
    with ProcessPoolExecutor(max_workers=workers, initializer=_end_with_parent) as pool:
        longest_first = sorted(range(len(tasks)), key=lambda place: -sizes[place])
        started = {place: pool.submit(task, tasks[place]) for place in longest_first}
        try:
            yield from (started[place].result() for place in range(len(tasks)))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _end_with_parent() -> None:
    """End this process when the process that started it ends: a killed parent cannot stop its children."""
    if (parent := parent_process()) is not None:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def run_link(root: Path, manifest: Manifest) -> list[StageReport]:
    """Make the links of each document that are out of date; return what was done."""
    reports = []
    for source in manifest.source:
        started = time.perf_counter()
        key = _link_key(root, manifest, source)
        if not is_current(root, LINK, source.id, key):
            files = link_documents(root, manifest, source, records_until)
            store.replace_folder(_kept(root, LINK, source.id)[0], files)
            _keep(root, LINK, source.id, key)
            counts = {name.removesuffix(".jsonl"): content.count(b"\n") for name, content in files.items()}
            counts["stale_reviews"] = files["issues.jsonl"].count(b'"review_stale"')
            reports.append(StageReport(LINK, source.id, True, time.perf_counter() - started, counts))
        else:
            reports.append(StageReport(LINK, source.id, False, time.perf_counter() - started))
    return reports


def are_links_current(root: Path, manifest: Manifest) -> bool:
    """Tell whether the links of every document are those that a run would make."""
    return all(is_current(root, LINK, source.id, _link_key(root, manifest, source)) for source in manifest.source)


def _link_key(root: Path, manifest: Manifest, source: Source) -> str:
    """Return the key of a document's links. The linker learns from all reviewed actions, so all plans count."""
    reviews = root / "raw" / "reviews" / "links.csv"
    verdicts = store.file_digest(reviews) if reviews.is_file() and source.links_to else None
    teachers = [other.id for other in manifest.source if other.links_to] if verdicts else []
    made_before = {
        plan: [_digest_of(root, stage, plan).get(f"{kind}.jsonl") for stage, kind in LINKED]
        for plan in dict.fromkeys([source.id, *source.links_to, *crosswalk_targets(manifest, source.id), *teachers])
    }
    emphases = root / "raw" / "reviews" / "emphases.csv"
    readings = store.file_digest(emphases) if emphases.is_file() else None
    plans = [other.id for other in manifest.source]
    editions = [plan for plan in editions_before(manifest, source) if plan in plans]
    compared = {
        plan: [_digest_of(root, stage, plan).get(f"{kind}.jsonl") for stage, kind in COMPARED]
        for plan in ([source.id, *editions] if editions else [])
    }
    code = code_digest("link", "editions", "reference", "schema.toml")
    known = plans if verdicts else []  # a verdict on a document that is not here becomes an issue
    before = editions_before(manifest, source)
    return stage_key([LINK, code, made_before, compared, list(source.links_to), before, known, verdicts, readings])


def run_publish(root: Path, manifest: Manifest) -> StageReport:
    """Replace the tables in `output/` by a whole new set, if they are out of date.

    What the new set changes is written beside it as `changes.json`. If nothing is to be done, that file stays as it is.
    """
    from .commands.run_changes import CHANGES, changes_of_run

    started = time.perf_counter()
    store.recover_folder(root / "output")
    stages = [*DOCUMENT_STAGES, LINK]
    made_before = {source.id: [_digest_of(root, stage, source.id) for stage in stages] for source in manifest.source}
    code = code_digest("publish", "reference", "schema.toml", "schema.py", "profiles", "__init__.py")
    key = stage_key([PUBLISH, code, made_before, manifest.model_dump(), review_digests(root), software_versions()])
    output, state_file = root / "output", root / "interim" / f"{PUBLISH}.json"
    state = _state(state_file)
    own = set(state.get("files", {}))
    present = store.folder_digests(output)
    if state.get("key") == key and own and all(present.get(name) == state["files"][name] for name in own):
        return StageReport(PUBLISH, "", False, time.perf_counter() - started)
    with store.scratch_folder(root / "interim", PUBLISH) as scratch:
        files, counts = publish_tables(root, manifest, records_until, scratch)
        changes = changes_of_run(output, {name: each for name, each in files.items() if isinstance(each, bytes)})
        digests = {name: store.content_digest(content) for name, content in files.items()}
        files[CHANGES] = store.json_bytes(changes)
        foreign = [name for name in present if name not in own and name not in files and not _is_table(name)]
        store.replace_folder(output, files, keep=foreign)
    store.write_file(state_file, store.json_bytes({"key": key, "files": digests}))
    return StageReport(PUBLISH, "", True, time.perf_counter() - started, counts, changes)


def remove_unfinished(root: Path) -> None:
    """Delete what killed runs left unfinished beside `output/` and in `interim/`."""
    interim = root / "interim"
    for folder in (root, interim, *(path for path in interim.glob("*") if path.is_dir())):
        store.remove_unfinished(folder)


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
    state = _state(state_file)
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


def run(root: Path, until: str, jobs: int | None, tell: Callable[[list[StageReport]], None]) -> list[StageReport]:
    """Run every stage that is out of date, up to and including `until`. `tell` is called with the reports as they come.

    Waits until no other run works in the workspace. Raises the PipelineErrors of the stages; results that are already
    there stay, and so does `output/`.
    """
    manifest = read_manifest(root)
    if not manifest.source:
        raise ManifestInvalid("raw/sources.toml", "it names no document", "Add one with `directriz add FILE`.")
    for orphan in find_orphans(read_by_hand(root), [source.id for source in manifest.source]):
        raise orphan
    reports: list[StageReport] = []

    def note(done: Iterable[StageReport]) -> None:
        reports.extend(done)
        tell(list(done))

    last = until if until in DOCUMENT_STAGES else list(DOCUMENT_STAGES)[-1]
    with store.held(root / "interim"):
        remove_unfinished(root)
        for done in run_documents(root, manifest, last, jobs or os.cpu_count() or 1):
            note(done)
        if until in (LINK, PUBLISH):
            note(run_link(root, manifest))
        if until == PUBLISH:
            note([run_publish(root, manifest)])
            note([run_explore(root, manifest)])
    return reports
