"""Parts of a document that do not belong to the plan: other tables and text. Every word of them is kept as excluded.

Each table that is set aside is an issue of severity `info`, with its page and header. Text makes one issue for each run
of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..errors import LayoutMismatch
from ..layouts import numbers_in
from ..records import REPEATED, Excluded, Issue, PrintedLine
from .pieces import exclude, pieces_of, whole
from .plan_tables import PrintedTable

OTHER_TABLE = "other-table"
OTHER_TEXT = "other-text"
OUTSIDE = "outside the tables are"
LONGEST = 120  # characters of a header in a message


def pages_apart(
    plan_id: str, lines: Sequence[PrintedLine], pages: str | None, profile_name: str
) -> tuple[list[PrintedLine], list[Excluded | Issue]]:
    """Return the lines of the pages that a profile names; the text of the other pages as excluded, with its issues.

    Lines without a page are kept; pages beyond the end are a doubt.
    Refused (LayoutMismatch): pages on which no line stands.
    """
    wanted = numbers_in(pages)
    if wanted is None:
        return list(lines), []
    kept = [line for line in lines if line.page is None or line.page in wanted]
    if not kept:
        last = max((line.page or 0 for line in lines), default=0)
        found = f"pages = {pages!r} names pages without text; the last page with text is {last}"
        raise LayoutMismatch(plan_id, found, f"Correct `pages` in the profile {profile_name}.")
    aside = text_aside(plan_id, [line for line in lines if line.page is not None and line.page not in wanted])
    return kept, [*aside, *_pages_beyond(plan_id, lines, wanted, profile_name)]


def without_repeated(lines: Sequence[PrintedLine]) -> tuple[list[PrintedLine], list[Excluded]]:
    """Return the lines without the headers that are printed again within a page, and these as excluded."""
    rows = [line for line in lines if line.role == REPEATED]
    again = [exclude(piece, REPEATED) for row in rows for at in range(len(row.cells)) for piece in pieces_of(row, at)]
    return [line for line in lines if line.role != REPEATED], again


def _pages_beyond(plan_id: str, lines: Sequence[PrintedLine], wanted: frozenset[int], profile_name: str) -> list[Issue]:
    """Return a doubt if a profile names pages beyond the last one with text."""
    last = max((line.page or 0 for line in lines), default=0)
    if not last or max(wanted) <= last:
        return []
    detail = f"`pages` of profile {profile_name!r} goes to p. {max(wanted)}, and the last page with text is {last}. "
    detail += "Are these the pages of the file, counted from 1? If so, end `pages` at the last page of the plan"
    return [Issue("profile_key_unused", "doubt", "rebuild", plan_id, None, None, detail, f"p. {max(wanted)}")]


def exclude_line(line: PrintedLine) -> Excluded:
    """Return a line that does not belong to the plan as excluded."""
    is_row = line.table is not None or len(line.cells) > 1
    return exclude(whole(line), OTHER_TABLE if is_row else OTHER_TEXT)


def tables_aside(plan_id: str, aside: Iterable[tuple[PrintedTable, str]]) -> list[Excluded | Issue]:
    """Return the words of tables that do not belong to the plan, and an issue for each table."""
    found: list[Excluded | Issue] = []
    for table, reason in aside:
        found += [exclude_line(line) for line in (*table.headers, *table.rows)]
        count = f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}"
        detail = f"table {table.number} ({count}) is set aside: {reason}"
        issue = Issue("table_set_aside", "info", "rebuild", plan_id, None, table.page, detail, table.title[:LONGEST])
        found.append(issue)
    return found


def text_aside(plan_id: str, lines: Sequence[PrintedLine]) -> list[Excluded | Issue]:
    """Return lines that do not belong to the plan as excluded, and an issue for each run of pages with such lines."""
    found: list[Excluded | Issue] = [exclude_line(line) for line in lines]
    runs: list[list[PrintedLine]] = []
    for line in lines:
        if runs and (runs[-1][-1].page or 0) in ((line.page or 0) - 1, line.page or 0):
            runs[-1].append(line)
        else:
            runs.append([line])
    for run in runs:
        first, last = run[0].page, run[-1].page
        pages = f"p. {first}" if first == last else f"p. {first}-{last}"
        count = (
            "1 paragraph of text outside the tables is" if len(run) == 1 else f"{len(run)} paragraphs of text {OUTSIDE}"
        )
        detail = f"{pages}: {count} set aside"
        text = whole(run[0]).text[:LONGEST]
        found.append(Issue("text_set_aside", "info", "rebuild", plan_id, None, first, detail, text))
    return found
