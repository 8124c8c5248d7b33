"""Makes rows of what stands together in cells: bodies resolved in the registry, indicators, percentages by year."""

from __future__ import annotations

from itertools import chain

from ..records import Action, Directive, PrintedIndicators, PrintedPair, Records
from ..reference.agencies import Registry
from .agencies import read_action_agencies
from .indicators import read_indicators
from .progress import Period, read_progress


def normalise(
    records: Records, registry: Registry, period: Period = (None, None), jurisdiction: str | None = None
) -> Records:
    """Return the ActionAgency, Indicator, Progress and Issue records of one plan, in document order.

    `period` is the plan's (a year outside it is an issue) and `jurisdiction` says which bodies its names can mean: a
    "Ministerio de Salud" is the registry's only in a plan of the same country. Where it is None, any of them.
    """
    actions = records.of(Action)
    pages: dict[str, int | None] = {action.action_id: action.page_start for action in actions}
    pages |= {directive.directive_id: directive.page_start for directive in records.of(Directive)}
    return Records(
        chain(
            read_action_agencies(actions, registry, jurisdiction),
            read_indicators(actions, records.of(PrintedIndicators), pages),
            read_progress(records.of(PrintedPair), period, pages),
        )
    )
