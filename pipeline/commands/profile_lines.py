"""Finds the lines of a profile that a refusal is about, so that `check` can name them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import PipelineError
from ..key_errors import line_of

TABLES = (
    *("columns", "layout", "split", "years", "expect", "numbers", "excluded", "heading", "unit", "dump", "amendments"),
)
PASTED = re.compile(r"^    (?P<key>\w+) = ", re.MULTILINE)  # a line of a remedy that is meant to be pasted
NAMED = re.compile(rf"\[\[?(?P<table>{'|'.join(TABLES)})\b")


def with_lines(error: PipelineError, profile: str, text: str) -> PipelineError:
    """Return an error whose remedy ends with the lines of the profile that it names; the error itself if it has none.

    `profile` is the file as a person finds it, `text` its content.
    """
    told = list(dict.fromkeys(_told(f"{error.found}\n{error.remedy}", text)))
    if told and " l. " not in error.place.removeprefix(profile):
        error.remedy = f"{error.remedy}\nIn {profile}: {'; '.join(told)}."
    return error


def _told(message: str, text: str) -> Iterator[str]:
    named = list(dict.fromkeys(match["table"] for match in NAMED.finditer(message)))
    for key in dict.fromkeys(match["key"] for match in PASTED.finditer(message)):
        for table in (*named, ""):
            location = (table, key) if table else (key,)
            line = line_of(text, location)
            if line is not None and text.split("\n")[line - 1].lstrip().startswith(key):
                yield f"`{key}` is l. {line}"
                break
    for table in named:
        lines = [number for number, line in enumerate(text.split("\n"), start=1) if _is_head(line, table)]
        if lines:
            yield f"[{table}] is l. {', '.join(map(str, lines))}"
        else:
            yield f"there is no [{table}] yet"


def _is_head(line: str, table: str) -> bool:
    return re.match(rf"\s*\[\[?\s*{table}\b", line) is not None
