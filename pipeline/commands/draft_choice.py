"""Chooses the kind of a plan by what each kind reads in it, and says why.

The same document is drafted as a matrix, as cards and as a list in prose, and each draft is read as the run reads it.
The kind that reads most is chosen: actions with their bodies, indicators, deadlines and so on. Cases met:
- a plan in prose with a small table of its budget, or of activities;
- a matrix with bulleted lists in its foreword, or among long chapters of text (pe_plan: 65 rows with seven columns, and
  219 items; Florencia: rows that are named by nouns);
- cards whose labels also stand in the header of a table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..errors import PipelineError
from ..layouts import Profile
from ..rebuild.action_list import rebuild_action_list
from ..rebuild.card_labels import CardLabels
from ..rebuild.card_reader import cells_of
from ..rebuild.cards import rebuild_cards
from ..rebuild.matrix_reading import CELL_FIELDS
from ..rebuild.pieces import text_of
from ..rebuild.set_aside import without_repeated
from ..records import Action, Extra, PrintedLine
from ..reference.value_kinds import share
from ..text import visible
from .draft_cards import CardsDraft, cards_text, find_cards
from .draft_list import find_list, list_text
from .draft_plan import NAME, PlanDraft, find_plan, is_matrix, kind_of, plan_text

CARDS, LIST, MATRIX = "action-cards", "action-list", "action-matrix"
COVERED = 0.4  # share of the rows of a matrix with labels of cards, from which it is no matrix
FEWEST_LOOSE = 3  # cards outside tables that make a plan of cards: two sections with the same heads are none
MORE = 1.5  # times as much a list in prose has to read, to be taken where a table is a plan's too


@dataclass(frozen=True, slots=True)
class Reading:
    """What the run reads of a document under the draft of one kind."""

    kind: str
    lines: tuple[str, ...]  # of the profile
    actions: int
    deeds: int  # actions that say what is to be done
    values: int = 0  # cells of other columns than the action's, with text
    is_refused: bool = False
    plan: PlanDraft | None = None  # of a matrix
    cards: int = 0
    is_loose: bool = False  # True for cards outside the tables
    covered: float = 0.0  # of cards: share of the rows of the matrix that hold a label of theirs

    @property
    def has_values(self) -> bool:
        """True where most actions say what is to be done and have several values: no draft of directives is so."""
        return self.values >= MORE * self.actions and 2 * self.deeds >= self.actions

    @property
    def told(self) -> str:
        """What is told of it: "action-list 12 actions"."""
        refused = ", refused" if self.is_refused else ""
        return f"{self.kind} {self.actions} action{'' if self.actions == 1 else 's'}{refused}"


def readings_of(lines: Sequence[PrintedLine], kind: str | None, about: str) -> list[Reading]:
    """Return what each kind reads of a PDF, None for each kind that finds no plan; `kind` = that kind alone."""
    found: list[Reading] = []
    printed, lines = lines, without_repeated(lines)[0]
    plan = find_plan(lines) if kind in (None, MATRIX, "operational-matrix") else None
    if kind in (None, CARDS) and (cards := find_cards(printed)) is not None:
        read = _counted(CARDS, cards_text(cards, about), printed)
        covered = labelled_rows(cards, plan) if plan is not None else 0.0
        is_few = cards.is_loose and cards.count < FEWEST_LOOSE
        if kind == CARDS or (2 * read.actions > cards.count and not is_few):
            found.append(replace(read, cards=cards.count, is_loose=cards.is_loose, covered=covered))
    if plan is not None:
        found.append(_of_matrix(plan, kind or kind_of(plan), about))
    if kind in (None, LIST) and (prose := find_list(lines)) is not None:
        found.append(_counted(LIST, list_text(prose, about), lines))
    return found


def chosen(readings: Sequence[Reading]) -> Reading | None:
    """Return the reading that is taken; None where there is none."""
    by_kind = {each.kind: each for each in readings}
    cards, prose = by_kind.get(CARDS), by_kind.get(LIST)
    matrix = next((each for each in readings if each.plan is not None), None)
    tables = cards or matrix
    if cards is not None and matrix is not None and matrix.plan is not None:
        is_open = cards.covered < COVERED or reads_more(matrix, cards)
        tables = matrix if is_open and is_matrix(matrix.plan, cards.cards) else cards
    if tables is None or prose is None:
        return tables or prose
    read = prose.deeds + prose.values
    more = 1.0 if tables.is_loose else MORE
    is_prose = not prose.is_refused and (read > more * (tables.actions + tables.values) or tables.is_refused)
    return prose if is_prose else tables


def reads_more(matrix: Reading, cards: Reading) -> bool:
    """Tell whether a matrix has more measures and more values than cards: their labels are values of its cells."""
    more_values = matrix.deeds + matrix.values > MORE * (cards.deeds + cards.values)
    return matrix.deeds > MORE * cards.deeds and more_values


def why(taken: Reading, readings: Sequence[Reading]) -> str:
    """Return why a kind was chosen: what the kinds read, the chosen one first."""
    others = [each.told for each in readings if each is not taken]
    others += [f"{kind} none" for kind in (MATRIX, CARDS, LIST) if not _has(kind, readings)]
    return f"{taken.told}; as other kinds: {', '.join(others)}"


def _has(kind: str, readings: Sequence[Reading]) -> bool:
    return any(each.kind == kind or (kind == MATRIX and each.plan is not None) for each in readings)


def _of_matrix(plan: PlanDraft, kind: str, about: str) -> Reading:
    actions = plan.records.of(Action)
    lines = tuple(plan_text(plan, about, kind))
    counts = len(actions), _deeds(actions), _values(actions)
    return Reading(kind, lines, *counts, is_refused=plan.refused is not None, plan=plan)


def labelled_rows(cards: CardsDraft, plan: PlanDraft) -> float:
    """Return the share of the rows of a matrix that have a label of cards, or stand below a row of such labels."""
    labels = CardLabels(label for names in cards.columns.values() for label in names)
    rows = [row for look in plan.tables.own for row in look.table.rows]
    found, is_below = 0, False
    for row in rows:
        texts = [text_of(pieces) for _, pieces in cells_of(row)]
        found += is_below or any(labels.has_label(pieces) for _, pieces in cells_of(row))
        is_below = len(texts) > 1 and all(map(labels.is_label, texts))
    return found / len(rows) if rows else 0.0


def _counted(kind: str, text: Iterable[str], lines: Sequence[PrintedLine]) -> Reading:
    """Return what the run reads under a draft of cards or of a list."""
    drafted = tuple(text)
    profile = Profile.model_validate(tomllib.loads(visible("\n".join(drafted))))
    rebuild = rebuild_cards if kind == CARDS else rebuild_action_list
    try:
        made = rebuild(lines, "draft", profile, NAME)
    except PipelineError:
        return Reading(kind, drafted, 0, 0, is_refused=True)
    actions = made.of(Action)
    return Reading(kind, drafted, len(actions), _deeds(actions), _values(actions) + len(made.of(Extra)))


def _deeds(actions: Sequence[Action]) -> int:
    return round(share("deed", [action.action for action in actions]) * len(actions))


def _values(actions: Sequence[Action]) -> int:
    return sum(
        bool(getattr(action, name)) for action in actions for name in (*CELL_FIELDS, "objective") if name != "action"
    )
