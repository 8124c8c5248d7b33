"""Lines over or inside a table that apply to the rows below: axis, sub-axis, strategic objective.

Cases met:
- a sub-axis is printed as a row of the table (ar-plan l. 38, 110, 130);
- the text of an objective is on the next line (corett-2020 l. 40-42);
- an objective does not belong to the rows below: code 3.1 over activities 3.2.1.x (corett-2020 l. 40 and 50). They must
  not inherit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..errors import LayoutMismatch
from ..layouts import Heading
from ..patterns import profile_pattern
from ..records import Excluded, PrintedLine
from .pieces import Piece, exclude, place_of_piece, whole

LABEL = "label"
CODE = "code"
FIELDS = ("axis", "subaxis", "subaxis_description", "strategic_objective")  # from the widest to the narrowest


@dataclass(frozen=True, slots=True)
class HeadingValue:
    """One value that a heading gives to the rows below it."""

    field: str  # published column
    piece: Piece
    code: str | None  # number printed with it, without spaces and full stop
    level: int  # place of its pattern in the profile: a heading ends those of its level and deeper


def compact_code(code: str | None) -> str | None:
    """Return a printed code without spaces and final full stop: "2. 1.1." is "2.1.1" (corett-2020 l. 25)."""
    return re.sub(r"\s+", "", code).rstrip(".:)-–") or None if code else None


def is_prefix(code: str | None, number: str | None) -> bool:
    """Tell whether a heading's code is a prefix of a row's number, part by part.

    A heading without a code fits every row. A row without a number, or with a number of one part ("5" under objective
    2), contradicts no code: its number does not name the heading.
    """
    if code is None or number is None or "." not in number:
        return True
    parts = code.split(".")
    return number.split(".")[: len(parts)] == parts


class HeadingReader:
    """Recognises the headings of a profile, one line after the other."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._headings = [(heading, profile_pattern(heading.pattern)) for heading in headings]
        self._waiting: HeadingValue | None = None
        self._fitted: set[int] = set()  # places of the rules that a line fitted

    def read(self, line: PrintedLine) -> tuple[list[HeadingValue], list[Excluded]] | None:
        """Return the values of a heading line and its other words; None if the line is not a heading."""
        piece = whole(line)
        for level, (heading, pattern) in enumerate(self._headings):
            if match := pattern.fullmatch(piece.text):
                self._fitted.add(level)
                return self._values(level, heading, match, piece)
        if self._waiting is not None and len(line.cells) == 1:
            value, self._waiting = replace(self._waiting, piece=piece), None
            return [value], []
        return None

    def fits(self, text: str) -> bool:
        """Tell whether a rule fits a line."""
        return any(pattern.fullmatch(text) for _, pattern in self._headings)

    def unused(self) -> list[tuple[int, str]]:
        """Return the place, from 1, and the pattern of each rule that no line fitted."""
        rules = enumerate(self._headings)
        return [(place + 1, rule.pattern) for place, (rule, _) in rules if place not in self._fitted]

    def stop_waiting(self) -> None:
        """Note that the table begins: a line below this point is not the text of the heading above it."""
        self._waiting = None

    def _values(
        self, level: int, heading: Heading, match: re.Match[str], piece: Piece
    ) -> tuple[list[HeadingValue], list[Excluded]]:
        groups = {name: text for name, text in match.groupdict().items() if name != CODE}
        _refuse_cut_word(level, match, groups, piece)
        code = compact_code(match.groupdict().get(CODE))
        values = [
            HeadingValue(name, piece.part(*match.span(name)), code, level) for name, text in groups.items() if text
        ]
        self._waiting = None
        if heading.takes_next_line and not values:
            self._waiting = HeadingValue(next(iter(groups)), piece, code, level)
        labels = [exclude(piece.part(*span), LABEL) for span in _spans_between(match, groups, len(piece.text))]
        return values, [label for label in labels if label.text]


def _refuse_cut_word(level: int, match: re.Match[str], groups: Iterable[str], piece: Piece) -> None:
    """Refuse a rule that parts a word of a text dump, whose words are counted; letters are counted in a PDF."""
    places = [place for name in groups if match[name] for place in match.span(name) if 0 < place < len(piece.text)]
    cut = next((at for at in places if not piece.text[at - 1].isspace() and not piece.text[at].isspace()), None)
    if cut is None or piece.box is not None:
        return
    found = (
        f"the [[heading]] no. {level + 1} cuts a word in two: {piece.text[:cut][-30:]!r} + {piece.text[cut:][:30]!r}"
    )
    remedy = (
        r"A group of its pattern has to begin and end with whole words: put \s between two groups, or \b at their ends."
    )
    raise LayoutMismatch(place_of_piece(piece), found, remedy, cause=f"heading {level + 1} cuts a word")


def _spans_between(match: re.Match[str], names: dict[str, str | None], length: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the line that belong to no group."""
    position = 0
    for start, end in sorted(match.span(name) for name, text in names.items() if text):
        yield position, start
        position = end
    yield position, length


class Context:
    """The headings that apply, and those of their pieces that belong to no record yet."""

    def __init__(self) -> None:
        self._values: dict[str, HeadingValue] = {}
        self._untaken: list[HeadingValue] = []
        self.ended: list[tuple[HeadingValue, HeadingValue]] = []  # a wider heading, and the narrower that ended it
        self.entered: list[HeadingValue] = []  # all headings in their order, the first value of each
        self.replaced: list[tuple[HeadingValue, HeadingValue]] = []  # a heading, and the one that ended it

    def enter(self, values: Sequence[HeadingValue]) -> None:
        """Apply headings; those of the same level and deeper levels end."""
        level = min(value.level for value in values)
        rank = min(FIELDS.index(value.field) for value in values)
        over = [old for old in self._values.values() if old.level > level and FIELDS.index(old.field) < rank]
        self.ended += [(old, values[0]) for old in over]
        self.entered.append(values[0])
        self.replaced += [(old, values[0]) for old in self._values.values() if old.level >= level]
        self._values = {name: value for name, value in self._values.items() if value.level < level}
        self._values |= {value.field: value for value in values}
        self._untaken += values

    def holds(self, values: Sequence[HeadingValue]) -> bool:
        """Tell whether these headings apply already: a page may print the axis again over the rest of the table."""
        in_force = [self._values.get(value.field) for value in values]
        pairs = zip(in_force, values, strict=True)
        return all(old and (old.piece.text, old.code) == (new.piece.text, new.code) for old, new in pairs)

    def value(self, field: str) -> HeadingValue | None:
        """Return the heading that applies to a column."""
        return self._values.get(field)

    def take(self, values: Sequence[HeadingValue]) -> list[HeadingValue]:
        """Return those of `values` that belong to no record yet: their words go to the first record below them."""
        taken = [value for value in self._untaken if value in values]
        self._untaken = [value for value in self._untaken if value not in values]
        return taken

    def leftovers(self) -> list[HeadingValue]:
        """Return the headings that belong to no record."""
        return list(self._untaken)
