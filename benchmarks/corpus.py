"""A folder of N plans, made up, and what it costs to run it: cold, unchanged, with one document changed.

Each plan recombines 20 rows of the published actions under headings of its own, in one of four layouts: a text dump, a
text dump with blank cells where a measure goes on, a PDF with all rules, and the same with `--scans` as a picture. One
in fifty is broken: cut off, empty, or with a column that its profile does not know. All answer to the two frameworks of
raw/. The reviews of this repository come along, though the plans that they are about do not.

    python -m benchmarks.corpus --everything                  # 100, 300 and 1,000 plans in every way: about an hour
    python -m benchmarks.corpus --sizes 25 100 --jobs 1 2 --cluster
    python -m benchmarks.corpus --sizes 300 --jobs 2 --extras # what database, workbook and explorer cost
    python -m benchmarks.corpus --write FOLDER --sizes 100    # only makes the workspace

Prints tables for docs/results.md: seconds on the clock and of processor time, processor time of a plan, peak memory
of the largest process and of all together, bytes written, and the ratio to running `directriz all` on a plan alone, in
processor time. On a machine that does other work too, only processor time can be compared.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).parents[1]
HEADER = ("N°", "Medida", "Acción", "Indicadores", "Responsable")
AXES = ("PREVENCIÓN", "ASISTENCIA", "PERSECUCIÓN", "FORTALECIMIENTO")
ROWS = 20
EXPECTED = (0, 8)  # exit codes of a run: done; published without the broken plans
MOST_SAID = 2000  # characters of what a run said that are shown where it ended otherwise
LOOKS = 0.3  # seconds between two looks at the memory
SIZES = (100, 300, 1000)  # of a whole measurement
CLUSTER = ["--cluster", "local", "--jobs", "2"]
RUN = "--run"  # followed by a workspace, what is to be made of it ("" = everything), and options of `directriz all`
EXPLORE = "explorer"
EXTRAS = ("directriz.sqlite", "directriz.xlsx", EXPLORE)  # files that hold all tables once more
BROKEN_IN = 50  # one document in so many is broken
PROFILE = r"""kind = "action-matrix"
about = "Plans made up for benchmarks."

[columns]
number = ["N°"]
measure = ["Medida"]
action = ["Acción"]
indicators = ["Indicadores"]
responsible = ["Responsable"]

[layout]
merged = ["measure"]

[[heading]]
pattern = '(?P<axis>[A-ZÁÉÍÓÚÑ ]{5,})'
"""
FRAMEWORKS = ("oas-2", "oas-3")
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run cost."""

    seconds: float
    processor: float
    memory: float  # MB, peak of the largest process
    together: float  # MB, peak of all processes at one time; what they share counts once
    code: int


def published_rows() -> list[Row]:
    """Return the cells of the published actions that a made-up row is put together from."""
    with (TOP / "output" / "actions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["action"] and row["responsible"]]
    names = ("measure", "action", "indicators", "responsible")
    return [tuple(" ".join(row[name].split()) for name in names) for row in rows]


def plan_rows(chance: random.Random, known: list[Row]) -> list[tuple[str, list[Row]]]:
    """Return axes, each with its numbered rows; every cell comes from a published row, not all from the same."""
    axes = chance.sample(AXES, 2)
    found = []
    for axis in axes:
        rows: list[Row] = []
        for number in range(1, ROWS // 2 + 1):
            one, other = chance.choice(known), chance.choice(known)
            rows.append((str(number), one[0], f"{one[1]} ({chance.randrange(10**6)})", other[2], other[3]))
        found.append((axis, rows))
    return found


def as_text(axes: list[tuple[str, list[Row]]]) -> bytes:
    """Return a plan as a text dump."""
    blocks = [f"{axis}\n\n" + "\n".join("\t".join(row) for row in [HEADER, *rows]) for axis, rows in axes]
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def broken(chance: random.Random, content: bytes) -> bytes:
    """Return a document as it should not be: cut off, empty, or with a header that the profile does not know."""
    return chance.choice((content[: len(content) // 3], b"", content.replace("Acción".encode(), b"Plazo", 1)))


def entry_text(plan_id: str, path: str, content: bytes, profile: str) -> str:
    """Return the plan's entry in the manifest."""
    return (
        f'[[source]]\nid = "{plan_id}"\ntitle = "Plan {plan_id}"\nissuer = "Ministerio"\njurisdiction = "ARG"\n'
        f'kind = "action-matrix"\nlanguage = "es"\nprofile = "{profile}"\nlinks_to = ["oas-3", "oas-2"]\n'
        f'[[source.file]]\npath = "{path}"\nsha256 = "{hashlib.sha256(content).hexdigest()}"\n\n'
    )


def frameworks_text() -> str:
    """Return the entries of the two frameworks, as they stand in the manifest of this repository."""
    text = (TOP / "raw" / "sources.toml").read_text(encoding="utf-8")
    entries = ["[[source]]" + part for part in text.split("[[source]]")[1:]]
    return "\n".join(entry for entry in entries if any(f'id = "{name}"' in entry for name in FRAMEWORKS))


def with_merged_measures(axes: list[tuple[str, list[Row]]]) -> list[tuple[str, list[Row]]]:
    """Return axes in which every second measure is blank: it goes on from the row before."""
    return [
        (axis, [row if place % 2 == 0 else (row[0], "", *row[2:]) for place, row in enumerate(rows)])
        for axis, rows in axes
    ]


def as_scan(content: bytes) -> bytes:
    """Return the pages of a PDF as pictures, in a PDF without words."""
    import io

    import pypdfium2 as pdfium

    with pdfium.PdfDocument(content) as document:
        pages = [page.render(scale=200 / 72, grayscale=True).to_pil() for page in document]
    scan = io.BytesIO()
    pages[0].save(scan, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return scan.getvalue()


def document_of(number: int, axes: list[tuple[str, list[Row]]], has_scans: bool) -> tuple[str, bytes]:
    """Return the ending and the content of a plan in the layout of its number."""
    from tests.matrix_pdf import matrix_pdf  # here, so that it is no part of what a run costs

    if number % 4 != 3:
        return "txt", as_text(with_merged_measures(axes) if number % 4 == 2 else axes)
    content = matrix_pdf([HEADER, *axes[0][1]], axes[0][0])
    return "pdf", as_scan(content) if has_scans and number % 8 == 7 else content


def write_corpus(root: Path, count: int, broken_ones: bool = True, has_scans: bool = False) -> list[str]:
    """Write a workspace of `count` plans and two frameworks; return the ids of the plans that are broken."""
    raw = root / "raw"
    raw.mkdir(parents=True)
    for name in ("oas-plan-2.pdf", "oas-plan-2.txt", "oas-plan-3.txt"):
        shutil.copy(TOP / "raw" / name, raw / name)
    shutil.copytree(TOP / "raw" / "reviews", raw / "reviews")
    (raw / "plans.toml").write_text(PROFILE, encoding="utf-8")
    known, entries, bad = published_rows(), [frameworks_text()], []
    for number in range(count):
        chance = random.Random(number)
        plan_id, axes = f"plan-{number:04d}", plan_rows(chance, known)
        ending, content = document_of(number, axes, has_scans)
        if broken_ones and number % BROKEN_IN == BROKEN_IN // 2:
            content = broken(chance, content)
            bad.append(plan_id)
        path = f"{plan_id}.{ending}"
        (raw / path).write_bytes(content)
        entries.append(entry_text(plan_id, path, content, "plans.toml"))
    (raw / "sources.toml").write_text("\n".join(entries), encoding="utf-8")
    return bad


def change_one(root: Path, number: int = 0) -> None:
    """Change a word of one plan, and its hash in the manifest."""
    path, manifest = root / "raw" / f"plan-{number:04d}.txt", root / "raw" / "sources.toml"
    before = path.read_bytes()
    after = before.replace(b"(", b"(no. ", 1)
    path.write_bytes(after)
    old, new = (hashlib.sha256(content).hexdigest() for content in (before, after))
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def run_all(root: Path, *options: str) -> Cost:
    """Run `directriz all` in a process of its own and return what it cost."""
    return run_program([str(root), "", *options])


def run_program(options: list[str]) -> Cost:
    """Run this program in a process of its own and return what it cost."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.corpus", RUN, *options]
    together = 0.0
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryFile("w+") as said:
        with subprocess.Popen(command, cwd=TOP, stdout=told, stderr=said) as process:
            while process.poll() is None:
                together = max(together, memory_of(process.pid))
                time.sleep(LOOKS)
        seconds = time.perf_counter() - started
        told.seek(0)
        memory = float(told.read().rpartition("\n@")[2] or 0)
        if process.returncode not in EXPECTED:
            said.seek(0)
            raise SystemExit(f"exit code {process.returncode} of {' '.join(options)}:\n{said.read()[-MOST_SAID:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, processor, memory, together, process.returncode)


def run_extra(root: Path, extra: str) -> Cost:
    """Make one of the files that hold all tables once more, in a process of its own, and return what it cost."""
    return run_program([str(root), extra])


def memory_of(process: int) -> float:
    """Return the MB of a process and of those that it started; a page that several share is parted among them."""
    found = 0.0
    with suppress(OSError):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        found += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
        for path in Path(f"/proc/{process}/task").glob("*/children"):
            found += sum(memory_of(int(child)) for child in path.read_text(encoding="ascii").split())
    return found


def run_here(root: Path, extra: str, options: list[str]) -> int:
    """Run `directriz all`, or make `extra`; print the peak memory, in MB, of the largest process that took part."""
    from directriz.cli import main as directriz

    code = make_extra(root, extra) if extra else directriz(["--root", str(root), "all", *options])
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"\n@{max(peaks):.0f}")
    return code


def make_extra(root: Path, extra: str) -> int:
    """Make the database, the workbook or the explorer of a workspace; return the exit code."""
    from directriz.publish.corpus_files import extras
    from directriz.publish_steps import run_explore
    from directriz.sources import read_manifest

    if extra == EXPLORE:
        run_explore(root, read_manifest(root))
    else:
        with tempfile.TemporaryDirectory() as folder:
            extras()[extra](Path(folder) / extra, root / "output")
    return 0


def size_of(folder: Path) -> float:
    """Return the MB of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def row_of(name: str, cost: Cost, count: int) -> str:
    """Return a row of the table."""
    figures = (
        f"{cost.seconds:.1f}",
        f"{cost.processor:.1f}",
        f"{1000 * cost.processor / count:.0f}",
        f"{cost.memory:.0f}",
        f"{cost.together:.0f}",
    )
    return f"| {count} | {name} | {' | '.join(figures)} | {cost.code} |"


def measure(count: int, ways: list[list[str]], has_scans: bool, with_extras: bool = False) -> Cost:
    """Print the costs of a corpus of a size: cold in each way, then unchanged and with one document changed.

    With `with_extras` also what database, workbook and explorer cost. Returns what the first cold run cost.
    """
    cold = []
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            write_corpus(root, count, has_scans=has_scans)
            name = " ".join([*way, *(["(scans)"] if has_scans else [])])
            cold.append(run_all(root, "--keep-going", *way))
            print(row_of(f"cold {name}", cold[-1], count), flush=True)
            run_all(root, "--keep-going", *way)  # files of the last seconds of a run are compared by their hash
            print(row_of(f"unchanged {name}", run_all(root, "--keep-going", *way), count), flush=True)
            change_one(root)
            print(row_of(f"one changed {name}", run_all(root, "--keep-going", *way), count), flush=True)
            sizes = {part: size_of(root / part) for part in ("raw", "interim", "output")}
            print(f"| {count} | {', '.join(f'{part}/ {size:.1f} MB' for part, size in sizes.items())} |", flush=True)
            if with_extras:
                measure_extras(root, count)
    return cold[0]


def measure_extras(root: Path, count: int) -> None:
    """Print what database, workbook and explorer of a workspace cost: made first, and after one document changed."""
    for state, number in (("made first", 0), ("one changed", 1)):
        if number:
            change_one(root, number)
            run_all(root, "--keep-going")
        for extra in EXTRAS:
            print(row_of(f"{extra}, {state}", run_extra(root, extra), count), flush=True)


def measure_alone(options: list[str]) -> Cost:
    """Return what one plan costs, with the frameworks in a workspace of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_corpus(Path(folder), 1, broken_ones=False)
        cost = run_all(Path(folder), *options)
        print(row_of(f"cold {' '.join(options)}, alone", cost, 1), flush=True)
        return cost


def main() -> int:
    """Make the corpora, measure, print."""
    if sys.argv[1:2] == [RUN]:  # not read by the parser: `--jobs` and `--cluster` mean something else there
        root, extra, *options = sys.argv[2:]
        return run_here(Path(root), extra, options)
    parser = argparse.ArgumentParser(description="Time a corpus of made-up plans.")
    parser.add_argument("--everything", action="store_true", help="all sizes in all ways, scans and extras too")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--cluster", action="store_true", help="also with a cluster of two workers on this machine")
    parser.add_argument("--scans", action="store_true", help="every second PDF is a picture")
    parser.add_argument("--extras", action="store_true", help="also what database, workbook and explorer cost")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="only write the first size there")
    given = parser.parse_args()
    if given.write is not None:
        print("broken:", *write_corpus(given.write, given.sizes[0]))
        return 0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| plans | run | s | s of processor | ms of it a plan | MB | MB together | exit code |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    alone = measure_alone(["--jobs", "1", "--no-extras"])
    ways = [["--jobs", str(jobs)] for jobs in given.jobs]
    ways += [CLUSTER] if given.cluster or given.everything else []
    for count in SIZES if given.everything else given.sizes:
        cold = measure(count, ways, given.scans, given.extras)
        each = cold.processor / count
        print(f"{count} plans: {each:.2f} s of processor time each, {alone.processor / each:.1f} times less than alone")
        if given.everything:
            measure(count, [["--jobs", "2"]], has_scans=True, with_extras=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
