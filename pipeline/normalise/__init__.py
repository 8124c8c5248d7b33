"""The normalise stage: splits cells into rows of agencies, indicators and yearly percentages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from ..language import Language
from ..records import Action, ActionAgency, Directive, Issue, PrintedIndicators, PrintedPair, Records
from ..reference.agencies import Registry
from ..reference.parents import parent_then, time_of_plan
from .agencies import read_action_agencies
from .indicators import read_indicators
from .progress import Period, read_progress


def normalise(
    records: Records,
    registry: Registry,
    period: Period = (None, None),
    jurisdiction: str | None = None,
    language: Language | None = None,
) -> Records:
    """Return the ActionAgency, Indicator, Progress and Issue records of one plan, in document order.

    `period` is that of the plan; a year outside it becomes an issue. `jurisdiction` limits which agencies a
    name can mean: "Ministerio de Salud" is the registry's only in a plan of the same country; with None, in any plan.
    `language` is that of the plan, Spanish if it is None.
    """
    actions = records.of(Action)
    pages: dict[str, int | None] = {action.action_id: action.page_start for action in actions}
    pages |= {directive.directive_id: directive.page_start for directive in records.of(Directive)}
    return Records(
        chain(
            with_parents(read_action_agencies(actions, registry, jurisdiction, language), registry, period),
            read_indicators(actions, records.of(PrintedIndicators), pages, language),
            read_progress(records.of(PrintedPair), period, pages),
        )
    )


def with_parents(
    rows: Iterable[ActionAgency | Issue], registry: Registry, period: Period
) -> Iterator[ActionAgency | Issue]:
    """Yield the rows, each known body with the one that it was part of at the time of the plan."""
    rows = list(rows)
    named = {row.agency_id for row in rows if isinstance(row, ActionAgency) and row.agency_id}
    bodies = [agency for agency in registry.agencies if agency.agency_id in named]
    time = time_of_plan(period, [(body.valid_from, body.valid_to) for body in bodies])
    spans = list(registry.all_parents())
    parents = {
        agency_id: parent_then((span for span in spans if span.agency_id == agency_id), time) for agency_id in named
    }
    for row in rows:
        yield replace(row, parent_agency_id=parents.get(row.agency_id or "")) if isinstance(row, ActionAgency) else row
