"""Checks the key `pages` of a profile: rows of tables with the plan's header that stand on pages it leaves out.

A person names the pages of a plan, and ends one page too early: the last rows of its table are lost without a word.
Two plans in one file may have the same header, so this is a doubt and no error.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..layouts import MATRICES, Profile, numbers_in
from ..records import Issue, PrintedLine
from .headers import HeaderReader
from .plan_tables import printed_tables, sort_tables
from .refused_rows import page_ranges


def rows_left_out(plan_id: str, lines: Sequence[PrintedLine], profile: Profile, profile_name: str) -> list[Issue]:
    """Return a doubt if `pages` leaves out rows of tables with the header of the plan; `lines` are of all pages."""
    wanted = numbers_in(profile.pages)
    if wanted is None or profile.kind not in MATRICES:
        return []
    own = sort_tables(printed_tables(lines), HeaderReader(profile, profile_name), profile).own
    pages = [row.page for table in own for row in table.rows if row.page is not None and row.page not in wanted]
    if not pages:
        return []
    rows = "1 row" if len(pages) == 1 else f"{len(pages)} rows"
    detail = f"`pages` of profile {profile_name!r} leaves out {rows} below the plan's header"
    detail += f", on p. {page_ranges(pages)}"
    cut = [table.number for table in own if {row.page in wanted for row in table.rows} == {True, False}]
    detail += f"; it cuts table {', '.join(map(str, cut))} in two" * bool(cut)
    every = sorted({*pages, *(page for page in wanted if page <= max(line.page or 0 for line in lines))})
    detail += f'. If they are of this plan, write pages = "{_written(every)}"'
    return [Issue("pages_leave_out_rows", "doubt", "rebuild", plan_id, None, min(pages), detail, page_ranges(pages))]


def _written(pages: Sequence[int]) -> str:
    """Return pages as the key has them, however many ranges they are."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
