"""Drafts the columns of a profile: which rows of a document are headers, and which published column each header names.

- A header row has only short labels. It repeats over pages and tables, or is the first row below a line of text.
- A second header row names only pairs of progress columns (corett-2020 l. 10).
- `Progra mado` and `Programado` are one header (l. 10 and 23): the most frequent spelling is proposed.
- If two headers of a table fit one column (`Acción` and `Actividad`), the finer one, to the right, gets it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..records import PrintedLine
from ..reference.headers import YEAR, Mapper, header_key
from ..text import is_rule

LONGEST = 48  # characters of a label
MOST_WORDS = 7


def is_label(cell: str) -> bool:
    """Tell whether a cell could be a header: a few words, not a sentence, not only a number."""
    if not cell or len(cell) > LONGEST or len(cell.split()) > MOST_WORDS or cell.endswith((";", ",", ":")):
        return False
    is_sentence = cell.endswith(".") and len(cell) > 6
    return cell == "#" or (not is_sentence and cell[0].isupper())


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """One printed header row."""

    line: PrintedLine
    is_second: bool = False


def printed(line: PrintedLine) -> list[str]:
    """Return the cells of a row that are not blank."""
    return [cell for cell in line.cells if cell]


def is_row(line: PrintedLine) -> bool:
    """Tell whether a line is a row of a table: several cells, and no drawn rule."""
    return len(line.cells) > 1 and not all(is_rule(cell) for cell in printed(line))


def find_headers(lines: Sequence[PrintedLine], mapper: Mapper) -> list[HeaderRow]:
    """Return the header rows of a dump, in order."""
    rows = [line for line in lines if is_row(line)]
    repeated = Counter(_key(line) for line in rows)
    found: list[HeaderRow] = []
    before: PrintedLine | None = None
    for line in (line for line in lines if not all(is_rule(cell) for cell in printed(line))):
        labels = printed(line)
        follows = bool(found) and found[-1].line is before and not found[-1].is_second
        if is_row(line) and follows and _is_second(line, mapper):
            found.append(HeaderRow(line, is_second=True))
        elif is_row(line) and len(labels) >= 2 and all(is_label(cell) for cell in labels):
            known = sum(mapper.is_known(label) for label in labels)
            opens = before is None or len(printed(before)) == 1
            is_whole = len(labels) >= 3 and (repeated[_key(line)] > 1 or (opens and bool(line.cells[0])))
            if is_whole or (known >= 2 and 2 * known >= len(labels)):
                found.append(HeaderRow(line))
        before = line
    return found


def _key(line: PrintedLine) -> tuple[str, ...]:
    return tuple(header_key(cell) for cell in line.cells)


def _is_second(line: PrintedLine, mapper: Mapper) -> bool:
    labels = printed(line)
    return not line.cells[0] and all(mapper.role(label) for label in labels)


@dataclass
class Columns:
    """The columns that the headers of all tables name."""

    columns: dict[str, list[str]] = field(default_factory=dict)  # published column → headers as printed
    unmapped: dict[str, int | None] = field(default_factory=dict)  # header → line that it stands on first
    years: dict[str, int | None] = field(default_factory=dict)  # header with a year → line
    pairs: dict[str, list[str]] = field(default_factory=lambda: {"programmed": [], "executed": []})
    notes: dict[str, str] = field(default_factory=dict)  # column → why a header of another name is proposed for it
    grids: dict[int | None, list[str | None]] = field(default_factory=dict)  # line of a header → its columns


def read_columns(headers: Sequence[HeaderRow], mapper: Mapper) -> Columns:
    """Return the columns that the headers name. A header that names no column is listed in `unmapped`."""
    found = Columns()
    spelling = _spellings(headers)
    for header in headers:
        if not header.is_second:
            found.grids[header.line.line] = _name_columns(header.line, mapper, found, spelling)
        for label in printed(header.line):
            role = mapper.role(label)
            if role and spelling[header_key(label)] not in found.pairs[role]:
                found.pairs[role].append(spelling[header_key(label)])
    return found


def _spellings(headers: Sequence[HeaderRow]) -> dict[str, str]:
    """Return for each header its most frequent spelling; of two equally frequent ones, the shorter."""
    counts: dict[str, Counter[str]] = {}
    for header in headers:
        for label in printed(header.line):
            counts.setdefault(header_key(label), Counter())[label] += 1
    return {key: min(found, key=lambda label: (-found[label], len(label))) for key, found in counts.items()}


def _name_columns(line: PrintedLine, mapper: Mapper, found: Columns, spelling: Mapping[str, str]) -> list[str | None]:
    """Return the published column of each cell of a header row, and note the headers in `found`."""
    named = [mapper.column(label) if label else None for label in line.cells]
    columns = list(_without_rivals(line.cells, named))
    for place, label in enumerate(line.cells):
        if not label or mapper.role(label):
            continue
        label, column = spelling[header_key(label)], columns[place]
        if named[place] is None and YEAR.search(label):
            found.years.setdefault(label, line.line)
        elif column is None:
            found.unmapped.setdefault(label, line.line)
        elif label not in found.columns.setdefault(column, []):
            found.columns[column].append(label)
    return columns


def _without_rivals(labels: Sequence[str], named: Sequence[tuple[str, float] | None]) -> Iterator[str | None]:
    """Yield the columns of a header row, each once: of several actions the last header gets it, of others the best."""
    columns = [entry and entry[0] for entry in named]
    scores = [entry[1] if entry else 0.0 for entry in named]
    for place, column in enumerate(columns):
        rivals = [index for index, other in enumerate(columns) if column is not None and other == column]
        if len(rivals) < 2:
            yield column
        elif column == "action":
            differs = header_key(labels[place]) != header_key(labels[rivals[-1]])
            is_first = place == rivals[0] and differs and "measure" not in columns
            yield "action" if place == rivals[-1] else "measure" if is_first else None
        else:
            best = max(rivals, key=lambda index: (scores[index], -index))
            yield column if place == best else None
