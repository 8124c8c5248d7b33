"""Which published table holds which class of record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from ..records import (
    Action,
    ActionAgency,
    Amendment,
    Cell,
    Directive,
    Excluded,
    Extra,
    Indicator,
    Issue,
    OcrCorrection,
    Progress,
    Provision,
    Records,
)

# Tables whose rows are the records of the stages up to `normalise`. The other tables come from the link stage, from the
# manifest or from the registry of agencies.
RECORD_TABLES: dict[str, type[Any]] = {
    "actions": Action,
    "action_agencies": ActionAgency,
    "indicators": Indicator,
    "progress": Progress,
    "extras": Extra,
    "directives": Directive,
    "provisions": Provision,
    "amendments": Amendment,
    "ocr_corrections": OcrCorrection,
    "cells": Cell,
    "excluded": Excluded,
    "issues": Issue,
}


def rows_of_records(table: str, records: Records) -> Iterator[dict[str, Any]]:
    """Yield the rows of one of `RECORD_TABLES`, in the order of the records."""
    kind = RECORD_TABLES[table]
    names = [field.name for field in fields(kind)]
    return ({name: getattr(record, name) for name in names} for record in records.of(kind))
