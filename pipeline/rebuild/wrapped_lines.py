"""Lines of a text dump that go on with the line above: a dump wraps its paragraphs and says nothing of it."""

from __future__ import annotations

import re

from ..records import PrintedLine
from ..text import BULLETS, is_finished

MARKED = re.compile(rf"[{BULLETS}–—-]\s|\d{{1,3}}(?:\.\d{{1,3}})*[.)]?-?\s+\S|[a-z]\)\s")
NEARLY = 0.8  # of the width of a dump: a line as long, without an end of a sentence, goes on below


def is_wrapped(above: PrintedLine, line: PrintedLine, width: int) -> bool:
    """Tell whether a line goes on with the one above, on which its first word had no room, or which is unfinished.

    `width`: letters of the longest wrapped line. A line with a mark, a row of a table, and a line after white space
    begin something new.
    """
    before, words = above.cells[0], line.cells[0]
    if (
        not width
        or line.size is not None
        or line.pieces
        or line.after_blank
        or len(line.cells) > 1
        or len(above.cells) > 1
        or MARKED.match(words)
    ):
        return False
    if before.count("(") > before.count(")"):
        return True
    is_full = len(before) + 1 + len(words.split(" ")[0]) > width
    return is_full or (len(before) >= NEARLY * width and not is_finished(before))
