"""The spaces and marks where a bracket was taken out of a sentence, or where its words were put in.

Nothing but the spaces and marks beside the bracket changes. Cases met: "linea [CAN: …] , proveyéndoles" (oas-3
objective ix), "edad, [CAN: génere], orientacidn" (principle ii), "reducir [CRIl:a-]los" (objective vii). A full stop
before a bracket goes if it would separate a preposition from the words after it ("para .[CAN: … apoyar su
implementacion]", directive 34). A word with a bracket inside it ("niñ[ARG: e]s") stays one word, with or without what
the bracket holds.
"""

from __future__ import annotations

import re

from ..text import fold
from .grammar import OPEN

TAIL = re.compile(r"[\s,;:.]*$")
HEAD = re.compile(r"^[\s,;:.]*")
NO_SPACE_BEFORE = tuple(")]»”’?!%…")
NO_SPACE_AFTER = tuple("([«“‘¿¡")
ABBREVIATION = re.compile(r"(?:^|[\s.(])[^\W\d_]{1,3}$")
STRENGTH = ",:;."


def join(left: str, right: str, is_infix: bool = False) -> str:
    """Return both with the marks where they meet made one, and one space where words meet."""
    if is_infix:
        return left + right
    body, rest = TAIL.sub("", left), HEAD.sub("", right)
    marks = merge_marks(body, "".join(left[len(body) :].split()), "".join(right[: len(right) - len(rest)].split()))
    if not body:
        return rest
    if marks == "." and rest[:1].islower() and fold(body.split()[-1]) in OPEN:
        marks = ""
    needs_space = bool(rest) and not rest.startswith(NO_SPACE_BEFORE) and not (body + marks).endswith(NO_SPACE_AFTER)
    return body + marks + (" " if needs_space else "") + rest


def merge_marks(body: str, before: str, after: str) -> str:
    """Return the one mark that replaces those before and after a joint; an abbreviation keeps its full stop.

    A comma after a full stop goes on with the sentence: "sobrevivientes. [CAN:, de una manera …]" (oas-3 directive 15).
    """
    if not before or not after:
        return before or after
    if before == "." and after in (",", ";", ":"):
        return before + after if ABBREVIATION.search(body) else after
    if "..." in before + after:
        return "..."
    return max(before + after, key=STRENGTH.index)
