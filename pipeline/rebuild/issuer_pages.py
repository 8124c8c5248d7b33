"""The pages of the issuer's own document: those that tables publish and people cite.

A facsimile was typeset anew from another file, so nobody should cite its pages. They are only in `cells`, under the
name of its file. If a document is published from a facsimile, the pages of its records come from the first other file
that has those of the issuer (ar-plan: the dump marks 21 pages, the facsimile has 8). If no file has them, they are
missing (ar-restitucion, oas-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from ..records import Action, Directive, Extra, Issue, Provision, Records
from ..sources import Source

PAGED: tuple[type[Any], ...] = (Action, Directive, Provision, Extra)
NO_PAGES = (None, None)
Pages = dict[str, tuple[int | None, int | None]]  # id of a record → its first and last page


def with_issuer_pages(witnesses: Sequence[Records], source: Source) -> Records:
    """Return the records of the first file with the issuer's pages; unchanged unless that file is a facsimile.

    If an issue has no page of the issuer, its detail names the facsimile's page.
    """
    first = witnesses[0]
    if source.file[0].kind != "facsimile":
        return first
    found = [pages_of(each) for each, file in zip(witnesses, source.file, strict=True) if file.kind != "facsimile"]
    pages = next((known for known in found if any(start for start, _ in known.values())), {})
    return Records(_paged(record, pages, source.file[0].path) for kind in first.kinds() for record in first.of(kind))


def pages_of(records: Records) -> Pages:
    """Return the first and the last page of every record that has pages, by its id."""
    return {_key(each): (each.page_start, each.page_end) for kind in PAGED for each in records.of(kind)}


def _key(record: Any) -> str:
    return str(getattr(record, fields(record)[0].name))


def _paged(record: Any, pages: Pages, path: str) -> Any:
    if isinstance(record, PAGED):
        start, end = pages.get(_key(record), NO_PAGES)
        return replace(record, page_start=start, page_end=end)
    if isinstance(record, Issue) and record.page is not None:
        page = pages.get(record.record_id or "", NO_PAGES)[0]
        detail = record.detail if page else f"{path} (facsimile) p. {record.page}: {record.detail}"
        return replace(record, page=page, detail=detail)
    return record
