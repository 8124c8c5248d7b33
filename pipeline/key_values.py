"""What is wrong with the value of a key in the manifest or in a profile, and how it is written, in plain words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from .text import shortened

KEYS = "The keys are described in docs/manifest.md."
ID = "An id is lower case letters and digits, joined by hyphens: pe-plan-2025."
EXAMPLES = {  # last name in a key's place → how its value is written
    "id": 'id = "pe-plan-2025"',
    "title": 'title = "Plan nacional 2025-2027"',
    "issuer": 'issuer = "Ministerio del Interior"',
    "jurisdiction": 'jurisdiction = "PER"',
    "language": 'language = "es"',
    "period": "period = [2025, 2027]",
    **{name: f'{name} = "2014-12-05"' for name in ("adopted", "published", "retrieved", "extended_to")},
    "links_to": 'links_to = ["oas-3", "oas-2"]',
    "profile": 'profile = "profiles/pe-plan-2025.toml"',
    "path": 'path = "plan.pdf"',
    "sha256": 'sha256 = "…" with the 64 digits that `sha256sum raw/FILE` prints',
    "rows": "rows = { prevencion = 23, asistencia = 16 }",
    "amendments": "amendments = 94",
    "progress": "progress = 60",
    "indicators": "indicators = 120",
    "merged": 'merged = ["measure", "responsible"]',
    "undrawn": 'undrawn = ["measure"]',
    "card_begins": 'card_begins = ["Acción"]',
    "card_title": "card_title = '(?P<number>\\d+)[.:]\\s+(?P<action>\\S.*)'",
    "as_printed": 'as_printed = ["7"]',
    **{name: f"{name} = true" for name in ("count_rows", "contiguous", "restarts", "takes_next_line")},
    **{name: f"{name} = true" for name in ("capitals_go_on", "read")},
    "key": 'key = "action"',
    "aside": 'aside = ["Año | Casos | Total"]',
    "ignore": 'ignore = ["Observaciones"]',
    "pages": 'pages = "28-67, 70"',
    "tables": 'tables = "3, 5-9"',
    "columns": '[columns], and below it: action = ["Acción"]',
    "file": '[[source.file]], and below it the lines path = "plan.pdf" and sha256 = "…"',
    "heading": "[[heading]] with two brackets at each side, and below it: pattern = '(?P<axis>EJE \\d.+)'",
    "unit": "[[unit]] with two brackets at each side, and below it the lines pattern = … and kind = …",
    "expect": "[[expect]] with two brackets at each side, and below it: rows = { prevencion = 23 }",
    "pattern": "pattern = '(?P<axis>EJE \\d.+)'",
    "key_pattern": "key_pattern = '^\\d+$'",
}
WHOLE = ("int_parsing", "int_type", "int_from_float")
SORTS = {  # type of error → what the value is not
    "string_type": "no text in quotes",
    "tuple_type": "no list in brackets",
    "dict_type": "no table of keys",
    "model_type": "no table of keys",
    "bool_type": "neither true nor false",
    "bool_parsing": "neither true nor false",
    **dict.fromkeys(WHOLE, "no whole number"),
}
TABLES = ("columns", "file", "heading", "unit", "expect")


def wrong_value(error: Any, location: Sequence[int | str]) -> tuple[str, str]:
    """Return what is wrong with a value, and how such a value is written.

    `error` is one of the `errors()` of a pydantic ValidationError, `location` its place.
    """
    name = _name_of(location)
    kind, value = error["type"], error["input"]
    remedy = f"Write it so: {EXAMPLES[name]}. {KEYS}" if name in EXAMPLES else KEYS
    if name == "columns" and name not in location[-1:]:
        remedy = f'Write it so, below [columns]: {_column_of(location)} = ["…"], with the header as printed. {KEYS}'
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, "), KEYS
    if name == "language":
        return f"{_shown(value)} is no language code", "Write two letters of ISO 639-1, in lower case: es, pt, en."
    if kind == "string_pattern_mismatch" and name == "id":
        return f"{value!r} is no id", ID
    if kind == "string_pattern_mismatch" and name == "sha256":
        return f"{_shown(value)} is no SHA-256: it has 64 digits from 0 to 9 and a to f", remedy
    if kind in ("string_too_short", "too_short"):
        return "it is empty", remedy
    if name == "period":
        return f"{_shown(value)} is no span of two years", remedy
    if kind in SORTS:
        return f"{_shown(value)} is {SORTS[kind]}", remedy
    return str(error["msg"]).removeprefix("Value error, "), KEYS


def _column_of(location: Sequence[int | str]) -> str:
    """Return the column whose line below [columns] is wrong, as a whole or in one of its headers."""
    return next(part for part in reversed(location) if isinstance(part, str))


def _name_of(location: Sequence[int | str]) -> str:
    """Return the name of the key whose value is written as a whole: `rows` for one number in it."""
    names = [part for part in location if isinstance(part, str)]
    outer = next((name for name in names if name in ("rows", "period")), None)
    if outer is None and len(names) > 1 and names[-2] == "columns":
        return "columns"
    return outer or (names[-1] if names else "")


def _shown(value: Any) -> str:
    """Return a value as TOML writes it, shortened."""
    try:
        return shortened(json.dumps(value, ensure_ascii=False))
    except TypeError:
        return shortened(str(value))
