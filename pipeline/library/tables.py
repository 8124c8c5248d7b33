"""The library's `Table`: rows and cells of a table of a PDF, with their places, as DataFrame, CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ..errors import WorkspaceUnwritable, WrongUsage
from ..read.pdf.confidence import TableDoubt
from ..read.pdf.prose.page_records import Reading
from ..read.pdf.table.join import Join, JoinedCell, LogicalTable
from ..read.pdf.tables import csv_text, printed_rows, table_object
from ..text import fold
from .arguments import path_given, shown, whole_number

if TYPE_CHECKING:
    import pandas as pd

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    `text` is "" where the cell is blank or part of a cell to its left. `places` has a (page, box) for each page that
    the text stands on: pages count from 1, a box is x0, top, x1, bottom in points from the page's top left. `inherited`
    is True where the text is that of a merged cell printed on an earlier row.
    """

    text: str
    places: tuple[tuple[int, Box], ...]
    inherited: bool


@dataclass(frozen=True, slots=True)
class Row(Sequence[str]):
    """One row: a sequence of the texts of its cells, "" where one is blank.

    `kind` is "row", or "section" for a title inside the table, which has one cell. A row that a page break cuts has a
    `page_end` after its `page_start`. `inherited` says of each cell whether an earlier row prints it.
    """

    kind: str
    cells: tuple[str, ...]
    inherited: tuple[bool, ...]
    page_start: int
    page_end: int

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        """Return the text of one cell, or of several."""
        return self.cells[place]

    def __len__(self) -> int:
        """Return how many cells the row has."""
        return len(self.cells)


class Table:
    """One table of a document, over all the pages that it stands on.

    >>> table = directriz.open("plan.pdf").tables[0]
    >>> table.header
    ('N.', 'Actividad', 'Responsable')
    >>> len(table.rows), table.pages
    (3, (1,))
    >>> [row[1] for row in table.rows]
    ['Difundir', 'Formar', 'Asistir']

    `header` is () where none is printed. `joins` says for each page why its part was or was not taken as going on.
    `confidence` is the probability, 0 to 1, that every cell, row and join is right; `doubts` says what may be wrong.
    """

    def __init__(self, number: int, table: LogicalTable, reading: Reading) -> None:
        """Take what was read; tables are made by `directriz.open`."""
        self._table = table
        self._described = table_object(number, table, reading)
        self._numbers = [number for number, _ in printed_rows(table)]
        self.number: int = number
        self.header: tuple[str, ...] = table.header
        self.pages: tuple[int, ...] = tuple(table.pages)
        self.joins: tuple[Join, ...] = tuple(table.joins)
        self.confidence: float = self._described["confidence"]
        self.doubts: tuple[TableDoubt, ...] = tuple(TableDoubt(**doubt) for doubt in self._described["doubts"])

    def __repr__(self) -> str:
        pages = ", ".join(map(str, self.pages))
        return f"<Table {self.number}: {len(self.rows)} rows, {self.column_count} columns, pages {pages}>"

    @property
    def column_count(self) -> int:
        """The number of columns."""
        return len(self._table.edges) - 1

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows below the header, in order."""
        return tuple(
            Row(row["kind"], tuple(row["cells"]), tuple(row["inherited"]), row["page_start"], row["page_end"])
            for row in self._described["rows"]
        )

    def cell(self, row: int, column: int | str) -> Cell:
        """Return the cell of a row (from 0, as in `rows`) in a column, by its header or its number (from 0).

        -1 is the last row or column, as in lists.

        >>> cell = directriz.open("plan.pdf").tables[0].cell(1, "Responsable")
        >>> cell.text, cell.inherited
        ('DNM', False)
        >>> cell.places
        ((1, (304.0, 196.55, 326.77, 208.24)),)

        Refuses (errors.WrongUsage) a row or a column that the table does not have, and a header that stands over two.
        """
        at = self._column(column)
        asked = whole_number(row)
        if asked is None or not -len(self.rows) <= asked < len(self.rows):
            found = f"row {shown(row)} of {len(self.rows)}"
            raise WrongUsage(f"table {self.number}", found, _numbers_to_name("row", len(self.rows)))
        found_row, number = self.rows[asked], self._numbers[asked]
        cells = self._table.rows[number].cells
        if found_row.kind == "section":
            own = list({id(cell): cell for cell in cells}.values()) if at == 0 else []
            return Cell(found_row.cells[0] if at == 0 else "", _places(own), False)
        cell = cells[at]
        return Cell(found_row.cells[at], _places([cell] if cell.column == at else []), found_row.inherited[at])

    def to_dict(self) -> dict[str, Any]:
        """Return the table as `directriz tables --json` prints it.

        >>> directriz.open("plan.pdf").tables[0].to_dict()["rows"][2]["cells"]
        ['3', 'Asistir', 'MJ']
        """
        return dict(self._described)

    def to_csv(self, path: str | Path | None = None) -> str:
        """Return the table as CSV, header first, and write it to `path` (UTF-8) where that is given.

        >>> print(directriz.open("plan.pdf").tables[0].to_csv(), end="")
        N.,Actividad,Responsable
        1,Difundir,MPF
        2,Formar,DNM
        3,Asistir,MJ

        A section's title stands in the first column. Refuses (errors.WorkspaceUnwritable) a place where no file can be
        written, such as a folder that is not there.
        """
        text = csv_text(self.header, self.rows)
        if path is not None:
            file = path_given(path, "path", "Name a CSV file.")
            try:
                file.write_bytes(text.encode("utf-8"))
            except OSError as error:
                remedy = "Name a file in a folder that exists and may be written."
                raise WorkspaceUnwritable(str(file), f"cannot be written: {error.strerror}", remedy) from None
        return text

    def to_pandas(self) -> pd.DataFrame:
        """Return the table as a DataFrame of texts: one row for each of `rows`, the headers as printed as columns.

        >>> directriz.open("plan.pdf").tables[0].to_pandas()
          N. Actividad Responsable
        0  1  Difundir         MPF
        1  2    Formar         DNM
        2  3   Asistir          MJ

        Row numbers are those of `cell`. Blank cells are "". A section's title stands in the first column; to leave
        titles out, take `frame[[row.kind == "row" for row in table.rows]]`. Without a header, columns are numbered.
        """
        import pandas as pd

        width = self.column_count
        cells = [[*row, *[""] * (width - len(row))] for row in self.rows]
        return pd.DataFrame(cells, columns=list(self.header) if self.header else list(range(width)), dtype="str")

    def _column(self, column: int | str) -> int:
        if (asked := whole_number(column)) is not None:
            if not -self.column_count <= asked < self.column_count:
                found = f"column {asked} of {self.column_count}"
                raise WrongUsage(f"table {self.number}", found, _numbers_to_name("column", self.column_count))
            return asked % self.column_count
        if not isinstance(column, str):
            raise WrongUsage(f"table {self.number}", f"{shown(column)} names no column", self._known_columns(""))
        places = [at for at, label in enumerate(self.header) if label == column]
        places = places or [at for at, label in enumerate(self.header) if _key(label) == _key(column)]
        if len(places) == 1:
            return places[0]
        if places:
            numbers = " and ".join(map(str, places))
            raise WrongUsage(
                f"table {self.number}", f"{column!r} stands over columns {numbers}", "Give the column's number, from 0."
            )
        raise WrongUsage(f"table {self.number}", f"there is no column {column!r}", self._known_columns(column))

    def _known_columns(self, column: str) -> str:
        if not self.header:
            return f"The table has no header: give a column's number, 0 to {self.column_count - 1}."
        near = get_close_matches(column, self.header, n=1)
        meant = f"Did you mean {near[0]!r}? " if near else ""
        return f"{meant}Its columns: {', '.join(map(repr, self.header))}."


def _numbers_to_name(what: str, count: int) -> str:
    """Return the remedy for a number of a row or column that is none of `count`."""
    return f"Name a {what} from 0 to {count - 1}; -1 is the last." if count else f"The table has no {what}s."


def _key(label: str) -> str:
    return " ".join(fold(label).split())


def _places(cells: Sequence[JoinedCell]) -> tuple[tuple[int, Box], ...]:
    return tuple(_places_of(cells))


def _places_of(cells: Sequence[JoinedCell]) -> Iterator[tuple[int, Box]]:
    for cell in cells:
        printed = [piece for piece in cell.pieces if piece.lines]
        for piece in printed or cell.pieces:
            x0, top, x1, bottom = (round(float(value), 2) for value in piece.box)
            yield piece.page, (x0, top, x1, bottom)
