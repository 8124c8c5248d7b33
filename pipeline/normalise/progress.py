"""Reads the yearly percentages of progress, and makes issues of doubtful ones.

Met so far: `60 %` (corett-2020 l. 25), a blank cell (nothing stated), years of another period over one table (2018 and
2019, l. 57), pairs with no year over them (l. 23), yearly figures that add up to more than 100 (l. 12: 50% and 100%,
where the second may include the first). The figures are published as printed; the doubt is an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from ..records import Issue, PrintedPair, Progress
from ..text import collapse

PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d+)?) ?%")
SEVERITIES = {
    "progress_unreadable": "defect",
    "progress_sum": "info",
    "year_inferred": "info",
    "year_missing": "doubt",
    "year_outside_period": "doubt",
}
Period = tuple[int | None, int | None]


def read_progress(
    pairs: Iterable[PrintedPair], period: Period, pages: Mapping[str, int | None]
) -> Iterator[Progress | Issue]:
    """Yield every pair with its issues; the issues of the whole activity follow its last pair."""
    for action_id, group in groupby(pairs, key=lambda pair: pair.action_id):
        rows = []
        page = pages.get(action_id)
        for pair in group:
            rows.append(_progress(pair))
            yield rows[-1]
            yield from _issues_of_pair(rows[-1], period, page)
        yield from _issues_of_sum(rows, page)


def read_percent(printed: str | None) -> float | None:
    """Return the percentage printed in a cell ("60 %", corett-2020 l. 25) as 0 to 100, None if it is blank.

    Anything else raises ValueError: a number over 100 is a misreading.
    """
    text = collapse(printed or "")
    if not text:
        return None
    match = PERCENT.fullmatch(text)
    percent = float(match[1].replace(",", ".")) if match else None
    if percent is None or percent > 100:
        raise ValueError(f"{text!r} is no percentage from 0 to 100")
    return percent


def _progress(pair: PrintedPair) -> Progress:
    return Progress(
        action_id=pair.action_id,
        position=pair.position,
        year=pair.year,
        year_printed=pair.year_printed,
        year_inferred=pair.year_inferred,
        programmed_percent=_percent_or_none(pair.programmed_printed),
        executed_percent=_percent_or_none(pair.executed_printed),
        programmed_printed=pair.programmed_printed,
        executed_printed=pair.executed_printed,
    )


def _percent_or_none(printed: str | None) -> float | None:
    try:
        return read_percent(printed)
    except ValueError:
        return None


def _issues_of_pair(row: Progress, period: Period, page: int | None) -> Iterator[Issue]:
    figures = {"programmed": row.programmed_printed, "executed": row.executed_printed}
    for column, printed in figures.items():
        if printed and _percent_or_none(printed) is None and collapse(printed):
            detail = f"pair {row.position}, {column}: no percentage from 0 to 100; left without a number"
            yield _issue(row, "progress_unreadable", page, detail, printed)
    if row.year is not None and _is_outside(row.year, period):
        detail = f"pair {row.position}: {row.year} is outside the plan's period {_period_text(period)}"
        yield _issue(row, "year_outside_period", page, detail, row.year_printed)
    said = " / ".join(printed for printed in figures.values() if printed)
    if said and row.year is None:
        yield _issue(row, "year_missing", page, f"pair {row.position} has a value and no year", said)
    elif said and row.year_inferred:
        detail = f"pair {row.position}: no year is printed over it; {row.year} follows from its neighbours"
        yield _issue(row, "year_inferred", page, detail, said)


def _issues_of_sum(rows: list[Progress], page: int | None) -> Iterator[Issue]:
    programmed = [row.programmed_percent for row in rows if row.programmed_percent is not None]
    if sum(programmed) > 100:
        said = " + ".join(row.programmed_printed or "" for row in rows if row.programmed_percent is not None)
        detail = f"the programmed figures add up to {sum(programmed):g} per cent; each may include the one before"
        yield _issue(rows[0], "progress_sum", page, detail, said)


def _is_outside(year: int, period: Period) -> bool:
    first, last = period
    return (first is not None and year < first) or (last is not None and year > last)


def _period_text(period: Period) -> str:
    first, last = period
    return f"{first or '…'}-{last or '…'}"


def _issue(row: Progress, code: str, page: int | None, detail: str, text: str | None) -> Issue:
    plan_id = row.action_id.split("/")[0]
    return Issue(code, SEVERITIES[code], "normalise", plan_id, row.action_id, page, detail, text)
