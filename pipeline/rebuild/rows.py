"""Rows of a matrix over its page breaks: cut rows joined, undrawn columns restored, merged cells filled down.

- a row cut by the page has an empty number cell and continues the row before (ar-plan l. 12, 21, 32, 67, 71, 76, 93,
  106, 126; corett-2020 l. 15), also if it began on a page with a column fewer (l. 65 and 67);
- a page does not draw an empty column, so all cells stand one to the left (ar-plan l. 26-30, 63-65, 117-119): the
  column is restored if the profile says that it may be missing;
- a merged cell that is filled down over pages, and one whose own text is cut (ar-plan l. 132 and 134);
- rows with a cell too few at the right (corett-2020 l. 28-30).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from ..errors import LayoutMismatch
from ..language import Language
from ..layouts import Layout
from ..patterns import profile_pattern
from ..records import Issue, PrintedLine
from ..text import is_finished
from .headers import Grid
from .headings import HeadingValue
from .pieces import Piece, pieces_of, place_of, text_of
from .profile_advice import where
from .row_keys import joined_keys_told, narrow_key_pattern
from .short_rows import ColumnKinds

PUT_TAB = (
    "Compare the row with the page, and put the tab of the blank cell back; as it is, all cells after it "
    "would stand one column too far to the left."
)
FIGURE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?(?P<sign>%?)")


@dataclass(slots=True)
class Block:
    """A merged cell: its pieces, and the row that it is printed on."""

    pieces: list[Piece]
    first_row: int


@dataclass(slots=True)
class Row:
    """One logical row: its own pieces by column, the merged cells that cover it, the headings over it."""

    number: int  # of the row in the document, from 0
    place: str
    page: int | None
    grid: Grid
    headings: dict[str, HeadingValue]
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    blocks: dict[str, Block] = field(default_factory=dict)

    def is_inherited(self, column: str) -> bool:
        """Tell whether the column's value stands in a merged cell printed on an earlier row."""
        return column in self.blocks and self.blocks[column].first_row != self.number

    def value_pieces(self, column: str) -> list[Piece]:
        """Return the pieces of the column's value, on whichever row they are printed."""
        return self.blocks[column].pieces if column in self.blocks else self.pieces.get(column, [])

    def first_pieces(self, column: str) -> list[Piece]:
        """Return the pieces of the column's value if they are printed on this row."""
        return [] if self.is_inherited(column) else self.value_pieces(column)

    def own_pieces(self) -> list[Piece]:
        """Return every piece printed on the row's own lines."""
        return [piece for pieces in self.pieces.values() for piece in pieces]


@dataclass(frozen=True, slots=True)
class _Printed:
    """A printed row, with the grid and the headings that apply to it."""

    line: PrintedLine
    grid: Grid
    headings: dict[str, HeadingValue]
    breaks: bool  # True where a heading stands between it and the row before
    part: tuple[int | None, int]  # page, and rows under one header on it: all draw the same columns


def _is_cut(before: str, after: str, language: Language) -> bool:
    """Tell whether the text of a merged cell ends in the middle of a sentence and continues on the next page."""
    has_bracket = before.count("(") > before.count(")")
    return not is_finished(before) and (after[:1].islower() or language.is_open(before) or has_bracket)


class RowJoiner:
    """Collects printed rows and joins them into logical ones."""

    def __init__(self, layout: Layout, profile_name: str, language: Language) -> None:
        self._language = language
        self._layout, self._profile_name = layout, profile_name
        self._printed: list[_Printed] = []
        self._breaks = True
        self._part = 0
        self._rows: list[Row] = []
        self._blocks: dict[str, Block] = {}
        self._found: list[tuple[int | None, Issue]] = []
        self._table: int | None = None
        self._kinds: dict[tuple[str | None, ...], ColumnKinds] = {}  # of the whole rows, by the columns of their header
        self._top: dict[str, list[Piece]] = {}  # of a row that is the top of the row below it
        self._keyless: list[tuple[PrintedLine, str]] = []  # joined rows with text in the column of the key
        self.refused: list[LayoutMismatch] = []  # rows that cannot be placed

    @property
    def is_broken(self) -> bool:
        """Tell whether a heading stands between the last row and the next one."""
        return self._breaks

    def break_table(self) -> None:
        """Note that a heading stands here: no cell is filled down or joined across it."""
        self._breaks = True
        self.begin_part()

    def begin_part(self) -> None:
        """Note that a heading or header stands here: other columns may be drawn below it."""
        self._part += 1

    def add(self, line: PrintedLine, grid: Grid, headings: dict[str, HeadingValue]) -> None:
        """Add one printed row with the grid and the headings that apply."""
        if len(line.cells) > grid.width:
            found = f"a row of {len(line.cells)} cells under a header of {grid.width}: a cell too many"
            raise self._mismatch(line, found, "Look for a tab inside a cell, or for a column that the header lacks.")
        self._printed.append(_Printed(line, grid, headings, self._breaks, (line.page, self._part)))
        self._breaks = False

    def finished(self) -> list[Row]:
        """Return the logical rows; rows that cannot be placed are in `refused`."""
        short = self._short_parts()
        if self._refuse_key_pattern(short):
            return self._rows
        page: object = None
        for printed, after in zip_longest(self._printed, self._printed[1:]):
            line = printed.line
            opens = (line.source_file, line.page) != page
            page = (line.source_file, line.page)
            if printed.breaks or line.table != self._table:
                self._blocks = {}
            try:
                if not self._keep_for_next(printed, after):
                    self._place(printed, printed.part in short, opens)
            except LayoutMismatch as refusal:
                self.refused.append(refusal)
            self._table = line.table
        if self._keyless:
            detail = joined_keys_told(self._layout, self._profile_name, [text for _, text in self._keyless])
            self._note("key_pattern_narrow", "doubt", self._keyless[0][0], detail)
        return self._rows

    def _refuse_key_pattern(self, short: set[tuple[int | None, int]]) -> bool:
        """Refuse a `key_pattern` that fits few cells of its column, in one error for all; tell whether it is one."""
        whole = (each for each in self._printed if len(each.line.cells) == each.grid.width and each.part not in short)
        placed = [(each.line, at) for each in whole if (at := each.grid.index(self._layout.key)) is not None]
        keys = [(line, text) for line, at in placed if (text := text_of(pieces_of(line, at)))]
        refusal = narrow_key_pattern(self._layout, self._profile_name, keys)
        self.refused += [refusal] if refusal else []
        return refusal is not None

    def _keep_for_next(self, printed: _Printed, after: _Printed | None) -> bool:
        """Keep the first row of a drawn table for the row below it, if it is the top of that row.

        It is if it has no action and every cell of it goes on in the row below ("N° de Pequeños y" over "Medianos
        Productores"): the reader parted a row whose action is centred (Timbiquí 2012, p. 52).
        """
        line = printed.line
        is_first = line.table is not None and (printed.breaks or line.table != self._table)
        if not is_first or after is None or after.line.table != line.table or after.breaks:
            return False
        if len(line.cells) != printed.grid.width or len(after.line.cells) != printed.grid.width:
            return False
        top, below = self._placed(printed, False), self._placed(after, False)
        goes_on = bool(top) and "action" not in top and "action" in below and set(top) <= set(below)
        if not goes_on or not all(
            _is_cut(text_of(pieces), text_of(below[name]), self._language) for name, pieces in top.items()
        ):
            return False
        detail = "a row without an action at the top of a table: joined with the row below"
        self._note("row_joined", "doubt", line, detail, len(self._rows))
        self._top = top
        return True

    def _place(self, printed: _Printed, is_short: bool, opens: bool) -> None:
        line, breaks = printed.line, printed.breaks
        pieces = self._placed(printed, is_short)
        for name, top in self._top.items():
            pieces[name] = [*top, *pieces.get(name, [])]
        self._top = {}
        if self._has_key(line, pieces) or (line.table is not None and self._is_apart(printed, pieces)):
            self._begin(printed, pieces, opens and not breaks)
        else:
            self._go_on(line, pieces, opens, breaks)
            key = pieces.get(self._layout.key)
            if key and not opens and not key[0].text[:1].islower():  # at the top of a page it is a cut cell
                self._keyless.append((line, text_of(key)))

    def _is_apart(self, printed: _Printed, pieces: dict[str, list[Piece]]) -> bool:
        """Tell whether a row of a drawn table without a key is a row by itself.

        It is if no merged cell of the key covers it, and if it has an action that continues none or is the first of its
        table. The reader has joined rows that pages cut, so nothing else is to be joined.
        """
        covered = {printed.grid.columns[column] for column in printed.line.covered if column < printed.grid.width}
        if self._layout.key in covered:
            return False
        is_first = printed.breaks or printed.line.table != self._table or not self._rows
        return is_first or ("action" in pieces and not pieces["action"][0].text[:1].islower())

    def issues(self) -> list[tuple[int | None, Issue]]:
        """Return the issues about doubtful or restored cells, each with the number of its row.

        Plan and record are not set.
        """
        return list(self._found)

    def _note(self, code: str, severity: str, line: PrintedLine, detail: str, row: int | None = None) -> None:
        text = " | ".join(cell for cell in line.cells if cell)
        self._found.append((row, Issue(code, severity, "rebuild", "", None, line.page, detail, text)))

    def _short_parts(self) -> set[tuple[int | None, int]]:
        """Return the parts of tables, page by page, whose rows all lack exactly the columns that may be undrawn."""
        fits: dict[tuple[int | None, int], list[bool]] = {}
        for printed in self._printed:
            undrawn = sum(column in printed.grid.columns for column in self._layout.undrawn)
            lacking = printed.grid.width - len(printed.line.cells)
            fits.setdefault(printed.part, []).append(bool(undrawn) and lacking == undrawn)
        return {part for part, rows in fits.items() if all(rows)}

    def _placed(self, printed: _Printed, is_short: bool) -> dict[str, list[Piece]]:
        """Return the row's pieces by column; year columns go by their index."""
        line, grid = printed.line, printed.grid
        indexes = list(range(grid.width))
        lacking = grid.width - len(line.cells)
        if lacking and is_short and all(column in self._blocks for column in self._layout.undrawn):
            undrawn = [grid.index(column) for column in self._layout.undrawn]
            indexes = [index for index in indexes if index not in undrawn]
            self._note_undrawn(line)
        elif lacking and self._layout.short_rows == "pad-right":
            self._refuse_shifted(printed)
            detail = (
                f"the row has {len(line.cells)} cells, {lacking} fewer than its header: taken as blank at the right"
            )
            self._note("row_short", "doubt", line, detail, len(self._rows))
        elif lacking:
            raise self._too_short(printed)
        placed = [(indexes[place], pieces_of(line, place)) for place in range(len(line.cells))]
        if lacking:
            self._check_progress(printed, dict(placed))
        columns: dict[str, list[Piece]] = {}
        for index, pieces in placed:
            if pieces:
                columns.setdefault(grid.columns[index] or str(index), []).extend(pieces)
        return columns

    def _lacking(self, printed: _Printed) -> tuple[int, ...] | None:
        """Return the columns that a row with too few cells lacks; None if its cells do not tell."""
        columns = printed.grid.columns
        if columns not in self._kinds:
            same = (each.line.cells for each in self._printed if each.grid.columns == columns)
            self._kinds[columns] = ColumnKinds(cells for cells in same if len(cells) == printed.grid.width)
        return self._kinds[columns].lacking(printed.line.cells)

    def _too_short(self, printed: _Printed) -> LayoutMismatch:
        """Return the error for a row with too few cells; `pad-right` is proposed only where the last ones lack."""
        line, grid = printed.line, printed.grid
        lacking = self._lacking(printed)
        found = f"a row of {len(line.cells)} cells under a header of {grid.width}: "
        if lacking is None:
            remedy = (
                "Which cell is missing is not clear: compare the row with the page, and put the tab of the blank cell "
                'back. Only if the blank cells are the last ones in all such rows, write short_rows = "pad-right" '
                "below [layout]."
            )
            return self._mismatch(line, f"{found}a cell too few", remedy)
        if lacking == tuple(range(len(line.cells), grid.width)):
            fix = (
                "The blank cells at the end of such rows are left out. To read them as blank:\n"
                f'{where(self._profile_name)}\nbelow [layout]:\n    short_rows = "pad-right"'
            )
            return LayoutMismatch(place_of(line), f"{found}the last cell is missing", fix, cause="last cell is missing")
        return self._mismatch(line, f"{found}the cell of {self._names(grid, lacking)} is missing", PUT_TAB)

    def _refuse_shifted(self, printed: _Printed) -> None:
        """Refuse a row whose blank cell is not at the right, by what stands in its cells."""
        line, grid = printed.line, printed.grid
        lacking = self._lacking(printed)
        if lacking is not None and lacking != tuple(range(len(line.cells), grid.width)):
            found = f"a row of {len(line.cells)} cells under a header of {grid.width}: the cell of "
            found += f"{self._names(grid, lacking)} is missing, not the last one"
            raise self._mismatch(line, found, PUT_TAB)

    @staticmethod
    def _names(grid: Grid, columns: Sequence[int]) -> str:
        extras = dict(grid.extras)
        return " and ".join(grid.columns[each] or extras.get(each) or f"column {each + 1}" for each in columns)

    def _check_progress(self, printed: _Printed, placed: dict[int, list[Piece]]) -> None:
        """Refuse a short row in which a percentage stands beside the columns of progress, or words stand in them."""
        of_pairs = {index for pair in printed.grid.pairs for index in (pair.programmed, pair.executed)}
        for index, pieces in placed.items():
            text = text_of(pieces)
            figure = FIGURE.fullmatch(text) if text and of_pairs else None
            is_misplaced = figure is None if index in of_pairs else figure is not None and bool(figure["sign"])
            if text and of_pairs and is_misplaced:
                found = f"a row of {len(printed.line.cells)} cells with {text[:40]!r} in column {index + 1}"
                remedy = "The cell that is missing is not the last: put its tab into the row."
                raise self._mismatch(printed.line, found, remedy)

    def _note_undrawn(self, line: PrintedLine) -> None:
        names = ", ".join(self._layout.undrawn)
        if not any(issue.issue_code == "column_undrawn" and issue.page == line.page for _, issue in self._found):
            detail = f"the column {names} is not drawn on this page: all cells of its rows are placed one to the right"
            self._note("column_undrawn", "info", line, detail)

    def _has_key(self, line: PrintedLine, pieces: dict[str, list[Piece]]) -> bool:
        """Tell whether a new row begins; refuses a key that is neither a number nor blank."""
        key = pieces.get(self._layout.key)
        if key is None:
            return False
        if profile_pattern(self._layout.key_pattern).match(text_of(key)):
            return True
        if self._layout.key == "number":
            found = f"in the column of numbers stands {text_of(key)!r}, which is neither a number nor a header"
            remedy = (
                "If the page prints such numbers, write below [layout]:\n    key_pattern = '^\\S'\n"
                "If it is a line between the rows, write a [[heading]] for it, or a pattern for it below [excluded]"
            )
            raise self._mismatch(line, found, remedy)
        return False

    def _begin(self, printed: _Printed, placed: dict[str, list[Piece]], opens_page: bool) -> None:
        line = printed.line
        row = Row(len(self._rows), place_of(line), line.page, printed.grid, printed.headings)
        for column, pieces in placed.items():
            row.pieces[column] = pieces
            if column in self._layout.merged:
                self._enter_block(column, pieces, row, line if opens_page else None)
            elif line.table is not None:
                self._blocks[column] = Block(list(pieces), row.number)
        row.blocks = {column: block for column, block in self._blocks.items() if self._reaches(column, printed)}
        self._rows.append(row)

    def _reaches(self, column: str, printed: _Printed) -> bool:
        """Tell whether a cell printed on an earlier row covers this row in a column.

        The profile says so, or it is drawn so.
        """
        if column in self._layout.merged:
            return True
        grid = printed.grid
        return any((grid.columns[each] or str(each)) == column for each in printed.line.covered if each < grid.width)

    def _enter_block(self, column: str, pieces: list[Piece], row: Row, page_top: PrintedLine | None) -> None:
        """Begin a merged cell, or continue the one that the page cut (ar-plan l. 132 and 134)."""
        block = self._blocks.get(column)
        if block and page_top and _is_cut(block.pieces[-1].text, pieces[0].text, self._language):
            block.pieces += pieces
            detail = f"the merged cell of {column} is cut by the page: its text goes on here"
            self._note("merged_cell_joined", "info", page_top, detail, row.number)
        else:
            self._blocks[column] = Block(list(pieces), row.number)

    def _go_on(self, line: PrintedLine, placed: dict[str, list[Piece]], opens_page: bool, breaks: bool) -> None:
        """Join a cut row with the row before; refuses a cut row without a row before it."""
        if breaks or not self._rows:
            what = "number" if self._layout.key == "number" else f"text in {self._layout.key!r}"
            found = f"a row without {what} follows a heading or header: {' | '.join(line.cells)[:80]!r}"
            remedy = (
                'If it is a row of its own, let another column tell rows, below [layout]: key = "action" and '
                "key_pattern = '^\\S'. If it is a header, name its labels under [columns]. If it is a line between the "
                "rows, write a [[heading]] for it, or a pattern for it below [excluded]"
            )
            raise self._mismatch(line, found, remedy)
        severity, why = ("info", "cut by the page") if opens_page else ("doubt", "without number in mid-page")
        if line.covered:
            severity, why = "info", "over which the cell of the row before is drawn"
        detail = f"a row {why}: joined with the row before"
        row = self._rows[-1]
        self._note("row_joined", severity, line, detail, row.number)
        for column, pieces in placed.items():
            row.pieces.setdefault(column, []).extend(pieces)
            if column not in self._layout.merged:
                if (block := row.blocks.get(column)) is not None and block.first_row != row.number:
                    block.pieces += pieces  # a drawn cell covers the row: the words belong to that cell
                    self._rows[block.first_row].pieces.setdefault(column, []).extend(pieces)
                continue
            if column in self._blocks:
                self._blocks[column].pieces += pieces
            else:
                self._blocks[column] = row.blocks[column] = Block(list(pieces), row.number)

    def _mismatch(self, line: PrintedLine, found: str, remedy: str) -> LayoutMismatch:
        cause = re.sub(r"'.*'|: .*", "", found)
        return LayoutMismatch(place_of(line), found, f"{remedy} (profile {self._profile_name!r})", cause=cause)
