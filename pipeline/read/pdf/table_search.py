"""The search for the tables of one page: those that rules draw, those of white space, those of other engines.

Each search sees the words that the ones before it left. If our own code fails in one, the page keeps its words as lines
of text, with a doubt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...language import says_continued
from .grid.candidates import Around, best_reading, is_drawn, is_going_on
from .grid.columns_of_table_above import with_columns_of_above
from .grid.evidence import Engine, Evidence, Source
from .grid.fragments import Fragment, FragmentCell, fill_grid, refilled, words_in
from .grid.grid import Grid
from .grid.grid_doubts import doubts_about, with_doubts_between
from .grid.grid_repairs import mended
from .grid.hanging_columns import is_hanging_text
from .grid.header_lines import with_header
from .grid.led_rows import led_grids
from .grid.notes_below import without_note
from .grid.page_tables import fragments_on, is_table
from .grid.rest_of_table import rest_of_table
from .grid.side_by_side import gutter_between, in_reading_order, is_left
from .grid.tables_of_words import tables_of_words
from .grid.white_tables import white_grids
from .page.doubts import Doubt, perhaps_a_table, table_fault
from .page.drawing import Box, Drawing, Floats
from .page.pages_before import NO_PAGE_BEFORE, PagesBefore
from .page.rules import join_rules
from .page.typefaces import Marks, Printed
from .page.words import Words
from .scan.pictures import HERE, Pictures

FAULTS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # of our own geometry, on one page
INFERRED = "a table by white space: no rules are drawn, so rows and columns are inferred"


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is to be read, and what the pages before it showed."""

    before: PagesBefore = NO_PAGE_BEFORE
    with_runs: bool = False  # how the words are printed is asked for
    is_second: bool = False  # its words are counted already
    others: tuple[tuple[Evidence, Grid], ...] = ()  # grids that other engines found
    pictures: Pictures = HERE  # who reads pages that are pictures


@dataclass(frozen=True, slots=True)
class Read:
    """What stands on a page, wherever it was read from."""

    words: Words
    drawing: Drawing
    printed: Printed
    marks: Marks | None  # None = how words are printed is not asked for
    look: Look
    source: Source = Source.DRAWN


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of a page, topmost first, and what the search leaves."""

    fragments: list[Fragment]
    ruled: list[Fragment]  # those that rules draw
    white: Floats | None  # column edges of the last table that white space alone draws
    outside: list[int]  # words that no table has
    doubts: tuple[Doubt, ...]


def search_tables(number: int, read: Read) -> FoundTables:
    """Return the tables of a page with the doubts about them."""
    own, faults = _own_tables(number, read)
    goes_on = read.look.before.end is not None
    own = [_without_caption(each, goes_on) for each in own]  # else a heading becomes a label of the header below it
    white, notes = _white_tables(number, own, read)
    own, white = _best_readings(own, white, read)
    own = [without_note(_without_caption(each, goes_on)) for each in own]
    white = [without_note(each) for each in white]
    fragments, doubts = _with_others(number, [*own, *white], read)
    if len(fragments) > 1:
        fragments = with_columns_of_above(fragments, outside_of(read.words, fragments))
    fragments = _with_rest(number, fragments, read)
    fragments, unsure = _with_tables_of_words(number, fragments, read)
    outside, rules = outside_of(read.words, fragments), (join_rules(read.drawing.horizontal), read.drawing.vertical)
    doubted = [replace(each, doubts=each.doubts + doubts_about(each, outside, *rules)) for each in fragments]
    edges = white[-1].grid.columns if white else None
    said = (*faults, *notes, *doubts, *unsure)
    return FoundTables(with_doubts_between(doubted), own, edges, outside, said)


def _with_rest(number: int, fragments: list[Fragment], read: Read) -> list[Fragment]:
    """Return a page's tables, with the last rows of the table of the page before if only its columns show them."""
    end = read.look.before.end
    if end is None:
        return fragments
    try:
        grid = rest_of_table(read.words, outside_of(read.words, fragments), fragments, end)
        if grid is None:
            return fragments
        rest = fill_grid(number, Engine(Evidence.WHITE, read.source), grid, read.words, read.drawing.rectangles)
    except FAULTS:
        return fragments
    return in_reading_order([*fragments, replace(rest, is_rest=True)])


def _with_tables_of_words(
    number: int, fragments: list[Fragment], read: Read
) -> tuple[list[Fragment], tuple[Doubt, ...]]:
    """Return a page's tables and, among the words outside of them, small tables of words and rows with leaders."""
    words, drawing = read.words, read.drawing
    starts, printed = words.starts, read.printed
    try:
        outside = outside_of(words, fragments)
        grids, unsure = tables_of_words(
            words, outside, join_rules(drawing.horizontal), lambda word: printed.stands_out(starts[word])
        )
        led, doubtful = led_grids(words, outside)
        led = [grid for grid in led if not any(_overlap(grid.box, other.box) for other in grids)]
        engine = Engine(Evidence.WHITE, read.source)
        filled = [fill_grid(number, engine, grid, words, drawing.rectangles) for grid in (*grids, *led)]
    except FAULTS as fault:
        return fragments, (table_fault(number, fault),)
    found = [
        each for each in filled if is_table(each) and not any(_overlap(each.box, other.box) for other in fragments)
    ]
    doubts = [Doubt("table_inferred", "doubt", number, INFERRED)] if found else []
    doubts += [perhaps_a_table(number, place) for place in (*unsure, *doubtful)]
    return in_reading_order([*fragments, *found]) if found else fragments, tuple(doubts)


def _without_caption(fragment: Fragment, is_going_on: bool) -> Fragment:
    """Return a fragment without its first row where that is a line of text above the table: a caption or a heading.

    `is_going_on`: a table at the end of the page before may go on, with the title of a section as its first row.
    """
    filled = [cell for cell in fragment.cells if cell.span.row == 0 and cell.words]
    if len(filled) != 1 or fragment.row_count < 3 or len(filled[0].lines) > 1 or filled[0].span.row_count > 1:
        return fragment
    if not says_continued(filled[0].lines[0]) and not _is_heading(fragment, filled[0], is_going_on):
        return fragment
    grid = fragment.grid
    return refilled(fragment, replace(grid, rows=grid.rows[1:]), grid.owner[1:])


def _is_heading(fragment: Fragment, title: FragmentCell, is_going_on: bool) -> bool:
    """Tell whether the only cell of a first row is a heading: no rule above it, and a header right below it."""
    shade = fragment.tinted[1]
    is_open = all(fragment.grid.open_above) and not fragment.tinted[0] and title.span.column == 0
    if not is_open or not all(fragment.cell_at(1, column).words for column in range(fragment.column_count)):
        return False
    if shade and shade not in fragment.tinted[2:]:
        return True
    is_ruled = fragment.evidence is Evidence.ROWS and not any(fragment.tinted)
    return is_ruled and not is_going_on


def _own_tables(number: int, read: Read) -> tuple[list[Fragment], tuple[Doubt, ...]]:
    """Return a page's tables; none if our own code fails in the search, which becomes a doubt."""
    try:
        return fragments_on(number, read.words, read.drawing, read.look.before.columns, read.source), ()
    except FAULTS as fault:
        return [], (table_fault(number, fault),)


def _white_tables(number: int, own: Sequence[Fragment], read: Read) -> tuple[list[Fragment], tuple[Doubt, ...]]:
    """Return the tables that only white space shows, outside the others, topmost first, and the doubts about them.

    None if our own code fails in the search.
    """
    try:
        grids = _white_grids(read, outside_of(read.words, own))
        grids = [grid for grid in grids if not any(_overlap(grid.box, fragment.box) for fragment in own)]
        engine = Engine(Evidence.WHITE, read.source)
        filled = [mended(fill_grid(number, engine, grid, read.words, read.drawing.rectangles)) for grid in grids]
    except FAULTS as fault:
        return [], (table_fault(number, fault),)
    others, known = {word for each in own for word in words_in(each)}, read.look.before.gutters
    tables = [fragment for fragment in filled if is_table(fragment)]
    found = [fragment for fragment in tables if not is_hanging_text(fragment, read.words, others, known)]
    return found, (Doubt("table_inferred", "doubt", number, INFERRED),) if found else ()


def _white_grids(read: Read, outside: Sequence[int]) -> list[Grid]:
    """Return the grids that white space draws, on each side of a gutter between two tables."""
    words, strokes = read.words, read.drawing.horizontal
    gutter = gutter_between(strokes, words) if len(outside) else None
    if gutter is None:
        return white_grids(words, outside, read.look.before.white, strokes)
    left = is_left(words.boxes, gutter)
    sides = ([word for word in outside if left[word]], [word for word in outside if not left[word]])
    return [grid for own in sides for grid in white_grids(words, own, None, strokes)]


def _best_readings(own: list[Fragment], white: list[Fragment], read: Read) -> tuple[list[Fragment], list[Fragment]]:
    """Return the tables. One that rules draw only in part is given in its best reading, or as it is if that fails."""
    if not own and not white:
        return own, white
    free = frozenset(range(len(read.words))).difference(*map(words_in, [*own, *white]))
    before = tuple(known for known in (read.look.before.columns, read.look.before.white) if known is not None)
    around = Around(read.words, free, join_rules(read.drawing.horizontal), read.drawing.rectangles, before)
    chosen: list[Fragment] = []
    try:
        for each in (*own, *white):
            chosen.append(_best_reading(each, around))
            if chosen[-1] is not each:
                around = replace(around, free=(around.free | words_in(each)) - words_in(chosen[-1]))
    except FAULTS:
        return own, white
    return chosen[: len(own)], chosen[len(own) :]


def _best_reading(fragment: Fragment, around: Around) -> Fragment:
    best = fragment if is_drawn(fragment) else best_reading(fragment, around)
    if is_going_on(best, around):
        return best
    return with_header(best, around.free | (words_in(fragment) - words_in(best)), around.strokes)


def _overlap(first: Box, second: Box) -> bool:
    return min(first[2], second[2]) > max(first[0], second[0]) and min(first[3], second[3]) > max(first[1], second[1])


def _with_others(number: int, own: list[Fragment], read: Read) -> tuple[list[Fragment], tuple[Doubt, ...]]:
    """Return a page's tables and those that other engines found outside of them, with the doubts about them."""
    fragments: list[Fragment] = list(own)
    doubts: list[Doubt] = []
    if not read.look.others:
        return in_reading_order(fragments), ()
    taken = {word for fragment in own for word in words_in(fragment)}
    for evidence, grid in read.look.others:
        found = fill_grid(number, Engine(evidence, read.source), grid, read.words, read.drawing.rectangles)
        free = words_in(found) - taken
        if free != words_in(found):
            rival = next((other for other in fragments if words_in(other) & words_in(found)), None)
            if rival is not None and _texts(rival) != _texts(found):
                both = f"{rival.engine} and {found.engine}"
                detail = f"{both} read the same words as other cells; those of {rival.engine} are kept"
                doubts.append(Doubt("engines_differ", "doubt", number, detail))
        elif is_table(found):
            fragments.append(found)
            taken |= free
            detail = f"a table by {found.engine}: no rules that our own reader sees, so rows and columns are inferred"
            doubts.append(Doubt("table_inferred", "doubt", number, detail))
    return in_reading_order(fragments), tuple(doubts)


def _texts(fragment: Fragment) -> list[tuple[str, ...]]:
    return [cell.lines for cell in fragment.cells if cell.words]


def outside_of(words: Words, fragments: Sequence[Fragment]) -> list[int]:
    """Return the words outside all tables."""
    inside = set().union(*map(words_in, fragments))
    return [index for index in range(len(words)) if index not in inside]
