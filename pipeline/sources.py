"""The manifest `raw/sources.toml`, which says what each document is, and the reading of profiles.

All differences between plans and editions are data in these files. An unknown key is an error that names its entry.
This module opens no document.
"""

from __future__ import annotations

import os
import re
import tomllib
from calendar import monthrange
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from .errors import ManifestInvalid
from .key_errors import entry_text, key_error, line_of, told_errors
from .language import language_of, refuse_unknown
from .layouts import AUTO, FRAMEWORKS, MATRICES, Count, KindOrAuto, Model, Profile, kind_by_keys
from .patterns import PatternRunsAway, line_of_pattern
from .store import FOLLOW_LINKS, read_file, refuse_link_out
from .text import shortened

PROFILES = Path(__file__).with_name("profiles")
LONGEST_NAME = 255  # bytes of one part of a path, on the common file systems
PLAN_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
WitnessKind = Literal["original", "dump", "facsimile"]
ISO_DATE = re.compile(r"(?P<year>[0-9]{4})(-(?P<month>[0-9]{2})(-(?P<day>[0-9]{2}))?)?")
IN_PRINT = (".pdf",)  # files that are pages as printed; any other is a dump of them


def _iso_date(value: Any) -> Any:
    """Return a date of the manifest as text: TOML has dates of its own, and a bare year is a number there."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and not _is_date(text):
        raise ValueError(f"{text!r} is no date: write 2014, 2014-12 or 2014-12-05")
    return text


def _is_date(text: str) -> bool:
    match = ISO_DATE.fullmatch(text)
    if match is None or int(match["year"]) == 0:
        return False
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


IsoDate = Annotated[str, BeforeValidator(_iso_date)]


def _leaves_raw(path: str) -> bool:
    return Path(path).is_absolute() or ".." in Path(path).parts


class Witness(Model):
    """One file of a document."""

    path: str
    witness: WitnessKind | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @property
    def kind(self) -> WitnessKind:
        """What the file is: as the manifest says, else the original for a PDF, a dump for a text."""
        if self.witness is not None:
            return self.witness
        return "original" if Path(self.path).suffix.lower() in IN_PRINT else "dump"

    @model_validator(mode="after")
    def _stays_below_raw(self) -> Witness:
        if _leaves_raw(self.path):
            raise ValueError(f"path {self.path!r} leaves raw/")
        if "\0" in self.path or any(len(part.encode()) > LONGEST_NAME for part in Path(self.path).parts):
            raise ValueError(f"path {shortened(self.path)!r} is no file name that a system accepts")
        return self


def _forward(years: tuple[int, int]) -> tuple[int, int]:
    if years[0] > years[1]:
        raise ValueError(f"it ends before it begins: {list(years)}; write the first year first")
    return years


OPEN = "(to be completed)"  # stands in the manifest for what nobody has said yet


class Source(Model):
    """One document of the manifest. docs/manifest.md describes every key."""

    id: str = Field(pattern=PLAN_ID)
    title: str = Field(min_length=1)
    issuer: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=1)
    kind: KindOrAuto
    period: Annotated[tuple[Count, Count], AfterValidator(_forward)] | None = None
    language: str = Field(pattern=r"^[a-z]{2}$")
    profile: str
    links_to: tuple[str, ...] = ()
    supersedes: str | None = None
    url: str | None = None
    official_title: str | None = None
    document_number: str | None = None
    adopted: IsoDate | None = None
    published: IsoDate | None = None
    retrieved: IsoDate | None = None
    retrieved_by: str | None = None
    licence: str | None = None
    extended_to: IsoDate | None = None
    file: tuple[Witness, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _extension_comes_after(self) -> Source:
        if self.period and self.extended_to and int(self.extended_to[:4]) < self.period[1]:
            raise ValueError(f"extended_to of {self.id!r} lies before the end of its period: {self.extended_to}")
        return self


class Manifest(Model):
    """All documents. Their order in the manifest is the order of every published table."""

    source: tuple[Source, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique_and_known(self) -> Manifest:
        ids = [source.id for source in self.source]
        if doubled := sorted({plan_id for plan_id in ids if ids.count(plan_id) > 1}):
            raise ValueError(f"id {doubled[0]!r} stands twice: every document needs an id of its own")
        for source in self.source:
            if unknown := [target for target in source.links_to if target not in ids]:
                raise ValueError(f"links_to of {source.id!r} names {unknown[0]!r}, which is no document here")
        return self

    @model_validator(mode="after")
    def _no_edition_supersedes_itself(self) -> Manifest:
        before = {source.id: source.supersedes for source in self.source}
        for source in self.source:
            seen, plan_id = {source.id}, source.supersedes
            while plan_id is not None and plan_id not in seen:
                seen.add(plan_id)
                plan_id = before.get(plan_id)
            if plan_id == source.id:
                raise ValueError(f"supersedes of {source.id!r} leads back to itself: name the edition before it")
        return self

    @model_validator(mode="after")
    def _links_lead_to_frameworks(self) -> Manifest:
        kinds = {source.id: source.kind for source in self.source}
        for source in self.source:
            for target in source.links_to:
                if kinds[target] not in (*FRAMEWORKS, AUTO):
                    raise ValueError(
                        f"links_to of {source.id!r} names {target!r}, which has no directives (kind {kinds[target]!r})"
                    )
                if source.links_to.count(target) > 1:
                    raise ValueError(f"links_to of {source.id!r} names {target!r} twice")
        return self

    @model_validator(mode="after")
    def _files_are_read_once(self) -> Manifest:
        owners: dict[str, str] = {}
        for source in self.source:
            for witness in source.file:
                path = Path(witness.path).as_posix()
                if path in owners:
                    raise ValueError(
                        f"path {path!r} stands under {owners[path]!r} and {source.id!r}: each word is counted once"
                    )
                owners[path] = source.id
        return self


def _text(path: Path, place: str) -> str:
    content = read_file(path, place, ManifestInvalid)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ManifestInvalid(place, f"not UTF-8 at byte {error.start}", "Save it as UTF-8.") from None


def _entry_name(entry: dict[str, Any], location: tuple[int | str, ...]) -> str:
    """Return the name of the manifest's entry at a location: its id if it has one; "" in a profile."""
    if len(location) > 1 and location[0] == "source" and isinstance(location[1], int):
        source = entry["source"][location[1]]
        number = f"no. {location[1] + 1}"
        return f"[[source]] {source.get('id', number) if isinstance(source, dict) else number!r}"
    return ""


def _validated(model: type[Any], path: Path, place: str) -> Any:
    """Return a TOML file as a model. Refuses (ManifestInvalid) a file that is no TOML or does not fit the model."""
    text = _text(path, place)
    try:
        entry = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestInvalid(place, f"not TOML: {error}", _mended_toml(str(error))) from None
    except RecursionError:
        raise ManifestInvalid(place, "lists or tables are nested too deeply", "No key here needs nesting.") from None
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        first = told_errors(error)[0]
        name = _entry_name(entry, first["loc"])
        if name:
            text, model = entry_text(text, int(first["loc"][1])), Source
            first = {**first, "loc": first["loc"][2:]}
        raise key_error(first, model, place, name, text) from None


def _mended_toml(found: str) -> str:
    """Return how the usual faults of a TOML file are mended, by what its reader found."""
    if "Cannot overwrite" in found or "Cannot declare" in found:
        return (
            "Correct the line that it names: its key or section stands twice. Of a section that is written several "
            "times, such as [[heading]], each begins with two brackets."
        )
    if "end of a table declaration" in found:
        return "Correct the line that it names: the closing bracket of a section is missing, as in [columns]."
    if "Unescaped" in found:
        return "Correct the line that it names: a pattern stands in single quotes, as in pattern = '\\d+'."
    if "Unclosed" in found:
        return "Correct the line that it names, or the one above it: a comma, a bracket or a quote is missing."
    if "Invalid value" in found:
        return "Correct the line that it names: texts stand in quotes; yes and no are written as true and false."
    return "Correct the line that it names."


def read_manifest(root: Path) -> Manifest:
    """Return the documents that `raw/sources.toml` below `root` names.

    Refuses (ManifestInvalid) a missing or unreadable manifest, an unknown key, an id used twice, a path that leaves
    raw/, and a `links_to` that names no document. The message names the entry.
    """
    place = "raw/sources.toml"
    manifest: Manifest = _validated(Manifest, root / "raw" / "sources.toml", place)
    manifest = _with_kinds(root, manifest, place)
    _refuse_links_without_words(manifest, place)
    return manifest


def _with_kinds(root: Path, manifest: Manifest, place: str) -> Manifest:
    """Return the manifest with the kind of its profile for each document whose kind is `auto`."""
    if all(source.kind != AUTO for source in manifest.source):
        return manifest
    sources = [
        source.model_copy(update={"kind": _profile_of(root, source).kind}) if source.kind == AUTO else source
        for source in manifest.source
    ]
    try:
        return Manifest(source=tuple(sources))
    except ValidationError as error:
        message = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
        raise ManifestInvalid(place, message, "links_to names directive frameworks.") from None


def _refuse_links_without_words(manifest: Manifest, place: str) -> None:
    languages = {source.id: language_of(source.language) for source in manifest.source}
    for source in manifest.source:
        for plan_id in (source.id, *source.links_to) if source.links_to else ():
            entry = f"{place}: [[source]] {plan_id!r}"
            refuse_unknown(languages[plan_id], entry, f"linking (links_to of {source.id!r})", ManifestInvalid)


_inside: dict[Path, tuple[Any, ...]] = {}  # profiles that were seen to lie in raw/: many documents have the same one


def profile_path(root: Path, source: Source) -> Path:
    """Return the file of a document's profile: a shipped one by its name, or one below raw/ if the name ends in .toml.

    Refuses (ManifestInvalid) a profile that is not there.
    """
    inside = source.profile.endswith(".toml")
    path = root / "raw" / source.profile if inside else PROFILES / f"{source.profile}.toml"
    if _leaves_raw(source.profile) or not path.is_file():
        shipped = ", ".join(sorted(file.stem for file in PROFILES.glob("*.toml")))
        raise ManifestInvalid(
            "raw/sources.toml",
            f"[[source]] {source.id!r}: there is no profile {source.profile!r}",
            f"Shipped: {shipped}. A profile of your own is a path below raw/ that ends in .toml.",
        )
    seen = os.environ.get(FOLLOW_LINKS), os.lstat(path).st_ino, os.stat(path).st_ino
    if inside and _inside.get(path) != seen:
        refuse_link_out(path, f"raw/{source.profile}", ManifestInvalid)
        _inside[path] = seen
    return path


def read_profile_file(path: Path, place: str) -> Profile:
    """Return a profile by its file; refuses (ManifestInvalid) one that is no TOML or not a profile."""
    profile: Profile = _validated(Profile, path, place)
    return profile


_profiles: dict[tuple[str, str], Profile] = {}  # name and text → what it means: many documents may have the same one


def _profile_of(root: Path, source: Source) -> Profile:
    path, place = profile_path(root, source), f"profile {source.profile}"
    key = place, _text(path, place)
    if key not in _profiles:
        _profiles[key] = _validated(Profile, path, place)
    return _profiles[key]


def read_profile(root: Path, source: Source) -> Profile:
    """Return the profile of a document. Refuses (ManifestInvalid) an invalid profile, or one of another kind."""
    profile = _profile_of(root, source)
    if profile.kind != source.kind:
        raise _other_kind(root, source, profile)
    return profile


def _other_kind(root: Path, source: Source, profile: Profile) -> ManifestInvalid:
    """Return the error for a document and a profile of two kinds; the place is the file whose kind is the wrong one.

    Where the other keys of the profile are of the document's kind, its `kind` is wrong.
    """
    text = _text(profile_path(root, source), source.profile)
    name = f"raw/{source.profile}" if source.profile.endswith(".toml") else f"profile {source.profile!r}"
    lines = line_of(text, ("kind",)), line_of(_entry_of(root, source.id), ("kind",))
    in_profile, in_manifest = (f" l. {line}" if line else "" for line in lines)
    found = f"{name}{in_profile} says kind = {profile.kind!r}, and [[source]] {source.id!r} says {source.kind!r}"
    try:
        meant = kind_by_keys(tomllib.loads(text))
    except ValueError:
        meant = profile.kind
    if meant == source.kind or {meant, source.kind} <= set(MATRICES):
        fix = f'The other keys of the profile are of {source.kind!r}. Write in the profile: kind = "{source.kind}"\n'
        fix += f'Is the document itself of the other kind? Then write kind = "{profile.kind}" in raw/sources.toml'
        return ManifestInvalid(f"{name}{in_profile}", found, f"{fix}{in_manifest}.")
    fix = f'Write kind = "{profile.kind}" for the document (with `add`: leave --kind out), or name a profile of kind '
    return ManifestInvalid(f"raw/sources.toml{in_manifest}", found, f"{fix}{source.kind!r}.")


def _entry_of(root: Path, plan_id: str) -> str:
    """Return the entry of a document as the manifest has it, "" where it has none yet: `add` is writing it."""
    path = root / "raw" / "sources.toml"
    text = _text(path, "raw/sources.toml") if path.is_file() else ""
    entries = tomllib.loads(text).get("source", [])
    place = next((place for place, each in enumerate(entries) if each.get("id") == plan_id), None)
    return "" if place is None else entry_text(text, place)


def at_its_line(root: Path, source: Source, error: PatternRunsAway) -> PatternRunsAway:
    """Return the error of a pattern with the profile's name and the pattern's line as its place."""
    place = f"profile {source.profile}"
    line = line_of_pattern(error.pattern, _text(profile_path(root, source), place))
    return PatternRunsAway(error.pattern, error.text, f"{place} l. {line}" if line else place)
