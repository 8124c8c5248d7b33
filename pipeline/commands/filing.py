"""Adding a document to `raw/`: whether it can be read, its path, and its entry in the manifest."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import ManifestInvalid, SourceUnreadable, WrongUsage
from ..store import read_file

MANIFEST = "raw/sources.toml"
OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")  # what Word, Excel, LibreOffice and ZIP files begin with
OPTIONS = ("id", "title", "issuer", "jurisdiction", "kind", "period", "language", "profile", "links-to", "supersedes",
           "url", "path")  # fmt: skip
PERIOD = re.compile(r"(\d{4})(?:[-–:](\d{4}))?")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of a document."""
    from ..store import digest

    return digest(content)


def readable_bytes(file: Path) -> bytes:
    """Return the document's bytes; refuses (SourceUnreadable) a file that is neither a PDF nor a text."""
    from ..formats import format_of
    from ..read.text import decode

    content = read_file(file, str(file), SourceUnreadable)
    if content.startswith(OFFICE):
        remedy = "Open it and save it as PDF, then add the PDF."
        raise SourceUnreadable(str(file), "a Word, Excel or ZIP file, neither a PDF nor a text", remedy)
    if format_of(file.name, content) == "pdf":
        from ..read.pdf.guard.document import PdfFile

        PdfFile(file).close()
    else:
        decode(content, str(file))
    return content


@contextmanager
def all_or_nothing(undo: Callable[[], None]) -> Iterator[None]:
    """Undo what was written if anything interrupts it, also Ctrl-C. The interruption is then raised again."""
    try:
        yield
    except BaseException:
        undo()
        raise


def manifest_of(root: Path) -> tuple[str, Any]:
    """Return the manifest's text and its content; a workspace without a manifest begins one."""
    from ..sources import Manifest, read_manifest

    if not (root / MANIFEST).exists():
        return "", Manifest()
    manifest = read_manifest(root)
    return (root / MANIFEST).read_bytes().decode("utf-8"), manifest


def path_in_raw(root: Path, arguments: argparse.Namespace, manifest: Any) -> tuple[str, bool]:
    """Return the document's path below raw/, and whether it is there already."""
    raw, file = (root / "raw").resolve(), arguments.file.resolve()
    lies_there = file.is_relative_to(raw) and arguments.path is None
    path = file.relative_to(raw).as_posix() if lies_there else Path(arguments.path or file.name).as_posix()
    if Path(path).is_absolute() or ".." in Path(path).parts:
        raise WrongUsage("--path", f"{path!r} leaves raw/", "Give a path below raw/.")
    if owner := next((source.id for source in manifest.source for file in source.file if file.path == path), None):
        remedy = "Give another name with --path; a changed document is a new edition with its own id."
        raise WrongUsage(f"raw/{path}", f"it is a file of {owner!r} already", remedy)
    if not lies_there and (raw / path).exists():
        remedy = "Give another name with --path, or `directriz add` the file in raw/ itself."
        raise WrongUsage(f"raw/{path}", "there is a file of that name, which no document names", remedy)
    return path, lies_there


def refuse_unknown_edition(arguments: argparse.Namespace, manifest: Any) -> None:
    """Refuse (WrongUsage) an edition before that is no document here: nothing could be compared with it."""
    ids = [source.id for source in manifest.source]
    if arguments.supersedes is not None and arguments.supersedes not in ids:
        found = f"there is no document {arguments.supersedes!r}"
        raise WrongUsage("--supersedes", found, f"There are: {', '.join(ids) or 'none'}.")


def refuse_same_bytes(file: Path, sha256: str, manifest: Any) -> None:
    """Refuse (WrongUsage) a file that is one of a document's, byte for byte: all its rows would be published twice."""
    for source in manifest.source:
        if same := next((witness.path for witness in source.file if witness.sha256 == sha256), None):
            remedy = (
                f"There is nothing to add. To draft it anew: `directriz profile {file}`. If the file holds two plans, "
                "write the second [[source]] by hand, with a profile of its own that names its `pages`, and a copy of "
                "the file under another name."
            )
            raise WrongUsage(str(file), f"the file is raw/{same} of {source.id!r}, byte for byte", remedy)


def frameworks_of(manifest: Any) -> list[str]:
    """Return the ids of the documents that `links_to` may name."""
    from ..layouts import FRAMEWORKS

    return [source.id for source in manifest.source if source.kind in FRAMEWORKS]


def period_of(text: str | None) -> list[int] | None:
    """Return the years of "2022-2024"; refuses (WrongUsage) any other text."""
    if text is None:
        return None
    if (match := PERIOD.fullmatch(text)) is None:
        raise WrongUsage("--period", f"{text!r} is no span of years", "Write it as 2022-2024.")
    return [int(match[1]), int(match[2] or match[1])]


def with_entry(root: Path, text: str, manifest: Any, entry: dict[str, Any]) -> tuple[str, str]:
    """Return the manifest with the entry; refuses an id that exists and what the run would refuse of the entry."""
    from ..sources import read_profile
    from .manifest_text import append_entry, table_text

    if entry["id"] in [source.id for source in manifest.source]:
        remedy = "Give another --id; another copy of the same document is added with --witness-of."
        raise WrongUsage("--id", f"there is a document {entry['id']!r} already", remedy)
    keys = {name: value for name, value in entry.items() if name != "file"}
    addition = table_text("source", keys) + table_text("source.file", entry["file"][0])
    new = append_entry(text, addition)
    read_profile(root, meant(new, addition).source[-1])
    return new, entry["id"]


def meant(text: str, addition: str) -> Any:
    """Return the content of the new manifest. If it cannot be read, refuse it and name the lines to add by hand."""
    from pydantic import ValidationError

    from ..key_errors import key_error, told_errors
    from ..sources import Manifest, Source

    try:
        return Manifest.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise by_hand(addition, f"an entry appended to it is not TOML ({error})") from None
    except ValidationError as error:
        first = told_errors(error)[0]
        wrong = key_error({**first, "loc": first["loc"][2:]}, Source, MANIFEST)
        remedy = f"{wrong.remedy}\n{_option_of(first['loc'][2:], wrong.found)}Nothing was written."
        raise ManifestInvalid(MANIFEST, f"the new entry is refused: {wrong.found}", remedy) from None


def _option_of(location: Sequence[int | str], found: str) -> str:
    """Return the sentence that names the option of a key; "" where the key has none."""
    key = str(location[0]) if location else found.partition(" ")[0]
    option = {"file": "path", "path": "path"}.get(key, key.replace("_", "-"))
    return f"Correct the option --{option}. " if option in OPTIONS else ""


def by_hand(addition: str, why: str) -> ManifestInvalid:
    """Return the error for a manifest to which only a person can add, with the lines to add."""
    return ManifestInvalid(MANIFEST, f"it cannot be added to: {why}", f"Add these lines by hand:\n{addition}")
