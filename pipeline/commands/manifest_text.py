"""Writes new entries into the text of `raw/sources.toml` and keeps every byte that is there. Cases met:

- a manifest without a final line end, or with the line ends of Windows;
- comments between two entries, which belong to the entry below them;
- entries that are not written as `[[source]]` tables (inline arrays), or whose texts hold such a line: nothing is
  guessed; the caller compares what the new text means with what was meant.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

SOURCE_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*source[ \t]*\]\][ \t]*(?:#.*)?\r?$", re.MULTILINE)
ABOVE_HEADER = re.compile(r"(?:^[ \t]*(?:#.*)?\r?\n)+\Z", re.MULTILINE)


def toml_value(value: Any) -> str:
    """Return a string, a number or a list of them as TOML."""
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(part) for part in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def table_text(header: str, keys: Mapping[str, Any]) -> str:
    """Return a table of an array: `[[header]]` and its keys, a line each; a key that is None is left out."""
    lines = [f"{name} = {toml_value(value)}" for name, value in keys.items() if value is not None]
    return "\n".join([f"[[{header}]]", *lines, ""])


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def append_entry(text: str, addition: str) -> str:
    """Return the manifest with an entry below its last one, after a blank line."""
    end = _line_end(text)
    finished = text if not text or text.endswith("\n") else text + end
    return finished + (end if finished else "") + addition.replace("\n", end)


def replace_profile(text: str, position: int, name: str) -> str | None:
    """Return the manifest with another profile in its entry no. `position` (from 0); None where no line names one."""
    headers = list(SOURCE_HEADER.finditer(text))
    if position >= len(headers):
        return None
    start = headers[position].start()
    end = headers[position + 1].start() if position + 1 < len(headers) else len(text)
    entry, count = re.subn(
        r"(?m)^([ \t]*profile[ \t]*=[ \t]*)[\"'][^\"']*[\"']", rf"\g<1>{toml_value(name)}", text[start:end]
    )
    return text[:start] + entry + text[end:] if count == 1 else None


def insert_file(text: str, position: int, addition: str) -> str | None:
    """Return the manifest with a table at the end of its entry no. `position` (from 0), None where there is no such.

    Comments above the next entry stay with it.
    """
    headers = list(SOURCE_HEADER.finditer(text))
    if position >= len(headers):
        return None
    end = _line_end(text)
    limit = headers[position + 1].start() if position + 1 < len(headers) else len(text)
    entry = text[:limit]
    if position + 1 < len(headers) and (above := ABOVE_HEADER.search(entry)):
        entry = entry[: above.start()]
    finished = entry if entry.endswith("\n") else entry + end
    return finished + addition.replace("\n", end) + text[len(entry) :]
