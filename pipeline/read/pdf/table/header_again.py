"""A header that is printed again in another number of rows, and one that the table above does not have.

The same header may stand in one row on a page and in two on the next ("CSA" above "SCH"), where other rules or fills
are drawn. Its words are the same. A first row is another header if its shade says so, or if it has words in each
column that holds numbers alone in the rows above and below it ("Código" after 33 rows, above 1 to 32).
"""

from __future__ import annotations

from collections import Counter
from itertools import chain

from ..grid.fragments import Fragment
from ..grid.headers import DEEPEST, NUMERIC, header_depth, is_header_again, row_keys
from .logical_rows import Keys, LogicalTable

FEWEST_LABELS = 2  # that stand in the same column in both
FEWEST_NUMBERS = 2  # of a column of numbers, above a page's end and below it
FEWEST_LETTERS = 2  # of a label, behind its first one: "s/d" stands for a number


def rows_of_header(keys: Keys, fragment: Fragment) -> int:
    """Return how many rows at the top of a fragment are the header `keys`, in as many rows or in others; 0 if none."""
    if not keys or len(keys[0]) != fragment.column_count:
        return 0
    if is_header_again(keys, fragment, 0) == "same":
        return len(keys)
    letters, labels = Counter("".join(chain.from_iterable(keys))), set(filter(None, chain.from_iterable(keys)))
    printed: list[tuple[str, ...]] = []
    for depth in range(1, min(DEEPEST, fragment.row_count - 1) + 1):
        printed.append(row_keys(fragment, depth - 1))
        found = list(chain.from_iterable(printed))
        if Counter("".join(found)) == letters:
            return depth if len(labels.intersection(found)) >= FEWEST_LABELS else 0
    return 0


def is_under_new_header(table: LogicalTable, fragment: Fragment) -> bool:
    """Tell whether a fragment begins with a header told by its shade, where the table above has neither."""
    depth, shade = header_depth(fragment), fragment.tinted[0]
    if table.header_keys or not depth or not shade or shade in fragment.tinted[depth:]:
        return False
    return not any(shade in source.tinted for _, source in table.sources)


def has_words_over_numbers(table: LogicalTable, fragment: Fragment) -> bool:
    """Tell whether the first row of a fragment has a word, and no digit, in each column of numbers of a table."""
    columns = [
        column
        for column in range(fragment.column_count)
        if _holds_numbers(table.last, column, table.header_rows[1] if len(table.sources) == 1 else 0)
        and _holds_numbers(fragment, column, 1)
    ]
    first = [fragment.cell_at(0, column) for column in columns]
    labels = ["".join(cell.lines) for cell in first if cell.span.column_count == 1]  # the title of a section is wider
    return len(labels) == len(columns) > 0 and len(set(labels)) == len(labels) and all(map(_is_label, labels))


def _is_label(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return (letters > FEWEST_LETTERS or text.startswith("N")) and not any(map(str.isdigit, text))


def _holds_numbers(fragment: Fragment, column: int, first: int) -> bool:
    """Tell whether a column has numbers alone from a row on, at least `FEWEST_NUMBERS`."""
    cells = [cell for cell in fragment.cells if cell.span.column == column and cell.span.row >= first and cell.words]
    texts = ["".join(cell.lines) for cell in cells if cell.span.column_count == 1]
    return len(texts) >= FEWEST_NUMBERS and all(NUMERIC.match(text) and any(map(str.isdigit, text)) for text in texts)
