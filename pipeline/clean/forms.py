"""What the amendments of an edition look like, as its profile says it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.records import Drawn

BRACKET = re.compile(r"\[[^\[\]]*\]")
SHOWN = 0.25  # share of the words in brackets that are not struck: from here on a draft marks what it proposes


@dataclass(frozen=True)
class AmendmentForms:
    """The [amendments] section of a profile."""

    read: bool = False  # False: brackets are part of the text
    parties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ISO alpha-3: spellings and misreadings
    closers: tuple[str, ...] = ("l", "J", "}")  # characters that a closing bracket is misread as


@dataclass(frozen=True)
class Drawing:
    """What lines and type show in a document read from a drawing: spans (start, end) of text_source by record id."""

    struck: Mapping[str, Sequence[tuple[int, int]]]  # under a line that is drawn through them
    proposed: Mapping[str, Sequence[tuple[int, int]]] | None = (
        None  # bold or underlined; None: proposals are not marked
    )


def drawing_of(drawn: Sequence[Drawn], texts: Mapping[str, str]) -> Drawing | None:
    """Return what a drawing shows of records with these source texts; None where it strikes nothing.

    Bold and underlined words count as proposed only where the draft marks its proposals so: headings are bold and links
    underlined in any document.
    """
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {"struck": {}, "marked": {}}
    for each in drawn:
        spans[each.mark].setdefault(each.record_id, []).append((each.start, each.end))
    if not spans["struck"]:
        return None
    return Drawing(spans["struck"], spans["marked"] if _marks_proposals(spans, texts) else None)


def _marks_proposals(spans: Mapping[str, Mapping[str, Sequence[tuple[int, int]]]], texts: Mapping[str, str]) -> bool:
    """Tell whether enough of what stands in brackets, and is not struck, is marked."""
    marked, unmarked = 0, 0
    for record_id, text in texts.items():
        for match in BRACKET.finditer(text):
            struck = _covered(spans["struck"].get(record_id, ()), match.span())
            shown = _covered(spans["marked"].get(record_id, ()), match.span())
            marked += shown
            unmarked += max(match.end() - match.start() - struck - shown, 0)
    return marked > SHOWN * (marked + unmarked)


def _covered(spans: Sequence[tuple[int, int]], within: tuple[int, int]) -> int:
    start, end = within
    return sum(max(0, min(to, end) - max(at, start)) for at, to in spans)
