"""The two editions that are compared, and the places of their actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

from ..language import USUAL
from ..records import Action, ActionAgency, Excluded
from ..reference.names import is_acronym
from .wording import as_printed

NOT_COMPARED = {"action_id", "plan_id", "action", "page_start", "page_end", "text_sha256", "number_sort"}
BODY_COLUMNS = ("responsible", "associated")


@dataclass(frozen=True)
class Edition:
    """One edition: its actions in document order, and the bodies named in them."""

    actions: Sequence[Action]
    agencies: Sequence[ActionAgency]
    jurisdiction: str | None = None
    language: str = USUAL  # code
    aside: Sequence[Excluded] = ()  # rows of its tables that were set aside: an action may be among them

    @cached_property
    def bodies(self) -> dict[tuple[str, str], list[ActionAgency]]:
        """Return the bodies by action and column, in the cell's order; a name and its acronym in brackets are one."""
        cells = {(each.action_id, role): getattr(each, role) or "" for each in self.actions for role in BODY_COLUMNS}
        found: dict[tuple[str, str], list[ActionAgency]] = defaultdict(list)
        for mention in self.agencies:
            key = (mention.action_id, mention.role)
            before = found[key][-1] if found[key] else None
            both = f"{before.surface} ({mention.surface})" if before else ""
            if before and mention.agency_id is None and is_acronym(mention.surface) and both in cells.get(key, ""):
                found[key][-1] = replace(before, surface=both)
            else:
                found[key].append(mention)
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each axis's first action; actions of one axis stand together."""
        return {action.axis or "": place for place, action in reversed(list(enumerate(self.actions)))}


def compared_columns() -> list[str]:
    """Return the columns of an action that editions are compared in, apart from its text."""
    names = [field.name for field in fields(Action)]
    return [name for name in names if name not in NOT_COMPARED and not name.endswith("_inherited")]


def is_same(old: Action, new: Action, column: str) -> bool:
    """Tell whether a column has the same text in two actions, typesetting aside."""
    return as_printed(getattr(old, column)) == as_printed(getattr(new, column))
