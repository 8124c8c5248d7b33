"""Lines over the tables of a plan that look like headings and that no [[heading]] of its profile reads.

Their type, capitals or numbers alone tell them: "Prevención" in bold over one table, "Asistencia" over the next.
Without a rule for them the rows would stand under the heading before, or under none, and nothing would say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from ..errors import LayoutMismatch
from ..layouts import Heading
from ..records import Issue, PrintedLine
from .heading_groups import before_tables, chosen_looks, tables_under, without_constant
from .heading_looks import STYLE, HeadingLine, look_of_text, pattern_of
from .headings import FIELDS

SHOWN = 12
SURE = "word"  # look of a line with a word for a heading: "Eje 2: …"
PROPOSED = ". If they name "  # what a doubt about all of them goes on with
CODE = "heading_unread"
A_LINE = "a line above the table"  # what a doubt about a single line begins with


class Rules(Protocol):
    """What a profile says of lines outside the rows."""

    def is_known(self, text: str) -> bool:
        """Tell whether the profile says what a line is."""

    def free_field(self) -> str:
        """Return the column that a further heading would fill."""

    def fix_heading(self, look: str, names: Sequence[str], field: str) -> tuple[str, str]:
        """Return the column of headings of a look, `field` if no rule reads the like, and what to write."""


class Reading(Protocol):
    """What has been read of a document so far."""

    plan_id: str
    issues: list[Issue]


def with_unread_headings(reading: Reading, lines: Sequence[PrintedLine], own: set[int], rules: Rules) -> list[Issue]:
    """Return the issues of a reading with those about headings that no rule fits.

    Where a doubt names the widest of such lines, the doubts about single lines are left out: they come back, with the
    next column, once the profile has a rule for these.
    """
    found = unread_headings(reading.plan_id, lines, own, rules)
    kept = [each for each in reading.issues if not found or each.issue_code != CODE]
    return [*kept, *found]


def without_lost_axes(issues: Sequence[Issue], rules: Rules, file: str) -> tuple[list[Issue], list[LayoutMismatch]]:
    """Return issues without those about axes that the profile leaves out, and the errors in their place.

    That is where no rule and no column of the profile names the axis, and the lines over the tables begin with a word
    for one ("Eje 1: …", "Eje 2: …"): the ids of all rows would be without it.
    """
    kept: list[Issue] = []
    lost: list[LayoutMismatch] = []
    for issue in issues:
        look = look_of_text(issue.text or "") or ""
        is_told = issue.issue_code == CODE and PROPOSED in issue.detail and look.startswith(SURE)
        if not is_told or rules.free_field() != FIELDS[0]:
            kept.append(issue)
            continue
        found, _, fix = issue.detail.partition(PROPOSED)
        unnamed = re.sub(r"\?P<\w+>", "?:", pattern_of(FIELDS[0], look, [issue.text or ""]))
        remedy = f"If they name {fix}\nIf they name nothing, write below [excluded]:\n    title = ['{unnamed}']"
        lost.append(LayoutMismatch(f"{file} p. {issue.page}", found, remedy))
    return kept, lost


def rule_place(field: str, rules: Sequence[Heading]) -> str:
    """Return where a further [[heading]] has to stand: above the first of a narrower column, else below the last."""
    rank = FIELDS.index(field)
    for number, rule in enumerate(rules, start=1):
        for name in re.compile(rule.pattern).groupindex:
            if name in FIELDS and FIELDS.index(name) > rank:
                return f"above the [[heading]] no. {number}, which has (?P<{name}>…)"
    return "below the last [[heading]]" if rules else "at its end"


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
    return [_doubt(plan_id, rules, look, groups) for look in looks[:1]]


def _doubt(plan_id: str, rules: Rules, look: str, groups: Sequence[Sequence[HeadingLine]]) -> Issue:
    """Return the doubt about lines of one look, with the column that they would fill and what to write."""
    found = [each for group in groups for each in [one for one in group if one.look == look][-1:]]
    names = list(dict.fromkeys(each.text for each in found))
    shown = ", ".join(repr(name[:60]) for name in names[:SHOWN])
    field, fix = rules.fix_heading(look, names, rules.free_field())
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    detail = (
        f"{len(found)} tables stand below lines that look like headings, and no [[heading]] fits them: {shown}{more}."
    )
    detail += f" The rows have no {field} from them{PROPOSED}the {field}, {fix}"
    return Issue(CODE, "doubt", "rebuild", plan_id, None, found[0].page, detail, names[0])
