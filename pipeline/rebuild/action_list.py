"""Plans in prose: actions as bulleted or numbered items under headings such as "Acciones" or "¿Qué implica?".

- a list begins below a line that the profile calls `list`. It ends at the next heading, or at a line printed like the
  one with which it began ("Acciones", then "Indicadores" in the same type);
- items without a mark (a browser draws its bullets as shapes, not as text) differ from headings by their type;
- items go on over lines, columns and pages; other text between two items is set aside;
- responsible bodies stand in a line of their own ("Responsables: …"). After an item they belong to that item. If a list
  has only one such line, before or after its items, they belong to all its items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import LayoutMismatch
from ..layouts import EXTRAS, Profile
from ..patterns import profile_pattern
from ..records import Action, Excluded, Issue, PrintedLine, Records
from ..reference.headers import header_key
from .actions import ActionMaker
from .headers import Grid
from .headings import HeadingReader
from .hierarchy import hierarchy_doubts, hierarchy_refusals
from .labelled_lines import Labelled, labelled_parts, labels_in, parts_between, words_aside
from .number_gaps import number_gaps
from .parted_items import with_parted_items
from .pieces import Piece, exclude, place_of, split_at, text_of, whole
from .plan_tables import printed_tables
from .reading import HEADING_FIELDS, MatrixReading
from .refused_rows import refuse_together
from .rows import Block, Row
from .set_aside import tables_aside, text_aside
from .tables_by_hand import unused_keys

LIST, ACTION = "list", "action"
BULLET = re.compile(r"[•·▪●◦‣➢✓○–-]\s+(?=\S)")
BETWEEN = " |;/·•"  # signs that part a value from the label behind it
GROUPS = ("number", "text")  # of an item's pattern; other groups name columns
SAME_EDGE = 3.0  # points


Look = tuple[float | None, bool, bool]  # size of type, is bold, is on a shaded bar


def look_of(line: PrintedLine) -> Look:
    """Return how a line is printed: type size, bold, shaded."""
    return line.size, line.is_bold, line.is_shaded


def is_unmarked(match: re.Match[str]) -> bool:
    """Tell whether an item has neither a mark nor a number: its type alone tells it from a heading."""
    return match.start("text") == 0 and not match.groupdict().get("number")


@dataclass
class _List:
    """A list that is being read: its items, and its lines with labels, each with the number of items before it."""

    rows: list[Row] = field(default_factory=list)
    labelled: dict[str, list[tuple[int, list[Piece]]]] = field(default_factory=dict)
    look: Look | None = None  # of the line that it begins with
    look_of_items: Look | None = None
    first_of_item: Piece | None = None  # the last item as printed, with its mark
    loose: list[Piece] = field(default_factory=list)  # bullets since the last item that have no place

    def stands_out(self, line: PrintedLine) -> bool:
        """Tell whether a line is set as the one that the list begins with, or not as its items are."""
        return look_of(line) == self.look or (bool(self.rows) and look_of(line) != self.look_of_items)

    def is_ended_by(self, line: PrintedLine) -> bool:
        """Tell whether a line is printed like the line with which the list begins, and not like its items."""
        return bool(self.rows) and self.look != self.look_of_items and look_of(line) == self.look


class _ListReader:
    """Reads line after line; knows the headings that apply and the list that is open."""

    def __init__(self, profile: Profile, reading: MatrixReading) -> None:
        self._units = [(unit.kind, profile_pattern(unit.pattern)) for unit in profile.unit]
        self._columns = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._extras = list(profile.columns.get(EXTRAS, ()))
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._headings = HeadingReader(profile.heading)
        self._reading = reading
        self._needs_head = any(kind == LIST for kind, _ in self._units)
        self._list: _List | None = None if self._needs_head else _List()
        self._open: list[Piece] | None = None  # the value that a line may go on with
        self._ended: list[_List] = []
        self._heading_looks: set[Look] = set()  # of lines that fitted a [[heading]]
        self._announced = False  # True below a line that is a label and nothing else ("Indicadores:")
        self.text: list[PrintedLine] = []

    def take(self, line: PrintedLine) -> None:
        """Put a line where it belongs."""
        piece = whole(line)
        reason = line.role or next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            self._reading.excluded.append(exclude(piece, reason))
        elif self._open is not None and self._is_labelled(piece):
            pass
        elif self._open is not None and self._goes_on(line, piece):
            opened = self._open  # a label in the line opens its own value instead
            opened += self._without_labels(piece)
        elif self._is_bare_label(piece) or self._is_announced(line, piece):
            pass
        elif self._is_heading_among_items(line, piece) or not self._is_of_list(line, piece):
            self._take_other(line)

    def _goes_on(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line continues the open value; an item with a mark or a number never does."""
        match = self._unit(ACTION, piece.text)
        is_marked = match is not None and not is_unmarked(match)
        return (line.goes_on and not is_marked) or piece.text[:1].islower() or self._ends_values(piece)

    def _ends_values(self, piece: Piece) -> bool:
        """Tell whether a line is the rest of a value with labels behind it: "Plazo: dic." | "2027. Indicadores:"."""
        found = labels_in(piece.text, self._is_label)
        is_placed = any(self._unit(kind, piece.text) for kind in (ACTION, LIST)) or self._headings.fits(piece.text)
        return bool(found) and found[0].start > 0 and not is_placed

    def _is_bare_label(self, piece: Piece) -> bool:
        """Take a line that is a label and a colon, below which its values stand; tell whether it is one."""
        text = piece.text.strip()
        is_label = text.endswith(":") and self._is_label(text[:-1]) and self._list is not None and bool(self._list.rows)
        if not is_label or self._unit(LIST, piece.text) is not None or self._list is None:
            return False
        self._reading.excluded.append(exclude(piece, "label"))
        column = self._column_of(text[:-1])
        self._open = []
        self._list.labelled.setdefault(column, []).append((len(self._list.rows), self._open))
        self._announced = True
        return True

    def _is_announced(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a line below a bare label as its value; a heading, an item or another label ends the values."""
        if not self._announced or self._open is None:
            return False
        match = self._unit(ACTION, piece.text)
        is_bullet = BULLET.match(piece.text) is not None and not self._is_set_as_items(piece)
        is_item = match is not None and not is_unmarked(match) and not is_bullet
        if is_item or self._headings.fits(piece.text) or self._unit(LIST, piece.text) is not None:
            self._announced = False
            return False
        if labels_in(piece.text, self._is_label) or look_of(line) in self._heading_looks:
            self._announced = False
            return False
        mark = BULLET.match(piece.text)
        if mark:
            head, rest = split_at([piece], mark.end())
            self._reading.excluded += [exclude(each, "list-mark") for each in head]
            self._open += rest
        else:
            self._open.append(piece)
        return True

    def _is_set_as_items(self, piece: Piece) -> bool:
        """Tell whether a line has the first sign and the left edge of the last item: the mark of an action."""
        last = self._list.first_of_item if self._list is not None else None
        if last is None or last.text[:1] != piece.text[:1]:
            return False
        return last.box is None or piece.box is None or abs(last.box[0] - piece.box[0]) <= SAME_EDGE

    def _column_of(self, label: str) -> str:
        """Return the target of a label: a column, or the place of an extra column."""
        column = self._columns[header_key(label)]
        return str([header_key(each) for each in self._extras].index(header_key(label))) if column == EXTRAS else column

    def _is_of_list(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a line that begins a list, has a label or is an item; False where it is none of these."""
        return self._is_head(line, piece) or self._is_labelled(piece) or self._is_item(line, piece)

    def _is_heading_among_items(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line fits a [[heading]] and is set otherwise than the items: "2. Protección" after "1.9 …"."""
        items = self._list.look_of_items if self._list is not None and self._list.rows else None
        return items is not None and look_of(line) != items and self._headings.fits(piece.text)

    def item_in(self, text: str) -> re.Match[str] | None:
        """Return the match of an item, None where a text is none."""
        return self._unit(ACTION, text)

    def has_label(self, text: str) -> bool:
        """Tell whether a text holds a label of the profile."""
        return bool(labels_in(text, self._is_label))

    def _is_label(self, label: str) -> bool:
        return header_key(label) in self._columns

    def _without_labels(self, piece: Piece) -> list[Piece]:
        """Return a piece of an item without the labels that follow in the same line, whose values are kept apart."""
        found = labels_in(piece.text, self._is_label)
        if not found:
            return [piece]
        self._take_labels(piece, found)
        head = piece.part(0, found[0].start)
        return [head] if head.text.strip() else []

    def _take_other(self, line: PrintedLine) -> None:
        self._open = None
        found = self._headings.read(line)
        if found is None:
            self.text.append(line)
            if self._list is not None and self._list.rows and BULLET.match(whole(line).text):
                self._list.loose.append(whole(line))
            if self._needs_head and self._list is not None and self._ends_list(line):
                self.close()
            return
        values, labels = found
        self._heading_looks.add(look_of(line))
        self._reading.excluded += labels
        if values and self._reading.context.holds(values):
            self._reading.excluded.append(exclude(whole(line), "repeated-heading"))
        elif values:
            self.close()
            self._reading.context.enter(values)

    def _ends_list(self, line: PrintedLine) -> bool:
        """Tell whether a line without a place ends the open list: it is set as its head is, or as headings are."""
        if self._list is None:
            return False
        look = look_of(line)
        is_heading = look in self._heading_looks and look != self._list.look_of_items and bool(self._list.rows)
        return self._list.is_ended_by(line) or is_heading

    def _unit(self, kind: str, text: str) -> re.Match[str] | None:
        return next((match for name, p in self._units if name == kind and (match := p.fullmatch(text))), None)

    def _is_head(self, line: PrintedLine, piece: Piece) -> bool:
        if self._unit(LIST, piece.text) is None:
            return False
        self.close()
        self._list, self._open = _List(look=look_of(line)), None
        self._reading.excluded.append(exclude(piece, "label"))
        return True

    def _is_labelled(self, piece: Piece) -> bool:
        """Take a line such as "Responsables: …" if its label is in the profile and a list is open.

        Tell whether it was taken.
        """
        parts = labelled_parts(piece.text, self._is_label)
        is_bare = len(parts) == 1 and parts[0].value == parts[0].end
        if not parts or is_bare or self._list is None:
            return False
        self._take_labels(piece, parts)
        return True

    def _take_labels(self, piece: Piece, parts: Sequence[Labelled]) -> None:
        """Keep the values of the labels of a line for the item above; the last of them may go on in the next line."""
        if self._list is None:
            return
        for part in parts:
            column = self._column_of(part.label)
            stop = part.value + len(piece.text[part.value : part.end].rstrip(BETWEEN))
            self._reading.excluded += words_aside(piece, [(part.start, part.value), (stop, part.end)])
            value = [piece.part(part.value, stop)] if part.value < stop else []
            self._list.labelled.setdefault(column, []).append((len(self._list.rows), value))
            self._open = value
            self._announced = not value

    def _is_item(self, line: PrintedLine, piece: Piece) -> bool:
        match = self._unit(ACTION, piece.text) if self._list is not None else None
        if match is None or self._list is None or (is_unmarked(match) and self._list.stands_out(line)):
            return False
        mark, text = split_at([piece], match.start("text"))
        values = {name: span for name in match.groupdict() if name not in GROUPS and (span := match.span(name))[1] > 0}
        if values and text:
            text = [piece.part(*match.span("text"))]
            self._reading.excluded += words_aside(piece, parts_between(match, len(piece.text)))
        if not text:
            return False
        context = self._reading.context
        headings = {name: value for name in HEADING_FIELDS if (value := context.value(name)) is not None}
        extras = tuple(enumerate(self._extras))
        grid = Grid(len(extras), tuple(None for _ in extras), (), extras)
        row = Row(len(self._reading.rows), place_of(line), line.page, grid, headings, {ACTION: text})
        row.pieces |= {name: [piece.part(*span)] for name, span in values.items()}
        word = split_at(mark, match.start("number"))[0] if match.groupdict().get("number") else mark
        if match.groupdict().get("number"):
            row.pieces["number"] = split_at(mark, match.start("number"))[1]
        self._reading.excluded += [exclude(each, "list-mark") for each in word]
        self._tell_loose(self._list)
        self._list.rows.append(row)
        self._list.look_of_items, self._list.first_of_item = look_of(line), piece
        self._reading.rows.append(row)
        opened: list[Piece] = []
        row.pieces[ACTION] = opened
        self._open = None if values else opened
        for each in text:
            opened += self._without_labels(each)
        return True

    def _tell_loose(self, of: _List) -> None:
        """Note the bullets between two items of a list that belong to neither: a label above them may be unknown."""
        if of.loose:
            detail = f"bullets between two actions that belong to neither ({len(of.loose)}): kept in excluded"
            self._reading.doubt("line_unplaced", "doubt", (None, of.loose[0].page), detail, text_of(of.loose))
        of.loose = []

    def say_unused(self) -> None:
        """Note the headings of the profile that fitted no line."""
        self._reading.doubt_unused(self._headings.unused())

    def close(self) -> None:
        """End the open list and give its labelled lines to its items."""
        if self._list is not None:
            self._ended.append(self._list)
        self._list, self._open = None if self._needs_head else _List(), None

    def give_labelled(self) -> None:
        """Give the labelled lines of all lists to their items.

        The only such line of a list belongs to all its items if it stands before or after all of them. It does not if
        the list has a line of another label for several items, or if most lists have a line for each item: then an item
        without one has no value, and that of its neighbour is not its own.
        """
        counts = [
            (column, len(lines))
            for each in self._ended
            if len(each.rows) > 1
            for column, lines in each.labelled.items()
        ]
        single = Counter(column for column, count in counts if count == 1)
        several = Counter(column for column, count in counts if count > 1)
        for each in self._ended:
            have_own = any(len(lines) > 1 for lines in each.labelled.values())
            for column, lines in each.labelled.items():
                is_outside = lines[0][0] in {0, len(each.rows)}
                is_shared = len(lines) == 1 and is_outside and not have_own and single[column] >= several[column]
                for count, pieces in lines:
                    is_of_all = is_shared or (count == 0 and len(lines) == 1)
                    self._give(each.rows if count or is_of_all else (), column, (count, is_of_all), pieces)

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


def rebuild_action_list(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str) -> Records:
    """Return the actions of a plan in prose, with their cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch) a document in which no item of a list is found.
    """
    reading = MatrixReading(plan_id, profile_name)
    reader = _ListReader(profile, reading)
    for line in with_parted_items(lines, reader.item_in, reader.has_label):
        if line.table is None:
            reader.take(line)
    reader.close()
    reader.give_labelled()
    reader.say_unused()
    if not reading.rows:
        remedy = 'Say under [[unit]] with which lines a list begins (kind = "list") and how its items look ("action").'
        raise LayoutMismatch(lines[0].source_file, "no item of a list of actions was found", remedy)
    maker = ActionMaker(plan_id, profile, reading)
    made = [record for row in reading.rows for record in maker.make(row)]
    actions = [record for record in made if isinstance(record, Action)]
    refuse_together([*maker.told_twice(), *hierarchy_refusals(actions, reading, profile, lines[0].source_file)])
    hierarchy_doubts(actions, reading)
    reading.issues += number_gaps(plan_id, actions)
    printed = printed_tables(lines)
    reading.issues += unused_keys(plan_id, profile_name, profile, printed)
    tables = [(table, "the plan's actions stand in its text") for table in printed]
    other = Records([*tables_aside(plan_id, tables), *text_aside(plan_id, reader.text)])
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    excluded = [*reading.excluded, *leftovers, *other.of(Excluded)]
    return Records([*made, *excluded, *other.of(Issue), *reading.issues])
