"""Error messages for invalid keys of the manifest or a profile, with the line of the key and the key that was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from .errors import ManifestInvalid
from .key_values import EXAMPLES, KEYS, wrong_value
from .layouts import SeveralWrong

NEAR = 0.7  # similarity from 0 to 1; if no known key is this similar, all known keys are listed
SOURCE = re.compile(r"\s*\[\[\s*source\s*]]")


def key_error(error: Any, model: type[BaseModel], place: str, name: str = "", text: str = "") -> ManifestInvalid:
    """Return the error of a key as an exception. Its message reads: `place l. 7: name: key 'period.0': what is wrong`.

    `error` is one of the `errors()` of a pydantic ValidationError on `model`. `text` is the TOML that was read, or one
    entry of it as `entry_text` gives it; with "" no line is named. For an unknown key the remedy names the most similar
    known key, or all known keys.
    """
    location = error["loc"] or _location_in(str(error["msg"]).removeprefix("Value error, "), model)
    key = ".".join(str(part) for part in location)
    line = line_of(text, location)
    if error["type"] == "extra_forbidden":
        message, remedy = "unknown key", _known(model, location)
    elif error["type"] == "missing":
        message, remedy = "it is missing", _missing(location)
    elif error["type"] == "literal_error":
        message, remedy = f"{error['input']!r} is none of {error['ctx']['expected']}", f"Write one of them. {KEYS}"
    else:
        message, remedy = wrong_value(error, location)
    told = ": ".join(part for part in (name, f"key {key!r}" if error["loc"] else "", message) if part)
    return ManifestInvalid(f"{place} l. {line}" if line else place, told, remedy)


def told_errors(error: ValidationError) -> list[Any]:
    """Return the errors that are worth telling, unknown keys first: a misspelt key is also told as a missing one.

    A list of tables one of which is wrong is also told as too short; that is left out. Keys that do not go together
    are one error each.
    """
    found = [each for one in error.errors() for each in _single(one)]
    inner = [each["loc"] for each in found]
    kept = [
        each
        for each in found
        if each["type"] != "too_short" or not any(loc[: len(each["loc"])] == each["loc"] != loc for loc in inner)
    ]
    return sorted(kept, key=lambda each: each["type"] != "extra_forbidden")


def _single(error: Any) -> list[Any]:
    """Return an error as one for each thing that is wrong."""
    several = error.get("ctx", {}).get("error")
    if not isinstance(several, SeveralWrong):
        return [error]
    return [{**error, "msg": message} for message in several.messages]


def _missing(location: Sequence[int | str]) -> str:
    name = str(location[-1])
    if "period" in location:
        return f"Write it so: {EXAMPLES['period']}. {KEYS}"
    return f"Write a line there: {EXAMPLES.get(name, f'{name} = …')}. {KEYS}"


def _known(model: type[BaseModel], location: Sequence[int | str]) -> str:
    holder = _model_at(model, location[:-1])
    if holder is None:
        return KEYS
    near = get_close_matches(str(location[-1]), holder.model_fields, n=1, cutoff=NEAR)
    if near:
        return f"Is {near[0]!r} meant? {KEYS}"
    if table := _table_with(model, str(location[-1]), holder):
        return f"It is a key of {table}: put the line there. {KEYS}"
    return f"Known keys: {', '.join(holder.model_fields)}."


def _model_at(model: type[BaseModel], location: Sequence[int | str]) -> type[BaseModel] | None:
    """Return the model that the keys at a location belong to. None for a table that takes any key."""
    found: type[BaseModel] | None = model
    for part in location:
        if isinstance(part, int):
            continue
        field = found.model_fields.get(part) if found else None
        found = _model_in(field.annotation) if field else None
    return found


def _table_with(model: type[BaseModel], key: str, holder: type[BaseModel]) -> str | None:
    """Return the table of a TOML file that has a key, where the key stands in another one; None if no table has it."""
    if key in model.model_fields:
        return "the [[source]] itself, above its [[source.file]]" if holder is not model else None
    inner = ((name, _model_in(field.annotation)) for name, field in model.model_fields.items())
    found = next((name for name, each in inner if each not in (None, holder) and key in each.model_fields), None)
    return f"[{found}]" if found else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _location_in(message: str, model: type[BaseModel]) -> tuple[int | str, ...]:
    """Return the key that a message begins with; () if it begins with none.

    "layout.key is …", "columns lacks …", "heading no. 3: …"
    """
    if counted := re.match(r"(\w+) no\. (\d+)", message):
        return counted[1], int(counted[2]) - 1, "pattern"
    words = re.match(r"[\w.]+", message)
    parts = tuple((words[0] if words else "").split("."))
    return parts if parts[0] in model.model_fields else ()


def line_of(text: str, location: Sequence[int | str]) -> int | None:
    """Return the line, from 1, that sets a key in a TOML text, or the table that the key belongs in.

    A number in `location` counts the entries of a list of tables: ("heading", 2, "pattern") is the pattern of the third
    [[heading]]. None if no line does, or if more than one does.
    """
    lines, first = text.split("\n"), len(text) - len(text.lstrip("\n"))  # empty lines stand for entries before
    end = len(lines)
    table: int | None = None  # line of the table that the search has gone into
    for place, part in enumerate(location):
        if isinstance(part, int):
            continue
        index = location[place + 1] if place + 1 < len(location) and isinstance(location[place + 1], int) else None
        heads = [number for number in range(first, end) if _opens(lines[number], part)]
        if index is not None and int(index) < len(heads):
            heads = [heads[int(index)]]
        if len(heads) == 1:
            table = first = heads[0]
            end = next((number for number in range(first + 1, end) if lines[number].lstrip().startswith("[")), end)
            continue
        keys = [number for number in range(first, end) if _sets(lines[number], part)]
        if len(keys) == 1:
            return keys[0] + 1
    return None if table is None else table + 1


def _opens(line: str, name: str) -> bool:
    """Tell whether a line opens the table, or one of the tables, of a name."""
    return re.match(rf"\s*\[\[?\s*(?:[^\]#]*\.)?\s*[\"']?{re.escape(name)}[\"']?\s*]", line) is not None


def _sets(line: str, name: str) -> bool:
    """Tell whether a line sets a key."""
    return re.search(rf"(?:^|[{{,.])\s*[\"']?{re.escape(name)}[\"']?\s*=", line.split(" #")[0]) is not None


def entry_text(text: str, place: int) -> str:
    """Return one `[[source]]` entry of the manifest; `place` counts from 0.

    The lines before the entry are kept as empty lines, so that line numbers stay right.
    """
    lines, starts = _entries_of(text)
    if place >= len(starts):
        return ""
    end = starts[place + 1] if place + 1 < len(starts) else len(lines)
    return "\n".join([*[""] * starts[place], *lines[starts[place] : end]])


@lru_cache(maxsize=1)
def _entries_of(text: str) -> tuple[list[str], list[int]]:
    """Return the lines of the manifest, and the places of those that begin an entry; asked for each entry."""
    lines = text.split("\n")
    return lines, [number for number, line in enumerate(lines) if SOURCE.match(line)]
