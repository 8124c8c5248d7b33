"""The tables of a PDF without a profile: which of them belong to the plan, and which published column each column is.

- a plan prints one header many times (thirty tables `TEMA | META AL 2031 | INDICADOR`), among tables of other things;
- no header names the actions: the finest column of sentences is taken, and the person is asked;
- a header says one thing and its cells another (`Meta` over figures): the cells decide;
- two headers of one table ask for one column: the better one has it, the other is kept in `extras`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from ..layouts import EXTRAS, HEADING_COLUMNS
from ..rebuild.plan_tables import PrintedTable
from ..rebuild.printed_headers import PrintedColumn, printed_columns
from ..reference.headers import REPEATED, YEAR, Mapper, content_words, header_key, name_key, read_header_words
from ..reference.plan_words import read_plan_words
from ..reference.value_kinds import share, sort_of, words_a_cell
from ..text import fold
from .draft_matrix import INSTEAD, TOPICS

PLAN_COLUMNS = frozenset(
    ("action", "measure", "objective", "goal", "indicators", "verification", "responsible", "associated", "deadline")
) | {"baseline", "target", "budget"}
STRONG = PLAN_COLUMNS - {"deadline", "budget", "action"}  # those that no register or price list has
EXACT = 100.0  # score of a header that is known letter by letter
TEXT = "text"  # the column of a table of directives
FINEST = 0.9  # share of a table's rows that have a cell of their own in the column of the actions
FEWEST_ROWS = 3  # of the tables of a plan in which no header names the actions
LONG = 5.0  # words a cell from which a column may hold what is done, whatever its header
GROUPS = 0.6  # different cells for each row, at most, in a column that names groups of rows
MERGED = 0.1  # share of the rows, from which numbers that are merged over them number groups of actions
SENTENCE = 2.5  # words a cell, at least, of a column of actions
OTHERWISE = frozenset(
    ("baseline", "target", "goal", "indicators", "verification")
)  # columns whose second is no deadline
BY_CONTENT = {"body": ("responsible", "associated"), "term": ("deadline",), "money": ("budget",)}


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table as the draft sees it: its columns, with the cells of each."""

    table: PrintedTable
    columns: tuple[PrintedColumn, ...]
    cells: tuple[tuple[str, ...], ...]  # of each column, one a row; "" where blank or covered by a merged cell
    covered: tuple[int, ...]  # of each column: rows in which a merged cell covers it

    @property
    def rows(self) -> int:
        """How many rows it has, titles between them left out."""
        return len(self.cells[0]) if self.cells else 0


@dataclass
class TablesDraft:
    """What the tables of a document say."""

    own: list[TableLook] = field(default_factory=list)
    columns: dict[str, list[str]] = field(default_factory=dict)  # published column → names of printed ones
    roles: dict[str, str] = field(default_factory=dict)  # name of a printed column → published one
    aside: list[str] = field(default_factory=list)  # titles of tables that look like the plan's and are not
    notes: dict[str, str] = field(default_factory=dict)  # published column → why it is only likely
    years: list[str] = field(default_factory=list)  # headers over pairs of progress
    pairs: dict[str, list[str]] = field(default_factory=lambda: {"programmed": [], "executed": []})


@cache
def _directive_headers() -> frozenset[str]:
    """Return the headers of directives that no column of actions has."""
    words = read_header_words().columns
    others = {header_key(label) for name, labels in words.items() if name != TEXT for label in labels}
    plurals = {header_key(label + end) for label in words[TEXT] for end in ("", "s", "es")} | {"directrices"}
    return frozenset(plurals - others)


def look_at(table: PrintedTable, mapper: Mapper) -> TableLook:
    """Return a table's columns and their cells; one without a header has no columns."""
    columns = tuple(_named_by_parent(printed_columns(table.headers), mapper)) if table.headers else ()
    rows = [row for row in table.rows if len(row.cells) > 1]
    cells = tuple(
        tuple(row.cells[index] if index < len(row.cells) else "" for row in rows) for index in range(len(columns))
    )
    covered = tuple(sum(index in row.covered for row in rows) for index in range(len(columns)))
    return TableLook(table, columns, cells, covered)


def _named_by_parent(columns: Sequence[PrintedColumn], mapper: Mapper) -> Iterator[PrintedColumn]:
    """Yield columns; those under one header of a published column, with nothing or progress below it, have its name."""
    for column in columns:
        below = column.path[1:]
        is_parent = len(below) == 0 or all(mapper.role(label) for label in below)
        if below and is_parent and (found := mapper.column(column.path[0])) and found[1] == EXACT:
            yield replace(column, name=column.path[0], path=column.path[:1])
        else:
            yield column


def label_role(name: str, column: PrintedColumn, mapper: Mapper) -> tuple[str, float] | None:
    """Return the published column that a printed one's header names: as a whole, else by its lowest or highest row."""
    match = REPEATED.fullmatch(name)
    label = match["label"] if match else name
    tried = [label, *reversed(column.path)]
    if header_key(label) in _directive_headers():
        return TEXT, 100.0
    return next((found for each in tried if each and (found := mapper.column(each))), None)


def read_tables(tables: Sequence[PrintedTable], mapper: Mapper) -> TablesDraft:
    """Return the plan's tables and their columns; none where no table looks like a plan's."""
    looks = [look for table in tables if (look := look_at(table, mapper)).columns]
    roles = _roles_of_labels(looks, mapper)
    actions = _action_names(looks, roles)
    draft = TablesDraft()
    if not actions:
        return draft
    for look in looks:
        if not actions & {column.name for column in look.columns}:
            continue
        if _is_plan_like(look, roles, actions, looks):
            draft.own.append(look)
        else:
            draft.aside.append(look.table.title)
    if not any(roles.get(name, ("", 0.0))[0] == "action" for name in actions):
        draft.notes["action"] = "no header says what the actions are: these are the finest column of sentences"
    _find_pairs(draft, mapper)
    _place_columns(draft, roles, actions)
    return draft


def _find_pairs(draft: TablesDraft, mapper: Mapper) -> None:
    """Note the columns of progress, where every table has as many of what is programmed as of what is executed."""
    found: dict[str, list[str]] = {"programmed": [], "executed": []}
    years: list[str] = []
    for look in draft.own:
        roles = [role for column in look.columns for label in column.path if (role := mapper.role(label))]
        if roles.count("programmed") != roles.count("executed"):
            return
        for column in look.columns:
            for label in column.path:
                if role := mapper.role(label):
                    found[role] += [label] if label not in found[role] else []
                    years += [each for each in column.path if YEAR.search(each) and each not in years]
    if all(found.values()):
        draft.pairs, draft.years = found, years


def _is_paired(column: PrintedColumn, draft: TablesDraft) -> bool:
    labels = {*draft.pairs["programmed"], *draft.pairs["executed"]}
    return any(label in labels or (draft.years and YEAR.search(label)) for label in column.path)


def _roles_of_labels(looks: Iterable[TableLook], mapper: Mapper) -> dict[str, tuple[str, float]]:
    found: dict[str, tuple[str, float]] = {}
    for look in looks:
        for column in look.columns:
            if column.path and column.name not in found and (role := label_role(column.name, column, mapper)):
                found[column.name] = role
    return found


def _cells_by_name(looks: Iterable[TableLook]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for look in looks:
        for column, cells in zip(look.columns, look.cells, strict=True):
            found.setdefault(column.name, []).extend(cells)
    return found


def _planness(look: TableLook, roles: Mapping[str, tuple[str, float]]) -> int:
    return len({roles[column.name][0] for column in look.columns if column.name in roles} & PLAN_COLUMNS)


def _action_names(looks: Sequence[TableLook], roles: Mapping[str, tuple[str, float]]) -> set[str]:
    """Return the names of the columns that hold the actions."""
    named = {name for name, (role, _) in roles.items() if role == "action"}
    of_actions = [look for look in looks if any(column.name in named for column in look.columns)]
    of_plan = [look for look in of_actions if _planness(look, roles) >= 2]
    if of_plan:
        wordy = {name for name in named if words_a_cell(_cells_by_name(of_plan).get(name, [])) >= SENTENCE}
        return wordy or named
    return _finest_names(looks, roles) or named


def _finest_names(looks: Sequence[TableLook], roles: Mapping[str, tuple[str, float]]) -> set[str]:
    """Return the finest column of sentences of the family of tables with most rows of a plan."""
    family: Counter[str] = Counter()
    for look in looks:
        if len({roles[column.name][0] for column in look.columns if column.name in roles} & STRONG) < 2:
            continue
        for column, cells in zip(look.columns, look.cells, strict=True):
            own = sum(bool(cell) for cell in cells)
            if own >= FINEST * look.rows and words_a_cell(cells) >= SENTENCE and column.path:
                family[column.name] += own
    most = max(family.values(), default=0)
    if most < FEWEST_ROWS:
        return set()
    likely = [name for name, count in family.items() if 2 * count >= most]
    texts = _cells_by_name(looks)
    best = max(likely, key=lambda name: (_rank(name, roles, texts[name]), family[name]))
    role = roles.get(best, ("", 0.0))[0]
    same = {name for name in family if role in INSTEAD and roles.get(name, ("", 0.0))[0] == role}
    return {best, *same}


def _rank(name: str, roles: Mapping[str, tuple[str, float]], cells: Sequence[str]) -> tuple[bool, int, bool]:
    role = roles.get(name, ("", 0.0))[0]
    is_deed = share("deed", cells) >= 0.5
    is_instead = role in INSTEAD and header_key(name) not in TOPICS
    return is_instead and words_a_cell(cells) >= LONG, -INSTEAD.index(role) if is_instead else 0, is_deed


def _is_plan_like(
    look: TableLook, roles: Mapping[str, tuple[str, float]], actions: set[str], looks: Sequence[TableLook]
) -> bool:
    """Tell whether a table with a column of actions is the plan's: it has other columns of a plan, or none has."""
    if _planness(look, roles) >= 2 or (_planness(look, roles) == 1 and len(actions) == 1):
        return True
    return not any(_planness(other, roles) >= 2 for other in looks)


def _place_columns(draft: TablesDraft, labels: Mapping[str, tuple[str, float]], actions: set[str]) -> None:
    """Give every printed column of the plan's tables its published one."""
    cells = _cells_by_name(draft.own)
    upper = {name for look in draft.own for name in _upper_actions(look, actions)}
    wanted = {
        name: ("action", 200.0) if name in actions - upper else wanted_column(labels.get(name), cells[name], name)
        for name in cells
    }
    for look in draft.own:
        _place_in_table(look, draft, wanted, cells)
    draft.roles |= dict.fromkeys(_numbers_of_groups(draft), EXTRAS)
    if "axis" not in draft.roles.values():
        draft.roles |= dict.fromkeys(_first_of_groups(draft, cells), "axis")
    if "subaxis" not in draft.roles.values():
        draft.roles |= dict.fromkeys(_merged_beside_axis(draft, cells), "subaxis")
    for name, role in draft.roles.items():
        names = draft.columns.setdefault(role, [])
        if name_key(name) not in [name_key(each) for each in names]:
            names.append(name)


def _numbers_of_groups(draft: TablesDraft) -> Iterator[str]:
    """Yield the columns of numbers that are merged over several actions: they number what the actions belong to."""
    for look in draft.own:
        roles = [draft.roles.get(column.name) for column in look.columns]
        if "number" not in roles or "action" not in roles:
            continue
        number, action = roles.index("number"), roles.index("action")
        rows = [row for row in look.table.rows if len(row.cells) > 1]
        merged = sum(number in row.covered and action not in row.covered for row in rows)
        if merged > MERGED * len(rows):
            yield look.columns[number].name


def _upper_actions(look: TableLook, actions: set[str]) -> Iterator[str]:
    """Yield the columns of actions of a table besides the finest: "Ação" merged over the rows of "Atividade"."""
    found = [
        (sum(map(bool, cells)), column.index, column.name)
        for column, cells in zip(look.columns, look.cells, strict=True)
        if column.name in actions
    ]
    finest = max(found, default=(0, 0, ""))
    yield from (name for *_, name in found if name != finest[2])


def _first_of_groups(draft: TablesDraft, cells: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the first column left of the actions, if its header is the word for a heading and it names groups of rows.

    It is "Línea" or "Área temática", merged over rows or printed on each of them, where no column is the axis.
    """
    words = {fold(word) for bare, _ in read_plan_words().headings for word in (bare, f"{bare}s", f"{bare}es")}
    for look in draft.own:
        first, over, own = look.columns[0], look.covered[0], look.cells[0]
        is_group = over > 0 or _names_groups(own)
        says = bool({" ".join(fold(first.name).split()[:count]) for count in (1, 2)} & words)
        if draft.roles.get(first.name) == EXTRAS and says and is_group and sort_of(cells[first.name]) != "body":
            yield first.name


def _merged_beside_axis(draft: TablesDraft, cells: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the column right of the axis that names groups of rows too ("Línea"), if both are merged over rows."""
    words = {bare for bare, _ in read_plan_words().headings}
    for look in draft.own:
        for (axis, over), (column, covered) in pairwise(zip(look.columns, look.covered, strict=True)):
            roles = draft.roles.get(axis.name), draft.roles.get(column.name)
            is_group = fold(column.name) in words and sort_of(cells[column.name]) != "body"
            if roles == ("axis", EXTRAS) and over > covered > 0 and is_group:
                yield column.name


def wanted_column(label: tuple[str, float] | None, cells: Sequence[str], name: str | None = None) -> tuple[str, float]:
    """Return the column that a header and its cells ask for, with how strongly; `name` is the header as printed."""
    sort = sort_of(cells)
    is_product = name is not None and not _says_target(name)
    if label is None:
        return (BY_CONTENT[sort][0], 50.0) if sort in BY_CONTENT else (EXTRAS, 0.0)
    role, score = label
    if role in ("action", TEXT):  # "Tipo de acción": General, Específica
        return ("measure", score - 20) if words_a_cell(cells) >= SENTENCE else (EXTRAS, 0.0)
    if role == "goal" and sort in ("figure", "money") and not is_product:
        return "target", score
    if role == "target" and sort not in ("figure", "money", None):
        return "goal", score
    if role == "number" and words_a_cell(cells) > 4:
        return EXTRAS, 0.0
    if role in HEADING_COLUMNS and sort == "body":
        return "responsible", score - 20
    if role in HEADING_COLUMNS and not _names_groups(cells):
        return "objective" if role == "strategic_objective" else "measure", score - 20
    return role, score


def _says_target(name: str) -> bool:
    """Tell whether a header says "meta" or the like: figures below it are what is aimed at, and no product."""
    words = {content_words(label)[0] for label in read_plan_words().columns["target"] if content_words(label)}
    return bool(words & set(content_words(name)))


def _names_groups(cells: Sequence[str]) -> bool:
    """Tell whether the cells of a column name groups of rows, as axes do: most rows share theirs with another row."""
    printed = [cell for cell in cells if cell]
    return len(set(printed)) <= GROUPS * len(cells)


def _place_in_table(
    look: TableLook, draft: TablesDraft, wanted: Mapping[str, tuple[str, float]], cells: Mapping[str, Sequence[str]]
) -> None:
    """Place the columns of one table, those asked for most strongly first; a second one goes where its cells fit."""
    names = list(dict.fromkeys(column.name for column in look.columns if not _is_paired(column, draft)))
    taken = {draft.roles[name] for name in names if name in draft.roles and draft.roles[name] != EXTRAS}
    rest = [name for name in names if name not in draft.roles]
    action = next((column.index for column in look.columns if wanted[column.name][0] == "action"), 0)
    places = {column.name: column.index for column in look.columns}
    family = _families(look.columns)
    for name in sorted(rest, key=lambda each: (-wanted[each][1], (places[each] - action) % len(look.columns))):
        role, _ = wanted[name]
        if name in family and role not in ("action", EXTRAS):
            role = EXTRAS
        if not any(cells[name]) and not name.strip("()").startswith("column"):
            role = role if role not in taken else EXTRAS
        if role in taken:
            role = _second(cells[name], taken, role)
        draft.roles[name] = role
        if role != EXTRAS:
            taken.add(role)


def _families(columns: Sequence[PrintedColumn]) -> set[str]:
    """Return the columns that share a header with a year below it ("Metas": 2025, 2026): none of them is the one."""
    parents = Counter(column.path[0] for column in columns if len(column.path) > 1)
    return {column.name for column in columns if len(column.path) > 1 and parents[column.path[0]] > 1
            and YEAR.search(column.path[-1])}  # fmt: skip


def _second(cells: Sequence[str], taken: set[str], role: str) -> str:
    """Return where a column goes whose own place is taken."""
    sort = sort_of(cells)
    instead = {"responsible": ("associated",), "goal": ("target",) if sort == "figure" else (), "target": ()}
    is_said = role in OTHERWISE and sort != "body"  # "Línea de base | Año": a year that says when, and no deadline
    candidates = (*instead.get(role, ()), *(BY_CONTENT.get(sort, ()) if sort and not is_said else ()))
    return next((each for each in candidates if each not in taken), EXTRAS)


def is_year_header(name: str) -> bool:
    """Tell whether a header is a year, alone or with a word."""
    return YEAR.search(name) is not None and len(header_key(name)) <= 12


__all__ = ["TableLook", "TablesDraft", "is_year_header", "look_at", "name_key", "read_tables"]
