"""Lines of a text dump that go on with the line above: a dump wraps its paragraphs and says nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ..records import PrintedLine
from ..text import BULLETS, is_finished

MARKED = re.compile(rf"[{BULLETS}–—-]\s|\d{{1,3}}(?:\.\d{{1,3}})*[.)]?-?\s+\S|[a-z]\)\s")
MOST_LINES = 3  # of a heading
VALUES = re.compile(r"[;,|:·][^()\[\]]*[)\]]\.?$")  # the end of an action: "(Ministerio de Salud; 2027)"
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
    if VALUES.search(before) and words[:1].isupper():
        return False
    return is_full or (len(before) >= NEARLY * width and not is_finished(before))


def with_whole_headings(lines: Sequence[PrintedLine], fits: Callable[[str], bool], width: int) -> list[PrintedLine]:
    """Return lines, those of a text dump over which a heading goes on as one line.

    `fits` tells whether words are a heading.
    """
    found: list[PrintedLine] = []
    left = list(lines)
    while left:
        count = 1
        while count < min(MOST_LINES, len(left)) and is_wrapped(left[count - 1], left[count], width):
            count += 1
        texts = [_joined(left[:each]) for each in range(count, 1, -1)]
        whole = next((text for text in texts if fits(text)), None)
        taken = count - texts.index(whole) if whole is not None else 1
        found.append(replace(left[0], cells=(whole,)) if whole is not None else left[0])
        left = left[taken:]
    return found


def _joined(lines: Iterable[PrintedLine]) -> str:
    return " ".join(line.cells[0] for line in lines)
