"""Sorts the lines of a plan in prose: heads of lists, items, lines with labels, headings, and other text.

It knows the headings that apply and the list that is open. A bullet that is drawn and no sign counts like one. A
bullet further in than the items, or with another sign, is a part of the item above it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ..layouts import EXTRAS, Profile
from ..patterns import profile_pattern
from ..records import PrintedLine
from ..reference.headers import header_key
from .headers import Grid
from .headings import HeadingReader
from .item_lists import BULLET, ItemList, Look, is_further_in, is_open, is_unmarked, look_of, sign_of
from .item_values import BETWEEN, is_taken, labels_outside
from .labelled_lines import Labelled, labelled_parts, labels_in, parts_between, words_aside
from .matrix_reading import HEADING_FIELDS, MatrixReading
from .pieces import Piece, exclude, place_of, split_at, text_of, whole
from .programme import wrap_width
from .rows import Row
from .values_at_end import OPENING, Ended, tell_themselves, values_at_end
from .wrapped_lines import is_wrapped

LIST, ACTION = "list", "action"
DEADLINE = "deadline"  # in a head: "Acciones 2024-2025"
FEWEST_WORDS = 6  # of a sentence between an action and its values
GROUPS = ("number", "text")  # of an item's pattern; other groups name columns


class ListLines:
    """Reads line after line; knows the headings that apply and the list that is open."""

    def __init__(self, profile: Profile, reading: MatrixReading) -> None:
        self._units = [(unit.kind, profile_pattern(unit.pattern), unit.drawn) for unit in profile.unit]
        self.at_end = profile.layout.values_at_end
        self._columns = {header_key(label): name for name, labels in profile.columns.items() for label in labels}
        self._extras = list(profile.columns.get(EXTRAS, ()))
        if EXTRAS in self.at_end:  # its values have no label
            place = str(len(self._extras))
            self.at_end = tuple(place if name == EXTRAS else name for name in self.at_end)
            self._extras.append("")
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._headings = HeadingReader(profile.heading)
        self._reading = reading
        self.needs_head = any(kind == LIST for kind, *_ in self._units)
        self._list: ItemList | None = None if self.needs_head else ItemList()
        self._open: list[Piece] | None = None  # the value that a line may go on with
        self.ended: list[ItemList] = []
        self._heading_looks: set[Look] = set()  # of lines that fitted a [[heading]]
        self._announced = False  # True below a line that is a label and nothing else ("Indicadores:")
        self._width = 0  # letters of a full line of a text dump
        self._above: PrintedLine | None = None  # the line before the one that is read
        self._waiting: list[PrintedLine] = []  # lines with labels between a heading and its list
        self._below_heading = False  # True below a heading, before its list
        self._usual: Look | None = None  # how most items of the document are set
        self.text: list[PrintedLine] = []

    def read(self, lines: Sequence[PrintedLine]) -> None:
        """Put the lines of a document where they belong, one after another."""
        self._width = wrap_width([line for line in lines if not line.pieces])
        looks = Counter(look_of(line) for line in lines if self._unit(ACTION, line) is not None)
        self._usual = looks.most_common(1)[0][0] if looks else None
        for line in lines:
            self._take(line)
            self._above = line

    def _take(self, line: PrintedLine) -> None:
        piece = whole(line)
        reason = line.role or next((why for pattern, why in self._unwanted if pattern.fullmatch(piece.text)), None)
        if reason:
            self._reading.excluded.append(exclude(piece, reason))
        elif self._is_values_line(line, piece) or (self._open is not None and self._is_labelled(piece)):
            pass
        elif self._open is not None and self._goes_on(line, piece):
            self._go_on(self._open, piece)
        elif self._is_bare_label(line, piece) or self._is_announced(line, piece) or self._waits(line, piece):
            pass
        elif self._is_heading_among_items(line, piece) or not self._is_of_list(line, piece):
            self._take_other(line)

    def _is_values_line(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a line in brackets below an item as the end of that item; tell whether it is one.

        A line without brackets is one if all its parts tell what they are: "Ministerio de Salud · 2027".
        """
        rows = self._list.rows if self._list is not None else []
        is_placed = self._unit(LIST, line) is not None or self._headings.fits(piece.text)
        if not rows or is_placed or ((match := self._unit(ACTION, line)) and not is_unmarked(match, line)):
            return False
        words = rows[-1].pieces[ACTION]
        if self._open not in (None, words) or (words and is_open(text_of(words))):
            return False
        if piece.text[:1] in OPENING and (self.has_values(f"x {piece.text}") or is_open(piece.text)):
            words.append(piece)
            self._open = words
            return True
        is_below = self._above is not None and is_wrapped(self._above, line, self._width)
        if is_below or not self.at_end or not tell_themselves(piece.text):
            return False
        ended = values_at_end(f"x – {piece.text}", self.column_of, self.at_end)
        return ended is not None and ended.action_end == 1 and self._take_values(piece, ended)

    def _take_values(self, piece: Piece, ended: Ended) -> bool:
        """Keep the values of a line without labels for the item above, if the profile names all of their columns."""
        if self._list is None or len(ended.columns) < 2 or not ended.columns <= set(self.at_end):
            return False
        spans = [(value.start - len("x – "), value.end - len("x – ")) for value in ended.values]
        for value, span in zip(ended.values, spans, strict=True):
            own = [piece.part(*span)]
            self._list.labelled.setdefault(value.column, []).append((len(self._list.rows), own))
            self._open = own
        starts = [0, *(stop for _, stop in spans)]
        ends = [*(start for start, _ in spans), len(piece.text)]
        self._reading.excluded += words_aside(piece, zip(starts, ends, strict=True))
        return True

    def _go_on(self, opened: list[Piece], piece: Piece) -> None:
        """Add a line to a value up to the first label in it, which opens a value of its own."""
        is_in_brackets = is_open(text_of(opened)) or is_open(piece.text)
        found = [] if is_in_brackets else labels_outside(piece.text, self._is_label)
        if not found:
            opened.append(piece)
            return
        self._take_labels(piece, found)
        stop = len(piece.text[: found[0].start].rstrip(BETWEEN))
        self._reading.excluded += words_aside(piece, [(stop, found[0].start)])
        opened += [piece.part(0, stop)] if stop else []

    def _goes_on(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line continues the open value; an item with a mark or a number never does."""
        match = self._unit(ACTION, line)
        is_marked = match is not None and not is_unmarked(match, line)
        is_below = self._above is not None and is_wrapped(self._above, line, self._width)
        is_below = is_below and not self._headings.fits(piece.text)
        is_rest = line.goes_on or (piece.text[:1].islower() and not line.is_marked) or is_below
        is_rest = is_rest or (is_open(text_of(self._open or ())) and not self._headings.fits(piece.text))
        is_rest = is_rest and not is_marked
        return is_rest or self._ends_values(line, piece)

    def _ends_values(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line is the rest of a value with labels behind it: "Plazo: dic." | "2027. Indicadores:"."""
        found = labels_in(piece.text, self._is_label)
        is_placed = any(self._unit(kind, line) for kind in (ACTION, LIST)) or self._headings.fits(piece.text)
        return bool(found) and found[0].start > 0 and not is_placed and not self._is_narrative(piece, found[0].start)

    def _is_narrative(self, piece: Piece, stop: int) -> bool:
        """Tell whether the words before the first label of a line are sentences of their own below an action."""
        head = piece.text[:stop].rstrip()
        is_sentence = head[:1].isupper() and head.endswith(".") and len(head.split()) >= FEWEST_WORDS
        rows = self._list.rows if self._list is not None else []
        return is_sentence and bool(rows) and self._open is rows[-1].pieces[ACTION]

    def _waits(self, line: PrintedLine, piece: Piece) -> bool:
        """Keep a line with a label that stands between a heading and the list below it: it belongs to all its items."""
        if self._list is not None or not self._below_heading or not labelled_parts(piece.text, self._is_label):
            return False
        self._waiting.append(line)
        return True

    def _is_bare_label(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a line that is a label and a colon, below which its values stand; tell whether it is one."""
        text = BULLET.sub("", piece.text.strip(), count=1)
        is_label = text.endswith(":") and self._is_label(text[:-1]) and self._list is not None and bool(self._list.rows)
        if not is_label or self._unit(LIST, line) is not None or self._list is None:
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
        match = self._unit(ACTION, line)
        is_bullet = bool(sign_of(line)) and not self._is_set_as_items(line)
        is_item = match is not None and not is_unmarked(match, line) and not is_bullet
        if is_item or self._headings.fits(piece.text) or self._unit(LIST, line) is not None:
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

    def _is_set_as_items(self, line: PrintedLine) -> bool:
        """Tell whether a line has the bullet of the last item and stands no further in: the mark of an action."""
        last = self._list.first_of_item if self._list is not None else None
        return last is not None and sign_of(last) == sign_of(line) and not is_further_in(last, line)

    def column_of(self, label: str) -> str | None:
        """Return the target of a label: a column, or the place of an extra column; None for other words."""
        return self._column_of(label) if self._is_label(label) else None

    def _column_of(self, label: str) -> str:
        column = self._columns[header_key(label)]
        return str([header_key(each) for each in self._extras].index(header_key(label))) if column == EXTRAS else column

    def _is_of_list(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a line that begins a list, has a label or is an item; False where it is none of these."""
        return (
            self._is_head(line, piece)
            or self._is_labelled(piece)
            or self._is_below_item(line, piece)
            or self._is_item(line, piece)
        )

    def _is_heading_among_items(self, line: PrintedLine, piece: Piece) -> bool:
        """Tell whether a line fits a [[heading]] and is set otherwise than the items: "2. Protección" after "1.9 …"."""
        items = self._list.look_of_items if self._list is not None and self._list.rows else self._usual
        return items is not None and look_of(line) != items and self._headings.fits(piece.text)

    def is_heading(self, text: str) -> bool:
        """Tell whether a [[heading]] of the profile fits a text."""
        return self._headings.fits(text)

    def item_in(self, text: str) -> re.Match[str] | None:
        """Return the match of an item, None where a text is none."""
        units = (pattern for kind, pattern, is_drawn in self._units if kind == ACTION and not is_drawn)
        return next((match for pattern in units if (match := pattern.fullmatch(text))), None)

    def has_values(self, text: str) -> bool:
        """Tell whether a text holds a label of the profile, or ends with values in brackets."""
        if labels_in(text, self._is_label):
            return True
        ended = values_at_end(text, self.column_of, self.at_end) if self.at_end else None
        return ended is not None and is_taken(ended, self.at_end)

    def _is_label(self, label: str) -> bool:
        return header_key(label) in self._columns

    def _take_other(self, line: PrintedLine) -> None:
        self._open = None
        found = self._headings.read(line)
        if found is None:
            self.text.append(line)
            if self._list is not None and self._list.rows and sign_of(line):
                self._list.loose.append(whole(line))
            if self._ends_list(line):
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
            self._below_heading = True

    def _ends_list(self, line: PrintedLine) -> bool:
        """Tell whether a line without a place ends the open list: it is set as its head is, or as headings are."""
        if self._list is None:
            return False
        look = look_of(line)
        if not self.needs_head:  # a heading over other text: "Glosario"
            return bool(self._list.rows) and look != self._list.look_of_items and (line.is_bold or line.is_shaded)
        is_heading = look in self._heading_looks and look != self._list.look_of_items and bool(self._list.rows)
        return self._list.is_ended_by(line) or is_heading

    def _unit(self, kind: str, line: PrintedLine) -> re.Match[str] | None:
        text = whole(line).text
        units = (
            pattern for name, pattern, is_drawn in self._units if name == kind and (line.is_marked or not is_drawn)
        )
        return next((match for pattern in units if (match := pattern.fullmatch(text))), None)

    def _is_head(self, line: PrintedLine, piece: Piece) -> bool:
        if (match := self._unit(LIST, line)) is None:
            return False
        waiting, self._waiting = self._waiting, []
        self.close()
        self._list = ItemList(look=look_of(line))
        term = match.span(DEADLINE) if match.groupdict().get(DEADLINE) else (0, 0)
        self._reading.excluded += words_aside(piece, [(0, term[0]), (term[1], len(piece.text))])
        if term[1]:
            self._list.labelled[DEADLINE] = [(0, [piece.part(*term)])]
        for each in waiting:
            self._take_labels(whole(each), labelled_parts(whole(each).text, self._is_label))
        self._open, self._announced = None, False
        return True

    def _is_labelled(self, piece: Piece) -> bool:
        """Take a line such as "Responsables: …" if its label is in the profile and a list is open.

        Tell whether it was taken.
        """
        mark = BULLET.match(piece.text)
        value = piece.part(mark.end(), len(piece.text)) if mark else piece
        parts = labels_in(value.text, self._is_label)
        if parts and parts[0].start > 0:
            if not self._is_narrative(value, parts[0].start):
                return False
            self._reading.excluded.append(exclude(value.part(0, parts[0].start), "other-text"))
        is_bare = len(parts) == 1 and parts[0].value == parts[0].end
        if not parts or is_bare or self._list is None:
            return False
        self._reading.excluded += [exclude(piece.part(0, mark.end()), "list-mark")] if mark else []
        self._take_labels(value, parts)
        return True

    def _is_below_item(self, line: PrintedLine, piece: Piece) -> bool:
        """Take a bullet that stands further in than the last item, or has another sign, as words of that item."""
        is_open = self._list is not None and self._list.rows and self._open is not None
        last = self._list.first_of_item if self._list is not None else None
        if not is_open or last is None or not sign_of(line) or not sign_of(last) or self._is_set_as_items(line):
            return False
        if self._open is not None:
            self._open.append(piece)
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
        match = self._unit(ACTION, line) if self._list is not None else None
        if match is None or self._list is None or (is_unmarked(match, line) and self._list.stands_out(line)):
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
        self._list.look_of_items, self._list.first_of_item = look_of(line), line
        self._reading.rows.append(row)
        opened: list[Piece] = []
        row.pieces[ACTION] = opened
        self._open = None if values else opened
        self._announced = False
        for each in text:
            self._go_on(opened, each)
        return True

    def _tell_loose(self, of: ItemList) -> None:
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
            self.ended.append(self._list)
        self._list, self._open = None if self.needs_head else ItemList(), None
        self.text += self._waiting
        self._waiting, self._below_heading = [], False
