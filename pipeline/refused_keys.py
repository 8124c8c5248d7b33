"""What is wrong with a key of the manifest or a profile, in words: the line it stands in, the key that was meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from .errors import ManifestInvalid

KEYS = "The keys are described in docs/manifest.md."
NEAR = 0.7  # of 1; below, another key is no better guess than all of them
SOURCE = re.compile(r"\s*\[\[\s*source\s*]]")


def refused_key(error: Any, model: type[BaseModel], place: str, name: str = "", text: str = "") -> ManifestInvalid:
    """Return what pydantic found as a refusal: `place l. 7: name: key 'period.0': what`, and what to do about it.

    `error` is one of pydantic's `errors()` on `model`; `text` is the TOML that was read, of one entry alone as
    `entry_text` gives it, or "" where no line is known. Of an unknown key the nearest known one is named, or all of
    its place.
    """
    location = error["loc"]
    key = ".".join(str(part) for part in location)
    line = line_of(text, location)
    if error["type"] == "extra_forbidden":
        message, remedy = "unknown key", _known(model, location)
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
    """Return the model that a location's keys belong to; None where it is no model, as in a free table."""
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
    """Return the line in which a TOML text gives a key its value, from 1; None where none or several can be meant."""
    keys = [str(part) for part in location if isinstance(part, str)]
    if not keys:
        return None
    quoted = rf"[\"']?{re.escape(keys[-1])}[\"']?"
    given = re.compile(rf"(?:^|[{{,.])\s*{quoted}\s*=|^\s*\[\[?(?:[^\]#]*\.)?\s*{quoted}\s*]")
    found = [number for number, line in enumerate(text.split("\n"), start=1) if given.search(line.split(" #")[0])]
    return found[0] if len(found) == 1 else None


def entry_text(text: str, place: int) -> str:
    """Return the manifest's entry at `place`, from 0, with as many empty lines before it as lines stand there."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if SOURCE.match(line)]
    if place >= len(starts):
        return ""
    end = starts[place + 1] if place + 1 < len(starts) else len(lines)
    return "\n".join([*[""] * starts[place], *lines[starts[place] : end]])
