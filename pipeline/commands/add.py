"""`directriz add`: a document into `raw/` and its entry into `raw/sources.toml`, both or neither.

It asks nothing and guesses nothing: what the manifest must say is given by flags, save the kind, which a profile says.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ManifestInvalid, SourceUnreadable, WrongUsage
from .answer import Answer, json_answer

MANIFEST = "raw/sources.toml"
OBLIGATORY = ("id", "title", "issuer", "jurisdiction", "language", "profile")
PERIOD = re.compile(r"(\d{4})(?:[-–:](\d{4}))?")
FLAGS = {
    "id": "the plan's id, first part of all its records' ids: lower case, digits, hyphens",
    "title": "as a person would cite it",
    "issuer": "who published it",
    "jurisdiction": "ISO 3166-1 alpha-3, or an organisation: ARG, OEA",
    "language": "ISO 639-1: es",
    "profile": "a shipped profile, or a path below raw/ that ends in .toml",
    "kind": "kind of document; left out = that of the profile",
    "period": "years that it covers: 2022-2024",
    "supersedes": "id of the edition before",
    "url": "where it was published",
}


@dataclass(frozen=True, slots=True)
class Addition:
    """What is to be written."""

    plan_id: str
    path: str  # below raw/
    sha256: str
    content: bytes | None  # of the document; None where it lies in raw/ already
    manifest: str  # whole new text


def add_parser(subparsers: Any, common: argparse.ArgumentParser) -> None:
    """Add `add`."""
    parser = subparsers.add_parser(
        "add", parents=[common], help="copy a document into raw/ and name it in sources.toml"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="PDF or text dump (UTF-8)")
    for name, meaning in FLAGS.items():
        parser.add_argument(f"--{name}", help=meaning)
    parser.add_argument("--links-to", metavar="ID,ID", help="frameworks that its actions are linked to, main one first")
    parser.add_argument("--path", metavar="NAME", help="its path below raw/; left out = the file's own name")
    parser.add_argument("--witness-of", metavar="ID", help="the file is a further witness of that document")
    parser.set_defaults(action=add)


def add(root: Path, arguments: argparse.Namespace) -> Answer:
    """Copy the document and name it in the manifest.

    Refuses (WrongUsage) flags that lack or contradict each other, an id and a path that exist, (ManifestInvalid) a
    manifest or profile that is wrong, (SourceUnreadable) a file that no reader could read.
    """
    from ..store import write_file

    addition = _addition(root, arguments)
    place = root / "raw" / addition.path
    if addition.content is not None:
        write_file(place, addition.content)
    try:
        write_file(root / MANIFEST, addition.manifest.encode("utf-8"))
    except BaseException:
        if addition.content is not None:
            place.unlink(missing_ok=True)
        raise
    if arguments.json:
        return json_answer({"id": addition.plan_id, "path": addition.path, "sha256": addition.sha256})
    told = f"raw/{addition.path} is now a file of {addition.plan_id!r}, sha256 {addition.sha256}"
    return Answer(f"{told}\nNext: directriz check")


def _addition(root: Path, arguments: argparse.Namespace) -> Addition:
    _check_flags(arguments)
    content = _readable_bytes(arguments.file)
    text, manifest = _manifest(root)
    path, lies_there = _path_in_raw(root, arguments, manifest)
    sha256 = _digest(content)
    if arguments.witness_of:
        new, plan_id = _with_witness(text, manifest, arguments.witness_of, {"path": path, "sha256": sha256})
    else:
        new, plan_id = _with_entry(root, text, manifest, _entry(root, arguments, path, sha256))
    return Addition(plan_id, path, sha256, None if lies_there else content, new)


def _digest(content: bytes) -> str:
    from ..store import digest

    return digest(content)


def _check_flags(arguments: argparse.Namespace) -> None:
    """Refuse obligatory flags that lack, all in one message, and flags that a witness does not take."""
    given = [name for name in FLAGS if getattr(arguments, name) is not None]
    given += ["links-to"] if arguments.links_to is not None else []
    if arguments.witness_of and given:
        flags = ", ".join(f"--{name}" for name in given)
        remedy = "A witness takes --path alone: what else the manifest says is said of the document."
        raise WrongUsage("directriz add", f"--witness-of does not go with {flags}", remedy)
    if not arguments.witness_of and (missing := [name for name in OBLIGATORY if not getattr(arguments, name)]):
        flags = ", ".join(f"--{name}" for name in missing)
        meanings = "\n".join(f"  --{name}: {FLAGS[name]}" for name in missing)
        remedy = f"Give them, or --witness-of ID where the file is another copy of a document:\n{meanings}"
        raise WrongUsage("directriz add", f"the manifest needs more than is given: {flags}", remedy)


def _readable_bytes(file: Path) -> bytes:
    """Return the document's bytes; refuses (SourceUnreadable) what neither reader could begin with."""
    from ..ingest import PDF_MAGIC
    from ..read.text import decode

    try:
        content = file.read_bytes()
    except OSError as error:
        raise SourceUnreadable(str(file), f"cannot be read: {error.strerror}", "Give a file that is there.") from None
    if file.suffix.lower() == ".pdf" or PDF_MAGIC in content[:1024]:
        from ..read.pdf.guard.document import PdfFile

        PdfFile(file).close()
    else:
        decode(content, str(file))
    return content


def _manifest(root: Path) -> tuple[str, Any]:
    """Return the manifest's text and what it means; a workspace without one begins one."""
    from ..sources import Manifest, read_manifest

    if not (root / MANIFEST).exists():
        return "", Manifest()
    manifest = read_manifest(root)
    return (root / MANIFEST).read_bytes().decode("utf-8"), manifest


def _path_in_raw(root: Path, arguments: argparse.Namespace, manifest: Any) -> tuple[str, bool]:
    """Return where the document goes below raw/, and whether it lies there already."""
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


def _period(text: str | None) -> list[int] | None:
    if text is None:
        return None
    if (match := PERIOD.fullmatch(text)) is None:
        raise WrongUsage("--period", f"{text!r} is no span of years", "Write it as 2022-2024.")
    return [int(match[1]), int(match[2] or match[1])]


def _entry(root: Path, arguments: argparse.Namespace, path: str, sha256: str) -> dict[str, Any]:
    """Return the keys of the new `[[source]]` in the order of docs/manifest.md, the file last."""
    return {
        **{name: getattr(arguments, name) for name in ("id", "title", "issuer", "jurisdiction")},
        "kind": arguments.kind or _kind_of_profile(root, arguments.profile),
        "period": _period(arguments.period),
        "language": arguments.language,
        "profile": arguments.profile,
        "links_to": [name.strip() for name in (arguments.links_to or "").split(",") if name.strip()] or None,
        "supersedes": arguments.supersedes,
        "url": arguments.url,
        "file": [{"path": path, "sha256": sha256}],
    }


def _kind_of_profile(root: Path, profile: str) -> str | None:
    """Return what a profile says of its kind; None where it cannot be read, which is refused later on."""
    from ..sources import PROFILES

    path = root / "raw" / profile if profile.endswith(".toml") else PROFILES / f"{profile}.toml"
    try:
        kind = tomllib.loads(path.read_text(encoding="utf-8")).get("kind")
    except (OSError, ValueError):
        return None
    return kind if isinstance(kind, str) else None


def _with_entry(root: Path, text: str, manifest: Any, entry: dict[str, Any]) -> tuple[str, str]:
    """Return the manifest with the entry; refuses an id that exists and what the run would refuse of the entry."""
    from ..sources import read_profile
    from .manifest_text import append_entry, table_text

    if entry["id"] in [source.id for source in manifest.source]:
        remedy = "Give another --id; another copy of the same document is added with --witness-of."
        raise WrongUsage("--id", f"there is a document {entry['id']!r} already", remedy)
    keys = {name: value for name, value in entry.items() if name != "file"}
    addition = table_text("source", keys) + table_text("source.file", entry["file"][0])
    new = append_entry(text, addition)
    read_profile(root, _meant(new, addition).source[-1])
    return new, entry["id"]


def _with_witness(text: str, manifest: Any, plan_id: str, file: dict[str, str]) -> tuple[str, str]:
    """Return the manifest with one file more in an entry; refuses an id that no entry has."""
    from .manifest_text import insert_file, table_text

    ids = [source.id for source in manifest.source]
    if plan_id not in ids:
        raise WrongUsage("--witness-of", f"there is no document {plan_id!r}", f"There are: {', '.join(ids) or 'none'}.")
    source = manifest.source[ids.index(plan_id)]
    if same := next((witness.path for witness in source.file if witness.sha256 == file["sha256"]), None):
        raise WrongUsage("--witness-of", f"the file is raw/{same} byte for byte", "A witness is another copy of it.")
    addition = table_text("source.file", file)
    new = insert_file(text, ids.index(plan_id), addition)
    meant = manifest.model_dump()["source"]
    meant[ids.index(plan_id)]["file"] = (*meant[ids.index(plan_id)]["file"], file)
    if new is None or _meant(new, addition).model_dump()["source"] != meant:
        raise _by_hand(addition, "its entries are not written as [[source]] tables")
    return new, plan_id


def _meant(text: str, addition: str) -> Any:
    """Return what a new manifest means; refuses one that cannot be read, with the lines to add by hand."""
    from pydantic import ValidationError

    from ..sources import Manifest

    try:
        return Manifest.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise _by_hand(addition, f"an entry appended to it is not TOML ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"][2:])
        message = str(first["msg"]).removeprefix("Value error, ")
        told = f"the new entry is refused: {f'key {key!r}: ' if key else ''}{message}"
        raise ManifestInvalid(MANIFEST, told, "Mend the flag of that name; nothing was written.") from None


def _by_hand(addition: str, why: str) -> ManifestInvalid:
    return ManifestInvalid(MANIFEST, f"it cannot be added to: {why}", f"Add these lines by hand:\n{addition}")
