"""Header rows: from what a table prints over its columns to the columns that it has.

- a header cut by the typesetter: `Progra mado`, `Ejecu tado` (corett-2020 l. 10);
- two header rows, a year over each pair of columns, over only two of three pairs (l. 23), the names of the third
  pair blank too (l. 48);
- a header that no profile knows stops the run: a value in a column that nobody named would be lost or misplaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import LayoutMismatch
from ..layouts import Profile
from ..records import PrintedLine
from ..text import fold, small_number
from .pieces import place_of


@dataclass(frozen=True, slots=True)
class YearPair:
    """A pair of progress columns of a table."""

    position: int  # from 1
    programmed: int  # index of the column, from 0
    executed: int
    year: int | None
    year_printed: str | None
    year_inferred: bool


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of one table, learned from its header and held over all its pages."""

    width: int
    columns: tuple[str | None, ...]  # published column of each printed one; None = part of a year pair, or ignored
    pairs: tuple[YearPair, ...]

    def index(self, column: str) -> int | None:
        """Return the index of a published column, None where the table has none."""
        return self.columns.index(column) if column in self.columns else None

    def without(self, columns: Sequence[str]) -> tuple[str | None, ...]:
        """Return the columns that are left where those named are not drawn."""
        return tuple(column for column in self.columns if column not in columns)


def header_key(text: str) -> str:
    """Return a header as it is compared: letters and digits only, folded, so that cuts and hyphens do not matter."""
    return re.sub(r"[^a-z0-9]+", "", fold(text))


class HeaderReader:
    """Knows a profile's headers; recognises header rows and makes grids of them."""

    def __init__(self, profile: Profile, profile_name: str) -> None:
        self._columns = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._ignored = {header_key(label) for label in profile.ignore}
        self._years = profile.years
        self._pair_labels = self._labels_of_pairs()
        self._name = profile_name

    def _labels_of_pairs(self) -> dict[str, str]:
        if self._years is None:
            return {}
        programmed = {header_key(label): "programmed" for label in self._years.programmed}
        return programmed | {header_key(label): "executed" for label in self._years.executed}

    def _year(self, text: str) -> int | None:
        match = re.fullmatch(self._years.year, text) if self._years else None
        return small_number(match["year"]) if match else None

    def _is_known(self, text: str) -> bool:
        key = header_key(text)
        return key in self._columns or key in self._ignored or key in self._pair_labels or self._year(text) is not None

    def is_header(self, line: PrintedLine) -> bool:
        """Tell whether at least half of a row's printed cells are headers of the profile, and two of them."""
        printed = [cell for cell in line.cells if cell]
        known = sum(self._is_known(cell) for cell in printed)
        return known >= 2 and 2 * known >= len(printed)

    def is_second_row(self, line: PrintedLine) -> bool:
        """Tell whether a header row names nothing but pairs of progress columns."""
        return all(header_key(cell) in self._pair_labels for cell in line.cells if cell)

    def grid(self, rows: Sequence[PrintedLine]) -> Grid:
        """Return the grid that one or two header rows announce.

        Refuses (LayoutMismatch) a header that the profile does not know, a column printed twice, an odd number of
        progress columns and, in a profile without years, a column with no header.
        """
        width = max(len(row.cells) for row in rows)
        labels = [[row.cells[index] if index < len(row.cells) else "" for row in rows] for index in range(width)]
        for index, reach in self._spanned(rows[0]):
            labels[index : index + reach] = [[rows[0].cells[index]], *[[] for _ in range(reach - 1)]]
        columns = [self._column(rows[0], stack) for stack in labels]
        loose = [index for index, stack in enumerate(labels)
                 if stack and columns[index] is None and not self._is_ignored(stack)]  # fmt: skip
        self._check(rows[0], columns, loose)
        for index, reach in self._spanned(rows[0]):
            columns[index : index + reach] = [columns[index]] * reach
        return Grid(width, tuple(columns), self._pairs(rows[0], labels, loose))

    def _spanned(self, row: PrintedLine) -> list[tuple[int, int]]:
        """Return where a header of a published column stands over several printed ones, and over how many.

        What stands below it is of no account ("Observaciones" over a pair of progress columns, corett-2020.pdf p. 4).
        """
        keys = [header_key(cell) for cell in row.cells]
        return [(index, reach) for index, reach in enumerate(row.spans) if reach > 1 and keys[index] in self._columns]

    def _is_ignored(self, stack: list[str]) -> bool:
        return any(header_key(label) in self._ignored for label in stack if label)

    def _column(self, row: PrintedLine, stack: list[str]) -> str | None:
        printed = [label for label in stack if label]
        if unknown := [label for label in printed if not self._is_known(label)]:
            raise self._mismatch(row, f"header {unknown[0]!r} is in no column of profile {self._name!r}")
        return next((self._columns[header_key(label)] for label in printed if header_key(label) in self._columns), None)

    def _check(self, row: PrintedLine, columns: list[str | None], loose: list[int]) -> None:
        named = [column for column in columns if column]
        if doubled := [column for column in named if named.count(column) > 1]:
            raise self._mismatch(row, f"two headers are mapped to the column {doubled[0]!r}")
        if loose and not self._pair_labels:
            raise self._mismatch(row, f"column {loose[0] + 1} has no header")
        if len(loose) % 2:
            raise self._mismatch(row, f"{len(loose)} progress columns are printed, which cannot be pairs")

    def _pairs(self, row: PrintedLine, labels: list[list[str]], loose: list[int]) -> tuple[YearPair, ...]:
        pairs: list[YearPair] = []
        for position, (programmed, executed) in enumerate(zip(loose[::2], loose[1::2], strict=True), start=1):
            self._check_pair(row, labels[programmed], labels[executed])
            printed = next((label for label in labels[programmed] if self._year(label) is not None), None)
            year = self._year(printed) if printed else None
            before = pairs[-1].year if pairs else None
            inferred = before + 1 if year is None and before is not None else year
            pairs.append(YearPair(position, programmed, executed, inferred, printed, year is None))
        return tuple(pairs)

    def _check_pair(self, row: PrintedLine, first: list[str], second: list[str]) -> None:
        roles = [self._pair_labels.get(header_key(label)) for label in (*first, *second) if label]
        if [role for role in roles if role] not in (["programmed", "executed"], []):
            raise self._mismatch(row, f"{first + second} do not head a pair of programmed and executed progress")

    def _mismatch(self, row: PrintedLine, found: str) -> LayoutMismatch:
        return LayoutMismatch(
            place_of(row),
            f"{found}.",
            f"Add it under [columns] (or [years]) in profile {self._name!r}, or list it under `ignore`.",
        )
