"""The rows of `plans`, `cells` and `axes`: they say which files a document has, and which of them is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..layouts import EXTRAS, Profile
from ..records import Action, Directive, Excluded, PrintedLine, PrintedPages, Records
from ..reference.axes import harmonised_axis
from ..sources import Source, Witness
from ..text import fold

Row = dict[str, Any]
BOX = ("x0", "top", "x1", "bottom")
FROM_THE_MANIFEST = ("title", "issuer", "jurisdiction", "kind", "language", "supersedes")
OF_THE_SOURCE = (
    *("official_title", "document_number", "adopted", "published", "extended_to"),
    *("url", "retrieved", "retrieved_by", "licence"),
)
HEADERS = ("header", "repeated-header", "label")
NOT_PRINTED = {"measure_inherited", "responsible_inherited"}


def plan_row(source: Source, profile: Profile, records: Records) -> Row:
    """Return a document's row of the table `plans`; what its manifest entry does not state is missing."""
    start, end = source.period or (None, None)
    return {
        **{name: getattr(source, name) for name in (*FROM_THE_MANIFEST, *OF_THE_SOURCE)},
        "plan_id": source.id,
        "period_start": start,
        "period_end": end,
        "source_file": source.file[0].path,
        "source_sha256": source.file[0].sha256,
        "page_count": issuer_page_count(source, records),
        "action_count": len(records.of(Action)),
        "directive_count": len(records.of(Directive)),
        "links_to": "|".join(source.links_to),
        "action_columns": "|".join(action_columns(profile, records)),
        "source_witness": source.file[0].kind,
        "witnesses": "|".join(f"{witness.path} ({witness.kind})" for witness in source.file),
    }


def issuer_page_count(source: Source, records: Records) -> int | None:
    """Return the number of pages of the issuer's document; None where no file shows them.

    The first file that has pages and is not a facsimile counts: the pages of a PDF, or the last page of a dump.
    """
    for witness in source.file:
        if witness.kind != "facsimile" and (count := _page_count(witness, records)):
            return count
    return None


def _page_count(witness: Witness, records: Records) -> int | None:
    counted = [pages.page_count for pages in records.of(PrintedPages) if pages.source_file == witness.path]
    seen = (line.page for line in records.of(PrintedLine) if line.source_file == witness.path and line.page)
    return counted[0] if counted else max(seen, default=None)


def action_columns(profile: Profile, records: Records) -> list[str]:
    """Return the columns of `actions` that a document has: one of their headers is printed, or a row has a value.

    A header that is only in the profile, and not printed in this document, does not count.
    """
    actions = records.of(Action)
    if not actions:
        return []
    headers = [_letters(each.text) for each in records.of(Excluded) if each.reason in HEADERS]
    printed = {
        name
        for name, labels in profile.columns.items()
        if name != EXTRAS and any(_letters(label) in header for label in labels for header in headers)
    }
    filled = {name for name in Action.__slots__ if any(getattr(action, name) for action in actions)}
    derived = {"action_id", "plan_id", "page_start", "page_end", "text_sha256", "number_sort", *NOT_PRINTED}
    return [name for name in Action.__slots__ if name in printed | (filled - derived)]


def _letters(header: str) -> str:
    """Return the letters of a header, because line ends may cut its words anywhere ("Progra mado")."""
    return "".join(char for char in fold(header) if char.isalnum())


def placed_cells(rows: Iterable[Row], sources: Iterable[Source]) -> Iterator[Row]:
    """Yield the rows of `cells` with what their file is; coordinates have two decimals, a 1/7,200 of an inch."""
    known: Mapping[str, tuple[bool, str]] = {
        witness.path: (place == 0, witness.kind) for source in sources for place, witness in enumerate(source.file)
    }
    for row in rows:
        is_published, kind = known[row["source_file"]]
        box = {edge: None if row[edge] is None else round(row[edge], 2) for edge in BOX}
        yield {**row, **box, "is_published": is_published, "witness": kind}


def axis_rows(plan_id: str, records: Records) -> Iterator[Row]:
    """Yield the axes and sections of a document in printed order, with their subject and their number of records."""
    printed = [action.axis for action in records.of(Action)] + [each.section for each in records.of(Directive)]
    for axis in dict.fromkeys(name for name in printed if name):
        subject, count = harmonised_axis(axis), printed.count(axis)
        yield {"plan_id": plan_id, "axis": axis, "axis_harmonised": subject, "record_count": count}
