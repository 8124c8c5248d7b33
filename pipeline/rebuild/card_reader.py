"""Reads the cards of a plan, row by row and line by line, with the labels of a profile.

Cases met:
- one card in a table, several cards in one table, a card over two pages;
- a title with the number of the card ("Ficha 12"), inside its table or above it; a title that is the action itself;
- a row without a label continues the value above it; a label is repeated for a value that the page cuts;
- a band with a label, and the value in the row below it;
- a row of labels with rows of values below it: milestones with their dates;
- cards in lines of text.
A card begins with one of the labels that `layout.card_begins` lists, or with a title that `layout.card_title` fits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..layouts import EXTRAS, Profile
from ..patterns import profile_pattern
from ..records import PrintedLine
from ..reference.headers import header_key
from .card_labels import YEAR, CardLabels, Part, numbered_label, part_between
from .card_strips import Corner, are_beside
from .card_titles import AroundCards
from .headers import Grid
from .matrix_reading import HEADING_FIELDS, MatrixReading
from .pieces import Piece, exclude, pieces_of, place_of, text_of, whole
from .rows import Row

IGNORED = "0"
MOST_WORDS = 8  # of a label that the profile does not name


def cells_of(line: PrintedLine) -> list[tuple[int, list[Piece]]]:
    """Return the cells of a row that have words, each with its column and its pieces.

    A row that the reader took for a title is cut again.
    """
    found = [(place, pieces_of(line, place)) for place in range(len(line.cells))]
    if len(found) == 1 and line.table is not None:
        found = [(place, [piece]) for place, piece in enumerate(found[0][1])]
    return [(place, pieces) for place, pieces in found if text_of(pieces)]


def _are_stacked(parts: Sequence[Part]) -> bool:
    return len(parts) > 1 and all(part.label and not part.value for part in parts)


def _unstacked(parted: Sequence[tuple[int, list[Part]]]) -> list[tuple[int, list[Part]]]:
    """Return a row with labels one below the other in a cell, and as many values in the next, each with its own."""
    made = list(parted)
    for at, ((place, labels), (_, values)) in enumerate(pairwise(parted)):
        own = list(values[0].value) if len(values) == 1 and values[0].label is None else []
        if _are_stacked(labels) and len(own) == len(labels):
            made[at] = place, [replace(label, value=[value]) for label, value in zip(labels, own, strict=True)]
            made[at + 1] = place, []
    return made


@dataclass(slots=True)
class _Card:
    """One card that is being read."""

    row: Row
    corner: Corner | None
    extras: list[tuple[int, str]]  # index of each label without a column, in the order of the profile, then as printed
    last: str | None = None  # where the words of a row without a label go
    seen: set[str] = field(default_factory=set)
    is_loose: bool = False  # True where its last label stands outside the tables
    is_lone: bool = False  # True where its last label stands in a line of its own
    tail: list[PrintedLine] = field(default_factory=list)  # lines behind the last value, parted from it


class CardReader(AroundCards):
    """Reads cards with the labels of a profile."""

    def __init__(self, profile: Profile, reading: MatrixReading) -> None:
        super().__init__(profile, reading)
        self._columns = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._ignored = {header_key(label) for label in profile.ignore}
        self.begins = {header_key(label) for label in profile.layout.card_begins}
        named = [label for labels in profile.columns.values() for label in labels]
        self._labelled = {header_key(label): label for label in named}
        counted = [*profile.layout.card_begins, *profile.columns.get("action", ()), *profile.columns.get("number", ())]
        self.labels = CardLabels([*named, *profile.ignore], counted)
        title = profile.layout.card_title
        self._title_pattern = profile_pattern(title) if title else None
        self._extras = list(profile.columns.get(EXTRAS, ()))
        self._card: _Card | None = None
        self._closed: _Card | None = None  # the card before a title that ended it
        self.cards: list[_Card] = []
        self.after: PrintedLine | None = None  # the line below the one that is read
        self._nested: dict[int, str] = {}  # column → label of the rows below a row of labels
        self.over_rows: Counter[tuple[str, ...]] = Counter()  # the keys of each row of labels: how often
        self._header: tuple[int | None, dict[int, str]] = (None, {})  # such a row that is the header of a table
        self.titles: list[PrintedLine] = []  # rows of one cell that are no part of a card

    def leave_card(self) -> None:
        """End the card that is being read; what follows begins another one."""
        self._card = None

    def _is_awaiting(self) -> bool:
        """Tell whether the last label of the open card has no value yet."""
        card = self._card
        return card is not None and card.last is not None and not card.row.pieces.get(card.last)

    def says_label(self, line: PrintedLine) -> bool:
        """Tell whether a cell of a row, or a line, begins with a label."""
        return any(self.labels.has_label(pieces) for _, pieces in cells_of(line))

    def take(self, line: PrintedLine) -> None:
        """Read one row of a card."""
        cells = cells_of(line)
        if not cells or (len(cells) == 1 and self.take_heading(line)):
            return
        parted = [(place, self.labels.parts(pieces)) for place, pieces in cells]
        is_labelled = any(part.label for _, parts in parted for part in parts)
        if len(line.cells) == 1 and not is_labelled:  # a title, or the rest of one value
            cells = [(0, [piece for _, pieces in cells for piece in pieces])]
            parted = [(0, self.labels.parts(cells[0][1]))]
        if parted[0][1][0].label is None and self._take_nested(line, cells):
            return
        self._nested = {} if is_labelled else self._nested
        if not is_labelled and (len(cells) == 1 or line.cells[0]) and self._take_title(line):
            return
        if len(cells) == 1 and not is_labelled:
            self._take_lone(line, cells[0][1])
        elif self._is_row_of_labels(line, parted):
            self._open_nested(line, parted)
        else:
            self._flow(self._without_unknown(line, parted, is_labelled), line)

    def take_loose(self, line: PrintedLine) -> bool:
        """Read a line outside the tables; False where it belongs to no card."""
        pieces = [piece for place in range(len(line.cells)) for piece in pieces_of(line, place)]
        parts = self.labels.parts(pieces)
        labels = [header_key(part.label) for part in parts if part.label]
        is_begun = bool(parts) and parts[0].label is not None
        if is_begun and (self._card or self._closed or self._numbered or labels[0] in self.begins):
            self._flow([(0, parts)], line)
            return True
        if not is_begun and (self._take_title(line) or (not self._is_awaiting() and self.take_numbered(line))):
            return True
        card = self._card
        if card is None or not card.is_loose or card.last is None:
            return False
        if (line.is_bold or line.is_shaded) and card.row.pieces.get(card.last):  # a heading
            self._close()
            return False
        if labels:
            self._flow([(0, parts)], line)
        elif not card.row.pieces.get(card.last) or line.goes_on or not line.after_blank:
            self._take_value(pieces)
        else:
            card.tail.append(line)
        return True

    def _close(self) -> None:
        self._closed, self._card = self._card, None

    def _take_title(self, line: PrintedLine) -> bool:
        """Begin a card with the title above its first label; False where the line is none."""
        if self._title_pattern is None or self.after is None or not self.says_label(self.after):
            return False
        pieces = [piece for _, own in cells_of(line) for piece in own]
        match = self._title_pattern.fullmatch(text_of(pieces))
        if match is None or (self._card is not None and not self._card.seen):
            return False
        self._begin(line)
        card = self.cards[-1]
        head = match.start("number") if match.groupdict().get("number") else match.start("action")
        self._reading.excluded += [exclude(piece, "title") for piece in part_between(pieces, 0, head)]
        if match.groupdict().get("number"):
            card.row.pieces["number"] = part_between(pieces, head, match.start("action"))
        card.row.pieces["action"] = part_between(pieces, match.start("action"), len(text_of(pieces)))
        return True

    def _take_lone(self, line: PrintedLine, pieces: list[Piece]) -> None:
        """Read a row of one cell without a label: the value of the band above it, the rest of a value, or a title."""
        if self._is_awaiting() or self._goes_on_over_page(line):
            self._take_value(pieces)
        elif not self.take_numbered(line):
            self._reading.excluded.append(exclude(whole(line), "title"))
            self.titles.append(line)
            self._close()

    def _goes_on_over_page(self, line: PrintedLine) -> bool:
        """Tell whether a row of one cell is the rest of a value that the page before cuts, and not a title."""
        card = self._card
        before = card.row.pieces.get(card.last or "", []) if card is not None else []
        if not before or before[-1].page is None or line.page != before[-1].page + 1:
            return False
        text = whole(line).text
        if text[:1].islower() or numbered_label(text) is not None:
            return text[:1].islower()
        label = self.after.cells[0] if self.after is not None and self.after.table == line.table else ""
        return self.labels.is_label(label) and header_key(label) not in self.begins

    def _is_row_of_labels(self, line: PrintedLine, parted: Sequence[tuple[int, list[Part]]]) -> bool:
        """Tell whether a row has nothing but labels, and the row below it has values and no label."""
        below = self.after
        are_labels = all(len(parts) == 1 and parts[0].label and not parts[0].value for _, parts in parted)
        if len(parted) < 2 or not are_labels or below is None or below.table != line.table:
            return False
        cells = cells_of(below)
        return len(cells) > 1 and not self.labels.has_label(cells[0][1])

    def _open_nested(self, line: PrintedLine, parted: Sequence[tuple[int, list[Part]]]) -> None:
        self._nested = {}
        for place, (part,) in parted:
            self._open(part, line)
            self._nested[place] = part.label or ""
        self.over_rows[tuple(map(header_key, self._nested.values()))] += 1
        if line.spans:
            self._header = line.table, dict(self._nested)

    def _take_nested(self, line: PrintedLine, cells: Sequence[tuple[int, list[Piece]]]) -> bool:
        """Read a row of values below a row of labels; False where no such row stands above it.

        The first value of a label goes where its column says; of labels without one, each value is kept by itself.
        """
        card = self._card
        if not self._nested and card is not None and len(cells) > 1:
            self._recall_header(line, card)
        if card is None or not self._nested or any(place not in self._nested for place, _ in cells):
            return False
        if len(cells) == 1 and len(self._nested) > 1 and not self._goes_on_over_page(line):
            return False
        for place, pieces in cells:
            label = self._nested[place]
            key = self._key_of(label)
            if key.isdigit() and key != IGNORED and card.row.pieces.get(key):
                key = self._new_extra(card, label)
            card.row.pieces.setdefault(key, []).extend(pieces)
            card.last = key
        return True

    def _recall_header(self, line: PrintedLine, card: _Card) -> None:
        """Put the labels of the table's header over a row: printed again over each card, they count as its header."""
        table, labels = self._header
        keys = {header_key(label) for label in labels.values()}
        if line.table == table and not keys & card.seen:
            self._nested = dict(labels)
            card.seen |= keys

    def _without_unknown(
        self, line: PrintedLine, parted: list[tuple[int, list[Part]]], is_labelled: bool
    ) -> list[tuple[int, list[Part]]]:
        """Return a row without a label that the profile does not name; it and its value are kept, with a doubt.

        Such words stand in the column of the labels, with their value beside them, before the first label of the row.
        """
        known = next((place for place, (_, parts) in enumerate(parted) if parts[0].label), len(parted))
        if not known or not line.cells[0] or known < 2 or self._card is None:
            return parted
        words = text_of(parted[0][1][0].value)
        if not is_labelled and (known != 2 or len(words.split()) > MOST_WORDS or not self._card.seen):
            return parted
        for part in parted[0][1]:
            self._reading.excluded += [exclude(piece, "label") for piece in part.value]
        key = self._new_extra(self._card, words)
        values = [piece for _, parts in parted[1:known] for part in parts for piece in part.value]
        self._card.row.pieces[key] = values
        detail = "a label of a card that the profile does not name: its value is kept in extras"
        place = (None, line.page)
        self._reading.doubt("line_unplaced", "doubt", place, detail, f"{words} {text_of(values)}")
        return parted[known:]

    def _flow(self, parted: Sequence[tuple[int, list[Part]]], line: PrintedLine) -> None:
        self._doubt_stacked(parted, line)
        if line.table is None and are_beside([part.label for _, parts in parted for part in parts if part.label]):
            detail = "a label is printed twice in one line: cards side by side, which are not read one by one"
            self._reading.doubt("line_unplaced", "doubt", (None, line.page), detail, whole(line).text[:120])
        for _, parts in _unstacked(parted):
            for part in parts:
                if part.label is None:
                    self._take_value(part.value)
                else:
                    self._open(part, line)
                    if part.value:
                        self._take_value(part.value)

    def _doubt_stacked(self, parted: Sequence[tuple[int, list[Part]]], line: PrintedLine) -> None:
        """Note labels one below the other in a cell beside a cell with another number of values."""
        for (_, labels), (_, values) in pairwise(parted):
            is_unclear = _are_stacked(labels) and len(values[0].value) != len(labels)
            is_unclear = is_unclear or any(part.label and part.value for part in labels)
            if is_unclear and values[0].label is None and values[0].value:
                found = ", ".join(part.label or "" for part in labels)
                detail = f"the labels {found} stand in one cell: nothing shows which words beside them belong to which"
                text = text_of([piece for part in values for piece in part.value])
                self._reading.doubt("line_unplaced", "doubt", (None, line.page), detail, text)

    def _open(self, part: Part, line: PrintedLine) -> None:
        """Begin a card if cards begin with this label, and note where its value goes."""
        label = part.label or ""
        key = header_key(label)
        if self._card is None and self._closed and key not in self.begins | self._closed.seen:
            self._card = self._closed
        is_first = key in self.begins and (self._card is None or bool(self._card.seen))
        if self._card is None or is_first or self._is_of_another(label, line):
            self._begin(line)
        card = self.cards[-1] if self._card is None else self._card
        for late in card.tail:
            card.row.pieces.setdefault(card.last or IGNORED, []).extend(pieces_of(late, 0))
        card.tail.clear()
        card.seen.add(key)
        card.last, card.is_loose, card.is_lone = self._key_of(label), line.table is None, not part.value
        self._reading.excluded += [exclude(piece, "label") for piece in part.heads]
        self._take_number(part, card)

    def _take_number(self, part: Part, card: _Card) -> None:
        """Read the number after a label; it is the card's number if the card has none yet."""
        is_own = "number" not in card.row.pieces and YEAR.fullmatch(text_of(part.number)) is None
        if part.number and is_own:
            card.row.pieces["number"] = part.number
        else:
            self._reading.excluded += [exclude(piece, "label") for piece in part.number]

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
        """Return where a label's value goes: a column, the index of a label without one, or the ignored ones."""
        column = self._columns.get(header_key(label))
        if column == EXTRAS:
            keys = [header_key(each) for each in self._extras]
            return str(keys.index(header_key(label)) + 1)
        return column or IGNORED

    def _new_extra(self, card: _Card, label: str) -> str:
        card.extras.append((len(card.extras) + 1, label))
        return str(len(card.extras))

    def _begin(self, line: PrintedLine) -> None:
        context = self._reading.context
        headings = {name: value for name in HEADING_FIELDS if (value := context.value(name)) is not None}
        row = Row(len(self._reading.rows), place_of(line), line.page, Grid(0, (), ()), headings)
        first = next((pieces[0] for _, pieces in cells_of(line)), None)
        corner = Corner(first.page, first.box[1], first.box[0]) if first and first.box and first.page else None
        self._card = _Card(row, corner, list(enumerate(self._extras, start=1)))
        self._closed = None
        if self._numbered is not None:
            self._titles[row.number], self._numbered = self._numbered, None
        self._reading.rows.append(row)
        self.cards.append(self._card)

    def _take_value(self, pieces: list[Piece]) -> None:
        """Add words to the value of the last label."""
        if self._card is None or self._card.last is None:
            self._reading.excluded += [exclude(piece, "unplaced") for piece in pieces]
            detail = "words of a card before its first label: kept in excluded"
            self._reading.doubt("line_unplaced", "doubt", (None, pieces[0].page), detail, text_of(pieces))
            return
        self._card.row.pieces.setdefault(self._card.last, []).extend(pieces)

    def finish(self) -> None:
        """Give every card its columns; decide about the lines behind the last values."""
        self._doubt_blank()
        waiting = [card for card in self.cards if card.is_loose and card.is_lone]
        is_usual = 2 * sum(bool(card.tail) for card in waiting) >= max(len(waiting), 1)
        for card in self.cards:
            if card.tail and card.is_lone and is_usual:
                card.row.pieces[card.last or IGNORED] += [piece for line in card.tail for piece in pieces_of(line, 0)]
            elif card.tail:
                self._set_aside(card)
            card.row.grid = replace(Grid(len(card.extras) + 1, (), ()), extras=tuple(card.extras))

    def _doubt_blank(self) -> None:
        """Note labels without a value in cards where most others have one: the value may be read as a label."""
        for key, label in self._labelled.items():
            target = self._key_of(key)
            own = [card for card in self.cards if key in card.seen]
            blank = [card for card in own if not card.row.pieces.get(target)]
            for card in blank if 2 * len(blank) < len(own) else ():
                detail = "a label of a card has no value, unlike in most other cards: is its value elsewhere?"
                self._reading.doubt("line_unplaced", "doubt", (None, card.row.page), detail, label)

    def _set_aside(self, card: _Card) -> None:
        self._reading.excluded += [exclude(whole(line), "other-text") for line in card.tail]
        text = re.sub(r"\s+", " ", whole(card.tail[0]).text)[:120]
        detail = "text below the last value of a card: no part of it, kept in excluded"
        self._reading.doubt("line_unplaced", "doubt", (None, card.tail[0].page), detail, text)
