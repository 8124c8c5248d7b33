"""Published tables of some moment: an output folder, a workspace, or a revision of either in git.

- tables of an older schema: a table or a column that is not there, or one that is no more;
- a folder that is neither, a name that is neither folder nor revision: refused, with what was looked for.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..csv_files import ANY_LENGTH, decode_csv, parse_csv
from ..errors import SourceUnreadable, WrongUsage
from ..schema import tables

AS_PUBLISHED = "Compare tables as `publish` writes them."
ACCEPTED = "Give a folder of tables, a workspace with output/, or a git revision in which output/ is kept."


@dataclass(frozen=True, slots=True)
class Rows:
    """One table as published: every value a text, "" = missing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The tables of one moment, by name, in published order."""

    name: str
    tables: Mapping[str, Rows] = field(default_factory=dict)


def parse_rows(content: bytes, place: str) -> Rows:
    """Return a published CSV; refuses (SourceUnreadable) one without header, not UTF-8, of uneven rows."""
    text = decode_csv(content, place, SourceUnreadable)
    (_, columns), *lines = parse_csv(text, place, most=ANY_LENGTH, refusal=SourceUnreadable) or [(1, [])]
    if not columns:
        raise SourceUnreadable(place, "no header", AS_PUBLISHED)
    rows = []
    for line, row in lines:
        if len(row) != len(columns):
            found = f"a row of {len(row)} values under {len(columns)} columns"
            raise SourceUnreadable(f"{place} l. {line}", found, AS_PUBLISHED)
        rows.append(tuple(row))
    return Rows(tuple(columns), tuple(rows))


def _of_folder(name: str, folder: Path) -> Snapshot | None:
    paths = {table: folder / f"{table}.csv" for table in tables()}
    found = {table: path for table, path in paths.items() if path.is_file()}
    if not found:
        return None
    return Snapshot(name, {table: parse_rows(path.read_bytes(), str(path)) for table, path in found.items()})


def _git(root: Path, *arguments: str) -> bytes | None:
    """Return what git prints; None if there is no git, no repository or no such revision."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _of_revision(root: Path, name: str) -> Snapshot | None:
    commit = None if name.startswith("-") else _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
    if commit is None:
        return None
    revision = commit.decode().strip()
    contents = {table: _git(root, "show", f"{revision}:./output/{table}.csv") for table in tables()}
    found = {
        table: parse_rows(content, f"{name}:output/{table}.csv")
        for table, content in contents.items()
        if content is not None
    }
    return Snapshot(name, found) if found else None


def _is_folder(path: Path) -> bool:
    """Tell whether a path is a folder; one that the system cannot look up, such as a name of 5,000 letters, is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def read_snapshot(root: Path, name: str) -> Snapshot:
    """Return the tables that a name on the command line means; refuses (WrongUsage) one that means none.

    A folder comes before a revision of the same name; revisions are those of the repository that `root` lies in.
    """
    folder = Path(name)
    if _is_folder(folder):
        found = _of_folder(name, folder) or _of_folder(name, folder / "output")
        if found is None:
            raise WrongUsage(name, "no published table in this folder nor in its output/", ACCEPTED)
        return found
    found = _of_revision(root, name)
    if found is None:
        raise WrongUsage(name, "neither a folder nor a git revision with tables in output/", ACCEPTED)
    return found
