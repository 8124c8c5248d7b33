"""Checks the keys `pages` and `tables` of a profile: rows of tables with the plan's header that they leave out.

A person names the pages of a plan, and ends one page too early; or the first tables, and the plan goes on in others:
their rows are lost without a word. Two plans in one file may have the same header, so this is a doubt and no error.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import LayoutMismatch
from ..layouts import MATRICES, Profile, numbers_in
from ..records import Issue, PrintedLine
from .headers import HeaderReader
from .pieces import place_of
from .plan_tables import PrintedTable, printed_tables, sort_tables
from .profile_advice import where
from .refused_rows import page_ranges


def rows_left_out(plan_id: str, lines: Sequence[PrintedLine], profile: Profile, profile_name: str) -> list[Issue]:
    """Return a doubt for `pages` and one for `tables` that leave out rows of tables with the header of the plan.

    `lines` are of all pages.
    """
    if profile.kind not in MATRICES or not (profile.pages or profile.tables):
        return []
    tables = printed_tables(lines)
    named = sort_tables(tables, HeaderReader(profile, profile_name), profile).own
    every = profile.model_copy(update={"tables": None})
    unnamed = [each for each in sort_tables(tables, HeaderReader(every, profile_name), every).own if each not in named]
    return [
        *_by_pages(plan_id, lines, profile, named, profile_name),
        *_by_tables(plan_id, profile, unnamed, profile_name),
    ]


def refuse_no_page_of_plan(lines: Sequence[PrintedLine], profile: Profile, profile_name: str) -> None:
    """Refuse (LayoutMismatch) `pages` of a matrix that leave out each row below the plan's header, and name its pages.

    `lines` are of all pages. Nothing is refused where no table has that header: then the header is at fault.
    """
    wanted = numbers_in(profile.pages)
    if wanted is None or profile.kind not in MATRICES:
        return
    own = sort_tables(printed_tables(lines), HeaderReader(profile, profile_name), profile).own
    rows = [row for table in own for row in table.rows if row.page is not None]
    if not rows or any(row.page in wanted for row in rows):
        return
    pages = sorted({row.page for row in rows if row.page is not None})
    found = (
        f"`pages` of profile {profile_name!r} leaves out every row of the plan: {_rows(len(rows))} below its header "
    )
    found += f"stand on p. {page_ranges(pages)}"
    fix = f'{where(profile_name)}\nin place of the line `pages`:\n    pages = "{written_numbers(pages)}"'
    raise LayoutMismatch(place_of(rows[0]), found, fix)


def _by_pages(
    plan_id: str, lines: Sequence[PrintedLine], profile: Profile, own: Sequence[PrintedTable], profile_name: str
) -> list[Issue]:
    """Return a doubt if `pages` leaves out rows of the plan's tables."""
    wanted = numbers_in(profile.pages)
    if wanted is None:
        return []
    pages = [row.page for table in own for row in table.rows if row.page is not None and row.page not in wanted]
    if not pages:
        return []
    detail = f"`pages` of profile {profile_name!r} leaves out {_rows(len(pages))} below the plan's header"
    detail += f", on p. {page_ranges(pages)}"
    cut = [table.number for table in own if {row.page in wanted for row in table.rows} == {True, False}]
    detail += f"; it cuts table {', '.join(map(str, cut))} in two" * bool(cut)
    every = sorted({*pages, *(page for page in wanted if page <= max(line.page or 0 for line in lines))})
    detail += f'. If they are of this plan, write pages = "{written_numbers(every)}"'
    return [Issue("pages_leave_out_rows", "doubt", "rebuild", plan_id, None, min(pages), detail, page_ranges(pages))]


def _by_tables(plan_id: str, profile: Profile, unnamed: Iterable[PrintedTable], profile_name: str) -> list[Issue]:
    """Return a doubt if `tables` does not name tables with the plan's header; rows on other pages are not counted."""
    chosen, wanted = numbers_in(profile.tables), numbers_in(profile.pages)
    rows = [
        (table.number, row.page or table.page)
        for table in unnamed
        for row in table.rows
        if wanted is None or row.page in wanted
    ]
    if chosen is None or not rows:
        return []
    numbers = sorted({number for number, _ in rows})
    pages = [page for _, page in rows]
    detail = f"`tables` of profile {profile_name!r} leaves out {_rows(len(rows))} below the plan's header, in table "
    detail += f"{written_numbers(numbers)} on p. {page_ranges(pages)}. If they are of this plan, write "
    detail += f'tables = "{written_numbers(sorted({*numbers, *chosen}))}", or take the line out'
    return [
        Issue("tables_leave_out_rows", "doubt", "rebuild", plan_id, None, min(pages), detail, written_numbers(numbers))
    ]


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def written_numbers(numbers: Sequence[int]) -> str:
    """Return pages or tables as the key has them, however many ranges they are."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)
