"""Furniture: running headers, footers, page numbers, letterheads and watermarks. They are recognised by repetition.

A line is furniture if the same text, digits aside, stands at the same height on several pages, near the top or the
bottom. A watermark may stand anywhere, but on most pages, and not as often at other heights. A table that
repeats word for word near the top or the bottom is a letterhead.

A plan in prose prints labels under each of its actions ("Indicadores:", "Plazo: 2026"). By chance they stand at the
same height on several pages. Such a line is furniture only at the outer edge of most pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from ....language import page_words, pattern_of
from ....reference.headers import Mapper, read_header_words
from ....text import fold
from ..grid.fragments import Fragment
from .page_records import Line, Sheet

Group = list[tuple[Line, Sheet]]  # lines with the same words at one height, each with its page

EDGE = 0.17  # share of the page's height at its top and bottom where furniture stands
MARGIN = 0.1  # share of the page's width at its sides
SAME_HEIGHT = 5.0  # points
FEWEST_PAGES = 3  # of a document that has as many
MOST_PAGES = 0.6  # share of the pages on which a watermark stands
MOST_LABEL = 5  # words of a label
FOOTNOTE_BEGINS = re.compile(
    rf"^(?:\(?\d{{1,2}}\)?|\*{{1,3}}|[¹²³⁴⁵⁶⁷⁸⁹]+|{pattern_of(page_words('note'))}:)\s?\S", re.IGNORECASE
)
SMALLER = 0.93  # times the usual height of a line: lower lines are small print
PAGE_NUMBER = re.compile(
    rf"^{pattern_of(page_words('page'))}?\s*[-–—|]?\s*(?:\d{{1,4}}|[ivxl]{{1,7}})\s*"
    rf"(?:[-–—|]|(?:{pattern_of(page_words('of'))}|/)\s*\d{{1,4}})?\s*$",
    re.IGNORECASE,
)


def furniture_of(sheets: Sequence[Sheet]) -> dict[Line, str]:
    """Return the furniture lines of a document with their reason: header | footer | page-number | watermark."""
    reasons: dict[Line, str] = {}
    places: dict[tuple[str, int], Group] = defaultdict(list)
    for sheet in sheets:
        for line in sheet.lines:
            if reason := line.aside or _numbers_page(line, sheet):
                reasons[line] = reason
            letters = _digitless(line.text)
            for height in _slots(line):
                places[letters, height].append((line, sheet))
    total = Counter(_digitless(line.text) for sheet in sheets for line in sheet.lines)
    for (letters, _), found in places.items():
        is_alone = total[letters] - len(found) < len(found)
        group = _without_labels(found, len(sheets), is_alone=is_alone) if len(found) > 1 else found
        pages = {sheet.number for _, sheet in group}
        if len(pages) < 2:
            continue
        enough = len(pages) >= min(FEWEST_PAGES, len(sheets))
        alike = Counter("".join(line.text.split()) for line, _ in group)
        is_same = max(alike.values()) > 1
        if not (enough and is_same):
            counts = _counts_pages([line for line, _ in group]) and _are_numbers_or_last(group)
            group = [each for each in group if counts or _is_outermost(*each) or _in_margin(*each)]
        for line, sheet in group:
            reason = _reason(line, sheet, len(pages), len(sheets))
            if reason and ((is_same and is_alone) or reason != "watermark"):
                reasons.setdefault(line, reason)
    return reasons


def _without_labels(group: Group, sheets: int, *, is_alone: bool) -> Group:
    """Return the lines of a group without labels of a column and ends of values; at the edge of most pages they stay.

    `is_alone`: fewer lines with the same words stand at other heights.
    """
    is_on_most = len({sheet.number for _, sheet in group}) >= MOST_PAGES * sheets
    return [
        (line, sheet)
        for line, sheet in group
        if not (_ends_value(line) or _is_labelled(line, sheet, is_alone=is_alone))
        or (is_on_most and _is_outermost(line, sheet))
    ]


def _ends_value(line: Line) -> bool:
    """Tell whether a line is the rest of what the line above began: "capacitadas)", at the top of two columns."""
    text = line.text
    return text.count(")") > text.count("(") or (text[:1].islower() and text.endswith((".", ";", "]")))


def _is_labelled(line: Line, sheet: Sheet, *, is_alone: bool) -> bool:
    """Tell whether a line begins with the label of a column and a colon ("Indicadores:", "Plazo: 2026").

    In the upper or lower sixth of the page a letterhead has such lines, too ("Fecha: 2025"): there a line that has
    more than the label counts only if the same words stand as often at other heights.
    """
    label, colon, value = line.text.partition(":")
    is_at_edge = line.box[3] < EDGE * sheet.height or line.box[1] > (1 - EDGE) * sheet.height
    if not colon or len(label.split()) > MOST_LABEL or (value.strip() and is_at_edge and is_alone):
        return False
    return _is_column(label)


@lru_cache(maxsize=4096)
def _is_column(label: str) -> bool:
    return _mapper().column(label) is not None


@cache
def _mapper() -> Mapper:
    return Mapper(read_header_words())


def _numbers_page(line: Line, sheet: Sheet) -> str | None:
    edge = line.box[3] < EDGE / 2 * sheet.height or line.box[1] > (1 - EDGE / 2) * sheet.height
    return "page-number" if edge and PAGE_NUMBER.match(line.text) else None


def _counts_pages(lines: Sequence[Line]) -> bool:
    """Tell whether a number in lines grows by one from page to page ("- 6 -", "17-Nov-25 Page 6 of 22")."""
    found = [re.findall(r"\d+", line.text) for line in lines]
    if len({line.page for line in lines}) < 2 or len({len(numbers) for numbers in found}) > 1:
        return False
    columns = [[int(number) for number in column] for column in zip(*found, strict=True)]
    growing = [len({number - line.page for number, line in zip(column, lines, strict=True)}) == 1 for column in columns]
    fixed = [len(set(column)) == 1 for column in columns]
    return any(growing) and all(grows or stays for grows, stays in zip(growing, fixed, strict=True))


def _are_numbers_or_last(group: Sequence[tuple[Line, Sheet]]) -> bool:
    """Tell whether all lines are mere page numbers, or all are the topmost or the lowest line of their page."""
    if all(PAGE_NUMBER.match(line.text) for line, _ in group):
        return True
    return all(
        line.box[1] <= min(other.box[1] for other in sheet.lines)
        or line.box[3] >= max(other.box[3] for other in sheet.lines)
        for line, sheet in group
    )


def _is_outermost(line: Line, sheet: Sheet) -> bool:
    """Tell whether a line stands outside the area of body text.

    Two such lines are enough ("IF-2025-…", ar-restitucion p. 8).
    """
    return line.box[3] < EDGE / 2 * sheet.height or line.box[1] > (1 - EDGE / 2) * sheet.height


def _in_margin(line: Line, sheet: Sheet) -> bool:
    return line.box[2] < MARGIN * sheet.width or line.box[0] > (1 - MARGIN) * sheet.width


def _slots(line: Line) -> Iterable[int]:
    """Return two neighbouring slots of height, so that lines within `SAME_HEIGHT` share one."""
    slot = int(line.box[1] // SAME_HEIGHT)
    return slot, slot + 1


def _digitless(text: str) -> str:
    """Return the letters of a text, folded; "#" where it has none. Spaces differ from page to page (florencia)."""
    return re.sub(r"[\W\d_]+", "", fold(text)) or "#"


def _reason(line: Line, sheet: Sheet, page_count: int, of_all: int) -> str | None:
    letters = sum(char.isalpha() for char in line.text)
    if not letters and _in_margin(line, sheet):
        return "page-number"  # in the outer margin, florencia p. 18
    if line.box[3] < EDGE * sheet.height and (letters or page_count >= max(FEWEST_PAGES, MOST_PAGES * of_all)):
        return "header"
    if line.box[1] > (1 - EDGE) * sheet.height:
        return "footer" if letters else "page-number"
    return "watermark" if page_count >= max(3, MOST_PAGES * of_all) and letters else None


def letterhead_of(sheets: Sequence[Sheet]) -> set[int]:
    """Return the ids of the fragments that repeat word for word, digits aside, at the edge of most pages of a stretch.

    The rest of a card that a page cuts repeats too ("Indicador … | Plazo 2027"), but only on a page here and there.
    """
    places: dict[tuple[str, int], list[Fragment]] = defaultdict(list)
    for sheet in sheets:
        for fragment in sheet.fragments:
            top, bottom = fragment.box[1], fragment.box[3]
            if bottom < 1.3 * EDGE * sheet.height or top > (1 - EDGE) * sheet.height:
                text = " ".join(line for cell in fragment.cells for line in cell.lines)
                places[_digitless(text), round(top / SAME_HEIGHT)].append(fragment)
    repeated = [group for group in places.values() if _is_on_most_pages({each.page for each in group}, len(sheets))]
    return {id(fragment) for group in repeated for fragment in group}


def _is_on_most_pages(pages: set[int], of_all: int) -> bool:
    """Tell whether pages are enough for a letterhead, and at least every second one from the first to the last."""
    return len(pages) >= max(2, min(FEWEST_PAGES, of_all)) and 2 * len(pages) >= max(pages) - min(pages) + 1
