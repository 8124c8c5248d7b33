"""Inputs changed at random, and what must hold for each of them.

A small workspace is run once. Then, again and again, one of its inputs is changed (a document, the manifest, a profile,
reviews, corrections) or a file is given to `tables`; a command runs on it in a process of its own, and these are asked:

- the exit code is 0 or one of those of docs/exit-codes.md, and never 1; there is no traceback;
- a refusal names a place, what was found, and on the next line what to do;
- processor time and memory stay within the limits;
- where a run is refused, `output/` is what the last good run left, to the byte;
- where it is not, every character of a text stands once in `cells` or `excluded`.

    python -m benchmarks.fuzz --seed 1 --minutes 10 [--keep FOLDER]

Prints each case that breaks a rule with its seed, then the counts; exits with 1 where there was one. A case is made
from its seed alone: `--only SEED` runs it again. `--keep` copies the workspaces of such cases into a folder.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from directriz.cli import main as directriz
from directriz.commands.spreadsheets import sheet_bytes
from directriz.corrections import AMENDMENT_COLUMNS, CORRECTION_COLUMNS
from directriz.link.emphases import COLUMNS as EMPHASIS_COLUMNS
from directriz.link.reviews import COLUMNS as LINK_COLUMNS
from directriz.store import digest, folder_digests

from benchmarks.odd_pdfs import odd_pdf
from tests.small_pdf import write_pdf
from tests.small_workspace import DRAFT_PROFILE, FRAMEWORK_ENTRY, draft_entry, entry, write_workspace

CODES = {0, 2, 3, 4, 5, 6, 7, 8}
LONGEST_CELL = 100_000_000  # letters
MOST_SECONDS = 60  # of processor time for one case: some kB need one or two, OCR of a page of metres 15
MOST_WAITING = 600  # seconds on the clock: a pipe that is opened would wait without end
MOST_MEMORY = 3 * 2**30  # bytes of address space above what the program needs to start
REFUSAL = re.compile(r"^directriz: .+: .+\n.+", re.MULTILINE | re.DOTALL)
TELL_ALL = ("check", "add")  # commands that list what is refused on stdout
DRAFT = """DIRECTRICES

1. Promover [CAN: la prevención de] la trata de personas [y el tráfico].

2. Promover campañas [ARG, BRA: de prevencion: y sensibilización] en las fronteras.

3. Fortalecer la cooperacion entre los Estados.
"""
ODD = (
    *(
        "",
        "\0",
        "\t",
        "\n",
        "\r\n",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\u2028",
        "\xad",
        "ﬁ",
        "🙂",
        "é",
        "e\u0301",
        "\xa0",
    ),
    *(
        "[",
        "]",
        "[[",
        "]]",
        "[CAN: ",
        "[ARG",
        "{",
        "}",
        "(",
        ")",
        '"',
        "'",
        "=",
        "=1+1",
        "|",
        "#",
        "%",
        "\\",
        "/",
        " / ",
    ),
    *("1", "-1", "0", "999999999999999999999", "1e400", "nan", "٣", "1.", "1) ", "a) ", "i. ", "1.1", "100 %", "2024"),
    *("PREVENCIÓN", "N°\tMedida\tAcción\tResponsable", "\tDIRECTRIZ", "\tINDICADOR", "true", "null", "[]", "{}"),
)
VALUES = (
    '""',
    "1",
    "-1",
    "1.5",
    "true",
    "[]",
    "[1]",
    '["x"]',
    "{}",
    "{a = 1}",
    '"../x"',
    '"/etc/passwd"',
    "2024-01-01",
)
KINDS: dict[str, Callable[[random.Random, Path], list[str]]] = {}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    code: int  # exit code, or 128 + the signal that ended it
    said: str  # stderr, then stdout
    seconds: float  # of processor time


def kind(function: Callable[[random.Random, Path], list[str]]) -> Callable[[random.Random, Path], list[str]]:
    """Enter a kind of case: a function that changes a workspace and returns the arguments of the command to run."""
    KINDS[function.__name__] = function
    return function


def changed_bytes(chance: random.Random, content: bytes) -> bytes:
    """Return bytes with some of them changed, cut out, doubled or moved."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, length = chance.randrange(len(found) + 1), chance.choice((1, 1, 4, 40, 400))
        part = bytes(found[at : at + length])
        match chance.randrange(5):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = part * chance.choice((1, 2, 50))
            case 3:
                found[at:at] = chance.choice(ODD).encode("utf-8", "surrogatepass")
            case _:
                del found[at : at + length]
                there = chance.randrange(len(found) + 1)
                found[there:there] = part
    return bytes(found)


def changed_text(chance: random.Random, text: str) -> str:
    """Return a text with odd pieces put in, repeated, or with its lines and words doubled, moved or left out."""
    for _ in range(chance.choice((1, 2, 4, 10))):
        end, repeat = chance.choice(("\n", "\n", " ", "\t")), chance.choice((1, 1, 1, 2, 30, 3000))
        parts = text.split(end)
        at, there = chance.randrange(len(parts)), chance.randrange(len(parts))
        match chance.randrange(5):
            case 0:
                parts[at] = chance.choice(ODD) * repeat + parts[at]
            case 1:
                parts[at] += chance.choice(ODD) * repeat
            case 2:
                del parts[at]
            case 3:
                parts[at:at] = [parts[there]] * min(repeat, 300)
            case _:
                parts[at], parts[there] = parts[there], parts[at]
        text = end.join(parts)
    return text


def changed_toml(chance: random.Random, text: str) -> str:
    """Return TOML with a value of another type, a key of another name, a line doubled, or changed as a text."""
    lines = text.split("\n")
    keys = [number for number, line in enumerate(lines) if " = " in line]
    for _ in range(chance.choice((1, 1, 2, 3))):
        at = chance.choice(keys)
        name, _, value = lines[at].partition(" = ")
        match chance.randrange(5):
            case 0:
                lines[at] = f"{name} = {chance.choice(VALUES)}"
            case 1:
                lines[at] = f"{name}{chance.choice('sx1')} = {value}"
            case 2:
                lines[at] += "\n" + lines[at]
            case 3:
                lines[at] = ""
            case _:
                return changed_text(chance, "\n".join(lines))
    return "\n".join(lines)


def changed_file(chance: random.Random, path: Path) -> None:
    """Change a file, by its bytes or as a text."""
    content = path.read_bytes()
    if chance.random() < 0.3 or path.suffix in (".pdf", ".docx"):
        path.write_bytes(changed_bytes(chance, content))
    elif path.suffix == ".toml":
        path.write_bytes(changed_toml(chance, content.decode()).encode("utf-8", "surrogatepass"))
    else:
        path.write_bytes(changed_text(chance, content.decode()).encode("utf-8", "surrogatepass"))


def agree_with_hashes(root: Path) -> None:
    """Write the hashes of the documents into the manifest, so that a changed one is read."""
    manifest = root / "raw" / "sources.toml"
    lines = manifest.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        if line.startswith("path = "):
            path = root / "raw" / line.split('"')[1]
            lines[at + 1] = f'sha256 = "{digest(path.read_bytes())}"'
    manifest.write_text("\n".join(lines), encoding="utf-8")


@kind
def texts(chance: random.Random, root: Path) -> list[str]:
    """A document changed, with its hash right."""
    changed_file(chance, root / "raw" / chance.choice(("plan.txt", "marco.txt", "draft.txt", "draft.txt")))
    agree_with_hashes(root)
    return [chance.choice(("all", "all", "normalise", "check"))]


@kind
def manifests(chance: random.Random, root: Path) -> list[str]:
    """The manifest changed."""
    changed_file(chance, root / "raw" / "sources.toml")
    return [chance.choice(("all", "check", "ingest"))]


@kind
def profiles(chance: random.Random, root: Path) -> list[str]:
    """A profile changed."""
    changed_file(chance, root / "raw" / chance.choice(("plan.toml", "marco.toml", "draft.toml")))
    return [chance.choice(("all", "check", "rebuild"))]


def rows_of(root: Path, table: str) -> list[dict[str, str]]:
    """Return the rows of a published table; a cell may be longer than Python's reader of CSV takes by itself."""
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        with (root / "output" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    finally:
        csv.field_size_limit(usual)


def written(columns: tuple[str, ...], rows: list[dict[str, str]]) -> str:
    """Return rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows([{name: row.get(name, "") for name in columns} for row in rows])
    return text.getvalue()


def link_reviews(chance: random.Random, root: Path) -> str:
    """Return verdicts on the links that were published."""
    hashes = {row["action_id"]: row["text_sha256"] for row in rows_of(root, "actions")}
    hashes |= {row["directive_id"]: row["text_sha256"] for row in rows_of(root, "directives")}
    rows = [
        {
            "action_id": link["action_id"], "directive_id": link["directive_id"], "reviewer": "r", "date": "2026-01-02",
            "verdict": chance.choice(("accept", "reject", "unsure")) if link["directive_id"] else "no-match",
            "action_sha256": hashes[link["action_id"]], "directive_sha256": hashes.get(link["directive_id"], ""),
        }
        for link in rows_of(root, "links")
    ]  # fmt: skip
    return written(tuple(LINK_COLUMNS), rows)


def hand_rows(root: Path, columns: tuple[str, ...]) -> str:
    """Return corrections whose cells are those of a published record where their names agree."""
    known = [row | {"reviewer": "r", "date": "2026-01-02"} for row in rows_of(root, "amendments")]
    return written(columns, known[:3])


@kind
def reviews(chance: random.Random, root: Path) -> list[str]:
    """Files below raw/reviews/ written, then changed."""
    folder = root / "raw" / "reviews"
    folder.mkdir(exist_ok=True)
    made = {
        "links.csv": link_reviews(chance, root),
        "corrections.csv": hand_rows(root, tuple(CORRECTION_COLUMNS)),
        "amendments.csv": hand_rows(root, tuple(AMENDMENT_COLUMNS)),
        "emphases.csv": hand_rows(root, tuple(EMPHASIS_COLUMNS)),
    }
    name = chance.choice(list(made))
    (folder / name).write_text(made[name], encoding="utf-8")
    if chance.random() < 0.9:
        text = (folder / name).read_text(encoding="utf-8").replace(",", "\t")
        (folder / name).write_text(changed_text(chance, text).replace("\t", ","), encoding="utf-8")
    return [chance.choice(("all", "all", "check"))]


@kind
def sheets(chance: random.Random, root: Path) -> list[str]:
    """Verdicts that come back in a table, changed: as CSV, or as a workbook of which a part or the whole is changed."""
    rows = list(csv.reader(io.StringIO(link_reviews(chance, root))))
    path = root / chance.choice(("verdicts.csv", "verdicts.xlsx", "verdicts.xlsx"))
    path.write_bytes(sheet_bytes(path, rows[0], rows[1:]))
    if path.suffix == ".csv":
        path.write_bytes(changed_bytes(chance, path.read_bytes()))
    else:
        change_part(chance, path)
    return ["review", "links", "--reviewer", "r", "--date", "2026-01-02", "--import", str(path)]


def change_part(chance: random.Random, path: Path) -> None:
    """Change a part of a file that is an archive, or the archive itself."""
    if chance.random() < 0.2:
        path.write_bytes(changed_bytes(chance, path.read_bytes()))
        return
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    text = parts[name].decode("utf-8", "replace").replace(">", ">\n")
    parts[name] = changed_text(chance, text).replace(">\n", ">").encode("utf-8", "replace")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@kind
def pdfs(chance: random.Random, root: Path) -> list[str]:
    """A PDF changed: its tables, or a draft of a profile for it."""
    path = root / chance.choice(("small.pdf", "long.pdf"))
    changed_file(chance, path)
    return chance.choice((["tables", str(path)], ["tables", str(path), "--json"], ["profile", str(path)]))


@kind
def odd_pdfs(chance: random.Random, root: Path) -> list[str]:
    """A PDF of odd make-up, sometimes changed: its tables, its picture, or on its way into raw/."""
    path = root / "odd.pdf"
    path.write_bytes(odd_pdf(chance))
    if chance.random() < 0.3:
        changed_file(chance, path)
    look = ["look", str(path), "--page", "1", "-o", str(root / "odd.png")]
    return chance.choice((["tables", str(path)], ["tables", str(path), "--json"], ["add", str(path)], look))


@kind
def places(chance: random.Random, root: Path) -> list[str]:
    """A file of the workspace that is no plain file: a folder, a link that loops or leads out, a pipe."""
    raw = root / "raw"
    (raw / "reviews").mkdir(exist_ok=True)
    names = ("sources.toml", "plan.txt", "plan.toml", "reviews/links.csv", "reviews/corrections.csv")
    path = raw / chance.choice(names)
    content = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    match chance.randrange(5):
        case 0:
            path.mkdir()
        case 1:
            path.symlink_to(path.name)
        case 2:
            (root / "outside").write_bytes(content)
            path.symlink_to(root / "outside")
        case 3:
            os.mkfifo(path)
        case _:
            path.symlink_to("nowhere")
    return [chance.choice(("all", "check", "ingest"))]


@kind
def added(chance: random.Random, root: Path) -> list[str]:
    """A document, changed and perhaps of another make than its name says, on its way into raw/."""
    path = root / chance.choice(("small.pdf", "new.txt", "new.docx"))
    change_part(chance, path) if path.suffix == ".docx" else changed_file(chance, path)
    if chance.random() < 0.2:
        path = path.rename(path.with_suffix(chance.choice((".pdf", ".txt", ".docx", ".csv", ""))))
    return ["add", str(path)] if chance.random() < 0.7 else ["tables", str(path)]


@kind
def arguments(chance: random.Random, root: Path) -> list[str]:
    """Odd arguments."""
    odd = chance.choice((*ODD, "plan/prevencion/1", "9" * 5000, "../..", "/dev/null", "no-such", "plan"))
    odd = odd.replace("\0", "") or "x"
    command = chance.choice(("why", "changes", "tables", "look", "add", "diff", "profile", "review"))
    flags = {"look": ["--page", odd, "-o", str(root / "x.png")], "review": ["ocr"], "diff": [str(root / "output")]}
    given = ["--", odd] if command not in ("look", "review") else [str(root / "small.pdf")] if command == "look" else []
    return [command, *flags.get(command, []), *given]


def write_docx(path: Path, text: str) -> None:
    """Write a Word document of plain paragraphs."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{kinds}"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        file.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{lines}</w:body></w:document>')


def write_seed(root: Path) -> None:
    """Write the workspace that the cases change, and run it once."""
    manifest = f"{entry()}\n{FRAMEWORK_ENTRY}\n{draft_entry(DRAFT)}"
    write_workspace(root, manifest, draft_txt=DRAFT, draft_toml=DRAFT_PROFILE)
    write_pdf(root / "small.pdf")
    write_pdf(root / "long.pdf", "PREVENCION DE LA TRATA (1) 2022-2024 Table 1")
    (root / "new.txt").write_text((root / "raw" / "plan.txt").read_text(encoding="utf-8"), encoding="utf-8")
    write_docx(root / "new.docx", DRAFT)
    if (code := directriz(["--root", str(root), "all", "--jobs", "1"])) != 0:
        raise SystemExit(f"the workspace that the cases change does not run: exit code {code}")


def in_a_process(root: Path, command: list[str]) -> Outcome:
    """Run a command in a process of its own, forked from this one, and return what became of it."""
    said = root.with_suffix(".said")
    child = os.fork()
    if child == 0:
        os._exit(_run_limited(root, command, said))
    _, status, used = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    files = (said, _printed(said))
    text = "".join(file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists())
    for file in files:
        file.unlink(missing_ok=True)
    return Outcome(code if code >= 0 else 128 - code, text, used.ru_utime + used.ru_stime)


def _printed(said: Path) -> Path:
    return said.with_suffix(".printed")


def _run_limited(root: Path, command: list[str], said: Path) -> int:
    printed = _printed(said)  # a file of its own: a command that fails leaves its stdout
    signal.alarm(MOST_WAITING)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS + 5))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MOST_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    with (
        said.open("w", encoding="utf-8", errors="replace") as err,
        printed.open("w", encoding="utf-8", errors="replace") as out,
        redirect_stderr(err),
        redirect_stdout(out),
    ):
        try:
            return directriz(["--root", str(root), "--jobs", "1", *command])
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001 - the traceback that a user would see
            traceback.print_exc(file=err)
            return 1


def broken_rules(root: Path, command: list[str], outcome: Outcome, good: dict[str, str]) -> Iterator[str]:
    """Yield what a case breaks of the rules above."""
    if outcome.code not in CODES:
        yield f"exit code {outcome.code}"
    if "Traceback" in outcome.said:
        yield outcome.said.strip().rpartition("\n")[2][:200]
    elif outcome.code > 2 and not (REFUSAL.search(outcome.said) or (command[0] in TELL_ALL and outcome.said.strip())):
        yield f"a refusal without place or remedy: {outcome.said[-200:]!r}"
    if outcome.seconds > MOST_SECONDS:
        yield f"{outcome.seconds:.0f} s"
    if command[0] == "all" and outcome.code == 0:
        yield from lost_characters(root)
    elif folder_digests(root / "output") != good:
        yield "output/ is not what the last good run left"


def lost_characters(root: Path) -> Iterator[str]:
    """Yield the documents of which a character is lost or doubled."""
    for name in ("plan.txt", "marco.txt", "draft.txt"):
        found: Counter[str] = Counter()
        for table in ("cells", "excluded"):
            rows = [row["text"] for row in rows_of(root, table) if row["source_file"] == name]
            found.update("".join("".join(rows).split()))
        printed = normalize("NFC", (root / "raw" / name).read_bytes().decode("utf-8-sig"))  # as the reader writes it
        wanted = Counter("".join(printed.split()))
        if found != wanted:
            yield f"{name}: lost {dict(wanted - found)}, doubled {dict(found - wanted)}"[:200]


def run_case(seed: int, template: Path, keep: Path | None) -> tuple[str, Outcome, list[str]]:
    """Make the case of a seed from the template, run it; return its kind, what became of it and what it breaks."""
    chance = random.Random(seed)
    name = chance.choice(list(KINDS))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "w"
        shutil.copytree(template, root)
        good = folder_digests(root / "output")
        command = KINDS[name](chance, root)
        outcome = in_a_process(root, command)
        broken = [f"{command[0]}: {rule}" for rule in broken_rules(root, command, outcome, good)]
        if broken and keep is not None:
            shutil.copytree(root, keep / f"{seed}-{name}", dirs_exist_ok=True)
            (keep / f"{seed}-{name}" / "said.txt").write_text(f"{command}\n{outcome.said}", encoding="utf-8")
    return name, outcome, broken


def read_arguments() -> argparse.Namespace:
    """Return the arguments of the command line."""
    parser = argparse.ArgumentParser(description="Change inputs at random, and see that nothing breaks.")
    parser.add_argument("--seed", type=int, default=1, help="of the first case; each further case has the next one")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--only", type=int, metavar="SEED", help="run this case alone")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="copy the workspaces that break a rule there")
    return parser.parse_args()


def main() -> None:
    """Run cases until the time is over, print what breaks a rule; exit with 1 where something did."""
    given = read_arguments()
    until = time.monotonic() + 60 * given.minutes
    counted: Counter[tuple[str, int]] = Counter()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "template"
        write_seed(template)
        seed = given.only if given.only is not None else given.seed
        while not counted or (given.only is None and time.monotonic() < until):
            name, outcome, broken = run_case(seed, template, given.keep)
            counted[name, outcome.code] += 1
            faults += bool(broken)
            for rule in broken:
                print(f"seed {seed} ({name}): {rule}", flush=True)
            seed += 1
    for (name, code), count in sorted(counted.items()):
        print(f"{name}: exit code {code}: {count}")
    print(f"{counted.total()} cases, {faults} break a rule")
    sys.exit(faults > 0)


if __name__ == "__main__":
    main()
