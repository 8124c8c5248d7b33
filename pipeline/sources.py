"""The manifest `raw/sources.toml` and the profiles: what a document is, and how its edition is laid out.

Whatever a plan or an edition has of its own is data here, so an unknown key is an error that names its entry, never
a setting that is silently without effect. Nothing in this module opens a source document.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from .errors import ManifestInvalid
from .refused_keys import entry_text, refused_key

PROFILES = Path(__file__).with_name("profiles")
Kind = Literal["action-matrix", "operational-matrix", "directive-table", "directive-list", "programme"]
PLAN_ID = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


MATRIX_COLUMNS = (
    *("number", "objective", "measure", "action", "goal", "indicators", "verification", "responsible", "associated"),
    "observations",
)
COLUMNS = {
    "action-matrix": MATRIX_COLUMNS,
    "operational-matrix": MATRIX_COLUMNS,
    "directive-table": ("text", "indicators"),
    "directive-list": (),
    "programme": (),
}
NEEDED = {"action-matrix": ("action",), "operational-matrix": ("action",), "directive-table": ("text", "indicators")}
HEADING_GROUPS = ("axis", "subaxis", "subaxis_description", "strategic_objective", "code")
MATRICES = ("action-matrix", "operational-matrix")
FRAMEWORKS = ("directive-table", "directive-list")


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern


def _groups(pattern: str | None) -> set[str]:
    return set(re.compile(pattern or "").groupindex)


def _need_groups(place: str, pattern: str | None, *names: str) -> None:
    """Refuse (ValueError) a pattern without one of the named groups that its use asks for."""
    if pattern is not None and (missing := [name for name in names if name not in _groups(pattern)]):
        raise ValueError(f"{place}: the pattern {pattern!r} has no group (?P<{missing[0]}>…)")


Pattern = Annotated[str, AfterValidator(_compiled)]


def _need_heading_groups(pattern: str) -> None:
    """Refuse (ValueError) a heading of a matrix that gives no value, or one that no column takes."""
    groups = _groups(pattern)
    if unknown := sorted(groups - set(HEADING_GROUPS)):
        raise ValueError(f"heading: {unknown[0]!r} is none of {', '.join(HEADING_GROUPS)}")
    if not groups - {"code"}:
        raise ValueError(f"heading: the pattern {pattern!r} has no group such as (?P<axis>…)")


class Model(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Witness(Model):
    """One file of a document."""

    path: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @model_validator(mode="after")
    def _stays_below_raw(self) -> Witness:
        if Path(self.path).is_absolute() or ".." in Path(self.path).parts:
            raise ValueError(f"path {self.path!r} leaves raw/")
        return self


class Source(Model):
    """One document of the manifest; the fields are those of the contract, section 1."""

    id: str = Field(pattern=PLAN_ID)
    title: str = Field(min_length=1)
    issuer: str = Field(min_length=1)
    jurisdiction: str = Field(min_length=1)
    kind: Kind
    period: tuple[int, int] | None = None
    language: str = Field(pattern=r"^[a-z]{2}$")
    profile: str
    links_to: tuple[str, ...] = ()
    supersedes: str | None = None
    url: str | None = None
    file: tuple[Witness, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _period_runs_forward(self) -> Source:
        if self.period and self.period[0] > self.period[1]:
            raise ValueError(f"period of {self.id!r} ends before it begins: {list(self.period)}")
        return self


class Manifest(Model):
    """All documents, in the manifest's order, which is the order of every published table."""

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
    def _links_lead_to_frameworks(self) -> Manifest:
        kinds = {source.id: source.kind for source in self.source}
        for source in self.source:
            for target in source.links_to:
                if kinds[target] not in FRAMEWORKS:
                    raise ValueError(
                        f"links_to of {source.id!r} names {target!r}, a {kinds[target]}, which has no directives"
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


class Heading(Model):
    """A line that names an axis, a sub-axis, an objective or a section; named groups say which value is where."""

    pattern: Pattern
    kind: str | None = None  # directive lists: kind of the records below it
    numbering: Literal["roman", "arabic"] | None = None
    restarts: bool = False  # True where the numbers begin again below it
    takes_next_line: bool = False  # True where the text may stand on the next line


class Dump(Model):
    """What a text dump keeps of the pages."""

    pages: Literal["none", "blank-line-in-table", "indented-line"] = "none"


class Layout(Model):
    """How the rows of a matrix hang together."""

    key: str = "number"  # a row with no key in this column goes on with the row before
    key_pattern: Pattern = r"^\d+$"
    merged: tuple[str, ...] = ()  # columns filled down; no other column ever is
    undrawn: tuple[str, ...] = ()  # columns that a page may leave out altogether
    short_rows: Literal["refuse", "pad-right"] = "refuse"
    axis_key: Pattern = r"^(?P<key>\w+)"  # word of the axis that becomes part of the id
    contiguous: bool = False  # True = a number missing within an axis stops the run


class Years(Model):
    """Columns of progress: a year over each pair."""

    year: Pattern = r"(?P<year>\d{4})"
    programmed: tuple[str, ...] = ()
    executed: tuple[str, ...] = ()


class Unit(Model):
    """A paragraph of a programme recognised by its first characters."""

    pattern: Pattern
    kind: str  # a kind of provision, or "action"
    under: tuple[Pattern, ...] = ()  # only under headings whose number or text fits one of these; () = anywhere
    capitals_go_on: bool = False  # True where following lines all in capitals belong to it


class Amendments(Model):
    """The bracketed amendments of a negotiating draft."""

    read: bool = False
    parties: dict[str, tuple[str, ...]] = {}  # ISO alpha-3 → spellings and misreadings beside those of parties.toml
    closers: tuple[str, ...] = ("l", "J", "}")  # characters that a closing bracket is misread as


class Expectation(Model):
    """What must hold of one edition; the run fails (exit 6) where it does not."""

    plan: str | None = None  # only for this document; None = for every document under the profile
    sha256: tuple[str, ...] = ()  # only for these files; () = for every file
    rows: dict[str, int] = {}  # part of the id (axis or kind) → records
    amendments: int | None = None
    progress: int | None = None
    indicators: int | None = None


class Profile(Model):
    """How documents of one make are laid out."""

    kind: Kind
    about: str
    columns: dict[str, tuple[str, ...]] = {}  # published column → headers as printed
    ignore: tuple[str, ...] = ()  # headers that carry nothing
    split: dict[str, Pattern] = {}  # column → pattern whose named groups are columns
    heading: tuple[Heading, ...] = ()
    excluded: dict[str, tuple[Pattern, ...]] = {}  # reason → lines that are no value
    dump: Dump = Dump()
    layout: Layout = Layout()
    years: Years | None = None
    unit: tuple[Unit, ...] = ()
    amendments: Amendments = Amendments()
    footnote: Pattern | None = None  # groups number and text
    expect: tuple[Expectation, ...] = ()

    @model_validator(mode="after")
    def _columns_are_published(self) -> Profile:
        known = COLUMNS[self.kind]
        named = {"columns": self.columns, "layout.merged": self.layout.merged, "layout.undrawn": self.layout.undrawn}
        for place, names in named.items():
            if unknown := [name for name in names if name not in known]:
                raise ValueError(
                    f"{place} names {unknown[0]!r}; columns of a {self.kind}: {', '.join(known) or 'none'}"
                )
        if missing := [name for name in NEEDED.get(self.kind, ()) if self.columns and name not in self.columns]:
            raise ValueError(f"columns lacks {missing[0]!r}, without which a {self.kind} cannot be read")
        if empty := [name for name, labels in self.columns.items() if not any(label.strip() for label in labels)]:
            raise ValueError(f"columns.{empty[0]} lists no header as printed")
        if self.columns and self.kind in MATRICES and self.layout.key not in self.columns:
            raise ValueError(f"layout.key is {self.layout.key!r}, which is not under columns")
        return self

    @model_validator(mode="after")
    def _patterns_have_their_groups(self) -> Profile:
        if self.kind in MATRICES:
            for heading in self.heading:
                _need_heading_groups(heading.pattern)
            _need_groups("layout.axis_key", self.layout.axis_key, "key")
            _need_groups("split.action", self.split.get("action"), "number", "action")
            _need_groups("split.objective", self.split.get("objective"), "objective_number", "objective")
        if self.kind == "directive-table":
            _need_groups("split.text", self.split.get("text"), "number", "text")
        _need_groups("years.year", self.years.year if self.years else None, "year")
        _need_groups("footnote", self.footnote, "number", "text")
        return self


def _text(path: Path, place: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise ManifestInvalid(place, "there is no such file", f"Put it at {place}.") from None
    except UnicodeDecodeError as error:
        raise ManifestInvalid(place, f"not UTF-8 at byte {error.start}", "Save it as UTF-8.") from None


def _entry_name(entry: dict[str, Any], location: tuple[int | str, ...]) -> str:
    """Return the manifest's entry that a location stands in, by its id where it has one; "" for a profile's."""
    if len(location) > 1 and location[0] == "source" and isinstance(location[1], int):
        source = entry["source"][location[1]]
        return f"[[source]] {source.get('id', f'no. {location[1] + 1}')!r}"
    return ""


def _validated(model: type[Any], path: Path, place: str) -> Any:
    """Return what a TOML file says as a model; refuses (ManifestInvalid) what is no TOML or not the model's."""
    text = _text(path, place)
    try:
        entry = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ManifestInvalid(place, f"not TOML: {error}", "Mend the line that it names.") from None
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        # A misspelt key is also a missing one: the word that stands there helps more than the one that does not.
        first = min(error.errors(), key=lambda found: found["type"] != "extra_forbidden")
        name = _entry_name(entry, first["loc"])
        if name:
            text, model = entry_text(text, int(first["loc"][1])), Source
            first = {**first, "loc": first["loc"][2:]}
        raise refused_key(first, model, place, name, text) from None


def read_manifest(root: Path) -> Manifest:
    """Return the documents that `raw/sources.toml` below `root` names.

    Refuses (ManifestInvalid) a missing or unreadable manifest, an unknown key, a doubled id, a path out of raw/ and
    a `links_to` that names no document, each with the entry's id.
    """
    place = "raw/sources.toml"
    manifest: Manifest = _validated(Manifest, root / "raw" / "sources.toml", place)
    return manifest


def profile_path(root: Path, source: Source) -> Path:
    """Return the file of a document's profile: shipped by name, or below raw/ where the name ends in .toml.

    Refuses (ManifestInvalid) a profile that is not there.
    """
    inside = source.profile.endswith(".toml")
    path = root / "raw" / source.profile if inside else PROFILES / f"{source.profile}.toml"
    if not path.is_file() or ".." in Path(source.profile).parts:
        shipped = ", ".join(sorted(file.stem for file in PROFILES.glob("*.toml")))
        raise ManifestInvalid(
            "raw/sources.toml",
            f"[[source]] {source.id!r}: there is no profile {source.profile!r}",
            f"Shipped: {shipped}. A profile of your own is a path below raw/ that ends in .toml.",
        )
    return path


def read_profile(root: Path, source: Source) -> Profile:
    """Return the profile of a document; refuses (ManifestInvalid) what `Profile` does not know or another kind."""
    path = profile_path(root, source)
    place = f"profile {source.profile}"
    profile: Profile = _validated(Profile, path, place)
    if profile.kind != source.kind:
        raise ManifestInvalid(
            "raw/sources.toml",
            f"[[source]] {source.id!r}: kind is {source.kind!r}, but its profile is for {profile.kind!r}",
            "Give the document the kind or the profile that it has.",
        )
    return profile
