"""Where a title ends and the first heading below it begins, if both have one type.

Bold lines of one size are joined where the first word of the lower one found no room above. Over a title that is
the widest line of its page nothing shows that room. Cases met: a title in the middle above "Eje 1. Prevención" at the
left, and both at the left.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ....language import Language
from ....reference.plan_words import accented, read_plan_words
from .lines import TextLine

FAR = 3.0  # sizes of type that a heading begins left of a title in the middle


@cache
def _axis() -> re.Pattern[str]:
    """Return the pattern of a line that begins with the word for an axis and its number."""
    words = "|".join(map(accented, read_plan_words().axes))
    return re.compile(rf"(?i:{words})\s+(?:n[°º.o]*\s*)?(?:\d+|[IVX]+)(?:[.:)]|\s*[-–—])?\s+\S")


def ends_title(paragraph: Sequence[TextLine], line: TextLine, are_bold: bool, language: Language) -> bool:
    """Tell whether a line is a heading below the title in `paragraph`, and no further line of it; both are bold."""
    return are_bold and (_stands_left(paragraph, line) or _begins_axis(paragraph[-1].text, line, language))


def _stands_left(paragraph: Sequence[TextLine], line: TextLine) -> bool:
    """Tell whether a line begins far left of a title, and has neither its middle nor its end."""
    before = paragraph[-1].box
    is_left = line.box[0] + FAR * line.size < min(each.box[0] for each in paragraph)
    has_other_middle = abs(before[0] + before[2] - line.box[0] - line.box[2]) / 2 > line.size
    return line.text[:1].isupper() and is_left and has_other_middle and abs(before[2] - line.box[2]) > line.size


def _begins_axis(before: str, line: TextLine, language: Language) -> bool:
    """Tell whether a line begins with the word and the number of an axis, below a line that could end there."""
    could_end = before[-1:].isalnum() and not language.is_open(before) and not language.ends_with_joiner(before)
    return could_end and _axis().match(line.text) is not None
