"""Plans with a card for each action: labels left and values right, in one, two or three pairs of columns.

Cases met:
- one card in a table, several cards in one table, a card over two pages;
- "Etiqueta: valor" in one cell, and a title over the whole width ("Acción 3: Capacitar a …");
- a title with the number of the card ("Ficha 12"), inside its table or above it;
- a row without a label continues the value above it; a label is repeated for a value that the page cuts.
A card begins with one of the labels that `layout.card_begins` of the profile lists. Labels are compared like headers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import LayoutMismatch
from ..layouts import EXTRAS, Profile
from ..patterns import profile_pattern
from ..records import Action, Excluded, Issue, PrintedLine, Records
from ..reference.headers import header_key
from .actions import ActionMaker
from .headers import Grid
from .headings import HeadingReader
from .hierarchy import hierarchy_doubts, hierarchy_refusals
from .matrix_reading import HEADING_FIELDS, MatrixReading
from .number_gaps import number_gaps
from .pieces import Piece, exclude, pieces_of, place_of, split_at, text_of, whole
from .plan_tables import BY_HAND, PrintedTable, printed_tables
from .refused_rows import refuse_together
from .rows import Row
from .set_aside import tables_aside, text_aside
from .tables_by_hand import unused_keys
from .value_doubts import value_doubts

INLINE = re.compile(
    r"(?P<label>[^:\d]{2,60}?)(?:\s+(?:n[°º.o]*\s*)?(?P<number>\d+(?:\.\d+)*)\s*[:.\-–—)]*|\s*[:\-–—])\s+(?P<value>\S.*)",
    re.DOTALL,
)
NUMBERED = re.compile(
    r"(?P<label>[^\W\d](?:.*?[^\W\d])??)(?:[\s.:]+(?:n[°º.o]+|nro|n[úu]m(?:ero)?)[^\w\s]*)?[\s.:]+"
    r"(?P<number>\d+(?:[.\-]\d+)*)\s*[.:]?",
    re.IGNORECASE,
)
YEAR = re.compile(r"(?:19|20)\d\d")
MOST_WORDS = 5  # of a label
FEWEST_ABOVE, TIMES_ABOVE = 6, 3  # cells with a label above their value: number, and times the labels in own cells
FEWEST = 2  # labels from which a table is a card
NUMBERED_CARDS = 0.8  # least share of the cards with a numbered title, if these numbers are those of the cards


def numbered_label(cell: str) -> re.Match[str] | None:
    """Return a cell that is a label and a number ("Acción No. 4") with the groups `label` and `number`, else None."""
    match = NUMBERED.fullmatch(cell)
    return match if match and len(match["label"].split()) <= MOST_WORDS else None


def card_cells(line: PrintedLine) -> list[tuple[str, list[Piece]]]:
    """Return the cells of a row that have words, each with its pieces.

    A row that the reader took for a title is cut again.
    """
    found = [(cell, pieces_of(line, index)) for index, cell in enumerate(line.cells)]
    if len(found) == 1 and line.table is not None:
        found = [(piece.text, [piece]) for piece in found[0][1]]
    return [(cell, pieces) for cell, pieces in found if pieces]


def label_above(cell: str, is_label: Callable[[str], bool], *, is_known: bool = False) -> re.Match[str] | None:
    """Return a cell that begins with a label and has its value behind it, with groups as `INLINE` has; else None.

    So a cell reads in which the label is set small above its value: "Lead" over "Roads Board". A value in small letters
    counts only if the labels are known (`is_known`), for "Lead agency" may be one. A number makes it a title.
    """
    title = numbered_label(cell)
    if title is not None and YEAR.fullmatch(title["number"]) is None:
        return None
    words = list(re.finditer(r"\S+", cell))
    for count in range(min(MOST_WORDS, len(words) - 1), 0, -1):
        label, value = cell[: words[count - 1].end()], cell[words[count].start() :]
        if (is_known or not value[0].islower()) and is_label(label):
            pattern = rf"(?P<label>{re.escape(label)})(?P<number>(?!))?\s+(?P<value>\S.*)"
            return re.fullmatch(pattern, cell, re.DOTALL)
    return None


def labels_stand_above(lines: Sequence[PrintedLine], is_label: Callable[[str], bool]) -> bool:
    """Tell whether the labels of a document's cards stand in the cells of their values, and not in their own."""
    cells = [cell for line in lines if line.table is not None for cell in line.cells if cell]
    above = sum(label_above(cell, is_label) is not None for cell in cells)
    return above >= max(FEWEST_ABOVE, TIMES_ABOVE * sum(map(is_label, cells)))


@dataclass(slots=True)
class _Card:
    """One card that is being read."""

    row: Row
    last: str | None = None  # column that a row without a label goes on with
    extras: list[str] = field(default_factory=list)


class CardReader:
    """Reads cards with the labels of a profile."""

    def __init__(self, profile: Profile, reading: MatrixReading) -> None:
        self._columns = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._ignored = {header_key(label) for label in profile.ignore}
        self._begins = {header_key(label) for label in profile.layout.card_begins}
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._headings = HeadingReader(profile.heading)
        self._reading = reading
        self._extras = list(profile.columns.get(EXTRAS, ()))
        self._card: _Card | None = None
        self.after: PrintedLine | None = None  # the line below the one that is read
        self.has_labels_above = False  # True where labels stand in the cells of their values
        self._title: tuple[list[Piece], list[Piece]] | None = None  # words and number of a title above the next card
        self._titles: dict[int, tuple[list[Piece], list[Piece]]] = {}  # by the number of the card's row

    def say_unused(self) -> None:
        """Note the headings of the profile that fitted no line."""
        self._reading.doubt_unused(self._headings.unused())

    def take_title(self, line: PrintedLine) -> bool:
        """Keep a numbered title ("Ficha 12") for the card below it; False where the line is none."""
        piece = whole(line)
        match = numbered_label(piece.text)
        if match is None:
            return False
        self._forget_title()
        self._title, self._card = split_at([piece], match.start("number")), None
        return True

    def _forget_title(self) -> None:
        """Set a title aside below which no card began."""
        for pieces in self._title or ():
            self._reading.excluded += [exclude(piece, "title") for piece in pieces]
        self._title = None

    def give_numbers(self) -> None:
        """Give the numbers of titles to the cards below them, if nearly every card has one and none is its own."""
        self._forget_title()
        rows = {row.number: row for row in self._reading.rows}
        numbers = [text_of(number) for _, number in self._titles.values()]
        is_count = len(set(numbers)) == len(numbers) >= NUMBERED_CARDS * len(rows)
        for place, (words, number) in self._titles.items():
            is_given = is_count and "number" not in rows[place].pieces
            if is_given:
                rows[place].pieces["number"] = number
            self._reading.excluded += [exclude(piece, "title") for piece in (words if is_given else [*words, *number])]

    def is_label(self, text: str) -> bool:
        """Tell whether a cell is a label of the profile."""
        key = header_key(text)
        return bool(key) and (key in self._columns or key in self._ignored)

    def _numbered(self, cell: str) -> re.Match[str] | None:
        """Return a cell that is a label of the profile with a number after it, else None."""
        match = numbered_label(cell)
        return match if match and not self.is_label(cell) and self.is_label(match["label"]) else None

    def is_card(self, table: PrintedTable) -> bool:
        """Tell whether a table is a card or a part of one, because it has labels of the profile."""
        cells = [cell for line in (*table.headers, *table.rows) for cell in line.cells if cell]
        found = {header_key(cell) for cell in cells if self.is_label(cell)}
        found |= {header_key(match["label"]) for cell in cells if (match := self._inline(cell) or self._numbered(cell))}
        return len(found) >= FEWEST

    def _inline(self, cell: str) -> re.Match[str] | None:
        match = INLINE.fullmatch(cell)
        if match and self.is_label(match["label"]):
            return match
        return label_above(cell, self.is_label, is_known=True) if self.has_labels_above else None

    def says_label(self, cell: str) -> bool:
        """Tell whether a cell is a label, or begins with one."""
        return self.is_label(cell) or self._inline(cell) is not None or self._numbered(cell) is not None

    def begins_card(self, text: str) -> bool:
        """Tell whether a line outside the tables begins a card; the reader may have taken a title row for text."""
        match = self._inline(text)
        return match is not None and header_key(match["label"]) in self._begins

    def goes_on(self, text: str) -> bool:
        """Tell whether a line outside the tables is a cell of the card above, from which a page has separated it."""
        return self._card is not None and self._inline(text) is not None

    def is_excluded(self, line: PrintedLine) -> bool:
        """Set a line or a whole row aside that a pattern of the profile's `excluded` fits; False where none does."""
        piece = whole(line)
        reason = next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            self._reading.excluded.append(exclude(piece, reason))
        return reason is not None

    def take_heading(self, line: PrintedLine) -> bool:
        """Put a heading in force; False where the line is none."""
        found = self._headings.read(line)
        if found is None:
            return False
        values, labels = found
        self._reading.excluded += labels
        if values and self._reading.context.holds(values):
            self._reading.excluded.append(exclude(whole(line), "repeated-heading"))
        elif values:
            self._reading.context.enter(values)
        return True

    def take(self, line: PrintedLine) -> None:
        """Read one row of a card."""
        cells = card_cells(line)
        if not cells:
            return
        if len(cells) == 1 and self.take_heading(line):
            return
        if len(line.cells) == 1 and not self.says_label(cells[0][0]):
            if self._goes_on_over_page(line):
                self._take_value(None, cells[0][1])
                return
            if self.take_title(line):
                return
            self._reading.excluded.append(exclude(whole(line), "title"))
            self._card = None
            return
        label: str | None = None
        unknown = self._unknown_label(line, cells)
        for cell, pieces in cells[unknown:]:
            if self.is_label(cell):
                self._reading.excluded += [exclude(piece, "label") for piece in pieces]
                label = cell
                self._open(label, line)
            elif label is None and (match := self._inline(cell)):
                self._take_inline(match, pieces, line)
            elif match := self._numbered(cell):
                label = match["label"]
                self._open(label, line)
                self._take_number(match, pieces)
            else:
                self._take_value(label, pieces)

    def _goes_on_over_page(self, line: PrintedLine) -> bool:
        """Tell whether a row of one cell is the rest of a value that the page before cuts, and not a title."""
        card = self._card
        before = card.row.pieces.get(card.last or "", []) if card is not None else []
        if not before or before[-1].page is None or line.page != before[-1].page + 1:
            return False
        if line.cells[0][:1].islower() or numbered_label(line.cells[0]) is not None:
            return line.cells[0][:1].islower()
        label = self.after.cells[0] if self.after is not None and self.after.table == line.table else ""
        return self.is_label(label) and header_key(label) not in self._begins

    def _unknown_label(self, line: PrintedLine, cells: Sequence[tuple[str, list[Piece]]]) -> int:
        """Set aside what stands before the first label of a row that begins in the labels' column; returns how much.

        Such words are a label that the profile does not name, and its value: they belong to no value above.
        """
        known = next((place for place, (cell, _) in enumerate(cells) if self.says_label(cell)), 0)
        if not known or not line.cells[0]:
            return 0
        pieces = [piece for _, each in cells[:known] for piece in each]
        self._reading.excluded += [exclude(piece, "unplaced") for piece in pieces]
        text = text_of(pieces)
        detail = "a label of a card that the profile does not name, with its value: kept in excluded"
        self._reading.doubt("line_unplaced", "doubt", (None, line.page), detail, text)
        return known

    def _take_inline(self, match: re.Match[str], pieces: list[Piece], line: PrintedLine) -> None:
        """Read a cell with a label before its value, and perhaps a number between them."""
        before, value = split_at(pieces, match.start("value"))
        self._open(match["label"], line)
        if match["number"] and self._lacks_number(match["number"]):
            head, number = split_at(before, match.start("number"))
            self._reading.excluded += [exclude(piece, "label") for piece in head]
            if self._card is not None:
                self._card.row.pieces["number"] = number
        else:
            self._reading.excluded += [exclude(piece, "label") for piece in before]
        self._take_value(match["label"], value)

    def _take_number(self, match: re.Match[str], pieces: list[Piece]) -> None:
        """Read the number after a label; it is the card's number if the card has none yet."""
        before, number = split_at(pieces, match.start("number"))
        self._reading.excluded += [exclude(piece, "label") for piece in before]
        if self._card is not None and self._lacks_number(match["number"]):
            self._card.row.pieces["number"] = number
        else:
            self._reading.excluded += [exclude(piece, "label") for piece in number]

    def _lacks_number(self, number: str) -> bool:
        """Tell whether the open card may have this number: it has none yet, and a year ("Meta 2025") is none."""
        return self._card is not None and "number" not in self._card.row.pieces and YEAR.fullmatch(number) is None

    def _open(self, label: str, line: PrintedLine) -> None:
        """Begin a card if cards begin with this label, and return the column of its value."""
        key = header_key(label)
        column = self._columns.get(key)
        is_first = key in self._begins and (self._card is None or bool(self._card.row.pieces))
        if self._card is None or is_first or self._is_of_another(label, line):
            self._begin(line)
        if self._card is not None:
            self._card.last = self._key_of(label) if column else str(len(self._extras) + 1)

    def _is_of_another(self, label: str, line: PrintedLine) -> bool:
        """Tell whether a label on a later page is of another card, whose beginning was not recognised.

        The open card has a value under that label already, and it is not the last one, which a page may cut.
        """
        card, key = self._card, self._key_of(label)
        if card is None or header_key(label) in self._ignored or key == card.last or key not in card.row.pieces:
            return False
        if (line.page or 0) <= (card.row.page or 0):
            return False
        detail = f"the label {label!r} stands a second time on a later page: a card whose beginning was not recognised"
        self._reading.doubt("card_without_beginning", "doubt", (None, line.page), detail, label)
        return True

    def _key_of(self, label: str) -> str:
        """Return the target of a label's value: a column, the place of an extra column, or the ignored ones."""
        column = self._columns.get(header_key(label))
        if column == EXTRAS:
            keys = [header_key(each) for each in self._extras]
            return str(keys.index(header_key(label)))
        return column or str(len(self._extras) + 1)

    def _begin(self, line: PrintedLine) -> None:
        context = self._reading.context
        headings = {name: value for name in HEADING_FIELDS if (value := context.value(name)) is not None}
        extras = tuple(enumerate(self._extras))
        grid = Grid(len(extras), tuple(None for _ in extras), (), extras)
        row = Row(len(self._reading.rows), place_of(line), line.page, grid, headings)
        self._card = _Card(row)
        if self._title is not None:
            self._titles[row.number], self._title = self._title, None
        self._reading.rows.append(row)

    def _take_value(self, label: str | None, pieces: list[Piece]) -> None:
        """Add words to the value of the label before them, or to the last value of the row above."""
        if self._card is None or self._card.last is None:
            self._reading.excluded += [exclude(piece, "unplaced") for piece in pieces]
            text = text_of(pieces)
            detail = "words of a card before its first label: kept in excluded"
            self._reading.doubt("line_unplaced", "doubt", (None, pieces[0].page), detail, text)
            return
        self._card.row.pieces.setdefault(self._card.last, []).extend(pieces)


def rebuild_cards(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str) -> Records:
    """Return the actions of a plan of cards, with their cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch) a document without a card under the labels of the profile.
    """
    reading = MatrixReading(plan_id, profile_name)
    reader = CardReader(profile, reading)
    reader.has_labels_above = labels_stand_above(lines, reader.is_label)
    tables = printed_tables(lines)
    unwanted = {header_key(title) for title in profile.aside}
    by_hand = {table.number for table in tables if header_key(table.title) in unwanted}
    cards = {table.number for table in tables if table.number not in by_hand and reader.is_card(table)}
    text: list[PrintedLine] = []
    for place, line in enumerate(lines):
        reader.after = lines[place + 1] if place + 1 < len(lines) else None
        if (line.table is None or line.table in cards) and reader.is_excluded(line):
            continue
        is_loose = line.table is None and (reader.begins_card(line.cells[0]) or reader.goes_on(line.cells[0]))
        if line.table in cards or is_loose:
            reader.take(line)
        elif line.table is None and not reader.take_heading(line) and not reader.take_title(line):
            text.append(line)
    reader.give_numbers()
    if not reading.rows:
        remedy = (
            "Name the labels of the cards as they are printed under [columns], and those that a card begins with in "
            "layout.card_begins. If the document has no cards, `directriz profile FILE --kind auto` drafts a profile "
            "of the kind that it is."
        )
        raise LayoutMismatch(lines[0].source_file, "no card with labels of the profile was found", remedy)
    reader.say_unused()
    maker = ActionMaker(plan_id, profile, reading)
    made = [record for row in reading.rows for record in maker.make(row)]
    actions = [record for record in made if isinstance(record, Action)]
    refuse_together([*maker.told_twice(), *hierarchy_refusals(actions, reading, profile, lines[0].source_file)])
    hierarchy_doubts(actions, reading)
    reading.issues += number_gaps(plan_id, actions)
    reading.issues += value_doubts(plan_id, actions, [label for each in profile.columns.values() for label in each])
    reading.issues += unused_keys(plan_id, profile_name, profile, tables)
    reasons = {True: f"{BY_HAND} `aside` names it", False: "it is no card"}
    aside = [(table, reasons[table.number in by_hand]) for table in tables if table.number not in cards]
    other = [*tables_aside(plan_id, aside), *text_aside(plan_id, text)]
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    return Records([*made, *reading.excluded, *leftovers, *_of(other, Excluded), *_of(other, Issue), *reading.issues])


def _of(records: Sequence[Any], kind: type) -> Iterator[Any]:
    return (record for record in records if isinstance(record, kind))
