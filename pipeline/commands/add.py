"""`directriz add`: copies a document into `raw/` and writes its entry into `raw/sources.toml`. If one fails, neither is
done.

With `--profile` nothing is asked or guessed: the options give the keys of the entry. Without it, `add_draft.py` drafts
a profile and proposes the keys.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import WrongUsage
from .answer import Answer, json_answer
from .download import from_address
from .edition_before import from_edition_before
from .filing import (
    MANIFEST,
    all_or_nothing,
    by_hand,
    digest_of,
    manifest_of,
    meant,
    path_in_raw,
    period_of,
    readable_bytes,
    refuse_same_bytes,
    refuse_unknown_edition,
    with_entry,
)

OBLIGATORY = ("id", "title", "issuer", "jurisdiction", "language", "profile")  # where a profile is given
FLAGS = {
    "id": "the plan's id, first part of all its records' ids: lower case, digits, hyphens",
    "title": "as a person would cite it",
    "issuer": "who published it",
    "jurisdiction": "ISO 3166-1 alpha-3, or an organisation: ARG, OEA",
    "language": "ISO 639-1: es",
    "profile": "a shipped profile, or a path below raw/ that ends in .toml; left out = one is drafted",
    "kind": "kind of document; left out = that of the profile, or the one that it looks like",
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
    parser.add_argument("file", metavar="FILE", help="PDF or text dump (UTF-8), or its address: https://…")
    for name, meaning in FLAGS.items():
        parser.add_argument(f"--{name}", help=meaning)
    parser.add_argument("--links-to", metavar="ID,ID", help="frameworks that its actions are linked to, main one first")
    parser.add_argument("--path", metavar="NAME", help="its path below raw/; left out = the file's own name")
    parser.add_argument("--witness-of", metavar="ID", help="the file is a further witness of that document")
    parser.set_defaults(action=from_address(from_edition_before(add)))


def add(root: Path, arguments: argparse.Namespace) -> Answer:
    """Copy the document and name it in the manifest; without --profile, draft one and try it on the document.

    Refuses (WrongUsage) flags that lack or contradict each other, an id and a path that exist, (ManifestInvalid) a
    manifest or profile that is wrong, (SourceUnreadable) a file that no reader could read.
    """
    from ..store import write_file

    if arguments.profile is None and not arguments.witness_of:
        from .add_draft import add_with_draft

        return add_with_draft(root, arguments)
    addition = _addition(root, arguments)
    place = root / "raw" / addition.path
    with all_or_nothing(lambda: place.unlink(missing_ok=True) if addition.content is not None else None):
        if addition.content is not None:
            write_file(place, addition.content)
        write_file(root / MANIFEST, addition.manifest.encode("utf-8"))
    if arguments.json:
        return json_answer({"id": addition.plan_id, "path": addition.path, "sha256": addition.sha256})
    told = f"raw/{addition.path} is now a file of {addition.plan_id!r}, sha256 {addition.sha256}"
    return Answer(f"{told}\nNext: directriz check")


def _addition(root: Path, arguments: argparse.Namespace) -> Addition:
    _check_flags(arguments)
    _check_profile(root, arguments.profile)
    content = readable_bytes(arguments.file)
    text, manifest = manifest_of(root)
    refuse_unknown_edition(arguments, manifest)
    path, lies_there = path_in_raw(root, arguments, manifest)
    sha256 = digest_of(content)
    if not arguments.witness_of:
        refuse_same_bytes(arguments.file, sha256, manifest)
    if arguments.witness_of:
        new, plan_id = _with_witness(text, manifest, arguments.witness_of, {"path": path, "sha256": sha256})
    else:
        new, plan_id = with_entry(root, text, manifest, _entry(root, arguments, path, sha256))
    return Addition(plan_id, path, sha256, None if lies_there else content, new)


def _check_flags(arguments: argparse.Namespace) -> None:
    """Refuse missing options, all in one message, and options that do not go with --witness-of."""
    given = [name for name in FLAGS if getattr(arguments, name) is not None]
    given += ["links-to"] if arguments.links_to is not None else []
    if arguments.witness_of and given:
        flags = ", ".join(f"--{name}" for name in given)
        remedy = "A witness takes --path only: the other options are about the document, not about one of its files."
        raise WrongUsage("add", f"--witness-of does not go with {flags}", remedy)
    if not arguments.witness_of and (missing := [name for name in OBLIGATORY if not getattr(arguments, name)]):
        flags = ", ".join(f"--{name}" for name in missing)
        meanings = "\n".join(f"  --{name}: {FLAGS[name]}" for name in missing)
        remedy = f"Give them, or --witness-of ID where the file is another copy of a document:\n{meanings}"
        raise WrongUsage("add", f"the manifest needs more than is given: {flags}", remedy)


def _check_profile(root: Path, profile: str | None) -> None:
    """Refuse a profile of one's own that is not there, and (ManifestInvalid) one that cannot be read as a profile."""
    from ..sources import read_profile_file

    if profile is None:
        return
    if not profile.endswith(".toml"):
        _refuse_unshipped(profile)
        return
    if not (root / "raw" / profile).is_file():
        remedy = "Give its path below raw/, or leave --profile out: then one is drafted."
        raise WrongUsage("--profile", f"there is no file raw/{profile}", remedy)
    read_profile_file(root / "raw" / profile, f"profile {profile}")


def _refuse_unshipped(profile: str) -> None:
    from ..sources import PROFILES

    shipped = sorted(path.stem for path in PROFILES.glob("*.toml"))
    if profile not in shipped:
        remedy = f"Shipped: {', '.join(shipped)}. A profile of your own is a path below raw/ that ends in .toml."
        raise WrongUsage("--profile", f"there is no profile {profile!r}", remedy)


def _entry(root: Path, arguments: argparse.Namespace, path: str, sha256: str) -> dict[str, Any]:
    """Return the keys of the new `[[source]]` in the order of docs/manifest.md, the file last."""
    return {
        **{name: getattr(arguments, name) for name in ("id", "title", "issuer", "jurisdiction")},
        "kind": arguments.kind or _kind_of_profile(root, arguments.profile),
        "period": period_of(arguments.period),
        "language": arguments.language,
        "profile": arguments.profile,
        "links_to": [name.strip() for name in (arguments.links_to or "").split(",") if name.strip()] or None,
        "supersedes": arguments.supersedes,
        "url": arguments.url,
        "file": [{"path": path, "sha256": sha256}],
    }


def _kind_of_profile(root: Path, profile: str) -> str | None:
    """Return the kind of a profile; None if there is none of that name, which is refused later."""
    from ..sources import PROFILES, read_profile_file

    path = root / "raw" / profile if profile.endswith(".toml") else PROFILES / f"{profile}.toml"
    return read_profile_file(path, f"profile {profile}").kind if path.is_file() else None


def _with_witness(text: str, manifest: Any, plan_id: str, file: dict[str, str]) -> tuple[str, str]:
    """Return the manifest with a further file in an entry; refuses an id that no entry has."""
    from ..sources import Witness
    from .manifest_text import insert_file, table_text

    ids = [source.id for source in manifest.source]
    if plan_id not in ids:
        raise WrongUsage("--witness-of", f"there is no document {plan_id!r}", f"There are: {', '.join(ids) or 'none'}.")
    source = manifest.source[ids.index(plan_id)]
    if same := next((witness.path for witness in source.file if witness.sha256 == file["sha256"]), None):
        raise WrongUsage("--witness-of", f"the file is raw/{same} byte for byte", "A witness is another copy of it.")
    addition = table_text("source.file", file)
    new = insert_file(text, ids.index(plan_id), addition)
    wanted = manifest.model_dump()["source"]
    wanted[ids.index(plan_id)]["file"] = (*wanted[ids.index(plan_id)]["file"], Witness(**file).model_dump())
    if new is None or meant(new, addition).model_dump()["source"] != wanted:
        raise by_hand(addition, "its entries are not written as [[source]] tables")
    return new, plan_id
