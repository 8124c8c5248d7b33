"""Workspaces for the tests of the core: the five documents, or small ones made of inline texts."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from directriz.cli import main
from directriz.layouts import Profile
from directriz.read.text import read_text
from directriz.rebuild import rebuild
from directriz.records import Records
from directriz.sources import Source, read_manifest, read_profile

REPOSITORY = Path(__file__).parents[1]
GOLD = Path(__file__).parent / "gold"
KINDS = {
    "ar-plan": "action-matrix",
    "corett-2020": "operational-matrix",
    "oas-2": "directive-table",
    "oas-3": "directive-list",
    "ar-restitucion": "programme",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that came to its end."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a small workspace; `profile` is a shipped profile's name, or the TOML of one of its own."""

    id: str
    text: str | bytes
    profile: str
    kind: str = ""
    keys: dict[str, object] = field(default_factory=dict)  # further keys of its manifest entry

    @property
    def raw(self) -> bytes:
        """The file's bytes."""
        return self.text if isinstance(self.text, bytes) else self.text.encode("utf-8")

    @property
    def file_name(self) -> str:
        """Its path below raw/."""
        return f"{self.id}.pdf" if self.raw.startswith(b"%PDF") else f"{self.id}.txt"

    @property
    def has_own_profile(self) -> bool:
        """True where `profile` is TOML."""
        return "\n" in self.profile


def run(root: Path, *arguments: str) -> Ended:
    """Run one command in this process on a workspace."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = main([*arguments, "--root", str(root)])
        except SystemExit as wrong:
            code = int(wrong.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())


def entry_of(document: Document) -> str:
    """Return a document's `[[source]]` entry."""
    profile = f"{document.id}.toml" if document.has_own_profile else document.profile
    keys: dict[str, object] = {
        "id": document.id,
        "title": f"Documento {document.id}",
        "issuer": "Ministerio",
        "jurisdiction": "ARG",
        "kind": document.kind or KINDS[document.profile],
        "language": "es",
        "profile": profile,
        **document.keys,
    }
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in keys.items()]
    digest = hashlib.sha256(document.raw).hexdigest()
    return "\n".join(
        ["[[source]]", *lines, "[[source.file]]", f'path = "{document.file_name}"', f'sha256 = "{digest}"', ""]
    )


def write_workspace(root: Path, documents: Iterable[Document]) -> Path:
    """Write `raw/` of a workspace below `root` and return the root."""
    (root / "raw").mkdir(parents=True, exist_ok=True)
    documents = list(documents)
    for document in documents:
        (root / "raw" / document.file_name).write_bytes(document.raw)
        if document.has_own_profile:
            (root / "raw" / f"{document.id}.toml").write_text(document.profile, encoding="utf-8")
    (root / "raw" / "sources.toml").write_text("\n".join(map(entry_of, documents)), encoding="utf-8")
    return root


def read_table(folder: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a published table."""
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped(name: str) -> tuple[Source, Profile]:
    """Return the manifest's entry and the profile of one of the five documents."""
    source = next(source for source in read_manifest(REPOSITORY).source if source.id == name)
    return source, read_profile(REPOSITORY, source)


def rebuilt(text: str, profile_name: str, plan_id: str = "plan", profile: Profile | None = None) -> Records:
    """Return what reading and rebuilding make of a text under a shipped profile, as a document never seen."""
    source, own = shipped(profile_name)
    profile = profile or own
    witness = source.file[0].model_copy(update={"path": "plan.txt", "witness": None, "sha256": "0" * 64})
    source = source.model_copy(update={"id": plan_id, "file": (witness,)})
    lines = read_text(text.encode("utf-8"), "plan.txt", profile.dump.pages)
    return rebuild(Records(lines), source, profile).updated(Records(lines))


def tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path.

    `changes.json` is left out: it says what the last run changed, so two runs to the same tables differ in it. So is
    `.digests.json` and `.run.json`: they hold the times of files.
    """
    apart = ("changes.json", ".digests.json", ".run.json")
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in apart)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
