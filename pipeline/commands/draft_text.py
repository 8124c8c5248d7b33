"""A drafted profile as TOML for people to edit.

Keys that were found are set; keys that are only likely are comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from .manifest_text import toml_value

MOST = 6  # lines of a comment


def literal(pattern: str) -> str:
    """Return a pattern as a TOML literal string, or as a basic one where it holds an apostrophe."""
    return toml_value(pattern) if "'" in pattern else f"'{pattern}'"


class LineOfPage(int):
    """The number of a line of a PDF, counted from its beginning.

    It also holds the page, by which people find the line.
    """

    page: int

    def __new__(cls, number: int, page: int) -> LineOfPage:
        """Return line `number`, which stands on `page`."""
        line = super().__new__(cls, number)
        line.page = page
        return line


def place(line: int | None) -> str:
    """Return where a line stands, for a comment: its number in a dump, its page in a PDF."""
    if isinstance(line, LineOfPage):
        return f"p. {line.page}"
    return f"l. {line}" if line is not None else "of a table"


def comment(text: str) -> str:
    """Return a text as comment lines; a line of the document stays one line."""
    return "\n".join(f"# {line}".rstrip() for line in text.splitlines())


def section(name: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a table of the profile, a blank line before them; nothing where there are none."""
    body = list(lines)
    if body:
        yield from ["", f"[{name}]", *body]


def columns_lines(columns: Mapping[str, list[str]], notes: Mapping[str, str]) -> Iterator[str]:
    """Yield the mapping of published columns to the headers as printed."""
    for name, labels in columns.items():
        yield f"{name} = {toml_value(labels)}" + (f"  # {notes[name]}" if name in notes else "")


def aside_lines(headers: Mapping[int | None, str]) -> Iterator[str]:
    """Yield a comment on the header rows of tables that no column of actions stands in."""
    if headers:
        yield ""
        yield "# Tables without the column of actions; the profile does not read them:"
        yield from (f"#   {place(line)}: {text[:100]}" for line, text in islice(headers.items(), MOST))
        if len(headers) > MOST:
            yield f"#   and {len(headers) - MOST} more"


def heading_lines(pattern: str, keys: Mapping[str, str], *, commented: bool, seen: str = "") -> Iterator[str]:
    """Yield a [[heading]], as a comment where it is only likely."""
    mark = "# " if commented else ""
    yield ""
    if seen:
        yield comment(seen)
    yield f"{mark}[[heading]]"
    yield f"{mark}pattern = {literal(pattern)}"
    for name, value in keys.items():
        yield f"{mark}{name} = {value}"
