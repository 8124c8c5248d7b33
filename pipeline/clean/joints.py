"""Joining what is left of a sentence when a bracket is taken out, or its words put in.

Nothing but the marks and spaces at the joint changes: "linea [CAN: …] , proveyéndoles" (oas-3 objective ix), "edad,
[CAN: génere], orientacidn" (principle ii), "riesgos para .[CAN: …]" (directive 34), "reducir [CRIl:a-]los" (objective
vii). A word with a bracket inside it ("niñ[ARG: e]s") is one word with or without what the bracket holds.
"""

from __future__ import annotations

import re

TAIL = re.compile(r"[\s,;:.]*$")
HEAD = re.compile(r"^[\s,;:.]*")
NO_SPACE_BEFORE = tuple(")]»”’?!%…")
NO_SPACE_AFTER = tuple("([«“‘¿¡")
STRENGTH = ",:;."


def join(left: str, right: str, is_infix: bool = False) -> str:
    """Return both with the marks where they meet made one, and one space where words meet."""
    if is_infix:
        return left + right
    body, rest = TAIL.sub("", left), HEAD.sub("", right)
    marks = merge_marks("".join(left[len(body) :].split()), "".join(right[: len(right) - len(rest)].split()))
    if not body:
        return rest
    needs_space = bool(rest) and not rest.startswith(NO_SPACE_BEFORE) and not (body + marks).endswith(NO_SPACE_AFTER)
    return body + marks + (" " if needs_space else "") + rest


def merge_marks(before: str, after: str) -> str:
    """Return the one mark that stands for those before and after a joint; an abbreviation keeps its full stop."""
    if not before or not after:
        return before or after
    if before == "." and after in (",", ";", ":"):
        return before + after
    if "..." in before + after:
        return "..."
    return max(before + after, key=STRENGTH.index)
