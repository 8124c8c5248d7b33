"""Checks the keys `aside` and `tables` of a profile, with which a person says which tables are the plan's.

An entry that fits no table has no effect; one that fits the plan's own tables would lose their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import LayoutMismatch
from ..layouts import Profile, numbers_in
from ..records import Issue
from ..reference.headers import header_key
from .headers import IGNORED, HeaderReader
from .pieces import place_of
from .plan_tables import ACTION, PrintedTable, Sorted
from .profile_advice import where

BY_NAME = "`aside` names its header"  # how the reason of such a table ends


def unused_keys(plan_id: str, profile_name: str, profile: Profile, tables: Sequence[PrintedTable]) -> Iterator[Issue]:
    """Yield a doubt for each header in `aside`, and each number in `tables`, that no table of the document has."""
    titles, numbers = {header_key(table.title) for table in tables}, {table.number for table in tables}
    missing = [(f"the header {title!r}", "aside") for title in profile.aside if header_key(title) not in titles]
    missing += [(f"table {each}", "tables") for each in sorted((numbers_in(profile.tables) or set()) - numbers)]
    for what, key in missing:
        detail = f"`{key}` of profile {profile_name!r} names {what}, and no table of this document has it. "
        detail += "`directriz tables FILE` lists the headers and numbers as they are read" if tables else NO_TABLES
        yield Issue("profile_key_unused", "doubt", "rebuild", plan_id, None, None, detail, what)


NO_TABLES = "No table is recognised in this document: in a text file, tables are not told apart"


def own_header_aside(tables: Sorted, reader: HeaderReader, profile_name: str) -> list[LayoutMismatch]:
    """Return the errors for entries of `aside` that name the header of the plan's own tables.

    That is a header with the column of the actions, if no other table of the plan is left, or if those that are left
    have no other columns.
    """
    kept = [_columns(table, reader) for table in tables.own if table.headers]
    errors = []
    for table, reason in tables.aside:
        roles = _columns(table, reader) if table.headers and reason.endswith(BY_NAME) else set()
        if ACTION not in roles or (kept and not any(roles >= each for each in kept)):
            continue
        rows = f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
        found = f"`aside` names the header of the plan's own table: {rows} would not be read, under {table.title!r}"
        remedy = (
            f"{where(profile_name)}\ntake the header out of `aside`. If this table is not the plan's, though its "
            'header is the same, name the plan\'s pages or tables instead, above [columns]: pages = "3-9", or tables = '
            '"2-4" with the numbers that `directriz tables FILE` gives.'
        )
        errors.append(LayoutMismatch(place_of(table.headers[0]), found, remedy, cause=f"aside: {table.title}"))
    return errors


def _columns(table: PrintedTable, reader: HeaderReader) -> set[str]:
    """Return the columns of a table that are read."""
    return {role for role in reader.published(table.headers) if role is not None and role != IGNORED}
