"""Gives the values of a plan in prose to its actions: those behind labels, and those at the end of the actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from .item_lists import ItemList
from .item_values import part_item
from .matrix_reading import MatrixReading
from .pieces import Piece, exclude, text_of
from .rows import Block, Row

ACTION = "action"
MOSTLY = 0.6  # share of the items of a document that have values, from which a list without any is no list of actions


class ValueGiver:
    """Gives values to the items of lists."""

    def __init__(self, reading: MatrixReading, column_of: Callable[[str], str | None], at_end: Sequence[str]) -> None:
        """Take the reading, the columns of labels, and the columns whose values stand at the end of items."""
        self._reading, self.column_of, self._at_end = reading, column_of, at_end

    def give(self, lists: Sequence[ItemList]) -> None:
        """Give the labelled lines of all lists to their items.

        The only such line of a list belongs to all its items if it stands before or after all of them. It does not if
        the list has a line of another label for several items, or if most lists have a line for each item: then an item
        without one has no value, and that of its neighbour is not its own.
        """
        for each in lists:
            self._part_items(each)
        counts = [
            (column, len(lines)) for each in lists if len(each.rows) > 1 for column, lines in each.labelled.items()
        ]
        single = Counter(column for column, count in counts if count == 1)
        several = Counter(column for column, count in counts if count > 1)
        for each in lists:
            have_own = any(len(lines) > 1 for lines in each.labelled.values())
            for column, lines in each.labelled.items():
                is_outside = lines[0][0] in {0, len(each.rows)}
                is_shared = len(lines) == 1 and is_outside and not have_own and single[column] >= several[column]
                for count, pieces in lines:
                    is_of_all = is_shared or (count == 0 and len(lines) == 1)
                    self._give(each.rows if count or is_of_all else (), column, (count, is_of_all), pieces)

    def set_aside(self, lists: Sequence[ItemList]) -> None:
        """Set the items of lists aside in which none has a value, where most items of the document have some."""
        valued = {row.number for row in self._reading.rows if row.blocks or set(row.pieces) - {ACTION, "number"}}
        if len(valued) < MOSTLY * len(self._reading.rows):
            return
        for each in lists:
            if not each.rows or valued & {row.number for row in each.rows}:
                continue
            pieces = [piece for row in each.rows for kept in row.pieces.values() for piece in kept]
            self._reading.excluded += [exclude(piece, "other-text") for piece in pieces]
            self._reading.rows = [row for row in self._reading.rows if row not in each.rows]
            detail = f"a list of {len(each.rows)} items without any value, unlike the actions: kept in excluded"
            self._reading.doubt("line_unplaced", "doubt", (None, each.rows[0].page), detail, text_of(pieces))

    def _part_items(self, of: ItemList) -> None:
        """Take the values out of the text of a list's items."""
        for place, row in enumerate(of.rows, start=1):
            parted = part_item(row.pieces[ACTION], self.column_of, self._at_end)
            row.pieces[ACTION] = parted.text
            self._reading.excluded += parted.aside
            for column, pieces in parted.values:
                of.labelled.setdefault(column, []).append((place, pieces))
        for column, lines in list(of.labelled.items()):
            for at, (place, pieces) in enumerate(lines):
                of.labelled[column][at] = (place, self._without_labels(of, place, pieces))
        for lines in of.labelled.values():
            lines.sort(key=lambda each: each[0])

    def _without_labels(self, of: ItemList, place: int, pieces: list[Piece]) -> list[Piece]:
        """Return a value up to the next label in it, which a line's end has parted from its line."""
        parted = part_item(pieces, self.column_of, self._at_end if len(self._at_end) > 1 else ())
        self._reading.excluded += parted.aside
        for column, value in parted.values:
            of.labelled.setdefault(column, []).append((place, value))
        return parted.text

    def _give(self, rows: Sequence[Row], column: str, place: tuple[int, bool], pieces: list[Piece]) -> None:
        """Give a labelled line to its item: `place` = items before it, and whether it belongs to all of them."""
        count, is_shared = place
        if not rows:
            self._reading.excluded += [exclude(piece, "unplaced") for piece in pieces]
            if pieces:
                detail = "a value with a label stands before the first action of its list: kept in excluded"
                self._reading.doubt("line_unplaced", "doubt", (None, pieces[0].page), detail, text_of(pieces))
        elif is_shared and len(rows) > 1:
            for row in rows:
                row.blocks[column] = Block(pieces, rows[0].number)
        else:
            rows[max(count - 1, 0)].pieces.setdefault(column, []).extend(pieces)
