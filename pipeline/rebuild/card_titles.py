"""Lines around the cards of a plan: headings, numbered titles, and what a profile excludes.

A title with the number of a card ("Ficha 12") stands inside its table or above it. The numbers count if nearly every
card has one.
"""

from __future__ import annotations

from ..layouts import Profile
from ..patterns import profile_pattern
from ..records import PrintedLine
from .card_labels import YEAR, numbered_label
from .headings import HeadingReader
from .matrix_reading import MatrixReading
from .pieces import Piece, exclude, split_at, text_of, whole

NUMBERED_CARDS = 0.8  # least share of the cards with a numbered title, if these numbers are those of the cards


class AroundCards:
    """Reads the lines around cards, and gives cards the numbers of their titles."""

    def __init__(self, profile: Profile, reading: MatrixReading) -> None:
        self._unwanted = [(profile_pattern(p), reason) for reason, ps in profile.excluded.items() for p in ps]
        self._headings = HeadingReader(profile.heading)
        self._reading = reading
        self._numbered: tuple[list[Piece], list[Piece]] | None = None  # words and number of a title above the next card
        self._titles: dict[int, tuple[list[Piece], list[Piece]]] = {}  # by the number of the card's row

    def leave_card(self) -> None:
        """End the card that is being read."""

    def say_unused(self) -> None:
        """Note the headings of the profile that fitted no line."""
        self._reading.doubt_unused(self._headings.unused())

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
            if line.table is None:
                self.leave_card()
        return True

    def take_numbered(self, line: PrintedLine) -> bool:
        """Keep a numbered title ("Ficha 12") for the card below it; False where the line is none."""
        piece = whole(line)
        match = numbered_label(piece.text)
        if match is None or YEAR.fullmatch(match["number"]):
            return False
        self._forget_title()
        self._numbered = split_at([piece], match.start("number"))
        self.leave_card()
        return True

    def _forget_title(self) -> None:
        """Set a title aside below which no card began."""
        for pieces in self._numbered or ():
            self._reading.excluded += [exclude(piece, "title") for piece in pieces]
        self._numbered = None

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
