"""The data that a page shows of a single record: its boxes, the evidence of its links, its readings, its printed lines.

It is loaded when the record is opened: in parts of PART records, each a script of its own, so that a plan of 10,000
actions opens as fast as one of 68. Parts are made document by document, and given away when they are whole.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .published import Published, Row, column_of, tuples_of
from .readings import delegation_readings, option_readings, printed_pieces

PART = 100  # records in one script
POOL = 24  # directives of a framework from which a reader's shortlist is made
AROUND = 2  # printed lines shown before and after those of a record
PLACE = ("column", "piece", "source_file", "page", "line_start", "line_end", "x0", "top", "x1", "bottom")
RECORDS = (("actions", "action_id"), ("directives", "directive_id"), ("provisions", "record_id"))
TABLES = (
    *("actions", "directives", "provisions", "cells", "links", "link_scores", "concepts", "amendments"),
    "ocr_corrections",
)


@dataclass(frozen=True)
class Lines:
    """The lines of the text files among the documents, by path below raw/."""

    files: Mapping[str, list[str]]

    def around(self, path: str, first: int, last: int) -> dict[str, Any] | None:
        """Return some lines of a file with those around them; None where there is no such text file."""
        lines = self.files.get(path)
        if lines is None:
            return None
        start = max(1, first - AROUND)
        return {"first": start, "lines": lines[start - 1 : last + AROUND]}


def record_parts(published: Published) -> dict[str, int]:
    """Return the number of the part that holds each record."""
    ids = [record_id for table, key in RECORDS for record_id in column_of(published.rows(table), key)]
    return {record_id: place // PART for place, record_id in enumerate(ids)}


def details(published: Published, lines_of: Callable[[Published], Lines]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number of each part and what the page shows of its records, by record id.

    `lines_of` gives the lines of the text files of a document, by its rows.
    """
    parts = record_parts(published)
    sizes, open_parts = Counter(parts.values()), dict[int, dict[str, Any]]()
    order = {record_id: place for place, record_id in enumerate(parts)}
    directives = tuples_of(published.rows("directives"), "directive_id", "plan_id")
    places = {directive_id: (at, plan_id) for at, (directive_id, plan_id) in enumerate(directives)}
    for document in published.by_document(TABLES):
        maker = _DetailMaker(document, lines_of(document), places)
        for record_id in (row[key] for table, key in RECORDS for row in document.rows(table)):
            number = parts[record_id]
            part = open_parts.setdefault(number, {})
            part[record_id] = maker.detail(record_id)
            if len(part) == sizes[number]:
                yield number, {name: part[name] for name in sorted(open_parts.pop(number), key=order.__getitem__)}


class _DetailMaker:
    def __init__(self, published: Published, lines: Lines, directives: Mapping[str, tuple[int, str]]) -> None:
        self._lines, self._directives = lines, directives
        self._cells = published.rows_of_record("cells", "record_id")
        self._merged = merged_cells(published.rows("actions"), self._cells)
        self._links = published.rows_of_record("links", "action_id")
        self._weighed = published.rows_of_record("link_scores", "action_id")
        self._concepts = published.rows_of_record("concepts", "record_id")
        self._amendments = published.rows_of_record("amendments", "record_id")
        self._repairs = published.rows_of_record("ocr_corrections", "record_id")
        texts = [(row["directive_id"], row) for row in published.rows("directives")]
        texts += [(row["record_id"], row) for row in published.rows("provisions")]
        self._sources = {record_id: row["text_source"] or "" for record_id, row in texts}

    def detail(self, record_id: str) -> dict[str, Any]:
        """Return all that the page shows of one record; empty parts are left out."""
        cells = self._cells.get(record_id, [])
        found = {
            "cells": [[_tenth(cell[name]) for name in PLACE] for cell in cells],
            "merged": [[_tenth(cell[name]) for name in PLACE] for cell in self._merged.get(record_id, [])],
            "lines": self._printed_lines(cells),
            "links": [_evidence(link) for link in self._links.get(record_id, [])],
            "weighed": self._weighed_directives(record_id),
            "concepts": _concepts(self._concepts.get(record_id, [])),
            **self._texts(record_id),
        }
        return {name: value for name, value in found.items() if value}

    def _weighed_directives(self, record_id: str) -> dict[str, list[list[Any]]]:
        """Return by framework the directives from which a reader's shortlist is made, in document order.

        Each is given by its place in the table `directives`, its score, and 1 where one kind of evidence alone put it
        on the list. Beside the list stand the next ones by score: a reader's verdicts may lift them onto it.
        """
        found: dict[str, list[tuple[Row, int]]] = {}
        for row in sorted(
            self._weighed.get(record_id, []), key=lambda row: (not row.get("shortlisted_by"), -row["score"])
        ):
            place, plan_id = self._directives.get(row["directive_id"], (-1, ""))
            if plan_id:
                found.setdefault(plan_id, []).append((row, place))
        return {
            plan_id: sorted(
                [place, row["score"], int(row.get("shortlisted_by") == "evidence")] for row, place in rows[:POOL]
            )
            for plan_id, rows in found.items()
        }

    def _texts(self, record_id: str) -> dict[str, Any]:
        text = self._sources.get(record_id, "")
        amendments, repairs = self._amendments.get(record_id, []), self._repairs.get(record_id, [])
        if not amendments and not repairs:
            return {}
        return {
            "printed": printed_pieces(text, amendments, repairs),
            "readings": delegation_readings(text, amendments, repairs),
            "options": option_readings(text, amendments, repairs),
        }

    def _printed_lines(self, cells: Iterable[Row]) -> dict[str, Any]:
        """Return the printed lines of each text file that a record stands in."""
        spans: dict[str, tuple[int, int]] = {}
        for cell in cells:
            if cell["line_start"] is not None:
                first, last = spans.get(cell["source_file"], (cell["line_start"], cell["line_end"]))
                spans[cell["source_file"]] = min(first, cell["line_start"]), max(last, cell["line_end"])
        found = {path: self._lines.around(path, first, last) for path, (first, last) in spans.items()}
        return {path: lines for path, lines in found.items() if lines}


def merged_cells(actions: Iterable[Row], cells: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Return, by action, the cells of the values that are printed once for several actions.

    Such a value has its cell under the first action of its plan that has it; the cell is that of the nearest earlier
    action with the same value in the same column.
    """
    found: dict[str, list[Row]] = {}
    last: dict[tuple[str, str, Any], list[Row]] = {}
    for action in actions:
        own: dict[str, list[Row]] = {}
        for cell in cells.get(action["action_id"], []):
            own.setdefault(cell["column"], []).append(cell)
        for name, value in action.items():
            place = (action["plan_id"], name, value)
            if name in own:
                last[place] = own[name]
            elif value is not None and place in last:
                found.setdefault(action["action_id"], []).extend(last[place])
    return found


def _tenth(value: Any) -> Any:
    return round(value, 1) if isinstance(value, float) else value


def _concepts(rows: Iterable[Row]) -> list[list[str]]:
    pairs = dict.fromkeys((f"{row['facet']}.{row['concept']}", row["surface"]) for row in rows)
    return [list(pair) for pair in pairs]


def _evidence(link: Row) -> dict[str, Any]:
    """Return the evidence of a link in both languages, and the words that it quotes from the two texts."""
    quoted = json.loads(link.get("evidence_json") or "[]")
    words = {
        side: list(dict.fromkeys(each[side] for each in quoted if each.get(side))) for side in ("action", "directive")
    }
    english = (link["evidence"] or "").split("|")
    return {
        "target": link["target_plan_id"],
        "directive": link["directive_id"],
        "en": english,
        "es": (link.get("evidence_es") or "").split("|") if link.get("evidence_es") else english,
        **words,
    }
