"""Checks of what callers of the library pass: a wrong type or an impossible value is refused in plain words.

Each function returns the value as the library uses it, or raises errors.WrongUsage with the name of the argument.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import WrongUsage
from ..language import known_codes
from ..text import shortened

if TYPE_CHECKING:
    import pandas as pd

LONGEST_NAME = 255  # bytes that file systems allow for one name


def shown(value: object) -> str:
    """Return a value as a message shows it: short, and a number of numpy like any other number."""
    number = whole_number(value)
    return shortened(repr(value if number is None else number))


def whole_number(value: object) -> int | None:
    """Return a whole number of Python or numpy, None for anything else: 1.0 and True are none."""
    if isinstance(value, bool) or type(value).__name__ in ("bool", "bool_"):
        return None
    try:
        return operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        return None


def text_given(value: object, place: str) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise WrongUsage(place, f"{shown(value)} is no text", f"Give a str, not {_kind(value)}.")
    return value


def flag_given(value: object, place: str) -> bool:
    """Return True or False."""
    if not isinstance(value, bool):
        raise WrongUsage(place, f"{shown(value)} is neither True nor False", "Give True or False.")
    return value


def jobs_given(value: object) -> int | None:
    """Return a number of processes, None = one for each core."""
    if value is None:
        return None
    number = whole_number(value)
    if number is None:
        raise WrongUsage("jobs", f"{shown(value)} is no whole number", "Give 1 or more.")
    if number < 1:
        raise WrongUsage("jobs", f"{number} processes: at least one is needed", "Give 1 or more.")
    return number


def language_given(value: object, place: str = "language") -> str:
    """Return the code of a language; whether it is known is for the caller to say."""
    if not isinstance(value, str) or not (len(value) == 2 and value.isascii() and value.isalpha() and value.islower()):
        raise WrongUsage(place, f"{shown(value)} is no ISO 639-1 code", f"Known: {', '.join(known_codes())}.")
    return value


def path_given(value: object, place: str, remedy: str) -> Path:
    """Return the path that a str or a pathlib.Path names; an open file, bytes and an empty name are refused."""
    if not isinstance(value, str | os.PathLike) or not isinstance(named := os.fspath(value), str):
        raise WrongUsage(place, f"{shown(value)} is no path", f"Give a str or a pathlib.Path. {remedy}")
    if not named.strip():
        raise WrongUsage(place, "the path is empty", remedy)
    if "\0" in named:
        raise WrongUsage(place, f"{shown(named)} has a character that no path has", remedy)
    if longest := next((part for part in Path(named).parts if len(os.fsencode(part)) > LONGEST_NAME), None):
        found = f"the name {shown(longest)} has {len(longest)} letters, and no file has so long a name"
        raise WrongUsage(place, found, remedy)
    return Path(named)


def table_given(value: object, place: str, needed: Sequence[str]) -> pd.DataFrame:
    """Return a DataFrame that has the columns `needed`, each once."""
    import pandas as pd

    if not isinstance(value, pd.DataFrame):
        remedy = f"Give a pandas.DataFrame with the columns {', '.join(needed)}."
        raise WrongUsage(place, f"{_kind(value)} is no table", remedy)
    there: list[Any] = list(value.columns)
    for column in needed:
        if column not in there:
            told = ", ".join(map(str, there)) or "none"
            raise WrongUsage(place, f"there is no column {column!r}", f"Needed: {', '.join(needed)}. There: {told}.")
    if twice := next((name for name in there if there.count(name) > 1), None):
        raise WrongUsage(place, f"two columns have the name {shown(twice)}", "Give each column a name of its own.")
    return value


def _kind(value: object) -> str:
    return "None" if value is None else f"a value of the type {type(value).__name__}"
