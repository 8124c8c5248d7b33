"""Which words of a document are the labels of its cards: they are printed again and again, with other words after them.

A label is a known one that occurs in some cards, or any words that occur in half of them: alone in a cell or line, in
the first line of a cell, or before a colon. What follows the same label again and again ("Sin costo") is a value.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..layouts import HEADING_COLUMNS
from ..rebuild.card_labels import LONGEST, is_number, line_starts, numbered_label
from ..rebuild.card_reader import cells_of
from ..rebuild.pieces import text_of
from ..records import REPEATED, PrintedLine
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.value_kinds import is_money, is_term
from ..text import BULLETS, fold

FEWEST_CARDS = 2
OFTEN = 0.5  # share of the cards in which a label without a column has to occur
KNOWN = 0.2  # share of the cards in which a label that names a column has to occur
AGAIN = 2.2  # times a card, at most, that a label without a column occurs
MOSTLY = 0.8
WHOLE = 100.0  # score of a label that is one of the vocabulary, letter for letter
QUESTIONS = {begin for begins in read_header_words().questions.values() for begin in begins}
EXACT = {header_key(label) for labels in read_header_words().columns.values() for label in labels}
SELDOM = 0.25  # share of the places of a label, at most, that are right behind a known one
SURE = 95.0  # score of a label that is known as a whole
MOST_WORDS = 8  # of a label that is no question
BEFORE = 5  # words of a label before its value, with nothing but type between them
SIGNS = re.compile(r"[$€£%@=]")  # of amounts and addresses
FEWEST_LETTERS = 5  # of a label in capitals: "USD" is none
BULLET = re.compile(rf"^(?:[{BULLETS}*–—-]\s+)+")
CAPITALS = re.compile(r"(?P<label>[^\W\d_a-z][^a-z\d_:.;]*?[^\W\d_a-z])(?=\s+(?:[^\W_]?[a-z]|\d|[A-Z]{2,3}\s?[\d$]))")
COLON = re.compile(r"(?P<label>[^\W\d_¿][^:]{1,78}?|¿[^:]{3,120}?\?)\s*:(?:\s|$)")
TITLE = re.compile(
    r"(?P<label>[^\W\d_][^:\d]{2,40}?)\s+(?:(?i:n[°º.o]+|nro\.?)\s*)?(?:[A-Z]{1,3}[.\-]?)?\d+(?:[.\-]\d+)*[.:)]*\s*[-–—]?\s+\S"
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Words that may be a label: where, and the words around them."""

    text: str
    before: frozenset[str]  # keys of the cell or line before it, and of the last line of it
    is_beside: bool  # True where these stand in the same row, and it stands where values do
    is_left: bool = False  # True where it begins a row and other cells stand in it
    lead: str | None = None  # what stands before it in its cell; None where it begins its cell
    after: str | None = None  # what follows it in its cell; None where nothing does
    head: str = ""  # key of its first line, if it has several
    is_title: bool = False  # True where a number follows it
    is_line: bool = False  # True where only the end of a line parts it from what follows
    above: frozenset[str] = frozenset()  # keys of the row of labels that it may be a value of, in a column


def _is_likely(text: str) -> bool:
    """Tell whether words may be a label at all: few, no date, no amount."""
    words = text.split()
    if (
        not any(map(str.isalpha, text))
        or len(text) < 3
        or text[0].islower()
        or not (text[0].isalnum() or text[0] == "¿")
    ):
        return False
    bare = text.rstrip(" :")
    if ":" in bare or SIGNS.search(text) or bare.endswith((".", ";", ",")) or numbered_label(text) is not None:
        return False
    most = LONGEST if text.rstrip(" :").endswith("?") else MOST_WORDS
    return len(words) <= most and not is_term(text) and not is_money(text)


def _bare(text: str) -> str:
    return " ".join(fold(text).strip("¿?: ").split())


def _before_value(text: str, mapper: Mapper) -> re.Match[str] | None:
    """Return the words that type alone sets apart at the beginning of a text: a known label, or capitals."""
    words = list(re.finditer(r"\S+", text))
    starts = [text[: word.end()] for word in words[: min(BEFORE, len(words) - 1)]]
    likely = [
        start
        for start, word in zip(starts, words[1:], strict=False)
        if not word[0][0].islower() and not is_number(text[word.start() :])
    ]
    found = [start for start in likely if header_key(start) in EXACT or _bare(start) in QUESTIONS]
    fuzzy = (start for start in likely if (role := mapper.column(start)) and role[1] >= WHOLE)
    if label := max(found, key=len, default=None) or next(fuzzy, None):
        return re.match(rf"(?P<label>{re.escape(label)})", text)
    match = CAPITALS.match(text) if numbered_label(text) is None else None
    is_likely = match is not None and len(match["label"].split()) <= MOST_WORDS
    return match if match and is_likely and sum(map(str.isalpha, match["label"])) >= FEWEST_LETTERS else None


def _seen(lines: Sequence[PrintedLine], mapper: Mapper) -> Iterator[_Seen]:
    """Yield the words of a document that may be labels, in their order."""
    before, above = frozenset[str](), frozenset[str]()
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        if line.role not in (None, REPEATED):
            continue
        cells = cells_of(line)
        over, is_over = above, after is not None and _is_over_values(line, after, mapper)
        above = frozenset(header_key(text_of(pieces)) for _, pieces in cells) if is_over else frozenset()
        for place, (_, pieces) in enumerate(cells):
            text = text_of(pieces)
            is_beside = place % 2 == 1 and len(cells) % 2 == 0 and not is_over
            if place == 0 and len(cells) > 1 and (match := numbered_label(text)) and is_number(match["number"]):
                yield _Seen(match["label"], frozenset(), is_beside=False, is_title=True)
            starts = sorted(line_starts(pieces))
            head = header_key(text[: starts[1]]) if len(starts) > 1 else ""
            beside = before if is_beside or place == 0 else frozenset[str]()
            yield from _in_cell(
                text,
                _Seen(
                    text,
                    beside,
                    is_beside,
                    place == 0 < len(cells) - 1,
                    head=head,
                    above=over if place else frozenset(),
                ),
                mapper,
                (*starts, len(text))[1],
            )
            parts = [text[at:to].strip() for at, to in pairwise([*starts, len(text)])] if len(starts) > 1 else []
            for count, (at, part) in enumerate(zip(starts, parts, strict=False)):
                last = beside if count == 0 else frozenset([header_key(parts[count - 1])])
                rest = text[at + len(part) :].strip()
                if not rest[:1].islower():
                    seen = _Seen(
                        part, last, is_beside and count == 0, False, text[:at] or None, rest or None, is_line=True
                    )
                    yield from _in_cell(part, seen, mapper, len(part))
            before = frozenset([header_key(text), *(header_key(part) for part in parts[-1:])])


def _is_over_values(line: PrintedLine, after: PrintedLine, mapper: Mapper) -> bool:
    """Tell whether a row begins with a known label, and the row below it in the same columns with none."""
    cells, below = cells_of(line), cells_of(after)
    if line.table is None or line.table != after.table or not 1 < len(cells) == len(below):
        return False
    first, second = text_of(cells[0][1]), text_of(below[0][1])
    role, other = mapper.column(first), mapper.column(second)
    is_known = role is not None and role[1] >= SURE
    return is_known and (other is None or other[1] < SURE) and _before_value(second, mapper) is None


def _in_cell(text: str, seen: _Seen, mapper: Mapper, line: int) -> Iterator[_Seen]:
    """Yield a cell or line if it may be a label, and the words at its beginning that may be one.

    `line` is where the first line of the text ends: words within it are looked for when that line is.
    """
    bare = BULLET.sub("", text)
    title = TITLE.match(bare)
    match = title or COLON.match(bare) or _before_value(bare, mapper)
    if _is_likely(text):
        yield seen
    if match is not None:
        own = match["label"].strip()
        if _is_likely(own) and header_key(own) != header_key(text) and (line >= len(text) or len(own) > line):
            yield _Seen(own, frozenset(), is_beside=False, after=bare[len(own) :], is_title=title is not None)


def find_labels(lines: Sequence[PrintedLine], mapper: Mapper) -> tuple[dict[str, str], int]:
    """Return the labels of a document's cards, each key with its words as printed, and how many cards there may be."""
    seen = list(_seen(lines, mapper))
    counts = Counter(header_key(each.text) for each in seen)
    spelled: dict[str, str] = {}
    places: dict[str, list[_Seen]] = defaultdict(list)
    for each in seen:
        key = header_key(each.text)
        spelled.setdefault(key, each.text.strip().rstrip(" :"))
        places[key].append(each)
    often = {key for key, count in counts.items() if count >= FEWEST_CARDS and key and not _is_cut(places[key])}
    often -= {key for key in often if _is_below(places[key], often)}
    roles = {key: role for key in often if (role := mapper.column(spelled[key]))}
    known = {key for key, role in roles.items() if role[1] >= SURE}
    cards = _usual([counts[key] for key in known or roles or often])
    least = max(FEWEST_CARDS, KNOWN * cards)
    labels = {key for key in known if counts[key] >= least}
    labels -= {key for key in labels if all(each.is_title for each in places[key]) and (
        counts[key] < MOSTLY * cards or roles[key][0] in HEADING_COLUMNS)}  # fmt: skip
    labels -= {key for key in labels if counts[key] < MOSTLY * cards and roles[key][0] in HEADING_COLUMNS}
    others = {key for key in often - known if OFTEN * cards <= counts[key] <= AGAIN * cards}
    others = {key for key in others if not all(each.is_line for each in places[key]) or counts[key] >= MOSTLY * cards}
    others = {key for key in others if not _is_value(places[key], labels, SELDOM)}
    others = {key for key in others if not _stands_beside(places[key], labels | others)}
    others = {
        key for key in others if not any(counts[one] > counts[key] for one in _always_before(places[key], others))
    }
    labels -= {key for key in labels if counts[key] < MOSTLY * cards and _stands_beside(places[key], labels | others)}
    found = labels | others
    longer = {
        key for key in found if any(each.head in found and counts[each.head] > counts[key] for each in places[key])
    }
    return {key: spelled[key] for key in counts if key in found - longer}, cards


def _is_below(places: Sequence[_Seen], often: set[str]) -> bool:
    """Tell whether words nearly always stand below a row that has nothing but words printed again and again."""
    return sum(bool(each.above) and each.above <= often for each in places) >= MOSTLY * len(places)


def _is_cut(places: Sequence[_Seen]) -> bool:
    """Tell whether the same words stand before or behind everywhere: a part of a longer label."""
    sides = {each.after for each in places}, {each.lead for each in places}
    return any(len(side) == 1 and None not in side for side in sides)


def _usual(counts: Sequence[int]) -> int:
    """Return how often most labels occur; of two equally common numbers the larger one."""
    found = Counter(counts)
    return max(found, key=lambda count: (found[count], count)) if found else 0


def _is_value(places: Sequence[_Seen], labels: set[str], most: float = 0.5) -> bool:
    """Tell whether more than a share of the places of some words are right behind a known label."""
    return sum(bool(each.before & labels) for each in places) > most * len(places)


def _always_before(places: Sequence[_Seen], labels: set[str]) -> set[str]:
    """Return the labels that stand right before some words wherever these are printed, if no value is beside them."""
    if all(each.is_left for each in places):
        return set()
    return set.intersection(labels, *(each.before for each in places))


def _stands_beside(places: Sequence[_Seen], labels: set[str]) -> bool:
    """Tell whether words nearly always stand to the right of one and the same label: a value that all cards share."""
    before = Counter(key for each in places if each.is_beside for key in each.before & labels)
    return bool(before) and max(before.values()) >= MOSTLY * len(places)
