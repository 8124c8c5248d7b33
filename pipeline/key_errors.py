"""Error messages for invalid keys of the manifest or a profile, with the line of the key and the key that was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from .errors import ManifestInvalid

KEYS = "The keys are described in docs/manifest.md."
ID = "An id is lower case letters and digits, joined by hyphens: pe-plan-2025."
NEAR = 0.7  # similarity from 0 to 1; if no known key is this similar, all known keys are listed
SOURCE = re.compile(r"\s*\[\[\s*source\s*]]")


def key_error(error: Any, model: type[BaseModel], place: str, name: str = "", text: str = "") -> ManifestInvalid:
    """Return the error of a key as an exception. Its message reads: `place l. 7: name: key 'period.0': what is wrong`.

    `error` is one of the `errors()` of a pydantic ValidationError on `model`. `text` is the TOML that was read, or one
    entry of it as `entry_text` gives it; with "" no line is named. For an unknown key the remedy names the most similar
    known key, or all known keys.
    """
    location = error["loc"]
    key = ".".join(str(part) for part in location)
    line = line_of(text, location)
    if error["type"] == "extra_forbidden":
        message, remedy = "unknown key", _known(model, location)
    elif error["type"] == "missing":
        message, remedy = "it is missing", f"Write a line `{location[-1]} = …` there. {KEYS}"
    elif error["type"] == "string_pattern_mismatch" and location[-1] == "id":
        message, remedy = f"{error['input']!r} is no id", ID
    elif error["type"] == "literal_error":
        message, remedy = f"{error['input']!r} is none of {error['ctx']['expected']}", f"Write one of them. {KEYS}"
    else:
        message, remedy = str(error["msg"]).removeprefix("Value error, "), KEYS
    told = ": ".join(part for part in (name, f"key {key!r}" if key else "", message) if part)
    return ManifestInvalid(f"{place} l. {line}" if line else place, told, remedy)


def _known(model: type[BaseModel], location: Sequence[int | str]) -> str:
    holder = _model_at(model, location[:-1])
    if holder is None:
        return KEYS
    near = get_close_matches(str(location[-1]), holder.model_fields, n=1, cutoff=NEAR)
    if near:
        return f"Is {near[0]!r} meant? {KEYS}"
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


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def line_of(text: str, location: Sequence[int | str]) -> int | None:
    """Return the line, from 1, that sets a key in a TOML text. None if no line does, or more than one."""
    keys = [str(part) for part in location if isinstance(part, str)]
    if not keys:
        return None
    quoted = rf"[\"']?{re.escape(keys[-1])}[\"']?"
    given = re.compile(rf"(?:^|[{{,.])\s*{quoted}\s*=|^\s*\[\[?(?:[^\]#]*\.)?\s*{quoted}\s*]")
    found = [number for number, line in enumerate(text.split("\n"), start=1) if given.search(line.split(" #")[0])]
    return found[0] if len(found) == 1 else None


def entry_text(text: str, place: int) -> str:
    """Return one `[[source]]` entry of the manifest; `place` counts from 0.

    The lines before the entry are kept as empty lines, so that line numbers stay right.
    """
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if SOURCE.match(line)]
    if place >= len(starts):
        return ""
    end = starts[place + 1] if place + 1 < len(starts) else len(lines)
    return "\n".join([*[""] * starts[place], *lines[starts[place] : end]])
