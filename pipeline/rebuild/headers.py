"""Header rows: from what a table prints over its columns to the columns that it has.

- a header cut by the typesetter: `Progra mado`, `Ejecu tado` (corett-2020 l. 10);
- two header rows, a year over each pair of columns, over only two of three pairs (l. 23), the names of the third
  pair blank too (l. 48);
- a header over several columns, the same header twice in a table, a column with no header at all;
- a header that no profile knows stops the run: a value in a column that nobody named would be lost or misplaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import LayoutMismatch
from ..layouts import EXTRAS, Profile
from ..patterns import profile_pattern
from ..records import PrintedLine
from ..reference.headers import header_key, name_key
from ..text import small_number
from .pieces import place_of
from .printed_headers import PrintedColumn, printed_columns
from .profile_advice import fix_doubled_column, fix_unknown_header

IGNORED = "(ignored)"
PAIRED = "(progress)"
HEADER = "header: "  # what the cause of a refused header begins with


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
    columns: tuple[str | None, ...]  # published column of each printed one; None = of a year pair, extra or ignored
    pairs: tuple[YearPair, ...]
    extras: tuple[tuple[int, str], ...] = ()  # printed columns that no published one holds, each with its header

    def index(self, column: str) -> int | None:
        """Return the index of a published column, None where the table has none."""
        return self.columns.index(column) if column in self.columns else None

    def without(self, columns: Sequence[str]) -> tuple[str | None, ...]:
        """Return the columns that are left where those named are not drawn."""
        return tuple(column for column in self.columns if column not in columns)


class HeaderReader:
    """Knows a profile's headers; recognises header rows and makes grids of them."""

    def __init__(self, profile: Profile, profile_name: str) -> None:
        self._columns = {name_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._ignored = {name_key(label) for label in profile.ignore}
        self._years = profile.years
        self._pair_labels = self._labels_of_pairs()
        self._profile, self._name = profile, profile_name
        self.printed: dict[str, None] = {}  # headers of the grids that were made, in their order

    def _labels_of_pairs(self) -> dict[str, str]:
        if self._years is None:
            return {}
        programmed = {header_key(label): "programmed" for label in self._years.programmed}
        return programmed | {header_key(label): "executed" for label in self._years.executed}

    def _year(self, text: str) -> int | None:
        match = profile_pattern(self._years.year).fullmatch(text) if self._years else None
        return small_number(match["year"] or "") if match else None

    def role(self, text: str) -> str | None:
        """Return the meaning of a header: a published column, IGNORED, PAIRED; None if the profile has none."""
        key = name_key(text)
        if key in self._columns:
            return self._columns[key]
        if key in self._ignored:
            return IGNORED
        return PAIRED if key in self._pair_labels or self._year(text) is not None else None

    def is_header(self, line: PrintedLine) -> bool:
        """Tell whether at least half of a row's printed cells are headers of the profile, and two of them."""
        printed = [cell for cell in line.cells if cell]
        known = sum(self.role(cell) is not None for cell in printed)
        return known >= 2 and 2 * known >= len(printed)

    def is_second_row(self, line: PrintedLine) -> bool:
        """Tell whether a header row names nothing but pairs of progress columns."""
        return all(header_key(cell) in self._pair_labels for cell in line.cells if cell)

    def published(self, rows: Sequence[PrintedLine]) -> list[str | None]:
        """Return what each column of a table is, where the profile knows it; refuses nothing."""
        return [self._known_role(column) for column in printed_columns(rows)]

    def _known_role(self, column: PrintedColumn) -> str | None:
        """Return the role of a column: of its whole name, else of the first header over it that has one."""
        candidates = [column.name, column.label, *column.path]
        return next((role for name in candidates if name and (role := self.role(name)) is not None), None)

    def grid(self, rows: Sequence[PrintedLine]) -> Grid:
        """Return the grid that the header rows of a table announce.

        Refuses (LayoutMismatch) a header that the profile does not know, a column printed twice, an odd number of
        progress columns and, in the text dump of a profile without years, a column with no header.
        """
        printed = printed_columns(rows)
        names = (name for column in printed for name in (column.name, column.label, *column.path))
        self.printed |= dict.fromkeys(filter(None, names))
        self._check_known(rows[0], printed)
        roles = [self._known_role(column) for column in printed]
        loose = [index for index, role in enumerate(roles) if role == PAIRED or (role is None and self._pair_labels)]
        if (unnamed := [index for index, role in enumerate(roles) if role is None]) and not self._pair_labels:
            self._check_unnamed(rows[0], unnamed)
        if len(loose) % 2:
            raise self._mismatch(rows[0], f"{len(loose)} progress columns are printed, which cannot be pairs")
        self._check_doubled(rows[0], printed, roles)
        extras = [(index, printed[index].label) for index, role in enumerate(roles)
                  if role == EXTRAS or (role is None and index not in loose)]  # fmt: skip
        columns = tuple(None if role in (None, EXTRAS, IGNORED, PAIRED) else role for role in roles)
        return Grid(len(printed), columns, self._pairs(rows[0], printed, loose), tuple(extras))

    def _check_known(self, row: PrintedLine, printed: Sequence[PrintedColumn]) -> None:
        """Refuse headers without a role, all in one error, except those below a header that has one."""
        unknown = dict.fromkeys(label for column in printed for label in self._unknown_labels(column))
        if unknown:
            names = [_name_of(label, printed) for label in unknown]
            told = ", ".join(repr(name) for name in names)
            found = f"header {told} is in no column of profile {self._name!r}"
            taken = {role for column in printed if (role := self._known_role(column)) is not None}
            remedy = fix_unknown_header(self._profile, self._name, names, taken)
            raise LayoutMismatch(place_of(row), f"{found}.", remedy, cause=f"{HEADER}{told}")

    def _unknown_labels(self, column: PrintedColumn) -> Iterable[str]:
        if any(self.role(name) is not None for name in (column.name, column.label) if name):
            return ()
        spanned = [label for label in column.path if label not in column.own]
        if any(self.role(label) not in (None, PAIRED) for label in spanned):
            return ()
        is_spanning = [label for label in column.own if self.role(label) not in (None, PAIRED)]
        if is_spanning and column.own and column.own[0] == is_spanning[0] and len(column.path) > 1:
            below = column.path[column.path.index(is_spanning[0]) + 1 :]
            return [label for label in below if self.role(label) is None and not self._years]
        return [label for label in column.own if self.role(label) is None]

    def _check_unnamed(self, row: PrintedLine, unnamed: Sequence[int]) -> None:
        if not row.pieces:
            raise self._mismatch(row, f"column {unnamed[0] + 1} has no header")

    def _check_doubled(self, row: PrintedLine, printed: Sequence[PrintedColumn], roles: Sequence[str | None]) -> None:
        """Refuse two headers of one column; one header over several printed columns is one."""
        seen: dict[str, PrintedColumn] = {}
        for column, role in zip(printed, roles, strict=True):
            if role in (None, EXTRAS, IGNORED, PAIRED):
                continue
            other = seen.setdefault(str(role), column)
            if other is not column and not (column.is_under_span and column.path[:1] == other.path[:1]):
                found = f"two headers are mapped to the column {role!r}: {other.name!r} and {column.name!r}"
                remedy = fix_doubled_column(self._profile, self._name, column.name)
                raise LayoutMismatch(place_of(row), f"{found}.", remedy, cause=f"{HEADER}{found}")

    def _pairs(self, row: PrintedLine, printed: Sequence[PrintedColumn], loose: Sequence[int]) -> tuple[YearPair, ...]:
        pairs: list[YearPair] = []
        labels = [column.path for column in printed]
        for position, (programmed, executed) in enumerate(zip(loose[::2], loose[1::2], strict=True), start=1):
            self._check_pair(row, labels[programmed], labels[executed])
            year_printed = next((label for label in labels[programmed] if self._year(label) is not None), None)
            year = self._year(year_printed) if year_printed else None
            before = pairs[-1].year if pairs else None
            inferred = before + 1 if year is None and before is not None else year
            pairs.append(YearPair(position, programmed, executed, inferred, year_printed, year is None))
        return tuple(pairs)

    def _check_pair(self, row: PrintedLine, first: Sequence[str], second: Sequence[str]) -> None:
        roles = [self._pair_labels.get(header_key(label)) for label in (*first, *second) if label]
        if [role for role in roles if role] not in (["programmed", "executed"], []):
            raise self._mismatch(row, f"{[*first, *second]} do not head a pair of programmed and executed progress")

    def _mismatch(self, row: PrintedLine, found: str) -> LayoutMismatch:
        return LayoutMismatch(
            place_of(row),
            f"{found}.",
            f"Add it under [columns] (or [years]) in profile {self._name!r}, or list it under `ignore`.",
            cause=f"{HEADER}{found}",
        )


def _name_of(label: str, printed: Sequence[PrintedColumn]) -> str:
    """Return what a profile calls the column with this header of its own."""
    return next((column.name for column in printed if column.own[-1:] == (label,)), label)
