"""How long the whole run takes, cold and warm, on one process and on two, and the share of each stage.

Works on a copy of raw/ in a temporary workspace: nothing of the repository is touched. Prints a table for
docs/benchmarks.md; asserts nothing, since times are a machine's own.

    python -m benchmarks.pipeline [--repeat 3]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Timing:
    """One run of `directriz all`, from the start of Python to its end."""

    seconds: float
    stages: dict[str, float]  # stage → seconds, over all documents
    redone: int


def run_all(root: Path, jobs: int) -> Timing:
    """Run every stage in a workspace as a user would; a run that fails raises CalledProcessError."""
    command = [sys.executable, "-m", "pipeline", "all", "--json", "--root", str(root), "--jobs", str(jobs)]
    started = time.perf_counter()
    done = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    report = json.loads(done.stdout)
    stages: dict[str, float] = defaultdict(float)
    for step in report["stages"]:
        stages[step["stage"]] += step["seconds"]
    return Timing(seconds, dict(stages), report["redone"])


def best(timings: list[Timing]) -> Timing:
    """Return the fastest run: what slows a run down is another program."""
    return min(timings, key=lambda timing: timing.seconds)


def measure(jobs: int, repeat: int) -> dict[str, Timing]:
    """Return the fastest cold and the fastest warm run with `jobs` processes."""
    cold, warm = [], []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(TOP / "raw", Path(folder) / "raw")
            cold.append(run_all(Path(folder), jobs))
            warm.append(run_all(Path(folder), jobs))
    return {"cold": best(cold), "warm": best(warm)}


def print_table(measured: dict[str, Timing]) -> None:
    """Print the runs as columns, the stages as rows, in Markdown."""
    stages = list(next(iter(measured.values())).stages)
    print("| | " + " | ".join(measured) + " |")
    print("|---|" + "---:|" * len(measured))
    for stage in stages:
        print(f"| {stage} | " + " | ".join(_share(timing, stage) for timing in measured.values()) + " |")
    print("| **whole run** | " + " | ".join(f"**{timing.seconds:.2f} s**" for timing in measured.values()) + " |")
    print("| steps redone | " + " | ".join(str(timing.redone) for timing in measured.values()) + " |")


def _share(timing: Timing, stage: str) -> str:
    """Return a stage's seconds and its share of all stages; a warm run redoes none of them, and all stand at zero."""
    seconds = timing.stages[stage]
    return f"{seconds:.2f} s ({100 * seconds / (sum(timing.stages.values()) or 1.0):.0f} %)"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the whole run, cold and warm.")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each kind; the fastest counts")
    repeat = parser.parse_args().repeat
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores\n")
    by_jobs = {jobs: measure(jobs, repeat) for jobs in (1, 2)}
    print_table({f"{kind}, --jobs {jobs}": by_jobs[jobs][kind] for kind in ("cold", "warm") for jobs in by_jobs})


if __name__ == "__main__":
    main()
