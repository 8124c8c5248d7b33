"""Drafts the profile of a plan of cards: which cells are labels, which columns they name, where a card begins.

A label occurs in every card, in the same column, with a value to its right or after a colon. A document is a plan of
cards if three labels occur at least twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..layouts import EXTRAS
from ..rebuild.cards import INLINE, card_cells, label_above, labels_stand_above, numbered_label
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key, read_header_words
from ..reference.value_kinds import share
from ..text import fold
from .draft_axes import AxisDraft, axis_key, draft_axes, without_counted
from .draft_headers import is_label
from .draft_kinds import known_headers
from .draft_layout import carried_number, split_of
from .draft_tables import PLAN_COLUMNS, wanted_column
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

FEWEST_CARDS = 2
FEWEST_LABELS = 3
OFTEN = 0.5  # share of the cards in which a label without a column has to occur
KNOWN = 0.2  # share of the cards in which a label that names a column has to occur
BEGINS = 0.8
WHOLE = 100.0  # score of a label that is one of the vocabulary, letter for letter
QUESTIONS = {begin for begins in read_header_words().questions.values() for begin in begins}
DEEDS = 0.6  # share of the values of a label of no column that are deeds, from which they are the actions
SURE = 95.0  # score of a label that is known as a whole
MOST_WORDS = 4  # of a header of a matrix
INSTEAD = ("action", "measure", "goal", "objective")


@dataclass(frozen=True, slots=True)
class CardsDraft:
    """A plan of cards as drafted."""

    columns: dict[str, list[str]]
    begins: str
    axes: tuple[AxisDraft, ...]
    count: int  # cards
    split: str | None = None  # pattern of a number that stands before the action
    notes: dict[str, str] = field(default_factory=dict)


def _is_surely_label(cell: str, mapper: Mapper) -> bool:
    """Tell whether the whole cell is a known label: "Cantidad de informes" is not, though `Cantidad` is one."""
    found = mapper.column(cell) if len(cell.split()) <= MOST_WORDS else None
    return found is not None and found[1] >= SURE


def _is_whole_label(cell: str, mapper: Mapper) -> bool:
    """Tell whether words are a known label or question, word for word."""
    found = mapper.column(cell)
    return found is not None and (found[1] >= WHOLE or " ".join(fold(cell).strip("¿?: ").split()) in QUESTIONS)


def _pairs(line: PrintedLine, mapper: Mapper, is_above: bool) -> Iterator[tuple[str, str]]:
    """Yield the possible labels of a row, each with the text to its right, after it, or below it in its cell."""
    cells = [cell for cell, _ in card_cells(line)]
    if is_above:
        found = (label_above(cell, lambda words: _is_whole_label(words, mapper)) for cell in cells)
        yield from ((match["label"], match["value"]) for match in found if match)
        return
    known = sum(_is_surely_label(cell, mapper) for cell in cells)
    if len(cells) > 2 and 2 * known > len(cells):
        return  # a header row of a matrix: labels beside labels
    place = 0
    while place < len(cells):
        cell, value = cells[place], cells[place + 1] if place + 1 < len(cells) else None
        is_blank = value is not None and _is_surely_label(value, mapper) and len(cells) > 2
        if match := INLINE.fullmatch(cell):
            yield match["label"], match["value"]
        elif value is not None and (match := numbered_label(cell)) and mapper.column(match["label"]):
            yield match["label"], value
            place += 1
        elif value is not None and (is_label(cell.rstrip(" :")) or _is_surely_label(cell, mapper)):
            yield cell, "" if is_blank else value
            place += 0 if is_blank else 1
        place += 1


def _found(lines: Sequence[PrintedLine], mapper: Mapper) -> Iterator[tuple[int, str, str]]:
    """Yield the labels of a document in their order, with their table (0 = outside the tables) and their value."""
    is_above = labels_stand_above(lines, lambda words: _is_whole_label(words, mapper))
    for line in lines:
        for label, value in _pairs(line, mapper, is_above):
            role = mapper.column(label) if line.table is None else None
            if line.table is not None or (role is not None and role[0] == "action"):
                yield line.table or 0, label, value


def find_cards(lines: Sequence[PrintedLine]) -> CardsDraft | None:
    """Return a plan of cards as drafted, None where the document has none."""
    mapper = Mapper(known_headers("action-matrix"))
    found = list(_found(lines, mapper))
    counts = Counter(header_key(label) for _, label, _ in found)
    roles = {key: role for key, label in _spelled(found).items() if (role := mapper.column(label))}
    cards = _card_count(counts, roles)
    named = {roles[key][0] for key, count in counts.items() if key in roles and count >= FEWEST_CARDS}
    if cards < FEWEST_CARDS or len(named & PLAN_COLUMNS) < FEWEST_LABELS:
        return None
    labels = [
        key for key, count in counts.items() if count >= max(FEWEST_CARDS, (KNOWN if key in roles else OFTEN) * cards)
    ]
    columns, notes = _placed(labels, found, roles)
    if "action" not in columns:
        return None
    spelled = _spelled(found)
    first = next(key for _, label, _ in found if counts[key := header_key(label)] >= BEGINS * cards and key in labels)
    own = {number for number, label, _ in found if header_key(label) in labels}
    axes, _ = draft_axes(without_counted([line for line in lines if not _is_torn_title(line, own)]), own)
    values = [value for _, label, value in found if header_key(label) == header_key(columns["action"][0])]
    number = carried_number(values) if "number" not in columns else None
    split = split_of("action", number) if number else None
    return CardsDraft(columns, spelled[first], tuple(axes), cards, split, notes)


def _is_torn_title(line: PrintedLine, own: set[int]) -> bool:
    """Tell whether a row that the reader took for a title is a label with its value."""
    return line.table in own and len(line.cells) == 1 and len(card_cells(line)) > 1


def _spelled(found: Sequence[tuple[int, str, str]]) -> dict[str, str]:
    spelled: dict[str, str] = {}
    for _, label, _ in found:
        spelled.setdefault(header_key(label), label.rstrip(" :"))
    return spelled


def _card_count(counts: Counter[str], roles: dict[str, tuple[str, float]]) -> int:
    """Return the number of cards: how often the label of the actions occurs, or the commonest label in its place."""
    of_role = {
        name: max((counts[key] for key, role in roles.items() if role[0] == name), default=0) for name in INSTEAD
    }
    return of_role["action"] or max(of_role.values()) or max((counts[key] for key in roles), default=0)


def _placed(
    labels: Sequence[str], found: Sequence[tuple[int, str, str]], roles: dict[str, tuple[str, float]]
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the columns with their labels, the best first; a second label of a column goes to `extras`."""
    spelled = _spelled(found)
    values: dict[str, list[str]] = {}
    for _, label, value in found:
        values.setdefault(header_key(label), []).append(value)
    actions = [key for key in labels if roles.get(key, ("", 0.0))[0] == "action"]
    instead = next((key for name in INSTEAD for key in labels if roles.get(key, ("", 0.0))[0] == name), None)
    deeds = (key for key in labels if key not in roles and share("deed", values[key]) >= DEEDS)  # "Descripción"
    action = max(actions, key=lambda key: roles[key][1]) if actions else instead or next(deeds, None)
    notes = {} if actions else {"action": "no label says what the actions are: check that these are"}
    wished = {key: ("action", 200.0) if key == action else wanted_column(roles.get(key), values[key]) for key in labels}
    columns: dict[str, list[str]] = {}
    for key in sorted(labels, key=lambda each: -wished[each][1]):
        role = wished[key][0] if wished[key][0] not in columns else EXTRAS
        columns.setdefault(role, []).append(spelled[key])
    return columns, notes


def cards_text(draft: CardsDraft, about: str) -> Iterator[str]:
    """Yield the profile of a plan of cards as lines of TOML."""
    yield 'kind = "action-cards"'
    yield f"about = {toml_value(about)}"
    yield from section("columns", columns_lines(draft.columns, draft.notes))
    yield from section("split", [f"action = {literal(draft.split)}"] if draft.split else [])
    keys = [f"card_begins = {toml_value([draft.begins])}  # {draft.count} cards"]
    names = [name for axis in draft.axes if axis.field == "axis" for name in axis.names]
    yield from section("layout", keys + ([f"axis_key = {literal(axis_key(names))}"] if names else []))
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"
