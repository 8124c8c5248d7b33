"""How exactly tables that others drew are read: cells, rows, tables, and whether what is wrong has a doubt.

`python -m benchmarks.suites FOLDER [--only NAME] [--with pdfplumber,tablers] [--list]`: FOLDER holds PDFs with the
right cells beside each, in any depth, in one of four forms:

- `NAME.json` with `tables`, each a list of rows ("" blank, null covered by a merged cell), `page`, and `source`:
  the project that the file comes from, before its first slash;
- `expected.json` by file name, each with `tables` of `pages`, `header`, `rows`; the project is the folder above;
- `NAME-str.xml` of the ICDAR 2013 competition;
- `NAME.expected.yaml` of table-stitcher: the pages and the first and last row of each logical table (where a YAML
  reader is installed). `.pt2` in a name tells a scan.

Texts are compared without white space and case; first and last rows, which another program read, need only be 90 %
alike. A table is right where all its cells are. Prints one line for each project and reader: ours, and those peers of
`benchmarks.peers` that are installed; the others are named. Peers read pages one by one and raise no doubts. `--list`
names each table that is not right. The folders are never part of the repository.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import normalize

from directriz.errors import PipelineError
from directriz.read.pdf.tables import tables_of

from .peers import FAULTS, PEERS, Rows, is_installed, tables_by

MOST_ROWS = 400  # of one table that is compared
ALIKE = 0.9  # of the letters of a row that another program read
SCAN = ".pt2"  # in the names of table-stitcher's scans
NEAR_END = 3  # rows at each end of a table among which its first or last one is looked for


COLUMNS = (
    "project", "reader", "files", "cells exact", "rows right", "tables right", "on the right pages", "right ends",
    "wrong, doubted", "right, doubted",
)  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """One table as it is printed on a page, or over pages."""

    pages: tuple[int, ...]
    rows: Rows  # None = not compared: a merged cell covers the place
    ends: tuple[str, str] | None = None  # its first and last row; its pages and these alone are compared


@dataclass(frozen=True)
class Found:
    """One table as it was read."""

    pages: tuple[int, ...]
    rows: Rows
    is_doubtful: bool = False


@dataclass
class Score:
    """What was counted in one suite."""

    files: int = 0
    cells: int = 0
    cells_right: int = 0
    rows: int = 0
    rows_right: int = 0
    tables: int = 0
    tables_right: int = 0
    wrong_doubted: int = 0
    right_doubted: int = 0
    joins: int = 0
    joins_right: int = 0
    ends: int = 0
    ends_right: int = 0
    wrong: list[str] = field(default_factory=list)


def squeezed(text: str | None) -> str:
    """Return a text as it is compared."""
    return "".join((text or "").split()).casefold()


def truths_in(folder: Path) -> Iterator[tuple[str, Path, list[Truth]]]:
    """Yield project, PDF and its tables for every PDF below a folder whose truth stands beside it."""
    for pdf in sorted(folder.rglob("*.pdf")):
        if (own := pdf.with_suffix(".json")).exists() and "tables" in (written := _json(own)):
            project = str(written.get("source", pdf.parent.name)).partition("/")[0]
            yield project, pdf, [Truth((written.get("page", 1),), rows) for rows in written["tables"]]
        elif (beside := pdf.with_name("expected.json")).exists() and "tables" in (written := _json(beside)).get(
            pdf.name, ()
        ):
            yield pdf.parent.parent.name, pdf, [_case(table) for table in written[pdf.name]["tables"]]
        elif truth := list(pdf.parent.glob(f"{pdf.stem}[ab]-str.xml")) or list(pdf.parent.glob(f"{pdf.stem}-str.xml")):
            yield pdf.parent.name, pdf, _icdar(sorted(truth)[0])
        elif (beside := pdf.with_name(f"{pdf.stem}.expected.yaml")).exists():
            yield f"table-stitcher, {'scans' if SCAN in pdf.name else 'text'}", pdf, _stitched(beside)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _case(table: dict[str, Any]) -> Truth:
    header = [table["header"]] if table["header"] else []
    return Truth(tuple(table["pages"]), [*header, *table["rows"]])


def _icdar(path: Path) -> list[Truth]:
    tables = []
    for table in ElementTree.fromstring(path.read_text(encoding="utf-8", errors="replace")).iter("table"):
        for region in table.iter("region"):
            cells = [(_span(cell), "".join(cell.findtext("content") or "")) for cell in region.iter("cell")]
            height, width = (max(span[place] for span, _ in cells) + 1 for place in (2, 3))
            rows: Rows = [[""] * width for _ in range(height)]
            for (top, left, bottom, right), text in cells:
                for row in range(top, bottom + 1):
                    rows[row][left : right + 1] = [None] * (right + 1 - left)
                rows[top][left] = text
            tables.append(Truth((int(region.get("page", "1")),), rows))
    return tables


def _span(cell: ElementTree.Element) -> tuple[int, int, int, int]:
    top, left = int(cell.get("start-row", "0")), int(cell.get("start-col", "0"))
    return top, left, int(cell.get("end-row") or top), int(cell.get("end-col") or left)


def _stitched(path: Path) -> list[Truth]:
    try:
        import yaml  # type: ignore[import-untyped]
    except ImportError:
        return []
    wanted = yaml.safe_load(path.read_text(encoding="utf-8"))["logical_tables"]
    return [
        Truth(tuple(table["pages"]), [], (_letters(table["first_row"]), _letters(table["last_row"])))
        for table in wanted
    ]


def _letters(cells: Sequence[str | None]) -> str:
    """Return a row's letters and digits, look-alikes of the same letter written as one."""
    return re.sub(r"\W+", "", normalize("NFKC", "".join(str(cell or "") for cell in cells))).casefold()


def has_ends(rows: Rows, ends: tuple[str, str]) -> bool:
    """Tell whether rows begin and end, but for `NEAR_END` of them, with rows like those wanted."""
    sides = zip((rows[: NEAR_END + 1], rows[-NEAR_END:]), ends, strict=True)
    return all(any(_is_alike(_letters(row), wanted) for row in side) for side, wanted in sides)


def _is_alike(first: str, second: str) -> bool:
    return difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= ALIKE


def ours(pdf: Path) -> list[Found]:
    """Return the logical tables that our reader finds, and each piece of one that stands on several pages."""
    read = tables_of(pdf)
    found = []
    for table in read["tables"]:
        header = [table["header"]] if table["header"] else []
        doubtful = bool(table.get("doubts"))
        found.append(Found(tuple(table["pages"]), [*header, *(row["cells"] for row in table["rows"])], doubtful))
        for index in table["fragments"]:
            fragment = read["fragments"][index]
            found.append(Found((fragment["page"],), fragment["rows"], doubtful))
    return found


def read_by(peer: str, pdf: Path) -> list[Found]:
    """Return the tables that our reader ("ours") or a peer finds in a PDF."""
    if peer == "ours":
        return ours(pdf)
    return [Found((page,), rows) for page, rows in tables_by(peer, pdf)]


def compare(truth: Rows, found: Rows) -> tuple[int, int]:
    """Return how many cells with text and how many rows of a table are right, its rows aligned with those found."""
    wanted, read = [list(map(squeezed, row)) for row in truth], [list(map(squeezed, row)) for row in found[:MOST_ROWS]]
    best = [[(0, 0)] * (len(read) + 1) for _ in range(len(wanted) + 1)]
    for i, row in enumerate(wanted, start=1):
        for j, other in enumerate(read, start=1):
            cells, whole = _alike(row, truth[i - 1], other)
            before = best[i - 1][j - 1]
            best[i][j] = max(best[i - 1][j], best[i][j - 1], (before[0] + cells, before[1] + whole))
    return best[-1][-1]


def _alike(row: Sequence[str], printed: Sequence[str | None], other: Sequence[str]) -> tuple[int, int]:
    padded = [*other, *[""] * max(0, len(row) - len(other))]
    same = [a == b for a, b, cell in zip(row, padded, printed, strict=False) if cell is not None]
    cells = sum(a == b != "" for a, b in zip(row, padded, strict=False))
    return cells, int(all(same) and not any(padded[len(row) :]) and any(row))


def score(found: Sequence[Found], truths: Sequence[Truth], total: Score, name: str) -> None:
    """Add to a suite's score what was found of the tables of one file."""
    total.files += 1
    for number, truth in enumerate(truths):
        same = [table for table in found if table.pages == truth.pages]
        if len(truth.pages) > 1 or truth.ends:
            total.joins, total.joins_right = total.joins + 1, total.joins_right + bool(same)
        if truth.ends:
            has_both = any(has_ends(table.rows, truth.ends) for table in same)
            total.ends, total.ends_right = total.ends + 1, total.ends_right + has_both
            if not has_both:
                total.wrong.append(f"{name} table {number + 1}: {'other ends' if same else 'other pages'}")
            continue
        near = same or [table for table in found if set(table.pages) & set(truth.pages)]
        results = [(*compare(truth.rows, table.rows), table) for table in near]
        cells, rows, table = max(results, key=lambda each: each[:2], default=(0, 0, None))
        asked, height = sum(bool(squeezed(cell)) for row in truth.rows for cell in row), sum(map(any, truth.rows))
        is_right = cells == asked and table is not None and len(table.rows) >= height
        total.cells, total.cells_right = total.cells + asked, total.cells_right + cells
        total.rows, total.rows_right = total.rows + height, total.rows_right + rows
        total.tables, total.tables_right = total.tables + 1, total.tables_right + is_right
        doubted = table is not None and table.is_doubtful
        total.right_doubted, total.wrong_doubted = (
            total.right_doubted + (is_right and doubted),
            total.wrong_doubted + (not is_right and doubted),
        )
        if not is_right:
            doubt = "doubted" if doubted else "silent" if table is not None else "not found"
            total.wrong.append(f"{name} table {number + 1}: {cells} of {asked} cells, {rows} of {height} rows, {doubt}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of each suite, ours beside those of peers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="suites or files whose path has this")
    parser.add_argument("--with", dest="peers", default=",".join(PEERS), help=f"peers, or none: {','.join(PEERS)}")
    parser.add_argument("--list", action="store_true", help="name each table that is not right")
    asked = parser.parse_args(arguments)
    suites = [each for each in truths_in(asked.folder) if asked.only in str(each[1])]
    named = [peer for peer in asked.peers.split(",") if peer]
    for peer in named:
        if peer not in PEERS:
            parser.error(f"{peer} is no peer; known: {', '.join(PEERS)}")
        if not is_installed(peer):
            print(f"{peer} is not installed and is left out", file=sys.stderr)
    readers = ["ours", *filter(is_installed, named)]
    scores = {(project, reader): Score() for project, _, _ in suites for reader in readers}
    for reader in readers:
        for project, pdf, truths in suites:
            total = scores[project, reader]
            try:
                score(read_by(reader, pdf), truths, total, pdf.name)
            except (PipelineError, *FAULTS) as fault:
                score([], truths, total, pdf.name)
                total.wrong.append(f"{pdf.name}: {fault}")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    for project in sorted({project for project, _, _ in suites}):
        for reader in readers:
            print(_line(project, reader, scores[project, reader]))
    if asked.list:
        print(*(f"    {wrong}" for (_, reader), total in sorted(scores.items()) if reader == "ours" for wrong in
                total.wrong), sep="\n")  # fmt: skip
    return 0


def _line(project: str, reader: str, total: Score) -> str:
    """Return one row of the printed table; a share of nothing is blank."""
    shares = [
        (total.cells_right, total.cells),
        (total.rows_right, total.rows),
        (total.tables_right, total.tables),
        (total.joins_right, total.joins),
        (total.ends_right, total.ends),
    ]
    if reader == "ours":
        wrong = total.tables - total.tables_right
        shares += [(total.wrong_doubted, wrong), (total.right_doubted, total.tables_right)]
    printed = [f"{part} of {whole}" if whole else "" for part, whole in shares]
    if total.cells:
        printed[0] += f" ({total.cells_right / total.cells:.1%})"
    return f"| {project} | {reader} | {total.files} | {' | '.join([*printed, *[''] * (7 - len(printed))])} |"


if __name__ == "__main__":
    raise SystemExit(main())
