"""Tells of schedules that are drawn, not printed: a column for each year or quarter, with shaded cells and no word.

Some plans say when an action is to be done by the colour of cells below "2025 | 2026 | 2027". Only words are read, so
these columns are blank in every row, and nothing would say that something stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..records import Issue
from ..reference.headers import YEAR
from .rows import Row

FEWEST = 2  # columns of a schedule
FEWEST_ROWS = 2


def blank_schedules(plan_id: str, rows: Sequence[Row]) -> Iterator[Issue]:
    """Yield a doubt for each kind of table with columns for years or other times that have no word in any row."""
    tables: dict[tuple[tuple[int, str], ...], list[Row]] = {}
    for row in rows:
        tables.setdefault(row.grid.extras, []).append(row)
    for extras, own in tables.items():
        blank = [label for index, label in extras if not any(row.value_pieces(str(index)) for row in own)]
        first = [label.split()[0] for label in blank if label]
        times = [label for label in blank if label and (YEAR.search(label) or first.count(label.split()[0]) >= FEWEST)]
        if len(times) < FEWEST or len(own) < FEWEST_ROWS:
            continue
        detail = f"the columns {', '.join(map(repr, times))} have no word in any of {len(own)} rows. Marks that are "
        detail += "drawn, and cells that are shaded, are not read: what they say of each row is not in the tables. "
        detail += f"Look at the page: directriz look FILE --page {own[0].page} -o page.png"
        yield Issue("schedule_blank", "doubt", "rebuild", plan_id, None, own[0].page, detail, times[0])
