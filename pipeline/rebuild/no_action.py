"""The refusal of a matrix in which no row of actions was found: why, and what to write into the profile.

Cases met:
- a text file has no tabs; a PDF has no table at all;
- `tables` names numbers that no table has, or tables without the column of the actions;
- the header under `action` is printed nowhere, and another header of the same tables names the actions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..errors import LayoutMismatch
from ..layouts import Profile, numbers_in
from ..records import PrintedLine
from .headers import HeaderReader
from .pages_by_hand import written_numbers
from .plan_tables import ACTION, PrintedTable, printed_tables
from .printed_headers import printed_columns
from .profile_advice import likely_action, moved_header, where

TABS = "The cells of a row are parted by tabs; an editor may have made spaces of them."
LOOK = "See with `directriz tables` and `directriz look` what is recognised as a table, and what its headers are."
SHOWN = 8  # headers that are listed
OF_A_PLAN = 2  # headers of the profile from which on a table may be the plan's


def no_action(lines: Sequence[PrintedLine], profile: Profile, profile_name: str) -> LayoutMismatch:
    """Return the error for a document without a row of actions."""
    place, found = lines[0].source_file, "no row of actions was found below a header of the profile"
    tables = printed_tables(lines)
    if not lines[0].pieces:
        return LayoutMismatch(place, found, TABS)
    if not tables:
        remedy = "`directriz profile FILE --kind auto` drafts a profile of the kind that the document is."
        return LayoutMismatch(place, "no table was found, and the profile is of a matrix", remedy)
    reader = HeaderReader(profile, profile_name)
    if refusal := _of_numbers(place, tables, reader, profile, profile_name):
        return refusal
    labels = ", ".join(map(repr, profile.columns.get(ACTION, ())))
    if not any(ACTION in reader.published(table.headers) for table in tables if table.headers):
        found = f"no table has the header {labels}, which stands under `{ACTION}` in profile {profile_name!r}"
    return LayoutMismatch(place, found, f"{_by_headers(tables, reader, profile, profile_name)}\n{LOOK}")


def _of_numbers(
    place: str, tables: Sequence[PrintedTable], reader: HeaderReader, profile: Profile, profile_name: str
) -> LayoutMismatch | None:
    """Return the error for `tables` that names none of the plan's tables; None where the cause is another."""
    chosen = numbers_in(profile.tables)
    if chosen is None:
        return None
    own = [table.number for table in tables if table.headers and ACTION in reader.published(table.headers)]
    if chosen & set(own):
        return None
    count = max(table.number for table in tables)
    if chosen & {table.number for table in tables}:
        found = f"`tables` names {profile.tables}, and none of these has the column of the actions"
    else:
        found = f"`tables` names {profile.tables}, and this document has the tables 1 to {count}"
    remedy = f"{where(profile_name)}\ncorrect the line `tables` above [columns], or take it out; "
    remedy += "`directriz tables FILE` lists the tables with their numbers."
    if own:
        remedy += f' With the header of the actions:\n    tables = "{written_numbers(own)}"'
    return LayoutMismatch(place, found, remedy)


def _by_headers(tables: Sequence[PrintedTable], reader: HeaderReader, profile: Profile, profile_name: str) -> str:
    """Return the lines that name the header of the actions, or the headers of the tables where none is likely."""
    titles: Counter[str] = Counter()
    labels: dict[str, list[str]] = {}
    for table in tables:
        names = [column.name for column in printed_columns(table.headers) if column.path] if table.headers else []
        if sum(reader.role(name) is not None for name in names) >= OF_A_PLAN:
            titles[table.title] += max(1, len(table.rows))
            labels[table.title] = names
    seen = dict.fromkeys(table.title[:90] for table in tables)
    listed = "\n".join(f"    {title}" for title in list(seen)[:SHOWN])
    likely = next((each for title, _ in titles.most_common() if (each := likely_action(labels[title]))), None)
    if likely is None:
        return (
            f"Name the header of the actions under [columns] in profile {profile_name!r}. Tables have these:\n{listed}"
        )
    pasted = "\n".join(f"    {line}" for line in moved_header(profile, likely, ACTION))
    fix = f"{where(profile_name)}\nbelow [columns], if {likely!r} names the actions:\n{pasted}"
    return f"{fix}\nElse name there the header that does. Tables have these:\n{listed}"
