"""`directriz all` killed at random moments: `output/` is whole each time, and the next run equals an undisturbed one.

    python -m benchmarks.kills --times 200 [--seed 1] [--cluster] [--extras]

Prints the count after every ten kills, and each fault as it is found.

Each time one document of a small workspace is changed, a run is started and, after a random share of the time that an
undisturbed run takes, killed with all its processes. With `--cluster` one of its processes is killed instead, a worker
of a Dask cluster or one of their keepers, and the run goes on. Then three things must hold, or it is a fault:

- The run was ended by the kill, or it ended with 0. With `--cluster` it ended with 0: a worker that dies is replaced.
- Every file of `output/` is that of the run before or of an undisturbed one.
- A further run ends with 0 and leaves the same tree as an undisturbed one.

Exits with 1 if there was a fault. What the run said is printed with it.

Runs are forked from this process, which has imported everything: that takes a tenth of the time. Without `--extras`
database, workbook and explorer are left out.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from pathlib import Path

from directriz.cli import main as directriz
from directriz.store import folder_digests

from tests.small_workspace import FRAMEWORK_ENTRY, PLAN, entry, sha256, write_workspace

APART = (".digests.json", ".run.json", "changes.json", ".lock")  # they hold times, or what the last run changed
TEXTS = (PLAN, PLAN.replace("Difundir la línea", "Mejorar la línea"))
WAITING = 900.0  # seconds for a run to end, also on a busy machine
TOLD = 10  # kills after which the count is printed
SHOWN = 3000  # characters of what a run said that are shown with a fault


def write_text(root: Path, text: str) -> None:
    """Write the plan's text and its hash."""
    (root / "raw" / "plan.txt").write_text(text, encoding="utf-8")
    manifest = f"{entry(sha256=sha256(text))}\n{FRAMEWORK_ENTRY}"
    (root / "raw" / "sources.toml").write_text(manifest, encoding="utf-8")


def start(root: Path, options: list[str], told: Path) -> int:
    """Start a run as a group of processes of its own that writes to `told`; return the id of its first process."""
    child = os.fork()
    if child:
        return child
    os.setsid()
    silent = os.open(os.devnull, os.O_RDONLY)
    written = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for number, file in ((0, silent), (1, written), (2, written)):
        os.dup2(file, number)
    code = 1
    faulthandler.dump_traceback_later(0.9 * WAITING, file=2)  # where a run that does not end stands
    try:
        code = directriz(["--root", str(root), "all", *options])
    finally:
        if sys.exc_info()[0] is not None:  # said here: this process ends without the usual end of Python
            os.write(2, traceback.format_exc().encode("utf-8"))
        os._exit(code)


def ended(run: int) -> int:
    """Wait for the end of a run and return its exit code; a run that does not end is killed."""
    until = time.monotonic() + WAITING
    while time.monotonic() < until:
        found, status = os.waitpid(run, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    os.killpg(run, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(run, 0)[1])


def kill(chance: random.Random, run: int, *, is_worker: bool) -> None:
    """Kill a run with all its processes, or one of its processes at random."""
    if not is_worker:
        try:
            os.killpg(run, signal.SIGKILL)
        except ProcessLookupError:  # it has not become a group of its own yet
            os.kill(run, signal.SIGKILL)
        return
    workers = [each for each in descendants(run) if b"resource_tracker" not in command_of(each)]
    if workers:
        with suppress(ProcessLookupError):
            os.kill(chance.choice(workers), signal.SIGKILL)


def command_of(process: int) -> bytes:
    """Return the command line of a process; nothing of one that has ended."""
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


def descendants(process: int) -> list[int]:
    """Return the ids of the processes that a process started, and of those that these started."""
    found: list[int] = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, path.read_text(encoding="ascii").split()):
                found += [child, *descendants(child)]
    return found


def files_of(folder: Path) -> dict[str, str]:
    """Return the hash of each file that does not hold times."""
    return {name: sha for name, sha in folder_digests(folder).items() if Path(name).name not in APART}


def differing(ours: dict[str, str], theirs: dict[str, str]) -> list[str]:
    """Return the names of the files that only one of two trees has, or that differ."""
    return sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))


def undisturbed(folder: Path, options: list[str]) -> tuple[list[dict[str, str]], float]:
    """Return what a run leaves for each text, made one after the other, and how long the last run takes."""
    root, told = write_workspace(folder / "undisturbed"), folder / "told"
    trees, seconds = [], 0.0
    for text in (*TEXTS, TEXTS[0], TEXTS[1]):
        write_text(root, text)
        started = time.monotonic()
        if ended(start(root, options, told)) != 0:
            raise SystemExit(f"an undisturbed run does not end: {told.read_text(encoding='utf-8')}")
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
    parser.add_argument("--cluster", action="store_true", help="a worker of a Dask cluster of two on this machine")
    parser.add_argument("--extras", action="store_true", help="with database, workbook and explorer")
    given = parser.parse_args()
    plain = [] if given.extras else ["--no-extras"]
    options = [*plain, *(["--cluster", "local", "--jobs", "2"] if given.cluster else ["--jobs", "2"])]
    chance, faults, undone = random.Random(given.seed), 0, 0
    with tempfile.TemporaryDirectory() as folder:
        trees, seconds = undisturbed(Path(folder), options)
        root = Path(folder) / "w"
        shutil.copytree(Path(folder) / "undisturbed", root)
        for number in range(given.times):
            write_text(root, TEXTS[number % 2])
            code, said = killed_run(root, options, chance, seconds)
            undone += code != 0
            found = faults_of(root, trees, number, [*plain, "--jobs", "2"])
            if code not in ((0,) if given.cluster else (0, -signal.SIGKILL)):
                found.append(f"the run ended with {code} and said: {said}")
            faults += bool(found)
            for fault in found:
                print(f"kill {number}: {fault}", flush=True)
            if (number + 1) % TOLD == 0:
                print(f"{number + 1} of {given.times} kills, {undone} runs ended by them, {faults} faults", flush=True)
    print(f"{given.times} kills, {undone} runs ended by them, {faults} faults (undisturbed: {seconds:.1f} s here)")
    sys.exit(faults > 0)


def killed_run(root: Path, options: list[str], chance: random.Random, seconds: float) -> tuple[int, str]:
    """Start a run and kill it, or one of its processes, after a random share of `seconds`.

    Returns the exit code of the run, negative where a signal ended it, and the end of what it said.
    """
    told = root.parent / "told"
    run = start(root, options, told)
    time.sleep(chance.random() * seconds)
    kill(chance, run, is_worker="--cluster" in options)
    return ended(run), told.read_text(encoding="utf-8", errors="replace")[-SHOWN:]


def faults_of(root: Path, trees: list[dict[str, str]], number: int, options: list[str]) -> list[str]:
    """Return what is wrong with a workspace after a killed run, and after the run that follows it."""
    outputs = [{name: sha for name, sha in tree.items() if name.startswith("output/")} for tree in trees]
    left = {f"output/{name}": sha for name, sha in files_of(root / "output").items()}
    found = [] if left in outputs else ["output/ is neither that of the run before nor a new one"]
    told = root.parent / "told-after"
    if (code := ended(start(root, options, told))) != 0:
        said = told.read_text(encoding="utf-8", errors="replace")[-SHOWN:]
        found.append(f"the run after it ended with {code} and said: {said}")
    if others := differing(files_of(root), trees[number % 2]):
        found.append(f"after the next run these files differ: {others}")
    return found


if __name__ == "__main__":
    main()
