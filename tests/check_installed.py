"""Install the wheel into an empty environment and use it there: `python tests/check_installed.py`.

pip installs its dependencies from a registry, in the versions of constraints.txt, without any extra. Then, in a folder
that has nothing but a document and the README: the command, the README's example of the library, a whole workspace.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "pipeline")
DOCUMENT, PAGES = "raw/ar-plan.pdf", "1-3"  # what the README's example reads
MOST_SECONDS = 0.3  # of processor time that `import directriz` and `directriz --help` may take
TRIES = 5


def build_wheel(folder: Path) -> Path:
    """Return the wheel, built in a copy of the sources so that nothing is left beside them."""
    copy = folder / "source"
    for name in SOURCES:
        source = TOP / name
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, copy / name, ignore=ignored) if source.is_dir() else _copy(source, copy / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    run([*pip, "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(copy)], folder)
    [wheel] = folder.glob("*.whl")
    return wheel


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def run(command: list[str], folder: Path) -> str:
    """Return what a command prints; where it fails, end with what it said."""
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def seconds_of(command: list[str], folder: Path) -> float:
    """Return the processor time of a command, the least of a few times: other programs count less than by the clock."""
    taken = []
    for _ in range(TRIES):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(command, folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(taken)


def readme_example() -> str:
    """Return the README's example of the library."""
    text = (TOP / "README.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    [example] = [block for block in blocks if "import directriz" in block]
    return example


def main() -> None:
    """Build, install, use; ends with an error where anything is not as it should be."""
    with tempfile.TemporaryDirectory(prefix="directriz-installed-") as name:
        folder = Path(name)
        wheel = build_wheel(folder / "wheel")
        run([sys.executable, "-m", "venv", str(folder / "empty")], folder)
        python = str(folder / "empty" / "bin" / "python")
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
        run([*install, "--constraint", str(TOP / "constraints.txt"), str(wheel)], folder)
        shutil.copytree(TOP / "raw", folder / "work" / "raw")
        check(python, folder / "work")


def check(python: str, work: Path) -> None:
    """Use what is installed, from a folder where the repository is not."""
    command = str(Path(python).with_name("directriz"))
    listed = run([python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"], work)
    expect("no pipeline is installed", find_spec(python, work, "pipeline"), "None")
    expect(
        "python -m directriz", run([python, "-m", "directriz", "--version"], work), run([command, "--version"], work)
    )
    printed = json.loads(run([command, "tables", DOCUMENT, "--pages", PAGES, "--json"], work))
    made = run([python, "-c", f"{readme_example()}\nimport json\nprint(json.dumps(document.to_dict()))"], work)
    expect("the README's example gives what the command prints", json.loads(made), printed)
    refused = read_scan(python, work)
    expect(
        "a scan is refused, and the extra is named", (refused.returncode, "directriz[ocr]" in refused.stderr), (4, True)
    )
    run([command, "all"], work)
    expect("a second run", run([command, "all"], work), "nothing to do: everything up to publish is up to date\n")
    took = {said: seconds_of(parts, work) for said, parts in {
        "python": [python, "-c", "pass"],
        "import directriz": [python, "-c", "import directriz"],
        "directriz --help": [command, "--help"],
    }.items()}  # fmt: skip
    print(f"{len(json.loads(listed))} distributions; " + ", ".join(f"{key}: {took[key]:.2f} s" for key in took))
    if slow := [said for said, seconds in took.items() if seconds - took["python"] > MOST_SECONDS]:
        raise SystemExit(f"{slow[0]} takes more than {MOST_SECONDS} s")


def read_scan(python: str, work: Path) -> subprocess.CompletedProcess[str]:
    """Read a page that is a picture, and return how that ended."""
    draw = "picture = Image.new('L', (850, 1100), 255); ImageDraw.Draw(picture).text((90, 90), 'Plan', font_size=60)"
    run([python, "-c", f"from PIL import Image, ImageDraw; {draw}; picture.save('scan.pdf')"], work)
    command = [python, "-m", "directriz", "tables", "scan.pdf"]
    return subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)


def find_spec(python: str, work: Path, module: str) -> str:
    """Return what Python finds under a module's name, "None" where there is nothing."""
    return run([python, "-c", f"import importlib.util as util; print(util.find_spec({module!r}))"], work).strip()


def expect(what: str, found: object, expected: object) -> None:
    """End with an error where two things differ."""
    if found != expected:
        raise SystemExit(f"{what}: {found!r}, expected {expected!r}")
    print(f"as expected: {what}")


if __name__ == "__main__":
    main()
