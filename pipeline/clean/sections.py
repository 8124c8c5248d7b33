"""Names sections by the clean text of their headings, without the amendments in a heading (oas-3 l. 768)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..records import Directive, Provision, Records


def name_sections_clean(records: Records) -> Records:
    """Return the records with each section under the clean text of its heading; other names stay."""
    names = {
        heading.text_source: heading.text
        for heading in records.of(Provision)
        if heading.kind == "heading" and heading.text
    }

    def renamed(record: Any) -> Any:
        if isinstance(record, Directive | Provision) and record.section in names:
            return replace(record, section=names[record.section])
        return record

    return Records(renamed(record) for kind in records.kinds() for record in records.of(kind))
