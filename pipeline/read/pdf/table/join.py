"""Logical tables: fragments of several pages are joined, and each decision has its reason.

A fragment continues the table before if three things hold: it has the table's column edges; only furniture and
footnotes stand between them; and if it prints a header, that is the table's. The number of columns alone never joins.
Two tables of the same width with a heading between them stay apart (ar-plan p. 3), and so do two whose headers have
other years (corett-2020 p. 4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ....language import Language
from ..grid.fragments import Fragment, FragmentCell
from ..grid.headers import (
    header_depth,
    header_labels,
    is_header_again,
    is_title_row,
    row_keys,
)
from ..page.cell_text import Vocabulary
from ..page.type_size import unit_of
from .between_fragments import CONTINUED, SAID, stands_apart
from .columns import (
    FEWEST_SHARED,
    drawn_in,
    on_all_columns,
    same_widths,
    shared_edges,
    with_blank_columns,
    with_columns,
    without_lone_edges,
)
from .cut_headers import begins_another, header_over_break, lower_row_of
from .header_again import has_words_over_numbers, is_under_new_header, rows_of_header
from .header_with_row import runs_into_title, with_header_parted
from .logical_rows import Join, JoinedCell, JoinedRow, LogicalTable, Piece
from .page_breaks import (
    FEW,
    Break,
    Habit,
    PrintedCell,
    goes_on,
    habit_of,
    judge_break,
    tally_of,
)
from .table_habits import Surroundings

LOOKED_AT = 40  # rows above a break


__all__ = ["Join", "JoinedCell", "JoinedRow", "LogicalTable", "Piece", "join_fragments", "lone_fragments"]


def join_fragments(
    fragments: Sequence[Fragment], between: Sequence[str | None], vocabulary: Vocabulary, lets_go: bool = False
) -> list[LogicalTable]:
    """Return the logical tables of a document's fragments, in order.

    `between` is for each fragment the text between it and the one before: None if there is none, `CONTINUED` if a line
    above it says that the table goes on. With `lets_go`, the words of its pages are no longer kept in memory when a
    table has ended.
    """
    tables: list[LogicalTable] = []
    around = Surroundings(fragments, vocabulary)
    kept = 0  # the first fragment whose page is not forgotten
    for index, fragment in enumerate(fragments):
        around.index = index
        placed, join = _continuation(tables[-1] if tables else None, fragment, between[index], around)
        if tables and (cut := header_over_break(tables[-1], fragment, between[index], vocabulary)) is not None:
            tables[-1], placed, join = cut, fragment, Join(fragment.page, True, "the header, cut by the page, goes on")
        elif join.is_joined:
            tables[-1] = _on_finer_columns(_with_title_below(tables[-1], placed, around), placed, around)
        else:
            tables.append(_opened(placed, 0, around))
        tables[-1].joins.append(join)
        tables += _append(tables[-1], index, placed, around)
        around.headers.add(tables[-1].header_keys)
        while lets_go and kept < tables[-1].sources[0][0]:
            fragments[kept].content.let_go()
            kept += 1
    for fragment in fragments[kept:] if lets_go else ():
        fragment.content.let_go()
    for table in tables:
        if len(table.sources) > 1:
            _fill_cut_cells(table)
    return tables


def _fill_cut_cells(table: LogicalTable) -> None:
    """Make a blank merged cell at a page break part of the cell above it, in a column that has no other blank cell.

    The end of a page may close a merged cell below its text and leave the part on the next page without a rule (CSS).
    """
    cut = {cell.column for row in table.rows for cell in row.cells if len(cell.pieces) > 1 and not cell.first_line}
    for column in sorted(cut):
        rows = [row.cells[column] for row in table.rows if not row.is_section]
        cells = list({id(cell): cell for cell in rows if cell.column_count == 1}.values())
        blank = [cell for cell in cells if not cell.first_line]
        if len(cells) - len(blank) < FEW or any(len(cell.pieces) < 2 or cell.row_count < 2 for cell in blank):
            continue
        for cell in blank:
            above = table.rows[cell.first_row - 1]
            if cell.first_row and not above.is_section and above.cells[column].column_count == 1:
                target = above.cells[column]
                for row in table.rows[cell.first_row : cell.first_row + cell.row_count]:
                    row.cells[column] = target
                target.row_count += cell.row_count


def lone_fragments(tables: Sequence[LogicalTable]) -> set[int]:
    """Return the fragments that continue no table and are no table of their own."""
    alone = [table.sources[0] for table in tables if len(table.sources) == 1]
    return {index for index, fragment in alone if is_no_table_alone(fragment)}


def is_no_table_alone(fragment: Fragment) -> bool:
    """Tell whether a fragment would not be a table of its own: only one cell has text, or another page's columns."""
    if fragment.is_rest:
        return True
    filled = (cell for cell in fragment.cells if cell.words)
    return next(filled, None) is None or next(filled, None) is None


def _continuation(
    table: LogicalTable | None, fragment: Fragment, between: str | None, around: Surroundings
) -> tuple[Fragment, Join]:
    """Return the fragment with the table's columns, and whether it continues the table."""
    if table is None:
        return fragment, Join(fragment.page, False, "the first table")
    if apart := stands_apart(table.last, fragment, between):
        return fragment, Join(fragment.page, False, apart)
    placed, how = _on_columns(table, fragment)
    if placed is None:
        return fragment, Join(fragment.page, False, how)
    how += f"; {SAID}" if between == CONTINUED else ""
    placed = with_header_parted(table.header_keys, placed)
    again = is_header_again(table.header_keys, placed, 0)
    if again == "same" or rows_of_header(table.header_keys, placed):
        return placed, Join(fragment.page, True, f"{how}; the header is repeated")
    if fragment.page > table.last.page + 1:
        return fragment, Join(fragment.page, False, f"the table before ends on page {table.last.page}")
    if again == "changed" and runs_into_title(table, placed):
        return placed, Join(fragment.page, True, f"{how}; the header is repeated, without the title below it")
    is_headed = around.is_headed(fragment) or is_under_new_header(table, placed)
    if again is None and is_headed and row_keys(placed, 0) not in table.header_keys:
        return fragment, Join(fragment.page, False, "the same columns, under a header that the table before lacks")
    is_other = _has_other_header(table, placed) or has_words_over_numbers(table, placed)
    if again == "changed" or begins_another(table, placed) or is_other:
        return fragment, Join(fragment.page, False, "the same columns under another header")
    return placed, Join(fragment.page, True, f"{how}; nothing stands between, no new header")


def _on_columns(table: LogicalTable, fragment: Fragment) -> tuple[Fragment | None, str]:
    """Return a fragment with the table's columns and how they were found; or None and the reason."""
    edges = table.edges
    fragment = drawn_in(fragment, edges) or fragment
    own, unit = fragment.grid.columns, unit_of(fragment.line_height)
    partners = shared_edges(edges, own, unit)
    if partners is not None and len(partners) == len(edges):
        return fragment, "the same column edges"
    if partners is not None and len(partners) >= FEWEST_SHARED:
        missing = len(edges) - len(partners)
        return with_columns(fragment, edges, partners), f"the same column edges, {missing} of them not drawn"
    is_new_page = fragment.page > table.last.page  # two tables that touch have a header and columns each
    if is_new_page and len(own) == len(edges) and is_header_again(table.header_keys, fragment, 0) == "same":
        return fragment, "other column edges under the same header"
    columns = same_widths(edges, own, unit)
    if columns is not None and len(own) >= FEWEST_SHARED:
        return with_blank_columns(fragment, columns, len(edges) - 1), "the same column widths, a column left out"
    if (laid := on_all_columns(fragment, edges)) is not None:
        return laid, "the same places of texts, a column left out"
    if len(own) > len(edges) >= FEWEST_SHARED and (within := shared_edges(own, edges, unit)) is not None:
        if (coarser := without_lone_edges(fragment, within)) is not None:
            return coarser, "the same column edges; white space in one column is no edge"
        return fragment, "the same column edges, more of them drawn"
    return None, f"other column edges: {len(own) - 1} columns after {len(edges) - 1}"


def _on_finer_columns(table: LogicalTable, fragment: Fragment, around: Surroundings) -> LogicalTable:
    """Return the table, with the columns of a fragment that draws more of them, if there are more."""
    if fragment.column_count == len(table.edges) - 1:
        return table
    edges = fragment.grid.columns
    sources = [(index, with_columns(old, edges, shared_edges(edges, old.grid.columns) or [])) for index, old in
               table.sources]  # fmt: skip
    return _laid_anew(table, sources, around)


def _with_title_below(table: LogicalTable, fragment: Fragment, around: Surroundings) -> LogicalTable:
    """Return the table as it is, or with the title below its header as a row where a fragment shows them parted."""
    if not runs_into_title(table, fragment):
        return table
    first, *rest = table.sources
    keys = tuple(row_keys(fragment, row) for row in range(len(table.header_keys)))
    return _laid_anew(table, [(first[0], with_header_parted(keys, first[1])), *rest], around)


def _laid_anew(table: LogicalTable, sources: Sequence[tuple[int, Fragment]], around: Surroundings) -> LogicalTable:
    """Return a table of the same joins from fragments that are laid out anew."""
    finer = _opened(sources[0][1], 0, around)
    finer.joins = list(table.joins)  # a break that is judged again says so here, and is forgotten below
    for index, source in sources:
        _append(finer, index, source, around)
    finer.joins = table.joins
    return finer


def _has_other_header(table: LogicalTable, fragment: Fragment) -> bool:
    """Tell whether a fragment begins with a tinted header that is not the table's, whose rows are not tinted."""
    if not table.tints_header or not fragment.tinted[0] or all(fragment.tinted) or is_title_row(fragment, 0):
        return False
    depth = len(table.header_keys)
    return header_depth(fragment) > 0 and not any(any(source.tinted[depth:]) for _, source in table.sources)


def _opened(fragment: Fragment, row: int, around: Surroundings) -> LogicalTable:
    """Return a table without rows. Its header begins at `row` of a fragment, if there is one."""
    depth = around.header_depth(fragment) if row == 0 else row + 1
    titles = sum(is_title_row(fragment, line) for line in range(depth)) if row == 0 else 0
    keys = tuple(row_keys(fragment, line) for line in range(titles, depth))
    labels = header_labels(fragment, titles, depth, around.vocabulary) if keys else ()
    framed = not all(fragment.grid.open_above)
    return LogicalTable(fragment.grid.columns, labels, keys, framed, bool(keys) and bool(fragment.tinted[titles]))


def _reopened(table: LogicalTable, fragment: Fragment, row: int, vocabulary: Vocabulary) -> LogicalTable:
    """Return the table that begins in the middle of a fragment, at `row`, under a changed header."""
    stop = row + len(table.header_keys)
    keys = tuple(row_keys(fragment, line) for line in range(row, stop))
    labels = header_labels(fragment, row, stop, vocabulary)
    opened = LogicalTable(table.edges, labels, keys, table.is_framed, table.tints_header)
    opened.joins.append(Join(fragment.page, False, "the same columns under another header"))
    return opened


def _append(table: LogicalTable, index: int, fragment: Fragment, around: Surroundings) -> list[LogicalTable]:
    """Add a fragment's rows to a table; return the tables that begin inside the fragment under a changed header."""
    opened: list[LogicalTable] = []
    tops, owners = fragment.grid.rows.tolist(), fragment.grid.owner.tolist()
    fresh = [_joined_cell(cell, fragment, tops) for cell in fragment.cells]
    was_first, at_break, row = not table.sources, bool(table.rows), 0
    is_amid = bool(table.sources) and table.sources[-1][1].page == fragment.page
    table.sources.append((index, fragment))
    for owner in lower_row_of(table, fragment):
        table.header_pieces += [piece for piece in fresh[owner].pieces if piece.lines]
        fresh[owner].is_header, row = True, 1
    if not row and (depth := rows_of_header(table.header_keys, fragment)):
        if depth < len(table.header_keys):  # one label in each column
            table.header = header_labels(fragment, 0, depth, around.vocabulary)
        _keep_repeated(table, fragment, fresh, range(0 if was_first else depth), is_amid=is_amid)
        row, was_first = _take_header(table, fragment, fresh, (0, depth), was_first), False
    while row < fragment.row_count:
        again = is_header_again(table.header_keys, fragment, row)
        if again == "changed" and row:
            table = _reopened(table, fragment, row, around.vocabulary)
            table.sources.append((index, fragment))
            opened.append(table)
            was_first, again = True, "same"
        if again == "same":
            rows = (row, row + len(table.header_keys))
            if row and not was_first:
                _keep_repeated(table, fragment, fresh, range(*rows), is_amid=True)
            row, was_first = _take_header(table, fragment, fresh, rows, was_first), False
            continue
        cells = [fresh[owner] for owner in owners[row]]
        verdict = _verdict(table, cells, fresh, around) if at_break else None
        _add_row(table, fragment.page, cells, fresh, verdict)
        at_break = False
        row += 1
    return opened


def _keep_repeated(
    table: LogicalTable, fragment: Fragment, fresh: list[JoinedCell], rows: range, *, is_amid: bool
) -> None:
    """Note a header that is printed again, with the number of the row below it, and whether it stands amid a page."""
    owners = fragment.grid.owner.tolist()
    table.has_header_amid |= is_amid and bool(rows)
    table.repeated_rows += [(len(table.rows), [fresh[owner] for owner in owners[row]]) for row in rows]


def _take_header(
    table: LogicalTable, fragment: Fragment, fresh: list[JoinedCell], rows: tuple[int, int], is_own: bool
) -> int:
    """Set the words of a header, in `rows`, apart as the table's own or as repeated ones; return the row below it."""
    target = table.header_pieces if is_own else table.repeated_pieces
    table.header_rows = rows if is_own else table.header_rows
    for owner in dict.fromkeys(fragment.grid.owner[slice(*rows)].ravel().tolist()):
        target += [piece for piece in fresh[owner].pieces if piece.lines]
        fresh[owner].is_header = True
    return rows[1]


def _joined_cell(cell: FragmentCell, fragment: Fragment, tops: list[float]) -> JoinedCell:
    span = cell.span
    reaches = span.row + span.row_count == len(tops) - 1
    is_open = reaches and any(fragment.grid.open_below[span.column : span.column + span.column_count])
    piece = Piece(fragment.page, cell.box, cell.lines, cell.words, tops[span.row])
    first, last = (cell.lines[0], cell.lines[-1]) if cell.lines else ("", "")
    return JoinedCell(span.column, span.column_count, span.row_count, (piece,), first, last, is_open, reaches)


def _verdict(table: LogicalTable, cells: list[JoinedCell], fresh: list[JoinedCell], around: Surroundings) -> Break:
    if (verdict := _title_break(table, cells, around.vocabulary.language)) is not None:
        return verdict
    habits = _habits(table, cells, fresh)
    few = [column for column, cell in enumerate(cells) if habits[column].count < FEW and cell.column_count == 1]
    if few:
        others = around.habits(table.edges, few)
        habits = [others.get(column, own) for column, own in enumerate(habits)]
    return judge_break(*_sides(table, cells), habits, around.vocabulary.language)


def _add_row(
    table: LogicalTable, page: int, cells: list[JoinedCell], fresh: list[JoinedCell], verdict: Break | None
) -> None:
    """Add one row; at a page break, join what the break has cut."""
    if verdict is not None:
        table.joins[-1:] = [replace(table.joins[-1], reason=f"{table.joins[-1].reason}; {verdict.reason}")]
        above = table.rows[-1]
        going_on = range(len(cells)) if verdict.is_cut else sorted(verdict.carried)
        merged = {id(cells[column]): (cells[column], above.cells[column]) for column in going_on}
        for cell, target in merged.values():
            _merge(cell, target, cells, fresh)
        if verdict.is_cut:
            above.page_end = page
            _count(cells, len(table.rows) - 1)
            return
    table.rows.append(JoinedRow(page, page, cells))
    _count(cells, len(table.rows) - 1)


def _title_break(table: LogicalTable, below: list[JoinedCell], language: Language) -> Break | None:
    """Return the decision for a break next to a title row; a title row and a row of cells are never one row."""
    above = table.rows[-1].cells
    titles = [cells[0].column_count == len(cells) > 1 and bool(cells[0].first_line) for cells in (above, below)]
    if titles == [True, True]:
        is_cut = goes_on(above[0].last_line, below[0].first_line, language)
        return Break(is_cut, frozenset(), "a title goes on" if is_cut else "a new row begins: two titles")
    return Break(False, frozenset(), "a new row begins: beside a title") if any(titles) else None


def _merge(cell: JoinedCell, target: JoinedCell, cells: list[JoinedCell], fresh: list[JoinedCell]) -> None:
    """Make a cell below a break part of the one above it, in this row and those that follow."""
    target.take(cell)
    for group in (cells, fresh):
        for index, item in enumerate(group):
            if item is cell:
                group[index] = target


def _count(cells: list[JoinedCell], row: int) -> None:
    for cell in cells:
        cell.first_row = row if cell.first_row < 0 else cell.first_row
        cell.row_count = row - cell.first_row + 1


def _sides(table: LogicalTable, below: list[JoinedCell]) -> tuple[list[PrintedCell], list[PrintedCell]]:
    """Return the cells on both sides of a break, each with its line next to the break."""
    above = [
        PrintedCell(cell.last_line, max(cell.row_count, cell.grid_rows), table.is_framed and cell.is_open)
        for cell in table.rows[-1].cells
    ]
    return above, [PrintedCell(cell.first_line, cell.grid_rows) for cell in below]


def _habits(table: LogicalTable, below: list[JoinedCell], fresh: list[JoinedCell]) -> list[Habit]:
    """Return the habit of each column in the rows away from the break: at most the last `LOOKED_AT` above it."""
    columns: list[list[PrintedCell]] = [[] for _ in below]
    at_break = table.rows[-1].cells
    before: Sequence[JoinedCell | None] = [None] * len(below)
    for row in table.rows[-LOOKED_AT - 1 : -1]:
        if row.is_section:
            continue
        for column, cell in enumerate(row.cells):
            if cell.column_count == 1 and cell is not before[column] and cell is not at_break[column]:
                columns[column].append(PrintedCell(cell.first_line, max(cell.row_count, cell.grid_rows)))
        before = row.cells
    for cell in fresh:
        column = cell.column
        if cell.column_count == 1 and cell is not below[column] and not (cell.is_header or cell.is_unfinished):
            columns[column].append(PrintedCell(cell.first_line, max(cell.row_count, cell.grid_rows)))
    return [habit_of([tally_of(cells)]) for cells in columns]
