"""Plans with a card for each action: labels left and values right, in one to three pairs of columns, or above them.

Cards stand in tables, side by side or one below the other, or in lines of text. `card_labels.py` finds the labels,
`card_reader.py` reads the cards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from ..errors import LayoutMismatch
from ..layouts import Profile
from ..records import Action, Excluded, Issue, PrintedLine, Records
from ..reference.headers import header_key
from .actions import ActionMaker
from .card_labels import MOST_WORDS, CardLabels
from .card_reader import CardReader, cells_of
from .card_strips import in_page_order, without_sides
from .hierarchy import hierarchy_doubts, hierarchy_refusals
from .matrix_reading import MatrixReading
from .number_gaps import number_gaps
from .pieces import exclude, text_of
from .plan_tables import BY_HAND, PrintedTable, printed_tables
from .refused_rows import refuse_together
from .set_aside import tables_aside, text_aside
from .tables_by_hand import unused_keys

FEWEST_ROWS = 3  # of a table that sums up the cards, its header among them
FEWEST = 2  # labels from which a table is a card
FEWEST_ABOVE, TIMES_ABOVE = 6, 3  # cells with a label right before their value: number, and times the other labels


def labels_stand_above(lines: Sequence[PrintedLine], labels: CardLabels) -> bool:
    """Tell whether most labels of a document's cards stand in the cells of their values, with nothing between them."""
    cells = [pieces for line in lines for _, pieces in cells_of(line)]
    parted = sum(labels.has_label(pieces) for pieces in cells)
    above = sum(begins_with_label(text_of(pieces), labels) for pieces in cells if not labels.has_label(pieces))
    return above >= max(FEWEST_ABOVE, TIMES_ABOVE * parted)


def begins_with_label(text: str, labels: CardLabels) -> bool:
    """Tell whether the first words of a text are a label, and a word with a capital or a number follows them."""
    words = text.split()
    return any(
        labels.is_label(" ".join(words[:count])) and not words[count][0].islower()
        for count in range(1, min(MOST_WORDS, len(words) - 1) + 1)
    )


def is_card(table: PrintedTable, labels: CardLabels, begins: Collection[str]) -> bool:
    """Tell whether a table is a card or a part of one, because it has labels of the profile.

    A table with labels in its first row alone has rows below them. They belong to the card above, unless cards begin
    with one of these labels: then the table sums up the cards. `begins` are the keys of such labels.
    """
    found: set[str] = set()
    rows = 0
    has_value = False
    for line in (*table.headers, *table.rows):
        parted = [labels.parts(pieces) for _, pieces in cells_of(line)]
        own = {header_key(part.label) for parts in parted for part in parts if part.label}
        has_value = has_value or (bool(own) and any(part.value for parts in parted for part in parts))
        rows += bool(own)
        found |= own
    is_card_itself = rows > 1 or has_value or len(table.headers) + len(table.rows) < FEWEST_ROWS
    return len(found) >= FEWEST and (is_card_itself or not found & set(begins))


def _parted(lines: Sequence[PrintedLine], own: set[int], labels: CardLabels) -> list[PrintedLine]:
    """Return the lines of a document with cards side by side parted."""

    def label_of(line: PrintedLine, place: int) -> str | None:
        pieces = next((pieces for at, pieces in cells_of(line) if at == place), [])
        parts = labels.parts(pieces) if pieces else []
        return parts[0].label if parts else None

    rows: dict[int, list[PrintedLine]] = {}
    for line in lines:
        if line.table in own:
            rows.setdefault(line.table or 0, []).append(line)
    parted = {number: without_sides(found, label_of) for number, found in rows.items()}
    made: list[PrintedLine] = []
    for line in lines:
        found = parted.get(line.table or 0) if line.table in own else None
        if found is None or found == rows[line.table or 0]:
            made.append(line)
        else:
            made += found
            parted[line.table or 0], rows[line.table or 0] = [], [line]
    return made


def _read(lines: Sequence[PrintedLine], own: set[int], reader: CardReader) -> Iterator[PrintedLine]:
    """Read the lines of a document; yield those outside the tables that belong to no card."""
    for place, line in enumerate(lines):
        reader.after = lines[place + 1] if place + 1 < len(lines) else None
        is_own = line.table in own
        if (line.table is None or is_own) and reader.is_excluded(line):
            continue
        if is_own:
            reader.take(line)
        elif line.table is None and not reader.take_heading(line) and not reader.take_loose(line):
            yield line


def read_cards(
    lines: Sequence[PrintedLine], profile: Profile, plan_id: str, profile_name: str = ""
) -> tuple[CardReader, MatrixReading, set[int], list[PrintedLine]]:
    """Return the cards of a document as read, what was noted, the numbers of their tables, and the other text."""
    reading = MatrixReading(plan_id, profile_name)
    reader = CardReader(profile, reading)
    tables = printed_tables(lines)
    reader.labels.are_above = labels_stand_above(lines, reader.labels)
    unwanted = {header_key(title) for title in profile.aside}
    own = {
        table.number
        for table in tables
        if header_key(table.title) not in unwanted and is_card(table, reader.labels, reader.begins)
    }
    text = list(_read(_parted(lines, own, reader.labels), own, reader))
    reader.finish()
    return reader, reading, own, text


def rebuild_cards(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str) -> Records:
    """Return the actions of a plan of cards, with their cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch) a document without a card under the labels of the profile.
    """
    reader, reading, own, text = read_cards(lines, profile, plan_id, profile_name)
    tables = printed_tables(lines)
    unwanted = {header_key(title) for title in profile.aside}
    by_hand = {table.number for table in tables if header_key(table.title) in unwanted}
    _refuse_none(reading, lines)
    reader.give_numbers()
    reader.say_unused()
    order = in_page_order([card.corner for card in reader.cards])
    maker = ActionMaker(plan_id, profile, reading)
    made = [record for place in order for record in maker.make(reader.cards[place].row)]
    actions = [record for record in made if isinstance(record, Action)]
    refuse_together([*maker.told_twice(), *hierarchy_refusals(actions, reading, profile, lines[0].source_file)])
    hierarchy_doubts(actions, reading)
    reading.issues += number_gaps(plan_id, actions)
    reading.issues += unused_keys(plan_id, profile_name, profile, tables)
    reasons = {True: f"{BY_HAND} `aside` names it", False: "it is no card"}
    aside = [(table, reasons[table.number in by_hand]) for table in tables if table.number not in own]
    other = [*tables_aside(plan_id, aside), *text_aside(plan_id, text)]
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    return Records([*made, *reading.excluded, *leftovers, *_of(other, Excluded), *_of(other, Issue), *reading.issues])


def _refuse_none(reading: MatrixReading, lines: Sequence[PrintedLine]) -> None:
    if not reading.rows:
        remedy = (
            "Name the labels of the cards as they are printed under [columns], and those that a card begins with in "
            "layout.card_begins. If the document has no cards, `directriz profile FILE --kind auto` drafts a profile "
            "of the kind that it is."
        )
        raise LayoutMismatch(lines[0].source_file, "no card with labels of the profile was found", remedy)


def _of(records: Sequence[Any], kind: type) -> Iterator[Any]:
    return (record for record in records if isinstance(record, kind))
