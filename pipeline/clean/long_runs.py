"""Characters in so long a row that they are no word: they are left as they are.

Expressions that look for addresses, paths and signs within words take a time that grows with the square of such a row.
"""

from __future__ import annotations

import re

LONGEST = 1000  # characters without white space between them
TOO_LONG = re.compile(rf"\S{{{LONGEST + 1},}}")


def long_runs(text: str) -> list[tuple[int, int]]:
    """Return where such rows begin and end, in order."""
    return [match.span() for match in TOO_LONG.finditer(text)] if len(text) > LONGEST else []


def without_long_runs(text: str) -> str:
    """Return a text of the same length with spaces in place of such rows."""
    return TOO_LONG.sub(lambda run: " " * len(run[0]), text) if len(text) > LONGEST else text
