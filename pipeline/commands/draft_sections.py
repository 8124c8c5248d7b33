"""Finds the headings of a list of paragraphs by their make-up: lines in bold, larger type or capitals over numbers.

Words such as PRINCIPIOS tell what stands below a heading (`draft_paragraphs`). Other drafts have headings of any words
("Article 1: Definitions", "A. ADAPTATION"), or none: then the last line before the first number opens the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..rebuild.heading_looks import LARGER
from ..records import PrintedLine
from ..text import CAPITAL, NUMBER_SUFFIX
from .draft_headers import printed
from .draft_numbers import first_label

MOST_WORDS = 18  # of a heading
MOST_SHARE = 0.5  # of the lines of a document: where more stand out, type tells nothing
FINISHED = re.compile(r"[.;,][])}»”\"]*$")  # also where a bracket of an amendment closes behind the sentence
INSERTED = re.compile(rf"\d+{NUMBER_SUFFIX}\.?\s*\[", re.IGNORECASE)  # "9 bis. [PER: ": a paragraph between two others
FIRST = frozenset({"1", "i", "a"})
OPENING = re.compile(rf"\[?[{CAPITAL}\d(]")


def text_of_line(line: PrintedLine) -> str:
    """Return the words of a line."""
    return " ".join(printed(line))


def sections_by_look(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines that stand out and have numbered paragraphs below them; none where most lines stand out."""
    texts = [line for line in lines if len(line.cells) == 1 and text_of_line(line)]
    usual = median([line.size for line in texts if line.size] or [0.0])
    outstanding = [line for line in texts if stands_out(line, usual)]
    if not outstanding or len(outstanding) > MOST_SHARE * len(texts):
        return []
    among = {id(line) for line in outstanding}
    return [line for line, after in pairwise(texts) if id(line) in among and is_over(after, among)]


def stands_out(line: PrintedLine, usual: float) -> bool:
    """Tell whether a line has the make-up of a heading: bold, larger or in capitals, short, no end of a sentence.

    A line in which a bracket only opens or only closes is a part of a proposed paragraph, which may be bold, too.
    """
    text = text_of_line(line)
    if text.count("[") != text.count("]") or INSERTED.match(text):
        return False
    is_title = OPENING.match(text) is not None and FINISHED.search(text) is None and len(text.split()) <= MOST_WORDS
    is_capitals = sum(map(str.isalpha, text)) > 1 and text == text.upper()
    is_larger = bool(usual and line.size and line.size >= LARGER * usual)
    return is_title and (line.is_bold or is_larger or is_capitals)


def is_over(after: PrintedLine, among: set[int]) -> bool:
    """Tell whether the line below a heading is the first of its paragraphs: it has a number."""
    return id(after) not in among and first_label(text_of_line(after), ()) is not None


def line_before_list(lines: Sequence[PrintedLine]) -> PrintedLine | None:
    """Return the line right before the first paragraph with the number 1, i or a; None where there is none."""
    texts = [line for line in lines if len(line.cells) == 1 and text_of_line(line)]
    for before, line in pairwise(texts):
        label = first_label(text_of_line(line), ())
        if label is not None and label.lower() in FIRST and first_label(text_of_line(before), ()) is None:
            return before
    return None
