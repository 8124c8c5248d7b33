"""The normalise stage: splits cells into rows of agencies, indicators and yearly percentages."""

from __future__ import annotations

from itertools import chain

from ..language import Language
from ..records import Action, Directive, PrintedIndicators, PrintedPair, Records
from ..reference.agencies import Registry
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
            read_action_agencies(actions, registry, jurisdiction, language),
            read_indicators(actions, records.of(PrintedIndicators), pages, language),
            read_progress(records.of(PrintedPair), period, pages),
        )
    )
