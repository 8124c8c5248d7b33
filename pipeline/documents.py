"""The stages of one document: what they depend on, what is kept of them, which of them are out of date.

The result of a stage is kept with a key: a hash of the stage's code, of the part of the profile that it reads, of the
reference files and of the results of the stages before. A stage runs if the key or a kept file differs; dates play no
part. So a change repeats the stages that depend on it and no others.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from . import store
from .layouts import Profile
from .records import Records
from .sources import Source, read_profile
from .steps import DOCUMENT_STAGES, LINK, PUBLISH, Step

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


@lru_cache(maxsize=2**16)  # asked twenty times for each document, and a path takes longer to make than to look at
def kept_at(root: Path, stage: str, plan_id: str) -> tuple[Path, Path]:
    """Return the folder of a stage's result for a document, and the file with its key and hashes."""
    folder = root / "interim" / stage
    return folder / plan_id, folder / f"{plan_id}.json"


def is_current(root: Path, stage: str, plan_id: str, key: str) -> bool:
    """Tell whether a stage last ran with this key and its result files are unchanged."""
    folder, state_file = kept_at(root, stage, plan_id)
    state = read_state(state_file)
    return bool(state.get("key") == key and state.get("files") == store.digests_of_result(folder))


def read_state(state_file: Path) -> dict[str, Any]:
    """Return the key and the hashes of a stage's last run. {} if there are none: it runs again."""
    try:
        state = json.loads(state_file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def keep(root: Path, stage: str, plan_id: str, key: str) -> None:
    """Write down with which key a stage ran, and the hashes of its result."""
    folder, state_file = kept_at(root, stage, plan_id)
    store.write_file(state_file, store.json_bytes({"key": key, "files": store.folder_digests(folder)}))


def digests_of(root: Path, stage: str, plan_id: str) -> dict[str, str]:
    """Return the hash of each file of a stage's result, by name."""
    return store.digests_of_result(kept_at(root, stage, plan_id)[0])


def records_until(root: Path, plan_id: str, stage: str) -> Records:
    """Return the records of a document after `stage`: the result of each stage replaces those of the stages before."""
    records = Records()
    for step in DOCUMENT_STAGES:
        records = records.updated(store.read_records(kept_at(root, step, plan_id)[0]))
        if step == stage:
            break
    return records


def run_document(root: Path, source: Source, until: str) -> list[StageReport]:
    """Run the stages of one document that are out of date, up to and including `until`; return what was done."""
    profile = read_profile(root, source)
    return [_run_step(root, source, profile, step) for step in steps_until(until)]


def is_document_current(root: Path, source: Source, until: str) -> bool:
    """Tell whether `run_document` would have nothing to do."""
    profile = read_profile(root, source)
    before: list[dict[str, str]] = []
    for step in steps_until(until):
        folder, state_file = kept_at(root, step.name, source.id)
        state, found = read_state(state_file), store.digests_of_result(folder)
        if state.get("files") != found or state.get("key") != _key(root, source, profile, step, before):
            return False
        before.append(found)
    return True


def steps_until(until: str) -> list[Step]:
    """Return the stages of a document up to and including one."""
    names = list(DOCUMENT_STAGES)
    return [DOCUMENT_STAGES[name] for name in names[: names.index(until) + 1]]


def step_key(root: Path, source: Source, profile: Profile, step: Step) -> str:
    """Return the key with which a stage of a document runs now."""
    before = [digests_of(root, earlier.name, source.id) for earlier in steps_until(step.name)[:-1]]
    return _key(root, source, profile, step, before)


def _key(root: Path, source: Source, profile: Profile, step: Step, before: list[dict[str, str]]) -> str:
    return stage_key([step.name, code_digest(*step.code), before, step.inputs(root, source, profile)])


def _run_step(root: Path, source: Source, profile: Profile, step: Step) -> StageReport:
    started = time.perf_counter()
    key = step_key(root, source, profile, step)
    if is_current(root, step.name, source.id, key):
        return StageReport(step.name, source.id, False, time.perf_counter() - started)
    upstream = steps_until(step.name)[:-1]
    records = records_until(root, source.id, upstream[-1].name) if upstream else Records()
    made = step.run(root, source, profile, records)
    store.write_records(kept_at(root, step.name, source.id)[0], made)
    keep(root, step.name, source.id, key)
    counts = {kind.__name__: len(made.of(kind)) for kind in made.kinds()}
    return StageReport(step.name, source.id, True, time.perf_counter() - started, counts)
