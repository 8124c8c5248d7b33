"""Reads the agencies of each action from its cells: one row for each, with its id in the registry if it is known.

An unknown name gets an id only if one known name is similar and clearly the most similar. Otherwise it has no id, and
an issue says so. Tasks printed among the agencies (corett-2020 l. 11) are kept in an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..language import Language
from ..records import Action, ActionAgency, Issue
from ..reference.agencies import COLLECTIVE, RegisteredAgency, Registry
from ..reference.matcher import Likeness, matcher_of
from ..reference.names import fold_name, words_of
from ..text import collapse
from .cells import Piece, cut_cell


@dataclass(frozen=True, slots=True)
class BodyCell:
    """One cell of agencies: its action, its column, and whether it was copied from a merged cell."""

    action: Action
    role: str  # responsible | associated
    text: str  # white space collapsed
    inherited: bool


def read_action_agencies(
    actions: Iterable[Action],
    registry: Registry,
    jurisdiction: str | None = None,
    language: Language | None = None,
) -> Iterator[ActionAgency | Issue]:
    """Yield the agencies of every action, responsible ones first, each followed by its issues.

    An issue of a merged cell is yielded once, for the row on which the cell is printed. `language` is that of the
    cells, Spanish if it is None.
    """
    for action in actions:
        for cell in _cells_of(action):
            found = _read_cell(cell, registry, jurisdiction, language)
            yield from (record for record in found if not (cell.inherited and isinstance(record, Issue)))


def _cells_of(action: Action) -> Iterator[BodyCell]:
    if action.responsible:
        yield BodyCell(action, "responsible", collapse(action.responsible), action.responsible_inherited)
    if action.associated:
        yield BodyCell(action, "associated", collapse(action.associated), False)


def _read_cell(
    cell: BodyCell, registry: Registry, jurisdiction: str | None, language: Language | None
) -> Iterator[ActionAgency | Issue]:
    names = matcher_of(registry, jurisdiction, language)
    position = 0
    for piece in cut_cell(cell.text, names, registry, language):
        surface = cell.text[piece.start : piece.end]
        if piece.is_task:
            yield _issue(
                cell, "agency_task", "doubt", "a task among the bodies; set apart, no body read in it", surface
            )
            continue
        position += 1
        likeness = None if piece.agency else names.nearest(surface)
        yield _mention(cell, position, piece, likeness)
        if likeness:
            detail = f"read as {likeness.name!r} ({likeness.agency.agency_id}), likeness {likeness.score:.2f}"
            yield _issue(cell, "agency_proposed", "info", detail, surface)
        elif piece.agency is None:
            known = [mention.agency.agency_id for mention in names.mentions(surface, words_of(surface))]
            named = f"; it names {', '.join(known)} and is not known to be it" if known else ""
            yield _issue(cell, "agency_unmapped", "doubt", f"no body of the registry goes by this name{named}", surface)


def _mention(cell: BodyCell, position: int, piece: Piece, likeness: Likeness | None) -> ActionAgency:
    surface = cell.text[piece.start : piece.end]
    agency = likeness.agency if likeness else piece.agency
    score = likeness.score if likeness else 1.0
    return ActionAgency(
        action_id=cell.action.action_id,
        role=cell.role,
        position=position,
        agency_id=agency.agency_id if agency else None,
        surface=surface,
        method="fuzzy" if likeness else method_of(surface, piece.agency),
        score=score if agency else None,
        inherited=cell.inherited,
    )


def method_of(surface: str, agency: RegisteredAgency | None) -> str:
    """Return how a name was found: by the full name, by another name, or as a group of agencies."""
    if agency is None:
        return "unmapped"
    if agency.kind == COLLECTIVE:
        return "collective"
    return "exact" if fold_name(surface) == fold_name(agency.name) else "alias"


def _issue(cell: BodyCell, code: str, severity: str, detail: str, text: str) -> Issue:
    action = cell.action
    place = f"{cell.role} cell: {detail}"
    return Issue(code, severity, "normalise", action.plan_id, action.action_id, action.page_start, place, text)
