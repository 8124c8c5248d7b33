"""Notes the state of all files after a run, so that the next run sees at once that nothing changed.

`interim/.run.json` holds size, time and inode number of each file of the workspace after the tables were published, and
the result of the run. If files, code and options are the same now, there is nothing to do. Otherwise every stage is
looked at, and hashes decide. A file can change without a new size or time only within the moment in which it was
written. So files written in the last seconds of that run are compared by their hash.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import store
from .documents import StageReport
from .errors import PipelineError
from .refused_documents import error_of, told_of

FILE = ".run.json"
SEEN = ("raw", "interim", "output")
APART = (".lock", store.DIGESTS, FILE)  # files of interim/ that every run writes
NOT_OURS = ("notebooks", "fetched", "asked")  # folders of interim/ that no stage reads
Seen = dict[str, list[int]]  # path below the workspace → size, time, inode number


@dataclass(frozen=True, slots=True)
class LastRun:
    """The result of a run."""

    reports: tuple[StageReport, ...]
    refused: dict[str, PipelineError]


def note_run(root: Path, key: str, ran: LastRun) -> None:
    """Note that a workspace is up to date; `key` stands for the code and the options of the run."""
    (root / "interim" / FILE).unlink(missing_ok=True)
    seen, now = _files(root), time.time_ns()
    if seen is None:
        return
    fresh = {name: store.file_digest(root / name) for name in _fresh(seen, now)}
    told = {plan_id: told_of(error) for plan_id, error in ran.refused.items()}
    steps = [[report.stage, report.plan_id] for report in ran.reports]
    note = {"key": key, "at": now, "files": seen, "fresh": fresh, "steps": steps, "refused": told}
    store.write_file(root / "interim" / FILE, json.dumps(note, ensure_ascii=False).encode("utf-8"))


def unchanged_run(root: Path, key: str) -> LastRun | None:
    """Return the result of the last run if nothing changed since; None if the stages must be looked at."""
    try:
        note = json.loads((root / "interim" / FILE).read_bytes())
        seen = _files(root)
        if seen is None or note["key"] != key or note["files"] != seen:
            return None
        if any(store.file_digest(root / name) != sha256 for name, sha256 in note["fresh"].items()):
            return None
        reports = tuple(StageReport(stage, plan_id, False, 0.0) for stage, plan_id in note["steps"])
        last = LastRun(reports, {plan_id: error_of(told) for plan_id, told in note["refused"].items()})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if note["fresh"] and not list(_fresh(seen, time.time_ns())):
        note |= {"at": time.time_ns(), "fresh": {}}
        store.write_file(root / "interim" / FILE, json.dumps(note, ensure_ascii=False).encode("utf-8"))
    return last


def _fresh(seen: Mapping[str, Sequence[int]], now: int) -> Iterator[str]:
    return (name for name, (_, written, _) in seen.items() if now - written <= store.SETTLED)


def _files(root: Path) -> Seen | None:
    """Return size, time and inode number of each file of the workspace; None if links lead to other folders."""
    found: Seen = {}
    folders = [(os.fspath(root / name), name) for name in SEEN]
    while folders:
        path, name = folders.pop()
        for entry in os.scandir(path):
            below = f"{name}/{entry.name}"
            if entry.is_dir():
                if entry.is_symlink():
                    return None
                if name != "interim" or entry.name not in NOT_OURS:
                    folders.append((entry.path, below))
            elif name != "interim" or not entry.name.endswith(APART):
                known = entry.stat()
                found[below] = [known.st_size, known.st_mtime_ns, known.st_ino]
    return found


def run_key(*parts: Any) -> str:
    """Return a key of the code and the options of a run."""
    return store.digest(json.dumps(parts, sort_keys=True, default=str).encode("utf-8"))
