"""Headers that run into the first row of their table, because a rule below the header is not drawn.

- the rule is missing below one label: the reader takes the first row for the lower row of a header of two rows;
- it is missing below all of them: each label stands in one cell with the first cell below it ("N° 1", "Acción …").
Without its rule the first row would be lost in silence, for the words of a header are no values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from ..records import PrintedLine, PrintedPiece
from ..text import small_number
from .plan_tables import ACTION, PrintedTable, printed_tables

NUMBER = "number"
LONG = 5  # words of an action, at least: a label of the lower row of a header has fewer
MOST_WORDS = 6  # of a label
RoleOf = Callable[[str], str | None]


def with_parted_headers(lines: Sequence[PrintedLine], role_of: RoleOf) -> list[PrintedLine]:
    """Return lines in which the first row of a table stands apart from its header."""
    new: dict[int, tuple[PrintedLine, ...]] = {}  # id of a line → the lines in its place
    for table in printed_tables(lines):
        new |= dict(_parted(table, role_of))
    return [each for line in lines for each in new.get(id(line), (line,))]


def _parted(table: PrintedTable, role_of: RoleOf) -> Iterator[tuple[int, tuple[PrintedLine, ...]]]:
    headers = table.headers
    if len(headers) == 2 and _is_row_below(headers[0], headers[1], role_of):
        header, row = _header_and_row(headers[0], headers[1], role_of)
        yield from ((id(headers[0]), (header,)), (id(headers[1]), (row,)))
    elif len(headers) == 1 and table.rows and _holds_row(headers[0], table.rows[0], role_of):
        yield id(headers[0]), _header_and_row(headers[0], None, role_of)


def _is_row_below(upper: PrintedLine, lower: PrintedLine, role_of: RoleOf) -> bool:
    """Tell whether the second row of a header is the first row of the table: most labels have a cell below them."""
    if len(upper.cells) != len(lower.cells) or any(span != 1 for span in (upper.spans or ())):
        return False
    pairs = [(above, below) for above, below in zip(upper.cells, lower.cells, strict=True) if above and below]
    action = next((below for above, below in pairs if role_of(above) == ACTION), "")
    labels = sum(role_of(below) is not None for _, below in pairs)
    return 2 * len(pairs) > len(upper.cells) and len(action.split()) >= LONG and 2 * labels < len(pairs)


def _holds_row(header: PrintedLine, row: PrintedLine, role_of: RoleOf) -> bool:
    """Tell whether the cells of a header hold the first row: its number is the one before that of the next row."""
    if len(header.cells) != len(row.cells):
        return False
    roles = [role_of(label) for label, _ in (_label_and_rest(cell, role_of) for cell in header.cells)]
    if ACTION not in roles or NUMBER not in roles:
        return False
    number = _label_and_rest(header.cells[roles.index(NUMBER)], role_of)[1]
    action = _label_and_rest(header.cells[roles.index(ACTION)], role_of)[1]
    first, second = small_number(number.rstrip(".")), small_number(row.cells[roles.index(NUMBER)].rstrip("."))
    return first is not None and second == first + 1 and len(action.split()) >= LONG


def _label_and_rest(cell: str, role_of: RoleOf) -> tuple[str, str]:
    """Return the shortest beginning of a cell that names the column, and its other words; the cell if it names none."""
    words = cell.split()
    starts = [" ".join(words[:size]) for size in range(1, min(len(words), MOST_WORDS) + 1)]
    roles = [role_of(start) for start in starts]
    named = next((role for role in reversed(roles) if role is not None), None)
    if named is None:
        return cell, ""
    size = roles.index(named) + 1
    return " ".join(words[:size]), " ".join(words[size:])


def _header_and_row(upper: PrintedLine, lower: PrintedLine | None, role_of: RoleOf) -> tuple[PrintedLine, PrintedLine]:
    """Return the header and the first row; a cell that holds words of both is parted behind its label."""
    head: list[tuple[str, tuple[PrintedPiece, ...]]] = []
    row: list[tuple[str, tuple[PrintedPiece, ...]]] = []
    for place, cell in enumerate(upper.cells):
        below = (lower.cells[place], lower.pieces[place]) if lower is not None else ("", ())
        label, rest = _label_and_rest(cell, role_of)
        if below[0] or not rest:
            head.append((cell, upper.pieces[place]))
            row.append(below)
        else:
            first, second = parted_pieces(upper.pieces[place], label)
            head.append((label, first))
            row.append((rest, second))
    return _with_cells(upper, head), replace(_with_cells(lower or upper, row), spans=(), covered=())


def parted_pieces(
    pieces: Sequence[PrintedPiece], label: str
) -> tuple[tuple[PrintedPiece, ...], tuple[PrintedPiece, ...]]:
    """Return the pieces of a label, and those of the words behind it; they keep the box of the cell."""
    left = len(label.split())
    head: list[PrintedPiece] = []
    rest: list[PrintedPiece] = []
    for piece in pieces:
        words = piece.text.split()
        for part, kept in ((head, words[:left]), (rest, words[left:])):
            if kept:
                part.append(replace(piece, text=" ".join(kept), marks=(), breaks=()))
        left = max(0, left - len(words))
    return tuple(head), tuple(rest)


def _with_cells(line: PrintedLine, cells: Sequence[tuple[str, tuple[PrintedPiece, ...]]]) -> PrintedLine:
    texts, pieces = tuple(text for text, _ in cells), tuple(each for _, each in cells)
    return replace(line, cells=texts, pieces=pieces)
