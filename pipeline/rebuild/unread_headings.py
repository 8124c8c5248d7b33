"""Lines over the tables of a plan that look like headings and that no [[heading]] of its profile reads.

Their type, capitals or numbers alone tell them: "Prevención" in bold over one table, "Asistencia" over the next.
Without a rule for them the rows would stand under the heading before, or under none, and nothing would say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..records import Issue, PrintedLine
from .heading_groups import before_tables, chosen_looks, tables_under, without_constant
from .heading_looks import STYLE, HeadingLine, pattern_of

SHOWN = 4


class Rules(Protocol):
    """What a profile says of lines outside the rows."""

    def is_known(self, text: str) -> bool:
        """Tell whether the profile says what a line is."""

    def free_field(self) -> str:
        """Return the column that a further heading would fill."""


def unread_headings(plan_id: str, lines: Sequence[PrintedLine], own: set[int], rules: Rules) -> list[Issue]:
    """Return a doubt about lines over the plan's tables that look like headings and that no [[heading]] fits.

    `own` are the numbers of the plan's tables. Of several looks only the widest heading is told.

    The doubt names the lines, and the rule to paste into the profile. Where the rows have an axis already, lines that
    only their type tells apart are not doubted: they are captions more often than headings.
    """
    groups = [[each for each in group if not rules.is_known(each.text)] for group in before_tables(lines, own)]
    groups, _ = without_constant(groups)
    field = rules.free_field()
    looks = [
        look for look in chosen_looks(groups, tables_under(groups)) if field == "axis" or not look.startswith(STYLE)
    ]
    return [_doubt(plan_id, field, look, groups) for look in looks[:1]]


def _doubt(plan_id: str, field: str, look: str, groups: Sequence[Sequence[HeadingLine]]) -> Issue:
    found = [each for group in groups for each in [one for one in group if one.look == look][-1:]]
    names = list(dict.fromkeys(each.text for each in found))
    shown = ", ".join(repr(name[:60]) for name in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    detail = (
        f"{len(found)} tables stand below lines that look like headings, and no [[heading]] fits them: {shown}{more}."
    )
    detail += f" If they name the {field} of the rows, add to the profile: [[heading]]\npattern = "
    detail += f"'{pattern_of(field, look, names)}'"
    return Issue("heading_unread", "doubt", "rebuild", plan_id, None, found[0].page, detail, names[0])
