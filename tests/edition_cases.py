"""Editions made of recorded edits: the document as text dump and as PDF, what a reader would say of each edit, a score.

`tests/editions/*.toml` hold the edits. They were written before the code that compares editions (first.toml), after it
was finished (second.toml), by somebody who had not looked at it (third.toml), for another plan in another language
(fourth.toml, whose first edition is pt-plan.txt) or above all of actions split into three and merged from three
(fifth.toml), and are not changed to fit the code.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from directriz.layouts import Profile
from directriz.read.text import read_text
from directriz.rebuild import rebuild
from directriz.records import Action, Records
from directriz.sources import Source, Witness
from directriz.text import slug
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table
from workspaces import REPOSITORY, Document

EDITIONS = Path(__file__).with_name("editions")
PROFILES = REPOSITORY / "pipeline" / "profiles"
KIND = "action-matrix"
PLACE = ("axis", "subaxis", "subaxis_description", "measure")
TEXTS = ("goal", "indicators", "verification", "deadline", "budget", "observations")
WIDTHS = {"number": 0.6, "measure": 2.2, "action": 3.4, "responsible": 1.8}
BODIES = ("responsible", "associated")


@dataclass(frozen=True)
class Base:
    """The first edition: a plan of the repository, or one that was invented for these tests."""

    plan_id: str
    text: str
    profile: str  # TOML
    keys: Mapping[str, object]  # of its manifest entry

    def document(self) -> Document:
        """Return it as a document of a workspace."""
        return Document(self.plan_id, self.text, self.profile, KIND, dict(self.keys))

    def actions(self) -> list[Action]:
        """Return its actions as they are rebuilt from its text."""
        profile = Profile.model_validate(tomllib.loads(self.profile))
        lines = read_text(self.text.encode("utf-8"), "plan.txt", profile.dump.pages)
        witness = Witness(path="plan.txt", sha256="0" * 64)
        named = {"title": "plan", "issuer": "-", "jurisdiction": "ARG", "language": "es", **self.keys}
        source = Source(id=self.plan_id, kind=KIND, profile="plan.toml", file=(witness,), **named)
        return list(rebuild(Records(lines), source, profile).of(Action))


def read_base(name: str) -> Base:
    """Return the first edition of that name."""
    if name == "ar-plan":
        text = (REPOSITORY / "raw" / "ar-plan.txt").read_text(encoding="utf-8")
        profile = (PROFILES / "ar-plan.toml").read_text(encoding="utf-8").split("# The edition of the text dump")[0]
        return Base(name, text, profile, {})
    text, profile = ((EDITIONS / f"{name}.{ending}").read_text(encoding="utf-8") for ending in ("txt", "toml"))
    return Base(name, text, profile, {"language": "pt", "jurisdiction": "BRA"})


@dataclass
class Row:
    """One action of the new edition, or a place where one was taken out."""

    values: dict[str, str]
    old: tuple[str, ...]  # actions of the first edition that it comes from
    edit: int | None = None  # number of its edit
    is_gone: bool = False
    is_moved: bool = False  # a part of a split that stands under another heading
    new_id: str = ""


@dataclass(frozen=True)
class Told:
    """What a reader would say of one edit."""

    kinds: frozenset[str]
    pairs: frozenset[tuple[str, str]]  # old and new id, "" = none
    fields: frozenset[str]
    is_small: bool  # the text differs in bodies, numbers or punctuation only
    edit: int | None  # None: an action that no edit touches
    moved: frozenset[str] = frozenset()  # old or new ids of a merge or split that stand under another heading


@dataclass(frozen=True)
class Edition:
    """A whole new edition with its answers."""

    plan_id: str
    base: Base
    headers: Mapping[str, str]
    rows: Sequence[Row]
    answers: Sequence[Told] = field(default_factory=tuple)

    def profile(self) -> str:
        """Return the profile of the edition: that of the first with the headers as printed here."""
        before, rest = self.base.profile.split("[columns]\n", 1)
        _, after = rest.split("\n[dump]", 1)
        columns = "".join(f'{name} = ["{header}"]\n' for name, header in self.headers.items())
        return f"{before}[columns]\n{columns}\n[dump]{after}"

    def documents(self, is_pdf: bool) -> list[Document]:
        """Return both editions as documents of a workspace, this one as a PDF or as a text dump."""
        content = as_pdf(self) if is_pdf else as_dump(self)
        keys = {**self.base.keys, "supersedes": self.base.plan_id}
        return [self.base.document(), Document(self.plan_id, content, self.profile(), KIND, keys)]


def read_edition(name: str) -> Edition:
    """Return the edition of `tests/editions/<name>.toml`, every action with its new number."""
    entries = tomllib.loads((EDITIONS / f"{name}.toml").read_text(encoding="utf-8"))
    base = read_base(entries.get("base", "ar-plan"))
    plan_id = f"{base.plan_id}-2026"
    rows = [Row(_values(action), (_key(action.action_id),)) for action in base.actions()]
    for number, edit in enumerate(entries["edit"]):
        rows = _edited(rows, edit, number)
    for row in rows:
        for name_of, column in (("axes", "axis"), ("subaxes", "subaxis"), ("measures", "measure")):
            row.values[column] = entries.get(name_of, {}).get(row.values[column], row.values[column])
    kept = _numbered([row for row in rows if not row.is_gone], plan_id)
    answers = _answers(entries["edit"], rows, base.plan_id)
    return Edition(plan_id, base, entries["headers"], kept, answers)


def _key(action_id: str) -> str:
    return action_id.split("/", 1)[1]


def _values(action: Action) -> dict[str, str]:
    names = (*PLACE, "number", "action", *TEXTS, *BODIES)
    return {name: getattr(action, name) or "" for name in names}


def _edited(rows: list[Row], edit: Mapping[str, object], number: int) -> list[Row]:
    """Return the rows with one edit done."""
    new = {name: str(value) for name, value in edit.items() if name in rows[0].values}
    old = tuple(str(key) for key in edit.get("old", ()))  # type: ignore[attr-defined]
    kind = str(edit["kind"]).split("|")
    if not old:
        return _with_added(rows, edit, new, number)
    row = _row_of(rows, old[0])
    row.edit = number
    if "removed" in kind:
        row.is_gone = True
    row.values |= new
    if "merged" in kind:
        for other in [_row_of(rows, key) for key in old[1:]]:
            other.is_gone, other.edit = True, number
        row.old = old
    if "split" in kind:
        return _with_parts(rows, row, edit, number)
    if "moved" in kind:
        rows = [*rows]
        rows.remove(row)
        before = _row_of(rows, str(edit["after"]))
        row.values |= {name: before.values[name] for name in PLACE}
        rows.insert(rows.index(before) + 1, row)
        tombstone = Row(dict(row.values), (), None, is_gone=True)
        rows.insert(0, tombstone)
    return rows


def _with_parts(rows: list[Row], row: Row, edit: Mapping[str, object], number: int) -> list[Row]:
    """Return the rows with the parts of one in its place; a part with `after` stands behind that action."""
    place = rows.index(row)
    found = rows[:place], rows[place + 1 :]
    here: list[Row] = []
    elsewhere: list[tuple[Row, Row]] = []
    for part in edit["into"]:  # type: ignore[attr-defined]
        values = {name: str(value) for name, value in part.items() if name != "after"}
        before = _last_of(rows, str(part["after"])) if "after" in part else None
        heading = {name: before.values[name] for name in PLACE} if before else {}
        made = Row(row.values | heading | values, row.old, number, is_moved=before is not None)
        if before is None:
            here.append(made)
        else:
            elsewhere.append((before, made))
    rows = [*found[0], *here, *found[1]]
    for before, made in elsewhere:
        rows.insert(rows.index(before) + 1, made)
    return rows


def _with_added(rows: list[Row], edit: Mapping[str, object], new: dict[str, str], number: int) -> list[Row]:
    before = _last_of(rows, str(edit["after"])) if "after" in edit else rows[-1]
    place = {name: before.values[name] for name in PLACE}
    blank = dict.fromkeys(before.values, "")
    at = rows.index(before) + 1
    return [*rows[:at], Row(blank | place | new, (), number), *rows[at:]]


def _row_of(rows: Sequence[Row], key: str) -> Row:
    return next(row for row in rows if row.old[:1] == (key,) or key in row.old)


def _last_of(rows: Sequence[Row], key: str) -> Row:
    return [row for row in rows if key in row.old][-1]


def _numbered(rows: list[Row], plan_id: str) -> list[Row]:
    counts: dict[str, int] = {}
    for row in rows:
        axis = slug(row.values["axis"]).split("-")[0]
        counts[axis] = counts.get(axis, 0) + 1
        row.values["number"] = str(counts[axis])
        row.new_id = f"{plan_id}/{axis}/{counts[axis]}"
    return rows


def _answers(edits: Sequence[Mapping[str, object]], rows: Sequence[Row], base_id: str) -> tuple[Told, ...]:
    told = []
    for number, edit in enumerate(edits):
        new = [row.new_id for row in rows if row.edit == number and not row.is_gone] or [""]
        old = [f"{base_id}/{key}" for key in edit.get("old", ())] or [""]  # type: ignore[attr-defined]
        pairs = frozenset((before, after) for before in old for after in new)
        kinds = frozenset(str(edit["kind"]).split("|"))
        fields = frozenset(edit.get("fields", ()))  # type: ignore[call-overload]
        moved = {f"{base_id}/{key}" for key in edit.get("moved", ())}  # type: ignore[attr-defined]
        moved |= {row.new_id for row in rows if row.edit == number and row.is_moved}
        told.append(Told(kinds, pairs, fields, bool(edit.get("is_small")), number, frozenset(moved)))
    for row in rows:
        if row.edit is None and not row.is_gone:
            pair = (f"{base_id}/{row.old[0]}", row.new_id)
            told.append(Told(frozenset({"unchanged"}), frozenset({pair}), frozenset(), False, None))
    return tuple(told)


def is_told(answer: Told, rows: Sequence[Mapping[str, str]]) -> bool:
    """Tell whether the published rows say of an edit what a reader would say: its pairs, its kind, its bodies."""
    old = {before for before, _ in answer.pairs} - {""}
    new = {after for _, after in answer.pairs} - {""}
    about = [row for row in rows if row["action_id_old"] in old or row["action_id_new"] in new]
    if {(row["action_id_old"], row["action_id_new"]) for row in about} != answer.pairs:
        return False
    return all(_has_kinds(answer, row) and _has_fields(answer, row) for row in about)


def _has_kinds(answer: Told, row: Mapping[str, str]) -> bool:
    is_moved = bool({row["action_id_old"], row["action_id_new"]} & answer.moved)
    kinds = answer.kinds | ({"moved"} if is_moved else frozenset())
    return set(row["kind"].split("|")) - {"renumbered", "unchanged"} == kinds - {"unchanged"}


def _has_fields(answer: Told, row: Mapping[str, str]) -> bool:
    found = set(row["fields_changed"].split("|")) - {""}
    if not answer.fields <= found:
        return False
    if answer.kinds & {"merged", "split", "added", "removed"}:
        return True
    bodies = {name for name in found if name.removeprefix("renamed:") in BODIES}
    return bodies == {name for name in answer.fields if name.removeprefix("renamed:") in BODIES}


def as_dump(edition: Edition) -> str:
    """Return the edition as a text dump: headings, then rows with tabs between the cells."""
    lines: list[str] = []
    for axis, tables in _tables(edition):
        lines += ["", axis, ""]
        for heading, rows in tables:
            lines += [heading, ""] if heading else []
            lines += ["\t".join(edition.headers.values())]
            lines += ["\t".join(cells) for cells in _printed_rows(edition, rows)]
            lines += [""]
    return "\n".join(lines) + "\n"


def _tables(edition: Edition) -> Iterator[tuple[str, list[tuple[str, list[Row]]]]]:
    axes: dict[str, dict[str, list[Row]]] = {}
    for row in edition.rows:
        heading = " - ".join(filter(None, (row.values["subaxis"], row.values["subaxis_description"])))
        axes.setdefault(row.values["axis"], {}).setdefault(heading, []).append(row)
    for axis, tables in axes.items():
        yield axis, list(tables.items())


def _printed_rows(edition: Edition, rows: Sequence[Row]) -> Iterator[list[str]]:
    """Yield the cells of each row; a measure stands in the first of its rows only."""
    before = ""
    for row in rows:
        values = dict(row.values)
        if values["measure"] == before:
            values["measure"] = ""
        before = row.values["measure"]
        yield [values[name] for name in edition.headers]


def as_pdf(edition: Edition) -> bytes:
    """Return the edition as a PDF: a table below each heading, its header printed again on every page."""
    stream = io.BytesIO()
    document = SimpleDocTemplate(stream, pagesize=landscape(A4), margin=36, invariant=1)
    heading = ParagraphStyle("heading", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceAfter=6)
    flow: list[Flowable] = []
    for axis, tables in _tables(edition):
        flow += [Paragraph(escape(axis), heading)]
        for title, rows in tables:
            flow += [Paragraph(escape(title), heading)] if title else []
            flow += [_drawn_table(edition, rows), Spacer(1, 14)]
    document.build(flow)
    return stream.getvalue()


def _drawn_table(edition: Edition, rows: Sequence[Row]) -> Table:
    cell = ParagraphStyle("cell", fontName="Helvetica", fontSize=7, leading=8.5)
    head = ParagraphStyle("head", parent=cell, fontName="Helvetica-Bold")
    printed = list(_printed_rows(edition, rows))
    cells = [[Paragraph(escape(name), head) for name in edition.headers.values()]]
    cells += [[Paragraph(escape(text), cell) for text in row] for row in printed]
    shares = [WIDTHS.get(name, 1.9) for name in edition.headers]
    widths = [700 * share / sum(shares) for share in shares]
    measure = list(edition.headers).index("measure")
    rules = [
        ("BOX", (0, 0), (-1, -1), 0.5, colors.black),
        ("GRID", (0, 0), (measure - 1, -1), 0.5, colors.black),
        ("GRID", (measure + 1, 0), (-1, -1), 0.5, colors.black),
        ("LINEBELOW", (measure, 0), (measure, 0), 0.5, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    rules += [
        ("LINEABOVE", (measure, place), (measure, place), 0.5, colors.black)
        for place, row in enumerate(printed, start=1)
        if row[measure]
    ]
    return Table(cells, widths, repeatRows=1, style=rules)
