"""What stands between two fragments and tells that they are two tables."""

from __future__ import annotations

from ..grid.fragments import Fragment

FARTHEST_LINES = 2.5  # lines of white space between two fragments of one table on a page
CONTINUED = ""  # between two fragments of which the second one is said to go on
SAID = "a caption says that it goes on"
ANEW = "\f"  # between two fragments where white space ends the page, and the next one counts rows from 1 again
ANEW_SAID = "white space ends the page, and rows are numbered from 1 again"


def stands_apart(last: Fragment, fragment: Fragment, between: str | None) -> str | None:
    """Return why two fragments cannot be one table; None if nothing speaks against it."""
    if fragment.page == last.page and _stands_beside(last, fragment):
        return "the tables stand side by side"
    if between == CONTINUED:
        return None
    if fragment.page > last.page + 1:
        return f"the table before ends on page {last.page}"
    if between == ANEW:
        return ANEW_SAID
    if between is not None:
        return f"text between the tables: {between!r}"
    if fragment.page == last.page and fragment.box[1] - last.box[3] > FARTHEST_LINES * fragment.line_height:
        return "white space between the tables"
    return None


def _stands_beside(first: Fragment, second: Fragment) -> bool:
    """Tell whether two fragments of one page stand side by side."""
    is_level = second.box[1] < first.box[3] - first.line_height
    return is_level and (second.box[0] > first.box[2] - 1 or first.box[0] > second.box[2] - 1)
