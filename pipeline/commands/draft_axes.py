"""Drafts the [[heading]] rules of a plan: the lines over its tables or lists that name axes, and the column of each.

`rebuild/heading_groups.py` finds these lines and tells which of them is above which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..rebuild.card_labels import numbered_label
from ..rebuild.heading_groups import FIELDS, before_tables, chosen_looks, tables_under, without_constant
from ..rebuild.heading_looks import DASH, LARGER, STYLE, HeadingLine, body_size, heading_line, pattern_of
from ..rebuild.item_lists import DRAWN
from ..records import PrintedLine
from ..reference.plan_words import accented, any_of, read_plan_words
from ..text import fold, slug

COUNTED = 4  # lines that differ in their number alone, from which they count something
MOST_WORDS = 8  # of a heading of a text dump with the mark of its items
OBJECTIVE = "strategic_objective"


@dataclass(frozen=True, slots=True)
class AxisDraft:
    """A kind of heading (its look), and the column that it fills."""

    field: str
    pattern: str
    seen: tuple[str, ...]  # lines that fit it, with their page
    names: tuple[str, ...] = ()  # the headings as printed
    is_capitals: bool = False  # True where any line in capitals fits it


def draft_axes(
    lines: Sequence[PrintedLine], own: set[int], columns: Collection[str] = ()
) -> tuple[list[AxisDraft], list[str]]:
    """Return the headings of a plan, the widest first, and patterns of the lines that name nothing over its tables.

    `columns` are the published columns of the tables. If one of them holds the axis, no heading is needed for it.
    """
    groups = list(before_tables(lines, own))
    groups, idle = without_constant(groups)
    free = [field for field in FIELDS if field not in columns]
    is_said = "axis" in columns
    chosen = [look for look in chosen_looks(groups, tables_under(groups)) if not (is_said and look.startswith(STYLE))]
    parts = list(_parts_of_document(chosen, groups))
    chosen = chosen[bool(parts) :]
    axes = [_axis(field, look, groups) for field, look in zip(_fields(free, chosen), chosen, strict=False)]
    labels = list(_bare_words(lines)) if any(axis.is_capitals for axis in axes) else []
    idle = [*parts, *idle]
    return axes, labels + [rf"(?:\d[\d.]*\s+)?{re.escape(text)}\W*".replace(r"\ ", " ") for text in idle if text]


def _parts_of_document(looks: Sequence[str], groups: Sequence[Sequence[HeadingLine]]) -> Iterator[str]:
    """Yield the widest headings as printed, if they part the document ("Parte A") and the next ones name the axes.

    They have no name of their own, or the word for an axis stands before the next ones.
    """
    if len(looks) < 2:
        return
    texts = list(dict.fromkeys(each.text for group in groups for each in group if each.look == looks[0]))
    part = re.compile(rf"(?:{any_of(map(fold, read_plan_words().parts))})\s+(?:[a-z]|[ivx]+|\d+)\b\W*(?P<name>.*)")
    found = [part.fullmatch(fold(text)) for text in texts]
    are_axes = looks[1].startswith("word ") and looks[1].partition(" ")[2] in map(fold, read_plan_words().axes)
    if all(found) and (are_axes or not any(match["name"] for match in found if match)):
        yield from texts


def _bare_words(lines: Sequence[PrintedLine]) -> Iterator[str]:
    """Yield a pattern of the lines that are the word for a heading and nothing else ("EJE", above its name)."""
    texts = {fold(line.cells[0]).strip(" :.-–—") for line in lines if len(line.cells) == 1}
    words = [word for bare, word in read_plan_words().headings if texts & {bare, f"{bare}s", f"{bare}es"}]
    if words:
        yield rf"(?i:(?:{'|'.join(map(accented, words))})(?:e?s)?)\W*"


def draft_axes_of_texts(
    lines: Sequence[PrintedLine], heads: set[str], mark: str, *, is_itemised: bool = False
) -> tuple[AxisDraft, ...]:
    """Return the headings of a plan in prose, the widest first: `heads` are the lines that its lists begin with.

    A line in running type that fits `mark` is an item, no heading. If `is_itemised`, `heads` are the items themselves,
    of which most have no heading of their own.
    """
    usual = body_size(lines)
    groups: list[list[HeadingLine]] = []
    found: list[HeadingLine] = []
    for line in lines:
        if " ".join(line.cells[0].split()) in heads:
            if found or not groups or not is_itemised:
                groups.append(found)
            found = []
        elif (heading := heading_line(line, usual)) and not _is_item(line, mark, usual):
            found.append(heading)
    groups, _ = without_constant(groups)
    chosen = [look for look in chosen_looks(groups, tables_under(groups)) if look != DASH]
    if any(not look.startswith(STYLE) for look in chosen):  # white space before a line of a text dump says little
        chosen = [look for look in chosen if look != f"{STYLE} 0.0"]
    return tuple(_axis(field, look, groups) for field, look in zip(_fields(FIELDS, chosen), chosen, strict=False))


def _fields(free: Sequence[str], looks: Sequence[str]) -> list[str]:
    """Return the columns that headings fill, the widest first: the narrowest is an objective if its word says so."""
    fields = list(free[: len(looks)])
    word = looks[-1].partition(" ")[2] if len(looks) > 1 and looks[-1].startswith("word") else ""
    known = read_plan_words().columns
    names = {fold(label) for name in ("objective", "strategic_objective") for label in known[name]}
    if fold(word) in names and len(fields) == len(looks) and OBJECTIVE in free:
        fields[-1] = OBJECTIVE
    return fields


def without_counted(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines without those that count the actions: "Ficha 1", "Ficha 2", "Acción 2.3" name no axis."""
    counted = Counter(_digitless(line) for line in lines if _counts(line))
    return [line for line in lines if not _counts(line) or counted[_digitless(line)] < COUNTED]


def _counts(line: PrintedLine) -> bool:
    return line.table is None and len(line.cells) == 1 and numbered_label(line.cells[0]) is not None


def _digitless(line: PrintedLine) -> str:
    return re.sub(r"\d+(?:[.-]\d+)*", "#", fold(line.cells[0]))


def _is_item(line: PrintedLine, mark: str, usual: float) -> bool:
    if mark == DRAWN:
        return line.is_marked
    text = " ".join(line.cells[0].split())
    if line.size is None and not line.pieces:  # of a text dump
        is_plain = not line.after_blank or len(text.split()) > MOST_WORDS or text.endswith((")", "]", "."))
    else:
        is_plain = not line.is_bold and not line.is_shaded and (line.size or 0.0) < LARGER * usual
    return is_plain and re.fullmatch(mark, text) is not None


def _axis(field: str, look: str, groups: Sequence[Sequence[HeadingLine]]) -> AxisDraft:
    last = [[each for each in group if each.look == look][-1:] for group in groups]
    fitting = [each for group in last for each in group]
    seen = tuple(dict.fromkeys(f"p. {each.page}: {each.text[:90]}" for each in fitting))
    names = tuple(dict.fromkeys(each.text for each in fitting))
    return AxisDraft(field, pattern_of(field, look, names), seen, names, look == "capitals")


def axis_key(names: Sequence[str]) -> str:
    """Return the pattern that finds the word of an axis that ids contain: its first meaningful word.

    `names` are the axes as printed: of the words for headings, the pattern has those that one of them begins with. Axes
    with the same first word take as many words as tell them apart ("Florencia diversa", "Florencia una ciudad").
    """
    words = read_plan_words()
    folded = [fold(name) for name in names]
    begun = [word for bare, word in words.headings if any(name.startswith(bare) for name in folded)]
    heading = rf"(?:(?i:{'|'.join(map(accented, begun))})(?:e?s)?\b\W*)?" if begun else ""
    mark = r"(?:[\dIVXivx]+[\d.]*|[A-Za-z])[.):\-–—]*"
    before = rf"^{heading}(?:{mark}\s+)?\W*(?:(?i:{'|'.join(words.small)})\s+)*"
    several = _words_apart([name[match.start("key") :] for name in names if (match := _key(before, name))])
    ordered = sorted(dict.fromkeys(several), key=lambda text: (-len(text), text))
    longer = "|".join(re.escape(text).replace(r"\ ", " ") for text in ordered)
    return rf"{before}(?P<key>(?i:{longer})|\w+)" if longer else rf"{before}(?P<key>\w+)"


def _key(before: str, name: str) -> re.Match[str] | None:
    return re.search(rf"{before}(?P<key>\w+)", name)


def _words_apart(texts: Sequence[str]) -> list[str]:
    """Return, for texts with the same first word, the fewest words that tell each from the others."""
    small = set(read_plan_words().small)
    found: list[str] = []
    for text in dict.fromkeys(texts):
        words = text.split()
        same = [other.split() for other in dict.fromkeys(texts) if fold(other) != fold(text)]
        same = [other for other in same if slug(other[0]) == slug(words[0])]
        if not same:
            continue
        count = next((size for size in range(2, len(words)) if _is_apart(words[:size], same, small)), len(words))
        found.append(" ".join(words[:count]).rstrip(".,;:"))
    return found


def _is_apart(words: Sequence[str], others: Sequence[Sequence[str]], small: set[str]) -> bool:
    """Tell whether words begin no other text, and end with one that says something."""
    key = slug(" ".join(words))
    return fold(words[-1]) not in small and all(slug(" ".join(other[: len(words)])) != key for other in others)
