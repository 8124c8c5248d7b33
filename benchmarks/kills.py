"""`directriz all` killed at random moments: `output/` is whole each time, and the next run equals an undisturbed one.

    python -m benchmarks.kills --times 200 [--seed 1] [--cluster]

Each time one document of a small workspace is changed, a run is started and killed (the whole group of processes) after
a random share of the time that an undisturbed run takes. Then every file of `output/` must be that of the run before or
of an undisturbed one, and a further run must leave the same tree as an undisturbed one. Exits with 1 where it does not.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from directriz.store import folder_digests

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace

TOP = Path(__file__).parents[1]
APART = (".digests.json", ".run.json", "changes.json", ".lock")  # they hold times, or what the last run changed
TEXTS = (PLAN, PLAN.replace("Difundir la línea", "Mejorar la línea"))


def write_text(root: Path, text: str) -> None:
    """Write the plan's text and its hash."""
    (root / "raw" / "plan.txt").write_text(text, encoding="utf-8")
    manifest = f"{entry(sha256=sha256(text))}\n{FRAMEWORK_ENTRY}"
    (root / "raw" / "sources.toml").write_text(manifest, encoding="utf-8")


def start(root: Path, options: list[str]) -> subprocess.Popen[bytes]:
    """Start a run as a group of processes of its own."""
    command = [sys.executable, "-m", "pipeline", "all", "--root", str(root), *options]
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=TOP, stdout=silent, stderr=silent, start_new_session=True)


def files_of(folder: Path) -> dict[str, str]:
    """Return the hash of each file that does not hold times."""
    return {name: sha for name, sha in folder_digests(folder).items() if Path(name).name not in APART}


def undisturbed(folder: Path, options: list[str]) -> tuple[list[dict[str, str]], float]:
    """Return what a run leaves for each text, made one after the other, and how long the second run takes."""
    root = write_workspace(folder / "undisturbed")
    trees, seconds = [], 0.0
    for text in (*TEXTS, TEXTS[0], TEXTS[1]):
        write_text(root, text)
        started = time.monotonic()
        if start(root, options).wait() != 0:
            raise SystemExit("an undisturbed run does not end")
        seconds = time.monotonic() - started
        trees.append(files_of(root))
    if trees[:2] != trees[2:]:
        raise SystemExit("two undisturbed runs differ")
    return trees[:2], seconds


def main() -> None:
    """Kill runs, look at what they leave, print the count."""
    parser = argparse.ArgumentParser(description="Kill runs at random moments.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cluster", action="store_true", help="with a Dask cluster of two workers on this machine")
    given = parser.parse_args()
    options = ["--cluster", "local", "--jobs", "2"] if given.cluster else ["--jobs", "2"]
    chance, faults = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        trees, seconds = undisturbed(Path(folder), options)
        outputs = [{name: sha for name, sha in tree.items() if name.startswith("output/")} for tree in trees]
        root = Path(folder) / "w"
        shutil.copytree(Path(folder) / "undisturbed", root)
        for number in range(given.times):
            write_text(root, TEXTS[number % 2])
            run = start(root, options)
            time.sleep(chance.random() * seconds)
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
            left = {f"output/{name}": sha for name, sha in files_of(root / "output").items()}
            is_whole = left in outputs
            is_ended = start(root, options).wait() == 0 and files_of(root) == trees[number % 2]
            faults += not (is_whole and is_ended)
            if not (is_whole and is_ended):
                print(f"kill {number}: output whole: {is_whole}, next run equal: {is_ended}", flush=True)
    print(f"{given.times} kills, {faults} faults (an undisturbed run takes {seconds:.1f} s here)")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
