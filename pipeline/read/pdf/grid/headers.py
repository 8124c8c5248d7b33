"""The header rows of a table: how many there are, and where they are printed again.

Met here: two rows, the first with a year over two columns (corett-2020); a header before the first section title
(oas-plan-2 p. 1); repeated on every page, also with a hyphen in it or in another case; a new one in the middle of a
page's grid that differs in its years and begins another table (corett-2020 p. 4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ....text import fold
from ..page.cell_text import Vocabulary, join_lines
from .evidence import Source
from .fragments import Fragment, FragmentCell

DEEPEST = 3  # rows of a header
LONGEST_LABEL = 160  # characters: a longer cell is no header
COUNTED = 2  # rows with a number each, below a row with one that is therefore no header
SAME = 0.6  # share of a header's cells that read the same where another edition of it begins
NUMBERED = re.compile(r"^\(?\d+(?:[.\-]\d+)*[.)°º]?(?:\s|$)")
YEAR = re.compile(r"^(?:19|20)\d\d$")  # a label over a column of numbers
NO_DIGITS = re.compile(r"\D")
NUMERIC = re.compile(r"^[\d\s.,%$()/+-]+$")


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """Return a label as it is compared: letters and digits alone, without accents or case."""
    return re.sub(r"[\W_]+", "", fold(text))


def row_keys(fragment: Fragment, row: int) -> tuple[str, ...]:
    """Return what is printed in a row, as it is compared; "" where a cell from the left or above covers a place."""
    keys = []
    for column in range(fragment.column_count):
        cell = fragment.cell_at(row, column)
        starts = cell.span.row == row and cell.span.column == column
        keys.append(label_key("".join(cell.lines)) if starts else "")
    return tuple(keys)


def header_depth(fragment: Fragment) -> int:
    """Return how many rows at the top of a fragment are its header; 0 if the first row is like any other."""
    title = int(is_title_row(fragment, 0) and fragment.row_count > 2)
    if fragment.row_count - title < 2:
        return fragment.row_count if all(fragment.tinted) and fragment.row_count else 0
    depth = _tinted_depth(fragment, title) or _spanned_depth(fragment, title)
    while depth < DEEPEST and not _is_border(fragment, title + depth):
        depth += 1
    if title + depth >= fragment.row_count or not _is_border(fragment, title + depth):
        return 0
    cells = _cells(fragment, title, title + depth)
    if depth == 1 and not _is_told_by_tint(fragment, title) and _counts_like_below(fragment, title):
        return 0
    return 0 if _reads_as_body(cells, bool(fragment.tinted[title])) else title + depth


def _is_told_by_tint(fragment: Fragment, row: int) -> bool:
    """Tell whether a row is tinted, and no row below it has the same tint. Stripes do not show a header."""
    return bool(fragment.tinted[row]) and fragment.tinted[row] not in fragment.tinted[row + 1 :]


def _counts_like_below(fragment: Fragment, row: int) -> bool:
    """Tell whether a row has a number, no year, in a column in which each of the next rows has one."""
    below = range(row + 1, min(row + 1 + COUNTED, fragment.row_count))
    return len(below) == COUNTED and any(
        all(_is_number(fragment, each, column) for each in (row, *below)) for column in range(fragment.column_count)
    )


def _is_number(fragment: Fragment, row: int, column: int) -> bool:
    text = " ".join(fragment.cell_at(row, column).lines)
    return NUMERIC.match(text) is not None and any(map(str.isdigit, text)) and YEAR.match(text) is None


def heads_the_next(fragment: Fragment, following: Fragment) -> bool:
    """Tell whether a fragment is a header alone at the end of its page, above numbered rows on the same columns."""
    if fragment.row_count > DEEPEST:
        return False
    texts = [" ".join(cell.lines) for cell in fragment.cells]
    if not all(texts) or any(map(NUMBERED.match, texts)) or _reads_as_body(list(fragment.cells), False):
        return False
    return NUMBERED.match(" ".join(following.cell_at(0, 0).lines)) is not None


def is_title_row(fragment: Fragment, row: int) -> bool:
    """Tell whether a row is one cell over all columns, with text."""
    cell = fragment.cell_at(row, 0)
    return cell.span.column_count == fragment.column_count > 1 and cell.span.row_count == 1 and bool(cell.words)


def _tinted_depth(fragment: Fragment, start: int) -> int:
    """Return the tinted rows of one shade at the top, where another follows and no cell goes over the border."""
    depth = start
    while depth < fragment.row_count and fragment.tinted[depth] and fragment.tinted[depth] == fragment.tinted[start]:
        if depth > start and is_title_row(fragment, depth):
            break
        depth += 1
    depth -= start
    while depth > 1 and _reads_as_body(_cells(fragment, start + depth - 1, start + depth), True):
        depth -= 1  # a striped record right below the header
    if not 0 < depth <= DEEPEST or start + depth == fragment.row_count:
        return 0
    return depth if _is_border(fragment, start + depth) else 0


def _spanned_depth(fragment: Fragment, start: int) -> int:
    """Return 1, or as many rows as stand below a label over several columns."""
    top = _cells(fragment, start, start + 1)
    if not any(1 < cell.span.column_count < fragment.column_count and cell.words for cell in top):
        return 1
    for depth in range(2, min(DEEPEST, fragment.row_count - start - 1) + 1):
        below = _cells(fragment, start + depth - 1, start + depth)
        if _is_border(fragment, start + depth) and all(cell.span.column_count == 1 for cell in below):
            return depth
    return 1


def _is_border(fragment: Fragment, row: int) -> bool:
    return row >= fragment.row_count or all(
        fragment.cell_at(row, column).span.row == row for column in range(fragment.column_count)
    )


def _cells(fragment: Fragment, start: int, stop: int) -> list[FragmentCell]:
    return [cell for cell in fragment.cells if start <= cell.span.row < stop]


def _reads_as_body(cells: list[FragmentCell], is_tinted: bool) -> bool:
    texts = [" ".join(cell.lines) for cell in cells if cell.words]
    if not texts or any(len(text) > LONGEST_LABEL for text in texts):
        return True
    numeric = sum(NUMERIC.match(text) is not None and YEAR.match(text) is None for text in texts)
    if numeric * 2 >= len(texts):
        return True
    return not is_tinted and NUMBERED.match(texts[0]) is not None and cells[0].span.column == 0 and numeric > 0


def header_labels(fragment: Fragment, start: int, stop: int, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return one label a column: the texts of the rows from `start` to `stop` above it, joined by one space."""
    labels = []
    for column in range(fragment.column_count):
        parts: list[str] = []
        for row in range(start, stop):
            cell = fragment.cell_at(row, column)
            if cell.span.row == row and cell.words:
                parts.append(join_lines(list(cell.lines), vocabulary))
        labels.append(" ".join(parts))
    return tuple(labels)


def _begins_alike(keys: tuple[str, ...], fragment: Fragment, row: int) -> bool:
    """Tell whether one of the first labels is the same in both. This is quick and comes before the whole comparison."""
    labelled = [column for column, key in enumerate(keys) if key][:4]
    return any(label_key("".join(fragment.cell_at(row, column).lines)) == keys[column] for column in labelled)


def _is_misread(first: str, second: str) -> bool:
    """Tell whether a label read from a picture is another one but for a letter or two ("asociados", "asotiados")."""
    from rapidfuzz.distance import Levenshtein

    most = max(1, max(len(first), len(second)) // 8)
    return Levenshtein.distance(first, second) <= most and NO_DIGITS.sub("", first) == NO_DIGITS.sub("", second)


def _columns_of(keys: Sequence[tuple[str, ...]]) -> list[str]:
    """Return each column's labels from top to bottom: a label of two lines may stand in one row or be parted in two."""
    return ["".join(column) for column in zip(*keys, strict=True)]


def is_header_again(keys: tuple[tuple[str, ...], ...], fragment: Fragment, row: int) -> str | None:
    """Tell whether the header `keys` stands in a fragment at `row`: "same", "changed", or None.

    `keys` has one tuple a header row. A header that reads the same in most of its cells and differs in some (its
    years, say) is "changed".
    """
    if not keys or row + len(keys) > fragment.row_count or len(keys[0]) != fragment.column_count:
        return None
    is_read = fragment.engine.source is Source.OCR
    if not _begins_alike(keys[0], fragment, row):
        return None
    printed = tuple(row_keys(fragment, row + index) for index in range(len(keys)))
    wanted = [key for line in keys for key in line]
    found = [key for line in printed for key in line]
    filled = [(a, b) for a, b in zip(wanted, found, strict=True) if a or b]
    same = sum(a == b or (is_read and _is_misread(a, b)) for a, b in filled)
    if filled and (same == len(filled) or _columns_of(keys) == _columns_of(printed)):
        return "same"
    return "changed" if len(filled) > 2 and same >= SAME * len(filled) else None
