"""Drafts the profile of a plan of cards: its labels, which columns they name, where a card begins.

The labels that `draft_card_labels.py` finds are read as the run reads them; the values under each label tell, with its
words, which column it is. A document is a plan of cards if three labels name columns of a plan at least twice.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..layouts import EXTRAS, Layout, Profile
from ..rebuild.card_labels import numbered_label
from ..rebuild.card_reader import CardReader, cells_of
from ..rebuild.cards import read_cards
from ..rebuild.matrix_reading import MatrixReading
from ..rebuild.pieces import text_of, whole
from ..records import PrintedLine
from ..reference.headers import Mapper, header_key
from ..reference.value_kinds import share, sort_of, words_a_cell
from .draft_axes import AxisDraft, axis_key, draft_axes, draft_axes_of_texts, without_counted
from .draft_card_labels import FEWEST_CARDS, SURE, find_labels
from .draft_kinds import known_headers
from .draft_layout import carried_number, split_of
from .draft_tables import PLAN_COLUMNS, wanted_column
from .draft_text import columns_lines, comment, literal, section
from .manifest_text import toml_value

FEWEST_LABELS = 3
FEWEST_ROWS = 2  # rows of labels of a card: a matrix has one, its header
BEGINS = 0.8
DEEDS = 0.6  # share of the values of a label of no column that are deeds, from which they are the actions
MOST_ASKED = 6  # words of a question that names a column
BODIES = ("responsible", "associated")
FEW_BODIES = 0.3  # share of the values of a label that may name bodies
FIGURES = ("target", "baseline", "number")  # columns of figures
INSTEAD = ("action", "measure", "goal", "objective")
CODE_AND_TITLE = 2  # cells of a row that is a title, at most
TITLED = (0.7, 1.3)  # titles for each card, at least and at most, if they are the actions
NUMBER = r"(?:[A-Z]{1,3}[.\-]?)?\d+(?:[.\-]\d+)*"
NUMBERED_TITLE = rf"(?:[^\W\d]+\s+)??(?P<number>{NUMBER})[.):]*\s*[-–—:]?\s+(?P<action>\S.*)"
ANY_TITLE = r"(?P<action>\S.*)"


@dataclass(frozen=True, slots=True)
class CardsDraft:
    """A plan of cards as drafted."""

    columns: dict[str, list[str]]
    begins: str
    axes: tuple[AxisDraft, ...]
    count: int  # cards
    split: str | None = None  # pattern of a number that stands before the action
    title: str | None = None  # pattern of the title that is the action
    is_loose: bool = False  # True where most cards stand outside the tables
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Read:
    """What the labels of a document have beside them."""

    values: Mapping[str, list[str]]  # key of the label → its values
    cards: int
    loose: int  # cards outside the tables
    over_rows: Mapping[tuple[str, ...], int]  # the keys of each row of labels: how often
    repeated: frozenset[str]  # labels over several rows of values in one card
    numbered: frozenset[str]  # labels behind which the number of the card stands
    idle: Sequence[PrintedLine]  # lines and rows of one cell that are no part of a card


def find_cards(lines: Sequence[PrintedLine]) -> CardsDraft | None:
    """Return a plan of cards as drafted, None where the document has none."""
    mapper = Mapper(known_headers("action-matrix"))
    labels, cards = find_labels(lines, mapper)
    roles = {key: role for key, label in labels.items() if (role := _role(label, mapper))}
    if cards < FEWEST_CARDS or len(labels) < FEWEST_LABELS:
        return None
    begins = _beginning(lines, labels, cards)
    read, title = _read(lines, labels, begins, None), None
    if not read.numbered and not _has_actions(labels, roles, read.repeated):
        title = _title(lines, labels, cards, {id(line) for line in read.idle})
        read = _read(lines, labels, begins, title) if title else read
    if read.cards < FEWEST_CARDS:
        return None
    columns, notes = _placed(labels, read, roles, title)
    action = header_key(columns["action"][0]) if "action" in columns else ""
    if _is_header(action, read):
        return None
    named = {*columns, *(["action"] if title else [])}
    if "action" not in named or len(named & PLAN_COLUMNS) < FEWEST_LABELS:
        return None
    numbers = read.values.get(header_key(columns["action"][0]), []) if "action" in columns else []
    number = carried_number(numbers) if "number" not in columns else None
    split = split_of("action", number) if number else None
    columns = columns if "action" in columns else {"action": [title_label(labels)], **columns}
    axes = tuple(_axes(lines, labels, begins, read.idle))
    return CardsDraft(
        columns,
        labels.get(header_key(begins), begins),
        axes,
        read.cards,
        split,
        title,
        2 * read.loose > read.cards,
        notes,
    )


def _is_header(action: str, read: _Read) -> bool:
    """Tell whether the label of the actions stands in the header of a matrix: the only row of labels of most cards."""
    often = [row for row, count in read.over_rows.items() if 2 * count > read.cards]
    return any(action in row for row in often) and (len(often) < FEWEST_ROWS or action in read.repeated)


def title_label(labels: Mapping[str, str]) -> str:
    """Return what stands for the label of actions that titles name, since no label does."""
    return "(title)" if header_key("(title)") not in labels else "(title of the card)"


def _role(label: str, mapper: Mapper) -> tuple[str, float] | None:
    """Return the column that a label names; a long question names none, its values may."""
    if label.endswith("?") and len(label.split()) > MOST_ASKED:
        return None
    return mapper.column(label)


def _provisional(labels: Mapping[str, str], begins: str, title: str | None) -> Profile:
    layout = Layout(card_begins=(begins,), card_title=title)
    return Profile.model_construct(
        kind="action-cards", about="draft", columns={EXTRAS: tuple(labels.values())}, layout=layout
    )


def _read(lines: Sequence[PrintedLine], labels: Mapping[str, str], begins: str, title: str | None) -> _Read:
    """Return what the run reads under the labels, before they have columns."""
    reader, _, _, others = read_cards(lines, _provisional(labels, begins, title), "draft")
    values: dict[str, list[str]] = {}
    repeated: set[str] = set()
    numbered: Counter[str] = Counter()
    for card in reader.cards:
        own: set[str] = set()
        for index, label in card.extras:
            if text := text_of(card.row.pieces.get(str(index), [])):
                key = header_key(label)
                values.setdefault(key, []).append(text)
                repeated |= {key} & own
                own.add(key)
        if "number" in card.row.pieces and title is None:
            numbered[header_key(begins)] += 1
    often = frozenset(key for key, count in numbered.items() if count >= BEGINS * len(reader.cards))
    return _Read(
        values,
        len(reader.cards),
        sum(card.is_loose for card in reader.cards),
        reader.over_rows,
        frozenset(repeated),
        often,
        (*others, *reader.titles),
    )


def _sequence(lines: Sequence[PrintedLine], labels: Mapping[str, str]) -> list[str]:
    """Return the keys of the labels of a document in their order."""
    finder = _finder(labels).labels
    cells = (pieces for line in lines for _, pieces in cells_of(line))
    return [header_key(part.label) for pieces in cells for part in finder.parts(pieces) if part.label]


def _beginning(lines: Sequence[PrintedLine], labels: Mapping[str, str], cards: int) -> str:
    """Return the label that a card begins with: between two of it, no other label is printed twice."""
    found = _sequence(lines, labels)
    counts = Counter(found)
    likely = [key for key in dict.fromkeys(found) if counts[key] >= BEGINS * cards] or found[:1]
    return labels[min(likely, key=lambda key: (_strays(found, key), found.index(key)))] if likely else ""


def _strays(found: Sequence[str], begins: str) -> int:
    """Return how many labels stand before the first card, or a second time in one."""
    strays, own = 0, set[str]()
    is_begun = False
    for key in found:
        if key == begins:
            is_begun, own = True, set()
        strays += not is_begun or key in own
        own.add(key)
    return strays


def _has_actions(
    labels: Mapping[str, str], roles: Mapping[str, tuple[str, float]], repeated: Collection[str] = ()
) -> bool:
    """Tell whether a label names the actions: no question, and not over several rows of one card ("Hitos")."""
    known = (key for key, (role, score) in roles.items() if role == "action" and score >= SURE)
    return any(not labels[key].endswith("?") and key not in repeated for key in known)


def _title(lines: Sequence[PrintedLine], labels: Mapping[str, str], cards: int, idle: set[int]) -> str | None:
    """Return the pattern of the titles that are the actions: one above each card, each with other words."""
    finder = _finder(labels)
    above: dict[tuple[bool, bool], list[str]] = {}
    for line, after in zip(lines, [*lines[1:], None], strict=False):
        if after is None or line.role is not None or finder.says_label(line) or not finder.says_label(after):
            continue
        text, count = whole(line).text, len(cells_of(line))
        if (count == 1 and id(line) not in idle) or count > CODE_AND_TITLE:
            continue
        if len(text.split()) > 1 and numbered_label(text) is None:
            above.setdefault((line.table is not None, _stands_out(line)), []).append(text)
    for texts in above.values():
        if TITLED[0] * cards <= len(texts) <= TITLED[1] * cards and len(set(texts)) >= BEGINS * len(texts):
            numbered = sum(carried_title(text) for text in texts)
            return NUMBERED_TITLE if numbered >= BEGINS * len(texts) else ANY_TITLE
    return None


def _stands_out(line: PrintedLine) -> bool:
    return line.is_bold or line.is_shaded or (line.table is None and line.after_blank and not line.pieces)


def carried_title(text: str) -> bool:
    """Tell whether a title begins with a number."""
    return re.fullmatch(NUMBERED_TITLE, text) is not None


def _finder(labels: Mapping[str, str], begins: str = "") -> CardReader:
    """Return a reader that knows the labels, to ask what is one."""
    return CardReader(_provisional(labels, begins, None), MatrixReading("draft"))


def _placed(
    labels: Mapping[str, str], read: _Read, roles: Mapping[str, tuple[str, float]], title: str | None
) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Return the columns with their labels, the best first; a second label of a column goes to `extras`."""
    action, is_sure = (None, True) if title else _action(labels, read, roles)
    notes = {} if is_sure else {"action": "no label says what the actions are: check that these are"}
    wished: dict[str, tuple[str, float]] = {}
    for key in labels:
        wished[key] = ("action", 200.0) if key == action else _wanted(roles.get(key), read.values.get(key, []))
        if key in read.repeated:
            wished[key] = (EXTRAS, 0.0)
    columns: dict[str, list[str]] = {}
    for key in sorted(labels, key=lambda each: -wished[each][1]):
        role = wished[key][0] if wished[key][0] not in columns else EXTRAS
        columns.setdefault(role, []).append(labels[key])
    return columns, notes


def _wanted(role: tuple[str, float] | None, values: Sequence[str]) -> tuple[str, float]:
    """Return the column that a label and its values ask for; values overrule a label that is only like a known one."""
    sort = sort_of(values)
    if role is not None and role[1] < SURE and sort in ("term", "money"):
        return wanted_column(None, values)
    if role is not None and role[0] in BODIES and role[1] < SURE and share("body", values) < FEW_BODIES:
        return EXTRAS, 0.0  # "Cargo y departamento"
    if role is not None and role[0] in FIGURES and role[1] < SURE and sort not in ("figure", "money"):
        return EXTRAS, 0.0  # "Target group"
    return wanted_column(role, values)


def _action(labels: Mapping[str, str], read: _Read, roles: Mapping[str, tuple[str, float]]) -> tuple[str | None, bool]:
    """Return the label of the actions, and whether its words or its number say so."""
    numbered = next(
        (key for key in labels if key in read.numbered and words_a_cell(read.values.get(key, [])) >= 2), None
    )
    own = [key for key in labels if roles.get(key, ("", 0.0))[0] == "action" and key not in read.repeated]
    own = [key for key in own if words_a_cell(read.values.get(key, [])) >= 2] or [
        key for key in own if key in read.values
    ]
    if numbered is not None:
        return numbered, True
    if own:
        return max(own, key=lambda key: roles[key][1]), True
    for name in INSTEAD[1:]:
        found = [key for key in labels if roles.get(key, ("", 0.0))[0] == name and key not in read.repeated]
        if found:
            return max(found, key=lambda key: roles[key][1]), False
    deeds = (
        key for key in labels if key not in roles and share("deed", read.values.get(key, [])) >= DEEDS
    )  # "Descripción"
    return next(deeds, None), False


def _axes(
    lines: Sequence[PrintedLine], labels: Mapping[str, str], begins: str, idle: Sequence[PrintedLine]
) -> Iterator[AxisDraft]:
    """Yield the headings over the cards, the widest first."""
    finder = _finder(labels, begins)
    free = {id(line) for line in idle}
    plain = [line for line in lines if len(line.cells) > 1 or id(line) in free]
    loose = [line for line in lines if line.table is None and len(line.cells) == 1]
    heads = {" ".join(line.cells[0].split()) for line in loose if _begins_with(line, finder, begins)}
    if heads:
        of_text = [line for line in loose if id(line) in free or " ".join(line.cells[0].split()) in heads]
        yield from draft_axes_of_texts(without_counted(of_text), heads, r"(?!)", is_itemised=True)
        return
    own = {line.table for line in lines if line.table is not None and finder.says_label(line)}
    axes, _ = draft_axes(without_counted(plain), {number for number in own if number is not None})
    yield from axes


def _begins_with(line: PrintedLine, finder: CardReader, begins: str) -> bool:
    parts = [part for _, pieces in cells_of(line) for part in finder.labels.parts(pieces)]
    return bool(parts) and header_key(parts[0].label or "") == header_key(begins)


def cards_text(draft: CardsDraft, about: str) -> Iterator[str]:
    """Yield the profile of a plan of cards as lines of TOML."""
    yield 'kind = "action-cards"'
    yield f"about = {toml_value(about)}"
    yield from section("columns", columns_lines(draft.columns, draft.notes))
    yield from section("split", [f"action = {literal(draft.split)}"] if draft.split else [])
    keys = [f"card_begins = {toml_value([draft.begins])}  # {draft.count} cards"]
    keys += (
        [f"card_title = {literal(draft.title)}  # a title above the first label is the action"] if draft.title else []
    )
    names = [name for axis in draft.axes if axis.field == "axis" for name in axis.names]
    yield from section("layout", keys + ([f"axis_key = {literal(axis_key(names))}"] if names else []))
    for axis in draft.axes:
        yield ""
        yield comment("\n".join([f"{axis.field}: lines such as", *(f"  {line}" for line in axis.seen[:4])]))
        yield "[[heading]]"
        yield f"pattern = {literal(axis.pattern)}"
