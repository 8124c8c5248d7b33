"""The profiles: how documents of one make are laid out. `sources.py` reads them.

All differences between plans and editions are data in the profiles. An unknown key is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Strict, model_validator

Kind = Literal[
    "action-matrix",
    "operational-matrix",
    "directive-table",
    "directive-list",
    "programme",
    "action-cards",
    "action-list",
]
KindOrAuto = Literal[
    "action-matrix",
    "operational-matrix",
    "directive-table",
    "directive-list",
    "programme",
    "action-cards",
    "action-list",
    "auto",
]
NEAR = 0.7  # similarity, from 0 to 1, of a column to the one that is meant
AUTO = "auto"  # a document has the kind of its profile; a profile has the kind that its keys show

MATRIX_COLUMNS = (
    *("number", "objective", "measure", "action", "goal", "indicators", "verification", "deadline", "budget"),
    *("baseline", "target", "location", "responsible", "associated", "observations"),
)
HEADING_COLUMNS = ("axis", "subaxis", "strategic_objective")  # headings over rows that some plans print as columns
EXTRAS = "extras"  # the column of headers that no published column holds
COLUMNS = {
    "action-matrix": (*HEADING_COLUMNS, *MATRIX_COLUMNS, EXTRAS),
    "operational-matrix": (*HEADING_COLUMNS, *MATRIX_COLUMNS, EXTRAS),
    "action-cards": (*HEADING_COLUMNS, *MATRIX_COLUMNS, EXTRAS),
    "action-list": (*(name for name in MATRIX_COLUMNS if name not in ("action", "number")), EXTRAS),
    "directive-table": ("text", "indicators"),
    "directive-list": (),
    "programme": (),
}
NEEDED = {
    "action-matrix": ("action",),
    "operational-matrix": ("action",),
    "action-cards": ("action",),
    "directive-table": ("text", "indicators"),
}
HEADING_GROUPS = ("axis", "subaxis", "subaxis_description", "strategic_objective", "code")
ACTION_PLANS = ("action-matrix", "operational-matrix", "action-cards", "action-list")
MATRICES = ("action-matrix", "operational-matrix")
FRAMEWORKS = ("directive-table", "directive-list")


def _compiled(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        told = f"'{pattern}' is no regular expression: {error} (counted from 0)"
        raise ValueError(f"{told}; put a \\ before a sign that is meant as itself, as in \\( or \\.") from None
    return pattern


def _groups(pattern: str | None) -> set[str]:
    return set(re.compile(pattern or "").groupindex)


def _lacking_groups(place: str, pattern: str | None, *names: str) -> Iterator[str]:
    """Yield what is wrong with a pattern that lacks one of the named groups that it needs."""
    if pattern is not None and (missing := [name for name in names if name not in _groups(pattern)]):
        yield f"{place}: the pattern '{pattern}' has no group (?P<{missing[0]}>…)"


Pattern = Annotated[str, AfterValidator(_compiled)]
Flag = Annotated[bool, Strict()]  # true or false; "yes", 1 and "true" are refused
Count = Annotated[int, Strict()]  # a whole number; "12" is refused


def _one_character(sign: str) -> str:
    if len(sign) != 1:
        raise ValueError(f"{sign!r} is not one character")
    return sign


OneCharacter = Annotated[str, AfterValidator(_one_character)]


def _ranges(text: str) -> str:
    if re.fullmatch(r"\s*\d{1,5}(?:\s*-\s*\d{1,5})?(?:\s*,\s*\d{1,5}(?:\s*-\s*\d{1,5})?)*\s*", text) is None:
        raise ValueError(f'{text!r} is not written as numbers and ranges, such as "28-67, 70"')
    for part in text.split(","):
        first, _, last = part.partition("-")
        if last and int(last) < int(first):
            raise ValueError(f"{part.strip()!r} runs backwards: write the lower number first")
    return text


Ranges = Annotated[str, AfterValidator(_ranges)]


def numbers_in(ranges: str | None) -> frozenset[int] | None:
    """Return the numbers that "28-67, 70" names, None where nothing is said."""
    if ranges is None:
        return None
    found: set[int] = set()
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _wrong_heading_groups(place: str, pattern: str) -> Iterator[str]:
    """Yield what is wrong with a heading of a matrix without a named group, or with an unknown one."""
    groups = _groups(pattern)
    if unknown := sorted(groups - set(HEADING_GROUPS)):
        yield f"{place}: {unknown[0]!r} is none of {', '.join(HEADING_GROUPS)}"
    elif not groups - {"code"}:
        yield (
            f"{place}: the pattern '{pattern}' has no group such as (?P<axis>…), which names the column that it fills; "
            f"write pattern = '(?P<axis>{pattern})'"
        )


class SeveralWrong(ValueError):
    """Everything that is wrong with how the keys of one model go together."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = tuple(messages)
        super().__init__(self.messages[0] if self.messages else "")


class Model(BaseModel):
    """A frozen model that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _keys_go_together(self) -> Self:
        if wrong := tuple(self._wrong_together()):
            raise SeveralWrong(wrong)
        return self

    def _wrong_together(self) -> Iterator[str]:
        """Yield what is wrong with how the keys go together."""
        return iter(())


class Heading(Model):
    """A line that names an axis, a sub-axis, an objective or a section; named groups say which value is where."""

    pattern: Pattern
    kind: str | None = None  # directive lists: kind of the records below it
    numbering: Literal["roman", "arabic", "letters"] | None = None
    restarts: Flag = False  # True where the numbers begin again below it
    takes_next_line: Flag = False  # True where the text may stand on the next line


class Dump(Model):
    """How a text dump shows where pages begin."""

    pages: Literal["none", "blank-line-in-table", "indented-line"] = "none"


class Layout(Model):
    """How the rows of a matrix are recognised and joined."""

    key: str = "number"  # a row with no key in this column goes on with the row before
    key_pattern: Pattern = r"^\d+$"
    merged: tuple[str, ...] = ()  # columns filled down; no other column ever is
    undrawn: tuple[str, ...] = ()  # columns that a page may leave out altogether
    short_rows: Literal["refuse", "pad-right"] = "refuse"
    axis_key: Pattern = r"^(?P<key>\w+)"  # word of the axis that becomes part of the id
    card_begins: tuple[str, ...] = ()  # action-cards: labels with which a card begins
    card_title: Pattern | None = None  # action-cards: a title above a card's first label that is the action itself
    values_at_end: tuple[str, ...] = ()  # action-list: columns whose values end the items, in brackets or behind a dash
    count_rows: Flag = False  # True = ids count the rows; printed numbers stay in `number` (each table begins at 1)
    contiguous: Flag = False  # True = a number missing within an axis stops the run
    as_printed: tuple[str, ...] = ()  # numbers that may break the count: "7", or "prevencion/7" in one axis only


class Years(Model):
    """Columns of progress: pairs of columns with a year over them."""

    year: Pattern = r"(?P<year>\d{4})"
    programmed: tuple[str, ...] = ()
    executed: tuple[str, ...] = ()


class Unit(Model):
    """A paragraph of a programme recognised by its first characters."""

    pattern: Pattern
    kind: str  # a kind of provision, or "action"
    under: tuple[Pattern, ...] = ()  # only under headings whose number or text fits one of these; () = anywhere
    capitals_go_on: Flag = False  # True where following lines all in capitals belong to it
    drawn: Flag = False  # action-list: True where a bullet is drawn before its lines, which is no sign of the text


class Amendments(Model):
    """The bracketed amendments of a negotiating draft."""

    read: Flag = False
    parties: dict[str, tuple[str, ...]] = {}  # ISO alpha-3 → spellings and misreadings beside those of parties.toml
    closers: tuple[OneCharacter, ...] = ("l", "J", "}")  # characters that a closing bracket is misread as
    convention: Literal["auto", "oas", "trade", "untagged", "climate"] = "auto"  # how brackets are meant


class Numbers(Model):
    """What the numbers of a list of paragraphs may do without the run being refused (exit code 6)."""

    allow: tuple[Literal["gap", "step-back", "unnumbered", "unplaced", "missing-section"], ...] = ()


class Expectation(Model):
    """The number of records that one edition must have; otherwise the run stops (exit code 6)."""

    plan: str | None = None  # only for this document; None = for every document under the profile
    sha256: tuple[str, ...] = ()  # only for these files; () = for every file
    rows: dict[str, Count] = {}  # part of the id (axis or kind) → records
    amendments: Count | None = None
    progress: Count | None = None
    indicators: Count | None = None


def kind_by_keys(profile: Mapping[str, Any]) -> Kind:
    """Return the kind of document that a profile is for, by the keys that only this kind needs.

    Refuses (ValueError) a profile without any key that tells.
    """
    columns, units = profile.get("columns") or {}, profile.get("unit") or ()
    if any(isinstance(unit, Mapping) and unit.get("kind") == "list" for unit in units):
        return "action-list"
    if isinstance(layout := profile.get("layout"), Mapping) and layout.get("card_begins"):
        return "action-cards"
    if "text" in columns:
        return "directive-table"
    if columns:
        return "operational-matrix" if profile.get("years") else "action-matrix"
    headings = profile.get("heading") or ()
    if any(isinstance(each, Mapping) and each.get("kind") for each in headings):
        return "directive-list"
    if not units:
        raise ValueError(
            'kind = "auto" needs a key that tells the kind: [columns] for a plan in tables, [layout] card_begins for '
            "cards, [[unit]] for a plan in prose or a programme, [[heading]] with `kind` for a list of directives. "
            "Write one of these, or the kind itself"
        )
    return "programme"


class Profile(Model):
    """How documents of one make are laid out."""

    kind: Kind
    about: str
    columns: dict[str, tuple[str, ...]] = {}  # published column → headers as printed
    ignore: tuple[str, ...] = ()  # headers that carry nothing
    pages: Ranges | None = None  # pages that are read, as in "28-67, 70"; what stands on others is set aside
    tables: Ranges | None = None  # tables that are read, by the numbers of `directriz tables FILE`
    aside: tuple[str, ...] = ()  # headers, joined by " | ", of tables that are not the plan's
    split: dict[str, Pattern] = {}  # column → pattern whose named groups are columns
    heading: tuple[Heading, ...] = ()
    excluded: dict[str, tuple[Pattern, ...]] = {}  # reason → lines that are no value
    dump: Dump = Dump()
    layout: Layout = Layout()
    years: Years | None = None
    unit: tuple[Unit, ...] = ()
    amendments: Amendments = Amendments()
    numbers: Numbers = Numbers()
    footnote: Pattern | None = None  # groups number and text
    expect: tuple[Expectation, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _kind_is_told(cls, entry: Any) -> Any:
        if isinstance(entry, Mapping) and entry.get("kind") == AUTO:
            return {**entry, "kind": kind_by_keys(entry)}
        return entry

    def _wrong_together(self) -> Iterator[str]:
        yield from self._wrong_columns()
        yield from self._headers_of_two_places()
        yield from self._wrong_groups()

    def _wrong_columns(self) -> Iterator[str]:
        known = COLUMNS[self.kind]
        named = {"columns": self.columns, "layout.merged": self.layout.merged, "layout.undrawn": self.layout.undrawn}
        for place, names in named.items():
            if unknown := [name for name in names if name not in known]:
                near = [f"{each!r}" for name in unknown for each in get_close_matches(name, known, n=1, cutoff=NEAR)]
                meant = f"is {' or '.join(near)} meant? " if near else ""
                yield (
                    f"{place} names {', '.join(map(repr, unknown))}, which no profile of kind {self.kind!r} has; "
                    f"{meant}It may have: {', '.join(known) or 'none'}. Write one of these{self._other_kind()}"
                )
        for name in NEEDED.get(self.kind, ()):
            if self.columns and name not in self.columns:
                yield (
                    f"columns lacks {name!r}, without which no plan of kind {self.kind!r} can be read; "
                    f'below [columns], write the header as the document prints it: {name} = ["…"]'
                )
        for name, labels in self.columns.items():
            if not any(label.strip() for label in labels):
                yield f"columns.{name} lists no header as printed; write one into its list, or take the line out"
        if "action" in self.layout.merged:
            yield "layout.merged names 'action': rows below one action belong to it, none is filled down"
        if self.columns and self.kind in MATRICES and self.layout.key not in self.columns:
            yield (
                f"layout.key is {self.layout.key!r}, which is not under columns; write one that is there, such as "
                'key = "action"'
            )

    def _other_kind(self) -> str:
        """Return what is said of `kind` where a column is of another kind: the one that the columns are of."""
        kinds = [kind for kind, names in COLUMNS.items() if self.columns and set(self.columns) <= set(names)]
        needed = [kind for kind in kinds if set(NEEDED.get(kind, ())) <= set(self.columns)]
        return f", or correct `kind`: these columns are of {needed[0]!r}" if needed else ", or correct `kind`"

    def _headers_of_two_places(self) -> Iterator[str]:
        """Yield each header that is under two columns, or under a column and `ignore`: one of the two would lose it."""
        from .reference.headers import name_key

        places: dict[str, str] = {}
        listed = [(f"columns.{name}", label) for name, labels in self.columns.items() for label in labels]
        for place, label in (*listed, *(("ignore", label) for label in self.ignore)):
            first = places.setdefault(name_key(label), place)
            if first != place:
                yield f"{first} and {place} both list the header {label!r}; take it out of one of the two lines"

    def _wrong_groups(self) -> Iterator[str]:
        """Yield each pattern that lacks a named group which it needs, or has one that is no column."""
        if self.kind == "action-list":
            yield from self._wrong_units()
        if self.kind in ACTION_PLANS:
            for number, heading in enumerate(self.heading, start=1):
                yield from _wrong_heading_groups(f"heading no. {number}", heading.pattern)
            yield from _lacking_groups("layout.axis_key", self.layout.axis_key, "key")
            yield from _lacking_groups("split.action", self.split.get("action"), "number", "action")
            yield from _lacking_groups("split.objective", self.split.get("objective"), "objective_number", "objective")
        if self.kind == "directive-table":
            yield from _lacking_groups("split.text", self.split.get("text"), "number", "text")
        yield from _lacking_groups("years.year", self.years.year if self.years else None, "year")
        yield from _lacking_groups("footnote", self.footnote, "number", "text")

    def _wrong_units(self) -> Iterator[str]:
        for number, unit in enumerate(self.unit, start=1):
            pattern = unit.pattern if unit.kind == "action" else None
            yield from _lacking_groups(f"unit no. {number}", pattern, "text")
            unknown = _groups(pattern) - {"number", "text", *COLUMNS[self.kind]} | _groups(pattern) & {EXTRAS}
            for name in sorted(unknown)[:1]:
                yield (
                    f"unit no. {number}: the group {name!r} is no column; there are number, text, "
                    f"{', '.join(name for name in COLUMNS[self.kind] if name != EXTRAS)}"
                )
