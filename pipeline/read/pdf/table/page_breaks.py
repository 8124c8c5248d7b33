"""What a page break does to a table: whether it cuts a row, and which merged cells continue below it.

The rules do not show it, because LibreOffice and Word close every cell at a page break. So the habits of the table
decide. If a column has text or a number in every row, it shows where rows begin. If a column has merged cells and
hardly a blank one, a blank cell at the top of a page continues a merged cell.

Cases met: a row cut so that one line is left (florencia p. 18-19); a row cut in three columns (ar-plan l. 41-44); a
merged measure cut between two numbered rows ("… presenciales y virtuales" / "(talleres, jornadas, cursos)", ar-plan l.
11-13); a merged cell whose whole text is on the next page (florencia p. 20-21).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ....language import Language
from ....text import TERMINAL
from ..grid.headers import NUMBERED, NUMERIC

MOSTLY = 0.9  # share of the rows
OFTEN = 0.8
SELDOM = 0.1
FEW = 4  # cells: fewer say little of a column
MARK = re.compile(r"[^\W\d_]|[^\w\s]{1,2}")  # of a schedule: "X" below 2026 does not say where rows begin


class PrintedCell(NamedTuple):
    """The properties of a cell that matter at a break."""

    text: str
    row_count: int  # rows that it covers so far
    is_open: bool = False  # no rule is drawn at the break


@dataclass(frozen=True, slots=True)
class Habit:
    """How a column of a table is filled, without the rows at the break."""

    count: int  # cells
    filled: float  # share of the cells with text
    numbered: float  # share of the filled ones that begin with a number
    ascending: float  # share of the numbers that are not smaller than the one before; 0 if hardly two differ
    capital: float  # share of the filled ones that begin with a capital or a digit
    merged: float  # share of the cells that cover two rows or more

    @property
    def merges(self) -> bool:
        """Tell whether some cell covers two rows or more."""
        return self.merged > 0

    @property
    def is_key(self) -> bool:
        """Tell whether a blank cell in this column means that no row begins there."""
        return self.count > 0 and self.filled >= MOSTLY and self.merged <= SELDOM

    @property
    def numbers_rows(self) -> bool:
        """Tell whether each row begins with a number in this column."""
        return self.is_key and self.count > 1 and self.numbered >= OFTEN and self.ascending >= OFTEN


@dataclass(frozen=True, slots=True)
class Break:
    """The decision about one page break."""

    is_cut: bool  # the first row below continues the last row above
    carried: frozenset[int]  # columns whose cell continues below, if the row is not cut
    reason: str


class Tally(NamedTuple):
    """Counts over some cells of a column, in order; the counts of two parts can be added."""

    cells: int
    filled: int
    numbers: tuple[tuple[int, ...], ...]  # with which cells begin
    capital: int
    merged: int


def tally_of(cells: Sequence[PrintedCell]) -> Tally:
    """Return the tally of some cells of a column."""
    texts = [cell.text for cell in cells if cell.text]
    return Tally(
        len(cells),
        len(texts),
        tuple([number for number in map(_number_before, texts) if number is not None]),
        len(texts) - sum([text[0].islower() for text in texts]),
        sum([cell.row_count > 1 for cell in cells]),
    )


def habit_of(tallies: Sequence[Tally]) -> Habit:
    """Return the habit of a column from the tallies of its parts."""
    count, filled = sum([tally.cells for tally in tallies]), sum([tally.filled for tally in tallies])
    numbers = [number for tally in tallies for number in tally.numbers]
    return Habit(
        count,
        filled / count if count else 0.0,
        len(numbers) / filled if filled else 0.0,
        _ascending(numbers),
        sum([tally.capital for tally in tallies]) / filled if filled else 0.0,
        sum([tally.merged for tally in tallies]) / count if count else 0.0,
    )


@lru_cache(maxsize=4096)
def _number_before(text: str) -> tuple[int, ...] | None:
    """Return the number at the beginning of a text. Results are kept, since a cell may be near several breaks."""
    match = NUMBERED.match(text)
    return None if match is None else _number(match.group())


def _ascending(numbers: Sequence[tuple[int, ...]]) -> float:
    if len(set(numbers)) * 2 <= len(numbers):
        return 0.0
    pairs = list(pairwise(numbers))
    return sum(first <= second for first, second in pairs) / len(pairs) if pairs else 1.0


def judge_break(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit], language: Language
) -> Break:
    """Return the decision about the break between the rows `above` and `below`, each with one cell a column."""
    cut, reason = _is_cut(above, below, habits, language)
    if cut:
        return Break(True, frozenset(), reason)
    singles = [cell.is_open for cell in above if cell.row_count == 1]
    if sum(singles) * 2 > len(singles):  # drawn without a rule, though the row ends there
        above = [cell._replace(is_open=False) for cell in above]
    carried = frozenset(
        column
        for column, (first, second, habit) in enumerate(zip(above, below, habits, strict=True))
        if _goes_on(first, second, habit, language)
    )
    return Break(False, carried, reason)


def _is_cut(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit], language: Language
) -> tuple[bool, str]:
    for verdict in (_by_sequence, _by_number, _by_two_numbers, _by_open_border, _by_key):
        if (found := verdict(above, below, habits)) is not None:
            return found
    return _by_text(above, below, habits, language) or (False, "a new row begins")


def _by_sequence(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit]
) -> tuple[bool, str] | None:
    before, after = _number_before(above[0].text), _number_before(below[0].text)
    if before is None or after is None or habits[0].merges:
        return None
    if after == (*before[:-1], before[-1] + 1):
        return False, "a new row begins: the next number in column 1"
    return None


def _number(label: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", label)))


def _by_number(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit]
) -> tuple[bool, str] | None:
    for column, habit in enumerate(habits):
        if not habit.numbers_rows:
            continue
        if not below[column].text:
            return True, f"row cut: no number in column {column + 1}"
        if _number_before(below[column].text) is None:
            return True, f"row cut: column {column + 1} goes on without a number"
        if not above[column].text:
            return True, f"row cut: its number in column {column + 1} stands below the break"
        return False, f"a new row begins: numbered in column {column + 1}"
    return None


def _by_two_numbers(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit]
) -> tuple[bool, str] | None:
    """A number does not continue as another number: two numbers in a column are two rows (florencia p. 40-41)."""
    for column, habit in enumerate(habits):
        both = NUMERIC.match(above[column].text) and NUMERIC.match(below[column].text)
        if both and above[column].row_count == 1 and habit.merged <= SELDOM:
            return False, f"a new row begins: a number in column {column + 1} on both sides"
    return None


def _by_open_border(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit]
) -> tuple[bool, str] | None:
    singles = [cell.is_open for cell in above if cell.row_count == 1]
    if singles and all(singles):
        return True, "row cut: no rule closes it"
    if any(cell.is_open for cell in above) and not any(singles):
        return False, "a new row begins: a rule closes the one before"
    return None


def _by_key(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit]
) -> tuple[bool, str] | None:
    for column, habit in enumerate(habits):
        filled = bool(above[column].text), bool(below[column].text)
        if MARK.fullmatch(above[column].text or below[column].text):
            continue
        if habit.is_key and (filled == (True, False) or (filled == (False, True) and habit.count >= FEW)):
            return True, f"row cut: column {column + 1} is filled in every row"
    if not any(habit.count for habit in habits) and not below[0].text and above[0].text:
        return True, "row cut: nothing in the first column"
    return None


def _by_text(
    above: Sequence[PrintedCell], below: Sequence[PrintedCell], habits: Sequence[Habit], language: Language
) -> tuple[bool, str] | None:
    for column, habit in enumerate(habits):
        first, second = above[column], below[column]
        if habit.merges or not first.text or not second.text:
            continue
        if goes_on(first.text, second.text, language, habit.capital):
            return True, f"row cut: the text of column {column + 1} goes on"
    return None


def goes_on(first: str, second: str, language: Language, capital: float = 1.0) -> bool:
    """Tell whether `second` reads as the rest of `first`.

    `capital` is the share of the column's cells that begin with one.
    """
    if not first or not second:
        return False
    last_word = first.rsplit(None, 1)[-1].lower()
    if not any(map(str.isalpha, first)) or not any(map(str.isalpha, second)):
        return False
    if first.endswith((",", "-", "(", "/")) or (last_word in language.open_words and not first.endswith(TERMINAL)):
        return True
    if first.endswith(TERMINAL):
        return False
    return (second[0].islower() or second[0] in "()[],;.:") and capital >= 0.5


def _goes_on(first: PrintedCell, second: PrintedCell, habit: Habit, language: Language) -> bool:
    """Tell whether a cell continues below a break that does not cut its row."""
    if first.is_open:
        return True
    spans = habit.merges or first.row_count > 1 or second.row_count > 1
    if first.text and second.text:
        if not spans and (habit.capital < OFTEN or first.text == second.text):
            return False
        capital = 1.0 if spans else habit.capital
        return goes_on(first.text, second.text, language, capital) and (spans or second.text[0].islower())
    if not spans:
        return False  # a blank below a row that is not cut, in a column without merged cells
    if first.text or second.text:
        seldom_blank = 1 - habit.filled <= SELDOM or habit.count == 0
        return seldom_blank or (first.row_count > 1 and second.row_count > 1)
    return first.row_count > 1 and second.row_count > 1
