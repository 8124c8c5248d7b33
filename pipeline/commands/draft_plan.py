"""Drafts the profile of a matrix in a PDF, and tries it: the run accepts what is returned.

The tables, their columns, the headings over them and the numbers of their rows are drafted. Then the rebuild stage runs
on the document under the draft. If it refuses, and one change of the draft is enough to make it accept, the change is
made. Any other refusal is reported.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..errors import CheckFailed, LayoutMismatch, PipelineError
from ..language import USUAL, guess_language, language_of
from ..layouts import HEADING_COLUMNS, Profile
from ..rebuild.broken_tables import mend_tables
from ..rebuild.matrix import rebuild_matrix
from ..rebuild.plan_tables import PrintedTable, printed_tables
from ..records import Action, PrintedLine, Records
from ..reference.headers import Mapper
from ..text import visible
from .draft_axes import AxisDraft, axis_key, draft_axes
from .draft_kinds import known_headers, years_lines
from .draft_layout import BLANK, Body, LayoutDraft, draft_numbers
from .draft_tables import PLAN_COLUMNS, TablesDraft, is_year_header, read_tables
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

NAME = "profiles/draft.toml"
SIDE_BY_SIDE = 3  # columns of a plan in the header of a matrix, if the document may also be cards
KEYED = 0.8  # share of the rows that have a number, at least, if numbers show where rows begin
COVERED = 0.1  # share of the rows whose number a merged cell covers, at most, if numbers show where rows begin


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A matrix as drafted."""

    tables: TablesDraft
    axes: tuple[AxisDraft, ...]
    layout: LayoutDraft
    titles: tuple[str, ...] = ()  # patterns of lines over every table that name none of them
    count_rows: bool = False
    refused: PipelineError | None = None  # what the run would still refuse
    records: Records = field(default_factory=Records)  # what the run makes of the document under the draft


def find_plan(lines: Sequence[PrintedLine]) -> PlanDraft | None:
    """Return the matrix of a PDF as drafted, None where no table of it looks like a plan's."""
    mapper = Mapper(known_headers("action-matrix"))
    lines = mend_tables(lines, lambda label: column[0] if (column := mapper.column(label)) else None).lines
    tables = read_tables(printed_tables(lines), mapper)
    if not tables.own:
        return None
    own = {look.table.number for look in tables.own}
    axes, idle = draft_axes(lines, own, tables.columns)
    draft = PlanDraft(tables, tuple(axes), _layout(tables), tuple(idle) if axes else ())
    return _tried(draft, lines)


def is_matrix(draft: PlanDraft, cards: int) -> bool:
    """Tell whether a document that may be `cards` cards is a matrix: its headers name columns side by side."""
    actions = len(draft.records.of(Action))
    named = [len({name for column in look.columns if (name := draft.tables.roles.get(column.name)) in PLAN_COLUMNS})
             for look in draft.tables.own]  # fmt: skip
    rows = sum(look.rows for look, count in zip(draft.tables.own, named, strict=True) if count >= SIDE_BY_SIDE)
    return draft.refused is None and actions >= cards and 2 * rows > actions


def _layout(tables: TablesDraft) -> LayoutDraft:
    """Return the numbers of the rows and what parts them."""
    body = list(_bodies(tables))
    layout = draft_numbers(body)
    numbers = [row.cells.get("number", "") for row in body]
    covered = _covered_numbers(tables)
    is_keyed = sum(map(bool, numbers)) >= KEYED * len(numbers) and covered <= COVERED * len(numbers)
    if layout.key == "number" and is_keyed:
        layout.key_pattern = r"^\S"
    else:
        layout.key, layout.key_pattern = "action", r"^\S"
    layout.axis_names = list(dict.fromkeys(row.cells.get("axis", "") for row in body if row.cells.get("axis")))
    layout.merged = [name for name in HEADING_COLUMNS if _is_printed_once(name, body)]
    return layout


def _is_printed_once(name: str, body: Sequence[Body]) -> bool:
    """Tell whether a column of headings has its value on the first of its rows only, without a cell drawn over them."""
    cells = [row.cells[name] for row in body if name in row.cells]
    blank = [row for row in body if name in row.cells and not row.cells[name] and name not in row.covered]
    return bool(cells) and bool(cells[0]) and len(blank) >= BLANK * len(cells)


def _bodies(tables: TablesDraft) -> Iterator[Body]:
    for look in tables.own:
        names = [tables.roles.get(column.name) for column in look.columns]
        rows = [row for row in look.table.rows if len(row.cells) > 1]
        for index, row in enumerate(rows):
            cells: dict[str, str] = {}
            for place, name in enumerate(names):
                if name:  # one label over two columns: the number stands in one of them, the text in the other
                    cells[name] = f"{cells.get(name, '')} {look.cells[place][index]}".strip()
            yield Body(
                row, len(names), cells, frozenset(names[place] or "" for place in row.covered if place < len(names))
            )


def _covered_numbers(tables: TablesDraft) -> int:
    return sum(
        count
        for look in tables.own
        for column, count in zip(look.columns, look.covered, strict=True)
        if tables.roles.get(column.name) == "number"
    )


def _tried(draft: PlanDraft, lines: Sequence[PrintedLine]) -> PlanDraft:
    """Return the draft with what the run makes of it, mended where it refuses what can be mended."""
    language = guess_language(" ".join(line.cells) for line in lines) or language_of(USUAL)
    tries = [draft, replace(draft, count_rows=True), replace(draft, count_rows=True, axes=())]
    refused: PipelineError | None = None
    for tried in tries:
        text = visible("\n".join(plan_text(tried, "draft", kind_of(tried))))
        profile = Profile.model_validate(tomllib.loads(text))
        try:
            return replace(tried, records=rebuild_matrix(lines, "draft", profile, NAME, language))
        except (LayoutMismatch, CheckFailed) as error:
            refused = refused or error
    return replace(draft, refused=refused)


def plan_text(draft: PlanDraft, about: str, kind: str) -> Iterator[str]:
    """Yield the profile of a draft as lines of TOML."""
    yield f"kind = {toml_value(kind)}"
    yield f"about = {toml_value(about)}"
    if draft.tables.aside:
        yield f"aside = {toml_value(list(dict.fromkeys(draft.tables.aside)))}  # tables that are not the plan's"
    yield from section("columns", columns_lines(draft.tables.columns, draft.tables.notes))
    yield from section("years", years_lines(draft.tables.years, draft.tables.pairs))
    yield from section("split", [f"{name} = {literal(pattern)}" for name, pattern in draft.layout.split.items()])
    yield from section("layout", _layout_lines(draft))
    yield from section("excluded", [f"title = [{', '.join(map(literal, draft.titles))}]"] if draft.titles else [])
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"


def kind_of(draft: PlanDraft) -> str:
    """Return the kind of a drafted matrix: one with columns of years is operational."""
    years = {name for look in draft.tables.own for column in look.columns if is_year_header(name := column.name)}
    return "operational-matrix" if len(years) >= 2 or draft.tables.pairs["programmed"] else "action-matrix"


def _layout_lines(draft: PlanDraft) -> Iterator[str]:
    yield f"key = {toml_value(draft.layout.key)}"
    yield f"key_pattern = {literal(draft.layout.key_pattern)}"
    if names := [name for axis in draft.axes if axis.field == "axis" for name in axis.names] or draft.layout.axis_names:
        yield f"axis_key = {literal(axis_key(names))}"
    if draft.layout.merged:
        yield f"merged = {toml_value(draft.layout.merged)}  # printed once, blank on the rows below"
    if draft.count_rows:
        yield "count_rows = true  # the same numbers are printed again and again: ids count the rows"


def tables_aside(draft: PlanDraft, lines: Sequence[PrintedLine]) -> list[PrintedTable]:
    """Return the tables of the document that the draft sets aside."""
    own = {look.table.number for look in draft.tables.own}
    return [table for table in printed_tables(lines) if table.number not in own]
