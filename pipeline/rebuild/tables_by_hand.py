"""Checks what a profile says of tables by hand: `aside` and `tables`, and the headers below [columns].

An entry that fits no table has no effect; one that fits the plan's own tables would lose their rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from ..errors import LayoutMismatch
from ..layouts import EXTRAS, Profile, numbers_in
from ..patterns import profile_pattern
from ..records import Issue
from ..reference.headers import header_key, name_key
from .headers import IGNORED, HeaderReader
from .pieces import joined_whole, place_of
from .plan_tables import ACTION, PrintedTable, Sorted
from .profile_advice import where
from .rows import Row

NEAR = 0.75  # similarity, from 0 to 1, of a header to the printed one that is meant
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


def unused_headers(plan_id: str, profile_name: str, profile: Profile, printed: Collection[str]) -> Iterator[Issue]:
    """Yield a doubt for each column none of whose headers, and each header of `extras` that no table of the plan has.

    `printed` are the headers of the plan's tables. Of a column, one header is enough: the others are other spellings,
    or those of another edition. A profile that ships with the program is for several editions: it is not looked at.
    """
    if not profile_name.endswith(".toml"):
        return
    has = {name_key(label) for label in printed}
    for name, labels in profile.columns.items():
        missing = [label for label in labels if name_key(label) not in has]
        if not missing or (len(missing) < len(labels) and name != EXTRAS):
            continue
        named = ", ".join(map(repr, missing))
        detail = f"`{name}` below [columns] of profile {profile_name!r} names {named}, and no table of the plan has "
        detail += f"such a header{': the column is empty' * (name != EXTRAS)}. {_nearest(missing, printed)}"
        yield Issue("profile_key_unused", "doubt", "rebuild", plan_id, None, None, detail, missing[0])


def unused_splits(plan_id: str, profile_name: str, profile: Profile, rows: Sequence[Row]) -> Iterator[Issue]:
    """Yield a doubt for each pattern below [split] that fits no cell of its column."""
    for name, pattern in profile.split.items():
        texts = [text for row in rows if (text := joined_whole(row.first_pieces(name)))]
        if texts and not any(profile_pattern(pattern).fullmatch(text) for text in texts):
            detail = f"`{name}` below [split] of profile {profile_name!r} fits none of the {len(texts)} cells of the "
            detail += f"column, the first is {texts[0][:60]!r}: no number is parted from them. Correct the pattern, or "
            yield Issue("profile_key_unused", "doubt", "rebuild", plan_id, None, None, f"{detail}take it out", pattern)


def _nearest(missing: Sequence[str], printed: Collection[str]) -> str:
    """Return the sentence with the printed header that is meant, or with all of them."""
    keys = {name_key(label): label for label in printed}
    near = [each for label in missing for each in get_close_matches(name_key(label), keys, n=1, cutoff=NEAR)]
    if near:
        return f"Is {keys[near[0]]!r} meant? Then take it out of the line where it is, or take this one out"
    return f"Its tables have: {' | '.join(printed)}. Correct the header, or take it out"


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
